"""The spaCy component: sets tag, pos, morph, head, dep, sentence starts and entities on a Doc."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import srsly
from spacy.attrs import DEP, HEAD, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc, Span, Token

from graph.errors import ModelError
from ingest.encoder import morphology
from ingest.encoder.decoding import join_demonyms, projective, tree
from ingest.encoder.features import MAX_PIECES, Word, directed_quotes
from ingest.encoder.network import Analysis, Network, softmax
from ingest.encoder.segmentation import is_break, sentence_starts

FACTORY = "entente_encoder"
WINDOW_PIECES = 224  # a longer paragraph is read in several windows, each cut at a sentence

_SPACE_TAG, _SPACE_RELATION = "_SP", "dep"


@dataclass(slots=True)
class _Columns:
    """What the network says of each word of a document, by word (white space left out)."""

    upos: list[str]
    xpos: list[str]
    heads: list[int]  # index of the head among the words; its own for a root
    starts: list[int]  # index of each sentence's first word
    relations: list[str]
    names: list[tuple[int, int, str]]


@Language.factory(
    FACTORY,
    assigns=["token.tag", "token.pos", "token.morph", "token.head", "token.dep", "token.is_sent_start", "doc.ents"],
)
def make_encoder(nlp: Language, name: str) -> "Encoder":
    return Encoder(name)


class Encoder:
    """A pipeline component without state but its network. The same text always gets the same analysis."""

    def __init__(self, name: str = FACTORY, network: Network | None = None) -> None:
        self.name = name
        self._network = network

    def __call__(self, doc: Doc) -> Doc:
        network = self._loaded()
        words = [token for token in doc if not token.is_space]
        columns = _Columns([], [], [], [], [], [])
        for first, last in _paragraphs(words):
            inside = words[first:last]
            _read(network, directed_quotes([word.text for word in inside], _spaces(inside)), columns)
        _annotate(doc, words, columns)
        if [token.i for token in doc if token.is_sent_start] != _sentence_tokens(words, columns):
            _uncross(columns)
            _annotate(doc, words, columns)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """One document after the other: each window is a run of its own whatever the batch size."""
        for doc in stream:
            yield self(doc)

    @property
    def labels(self) -> Sequence[str]:
        """Kinds of names the component finds; none before it is loaded."""
        tags = self._network.names.tags if self._network else ()
        return sorted({tag[2:] for tag in tags if tag != "O"})

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        packed: bytes = srsly.msgpack_dumps(dict(self._loaded().files))
        return packed

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "Encoder":
        self._network = Network(srsly.msgpack_loads(data))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self._loaded().files.items():
            (folder / name).write_bytes(content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Encoder":
        self._network = Network.from_disk(Path(path))
        return self

    def _loaded(self) -> Network:
        if self._network is None:
            raise ModelError(f"the component {self.name!r} has no network: load it from a trained pipeline")
        return self._network


def _paragraphs(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of words between the breaks that end a sentence in any case."""
    first = 0
    if not words:
        return
    for position in range(1, len(words)):
        before, word = words[position - 1], words[position]
        if word.i > before.i + 1 and is_break(word.doc[before.i + 1 : word.i].text, word.text):
            yield first, position
            first = position
    yield first, len(words)


def _spaces(words: Sequence[Token]) -> list[bool]:
    """Whether white space, be it a token of its own, follows each word."""
    return [bool(word.whitespace_) or (word.i + 1 < len(word.doc) and word.nbor().is_space) for word in words]


def _read(network: Network, texts: Sequence[str], columns: _Columns) -> None:
    """Reads one paragraph, in windows that begin at sentences, onto the end of `columns`."""
    words = [network.features.word(text) for text in texts]
    position = 0
    while position < len(words):
        end = _window_end(words, position, WINDOW_PIECES)
        taken = _read_window(network, words[position:end], texts[position:end], end == len(words), columns)
        if taken == 0:  # one sentence fills the window: give it all the positions there are, then cut it
            end = _window_end(words, position, MAX_PIECES - 2)
            taken = _read_window(network, words[position:end], texts[position:end], True, columns)
        position += taken


