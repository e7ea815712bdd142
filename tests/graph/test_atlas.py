"""Places on the map: who has coordinates, what happened where, and true figures of what has no place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from graph import atlas as module
from graph import ontology
from graph.atlas import Place, atlas, coordinates
from graph.model import Entity, Kind, Relation, Status
from graph.query import RelationQuery
from graph.store import GraphStore
from graph.stores import open_store
from tests.graph.test_view import report

OSLO = Entity("place-oslo", "Oslo", Kind.PLACE, (), {"latitude": "59.91", "longitude": "10.75"})
NORWAY = Entity("Q20", "Norway", Kind.COUNTRY, (), {"latitude": "62.00", "longitude": "10.00"})
CHAD = Entity("Q657", "Chad", Kind.COUNTRY, (), {"latitude": "15.00", "longitude": "19.00"})
ENVOY = Entity("person-envoy", "Ada Okafor", Kind.PERSON)
PARTY = Entity("org-party", "Harvest Party", Kind.ORG)
EVERYBODY = [OSLO, NORWAY, CHAD, ENVOY, PARTY]


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store("memory://") as opened:
        yield opened


def tell(
    store: GraphStore,
    number: int,
    subject: Entity,
    type: str,
    object: Entity,
    place: Entity | None = None,
    status: Status = Status.ASSERTED,
) -> Relation:
    """One more article that reports this, and where."""
    relation = ontology.relation(subject.id, type, object.id)
    told = report(number, [relation], EVERYBODY, status)
    ends = {relation.subject, relation.object, *([place.id] if place else [])}
    evidence = tuple(replace(piece, place=place.id if place else None) for piece in told.evidence)
    store.add(replace(told, entities=tuple(one for one in EVERYBODY if one.id in ends), evidence=evidence))
    return relation


def of(store: GraphStore, query: RelationQuery | None = None) -> dict[str, Place]:
    return {place.entity.id: place for place in atlas(store, query or RelationQuery()).places}


def test_relations_are_placed_at_their_ends_and_where_they_happened(store: GraphStore) -> None:
    tell(store, 1, ENVOY, "VISITS", OSLO)
    tell(store, 2, NORWAY, "AIDS", CHAD)
    tell(store, 3, ENVOY, "MEETS", PARTY, place=OSLO)
    tell(store, 4, ENVOY, "CRITICIZES", PARTY)
    found = atlas(store, RelationQuery())
    assert [place.entity.id for place in found.places] == [OSLO.id, NORWAY.id, CHAD.id]
    assert (found.entities, found.placed, found.relations, found.total) == (5, 3, 4, 4)
    oslo = of(store)[OSLO.id]
    assert (oslo.latitude, oslo.longitude) == (59.91, 10.75)
    assert (oslo.relations, oslo.ends, oslo.here, oslo.types) == (2, 1, 2, {"VISITS": 1, "MEETS": 1})


@pytest.mark.parametrize(
    ("type", "object", "here"),
    [
        ("VISITS", NORWAY, 1),
        ("INVADES", NORWAY, 1),
        ("SANCTIONS", NORWAY, 0),
        ("ATTACKS", OSLO, 1),
        ("MEETS", NORWAY, 0),
    ],
)
def test_a_deed_is_done_at_its_object_where_such_deeds_are(
    store: GraphStore, type: str, object: Entity, here: int
) -> None:
    tell(store, 1, CHAD, type, object)
    found = of(store)
    assert (found[object.id].relations, found[object.id].here) == (1, here)
    assert found[CHAD.id].here == 0


def test_types_that_are_done_at_their_object_are_types() -> None:
    assert ontology.TYPES.keys() >= module.AT_OBJECT
    assert not any(ontology.TYPES[name].symmetric for name in module.AT_OBJECT)


def test_every_condition_of_the_query_holds(store: GraphStore) -> None:
    tell(store, 1, ENVOY, "VISITS", OSLO, place=NORWAY)
    tell(store, 2, ENVOY, "VISITS", OSLO, place=CHAD, status=Status.PLANNED)
    tell(store, 3, CHAD, "AIDS", NORWAY)
    planned = of(store, RelationQuery(statuses=frozenset({Status.PLANNED})))
    assert planned.keys() == {OSLO.id, CHAD.id}, "the place that the other piece tells is not selected"
    assert of(store, RelationQuery(types=frozenset({"AIDS"}))).keys() == {CHAD.id, NORWAY.id}
    assert of(store, RelationQuery(entity=ENVOY.id)).keys() == {OSLO.id, CHAD.id, NORWAY.id}
    assert of(store, RelationQuery(published_to=date(2024, 1, 1))) == {}


def test_of_a_large_graph_the_newest_relations_are_looked_at(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(store, 1, CHAD, "AIDS", NORWAY)
    tell(store, 2, ENVOY, "VISITS", OSLO)
    tell(store, 3, ENVOY, "PRAISES", NORWAY)
    monkeypatch.setattr(module, "MAX_RELATIONS", 2)
    found = atlas(store, RelationQuery())
    assert {place.entity.id for place in found.places} == {OSLO.id, NORWAY.id}
    assert (found.relations, found.total) == (2, 3)


def test_pages_of_relations_are_walked_to_the_end(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, type in enumerate(("AIDS", "PRAISES", "CRITICIZES", "SANCTIONS", "SUPPORTS")):
        tell(store, number, CHAD, type, NORWAY)
    monkeypatch.setattr(module, "MAX_LIMIT", 2)
    assert of(store)[CHAD.id].relations == 5


@pytest.mark.parametrize(
    "codes",
    [
        {},
        {"latitude": "1"},
        {"latitude": "north", "longitude": "1"},
        {"latitude": "91", "longitude": "1"},
        {"latitude": "nan", "longitude": "1"},
        {"latitude": "1", "longitude": "-181"},
    ],
)
def test_coordinates_that_are_none_place_nobody(codes: dict[str, str]) -> None:
    assert coordinates(replace(OSLO, codes=codes)) is None
