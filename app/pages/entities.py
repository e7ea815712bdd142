"""Pages that search for entities and show one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app import deps
from app.api.entities import known as known_entity
from app.deciding import FORMS
from app.deps import Curation, Id, Store
from app.forms import RelationForm, Relations, Search, SearchForm
from app.pages.quoting import ROWS, Names, Row, rows_of
from app.templating import page
from graph import export, findings, view
from graph.decisions import Decision
from graph.model import Article, Entity
from graph.query import ArticleQuery, EntityHit, EntityQuery

router = APIRouter()

#: Mentions that are no names.
_PRONOUNS = frozenset(
    {
        "he",
        "her",
        "hers",
        "him",
        "his",
        "i",
        "it",
        "its",
        "itself",
        "she",
        "their",
        "theirs",
        "them",
        "they",
        "we",
        "who",
        "whose",
        "us",
        "our",
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    template: ClassVar[str] = "search.html"
    form: SearchForm
    hits: Sequence[EntityHit]
    next: str | None


@dataclass(frozen=True, slots=True)
class EntityPage:
    template: ClassVar[str] = "entity.html"
    entity: Entity
    degree: int
    degrees: Sequence[tuple[str, str, int]]
    spellings: Mapping[str, int]
    form: RelationForm
    rows: Sequence[Row]
    count: int
    next: str | None
    names: Names
    timeline: findings.Timeline
    articles: Sequence[Article]
    article_count: int
    formats: Sequence[str]
    decided: Sequence[Decision]
    writable: bool


@router.get("/search")
def search(request: Request, store: Store, form: Search) -> HTMLResponse:
    query = EntityQuery(
        q=form.q or None,
        kinds=frozenset(form.kind),
        order="relevance" if form.q else "degree",
        limit=ROWS,
        cursor=form.cursor,
    )
    found = store.entities(query)
    return page(request, Found(form, found.items, found.next))


@router.get("/entities/{id}")
def entity(request: Request, store: Store, curator: Curation, id: Id, form: Relations) -> HTMLResponse:
    found = known_entity(store, id)
    query = form.query(ROWS, entity=id)
    relations = store.relations(query)
    degrees = store.degrees([id]).get(id, {})
    articles = ArticleQuery(entity=id, limit=10)
    context = EntityPage(
        entity=found,
        degree=view.degree(degrees),
        degrees=[(*key, total) for key, total in sorted(degrees.items(), key=lambda item: (-item[1], item[0]))],
        spellings={form: count for form, count in store.aliases(id).items() if form.casefold() not in _PRONOUNS},
        form=form,
        rows=rows_of(store, relations.items, query),
        count=store.count_relations(query),
        next=relations.next,
        names=deps.names(store, relations.items),
        timeline=findings.timeline(store, query),
        articles=store.articles(articles).items,
        article_count=store.count_articles(articles),
        formats=export.formats(),
        decided=curator.about(id)[::-1],
        writable=request.app.state.settings.writable,
    )
    return page(request, context, headers=FORMS if context.writable else None)
