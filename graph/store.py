"""The store protocol and its laws. tests/laws runs them over every store.

Laws
- No relation without evidence; a relation whose last evidence is forgotten is gone, and so is an entity nobody mentions any more.
- add twice = once. The order of add does not matter. add; forget = nothing happened: every read and export as before.
- add of an article already there with another yield (a better reader) replaces it, all or nothing.
- An entity reads the same whatever the order: name = the one most articles give it (ties: longest, then first by code point), kind
  likewise (ties: first), aliases = all other names, sorted; codes = those of the entity, on conflict the smallest value.
- Every field of a query changes the answer of every store in the same way; the same query gives the same answer in every store.
- Pages cover each row exactly once, also while others write (rows that others add or forget meanwhile may or may not appear).
- A symmetric relation is found from both ends, as subject and as object. Unknown id: None or an empty answer, no error.
- What single reports add up to (days, figures of an Edge, names of an entity, what a condition selects) is decided in
  graph/aggregate.py and what a search finds in graph/names.py, for every store alike. A type the ontology lacks is refused.
- Text comes back byte for byte. A reader during a write sees the state before or after, never half of it.
- A crash at any moment loses no committed article and keeps no half one. revision() grows with every change, and only then.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

from graph.model import Article, Edge, Entity, Evidence, Extraction, Mention
from graph.query import ArticleQuery, EntityHit, EntityQuery, Page, RelationQuery, Stats


class GraphStore(Protocol):
    """Keeps extractions, answers queries. Safe to read from several threads. All methods may raise StoreError."""

    # -- writing ------------------------------------------------------------------------------------------------------

    def add(self, extraction: Extraction) -> bool:
        """Keep one article's yield, all or nothing. True if anything changed, False if it was there just so."""

    def add_many(self, extractions: Iterable[Extraction]) -> int:
        """add for many, in larger transactions (each holds whole articles). How many changed something."""

    def forget(self, article_id: str) -> bool:
        """Take exactly this article back out. False if it was not there."""

    # -- articles -----------------------------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article | None: ...

    def articles(self, query: ArticleQuery) -> Page[Article]: ...

    def count_articles(self, query: ArticleQuery) -> int:
        """How many articles the query selects; limit and cursor aside."""

    def extraction(self, article_id: str) -> Extraction | None:
        """The whole yield, as it was added: parts sorted (mentions by span then entity, the rest by id)."""

    # -- entities -----------------------------------------------------------------------------------------------------

    def entity(self, entity_id: str) -> Entity | None: ...

    def entities_by_id(self, entity_ids: Iterable[str]) -> Mapping[str, Entity]:
        """Those that exist, by id, sorted by id."""

    def entities(self, query: EntityQuery) -> Page[EntityHit]: ...

    def mentions(self, entity_id: str, limit: int = 100, cursor: str | None = None) -> Page[Mention]:
        """Where it is named: by article id, then span."""

    def aliases(self, entity_id: str) -> Mapping[str, int]:
        """Surface forms of its mentions with counts, most frequent first, ties by code point."""

    def degrees(self, entity_ids: Iterable[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """Relations of each existing entity by (type, "out" | "in"); a symmetric type counts as "out" at both ends."""

    # -- relations ----------------------------------------------------------------------------------------------------

    def relation(self, relation_id: str) -> Edge | None: ...

    def relations(self, query: RelationQuery) -> Page[Edge]: ...

    def count_relations(self, query: RelationQuery) -> int:
        """How many relations the query selects; limit and cursor aside."""

    def evidence(
        self, relation_ids: Iterable[str], query: RelationQuery | None = None
    ) -> Mapping[str, tuple[Evidence, ...]]:
        """The pieces of these relations that fulfil the query's conditions on evidence (all when None), oldest article first
        (unknown days last), then by article id, sentence, evidence id. Relations without any are left out."""

    def adjacent(
        self, entity_ids: Sequence[str], query: RelationQuery, per_entity: int
    ) -> Mapping[str, tuple[Edge, ...]]:
        """For each entity its first `per_entity` relations at either end (query.direction aside) that the query selects, in its order.
        query.entity, limit and cursor are not looked at. The step that neighbourhoods and paths are made of; one round trip."""

    def shortest_path(
        self, source: str, target: str, query: RelationQuery, max_length: int = 6, avoid: Collection[str] = ()
    ) -> tuple[Edge, ...] | None:
        """The relations of a shortest chain between two entities, in walking order, whatever their direction: () from an entity to
        itself, None where none of at most `max_length` exists or an id is unknown. Only over relations the query selects
        (query.entity, direction, order, limit and cursor are not looked at) and neither through entities nor over relations whose
        ids are in `avoid`: the step that k shortest paths are made of. Which of several equally short ones is the store's choice.
        """

    # -- everything, as a stream --------------------------------------------------------------------------------------

    def scan_entities(self, query: RelationQuery) -> Iterator[Entity]:
        """The ends of all relations the query selects (limit and cursor aside), by id, in constant memory."""

    def scan_relations(self, query: RelationQuery) -> Iterator[tuple[Edge, tuple[Evidence, ...]]]:
        """All relations the query selects, by id, each with its selected evidence as evidence() orders it, in constant memory."""

    # -- what people say about the graph --------------------------------------------------------------------------------

    def put(self, shelf: str, key: str, text: str | None) -> None:
        """Keep a text on a named shelf (decisions of curators, saved views, notes), or take it away (None). No part of any export."""

    def shelf(self, shelf: str, prefix: str = "") -> Mapping[str, str]:
        """The texts of a shelf whose keys begin with `prefix`, sorted by key; empty where there is no such shelf."""

    # -- the store itself ---------------------------------------------------------------------------------------------

    def stats(self) -> Stats: ...

    def revision(self) -> int:
        """Grows with every change; equal revision means equal answers."""

    def ping(self) -> None:
        """Return if the store answers; raise the StoreError that says why it does not."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
