"""The quantised network: a window of words in, scores out. The only module that knows onnxruntime.

The activations' int8 scales are taken over everything in one run. So each window is run alone, never
padded, on one thread: what stands beside it in a batch cannot change its analysis.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from graph.errors import ModelError
from ingest.encoder.decoding import NameTags, Scores
from ingest.encoder.features import Window, WordFeatures

GRAPH, LABELS, PIECES = "encoder.onnx", "labels.json", "wordpieces.txt"
_OUTPUTS = ("arcs", "relations", "heads", "upos", "xpos", "starts", "names")


@dataclass(frozen=True, slots=True)
class Analysis:
    """Scores of one window of n words.

    arcs (n, n + 1): word by head, column 0 the root; relations (n, labels, width) and heads (n + 1, width):
    their product over width scores the label of an arc; upos, xpos, names (n, labels); starts (n, 2).
    """

    arcs: Scores
    relations: Scores
    heads: Scores
    upos: Scores
    xpos: Scores
    starts: Scores
    names: Scores


class Network:
    """Holds the files as bytes, so that it can be copied to other processes, and opens the session once."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Raises ModelError when a file is missing, damaged, or of no use to the installed onnxruntime."""
        self._files = {name: _present(files, name) for name in (GRAPH, LABELS, PIECES)}
        try:
            labels = json.loads(self._files[LABELS])
            self.upos: Sequence[str] = labels["upos"]
            self.xpos: Sequence[str] = labels["xpos"]
            self.relations: Sequence[str] = labels["relations"]
            self.names = NameTags(labels["names"])
            self.features = WordFeatures(self._files[PIECES].decode("utf-8").splitlines())
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the encoder's labels or word pieces are damaged: {error}") from error
        self._session = _open(self._files[GRAPH])
        self._check_labels()

    @classmethod
    def from_disk(cls, folder: Path) -> "Network":
        files = {}
        for name in (GRAPH, LABELS, PIECES):
            try:
                files[name] = (folder / name).read_bytes()
            except OSError as error:
                raise ModelError(f"the language model lacks {folder.name}/{name}: {error.strerror}") from error
        return cls(files)

    @property
    def files(self) -> Mapping[str, bytes]:
        """What `Network(files)` takes."""
        return self._files

    def __reduce__(self) -> tuple[Any, ...]:
        return Network, (self._files,)

    def run(self, window: Window) -> Analysis:
        """The scores of one window of at least one word and at most MAX_PIECES pieces."""
        outputs = self._session.run(_OUTPUTS, window.feed())
        return Analysis(*(output[0] for output in outputs))

    def _check_labels(self) -> None:
        analysis = self.run(self.features.window([self.features.word("word")]))
        for name, labels in (("upos", self.upos), ("xpos", self.xpos), ("names", self.names.tags)):
            if getattr(analysis, name).shape[-1] != len(labels):
                raise ModelError(f"the encoder's network and labels do not belong together: {name}")
        if analysis.relations.shape[1] != len(self.relations):
            raise ModelError("the encoder's network and labels do not belong together: relations")


def _present(files: Mapping[str, bytes], name: str) -> bytes:
    if not files.get(name):
        raise ModelError(f"the language model lacks its {name}")
    return files[name]


def _open(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own exceptions share no base but Exception
        raise ModelError(
            f"onnxruntime {onnxruntime.__version__} cannot open the language model's {GRAPH}; "
            f"the file is damaged or needs a newer onnxruntime: {str(error).splitlines()[0][:200]}"
        ) from error


def softmax(scores: Scores) -> Scores:
    """Probabilities along the last axis."""
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Scores = odds / odds.sum(axis=-1, keepdims=True)
    return result
