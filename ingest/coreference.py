"""Which mentions of an article mean the same: surnames, acronyms, descriptions, pronouns. Rules, no statistics.

Every mention gets a key or "" (left open: better no referent than a wrong one). Keys are gazetteer ids, or made from name and kind;
they hold for one article only - ingest.entities turns them into entities.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from graph.ids import entity_id
from graph.model import Kind
from ingest.descriptions import described
from ingest.gazetteer import Gazetteer, Term, folded, load, office_key, words
from ingest.mentions import MentionDraft
from ingest.offices import Office
from ingest.pronouns import referred
from ingest.scene import Scene, plain


@dataclass(frozen=True, slots=True)
class Reading:
    """What coreference found: per mention its key ("" = open), the offices told, and per key the name that stands for it."""

    drafts: tuple[MentionDraft, ...]
    key_of: tuple[str, ...]
    offices: tuple[Office, ...]
    names: dict[str, str] = field(default_factory=dict)  # longest name per key
    country_of: dict[str, str] = field(default_factory=dict)  # key of a person, body or group: ISO3
    acts_for: dict[str, str] = field(
        default_factory=dict
    )  # key of a person: key of the organisation of states he speaks for


def corefer(
    doc: Doc, drafts: Sequence[MentionDraft], published: date | None = None, gazetteer: Gazetteer | None = None
) -> Reading:
    """Resolve the mentions of one article. `published` dates the office-holders."""
    scene = Scene(doc, drafts, published, gazetteer or load())
    _name_all(scene)
    _persons(scene)
    _acronyms(scene)
    _offices(scene)
    _nationalities(scene)
    for i, draft in enumerate(scene.drafts):  # in reading order, so that each sees the ones before it resolved
        if draft.form == "pronoun":
            scene.keys[i] = referred(scene, i, draft)
        elif draft.form == "nominal":
            scene.keys[i] = described(scene, i, draft)
    return Reading(scene.drafts, tuple(scene.keys), tuple(scene.offices), scene.names, scene.country, scene.acts_for)


def _name_all(scene: Scene) -> None:
    """Keys for all names but those of people; bodies that every state has ("the Supreme Court") get the state's own."""
    for i, draft in enumerate(scene.drafts):
        if draft.form not in {"name", "demonym"} or (draft.kind is Kind.PERSON and not draft.entry):
            continue
        entry = scene.gazetteer.entries.get(draft.entry)
        name = entry.name if entry else plain(draft.text)
        key = draft.entry or entity_id(name, draft.kind)
        iso3 = entry.country if entry else ""
        if not entry and draft.kind in {Kind.ORG, Kind.FACILITY, Kind.PLACE}:
            iso3 = _told_country(scene, draft)
            if draft.kind is Kind.ORG and (common := _COMMON_BODY.fullmatch(name)):
                iso3 = iso3 or _last_country(scene, draft)
                key, name = _body_of_state(scene, common["body"], iso3)
        scene.give(i, key, name)
        if iso3:
            scene.country.setdefault(key, iso3)
    _one_word_of_many(scene)


_COMMON_BODY = re.compile(
    r"(?:(?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)?(?:['’]s)?) )?"
    r"(?P<body>(?:(?:Supreme|Constitutional|High|Federal|Appeals?|Criminal) )+Court|(?:Central )?(?:Elections?|Electoral) Commission|"
    r"(?:Foreign|Defen[cs]e|Interior|Finance|Health|Justice|Energy|Trade|Economy|Economic|Education|Transport|Agriculture|Information|Home|External) (?:Affairs )?Ministry|"
    r"(?:Ministry|Department) of (?:[A-Z]\w+(?:,? (?:and )?)?){1,4}|Central Bank|(?:National )?(?:Parliament|Senate|Congress|Assembly)|National Security Council|"
    r"(?:Coast|National|Border|Presidential|Republican) Guard|(?:Army|Navy|Air Force|Armed Forces))"
)


def _body_of_state(scene: Scene, body: str, iso3: str) -> tuple[str, str]:
    """Key and name of a body that every state has: "Thai Supreme Court" and "Supreme Court" in a text about Thailand are one."""
    state = scene.gazetteer.country(iso3)
    if state is None:
        return entity_id(body, Kind.ORG), body
    for spelling in (f"{scene.gazetteer.adjectives.get(iso3, state.name)} {body}", f"{body} of {state.name}"):
        known = [
            c.entry for c in scene.gazetteer.lookup(spelling) if c.entry.kind is Kind.ORG and c.entry.country == iso3
        ]
        if known:
            return known[0].id, known[0].name
    name = f"{body} of {state.name}"
    return entity_id(name, Kind.ORG), name