def _window_end(words: Sequence[Word], first: int, limit: int) -> int:
    pieces = 0
    for position in range(first, len(words)):
        pieces += len(words[position].pieces)
        if pieces > limit:
            return position
    return len(words)


def _read_window(
    network: Network, words: Sequence[Word], texts: Sequence[str], complete: bool, columns: _Columns
) -> int:
    """Appends the window's sentences and returns how many words they have.

    Unless `complete`, the last sentence may go on after the window and is left for the next one.
    """
    scores = network.run(network.features.window(words))
    names = join_demonyms(network.names.spans(scores.names), texts)
    starts = sentence_starts(texts, softmax(scores.starts)[:, 1])
    for first, last, _ in names:
        starts[first + 1 : last] = False
    bounds = [*np.flatnonzero(starts).tolist(), len(words)]
    if not complete:
        bounds.pop()
    offset, end = len(columns.heads), bounds[-1]
    for first, last in pairwise(bounds):
        _append_sentence(network, scores, first, last, offset, columns)
    columns.upos += [network.upos[label] for label in scores.upos[:end].argmax(axis=-1)]
    columns.xpos += [network.xpos[label] for label in scores.xpos[:end].argmax(axis=-1)]
    columns.names += [(offset + first, offset + last, kind) for first, last, kind in names if last <= end]
    return int(end)


def _append_sentence(network: Network, scores: Analysis, first: int, last: int, offset: int, columns: _Columns) -> None:
    inside = np.r_[0, first + 1 : last + 1]
    heads = tree(scores.arcs[first:last, inside])
    labels = np.einsum("nlw,nw->nl", scores.relations[first:last], scores.heads[inside[heads]])
    labels[:, network.relations.index("root")] = -np.inf
    columns.starts.append(offset + first)
    for word, (head, label) in enumerate(zip(heads, labels.argmax(axis=-1), strict=True)):
        columns.heads.append(offset + first + (int(head) - 1 if head else word))
        columns.relations.append(network.relations[label] if head else "ROOT")


def _annotate(doc: Doc, words: Sequence[Token], columns: _Columns) -> None:
    strings = doc.vocab.strings
    passive = {columns.heads[word] for word, relation in enumerate(columns.relations) if relation == "aux:pass"}
    rows = np.zeros((len(doc), 5), dtype=np.uint64)
    seen = -1  # index of the last word before the token
    for token in doc:
        if token.is_space:
            anchor = words[max(seen, 0)].i if words else 0
            row = (_SPACE_TAG, "SPACE", "_", anchor - token.i, _SPACE_RELATION)
        else:
            seen += 1
            tag, relation = columns.xpos[seen], columns.relations[seen]
            feats = morphology.features(token.lower_, tag, relation, seen in passive)
            row = (tag, columns.upos[seen], feats, words[columns.heads[seen]].i - token.i, relation)
        rows[token.i] = (
            strings.add(row[0]),
            POS_IDS[row[1]],
            doc.vocab.morphology.add(row[2]),
            row[3] % 2**64,
            strings.add(row[4]),
        )
    doc.from_array([TAG, POS, MORPH, HEAD, DEP], rows)  # type: ignore[arg-type]  # the stub knows no unsigned arrays
    doc.set_ents([Span(doc, words[first].i, words[last - 1].i + 1, label=kind) for first, last, kind in columns.names])


def _sentence_tokens(words: Sequence[Token], columns: _Columns) -> list[int]:
    """Where the document's sentences begin; white space before the first word belongs to its sentence."""
    return [0, *(words[start].i for start in columns.starts[1:])] if len(words) else []


def _uncross(columns: _Columns) -> None:
    """spaCy draws sentence bounds from the trees, and misses them where very many arcs cross."""
    for first, last in pairwise([*columns.starts, len(columns.heads)]):
        heads = np.asarray(columns.heads[first:last]) - first
        roots = heads == np.arange(len(heads))
        straight = projective(np.where(roots, 0, heads + 1))
        columns.heads[first:last] = [first + (int(head) - 1 if head else word) for word, head in enumerate(straight)]
