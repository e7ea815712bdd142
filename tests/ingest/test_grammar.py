"""Sentences as news writes them, and who does what to whom in them: apposition, passive, light verbs, nominal deeds, lists.

Each group is one cause; its sentences differ in names and wording.
"""

import pytest

from graph import ids
from graph.model import Status
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


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Beijing warned of countermeasures against the Netherlands.", ("China", "THREATENS", "Netherlands")),
        ("Moscow warned of retaliation against Latvia.", ("Russia", "THREATENS", "Latvia")),
        ("Norway pledged 20 million dollars in aid to Gaza.", ("Norway", "AIDS", "Gaza Strip")),
        ("Japan announced a package of military aid for Ukraine.", ("Japan", "ARMS", "Ukraine")),
        ("Ukraine received F-16 jets from the Netherlands.", ("Netherlands", "ARMS", "Ukraine")),
        ("Kenya got a loan from the World Bank.", ("World Bank", "FUNDS", "Kenya")),
        ("Chad ended its defence pact with France.", ("Chad", "CUTS_TIES_WITH", "France")),
        ("Iran suspended its treaty with Turkey.", ("Iran", "CUTS_TIES_WITH", "Turkey")),
        ("Israel's strike drew criticism from Jordan.", ("Jordan", "CRITICIZES", "Israel")),
        ("Hungary came under criticism from the European Commission.", ("European Commission", "CRITICIZES", "Hungary")),
        ("Anna Berg called Pavel Lund a war criminal.", ("Anna Berg", "CRITICIZES", "Pavel Lund")),
        ("Estonia branded Russia a terrorist state.", ("Estonia", "CRITICIZES", "Russia")),
        ("Amnesty International said Myanmar had committed war crimes.", ("Amnesty International", "ACCUSES", "Myanmar")),
        ("France dismissed the report as Russian propaganda.", ("France", "REJECTS", "Russia")),
        ("Canada demanded the release of Anna Berg by Iran.", ("Canada", "DEMANDS_OF", "Iran")),
        ("Chinese officials met diplomats from Norway.", ("China", "MEETS", "Norway")),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(reader: Reader, text: str, triple: Triple) -> None:
    found = told(reader, text)
    assert triple in found or (triple[1] == "MEETS" and triple[::-1] in found)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The European Union announced military aid for Taiwan.", "CUTS_AID_TO"),
        ("Chad ended its defence pact with France.", "SIGNS_AGREEMENT_WITH"),
        ("Emmanuel Macron called for a ceasefire in Gaza.", "CEASES_FIRE_WITH"),
        ("Turkish troops pushed Syria's army out of Idlib.", "APPEALS_TO"),
        ("Joshua Wong, a Hong Kong-based activist, was jailed.", "CITIZEN_OF"),
        ("Anna Berg called Pavel Lund a war criminal.", "CALLS"),
    ],
)
def test_what_is_not_told(reader: Reader, text: str, wrong: str) -> None:
    assert wrong not in {type for _, type, _ in told(reader, text)}


def test_north_and_south_of_a_divided_country_are_two(reader: Reader) -> None:
    assert told(reader, "North and South Korea traded artillery fire.") == {
        ("North Korea", "CLASHES_WITH", "South Korea")
    }
    assert told(reader, "Talks between South and North Korea collapsed.") == {
        ("North Korea", "TALKS_WITH", "South Korea")
    }
    assert told(reader, "Anna Berg lived in North and South Carolina.") == set()


def test_who_heads_a_body_acts_and_not_the_body(reader: Reader) -> None:
    found = told(reader, "The head of the IAEA, Rafael Grossi, visited Tehran.")
    assert {s for s, type, _ in found if type == "VISITS"} == {"Rafael Grossi"}
    found = told(reader, "Anna Berg met the chief of NATO, Mark Rutte, in Oslo.")
    assert {s for ends in found if ends[1] == "MEETS" for s in ends[::2]} == {"Anna Berg", "Mark Rutte"}


def test_where_somebody_is_based(reader: Reader) -> None:
    assert ("Joshua Wong", "LOCATED_IN", "Hong Kong") in told(reader, "Joshua Wong, a Hong Kong-based activist, spoke.")
    assert ("HSBC", "LOCATED_IN", "London") in told(reader, "The London-based bank HSBC cut ties with Iran.")


