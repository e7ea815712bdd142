"""Pages that list articles and show one with what was read from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app import deps, reading
from app.deps import Id, Store
from app.errors import NotFound
from app.forms import ArticleForm, Articles
from app.pages.quoting import ROWS, Names, Quote, Row, opposed_among
from app.templating import page
from graph.marks import sentence_runs
from graph.model import Article, Entity
from graph.query import ArticleQuery

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ArticleList:
    template: ClassVar[str] = "articles.html"
    form: ArticleForm
    articles: Sequence[Article]
    count: int
    next: str | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    template: ClassVar[str] = "article.html"
    article: Article
    paragraphs: Sequence[reading.Paragraph]
    rows: Sequence[Row]
    numbers: Mapping[str, int]  # of each relation, in the order of `rows`
    names: Names
    entities: Sequence[tuple[Entity, int]]


@router.get("/articles")
def articles(request: Request, store: Store, form: Articles) -> HTMLResponse:
    query = ArticleQuery(form.q, form.source, form.entity, form.published_from, form.published_to, ROWS, form.cursor)
    found = store.articles(query)
    return page(request, ArticleList(form, found.items, store.count_articles(query), found.next))


@router.get("/articles/{id}")
def article(request: Request, store: Store, id: Id) -> HTMLResponse:
    read = store.extraction(id)
    if read is None:
        raise NotFound("article", id)
    edges = [edge for one in read.relations if (edge := store.relation(one.id))]
    first = {piece.relation_id: piece for piece in sorted(read.evidence, key=lambda one: one.sentence, reverse=True)}
    edges.sort(key=lambda edge: first[edge.relation.id].sentence)
    quotes = {piece.relation_id: Quote(piece, read.article, sentence_runs(piece)) for piece in first.values()}
    names = {one.id: one for one in read.entities} | dict(deps.names(store, edges))
    opposed = opposed_among(store, edges)
    context = ArticlePage(
        article=read.article,
        paragraphs=reading.paragraphs(read),
        rows=[Row(edge, quotes[edge.relation.id], edge.relation.id in opposed) for edge in edges],
        numbers={edge.relation.id: number for number, edge in enumerate(edges, 1)},
        names=names,
        entities=reading.named(read, names),
    )
    return page(request, context)
