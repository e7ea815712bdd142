"""Where an article names or means somebody: names, adjectives of nationality, descriptions and pronouns.

Statistical names (doc.ents) and the gazetteer work together: the gazetteer settles kinds and identities and lengthens spans, the
statistics keep it from taking a surname for a city. What a description or pronoun refers to is for ingest.coreference to say.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Span, Token

from graph.model import Kind
from ingest import nominals
from ingest.gazetteer import Candidate, Entry, Found, Gazetteer, folded, load, words

Form = Literal["name", "demonym", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True)
class MentionDraft:
    """Characters start..end of doc.text (tokens start_token..end_token, ends excluded) that name or mean something.

    head        token index of its syntactic head: the handle by which relations find the mention
    form        name; demonym (an adjective: "Japanese"); nominal ("the alliance", "Japanese officials"); pronoun
    entry       id in the gazetteer, "" when it does not know the name (or for what needs coreference)
    noun        of nominals: the lemma of the head noun, or the role ("prime minister"); of pronouns: the word in lower case
    of          index of the mention that says whose ("Japanese" of "Japanese officials", "his" of "his country"), or None
    """

    start: int
    end: int
    text: str
    kind: Kind
    form: Form
    start_token: int
    end_token: int
    head: int
    entry: str = ""
    noun: str = ""
    of: int | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """A Doc with its text, which the Doc would put together anew at each asking."""

    doc: Doc
    text: str
    states: list[tuple[int, str]]  # where states are named (also by adjective or capital): position and ISO3, in order


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    kind: Kind
    entry: Entry | None
    sense: str
    rank: int  # of those that overlap with equal length, the lower wins


KIND_OF_LABEL = {
    "PERSON": Kind.PERSON,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.FACILITY,
    "ORG": Kind.ORG,
    "NORP": Kind.GROUP,
    "EVENT": Kind.EVENT,
}
_CAP = r"(?:[A-ZÀ-Þ][\w’'-]*|of|de|da|del|al-|el-|the|and|for|von)"
_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber"
_C = r"[A-ZÀ-Þ][\w’-]*"
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.EQUIPMENT,
        re.compile(
            rf"\b{_C}(?: {_C})? (?:hospital ship|aircraft carrier|frigate|destroyer|submarine|cruiser|oil tanker|cargo ship|icebreaker)\b"
            rf"|(?<=aircraft carrier ){_C}(?: {_C}){{0,2}}"
        ),
    ),
    (
        Kind.EQUIPMENT,
        re.compile(
            r"\b(?:HMS|USS|USNS|USCGC|JS|INS|HMAS|HMCS|HMNZS|RFA|MV|M/V|MT|ROKS|BRP|KRI|TCG|ARA|FGS|HNLMS|HDMS|HNoMS|PNS|RSS|SS|RMS|CNS)"
            rf" {_C}(?: (?:of |de |the )?{_C}){{0,3}}"
        ),
    ),
    (
        Kind.EQUIPMENT,
        re.compile(
            r"\b(?!(?:COVID|Covid|G|E|P|ISIS|SARS|CoV|APT|B|COP|V|H|Q|D|T|M|UN|EU|UK|US|K)-)(?:[A-Z][a-zA-Z]{0,3})-\d{1,4}[A-Z]{0,3}\b|\b(?:T|K|M|B|AK|MQ|RQ|AH|UH|CH|OH)-\d{1,3}[A-Z]?\b"
        ),
    ),
    (
        Kind.FACILITY,
        re.compile(
            rf"\b(?:{_C} ){{1,5}}(?:(?:[Nn]aval|[Aa]ir|[Mm]ilitary|[Aa]rmy|[Aa]ir [Ff]orce|[Mm]arine|[Nn]uclear [Pp]ower|[Pp]ower|[Ii]nternational|[Rr]ailway|[Tt]rain|[Mm]unicipal) )*"
            r"(?:[Bb]ase|[Aa]irbase|[Aa]irfield|[Aa]irport|[Ss]tadium|[Ss]hipyard|[Pp]risons?|[Nn]uclear [Pp]lant|[Pp]lant|[Dd]am|[Bb]ridge|[Hh]ospital|[Cc]athedral|[Mm]osque|[Bb]arracks|[Hh]arbou?r|[Rr]efinery|[Pp]alace|[Cc]onsulate|[Mm]onastery|[Rr]esort|[Hh]otel)\b(?! ship)"
        ),
    ),
    (
        Kind.EVENT,
        re.compile(
            rf"\b(?:(?:{_C}|\d{{4}}|of|for|on|the) ){{1,6}}(?:Summit|Conference|Forum|Treaty|Agreement|Accords?|Pact|Convention|Protocol|War|Games|Offensive|Uprising|Massacre|Genocide|Referendum|Revolution|Olympics|Championship|Compact|Initiative|Dialogue|Charter|Declaration)\b"
            rf"|\b(?:Operation|Exercise) {_C}(?: {_C}){{0,2}}"
        ),
    ),
    (
        Kind.ORG,
        re.compile(
            rf"\b(?:(?:Ministry|Department|Office|Bureau|Institute|Academy|Bank|University|College|Council|Committee|Commission|Association|Federation|Union|Society|Center|Centre|Board|Supreme Court|High Court|Chamber|School)"
            rf" (?:of|for|on) (?:the )?(?!{_DAYS}){_C}(?:(?:,? (?:and |of |for |the )*){_C}){{0,5}}|(?:{_C} ){{1,4}}(?:Ministry|Department|University|Institute|Committee|Commission|Council|Party|Army|Corps|Brigade|Agency|Authority|Bureau|Court|Bank|Foundation|Association|Corporation|Company|Command|Network|Movement|Front|Parliament|Assembly|Senate|Academy|College|Federation|News|Times|Post|Herald|Tribune)\b(?! of (?:the )?[A-Z]))"
        ),
    ),
)
_NOT_FIRST = re.compile(
    r"^(?:The|A|An|In|On|At|But|And|For|If|As|When|While|After|Before|Since|With|From|By|This|That|These|Those|His|Her|Its|Their|Our|Under|During|President|Prime|Minister|Former|"
    r"Mr|Mrs|Ms|Dr|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Edited|Published|Photo|Source|Read|Also|Both|However|Meanwhile|Earlier|Last|Next|New|Last|Several|Some|Many|Most|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Senior|Spokesman|Spokesperson|Spokeswoman|Secretary) "
)
_TITLES = re.compile(
    r"^(?:(?:the|mr|mrs|ms|dr|sir|dame|lord|lady|sheikh|president|vice president|prime minister|premier|minister|chancellor|king|queen|pope|prince|princess|general|gen|lt|col|colonel|capt|captain|"
    r"admiral|senator|sen|rep|secretary|ambassador|professor|prof|governor|mayor|judge|justice|ayatollah|imam|rev|foreign|defen[cs]e|major|maj|brig|sgt|marshal|chief|leader|spokesman|spokeswoman|former|comrade|of state|general secretary|secretary general|first|lady)\.? )+",
    re.I,
)
_NOT_THE_STATE = re.compile(
    r"Atlanta|Savannah|Fulton County|Brian Kemp|Alabama|Florida|South Carolina|North Carolina|Tennessee|state of Georgia|U\.?S\.? state|Stacey Abrams|Raffensperger|Warnock|Ossoff|Augusta"
)
_THE_STATE = re.compile(
    r"Tbilisi|Georgian|Saakashvili|Abkhazia|Ossetia|Caucasus|Shevardnadze|Ivanishvili|Russia|Armenia|Azerbaijan"
)
_PLACE_PREPOSITIONS = words(
    "in at near outside inside around across throughout into via over toward towards through beneath above within"
)
_MOTION = words(
    "visit trip travel fly flight arrive arrival return go come head journey drive leave depart departure tour route convoy march advance evacuate flee road train bus plane depart mile kilometer kilometre km stop"
)
_PLACE_HEADS = words(
    "city town capital mayor suburb outskirts street port airport district resident neighborhood neighbourhood region area part center centre north south east west battle siege fall liberation capture university campus metro hospital stock exchange hotel embassy residence police time protest rally square bureau correspondent summit talks meeting conference office branch"
)
#: Deeds done to a place rather than to those who govern from it: "the attack on Kyiv".
_STRIKES = words(
    "attack strike raid bombing airstrike shelling bombardment assault siege offensive missile rocket drone bomb explosion blast ambush storming"
)
_HIT = words(
    "visit leave reach attack shell bomb capture hit strike storm seize occupy enter tour quit besiege encircle liberate take retake destroy bombard rock shake defend"
)


def mentions(doc: Doc, gazetteer: Gazetteer | None = None) -> list[MentionDraft]:
    """All names and all descriptions and pronouns that can refer, in the order of the text.

    They may be nested ("Japanese" in "Japanese officials"), never crossing. The Doc must hold the whole article.
    """
    gazetteer = gazetteer or load()
    page = _Page(doc, doc.text, [])
    names = [_draft(page, name) for name in _names(page, gazetteer)]
    return nominals.with_nominals(doc, page.text, names, gazetteer, MentionDraft)


def _draft(page: _Page, name: _Name) -> MentionDraft:
    first, behind, head = _tokens(page.doc, name.start, name.end)
    form: Form = "demonym" if name.sense == "demonym" else "name"
    entry = name.entry.id if name.entry else ""
    return MentionDraft(
        name.start, name.end, page.text[name.start : name.end], name.kind, form, first, behind, head.i, entry
    )


def _tokens(doc: Doc, start: int, end: int) -> tuple[int, int, Token]:
    """First token, token behind the last, and syntactic head of the characters start..end.

    A search over token offsets: Doc.char_span walks the whole Doc for every name."""
    first = _at(doc, start)
    last = _at(doc, end - 1)
    head = next(
        (doc[i] for i in range(first, last + 1) if not first <= doc[i].head.i <= last or doc[i].head.i == i), doc[first]
    )
    return first, last + 1, head


def _at(doc: Doc, position: int) -> int:
    """The token that holds this character (or stands before this blank)."""
    low, high = 0, len(doc)
    while high - low > 1:
        middle = (low + high) // 2
        if doc[middle].idx <= position:
            low = middle
        else:
            high = middle
    return low


# names ---------------------------------------------------------------------------------------------------------------


def _names(page: _Page, gazetteer: Gazetteer) -> list[_Name]:
    text = page.text
    statistical = [name for ent in page.doc.ents if (name := _trimmed(ent))]
    labels = {(n.start, n.end): n.kind for n in statistical}
    found = gazetteer.find(text)
    for hit in found:
        entry = hit.candidates[0].entry
        if (entry.kind is Kind.COUNTRY and hit.candidates[0].sense != "weak") or hit.candidates[0].sense == "capital":
            page.states.append((hit.start, entry.codes.get("iso3", entry.country)))
    known = sorted((n for f in found if (n := _known(page, f, statistical, labels, gazetteer))), key=_start)
    statistical = [_unpossessed(text, n, known) for n in statistical]
    pool = [
        *known,
        *_halves(text, gazetteer),
        *_by_pattern(text, known),
        *(n for n in statistical if not _tiled(text, n, known)),
    ]
    kept: list[_Name] = []
    taken = bytearray(len(text))
    for name in sorted(pool, key=lambda n: (-(n.end - n.start), n.rank, n.start)):
        if not any(taken[name.start : name.end]):
            taken[name.start : name.end] = b"\1" * (name.end - name.start)
            kept.append(name)
    told = [_in_context(page, name, gazetteer) for name in sorted(kept, key=lambda n: n.start)]
    surnames = {page.text[n.start : n.end].rpartition(" ")[2] for n in told if n.kind is Kind.PERSON}
    return [_government(page, _surname(page, name, surnames, gazetteer), gazetteer) for name in told]


_HALVES = re.compile(r"\b(North|South|East|West) and (?=(?:North|South|East|West) ([A-Z]\w+))")


def _halves(text: str, gazetteer: Gazetteer) -> Iterator[_Name]:
    """The first country of "North and South Korea"."""
    for match in _HALVES.finditer(text):
        for candidate in gazetteer.lookup(f"{match[1]} {match[2]}"):
            if candidate.entry.kind is Kind.COUNTRY:
                yield _Name(match.start(1), match.end(1), Kind.COUNTRY, candidate.entry, "name", 0)


def _surname(page: _Page, name: _Name, surnames: set[str], gazetteer: Gazetteer) -> _Name:
    """One word that the statistics take for a body or place, but that is the surname of somebody in the article, or that of a known
    office-holder where only somebody could stand ("Macron called")."""
    if name.entry is not None or name.kind not in {Kind.ORG, Kind.PLACE, Kind.FACILITY}:
        return name
    text = page.text[name.start : name.end]
    token = _tokens(page.doc, name.start, name.end)[2]
    if text in surnames or (name.kind is Kind.PLACE and gazetteer.heads(text) and _acts(page, token)):
        return replace(name, kind=Kind.PERSON)
    return name


_GOVERNMENT = re.compile(
    r"(?P<a>.+?)(?:['’]s)? (?:Government|Administration|Authorities|Regime|Armed Forces|Military|Security Forces|Police|Forces|Delegation|Embassy)(?: \(\w+\))?"
    r"|(?:The )?(?:Government|Republic|Kingdom|People|Embassy|Armed Forces|Parliament|State) of (?:the )?(?P<b>.+)"
)


def _government(page: _Page, name: _Name, gazetteer: Gazetteer) -> _Name:
    """A name that the tables lack but that holds one they know: "U.S. Government" is the country, "African Union Commission" a body."""
    if name.entry is not None or name.kind is not Kind.ORG:
        return name
    text = page.text[name.start : name.end]
    match = _GOVERNMENT.fullmatch(text)
    for candidate in gazetteer.lookup(match["a"] or match["b"]) if match else ():
        if candidate.entry.kind in {Kind.COUNTRY, Kind.IGO}:
            return replace(name, kind=candidate.entry.kind, entry=candidate.entry, sense="metonym")
    words = text.split()
    for size in range(min(3, len(words) - 1), 0, -1):
        if any(c.entry.kind is Kind.IGO and c.sense == "name" for c in gazetteer.lookup(" ".join(words[:size]))):
            return replace(name, kind=Kind.IGO)
    return name


# names that are words, too: at the beginning of a sentence they need the statistics' support
_PLAIN_WORDS = words(
    "Apple Shell Dawn Memorial Solidarity Amnesty Contras Labour Democrats Republicans Tories Maoists Sputnik Amal Meta Chevron Alphabet Moon Fars Congress Diet Commons Christians Roma"
)
_NO_NAMES = words(
    "North South East West Prime State Ministry Minister President Government Parliament Secretary Foreign Defence Defense First Second Third Fourth Mr Mrs Ms Dr General House Party Union Court "
    "Army Navy Police Council Committee Commission Agency Department Republic Kingdom Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August "
    "September October November December Internet English Spanish-language God Christmas Easter Ramadan Covid COVID-19 CEO MP MPs PM FM"
)


def _trimmed(ent: Span) -> _Name | None:
    """A statistical name without article, title, possessive and stray punctuation; None when nothing is left."""
    text, start = ent.text, ent.start_char
    lead = re.match(r"[\W_]*(?:(?:the|an?) )?(?:(?:anti|pro|non|ex|post|pre)[-–])?", text, re.I)
    cut = lead.end() if lead and not text.startswith("The Hague") else 0
    if ent.label_ == "PERSON" and (title := _TITLES.match(text[cut:])):
        cut += title.end()
    body = re.sub(r"(?:['’]s?|[^\w.)]+|(?<!\.\w)\.)$", "", text[cut:].split("\n")[0])
    body = re.sub(r"(?: (?:for|of|and|the|in|on|at|to|with|by))+$", "", body)
    if len(body) < 2 or not any(c.isupper() for c in body) or body in _NO_NAMES:
        return None
    if (
        len(ent) == 1
        and ent[0].is_sent_start
        and ent.label_ not in {"PERSON", "NORP"}
        and ent[0].pos_ not in {"PROPN", "NOUN", "X"}
    ):
        return None  # an adjective or verb that only the beginning of the sentence writes large
    if (
        ent.label_ == "PERSON"
        and ent.doc[max(0, ent.start - 1)].text == "["
        and ent.end < len(ent.doc)
        and ent.doc[ent.end].text == "]"
    ):
        return None  # "President [Joe] Biden"
    return _Name(start + cut, start + cut + len(body), KIND_OF_LABEL.get(ent.label_, Kind.ORG), None, "", 3)


def _start(name: _Name) -> int:
    return name.start


def _starting(names: Sequence[_Name], first: int, last: int) -> Sequence[_Name]:
    """The names, in the order of the text, that start at these characters or between them."""
    return names[bisect_left(names, first, key=_start) : bisect_right(names, last, key=_start)]


def _unpossessed(text: str, name: _Name, known: Sequence[_Name]) -> _Name:
    """ "Turkey's Botas" is Botas: the state in front is a name of its own."""
    for n in _starting(known, name.start, name.start):
        if n.end + 3 < name.end and n.kind is Kind.COUNTRY and text[n.end : n.end + 3] in {"'s ", "’s "}:
            return replace(name, start=n.end + 3)
    return name


def _tiled(text: str, name: _Name, known: Sequence[_Name]) -> bool:
    """Whether a statistical organisation is two known names side by side ("National Security Council Indo-Pacific")."""
    inside = [n for n in _starting(known, name.start, name.end) if n.end <= name.end]
    if name.kind is not Kind.ORG or len(inside) < 2 or inside[0].sense == "demonym":
        return False
    rest = text[name.start : name.end]
    for n in inside:
        rest = rest.replace(text[n.start : n.end], "", 1)
    return not re.search(r"\w", rest)


def _known(
    page: _Page, found: Found, statistical: Sequence[_Name], labels: dict[tuple[int, int], Kind], gazetteer: Gazetteer
) -> _Name | None:
    """The gazetteer's reading of these characters, where the text allows one."""
    label = labels.get((found.start, found.end))
    last = bisect_right(statistical, found.start, key=_start) - 1
    around = statistical[last] if last >= 0 and found.end <= statistical[last].end else None
    text = page.text[found.start : found.end]
    for candidate in _preferred(page, found, label):
        entry = candidate.entry
        if candidate.sense == "weak" and not _supported(page, found, candidate, label):
            continue
        single = " " not in text
        if (
            label is Kind.PERSON
            and single
            and not text.isupper()
            and (
                entry.kind not in {Kind.COUNTRY, Kind.IGO, Kind.ORG}
                or text in _PLAIN_WORDS
                or _given_before(page, found.start, gazetteer)
            )
        ):
            continue
        if (
            single
            and label is None
            and around is None
            and entry.kind in {Kind.ORG, Kind.EQUIPMENT, Kind.EVENT, Kind.GROUP}
            and not text.isupper()
        ):
            token = page.doc[_at(page.doc, found.start)]
            plain = entry.kind in {Kind.EQUIPMENT, Kind.EVENT} or text in _PLAIN_WORDS
            if (
                (token.is_sent_start and plain)
                or token.pos_ not in {"PROPN", "ADJ", "NOUN"}
                or not token.text[0].isupper()
            ):
                continue
        seat = any(c.sense == "capital" and c.entry is entry for c in found.candidates)
        return _Name(found.start, found.end, entry.kind, entry, "capital" if seat else candidate.sense, 1)
    return None


