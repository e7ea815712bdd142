"""Paths, communities, centrality, compared with networkx on the same graph or with what a drawing shows."""

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx
import pytest

from graph import algorithms, ontology, view
from graph.errors import QueryError
from graph.model import Entity, Kind, Status, Subgraph
from graph.overview import overview
from graph.query import RelationQuery
from graph.store import GraphStore
from graph.stores import open_store
from tests.graph.test_view import people, random_graph, report, star


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store("memory://") as opened:
        yield opened


def link(store: GraphStore, *pairs: tuple[int, int], status: Status = Status.ASSERTED, times: int = 1) -> None:
    everybody = people(30)
    for a, b in pairs:
        relation = ontology.relation(everybody[a].id, "VISITS", everybody[b].id)
        for again in range(times):
            store.add(report(a * 1000 + b * 10 + again, [relation], everybody, status))


def whole(store: GraphStore) -> Subgraph:
    edges = tuple(edge for edge, _ in store.scan_relations(RelationQuery()))
    return Subgraph(tuple(store.scan_entities(RelationQuery())), edges)


def ways(found: tuple[algorithms.Path, ...]) -> list[list[int]]:
    return [[int(one.removeprefix("person-")) for one in path.entities] for path in found]


def test_the_way_with_the_stronger_weakest_link_comes_first(store: GraphStore) -> None:
    link(store, (0, 1), (1, 9), times=1)
    link(store, (0, 2), (9, 2), times=3)
    assert ways(algorithms.paths(store, "person-0000", "person-0009")) == [[0, 2, 9], [0, 1, 9]]


def test_direct_relations_are_a_path_of_one_hop_with_all_of_them(store: GraphStore) -> None:
    link(store, (0, 1), (1, 0))
    (path,) = algorithms.paths(store, "person-0000", "person-0001")
    assert len(path.hops) == 1
    assert len(path.hops[0]) == 2


def test_only_selected_relations_are_walked(store: GraphStore) -> None:
    link(store, (0, 1), (1, 2), status=Status.PLANNED)
    link(store, (0, 3), (3, 4), (4, 2))
    asserted = RelationQuery(statuses=frozenset({Status.ASSERTED}))
    assert ways(algorithms.paths(store, "person-0000", "person-0002", asserted)) == [[0, 3, 4, 2]]


@pytest.mark.parametrize("max_length", [1, 2, 3])
def test_no_path_is_longer_than_asked(store: GraphStore, max_length: int) -> None:
    link(store, (0, 1), (1, 2), (2, 3), (0, 4), (4, 3))
    found = algorithms.paths(store, "person-0000", "person-0003", max_length=max_length)
    assert ways(found) == {1: [], 2: [[0, 4, 3]], 3: [[0, 4, 3], [0, 1, 2, 3]]}[max_length]


def test_unknown_ends_and_islands_have_no_path(store: GraphStore) -> None:
    link(store, (0, 1), (2, 3))
    assert algorithms.paths(store, "person-0000", "person-0003") == ()
    assert algorithms.paths(store, "person-0000", "nobody") == ()


@pytest.mark.parametrize(
    ("asked", "field"), [({"max_length": 0}, "max_length"), ({"max_length": 7}, "max_length"), ({"k": 0}, "k")]
)
def test_nonsense_is_refused(store: GraphStore, asked: dict, field: str) -> None:
    with pytest.raises(QueryError) as refused:
        algorithms.paths(store, "a", "b", **asked)
    assert refused.value.field == field


@pytest.mark.parametrize("seed", range(8))
def test_shortest_paths_are_as_short_as_networkx_finds_them(seed: int) -> None:
    with open_store("memory://") as store:
        random_graph(store, seed)
        plain = nx.Graph(view.to_networkx(whole(store)))
        for target in ("person-0005", "person-0020", "person-0039"):
            found = algorithms.paths(store, "person-0000", target, max_length=6, k=5)
            if target not in plain or not nx.has_path(plain, "person-0000", target):
                assert found == ()
                continue
            shortest = nx.shortest_path_length(plain, "person-0000", target)
            assert len(found[0].hops) == shortest
            for path in found:
                assert len(set(path.entities)) == len(path.entities)
                assert all(plain.has_edge(a, b) for a, b in pairwise(path.entities))
            best = sum(1 for _ in nx.all_shortest_paths(plain, "person-0000", target))
            assert sum(len(path.hops) == shortest for path in found) == min(best, 5)


