"""Every example sentence of every relation type gives the triples its file promises; the schema of rules refuses mistakes."""

from datetime import date

import pytest

from graph import ids
from graph.errors import OntologyError
from graph.ontology import TYPES, Example
from ingest.pipeline import Reader
from ingest.rules import lexicon, parse

EXAMPLES = [(type.name, example) for type in TYPES.values() for example in type.examples]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{i}" for i, (name, _) in enumerate(EXAMPLES)])
def test_an_example_gives_its_triples(reader: Reader, name: str, example: Example) -> None:
    article = ids.article(example.text, example.text, date(2025, 4, 9))
    extraction = reader.extract(article)
    names = {entity.id: {entity.name, *entity.aliases} for entity in extraction.entities}
    told = {relation.id: relation for relation in extraction.relations}
    found = [
        (
            names[told[piece.relation_id].subject],
            told[piece.relation_id].type,
            names[told[piece.relation_id].object],
            piece,
        )
        for piece in extraction.evidence
    ]
    for subject, type, object, status in example.triples:
        ends = {subject, object}
        assert any(
            kind == type
            and piece.status.value == status
            and ((subject in one and object in other) or (TYPES[type].symmetric and ends & one and ends & other))
            for one, kind, other, piece in found
        ), [(min(one), kind, min(other), piece.status.value) for one, kind, other, piece in found]


def test_every_event_type_can_be_triggered() -> None:
    assert [type.name for type in TYPES.values() if not type.rules] == []


def test_a_trigger_leads_to_its_rules() -> None:
    assert {rule.type.name for _, rule in lexicon().verbs["visit"]} == {"VISITS"}
    assert {rule.type.name for before, rule in lexicon().nouns["strike"] if before == ("air",)} == {"ATTACKS", "BOMBS"}


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"verbs": "visit"}, "no object"),
        ({"object": "obj"}, "exactly one of verbs"),
        ({"verbs": "visit", "nouns": "trip", "object": "obj"}, "exactly one of verbs"),
        ({"verbs": "visit", "object": "obj", "colour": "red"}, "unknown colour"),
        ({"verbs": "visit", "object": "obj", "complement": "sometimes"}, "complement is"),
        ({"verbs": "visit", "object": "obj", "complement": "to", "complement_type": "VISIT"}, "PLOVER has no VISIT"),
        ({"verbs": "visit", "object": "obj", "object_kinds": "HOUSE"}, "HOUSE"),
    ],
)
def test_a_rule_that_breaks_the_schema_is_refused(table: dict[str, str], reason: str) -> None:
    with pytest.raises(OntologyError, match=rf"VISITS\.toml, rule 7: .*{reason}"):
        parse(TYPES["VISITS"], 7, table)
