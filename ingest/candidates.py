"""Who could stand at the ends of an event: the arguments of a verb or noun over the parse, with what governs and what it carries.

Several local patterns instead of one path, so that a rule survives a wrong root: an end that the word lacks is looked for at what it is
coordinated with, subordinate to, or a modifier of. Everything here works on token indices; parties.py says which entity is meant.
"""

from dataclasses import dataclass, field
from typing import Final

from ingest.syntax import Tree, words

_RELATIVES: Final = frozenset({"who", "which", "that", "whom", "what"})
#: Verbs whose infinitive is done by their subject although they have an object: "promised Kyiv to send".
_SUBJECT_CONTROL: Final = words(
    "promise vow threaten pledge use write phone telephone meet visit host receive contact join follow send deploy hold sign leave"
)
#: Verbs that carry a noun of action: who does them does the noun.
LIGHT: Final = words(
    "be have hold make pay take give do launch carry conduct stage mount wage begin start open undertake perform "
    "impose continue resume lead issue order announce declare sign reach strike conclude enter complete commit "
    "intensify renew step expand widen increase extend provide send deliver offer receive attend organize "
    "organise host plan prepare prolong maintain express voice reiterate file bring lodge level join initiate "
    "pursue establish unleash escalate direct set put place introduce enforce tighten run keep arrange convene "
    "finish end wrap finalise finalize use exert execute perpetrate face pledge promise propose repeat raise slap "
    "levy"
)
#: Their object does what stands after "of", "for", "from", "against".
_OBJECT_CONTROL: Final = words(
    "accuse convict charge suspect blame indict acquit prevent stop bar ban warn caution criticize criticise condemn arrest jail sentence "
    "praise thank fine deter discourage keep prohibit block sanction punish denounce"
)
#: "arrived for talks with": their phrases are also those of the noun in another phrase.
_GOING: Final = words("go arrive come travel meet return enter be gather hold engage")
#: "clashes broke out between": what happens is told by the noun alone.
_OCCURRING: Final = words(
    "break erupt occur begin start happen resume continue flare intensify rage take go end collapse open"
)
_LOOSE: Final = frozenset({"dep", "parataxis", "obl:unmarked", "dislocated"})
#: "the launch of an offensive": its owner is whose offensive it is.
_STAGES: Final = words("decision plan order launch start beginning end escalation resumption continuation")
#: "rounds aimed at", "flights bound for": their phrases say where the deed goes.
_AIMED: Final = words("aim direct target point destine bind intend mean station base deploy")
#: Their noun is no object.
_LINKING: Final = frozenset(
    {
        "become",
        "remain",
        "be",
        "stay",
        "seem",
        "appear",
        "consider",
        "name",
        "elect",
        "appoint",
        "declare",
        "feel",
        "go",
        "come",
    }
)
#: What somebody writes or decides: its maker does what it does ("a report accusing the army").
_WORKS: Final = words(
    "decision plan effort attempt request bid way campaign report statement letter resolution bill decree "
    "declaration law article speech document order motion petition tweet message interview"
)
#: Deeds by which something gets from one place to another: "the withdrawal of troops from Chad".
_MOVING: Final = words(
    "withdrawal pullout retreat deployment dispatch delivery shipment transfer supply sale export return"
)
_MAX_CLIMB: Final = 8


@dataclass(slots=True)
class Frame:
    """The arguments of one word: heads of noun phrases by role."""

    word: int
    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    indirect: list[int] = field(default_factory=list)
    obliques: dict[str, list[int]] = field(default_factory=dict)
    complements: list[int] = field(default_factory=list)
    passive: bool = False
    inherited: bool = False  # the subject stands at another word

    def add(self, preposition: str, word: int) -> None:
        held = self.obliques.setdefault(preposition, [])
        if word not in held:
            held.append(word)


