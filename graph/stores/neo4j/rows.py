"""What stands in nodes and relationships, to and from the model. Pure. Days are ISO text; spans are pairs of numbers."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from graph.model import (
    Article,
    Edge,
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
from graph.names import pieces, spellings, words

Row = dict[str, Any]

#: Lucene splits longer words; candidates are found by their beginning, what is found is compared whole.
LONGEST_WORD: Final = 200
_BEYOND = 9_999_999  # greater than any day number
_MANY = 999_999_999


def newest(day: date | None, id: str) -> str:
    """Sorts by day, newest first and unknown last, then by id."""
    return f"{_BEYOND - (day.toordinal() if day else 0):07d}{id}"


def newest_after(key: list[Any]) -> str:
    """The same for a cursor's key: minus the day number (0 where unknown), and the id."""
    day, id = key
    return f"{max(0, min(_BEYOND, _BEYOND + int(day))):07d}{id}"


def newest_key(sorted_by: str) -> tuple[int, str]:
    """A cursor's key from what newest() gave."""
    return int(sorted_by[:7]) - _BEYOND, sorted_by[7:]


def rank(degree: int, id: str) -> str:
    """Sorts by degree, most first, then by id."""
    return f"{_MANY - degree:09d}{id}"


def word_set(*texts: str) -> str:
    """The words of the texts, each once, with a blank on both sides: `CONTAINS ' word '` asks for a whole word."""
    found = sorted({word for text in texts for word in words(text)})
    return f" {' '.join(found)} " if found else ""


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# -- articles and their mentions --------------------------------------------------------------------------------------

ARTICLE: Final = ".id, .title, .text, .published, .url, .source"


def article_row(extraction: Extraction, digest: str) -> Row:
    """The article with what it gives of its entities, which no other node can hold."""
    article = extraction.article
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "published": iso(article.published),
        "url": article.url,
        "source": article.source,
        "digest": digest,
        "newest": newest(article.published, article.id),
        "words": word_set(article.title, article.text),
        "entities": json.dumps({entity.id: _version(entity) for entity in extraction.entities}),
    }


def article(row: Mapping[str, Any]) -> Article:
    return Article(row["id"], row["title"], row["text"], day(row["published"]), row["url"], row["source"])


def article_entities(row: Mapping[str, Any]) -> Iterable[Entity]:
    """The entities as that article gives them."""
    return (_entity(id, version) for id, version in json.loads(row["entities"]).items())


def mention_row(mention: Mention) -> Row:
    return {
        "article": mention.article_id,
        "entity": mention.entity_id,
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "kind": mention.kind.value,
    }


def mention(article_id: str, entity_id: str, row: Mapping[str, Any]) -> Mention:
    return Mention(article_id, Span(row["start"], row["end"]), row["text"], Kind(row["kind"]), entity_id)


# -- entities ---------------------------------------------------------------------------------------------------------

ENTITY: Final = ".id, .name, .kind, .aliases, .codes"


def entity_row(entity: Entity) -> Row:
    """The entity as its articles together give it, with what searches look into."""
    names = (entity.name, *entity.aliases)
    keys = {key for name in names for spelt in spellings(name) for key in pieces(spelt)}
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind.value,
        "aliases": list(entity.aliases),
        "codes": json.dumps(dict(entity.codes)),
        "wikidata": entity.codes.get("wikidata"),
        "iso3": entity.codes.get("iso3"),
        "country": entity.codes.get("country"),
        "words": " ".join(sorted({word[:LONGEST_WORD] for name in names for word in words(name)})),
        "pieces": " ".join(sorted(key[:LONGEST_WORD] for key in keys)),
    }


def entity(row: Mapping[str, Any]) -> Entity:
    return Entity(row["id"], row["name"], Kind(row["kind"]), tuple(row["aliases"]), json.loads(row["codes"]))


def version(entity: Entity) -> str:
    """An entity as one article gives it, as text: equal for equal versions."""
    return json.dumps(_version(entity))


def versions(id: str, counts: Mapping[str, int]) -> list[tuple[Entity, int]]:
    """The versions of an entity with how many articles give each."""
    return [(_entity(id, json.loads(text)), times) for text, times in counts.items()]


def _version(entity: Entity) -> list[Any]:
    return [entity.name, entity.kind.value, list(entity.aliases), dict(sorted(entity.codes.items()))]


def _entity(id: str, version: list[Any]) -> Entity:
    name, kind, aliases, codes = version
    return Entity(id, name, Kind(kind), tuple(aliases), codes)


# -- relations and their evidence -------------------------------------------------------------------------------------


