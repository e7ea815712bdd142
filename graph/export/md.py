"""Markdown, a dossier to cite from: each relation a heading, under it every sentence with outlet, day, status, speaker and address.

Articles are other people's text: whatever Markdown or HTML would take for markup is escaped, and line breaks become blanks.
"""

import re
from collections.abc import Iterator
from datetime import UTC
from typing import Final

from graph.export import About, Material
from graph.export._rows import edge_row, evidence_row
from graph.model import Edge, Evidence

media_type: Final = "text/markdown"

#: What CommonMark may read as markup inside a line.
_MARKUP: Final = re.compile(r"([\\`*_\[\]{}<>#&|~!])")
_BREAKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\x00-\x1f]+")


def write(material: Material) -> Iterator[str]:
    names = {entity.id: entity.name for entity in material.entities}
    yield "# Dossier\n\nRelations read from news articles by Entente, each with the sentences it rests on.\n"
    yield from _question(material.about)
    relations = 0
    for edge, evidence in material.relations:
        relations += 1
        yield _heading(edge, names)
        for number, piece in enumerate(evidence, 1):
            yield _sentence(number, piece, material)
    if material.about.total:
        total = max(material.about.total(), relations)
        yield f"\n---\n\n{relations:,} of {total:,} relations; {total - relations:,} not shown.\n"


def _question(about: About) -> Iterator[str]:
    rows = [f"- {_plain(term).capitalize()}: {_plain(answer)}\n" for term, answer in about.question]
    if about.asked:
        rows.append(f"- Asked: {about.asked.astimezone(UTC):%Y-%m-%d %H:%M} UTC\n")
    if rows:
        yield "\n"
        yield from rows


def _heading(edge: Edge, names: dict[str, str]) -> str:
    relation, row = edge.relation, edge_row(edge)
    codes = [f"{scheme} {row[key]}" for scheme, key in (("PLOVER", "plover"), ("CAMEO", "cameo")) if row[key]]
    told = ", ".join(f"{status.value} {count}×" for status, count in edge.statuses.items())
    type = relation.type.replace("_", " ")
    return (
        f"\n## {_plain(names[relation.subject])} – {type} – {_plain(names[relation.object])}\n\n"
        f"{'; '.join([str(row['quad']), *codes])}. {told}. Relation {relation.id}.\n\n"
    )


def _sentence(number: int, piece: Evidence, material: Material) -> str:
    row = evidence_row(piece, material.source(piece.article_id))
    said = [
        _plain(str(row["source"] or "unknown outlet")),
        str(row["published"] or "day unknown"),
        piece.status.value,
        f"tells of {row['period']}" if row["period"] else "",
        f"according to {_plain(piece.attributed_to)}" if piece.attributed_to else "",
        f"confidence {piece.confidence:.0%}",
        _address(row["url"]),
    ]
    return f"{number}. “{_plain(piece.quote)}” — {', '.join(part for part in said if part)}\n"


def _address(url: object) -> str:
    text = str(url or "")
    return f"<{text}>" if _ADDRESS.fullmatch(text) else _plain(text)


def _plain(text: str) -> str:
    """Text on one line that stays text."""
    return _MARKUP.sub(r"\\\1", _BREAKS.sub(" ", text)).strip()