class Frames:
    """Frames of the words of one text, each made once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._verbs: dict[int, Frame] = {}
        self._nouns: dict[int, Frame] = {}

    # -- verbs --------------------------------------------------------------------------------------------------------

    def verb(self, word: int) -> Frame:
        """The frame of a verb (or of a predicative adjective or noun with a copula)."""
        frame = self._verbs.get(word)
        if frame is None:
            frame = self._verbs[word] = self._read_verb(word)
        return frame

    def passive(self, word: int) -> bool:
        tree = self.tree
        marks = {tree.dep[kid] for kid in tree.kids[word]}
        if "aux:pass" in marks:
            return True
        if "nsubj:pass" in marks:  # without an auxiliary only headlines are passive
            _, end = tree.sentences[tree.sentence_of[word]]
            return (
                "obl:agent" in marks or tree.dep[word] != "ROOT" or tree.text[end - 1] not in (".", "!", "?", '"', "”")
            )
        if tree.tag[word] != "VBN":
            return False
        if tree.dep[word] in ("acl", "amod", "advcl", "acl:relcl", "xcomp", "ROOT", "parataxis", "dep"):
            return not any(tree.dep[kid] == "aux" and tree.lemma[kid] == "have" for kid in tree.kids[word]) and not any(
                tree.dep[kid] in ("obj", "nsubj") for kid in tree.kids[word]
            )
        if tree.dep[word] == "conj":
            return self.passive(tree.head[word]) and not tree.under(word, "nsubj", "obj")
        return False

    def surface(self, word: int, climbed: int = 0) -> tuple[int, ...]:
        """Heads of what stands as subject of a clause (of a passive: what it is done to), searched upwards where it has none."""
        tree = self.tree
        own = [
            k
            for k in tree.kids[word]
            if tree.dep[k] in ("nsubj", "nsubj:pass", "nsubj:outer") and tree.dep[k] != "expl"
        ]
        if own:
            return tuple(self._resolved(word, kid) for kid in own)
        head, dep = tree.head[word], tree.dep[word]
        if climbed > _MAX_CLIMB or head == word:
            return self._preceding(word) if head == word else ()
        if dep in ("amod", "acl", "acl:relcl"):
            return self._of_noun(word, head, dep, climbed)
        if dep == "xcomp" or (dep == "ccomp" and tree.tag[word] == "VBG" and tree.under(head, "obj")):
            return self._controller(word, head, climbed)
        if dep == "advcl" and tree.tag[word] == "VBG" and tree.case(word) in ("of", "for", "from", "against"):
            done_to = self.patients(head) or tree.under(
                head, "iobj"
            )  # "accused Iran of attacking", "warned it against joining"
            if done_to and tree.lemma[head] in _OBJECT_CONTROL:
                return tuple(done_to)
        if dep in ("conj", "advcl", "ccomp", "parataxis", "advcl:relcl", "cop", "aux", "obl", "list", "dep"):
            if not (
                tree.verbal(head) or any(tree.dep[kid] in ("cop", "nsubj", "nsubj:pass") for kid in tree.kids[head])
            ):
                if dep in ("conj", "advcl") and tree.dep[head] in ("obj", "obl", "nmod"):
                    return self.surface(tree.head[head], climbed + 1)
                return ()
            return self.surface(head, climbed + 1)
        return ()

    def agents(self, word: int) -> tuple[int, ...]:
        """Heads of who does it, whether the verb is active or passive."""
        tree = self.tree
        if self.passive(word):
            phrases = [k for k in tree.kids[word] if tree.dep[k].startswith("obl")]
            found = [
                k for k in phrases if tree.dep[k] == "obl:agent" or (tree.dep[k] == "obl" and tree.case(k) == "by")
            ]
            low = [k for phrase in phrases for k in tree.under(phrase, "nmod") if tree.case(k) == "by"]
            return tuple(found or low)  # "sentenced to ten years in prison by a court": hung one too low
        return self.surface(word)

    def patients(self, word: int) -> list[int]:
        """Heads of what it is done to."""
        tree = self.tree
        if self.passive(word):
            found = [kid for kid in tree.kids[word] if tree.dep[kid] == "obj"]
            return list(self.surface(word)) + found
        found = [kid for kid in tree.kids[word] if tree.dep[kid] == "obj"] or tree.under(word, "iobj")
        if not found and tree.dep[word] == "acl:relcl":
            own = tree.under(word, "nsubj")
            placed = any(tree.lower[k] in ("where", "when", "why", "whereby") for k in tree.kids[word])
            if own and tree.lower[own[0]] not in _RELATIVES and not placed and not tree.under(word, "ccomp", "xcomp"):
                return [tree.head[word]]
        if not found and tree.lemma[word] not in _LINKING:  # a name that the parse takes for a predicate
            found = [
                k
                for k in tree.kids[word]
                if tree.dep[k] == "xcomp"
                and tree.pos[k] in ("NOUN", "PROPN")
                and not tree.under(k, "mark", "case", "cop")
            ]
        return [self._resolved(word, kid) for kid in found]

    def _read_verb(self, word: int) -> Frame:
        tree = self.tree
        frame = Frame(word, passive=self.passive(word))
        frame.subjects = list(self.agents(word))
        frame.inherited = not tree.under(word, "nsubj", "nsubj:pass", "obl:agent")
        frame.objects = self.patients(word)
        for kid in tree.kids[word]:
            dep = tree.dep[kid]
            if dep == "iobj":
                frame.indirect.append(kid)
            elif dep in ("xcomp", "ccomp"):
                frame.complements.append(kid)
                if dep == "xcomp" and tree.nominal(kid) and tree.case(kid):
                    frame.add(tree.case(kid), kid)
            elif (
                dep == "advcl" and any(tree.dep[k] == "mark" and tree.lower[k] in ("to", "for") for k in tree.kids[kid])
            ) or (dep == "advcl" and tree.tag[kid] == "VBG" and tree.case(kid) in ("from", "against", "of")):
                frame.complements.append(kid)
            elif dep.startswith(("obl", "nmod")) or (dep in ("advmod", "dep", "conj") and tree.case(kid)):
                preposition = tree.case(kid)
                if preposition:
                    frame.add(preposition, kid)
                elif dep == "obl" and tree.dep[kid] != "obl:unmarked":
                    frame.add("", kid)
            elif dep == "ccomp:speech":  # pragma: no cover - other UD versions
                frame.complements.append(kid)
        if frame.passive and tree.under(word, "obj"):  # "was granted asylum": who gets it is the subject
            frame.indirect.extend(self.surface(word))
        for noun in frame.objects:  # a phrase hung on the object may belong to the verb
            for part in (noun, *(k for k in tree.kids[noun] if tree.dep[k] == "conj"), *tree.contents(noun)):
                for kid in tree.kids[part]:
                    if tree.dep[kid] in ("nmod", "obl", "acl:relcl") and tree.case(kid):
                        frame.add(tree.case(kid), kid)
                    elif (
                        tree.dep[kid] == "acl"
                        and tree.verbal(kid)
                        and any(tree.lower[k] == "to" for k in tree.kids[kid])
                        and not tree.under(kid, "nsubj")
                    ):
                        frame.complements.append(kid)
                    elif tree.dep[kid] == "acl" and tree.lemma[kid] in _AIMED:
                        for goal in tree.kids[kid]:
                            if tree.case(goal):
                                frame.add(tree.case(goal), goal)
        return frame

    def _resolved(self, verb: int, word: int) -> int:
        """The noun that a relative pronoun stands for."""
        tree = self.tree
        if tree.lower[word] in _RELATIVES and tree.dep[verb] == "acl:relcl":
            return tree.head[verb]
        if tree.lower[word] in _RELATIVES and tree.dep[verb] == "advcl:relcl" and tree.under(tree.head[verb], "expl"):
            return tree.head[verb]  # "It was Peru that left"
        if tree.lower[word] in _RELATIVES:
            climb = verb
            while tree.dep[climb] == "conj":
                climb = tree.head[climb]
            if tree.dep[climb] == "acl:relcl":
                return tree.head[climb]
        return word

    def _of_noun(self, word: int, noun: int, dep: str, climbed: int) -> tuple[int, ...]:
        """Subject of a clause that hangs on a noun: "troops fighting", "the decision to send"."""
        tree = self.tree
        if tree.lemma[noun] in (
            "mission",
            "force",
            "body",
            "group",
            "agency",
            "organization",
            "organisation",
            "coalition",
            "alliance",
        ):
            return (noun,)
        if dep == "acl" and any(tree.dep[kid] == "mark" and tree.lower[kid] == "to" for kid in tree.kids[word]):
            return tuple(self.owners(noun, climbed + 1))
        if tree.lemma[noun] in _WORKS and dep != "amod":
            return tuple(self.owners(noun, climbed + 1)) or (noun,)
        return (noun,)

    def owners(self, noun: int, climbed: int = 0) -> list[int]:
        """Whose noun it is: possessor, "by", or who carries it ("made a request")."""
        tree = self.tree
        found = tree.under(noun, "nmod:poss")
        found += [k for k in tree.kids[noun] if tree.dep[k] == "nmod" and tree.case(k) in ("by", "from")]
        if found:
            return found
        head = tree.head[noun]
        if climbed < _MAX_CLIMB and tree.dep[noun] in ("obj", "obl", "nsubj:pass", "xcomp") and tree.verbal(head):
            return list(self.agents(head))
        return [k for k in tree.kids[noun] if tree.dep[k] in ("amod", "compound", "nmod:desc")]

    def _controller(self, word: int, head: int, climbed: int) -> tuple[int, ...]:
        """Subject of an infinitive or participle under another verb."""
        tree = self.tree
        if not self.passive(head) and tree.lemma[head] not in _SUBJECT_CONTROL:
            objects = tree.under(head, "obj", "iobj")
            if objects and tree.verbal(word):
                return tuple(objects)
            if tree.lemma[head] in ("call", "appeal"):
                to_whom = [
                    k for k in tree.kids[head] if tree.dep[k] == "obl" and tree.case(k) in ("on", "upon", "to", "for")
                ]
                if to_whom:
                    return tuple(to_whom)
        return self.surface(head, climbed + 1)

    def _preceding(self, word: int) -> tuple[int, ...]:
        """A root without a subject: a noun left of it that hangs on it by a label that tells nothing."""
        tree = self.tree
        loose = [k for k in tree.kids[word] if k < word and tree.dep[k] in _LOOSE and tree.pos[k] == "PROPN"]
        if not loose:  # "The court banned leader X", the court hung on the leader
            objects = tree.under(word, "obj")
            loose = [
                k
                for noun in objects
                for k in tree.kids[noun]
                if k < word and tree.dep[k] in ("nmod:poss", "nmod", "compound")
            ]
        return tuple(loose[-1:])

    # -- nouns --------------------------------------------------------------------------------------------------------

    def noun(self, word: int) -> Frame:
        """The frame of a noun of action. Possessors are the oblique "'s", adjectives and compounds "adj"; subjects are those of a
        verb that carries it ("light"); "clause" holds the subject of the clause it stands in as a phrase."""
        frame = self._nouns.get(word)
        if frame is None:
            frame = self._nouns[word] = self._read_noun(word)
        return frame

    def _read_noun(self, word: int) -> Frame:
        tree = self.tree
        frame = Frame(word)
        for kid in tree.kids[word]:
            dep = tree.dep[kid]
            if dep == "nmod:poss":
                frame.add("'s", kid)
            elif dep in ("amod", "compound", "nmod:desc", "nmod:unmarked"):
                if dep == "amod" and tree.tag[kid] == "VBN":
                    slot = "in" if tree.lower[kid] in ("based", "born") else "adj"
                    for part in tree.kids[kid]:  # "NATO-led", "Japanese-drafted", "London-based"
                        if tree.dep[part] in ("obl", "compound", "obl:agent", "obl:unmarked", "nsubj", "advmod"):
                            frame.add(slot, part)
                else:
                    frame.add("adj", kid)
                    for part in tree.under(kid, "compound") if tree.pos[kid] == "NOUN" else ():  # "Hamas rocket fire"
                        frame.add("adj", part)
            elif dep in ("nmod", "obl", "obl:agent"):
                frame.add(tree.case(kid), kid)
                for part in tree.kids[kid]:  # "the visit of Obama to Cuba": hung one too low
                    low = tree.pos[kid] == "PROPN" and tree.case(part) in ("to", "with", "on", "against")
                    low = low or (tree.lemma[word] in _MOVING and tree.case(part) in ("from", "to"))
                    if tree.dep[part] == "nmod" and (low or (tree.case(part) == "by" and tree.case(kid) == "of")):
                        frame.add(tree.case(part), part)
            elif dep in ("acl", "acl:relcl") and tree.verbal(kid):
                marks = [tree.lower[k] for k in tree.kids[kid] if tree.dep[k] == "mark"]
                if ("to" in marks or "that" in marks) and dep == "acl":
                    frame.complements.append(kid)
                elif tree.lemma[kid] in LIGHT or tree.lemma[kid] in (
                    "impose",
                    "levy",
                    "sign",
                    "carry",
                    "make",
                    "launch",
                ):
                    self._adopt(frame, kid)
                    frame.subjects.extend(self.agents(kid) if self.passive(kid) else tree.under(kid, "nsubj"))
            elif dep in ("ccomp", "xcomp"):
                frame.complements.append(kid)
        first = tree.first_conjunct(word)
        if first != word:
            for slot in ("'s", "adj", "by"):
                for owner in self.noun(first).obliques.get(slot, ()) if slot not in frame.obliques else ():
                    frame.add(slot, owner)
        self._carried(frame)
        return frame

    def _adopt(self, frame: Frame, verb: int) -> None:
        """Take over the phrases of a verb that carries the noun."""
        tree = self.tree
        for kid in tree.kids[verb]:
            if kid != frame.word and tree.dep[kid].startswith("obl") and tree.case(kid):
                frame.add(tree.case(kid), kid)
            elif tree.dep[kid] == "iobj":
                frame.add("iobj", kid)
            elif tree.dep[kid] in ("xcomp", "advcl") and any(tree.lower[k] == "to" for k in tree.kids[kid]):
                frame.complements.append(kid)

    def _carried(self, frame: Frame) -> None:
        tree = self.tree
        word = tree.first_conjunct(frame.word)
        head, dep = tree.head[word], tree.dep[word]
        if head == word:
            frame.obliques.setdefault("cop", []).extend(tree.under(word, "nsubj"))
            return
        if dep == "nmod" and tree.lemma[head] in (
            "series",
            "round",
            "wave",
            "number",
            "string",
            "dozen",
            "hundred",
            "day",
            "spate",
        ):
            word, dep, head = head, tree.dep[head], tree.head[head]
        if dep in ("obj", "nsubj:pass", "xcomp") and tree.verbal(head):
            if tree.lemma[head] in LIGHT:
                frame.subjects.extend(self.agents(head))
                self._adopt(frame, head)
        elif dep == "nsubj" and tree.lemma[head] in _OCCURRING:
            self._adopt(frame, head)
        elif dep.startswith("obl") and tree.verbal(head):
            frame.obliques["clause"] = list(self.agents(head))
            if tree.lemma[head] in _GOING:
                self._adopt(frame, head)
        elif dep == "nmod" and tree.lemma[head] in _STAGES:
            frame.subjects.extend(self.owners(head))
