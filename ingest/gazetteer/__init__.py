"""What the world's news names are: countries, their adjectives and capitals, bodies, places, weapons, office-holders.

`load()` reads the tables of this folder once (README.md: their sources and licences) and answers by name. Names are compared
without case, accents and punctuation; `find` then asks for the capitals that the name is written with ("US" is not "us").
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from graph.ids import entity_id
from graph.model import Kind

FOLDER = Path(__file__).parent
_WORD = re.compile(r"[^\W_]+\+?")
_GAP = re.compile(r"(?:[-–—'’./&+ \u00a0]|['’] |(?<=\b\w)\. |(?<=\b(?:St|Jr|Mt))\. |, (?=D\.?C))?")
TABLES = (
    "territories",
    "bodies",
    "organisations",
    "places",
    "facilities",
    "equipment",
    "events",
    "capitals",
    "igos",
    "institutions",
    "cities",
)  # what stands first is likelier
FAMILY_FIRST = frozenset(
    {"CHN", "PRK", "KOR", "TWN", "VNM", "KHM"}
)  # states whose people are written family name first
_LONGEST = 14  # words of one name


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the tables know. `country` is the ISO3 code of the state it belongs to ("" unknown), `codes` as in graph.model.Entity."""

    id: str
    kind: Kind
    subtype: str
    name: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of a name. `sense`: name | demonym ("Japanese") | metonym ("the Kremlin") | capital | person |
    weak (an acronym or city that counts only where the text supports it)."""

    entry: Entry
    sense: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Found:
    """Characters start..end of the text, and what they may name, likeliest first."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One spell of a person in an office of a country (ISO3 code) or body (entry id). Both days included; None is open."""

    person: Entry
    of: str
    office: str
    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@lru_cache(maxsize=1 << 16)
