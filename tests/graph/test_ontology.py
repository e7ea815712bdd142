"""The closed vocabulary of relation types: complete, coded, and strict about its files."""

from pathlib import Path

import pytest

from graph import ontology
from graph.errors import OntologyError
from graph.ontology import PLOVER, TYPES

FACTS = {
    "OFFICE_IN", "AFFILIATED_WITH", "MEMBER_OF", "PART_OF", "LOCATED_IN", "BORN_IN", "EDUCATED_AT", "CITIZEN_OF", "SUCCEEDS",
}  # fmt: skip

GOOD = """name = "GREETS"
label = "greets"
inverse = "is greeted by"
definition = "Says hello."
plover = "CONSULT"
cameo = "040"
subject = ["PERSON"]
object = ["PERSON"]

[[examples]]
text = "Ann greets Bob."
triples = [["Ann", "GREETS", "Bob", "asserted"]]
"""


def test_all_sixteen_plover_types_and_all_standing_facts_are_there() -> None:
    assert {type.plover for type in TYPES.values() if type.plover} == set(PLOVER)
    assert {type.fact for type in TYPES.values() if type.fact} == FACTS
    assert len(TYPES) >= 60


def test_every_event_has_a_cameo_code_and_every_fact_a_wikidata_property() -> None:
    for type in TYPES.values():
        if type.fact:
            assert type.wikidata is not None
            assert type.wikidata.startswith("P")
        else:
            assert type.cameo is not None
            assert type.cameo.isdigit()
            assert 3 <= len(type.cameo) <= 4


def test_opposite_deeds_are_opposite_both_ways_and_can_meet() -> None:
    for type in TYPES.values():
        for other in type.opposite:
            assert other in TYPES, f"{type.name}: no type {other}"
            assert other != type.name
            assert type.name in TYPES[other].opposite, f"{other} does not say that {type.name} is its opposite"
            assert type.subject & TYPES[other].subject
            assert type.object & TYPES[other].object
    assert "EASES_SANCTIONS_ON" in TYPES["SANCTIONS"].opposite


def test_labels_are_told_apart() -> None:
    assert len({type.label for type in TYPES.values()}) == len(TYPES)


def test_a_symmetric_relation_sorts_its_ends() -> None:
    assert ontology.relation("Q2", "MEETS", "Q1") == ontology.relation("Q1", "MEETS", "Q2")
    assert ontology.relation("Q2", "VISITS", "Q1") != ontology.relation("Q1", "VISITS", "Q2")


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "GREETS.toml"
    path.write_text(GOOD)
    assert ontology.parse(path).quad == "verbal cooperation"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('label = "greets"\n', "", "missing label"),
        ('name = "GREETS"', 'name = "greets"', "not UPPER_CASE"),
        ('name = "GREETS"', 'name = "HAILS"', "must be HAILS.toml"),
        ('plover = "CONSULT"', 'plover = "HELLO"', "no type 'HELLO'"),
        ('cameo = "040"', 'fact = "MEMBER_OF"', "either plover"),
        ('subject = ["PERSON"]', 'subject = ["ROBOT"]', "ROBOT"),
        ('subject = ["PERSON"]', 'subject = ["ORG"]\nsymmetric = true', "unlike ends"),
        ("definition", 'colour = "red"\ndefinition', "unknown colour"),
        ("name =", "name", "GREETS.toml"),
    ],
)
def test_a_broken_file_is_named_with_its_fault(tmp_path: Path, before: str, after: str, reason: str) -> None:
    path = tmp_path / "GREETS.toml"
    path.write_text(GOOD.replace(before, after, 1))
    with pytest.raises(OntologyError, match=reason) as caught:
        ontology.parse(path)
    assert "GREETS.toml" in str(caught.value)
