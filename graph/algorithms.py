"""Paths, communities, centrality. Paths walk a store step by step; the others are pure functions of a Subgraph."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

import networkx as nx

from graph.errors import QueryError
from graph.model import Edge, Subgraph
from graph.query import MAX_LIMIT, RelationQuery
from graph.store import GraphStore
from graph.view import other_end, to_networkx

MAX_LENGTH: Final = 6
MAX_PATHS: Final = 20
#: Newest relations of one entity that a path search follows, and entities it expands in one step of one side.
PER_ENTITY: Final = 300
FRONTIER: Final = 400


@dataclass(frozen=True, slots=True)
class Path:
    """Entities from one end to the other; hops[i] are the relations (either direction) between entities[i] and entities[i + 1]."""

    entities: tuple[str, ...]
    hops: tuple[tuple[Edge, ...], ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """Shortest first, ties by the number of articles behind the weakest hop, then by ids. `complete`: no hub was cut short, so there
    is no shorter path than those found."""

    paths: tuple[Path, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Community:
    """Entities closer to each other than to the rest, best linked first, and the number of relations inside."""

    entities: tuple[str, ...]
    relations: int


def paths(
    store: GraphStore, source: str, target: str, query: RelationQuery | None = None, *, max_length: int = 4, k: int = 5
) -> Paths:
    """Up to k loopless paths between two entities over relations the query selects, whatever their direction.

    Searches from both ends, the smaller side first. No path within max_length, or an unknown end: none.
    """
    if not 1 <= max_length <= MAX_LENGTH:
        raise QueryError("max_length", f"{max_length} is not between 1 and {MAX_LENGTH}")
    if not 1 <= k <= MAX_PATHS:
        raise QueryError("k", f"{k} is not between 1 and {MAX_PATHS}")
    if source == target:
        raise QueryError("to", "is the same entity as `from`")
    if len(store.entities_by_id({source, target})) < 2:
        return Paths((), True)
    query = replace(query or RelationQuery(), entity=None, direction="both", cursor=None, limit=MAX_LIMIT)
    search = _Search(store, query)
    sides = (_Side(source), _Side(target))
    found: list[Path] = []
    for _ in range(max_length):
        open_sides = [side for side in sides if side.frontier]
        if len(open_sides) < 2:
            break
        search.expand(min(open_sides, key=lambda side: len(side.frontier)))
        # The ring after the one that met adds ways of one hop more; still longer ones are seldom worth reading.
        met = bool(found)
        found = search.between(source, target, max_length, k)
        if met or len(found) >= k:
            break
    return Paths(tuple(found), search.complete)


class _Side:
    """One end of a search: the entities reached so far and those of the last ring."""

    def __init__(self, start: str) -> None:
        self.reached = {start}
        self.frontier = [start]


class _Search:
    """The relations seen by a path search, by pair of entities."""

    def __init__(self, store: GraphStore, query: RelationQuery) -> None:
        self.store, self.query, self.complete = store, query, True
        self.pairs = nx.Graph()

    def expand(self, side: _Side) -> None:
        """Look at the relations of the side's last ring; the entities they newly reach are the next."""
        ring = sorted(side.frontier)[:FRONTIER]
        found = self.store.adjacent(ring, self.query, PER_ENTITY)
        self.complete &= len(ring) == len(side.frontier) and all(len(found.get(one, ())) < PER_ENTITY for one in ring)
        side.frontier = []
        for entity_id in ring:
            for edge in found.get(entity_id, ()):
                other = other_end(edge.relation, entity_id)
                self._keep(entity_id, other, edge)
                if other not in side.reached:
                    side.reached.add(other)
                    side.frontier.append(other)

    def _keep(self, a: str, b: str, edge: Edge) -> None:
        if a != b:
            self.pairs.add_edge(a, b)
            self.pairs[a][b].setdefault("edges", {})[edge.relation.id] = edge

    def between(self, source: str, target: str, max_length: int, k: int) -> list[Path]:
        if source not in self.pairs or target not in self.pairs or not nx.has_path(self.pairs, source, target):
            return []
        ways = islice(nx.shortest_simple_paths(self.pairs, source, target), 4 * k)
        paths = [self._path(way) for way in ways if len(way) - 1 <= max_length]
        return sorted(paths, key=_strength)[:k]

    def _path(self, way: list[str]) -> Path:
        hops = tuple(
            tuple(sorted(self.pairs[a][b]["edges"].values(), key=lambda edge: (-edge.article_count, edge.relation.id)))
            for a, b in pairwise(way)
        )
        return Path(tuple(way), hops)


def _strength(path: Path) -> tuple[int, int, tuple[str, ...]]:
    weakest = min(max(edge.article_count for edge in hop) for hop in path.hops)
    return len(path.hops), -weakest, path.entities


def communities(graph: Subgraph) -> tuple[Community, ...]:
    """Louvain communities (Blondel et al. 2008), weighted by articles; largest first. Same graph, same answer."""
    plain = _weighted(graph)
    if not plain:
        return ()
    parts = nx.community.louvain_communities(plain, weight="weight", seed=0)
    result = []
    for part in parts:
        inside = plain.subgraph(part)
        ranked = tuple(sorted(part, key=lambda one: (-inside.degree(one, weight="relations"), one)))
        result.append(Community(ranked, int(inside.size(weight="relations"))))
    return tuple(sorted(result, key=lambda one: (-len(one.entities), one.entities)))


def centrality(graph: Subgraph) -> Mapping[str, Mapping[str, float]]:
    """Of each entity: degree and betweenness centrality (0..1, Freeman 1977), direction aside, many relations of a pair as one."""
    plain = _weighted(graph)
    degree = nx.degree_centrality(plain)
    betweenness = nx.betweenness_centrality(plain)
    return {one: {"degree": degree[one], "betweenness": betweenness[one]} for one in sorted(plain)}


def links(parts: Iterable[Community], graph: Subgraph) -> Mapping[tuple[int, int], int]:
    """Relations between each two communities, by their positions (smaller first)."""
    home = {entity: index for index, part in enumerate(parts) for entity in part.entities}
    found: dict[tuple[int, int], int] = {}
    for edge in graph.edges:
        a, b = sorted((home[edge.relation.subject], home[edge.relation.object]))
        if a != b:
            found[a, b] = found.get((a, b), 0) + 1
    return found


def _weighted(graph: Subgraph) -> "nx.Graph":
    """One undirected edge per pair: `relations` counts them, `weight` their articles. Nodes sorted, so that answers are stable."""
    plain = nx.Graph()
    plain.add_nodes_from(sorted(entity.id for entity in graph.entities))
    for a, b, data in sorted(to_networkx(graph).edges(data=True), key=lambda one: one[2]["edge"].relation.id):
        if a == b:
            continue
        before = plain.get_edge_data(a, b, {"weight": 0, "relations": 0})
        plain.add_edge(a, b, weight=before["weight"] + data["weight"], relations=before["relations"] + 1)
    return plain
