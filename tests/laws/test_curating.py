"""Laws of decisions about entities: the graph is always what the log makes of the articles' readings.

The curator stands on the laws of stores, which are tested over every one; so here two stores, and one journey over the real server.
"""

import contextlib
from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import decisions
from graph.aggregate import canonical
from graph.curation import ORIGINALS, Curator
from graph.errors import QueryError
from graph.model import Extraction, Kind
from graph.query import EntityQuery
from graph.store import GraphStore
from graph.stores import open_store
from tests.laws.conftest import Fresh
from tests.laws.everything import everything
from tests.samples_graph import JAPAN, NSATU, extractions
from tests.strategies import NAMES, worlds

World = tuple[Extraction, ...]


@pytest.fixture(scope="session", params=["memory", "sqlite"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    if request.param == "memory":
        return lambda: open_store("memory://")
    folder, numbers = tmp_path_factory.mktemp("curating"), count()
    return lambda: open_store(f"sqlite:///{folder}/{next(numbers)}.db")


#: What somebody does; the numbers choose among what there is at that moment.
steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "forget", "merge", "split", "rename", "rekind", "revoke"]),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    max_size=8,
)
BY = ("an analyst", "it is so")


def do(curator: Curator, world: World, step: tuple[str, int, int]) -> None:
    """One step; one that makes no sense (merging a thing with itself, …) is refused and changes nothing."""
    what, one, two = step
    if what == "add":
        curator.add(world[one % len(world)])
    elif what == "forget":
        curator.forget(world[one % len(world)].article.id)
    elif what == "revoke":
        holding = [decision for decision in curator.log() if decision.holds]
        if holding:
            curator.revoke(holding[one % len(holding)].id, *BY)
    else:
        decide(curator, what, one, two)


def decide(curator: Curator, what: str, one: int, two: int) -> bool:
    """Whether the decision was taken."""
    ids = [hit.entity.id for hit in curator.store.entities(EntityQuery(order="name")).items]
    if not ids:
        return False
    entity, other = ids[one % len(ids)], ids[two % len(ids)]
    surfaces = list(curator.store.aliases(entity)) or ["Japan"]
    asked: dict[str, tuple[Any, ...]] = {
        "merge": (entity, other, *BY),
        "split": (entity, NAMES[two % len(NAMES)], *BY, None, [surfaces[two % len(surfaces)]]),
        "rename": (entity, NAMES[two % len(NAMES)], *BY),
        "rekind": (entity, list(Kind)[two % len(Kind)], *BY),
    }
    before = (curator.store.revision(), everything(curator.store))
    try:
        getattr(curator, what)(*asked[what])
    except QueryError:
        assert (curator.store.revision(), everything(curator.store)) == before
        return False
    return True


def expected(store: GraphStore, readings: Sequence[Extraction], curator: Curator) -> None:
    """Every article reads as the log has it, keeps its own reading, and nothing is left over."""
    for reading in readings:
        made = decisions.apply(reading, curator.log())
        made.check()
        assert store.extraction(reading.article.id) == canonical(made)
        assert canonical(curator.reading(reading.article.id) or made) == canonical(reading)
    changed = {one.article.id for one in readings if decisions.apply(one, curator.log()) is not one}
    assert store.shelf(ORIGINALS).keys() == changed
    assert all(decision.settled for decision in curator.log())


@settings(max_examples=30)
@given(world=worlds, steps=steps)
def test_whatever_is_done_in_whatever_order_the_graph_is_what_the_log_makes_of_the_readings(
    fresh: Fresh, world: World, steps: list[tuple[str, int, int]]
) -> None:
    with fresh() as store:
        curator = Curator(store)
        for extraction in world:
            curator.add(extraction)
        for step in steps:
            do(curator, world, step)
            present = [one for one in world if store.article(one.article.id)]
            expected(store, present, curator)


@settings(max_examples=15)
@given(
    world=worlds,
    what=st.sampled_from(["merge", "split", "rename", "rekind"]),
    choice=st.tuples(*[st.integers(0, 50)] * 2),
)
def test_a_decision_taken_back_has_never_happened(
    fresh: Fresh, world: World, what: str, choice: tuple[int, int]
) -> None:
    with fresh() as store:
        curator = Curator(store)
        store.add_many(world)
        before = everything(store)
        if decide(curator, what, *choice):
            curator.revoke(curator.log()[-1].id, *BY)
        assert everything(store) == before
        assert store.shelf(ORIGINALS) == {}


@settings(max_examples=15)
@given(world=worlds, steps=steps, data=st.data())
def test_decisions_hold_for_articles_that_come_later_or_come_again(
    fresh: Fresh, world: World, steps: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(world))
    with fresh() as store:
        curator = Curator(store)
        store.add_many(world)
        for step in steps:
            do(curator, world, step)
        for extraction in order:
            curator.add(extraction)
        after = everything(store)
        for extraction in order:
            curator.forget(extraction.article.id)
        for extraction in reversed(order):
            Curator(store).add(extraction)
        assert everything(store) == after


class Killed(BaseException):
    """The process ends here."""


@settings(max_examples=30)
@given(
    world=worlds,
    what=st.sampled_from(["merge", "split", "rename", "rekind", "revoke"]),
    choice=st.tuples(*[st.integers(0, 50)] * 2),
    writes=st.integers(0, 6),
)
def test_what_a_killed_process_left_undone_is_finished(
    fresh: Fresh, world: World, what: str, choice: tuple[int, int], writes: int
) -> None:
    """The store takes some writes of a decision and no more; whoever comes next brings it to its end, or it was never taken."""
    with fresh() as store:
        curator = Curator(store)
        store.add_many(world)
        decide(curator, "merge", *choice)
        with pytest.MonkeyPatch.context() as patch:
            left = iter(range(writes))

            def until_killed(name: str) -> None:
                write = getattr(store, name)

                def killed(*given: Any) -> Any:
                    if next(left, None) is None:
                        raise Killed
                    return write(*given)

                patch.setattr(store, name, killed)

            until_killed("put")
            until_killed("add")
            with contextlib.suppress(Killed):
                do(curator, world, (what, *choice))
        survivor = Curator(store)
        survivor.heal()
        expected(store, world, survivor)
        assert survivor.heal() == 0


@pytest.mark.neo4j
def test_a_merge_and_its_way_back_on_a_real_server(neo4j_url: str) -> None:
    with open_store(neo4j_url) as store:
        curator, readings = Curator(store), extractions()
        for reading in readings:
            curator.add(reading)
        before = everything(store)
        merged = curator.merge(NSATU.id, JAPAN.id, *BY)
        expected(store, readings, curator)
        assert store.entity(NSATU.id) is None
        assert Curator(store).current(NSATU.id) == JAPAN.id
        curator.revoke(merged.id, *BY)
        expected(store, readings, curator)
        assert everything(store) == before