def _preferred(page: _Page, found: Found, label: Kind | None) -> list[Candidate]:
    """Candidates in the order in which this text makes them likely."""
    pool = list(found.candidates)
    text = page.text
    if text[found.start : found.end] == "Georgia" and _NOT_THE_STATE.search(text) and not _THE_STATE.search(text):
        return list(load().lookup("State of Georgia"))
    owners = {c.entry.country for c in pool if c.entry.kind is Kind.ORG and c.sense != "weak" and c.entry.country}
    if len(owners) < 2:
        told = (
            {c.entry.country for c in pool if _tells_country(page, found, c.entry.country)} if len(pool) > 1 else set()
        )
        return sorted(pool, key=lambda c: (c.sense == "weak", c.entry.country not in told))
    state = next((o for o in sorted(owners) if _tells_country(page, found, o)), "") or _of_the_article(
        page, found, owners
    )
    return [c for c in pool if c.entry.country == state]


def _of_the_article(page: _Page, found: Found, owners: set[str]) -> str:
    """The state meant by "the Senate": one named right behind ("in Bogotá"), else the last one named shortly before, else the one
    that the article is about; "" when it is about several alike."""
    behind = next(((at, s) for at, s in page.states if at >= found.end), None)
    if behind and behind[1] in owners and re.fullmatch(r" (?:in|of) (?:the )?", page.text[found.end : behind[0]]):
        return behind[1]
    near = [s for at, s in page.states if found.start - 250 < at < found.start and s in owners]
    if near:
        return near[-1]
    counted = Counter(s for _, s in page.states if s in owners)
    (first, most), (_, second) = [*counted.most_common(2), ("", 0), ("", 0)][:2]
    return first if most and most > second else ""