def _last_country(scene: Scene, draft: MentionDraft) -> str:
    """The state named last within a few lines before, else the only one of the article."""
    before = [
        d
        for d in scene.drafts
        if d.end <= draft.start and d.kind is Kind.COUNTRY and d.entry and draft.start - d.end < 500
    ]
    states = {d.entry for d in scene.drafts if d.kind is Kind.COUNTRY and d.entry}
    entry = before[-1].entry if before else next(iter(states)) if len(states) == 1 else ""
    return scene.gazetteer.entries[entry].codes.get("iso3", "") if entry else ""


def _told_country(scene: Scene, draft: MentionDraft) -> str:
    """The state of a body whose name or the word before it tells one: "Delhi Police", "the Dutch House of Representatives"."""
    for found in scene.gazetteer.find(draft.text):
        for candidate in found.candidates:
            if candidate.entry.country and candidate.entry.kind in {Kind.COUNTRY, Kind.PLACE}:
                return candidate.entry.country
    before = next(
        (d for d in scene.drafts if d.end <= draft.start and draft.start - d.end <= 3 and d.kind is Kind.COUNTRY),
        None,
    )
    entry = scene.gazetteer.entries.get(before.entry) if before and before.form in {"demonym", "name"} else None
    gap = scene.text[before.end : draft.start] if before else ""
    return entry.codes.get("iso3", "") if entry and re.fullmatch(r"(?:['’]s?)? ", gap) else ""


def _one_word_of_many(scene: Scene) -> None:
    """ "Petrobras" after "Petrobras Brasil", "the Commission" after "European Commission": the last words of a longer name of the kind."""
    longer = {k: n for k, n in scene.names.items() if " " in n}
    for i, draft in enumerate(scene.drafts):
        if (
            draft.form != "name"
            or draft.entry
            or draft.kind not in {Kind.ORG, Kind.FACILITY, Kind.EVENT, Kind.EQUIPMENT}
        ):
            continue
        own = folded(draft.text)
        for key, name in longer.items():
            other = folded(name)
            if (
                other != own
                and (other.endswith(" " + own) or other.startswith(own + " "))
                and scene.kind(key) is draft.kind
                and scene.named_before(key, draft)
            ):
                scene.keys[i] = key
                break


def _persons(scene: Scene) -> None:
    """Full names first, then surnames and given names that fit just one of them."""
    full: dict[str, str] = {}  # folded full name: key
    persons = [(i, d) for i, d in enumerate(scene.drafts) if d.form == "name" and d.kind is Kind.PERSON]
    for i, draft in persons:
        if scene.keys[i]:
            full.setdefault(folded(scene.names[scene.keys[i]]), scene.keys[i])
            full.setdefault(folded(draft.text), scene.keys[i])
    for i, draft in sorted(persons, key=lambda p: (-len(folded(p[1].text).split()), p[0])):
        if scene.keys[i]:
            continue
        name = plain(draft.text)
        fitting = _fitting(scene, folded(name), full)
        key = fitting[0] if len(fitting) == 1 else _introduced(scene, fitting, draft)
        if not fitting and " " not in name:
            key = _known_leader(scene, i, name)
        if not fitting and not key:
            known = [c.entry for c in scene.gazetteer.lookup(name) if c.sense == "person"]
            key = known[0].id if known else entity_id(name, Kind.PERSON)
            full[folded(name)] = key
        if key:
            scene.give(i, key, scene.gazetteer.entries[key].name if key in scene.gazetteer.entries else name)
    for i, draft in persons:
        key = scene.keys[i]
        if not key:
            continue
        first = folded(draft.text).split()[0]
        if first in scene.gazetteer.genders:
            scene.gender.setdefault(key, scene.gazetteer.genders[first])
        if re.search(
            r"(?:\bMr\.?|\bSir|\bLord|\bKing|\bPrince|spokesman|chairman|congressman) $",
            scene.text[max(0, draft.start - 14) : draft.start],
        ):
            scene.gender[key] = "m"
        elif re.search(
            r"(?:\bMrs\.?|\bMs\.?|\bMadam|\bDame|\bQueen|\bPrincess|spokeswoman|chairwoman|congresswoman) $",
            scene.text[max(0, draft.start - 14) : draft.start],
        ):
            scene.gender[key] = "f"
        entry = scene.gazetteer.entries.get(key)
        if entry and entry.country:
            scene.country.setdefault(key, entry.country)
            name_first = folded(entry.name).split()[0]
            if name_first in scene.gazetteer.genders:
                scene.gender.setdefault(key, scene.gazetteer.genders[name_first])