def folded(text: str) -> str:
    """Case, accents and punctuation dropped, words joined by one space: the key under which names are compared."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(text.casefold()))


def words(text: str) -> frozenset[str]:
    """The words of a list written as one string."""
    return frozenset(text.split())


def office_key(role: str) -> str:
    """One word for offices that only differ in name: "Defence Secretary" and "defense minister" are the same chair."""
    words = folded(role.replace("-", " ")).replace("defence", "defense")
    words = re.sub(r"^(acting|interim|outgoing|incumbent|new|current|then|long time|longtime|us|uk|the) ", "", words)
    words = re.sub(r"\b(external affairs|foreign affairs)\b", "foreign", words)
    words = re.sub(
        r"^minister (?:of|for) (?:the )?(foreign|defense|interior|finance)(?: affairs)?$", r"\1 minister", words
    )
    words = re.sub(
        r"^(foreign|defense) secretary$|^secretary of (defense|war)$", lambda m: f"{m[1] or 'defense'} minister", words
    )
    return {
        "premier": "prime minister",
        "pm": "prime minister",
        "nato chief": "secretary general",
        "spokesman": "spokesperson",
        "spokeswoman": "spokesperson",
        "chairman": "chairperson",
        "governor-general": "governor general",
        "national security advisor": "national security adviser",
    }.get(words, words)


class Gazetteer:
    """The tables, by name, by id, by country and by office. Make it with load()."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.entries: dict[str, Entry] = {}
        self.states: dict[str, Entry] = {}  # by ISO3
        self.terms: list[Term] = []
        self.genders: dict[str, str] = {}  # given name, folded: "f" or "m"
        self.roles: dict[str, tuple[str, str]] = {}  # role word: (CAMEO agent code, "state" or "group")
        self.adjectives: dict[str, str] = {}  # ISO3: "Chinese"
        self._names: dict[str, list[Candidate]] = {}
        self._longest: dict[str, int] = {}  # first word of a name: words of the longest
        self._in_office: dict[tuple[str, str], list[Term]] = {}
        self._terms_by_surname: dict[str, list[Term]] = {}
        self._terms_of: dict[str, list[Term]] = {}  # by person
        self._read(folder)

    # asking

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """What a name on its own may mean, likeliest first; empty when unknown. "The" in front does not matter."""
        key = folded(name)
        found = self._names.get(key) or self._names.get(key.removeprefix("the ")) or ()
        return tuple(c for c in found if _spelled(c, name.removeprefix("the ").removeprefix("The ")))

    def country(self, iso3: str) -> Entry | None:
        return self.states.get(iso3)

    def holder(self, of: str, office: str, day: date | None) -> Entry | None:
        """Who held the office of a country (ISO3) or body (id) on that day; None when unknown, or when two did."""
        if day is None:
            return None
        found = {t.person.id: t.person for t in self._in_office.get((of, office_key(office)), ()) if t.covers(day)}
        return next(iter(found.values())) if len(found) == 1 else None

    def heads(self, surname: str) -> tuple[Term, ...]:
        """All terms of people of that surname, of whatever country."""
        return tuple(self._terms_by_surname.get(folded(surname), ()))

    def offices_of(self, person: str) -> tuple[Term, ...]:
        """The terms of a person by entry id, in order of time."""
        return tuple(self._terms_of.get(person, ()))

    def find(self, text: str) -> list[Found]:
        """All names in the text, in order: the longest at each place, none overlapping."""
        words = [(m.start(), m.end(), folded(m[0])) for m in _WORD.finditer(text)]
        found: list[Found] = []
        at = 0
        while at < len(words):
            match = self._longest_at(text, words, at)
            if match:
                size, hit = match
                found.append(hit)
                at += size
            else:
                at += 1
        return found

    def _longest_at(self, text: str, words: list[tuple[int, int, str]], at: int) -> tuple[int, Found] | None:
        reach = min(self._longest.get(words[at][2], 0), len(words) - at)
        run = 1
        while run < reach and _GAP.fullmatch(text, words[at + run - 1][1], words[at + run][0]):
            run += 1
        for size in range(min(run, reach), 0, -1):
            candidates = self._names.get(" ".join(word for _, _, word in words[at : at + size]))
            if not candidates:
                continue
            start, end = words[at][0], words[at + size - 1][1]
            if text[end : end + 1] == "." and re.search(r"\.\w$", text[start:end]):
                end += 1  # U.S.
            kept = tuple(c for c in candidates if _spelled(c, text[start:end]) and _led(c, text, start))
            if kept:
                return size, Found(start, end, kept)
        return None

    # reading

    def _read(self, folder: Path) -> None:
        known = {
            folded(name): row["id"] for row in _rows(folder / "igos.tsv") if row["id"] for name in _names_of(row)[:1]
        }
        for table in TABLES:
            for row in _rows(folder / f"{table}.tsv"):
                self._add_row(table, row, known)
        for row in _rows(folder / "coordinates.tsv"):
            _locate(self.entries[row["id"]], row)
        for row in (*_rows(folder / "demonyms.tsv"), *_rows(folder / "adjectives.tsv")):
            if row["id"] in self.entries:
                self._name(Candidate(self.entries[row["id"]], "demonym", row["word"]), first=True)
                self.adjectives.setdefault(self.entries[row["id"]].codes.get("iso3", ""), row["word"])
        for row in _rows(folder / "metonyms.tsv"):
            if row["iso3"] in self.states:
                self._name(Candidate(self.states[row["iso3"]], "metonym", row["word"]), first=True)
        self._read_people(folder)
        self.genders = {folded(row["name"]): row["gender"] for row in _rows(folder / "given_names.tsv")}
        self.roles = {row["word"]: (row["cameo"], row["class"]) for row in _rows(folder / "roles.tsv")}
        for key in self._names:
            first, _, _ = key.partition(" ")
            self._longest[first] = max(self._longest.get(first, 0), min(key.count(" ") + 1, _LONGEST))

    def _add_row(self, table: str, row: dict[str, str], known: Mapping[str, str]) -> None:
        names = _names_of(row)
        kind = Kind(row["kind"])
        qid = row["id"] or (
            next((known[folded(n)] for n in names if folded(n) in known), "") if kind is Kind.IGO else ""
        )
        if (
            table == "capitals"
            and self.states.get(row["country"])
            and folded(names[0]) == folded(self.states[row["country"]].name)
        ):
            return  # Singapore, Monaco, Djibouti: the state already answers to that name
        entry = self._same(kind, names, row["country"]) if not qid else self.entries.get(qid)
        if entry is None:
            entry = _entry(row, kind, qid, names)
            entry = entry if entry.id not in self.entries else self._distinguished(entry)
            self.entries[entry.id] = entry
            if row.get("iso3"):
                self.states[row["iso3"]] = entry
        elif row["id"] and row["lat"]:
            _locate(entry, row)  # a region that is a city too: Berlin, Moscow
        for name in names:
            self._name(Candidate(entry, _sense(table, name, entry, row), name))

    def _same(self, kind: Kind, names: list[str], country: str) -> Entry | None:
        """The entry already read that this row describes again: of that name, or of one of its names in the same state."""
        for i, name in enumerate(names):
            for candidate in self._names.get(folded(name), ()):
                entry = candidate.entry
                if candidate.sense == "demonym" or entry.kind is not kind:
                    continue
                if (entry.country == country and (country or i == 0)) or (i == 0 and not (country and entry.country)):
                    return entry
        return None

    def _distinguished(self, entry: Entry) -> Entry:
        """Another of the same name: its id says the country too ("org-liberal-party-can")."""
        return Entry(
            f"{entry.id}-{entry.country.lower() or 'x'}",
            entry.kind,
            entry.subtype,
            entry.name,
            entry.aliases,
            entry.country,
            entry.codes,
        )

    def _name(self, candidate: Candidate, first: bool = False) -> None:
        spelling = candidate.spelling
        key = folded(spelling.removeprefix("the "))
        pool = self._names.setdefault(key, [])
        if key and not any(
            (c.entry.id, c.sense, c.spelling) == (candidate.entry.id, candidate.sense, spelling) for c in pool
        ):
            pool.insert(0 if first else len(pool), candidate)

    def _read_people(self, folder: Path) -> None:
        people: dict[tuple[str, str], Entry] = {}  # by (folded name, country or "")
        for row in _rows(folder / "leaders.tsv"):
            body = self.states.get(row["of"]) or next((c.entry for c in self._names.get(folded(row["of"]), ())), None)
            person = people.get((folded(row["name"]), ""))
            if person is None:
                country = row["of"] if row["of"] in self.states else ""
                names = [row["name"], *filter(None, row["aliases"].split("|"))]
                codes = {"wikidata": row["id"]} if row["id"] else {}
                codes |= {"country": country} if country else {}
                person = Entry(
                    entity_id(row["name"], Kind.PERSON, row["id"] or None),
                    Kind.PERSON,
                    "",
                    row["name"],
                    tuple(names[1:]),
                    country,
                    codes,
                )
                self.entries[person.id] = person
                for name in names:
                    people[(folded(name), "")] = person
                    self._name(Candidate(person, "person", name))
            if body:
                of = row["of"] if row["of"] in self.states else body.id
                self._term(Term(person, of, office_key(row["office"]), _day(row["from"]), _day(row["to"])))
        holders = list(_rows(folder / "office_holders.tsv"))
        full_names = {folded(row["name"]) for row in holders}
        for row in holders:
            name = _news_name(row, full_names)
            keys = [folded(row["name"]), folded(name)]
            person = next((p for key in keys for of in ("", row["country"]) if (p := people.get((key, of)))), None)
            if person is None:
                id = entity_id(name, Kind.PERSON)
                id = id if id not in self.entries else f"{id}-{row['country'].lower()}"
                aliases = (row["name"],) if name != row["name"] else ()
                person = Entry(id, Kind.PERSON, "", name, aliases, row["country"], {"country": row["country"]})
                people[(keys[0], row["country"])] = people[(keys[1], row["country"])] = self.entries[id] = person
                for spelling in (name, *aliases):
                    if " " in spelling:
                        self._name(Candidate(person, "person", spelling))
            term = Term(person, row["country"], office_key(row["office"]), _day(row["from"]), _day(row["to"]))
            if not any(_same_spell(term, other) for other in self._terms_of.get(person.id, ())):
                self._term(term)
        for terms in self._terms_of.values():
            terms.sort(key=lambda t: (t.since or date.min, t.office))

    def _term(self, term: Term) -> None:
        self.terms.append(term)
        self._in_office.setdefault((term.of, term.office), []).append(term)
        self._terms_of.setdefault(term.person.id, []).append(term)
        name = folded(term.person.name).split()
        family = name[0] if term.of in FAMILY_FIRST else name[-1]
        self._terms_by_surname.setdefault(family, []).append(term)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table as mappings; the first line names source and licence, the second the columns."""
    with path.open(encoding="utf-8") as lines:
        next(lines)
        columns = next(lines).rstrip("\n").split("\t")
        for line in lines:
            yield dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))


def _names_of(row: Mapping[str, str]) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


def _entry(row: Mapping[str, str], kind: Kind, qid: str, names: list[str]) -> Entry:
    name = names[0].removeprefix("the ").strip() if names[0] != "the West" else "the West"
    codes = {"wikidata": qid, "iso3": row.get("iso3", ""), "cameo": row.get("cameo", ""), "country": row["country"]}
    codes |= {"latitude": row["lat"], "longitude": row["lon"], "subtype": row["subtype"]}
    return Entry(
        entity_id(name, kind, qid or None),
        kind,
        row["subtype"],
        name,
        tuple(n for n in names[1:] if not n.startswith("the ")),
        row["country"],
        {key: value for key, value in codes.items() if value},
    )


def _locate(entry: Entry, row: Mapping[str, str]) -> None:
    """Where it lies, if that was not known yet."""
    if "latitude" not in entry.codes:
        entry.codes.update(latitude=row["lat"], longitude=row["lon"])


def _sense(table: str, name: str, entry: Entry, row: Mapping[str, str]) -> str:
    if table == "capitals" or (entry.subtype == "capital"):
        return "capital"
    if table == "cities":
        return "weak"
    acronym = name.upper() == name and len(name) < 6
    if table in {"igos", "institutions"} and acronym and len(name) < (4 if table == "igos" else 9):
        return "weak"
    if (
        row["subtype"] == "region"
        and table == "territories"
        and " " not in name
        and row["country"] not in {"USA", "CAN", "CHN", "RUS", "UKR", "GBR", "AUS", "IND", "DEU"}
    ):
        return "weak"
    return "name"


def _spelled(candidate: Candidate, text: str) -> bool:
    """Whether the text has the capitals that the name is written with; headlines in capitals pass."""
    spelling = candidate.spelling.removeprefix("the ")
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return True
    shouted = all(c.isupper() for c in letters)
    wanted = [c for c in spelling if c.isalpha()]
    if len(wanted) > 1 and all(c.isupper() for c in wanted):
        return shouted
    if wanted and wanted[0].islower() and any(c.isupper() for c in wanted):
        return any(c.isupper() for c in letters)
    if wanted and wanted[0].islower():
        return True
    return letters[0].isupper() and (not shouted or len(letters) > 3 or len(wanted) <= 3 or " " in text)


def _led(candidate: Candidate, text: str, start: int) -> bool:
    """Names that need "the" in front ("the West", "the North") have it."""
    if not candidate.spelling.startswith("the "):
        return True
    return text[max(0, start - 4) : start].casefold() == "the "


def _news_name(row: Mapping[str, str], full_names: set[str]) -> str:
    """The name without its middle: news says Emmerson Mnangagwa. As it is where that would be another one's, or no family name ends it."""
    parts = row["name"].split()
    if len(parts) < 3 or row["country"] in FAMILY_FIRST or parts[-1] != row["surname"].split()[-1]:
        return row["name"]
    short = f"{parts[0]} {row['surname']}"
    return row["name"] if folded(short) in full_names else short


def _same_spell(a: Term, b: Term) -> bool:
    """Whether two tables tell of one time in office, give or take half a year."""
    near = a.since is not None and b.since is not None and abs((a.since - b.since).days) < 200
    return a.of == b.of and a.office == b.office and near


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def load() -> Gazetteer:
    """The shipped tables, read once per process (about a third of a second)."""
    return Gazetteer()


__all__ = ["Candidate", "Entry", "Found", "Gazetteer", "Term", "folded", "load", "office_key", "words"]
