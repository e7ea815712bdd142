"""The network in PyTorch: a small pretrained encoder with tagging, parsing, sentence and name heads.

Encoder: all-MiniLM-L6-v2 (BERT layout, 6 layers of 384). Parsing: deep biaffine attention (Dozat and Manning
2017) over the words of a passage. Names: BIO tags. A word is its first and its last piece's vector beside
embeddings of its shape, prefix and suffix; casing is added to the pieces, since the encoder is uncased.
"""

import math
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from ingest.encoder.features import CASINGS, MAX_PIECES, PREFIXES, SHAPES, SUFFIXES

WIDTH, LAYERS, HEADS, INNER, PIECES = 384, 6, 12, 1536, 30522
_ARC, _RELATION, _TAG = 256, 64, 256
_SHAPE, _PREFIX, _SUFFIX = 32, 24, 40


class Sizes(NamedTuple):
    """How many labels each head has."""

    upos: int
    xpos: int
    relations: int
    names: int


class Scores(NamedTuple):
    """Batched scores; see ingest.encoder.network.Analysis."""

    arcs: Tensor
    dependents: Tensor
    heads: Tensor
    upos: Tensor
    xpos: Tensor
    starts: Tensor
    names: Tensor


class Layer(nn.Module):
    """One layer of the encoder, with plain attention: passages are short."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.output, self.inner, self.outer = (
            nn.Linear(WIDTH, WIDTH),
            nn.Linear(WIDTH, INNER),
            nn.Linear(INNER, WIDTH),
        )
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = split(self.query(x)) @ split(self.key(x)).transpose(-1, -2) / math.sqrt(WIDTH // HEADS)
        if mask is not None:
            scores = scores + mask
        mixed = (torch.softmax(scores, -1) @ split(self.value(x))).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.dropout(self.output(mixed)))
        normed: Tensor = self.norm2(x + self.dropout(self.outer(nn.functional.gelu(self.inner(x)))))
        return normed


class Encoder(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH)
        self.positions = nn.Embedding(MAX_PIECES, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.casing = nn.Embedding(CASINGS, WIDTH)
        nn.init.zeros_(self.casing.weight)  # the pretrained encoder as it was, until training says otherwise
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, casing: Tensor, mask: Tensor | None) -> Tensor:
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(positions)[None] + self.segment + self.casing(casing)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_pretrained(self, path: Path) -> None:
        """The weights of a BERT checkpoint in safetensors format; casing stays as it is."""
        stored = {name.removeprefix("bert."): value.float() for name, value in load_file(path).items()}
        own = self.state_dict()
        own["pieces.weight"] = stored["embeddings.word_embeddings.weight"]
        own["positions.weight"] = stored["embeddings.position_embeddings.weight"]
        own["segment"] = stored["embeddings.token_type_embeddings.weight"][0]
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "output": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "inner": "intermediate.dense",
            "outer": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for kind in ("weight", "bias"):
            own[f"norm.{kind}"] = stored[f"embeddings.LayerNorm.{kind}"]
            for layer in range(LAYERS):
                for name, theirs in parts.items():
                    own[f"layers.{layer}.{name}.{kind}"] = stored[f"encoder.layer.{layer}.{theirs}.{kind}"]
        self.load_state_dict(own)


class Reader(nn.Module):
    """Encoder and heads."""

    def __init__(self, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.25) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.shape = nn.Embedding(SHAPES, _SHAPE)
        self.prefix = nn.Embedding(PREFIXES, _PREFIX)
        self.suffix = nn.Embedding(SUFFIXES, _SUFFIX)
        self.dropout = nn.Dropout(head_dropout)

        def perceptron(width: int) -> nn.Sequential:
            inputs = 2 * WIDTH + _SHAPE + _PREFIX + _SUFFIX
            return nn.Sequential(nn.Linear(inputs, width), nn.GELU(), nn.Dropout(head_dropout))

        self.arc_dependent, self.arc_head = perceptron(_ARC), perceptron(_ARC)
        self.relation_dependent, self.relation_head = perceptron(_RELATION), perceptron(_RELATION)
        self.tagging, self.naming = perceptron(_TAG), perceptron(_TAG)
        self.arc_root = nn.Parameter(torch.randn(_ARC) * 0.02)
        self.relation_root = nn.Parameter(torch.randn(_RELATION) * 0.02)
        self.arc_weight = nn.Parameter(torch.zeros(_ARC, _ARC))
        nn.init.orthogonal_(self.arc_weight, gain=0.3)
        self.arc_bias = nn.Parameter(torch.zeros(_ARC))
        self.relation_weight = nn.Parameter(torch.randn(sizes.relations, _RELATION + 1, _RELATION + 1) * 0.02)
        self.upos, self.xpos = nn.Linear(_TAG, sizes.upos), nn.Linear(_TAG, sizes.xpos)
        self.starts, self.names = nn.Linear(_TAG, 2), nn.Linear(_TAG, sizes.names)

    def forward(
        self,
        pieces: Tensor,
        casing: Tensor,
        first: Tensor,
        last: Tensor,
        hashes: Tensor,
        piece_mask: Tensor | None = None,
        word_mask: Tensor | None = None,
    ) -> Scores:
        """Masks (1 for what is there) are needed only where passages of different lengths share a batch."""
        mask = None if piece_mask is None else (1.0 - piece_mask[:, None, None, :].float()) * -10000.0
        encoded = self.encoder(pieces, casing, mask)

        def gather(index: Tensor) -> Tensor:
            return torch.gather(encoded, 1, index[..., None].expand(-1, -1, WIDTH))

        shape, prefix, suffix = hashes.unbind(-1)
        words = self.dropout(
            torch.cat([gather(first), gather(last), self.shape(shape), self.prefix(prefix), self.suffix(suffix)], -1)
        )
        layers = [self.arc_dependent, self.arc_head, self.relation_dependent, self.relation_head]
        arc_dependents, arc_heads, relation_dependents, relation_heads, tags, names = (
            layer(words).float() for layer in (*layers, self.tagging, self.naming)
        )
        with torch.autocast(words.device.type, enabled=False):  # the scores in full precision
            heads = self._with_root(self.arc_root, arc_heads)
            arcs = (arc_dependents @ self.arc_weight + self.arc_bias) @ heads.transpose(1, 2)
            arcs = arcs / math.sqrt(_ARC)
            if word_mask is not None:
                there = torch.cat([torch.ones_like(word_mask[:, :1]), word_mask], 1)
                arcs = arcs + (1.0 - there[:, None, :].float()) * -10000.0
            return Scores(
                arcs=arcs,
                dependents=_with_one(relation_dependents),
                heads=_with_one(self._with_root(self.relation_root, relation_heads)),
                upos=self.upos(tags),
                xpos=self.xpos(tags),
                starts=self.starts(tags),
                names=self.names(names),
            )

    @staticmethod
    def _with_root(root: Tensor, words: Tensor) -> Tensor:
        return torch.cat([root.expand(words.shape[0], 1, -1), words], 1)

    def relations(self, dependents: Tensor) -> Tensor:
        """Half of the label scores: (…, labels, width), to be multiplied with a head's vector."""
        labels, width, _ = self.relation_weight.shape
        flat = dependents @ self.relation_weight.permute(1, 0, 2).reshape(width, labels * width)
        return flat.view(*dependents.shape[:-1], labels, width)


def _with_one(vectors: Tensor) -> Tensor:
    return torch.cat([vectors, torch.ones_like(vectors[..., :1])], -1)
