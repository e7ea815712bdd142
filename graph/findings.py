"""What an analyst asks next: what changed, who contradicts whom, what two entities share, when things happened. Pure reading."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from graph.aggregate import Told, near, opposed, told
from graph.errors import QueryError
from graph.model import Article, Edge, Evidence, Relation, Status
from graph.ontology import TYPES
from graph.query import MAX_LIMIT, Page, RelationQuery
from graph.store import GraphStore
from graph.view import other_end

Found = TypeVar("Found")

NEW: Final = "new"
STRENGTHENED: Final = "strengthened"
CONTRADICTED: Final = "contradicted"
SILENT: Final = "silent"
#: From when on evidence is recent: a day of publication, or the articles that came since some moment (graph.ingests.arrived).
Since = date | frozenset[str]
UNITS: Final = ("day", "week", "month", "year")
#: Days between two opposite deeds up to which they contradict each other, unless somebody asks otherwise.
WINDOW: Final = 30
#: Pages of relations one call looks through for the few it wants; then it returns what it has, with a cursor.
_PAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A relation that recent evidence bears on. `change`: new (no older evidence), contradicted (asserted and denied, and not so
    before), else strengthened; silent where several articles reported it and no recent one does. `edge` counts all evidence, `evidence`
    holds the recent pieces; of a silent relation the last there is."""

    edge: Edge
    change: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A relation that some pieces assert and others deny; both sides, oldest first."""

    edge: Edge
    asserted: tuple[Evidence, ...]
    denied: tuple[Evidence, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        return (self.edge,)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return *self.asserted, *self.denied


@dataclass(frozen=True, slots=True)
class Opposition:
    """A deed and opposite ones of the same two (says both that it lifts sanctions and that it imposes some), told of days that lie close
    together. Each with the pieces that assert it on such days, oldest article first."""

    edge: Edge
    asserted: tuple[Evidence, ...]
    opposite: tuple[tuple[Edge, tuple[Evidence, ...]], ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All deeds."""
        return self.edge, *(edge for edge, _ in self.opposite)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The pieces of all of them."""
        return *self.asserted, *(piece for _, pieces in self.opposite for piece in pieces)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Neighbours of two entities, each group sorted by the number of relations and id. types_*: neighbour → relation types."""

    a: str
    b: str
    between: tuple[Edge, ...]
    shared: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    types_a: Mapping[str, frozenset[str]]
    types_b: Mapping[str, frozenset[str]]
    complete: bool


@dataclass(slots=True)
class Bucket:
    """Evidence of one day, week (from Monday), month or year."""

    start: date
    types: Counter[str] = field(default_factory=Counter)
    statuses: Counter[Status] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.statuses.total()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Buckets that hold evidence, oldest first, and the number of pieces without a day."""

    buckets: tuple[Bucket, ...]
    undated: int


def recent(since: Since, query: RelationQuery) -> RelationQuery:
    """The query, of recent evidence alone."""
    if isinstance(since, frozenset):
        return replace(query, articles=since if query.articles is None else since & query.articles)
    return replace(query, published_from=max(since, query.published_from or since))


def changes(store: GraphStore, since: Since, query: RelationQuery) -> Page[Change]:
    """Relations with recent evidence, in the query's order; a page of query.limit."""
    selected = recent(since, query)
    page = store.relations(selected)
    ids = [edge.relation.id for edge in page.items]
    new, all_of = store.evidence(ids, selected), store.evidence(ids)
    found = []
    for edge in page.items:
        pieces = new.get(edge.relation.id, ())
        fresh = {piece.id for piece in pieces}
        older = [piece for piece in all_of.get(edge.relation.id, ()) if piece.id not in fresh]
        whole = store.relation(edge.relation.id) or edge
        found.append(Change(whole, _change(older, pieces), pieces))
    return Page(tuple(found), page.next)