def _nationalities(scene: Scene) -> None:
    """ "Chinese actor Jiang Wen": the adjective before what he is tells his country, where no office did."""
    adjectives = {d.head: d for d in scene.drafts if d.form == "demonym" and d.kind is Kind.COUNTRY}
    for draft, key in zip(scene.drafts, scene.keys, strict=True):
        if (
            draft.kind is not Kind.PERSON
            or draft.form != "name"
            or not key
            or key in scene.country
            or not draft.start_token
        ):
            continue
        before = scene.doc[draft.start_token - 1]
        for token in (before, *before.children):
            if token.i in adjectives and 0 < draft.start_token - token.i < 5:
                entry = scene.gazetteer.entries.get(adjectives[token.i].entry)
                scene.country[key] = entry.codes.get("iso3", "") if entry else ""


def _introduced(scene: Scene, fitting: list[str], draft: MentionDraft) -> str:
    """Of several people of one surname the only one named so far; "" where that leaves the choice open."""
    before = {k for d, k in zip(scene.drafts, scene.keys, strict=True) if k in fitting and d.end <= draft.start}
    return before.pop() if len(before) == 1 else ""


def _fitting(scene: Scene, name: str, full: dict[str, str]) -> list[str]:
    """The keys of the people of the article whose full name has these words."""
    if name in full:
        return [full[name]]
    own = name.split()
    fitting = set()
    for other, key in full.items():
        parts = [part for part in other.split() if part not in _SUFFIXES]
        if (
            len(own) < len(parts)
            and (
                parts[-len(own) :] == own
                or (parts[: len(own)] == own and len(own) == 1 and _by_first_word(scene, parts))
            )
        ) or (
            len(own) >= 2
            and len(parts) >= 2
            and own[-1] == parts[-1]
            and _same_given(own[0], parts[0])
            and set(own[1:-1]) <= set(parts) | {w for w in own if len(w) == 1}
        ):
            fitting.add(key)
    if not fitting and len(own) == 1:  # Thaksin, Saddam, Lula: called by the first name
        fitting = {key for other, key in full.items() if " " in other and other.split()[0] == own[0]}
    return sorted(fitting)


def _known_leader(scene: Scene, i: int, surname: str) -> str:
    """A bare surname of an office-holder of the day, where the article's countries leave one ("Trump", "Putin").

    A title in front must be that of the office ("President Clinton" is not the secretary of state of the day, but an earlier president).
    """
    title = next((office_key(o.role) for o in scene.offices if o.person == i and o.end <= scene.drafts[i].start), "")
    terms = [t for t in scene.gazetteer.heads(surname) if not title or t.office == title or title not in _HEADS]
    now = [t for t in terms if scene.published is None or t.covers(scene.published)]
    if not now and title in _HEADS and scene.published is not None:
        past = [t for t in terms if t.since is not None and t.since <= scene.published]
        now = past[-1:] if len({t.person.id for t in past}) == 1 else []
    present = {e.codes.get("iso3", "") for k in scene.keys if (e := scene.gazetteer.entries.get(k))} | set(scene.keys)
    ranks: dict[str, int] = {}
    for term in now:
        ranks[term.person.id] = max(ranks.get(term.person.id, 0), _prominence(term, present))
    best = [p for p, rank in ranks.items() if rank == max(ranks.values()) and rank > 0]
    if len(best) == 1:
        return best[0]
    states = {scene.gazetteer.entries[p].country for p in best}
    if best and len(states) == 1:  # "President Bush" of an unknown year
        scene.country.setdefault(entity_id(surname, Kind.PERSON), states.pop())
    return ""


_HEADS = words("president chancellor king queen emperor") | {"prime minister"}


def _prominence(term: Term, present: set[str]) -> int:
    """2 where the article names the country or body, 1 for those whom news names without it, else 0."""
    if term.of in present:
        return 2
    known = term.of == "USA" or (term.office in _HEADS and term.of in {"RUS", "CHN", "UKR", "ISR", "FRA", "DEU", "GBR"})
    return 1 if known else 0


