"""What single reports add up to: the days of a piece, the Edge of a relation, the Entity that many articles name. Pure rules, one for all stores."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from graph import ids, ontology
from graph.errors import ExtractionError
from graph.model import Article, Edge, Entity, Evidence, Extraction, Period, Relation, Status
from graph.names import words
from graph.query import RelationQuery


def accepted(extraction: Extraction) -> str:
    """The digest of an extraction that a store may keep; ExtractionError otherwise. Every store begins its writing here."""
    extraction.check()
    for relation in extraction.relations:
        if relation.type not in ontology.TYPES:
            raise ExtractionError(
                f"article {extraction.article.id}: the ontology has no relation type {relation.type!r}"
            )
    return ids.extraction_digest(extraction)


def symmetric(type: str) -> bool:
    """Whether a relation type reads the same from both ends. A type that the ontology no longer knows does not."""
    known = ontology.TYPES.get(type)
    return known is not None and known.symmetric


def opposed(one: Relation, other: Relation) -> bool:
    """Whether two relations of the same two are opposite deeds: of opposite types, and of the same one to the other (a symmetric type is
    a deed of both)."""
    known = ontology.TYPES.get(one.type)
    if known is None or other.type not in known.opposite:
        return False
    same, turned = (other.subject, other.object), (other.object, other.subject)
    either = symmetric(one.type) or symmetric(other.type)
    return (one.subject, one.object) == same or (either and (one.subject, one.object) == turned)


Told = Sequence[tuple[Evidence, date, date]]


def told(pieces: Iterable[tuple[Evidence, Article]]) -> Told:
    """The pieces that assert something of a known time, with its first and last day."""
    dated = (
        (piece, *days(piece.period, article.published)) for piece, article in pieces if piece.status is Status.ASSERTED
    )
    return [(piece, first, last) for piece, first, last in dated if first and last]


def near(ours: Told, theirs: Told, window: int) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """The pieces of both sides that have one of the other side at most so many days away, in the order given."""
    most = timedelta(days=window)
    pairs = [
        (one.id, other.id)
        for one, first, last in ours
        for other, start, end in theirs
        if first - end <= most and start - last <= most
    ]
    met = {id for pair in pairs for id in pair}
    return tuple(piece for piece, *_ in ours if piece.id in met), tuple(
        piece for piece, *_ in theirs if piece.id in met
    )


def days(period: Period | None, published: date | None) -> tuple[date | None, date | None]:
    """First and last day of a piece of evidence: those of its period, an open side falling back on the other; without a period the
    article's day; (None, None) when neither is known."""
    if period is None:
        return published, published
    return period.earliest or period.latest, period.latest or period.earliest


def reaches(period: Period | None, published: date | None, first: date | None, last: date | None) -> bool:
    """Whether a piece overlaps the days from first to last (None: no bound). Open periods reach for ever; unknown days nowhere."""
    if first is None and last is None:
        return True
    if period is None:
        if published is None:
            return False
        start = end = published
    else:
        start, end = period.earliest or date.min, period.latest or date.max
    return (first is None or end >= first) and (last is None or start <= last)


def fulfils(query: RelationQuery, piece: Evidence, article: Article) -> bool:
    """Whether one piece fulfils all the query's conditions on evidence."""
    published = article.published
    return (
        (not query.statuses or piece.status in query.statuses)
        and piece.confidence >= query.min_confidence
        and (query.article is None or article.id == query.article)
        and (query.articles is None or article.id in query.articles)
        and (query.source is None or article.source == query.source)
        and reaches(piece.period, published, query.date_from, query.date_to)
        and (query.published_from is None or (published is not None and published >= query.published_from))
        and (query.published_to is None or (published is not None and published <= query.published_to))
        and (not query.q or holds_words(query.q, piece.quote))
    )


def holds_words(q: str, *texts: str) -> bool:
    """Whether all words of `q` stand in the texts, case and accents aside. A `q` without any word is held by nothing."""
    sought = set(words(q))
    return bool(sought) and sought <= {word for text in texts for word in words(text)}


def concerns(query: RelationQuery, relation: Relation) -> bool:
    """Whether a relation fulfils all the query's conditions on itself: its ends and its type."""
    subject, object = relation.subject, relation.object
    both = symmetric(relation.type)
    if query.entity is not None:
        out = query.entity == subject or (both and query.entity == object)
        into = query.entity == object or (both and query.entity == subject)
        if not {"out": out, "in": into, "both": out or into}[query.direction]:
            return False
    ways = [(subject, object), (object, subject)] if both else [(subject, object)]
    if not any(query.subject in {None, start} and query.object in {None, end} for start, end in ways):
        return False
    if query.between is not None and (subject, object) not in {query.between, query.between[::-1]}:
        return False
    if query.among is not None and not {subject, object} <= query.among:
        return False
    types = query.selected_types()
    return types is None or relation.type in types


def edge(relation: Relation, pieces: Sequence[tuple[Evidence, Article]]) -> Edge:
    """A relation with what these pieces (at least one) add up to."""
    spans = [days(piece.period, article.published) for piece, article in pieces]
    first = [start for start, _ in spans if start]
    last = [end for _, end in spans if end]
    published = [article.published for _, article in pieces if article.published]
    statuses = Counter(piece.status for piece, _ in pieces)
    return Edge(
        relation=relation,
        evidence_count=len(pieces),
        article_count=len({article.id for _, article in pieces}),
        statuses={status: statuses[status] for status in Status if statuses[status]},
        earliest=min(first, default=None),
        latest=max(last, default=None),
        first_published=min(published, default=None),
        last_published=max(published, default=None),
        confidence=max(piece.confidence for piece, _ in pieces),
    )


def consensus(given: Iterable[tuple[Entity, int]]) -> Entity:
    """The entity that articles give as these versions of it (at least one), each so many times.

    Name: given most often, ties: the longest, then the first. Kind: given most often, ties: the first. Aliases: all other names.
    Codes: of each, the smallest value.
    """
    names: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    aliases: set[str] = set()
    codes: dict[str, str] = {}
    entity = None
    for entity, times in given:
        names[entity.name] += times
        kinds[entity.kind] += times
        aliases.update(entity.aliases)
        for code, value in entity.codes.items():
            codes[code] = min(value, codes.get(code, value))
    if entity is None:
        raise ValueError("nobody gives this entity")
    name = min(names, key=lambda name: (-names[name], -len(name), name))
    kind = min(kinds, key=lambda kind: (-kinds[kind], kind))
    others = tuple(sorted((aliases | names.keys()) - {name}))
    return Entity(entity.id, name, type(entity.kind)(kind), others, dict(sorted(codes.items())))


def evidence_order(piece: Evidence, article: Article) -> tuple[date, str, int, int, str]:
    """Oldest article first (unknown days last), then article id, sentence, evidence id."""
    return article.published or date.max, article.id, piece.sentence.start, piece.sentence.end, piece.id


def canonical(extraction: Extraction) -> Extraction:
    """The same yield with its parts sorted: mentions by span, entity and kind, the rest by id; aliases and codes as given."""
    return Extraction(
        extraction.article,
        tuple(sorted(extraction.mentions, key=lambda mention: (mention.span, mention.entity_id, mention.kind))),
        tuple(sorted(extraction.entities, key=lambda entity: entity.id)),
        tuple(sorted(extraction.relations, key=lambda relation: relation.id)),
        tuple(sorted(extraction.evidence, key=lambda piece: piece.id)),
    )
