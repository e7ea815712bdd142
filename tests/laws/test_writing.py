"""Laws of writing, over every store."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.aggregate import canonical
from graph.errors import ExtractionError
from graph.model import Article, Entity, Evidence, Extraction, Kind, Relation, Span, Status
from graph.query import RelationQuery
from graph.stores.memory import MemoryStore
from tests.laws.conftest import Fresh
from tests.laws.everything import everything
from tests.strategies import rereadings, worlds

World = tuple[Extraction, ...]
few = settings(max_examples=25)


@few
@given(world=worlds)
def test_every_store_reads_as_the_memory_store_does(fresh: Fresh, world: World) -> None:
    reference = MemoryStore()
    with fresh() as store:
        for extraction in world:
            assert store.add(extraction)
            reference.add(extraction)
        assert everything(store) == everything(reference)


@few
@given(world=worlds)
def test_what_was_added_comes_back_just_so(fresh: Fresh, world: World) -> None:
    with fresh() as store:
        for extraction in world:
            store.add(extraction)
        for extraction in world:
            assert store.extraction(extraction.article.id) == canonical(extraction)


@few
@given(world=worlds, data=st.data())
def test_adding_twice_is_adding_once_and_the_order_does_not_matter(
    fresh: Fresh, world: World, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(world))
    with fresh() as store:
        assert store.add_many(world) == len(world)
        revision, before = store.revision(), everything(store)
        assert not any(store.add(extraction) for extraction in shuffled)
        assert store.add_many(shuffled) == 0
        assert store.revision() == revision
        assert everything(store) == before
    with fresh() as store:
        for extraction in shuffled:
            store.add(extraction)
        assert everything(store) == before


@few
@given(world=worlds)
def test_one_by_one_and_many_at_a_time_are_the_same(fresh: Fresh, world: World) -> None:
    with fresh() as store:
        for extraction in world:
            store.add(extraction)
        one_by_one = everything(store)
    with fresh() as store:
        store.add_many(iter(world))
        assert everything(store) == one_by_one


@few
@given(world=worlds, data=st.data())
def test_forgetting_an_article_takes_exactly_it_back_out(fresh: Fresh, world: World, data: st.DataObject) -> None:
    *rest, last = data.draw(st.permutations(world))
    with fresh() as store:
        store.add_many(rest)
        before, revision = everything(store), store.revision()
        store.add(last)
        assert store.forget(last.article.id)
        assert store.revision() > revision + 1
        assert everything(store) == before
        assert not store.forget(last.article.id)


@few
@given(readings=rereadings, world=worlds)
def test_a_better_reading_replaces_the_first(
    fresh: Fresh, readings: tuple[Extraction, Extraction], world: World
) -> None:
    first, second = readings
    others = [extraction for extraction in world if extraction.article.id != first.article.id]
    with fresh() as store:
        store.add_many([*others, second])
        expected = everything(store)
    with fresh() as store:
        store.add_many([first, *others])
        store.add(second)
        assert everything(store) == expected
    with fresh() as store:
        store.add_many([first, *others, second])
        assert everything(store) == expected


@few
@given(world=worlds)
def test_forgetting_all_leaves_nothing(fresh: Fresh, world: World) -> None:
    with fresh() as store:
        nothing = everything(store)
        store.add_many(world)
        for extraction in world:
            store.forget(extraction.article.id)
        assert everything(store) == nothing


def test_a_yield_that_breaks_a_law_changes_nothing(fresh: Fresh) -> None:
    good = plain()
    with fresh() as store:
        store.add(good)
        before, revision = everything(store), store.revision()
        for broken in lawless(good):
            with pytest.raises(ExtractionError):
                store.add(broken)
            with pytest.raises(ExtractionError):
                store.add_many([broken])
        assert (everything(store), store.revision()) == (before, revision)


def plain() -> Extraction:
    """Two entities, one relation, one piece."""
    text = "Mark Rutte visited Japan."
    whole = Span(0, len(text))
    relation = Relation("rel_1", "person-mark-rutte", "VISITS", "Q17")
    piece = Evidence(
        "ev_1",
        "rel_1",
        "art_1",
        whole,
        text,
        Span(11, 18),
        Span(0, 10),
        Span(19, 24),
        Status.ASSERTED,
        None,
        None,
        None,
        None,
        0.9,
        "r",
    )
    entities = (Entity("Q17", "Japan", Kind.COUNTRY), Entity("person-mark-rutte", "Mark Rutte", Kind.PERSON))
    return Extraction(Article("art_1", "Visit", text), (), entities, (relation,), (piece,))


def lawless(good: Extraction) -> list[Extraction]:
    (piece,), (relation,), (japan, rutte) = good.evidence, good.relations, good.entities
    return [
        replace(good, evidence=()),
        replace(good, relations=()),
        replace(good, entities=(japan,)),
        replace(good, entities=(japan, rutte, japan)),
        replace(good, evidence=(replace(piece, quote="Mark"),)),
        replace(good, evidence=(replace(piece, trigger=Span(20, 99)),)),
        replace(good, evidence=(replace(piece, confidence=1.5),)),
        replace(good, evidence=(replace(piece, place="Q0"),)),
        replace(good, evidence=(replace(piece, article_id="art_2"),)),
        replace(good, evidence=(piece, piece)),
        replace(good, relations=(replace(relation, type="NO_SUCH_TYPE"),)),
        replace(good, entities=(japan, replace(rutte, name="\ud800"))),
        replace(good, article=replace(good.article, text=good.article.text + "\udfff")),
        replace(good, article=replace(good.article, id="art_2")),
    ]


def test_a_store_that_is_read_while_it_is_scanned_gives_the_state_before(fresh: Fresh) -> None:
    with fresh() as store:
        store.add(plain())
        scan = store.scan_relations(RelationQuery())
        edge, pieces = next(scan)
        assert edge.evidence_count == len(pieces) == 1
        assert list(scan) == []