def test_a_surname_of_the_day_that_acts_is_somebody(reader: Reader) -> None:
    found = told(reader, "Netanyahu thanked Germany.")
    assert {(type, o) for _, type, o in found} == {("PRAISES", "Germany")}


def test_they_who_do_are_rather_those_who_did(reader: Reader) -> None:
    text = "A Kenyan delegation met officials from Sudan in Juba, where they also met Anna Berg."
    met = [ends[::2] for ends in told(reader, text) if ends[1] == "MEETS"]
    assert sorted(sorted(pair) for pair in met) == [["Anna Berg", "Kenya"], ["Kenya", "Sudan"]]
    assert ("Turkey", "BOMBS", "Aleppo") in told(reader, "Turkish troops met Syrian soldiers. They bombed Aleppo.")


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("President Ana Ruiz of Peru resigned.", {("Ana Ruiz", "Peru")}),
        ("Mayor Anna Berg of Bergen spoke.", {("Anna Berg", "Bergen")}),
        (
            "Presidents Ana Ruiz of Peru and Pedro Gil of Chile spoke.",
            {("Ana Ruiz", "Peru"), ("Pedro Gil", "Chile")},
        ),
        (
            "Prime Minister Anna Berg of Norway greeted her Danish counterpart, Jens Lund.",
            {("Anna Berg", "Norway"), ("Jens Lund", "Denmark")},
        ),
    ],
)
def test_who_holds_office_where(reader: Reader, text: str, offices: set[tuple[str, str]]) -> None:
    assert {(s, o) for s, type, o in told(reader, text) if type == "OFFICE_IN"} == offices


def test_a_counterpart_has_the_same_office(reader: Reader) -> None:
    text = "Foreign Minister Ana Ruiz called her Chilean counterpart Pedro Gil."
    extraction = reader.extract(ids.article(text, text, None))
    assert {piece.role for piece in extraction.evidence if piece.role} == {"foreign minister"}


def test_who_is_of_a_body_belongs_to_it(reader: Reader) -> None:
    found = told(
        reader, "Ana Ruiz of the Brookings Institution doubted it, but Pedro Gil of the Liberal Party did not."
    )
    assert {("Ana Ruiz", "AFFILIATED_WITH", "Brookings Institution"), ("Pedro Gil", "MEMBER_OF", "Liberal Party")} <= {
        (s, type, o) for s, type, o in found
    }


def test_an_organ_of_a_state_is_part_of_it_and_rebels_are_not(reader: Reader) -> None:
    assert told(reader, "The Supreme Court of Kenya met.") == {("Supreme Court of Kenya", "PART_OF", "Kenya")}
    assert told(reader, "The Revolutionary Armed Forces of Colombia met.") == set()


def test_both_of_two_titled_people_act(reader: Reader) -> None:
    text = "European Commission President Anna Berg and European Council President Jens Lund visited Chad."
    assert {s for s, type, _ in told(reader, text) if type == "VISITS"} == {"Anna Berg", "Jens Lund"}


def test_a_bank_in_a_name_is_no_part_of_the_title(reader: Reader) -> None:
    found = told(reader, "IMF chief Anna Berg and World Bank president Jens Lund met.")
    assert {
        ("Anna Berg", "OFFICE_IN", "International Monetary Fund"),
        ("Jens Lund", "OFFICE_IN", "World Bank"),
    } <= found


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("The European Union on Monday sanctioned Iran.", ("European Union", "SANCTIONS", "Iran")),
        ("The European Commission on Tuesday sued Hungary.", ("European Commission", "SUES", "Hungary")),
        ("The Council of Europe expelled Russia in March.", ("Council of Europe", "EXPELS", "Russia")),
    ],
)
def test_a_day_is_no_part_of_a_name(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


def test_a_clause_about_several_is_about_each(reader: Reader) -> None:
    found = told(reader, "Egypt and Qatar, which have mediated between Israel and Hamas, agreed.")
    assert {s for s, type, _ in found if type == "MEDIATES_FOR"} == {"Egypt", "Qatar"}
    found = told(reader, "Peru met Chile, which has mediated between Israel and Hamas.")
    assert {s for s, type, _ in found if type == "MEDIATES_FOR"} == {"Chile"}


def test_an_ally_of_a_country_is_another(reader: Reader) -> None:
    assert told(reader, "Ukraine's allies condemned Russia.") == set()
    assert told(reader, "Ukraine's allies, including Latvia, condemned Russia.") == {("Latvia", "CRITICIZES", "Russia")}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Anna Berg was granted asylum by Mexico.", ("Mexico", "SHELTERS", "Anna Berg")),
        ("Ukraine was given 50 tanks by Poland.", ("Poland", "ARMS", "Ukraine")),
        ("Anna Berg was awarded a medal by Norway.", ("Norway", "PRAISES", "Anna Berg")),
    ],
)
def test_who_is_given_something(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Britain pledged more weapons to Ukraine.", ("United Kingdom", "PLEDGES_TO", "Ukraine")),
        ("Washington has designated the Houthis a terrorist organization.", ("United States", "SANCTIONS", "Houthis")),
        ("Canada listed Hamas as a terrorist group.", ("Canada", "SANCTIONS", "Hamas")),
    ],
)
def test_what_is_pledged_and_who_is_listed(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Iran, but not Iraq, condemned France.", {"Iran"}),
        ("Norway, along with Canada, condemned France.", {"Norway", "Canada"}),
        ("Together with Canada, Norway condemned France.", {"Norway", "Canada"}),
        ("It was Iran that condemned France.", {"Iran"}),
    ],
)
def test_who_is_among_the_doers(reader: Reader, text: str, subjects: set[str]) -> None:
    assert told(reader, text) == {(subject, "CRITICIZES", "France") for subject in subjects}


