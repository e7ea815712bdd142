"""Pages that answer without JavaScript. Each has a context: a dataclass whose fields are all that its template may use."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from starlette.responses import HTMLResponse

from app import deps, geography, reading, reference
from app.api.entities import known as known_entity
from app.api.relations import known as known_relation
from app.assets import Assets
from app.deciding import FORMS
from app.deps import Curation, Id, Store
from app.errors import NotFound
from app.forms import ArticleForm, Articles, RelationForm, Relations, Search, SearchForm
from app.templating import folder, page
from app.wire import Problem
from graph import algorithms, export, findings, view
from graph.atlas import Atlas
from graph.corroboration import Report
from graph.decisions import Decision
from graph.ingests import Ingest, ingests
from graph.marks import Run, sentence_runs
from graph.model import Article, Edge, Entity, Evidence, Kind, Status
from graph.overview import Overview
from graph.query import MAX_WINDOW, ArticleQuery, EntityHit, EntityQuery, Page, RelationQuery, Stats
from graph.store import GraphStore

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_ROWS = 25
_INGESTS = 5
_COMMUNITIES = 200
_PLACES = 300
_MEMBERS = 12
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
Names = Mapping[str, Entity]
Ends = Annotated[str | None, Query(max_length=500)]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence as pages show it."""

    piece: Evidence
    article: Article
    runs: Sequence[Run[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A relation in a list, with its latest sentence."""

    edge: Edge
    quote: Quote | None

    @property
    def contradicted(self) -> bool:
        return Status.ASSERTED in self.edge.statuses and Status.DENIED in self.edge.statuses


# -- contexts -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Home:
    template: ClassVar[str] = "home.html"
    stats: Stats
    busiest: Mapping[Kind, Sequence[EntityHit]]
    rows: Sequence[Row]
    names: Names


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


@dataclass(frozen=True, slots=True)
class RelationList:
    template: ClassVar[str] = "relations.html"
    form: RelationForm
    rows: Sequence[Row]
    count: int
    next: str | None
    names: Names
    formats: Sequence[str]


@dataclass(frozen=True, slots=True)
class RelationPage:
    template: ClassVar[str] = "relation.html"
    edge: Edge
    names: Names
    quotes: Sequence[Quote]
    reports: Sequence[Report]
    contradicted: bool
    against: Sequence[tuple[Edge, Sequence[Quote]]]  # opposite deeds
    others: Sequence[Edge]


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


@dataclass(frozen=True, slots=True)
class PathsPage:
    template: ClassVar[str] = "paths.html"
    source: Entity | None
    target: Entity | None
    found: Sequence[algorithms.Path] | None
    names: Names
    max_length: int


@dataclass(frozen=True, slots=True)
class ComparePage:
    template: ClassVar[str] = "compare.html"
    a: Entity | None
    b: Entity | None
    found: findings.Comparison | None
    names: Names


@dataclass(frozen=True, slots=True)
class CommunitiesPage:
    template: ClassVar[str] = "communities.html"
    found: Overview  # all of them
    shown: Overview
    names: Names
    members: int


@dataclass(frozen=True, slots=True)
class MapPage:
    template: ClassVar[str] = "map.html"
    form: RelationForm
    centre: Entity | None
    atlas: Atlas
    marks: Sequence[geography.Mark]
    land: str
    outline: str
    graticule: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ChangesPage:
    template: ClassVar[str] = "changes.html"
    since: date | datetime | None
    silent: bool
    ingests: Sequence[Ingest]
    changes: Sequence[tuple[findings.Change, Sequence[Quote]]]
    names: Names
    next: str | None


@dataclass(frozen=True, slots=True)
class ContradictionsPage:
    template: ClassVar[str] = "contradictions.html"
    kind: str  # "" for the first of both kinds
    window: int
    denied: Sequence[tuple[Edge, Sequence[Quote], Sequence[Quote]]]
    opposed: Sequence[tuple[Edge, Sequence[Quote], Sequence[tuple[Edge, Sequence[Quote]]]]]
    names: Names
    next: Mapping[str, str | None]  # of each kind on the page


@dataclass(frozen=True, slots=True)
class SchemaPage:
    template: ClassVar[str] = "schema.html"
    quads: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class AboutPage:
    template: ClassVar[str] = "about.html"
    stats: Stats
    revision: int
    formats: Sequence[str]


@dataclass(frozen=True, slots=True)
class DocsPage:
    template: ClassVar[str] = "docs.html"
    groups: Sequence[reference.Group]


@dataclass(frozen=True, slots=True)
class ExplorePage:
    template: ClassVar[str] = "explorer.html"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    template: ClassVar[str] = "error.html"
    problem: Problem


# -- routes ---------------------------------------------------------------------------------------------------------------


@router.get("/")
def home(request: Request, store: Store) -> HTMLResponse:
    busiest = {kind: store.entities(EntityQuery(kinds=frozenset({kind}), min_degree=1, limit=5)).items for kind in Kind}
    edges = store.relations(RelationQuery(limit=12)).items
    shown = {kind: hits for kind, hits in busiest.items() if hits}
    return page(request, Home(store.stats(), shown, _rows(store, edges), deps.names(store, edges)))


@router.get("/search")
def search(request: Request, store: Store, form: Search) -> HTMLResponse:
    query = EntityQuery(
        q=form.q or None,
        kinds=frozenset(form.kind),
        order="relevance" if form.q else "degree",
        limit=_ROWS,
        cursor=form.cursor,
    )
    found = store.entities(query)
    return page(request, Found(form, found.items, found.next))


@router.get("/explore")
def explore(request: Request) -> HTMLResponse:
    return page(request, ExplorePage())


@router.get("/entities/{id}")
def entity(request: Request, store: Store, curator: Curation, id: Id, form: Relations) -> HTMLResponse:
    found = known_entity(store, id)
    query = form.query(_ROWS, entity=id)
    relations = store.relations(query)
    degrees = store.degrees([id]).get(id, {})
    articles = ArticleQuery(entity=id, limit=10)
    context = EntityPage(
        entity=found,
        degree=view.degree(degrees),
        degrees=[(*key, total) for key, total in sorted(degrees.items(), key=lambda item: (-item[1], item[0]))],
        spellings={form: count for form, count in store.aliases(id).items() if form.casefold() not in _PRONOUNS},
        form=form,
        rows=_rows(store, relations.items, query),
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


@router.get("/relations")
def relations(request: Request, store: Store, form: Relations) -> HTMLResponse:
    query = form.query(_ROWS)
    found = store.relations(query)
    names = deps.names(store, found.items, more=[one for one in (form.entity, form.subject, form.object) if one])
    rows = _rows(store, found.items, query)
    return page(request, RelationList(form, rows, store.count_relations(query), found.next, names, export.formats()))


@router.get("/relations/{id}")
def relation(request: Request, store: Store, id: Id) -> HTMLResponse:
    edge = known_relation(store, id)
    evidence = store.evidence([id]).get(id, ())
    pair = (edge.relation.subject, edge.relation.object)
    others = [one for one in store.relations(RelationQuery(between=pair)).items if one.relation.id != id]
    contradicted = {Status.ASSERTED, Status.DENIED} <= edge.statuses.keys()
    found = findings.opposition(store, edge.relation)
    against = [(one, _quotes(store, pieces)) for one, pieces in found.opposite] if found else []
    names = deps.names(store, [edge], [*evidence, *(found.evidence if found else ())])
    reports = deps.corroboration(request).reports(piece.article_id for piece in evidence)
    return page(request, RelationPage(edge, names, _quotes(store, evidence), reports, contradicted, against, others))


@router.get("/articles")
def articles(request: Request, store: Store, form: Articles) -> HTMLResponse:
    query = ArticleQuery(form.q, form.source, form.entity, form.published_from, form.published_to, _ROWS, form.cursor)
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
    context = ArticlePage(
        article=read.article,
        paragraphs=reading.paragraphs(read),
        rows=[Row(edge, quotes[edge.relation.id]) for edge in edges],
        numbers={edge.relation.id: number for number, edge in enumerate(edges, 1)},
        names=names,
        entities=reading.named(read, names),
    )
    return page(request, context)


@router.get("/paths")
def paths(
    request: Request,
    store: Store,
    source: Annotated[str | None, Query(alias="from", max_length=500)] = None,
    target: Annotated[str | None, Query(alias="to", max_length=500)] = None,
    max_length: Annotated[int, Query(ge=1, le=algorithms.MAX_LENGTH)] = 4,
) -> HTMLResponse:
    """The ends may be ids or what somebody would type to search for them."""
    ends = _entity_like(store, source), _entity_like(store, target)
    found, names = None, {}
    if ends[0] and ends[1]:
        found = algorithms.paths(store, ends[0].id, ends[1].id, max_length=max_length)
        names = dict(deps.names(store, [edge for path in found for hop in path.hops for edge in hop]))
    return page(request, PathsPage(ends[0], ends[1], found, names, max_length))


@router.get("/compare")
def compare(request: Request, store: Store, a: Ends = None, b: Ends = None) -> HTMLResponse:
    one, two = _entity_like(store, a), _entity_like(store, b)
    found, names = None, {}
    if one and two:
        found = findings.comparison(store, one.id, two.id, RelationQuery())
    if found:
        names = dict(deps.names(store, found.between, more={*found.shared, *found.only_a, *found.only_b}))
    return page(request, ComparePage(one, two, found, names))


@router.get("/communities")
def communities(request: Request, store: Store) -> HTMLResponse:
    found = deps.overview(request, store, RelationQuery())
    shown = found.largest(_COMMUNITIES)
    names = store.entities_by_id({one for part in shown.communities for one in part.entities[:_MEMBERS]})
    return page(request, CommunitiesPage(found, shown, names, _MEMBERS))


@router.get("/map")
def world_map(request: Request, store: Store, form: Relations) -> HTMLResponse:
    """The entity may be an id or what somebody would type to search for it."""
    centre = _entity_like(store, form.entity)
    atlas = deps.atlas(request, store, form.query(1, entity=centre.id if centre else None, cursor=None))
    context = MapPage(
        form=form,
        centre=centre,
        atlas=atlas,
        marks=geography.marks(atlas.places[:_PLACES]),
        land=geography.land(),
        outline=geography.outline(),
        graticule=geography.graticule(),
        width=geography.WIDTH,
        height=geography.HEIGHT,
    )
    return page(request, context)


@router.get("/changes")
def changes(
    request: Request,
    store: Store,
    since: Annotated[str, Query(max_length=40)] = "",
    silent: bool = False,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:
    """Since a day, a moment or the last ingest; without one, since a week before the newest article."""
    noted = ingests(store, _INGESTS)
    week = _last_week(store)
    if not since and week is None:
        return page(request, ChangesPage(None, silent, noted, [], {}, None))
    when, first = deps.recently(store, since or str(week))
    query = RelationQuery(limit=_ROWS, cursor=cursor)
    found = (findings.silent if silent else findings.changes)(store, when, query)
    names = deps.names(store, [one.edge for one in found.items])
    listed = [(one, _quotes(store, one.evidence)) for one in found.items]
    return page(request, ChangesPage(first, silent, noted, listed, names, found.next))


@router.get("/contradictions")
def contradictions(
    request: Request,
    store: Store,
    kind: Literal["", "denied", "opposite_deed"] = "",
    window: Annotated[int, Query(ge=0, le=MAX_WINDOW)] = findings.WINDOW,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:
    """Both kinds, each with its first ones; or all of one kind, page by page."""
    query = RelationQuery(limit=_ROWS, cursor=cursor if kind else None)
    denied = findings.contradictions(store, query) if kind != "opposite_deed" else Page(())
    opposed = findings.oppositions(store, query, window) if kind != "denied" else Page(())
    everything: list[findings.Contradiction | findings.Opposition] = [*denied.items, *opposed.items]
    context = ContradictionsPage(
        kind=kind,
        window=window,
        denied=[(one.edge, _quotes(store, one.asserted), _quotes(store, one.denied)) for one in denied.items],
        opposed=[
            (one.edge, _quotes(store, one.asserted), [(edge, _quotes(store, pieces)) for edge, pieces in one.opposite])
            for one in opposed.items
        ],
        names=deps.names(
            store,
            [edge for one in everything for edge in one.edges],
            [piece for one in everything for piece in one.evidence],
        ),
        next={"denied": denied.next, "opposite_deed": opposed.next},
    )
    return page(request, context)


@router.get("/schema")
def schema(request: Request) -> HTMLResponse:
    return page(request, SchemaPage(reference.quads()))


@router.get("/about")
def about(request: Request, store: Store) -> HTMLResponse:
    return page(request, AboutPage(store.stats(), store.revision(), export.formats()))


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    return page(request, DocsPage(reference.groups(request.app.openapi())))


def install(app: FastAPI) -> None:
    """Add the pages and their assets."""
    app.include_router(router)
    app.mount("/static", Assets(directory=folder("static")), name="static")


def error_page(request: Request, problem: Problem, headers: Mapping[str, str] | None) -> HTMLResponse:
    """An error for people."""
    return page(request, ErrorPage(problem), problem.status, dict(headers or {}))


# -- what several pages need ----------------------------------------------------------------------------------------------


def _rows(store: GraphStore, edges: Sequence[Edge], query: RelationQuery | None = None) -> list[Row]:
    """Each relation with the latest of its sentences that the query selects."""
    evidence = store.evidence([edge.relation.id for edge in edges], query)
    latest = {id: pieces[-1] for id, pieces in evidence.items()}
    quotes = {quote.piece.relation_id: quote for quote in _quotes(store, latest.values())}
    return [Row(edge, quotes.get(edge.relation.id)) for edge in edges]


def _quotes(store: GraphStore, evidence: Iterable[Evidence]) -> list[Quote]:
    pieces = list(evidence)
    articles = deps.articles(store, pieces)
    return [
        Quote(piece, articles[piece.article_id], sentence_runs(piece))
        for piece in pieces
        if piece.article_id in articles
    ]


def _entity_like(store: GraphStore, text: str | None) -> Entity | None:
    """The entity of this id, or else the best found by this name."""
    if not text or not text.strip():
        return None
    found = store.entity(text)
    if found is None:
        hits = store.entities(EntityQuery(q=text, order="relevance", limit=1)).items
        found = hits[0].entity if hits else None
    if found is None:
        raise NotFound("entity", text)
    return found


def _last_week(store: GraphStore) -> date | None:
    newest = store.articles(ArticleQuery(limit=1)).items
    published = newest[0].published if newest else None
    return published - timedelta(days=6) if published else None
