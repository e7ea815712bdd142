"""The whole graph seen from afar: communities as super-nodes, for a map that opens into neighbourhoods."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final

from graph import algorithms
from graph.model import Entity, Kind, Subgraph
from graph.query import MAX_LIMIT, EntityQuery, RelationQuery
from graph.store import GraphStore

#: Relations looked at; networkx's Louvain takes about 2 s for so many.
MAX_RELATIONS: Final = 20_000
#: Entities that the map of a larger graph is drawn from: those with the most relations.
CORE: Final = 2_000
#: Communities of more entities than can be looked at together are divided again, where they fall into parts.
DIVIDE: Final = 60


@dataclass(frozen=True, slots=True)
class Cluster:
    """A community: its id (after its best-linked member), its entities, best linked first, how many of each kind, relations inside."""

    id: str
    entities: tuple[str, ...]
    kinds: Mapping[Kind, int]
    relations: int

    @property
    def kind(self) -> Kind:
        """The kind that most of its entities have; on a tie that of the better linked."""
        return max(self.kinds, key=self.kinds.__getitem__)


@dataclass(frozen=True)
class Overview:
    """Communities, largest first, and the relations between each two (by their ids).

    `relations` were looked at of the `total` that the query selects. `left_out` are the sizes of communities that a cut took off.
    """

    communities: tuple[Cluster, ...]
    links: Mapping[tuple[str, str], int]
    relations: int
    total: int
    left_out: tuple[int, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Cluster]:
        return {one.id: one for one in self.communities}

    @property
    def complete(self) -> bool:
        """Whether nothing was left out."""
        return not self.left_out and self.relations == self.total

    def largest(self, limit: int) -> "Overview":
        """Its so many largest communities and the links among them."""
        kept, cut = self.communities[:limit], self.communities[limit:]
        ids = {one.id for one in kept}
        links = {pair: count for pair, count in self.links.items() if ids.issuperset(pair)}
        return replace(self, communities=kept, links=links, left_out=tuple(len(one.entities) for one in cut))


def overview(store: GraphStore, query: RelationQuery) -> Overview:
    """The map of what the query selects. Where that is more than MAX_RELATIONS, it is drawn from the CORE entities with the most
    relations and at most MAX_RELATIONS relations among them: the first by id, and ids are digests, so a fair sample."""
    query = replace(query, cursor=None)
    total = store.count_relations(query)
    if total > MAX_RELATIONS:
        query = replace(query, among=frozenset(islice(_best_linked(store), CORE)))
    edges = tuple(edge for edge, _ in islice(store.scan_relations(query), MAX_RELATIONS))
    entities = store.entities_by_id({end for edge in edges for end in (edge.relation.subject, edge.relation.object)})
    graph = Subgraph(tuple(entities.values()), edges, total=total)
    parts = algorithms.communities(graph, DIVIDE)
    clusters = tuple(
        Cluster(f"community-{part.entities[0]}", part.entities, _kinds(part.entities, entities), part.relations)
        for part in parts
    )
    links = {(clusters[a].id, clusters[b].id): count for (a, b), count in algorithms.links(parts, graph).items()}
    return Overview(clusters, links, len(edges), total)


def _kinds(ids: tuple[str, ...], entities: Mapping[str, Entity]) -> Mapping[Kind, int]:
    return Counter(entities[one].kind for one in ids)


def _best_linked(store: GraphStore) -> Iterator[str]:
    """Ids of entities, those with more relations first."""
    cursor: str | None = None
    while True:
        page = store.entities(EntityQuery(order="degree", min_degree=1, limit=MAX_LIMIT, cursor=cursor))
        yield from (hit.entity.id for hit in page.items)
        cursor = page.next
        if cursor is None:
            return
