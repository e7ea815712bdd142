"""Who holds which office: titles before names, appositions and copulas after them.

Works on the characters beside a person's name rather than on the parse: titles are the place where parsers fail most, and their
wording is regular. `Office.body` is the mention (country, organisation, place) in which the office is held.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.model import Kind
from ingest.mentions import MentionDraft

_PORTFOLIO = (
    "foreign|external affairs|external|defen[cs]e|interior|home|finance|economic|economy|economics|trade|commerce|energy|oil|petroleum|justice|health|"
    "education|environment|climate|agriculture|transport|transportation|labou?r|culture|information|communications|security|intelligence|planning|"
    "development|industry|mines|mining|tourism|sports?|housing|interior and security|state|treasury|army|navy|air force|military|police|naval|press|"
    "government|opposition|party|parliamentary|parliament|congressional|senate|house|majority|minority|rebel|separatist|union|human rights|refugee|"
    "humanitarian|policy|political|research|regional|national security|national|federal|cabinet|economic affairs|legal|public affairs|media|"
    "communist|democratic|republican|conservative|liberal|labour|socialist|nationalist|ruling party|constitutional|supreme|high|executive|managing|"
    "central bank|bank|nuclear|climate change|european affairs|international trade|internal affairs|foreign affairs|finance and economy|aid|spy|wartime"
)
_RANK = (
    "former|ex-|then-?|acting|interim|caretaker|outgoing|incumbent|incoming|deputy|vice|senior|chief|top|lead|assistant|associate|adjunct|emeritus|special|"
    "first|second|permanent|newly elected|newly appointed|elect|new|current|longtime|veteran|principal|general|right-wing|far-right|left-wing|"
    "pro-russian|pro-western|hardline|moderate|exiled|ousted|jailed|late|retired|visiting|honorary|supreme|hospital|university|pentagon|tokyo-based|two-time|once|fellow"
)
_HEAD = (
    "president-elect|president|prime minister|premier|minister|chancellor|king|queen|emperor|empress|sultan|emir|crown prince|prince|princess|pope|patriarch|"
    "secretary[- ]general|secretary of state|secretary of (?:the )?(?:defense|war|treasury|energy|commerce|interior|education|labor|homeland security)|"
    "secretary|undersecretary(?: of state)?(?: for [\\w ]{3,30})?|ambassador|high commissioner|high representative|commissioner|envoy|representative|delegate|diplomat|consul|attach[ée]|"
    "spokesman|spokeswoman|spokesperson|commander[- ]in[- ]chief|commander|chief of (?:the )?(?:general |defen[cs]e |army )?staff|chairman|chairwoman|chairperson|chair|"
    "co-chairman|co-chair|speaker|governor|governor[- ]general|mayor|senator|congressman|congresswoman|lawmaker|legislator|parliamentarian|mp|mep|deputy|"
    "supreme leader|ruler|leader|chief|head|boss|director[- ]general|director|managing director|ceo|chief executive(?: officer)?|coordinator|co-ordinator|administrator|prosecutor|attorney general|"
    "judge|justice|advisor|adviser|aide|negotiator|official|officer|inspector|founder|co-founder|owner|manager|editor|editor-in-chief|correspondent|reporter|journalist|"
    "professor|lecturer|scholar|historian|economist|analyst|expert|researcher|research fellow|fellow|scientist|strategist|specialist|author|lawyer|activist|dissident|"
    "counterpart|candidate|warlord|dictator|strongman|oligarch|businessman|tycoon|general|lieutenant general|major general|brigadier general|brigadier|admiral|vice admiral|"
    "rear admiral|colonel|lieutenant colonel|major|captain|lieutenant|sergeant|field marshal|marshal|chief minister|member|co-leader|president pro tempore|ayatollah|cleric|archbishop|cardinal|bishop|imam"
)
_FIELD = (
    rf"(?:{_PORTFOLIO}|affairs|science|technology|fisheries|water|resources|mineral|natural|women|youth|religious|social|works|public|family|veterans|immigration|space|forests?|"
    "digital|cooperation|relations|african|asian|european|eurasian|near|eastern|western|hemisphere|pacific|south|north|central|east|arab|reunification|unification|war|peace)"
)
# "Minister of Foreign Affairs", "Assistant Secretary of State for East Asian and Pacific Affairs"
_TAIL = rf"(?:(?:(?<=minister)|(?<=secretary)|(?<=of state)) (?:of|for) (?:the )?{_FIELD}(?:(?:,? and |, | & | ){_FIELD})*)?"
ROLE = re.compile(
    rf"(?:(?:{_RANK}) ?)*(?:(?:{_PORTFOLIO})(?:,? (?:and |& )?| ))*(?:{_HEAD})s?(?:[- ]elect)?{_TAIL}", re.I
)
_BEFORE = re.compile(
    rf"(?<![\w-])({ROLE.pattern})(?:[, ]+(?:Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Lord|Sheikh))?[ ,]*[\"“(]?$", re.I
)
_OF = re.compile(rf"(?<![\w-])({ROLE.pattern}) (?:of|for|at|to|in|with) (?:the )?(?:[a-z]+ ){{0,2}}$", re.I)
_AFTER = re.compile(
    r"(?:, |\s*\(| ?[-–—] |,? who (?:is|was|serves as|served as|has been|became|leads as) | (?:is|was|became|has been|serves as|served as|will be|"
    r"was elected|was named|was appointed|was sworn in as|has served as|worked as|works as)(?: as)? )"
    r"(?:also |now |currently |himself |still |previously |formerly )?(?P<det>the |a |an |his |her |its |their |one of the )?"
)
_FORMER = re.compile(r"\b(?:former|ex-|then|late|ousted|previous|once)\b|\bwas\b|\bserved\b", re.I)
_PLURAL = re.compile(
    r"\b(president|minister|premier|chancellor|secretary|ambassador|leader|senator|governor|lawmaker|envoy|king|general)s$",
    re.I,
)
_NEAR = 400  # characters in which a counterpart stands after whom he is that of
_LISTED = re.compile(r",? and |, ")
#: Characters that may link two offices: ", as well as the ".
_LINK = 20
#: Characters of the longest mention that is looked for before a place in the text.
_LONGEST = 200
_BODIES = {Kind.COUNTRY, Kind.IGO, Kind.ORG, Kind.PLACE, Kind.FACILITY, Kind.GROUP}
_CLAUSE = re.compile(
    r"[.;:!?\n”\"]|, (?:who|which|and|said|told|but|has|was|is|added|while)\b| (?:said|told|who|has|was|says|were|will|is)\b"
)


@dataclass(frozen=True, slots=True)
class Office:
    """`person` and `body` index the list of mentions; `body` is None where the text leaves it open.

    `role` is as written with its common words in lower case; start..end are its characters."""

    person: int
    body: int | None
    role: str
    start: int
    end: int
    former: bool


def starting(drafts: Sequence[MentionDraft], first: int, last: int) -> range:
    """The mentions that start at these characters or between them, both included: mentions stand in the order of the text."""
    return range(bisect_left(drafts, first, key=_start), bisect_right(drafts, last, key=_start))


def _start(draft: MentionDraft) -> int:
    return draft.start


def offices(text: str, drafts: Sequence[MentionDraft]) -> list[Office]:
    """The offices told right beside a person's name, at most one before and one after it."""
    found: list[Office] = []
    for index, draft in enumerate(drafts):
        if draft.kind is Kind.PERSON and draft.form == "name":
            before = _before(text, drafts, index) or _of_body(text, drafts, index)
            if before and before.body is None:
                before = replace(before, body=_of_behind(text, drafts, index))
            found += [office for office in (before, _after(text, drafts, index)) if office]
            found += _shared(text, drafts, before) if before else []
    return [_inheriting(text, drafts, found, _as_the_other(text, drafts, found, office)) for office in found]