def _tells_country(page: _Page, found: Found, iso3: str) -> bool:
    """Whether the word before the name says that it is of that state ("Dutch Labour Party", "the UK parliament")."""
    before = page.text[max(0, found.start - 30) : found.start].rstrip()
    word = re.search(r"((?:[A-Z][\w.]+ )?[A-Z][\w.]*)(?:['’]s)?$", before)
    if not word:
        return False
    for name in (word[1], word[1].rpartition(" ")[2]):
        if any(c.entry.country == iso3 or c.entry.codes.get("iso3") == iso3 for c in load().lookup(name)):
            return True
    return False


def _supported(page: _Page, found: Found, candidate: Candidate, label: Kind | None) -> bool:
    """Whether the text backs a weak reading: the statistics see a place, a preposition leads it, the long name stands somewhere."""
    text = page.text
    if candidate.entry.kind is Kind.PLACE:
        if label is Kind.PLACE:
            return True
        return (
            label is None
            and bool(re.search(r"\b(?:in|near|outside) $", text[max(0, found.start - 9) : found.start]))
            and text[found.end : found.end + 2] not in {"’s", "'s"}
        )
    if candidate.entry.name.upper() == candidate.entry.name:
        return label in {Kind.ORG, Kind.PLACE}
    return folded(candidate.entry.name) in folded(text) or (label is Kind.ORG and candidate.entry.kind is Kind.IGO)