def silent(store: GraphStore, since: Since, query: RelationQuery) -> Page[Change]:
    """Relations that several articles reported before and no recent one does, in the query's order. As contradictions(), a page may hold
    less than the limit and still have a next one."""
    fresh = recent(since, query)
    older = replace(query, min_evidence=max(2, query.min_evidence))
    if not isinstance(since, frozenset):
        if since == date.min:
            return Page(())
        before = since - timedelta(days=1)
        older = replace(older, published_to=min(before, query.published_to or before))
        if older.published_from and older.published_from > before:
            return Page(())

    def gone(edges: Sequence[Edge]) -> Iterator[Change]:
        ids = [edge.relation.id for edge in edges if edge.article_count > 1]
        told, pieces = store.evidence(ids, fresh), store.evidence(ids, older)
        for edge in edges:
            if edge.relation.id in pieces and edge.relation.id not in told:
                whole = store.relation(edge.relation.id) or edge
                yield Change(whole, SILENT, pieces[edge.relation.id][-1:])

    return _sought(store, older, gone)


def contradictions(store: GraphStore, query: RelationQuery) -> Page[Contradiction]:
    """Relations asserted by some pieces and denied by others, among those the query selects, up to query.limit.

    Looks through the denied ones, which are few. A page may hold less than the limit, even nothing, and still have a next one.
    """
    either = replace(query, statuses=frozenset({Status.DENIED, Status.ASSERTED}))

    def asserted_too(edges: Sequence[Edge]) -> Iterator[Contradiction]:
        pieces = store.evidence([edge.relation.id for edge in edges], either)
        for edge in edges:
            asserting = _of_status(pieces.get(edge.relation.id, ()), Status.ASSERTED)
            if asserting:
                whole = store.relation(edge.relation.id) or edge
                yield Contradiction(whole, asserting, _of_status(pieces[edge.relation.id], Status.DENIED))

    return _sought(store, replace(query, statuses=frozenset({Status.DENIED})), asserted_too)


def oppositions(store: GraphStore, query: RelationQuery, window: int = WINDOW) -> Page[Opposition]:
    """Opposite deeds at most `window` days apart, among the relations that the query selects, up to query.limit: each pair once, under
    the type whose name comes first. As contradictions(), a page may hold less than the limit and still have a next one."""
    asserted = replace(query, opposed=window, statuses=frozenset({Status.ASSERTED}))
    types = query.selected_types()

    def opposing(edges: Sequence[Edge]) -> Iterator[Opposition]:
        for edge in edges:
            later = {
                other
                for other in TYPES[edge.relation.type].opposite
                if edge.relation.type < other or (types is not None and other not in types)
            }
            one = opposition(store, edge.relation, window, asserted, later)
            if one:
                yield one

    return _sought(store, asserted, opposing)


def _sought(store: GraphStore, query: RelationQuery, among: Callable[[Sequence[Edge]], Iterable[Found]]) -> Page[Found]:
    """What `among` finds in the pages of a query, up to query.limit; less, with a cursor, where _PAGES pages hold no more."""
    found: list[Found] = []
    for _ in range(_PAGES):
        page = store.relations(replace(query, limit=max(1, min(MAX_LIMIT, query.limit - len(found)))))
        found += among(page.items)
        query = replace(query, cursor=page.next)
        if page.next is None or len(found) >= query.limit:
            break
    return Page(tuple(found), query.cursor)


def opposition(
    store: GraphStore,
    relation: Relation,
    window: int = WINDOW,
    query: RelationQuery | None = None,
    types: Iterable[str] | None = None,
) -> Opposition | None:
    """What stands against one relation, if anything does: all opposite types, or only these. The query's conditions on evidence hold."""
    names = frozenset(TYPES[relation.type].opposite if types is None else types)
    if not names:
        return None
    asked = replace(
        query or RelationQuery(),
        entity=None,
        direction="both",
        subject=None,
        object=None,
        between=(relation.subject, relation.object),
        among=None,
        opposed=None,
        types=names | {relation.type},
        plover=frozenset(),
        cameo=None,
        statuses=frozenset({Status.ASSERTED}),
        limit=MAX_LIMIT,
        cursor=None,
    )
    edges = {edge.relation.id: edge for edge in store.relations(asked).items}
    others = [edge for edge in edges.values() if opposed(relation, edge.relation)]
    if relation.id not in edges or not others:
        return None
    asserting = {id: _told(store, pieces) for id, pieces in store.evidence(edges, asked).items()}
    own: dict[str, Evidence] = {}
    opposite = []
    for other in others:
        ours, theirs = near(asserting[relation.id], asserting[other.relation.id], window)
        own |= {piece.id: piece for piece in ours}
        if theirs:
            opposite.append((other, theirs))
    if not opposite:
        return None
    return Opposition(
        edges[relation.id], tuple(piece for piece, *_ in asserting[relation.id] if piece.id in own), tuple(opposite)
    )


