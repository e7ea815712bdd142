"""Descriptions and pronouns: "the alliance", "Japanese officials", "the prime minister", "his country", "they", "which".

A noun is listed here with what it can stand for. With a country or body beside it ("Japanese officials", "NATO forces") it means that
country or body, or a group of its people; on its own it needs "the", "this" or a possessive, and waits for coreference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Token

from graph.model import Kind
from ingest.gazetteer import Gazetteer, office_key, words

if TYPE_CHECKING:
    from ingest.mentions import MentionDraft

# who acts for a state or body, so that "Japanese officials" are Japan
STATE = words(
    "government official authority leader leadership diplomat force troop military army navy regime administration soldier police warplane jet aircraft warship fleet delegation "
    "representative side personnel unit fighter-jet helicopter drone negotiator delegate ministry minister president envoy parliament lawmaker legislature senate cabinet bomber submarine "
    "gunner artillery missile tank marine sailor guard airstrike coastguard vessel frigate destroyer carrier intelligence spy agent prosecutor court state embassy spokesman spokesperson "
    "spokeswoman commander general officer adviser aide nation people-state border-guard peacekeeper counterpart ally institution bank entity team group commissioner secretary ambassador "
    "head chief executive council commission parliamentarian mp ceo citizenry security servicemen serviceman servicemember convoy contingent battalion brigade regiment garrison plane pilot hacker"
)
NOT_ALONE = words(
    "state nation group member team bank institution entity head chief executive side court mission people ally counterpart general carrier missile tank drone plane vessel aircraft"
)
# peoples and parties of them: an entity of their own, with a country
PEOPLE = words(
    "people citizen national civilian resident voter protester protestor demonstrator activist dissident rebel separatist militant insurgent fighter gunman militia militiaman guerrilla terrorist extremist "
    "settler refugee migrant immigrant asylum-seeker student journalist opposition worker miner farmer fisherman family child woman community minority population public crowd mob prisoner hostage "
    "detainee victim mercenary militiamen gunmen faction islamist jihadist nationalist loyalist paramilitary villager expatriate exile tribesman partisan oligarch businessman company firm investor hacker criminal smuggler trafficker pirate politician party nationalists protesters"
)
COUNTRIES = words(
    "country nation state republic kingdom island neighbor neighbour homeland government regime military army navy authority leadership administration"
)
BODIES = {
    "alliance": ("alliance",),
    "bloc": ("union", "bloc", "eurozone", "mercosur", "asean", "brics"),
    "union": ("union",),
    "organization": (),
    "organisation": (),
    "body": (),
    "commission": ("commission",),
    "council": ("council",),
    "court": ("court", "tribunal"),
    "community": ("community",),
    "agency": ("agency", "organization", "organisation"),
    "ministry": ("ministry", "department", "office"),
    "department": ("department",),
    "party": ("party",),
    "group": ("group", "hamas", "hezbollah", "isis", "taliban"),
    "movement": ("movement",),
    "militia": (),
    "company": ("company", "corporation", "inc"),
    "firm": (),
    "university": ("university",),
    "institute": ("institute",),
    "bank": ("bank",),
    "newspaper": (),
    "broadcaster": (),
    "network": (),
    "parliament": ("parliament", "assembly", "duma", "rada", "knesset", "congress", "bundestag"),
    "forum": ("forum",),
    "bloc's": (),
    "regime": (),
}
EVENTS = words("summit conference war treaty agreement pact accord exercise deal conflict forum operation convention")
SHIPS = words("ship carrier frigate vessel warship flagship destroyer submarine tanker cruiser")
PLACES = words("city town capital region province peninsula territory enclave strip strait village district")
FACILITIES = words("base airport plant bridge dam port facility prison pipeline")
OFFICES = words(
    "president premier minister chancellor king queen emperor pope secretary ambassador envoy spokesman spokeswoman spokesperson commander chairman chairwoman leader chief professor analyst expert general "
    "governor mayor senator lawmaker director economist historian dictator ruler prince sultan emir candidate diplomat official adviser activist dissident author scholar strongman politician statesman cleric ayatollah colonel admiral"
)
_WHOSE = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "nmod", "nmod:unmarked", "det:poss"})
_PERSONAL = {
    "he": Kind.PERSON, "him": Kind.PERSON, "his": Kind.PERSON, "himself": Kind.PERSON,
    "she": Kind.PERSON, "her": Kind.PERSON, "hers": Kind.PERSON, "herself": Kind.PERSON,
    "they": Kind.GROUP, "them": Kind.GROUP, "their": Kind.GROUP, "themselves": Kind.GROUP,
    "it": Kind.ORG, "its": Kind.ORG, "itself": Kind.ORG,
    "we": Kind.GROUP, "us": Kind.GROUP, "our": Kind.GROUP, "i": Kind.PERSON, "me": Kind.PERSON, "my": Kind.PERSON,
}  # fmt: skip
_ADMINISTRATIONS = words("administration government cabinet regime")
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})

Make = Callable[..., "MentionDraft"]


def with_nominals(
    doc: Doc, text: str, names: "Sequence[MentionDraft]", gazetteer: Gazetteer, make: Make
) -> "list[MentionDraft]":
    """The names and, among them, all descriptions and pronouns; `of` refers to positions in the answer."""
    inside = bytearray(len(doc))
    for name in names:
        inside[name.start_token : name.end_token] = b"\1" * (name.end_token - name.start_token)
    at_head = {name.head: name for name in names}
    starts = {name.start_token: name for name in names if name.kind is Kind.PERSON}
    drafts: list[tuple[MentionDraft, Token | None]] = [(name, None) for name in names]
    for token in doc:
        if inside[token.i]:
            continue
        if token.lower_ in _PERSONAL and token.tag_ in {"PRP", "PRP$"} and token.dep_ != "expl":
            drafts.append(
                (
                    _make(
                        make, doc, text, token.i, token.i + 1, _PERSONAL[token.lower_], "pronoun", token.i, token.lower_
                    ),
                    None,
                )
            )
        elif token.lower_ in _RELATIVE and token.tag_ in {"WP", "WDT", "WP$"}:
            drafts.append(
                (_make(make, doc, text, token.i, token.i + 1, Kind.ORG, "pronoun", token.i, token.lower_), None)
            )
        elif token.pos_ in {"NOUN", "PROPN"} and not _titles(token, starts):
            drafts += [(draft, owner) for draft, owner in _nominal(doc, text, token, at_head, inside, gazetteer, make)]
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i][0].start, -drafts[i][0].end))
    place_of = {drafts[i][0].head: place for place, i in enumerate(order) if drafts[i][1] is None}
    out = []
    for i in order:
        draft, owner = drafts[i]
        out.append(draft if owner is None else _owned(draft, place_of.get(owner.i)))
    return out


def _owned(draft: "MentionDraft", of: int | None) -> "MentionDraft":
    return replace(draft, of=of)


def _make(make: Make, doc: Doc, text: str, start: int, end: int, kind: Kind, form: str, head: int, noun: str) -> Any:
    first, last = doc[start], doc[end - 1]
    return make(
        first.idx,
        last.idx + len(last),
        text[first.idx : last.idx + len(last)],
        kind,
        form,
        start,
        end,
        head,
        "",
        noun,
    )


def _titles(token: Token, persons: "dict[int, MentionDraft]") -> bool:
    """Whether the noun is a title right before a name ("President Putin", "Defense Minister Gen Nakatani")."""
    following = token.i + 1
    return following in persons and token.lemma_.lower() in OFFICES | STATE


def _nominal(
    doc: Doc,
    text: str,
    token: Token,
    at_head: "dict[int, MentionDraft]",
    inside: bytearray,
    gazetteer: Gazetteer,
    make: Make,
) -> "Iterator[tuple[MentionDraft, Token | None]]":
    lemma = token.lemma_.lower()
    owners = [
        c
        for c in _modifiers(token)
        if c.i in at_head and at_head[c.i].kind in {Kind.COUNTRY, Kind.IGO, Kind.ORG, Kind.PLACE, Kind.GROUP}
    ]
    owner = owners[0] if owners else None
    whose = next((c for c in token.children if c.dep_ == "nmod:poss" and c.lower_ in _PERSONAL), None)
    left = min([token.i, *(c.i for c in token.children if c.i < token.i and c.dep_ in {"compound", "amod"})])
    determined = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"} for c in token.children)
    singular = "Plur" not in token.morph.get("Number", [])

    def made(kind: Kind, noun: str, start: int) -> "MentionDraft":
        draft: MentionDraft = _make(make, doc, text, start, token.i + 1, kind, "nominal", token.i, noun)
        return draft

    if (
        lemma in OFFICES
        and singular
        and (determined or owner or whose)
        and not any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in token.children)
    ):
        start = min(left, owner.i if owner is not None and owner.i < token.i else token.i)
        if owner is not None or whose is not None or determined:
            role = office_key(" ".join(t.text for t in doc[_role_start(token, inside) : token.i + 1]))
            yield made(Kind.PERSON, role, min(start, _role_start(token, inside))), owner or whose
        return
    if (
        owner is not None
        and at_head[owner.i].kind in {Kind.COUNTRY, Kind.IGO}
        and (lemma in STATE or gazetteer.roles.get(lemma, ("", ""))[1] == "state")
    ):
        yield made(at_head[owner.i].kind, "state", _begin(token, left, at_head[owner.i])), owner
        return
    if lemma in _ADMINISTRATIONS and (
        leader := next((c for c in token.children if c.i in at_head and at_head[c.i].kind is Kind.PERSON), None)
    ):
        yield made(Kind.COUNTRY, "state", _begin(token, left, at_head[leader.i])), leader
        return
    if owner is not None and lemma in PEOPLE:
        yield made(Kind.GROUP, lemma, _begin(token, left, at_head[owner.i])), owner
        return
    restricted = any(c.dep_ in {"acl:relcl", "acl"} or (c.dep_ == "nmod" and c.i > token.i) for c in token.children)
    if owner is not None or (restricted and lemma not in {"alliance"}) or not (determined or whose is not None):
        if lemma in PEOPLE and not singular and lemma not in {"people", "company", "firm", "party"}:
            yield made(Kind.GROUP, lemma, left), None
        return
    kind = _kind_alone(lemma)
    if kind is not None and (lemma not in NOT_ALONE or lemma in COUNTRIES or lemma in BODIES):
        yield made(kind, lemma, left), whose


def _begin(token: Token, left: int, owner: "MentionDraft") -> int:
    """First token of a description: its owner's name where that stands in front ("South Korean units"), else its first modifier."""
    return owner.start_token if owner.head < token.i else left


def _modifiers(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in _WHOSE:
            case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
            if case in {"", "of", "from", "'s", "’s", "'", "’"}:
                yield child
                yield from (c for c in child.children if c.dep_ == "conj")


def _role_start(token: Token, inside: bytearray) -> int:
    """First token of the role: "foreign minister", "secretary general" - back over its modifiers."""
    start = token.i
    while start > token.sent.start and not inside[start - 1]:
        before = token.doc[start - 1]
        if before.head.i not in range(start - 1, token.i + 1) or before.dep_ not in {
            "compound",
            "amod",
            "flat",
            "nmod:desc",
        }:
            break
        start -= 1
    return start


def _kind_alone(lemma: str) -> Kind | None:
    if lemma in COUNTRIES:
        return Kind.COUNTRY
    if lemma in BODIES:
        return Kind.ORG
    for nouns, kind in (
        (EVENTS, Kind.EVENT),
        (SHIPS, Kind.EQUIPMENT),
        (PLACES, Kind.PLACE),
        (FACILITIES, Kind.FACILITY),
    ):
        if lemma in nouns:
            return kind
    return None