def _of_behind(text: str, drafts: Sequence[MentionDraft], person: int) -> int | None:
    """The body behind a name that has a title: "President Ana Ruiz of Peru"."""
    of = re.match(r" of (?:the )?", text[drafts[person].end : drafts[person].end + 8])
    begin = drafts[person].end + len(of[0]) if of else -1
    there = starting(drafts, begin, begin)
    return next((i for i in there if drafts[i].kind in _BODIES and drafts[i].form == "name"), None)


def _shared(text: str, drafts: Sequence[MentionDraft], office: Office) -> list[Office]:
    """The offices of those who share a title with the first: "Presidents Ana Ruiz of Peru and Pedro Gil of Chile"."""
    plural = _PLURAL.search(text[office.start : office.end])
    found: list[Office] = []
    last = office
    for index in range(office.person + 1, len(drafts) if plural else 0):
        end = drafts[last.person if last.body is None or last.body < last.person else last.body].end
        gap = text[end : drafts[index].start]
        if drafts[index].kind is Kind.PERSON and drafts[index].form == "name" and _LISTED.fullmatch(gap):
            last = replace(office, person=index, body=_of_behind(text, drafts, index))
            found.append(last)
        elif len(gap) > 40:
            break
    return found


def _as_the_other(text: str, drafts: Sequence[MentionDraft], found: Sequence[Office], office: Office) -> Office:
    """ "Prime Minister Modi hosted his Japanese counterpart, Fumio Kishida": his office is that of the one named before him."""
    if not office.role.endswith("counterpart"):
        return office
    before = [
        o for o in found if 0 <= office.start - drafts[o.person].end < _NEAR and not o.role.endswith("counterpart")
    ]
    near = [o for o in before if "\n" not in text[o.end : office.start]]
    return replace(office, role=near[-1].role) if near else office


