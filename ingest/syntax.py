"""A parsed text as plain lists: what the relation rules ask of a spaCy Doc, made once and cheap to ask (UD labels, Penn tags)."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc


def words(text: str) -> frozenset[str]:
    """A set of words, written as one text."""
    return frozenset(text.split())


#: Labels under which the words of a noun phrase hang on its head.
MODIFIERS: Final = frozenset({"amod", "compound", "nmod:desc", "nmod:unmarked", "flat", "appos", "nmod:poss", "det"})
_FINITE: Final = frozenset({"VBD", "VBN", "VBZ", "VBP"})
_CASE: Final = frozenset({"case", "mark"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "SYM", "X", "DET"})
#: Nouns that stand before what is meant: "a series of strikes", "dozens of fighters".
_CONTAINERS: Final = words(
    "series number group lot lots dozen dozens hundred hundreds thousand thousands million millions billion "
    "billions ton tons tonne tonnes couple round wave spate string package kind sort type form set batch piece "
    "member members majority part parts shipment host total pair range rest barrage act acts campaign period "
    "state level flow supply programme program amount worth dollar euro pound yen yuan"
)
#: Heads whose compound says what it is: "aid package", "sanctions regime".
_CARRIERS: Final = words(
    "package delivery effort convoy shipment program programme measure deal operation campaign worker supply "
    "order round team mission material equipment treaty agreement plan request attempt bid kit flight system "
    "group force drive sale"
)
#: Verbs whose "from" behind an object tells where that is from.
_TAKES_NO_SOURCE: Final = words(
    "meet host greet welcome brief consult see kill wound injure attack accuse criticize criticise condemn warn urge praise thank tell ask"
)
_GIVING: Final = words("grant give award offer promise send deny pay hand lend owe assign allocate")
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_DIRECTIONS: Final = words("north south east west")
_LINKING: Final = words("be become remain stay seem appear feel go come turn")
#: Verbs that say an office of somebody: "will serve as chairman", not "would be bound as a member".
_TAKING_OFFICE: Final = words(
    "take serve act continue remain stay return appoint reappoint elect nominate name choose select pick confirm install "
    "swear propose succeed start begin"
)


class Tree:
    """The words of a Doc by token index. Heads form one tree per sentence; a sentence's root is its own head."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = [token.text for token in doc]
        self.lower = [text.lower() for text in self.text]
        self.lemma = [(token.lemma_ or token.text).lower() for token in doc]
        self.tag = [token.tag_ for token in doc]
        self.pos = [token.pos_ for token in doc]
        self.dep = [token.dep_ for token in doc]
        self.head = [token.head.i for token in doc]
        self._repair()
        self.kids: list[list[int]] = [[] for _ in doc]
        for word, head in enumerate(self.head):
            if head != word:
                self.kids[head].append(word)
        self.sentence_of: list[int] = [0] * len(self.text)
        self.sentences: list[tuple[int, int]] = []
        for number, sentence in enumerate(doc.sents):
            self.sentences.append((sentence.start, sentence.end))
            for word in range(sentence.start, sentence.end):
                self.sentence_of[word] = number

    def _repair(self) -> None:
        """Mends what tags and labels contradict each other in."""
        for word, dep in enumerate(self.dep):
            if dep == "nmod:desc" and word > self.head[word] and self._has_and_before(word):
                dep = self.dep[word] = "conj"  # "President Ana Ruiz and Chancellor Jens Lund"
            if dep == "conj":
                self._lift_finite(word)
                self._part_gapped(word)
                # hung on a word inside a name: "President Ana Ruiz and Pedro Gil"
                while self.dep[self.head[word]] == "flat":
                    self.head[word] = self.head[self.head[word]]
            elif dep == "obl":
                self._give_doer(word)
                self._give_origin(word)
                self._join(word)
            elif dep in ("compound", "amod"):
                self._part_halves(word)
            elif dep in ("acl", "parataxis"):
                self._make_root(word)
            elif dep == "xcomp":
                self._make_object(word)
            elif dep == "nsubj":
                self._part_subjects(word)

    def _has_and_before(self, word: int) -> bool:
        return any(self.dep[part.i] == "cc" and part.i < word for part in self.doc[word].subtree)

    def _lift_finite(self, word: int) -> None:
        """A finite verb coordinated with an infinitive goes to the verb over it: "has warned Iran not to sell arms and urged Turkey"."""
        first = self.head[word]
        if self.tag[first] == "VB" and self.tag[word] in _FINITE:
            above = self.head[first]
            governed = self.dep[first] in ("xcomp", "ccomp", "advcl")
            if governed and self.tag[above] in _FINITE and above < word:
                self.head[word] = above

    def _part_subjects(self, word: int) -> None:
        """Of two subjects of an active verb, one on either side of it, the second is its object: "She asked Jens Lund to resign"."""
        verb = self.head[word]
        beside = [(kid.i, self.dep[kid.i]) for kid in self.doc[verb].children if self.head[kid.i] == verb]
        first = min((kid for kid, dep in beside if dep == "nsubj"), default=word)
        taken = {"obj", "iobj", "cop", "aux:pass", "expl"} & {dep for _, dep in beside}
        if first < verb < word and self.tag[verb].startswith("VB") and not taken:
            self.dep[word] = "obj"

    def _give_origin(self, word: int) -> None:
        """ "met diplomats from Norway": where they are from, not from where one meets them."""
        verb, first = self.head[word], self.doc[word].left_edge.i
        noun = first - 1
        if self.lower[first] != "from" or self.lemma[verb] not in _TAKES_NO_SOURCE or noun <= verb:
            return
        if self.head[noun] == verb and self.dep[noun] in ("obj", "nsubj:pass", "obl"):
            self.head[word], self.dep[word] = noun, "nmod"

    def _give_doer(self, word: int) -> None:
        """ "condemned the bombing of Chad by Sudan": who did it hangs on the deed, not on the active verb."""
        verb, first = self.head[word], self.doc[word].left_edge.i
        if self.lower[first] != "by" or not self.tag[verb].startswith("VB") or self.tag[verb] == "VBG":
            return
        objects = [kid.i for kid in self.doc[verb].children if kid.dep_ == "obj" and verb < kid.i < first]
        passive = any(kid.dep_ in ("aux:pass", "nsubj:pass") for kid in self.doc[verb].children)
        of = any(kid.i < first and self._case_of(kid.i) == "of" for noun in objects for kid in self.doc[noun].children)
        if objects and of and not passive:
            self.head[word], self.dep[word] = objects[-1], "nmod"

    def _case_of(self, word: int) -> str:
        return next((self.lower[kid.i] for kid in self.doc[word].children if kid.dep_ == "case"), "")

    def _join(self, word: int) -> None:
        """ "Norway, along with Canada, banned it": before the verb, who acts along with the subject is coordinated with it."""
        above = self.head[word]
        case = next((k for k in range(self.doc[word].left_edge.i, word) if self.lower[k] == "with"), 0)
        if not case or self.lower[case - 1] not in ("along", "together"):
            return
        if self.lower[above] == "together":
            above = self.head[above]
        subject = next((k for k, head in enumerate(self.head) if head == above and self.dep[k] in _SUBJECTS), above)
        verb = self.head[subject]
        if self.dep[subject] in _SUBJECTS and word < verb and subject != word:
            self.head[word], self.dep[word] = subject, "conj"

    def _part_halves(self, word: int) -> None:
        """ "North and South Korea" are two: the first stands where the parse has the whole, the second is coordinated with it."""
        whole = word + 3
        if whole >= len(self.lower) or self.head[word] != whole or self.lower[word + 1] != "and":
            return
        if not {self.lower[word], self.lower[word + 2]} <= _DIRECTIONS:
            return
        for kid in range(self.doc[whole].left_edge.i, word):
            if self.head[kid] == whole:
                self.head[kid] = word
        self.head[word] = word if self.head[whole] == whole else self.head[whole]
        self.dep[word] = self.dep[whole]
        self.head[whole], self.dep[whole] = word, "conj"
        self.head[word + 1] = self.head[word + 2] = whole
        self.dep[word + 2] = "compound"

    def _part_gapped(self, word: int) -> None:
        """A name with a number behind it opens a clause without a verb: "Italy has 300 soldiers in Libya, and Turkey about 500"."""
        first = self.doc[word].left_edge.i
        if self.pos[word] != "PROPN" or not {",", "and"} <= set(self.lower[max(0, first - 1) : first + 2]):
            return
        if any(self.head[n] == word and self.tag[n] == "CD" for n in range(word + 1, min(word + 4, len(self.tag)))):
            self.dep[word] = "orphan"

    def _make_root(self, word: int) -> None:
        """A finite verb right behind a name that was taken for the root is the root: "Ana Ruiz Lund called Rome", not "Ana, called Rome"."""
        name = self.head[word]
        if self.head[name] != name or self.pos[name] != "PROPN" or self.tag[word] not in ("VBD", "VBZ", "VBP"):
            return
        between = range(name + 1, word)
        subjects = any(head == word and self.dep[kid].startswith("nsubj") for kid, head in enumerate(self.head))
        if name < word and not subjects and all(self.head[kid] == name and self.dep[kid] == "flat" for kid in between):
            for kid, head in enumerate(self.head):
                if head == name and kid > word:
                    self.head[kid] = word
            self.head[word] = self.head[name] = word
            self.dep[word], self.dep[name] = "ROOT", "nsubj"

    def _make_object(self, word: int) -> None:
        """A name that only an object could share its verb with, where there is none, is the object; so is what somebody "was granted"."""
        verb = self.head[word]
        if self.pos[word] == "NOUN" and self.tag[verb] == "VBN" and self.lemma[verb] in _GIVING:
            self.dep[word] = "obj"
            return
        if self.pos[word] != "PROPN" or not self.tag[verb].startswith("VB") or self.lemma[verb] in _LINKING:
            return
        beside = {self.dep[kid] for kid, head in enumerate(self.head) if head == verb}
        if not beside & {"obj", "nsubj:pass", "aux:pass", "cop"} and (self.tag[verb] != "VBN" or "aux" in beside):
            self.dep[word] = "obj"

    def under(self, word: int, *deps: str) -> list[int]:
        """Its children with one of these labels, in text order."""
        return [kid for kid in self.kids[word] if self.dep[kid] in deps]

    def case(self, word: int) -> str:
        """The preposition before a phrase: "with", "out of", "because of"; "" when there is none."""
        found = self._case(word)
        if not found and self.pos[word] == "PROPN":  # hung on another word of the name: "to the Indo-Pacific"
            for kid in self.kids[word]:
                inside = self.dep[kid] == "flat" or (kid < word and self.dep[kid] in ("compound", "amod"))
                if inside and not found:
                    found = self._case(kid)
        return found

    def _case(self, word: int) -> str:
        parts: list[str] = []
        for kid in self.kids[word]:
            if self.dep[kid] in _CASE and self.pos[kid] != "PART" and self.lower[kid] not in ("'s", "’s", "’", "'"):
                parts.append(self.lower[kid])
                parts.extend(self.lower[fixed] for fixed in self.kids[kid] if self.dep[fixed] == "fixed")
        return " ".join(parts)

    def conjuncts(self, word: int) -> list[int]:
        """The word and what is coordinated with it, in text order."""
        found = [word]
        for kid in self.kids[word]:
            if self.dep[kid] == "conj" and not self._left_out(kid):
                found.extend(self.conjuncts(kid))
        return found

    def _left_out(self, word: int) -> bool:
        """Whether a member of a list is named as none: "Iran, but not Iraq"."""
        return self.nominal(word) and any(self.lower[kid] == "not" and kid < word for kid in self.kids[word])

    def contents(self, word: int) -> list[int]:
        """Heads of what a container holds: "a package of aid", "20 million dollars in aid"; none of another noun."""
        if self.lemma[word] not in _CONTAINERS and self.tag[word] not in ("CD", "$"):
            return []
        return [kid for kid in self.kids[word] if self.dep[kid] == "nmod" and self.case(kid) in ("of", "in")]

    def examples(self, word: int) -> list[int]:
        """Heads of the phrases that name some of a plural: "members such as India", "states including Chad"."""
        return [kid for kid in self.kids[word] if self.case(kid) in ("including", "such as", "like", "namely")]

    def first_conjunct(self, word: int) -> int:
        while self.dep[word] == "conj" and self.head[word] != word:
            word = self.head[word]
        return word

    def subtree(self, word: int) -> Iterator[int]:
        """The word and everything below it (not in text order)."""
        stack = [word]
        while stack:
            current = stack.pop()
            yield current
            stack.extend(self.kids[current])

    def nominal(self, word: int) -> bool:
        return self.pos[word] in _NOMINAL

    def verbal(self, word: int) -> bool:
        return self.tag[word].startswith("VB") or self.pos[word] in ("VERB", "AUX")

    def predication(self, word: int) -> int | None:
        """Where a noun is said of somebody, the word whose status it has: "will be chairman", "may become chairman", "will serve as chairman".

        None where it only names somebody: "the chairman will serve".
        """
        first = self.first_conjunct(word)
        if self.under(first, "cop") or self.dep[first] == "xcomp":
            return first
        verb = self.head[first]
        return verb if self.case(first) == "as" and self.lemma[verb] in _TAKING_OFFICE else None

    def names(self, word: int) -> set[str]:
        """What a noun phrase may be called in a rule: its head's lemma, "modifier head", and what containers contain."""
        keys: set[str] = set()
        for part in self.conjuncts(word):
            self._collect(part, keys, 0)
        return keys

    def _collect(self, word: int, keys: set[str], depth: int) -> None:
        lemma = self.lemma[word]
        keys.add(lemma)
        lower = self.lower[word]
        keys.add(lower)
        if lower.endswith("s"):  # plurals that the lemmatizer keeps ("supplies")
            keys.add(lower[:-3] + "y" if lower.endswith("ies") else lower[:-1])
        for kid in self.kids[word]:
            dep = self.dep[kid]
            if dep in ("compound", "amod", "nmod:desc", "nummod", "nmod:unmarked"):
                keys.add(f"{self.lemma[kid]} {lemma}")
                if dep != "amod" and lemma in _CARRIERS:
                    keys.add(self.lemma[kid])
                if dep == "nummod":
                    keys.add(self.lemma[kid])
            elif dep == "nmod" and depth < 2 and self.case(kid) in ("of", "in"):
                if kid in self.contents(word):
                    for part in self.conjuncts(kid):
                        self._collect(part, keys, depth + 1)
                keys.add(f"{lemma} {self.case(kid)} {self.lemma[kid]}")
