"""What may be asked, and the pages that answer. Nonsense is refused at birth with a QueryError that names the field.

Every condition on evidence (status, dates, confidence, article, outlet, words) must hold for one and the same piece. A relation is
selected when at least `min_evidence` of its pieces fulfil all of them, and the Edge returned counts only those pieces.

Order: "newest" = latest day of the relation over all its evidence, descending, unknown days last, then relation id; "id" = relation id.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from graph import ontology
from graph.errors import QueryError
from graph.model import Entity, Kind, Status

MAX_LIMIT = 500
#: Most days between two deeds that may count as opposite: a century.
MAX_WINDOW = 36_525

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items, in order, and the cursor of the next page (None at the end)."""

    items: tuple[Item, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class EntityHit:
    """An entity found, its number of relations, and the name or alias that matched (None when nothing was searched for)."""

    entity: Entity
    degree: int
    matched: str | None = None


@dataclass(frozen=True, slots=True)
class RelationQuery:
    """Which relations. An empty query selects all.

    entity + direction: at either end ("both"), as subject ("out") or as object ("in"); a symmetric type counts for all three.
    subject, object: exact ends (either end for a symmetric type). between: these two, whatever the direction.
    among: both ends in this set. opposed: another relation of the same two is an opposite deed, told of at most
    so many days apart, both asserted (graph.aggregate.opposed, near). types: names of the ontology. plover: PLOVER types. cameo: prefix of the type's CAMEO code.
    date_from/date_to: the evidence's period (its article's day where it tells none) overlaps these days.
    published_from/published_to, article, articles (any of them), source (outlet), statuses, min_confidence, q (words in the sentence), rule: of the evidence.
    """

    entity: str | None = None
    direction: str = "both"
    subject: str | None = None
    object: str | None = None
    between: tuple[str, str] | None = None
    among: frozenset[str] | None = None
    opposed: int | None = None
    types: frozenset[str] = frozenset()
    plover: frozenset[str] = frozenset()
    cameo: str | None = None
    statuses: frozenset[Status] = frozenset()
    date_from: date | None = None
    date_to: date | None = None
    published_from: date | None = None
    published_to: date | None = None
    article: str | None = None
    articles: frozenset[str] | None = None
    source: str | None = None
    q: str | None = None
    min_confidence: float = 0.0
    min_evidence: int = 1
    order: str = "newest"
    limit: int = 100
    cursor: str | None = None

    def __post_init__(self) -> None:
        _one_of("direction", self.direction, ("both", "out", "in"))
        _one_of("order", self.order, ("newest", "id"))
        for name in self.types:
            _one_of("types", name, ontology.TYPES)
        for name in self.plover:
            _one_of("plover", name, ontology.PLOVER)
        _check_limit(self.limit)
        _check_period("date", self.date_from, self.date_to)
        _check_period("published", self.published_from, self.published_to)
        if not 0.0 <= self.min_confidence <= 1.0:
            raise QueryError("min_confidence", f"{self.min_confidence} is not between 0 and 1")
        if self.opposed is not None and not 0 <= self.opposed <= MAX_WINDOW:
            raise QueryError("opposed", f"{self.opposed} is not between 0 and {MAX_WINDOW} days")
        if self.min_evidence < 1:
            raise QueryError("min_evidence", f"{self.min_evidence} is less than 1")
        if self.cameo is not None and not (self.cameo.isdigit() and len(self.cameo) <= 4):
            raise QueryError("cameo", f"{self.cameo!r} is not a CAMEO code of up to four digits")
        if self.cursor is not None:
            decode_cursor(self.cursor, 2)

    @property
    def asks_of_evidence(self) -> bool:
        """Whether any condition looks at evidence, so that Edge figures must be counted anew."""
        return bool(
            self.statuses
            or self.date_from
            or self.date_to
            or self.published_from
            or self.published_to
            or self.article is not None
            or self.articles is not None
            or self.source is not None
            or self.q
            or self.min_confidence > 0.0
        )

    def selected_types(self) -> frozenset[str] | None:
        """Names of the relation types that types, plover and cameo leave, or None where they ask for nothing."""
        if not (self.types or self.plover or self.cameo):
            return None
        return frozenset(
            name
            for name, type in ontology.TYPES.items()
            if (not self.types or name in self.types)
            and (not self.plover or type.plover in self.plover)
            and (not self.cameo or (type.cameo or "").startswith(self.cameo))
        )


@dataclass(frozen=True, slots=True)
class EntityQuery:
    """Which entities. `q`: what an analyst types: the starts of words of one name or alias, case and accents aside; where too few
    are found so, names (or single words of one) within two typing errors follow (graph/names.py decides). `country`: the iso3 or
    country code. Order: "relevance" (needs q: exact, then prefix, then typo; more relations
    first), "degree" (more relations first), "name". Ties by id.
    """

    q: str | None = None
    kinds: frozenset[Kind] = frozenset()
    country: str | None = None
    min_degree: int = 0
    order: str = "degree"
    limit: int = 20
    cursor: str | None = None

    def __post_init__(self) -> None:
        _one_of("order", self.order, ("relevance", "degree", "name"))
        _check_limit(self.limit)
        if self.min_degree < 0:
            raise QueryError("min_degree", f"{self.min_degree} is negative")
        if self.cursor is not None:
            decode_cursor(self.cursor, None)


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles, newest first (unknown days last), ties by id. `q`: words in title or text. `entity`: mentions it."""

    q: str | None = None
    source: str | None = None
    entity: str | None = None
    published_from: date | None = None
    published_to: date | None = None
    limit: int = 50
    cursor: str | None = None

    def __post_init__(self) -> None:
        _check_limit(self.limit)
        _check_period("published", self.published_from, self.published_to)
        if self.cursor is not None:
            decode_cursor(self.cursor, 2)


@dataclass(frozen=True, slots=True)
class Stats:
    """What a store holds. `by_type` counts relations, `by_status` evidence, `by_kind` entities, `by_source` articles that name their
    outlet, `by_month` evidence by the month ("2025-04") in which its period begins (its article's day where it tells none; unknown
    days are left out). Keys sorted."""

    articles: int = 0
    entities: int = 0
    relations: int = 0
    evidence: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    by_status: dict[str, int] = field(default_factory=dict)
    by_kind: dict[str, int] = field(default_factory=dict)
    by_source: dict[str, int] = field(default_factory=dict)
    by_month: dict[str, int] = field(default_factory=dict)


def encode_cursor(*key: str | int | float) -> str:
    """The sort key of a page's last row, opaque to whoever gets it."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int | None) -> list[str | int | float]:
    """The sort key inside; QueryError when it is none of ours."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except ValueError:
        key = None
    if not isinstance(key, list) or (length is not None and len(key) != length):
        raise QueryError("cursor", "not a cursor of this service; use the `next` link as it was given")
    if not all(isinstance(part, str | int | float) for part in key):
        raise QueryError("cursor", "not a cursor of this service; use the `next` link as it was given")
    return key


def decode_key(cursor: str, *types: type) -> list[Any]:
    """The sort key inside, of parts of these types; QueryError when the cursor is not of such a page."""
    key = decode_cursor(cursor, len(types))
    if any(type(part) is not expected for part, expected in zip(key, types, strict=True)):
        raise QueryError("cursor", "not a cursor of this list; use the `next` link as it was given")
    return key


def _one_of(field: str, value: str, allowed: Iterable[str]) -> None:
    options = list(allowed)
    if value not in options:
        close = get_close_matches(value.upper(), options, 1) or get_close_matches(value.lower(), options, 1)
        raise QueryError(field, f"{value!r} is not known", close[0] if close else None)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= MAX_LIMIT:
        raise QueryError("limit", f"{limit} is not between 1 and {MAX_LIMIT}")


def _check_period(field: str, first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise QueryError(f"{field}_from", f"{first} is after {field}_to {last}")
