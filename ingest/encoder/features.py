"""What the network is told of a word: word pieces, casing, and hashed shape, prefix and suffix.

Training and inference both call this module, and only this module, so that they see the same words.
Word pieces follow BERT's uncased tokenizer (Devlin et al. 2019): clean, lower-case, strip accents, split
at punctuation, then greedy longest match.
"""

import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

MAX_PIECES_PER_WORD = 12
MAX_PIECES = 512  # positions the encoder knows
CASINGS = 8
SHAPES, PREFIXES, SUFFIXES = 1000, 4000, 4000  # hash buckets; bucket 0 stays free
_LONGEST_WORD = 100
_CACHED_WORDS = 100_000

# Typographic twins that the training texts seldom hold; both sides see the plain one.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "‛": "'", "`": "'", "„": "“", "‟": "“", "«": "“", "»": "”", "‐": "-", "‑": "-", "…": "..."}
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word's features. `pieces` is never empty; `hashes` is (shape, prefix, suffix)."""

    pieces: tuple[int, ...]
    casing: int
    hashes: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """The network's input for one run of words: batch size 1, nothing padded.

    pieces, casing: (1, pieces); first, last: (1, words), positions of a word's first and last piece;
    hashes: (1, words, 3).
    """

    pieces: Ints
    casing: Ints
    first: Ints
    last: Ints
    hashes: Ints

    def feed(self) -> dict[str, Ints]:
        return {name: getattr(self, name) for name in ("pieces", "casing", "first", "last", "hashes")}


def directed_quotes(words: Sequence[str], spaces: Sequence[bool]) -> list[str]:
    """The words with each straight quotation mark opening or closing, where the spaces beside it tell which.

    `spaces`: whether white space follows each word. The ends of the text count as white space.
    """
    directed = list(words)
    for position, word in enumerate(words):
        if word == '"':
            before = position == 0 or spaces[position - 1]
            after = position == len(words) - 1 or spaces[position]
            if before != after:
                directed[position] = "“" if before else "”"
    return directed


class WordFeatures:
    """Turns words into features. `vocabulary` lists the word pieces, one id each, in order."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids: Mapping[str, int] = {piece: index for index, piece in enumerate(vocabulary)}
        missing = [piece for piece in ("[UNK]", "[CLS]", "[SEP]") if piece not in self._ids]
        if missing:
            raise ValueError(f"the word-piece vocabulary lacks {', '.join(missing)}")
        self.unknown, self.start, self.end = self._ids["[UNK]"], self._ids["[CLS]"], self._ids["[SEP]"]
        self._words: dict[str, Word] = {}

    def word(self, text: str) -> Word:
        """The features of one word; the same word always has the same."""
        found = self._words.get(text)
        if found is None:
            if len(self._words) >= _CACHED_WORDS:
                self._words.clear()
            found = self._words[text] = self._word(text)
        return found

    def window(self, words: Iterable[Word]) -> Window:
        """One run of words between the encoder's start and end marks."""
        pieces, casing, first, last, hashes = [self.start], [0], [], [], []
        for word in words:
            first.append(len(pieces))
            pieces.extend(word.pieces)
            casing.extend([word.casing] * len(word.pieces))
            last.append(len(pieces) - 1)
            hashes.append(word.hashes)
        pieces.append(self.end)
        casing.append(0)
        return Window(*(np.asarray([row], dtype=np.int64) for row in (pieces, casing, first, last, hashes)))

    def _word(self, text: str) -> Word:
        plain = text.translate(_PLAIN)
        pieces = [piece for part in _basic_parts(plain) for piece in self._split(part)]
        return Word(
            pieces=tuple(pieces[:MAX_PIECES_PER_WORD]) or (self.unknown,),
            casing=_casing(plain),
            hashes=(
                _bucket("s" + _shape(plain), SHAPES),
                _bucket("p" + plain[:3], PREFIXES),
                _bucket("e" + plain[-3:], SUFFIXES),
            ),
        )

    def _split(self, part: str) -> list[int]:
        """Greedy longest match; a part that cannot be covered is unknown as a whole."""
        if len(part) > _LONGEST_WORD:
            return [self.unknown]
        pieces, start = [], 0
        while start < len(part):
            for end in range(len(part), start, -1):
                found = self._ids.get(part[start:end] if start == 0 else "##" + part[start:end])
                if found is not None:
                    break
            else:
                return [self.unknown]
            pieces.append(found)
            start = end
        return pieces


def _basic_parts(text: str) -> list[str]:
    parts, current = [], ""
    for character in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(character)
        if category == "Mn" or character == "\ufffd" or (category[0] == "C" and character not in "\t\n\r"):
            continue
        if character.isspace() or _is_punctuation(character, category) or _is_ideograph(character):
            parts.append(current)
            parts.append("" if character.isspace() else character)
            current = ""
        else:
            current += character
    return [part for part in (*parts, current) if part]


def _is_punctuation(character: str, category: str) -> bool:
    return category[0] == "P" or (character.isascii() and character.isprintable() and not character.isalnum())


def _is_ideograph(character: str) -> bool:
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F
    )


def _casing(word: str) -> int:
    """1 lower, 2 Title, 3 UPPER, 4 mIxed, 5 with digits, 6 a single capital, 7 anything else; 0 is no word."""
    if word.islower():
        return 1
    if word.isupper():
        return 6 if len(word) == 1 else 3
    if word[:1].isupper():
        return 2 if word[1:].islower() else 4
    if any(character.isupper() for character in word):
        return 4
    return 5 if any(character.isdigit() for character in word) else 7


def _shape(word: str) -> str:
    """Xx-d pattern with runs cut, at most 11 characters."""
    shape: list[str] = []
    for character in word:
        if character.isupper():
            mark = "X"
        elif character.isalpha():
            mark = "x"
        else:
            mark = "d" if character.isdigit() else character
        if len(shape) >= 4 and shape[-3:] == [mark] * 3:
            continue
        shape.append(mark)
        if len(shape) > 10:
            break
    return "".join(shape)


def _bucket(text: str, buckets: int) -> int:
    return 1 + zlib.crc32(text.encode("utf-8", "surrogatepass")) % (buckets - 1)
