"""Neighbourhoods: what is shown, in which order, and whether the figures of what is not shown are true.

The figures are checked against counting by hand over random graphs with hubs.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from graph import ids, ontology, view
from graph.errors import QueryError
from graph.model import Article, Entity, Evidence, Extraction, Kind, Relation, Span, Status, Subgraph
from graph.query import RelationQuery
from graph.store import GraphStore
from graph.stores import open_store

TYPES = ("VISITS", "MEETS")
TEXT = "A visits B."


def people(count: int) -> list[Entity]:
    return [Entity(f"person-{number:04}", f"Person {number}", Kind.PERSON) for number in range(count)]


def report(
    number: int, relations: list[Relation], entities: list[Entity], status: Status = Status.ASSERTED
) -> Extraction:
    """An article of its own day that reports these relations."""
    day = date(2025, 1, 1) + timedelta(days=number)
    text = f"{TEXT} ({number})"
    article = Article(ids.article_id(text, day), f"Article {number}", text, day)
    span = Span(0, len(TEXT))
    evidence = tuple(
        Evidence(
            f"ev_{number}_{relation.id}", relation.id, article.id, span, TEXT, Span(2, 8), Span(0, 1), Span(9, 10),
            status, None, None, None, None, 0.9, "by_hand",
        )
        for relation in relations
    )  # fmt: skip
    ends = {end for relation in relations for end in (relation.subject, relation.object)}
    return Extraction(article, (), tuple(one for one in entities if one.id in ends), tuple(relations), evidence)


def star(rays: int) -> list[Extraction]:
    """Person 0 visits everybody else; ray n is reported n % 3 + 1 times, higher numbers later."""
    everybody = people(rays + 1)
    relations = [ontology.relation(everybody[0].id, "VISITS", one.id) for one in everybody[1:]]
    return [
        report(1000 * number + again, [relation], everybody)
        for number, relation in enumerate(relations)
        for again in range(number % 3 + 1)
    ]


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store("memory://") as opened:
        yield opened


def names(graph: Subgraph) -> list[str]:
    return [entity.id for entity in graph.entities]


def test_an_unknown_entity_has_no_neighbourhood(store: GraphStore) -> None:
    assert view.neighbourhood(store, "nobody") is None


def test_neighbours_with_more_articles_come_first(store: GraphStore) -> None:
    store.add_many(star(9))
    found = view.neighbourhood(store, "person-0000", limit=4)
    assert found is not None
    assert names(found.graph) == ["person-0000", "person-0009", "person-0006", "person-0003", "person-0008"]
    assert (found.graph.total, found.graph.omitted, found.neighbours, found.complete) == (9, 5, 9, False)


def test_recent_ranks_by_day_and_degree_by_links(store: GraphStore) -> None:
    store.add_many(star(5))
    everybody = people(6)
    store.add(report(9, [ontology.relation(everybody[2].id, "MEETS", everybody[1].id)], everybody))
    recent = view.neighbourhood(store, "person-0000", rank="recent", limit=2)
    linked = view.neighbourhood(store, "person-0000", rank="degree", limit=2)
    assert recent is not None
    assert linked is not None
    assert names(recent.graph)[1:] == ["person-0005", "person-0004"]
    assert names(linked.graph)[1:] == ["person-0001", "person-0002"]
    assert {edge.relation.type for edge in linked.graph.edges} == {"VISITS", "MEETS"}


def test_every_shown_entity_hangs_on_an_edge_even_when_edges_are_few(store: GraphStore) -> None:
    everybody = people(12)
    store.add_many(star(11))
    dense = [ontology.relation(a.id, "MEETS", b.id) for a in everybody[1:] for b in everybody[1:] if a.id < b.id]
    store.add_many([report(50_000 + number, dense, everybody) for number in range(4)])
    found = view.neighbourhood(store, "person-0000", limit=11, relations=11)
    assert found is not None
    ends = {end for edge in found.graph.edges for end in (edge.relation.subject, edge.relation.object)}
    assert ends == set(names(found.graph))
    assert found.graph.omitted == 11 + len(dense) - 11


def test_direction_holds_at_the_centre(store: GraphStore) -> None:
    store.add_many(star(3))
    outward = view.neighbourhood(store, "person-0001", RelationQuery(direction="out"))
    inward = view.neighbourhood(store, "person-0001", RelationQuery(direction="in"))
    assert outward is not None
    assert inward is not None
    assert names(outward.graph) == ["person-0001"]
    assert names(inward.graph) == ["person-0001", "person-0000"]
    assert (outward.graph.total, inward.graph.total) == (0, 1)


def test_expanding_shows_new_neighbours_beside_those_on_screen(store: GraphStore) -> None:
    store.add_many(star(9))
    first = view.neighbourhood(store, "person-0000", limit=4)
    assert first is not None
    second = view.neighbourhood(store, "person-0000", limit=10, exclude=names(first.graph))
    assert second is not None
    new = set(names(second.graph)) - {"person-0000"}
    assert new.isdisjoint(names(first.graph))
    assert new | set(names(first.graph)) == {entity.id for entity in people(10)}
    assert second.complete


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"depth": 0}, "depth"),
        ({"depth": 4}, "depth"),
        ({"limit": 151}, "limit"),
        ({"relations": 451}, "relations"),
        ({"rank": "luck"}, "rank"),
    ],
)
def test_nonsense_is_refused(store: GraphStore, asked: dict, field: str) -> None:
    with pytest.raises(QueryError) as refused:
        view.neighbourhood(store, "x", **asked)
    assert refused.value.field == field


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("statuses", [frozenset(), frozenset({Status.PLANNED})])
def test_the_figures_are_what_counting_by_hand_gives(seed: int, depth: int, statuses: frozenset[Status]) -> None:
    with open_store("memory://") as store:
        edges = random_graph(store, seed)
        chosen = {relation for relation, given in edges if not statuses or given in statuses}
        centre = "person-0000"
        found = view.neighbourhood(store, centre, RelationQuery(statuses=statuses), depth=depth, limit=8, relations=20)
        assert found is not None
        shown = set(names(found.graph))
        assert len(shown) <= 9
        drawn = {edge.relation for edge in found.graph.edges}
        assert drawn <= {one for one in chosen if {one.subject, one.object} <= shown}
        inside = {one for one in chosen if {one.subject, one.object} <= shown}
        assert drawn == inside or len(drawn) == 20
        rings = hops(centre, inside)
        assert shown == rings.keys(), "everything shown can be reached over what is shown"
        assert max(rings.values(), default=0) <= depth
        expanded = {one for one, ring in rings.items() if ring < depth} if len(shown) < 9 else None
        if depth == 1:
            expanded = {centre}
        if expanded is not None:
            asked = inside | {one for one in chosen if {one.subject, one.object} & expanded}
            assert (found.graph.total, found.graph.omitted) == (len(asked), len(asked) - len(drawn))
        for entity in shown:
            whole = {relation for relation, _ in edges if entity in (relation.subject, relation.object)}
            assert view.degree(found.graph.degrees.get(entity, {})) == len(whole)


def random_graph(store: GraphStore, seed: int) -> set[tuple[Relation, Status]]:
    """Forty people, some of them hubs; each relation has one status."""
    luck = random.Random(seed)
    everybody = people(40)
    statuses: dict[Relation, Status] = {}
    for _ in range(110):
        a, b = luck.sample(range(40), 2)
        a = min(a, luck.randrange(40))  # low numbers are hubs
        if a != b:
            relation = ontology.relation(everybody[a].id, luck.choice(TYPES), everybody[b].id)
            statuses.setdefault(relation, luck.choice([Status.ASSERTED, Status.PLANNED]))
    statuses.setdefault(ontology.relation(everybody[0].id, "VISITS", everybody[1].id), Status.PLANNED)
    for number, (relation, status) in enumerate(statuses.items()):
        store.add(report(number, [relation], everybody, status))
    return set(statuses.items())


def hops(centre: str, relations: set[Relation]) -> dict[str, int]:
    """Each reachable entity's distance."""
    found, ring = {centre: 0}, [centre]
    while ring:
        near = {
            end
            for one in relations
            for end in (one.subject, one.object)
            if {one.subject, one.object} & set(ring) and end not in found
        }
        found |= dict.fromkeys(near, found[ring[0]] + 1)
        ring = sorted(near)
    return found


