"""An extraction as JSON and back: one object, spans as [start, end], days as ISO 8601. decode(encode(x)) == x."""

import json
from datetime import date
from typing import Any

from graph.errors import ExtractionError
from graph.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Granularity,
    Kind,
    Mention,
    Period,
    Relation,
    Span,
    Status,
)


def encode(extraction: Extraction) -> str:
    """One line of JSON."""
    article = extraction.article
    return json.dumps(
        {
            "article": [article.id, article.title, article.text, _day(article.published), article.url, article.source],
            "mentions": [[*_span(m.span), m.text, m.kind, m.entity_id] for m in extraction.mentions],
            "entities": [[e.id, e.name, e.kind, list(e.aliases), dict(e.codes)] for e in extraction.entities],
            "relations": [[r.id, r.subject, r.type, r.object] for r in extraction.relations],
            "evidence": [_evidence(piece) for piece in extraction.evidence],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def decode(text: str) -> Extraction:
    """The extraction in what encode() made. ExtractionError for anything else."""
    try:
        data = json.loads(text)
        id, title, body, published, url, source = data["article"]
        return Extraction(
            Article(id, title, body, _date(published), url, source),
            tuple(Mention(id, Span(a, b), text, Kind(kind), entity) for a, b, text, kind, entity in data["mentions"]),
            tuple(
                Entity(e, name, Kind(kind), tuple(aliases), codes) for e, name, kind, aliases, codes in data["entities"]
            ),
            tuple(Relation(*row) for row in data["relations"]),
            tuple(_piece(id, row) for row in data["evidence"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ExtractionError(f"not an extraction: {error}") from error


def _evidence(piece: Evidence) -> dict[str, Any]:
    period = piece.period
    return {
        "id": piece.id,
        "relation": piece.relation_id,
        "quote": piece.quote,
        "spans": [_span(span) for span in (piece.sentence, piece.trigger, piece.subject_span, piece.object_span)],
        "status": piece.status,
        "period": [_day(period.earliest), _day(period.latest), period.granularity] if period else None,
        "told": [piece.place, piece.role, piece.attributed_to, piece.confidence, piece.rule],
    }


def _piece(article_id: str, row: dict[str, Any]) -> Evidence:
    sentence, trigger, subject, object = (Span(*span) for span in row["spans"])
    place, role, attributed_to, confidence, rule = row["told"]
    period = row["period"]
    return Evidence(
        row["id"],
        row["relation"],
        article_id,
        sentence,
        row["quote"],
        trigger,
        subject,
        object,
        Status(row["status"]),
        Period(_date(period[0]), _date(period[1]), Granularity(period[2])) if period else None,
        place,
        role,
        attributed_to,
        confidence,
        rule,
    )


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
