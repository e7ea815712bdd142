"""An article's relations with their evidence: spans, status, time, place, speaker, rule."""

from datetime import date

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from graph import ids
from graph.model import Evidence, Extraction, Status
from graph.ontology import TYPES
from ingest.pipeline import Reader
from ingest.syntax import Tree


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def read(reader: Reader, text: str) -> Extraction:
    extraction = reader.extract(ids.article(text.split("\n")[0], text, date(2025, 4, 9), source="The Daily Test"))
    extraction.check()
    return extraction


def told(extraction: Extraction) -> dict[tuple[str, str, str], Evidence]:
    names = {entity.id: entity.name for entity in extraction.entities}
    relations = {relation.id: relation for relation in extraction.relations}
    return {
        (names[relation.subject], relation.type, names[relation.object]): piece
        for piece in extraction.evidence
        for relation in [relations[piece.relation_id]]
    }


def test_evidence_marks_sentence_trigger_and_both_ends(reader: Reader) -> None:
    text = "It rained in Rome. Emmanuel Macron visited Vietnam on Monday. Nobody else came."
    piece = told(read(reader, text))["Emmanuel Macron", "VISITS", "Vietnam"]
    assert piece.quote == "Emmanuel Macron visited Vietnam on Monday."
    assert piece.trigger.of(text) == "visited"
    assert piece.subject_span.of(text) == "Emmanuel Macron"
    assert piece.object_span.of(text) == "Vietnam"
    assert piece.period is not None
    assert piece.period.earliest == date(2025, 4, 7)
    assert piece.attributed_to is None
    assert piece.rule.startswith("VISITS/")


def test_what_somebody_says_is_attributed(reader: Reader) -> None:
    found = told(read(reader, "Ukraine attacked Belgorod, Vladimir Putin said on Tuesday."))
    assert found["Ukraine", "ATTACKS", "Belgorod"].attributed_to == "Vladimir Putin"
    found = told(read(reader, "According to Amnesty International, Sudan bombed Chad."))
    assert found["Sudan", "BOMBS", "Chad"].attributed_to == "Amnesty International"


def test_refusal_demand_and_accusation_are_not_the_deed(reader: Reader) -> None:
    assert {type for _, type, _ in told(read(reader, "Poland refused to arm Ukraine."))} == {"REFUSES"}
    assert "ATTACKS" not in {type for _, type, _ in told(read(reader, "Kenya accused Somalia of attacking Ethiopia."))}
    assert {type for _, type, _ in told(read(reader, "Cuba lifted its sanctions on Haiti."))} == {"EASES_SANCTIONS_ON"}


def test_every_member_of_a_list_is_told(reader: Reader) -> None:
    found = told(read(reader, "Canada, Norway and Japan condemned Russia and Belarus."))
    assert {(s, o) for s, type, o in found if type == "CRITICIZES"} == {
        (subject, object) for subject in ("Canada", "Norway", "Japan") for object in ("Russia", "Belarus")
    }


def test_a_promise_to_withdraw_is_a_planned_withdrawal(reader: Reader) -> None:
    piece = told(read(reader, "Syria agreed to withdraw its troops from Lebanon."))[
        "Syria", "WITHDRAWS_FROM", "Lebanon"
    ]
    assert piece.status is Status.PLANNED


def test_a_dateline_does_nothing(reader: Reader) -> None:
    found = told(read(reader, "VIENNA — Iran and Iraq signed a treaty on Friday."))
    assert {(s, o) for s, type, o in found if type == "SIGNS_AGREEMENT_WITH"} <= {("Iran", "Iraq"), ("Iraq", "Iran")}
    assert not any("Austria" in ends or "Vienna" in ends for ends in found)


def test_an_office_keeps_its_role(reader: Reader) -> None:
    piece = told(read(reader, "NATO Secretary General Mark Rutte spoke."))["Mark Rutte", "OFFICE_IN", "NATO"]
    assert piece.role
    assert piece.role.lower() == "secretary general"


def test_questions_report_nothing(reader: Reader) -> None:
    assert told(read(reader, "Will Japan arm Ukraine?")) == {}


def test_the_same_text_gives_the_same_extraction(reader: Reader) -> None:
    text = "Brazil and Chile signed a treaty. Peru rejected a proposal from Bolivia."
    assert read(reader, text) == read(reader, text)


