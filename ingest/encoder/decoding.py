"""From the network's scores to one analysis: sentence starts, one tree per sentence, name spans."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Indices = NDArray[np.int64]

_NEVER = -1e9


def tree(scores: Scores) -> Indices:
    """The best tree with exactly one root over n words.

    `scores` is (n, n + 1): word by head, column 0 the root. Returns n heads, 0 for the root, k + 1 for word k.
    The root is the word that gains most by it; the rest is each word's best head, and Chu-Liu/Edmonds
    where that has a cycle.
    """
    size = len(scores)
    if size == 1:
        return np.zeros(1, dtype=np.int64)
    odds = _log_softmax(scores.astype(np.float64))
    odds[np.arange(size), np.arange(size) + 1] = _NEVER
    words_only = odds.copy()
    words_only[:, 0] = _NEVER
    root = int((odds[:, 0] - words_only.max(axis=1)).argmax())
    words_only[root] = _NEVER
    words_only[root, 0] = 0.0
    heads = words_only.argmax(axis=1)
    if _has_cycle(heads):
        square = np.full((size + 1, size + 1), _NEVER)
        square[:, 1:] = words_only.T
        heads = _arborescence(square)[1:]
    found: Indices = heads.astype(np.int64)
    return found


def projective(heads: Indices) -> Indices:
    """The tree with every arc that spans words from elsewhere lifted to its head's head until none does.

    `heads` as `tree` returns them.
    """
    lifted = heads.tolist()
    while True:
        below = _descendants(lifted)
        crossing = [
            word
            for word, head in enumerate(lifted, start=1)
            if head and _between(word, head) & ~below[head]  # the root's descendants are all the words
        ]
        if not crossing:
            return np.asarray(lifted, dtype=np.int64)
        for word in crossing:
            lifted[word - 1] = lifted[lifted[word - 1] - 1]


def _between(word: int, head: int) -> int:
    """A bit set of the words between two others."""
    first, last = min(word, head), max(word, head)
    return (1 << last) - (1 << first + 1)


def _descendants(heads: list[int]) -> list[int]:
    """A bit set for each node, itself included."""
    below = [1 << node for node in range(len(heads) + 1)]
    for word in range(1, len(heads) + 1):
        node = word
        while node:
            node = heads[node - 1]
            below[node] |= 1 << word
    return below


def _has_cycle(heads: Indices) -> bool:
    state = [0] * (len(heads) + 1)  # 0 unseen, else the walk that saw it
    for start in range(1, len(heads) + 1):
        node = start
        while node and not state[node]:
            state[node] = start
            node = int(heads[node - 1])
        if node and state[node] == start:
            return True
    return False


def _arborescence(scores: NDArray[np.float64]) -> Indices:
    """Edmonds' best arborescence of `scores[head, dependent]` from node 0, grown along paths as Tarjan (1977) does.

    Every contraction costs one pass over the nodes, so that text without any sentence is read in time too.
    """
    size = len(scores)
    top = np.arange(size)  # the outermost group that a node is in; groups are numbered from `size` on
    gains = list(scores.T.copy())  # of a group's heads, by node
    entries = [np.full(size, node) for node in range(size)]  # the node of the group that such a head would get
    above: list[int] = [-1] * size  # the group that a node or group went into
    chosen = [(0, 0)] * size  # (head, dependent)
    settled = np.zeros(size, dtype=bool)
    settled[0] = True
    for node in range(size):
        gains[node][node] = _NEVER
    for start in range(1, size):
        group, path = int(top[start]), []
        while not settled[start]:
            head = int(gains[group].argmax())
            chosen[group] = (head, int(entries[group][head]))
            path.append(group)
            group = int(top[head])
            if settled[head]:
                settled |= np.isin(top, path)
            elif group in path:
                ring = path[path.index(group) :]
                del path[-len(ring) :]
                rivals = np.stack([gains[member] - gains[member][chosen[member][0]] for member in ring])
                best = rivals.argmax(axis=0)
                inside = np.isin(top, ring)
                group = len(gains)
                gains.append(np.where(inside, _NEVER, rivals.max(axis=0)))
                entries.append(np.stack([entries[member] for member in ring])[best, np.arange(size)])
                above.append(-1)
                chosen.append((0, 0))
                top[inside] = group
                for member in ring:
                    above[member] = group
    for group in range(len(gains) - 1, size - 1, -1):  # opened again: one member gets the group's head
        member = chosen[group][1]
        while above[member] != group:
            member = above[member]
        chosen[member] = chosen[group]
    return np.array([head for head, _ in chosen[:size]])


# First words of demonyms of two, which the training data leaves apart.
_BEFORE_DEMONYM = frozenset(
    [
        "Costa",
        "East",
        "New",
        "North",
        "Northern",
        "Papua",
        "Puerto",
        "Saudi",
        "South",
        "Southern",
        "Sri",
        "West",
        "Western",
    ]
)
_FIRST_PARTS = ("GPE", "LOC", "NORP")


def join_demonyms(names: Sequence[tuple[int, int, str]], words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Makes one NORP of "North" and "Korean", whatever the first was taken for."""
    joined: list[tuple[int, int, str]] = []
    for start, end, kind in names:
        if kind == "NORP" and start and words[start - 1].title() in _BEFORE_DEMONYM and words[start - 1][0].isupper():
            before = joined[-1] if joined and joined[-1][1] == start else None
            if before is None or (before[0] == start - 1 and before[2] in _FIRST_PARTS):
                if before:
                    joined.pop()
                start -= 1
        joined.append((start, end, kind))
    return joined


class NameTags:
    """BIO tags and their decoding. `tags` are "O", "B-PERSON", "I-PERSON", …"""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = tuple(tags)
        self._kinds = [tag[2:] for tag in tags]
        self._inside = np.array([tag.startswith("I-") for tag in tags])
        self._moves = np.zeros((len(tags), len(tags)))
        for after, tag in enumerate(tags):
            if tag.startswith("I-"):
                for before, kind in enumerate(self._kinds):
                    if kind != self._kinds[after]:
                        self._moves[before, after] = _NEVER

    def spans(self, scores: Scores) -> list[tuple[int, int, str]]:
        """The names of the best tag sequence in which every I- follows its own kind: (start, end, kind)."""
        best = self._best(_log_softmax(scores.astype(np.float64)))
        found, start = [], -1
        for position in range(len(best) + 1):
            tag = self.tags[best[position]] if position < len(best) else "O"
            if start >= 0 and not tag.startswith("I-"):
                found.append((start, position, self._kinds[best[start]]))
                start = -1
            if tag.startswith("B-"):
                start = position
        return found

    def _best(self, odds: NDArray[np.float64]) -> Indices:
        greedy: Indices = odds.argmax(axis=1)
        if not self._inside[greedy[0]] and (self._moves[greedy[:-1], greedy[1:]] == 0).all():
            return greedy
        total = np.where(self._inside, _NEVER, odds[0])  # Viterbi
        back = []
        for row in odds[1:]:
            step = total[:, None] + self._moves
            back.append(step.argmax(axis=0))
            total = step.max(axis=0) + row
        path = [int(total.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return np.array(path[::-1])


def _log_softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result