def _given_before(page: _Page, start: int, gazetteer: Gazetteer) -> bool:
    before = page.text[max(0, start - 20) : start].split()
    return bool(before) and folded(before[-1]) in gazetteer.genders


def _by_pattern(text: str, known: Sequence[_Name]) -> Iterator[_Name]:
    demonyms = {(n.start, n.end) for n in known if n.sense == "demonym"}
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if "\n" in match[0]:
                start += match[0].rfind("\n") + 1
            while lead := _NOT_FIRST.match(text[start:end]):
                start += lead.end()
            if lower := re.match(r"(?:(?:of|de|da|del|the|and|for|on|von) )+", text[start:end]):
                start += lower.end()
            rest = text[start:end]
            if not re.search(r"[A-ZÀ-Þ]", rest[:1]) and kind is not Kind.EVENT:
                continue
            if kind in {Kind.FACILITY, Kind.ORG, Kind.EVENT} and len(rest.split()) < 2:
                continue
            if (
                kind is Kind.FACILITY
                and any(a <= start and rest.split()[0] == text[a:b] for a, b in demonyms)
                and len(rest.split()) < 3
            ):
                continue  # "Russian base"
            if kind is Kind.EQUIPMENT and any(n.start < end and start < n.end for n in known):
                continue  # "Japanese frigate"
            if kind is Kind.EVENT and not rest[:1].isupper() and not rest[:1].isdigit():
                continue
            yield _Name(start, end, kind, None, "pattern", 2)


