"""What to show of a graph that is too large to show: neighbourhoods, ranked and cut, with honest counts of what stays outside.

A view holds at most MAX_ENTITIES entities and MAX_RELATIONS relations, since more cannot be read on a screen. Ranking looks at the
POOL newest relations of an entity (all of them for all but the busiest); totals always count everything the query selects.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import networkx as nx

from graph.errors import QueryError
from graph.model import Edge, Entity, Relation, Subgraph
from graph.query import MAX_LIMIT, RelationQuery
from graph.store import GraphStore

MAX_DEPTH = 3
MAX_ENTITIES = 150
MAX_RELATIONS = 450
#: Relations of one entity that ranking looks at: at the centre, and at each further entity.
POOL = 1000
FAR_POOL = 40
#: Entities whose own neighbours a further step looks at.
FRONTIER = 60

_Rank = Callable[[Edge], tuple[object, ...]]


def _newest(edge: Edge) -> int:
    return -(edge.latest.toordinal() if edge.latest else 0)


#: How relations are ranked; smaller comes first, ties by id. "degree" (of the neighbour) needs the store and is added on use.
RANKS: Mapping[str, _Rank] = {
    "evidence": lambda edge: (-edge.article_count, -edge.evidence_count, _newest(edge), edge.relation.id),
    "recent": lambda edge: (_newest(edge), -edge.article_count, edge.relation.id),
}
RANK_NAMES = (*RANKS, "degree")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A view around one entity. `graph.total` counts the relations at the expanded entities (the centre; with depth 2 its shown
    neighbours too, and so on) and those among shown entities. `neighbours` is the number of other entities the question reaches
    as far as looked, `complete` whether every one of them is shown."""

    centre: str
    graph: Subgraph
    neighbours: int
    complete: bool


def other_end(relation: Relation, entity_id: str) -> str:
    """The end that is not `entity_id` (itself for a relation with itself)."""
    return relation.object if relation.subject == entity_id else relation.subject


def degree(degrees: Mapping[tuple[str, str], int]) -> int:
    """All relations of an entity, whatever type and direction."""
    return sum(degrees.values())


def neighbourhood(
    store: GraphStore,
    entity_id: str,
    query: RelationQuery | None = None,
    *,
    depth: int = 1,
    limit: int = 60,
    relations: int = MAX_RELATIONS,
    rank: str = "evidence",
    exclude: Iterable[str] = (),
) -> Neighbourhood | None:
    """The entities around one, best ranked first, at most `limit` of them beside the centre, and the relations among all shown.

    query: only relations it selects are walked and shown; its direction holds at the centre, its entity, limit and cursor are not
    looked at. exclude: entities already on screen; they are not counted against the limit, and relations between them and the new
    ones are part of the answer, those among themselves are not. None where the store knows no such entity.
    """
    _check(depth, limit, relations, rank)
    if store.entity(entity_id) is None:
        return None
    query = replace(query or RelationQuery(), entity=None, cursor=None, limit=MAX_LIMIT)
    at_screen = frozenset(exclude) - {entity_id}
    walk = _Walk(store, query, rank, limit, entity_id, at_screen)
    for step in range(depth):
        if not walk.step(POOL if step == 0 else FAR_POOL):
            break
    return walk.view(relations)


def subgraph(store: GraphStore, entity_ids: Iterable[str], query: RelationQuery | None = None) -> Subgraph:
    """These entities (those that exist) and the relations among them, newest MAX_LIMIT at most; `total` counts all of those."""
    entities = store.entities_by_id(entity_ids)
    if not entities:
        return Subgraph((), ())
    among = replace(query or RelationQuery(), entity=None, among=frozenset(entities), cursor=None, limit=MAX_LIMIT)
    edges = store.relations(among).items
    total = store.count_relations(among)
    return Subgraph(tuple(entities.values()), edges, store.degrees(entities), total, total - len(edges))


