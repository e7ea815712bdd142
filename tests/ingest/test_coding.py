"""Sentences become coded events: who does what to whom, by country."""

import pytest
from spacy.language import Language

from ingest import coding, nlp


@pytest.fixture(scope="module")
def language() -> Language:
    return nlp.load()


def coded(language: Language, text: str) -> set[tuple[str | None, str, str | None]]:
    (row,) = coding.code(language, [{"id": "s", "text": text}])
    assert row["id"] == "s"
    return {(event["source_country"], event["plover"], event["target_country"]) for event in row["events"]}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Peru condemned Chile's decision.", ("PER", "ACCUSE", "CHL")),
        ("Kenyan police arrested a Somali businessman.", ("KEN", "COERCE", "SOM")),
        ("Morocco refused to release two Spanish journalists.", ("MAR", "REJECT", "ESP")),
        ("Norway has agreed to lend Iceland 100 million dollars.", ("NOR", "AGREE", "ISL")),
        ("Portugal will send food to Angola.", ("PRT", "AGREE", "AGO")),
        ("Iran threatened to close the strait to Saudi ships.", ("IRN", "THREATEN", "SAU")),
        ("Austria demanded that Hungary open its border.", ("AUT", "REQUEST", "HUN")),
        ("Vietnam lifted its ban on Thai rice.", ("VNM", "CONCEDE", "THA")),
        ("The United Nations sent food to Malawi.", ("IGO", "AID", "MWI")),
        ("MADRID, Spain (Reuters) - Cuban rebels attacked a Haitian village.", ("CUB", "ASSAULT", "HTI")),
    ],
)
def test_a_sentence_is_coded(language: Language, text: str, event: tuple[str, str, str]) -> None:
    assert event in coded(language, text)


@pytest.mark.parametrize(
    "text",
    [
        "Paris is the capital of France.",
        "The Brazilian minister said that growth would be slow this year.",
        "A storm hit the coast on Sunday.",
        "Anna Berg talks with Jens Lund, reporting from Accra, Ghana.",
        "",
    ],
)
def test_a_sentence_without_an_event_gets_none(language: Language, text: str) -> None:
    assert coded(language, text) == set()


def test_every_row_is_answered_in_its_order(language: Language) -> None:
    rows = [{"id": str(number), "text": "Japan visited."} for number in range(3)]
    assert [row["id"] for row in coding.code(language, rows)] == ["0", "1", "2"]


def test_the_texts_of_the_actors_are_phrases_of_the_sentence(language: Language) -> None:
    text = "French President Emmanuel Macron met the Indian prime minister in Delhi."
    (row,) = coding.code(language, [{"id": "s", "text": text}])
    assert row["events"]
    for event in row["events"]:
        assert event["source_text"] in text
        assert event["target_text"] in text
