"""How names and sentences are searched: folding, words, and what counts as a hit. Pure, and the same for every store.

A store may find its candidates as it likes (a scan, FTS5, Lucene); whether and how well one matches is decided here.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz.distance import Levenshtein

_WORD = re.compile(r"[^\W_]+")
#: Combining marks: those of Latin, Greek and Cyrillic letters (quick, and mostly all there is), and the rest (all below this code point).
_MARKS = re.compile("[\u0300-\u036f]+")
_RARE_MARKS = frozenset(chr(code) for code in range(0x370, 0x1F000) if unicodedata.combining(chr(code)))

#: Names with typing errors are looked for where fewer entities than this are found without.
TOO_FEW: Final = 10
#: Shortest word of a name that may be meant by a misspelt query on its own ("Rute" for "Mark Rutte").
SHORTEST_WORD: Final = 4
#: Index pieces per spelling: with two errors at least one of three stays whole.
PIECES: Final = 3


class Rank(IntEnum):
    """How well a name fits, best first."""

    EXACT = 0
    PREFIX = 1
    ONE_ERROR = 2
    TWO_ERRORS = 3


def fold(text: str) -> str:
    """The text without case and accents (combining marks), compatibility forms as plain ones. ASCII is only put in lower case."""
    if text.isascii():
        return text.lower()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    if plain.isascii():
        return plain
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    for mark in _RARE_MARKS.intersection(plain):
        plain = plain.replace(mark, "")
    return plain


def words(text: str) -> list[str]:
    """The words of a text, case and accents aside: runs of letters and digits of any script."""
    return _WORD.findall(fold(text))


def spelling(text: str) -> str:
    """The words of a name without what joins them: "Xi Jin-ping" and "Xi Jinping" are spelt alike."""
    return "".join(words(text))


def spellings(name: str) -> set[str]:
    """What a misspelt query is compared with: the whole name, and each of its longer words. Empty for a name without letters."""
    parts = words(name)
    found = {part for part in parts if len(part) >= SHORTEST_WORD}
    if parts:
        found.add("".join(parts))
    return found


def errors_allowed(spelt: str) -> int:
    """Typing errors (letters too many, missing or wrong) that a query of this spelling may hold: 0 below four letters, 1 to five, else 2."""
    return 0 if len(spelt) < 4 else 1 if len(spelt) < 6 else 2


@dataclass(frozen=True, slots=True)
class Match:
    """How well a query fits an entity, and the name it fits."""

    rank: Rank
    name: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What an analyst typed, ready to be compared."""

    words: tuple[str, ...]
    spelling: str
    errors: int

    @classmethod
    def of(cls, q: str) -> "Sought":
        parts = words(q)
        spelt = "".join(parts)
        return cls(tuple(parts), spelt, errors_allowed(spelt))

    def rank(self, name: str) -> Rank | None:
        """How well one name fits; None when it does not. What has no words fits nothing."""
        if not self.words:
            return None
        found = words(name)
        if tuple(found) == self.words:
            return Rank.EXACT
        if all(any(word.startswith(sought) for word in found) for sought in self.words):
            return Rank.PREFIX
        errors = self._errors(found)
        return None if errors is None else Rank.ONE_ERROR if errors <= 1 else Rank.TWO_ERRORS

    def _errors(self, found: list[str]) -> int | None:
        if not self.errors or not found:
            return None
        candidates = ["".join(found), *(word for word in found if len(word) >= SHORTEST_WORD)]
        least = min(Levenshtein.distance(self.spelling, spelt, score_cutoff=self.errors) for spelt in candidates)
        return least if least <= self.errors else None

    def match(self, names: Iterable[str]) -> Match | None:
        """The best fit among an entity's names; the first of equals, so give the main name first, then the aliases in order."""
        best: Match | None = None
        for name in names:
            rank = self.rank(name)
            if rank is not None and (best is None or rank < best.rank):
                best = Match(rank, name)
        return best


def pieces(spelt: str) -> Iterator[str]:
    """Index keys of a spelling: its length, and the first, second and last third with its number (after Li, Deng, Wang, Feng:
    "Pass-Join", PVLDB 2011). A query within two errors shares at least one key of `probes`."""
    length = len(spelt)
    for number, (start, end) in enumerate(_thirds(length)):
        yield f"{length}{'abc'[number]}{spelt[start:end]}"


def probes(spelt: str, errors: int) -> set[str]:
    """The keys under which every spelling within so many errors (at most two) can be found."""
    found = set()
    for length in range(max(1, len(spelt) - errors), len(spelt) + errors + 1):
        for number, (start, end) in enumerate(_thirds(length)):
            for moved in range(max(0, start - errors), min(len(spelt) - (end - start), start + errors) + 1):
                found.add(f"{length}{'abc'[number]}{spelt[moved : moved + end - start]}")
    return found


def _thirds(length: int) -> list[tuple[int, int]]:
    cuts = [length * number // PIECES for number in range(PIECES + 1)]
    return list(itertools.pairwise(cuts))
