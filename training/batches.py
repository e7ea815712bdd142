"""Passages as padded tensors."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from ingest.encoder.features import Window, Word, WordFeatures, directed_quotes
from training.corpora import NAME_TAGS, UNKNOWN, Document, Passage, join
from training.network import Sizes

TARGETS = ("upos", "xpos", "heads", "relations", "starts", "names")


@dataclass(slots=True)
class Labels:
    """Label inventories in the order the corpora show them; "_" is no label."""

    upos: dict[str, int] = field(default_factory=dict)
    xpos: dict[str, int] = field(default_factory=dict)
    relations: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Sequence[Document]) -> "Labels":
        labels = cls()
        for document in documents:
            for sentence in document.sentences:
                for inventory, values in labels._columns(sentence):
                    for value in values:
                        if value != "_":
                            inventory.setdefault(value, len(inventory))
        return labels

    @property
    def sizes(self) -> Sizes:
        return Sizes(len(self.upos), len(self.xpos), len(self.relations), len(NAME_TAGS))

    def as_json(self) -> dict[str, list[str]]:
        """What ingest.encoder.network.Network reads."""
        return {
            "upos": list(self.upos),
            "xpos": list(self.xpos),
            "relations": list(self.relations),
            "names": list(NAME_TAGS),
        }

    def targets(self, passage: Passage) -> dict[str, list[int]]:
        columns = {"heads": passage.heads, "starts": passage.starts, "names": passage.names}
        for name, (inventory, values) in zip(("upos", "xpos", "relations"), self._columns(passage), strict=True):
            columns[name] = [inventory.get(value, UNKNOWN) for value in values]
        return columns

    def _columns(self, passage: Passage) -> list[tuple[dict[str, int], list[str]]]:
        return [(self.upos, passage.upos), (self.xpos, passage.xpos), (self.relations, passage.relations)]


def passages(documents: Sequence[Document], rng: random.Random) -> Iterator[Passage]:
    """Random runs of sentences: mostly within a paragraph, as the pipeline reads, now and then across or mixed."""
    for document in documents:
        choice = rng.random()
        runs = document.paragraphs if choice < 0.8 else [list(document.sentences)]
        if choice > 0.9:  # a sentence should be known by itself, not by what came before
            rng.shuffle(runs[0])
        for run in runs:
            position = 0
            while position < len(run):
                limit = rng.choices((0, 50, 110), weights=(0.3, 0.3, 0.4))[0]
                end, size = position + 1, len(run[position].words)
                while end < len(run) and size + len(run[end].words) <= limit:
                    size += len(run[end].words)
                    end += 1
                yield join(run[position:end])
                position = end


def batches(items: Sequence[Passage], words: int, rng: random.Random) -> list[list[Passage]]:
    """Batches of passages of like length, at most `words` words with padding, in random order."""
    ordered = sorted(items, key=lambda passage: len(passage.words) + rng.random() * 6)
    found: list[list[Passage]] = [[]]
    for passage in ordered:  # the longest comes last, so it decides the padding
        if found[-1] and len(passage.words) * (len(found[-1]) + 1) > words:
            found.append([])
        found[-1].append(passage)
    rng.shuffle(found)
    return found


class Collator:
    """Pads a batch. `masked` is the share of words hidden behind the encoder's mask while training."""

    def __init__(self, features: WordFeatures, labels: Labels, mask_piece: int, masked: float = 0.0) -> None:
        self._features, self._labels, self._masked = features, labels, masked
        self._hidden = (mask_piece,)

    def __call__(self, batch: Sequence[Passage], rng: random.Random) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        """(inputs of Reader.forward, targets): padded with 0 and UNKNOWN."""
        windows = [self._window(item, rng).feed() for item in batch]
        inputs = {name: _pad([window[name][0] for window in windows], 0) for name in windows[0]}
        inputs["piece_mask"] = _pad([np.ones_like(window["pieces"][0]) for window in windows], 0)
        inputs["word_mask"] = _pad([np.ones_like(window["first"][0]) for window in windows], 0)
        targets: Mapping[str, list[np.ndarray]] = {name: [] for name in TARGETS}
        for item in batch:
            columns = self._labels.targets(item)
            for name in TARGETS:
                values = columns[name] or [UNKNOWN] * len(item.words)
                targets[name].append(np.asarray(values, dtype=np.int64))
        return inputs, {name: _pad(rows, UNKNOWN) for name, rows in targets.items()}

    def _window(self, item: Passage, rng: random.Random) -> Window:
        words = directed_quotes(item.words, item.spaces)
        return self._features.window([self._word(word, rng) for word in words])

    def _word(self, text: str, rng: random.Random) -> Word:
        word = self._features.word(text)
        if self._masked and rng.random() < self._masked:
            hashes = (word.hashes[0], 0, 0) if rng.random() < 0.5 else word.hashes
            return Word(self._hidden, word.casing, hashes)
        return word


def _pad(rows: Sequence[np.ndarray], value: int) -> Tensor:
    shape = (len(rows), max(len(row) for row in rows), *rows[0].shape[1:])
    padded = np.full(shape, value, dtype=np.int64)
    for index, row in enumerate(rows):
        padded[index, : len(row)] = row
    return torch.from_numpy(padded)
