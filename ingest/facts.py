"""Standing facts that no trigger word tells: offices from titles, places in places, organs of states."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph.model import Kind
from ingest.entities import Cast
from ingest.matching import Finding
from ingest.nominals import FACILITIES, PLACES
from ingest.offices import Office, starting
from ingest.parties import Party
from ingest.rules import Lexicon
from ingest.syntax import Tree, words

_AFFILIATES: Final = re.compile(
    r"\b(?:professor|lecturer|scholar|analyst|expert|researcher|fellow|economist|historian|scientist|journalist|correspondent|reporter|"
    r"author|editor|activist|lawyer|strategist|specialist|employee|student|columnist|academic|teacher|engineer|agent)\b",
    re.I,
)
_CITIZENS: Final = re.compile(
    r"\b(?:business(?:man|woman|person)|tycoon|oligarch|citizen|national|dissident|activist|journalist|lawyer|author|engineer|politician|"
    r"statesman|writer|singer|actor|student|economist|historian|scientist|cleric|warlord)s?$",
    re.I,
)
_PARTIES: Final = re.compile(
    r"\b(?:Party|Rally|Front|Movement|Alliance|Democrats|Republicans|Socialists|Greens|Conservatives|Liberals)\b"
)
_UNITS: Final = re.compile(r"\b(?:commander|officer|soldier|fighter|member|captain|sergeant|pilot)$", re.I)
_NATIONAL: Final = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|minister|king|queen|emperor|emir|sultan|ambassador|secretary of state)\b",
    re.I,
)
_TOWNS: Final = words(
    "town city village capital port province region district state island county peninsula territory municipality "
    "suburb enclave"
)
_PART_NOUNS: Final = words("territory part branch dependency colony subsidiary arm wing")
_ORGANS: Final = words(
    "ministry army navy court parliament senate congress government police agency commission council department "
    "office guard force forces bank authority bureau service assembly"
)
#: Those that only a state has, so that "… of Kenya" is Kenya's own.
_STATE_ORGANS: Final = words("ministry court parliament senate government bank assembly")
#: What lies where it is told to be "of" or somebody's: "Kyiv's main airport", "the capital of Peru".
_SITES: Final = (
    _TOWNS | FACILITIES | PLACES | words("centre center suburb residence stadium hospital station headquarters")
)
_BASED: Final = frozenset({"based", "located", "headquartered", "situated"})
_PLACES: Final = frozenset({Kind.PLACE, Kind.COUNTRY, Kind.FACILITY})
_SMALL: Final = frozenset({Kind.PLACE, Kind.FACILITY})


class Facts:
    """Reads facts from the mentions of one text: `cast` is ingest.entities.Cast."""

    def __init__(self, tree: Tree, cast: Cast, lexicon: Lexicon) -> None:
        self.tree, self.cast, self.lexicon = tree, cast, lexicon
        self.text = tree.doc.text  # the Doc would put it together anew at each asking

    def findings(self) -> Iterator[Finding]:
        yield from self._offices()
        yield from self._of_bodies()
        yield from self._places()
        yield from self._based()
        yield from self._parts()

    def _kind(self, index: int) -> Kind:
        return self.cast.entities[self.cast.entity_ids[index]].kind

    def _party(self, index: int, quality: float = 1.0) -> Party:
        return Party(self.cast.drafts[index].head, index, quality)

    def _offices(self) -> Iterator[Finding]:
        cast = self.cast
        for office in cast.offices:
            if office.body is None:
                yield from self._national(office)
                continue
            if not self._plausible(office):
                continue
            member = office.role.lower().split()[-1:] == ["member"]
            kind = self._kind(office.body)
            name = "MEMBER_OF" if member else "OFFICE_IN"
            if _CITIZENS.search(office.role) or (kind is Kind.COUNTRY and _AFFILIATES.search(office.role)):
                name = "CITIZEN_OF" if kind is Kind.COUNTRY else "" if kind is Kind.PLACE else "AFFILIATED_WITH"
            elif _AFFILIATES.search(office.role):
                name = "AFFILIATED_WITH"
            rule = self.lexicon.offices.get(name)
            if rule is None or kind not in rule.type.object:
                continue
            word = self._word_at(office.start, office.end)
            yield Finding(
                rule, word, word, self._party(office.person), self._party(office.body), 0.95, role=office.role
            )

    def _of_bodies(self) -> Iterator[Finding]:
        """ "Ana Ruiz of the Carnegie Endowment" works there, "Pedro Gil of the Liberal Party" is a member."""
        text, cast = self.text, self.cast
        told = {(office.person, office.body) for office in cast.offices}
        for one, other in zip(range(len(cast.drafts)), range(1, len(cast.drafts)), strict=False):
            person, body = cast.drafts[one], cast.drafts[other]
            named = person.form == body.form == "name" and self._kind(one) is Kind.PERSON
            if not named or self._kind(other) not in (Kind.ORG, Kind.IGO) or (one, other) in told:
                continue
            if re.fullmatch(r" of (?:the )?", text[person.end : body.start]):
                name = "MEMBER_OF" if _PARTIES.search(body.text) else "AFFILIATED_WITH"
                rule = self.lexicon.offices[name]
                yield Finding(rule, body.head, body.head, self._party(one), self._party(other), 0.85)

    def _national(self, office: Office) -> Iterator[Finding]:
        """ "Prime Minister Bainimarama": of the country that the reference data, or the article, says is the person's."""
        cast, rule = self.cast, self.lexicon.offices["OFFICE_IN"]
        country = cast.country.get(cast.entity_ids[office.person])
        if country not in cast.entities or not _NATIONAL.search(office.role):
            return
        index = next((i for i, entity in enumerate(cast.entity_ids) if entity == country), None)
        if index is not None:
            word = self._word_at(office.start, office.end)
            yield Finding(rule, word, word, self._party(office.person), self._party(index, 0.9), 0.95, role=office.role)

    def _plausible(self, office: Office) -> bool:
        """Not another's title ("Merkel, French President Hollande"), nor a body further off than a title's ("a commander of a unit of ...
        in Ukraine"); of what people are by trade ("a Russian journalist") the country stands right before it."""
        text, drafts = self.text, self.cast.drafts
        person, body = drafts[office.person], drafts[office.body or 0]
        if re.match(r"[-–](?:based|born)", text[body.end : body.end + 6]):
            return False
        if office.start >= person.end:
            for index in starting(drafts, office.end, office.end + 2):
                other = self.cast.entity_ids[index] != self.cast.entity_ids[office.person]
                if other and drafts[index].kind is Kind.PERSON:
                    return False
        between = text[office.end : body.start] if body.start >= office.end else text[body.end : office.start]
        trade = _CITIZENS.search(office.role) or _AFFILIATES.search(office.role)
        if trade and self._kind(office.body or 0) is Kind.COUNTRY:
            return body.end <= office.start and len(between.split()) <= 2
        return len(between.split()) <= (4 if _UNITS.search(office.role) else 12)

    def _word_at(self, start: int, end: int) -> int:
        span = self.tree.doc.char_span(start, end, alignment_mode="expand")
        return span.end - 1 if span is not None else 0

    def _places(self) -> Iterator[Finding]:
        tree, cast, rule = self.tree, self.cast, self.lexicon.places
        if rule is None:
            return
        drafts = cast.drafts
        for index, draft in enumerate(drafts):
            if draft.form != "name" or self._kind(index) not in (*_SMALL, Kind.ORG, Kind.IGO, Kind.EVENT):
                continue
            small = self._kind(index) in _SMALL
            following = draft.end_token
            if small and following + 1 < len(tree.text) and tree.text[following] == ",":
                other = self._starting_at(following + 1)
                if other is not None and drafts[other].form == "name" and self._chained(index, other):
                    yield Finding(rule, draft.head, draft.head, self._party(index), self._party(other), 0.92)
            if small:
                for other in self._town_of(index):
                    yield Finding(rule, draft.head, draft.head, self._party(index), self._party(other), 0.92)
            listed = tree.conjuncts(tree.first_conjunct(draft.head))  # "Cusco and Ayacucho in Peru"
            for kid in (k for head in (draft.head, listed[-1]) for k in tree.kids[head]):
                if tree.dep[kid] == "nmod" and tree.case(kid) == "in" and kid >= draft.end_token:
                    other = cast.by_head.get(kid)
                    if other is not None and drafts[other].form == "name" and self._kind(other) in _PLACES:
                        yield Finding(rule, draft.head, draft.head, self._party(index), self._party(other), 0.85)
            for other in self._described(index) if small else ():
                yield Finding(rule, draft.head, draft.head, self._party(index), self._party(other), 0.85)

    def _described(self, index: int) -> Iterator[int]:
        """ "Boryspil, Kyiv's main airport", "Granja do Torto, the president's residence in the Federal District"."""
        tree, cast = self.tree, self.cast
        for noun in tree.under(cast.drafts[index].head, "appos"):
            if noun in cast.by_head and cast.drafts[cast.by_head[noun]].form == "name":
                continue
            for kid in tree.kids[noun] if tree.lemma[noun] not in _PART_NOUNS else ():
                other = cast.by_head.get(kid)
                inside = tree.dep[kid] == "nmod" and tree.case(kid) == "in"
                of = tree.dep[kid] == "nmod:poss" or (tree.dep[kid] == "nmod" and tree.case(kid) == "of")
                told = inside or (of and tree.lemma[noun] in _SITES)  # "Oslo, a partner of Chad" is elsewhere
                named = other is not None and other != index and cast.drafts[other].form == "name"
                if told and named and other is not None and self._kind(other) in _PLACES:
                    yield other

    def _chained(self, inner: int, outer: int) -> bool:
        """ "Honiara, Solomon Islands": a small place and the larger one around it, not members of a list nor another phrase."""
        tree, cast = self.tree, self.cast
        one, two = cast.drafts[inner], cast.drafts[outer]
        ids = cast.entity_ids
        if not self._holds(outer, inner) or ids[inner] == ids[outer]:
            return False
        known = self._kind(outer) is Kind.COUNTRY and cast.country.get(ids[inner]) == ids[outer]
        if tree.dep[two.head] in ("nsubj", "nsubj:pass") or (tree.dep[two.head] == "conj" and not known):
            return False
        if known:
            return True
        closed = two.end_token >= len(tree.text) or tree.text[two.end_token] in (
            ",",
            ".",
            ")",
            "(",
            ";",
            ":",
            "-",
            "–",
            "—",
            "’s",
            "'s",
        )
        listed = any(tree.dep[kid] == "conj" for kid in (*tree.kids[one.head], *tree.kids[two.head]))
        return closed and not listed and tree.head[two.head] == one.head

    def _based(self) -> Iterator[Finding]:
        """ "the mission, based in the German town of Wiesbaden", "Located in East Asia, Japan is …": read beside the parse, which often
        takes "based in" for a preposition."""
        tree, rule = self.tree, self.lexicon.places
        if rule is None:
            return
        yield from self._based_before()
        for word, lower in enumerate(tree.lower[:-1]):
            if lower not in _BASED or tree.lower[word + 1] not in ("in", "at", "near", "on"):
                continue
            place = self._place_after(word + 2)
            resident = self._before(word) if place is not None else None
            if place is not None and resident is None and word == tree.sentences[tree.sentence_of[word]][0]:
                resident = next((i for i in self._subjects_of(word)), None)
            if place is not None and resident is not None and place != resident:
                yield Finding(rule, word, word, self._party(resident), self._party(place), 0.9)

    def _based_before(self) -> Iterator[Finding]:
        """ "the London-based bank HSBC", "Ana Ruiz, a Lima-based lawyer"."""
        tree, cast, rule = self.tree, self.cast, self.lexicon.places
        if rule is None:
            return
        for index, draft in enumerate(cast.drafts):
            based = draft.end_token + 1
            if draft.form != "name" or self._kind(index) not in _PLACES or based >= len(tree.text):
                continue
            if tree.lower[based] != "based" or tree.text[based - 1] not in ("-", "–"):
                continue
            noun = tree.head[based]
            if tree.dep[noun] == "appos":
                noun = tree.head[noun]
            resident = cast.by_head.get(noun)
            if resident is not None and resident != index and self._kind(resident) is not Kind.COUNTRY:
                yield Finding(rule, based, based, self._party(resident), self._party(index), 0.9)

    def _place_after(self, word: int) -> int | None:
        """The first place named within the next words, a name rather than an adjective."""
        for index, draft in enumerate(self.cast.drafts):
            if word <= draft.start_token <= word + 7 and draft.form == "name" and self._kind(index) in _PLACES:
                return (
                    index
                    if not any(self.tree.text[i] in (",", ".", ";") for i in range(word, draft.start_token))
                    else None
                )
        return None

    def _before(self, word: int) -> int | None:
        """The name that ends just before a word, brackets, commas and copulas aside."""
        skip = word - 1
        while skip >= 0 and self.tree.lower[skip] in (
            ",",
            "(",
            ")",
            "which",
            "that",
            "is",
            "are",
            "was",
            "were",
            "’",
            "”",
            '"',
            "'",
        ):
            skip -= 1
        for index, draft in enumerate(self.cast.drafts):
            if draft.form == "name" and draft.end_token == skip + 1 and self._kind(index) not in (Kind.COUNTRY,):
                return index
        return None

    def _subjects_of(self, word: int) -> Iterator[int]:
        """Mentions that are the subject of the clause a participle opens."""
        tree = self.tree
        for kid in tree.kids[tree.head[word]]:
            if tree.dep[kid] in ("nsubj", "nsubj:pass") and kid in self.cast.by_head:
                yield self.cast.by_head[kid]

    def _starting_at(self, token: int) -> int | None:
        for index, draft in enumerate(self.cast.drafts):
            if draft.start_token == token:
                return index
        return None

    def _holds(self, outer: int, inner: int) -> bool:
        """Whether `outer` is a country or region in which the reference data knows `inner`, or of which it knows nothing against it."""
        cast = self.cast
        if self._kind(outer) not in (Kind.COUNTRY, Kind.PLACE):
            return False
        ids = cast.entity_ids
        country = cast.country.get(ids[inner])
        if self._kind(outer) is Kind.COUNTRY:
            return country is None or country == ids[outer]
        return country is None or country == cast.country.get(ids[outer], country)

    def _town_of(self, index: int) -> Iterator[int]:
        """ "the German town of Wiesbaden", "Madagascar's capital, Antananarivo", "the Dutch city Utrecht"."""
        tree, cast = self.tree, self.cast
        head = cast.drafts[index].head
        above = tree.head[head]
        towns = [
            kid
            for kid in tree.kids[head]
            if tree.lemma[kid] in _TOWNS and tree.dep[kid] in ("compound", "nmod:desc", "appos")
        ]
        if tree.lemma[above] in _TOWNS and (
            tree.dep[head] in ("appos", "flat", "nmod:desc") or (tree.dep[head] == "nmod" and tree.case(head) == "of")
        ):
            towns.append(above)
        for town in towns:
            for kid in tree.kids[town]:
                other = cast.by_head.get(kid)
                if other is None or kid == head:
                    continue
                if (
                    (
                        tree.dep[kid] in ("amod", "compound", "nmod:poss")
                        or (tree.dep[kid] == "nmod" and tree.case(kid) in ("in", "of"))
                    )
                    and self._kind(other) in _PLACES
                    and other != index
                ):
                    yield other

    def _ends_in_state(self, name: str, state: str) -> bool:
        """Whether the name of a body names its state behind "of"."""
        entity = self.cast.entities.get(state)
        behind = re.sub(r"^the ", "", name.rpartition(" of ")[2], flags=re.I)
        return (
            entity is not None
            and entity.kind is Kind.COUNTRY
            and " of " in name
            and behind in (entity.name, *entity.aliases)
        )

    def _parts(self) -> Iterator[Finding]:
        """ "the Chinese Foreign Ministry", "Ukraine's Supreme Court"."""
        tree, cast, rule = self.tree, self.cast, self.lexicon.parts
        if rule is None:
            return
        for index, draft in enumerate(cast.drafts):
            if draft.form != "name" or self._kind(index) is not Kind.ORG:
                continue
            words = set(tree.lower[draft.start_token : draft.end_token])
            if not words & _ORGANS:
                continue
            state = cast.country.get(cast.entity_ids[index])
            # "the Supreme Court of Kenya"
            if state and words & _STATE_ORGANS and self._ends_in_state(draft.text, state):
                whole = replace(self._party(index, 0.9), state=state)
                yield Finding(rule, draft.head, draft.head, self._party(index), whole, 0.85)
            for kid in tree.kids[draft.head]:
                other = cast.by_head.get(kid)
                if (
                    other is not None
                    and tree.dep[kid] in ("nmod:poss", "amod", "compound")
                    and self._kind(other) in (Kind.COUNTRY, Kind.IGO)
                ):
                    yield Finding(rule, draft.head, draft.head, self._party(index), self._party(other), 0.85)
