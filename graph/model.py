"""The nouns. Frozen, slotted, no I/O. One article's yield (Extraction) is the unit of writing, a Subgraph that of reading.

A relation is what is claimed (subject, type, object). When, how sure, where, who says so live on its evidence: one piece per
place in an article that reports it. So two articles that say the same give one relation with two pieces of evidence.

Text is any Unicode text without lone surrogates (those cannot be written as UTF-8); it comes back byte for byte.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from graph.errors import ExtractionError


class Status(StrEnum):
    """How the text presents what it reports (a PLOVER-like modality)."""

    ASSERTED = "asserted"  # happened, is happening, or is true
    PLANNED = "planned"  # announced, expected, agreed for the future
    REQUESTED = "requested"  # asked for or demanded, not done
    DENIED = "denied"  # said not to be so, ruled out, negated
    HYPOTHETICAL = "hypothetical"  # may, could, if


class Kind(StrEnum):
    """What an entity is."""

    PERSON = "PERSON"
    COUNTRY = "COUNTRY"  # states and disputed territories that act as such
    IGO = "IGO"  # NATO, UN, EU, NSATU: bodies made by states
    ORG = "ORG"  # ministries, parties, companies, armed groups, universities, media
    PLACE = "PLACE"  # cities, regions, seas
    FACILITY = "FACILITY"  # bases, plants, bridges, buildings
    EQUIPMENT = "EQUIPMENT"  # ships, weapon systems
    EVENT = "EVENT"  # named wars, treaties, exercises, summits
    GROUP = "GROUP"  # peoples, movements, unnamed collectives with a name in the text

    @property
    def label(self) -> str:
        """The kind as a Neo4j label and a word for people: Person, Country, IGO, ..."""
        return self.value if self is Kind.IGO else self.value.capitalize()


class Granularity(StrEnum):
    """How exactly a text tells a time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"  # from ... to ..., since ..., until ...


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters start (included) to end (excluded) of Article.text: text[start:end] is the quote, always."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """The characters it marks in `text`."""
        return text[self.start : self.end]

    def shift(self, offset: int) -> "Span":
        return Span(self.start + offset, self.end + offset)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both included. A day is earliest == latest. An open side is None (never both)."""

    earliest: date | None
    latest: date | None
    granularity: Granularity

    def __post_init__(self) -> None:
        if self.earliest is None and self.latest is None:
            raise ValueError("a period needs at least one end")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"a period cannot end before it begins: {self.earliest}..{self.latest}")