def test_two_cliques_are_two_communities(store: GraphStore) -> None:
    cliques = [(a, b) for group in (range(5), range(10, 16)) for a in group for b in group if a < b]
    link(store, *cliques, (0, 10))
    graph = whole(store)
    large, small = algorithms.communities(graph)
    assert set(large.entities) == {f"person-{number:04}" for number in range(10, 16)}
    assert (large.relations, small.relations) == (15, 10)
    assert large.entities[0] == "person-0010", "the best linked one comes first"
    assert algorithms.links((large, small), graph) == {(0, 1): 1}
    assert algorithms.communities(graph) == (large, small), "the same graph, the same answer"
    assert algorithms.communities(Subgraph((), ())) == ()


def test_what_is_small_beside_a_hub_is_not_merged(store: GraphStore) -> None:
    """Louvain of the whole at once would join the islands of a few to larger ones (the resolution limit of modularity)."""
    store.add_many(star(29))
    cliques = [(a, b) for group in (range(4), range(4, 8)) for a in group for b in group if a < b]
    islands = [(f"island-{a}", f"island-{b}") for a, b in [*cliques, (0, 4)]]
    everybody = [Entity(f"island-{number}", f"Island {number}", Kind.PLACE) for number in range(8)]
    for number, (a, b) in enumerate(islands):
        store.add(report(50_000 + number, [ontology.relation(a, "VISITS", b)], everybody))
    found = algorithms.communities(whole(store))
    assert [len(one.entities) for one in found] == [30, 4, 4]


def test_large_communities_are_divided_where_they_fall_into_parts(store: GraphStore) -> None:
    ring = [(3 * group + a, 3 * group + b) for group in range(10) for a, b in ((0, 1), (1, 2), (0, 2))]
    link(store, *ring, *((3 * group, (3 * group + 3) % 30) for group in range(10)))
    graph = whole(store)
    assert max(len(one.entities) for one in algorithms.communities(graph)) > 3
    assert [len(one.entities) for one in algorithms.communities(graph, divide=3)] == [3] * 10


def test_the_middle_of_a_star_is_its_centre(store: GraphStore) -> None:
    store.add_many(star(6))
    found = algorithms.centrality(whole(store))
    assert found["person-0000"] == {"degree": 1.0, "betweenness": 1.0}
    assert found["person-0001"]["betweenness"] == 0.0


def test_the_map_of_communities_says_what_it_leaves_out(store: GraphStore) -> None:
    link(store, (0, 1), (1, 2), (3, 4), (5, 6))
    whole_map = overview(store, RelationQuery())
    assert (whole_map.complete, whole_map.relations, whole_map.total) == (True, 4, 4)
    first = whole_map.largest(1)
    assert [one.id for one in first.communities] == ["community-person-0001"], "named after its best-linked member"
    assert (first.communities[0].kind, first.complete, first.left_out, first.links) == (Kind.PERSON, False, (2, 2), {})


def test_the_map_of_a_large_graph_is_drawn_from_its_best_linked_core(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    cliques = [(a, b) for group in (range(5), range(10, 16)) for a in group for b in group if a < b]
    link(store, *cliques, (0, 10), (0, 20), (10, 21), (22, 23))
    monkeypatch.setattr("graph.overview.MAX_RELATIONS", 26)
    monkeypatch.setattr("graph.overview.CORE", 11)
    core = overview(store, RelationQuery())
    assert [len(one.entities) for one in core.communities] == [6, 5], "without the leaves and the pair"
    assert set(core.links.values()) == {1}
    assert (core.complete, core.relations, core.total) == (False, 26, 29)
    monkeypatch.setattr("graph.overview.MAX_RELATIONS", 12)
    assert overview(store, RelationQuery()).relations == 12