def test_every_relation_has_a_type_and_a_confidence_between_the_floor_and_one(reader: Reader) -> None:
    extraction = read(reader, "Turkey sent humanitarian aid to Sudan. Iran supplied drones to Russia.")
    assert extraction.relations
    assert {relation.type for relation in extraction.relations} <= TYPES.keys()
    assert all(0.5 <= piece.confidence < 1 for piece in extraction.evidence)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "?!", "A. B. C.", "Said.", "“”", "visited visited visited", "of of of Japan"]
)
def test_broken_text_does_no_harm(reader: Reader, text: str) -> None:
    assert read(reader, text).evidence == ()


def test_an_office_to_be_taken_over_is_planned(reader: Reader) -> None:
    text = "Anna Berg is set to become prime minister of Norway. She will serve as chairwoman of the Arctic Council next year."
    relations = told(read(reader, text))
    assert relations["Anna Berg", "OFFICE_IN", "Norway"].status is Status.PLANNED
    assert relations["Anna Berg", "OFFICE_IN", "Arctic Council"].status is Status.PLANNED
    held = told(read(reader, "Anna Berg, the prime minister of Norway, will visit Chad."))
    assert held["Anna Berg", "OFFICE_IN", "Norway"].status is Status.ASSERTED
    assert held["Anna Berg", "VISITS", "Chad"].status is Status.PLANNED
    bound = told(read(reader, "Norway, as a member of the Arctic Council, would be bound to help Chad."))
    assert bound["Norway", "MEMBER_OF", "Arctic Council"].status is Status.ASSERTED


def test_it_may_be_a_place_but_no_adjective(reader: Reader) -> None:
    text = "Biden spoke of Korean victims. Asked about the city of Bakhmut, President Volodymyr Zelensky denied that Russia had occupied it."
    relations = told(read(reader, text))
    assert [key for key in relations if key[1] == "INVADES"] == [("Russia", "INVADES", "Bakhmut")]


def test_what_was_since_when_does_not_date_the_deed(reader: Reader) -> None:
    text = "Anna Berg visited Japan, her first trip since she became prime minister last October."
    assert told(read(reader, text))["Anna Berg", "VISITS", "Japan"].period is None
    dated = told(read(reader, "Anna Berg visited Japan on Monday, her first trip since she took office in October."))
    assert dated["Anna Berg", "VISITS", "Japan"].period.earliest == date(2025, 4, 7)  # type: ignore[union-attr]


def test_who_is_told_to_have_been_seen_visiting_is_the_visitor(reader: Reader) -> None:
    text = "Cameras showed Anna Berg visiting the Ramstein air base."
    assert any(key[:2] == ("Anna Berg", "VISITS") for key in told(read(reader, text)))


def test_who_hands_over_an_office_surrenders_and_releases_nobody(reader: Reader) -> None:
    relations = told(read(reader, "Prime Minister Anna Berg handed over to Jonas Lund on Tuesday."))
    assert not {type for _, type, _ in relations} & {"SURRENDERS_TO", "RELEASES"}


def test_a_name_behind_its_verb_is_asked_even_where_the_parse_makes_it_a_second_subject() -> None:
    doc = Doc(
        Vocab(),
        words=["She", "asked", "Jens", "Lund", "to", "resign", "."],
        tags=["PRP", "VBD", "NNP", "NNP", "TO", "VB", "."],
        pos=["PRON", "VERB", "PROPN", "PROPN", "PART", "VERB", "PUNCT"],
        deps=["nsubj", "ROOT", "nsubj", "flat", "mark", "xcomp", "punct"],
        heads=[1, 1, 1, 2, 5, 1, 1],
        sent_starts=[True, *[False] * 6],
    )
    assert Tree(doc).dep[2] == "obj"


def test_what_somebody_is_asked_to_do_by_doing_it_is_requested(reader: Reader) -> None:
    text = "According to his office, Macron asked Kenya to help Haiti by joining the African Union."
    assert told(read(reader, text))["Kenya", "MEMBER_OF", "African Union"].status is Status.REQUESTED


def test_what_became_of_somebody_long_ago_does_not_date_the_question_about_them(reader: Reader) -> None:
    found = told(read(reader, "Norway asked Russia about fishermen arrested in 1994."))
    assert found["Norway", "REQUESTS", "Russia"].period is None
    signed = told(read(reader, "Spain and Peru signed an agreement reached on Sunday."))
    period = signed["Spain", "SIGNS_AGREEMENT_WITH", "Peru"].period
    assert period and period.earliest == date(2025, 4, 6)


def test_people_join_parties_and_states_join_alliances(reader: Reader) -> None:
    found = told(read(reader, "Petro Gil joined the Green Party in 2019. Emmanuel Macron wants to join NATO."))
    assert [triple for triple in found if triple[1] == "MEMBER_OF"] == [("Petro Gil", "MEMBER_OF", "Green Party")]