def test_neither_of_two_does_it(reader: Reader) -> None:
    extraction = reader.extract(ids.article("", "Neither Iran nor Iraq condemned France.", None))
    assert [piece.status for piece in extraction.evidence] == [Status.DENIED, Status.DENIED]


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Anna Berg, sentenced to ten years in prison by Iran, left.", ("Iran", "SENTENCES", "Anna Berg")),
        ("Norway hailed the election in Ghana as fair.", ("Norway", "PRAISES", "Ghana")),
        ("Norway expressed concern about the arrests in Chad.", ("Norway", "CRITICIZES", "Chad")),
    ],
)
def test_whose_deed_it_is(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


def test_what_a_leader_says_his_country_must_do_is_no_demand(reader: Reader) -> None:
    assert told(reader, "Vladimir Putin said Russia had to defend itself.") == set()
    assert told(reader, "Norway said Russia must leave Georgia.") >= {("Norway", "DEMANDS_OF", "Russia")}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Kenya closed the offices of Al Jazeera.", ("Kenya", "BANS", "Al Jazeera")),
        ("French police searched the Turkish consul's residence.", ("France", "INVESTIGATES", "Turkey")),
        ("Lebanon complained to the United Nations over Israeli air raids.", ("Lebanon", "CRITICIZES", "Israel")),
    ],
)
def test_what_authorities_do_to_houses_and_whom_complaints_are_about(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


def test_ministers_with_long_titles_sign_together(reader: Reader) -> None:
    text = "Norwegian Trade Representative Anna Berg and Chilean Minister of Commerce Pedro Gil signed an agreement."
    found = told(reader, text)
    assert any(type == "SIGNS_AGREEMENT_WITH" and {s, o} == {"Anna Berg", "Pedro Gil"} for s, type, o in found)


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Chinese jets crossed the median line of the Taiwan Strait.", ("China", "MOBILIZES_AGAINST", "Taiwan Strait")),
        ("Russian bombers violated Estonia's airspace.", ("Russia", "MOBILIZES_AGAINST", "Estonia")),
        ("Spain put 500 troops on heightened alert over Morocco.", ("Spain", "MOBILIZES_AGAINST", "Morocco")),
        ("Two American bombers flew over South Korea.", ("United States", "MOBILIZES_AGAINST", "South Korea")),
        ("Iran said Israel would pay a heavy price.", ("Iran", "THREATENS", "Israel")),
        ("Turkey warned that Greece would face consequences.", ("Turkey", "THREATENS", "Greece")),
        ("China told the United States to stay out of the dispute.", ("China", "DEMANDS_OF", "United States")),
    ],
)
def test_who_shows_force_threatens_and_demands(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Anna Berg flew over Canada in a plane.", "MOBILIZES_AGAINST"),
        ("Refugees crossed the border with Chad and entered Sudan.", "MOBILIZES_AGAINST"),
        ("Iran vowed retaliation for the killing of Anna Berg.", "THREATENS"),
        ("Anna Berg and Jens Lund said that they regretted the decision.", "THREATENS"),
        ("The European Union gave Poland until Monday to pay the fine.", "AIDS"),
        ("Iran accused Israel's army of bombing Damascus.", "BOMBS"),
    ],
)
def test_what_is_no_threat_no_help_and_no_deed(reader: Reader, text: str, wrong: str) -> None:
    assert wrong not in {type for _, type, _ in told(reader, text)}


