"""From a checkpoint to ingest/model: ONNX, fused, int8.

    python -m training.export build/training/final.pt ingest/model

Weights are quantised per channel to 7 bits (reduce_range): on processors without VNNI the 8-bit kernels add
pairs in 16 bits and saturate, so that another machine would give another analysis.
"""

import argparse
import json
import logging
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from ingest.encoder.features import WordFeatures
from ingest.encoder.network import GRAPH, LABELS, PIECES, Network
from training import corpora
from training.card import META
from training.corpora import NAME_TAGS
from training.network import HEADS, WIDTH, Reader, Sizes
from training.pipeline import assemble
from training.weights import pretrained

log = logging.getLogger("training")

INPUTS = ("pieces", "casing", "first", "last", "hashes")
OUTPUTS = ("arcs", "relations", "heads", "upos", "xpos", "starts", "names")
_QUANTISED = ["MatMul", "Gemm", "Attention"]
_PIECES_TABLE = "reader.encoder.pieces.weight"


class _Exported(nn.Module):
    """One window in, the scores of ingest.encoder.network.Analysis out."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, pieces: Tensor, casing: Tensor, first: Tensor, last: Tensor, hashes: Tensor
    ) -> tuple[Tensor, ...]:
        scores = self.reader(pieces, casing, first, last, hashes)
        relations = self.reader.relations(scores.dependents)
        return scores.arcs, relations, scores.heads, scores.upos, scores.xpos, scores.starts, scores.names


def read_checkpoint(path: Path) -> tuple[Reader, dict[str, list[str]]]:
    stored = torch.load(path, weights_only=True, map_location="cpu")
    labels = stored["labels"]
    reader = Reader(Sizes(len(labels["upos"]), len(labels["xpos"]), len(labels["relations"]), len(NAME_TAGS)))
    reader.load_state_dict(stored["network"])
    return reader.eval(), labels


def to_onnx(reader: Reader, features: WordFeatures, path: Path) -> None:
    """The full-precision graph: batch size 1, any number of pieces and words."""
    words = ["The", "prime", "minister", "visited", "an", "unforgettable", "place", "."]
    feed = features.window([features.word(word) for word in words]).feed()
    arguments = tuple(torch.from_numpy(feed[name]) for name in INPUTS)
    lengths = {"pieces": "pieces", "casing": "pieces", "first": "words", "last": "words", "hashes": "words"}
    axes = {name: {1: length} for name, length in lengths.items()}
    axes |= {name: {1: "words"} for name in OUTPUTS}
    axes["arcs"], axes["heads"] = {1: "words", 2: "nodes"}, {1: "nodes"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Exported(reader),
            arguments,
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def fuse(source: Path, target: Path) -> None:
    """Attention, GELU and layer norms as the single operations onnxruntime has for them."""
    fused = optimizer.optimize_model(
        str(source), "bert", num_heads=HEADS, hidden_size=WIDTH, optimization_options=FusionOptions("bert"), opt_level=0
    )
    log.info("fused: %s", fused.get_fused_operator_statistics())
    fused.save_model_to_file(str(target))


def quantise(source: Path, target: Path, reduce_range: bool = True) -> None:
    """Matrix products in int8, activations with the scale of their run; the word pieces' table by row."""
    quantize_dynamic(
        str(source),
        str(target),
        op_types_to_quantize=_QUANTISED,
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    model = onnx.load(target)
    _quantise_pieces(model.graph)
    onnx.save(model, target)


def _quantise_pieces(graph: onnx.GraphProto) -> None:
    """A scale for each row: one scale for the whole table, as onnxruntime's own tool has it, costs accuracy."""
    table = next(tensor for tensor in graph.initializer if tensor.name == _PIECES_TABLE)
    rows = numpy_helper.to_array(table)
    scales = np.maximum(np.abs(rows).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    small = np.round(rows / scales).astype(np.int8)
    graph.initializer.remove(table)
    graph.initializer.extend(
        [numpy_helper.from_array(small, "pieces_table"), numpy_helper.from_array(scales, "pieces_scales")]
    )
    index = next(index for index, node in enumerate(graph.node) if _PIECES_TABLE in node.input)
    gather = graph.node[index]
    graph.node.remove(gather)
    steps = [
        helper.make_node("Gather", ["pieces_table", gather.input[1]], ["pieces_small"]),
        helper.make_node("Cast", ["pieces_small"], ["pieces_float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", ["pieces_scales", gather.input[1]], ["pieces_scale"]),
        helper.make_node("Mul", ["pieces_float", "pieces_scale"], [gather.output[0]]),
    ]
    for offset, step in enumerate(steps):
        graph.node.insert(index + offset, step)


def export(checkpoint: Path, folder: Path, data: Path) -> None:
    """Writes the whole spaCy pipeline to `folder`."""
    reader, labels = read_checkpoint(checkpoint)
    _, pieces = pretrained()
    with tempfile.TemporaryDirectory() as scratch:
        full, fused, small = (Path(scratch) / f"{name}.onnx" for name in ("full", "fused", "small"))
        to_onnx(reader, WordFeatures(pieces), full)
        fuse(full, fused)
        quantise(fused, small)
        network = Network(
            {
                GRAPH: small.read_bytes(),
                LABELS: json.dumps(labels, indent=1).encode(),
                PIECES: ("\n".join(pieces) + "\n").encode(),
            }
        )
    treebanks = [
        document
        for treebank in corpora.SYNTAX.values()
        for document in corpora.read_conllu(data / "syntax" / f"{treebank}-train.conllu")
    ]
    assemble(network, treebanks, META).to_disk(folder)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/nlp"))
    given = parser.parse_args()
    export(given.checkpoint, given.folder, given.data)


if __name__ == "__main__":
    main()