def test_a_hub_larger_than_the_pool_is_still_counted_right(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "POOL", 5)
    store.add_many(star(20))
    found = view.neighbourhood(store, "person-0000", limit=10)
    assert found is not None
    assert len(found.graph.edges) == 5
    assert (found.graph.total, found.graph.omitted, found.complete) == (20, 15, False)


def test_a_subgraph_is_what_was_asked_for(store: GraphStore) -> None:
    store.add_many(star(4))
    graph = view.subgraph(store, ["person-0000", "person-0002", "person-0004", "nobody"])
    assert names(graph) == ["person-0000", "person-0002", "person-0004"]
    assert {edge.relation.object for edge in graph.edges} == {"person-0002", "person-0004"}
    assert (graph.total, graph.omitted) == (2, 0)
    assert view.subgraph(store, ["nobody"]).entities == ()


def test_networkx_gets_everything_and_gives_it_back(store: GraphStore) -> None:
    store.add_many(star(4))
    found = view.neighbourhood(store, "person-0000")
    assert found is not None
    drawn = view.to_networkx(found.graph)
    assert drawn.nodes["person-0001"]["name"] == "Person 1"
    back = view.from_networkx(drawn)
    assert sorted(back.edges, key=repr) == sorted(found.graph.edges, key=repr)
    assert set(names(back)) == set(names(found.graph))
