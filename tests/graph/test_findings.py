"""What changed, who contradicts whom, what two share, when: over small graphs whose answers one can see."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from graph import findings, ontology
from graph.errors import QueryError
from graph.model import Status
from graph.query import RelationQuery
from graph.store import GraphStore
from graph.stores import open_store
from tests.graph.test_view import people, report

A, P, D = Status.ASSERTED, Status.PLANNED, Status.DENIED
EVERYBODY = people(60)


@pytest.fixture
def store() -> Iterator[GraphStore]:
    with open_store("memory://") as opened:
        yield opened


def tell(store: GraphStore, day: int, a: int, b: int, status: Status = A) -> str:
    """On this day of 2025 (0 is 1 January) an article reports that a visits b."""
    relation = ontology.relation(EVERYBODY[a].id, "VISITS", EVERYBODY[b].id)
    store.add(report(day, [relation], EVERYBODY, status))
    return relation.id


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ([], [A], "new"),
        ([], [A, D], "new"),
        ([A], [A], "strengthened"),
        ([P], [A], "strengthened"),
        ([A], [D], "contradicted"),
        ([D], [A], "contradicted"),
        ([A, D], [D], "strengthened"),
        ([P], [A, D], "contradicted"),
    ],
)
def test_a_change_is_named_by_what_was_known_before(
    store: GraphStore, before: list[Status], after: list[Status], change: str
) -> None:
    for number, status in enumerate(before):
        tell(store, number, 1, 2, status)
    for number, status in enumerate(after):
        tell(store, 100 + number, 1, 2, status)
    (found,) = findings.changes(store, date(2025, 1, 1) + timedelta(days=100), RelationQuery()).items
    assert found.change == change
    assert len(found.evidence) == len(after)
    assert found.edge.evidence_count == len(before) + len(after)


def test_nothing_changed_when_nothing_was_published(store: GraphStore) -> None:
    tell(store, 0, 1, 2)
    assert findings.changes(store, date(2025, 1, 2), RelationQuery()).items == ()


def test_contradictions_are_found_page_by_page_each_once(store: GraphStore) -> None:
    contradicted = set()
    for number in range(1, 41):
        relation = tell(store, number, 0, number, D)
        if number % 3 == 0:
            tell(store, 100 + number, 0, number, A)
            contradicted.add(relation)
    seen: list[str] = []
    cursor = None
    while True:
        page = findings.contradictions(store, RelationQuery(limit=4, cursor=cursor))
        seen += [one.edge.relation.id for one in page.items]
        assert len(page.items) <= 4
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == contradicted


def deed(store: GraphStore, day: int, a: int, type: str, b: int, status: Status = A) -> str:
    relation = ontology.relation(EVERYBODY[a].id, type, EVERYBODY[b].id)
    store.add(report(day, [relation], EVERYBODY, status))
    return relation.id


def test_opposite_deeds_are_found_page_by_page_each_pair_once(store: GraphStore) -> None:
    for number in range(1, 31):
        deed(store, 100 * number, 0, "SUPPORTS", number)
        if number % 3 == 0:
            deed(store, 100 * number + 10, 0, "CRITICIZES", number)
        if number % 5 == 0:
            deed(store, 100 * number + 50, 0, "ACCUSES", number)  # too late to count
    found: list[tuple[str, str, str]] = []
    cursor = None
    while True:
        page = findings.oppositions(store, RelationQuery(limit=4, cursor=cursor))
        for one in page.items:
            found += [
                (one.edge.relation.type, one.edge.relation.object, other.relation.type) for other, _ in one.opposite
            ]
        assert len(page.items) <= 4
        cursor = page.next
        if cursor is None:
            break
    assert sorted(found) == sorted(("CRITICIZES", EVERYBODY[number].id, "SUPPORTS") for number in range(3, 31, 3))


def test_only_pieces_close_to_the_other_deed_stand_against_it(store: GraphStore) -> None:
    for day in (0, 100, 130):
        deed(store, day, 1, "SUPPORTS", 2)
    deed(store, 140, 1, "CRITICIZES", 2)
    deed(store, 101, 1, "CRITICIZES", 2, D)
    (found,) = findings.oppositions(store, RelationQuery(), 10).items
    ((other, theirs),) = found.opposite
    assert (found.edge.relation.type, other.relation.type) == ("CRITICIZES", "SUPPORTS")
    assert (len(found.asserted), len(theirs)) == (1, 1)
    wider = findings.opposition(store, other.relation, 40)
    assert wider is not None
    assert len(wider.asserted) == 2
    assert findings.opposition(store, other.relation, 9) is None


def test_comparison_of_unknown_entities_is_none(store: GraphStore) -> None:
    tell(store, 0, 1, 2)
    assert findings.comparison(store, EVERYBODY[1].id, "nobody", RelationQuery()) is None


def test_comparison_sets_the_relations_of_the_two_apart(store: GraphStore) -> None:
    for day, (a, b) in enumerate([(1, 2), (1, 3), (4, 2), (1, 4)]):
        tell(store, day, a, b)
    found = findings.comparison(store, EVERYBODY[1].id, EVERYBODY[4].id, RelationQuery())
    assert found is not None
    assert [edge.relation.object for edge in found.between] == [EVERYBODY[4].id]
    assert (found.shared, found.only_a, found.only_b) == ((EVERYBODY[2].id,), (EVERYBODY[3].id,), ())
    assert found.complete


@pytest.mark.parametrize(
    ("unit", "starts"),
    [
        ("day", [date(2025, 1, 1), date(2025, 1, 5), date(2025, 2, 1)]),
        ("week", [date(2024, 12, 30), date(2025, 1, 27)]),
        ("month", [date(2025, 1, 1), date(2025, 2, 1)]),
        ("year", [date(2025, 1, 1)]),
    ],
)
def test_buckets_begin_on_their_first_day(store: GraphStore, unit: str, starts: list[date]) -> None:
    for day in (0, 4, 31):
        tell(store, day, 1, 2)
    found = findings.timeline(store, RelationQuery(), unit)
    assert [bucket.start for bucket in found.buckets] == starts
    assert sum(bucket.total for bucket in found.buckets) == 3


def test_units_that_do_not_exist_are_refused(store: GraphStore) -> None:
    with pytest.raises(QueryError, match="unit"):
        findings.timeline(store, RelationQuery(), "fortnight")
    with pytest.raises(QueryError, match="by"):
        findings.timeline(store, RelationQuery(), "day", "moon")