def test_who_meets_on_an_island_does_not_lie_on_it(reader: Reader) -> None:
    text = (
        "Anna Berg met Jens Lund on the island of Tinos, the first meeting between a leader of Norway and one of Chad."
    )
    assert "LOCATED_IN" not in {type for _, type, _ in told(reader, text)}
    assert ("Tinos", "LOCATED_IN", "Greece") in told(reader, "Tinos is an island in Greece.")


def test_talks_that_end_well_cut_no_ties_and_those_broken_off_do(reader: Reader) -> None:
    found = told(reader, "Norway and Chad reached a deal, ending talks that had run for days in the Swiss capital.")
    assert "CUTS_TIES_WITH" not in {type for _, type, _ in found}
    assert ("Norway", "CUTS_TIES_WITH", "Chad") in told(reader, "Norway broke off talks with Chad.")
    assert ("Norway", "CUTS_TIES_WITH", "Chad") in told(reader, "Norway suspended negotiations with Chad.")


def test_whose_agency_it_is_tells_no_citizenship(reader: Reader) -> None:
    assert told(reader, "Anna Berg, a journalist of a Chilean news agency, was freed.") == set()
    assert told(reader, "Anna Berg, a citizen of Chile, was freed.") == {("Anna Berg", "CITIZEN_OF", "Chile")}


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("France condemned the bombing of Sudan by Chad.", ("France", "CRITICIZES", "Chad")),
        ("The arrest of Anna Berg by Belarus was condemned by Poland.", ("Poland", "CRITICIZES", "Belarus")),
        ("France condemned Russia's invasion of Georgia.", ("France", "CRITICIZES", "Russia")),
        ("The withdrawal of French troops from Niger is complete.", ("France", "WITHDRAWS_FROM", "Niger")),
        ("Germany's delivery of tanks to Ukraine was delayed.", ("Germany", "ARMS", "Ukraine")),
        ("Iran's seizure of a British tanker alarmed many.", ("Iran", "SEIZES", "United Kingdom")),
        ("Egypt played a mediating role between Israel and Hamas.", ("Egypt", "MEDIATES_FOR", "Hamas")),
        (
            "The International Criminal Court issued a warrant for the arrest of Anna Berg.",
            ("International Criminal Court", "ARRESTS", "Anna Berg"),
        ),
    ],
)
def test_deeds_told_by_nouns_are_their_doers(reader: Reader, text: str, triple: Triple) -> None:
    assert triple in told(reader, text)


@pytest.mark.parametrize(
    ("text", "victim"),
    [
        ("France condemned the invasion of Georgia.", "Georgia"),
        ("France condemned the killing of Jens Lund.", "Jens Lund"),
        ("Norway condemned Anna Berg's arrest.", "Anna Berg"),
        ("France condemned the bombing of Sudan by Chad.", "Sudan"),
    ],
)
def test_whom_it_is_done_to_is_not_to_blame(reader: Reader, text: str, victim: str) -> None:
    assert victim not in {o for _, type, o in told(reader, text) if type == "CRITICIZES"}


def test_two_at_war_and_two_that_meet(reader: Reader) -> None:
    assert {type for _, type, _ in told(reader, "Peru and Chile are at war.")} == {"CLASHES_WITH"}
    assert "LOCATED_IN" not in {t for _, t, _ in told(reader, "A summit of Peru and Chile will be held in Athens.")}


def test_the_army_is_that_of_whom_it_was_told_first(reader: Reader) -> None:
    text = "Sudan's army took a town from rebels whom the United States supports. The army thanked Egypt."
    assert ("Sudan", "PRAISES", "Egypt") in told(reader, text)


def test_a_capital_described_as_a_partner_acts_for_its_state(reader: Reader) -> None:
    assert told(reader, "Ankara, a close partner of Kenya, condemned Chad.") == {("Turkey", "CRITICIZES", "Chad")}


def test_who_blocks_sanctions_vetoes_them(reader: Reader) -> None:
    assert ("Hungary", "VETOES", "European Union") in told(reader, "Hungary blocked EU sanctions against Belarus.")
    assert ("Mali", "VETOES", "African Union") in told(reader, "Mali blocked an African Union aid package.")
