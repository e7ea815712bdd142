"""Several at once: "they", "the two countries", "both leaders" after a text has named them.

A mention means one entity; what is said of several is therefore resolved here, over the parse, when a relation asks who stands at its end.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from graph.model import Kind
from ingest.syntax import Tree, words

_COUNTED: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "both": 2, "pair": 2, "trio": 3}
_STATES: Final = words("country nation state side government neighbor neighbour power capital")
_PEOPLE: Final = words("leader president minister politician man woman diplomat negotiator official statesman")
_ACTORS: Final = frozenset({Kind.COUNTRY, Kind.PERSON, Kind.ORG, Kind.IGO, Kind.GROUP})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_OTHERS: Final = frozenset({"obj", "iobj", "obl", "obl:agent"})
_PARTIES: Final = frozenset({Kind.COUNTRY, Kind.ORG, Kind.GROUP})
_COUNTRY: Final = frozenset({Kind.COUNTRY})
#: Sentences that such a phrase looks back.
_REACH: Final = 2

#: The members of a noun phrase: positions of their mentions.
Members = Callable[[int], Sequence[int]]


def together(
    tree: Tree,
    word: int,
    by_head: Mapping[int, int],
    kind: Callable[[int], Kind],
    entity: Callable[[int], str],
    members: Members,
) -> list[int]:
    """The mentions that a plural phrase takes up, in the order of the text; none where it is no such phrase or the text leaves it open.

    "They" are a coordinated subject named before. A counted phrase is that, too, or those who deal with each other in a clause before,
    or just as many as its own sentence has named so far.
    """
    count, kinds = _asked(tree, word)
    if not count and tree.lower[word] != "they":
        return []

    doers = {entity(index) for doer in _doers(tree, word) for index in members(doer)}

    def fitting(mentions: Iterable[int]) -> list[int]:
        found = _distinct((index for index in mentions if kind(index) in kinds), entity)
        others = not doers & {entity(index) for index in found}  # who "praised both men" is neither
        return found if others and len(found) > 1 and count in (0, len(found)) else []

    here = tree.sentence_of[word]
    for number in range(here, max(-1, here - _REACH - 1), -1):
        start, end = tree.sentences[number]
        for phrase in _phrases(tree, range(start, min(end, word)), bool(count), number == here):
            found = fitting(index for part in phrase for index in members(part))
            if found:
                return found
        if count and number == here:
            found = fitting(by_head[part] for part in range(start, word) if part in by_head)
            if found:
                return found
    return []


def _phrases(tree: Tree, within: range, counted: bool, unfinished: bool) -> Iterator[list[int]]:
    """Heads of what several may be in a sentence, the likeliest first: one subject, the subjects of its clauses, who deals with whom in
    one, an object. What is not counted is one subject."""
    subjects = [part for part in within if tree.dep[part] in _SUBJECTS]
    yield from ([subject] for subject in subjects)
    if not counted:
        return
    if not unfinished:
        yield [subject for subject in subjects if _outright(tree, tree.head[subject])]
    for subject in subjects:
        yield [subject, *(kid for kid in tree.kids[tree.head[subject]] if tree.dep[kid] in _OTHERS and kid in within)]
    yield from ([part] for part in within if tree.dep[part] in _OTHERS)


def _outright(tree: Tree, verb: int) -> bool:
    """Whether a clause is the sentence's own or coordinated with that: "Peru won and Chile lost. Both …"."""
    first = tree.first_conjunct(verb)
    return tree.head[first] == first


def _doers(tree: Tree, word: int) -> list[int]:
    """The subjects of the clause of which a word is the object."""
    if tree.dep[word] not in ("obj", "iobj"):
        return []
    verb = tree.head[word]
    while not tree.under(verb, *_SUBJECTS) and tree.head[verb] != verb:
        verb = tree.head[verb]
    return [subject for subject in tree.under(verb, *_SUBJECTS) if subject < word]


def _asked(tree: Tree, word: int) -> tuple[int, frozenset[Kind]]:
    """How many are meant, 0 where the phrase does not say, and of which kinds."""
    lemma = tree.lemma[word]
    about = {tree.lower[kid] for kid in tree.kids[word] if kid < word}
    counted = next((number for name, number in _COUNTED.items() if name in about), 0)
    if lemma in _STATES | _PEOPLE and about & {"the", "both", "these", "all"}:
        return counted, frozenset({Kind.PERSON}) if lemma in _PEOPLE else _PARTIES if lemma == "side" else _COUNTRY
    alone = (
        tree.lower[word] in _COUNTED
        and tree.dep[word] in ("nsubj", "nsubj:pass", "obj")
        and ("the" in about or lemma == "both")
    )
    return (_COUNTED[tree.lower[word]] if alone else 0), _ACTORS


def _distinct(mentions: Iterable[int], entity: Callable[[int], str]) -> list[int]:
    kept: dict[str, int] = {}
    for index in mentions:
        kept.setdefault(entity(index), index)
    return list(kept.values())