# context -------------------------------------------------------------------------------------------------------------


def _in_context(page: _Page, name: _Name, gazetteer: Gazetteer) -> _Name:
    """Capitals that act are the government ("Tokyo's intentions"); seats of government where something happens are places."""
    if name.sense == "metonym" and name.entry:
        if (
            name.entry.id == "Q30"
            and page.text[name.start : name.end] == "Washington"
            and not _acts(page, _tokens(page.doc, name.start, name.end)[2])
        ):
            city = gazetteer.entries.get("Q61")
            return replace(name, kind=Kind.PLACE, entry=city)
        homonyms = [c.entry for c in gazetteer.lookup(page.text[name.start : name.end]) if c.entry.kind is Kind.PLACE]
        if homonyms and not _acts(page, _tokens(page.doc, name.start, name.end)[2]):
            return replace(name, kind=Kind.PLACE, entry=homonyms[0])  # "fired at Tel Aviv"
        return name
    if name.entry and (name.sense == "capital" or name.entry.id in _SEATS):
        token = _tokens(page.doc, name.start, name.end)[2]
        if page.text[name.start : name.end] == "Brussels":
            return _brussels(page, name, token, gazetteer)
        state = gazetteer.country(_SEATS.get(name.entry.id, name.entry.country))
        if state and _acts(page, token):
            return replace(name, kind=Kind.COUNTRY, entry=state, sense="metonym")
        return name
    if name.sense == "demonym" and name.entry:
        return replace(name, kind=name.entry.kind)
    return name


