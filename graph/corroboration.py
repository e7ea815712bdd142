"""How many independent articles report something: copies and rewrites of one another count once. Pure functions.

Agencies are syndicated, and much of the web rewrites what others wrote. Six words in a row that two texts share are rarely an accident;
a shared quotation is one such run, a rewrite has many. Measured on news pairs: a machine rewrite of an article keeps 11 % of its six-word
runs in a dozen places; two outlets on the same event share under 2 %. (Containment in the shorter text, not Jaccard: a cut copy is one too.)
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from graph.model import Article

#: Words in a row that are compared.
_RUN: Final = 6
#: Share of the shorter text's runs found in the other from which it is a copy, wherever they stand.
_COPY: Final = 0.3
#: Share, and number of separate places, from which it is a rewrite.
_REWRITE: Final = 0.06
_PLACES: Final = 4
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of an article is compared: the checksums of its six-word runs, in order."""

    article_id: str
    runs: tuple[int, ...]


def fingerprint(article: Article) -> Fingerprint:
    """The fingerprint of an article's text; case, punctuation and line ends aside."""
    words = [word.lower() for word in _WORD.findall(article.text)]
    runs = (" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
    return Fingerprint(article.id, tuple(zlib.crc32(run.encode()) for run in runs))


def copies(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether one is a copy, a cut copy or a rewrite of the other, or both of a third. Symmetric. Texts under six words never are."""
    shorter, longer = sorted((one, other), key=lambda fingerprint: (len(fingerprint.runs), fingerprint.article_id))
    if not shorter.runs:
        return False
    known = frozenset(longer.runs)
    shared = [run in known for run in shorter.runs]
    share = sum(shared) / len(shared)
    places = sum(here and not before for before, here in zip([False, *shared], shared, strict=False))
    return share >= _COPY or (share >= _REWRITE and places >= _PLACES)


def independent(fingerprints: Iterable[Fingerprint]) -> tuple[tuple[str, ...], ...]:
    """Article ids in groups: within a group one copies from the other, directly or through a third. Sorted; the order given is nothing."""
    prints = sorted(fingerprints, key=lambda fingerprint: fingerprint.article_id)
    leader = {fingerprint.article_id: fingerprint.article_id for fingerprint in prints}

    def root(id: str) -> str:
        while leader[id] != id:
            id = leader[id]
        return id

    for one, other in combinations(prints, 2):
        first, second = sorted((root(one.article_id), root(other.article_id)))
        if first != second and copies(one, other):
            leader[second] = first
    members: dict[str, list[str]] = {}
    for each in prints:
        members.setdefault(root(each.article_id), []).append(each.article_id)
    return tuple(tuple(group) for group in members.values())
