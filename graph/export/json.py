"""JSON as Cytoscape reads it: {"elements": {"nodes": [{"data": …}], "edges": [{"data": …}]}}, the explorer's own terms."""

from collections.abc import Iterator
from typing import Final

from graph.export import Material
from graph.export._rows import dumps, edge_row, entity_row, evidence_row

media_type: Final = "application/json"


def write(material: Material) -> Iterator[str]:
    yield '{"generated_by":"Entente","elements":{"nodes":['
    yield from _separated(dumps({"data": entity_row(entity)}) for entity in material.entities)
    yield '],"edges":['
    yield from _separated(
        dumps(
            {
                "data": edge_row(edge)
                | {"source": edge.relation.subject, "target": edge.relation.object}
                | {"evidence": [evidence_row(piece, material.source(piece.article_id)) for piece in evidence]}
            }
        )
        for edge, evidence in material.relations
    )
    yield "]}}\n"


def _separated(items: Iterator[str]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield f",\n{item}" if number else item
