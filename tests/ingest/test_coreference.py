"""Surnames, acronyms, descriptions and pronouns lead to whom they mean."""

from datetime import date

import pytest
from spacy.language import Language

from ingest.entities import cast

DAY = date(2025, 4, 9)


def meant(language: Language, text: str, day: date | None = DAY) -> list[tuple[str, str]]:
    told = cast(language(text), day)
    return [(d.text, told.entities[e].name) for d, e in zip(told.drafts, told.entity_ids, strict=True)]


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("Erik Solberg met Anna Berg. Solberg thanked the hosts.", "Solberg", "Erik Solberg"),
        ("Anna Berg arrived in Oslo. She praised the plan.", "She", "Anna Berg"),
        ("Erik Solberg met Anna Berg. He praised her.", "He", "Erik Solberg"),
        ("Erik Solberg met Anna Berg. He praised her.", "her", "Anna Berg"),
        ("NATO sent ships. The alliance denied an attack.", "alliance", "NATO"),
        ("The European Union met on Friday. The bloc agreed on sanctions.", "bloc", "European Union"),
        ("Norway bought tanks. The country also ordered jets.", "country", "Norway"),
        ("Norway said it would pay.", "it", "Norway"),
        ("Norway and its navy took part.", "its", "Norway"),
        ("The Japanese prime minister visited Manila.", "Japanese prime minister", "Shigeru Ishiba"),
        ("The NATO secretary general visited Manila.", "NATO secretary general", "Mark Rutte"),
        ("A U.S. delegation landed. The delegation met rebels.", "delegation", "United States"),
        ("Cuban protesters filled the streets. The protesters sang.", "protesters", "Cuban protesters"),
        ("Shigeru Ishiba said his country would help.", "country", "Japan"),
        ("The Egyptian ambassador protested.", "Egyptian ambassador", "Egypt"),
        ("The Trump administration imposed tariffs.", "Trump administration", "United States"),
        ("Italy will send a strike group to Asia. The fleet will visit Manila.", "fleet", "Italy"),
        ("President Clinton once visited Hanoi.", "Clinton", "Bill Clinton"),
        ("He met his Azerbaijani counterpart, Elmar Mammadyarov.", "Azerbaijani counterpart", "Elmar Mammadyarov"),
        ("Putin spoke to Xi.", "Putin", "Vladimir Putin"),
        ("Thaksin Shinawatra landed. Thaksin waved.", "Thaksin", "Thaksin Shinawatra"),
        ("Thailand voted. The Supreme Court agreed.", "Supreme Court", "Supreme Court of Thailand"),
        ("Yemen's Houthi rebels fired.", "Houthi rebels", "Houthis"),
        ("The Community of Northern Ports (CNP) grew. CNP has five members.", "CNP", "Community of Northern Ports"),
    ],
)
def test_a_mention_means(language: Language, text: str, surface: str, name: str) -> None:
    assert dict(meant(language, text))[surface] == name


def test_the_office_holder_depends_on_the_day(language: Language) -> None:
    text = "The Japanese prime minister visited Manila."
    assert dict(meant(language, text, date(2014, 1, 1)))["Japanese prime minister"] == "Shinzo Abe"
    assert dict(meant(language, text, None))["Japanese prime minister"] == "Japan"


def test_people_of_one_surname_stay_two(language: Language) -> None:
    told = dict(meant(language, "Kim Jong-un spoke of Kim Jong-il. Hillary Clinton thanked Bill Clinton."))
    assert told["Kim Jong-un"] != told["Kim Jong-il"]
    assert told["Hillary Clinton"] != told["Bill Clinton"]


def test_an_ambiguous_surname_stays_open_or_becomes_nobody_else(language: Language) -> None:
    told = meant(language, "Maria Lopez met Pedro Lopez. Lopez left early.")
    assert ("Lopez", "Maria Lopez") not in told
    assert ("Lopez", "Pedro Lopez") not in told


def test_a_pronoun_without_anyone_to_mean_is_dropped(language: Language) -> None:
    assert meant(language, "He said it rained.") == []


def test_a_fleet_that_nobody_was_said_to_send_stays_open(language: Language) -> None:
    told = meant(language, "The country waited. They deploy ships. The fleet will visit Manila with the force.")
    assert ("fleet", "Manila") not in told
    assert "fleet" not in dict(told)


def test_a_former_president_is_not_the_one_of_today(language: Language) -> None:
    told = dict(meant(language, "The former Japanese prime minister visited Manila."))
    assert told.get("former Japanese prime minister") != "Shigeru Ishiba"