def _acronyms(scene: Scene) -> None:
    """ "South American Community of Nations (SACN)": what stands in brackets right behind a name is another name of it."""
    for i in range(1, len(scene.drafts)):
        a, b = scene.drafts[i - 1], scene.drafts[i]
        if a.form != "name" or b.form != "name" or a.end > b.start or b.kind is Kind.PERSON or not _short(b.text):
            continue
        if re.fullmatch(r"\s?[(\[“\"']+(?:or |the )?", scene.text[a.end : b.start]) and _initials(
            b.text, scene.text[max(0, a.start - 40) : a.end]
        ):
            old = scene.keys[i]
            if b.entry and not a.entry:
                scene.keys = [b.entry if k == scene.keys[i - 1] else k for k in scene.keys]
            elif old != scene.keys[i - 1]:
                scene.keys = [scene.keys[i - 1] if k == old else k for k in scene.keys]


def _offices(scene: Scene) -> None:
    """What the titles tell: who holds which role, and for which state or organisation people act."""
    for office in scene.offices:
        key = scene.keys[office.person]
        role = office_key(office.role)
        scene.roles.setdefault(role, []).append(key)
        scene.roles.setdefault(role.rpartition(" ")[2], []).append(key)
        if office.body is not None and not office.former:
            body = scene.keys[office.body]
            scene.roles.setdefault(f"{role}@{body}", []).append(key)
            entry = scene.gazetteer.entries.get(body)
            iso3 = entry.country or entry.codes.get("iso3", "") if entry else scene.country.get(body, "")
            if iso3 and (scene.drafts[office.body].start < office.start or not role.startswith("ambassador")):
                scene.country[key] = iso3
            elif scene.kind(body) is Kind.IGO:
                scene.acts_for[key] = body
    for key in set(scene.keys):  # heads of organisations whom the article gives no title
        entry = scene.gazetteer.entries.get(key)
        if entry and entry.kind is Kind.PERSON and key not in scene.acts_for:
            terms = [t for t in scene.gazetteer.offices_of(key) if scene.published is None or t.covers(scene.published)]
            if terms and terms[-1].of not in scene.gazetteer.states and not _titled(scene, key):
                scene.acts_for[key] = terms[-1].of


def _titled(scene: Scene, key: str) -> bool:
    return any(scene.keys[o.person] == key and o.body is not None for o in scene.offices)


def _short(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z&.-]{1,11}", text)) and sum(c.isupper() for c in text) >= 2


def _initials(acronym: str, name: str) -> bool:
    """Whether the letters stand in order at word beginnings (the last may stand inside a word: INDOPACOM)."""
    letters = [c for c in acronym if c.isalpha()]
    words = re.findall(r"[A-Za-z]+", name)
    at = 0
    for word in words:
        if at < len(letters) and word[0].upper() == letters[at].upper():
            at += 1
    return at >= max(2, len(letters) - 1)


def _by_first_word(scene: Scene, parts: list[str]) -> bool:
    """Whether news calls people by the first word of such a name: Xi Jinping, Thaksin Shinawatra; Western given names only in long names."""
    return parts[0] in _FAMILY_FIRST or parts[0] not in scene.gazetteer.genders or len(parts) > 2


_SUFFIXES = words("jr sr ii iii")
_FAMILY_FIRST = words(
    "kim lee park choi choe chung jung kang cho yoon jang lim han oh seo shin kwon hwang ahn song moon roh ban ri pak xi hu li wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu lin guo he gao luo zheng "
    "liang xie tang deng feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao lai tsai nguyen tran pham mao hua qin qian ji jin hong fu fan jia qiu hou shao mo bai gong geng"
)
_SHORT_GIVEN = {
    "joe": "joseph", "bill": "william", "bob": "robert", "mike": "michael", "jim": "james", "tony": "antony", "dick": "richard", "tom": "thomas", "dan": "daniel", "dave": "david",
    "ben": "benjamin", "bibi": "benjamin", "liz": "elizabeth", "sergey": "sergei", "dmitriy": "dmitry", "alexei": "aleksei", "alexey": "aleksei", "volodymyr": "vladimir", "jake": "jacob",
    "chuck": "charles", "steve": "steven", "chris": "christopher", "nick": "nicholas", "ken": "kenneth", "matt": "matthew", "ted": "edward", "jimmy": "james", "ron": "ronald", "don": "donald",
}  # fmt: skip


def _same_given(a: str, b: str) -> bool:
    """Whether two given names can be one person's: equal, initial, or the short form. Jong un and Jong il are not."""
    a, b = _SHORT_GIVEN.get(a, a), _SHORT_GIVEN.get(b, b)
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))