def _office(person: int, body: int | None, text: str, start: int, end: int, lead: str = "") -> Office:
    role = text[start:end].strip(" ,")
    former = bool(_FORMER.search(role) or _FORMER.search(lead))
    role = re.sub(r"^(?:former|ex-|then-?|late|ousted|previous|once) ?", "", role, flags=re.I)
    role = _PLURAL.sub(r"\1", role)
    return Office(
        person,
        body,
        re.sub(r"\b(?![A-Z]{2})[A-Z](?=[a-z])", lambda m: m[0].lower(), role),
        start,
        start + len(text[start:end].rstrip(" ,")),
        former,
    )


def _before(text: str, drafts: Sequence[MentionDraft], index: int) -> Office | None:
    """NATO Secretary General Mark Rutte; Japan's prime minister, Shigeru Ishiba."""
    left = text[max(0, drafts[index].start - 120) : drafts[index].start]
    left = left[left.rfind("\n") + 1 :]
    match = _BEFORE.search(left)
    if not match or not match[1]:
        return None
    start = drafts[index].start - len(left) + match.start(1)
    end = start + len(match[1])
    over = (i for i in starting(drafts, start - _LONGEST, start - 1) if start < drafts[i].end < end)
    body = next((i for i in over if drafts[i].form == "name"), None)
    if body is not None and drafts[body].kind in _BODIES:  # "World Bank president": not the president of a bank
        start = drafts[body].end + 1
    else:
        body = _ending_at(text, drafts, start)
    lead = text[max(0, drafts[body].start - 12) : drafts[body].start] if body is not None else ""
    lead = lead if re.search(r"\b(?:former|ex-|then|late|ousted) ?$", lead, re.I) else ""
    return _office(index, body, text, start, end, lead)


def _of_body(text: str, drafts: Sequence[MentionDraft], index: int) -> Office | None:
    """President of the European Commission Ursula von der Leyen."""
    body = _ending_at(text, drafts, drafts[index].start)
    if body is None:
        return None
    left = text[max(0, drafts[body].start - 120) : drafts[body].start]
    match = _OF.search(left[left.rfind("\n") + 1 :])
    if not match:
        return None
    start = drafts[body].start - (len(left) - left.rfind("\n") - 1) + match.start(1)
    if re.search(r"ambassador|envoy|representative|commissioner", match[1], re.I):
        sender = _ending_at(text, drafts, start)  # "South Africa's ambassador to the Netherlands"
        body = body if sender is None else sender
    return _office(index, body, text, start, start + len(match[1]))