def _told(store: GraphStore, pieces: Sequence[Evidence]) -> Told:
    articles = {id: store.article(id) for id in {piece.article_id for piece in pieces}}
    return told((piece, article) for piece in pieces if (article := articles[piece.article_id]))


def comparison(store: GraphStore, a: str, b: str, query: RelationQuery, per_entity: int = 2000) -> Comparison | None:
    """What two entities share. Looks at the `per_entity` newest relations of each. None where one of them is unknown."""
    if store.entity(a) is None or store.entity(b) is None:
        return None
    found = store.adjacent([a, b], query, per_entity)
    types = {entity: _types(found.get(entity, ()), entity) for entity in (a, b)}
    near = {entity: types[entity].keys() - {a, b} for entity in (a, b)}
    weight = Counter(other_end(edge.relation, entity) for entity in (a, b) for edge in found.get(entity, ()) if entity)

    def ranked(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=lambda one: (-weight[one], one)))

    return Comparison(
        a=a,
        b=b,
        between=tuple(edge for edge in found.get(a, ()) if b in (edge.relation.subject, edge.relation.object)),
        shared=ranked(near[a] & near[b]),
        only_a=ranked(near[a] - near[b]),
        only_b=ranked(near[b] - near[a]),
        types_a=types[a],
        types_b=types[b],
        complete=all(len(found.get(entity, ())) < per_entity for entity in (a, b)),
    )


def timeline(store: GraphStore, query: RelationQuery, unit: str = "month", by: str = "event") -> Timeline:
    """When the selected evidence says things happened (by="event": first day of the period, else the article's day), or when it was
    published (by="published")."""
    if unit not in UNITS:
        raise QueryError("unit", f"{unit!r} is not one of {', '.join(UNITS)}")
    if by not in ("event", "published"):
        raise QueryError("by", f"{by!r} is not one of event, published")
    buckets: dict[date, Bucket] = {}
    articles: dict[str, Article | None] = {}
    undated = 0
    for edge, piece in _evidence(store, query):
        if piece.article_id not in articles:
            articles[piece.article_id] = store.article(piece.article_id)
        day = _day(piece, articles[piece.article_id], by)
        if day is None:
            undated += 1
            continue
        start = bucket_start(day, unit)
        bucket = buckets.setdefault(start, Bucket(start))
        bucket.types[edge.relation.type] += 1
        bucket.statuses[piece.status] += 1
    return Timeline(tuple(buckets[start] for start in sorted(buckets)), undated)


def bucket_start(day: date, unit: str) -> date:
    """The first day of the day's week (Monday), month or year."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _evidence(store: GraphStore, query: RelationQuery) -> Iterator[tuple[Edge, Evidence]]:
    for edge, pieces in store.scan_relations(query):
        for piece in pieces:
            yield edge, piece


def _day(piece: Evidence, article: Article | None, by: str) -> date | None:
    told = (piece.period.earliest or piece.period.latest) if piece.period and by == "event" else None
    return told or (article.published if article else None)


def _change(older: Iterable[Evidence], recent: Iterable[Evidence]) -> str:
    before = {piece.status for piece in older}
    if not before:
        return NEW
    contrary = {Status.ASSERTED, Status.DENIED}
    after = before | {piece.status for piece in recent}
    return CONTRADICTED if contrary <= after and not contrary <= before else STRENGTHENED


def _of_status(pieces: Iterable[Evidence], status: Status) -> tuple[Evidence, ...]:
    return tuple(piece for piece in pieces if piece.status is status)


def _types(edges: Iterable[Edge], entity_id: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for edge in edges:
        found.setdefault(other_end(edge.relation, entity_id), set()).add(edge.relation.type)
    return {other: frozenset(types) for other, types in found.items()}
