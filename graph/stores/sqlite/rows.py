"""Between the nouns and the rows: days, parts of an article, entities, edges, evidence."""

import json
import struct
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from graph.model import Article, Edge, Entity, Evidence, Granularity, Kind, Mention, Period, Relation, Span, Status

#: Stored as their position here: never reorder, only append.
STATUSES: Final = (Status.ASSERTED, Status.PLANNED, Status.REQUESTED, Status.DENIED, Status.HYPOTHETICAL)
STATUS_NUMBER: Final = {status: number for number, status in enumerate(STATUSES)}
KINDS: Final = (
    Kind.PERSON,
    Kind.COUNTRY,
    Kind.IGO,
    Kind.ORG,
    Kind.PLACE,
    Kind.FACILITY,
    Kind.EQUIPMENT,
    Kind.EVENT,
    Kind.GROUP,
)
KIND_NUMBER: Final = {kind: number for number, kind in enumerate(KINDS)}
#: After the last day there is: where an open period closes.
NEVER: Final = 9_999_999
Row = tuple[Any, ...]

#: First and last day of the row `e` of evidence, an open side falling back on the other (graph.aggregate.days).
FIRST: Final = "CASE e.opens WHEN 0 THEN e.closes ELSE e.opens END"
LAST: Final = f"CASE e.closes WHEN {NEVER} THEN e.opens ELSE e.closes END"

EDGE_COLUMNS: Final = (
    "r.key, s.key, t.name, o.key, r.evidence_count, r.article_count, r.asserted, r.planned, r.requested, r.denied, r.hypothetical,"
    " r.earliest, r.latest, r.first_published, r.last_published, r.confidence"
)
#: The same figures counted anew over rows `e` of evidence.
FIGURES: Final = (
    "count(*), count(DISTINCT e.article), "
    + ", ".join(f"sum(e.status = {number})" for number in range(len(STATUSES)))
    + f", min({FIRST}), max({LAST}), min(e.published), max(e.published), max(e.confidence)"
)
EVIDENCE_COLUMNS: Final = (
    "e.key, e.sentence_start, e.sentence_end, e.trigger_start, e.trigger_end, e.subject_start, e.subject_end, e.object_start,"
    " e.object_end, e.status, e.granularity, e.opens, e.closes, p.key, e.role, e.attributed_to, e.confidence, e.rule, quote.text"
)


@lru_cache(maxsize=65536)
def day(number: int | None) -> date | None:
    """The day of a number; None for 0 and NULL."""
    return date.fromordinal(number) if number else None


def number(day: date | None) -> int:
    return day.toordinal() if day else 0


def listed(values: Collection[object]) -> str:
    """Values for `IN (SELECT value FROM json_each(?))`: any number of them in one parameter. Not for text of users: json_each stops
    at a NUL character."""
    return json.dumps(list(values))


# -- periods ----------------------------------------------------------------------------------------------------------


def reach(period: Period | None, published: int) -> tuple[int | None, int | None]:
    """opens and closes: the days that a piece reaches, (None, None) where nobody tells."""
    if period is None:
        return (published, published) if published else (None, None)
    return number(period.earliest), number(period.latest) or NEVER


def period(granularity: str | None, opens: int, closes: int) -> Period | None:
    if granularity is None:
        return None
    return Period(day(opens), None if closes == NEVER else day(closes), Granularity(granularity))


# -- entities ---------------------------------------------------------------------------------------------------------


def given(entity: Entity) -> tuple[str, str, str, str]:
    """name, kind, aliases and codes as stored."""
    aliases = json.dumps(entity.aliases) if entity.aliases else "[]"
    codes = json.dumps(dict(sorted(entity.codes.items()))) if entity.codes else "{}"
    return entity.name, entity.kind._value_, aliases, codes


def texts(aliases: str) -> tuple[str, ...]:
    """The stored aliases."""
    return () if aliases == "[]" else tuple(json.loads(aliases))


def entity(key: str, name: str, kind: str, aliases: str, codes: str) -> Entity:
    return Entity(
        key,
        name,
        Kind(kind),
        texts(aliases),
        {} if codes == "{}" else json.loads(codes),
    )


# -- articles ---------------------------------------------------------------------------------------------------------


def article(key: str, title: str, text: str, published: int, url: str | None, source: str | None) -> Article:
    return Article(key, title, text, day(published), url, source)


def pack(profiles: Sequence[int], mentions: Iterable[tuple[int, int, int, int]]) -> bytes:
    """body.parts of an article's profiles and of its mentions (entity, start, end, kind)."""
    flat = [len(profiles), *profiles, *(part for mention in mentions for part in mention)]
    return struct.pack(f"<{len(flat)}i", *flat)


def unpack(parts: bytes) -> tuple[tuple[int, ...], list[tuple[int, int, int, int]]]:
    flat = struct.unpack(f"<{len(parts) // 4}i", parts)
    first = flat[0] + 1
    return flat[1:first], list(zip(*[iter(flat[first:])] * 4, strict=True))


def mention(article_key: str, text: str, entity_key: str, place: tuple[int, int, int]) -> Mention:
    """The mention of a place (start, end, kind) in an article's text."""
    start, end, kind = place
    return Mention(article_key, Span(start, end), text[start:end], KINDS[kind], entity_key)


# -- relations --------------------------------------------------------------------------------------------------------


def edge(row: Row) -> Edge:
    """The edge of a row that begins with EDGE_COLUMNS."""
    return figured(Relation(row[0], row[1], row[2], row[3]), row[4:16])


def figured(relation: Relation, figures: Row) -> Edge:
    """A relation with the columns after it: counts, statuses, days, confidence."""
    return Edge(
        relation,
        figures[0],
        figures[1],
        {status: count for status, count in zip(STATUSES, figures[2:7], strict=True) if count},
        day(figures[7]),
        day(figures[8]),
        day(figures[9]),
        day(figures[10]),
        figures[11],
    )


def evidence(relation_key: str, article_key: str, row: Row) -> Evidence:
    """The piece of a row of EVIDENCE_COLUMNS."""
    return Evidence(
        row[0],
        relation_key,
        article_key,
        Span(row[1], row[2]),
        row[18],
        Span(row[3], row[4]),
        Span(row[5], row[6]),
        Span(row[7], row[8]),
        STATUSES[row[9]],
        period(row[10], row[11], row[12]),
        row[13],
        row[14],
        row[15],
        row[16],
        row[17],
    )