@dataclass(frozen=True, slots=True)
class Article:
    """A text that somebody published. `text` holds the headline too (sources put it first), so that spans reach it.

    id from graph.ids.article_id; `source` is the outlet's name; `published` the day of publication where known.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    url: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in an article where an entity is named or meant. `text` is the surface form: article.text[span]."""

    article_id: str
    span: Span
    text: str
    kind: Kind
    entity_id: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing, one node. `aliases`: other names seen, sorted, without `name`. `codes`: {"wikidata": "Q17", "iso3": "JPN"}.

    Codes in use: wikidata, iso3 (countries), country (iso3 of the state a person, body or place belongs to),
    latitude and longitude (decimal degrees, of places), subtype (city, ship, party, ...). All values are text.
    """

    id: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """What is claimed: who, what, to whom. Make it with graph.ontology.relation(), which sorts the ends of symmetric types."""

    id: str
    subject: str  # entity id
    type: str  # name of an ontology type
    object: str  # entity id


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report of a relation: where it stands, what it says of time, certainty and source, and which rule read it.

    `quote` is article.text[sentence]; trigger, subject_span and object_span are spans of the same text (usually inside the sentence;
    a pronoun's antecedent stays outside, so the spans mark the pronoun). `place` is an entity id. `attributed_to` is the speaker's
    name as resolved in the article ("James Brown"), None when the outlet itself says so. `confidence` is a probability of being right.
    """

    id: str
    relation_id: str
    article_id: str
    sentence: Span
    quote: str
    trigger: Span
    subject_span: Span
    object_span: Span
    status: Status
    period: Period | None
    place: str | None
    role: str | None
    attributed_to: str | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """One article's yield: the unit of writing. `check` (called by every store) refuses one that breaks a law."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def check(self) -> None:
        """Raise ExtractionError where a span leaves the text, a quote does not match, an id refers to nothing or text is not Unicode."""
        for law in self._broken_laws():
            raise ExtractionError(f"article {self.article.id}: {law}")

    def _broken_laws(self) -> Iterator[str]:
        """What is wrong with it. Written for speed: bulk loading spends a good part of its time here."""
        text, length, article_id = self.article.text, len(self.article.text), self.article.id
        entities = {entity.id for entity in self.entities}
        relations = {relation.id for relation in self.relations}
        if len(entities) != len(self.entities):
            yield "two entities of one id"
        if len(relations) != len(self.relations):
            yield "two relations of one id"
        for mention in self.mentions:
            if mention.article_id != article_id:
                yield f"mention {mention.text!r} of another article"
            if mention.span.end > length:
                yield f"mention {mention.text!r} leaves the text"
            if text[mention.span.start : mention.span.end] != mention.text:
                yield f"mention {mention.text!r} is not what its span marks"
            if mention.entity_id not in entities:
                yield f"mention {mention.text!r} of an unknown entity"
        for relation in self.relations:
            if relation.subject not in entities or relation.object not in entities:
                yield f"relation {relation.id} has an unknown end"
        for piece in self.evidence:
            if piece.article_id != article_id:
                yield f"evidence {piece.id} of another article"
            if piece.relation_id not in relations:
                yield f"evidence {piece.id} of an unknown relation"
            if max(piece.sentence.end, piece.trigger.end, piece.subject_span.end, piece.object_span.end) > length:
                yield f"evidence {piece.id} leaves the text"
            if text[piece.sentence.start : piece.sentence.end] != piece.quote:
                yield f"evidence {piece.id} does not slice to its quote"
            if not 0.0 <= piece.confidence <= 1.0:
                yield f"evidence {piece.id} has confidence {piece.confidence}"
            if piece.place is not None and piece.place not in entities:
                yield f"evidence {piece.id} at an unknown place"
        if len({piece.id for piece in self.evidence}) != len(self.evidence):
            yield "two pieces of evidence of one id"
        if len({piece.relation_id for piece in self.evidence}) != len(relations):
            yield "a relation without evidence"
        try:
            "".join(self._texts()).encode()
        except UnicodeEncodeError:
            yield "text holds a lone surrogate"

    def _texts(self) -> list[str]:
        """All text but what is a part of the article's."""
        article = self.article
        texts = [article.id, article.title, article.text, article.url or "", article.source or ""]
        for entity in self.entities:
            texts += (entity.id, entity.name, *entity.aliases, *entity.codes, *entity.codes.values())
        for relation in self.relations:
            texts += (relation.id, relation.type)
        for piece in self.evidence:
            texts += (piece.id, piece.role or "", piece.attributed_to or "", piece.rule)
        return texts


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation as readers see it: with what its evidence adds up to.

    The figures count the evidence that the query selects (all of it when the query asks nothing of the evidence). `statuses`: pieces
    per status, only those present. `article_count`: distinct articles. `earliest`/`latest`: of the periods told, falling back,
    piece by piece, on the article's publication day; None when neither is known. `confidence`: the highest of the pieces.
    """

    relation: Relation
    evidence_count: int
    article_count: int
    statuses: Mapping[Status, int]
    earliest: date | None
    latest: date | None
    first_published: date | None
    last_published: date | None
    confidence: float

    @property
    def contradicted(self) -> bool:
        """Whether the evidence both asserts and denies it."""
        return Status.ASSERTED in self.statuses and Status.DENIED in self.statuses


@dataclass(frozen=True, slots=True)
class Subgraph:
    """The unit of reading, drawing and exporting.

    entities and edges: what is shown. `degrees`: for each shown entity its relations in the whole store, by (type, "out" | "in"), a
    symmetric type counts as "out" at both ends. `total`: relations that the question selects before cutting. `omitted`: total - shown.
    """

    entities: tuple[Entity, ...]
    edges: tuple[Edge, ...]
    degrees: Mapping[str, Mapping[tuple[str, str], int]] = field(default_factory=dict)
    total: int = 0
    omitted: int = 0
