"""JSON Lines: one entity or relation a line, {"entity": …} first, then {"relation": …} with its evidence. For streams and scripts."""

from collections.abc import Iterator
from typing import Final

from graph.export import Material
from graph.export._rows import dumps, edge_row, entity_row, evidence_row

media_type: Final = "application/jsonl"


def write(material: Material) -> Iterator[str]:
    for entity in material.entities:
        yield dumps({"entity": entity_row(entity)}) + "\n"
    for edge, evidence in material.relations:
        pieces = [evidence_row(piece, material.source(piece.article_id)) for piece in evidence]
        yield dumps({"relation": edge_row(edge) | {"evidence": pieces}}) + "\n"
