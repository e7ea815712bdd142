"""Which entity a noun phrase stands for: itself where it is a mention, else the one it belongs to ("the Japanese defence ministry's plan")."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from graph.model import Kind
from ingest.plurals import together
from ingest.syntax import Tree, words

#: Nouns that mean somebody else than whom they name: "Russia's neighbour" is not Russia.
_OTHERS: Final = words(
    "ally neighbor neighbour rival critic opponent enemy supporter version counterpart foe adversary victim "
    "partner friend successor predecessor alternative equivalent opposition day week month year hour minute "
    "morning evening night time kind sort type thing affair studies expert specialist scholar language embassy- "
    "row dollar euro yuan yen ruble rouble peso currency food restaurant translation name word edition origin "
    "descent speaker accent"
)
#: A phrase of these with a place after "in" stands for the place's country: "police in Japan".
_LOCAL: Final = words(
    "police authority authorities court judge prosecutor government official officials officer lawmaker "
    "parliament troops troop force forces soldier army military activist protester protesters demonstrator people "
    "resident worker opposition rebel militant court regime leader leaders citizen minister ministry tribunal "
    "jury magistrate fighter insurgent gunmen party media base city town village position area region refugee "
    "camp target site facility economy economist border civilian militia group organization organisation company "
    "ambassador embassy diplomat envoy university hospital school student election vote referendum ballot crackdown "
    "arrest execution"
)
_TIMES: Final = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. today "
    "yesterday tomorrow week weekend month year day night hour morning evening afternoon time times weeks months "
    "years days hours decade decades century power office effect place"
)
#: What is done to somebody: "the invasion of Chad" and "Anna Berg's arrest" are not the deeds of those named.
_DONE_TO: Final = words(
    "invasion occupation annexation bombing bombardment shelling siege blockade killing murder assassination massacre poisoning "
    "execution torture arrest detention imprisonment jailing sentencing abduction kidnapping capture seizure expulsion deportation "
    "destruction persecution downing hijacking release liberation"
)
_BORDERS: Final = words("border frontier boundary")
_SPEAKERS: Final = frozenset({"i", "we", "us", "me", "our", "my", "you", "your"})

#: How sure an entity is meant: named itself; through a modifier; somewhere below.
DIRECT: Final = 1.0
APPOSED: Final = 0.97
OWNER: Final = 0.9
BELOW: Final = 0.75
RECALL: Final = 0.85
PRONOUN: Final = 0.88

_THINGS: Final = frozenset({"it", "they", "them", "this", "that", "these", "those", "which"})

_LOOK_BACK: Final = 150
#: Collective actors of which a text speaks on as "the ...".
_BODIES: Final = words(
    "delegation government administration regime army military troop force police navy fleet ministry court "
    "parliament cabinet team side company party group militia rebel leadership mission crew authority official "
    "minister leader"
)
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})
#: Things that belong to whoever did or sent them; a later "the attack" is the attacker's, "the fleet" is whose strike group it was.
RECALLED: Final = {
    word: group
    for group, words in {
        "attack": "attack invasion assault offensive war strike raid bombing shelling aggression bombardment airstrike incursion campaign move "
        "attacks action killing massacre annexation occupation operation provocation launch test",
        "force": "force troop soldier army fleet group ship warship carrier vessel flotilla unit contingent jet aircraft military deployment",
        "sanction": "sanction embargo ban tariff restriction measure",
        "proposal": "proposal offer plan request demand call appeal bid",
    }.items()
    for word in words.split()
}


class Draft(Protocol):
    """What is asked of a mention: see ingest.mentions.MentionDraft."""

    @property
    def start_token(self) -> int: ...
    @property
    def end_token(self) -> int: ...
    @property
    def head(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def form(self) -> str: ...
    @property
    def noun(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Party:
    """Who or what stands at an end: the head of the noun phrase, the mention in it (None: not named), and how sure that is meant.
    `state`: id of the country that is meant by a mention of a place in it."""

    word: int
    draft: int | None
    quality: float
    state: str | None = None


class Parties:
    """Finds the parties of the noun phrases of one text. `unnamed`: also give phrases in which no entity is named."""

    def __init__(
        self,
        tree: Tree,
        by_head: Mapping[int, int],
        drafts: Sequence[Draft],
        entity: Callable[[int], str],
        kind: Callable[[int], Kind],
        unnamed: bool = False,
    ) -> None:
        self.tree = tree
        self.by_head = by_head
        self.drafts = drafts
        self.entity, self.kind = entity, kind
        self.unnamed = unnamed
        self._recalled: dict[str, Party] = {}

    def acts(self, name: int) -> bool:
        """Whether the phrase that a name modifies is of people or bodies: "the Lagos police", not "a Lagos home"."""
        return self.tree.tag[name] == "NNPS" or self.tree.lemma[self.tree.head[name]] in _LOCAL

    def remember(self, word: int, party: Party) -> None:
        """What `word` names ("invasion", "strike group") was `party`'s, should the text go on about "the invasion", "the fleet"."""
        group = RECALLED.get(self.tree.lemma[word])
        if group and party.draft is not None:
            self._recalled[group] = party

    def _recall(self, word: int) -> list[Party]:
        tree = self.tree
        party = self._recalled.get(RECALLED.get(tree.lemma[word], ""))
        if tree.lemma[word] in _DONE_TO and any(tree.case(kid) == "of" for kid in tree.kids[word]):
            return []  # told of anew: "the killing of students"
        if party is None or not any(tree.dep[k] == "det" and tree.lower[k] in _DEFINITE for k in tree.kids[word]):
            return []
        return [Party(word, party.draft, RECALL)]

    def of(self, words: Iterable[int], direct: bool = False) -> list[Party]:
        """The parties of these noun phrases, coordinated members each on its own. `direct`: only those named themselves."""
        found: list[Party] = []
        for word in words:
            for part in self.tree.conjuncts(word):
                found.extend(self._of_one(part, direct))
        if self.unnamed and any(party.draft is not None for party in found):
            found = [party for party in found if party.draft is not None]
        return _distinct(found)

    def each(self, words: Iterable[int], direct: bool = False) -> list[Party]:
        """The parties of these heads alone; coordinated members of a phrase only where all its heads are given."""
        return _distinct(party for word in words for party in self._of_one(word, direct))

    def _of_one(self, word: int, direct: bool) -> list[Party]:
        tree = self.tree
        index = self.by_head.get(word)
        if index is not None and self.drafts[index].form == "nominal" and tree.dep[word] == "appos":
            above = self.by_head.get(tree.head[word])
            if above is not None and self.drafts[above].kind is Kind.PERSON:
                return [Party(tree.head[word], above, APPOSED)]
        if index is not None and self.drafts[index].form == "nominal":
            named = self._apposed(word) or (self._included(word) if tree.lemma[word] == "member" else [])
            if named:
                return named
        if index is None or self.drafts[index].form == "nominal":
            several = together(tree, word, self.by_head, self.kind, self.entity, self._members)
            if several:
                return [Party(word, member, PRONOUN) for member in several]
        if tree.pos[word] == "PRON":  # "we, the leaders of France and Italy"
            explained = [p for p in self.of(tree.under(word, "appos")) if p.draft is not None]
            if explained:
                return explained
        if index is not None:
            vague = tree.lower[word] in _THINGS or tree.lemma[word] in ("nation", "country", "state")
            quality = PRONOUN if vague and self.drafts[index].form != "name" else DIRECT
            return [Party(word, index, quality), *self._inside_list(word, index), *self._named_beside(word, index)]
        if tree.lower[word] in _SPEAKERS:
            return []
        named = self._apposed(word)
        if named:
            return named
        if tree.pos[word] == "PRON":
            return []
        if not direct and tree.lemma[word] in _OTHERS:
            included = self._included(word)
            if included:
                return included
        if not direct and tree.lemma[word] not in _OTHERS and tree.nominal(word):
            owned = self._owner(word)
            if owned:
                return owned
            found = self._included(word) or self._recall(word) or self._same_noun(word)
            if found:
                return found
        if self.unnamed and tree.pos[word] in ("NOUN", "PROPN") and tree.lower[word] not in _TIMES:
            return [Party(word, None, BELOW)]
        return []

    def _members(self, word: int) -> list[int]:
        """The mentions of those named in a noun phrase."""
        return [party.draft for party in self.of([word]) if party.draft is not None]

    def _included(self, word: int) -> list[Party]:
        """ "partners including India and Singapore": those named."""
        tree = self.tree
        named = self.of(tree.examples(word))
        return [Party(p.word, p.draft, p.quality * OWNER) for p in named if p.draft is not None]

    def _same_noun(self, word: int) -> list[Party]:
        """ "the delegation", when a U.S. delegation was spoken of shortly before."""
        tree = self.tree
        lemma = tree.lemma[word]
        if lemma not in _BODIES or not any(
            tree.dep[k] == "det" and tree.lower[k] in _DEFINITE for k in tree.kids[word]
        ):
            return []
        for other in range(word - 1, max(-1, word - _LOOK_BACK), -1):
            if tree.lemma[other] == lemma:
                index = self.by_head.get(other)
                owned = [Party(other, index, DIRECT)] if index is not None else self._owner(other)
                if owned:
                    return [Party(word, owned[0].draft, RECALL)]
        return []

    def _inside_list(self, word: int, index: int) -> list[Party]:
        """ "officials from Australia, Japan": a nominal mention that names only the first of several."""
        tree, draft = self.tree, self.drafts[index]
        if draft.form != "nominal":
            return []
        found: list[Party] = []
        for kid in tree.kids[word]:
            if tree.dep[kid] in ("nmod", "amod", "compound", "nmod:poss"):
                for part in tree.conjuncts(kid)[1:]:
                    inner = self.by_head.get(part)
                    if (inner is not None and not draft.start_token <= part < draft.end_token) or (
                        inner is not None and tree.dep[kid] in ("amod", "compound", "nmod")
                    ):
                        found.append(Party(part, inner, OWNER))
        return found

    def _named_beside(self, word: int, index: int) -> list[Party]:
        """ "EU members Germany and France": the further names after a plural that stands for the first of them."""
        tree, name = self.tree, self.drafts[index].head
        if name == word or tree.head[name] != word or tree.tag[word] not in ("NNS", "NNPS"):
            return []
        others = tree.conjuncts(name)[1:] if name > word else []
        return [Party(part, self.by_head[part], DIRECT) for part in others if part in self.by_head]

    def _apposed(self, word: int) -> list[Party]:
        """The name in "President Barack Obama" when the title heads it."""
        tree = self.tree
        best: list[Party] = []
        for kid in tree.kids[word]:
            if tree.dep[kid] in ("flat", "appos", "nmod:desc", "compound", "nmod:unmarked"):
                index = self.by_head.get(kid)
                if (
                    index is not None
                    and self.drafts[index].kind is Kind.PERSON
                    and self.drafts[index].form == "name"
                    and kid > word
                ):
                    best.append(Party(kid, index, APPOSED))
        return best[:1]

    def _owner(self, word: int) -> list[Party]:
        tree = self.tree
        if tree.lower[word] in ("countries", "nations", "governments", "sides", "parties") and any(
            tree.lower[kid] == "their" for kid in tree.kids[word]
        ):
            return []  # the countries of several persons, none of them named
        done_to = tree.lemma[word] in _DONE_TO and tree.lemma[tree.head[word]] != "warrant"
        for deps, cases in (
            *(((("nmod",), ("by",)),) if done_to else ()),
            *(((("nmod",), ("with",)),) if tree.lemma[word] in _BORDERS else ()),
            (("nmod:poss",), None),
            (("amod", "compound", "nmod:desc", "nmod:unmarked"), None),
            (("nmod",), ("of", "from", "by")),
            (("nmod",), ("between",)),
            (("acl",), None),
            (("nmod", "obl"), ("in", "inside", "at", "within", "across", "near")),
        ):
            if deps == ("nmod", "obl") and tree.lemma[word] not in _LOCAL:
                continue
            found: list[Party] = []
            for kid in self._below_deed(word) if done_to else tree.kids[word]:
                if tree.dep[kid] not in deps or (cases is not None and tree.case(kid) not in cases):
                    continue
                if done_to and (tree.case(kid) == "of" or self._is_person(kid)):
                    continue
                if deps == ("acl",):
                    found.extend(self._makers(kid))
                    continue
                for part in tree.conjuncts(kid):
                    index = self.by_head.get(part)
                    if index is not None:
                        found.append(Party(part, index, OWNER))
                    elif deps[0] in ("nmod:poss", "nmod") and tree.nominal(part) and tree.lemma[part] not in _OTHERS:
                        found.extend(
                            Party(p.word, p.draft, p.quality * OWNER) for p in self._apposed(part) or self._owner(part)
                        )
            if found:
                return found
        return []

    def _below_deed(self, word: int) -> list[int]:
        """What hangs on a deed, or on whom it is done to: "the bombing of Chad by Sudan", "the arrest of students in Chad"."""
        tree = self.tree
        victims = [kid for kid in tree.kids[word] if tree.case(kid) == "of"]
        low = [part for kid in victims for part in tree.under(kid, "nmod") if tree.case(part) in ("by", "in")]
        return [*tree.kids[word], *low]

    def _is_person(self, word: int) -> bool:
        index = self.by_head.get(word)
        return index is not None and self.tree.case(word) != "by" and self.kind(index) is Kind.PERSON

    def _makers(self, verb: int) -> list[Party]:
        """ "missiles fired by the army": whose they are."""
        tree = self.tree
        found: list[Party] = []
        if tree.tag[verb] == "VBN":
            for kid in tree.kids[verb]:
                if tree.case(kid) == "by" and tree.dep[kid].startswith("obl"):
                    found.extend(
                        Party(p.word, p.draft, p.quality * OWNER) for p in self.of([kid]) if p.draft is not None
                    )
        return found

    def below(self, word: int, skip: frozenset[int] = frozenset()) -> list[Party]:
        """Entities anywhere under a word, nearest first; those of one level together."""
        tree = self.tree
        level = [word]
        while level:
            found: list[Party] = []
            following: list[int] = []
            for current in level:
                for kid in tree.kids[current]:
                    if kid in skip or tree.dep[kid] in (
                        "nsubj",
                        "obl:agent",
                        "parataxis",
                        "punct",
                        "obl:unmarked",
                        "acl:relcl",
                    ):
                        continue
                    if tree.case(kid) in (
                        "according to",
                        "after",
                        "before",
                        "since",
                        "during",
                        "until",
                        "amid",
                        "under",
                        "despite",
                    ):
                        continue
                    index = self.by_head.get(kid)
                    if index is not None:
                        found.append(Party(kid, index, BELOW))
                    else:
                        following.append(kid)
            if found:
                found.sort(key=lambda party: party.word)
                return found
            level = following
        return []


def _distinct(parties: Iterable[Party]) -> list[Party]:
    """Each party once, as sure as its surest finding."""
    kept: dict[tuple[int, int | None], Party] = {}
    for party in parties:
        key = (party.word, party.draft)
        if key not in kept or kept[key].quality < party.quality:
            kept[key] = party
    return list(kept.values())


def pairs(members: Sequence[Party]) -> Iterator[tuple[Party, Party]]:
    """Each with each, once."""
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            yield one, other