def _ending_at(text: str, drafts: Sequence[MentionDraft], position: int) -> int | None:
    """The mention that ends right before the position ("Japanese", "Japan's", "White House")."""
    for index in sorted(starting(drafts, position - _LONGEST, position), key=lambda i: drafts[i].start - drafts[i].end):
        draft = drafts[index]
        if draft.end <= position and draft.kind in _BODIES and draft.form in {"name", "demonym"}:
            gap = text[draft.end : position]
            if re.fullmatch(
                r"(?:['’]s?)?(?: new| own| current| former| then| longtime| long-time| newly appointed)? ?,? ?", gap
            ):
                return index
    return None


def _after(text: str, drafts: Sequence[MentionDraft], index: int) -> Office | None:
    """James Brown, a professor of international relations at Temple University; Ishiba, Japan's prime minister."""
    person = drafts[index]
    lead = _AFTER.match(text, person.end)
    if not lead or (lead[0].startswith(" ") and person.form != "name"):
        return None
    stop = _CLAUSE.search(text, lead.end())
    limit = min(stop.start() if stop else len(text), lead.end() + 160)
    copula = not lead[0].startswith((",", " (", "(", " -", " –", " —")) or "who" in lead[0]
    for match in ROLE.finditer(text, lead.end(), limit):
        gap = text[lead.end() : match.start()]
        if (
            len(gap.split()) > 6
            or (match.start() and text[match.start() - 1].isalpha())
            or re.match(r"\w", text[match.end() : match.end() + 1] or " ")
        ):
            continue
        if re.search(r", |\b(?:by|with|in|on|after|and|from|as|against)\b", gap) and not re.search(
            r"^\w[\w ]*(?:'s|’s) ", gap
        ):
            return None
        if (
            not (lead["det"] or gap or copula)
            and re.match(r",? (?:and )?[A-Z]", text[match.end() : match.end() + 6])
            and not re.match(r" (?:of|for|at|to|in)\b", text[match.end() :])
        ):
            return None  # "..., Defense Minister Gen Nakatani": the title of the next one in a list
        nobody_else = lead["det"] or copula
        if not nobody_else and any(
            d.kind is Kind.PERSON and match.end() <= d.start < limit and "," not in text[match.end() : d.start]
            for d in drafts
        ):
            return None  # the title of the next person in a list
        return _office(
            index,
            _body_after(text, drafts, index, lead.end(), match.start(), match.end(), limit),
            text,
            match.start(),
            match.end(),
            lead[0],
        )
    return None


def _body_after(
    text: str, drafts: Sequence[MentionDraft], person: int, begin: int, start: int, end: int, limit: int
) -> int | None:
    inside = [
        i
        for i in starting(drafts, begin, start)
        for d in [drafts[i]]
        if i != person and d.end <= start and d.kind in _BODIES and d.form in {"name", "demonym"}
    ]
    if inside:
        return max(inside, key=lambda i: drafts[i].end)
    behind = [
        i
        for i in starting(drafts, end, limit - 1)
        if drafts[i].kind in _BODIES and drafts[i].form in {"name", "demonym"}
    ]
    behind = [
        i
        for i in behind
        if re.search(r"\b(?:of|for|at|to|in|with|from)\b|['’]s", text[end : drafts[i].start])
        and "," not in text[end : drafts[i].start]
    ]
    return min(behind, key=lambda i: (drafts[i].kind is Kind.PLACE, drafts[i].start)) if behind else None


def _inheriting(text: str, drafts: Sequence[MentionDraft], found: Sequence[Office], office: Office) -> Office:
    """ "British Defence Secretary Ben Wallace and Foreign Secretary Liz Truss": the second one is British, too."""
    if office.body is not None or not re.search(
        r"minister|secretary|president|commander|chief|chancellor", office.role
    ):
        return office
    for other in found:
        near = drafts[other.person].start < office.start <= drafts[other.person].end + _LINK
        if other.body is not None and other.end <= office.start and near:
            between = text[drafts[other.person].end : office.start]
            if re.fullmatch(r",? (?:and|as well as|,)? ?(?:the )?|, ", between):
                return Office(office.person, other.body, office.role, office.start, office.end, office.former)
    return office
