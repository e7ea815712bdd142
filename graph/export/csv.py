"""CSV, one row per piece of evidence, for spreadsheets: names beside ids, the sentence, its source. RFC 4180 with a header.

A text that a spreadsheet would take for a formula (=, +, -, @ first) gets a leading apostrophe: articles are other people's text.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

from graph.export import Material
from graph.export._rows import edge_row, evidence_row

media_type: Final = "text/csv"

_RELATION: Final = ("type", "plover", "cameo", "quad", "fact")
_EVIDENCE: Final = (
    "status",
    "period",
    "sentence",
    "role",
    "attributed_to",
    "confidence",
    "rule",
    "published",
    "source",
    "url",
    "article",
)
HEADER: Final = ("subject", "subject_id", *_RELATION, "object", "object_id", *_EVIDENCE, "relation_id", "evidence_id")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write(material: Material) -> Iterator[str]:
    names = {entity.id: entity.name for entity in material.entities}
    yield _line(HEADER)
    for edge, evidence in material.relations:
        relation, row = edge.relation, edge_row(edge)
        for piece in evidence:
            told = evidence_row(piece, material.source(piece.article_id))
            yield _line(
                (
                    names[relation.subject],
                    relation.subject,
                    *(row[key] for key in _RELATION),
                    names[relation.object],
                    relation.object,
                    *(told[key] for key in _EVIDENCE),
                    relation.id,
                    piece.id,
                )
            )


def _line(cells: tuple[object, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_cell(cell) for cell in cells])
    return buffer.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("\x00", "\ufffd")
    return f"'{text}" if text.startswith(_FORMULA) else text