def relation_row(edge: Edge) -> Row:
    """The node of a relation: what all its evidence adds up to."""
    relation = edge.relation
    return {
        "newest": newest(edge.latest, relation.id),
        "id": relation.id,
        "subject": relation.subject,
        "type": relation.type,
        "object": relation.object,
        "evidence_count": edge.evidence_count,
        "article_count": edge.article_count,
        "statuses": [status.value for status in edge.statuses],
        "status_counts": list(edge.statuses.values()),
        "earliest": iso(edge.earliest),
        "latest": iso(edge.latest),
        "first_published": iso(edge.first_published),
        "last_published": iso(edge.last_published),
        "confidence": edge.confidence,
    }


#: What of it the typed relationship shows to people.
SHOWN: Final = ("newest", "id", "evidence_count", "statuses", "earliest", "latest")

#: A query returns these columns of an edge, in this order.
EDGE: Final = (
    "id",
    "subject",
    "type",
    "object",
    "evidence_count",
    "article_count",
    "statuses",
    "status_counts",
    "earliest",
    "latest",
    "first_published",
    "last_published",
    "confidence",
)


def edge(columns: Iterable[Any]) -> Edge:
    """An edge from EDGE columns; where status_counts is None, statuses names the status of each piece."""
    id, subject, type, object, evidence, articles, statuses, counts, earliest, latest, first, last, confidence = columns
    counted = Counter(statuses) if counts is None else dict(zip(statuses, counts, strict=True))
    return Edge(
        relation=Relation(id, subject, type, object),
        evidence_count=evidence,
        article_count=articles,
        statuses={status: counted[status] for status in Status if status in counted},
        earliest=day(earliest),
        latest=day(latest),
        first_published=day(first),
        last_published=day(last),
        confidence=confidence,
    )


def joined(one: Edge | None, other: Edge) -> Edge:
    """What two sets of evidence for one relation, from different articles, add up to."""
    if one is None:
        return other
    return Edge(
        relation=one.relation,
        evidence_count=one.evidence_count + other.evidence_count,
        article_count=one.article_count + other.article_count,
        statuses={
            status: one.statuses.get(status, 0) + other.statuses.get(status, 0)
            for status in Status
            if status in one.statuses or status in other.statuses
        },
        earliest=min(filter(None, (one.earliest, other.earliest)), default=None),
        latest=max(filter(None, (one.latest, other.latest)), default=None),
        first_published=min(filter(None, (one.first_published, other.first_published)), default=None),
        last_published=max(filter(None, (one.last_published, other.last_published)), default=None),
        confidence=max(one.confidence, other.confidence),
    )


#: The properties of a piece of evidence.
EVIDENCE: Final = (
    "id",
    "quote",
    "sentence",
    "trigger",
    "subject_span",
    "object_span",
    "status",
    "earliest",
    "latest",
    "granularity",
    "place",
    "role",
    "attributed_to",
    "confidence",
    "rule",
    "article_id",
    "published",
    "source",
    "words",
)


def evidence_row(piece: Evidence, article: Article) -> Row:
    """A piece of evidence, with its article's day and outlet, which conditions ask for."""
    period = piece.period
    return {
        "id": piece.id,
        "quote": piece.quote,
        "sentence": [piece.sentence.start, piece.sentence.end],
        "trigger": [piece.trigger.start, piece.trigger.end],
        "subject_span": [piece.subject_span.start, piece.subject_span.end],
        "object_span": [piece.object_span.start, piece.object_span.end],
        "status": piece.status.value,
        "earliest": iso(period.earliest) if period else None,
        "latest": iso(period.latest) if period else None,
        "granularity": period.granularity.value if period else None,
        "place": piece.place,
        "role": piece.role,
        "attributed_to": piece.attributed_to,
        "confidence": float(piece.confidence),
        "rule": piece.rule,
        "article_id": article.id,
        "published": iso(article.published),
        "source": article.source,
        "words": word_set(piece.quote),
    }


def evidence(relation_id: str, row: Mapping[str, Any]) -> Evidence:
    """A piece from its properties; the absent ones are None."""
    granularity = row.get("granularity")
    period = None
    if granularity:
        period = Period(day(row.get("earliest")), day(row.get("latest")), Granularity(granularity))
    return Evidence(
        id=row["id"],
        relation_id=relation_id,
        article_id=row["article_id"],
        sentence=Span(*row["sentence"]),
        quote=row["quote"],
        trigger=Span(*row["trigger"]),
        subject_span=Span(*row["subject_span"]),
        object_span=Span(*row["object_span"]),
        status=Status(row["status"]),
        period=period,
        place=row.get("place"),
        role=row.get("role"),
        attributed_to=row.get("attributed_to"),
        confidence=row["confidence"],
        rule=row["rule"],
    )


def dated(row: Mapping[str, Any]) -> Article:
    """As much of a piece's article as its order and its days need."""
    return Article(row["article_id"], "", "", day(row.get("published")), None, row.get("source"))


def shelved(shelf: str, key: str) -> str:
    """The id of a text on a shelf: the shelf's length tells where its name ends."""
    return f"{len(shelf)}:{shelf}{key}"
