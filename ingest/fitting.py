"""Which rules fit where: a trigger's lemma with all the conditions of its rule, over the parse. See rules.py for what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest import modality
from ingest.candidates import Frames
from ingest.rules import Lexicon, Rule, lexicon
from ingest.syntax import Tree


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule that fits at a word. anchor: the noun that the rule's "with" or "with_oblique" found; clause: its complement's verb."""

    rule: Rule
    word: int
    anchor: int | None = None
    clause: int | None = None
    noun: bool = False


class Fitting:
    """Finds the rules that fit at the words of one text."""

    def __init__(self, tree: Tree, frames: Frames) -> None:
        self.tree, self.frames = tree, frames
        self.lexicon: Lexicon = lexicon()
        self._fits: dict[int, list[Fit]] = {}

    def fits(self, word: int) -> list[Fit]:
        """The rules that fit at a word, most specific first."""
        known = self._fits.get(word)
        if known is None:
            self._fits[word] = []  # a clause that governs itself (broken parse) ends here
            known = self._fits[word] = sorted(
                self._find_fits(word),
                key=lambda fit: (-fit.rule.specificity - self._exact(fit), -fit.rule.weight, fit.rule.id),
            )
        return known

    def _exact(self, fit: Fit) -> float:
        """A rule that knows "travel ban" speaks before one that knows "ban"."""
        if fit.anchor is None or not fit.rule.with_:
            return 0.0
        return 0.5 * any(" " in name for name in fit.rule.with_ & self.tree.names(fit.anchor))

    def _find_fits(self, word: int) -> Iterator[Fit]:
        tree = self.tree
        lemma = tree.lemma[word]
        if tree.verbal(word) and tree.dep[word] not in ("aux", "aux:pass", "cop", "case", "mark"):
            refusal = self.lexicon.refusals.get(lemma)
            if refusal and modality.negated(tree, word) and modality.future(tree, word):
                yield Fit(refusal, word, clause=word)
                return
            for rest, rule in self.lexicon.verbs.get(lemma, ()):
                if self._has(word, rest):
                    yield from self._verb_fit(rule, word)
        if tree.pos[word] in ("ADJ", "VERB") and tree.tag[word] != "VBD":
            for rule in self.lexicon.adjectives.get(tree.lower[word], ()):
                yield from self._verb_fit(rule, word)
        if any(tree.dep[kid] == "cop" for kid in tree.kids[word]):
            for _, rule in self.lexicon.verbs.get("be", ()):
                if rule.with_oblique & tree.names(word) and tree.case(word):
                    yield Fit(rule, word, anchor=word)
        if tree.pos[word] in ("NOUN", "PROPN") or (lemma in self.lexicon.nouns and tree.tag[word].startswith("NN")):
            for before, rule in self.lexicon.nouns.get(lemma, ()):
                if self._has(word, before) and self._needs(rule, word):
                    yield Fit(rule, word, noun=True)

    def _has(self, word: int, rest: tuple[str, ...]) -> bool:
        """Whether the other words of a trigger stand at it: particles, objects, modifiers, or just next to it."""
        if not rest:
            return True
        tree = self.tree
        around = {tree.lower[kid] for kid in tree.kids[word]} | {tree.lemma[kid] for kid in tree.kids[word]}
        around.update(tree.lower[word + 1 : word + 1 + len(rest)])
        if word:
            around.add(tree.lower[word - 1])
        return all(part in around for part in rest)

    def _needs(self, rule: Rule, word: int) -> bool:
        if not (rule.needs or rule.needs_not):
            return True
        tree = self.tree
        around = {tree.lemma[word], tree.lower[word]}
        for kid in tree.kids[word]:
            around.update((tree.lemma[kid], tree.lower[kid]))
            for part in tree.kids[kid]:
                around.update((tree.lemma[part], tree.lower[part]))
        return bool(not rule.needs or rule.needs & around) and not rule.needs_not & around

    def _verb_fit(self, rule: Rule, word: int) -> Iterator[Fit]:
        tree = self.tree
        frame = self.frames.verb(word)
        if (rule.passive and not frame.passive) or (rule.intransitive and frame.objects):
            return
        if rule.transitive and (frame.passive or not frame.objects):
            return
        if rule.preposition and not rule.preposition & frame.obliques.keys():
            return
        anchor = clause = None
        if rule.with_:
            anchor = next((noun for noun in frame.objects if self._named(noun, rule.with_)), None)
            if anchor is None:
                if not rule.with_oblique:
                    return
            else:
                anchor = next((part for part in tree.conjuncts(anchor) if rule.with_ & tree.names(part)), anchor)
                if not (self._needs(rule, anchor) or self._needs(rule, word)):
                    return
        if rule.with_oblique and anchor is None:
            phrases = [
                noun
                for preposition, nouns in frame.obliques.items()
                if not rule.preposition or preposition in rule.preposition
                for noun in nouns
            ]
            anchor = next((noun for noun in phrases if rule.with_oblique & tree.names(noun)), None)
            if anchor is None and not (
                rule.adjectives and any(tree.lemma[c] in rule.with_oblique for c in tree.subtree(word))
            ):
                return
        if rule.with_adjective and not any(
            rule.with_adjective & tree.names(kid)
            for kid in tree.kids[word]
            if tree.dep[kid] not in ("obj", "nsubj", "nsubj:pass")
        ):
            return
        if rule.complement:
            clause = next((c for c in frame.complements if self._clause_fits(rule, word, c)), None)
            if clause is None:
                return
        elif rule.plain and any(
            self._infinitive(c) or tree.dep[c] == "ccomp" for c in frame.complements if tree.head[c] == word
        ):
            return
        if (rule.needs or rule.needs_not) and not rule.with_ and not self._needs(rule, word):
            return
        yield Fit(rule, word, anchor, clause)

    def _named(self, noun: int, names: frozenset[str]) -> bool:
        return bool(names & self.tree.names(noun))

    def _infinitive(self, clause: int) -> bool:
        tree = self.tree
        return any(tree.lower[kid] == "to" and tree.dep[kid] in ("mark", "aux", "case") for kid in tree.kids[clause])

    def _clause_fits(self, rule: Rule, word: int, clause: int) -> bool:
        tree = self.tree
        infinitive = self._infinitive(clause)
        kinds = {"to"} if infinitive else {"from"} if tree.tag[clause] == "VBG" and tree.case(clause) else {"that"}
        if not kinds & rule.complement:
            return False
        if rule.type.plover == "AGREE" and modality.negated(tree, clause):
            return False
        if rule.complement_verbs and tree.lemma[clause] not in rule.complement_verbs:
            return False
        if rule.complement_modal and not self._bound(clause, rule.complement_modal):
            return False
        if rule.complement_conditional and not any(
            tree.lower[part] in ("if", "unless") for part in tree.subtree(clause)
        ):
            return False
        if rule.complement_type:
            types = {fit.rule.type.plover for part in (clause, *tree.kids[clause]) for fit in self.fits(part)}
            return bool(types & rule.complement_type)
        return True

    def _bound(self, clause: int, modals: frozenset[str]) -> bool:
        """Whether somebody in the clause must do something: "must leave", "has to leave"."""
        tree = self.tree
        if not tree.under(clause, "nsubj", "nsubj:pass"):
            return False
        if tree.lemma[clause] in ("have", "need"):
            return tree.lemma[clause] in modals and any(tree.dep[kid] == "xcomp" for kid in tree.kids[clause])
        return any(tree.lemma[kid] in modals - {"have", "need"} for kid in tree.kids[clause] if tree.dep[kid] == "aux")

    def governed(self) -> tuple[dict[int, Rule], dict[int, str | None]]:
        """Clauses under a rule that has a complement (clause word → rule), and nouns that another rule's trigger takes."""
        governed: dict[int, Rule] = {}
        taken: dict[int, str | None] = {}
        for word in range(len(self.tree.text)):
            for fit in self.fits(word)[:1]:
                for clause in self.clauses(fit):
                    for part in self.tree.conjuncts(clause):
                        for nested in self.clause_words(part):
                            governed.setdefault(nested, fit.rule)
                if fit.anchor is not None and not fit.noun and fit.anchor != word:
                    for part in self.tree.conjuncts(fit.anchor):
                        taken[part] = fit.rule.type.plover
        return governed, taken

    def clauses(self, fit: Fit, slot: str = "complement") -> list[int]:
        """The clauses that tell what is refused, promised, asked for, ...: no events of their own."""
        if fit.clause is not None:
            return [fit.clause] if fit.clause != fit.word else []
        if fit.rule.type.plover in ("ACCUSE", "COERCE") and not fit.noun:  # "accused of attacking", "jailed for spying"
            around = (fit.word, *self.tree.under(fit.word, "obj", "iobj"))
            return [
                c
                for word in around
                for c in self.tree.kids[word]
                if self.tree.tag[c] == "VBG" and self.tree.case(c) in ("of", "for", "over")
            ]
        if slot not in fit.rule.object and "complement_subject" not in fit.rule.object:
            return []
        nouns = [fit.word] if fit.noun else [fit.anchor] if fit.anchor is not None else []
        found = [] if fit.noun else list(self.frames.verb(fit.word).complements)
        return found + [clause for noun in nouns for clause in self.frames.noun(noun).complements]

    def clause_words(self, clause: int) -> Iterator[int]:
        """The words of a clause down to its own relative clauses."""
        tree = self.tree
        stack = [clause]
        while stack:
            current = stack.pop()
            yield current
            stack.extend(
                kid
                for kid in tree.kids[current]
                if tree.dep[kid] not in ("acl:relcl", "advcl", "parataxis", "appos", "acl") or self._infinitive(kid)
            )
