"""One thing, one node: ids are stable, independent of order, and look-alikes never merge."""

from datetime import date
from itertools import combinations

import pytest
from spacy.language import Language

from graph.model import Article, Extraction, Kind
from ingest.entities import Cast, cast
from ingest.gazetteer import Gazetteer, load

DAY = date(2025, 4, 9)


def cast_of(language: Language, text: str) -> Cast:
    return cast(language(text), DAY, "art_1")


def ids(language: Language, text: str) -> set[str]:
    return set(cast_of(language, text).entity_ids)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The UK objected.", "Britain objected."),
        ("NATO met.", "The North Atlantic Treaty Organization met."),
        ("Kim Jong Un spoke.", "Kim Jong-un spoke."),
        ("Volodymyr Zelenskyy spoke.", "Volodymyr Zelensky spoke."),
        ("Joe Biden spoke.", "Joseph R. Biden spoke."),
        ("Ukrainian forces advanced.", "Kyiv said no."),
        ("The Pentagon declined to comment.", "The Department of Defense declined to comment."),
        ("Antonio Guterres spoke.", "António Guterres spoke."),
    ],
)
def test_two_names_of_one_thing_give_one_id(language: Language, a: str, b: str) -> None:
    assert ids(language, a) & ids(language, b)


def test_people_who_share_a_surname_have_ids_of_their_own() -> None:
    gazetteer: Gazetteer = load()
    people = [e for e in gazetteer.entries.values() if e.kind is Kind.PERSON]
    by_surname: dict[str, list[str]] = {}
    for person in people:
        by_surname.setdefault(person.name.split()[-1], []).append(person.name)
    pairs = [pair for names in by_surname.values() for pair in combinations(sorted(set(names)), 2)]
    assert len(pairs) >= 100
    assert all(
        {c.entry.id for c in gazetteer.lookup(a)[:1]} != {c.entry.id for c in gazetteer.lookup(b)[:1]}
        for a, b in pairs
        if gazetteer.lookup(a) and gazetteer.lookup(b)
    )


def test_codes_tell_what_the_reference_knows(language: Language) -> None:
    entities = cast_of(language, "Tokyo helped Ukraine. He saw Mount Fuji. Gazprom paid.").entities
    assert entities["Q17"].codes["iso3"] == "JPN"
    assert entities["Q17"].codes["wikidata"] == "Q17"
    assert entities["place-mount-fuji"].codes["latitude"] == "35.36"
    assert entities["org-gazprom"].codes["country"] == "RUS"


def test_a_person_acts_for_the_state_or_body_of_the_office(language: Language) -> None:
    told = cast_of(language, "Norwegian Foreign Minister Espen Barth Eide met NATO Secretary General Mark Rutte.")
    acts_for = {
        told.entities[e].name: told.entities[told.country[e]].name for e in told.entity_ids if e in told.country
    }
    assert acts_for["Espen Barth Eide"] == "Norway"
    assert acts_for["Mark Rutte"] == "NATO"


def test_every_token_of_a_title_leads_to_the_person(language: Language) -> None:
    doc = language("Japanese Defense Minister Gen Nakatani spoke.")
    told = cast(doc, DAY)
    subject = next(token for token in doc if token.dep_ == "nsubj")
    assert told.entities[told.entity_ids[told.by_head[subject.i]]].name == "Gen Nakatani"


def test_reading_twice_and_in_another_order_gives_the_same(language: Language) -> None:
    texts = [
        "Rutte met Ishiba in Tokyo.",
        "The alliance thanked Japan.",
        "NATO and Japan signed a pact. It took hours.",
    ]
    forward = [cast_of(language, text) for text in texts]
    backward = [cast_of(language, text) for text in reversed(texts)][::-1]
    assert forward == backward


def test_what_it_hands_on_is_lawful(language: Language) -> None:
    text = "Mark Rutte visited Japan. He praised Tokyo's navy, said Anna Berg, a professor at Uppsala University."
    told = cast_of(language, text)
    article = Article("art_1", "", text, DAY)
    Extraction(article, told.mention_models(), tuple(told.entities.values())).check()


def test_an_empty_text_has_no_cast(language: Language) -> None:
    told = cast_of(language, "")
    assert told.drafts == ()
    assert told.entities == {}


def test_descriptions_and_pronouns_are_no_aliases(language: Language) -> None:
    told = cast_of(language, "Japanese officials met. They left. Tokyo was silent about its navy.")
    assert "Japanese officials" not in told.entities["Q17"].aliases
    assert {"Japanese", "Tokyo"} <= set(told.entities["Q17"].aliases)