def shown_degrees(edges: Iterable[Edge], symmetric: Callable[[str], bool]) -> dict[str, Counter[tuple[str, str]]]:
    """For each entity its relations among these edges by (type, "out" | "in"), counted as GraphStore.degrees counts."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for edge in edges:
        relation = edge.relation
        ends = {relation.subject: "out"}
        ends.setdefault(relation.object, "out" if symmetric(relation.type) else "in")
        for end, direction in ends.items():
            found.setdefault(end, Counter())[relation.type, direction] += 1
    return found


def to_networkx(graph: Subgraph) -> "nx.MultiDiGraph":
    """A MultiDiGraph: nodes are entity ids with name, kind and entity; edge keys are relation ids with type, weight and edge."""
    result = nx.MultiDiGraph()
    for entity in graph.entities:
        result.add_node(entity.id, name=entity.name, kind=entity.kind.value, entity=entity)
    for edge in graph.edges:
        relation = edge.relation
        result.add_edge(
            relation.subject, relation.object, relation.id, type=relation.type, weight=edge.article_count, edge=edge
        )
    return result


def from_networkx(graph: "nx.MultiDiGraph") -> Subgraph:
    """The entities and edges of a graph that to_networkx made (and an algorithm may have cut), sorted by id."""
    entities: list[Entity] = sorted((data["entity"] for _, data in graph.nodes(data=True)), key=lambda one: one.id)
    edges: list[Edge] = sorted((data["edge"] for *_, data in graph.edges(data=True)), key=lambda one: one.relation.id)
    return Subgraph(tuple(entities), tuple(edges), total=len(edges))


def _check(depth: int, limit: int, relations: int, rank: str) -> None:
    if not 1 <= depth <= MAX_DEPTH:
        raise QueryError("depth", f"{depth} is not between 1 and {MAX_DEPTH}")
    if not 0 <= limit <= MAX_ENTITIES:
        raise QueryError("limit", f"{limit} is not between 0 and {MAX_ENTITIES}")
    if not 0 <= relations <= MAX_RELATIONS:
        raise QueryError("relations", f"{relations} is not between 0 and {MAX_RELATIONS}")
    if rank not in RANK_NAMES:
        raise QueryError("rank", f"{rank!r} is not one of {', '.join(RANK_NAMES)}")


class _Walk:
    """Grows a view ring by ring."""

    def __init__(
        self, store: GraphStore, query: RelationQuery, rank: str, limit: int, centre: str, at_screen: frozenset[str]
    ) -> None:
        self.store, self.query, self.rank, self.limit = store, query, rank, limit
        self.centre, self.at_screen = centre, at_screen
        self.new: list[str] = []  # entities added, best first
        self.reasons: dict[str, Edge] = {}  # each added entity's best relation to the rings before
        self.expanded: list[str] = []
        self.seen: set[str] = {centre, *at_screen}
        self.pool: dict[str, Edge] = {}
        self.counts: dict[str, int] = {}  # relations of each expanded entity that the query selects
        self.frontier = [centre]

    def step(self, per_entity: int) -> bool:
        """Add the next ring. False when there is nothing further out or no room."""
        frontier, self.frontier = self.frontier[:FRONTIER], []
        if not frontier:
            return False
        found = self._adjacent(frontier, per_entity)
        candidates: dict[str, Edge] = {}
        for entity_id in frontier:
            for edge in found.get(entity_id, ()):
                self.pool[edge.relation.id] = edge
                other = other_end(edge.relation, entity_id)
                if other not in self.seen and (
                    other not in candidates or RANKS["evidence"](edge) < RANKS["evidence"](candidates[other])
                ):
                    candidates[other] = edge
        self.expanded += frontier
        self.seen |= candidates.keys()
        ranked = self._ranked(candidates)[: self.limit - len(self.new)]
        self.new += ranked
        self.reasons |= {entity_id: candidates[entity_id] for entity_id in ranked}
        self.frontier = ranked
        return bool(ranked)

    def _adjacent(self, frontier: list[str], per_entity: int) -> dict[str, tuple[Edge, ...]]:
        """The relations of each frontier entity, newest first; at the centre only in the direction asked for."""
        if frontier == [self.centre] and self.query.direction != "both":
            edges = self.store.relations(replace(self.query, entity=self.centre)).items
            found = {self.centre: edges}
            per_entity = min(per_entity, MAX_LIMIT)
        else:
            found = dict(self.store.adjacent(frontier, replace(self.query, direction="both"), per_entity))
        for entity_id in frontier:
            edges = found.get(entity_id, ())
            full = len(edges) >= per_entity
            self.counts[entity_id] = self._count(entity_id) if full else len(edges)
        return found

    def _count(self, entity_id: str) -> int:
        direction = self.query.direction if entity_id == self.centre else "both"
        return self.store.count_relations(replace(self.query, entity=entity_id, direction=direction))

    def _ranked(self, candidates: Mapping[str, Edge]) -> list[str]:
        if self.rank == "degree":
            degrees = self.store.degrees(candidates)
            return sorted(candidates, key=lambda one: (-degree(degrees.get(one, {})), one))
        rank = RANKS[self.rank]
        return sorted(candidates, key=lambda one: (rank(candidates[one]), one))

    def view(self, relations: int) -> Neighbourhood:
        on_screen = frozenset({self.centre, *self.new, *self.at_screen})
        edges, inner = self._edges(on_screen, relations)
        entities = self.store.entities_by_id({self.centre, *self.new})
        order = [self.centre, *self.new]
        total = max(self._total(on_screen, inner), len(edges))
        graph = Subgraph(
            entities=tuple(entities[one] for one in order if one in entities),
            edges=edges,
            degrees=self.store.degrees(order),
            total=total,
            omitted=total - len(edges),
        )
        reached = len(self.seen) - 1
        fully_looked = all(self.counts[one] <= (POOL if one == self.centre else FAR_POOL) for one in self.expanded)
        shown = len(self.new) + len(self.at_screen)
        return Neighbourhood(self.centre, graph, reached, fully_looked and shown >= reached)

    def _edges(self, on_screen: frozenset[str], relations: int) -> tuple[tuple[Edge, ...], int]:
        """The best relations among the shown; first the one by which each entity came in, so that nothing floats alone."""
        among = replace(self.query, direction="both", among=on_screen, order="newest")
        induced = {edge.relation.id: edge for edge in self.store.relations(among).items}
        inner = len(induced) if len(induced) < MAX_LIMIT else self.store.count_relations(among)
        for edge in self.pool.values():
            if edge.relation.subject in on_screen and edge.relation.object in on_screen:
                induced.setdefault(edge.relation.id, edge)
        known = self.at_screen | {self.centre} if self.at_screen else frozenset()
        fresh = [
            edge
            for edge in induced.values()
            if not (known and edge.relation.subject in known and edge.relation.object in known)
            or self.centre in (edge.relation.subject, edge.relation.object)
        ]
        reasons = {edge.relation.id for edge in self.reasons.values()}
        rank = RANKS["recent" if self.rank == "recent" else "evidence"]
        fresh.sort(key=lambda edge: (edge.relation.id not in reasons, rank(edge)))
        return tuple(fresh[:relations]), inner

    def _total(self, on_screen: frozenset[str], inner: int) -> int:
        """Relations at the expanded entities, plus those among shown entities that touch none of these; each once."""
        expanded = frozenset(self.expanded)
        both_ends = self._count_among(expanded)
        touching = sum(self.counts.values()) - both_ends + self._loops(expanded)
        return touching + (self._count_among(on_screen - expanded) if inner else 0)

    def _count_among(self, ids: frozenset[str]) -> int:
        if not ids:
            return 0
        return self.store.count_relations(replace(self.query, direction="both", among=ids))

    def _loops(self, ids: frozenset[str]) -> int:
        return sum(
            edge.relation.subject == edge.relation.object and edge.relation.subject in ids
            for edge in self.pool.values()
        )
