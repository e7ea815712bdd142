"""What the rules find: for each trigger the best rule that fits (fitting.py), and the parties that stand in its slots."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.model import Kind, Status
from ingest import modality
from ingest.candidates import Frame, Frames
from ingest.fitting import Fit, Fitting
from ingest.parties import APPOSED, BELOW, DIRECT, OWNER, Draft, Parties, Party, pairs
from ingest.rules import Rule
from ingest.syntax import Tree, words

#: Where the one concerned stands in a clause, by preference, when the verb has no object that is somebody.
_CLAUSE_ORDER: Final = (
    "to",
    "with",
    "for",
    "from",
    "on",
    "against",
    "in",
    "into",
    "at",
    "over",
    "of",
    "between",
    "around",
)
_CONCERNING: Final = frozenset({"to", "with", "for", "from", "on", "against"})
_VERB, _NOUN, _DEPTH = 0.92, 0.85, 3
_STAND_FOR_STATES: Final = frozenset({Kind.PLACE, Kind.FACILITY, Kind.EQUIPMENT})
_FIRST_PERSONS: Final = frozenset({"we", "i"})
_APPOINTING: Final = words(
    "appoint name elect choose nominate install swear pick select designate re-elect reelect make"
)
_MOST_MUTUAL: Final = 3  # more members than these meet at an event, not each with each


@dataclass(frozen=True, slots=True)
class Finding:
    """An event or fact between two parties. `word` is the trigger's head, `last` the other word of a two-word trigger (else equal).
    `under`: the rule of the clause that governs it and changes what it means (a refusal, a promise)."""

    rule: Rule
    word: int
    last: int
    subject: Party
    object: Party
    quality: float
    status: Status | None = None
    under: Rule | None = None
    role: str | None = None


class Matcher:
    """Applies the lexicon to one text. `kind` and `entity` tell kind and id of a mention by its index, `state` the country entity that
    an entity belongs to. `unnamed`: parties may be without a name, and stand in looser places."""

    def __init__(
        self,
        tree: Tree,
        by_head: Mapping[int, int],
        drafts: Sequence[Draft],
        entity: Callable[[int], str],
        kind: Callable[[int], Kind],
        unnamed: bool = False,
        state: Callable[[str], str | None] = lambda entity: None,
    ) -> None:
        self.tree = tree
        self.frames = Frames(tree)
        self.parties = Parties(tree, by_head, drafts, entity, kind, unnamed)
        self.entity, self.kind, self.unnamed, self.drafts = entity, kind, unnamed, drafts
        self.state = state
        self.fitting = Fitting(tree, self.frames)

    def findings(self) -> list[Finding]:
        """Everything the rules find, in text order."""
        found: list[Finding] = []
        governed, taken = self.fitting.governed()
        for word in range(len(self.tree.text)):
            fits = self.fitting.fits(word)
            if not fits:
                continue
            for fit in fits:
                if fit.noun and taken.get(word, fit.rule.type.plover) != fit.rule.type.plover:
                    continue
                hits = list(self._apply(fit))
                if hits:
                    self._remember(fit, hits[0])
                    under = governed.get(word) or (governed.get(self.tree.head[word]) if fit.noun else None)
                    found.extend(replace(hit, under=under) if under and under is not fit.rule else hit for hit in hits)
                    break
        return found

    def _remember(self, fit: Fit, hit: Finding) -> None:
        """What the text may later speak of as "the attack", "the fleet", with whose it was."""
        if fit.rule.type.plover in ("ASSAULT", "MOBILIZE", "SANCTION", "COERCE", "REQUEST", "AGREE", "SUPPORT"):
            for word in (fit.anchor, fit.word):
                if word is not None:
                    self.parties.remember(word, hit.subject)

    # -- what stands in the slots -------------------------------------------------------------------------------------

    def _apply(self, fit: Fit) -> Iterator[Finding]:
        rule = fit.rule
        frame = self.frames.noun(fit.word) if fit.noun else self.frames.verb(fit.word)
        subjects = self._subjects(fit, frame)
        if not subjects:
            return
        base = (_NOUN if fit.noun else _VERB) * rule.weight * (0.95 if frame.inherited and not fit.noun else 1.0)
        last = fit.anchor if fit.anchor is not None else fit.word
        for one, other in self._pairs(fit, frame, subjects):
            if rule.reverse:
                one, other = other, one
            yield Finding(rule, fit.word, last, one, other, base * one.quality * other.quality)

    def _pairs(self, fit: Fit, frame: Frame, subjects: list[Party]) -> Iterator[tuple[Party, Party]]:
        rule = fit.rule
        allowed = rule.object_kinds or (rule.type.subject if rule.reverse else rule.type.object)
        for slot in rule.object:
            carried = frame.subjects or "between" in frame.obliques or "'s" in frame.obliques or "adj" in frame.obliques
            if slot in ("mutual", "and") and fit.noun and not carried:
                continue
            if slot in ("mutual", "and") or (slot == "between" and rule.type.name != "MEDIATES_FOR"):
                members = subjects if slot != "between" else self._fill(fit, frame, "between")
                if 1 < len({self.identity(member) for member in members}) <= _MOST_MUTUAL:
                    yield from pairs(members)
                    return
                continue
            hits = self._hits(subjects, self._fill(fit, frame, slot), rule, allowed)
            if hits:
                yield from hits
                return
        yield from self._hits(subjects, self._deeper(fit, frame), rule, allowed)

    def _hits(
        self, subjects: list[Party], objects: list[Party], rule: Rule, allowed: frozenset[Kind]
    ) -> list[tuple[Party, Party]]:
        """Each subject with each object that the rule allows, except with itself."""
        subject = self.identity(subjects[0]) if len(subjects) == 1 else ""
        objects = [self._other(p) if self.identity(p) == subject else p for p in objects]
        objects = [p for p in objects if self._allowed(p, allowed, rule) and self._right_name(rule, p)]
        hits = [(s, o) for s in subjects for o in objects if self.identity(s) != self.identity(o)]
        return [(s, o) for s, o in hits if self._country(s) != self._country(o)] if rule.abroad else hits

    def _country(self, party: Party) -> str | None:
        """The id of the country that a party is, or belongs to."""
        return self.state(self.identity(party)) or self.identity(party)

    def _other(self, party: Party) -> Party:
        """ "Zelenskyy met Scholz and thanked him": an object pronoun is not the subject but the person named before it."""
        tree = self.tree
        if party.draft is None or tree.lower[party.word] not in ("him", "her", "them"):
            return party
        first, _ = tree.sentences[tree.sentence_of[party.word]]
        for word in range(party.word - 1, first - 1, -1):
            index = self.parties.by_head.get(word)
            if index is None or self.drafts[index].form != "name":
                continue
            if self.kind(index) is self.kind(party.draft) and self.entity(index) != self.entity(party.draft):
                return Party(party.word, index, APPOSED * OWNER)
        return party

    def _deeper(self, fit: Fit, frame: Frame) -> list[Party]:
        """The first entities below the phrases that the slots name, when none stands in them: "the situation in Mali"."""
        if not self.unnamed or fit.rule.direct or fit.rule.predicative:
            return []
        heads = [w for slot in fit.rule.object for w in self._words(fit, frame, slot)]
        heads += [] if fit.noun else frame.complements
        for word in heads:
            found = self.parties.below(word)
            if found:
                return found
        return []

    def _words(self, fit: Fit, frame: Frame, slot: str) -> list[int]:
        if slot == "obj":
            return [fit.anchor] if fit.anchor is not None and fit.rule.with_ else frame.objects
        if slot == "iobj":
            return frame.indirect
        return frame.obliques.get(slot, [])

    def _subjects(self, fit: Fit, frame: Frame) -> list[Party]:
        allowed = fit.rule.subject_kinds or (fit.rule.type.object if fit.rule.reverse else fit.rule.type.subject)
        if fit.rule.predicative:
            direct = fit.rule.type.fact is not None
            return [p for p in self.parties.each(self._said_of(fit.word), direct) if self._allowed(p, allowed)]
        for slot in fit.rule.subject:
            parties = [p for p in self._fill(fit, frame, slot, subject=True) if self._allowed(p, allowed)]
            if slot == "light" and not parties:
                continue
            if parties:
                return parties
        return []

    def _said_of(self, noun: int) -> list[int]:
        """What a noun is said of: subject of its copula, what it stands in apposition to, who does something "as" it.

        A plural is said of each: "Peru and Chile are members".
        """
        tree = self.tree
        first = noun if tree.under(noun, "cop") else tree.first_conjunct(noun)
        head, dep = tree.head[first], tree.dep[first]
        if tree.under(first, "cop"):
            subjects = list(self.frames.surface(first))
            return subjects if self._relative(first, subjects) else self._each(noun, subjects)
        if dep in ("appos", "parataxis") and head != first:
            return self._each(noun, [head])
        if dep == "xcomp" and tree.lemma[head] in ("become", "remain", "be", "stay"):
            return self._each(noun, list(self.frames.surface(head)))
        if dep in ("xcomp", "obj") and tree.lemma[head] in _APPOINTING:
            return [word for word in self.frames.patients(head) if word != first]
        if dep in ("obl", "nmod") and tree.case(first) == "as":
            if tree.lemma[head] in _APPOINTING:
                return list(self.frames.patients(head))
            return list(self.frames.surface(head)) if tree.verbal(head) else [head]
        if dep == "nsubj" and tree.under(head, "cop") and tree.pos[head] == "PROPN":
            return self._each(noun, [head])  # "The members of Mercosur are Argentina and Brazil"
        if dep in ("nmod:desc", "compound") and head == noun + 1 and tree.pos[head] == "PROPN":
            return [head]  # "OPEC member Iraq"
        named = [kid for kid in tree.kids[noun] if kid > noun and tree.dep[kid] == "appos"]
        return self._each(noun, named or tree.examples(noun))  # "members such as India and Brazil"

    def _each(self, noun: int, heads: list[int]) -> list[int]:
        """The heads, with what is coordinated with them where the noun said of them is a plural."""
        if self.tree.tag[noun] not in ("NNS", "NNPS"):
            return heads
        return [part for head in heads for part in self.tree.conjuncts(head)]

    def _fill(self, fit: Fit, frame: Frame, slot: str, subject: bool = False) -> list[Party]:
        """The parties in one slot."""
        direct = fit.rule.direct and not subject
        of = self.parties.of
        anchor = fit.anchor
        # of a fact the phrase itself: "a summit of Peru and Chile in Lima" is there, they are not
        if slot == "subj" and fit.rule.passive:
            return of(self.frames.surface(fit.word), fit.rule.type.fact is not None)
        if slot == "subj":
            if self._relative(fit.word, frame.subjects):
                return self.parties.each(self._antecedents(fit.word, frame.subjects[0]))
            return self._several(fit.word, frame) or of(frame.subjects) or self._saying(fit.word, frame)
        if slot == "light":
            return of(frame.subjects or (frame.obliques.get("cop", []) if self.tree.case(fit.word) else []))
        if slot == "clause":
            return of(
                frame.obliques.get("clause", []) or (frame.obliques.get("cop", []) if self.tree.case(fit.word) else [])
            )
        if slot == "obj":
            if anchor is not None and fit.rule.with_:
                return of([anchor], direct)
            return of(frame.objects, direct)
        if slot == "iobj":
            return of(frame.indirect, direct)
        if slot == "place":
            return self._authority(word for case in ("in", "at") for word in frame.obliques.get(case, ()))
        if slot in ("'s", "adj"):
            noun = anchor if anchor is not None else (fit.word if fit.noun else next(iter(frame.objects), None))
            if noun is None:
                return []
            return self._modifiers(noun, slot, frame if fit.noun and noun == fit.word else None, fit.rule.predicative)
        if slot == "complement":
            return self._concerned(fit, frame)
        if slot == "complement_subject":
            clause = (
                fit.clause
                if fit.clause is not None
                else next(iter(self.fitting.clauses(fit, "complement_subject")), None)
            )
            if clause is None:
                return []
            return of(self.frames.surface(clause) if self.tree.under(clause, "nsubj", "nsubj:pass") else ())
        heads = list(frame.obliques.get(slot, ()))
        if anchor is not None:
            heads += [w for w in self.frames.noun(anchor).obliques.get(slot, ()) if w not in heads]
        found = of((w for w in heads if w != anchor), direct)
        if direct and fit.rule.predicative:  # a journalist "of a Chilean news agency" is not said to be of Chile
            found = [p for p in found if p.draft is None or self.drafts[p.draft].noun != "state"]
        if not found and anchor is not None and anchor in heads:
            around = self.frames.noun(anchor).obliques
            owners = [w for slot in ("'s", "by", "of", "with", "to", "from", "between") for w in around.get(slot, ())]
            subjects = {self.identity(p) for p in of(frame.subjects)}
            found = [p for p in of(owners) or of([anchor]) if self.identity(p) not in subjects]
        return found

    def _relative(self, word: int, heads: Sequence[int]) -> bool:
        """Whether the clause hangs on the noun it is about: that noun alone is meant, not what is coordinated with it."""
        tree = self.tree
        word = tree.first_conjunct(word)
        return tree.dep[word] in ("acl", "acl:relcl", "amod") and list(heads) == [tree.head[word]]

    def _antecedents(self, verb: int, noun: int) -> list[int]:
        """What a relative clause is about: its noun, or all that it is coordinated with where the verb is a plural's."""
        tree = self.tree
        verbs = (verb, *tree.under(verb, "aux", "aux:pass", "cop"))
        plural = any(tree.tag[word] == "VBP" or tree.lower[word] == "were" for word in verbs)
        alone = tree.tag[noun] in ("NNP", "NN") and tree.dep[verb] == "acl:relcl"
        return tree.conjuncts(tree.first_conjunct(noun)) if plural and alone else [noun]

    def _several(self, word: int, frame: Frame) -> list[Party]:
        """ "Mali and Niger announced that they were leaving": each of those who say so, where the pronoun alone names but one."""
        tree = self.tree
        if [tree.lower[subject] for subject in frame.subjects] != ["they"] or tree.dep[word] != "ccomp":
            return []
        head = tree.head[word]
        speakers = self.parties.of(self.frames.surface(head)) if tree.lemma[head] in modality.SAYING else []
        return [replace(p, quality=p.quality * OWNER) for p in speakers] if len(speakers) > 1 else []

    def _saying(self, word: int, frame: Frame) -> list[Party]:
        """The speaker, for a pronoun of what is said that refers to nobody else: "we condemn ..., the minister said"."""
        tree = self.tree
        if fit_adjective := (not frame.subjects and tree.lower[word] in self.fitting.lexicon.adjectives):
            return self.parties.of(self.frames.surface(word)) if fit_adjective else []
        if not frame.subjects or any(tree.pos[subject] != "PRON" for subject in frame.subjects):
            return []
        head = tree.head[word]
        if tree.dep[word] in ("ccomp", "parataxis", "conj") and tree.lemma[head] in modality.SAYING:
            return [p for p in self.parties.of(self.frames.surface(head)) if p.draft is not None]
        for kid in tree.kids[word]:
            if tree.dep[kid] == "parataxis" and tree.lemma[kid] in modality.SAYING:
                return [p for p in self.parties.of(self.frames.surface(kid)) if p.draft is not None]
        return []

    def _authority(self, places: Iterable[int]) -> list[Party]:
        """Who arrests, tries or jails there: the country a place belongs to."""
        found = [p for p in self.parties.of(places) if p.draft is not None and p.quality == DIRECT]
        states = [self.state(self.entity(p.draft)) for p in found if p.draft is not None]
        return [replace(p, quality=OWNER, state=state) for p, state in zip(found, states, strict=True) if state]

    def _modifiers(self, noun: int, slot: str, frame: Frame | None, predicative: bool = False) -> list[Party]:
        heads = (frame or self.frames.noun(noun)).obliques.get(slot, [])
        if slot == "'s":
            return self.parties.of(heads)
        found = [p for p in self.parties.of(heads) if p.draft is not None and p.quality >= 0.95]
        if not predicative:
            return found
        states = [p for p in found if p.draft is not None and self.kind(p.draft) is Kind.COUNTRY]
        return [p for p in found if p not in states[:-1]]  # "a Chinese American businessman", "an EU and NATO member"

    def _concerned(self, fit: Fit, frame: Frame) -> list[Party]:
        """Whom the clause is about: its object, else its phrases, else whom the clause within it is about."""
        clause = fit.clause
        if clause is None:
            clause = next((c for c in frame.complements), None)
        if clause is None and fit.anchor is not None:
            clause = next((c for c in self.frames.noun(fit.anchor).complements), None)
        if clause is None:
            return []
        subjects = {self.identity(p) for p in self._subjects(fit, frame)}
        nested = [p for p in self._nested(clause, fit.rule) if self.identity(p) not in subjects]
        if nested or fit.rule.complement_type:
            return nested
        for part in self.tree.conjuncts(clause):
            found = [p for p in self._about(part, 0) if self.identity(p) not in subjects]
            if found:
                return found
        return []

    def _nested(self, clause: int, rule: Rule) -> list[Party]:
        """The objects of the events that the clause tells."""
        for word in sorted(self.fitting.clause_words(clause)):
            for fit in self.fitting.fits(word):
                if rule.complement_type and fit.rule.type.plover not in rule.complement_type:
                    continue
                if fit.rule is rule:
                    continue
                found = [
                    hit.object
                    for hit in self._apply(fit)
                    if hit.object.draft is not None and self._allowed(hit.object, rule.type.object)
                ]
                if found:
                    return _unique(found)
        return []

    def _about(self, clause: int, depth: int) -> list[Party]:
        frame = self.frames.verb(clause)
        groups: list[tuple[float, Iterable[int]]] = [
            (0.92, frame.objects if not frame.passive else ()),
            (0.92, frame.indirect),
        ]
        groups += [(0.92 if case in _CONCERNING else BELOW, frame.obliques.get(case, ())) for case in _CLAUSE_ORDER]
        for quality, group in groups:
            found = [p for p in self.parties.of(group) if p.draft is not None]
            if found:
                return [replace(p, quality=p.quality * quality) for p in found]
        for noun in frame.objects:
            found = self.parties.below(noun)
            if found:
                return found
        if depth < _DEPTH:
            for inner in frame.complements:
                found = self._about(inner, depth + 1)
                if found:
                    return found
        return self.parties.of(frame.objects) if self.unnamed else []

    def _allowed(self, party: Party, kinds: frozenset[Kind], rule: Rule | None = None) -> bool:
        if party.draft is None:
            return rule is None or not (rule.object_kinds or rule.direct)
        if party.state:
            return Kind.COUNTRY in kinds
        kind = self.kind(party.draft)
        if kind in kinds or not self.unnamed or kind not in _STAND_FOR_STATES:
            return kind in kinds
        if rule is None:  # a doer: the place itself, or those who act there, but not "a home in" it
            return party.quality == DIRECT or self.parties.acts(party.word)
        return not rule.object_kinds

    def _right_name(self, rule: Rule, party: Party) -> bool:
        if not rule.object_names:
            return True
        said = {self.tree.lower[word] for word in self.tree.subtree(party.word)}
        return bool(rule.object_names & said)

    def identity(self, party: Party) -> str:
        """The entity id of a party; for one without a name, a text that only equals itself."""
        if party.draft is None:
            return f"word {party.word}"
        if party.state:
            return party.state
        if self.unnamed and party.quality < DIRECT and self.drafts[party.draft].form != "pronoun":
            return f"word {party.word}"  # "Nepal ... protesters in Nepal": another actor of the same country
        return self.entity(party.draft)


def _unique(parties: list[Party]) -> list[Party]:
    return list({(party.word, party.draft): party for party in parties}.values())
