"""What an analyst decides about entities, told with the hand-made articles. The laws, over every store, are in tests/laws/test_curating.py."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from graph import decisions, ontology
from graph.curation import Curator
from graph.decisions import Action, Decision
from graph.errors import QueryError, StoreDamaged
from graph.model import Entity, Extraction, Kind
from graph.query import RelationQuery
from graph.stores.memory import MemoryStore
from tests.journeys.world import Claim, extraction
from tests.samples_graph import CHINA, ISHIBA, JAPAN, NSATU, RUTTE, YOKOSUKA, extractions

ME = ("Ada", "seen in both articles")
GEORGIA = Entity("Q230", "Georgia", Kind.COUNTRY, ("the Peach State",))
STATE = Entity("Q230", "the Peach State", Kind.COUNTRY)  # the same id: what the reader took it for


@pytest.fixture
def curator() -> Iterator[Curator]:
    with MemoryStore() as store:
        store.add_many(extractions())
        yield Curator(store)


def claims(curator: Curator) -> set[tuple[str, str, str]]:
    """All relations in words."""
    edges = curator.store.relations(RelationQuery()).items
    names = curator.store.entities_by_id(
        {end for edge in edges for end in (edge.relation.subject, edge.relation.object)}
    )
    return {(names[e.relation.subject].name, e.relation.type, names[e.relation.object].name) for e in edges}


def test_merging_leaves_one_entity_with_the_names_and_relations_of_both(curator: Curator) -> None:
    curator.merge(YOKOSUKA.id, JAPAN.id, *ME)
    merged = curator.store.entity(JAPAN.id)
    assert curator.store.entity(YOKOSUKA.id) is None
    assert merged is not None
    assert (merged.name, merged.kind, merged.codes) == ("Japan", Kind.COUNTRY, dict(JAPAN.codes))
    assert merged.aliases == ("Tokyo", "Yokosuka naval base")
    visit = curator.store.relation(ontology.relation(RUTTE.id, "VISITS", JAPAN.id).id)
    assert visit is not None
    assert visit.evidence_count == 4


def test_an_old_id_answers_with_the_survivor_through_any_number_of_merges(curator: Curator) -> None:
    curator.merge(YOKOSUKA.id, NSATU.id, *ME)
    assert curator.current(YOKOSUKA.id) == NSATU.id
    last = curator.merge(NSATU.id, JAPAN.id, *ME)
    assert curator.current(YOKOSUKA.id) == curator.current(NSATU.id) == JAPAN.id
    assert curator.current(JAPAN.id) == JAPAN.id
    curator.revoke(last.id, *ME)
    assert curator.current(YOKOSUKA.id) == NSATU.id


def test_merging_back_and_forth_comes_to_rest(curator: Curator) -> None:
    first = curator.merge(YOKOSUKA.id, JAPAN.id, *ME)
    curator.revoke(first.id, *ME)
    curator.merge(JAPAN.id, YOKOSUKA.id, *ME)
    assert curator.current(JAPAN.id) == curator.current(YOKOSUKA.id) == YOKOSUKA.id


def test_two_ends_that_are_one_thing_have_no_relation_with_each_other(curator: Curator) -> None:
    assert ("Mark Rutte", "MEETS", "Shigeru Ishiba") in claims(curator)
    curator.merge(ISHIBA.id, RUTTE.id, *ME)
    assert not [claim for claim in claims(curator) if claim[0] == claim[2]]


def test_marks_follow_the_ends_of_a_symmetric_relation(curator: Curator) -> None:
    """Ends in sorted order change places when one of them gets another id; the marked words must stay with their end."""
    first = Entity("A-first", "Rut", Kind.PERSON)
    told = extraction("Morning Echo", date(2025, 4, 9), [Claim(CHINA, "MEETS", JAPAN), Claim(first, "VISITS", CHINA)])
    curator.add(told)
    curator.merge(JAPAN.id, first.id, *ME)
    after = curator.store.extraction(told.article.id)
    assert after is not None
    meeting = next(relation for relation in after.relations if relation.type == "MEETS")
    piece = next(piece for piece in after.evidence if piece.relation_id == meeting.id)
    assert (meeting.subject, meeting.object) == (first.id, CHINA.id)
    text = told.article.text
    assert (piece.subject_span.of(text), piece.object_span.of(text)) == ("Japan", "China")


def test_a_split_takes_only_the_places_that_are_called_so(curator: Curator) -> None:
    told = extraction(
        "Morning Echo", date(2025, 4, 9), [Claim(STATE, "SUPPORTS", CHINA), Claim(GEORGIA, "PRAISES", JAPAN)]
    )
    curator.add(told)
    decision = curator.split(GEORGIA.id, "Georgia (US state)", *ME, kind=Kind.PLACE, surfaces=["the Peach State"])
    assert decision.into == "place-georgia-us-state"
    assert ("Georgia", "PRAISES", "Japan") in claims(curator)
    assert ("Georgia (US state)", "SUPPORTS", "China") in claims(curator)
    country = curator.store.entity(GEORGIA.id)
    assert country is not None
    assert country.aliases == ()
    other = curator.store.entity("place-georgia-us-state")
    assert other is not None
    assert (other.kind, other.aliases) == (Kind.PLACE, ("the Peach State",))
    kinds = {mention.kind for mention in curator.store.mentions(other.id).items}
    assert kinds == {Kind.PLACE}


def test_a_split_can_be_told_by_articles_and_its_id_answers_after_it_is_taken_back(curator: Curator) -> None:
    article = extractions()[0].article.id
    decision = curator.split(JAPAN.id, "Japan in spring", *ME, articles=[article])
    other = decision.into or ""
    assert {mention.article_id for mention in curator.store.mentions(other).items} == {article}
    assert curator.store.entity(JAPAN.id)
    assert curator.current(JAPAN.id) == JAPAN.id
    curator.revoke(decision.id, *ME)
    assert curator.current(other) == JAPAN.id


def test_an_entity_of_which_a_split_leaves_nothing_answers_with_the_other(curator: Curator) -> None:
    decision = curator.split(YOKOSUKA.id, "Yokosuka Base", *ME, surfaces=["Yokosuka naval base"])
    assert curator.store.entity(YOKOSUKA.id) is None
    assert curator.current(YOKOSUKA.id) == decision.into


def test_a_new_name_keeps_the_old_one_as_an_alias(curator: Curator) -> None:
    decision = curator.rename(NSATU.id, "NATO Training Command", *ME)
    renamed = curator.store.entity(NSATU.id)
    assert renamed is not None
    assert (renamed.name, renamed.aliases[0]) == (
        "NATO Training Command",
        "NATO Security Assistance and Training for Ukraine",
    )
    assert "NSATU" in renamed.aliases
    assert decision.old_name == "NSATU"


def test_a_new_kind_is_that_of_its_mentions_too(curator: Curator) -> None:
    curator.rekind(NSATU.id, Kind.ORG, *ME)
    changed = curator.store.entity(NSATU.id)
    assert changed is not None
    assert changed.kind is Kind.ORG
    assert {mention.kind for mention in curator.store.mentions(NSATU.id).items} == {Kind.ORG}


def test_a_name_that_is_taken_back_leaves_no_trace_in_a_later_merge(curator: Curator) -> None:
    """The merge must not have noted the name that somebody later regrets."""
    renamed = curator.rename(JAPAN.id, "Nihon", *ME)
    curator.merge(NSATU.id, JAPAN.id, *ME)
    curator.revoke(renamed.id, *ME)
    for reading in extractions():
        article = curator.store.extraction(reading.article.id)
        assert article is not None
        assert "Nihon" not in [name for entity in article.entities for name in (entity.name, *entity.aliases)]


def test_a_better_reading_passes_through_the_decisions_and_keeps_its_own_words(curator: Curator) -> None:
    decision = curator.merge(NSATU.id, JAPAN.id, *ME)
    better = replace(
        extractions()[0], evidence=tuple(replace(piece, confidence=0.5) for piece in extractions()[0].evidence)
    )
    assert curator.add(better)
    assert curator.store.entity(NSATU.id) is None
    curator.revoke(decision.id, *ME)
    back = curator.store.extraction(better.article.id)
    assert back is not None
    assert {piece.confidence for piece in back.evidence} == {0.5}
    assert curator.store.entity(NSATU.id) is not None


def test_the_log_says_who_decided_what_when_and_why_and_who_took_it_back(curator: Curator) -> None:
    made = curator.merge(NSATU.id, JAPAN.id, "Ada", "  same seal ")
    curator.revoke(made.id, "Bruno", "another seal")
    (kept,) = Curator(curator.store).log()
    assert (kept.action, kept.entity, kept.old_name, kept.into) == (Action.MERGE, NSATU.id, "NSATU", JAPAN.id)
    assert (kept.author, kept.reason, kept.holds) == ("Ada", "same seal", False)
    assert (kept.revoked_by, kept.revoked_reason) == ("Bruno", "another seal")
    assert kept.revoked is not None
    assert kept.revoked >= kept.made
    assert curator.about(JAPAN.id) == curator.about(NSATU.id) == [kept]
    assert curator.about(CHINA.id) == []


@pytest.mark.parametrize(
    ("attempt", "field"),
    [
        (lambda curator: curator.merge("Q0", JAPAN.id, *ME), "entity"),
        (lambda curator: curator.merge(JAPAN.id, "Q0", *ME), "into"),
        (lambda curator: curator.merge(JAPAN.id, JAPAN.id, *ME), "into"),
        (lambda curator: curator.merge(CHINA.id, JAPAN.id, " ", "why"), "author"),
        (lambda curator: curator.merge(CHINA.id, JAPAN.id, "Ada", "\n"), "reason"),
        (lambda curator: curator.split(JAPAN.id, "Nippon", *ME), "surfaces"),
        (lambda curator: curator.split(JAPAN.id, " ", *ME, surfaces=["Tokyo"]), "name"),
        (lambda curator: curator.split(YOKOSUKA.id, "Yokosuka naval base", *ME, surfaces=["Tokyo"]), "name"),
        (lambda curator: curator.rename(JAPAN.id, "Japan", *ME), "name"),
        (lambda curator: curator.rekind(JAPAN.id, Kind.COUNTRY, *ME), "kind"),
        (lambda curator: curator.revoke("dec_000009", *ME), "decision"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field_and_nothing_is_logged(
    curator: Curator, attempt, field: str
) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(QueryError) as refused:
        attempt(curator)
    assert refused.value.field == field
    assert curator.log() == ()


def test_deciding_about_a_merged_entity_names_the_survivor(curator: Curator) -> None:
    curator.merge(NSATU.id, JAPAN.id, *ME)
    with pytest.raises(QueryError) as refused:
        curator.rename(NSATU.id, "New name", *ME)
    assert refused.value.suggestion == JAPAN.id


def test_a_decision_survives_json_and_other_text_is_named_as_damage() -> None:
    decision = Decision(
        "dec_000001", Action.SPLIT, "Q17", "Japan", Kind.COUNTRY, "Ada", "🕊", "2025", "x", "X", None, ("a",), ("b",)
    )
    assert decisions.decode(decisions.encode(decision)) == decision
    for text in ("", "{}", "[]", decisions.encode(decision).replace("split", "spilt")):
        with pytest.raises(StoreDamaged):
            decisions.decode(text)


def test_a_decision_made_while_an_article_comes_in_reaches_it(curator: Curator) -> None:
    """Another process decides between this one's look at the log and its write."""
    late = extraction("Morning Echo", date(2025, 4, 9), [Claim(NSATU, "PRAISES", CHINA)])
    other, add = Curator(curator.store), curator.store.add

    def overtaken(reading: Extraction) -> bool:
        if other.log() == ():
            other.merge(NSATU.id, JAPAN.id, *ME)
        return add(reading)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(curator.store, "add", overtaken)
        curator.add(late)
    assert ("Japan", "PRAISES", "China") in claims(curator)
    assert curator.store.entity(NSATU.id) is None
