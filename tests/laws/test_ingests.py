"""Laws of ingests, over every store: what came with which, and that asking so gives what a look at the articles would."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from graph import findings
from graph.curation import Curator
from graph.errors import ExtractionError
from graph.ingests import ARRIVALS, INGESTS, PAUSE, Intake, arrived, ingests
from graph.model import Extraction, Span, Status
from graph.query import RelationQuery
from graph.store import GraphStore
from tests.journeys.world import CHINA, JAPAN, RUSSIA, Claim, extraction
from tests.laws.conftest import Fresh

EVER = datetime(2000, 1, 1, tzinfo=UTC)


def told(number: int, *claims: Claim) -> Extraction:
    return extraction("Delta Wire", date(2025, 1, number), claims or [Claim(JAPAN, "VISITS", CHINA)])


def ids(*extractions: Extraction) -> set[str]:
    return {one.article.id for one in extractions}


def test_the_last_ingest_is_what_the_last_run_brought(fresh: Fresh) -> None:
    old, new, newer = told(1), told(2), told(3)
    with fresh() as store:
        first, second = Intake(Curator(store)), Intake(Curator(store))
        assert first.add(old)
        assert second.add(new)
        assert second.add(newer)
        last, before = ingests(store, 5)
        assert (last.articles, before.articles) == (2, 1)
        assert before.began <= before.ended < last.began < last.ended
        assert ingests(store, 1) == [last]
        assert arrived(store, last.began) == ids(new, newer)
        assert arrived(store, last.ended) == ids(newer)
        assert arrived(store, before.ended) == arrived(store, EVER) == ids(old, new, newer)
        assert arrived(store, last.ended + timedelta(microseconds=1)) == set()


def test_articles_sent_one_by_one_belong_together_until_a_long_pause(fresh: Fresh) -> None:
    with fresh() as store:
        for number in (1, 2):
            Intake(Curator(store), PAUSE).add(told(number))
        assert [one.articles for one in ingests(store, 5)] == [2]
        Intake(Curator(store), timedelta(0)).add(told(3))
        assert [one.articles for one in ingests(store, 5)] == [1, 2]


def test_what_is_there_already_came_when_it_first_came(fresh: Fresh) -> None:
    with fresh() as store:
        Intake(Curator(store)).add(told(1))
        before, noted = store.revision(), ingests(store, 5)
        assert not Intake(Curator(store)).add(told(1))
        assert store.revision() == before
        better = replace(told(1), evidence=tuple(replace(piece, confidence=0.95) for piece in told(1).evidence))
        assert Intake(Curator(store)).add(better)
        assert ingests(store, 5) == noted


def test_what_is_forgotten_or_refused_leaves_no_note(fresh: Fresh) -> None:
    whole = told(1)
    broken = replace(whole, evidence=tuple(replace(piece, sentence=Span(0, 1)) for piece in whole.evidence))
    with fresh() as store:
        intake = Intake(Curator(store))
        with pytest.raises(ExtractionError):
            intake.add(broken)
        assert (store.shelf(INGESTS), store.shelf(ARRIVALS)) == ({}, {})
        intake.add(whole)
        intake.add(told(2))
        assert intake.forget(whole.article.id)
        assert arrived(store, EVER) == ids(told(2))
        assert not intake.forget(whole.article.id)
        assert intake.forget(told(2).article.id)
        assert (store.shelf(INGESTS), store.shelf(ARRIVALS)) == ({}, {})


def seen(store: GraphStore, since: findings.Since) -> dict[str, str]:
    """What changed and what fell silent: relation type → change."""
    page, quiet = findings.changes(store, since, RelationQuery()), findings.silent(store, since, RelationQuery())
    assert page.next is quiet.next is None
    return {one.edge.relation.type: one.change for one in (*page.items, *quiet.items)}


def test_what_changed_with_an_ingest_is_told_by_what_came_not_by_when_it_was_published(fresh: Fresh) -> None:
    claims = {type: Claim(JAPAN, type, RUSSIA) for type in ("VISITS", "AIDS", "PRAISES", "THREATENS", "TRAINS")}
    denied = replace(claims["AIDS"], status=Status.DENIED)
    with fresh() as store:
        old, new = Intake(Curator(store)), Intake(Curator(store))
        old.add(told(20, claims["VISITS"], claims["AIDS"], claims["PRAISES"], claims["THREATENS"]))
        old.add(told(21, claims["PRAISES"]))
        new.add(told(10, claims["VISITS"], denied, claims["TRAINS"]))  # older news, that came later
        (last, _) = ingests(store, 2)
        expected = {"VISITS": "strengthened", "AIDS": "contradicted", "TRAINS": "new", "PRAISES": "silent"}
        assert seen(store, arrived(store, last.began)) == expected
        assert seen(store, frozenset()) == dict.fromkeys(("VISITS", "AIDS", "PRAISES"), "silent")
        assert seen(store, date(2025, 1, 21)) == {"PRAISES": "strengthened", "VISITS": "silent", "AIDS": "silent"}