_SEATS = {"Q1899": "UKR", "Q1218": "ISR", "place-tel-aviv": "ISR"}


def _brussels(page: _Page, name: _Name, token: Token, gazetteer: Gazetteer) -> _Name:
    """The EU where it acts (NATO where only NATO is about), the city elsewhere."""
    if not _acts(page, token):
        return name
    eu = len(re.findall(r"\bEU\b|European (?:Union|Commission|Council|Parliament)", page.text))
    nato = len(re.findall(r"\bNATO\b", page.text))
    body = gazetteer.entries.get("Q7184" if nato > 2 * eu and not eu else "Q458")
    return replace(name, kind=Kind.IGO, entry=body, sense="metonym")


def _acts(page: _Page, token: Token) -> bool:
    """Whether the name of a seat of government stands where an actor stands, not where a place does."""
    dep, head = token.dep_, token.head
    if dep == "conj" and head.i != token.i:
        return _acts(page, head)
    if re.match(r"[-–]based|[-–]born", page.text[token.idx + len(token) : token.idx + len(token) + 6]):
        return False
    if any(c.dep_ == "appos" and (c.pos_ == "PROPN" or c.lemma_ in _PLACE_HEADS) for c in token.children) or re.search(
        r"(?:north|south|east|west)(?:east|west)? of $", page.text[max(0, token.idx - 13) : token.idx]
    ):
        return False
    case = next((c.lower_ for c in token.children if c.dep_ == "case"), "")
    if case in _PLACE_PREPOSITIONS:
        return False
    if dep in {"nsubj", "obl:agent", "iobj"}:
        return True
    if dep == "nsubj:pass":
        return head.lemma_.lower() not in _HIT
    if dep == "nmod:poss":
        return head.lemma_.lower() not in _PLACE_HEADS
    if dep == "obj":
        return head.lemma_.lower() not in _HIT
    if dep in {"obl", "nmod", "obl:arg"} and case:
        return _preposed(case, head)
    return False


def _preposed(case: str, head: Token) -> bool:
    lemma = head.lemma_.lower()
    if case in {"to", "from"}:
        return lemma not in _MOTION and not any(
            c.dep_ in {"obj", "nsubj"} and c.lemma_.lower() in _MOTION for c in head.children
        )
    if case in {"of", "for"}:
        return lemma not in _PLACE_HEADS | _STRIKES
    if case in {"on", "upon", "against"}:
        return lemma not in _STRIKES
    return case in {"with", "against", "between", "by", "on", "upon", "among", "without", "despite", "like"}
