"""Paths, communities, centrality. Paths walk a store step by step; the others are pure functions of a Subgraph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import networkx as nx

from graph.errors import QueryError
from graph.model import Edge, Subgraph
from graph.query import MAX_LIMIT, RelationQuery
from graph.store import GraphStore
from graph.view import other_end, to_networkx

MAX_LENGTH: Final = 6
MAX_PATHS: Final = 20
#: Relations of one hop that a path shows.
PER_HOP: Final = 50


@dataclass(frozen=True, slots=True)
class Path:
    """Entities from one end to the other; hops[i] are the relations (either direction) between entities[i] and entities[i + 1]."""

    entities: tuple[str, ...]
    hops: tuple[tuple[Edge, ...], ...]


@dataclass(frozen=True, slots=True)
class Community:
    """Entities closer to each other than to the rest, best linked first, and the number of relations inside."""

    entities: tuple[str, ...]
    relations: int


def paths(
    store: GraphStore, source: str, target: str, query: RelationQuery | None = None, *, max_length: int = 4, k: int = 5
) -> tuple[Path, ...]:
    """The k shortest paths (fewer where there are fewer) without loops between two entities, over relations the query selects, whatever
    their direction: shortest first, ties by the articles behind the weakest hop, then by ids.

    Yen (1971) over the store's shortest_path: exact in length; which of more than k equally short ones are told is the store's choice.
    No path within max_length, or an unknown end: none.
    """
    if not 1 <= max_length <= MAX_LENGTH:
        raise QueryError("max_length", f"{max_length} is not between 1 and {MAX_LENGTH}")
    if not 1 <= k <= MAX_PATHS:
        raise QueryError("k", f"{k} is not between 1 and {MAX_PATHS}")
    if source == target:
        raise QueryError("to", "is the same entity as `from`")
    query = replace(query or RelationQuery(), entity=None, direction="both", order="newest", cursor=None)
    search = _Search(store, query, target, max_length)
    first = search.way(source, ())
    found = [first] if first else []
    candidates: set[tuple[str, ...]] = set()
    while found and len(found) < k:
        candidates |= search.detours(found)
        candidates -= set(found)
        if not candidates:
            break
        found.append(min(candidates, key=lambda way: (len(way), way)))
    return tuple(sorted((search.path(way) for way in found), key=_strength))


class _Search:
    """Ways to one target. A way is its entities, from one end to the other."""

    def __init__(self, store: GraphStore, query: RelationQuery, target: str, max_length: int) -> None:
        self.store, self.query, self.target, self.max_length = store, query, target, max_length
        self.known: dict[frozenset[str], tuple[Edge, ...]] = {}

    def way(self, start: str, before: tuple[str, ...], closed: Iterable[str] = ()) -> tuple[str, ...] | None:
        """The shortest way from `start` that touches none of the entities before it and takes none of the closed relations."""
        room = self.max_length - len(before)
        edges = self.store.shortest_path(start, self.target, self.query, room, [*before, *closed]) if room > 0 else None
        if edges is None:
            return None
        way = [start]
        for edge in edges:
            way.append(other_end(edge.relation, way[-1]))
        return (*before, *way)

    def detours(self, found: list[tuple[str, ...]]) -> set[tuple[str, ...]]:
        """For each entity of the last way: the best other way on from there."""
        last, result = found[-1], set()
        for index in range(len(last) - 1):
            root = last[: index + 1]
            taken = {way[index + 1] for way in found if way[: index + 1] == root}
            closed = [edge.relation.id for one in taken for edge in self.hop(last[index], one)]
            detour = self.way(last[index], last[:index], closed)
            if detour:
                result.add(detour)
        return result

    def hop(self, a: str, b: str) -> tuple[Edge, ...]:
        """The relations between two entities, those with more articles first."""
        pair = frozenset((a, b))
        if pair not in self.known:
            edges = self.store.relations(replace(self.query, between=(a, b), limit=MAX_LIMIT)).items
            self.known[pair] = tuple(sorted(edges, key=lambda edge: (-edge.article_count, edge.relation.id)))
        return self.known[pair]

    def path(self, way: tuple[str, ...]) -> Path:
        return Path(way, tuple(self.hop(a, b)[:PER_HOP] for a, b in pairwise(way)))


def _strength(path: Path) -> tuple[int, int, tuple[str, ...]]:
    weakest = min(hop[0].article_count for hop in path.hops)
    return len(path.hops), -weakest, path.entities


def communities(graph: Subgraph, divide: int | None = None) -> tuple[Community, ...]:
    """Louvain communities (Blondel et al. 2008), weighted by articles; largest first. Same graph, same answer.

    Louvain alone merges what is small beside the whole (Fortunato & Barthélemy 2007), so islands are looked at one by one, and
    communities of more than `divide` entities are divided again wherever they fall into parts.
    """
    plain = _weighted(graph)
    result = []
    for part in _parted(plain, divide or len(plain)):
        inside = plain.subgraph(part)
        ranked = tuple(sorted(part, key=lambda one: (-inside.degree(one, weight="relations"), one)))
        result.append(Community(ranked, int(inside.size(weight="relations"))))
    return tuple(sorted(result, key=lambda one: (-len(one.entities), one.entities)))


def _parted(plain: "nx.Graph", divide: int) -> Iterator[set[str]]:
    """The communities of each island, divided until none that is too large falls into parts."""
    waiting = [set(island) for island in nx.connected_components(plain)]
    for island in waiting:
        parts = nx.community.louvain_communities(_inside(plain, island), weight="weight", seed=0)
        for part in parts:
            if len(parts) > 1 and len(part) > divide:
                waiting.append(part)
            else:
                yield part


def _inside(plain: "nx.Graph", members: set[str]) -> "nx.Graph":
    """The part of a graph among some nodes, in sorted order: networkx's own subgraphs walk a set, in another order each time."""
    inside = nx.Graph()
    inside.add_nodes_from(sorted(members))
    for one in inside:
        inside.add_edges_from((one, other, data) for other, data in plain[one].items() if other in members)
    return inside


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
