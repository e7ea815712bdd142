"""Universal dependencies for pipelines that speak ClearNLP labels, as spaCy's own English ones do.

As far as the rules need: prepositions become `case` of their noun, copulas `cop` of their predicate, a
person's name is headed by its first word, and labels get their universal names. Each step lifts one word over
its head, so what was a tree stays one.
"""

from collections.abc import Iterator

import numpy as np
from spacy.attrs import DEP, HEAD, MORPH
from spacy.language import Language
from spacy.tokens import Doc

FACTORY = "entente_universal"
_LABELS = {
    "acomp": "xcomp",
    "agent": "obl:agent",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "case",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM"})
_PREPOSITIONAL = frozenset({"prep", "agent", "dative"})


@Language.factory(FACTORY, assigns=["token.head", "token.dep", "token.morph"])
def make_universal(nlp: Language, name: str) -> "Universal":
    return Universal()


class Universal:
    """The component: rewrites heads and labels in place."""

    def __call__(self, doc: Doc) -> Doc:
        if len(doc) == 0:
            return doc
        arcs = _Arcs(doc)
        _lift_objects(arcs)
        _lift_predicates(arcs)
        _head_names_first(arcs)
        arcs.write()
        return doc


def speaks_clearnlp(nlp: Language) -> bool:
    """Whether the pipeline's parser uses ClearNLP labels."""
    return any({"dobj", "pobj"} <= set(labels) for labels in nlp.pipe_labels.values())


class _Arcs:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.heads = [token.head.i for token in doc]
        self.labels = [token.dep_ for token in doc]

    def children(self, word: int) -> Iterator[int]:
        return (child for child, head in enumerate(self.heads) if head == word and child != word)

    def lift(self, child: int, label: str, take: bool) -> None:
        """Swaps a word with its head, which gets `label`; `take`: the head's other dependents come along."""
        head = self.heads[child]
        if take:
            for sibling in list(self.children(head)):
                self.heads[sibling] = child
        self.heads[child] = child if self.heads[head] == head else self.heads[head]
        self.labels[child] = self.labels[head]
        self.heads[head], self.labels[head] = child, label

    def write(self) -> None:
        passive = {self.heads[word] for word, label in enumerate(self.labels) if label == "auxpass"}
        vocab = self.doc.vocab
        rows = np.zeros((len(self.doc), 3), dtype=np.uint64)
        for token, head, label in zip(self.doc, self.heads, self.labels, strict=True):
            morph = str(token.morph)
            if token.i in passive and "Voice=" not in morph:
                morph = f"{morph}|Voice=Pass" if morph else "Voice=Pass"
            rows[token.i] = (
                (head - token.i) % 2**64,
                vocab.strings.add(_LABELS.get(label, label)),
                vocab.morphology.add(morph),
            )
        self.doc.from_array([HEAD, DEP, MORPH], rows)  # type: ignore[arg-type]  # the stub knows no unsigned arrays


def _lift_objects(arcs: _Arcs) -> None:
    """visited (prep in (pobj Tokyo)) → visited (obl Tokyo (case in))"""
    for word, label in enumerate(list(arcs.labels)):
        preposition = arcs.heads[word]
        outer = arcs.labels[preposition]
        if label not in ("pobj", "pcomp") or outer not in _PREPOSITIONAL or preposition == word:
            continue
        nominal = arcs.doc[arcs.heads[preposition]].pos_ in _NOMINAL
        arcs.lift(word, "case" if label == "pobj" else "mark", take=False)
        if label == "pcomp":
            arcs.labels[word] = "acl" if nominal else "advcl"
        elif outer == "agent":
            arcs.labels[word] = "obl:agent"
        else:
            arcs.labels[word] = "nmod" if nominal else "obl"


def _lift_predicates(arcs: _Arcs) -> None:
    """(is (nsubj Tokyo) (attr capital)) → (capital (nsubj Tokyo) (cop is))"""
    for word, label in enumerate(list(arcs.labels)):
        verb = arcs.heads[word]
        if label in ("attr", "acomp") and arcs.doc[verb].lemma_ == "be" and verb != word:
            arcs.lift(word, "cop", take=True)


def _head_names_first(arcs: _Arcs) -> None:
    """(Rutte (compound Mark)) → (Mark (flat Rutte))"""
    for name in arcs.doc.ents:
        words = range(name.start, name.end)
        last = name.end - 1
        plain = all(arcs.heads[word] == last and arcs.labels[word] == "compound" for word in words[:-1])
        if name.label_ == "PERSON" and len(words) > 1 and plain:
            arcs.lift(name.start, "flat", take=True)
            for word in words[1:]:
                arcs.labels[word] = "flat"
