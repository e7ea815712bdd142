"""Descriptions and pronouns: "the alliance", "Japanese officials", "the prime minister", "his country", "they", "which".

A noun is listed here with what it can stand for. With a country or body beside it ("Japanese officials", "NATO forces") it means that
country or body, or a group of its people; on its own it needs "the", "this" or a possessive, and waits for coreference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from graph.model import Kind
from ingest.gazetteer import Gazetteer, office_key, words

if TYPE_CHECKING:
    from ingest.mentions import MentionDraft

# who acts for a state or body, so that "Japanese officials" are Japan
STATE = words(
    "government official authority leader leadership diplomat force troop military army navy regime administration soldier police warplane jet aircraft warship fleet delegation "
    "representative side personnel unit fighter-jet helicopter drone negotiator delegate ministry minister president envoy parliament lawmaker legislature senate cabinet bomber submarine "
    "gunner artillery missile tank marine sailor guard airstrike coastguard vessel frigate destroyer carrier intelligence spy agent prosecutor court embassy spokesman spokesperson "
    "spokeswoman commander general officer adviser aide nation people-state border-guard peacekeeper counterpart institution bank entity team group commissioner secretary ambassador "
    "presidency office agency staff headquarters air-force head chief executive council commission parliamentarian mp ceo citizenry security servicemen serviceman servicemember convoy contingent battalion brigade regiment garrison plane pilot hacker"
)
NOT_ALONE = words(
    "state nation group member team bank institution entity head chief executive side court mission people counterpart general carrier missile tank drone plane vessel aircraft"
)
# peoples and parties of them: an entity of their own, with a country
PEOPLE = words(
    "people citizen national civilian resident voter protester protestor demonstrator activist dissident rebel separatist militant insurgent fighter gunman militia militiaman guerrilla terrorist extremist "
    "settler refugee migrant immigrant asylum-seeker student journalist opposition worker miner farmer fisherman family child woman community minority population public crowd mob prisoner hostage "
    "detainee victim man men woman women teenager boy girl suspect pilgrim veteran survivor relative media press television broadcaster newspaper mercenary militiamen gunmen faction islamist jihadist nationalist loyalist paramilitary villager expatriate exile tribesman partisan oligarch businessman company firm investor hacker criminal smuggler trafficker pirate politician party nationalists protesters"
)
COUNTRIES = words(
    "country nation state republic kingdom neighbor neighbour homeland government regime military army navy authority leadership administration"
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
PLACES = words("island city town capital region province peninsula territory enclave strip strait village district")
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
# who is of the place where he is: "police in Mainz" are German, "troops in Iraq" need not be Iraqi
LOCAL = words(
    "police court authority official government prosecutor lawmaker protester protestor demonstrator resident student worker refugee judge doctor voter people civilian militant rebel insurgent "
    "farmer miner teacher journalist activist opposition regulator"
)
# ends like a person's trade but is none
_THINGS = words(
    "weather order power paper water letter matter border number sector factor war offer year member winter summer river center chapter computer corridor cover career peer corner quarter "
    "newspaper tanker helicopter carrier cruiser destroyer fighter-jet bomber freighter container reactor tractor motor visitor-center error terror labor harbor neighbor vapor favor honor color "
    "behavior humor flavor encounter register barrier filter trigger answer danger disorder disaster chamber cluster counter frontier layer ladder liter meter metre minister shelter shoulder "
    "silver sister brother father mother daughter tower theater timber trailer transfer encounter whisper wonder supper tier spur prayer leather hunger gender fiber fever december november october "
    "september never other however former latter later over under after per their her manner pioneer premier list mist twist fist grant warrant want plant restaurant instant infant elephant covenant moment user-server server "
    "router laser lever poster folder header banner timer printer scanner sensor monitor elevator indicator simulator generator accelerator radiator equator mirror horror tremor rumor tumor armor minor major interior "
    "exterior superior prior junior senior anchor ardor bid aid talk guideline deficit growth culture"
)
_ADMINISTRATIONS = words("administration government cabinet regime")
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})

Make = Callable[..., "MentionDraft"]
_OWNERS = frozenset({Kind.COUNTRY, Kind.IGO, Kind.ORG, Kind.PLACE, Kind.GROUP})


def with_nominals(
    doc: Doc, text: str, names: "Sequence[MentionDraft]", gazetteer: Gazetteer, make: Make
) -> "list[MentionDraft]":
    """The names and, among them, all descriptions and pronouns; `of` refers to positions in the answer."""
    describer = _Describer(doc, text, names, gazetteer, make)
    drafts: list[tuple[MentionDraft, Token | None]] = [(name, None) for name in names]
    for token in doc:
        if describer.inside[token.i]:
            continue
        if token.lower_ in _PERSONAL and token.tag_ in {"PRP", "PRP$"} and token.dep_ != "expl":
            drafts.append((describer.made(_PERSONAL[token.lower_], token.lower_, token, token.i, "pronoun"), None))
        elif token.lower_ in RELATIVE and token.tag_ in {"WP", "WDT", "WP$"}:
            drafts.append((describer.made(Kind.ORG, token.lower_, token, token.i, "pronoun"), None))
        elif token.pos_ in {"NOUN", "PROPN"} and (described := describer.describe(token)):
            drafts.append(described)
            drafts += describer.others(*described)
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i][0].start, -drafts[i][0].end))
    place_of = {drafts[i][0].head: place for place, i in enumerate(order)}
    out = []
    for i in order:
        draft, owner = drafts[i]
        out.append(draft if owner is None else replace(draft, of=place_of.get(owner.i)))
    return out


class _Describer:
    """Tells for a noun what description it heads, and whose."""

    def __init__(self, doc: Doc, text: str, names: "Sequence[MentionDraft]", gazetteer: Gazetteer, make: Make) -> None:
        self.doc, self.text, self.gazetteer, self.make = doc, text, gazetteer, make
        self.inside = bytearray(len(doc))
        for name in names:
            self.inside[name.start_token : name.end_token] = b"\1" * (name.end_token - name.start_token)
        self.at_head = {name.head: name for name in names}
        self.persons = {name.start_token for name in names if name.kind is Kind.PERSON}
        self.starts = {name.start_token for name in names if name.form == "name"}

    def made(self, kind: Kind, noun: str, token: Token, start: int, form: str = "nominal") -> "MentionDraft":
        first, end = self.doc[start].idx, token.idx + len(token)
        return self.make(first, end, self.text[first:end], kind, form, start, token.i + 1, token.i, "", noun)

    def describe(self, token: Token) -> "tuple[MentionDraft, Token | None] | None":
        lemma = token.lemma_.lower()
        if token.pos_ == "PROPN" and lemma.endswith("s") and lemma[:-1] in STATE | PEOPLE:
            lemma = lemma[:-1]  # headlines write "Syrian Refugees"
        if token.i + 1 in self.persons and lemma in OFFICES | STATE:
            return None  # a title right before a name ("Defense Minister Gen Nakatani")
        owner = self._owner(token, lemma)
        whose = next((c for c in token.children if c.dep_ == "nmod:poss" and c.lower_ in _PERSONAL), None)
        singular = "Plur" not in token.morph.get("Number", [])
        determiner = next((c.lower_ for c in token.children if c.dep_ == "det"), "")
        definite = determiner in {"the", "this", "that", "these", "those"}
        if lemma in OFFICES and singular and determiner not in {"a", "an"} and (definite or owner or whose):
            role = office_key(" ".join(t.text for t in self.doc[self._role_start(token) : token.i + 1]))
            start = min(self._left(token), self._role_start(token))
            if owner is not None and owner.i < token.i:
                start = min(start, self._first_of(owner))
            return self.made(Kind.PERSON, role, token, start), owner or whose
        if owner is not None:
            return self._owned(token, lemma, owner)
        if lemma in _ADMINISTRATIONS and (leader := self._leader(token)):
            return self.made(Kind.COUNTRY, "state", token, min(self._left(token), self._first_of(leader))), leader
        return self._alone(token, lemma, singular, definite, whose)

    def others(self, draft: "MentionDraft", owner: Token | None) -> "Iterator[tuple[MentionDraft, Token]]":
        """The same description for further owners: "US and Chinese officials", "officials from Japan and Australia"."""
        if draft.noun != "state" or owner is None:
            return
        for other in _coordinated(owner):
            if other.i in self.at_head and self.at_head[other.i].kind in _OWNERS:
                kind = self.at_head[other.i].kind
                yield replace(draft, kind=Kind.COUNTRY if kind is Kind.PLACE else kind), other

    def _owned(self, token: Token, lemma: str, owner: Token) -> "tuple[MentionDraft, Token] | None":
        """ "Japanese officials" are Japan, "Hamas fighters" Hamas, "Cuban protesters" a group of Cubans."""
        kind = self.at_head[owner.i].kind
        start = self._first_of(owner) if owner.i < token.i else self._left(token)
        if token.i + 1 in self.starts:
            return None  # "the Haitian group Veye Yo": the name says who
        if _against(self.doc, self.at_head[owner.i].start_token):
            if lemma in STATE | PEOPLE:  # "pro-Russian forces" are a group, not Russia
                return self.made(Kind.GROUP, lemma, token, self._left(token)), owner
            return None
        if lemma in OFFICES | PEOPLE | STATE and "Plur" not in token.morph.get("Number", []) and _predicate(token):
            return None  # "X, a Chinese intelligence officer": says what X is
        if lemma == "member" and "Plur" not in token.morph.get("Number", []):
            return None  # "a NATO member" is one of them, "NATO members" are NATO
        if lemma in PEOPLE and _counted(token) and _case(owner) in {"in", "at"}:
            return None  # "six people in Beirut" are nobody whom a text could come back to
        state = lemma in STATE or self.gazetteer.roles.get(lemma, ("", ""))[1] == "state"
        if (kind in {Kind.COUNTRY, Kind.PLACE} and state) or (
            kind is Kind.IGO and (state or lemma in BODIES or lemma == "member")
        ):
            return self.made(Kind.COUNTRY if kind is Kind.PLACE else kind, "state", token, start), owner
        if kind in {Kind.ORG, Kind.GROUP} and (state or lemma in PEOPLE) and lemma not in {"group", "court", "embassy"}:
            return self.made(kind, "state", token, start), owner
        if kind in {Kind.COUNTRY, Kind.PLACE} and (lemma in PEOPLE or _person(lemma)) and not _predicate(token):
            return self.made(Kind.GROUP, lemma, token, start), owner
        return None

    def _alone(
        self, token: Token, lemma: str, singular: bool, definite: bool, whose: Token | None
    ) -> "tuple[MentionDraft, Token | None] | None":
        """ "the alliance", "its navy"; plain plurals ("rebels") only as an echo of a group named before."""
        restricted = any(c.dep_ in {"acl:relcl", "acl"} or (c.dep_ == "nmod" and c.i > token.i) for c in token.children)
        if (restricted and lemma != "alliance") or not (definite or whose is not None):
            if lemma in PEOPLE and not singular and lemma not in {"people", "company", "firm", "party"}:
                return self.made(Kind.GROUP, lemma, token, self._left(token)), None
            return None
        if lemma in PEOPLE and not singular:
            return self.made(Kind.GROUP, lemma, token, self._left(token)), whose
        if lemma in STATE and definite and lemma not in COUNTRIES and lemma not in BODIES:
            return self.made(Kind.COUNTRY, "echo", token, self._left(token)), None
        kind = _kind_alone(lemma)
        if kind is Kind.COUNTRY and not singular:
            return None  # "the two nations"
        if kind is None or (lemma in NOT_ALONE and lemma not in COUNTRIES and lemma not in BODIES):
            return None
        return self.made(kind, lemma, token, self._left(token)), whose

    def _owner(self, token: Token, lemma: str, deep: bool = True) -> Token | None:
        """The name that says whose: an adjective, a possessive, "of", "from"; of places also "in", and through one noun between."""
        local = LOCAL if lemma in LOCAL else frozenset()
        named = [c for c in _modifiers(token, local) if c.i in self.at_head and self.at_head[c.i].kind in _OWNERS]
        if named:  # "Yemen's Houthi rebels" are Houthis
            return next((c for c in named if self.at_head[c.i].kind is Kind.ORG), named[0])
        if deep:
            for child in _modifiers(token, local):
                if child.pos_ in {"NOUN", "PROPN"} and child.i not in self.at_head:
                    between = self._owner(child, child.lemma_.lower(), deep=False)
                    if between is not None:
                        return between
        return None

    def _leader(self, token: Token) -> Token | None:
        """The person of "the Trump administration"."""
        return next((c for c in token.children if c.i in self.at_head and self.at_head[c.i].kind is Kind.PERSON), None)

    def _first_of(self, owner: Token) -> int:
        return self.at_head[owner.i].start_token

    def _left(self, token: Token) -> int:
        """First token of the noun with its adjectives and compounds ("Russian-backed separatists")."""
        return min(
            [token.i, *(c.left_edge.i for c in token.children if c.i < token.i and c.dep_ in {"compound", "amod"})]
        )

    def _role_start(self, token: Token) -> int:
        """First token of the role: "foreign minister", "secretary general" - back over its modifiers."""
        start = token.i
        while start > token.sent.start and not self.inside[start - 1]:
            before = self.doc[start - 1]
            if before.head.i not in range(start - 1, token.i + 1) or before.dep_ not in _ROLE_PARTS:
                break
            start -= 1
        return start


_ROLE_PARTS = frozenset({"compound", "amod", "flat", "nmod:desc"})


def _coordinated(owner: Token) -> Iterator[Token]:
    for child in owner.children:
        if child.dep_ == "conj":
            yield child
            yield from _coordinated(child)


def _modifiers(token: Token, local: frozenset[str]) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in _WHOSE:
            case = _case(child)
            if case in {"", "of", "from", "'s", "’s", "'", "’"} or (local and case in {"in", "at"}):
                yield child
                yield from (c for c in child.children if c.dep_ == "conj")


def _case(token: Token) -> str:
    """The preposition of a phrase, "" where it has none."""
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _counted(token: Token) -> bool:
    return any(c.dep_ == "nummod" for c in token.children)


def _against(doc: Doc, start: int) -> bool:
    """Whether the name is the end of "pro-Russian" or "anti-American"."""
    return start >= 2 and doc[start - 1].text in {"-", "–"} and doc[start - 2].lower_ in {"pro", "anti", "non"}


def _predicate(token: Token) -> bool:
    """ "X is a Dutch politician", "X, a Dutch politician": says what somebody is."""
    return token.dep_ in {"appos", "xcomp", "nmod:desc"} or any(c.dep_ == "cop" for c in token.children)


def _person(lemma: str) -> bool:
    """Whether the noun looks like a trade or sort of people ("merchant", "teacher", "policeman")."""
    return (
        lemma not in _THINGS
        and len(lemma) > 4
        and lemma.endswith(("er", "or", "ist", "ian", "ant", "man", "woman", "people", "person", "men"))
    )


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
