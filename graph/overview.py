"""The whole graph seen from afar: communities as super-nodes, for a map that opens into neighbourhoods."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from graph import algorithms
from graph.model import Kind, Subgraph
from graph.query import RelationQuery
from graph.store import GraphStore

#: Relations looked at; networkx's Louvain takes about 2 s for so many.
MAX_RELATIONS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cluster:
    """A community: its number on the map, its entities, best linked first, how many of each kind, and relations inside."""

    id: int
    entities: tuple[str, ...]
    kinds: Mapping[Kind, int]
    relations: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The largest communities and the relations between each two (by their ids). `complete`: nothing was left out."""

    communities: tuple[Cluster, ...]
    links: Mapping[tuple[int, int], int]
    complete: bool


def overview(store: GraphStore, query: RelationQuery, limit: int = 60) -> Overview:
    """The map of what the query selects; of a graph with more than MAX_RELATIONS, of the first so many by relation id."""
    scanned = [edge for edge, _ in islice(store.scan_relations(replace(query, cursor=None)), MAX_RELATIONS + 1)]
    edges = tuple(scanned[:MAX_RELATIONS])
    entities = store.entities_by_id({end for edge in edges for end in (edge.relation.subject, edge.relation.object)})
    graph = Subgraph(tuple(entities.values()), edges, total=len(edges))
    parts = algorithms.communities(graph)
    clusters = tuple(
        Cluster(index, part.entities, Counter(entities[one].kind for one in part.entities), part.relations)
        for index, part in enumerate(parts[:limit])
    )
    links = {pair: count for pair, count in algorithms.links(parts, graph).items() if max(pair) < limit}
    return Overview(clusters, links, len(parts) <= limit and len(scanned) <= MAX_RELATIONS)
