"""Where sentences may and must begin."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.encoder.decoding import Scores

_FINAL = frozenset(".!?…") | {"...", "?!", "!!", "??", "!?", "。", "؟"}
_CLOSING = frozenset("\"'”’»)]}") | {"''"}
_NEVER_FIRST = frozenset(",.;:!?…%)]}”’") | {"...", "''", "'s", "’s", "n't", "n’t"}

# How sure the network must be. A full stop before a capital is all but certain; inside a paragraph a sentence
# seldom ends without any mark.
_AFTER_A_STOP = 0.02
_AFTER_A_MARK = 0.4
_AFTER_A_WORD = 0.6


def sentence_starts(words: Sequence[str], probabilities: Scores) -> NDArray[np.bool_]:
    """Which of a paragraph's words begin a sentence. The first always does.

    `probabilities` (n,): the network's belief in a start at each word.
    """
    starts = np.zeros(len(words), dtype=bool)
    starts[:1] = True
    for position in np.flatnonzero(probabilities > _AFTER_A_STOP).tolist():
        if position and words[position] not in _NEVER_FIRST:
            starts[position] = probabilities[position] > _needed(words, position)
    return starts


def _needed(words: Sequence[str], position: int) -> float:
    if words[position - 1] in _FINAL and words[position][0].isupper():
        return _AFTER_A_STOP
    return _AFTER_A_MARK if _ends_with_mark(words, position) else _AFTER_A_WORD


def _ends_with_mark(words: Sequence[str], position: int) -> bool:
    before = position - 1
    while before > 0 and words[before] in _CLOSING:
        before -= 1
    word = words[before]
    return word in _FINAL or (word.endswith(".") and len(word) > 1)


def is_break(space: str, following: str) -> bool:
    """Whether the white space between two words ends the sentence before it.

    A blank line always does; a single line break does unless the text runs on in lower case, as in text
    that was wrapped at a fixed width.
    """
    lines = space.replace("\r\n", "\n").replace("\r", "\n")
    breaks = sum(lines.count(mark) for mark in "\n\x0b\x0c\x85\u2028\u2029")
    return breaks > 1 or "\u2029" in lines or (breaks == 1 and not following[:1].islower())
