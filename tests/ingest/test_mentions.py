"""Names get the right span and kind, nominals and pronouns are seen, titles lead to offices."""

import pytest
from spacy.language import Language

from graph.model import Kind
from ingest.gazetteer import load
from ingest.mentions import MentionDraft, mentions
from ingest.offices import offices


def told(language: Language, text: str) -> dict[str, MentionDraft]:
    return {draft.text: draft for draft in mentions(language(text))}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The carrier HMS Queen Elizabeth left Portsmouth on Monday.", "HMS Queen Elizabeth", Kind.EQUIPMENT),
        ("Officers toured the Kadena Air Base in Okinawa.", "Kadena Air Base", Kind.FACILITY),
        ("Turkey bought the S-400 from Russia.", "S-400", Kind.EQUIPMENT),
        ("Pilots train on the MiG-27 near the border.", "MiG-27", Kind.EQUIPMENT),
        ("North Koreans crossed the river.", "North Koreans", Kind.COUNTRY),
        ("The Ministry of Finance in Madrid declined to comment.", "Ministry of Finance", Kind.ORG),
        ("Ships sailed through the Taiwan Strait.", "Taiwan Strait", Kind.PLACE),
        ("Leaders signed the Paris Agreement.", "Paris Agreement", Kind.EVENT),
        ("The U.S. Government condemned the coup.", "U.S. Government", Kind.COUNTRY),
        ("Hezbollah fired rockets at Haifa.", "Hezbollah", Kind.ORG),
        ("The Quad will meet in Sydney.", "Quad", Kind.IGO),
        ("Kurds fled the city.", "Kurds", Kind.GROUP),
    ],
)
def test_a_name_has_its_whole_span_and_its_kind(language: Language, text: str, name: str, kind: Kind) -> None:
    assert told(language, text)[name].kind is kind


@pytest.mark.parametrize(
    ("text", "surface", "id"),
    [
        ("Tokyo warned Beijing against the plan.", "Tokyo", "Q17"),
        ("Tokyo warned Beijing against the plan.", "Beijing", "Q148"),
        ("The minister arrived in Tokyo on Friday.", "Tokyo", "Q1490"),
        ("Moscow's demands angered the neighbours.", "Moscow", "Q159"),
        ("A blast was heard outside Moscow.", "Moscow", "Q649"),
        ("The Kremlin denied the report.", "Kremlin", "Q159"),
        ("Washington imposed sanctions on Iran.", "Washington", "Q30"),
        ("Protesters marched in Washington.", "Washington", "Q61"),
        ("Georgia accused Russia of moving the border near Tbilisi.", "Georgia", "Q230"),
        ("Voters in Georgia and North Carolina went to the polls near Atlanta.", "Georgia", "Q1428"),
        ("The EU agreed that Brussels will fund the project.", "Brussels", "Q458"),
    ],
)
def test_seats_of_government_are_governments_where_they_act_and_places_where_things_happen(
    language: Language, text: str, surface: str, id: str
) -> None:
    assert told(language, text)[surface].entry == id


def test_a_surname_is_not_taken_for_a_city_nor_a_given_name_for_a_country(language: Language) -> None:
    drafts = told(language, "Michael Jordan met Israel Katz. Jack London praised Chad Wolf.")
    assert {d.kind for d in drafts.values() if d.form == "name"} == {Kind.PERSON}


def test_small_words_are_not_acronyms(language: Language) -> None:
    assert {d.text for d in mentions(language("He told us who is in.")) if d.form == "name"} == set()


def test_officials_of_a_state_are_a_mention_of_it_with_their_surface(language: Language) -> None:
    text = "South Korean officials arrived. Troops from Norway crossed the border."
    drafts = mentions(language(text))
    nominal = {d.text: drafts[d.of].entry for d in drafts if d.form == "nominal" and d.of is not None}
    assert nominal == {"South Korean officials": "Q884", "Troops": "Q20"}


def test_mentions_slice_to_their_text_and_never_cross(language: Language) -> None:
    text = 'NATO\'s chief, Mark Rutte, said: "We met the Japanese prime minister in the U.S." He thanked his hosts.\n\nIt rained.'
    drafts = mentions(language(text))
    assert drafts == sorted(drafts, key=lambda d: (d.start, -d.end))
    for draft in drafts:
        assert text[draft.start : draft.end] == draft.text
        assert draft.start_token <= draft.head < draft.end_token
    for a in drafts:
        for b in drafts:
            assert not (a.start < b.start < a.end < b.end), (a.text, b.text)


@pytest.mark.parametrize(
    ("text", "person", "role", "body"),
    [
        ("NATO Secretary General Jens Stoltenberg spoke.", "Jens Stoltenberg", "secretary general", "NATO"),
        ("Norwegian Foreign Minister Espen Barth Eide arrived.", "Espen Barth Eide", "foreign minister", "Norwegian"),
        ("Canada's prime minister, Mark Carney, agreed.", "Mark Carney", "prime minister", "Canada"),
        (
            "Anna Berg, a professor of law at Uppsala University, disagreed.",
            "Anna Berg",
            "professor",
            "Uppsala University",
        ),
        ("President of the European Council Charles Michel called.", "Charles Michel", "president", "European Council"),
        ("Former Brazilian President Dilma Rousseff testified.", "Dilma Rousseff", "president", "Brazilian"),
    ],
)
def test_titles_and_appositions_tell_offices(language: Language, text: str, person: str, role: str, body: str) -> None:
    drafts = mentions(language(text))
    found = [
        (drafts[o.person].text, o.role, None if o.body is None else drafts[o.body].text) for o in offices(text, drafts)
    ]
    assert (person, role, body) in found


def test_a_former_office_says_so(language: Language) -> None:
    text = "Former Brazilian President Dilma Rousseff testified."
    assert [o.former for o in offices(text, mentions(language(text)))] == [True]


def test_the_second_of_two_coordinated_titles_inherits_the_state(language: Language) -> None:
    text = "The British Defence Secretary Ben Wallace and Foreign Secretary Liz Truss travelled."
    drafts = mentions(language(text))
    assert [drafts[o.body].entry for o in offices(text, drafts) if o.body is not None] == ["Q145", "Q145"]


def test_the_gazetteer_is_read_once() -> None:
    assert load() is load()
