"""What formats have in common: plain values for an edge and its evidence, and text that XML can hold."""

import json
import re
from collections.abc import Mapping
from typing import Final

from graph.export import Source
from graph.model import Edge, Entity, Evidence, Period, Status
from graph.ontology import TYPES

#: Characters that an XML attribute needs escaped; & first, as the others bring it in. The text of an element needs only those of _TEXT.
_ESCAPED: Final = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ("\r", "&#13;"),
    ('"', "&quot;"),
    ("\t", "&#9;"),
    ("\n", "&#10;"),
)
_TEXT: Final = _ESCAPED[:4]
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: A text as JSON, beyond ASCII as it is. The encoder's own function.
_quoted: Final = json.encoder.encode_basestring
#: Characters that no XML 1.0 file may hold.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def xml(text: str, escaped: tuple[tuple[str, str], ...] = _ESCAPED) -> str:
    """Text for an XML attribute. What XML cannot hold becomes U+FFFD, as the reader would else refuse the whole file."""
    for character, entity in escaped:  # several times quicker than one regular expression with a function
        if character in text:
            text = text.replace(character, entity)
    return text if text.isprintable() else _UNSAFE.sub("\ufffd", text)  # printable text holds none, and is told quickly


def xml_text(text: str) -> str:
    """Text for the inside of an XML element, where quotation marks and line ends may stand as they are."""
    return xml(text, _TEXT)


def status_of(edge: Edge) -> Status:
    """The one status to show where there is room for one: the most frequent, ties by the order of Status (asserted first)."""
    if len(edge.statuses) == 1:
        return next(iter(edge.statuses))
    order = list(Status)
    return max(edge.statuses, key=lambda status: (edge.statuses[status], -order.index(status)))


def period_text(period: Period | None) -> str | None:
    """ISO 8601: a day as 2025-04-09, else an interval with open ends as `..`."""
    if period is None:
        return None
    if period.earliest == period.latest:
        return period.earliest.isoformat() if period.earliest else None
    first = period.earliest.isoformat() if period.earliest else ".."
    last = period.latest.isoformat() if period.latest else ".."
    return f"{first}/{last}"


def entity_row(entity: Entity) -> dict[str, object]:
    """An entity in JSON terms."""
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind.value,
        "aliases": list(entity.aliases),
        "codes": dict(sorted(entity.codes.items())),
    }


def edge_row(edge: Edge) -> dict[str, object]:
    """A relation and its figures in JSON terms."""
    relation, type = edge.relation, TYPES[edge.relation.type]
    return {
        "id": relation.id,
        "subject": relation.subject,
        "type": relation.type,
        "object": relation.object,
        "symmetric": type.symmetric,
        "plover": type.plover,
        "cameo": type.cameo,
        "quad": type.quad,
        "fact": type.fact,
        "wikidata": type.wikidata,
        "status": status_of(edge).value,
        "statuses": {status.value: edge.statuses[status] for status in Status if status in edge.statuses},
        "evidence_count": edge.evidence_count,
        "article_count": edge.article_count,
        "confidence": round(edge.confidence, 4),
        "earliest": edge.earliest and edge.earliest.isoformat(),
        "latest": edge.latest and edge.latest.isoformat(),
        "first_published": edge.first_published and edge.first_published.isoformat(),
        "last_published": edge.last_published and edge.last_published.isoformat(),
    }


def evidence_row(piece: Evidence, source: Source) -> dict[str, object]:
    """A piece of evidence in JSON terms; spans are [start, end] in the article's text."""
    return {
        "id": piece.id,
        "sentence": piece.quote,
        "status": piece.status.value,
        "period": period_text(piece.period),
        "granularity": piece.period.granularity.value if piece.period else None,
        "place": piece.place,
        "role": piece.role,
        "attributed_to": piece.attributed_to,
        "confidence": round(piece.confidence, 4),
        "rule": piece.rule,
        "article": piece.article_id,
        "published": source.published and source.published.isoformat(),
        "source": source.source,
        "url": source.url,
        "spans": {
            "sentence": [piece.sentence.start, piece.sentence.end],
            "trigger": [piece.trigger.start, piece.trigger.end],
            "subject": [piece.subject_span.start, piece.subject_span.end],
            "object": [piece.object_span.start, piece.object_span.end],
        },
    }


def evidence_json(piece: Evidence, source: Source) -> str:
    """evidence_row as JSON, written by hand: exports of millions spend half their time here (a test holds the two together)."""
    period, published = piece.period, source.published
    granularity = f'"{period.granularity.value}"' if period else "null"
    return (
        f'{{"id":"{piece.id}","sentence":{_quoted(piece.quote)},"status":"{piece.status.value}",'
        f'"period":{_or_null(period_text(period))},"granularity":{granularity},"place":{_or_null(piece.place)},'
        f'"role":{_or_null(piece.role)},"attributed_to":{_or_null(piece.attributed_to)},'
        f'"confidence":{round(piece.confidence, 4)},"rule":{_quoted(piece.rule)},"article":"{piece.article_id}",'
        f'"published":{_or_null(published.isoformat() if published else None)},"source":{_or_null(source.source)},'
        f'"url":{_or_null(source.url)},"spans":{{"sentence":[{piece.sentence.start},{piece.sentence.end}],'
        f'"trigger":[{piece.trigger.start},{piece.trigger.end}],'
        f'"subject":[{piece.subject_span.start},{piece.subject_span.end}],'
        f'"object":[{piece.object_span.start},{piece.object_span.end}]}}}}'
    )


def _or_null(text: str | None) -> str:
    return "null" if text is None else _quoted(text)


def dumps(row: Mapping[str, object] | list[dict[str, object]]) -> str:
    """JSON on one line, as UTF-8, without blanks."""
    return _ENCODER.encode(row)
