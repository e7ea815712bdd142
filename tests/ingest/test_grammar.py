"""Sentences as news writes them, and who does what to whom in them: apposition, passive, light verbs, nominal deeds, lists.

Each group is one cause; its sentences differ in names and wording.
"""

import pytest

from graph import ids
from ingest.pipeline import Reader

Triple = tuple[str, str, str]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def told(reader: Reader, text: str) -> set[Triple]:
    extraction = reader.extract(ids.article(text, text, None))
    names = {entity.id: entity.name for entity in extraction.entities}
    return {(names[r.subject], r.type, names[r.object]) for r in extraction.relations}


NATO = "NATO"


@pytest.mark.parametrize(
    ("text", "members", "body"),
    [
        ("Turkey, a NATO member, closed the strait.", ["Turkey"], NATO),
        ("Denmark, which is not a eurozone member, agreed.", ["Denmark"], "eurozone"),
        ("Fellow NATO member Greece objected.", ["Greece"], NATO),
        ("OPEC member Iraq produced less oil.", ["Iraq"], "Organization of the Petroleum Exporting Countries"),
        ("BRICS members India and Brazil opposed the plan.", ["India", "Brazil"], "BRICS"),
        ("NATO member states Poland and Romania closed the border.", ["Poland", "Romania"], NATO),
        ("NATO members such as Spain and Belgium spend less.", ["Spain", "Belgium"], NATO),
        ("Albania and Montenegro, both NATO members, sent doctors.", ["Albania", "Montenegro"], NATO),
        ("Kenya, Uganda and Rwanda are members of the African Union.", ["Kenya", "Uganda", "Rwanda"], "African Union"),
        ("The members of Mercosur are Argentina and Brazil.", ["Argentina", "Brazil"], "Mercosur"),
        ("The East African Community, which includes Kenya and Uganda, met.", ["Kenya", "Uganda"], "East African Community"),
        ("ECOWAS comprises Ghana, Togo and Benin.", ["Ghana", "Togo", "Benin"], "Economic Community of West African States"),
        ("Mercosur is made up of Argentina, Brazil and Paraguay.", ["Argentina", "Brazil", "Paraguay"], "Mercosur"),
        ("ASEAN admitted East Timor as its newest member.", ["East Timor"], "Association of Southeast Asian Nations"),
        ("Latvia, an EU and NATO member, protested.", ["Latvia"], "European Union"),
    ],
)  # fmt: skip
def test_who_belongs_to_a_body(reader: Reader, text: str, members: list[str], body: str) -> None:
    assert {(s, o) for s, type, o in told(reader, text) if type == "MEMBER_OF" and o == body} == {
        (member, body) for member in members
    }


def test_what_is_said_of_one_is_not_said_of_another(reader: Reader) -> None:
    text = "Serbia is a candidate, and Croatia has been a member of the European Union since 2013."
    assert told(reader, text) == {("Croatia", "MEMBER_OF", "European Union")}
    assert ("NATO", "HOSTS", "United States") not in told(reader, "NATO members such as Spain host American troops.")


def test_names_after_what_they_are_all_act(reader: Reader) -> None:
    found = told(reader, "EU members Germany and France condemned Iran.")
    assert {("Germany", "CRITICIZES", "Iran"), ("France", "CRITICIZES", "Iran")} <= found
    found = told(reader, "Belarus freed the activists Olga Berg and Pavel Lund.")
    assert {("Belarus", "RELEASES", "Olga Berg"), ("Belarus", "RELEASES", "Pavel Lund")} <= found


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Al-Shabaab claimed responsibility for the attack on Mogadishu.", ("al-Shabaab", "ATTACKS", "Mogadishu")),
        ("Hamas claimed responsibility for a bombing in Haifa.", ("Hamas", "ATTACKS", "Haifa")),
        ("Odesa came under Russian missile attack.", ("Russia", "ATTACKS", "Odesa")),
        ("The town of Stepanakert came under fire from Azerbaijani artillery.", ("Azerbaijan", "ATTACKS", "Stepanakert")),
        ("The invasion of Kuwait by Iraq shocked everybody.", ("Iraq", "INVADES", "Kuwait")),
        ("The shelling of Kherson by Russian forces went on.", ("Russia", "BOMBS", "Kherson")),
        ("The assassination of Ismail Haniyeh by Israel enraged many.", ("Israel", "KILLS", "Ismail Haniyeh")),
        ("A Turkish drone strike killed three fighters in northern Syria.", ("Turkey", "ATTACKS", "Syria")),
        ("An Israeli air strike killed six people in Beirut.", ("Israel", "ATTACKS", "Beirut")),
        ("Hezbollah fired rockets at Tel Aviv.", ("Hezbollah", "ATTACKS", "Tel Aviv")),
    ],
)  # fmt: skip
def test_who_attacks_whom(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


def test_police_at_home_attack_nobody_abroad(reader: Reader) -> None:
    assert told(reader, "French police killed a gunman in Paris.") == set()


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Beijing staged military drills around Taiwan.", ("China", "MOBILIZES_AGAINST", "Taiwan")),
        ("Russia began naval exercises off Norway.", ("Russia", "MOBILIZES_AGAINST", "Norway")),
        ("North Korea fired two missiles into the Sea of Japan.", ("North Korea", "MOBILIZES_AGAINST", "Sea of Japan")),
        ("France has 1,500 troops in Niger.", ("France", "DEPLOYS_TO", "Niger")),
        ("The United States has soldiers stationed in Djibouti.", ("United States", "DEPLOYS_TO", "Djibouti")),
        ("Ethiopia massed troops along its border with Sudan.", ("Ethiopia", "DEPLOYS_TO", "Sudan")),
        ("Turkey sent reinforcements to Idlib.", ("Turkey", "DEPLOYS_TO", "Idlib")),
    ],
)
def test_who_moves_forces_where(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


def test_weapons_that_stand_in_a_country_do_not_bomb_it(reader: Reader) -> None:
    found = told(reader, "The deployment of US missiles in Germany angered Russia.")
    assert ("United States", "BOMBS", "Germany") not in found


def test_a_clause_without_its_verb_has_its_own_subject(reader: Reader) -> None:
    found = told(reader, "Italy has about 300 soldiers in Libya, and Turkey about 500.")
    assert found == {("Italy", "DEPLOYS_TO", "Libya")}
