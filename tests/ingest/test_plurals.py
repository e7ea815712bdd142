""" "They", "the two countries", "both leaders": said of several, told of each."""

import pytest

from graph import ids
from ingest.pipeline import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def ends(reader: Reader, text: str, type: str) -> set[frozenset[str]]:
    """The pairs between which the text tells a relation of this type."""
    extraction = reader.extract(ids.article(text, text, None))
    names = {entity.id: entity.name for entity in extraction.entities}
    return {frozenset((names[r.subject], names[r.object])) for r in extraction.relations if r.type == type}


def each(subjects: str, object: str) -> set[frozenset[str]]:
    return {frozenset((subject, object)) for subject in subjects.split(", ")}


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Mali and Niger left the bloc. They condemned France.", "Mali, Niger"),
        ("The presidents of Peru and Chile met. They condemned France.", "Peru, Chile"),
        ("Mali, Niger and Chad voted. The three countries condemned France.", "Mali, Niger, Chad"),
        ("Kenya and Uganda signed a treaty. Both countries condemned France.", "Kenya, Uganda"),
        ("Anna Berg met Jens Lund in Oslo. The two leaders condemned France.", "Anna Berg, Jens Lund"),
        ("Anna Berg and Jens Lund met in Oslo, where they condemned France.", "Anna Berg, Jens Lund"),
        ("The ministers of Egypt and Sudan met. The two sides condemned France.", "Egypt, Sudan"),
    ],
)
def test_what_several_do_each_does(reader: Reader, text: str, subjects: str) -> None:
    assert ends(reader, text, "CRITICIZES") == each(subjects, "France")


def test_what_is_done_to_both_is_done_to_each(reader: Reader) -> None:
    text = "Jens Lund received Anna Berg and Ana Ruiz. He thanked both women."
    assert ends(reader, text, "PRAISES") == each("Anna Berg, Ana Ruiz", "Jens Lund")
    assert ends(reader, "Jens Lund received Anna Berg. He thanked both women.", "PRAISES") == set()


def test_two_countries_deal_with_each_other(reader: Reader) -> None:
    text = "India accused Pakistan of shelling. The two sides exchanged fire again."
    assert ends(reader, text, "CLASHES_WITH") == {frozenset(("India", "Pakistan"))}


@pytest.mark.parametrize(
    "text",
    [
        "The two countries condemned France.",
        "Kenya, Uganda and Chad met. The two countries condemned France.",
        "Anna Berg visited Chad. They condemned France.",
    ],
)
def test_a_count_that_does_not_fit_is_left_open(reader: Reader, text: str) -> None:
    assert ends(reader, text, "CRITICIZES") == set()


def test_they_are_the_nearest(reader: Reader) -> None:
    text = "Mali and Niger left the bloc. Spanish troops withdrew. They attacked Chad."
    assert ends(reader, text, "ATTACKS") == {frozenset(("Spain", "Chad"))}


def test_both_are_the_doers_of_two_clauses(reader: Reader) -> None:
    text = "Washington sanctioned Chad on Monday, and the European Union banned its gold. Both condemned France."
    assert ends(reader, text, "CRITICIZES") == each("United States, European Union", "France")


def test_sides_are_those_told_of_and_not_who_speaks_of_them(reader: Reader) -> None:
    text = (
        "Turkey offered to mediate between Sudan and Chad. The two countries have not spoken since May. "
        "UN Secretary-General António Guterres thanked Turkey and called on both sides to disarm."
    )
    assert ends(reader, text, "APPEALS_TO") == each("Sudan, Chad", "António Guterres")
