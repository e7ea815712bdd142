"""What goes over the wire: pydantic models made from the nouns of graph/model.py, with the same words.

Promise: fields are only ever added within /api/v1. Ids and cursors are opaque. Days are ISO 8601 (YYYY-MM-DD). Offsets count Unicode
characters (code points) of the article's text, end excluded.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from graph import corroboration, marks, model, ontology
from graph.atlas import Place
from graph.findings import Change, Comparison, Contradiction, Opposition
from graph.model import Granularity, Kind, Status
from graph.overview import Cluster
from graph.query import EntityHit
from graph.query import Stats as StoreStats

Item = TypeVar("Item")
Meta = TypeVar("Meta")
Names = Mapping[str, model.Entity]
Articles = Mapping[str, model.Article]


class Wire(BaseModel):
    """Base of all: immutable, made from keyword arguments only."""

    model_config = ConfigDict(frozen=True)


# -- envelopes ------------------------------------------------------------------------------------------------------------


class Links(Wire):
    self: str = Field(description="address of this answer")
    next: str | None = Field(default=None, description="address of the next page, null at the end")


class Counted(Wire):
    """How much there is, and how much of it is here."""

    count: int | None = Field(
        None, description="how many the question selects; null where counting would cost too much"
    )
    count_is_exact: bool = True
    shown: int = Field(description="how many are in `data`")
    limit: int | None = None
    truncated: bool = Field(default=False, description="whether there is more than `data` holds")


class Answer(Wire, Generic[Item]):
    data: Item
    links: Links


class Listing(Wire, Generic[Item]):
    data: list[Item]
    meta: Counted
    links: Links


# -- errors (RFC 9457) ----------------------------------------------------------------------------------------------------


class FieldError(Wire):
    field: str = Field(description="the parameter or body field that is wrong")
    detail: str
    suggestion: str | None = Field(default=None, description="what was probably meant")


class Problem(Wire):
    """An error, as application/problem+json."""

    type: str = Field(default="about:blank", description="address of the meaning of this kind of error")
    title: str
    status: int
    detail: str
    instance: str = Field(description="path of the request")
    errors: list[FieldError] = []


# -- entities -------------------------------------------------------------------------------------------------------------


class EntityRef(Wire):
    """An entity, short: enough to name and colour it."""

    id: str
    name: str
    kind: Kind

    @classmethod
    def of(cls, entity_id: str, names: Names) -> "EntityRef":
        found = names.get(entity_id)
        return cls(id=entity_id, name=found.name if found else entity_id, kind=found.kind if found else Kind.GROUP)


class Degree(Wire):
    """Relations of an entity by type and direction. Symmetric types count as "out"."""

    type: str
    direction: str = Field(description="out or in")
    label: str = Field(description="how the relation reads from this entity: visits, is visited by")
    total: int = Field(description="in the whole graph")
    shown: int = Field(default=0, description="in this answer")


class Entity(Wire):
    id: str
    name: str
    kind: Kind
    aliases: list[str] = Field(description="other names seen, sorted")
    codes: dict[str, str] = Field(description="wikidata, iso3, country, latitude, longitude, subtype where known")
    degree: int = Field(description="number of its relations in the whole graph")

    @classmethod
    def of(cls, entity: model.Entity, degree: int) -> "Entity":
        return cls(**_entity(entity), degree=degree)


class FoundEntity(Entity):
    matched: str | None = Field(default=None, description="the name or alias that matched the search")

    @classmethod
    def hit(cls, hit: EntityHit) -> "FoundEntity":
        return cls(**_entity(hit.entity), degree=hit.degree, matched=hit.matched)


class EntityRecord(Entity):
    """An entity with all that is known of it."""

    degrees: list[Degree]
    names: dict[str, int] = Field(description="surface forms in articles with how often, most frequent first")


class ViewEntity(Entity):
    """An entity in a view: what is shown of it, and what is not."""

    degrees: list[Degree]
    shown: int = Field(description="number of its relations in this answer")
    hidden: int = Field(description="degree - shown: the +N more")


class MentionOut(Wire):
    article: "ArticleRef"
    text: str
    start: int
    end: int


# -- relations ------------------------------------------------------------------------------------------------------------


class Relation(Wire):
    """A relation and what the evidence selected by the question adds up to."""

    id: str
    subject: EntityRef
    type: str
    object: EntityRef
    label: str = Field(description="reads subject to object: visits")
    plover: str | None
    cameo: str | None
    quad: str = Field(description="quad class, or standing fact")
    symmetric: bool
    status: Status = Field(description="the status most pieces of evidence have; the likelier one first on a tie")
    statuses: dict[Status, int] = Field(description="pieces of evidence per status")
    contradicted: bool = Field(description="whether the evidence both asserts and denies it")
    evidence_count: int
    article_count: int = Field(description="distinct articles")
    independent_count: int | None = Field(
        description="articles that do not repeat one another: copies and rewrites count once; null where it was not worked out"
    )
    earliest: date | None
    latest: date | None
    first_published: date | None
    last_published: date | None
    confidence: float = Field(description="the highest of the pieces")

    @classmethod
    def of(cls, edge: model.Edge, names: Names, independent: Mapping[str, int] | None = None) -> "Relation":
        return cls(**_relation(edge, names, independent or {}))


class Run(Wire):
    text: str
    roles: list[str] = Field(description="subject, trigger, object; empty for the words between")


class Span(Wire):
    text: str
    start: int = Field(description="first character in the article's text")
    end: int = Field(description="one past the last")
    sentence_start: int | None = Field(description="the same within the sentence; null where it lies outside")
    sentence_end: int | None


class Sentence(Wire):
    text: str
    start: int
    end: int
    runs: list[Run] = Field(description="the sentence in pieces; joined they give `text`")


class Period(Wire):
    earliest: date | None
    latest: date | None
    granularity: Granularity

    @classmethod
    def of(cls, period: model.Period | None) -> "Period | None":
        if period is None:
            return None
        return cls(earliest=period.earliest, latest=period.latest, granularity=period.granularity)


class ArticleRef(Wire):
    id: str
    title: str
    source: str | None = Field(description="the outlet")
    published: date | None
    url: str | None

    @classmethod
    def of(cls, article: model.Article) -> "ArticleRef":
        return cls(
            id=article.id, title=article.title, source=article.source, published=article.published, url=article.url
        )


class Evidence(Wire):
    """One report of a relation: the sentence, when, how sure, who says so, which rule read it."""

    id: str
    relation_id: str
    article: ArticleRef
    sentence: Sentence
    subject: Span
    trigger: Span
    object: Span
    status: Status
    period: Period | None
    place: EntityRef | None
    role: str | None
    attributed_to: str | None = Field(description="who says so; null when the outlet itself does")
    confidence: float
    rule: str

    @classmethod
    def of(cls, piece: model.Evidence, article: model.Article, names: Names) -> "Evidence":
        def span(marked: model.Span) -> Span:
            inside = piece.sentence.start <= marked.start and marked.end <= piece.sentence.end
            base = piece.sentence.start
            return Span(
                text=marked.of(article.text),
                start=marked.start,
                end=marked.end,
                sentence_start=marked.start - base if inside else None,
                sentence_end=marked.end - base if inside else None,
            )

        return cls(
            id=piece.id,
            relation_id=piece.relation_id,
            article=ArticleRef.of(article),
            sentence=Sentence(
                text=piece.quote,
                start=piece.sentence.start,
                end=piece.sentence.end,
                runs=[Run(text=run.text, roles=list(run.labels)) for run in marks.sentence_runs(piece)],
            ),
            subject=span(piece.subject_span),
            trigger=span(piece.trigger),
            object=span(piece.object_span),
            status=piece.status,
            period=Period.of(piece.period),
            place=EntityRef.of(piece.place, names) if piece.place else None,
            role=piece.role,
            attributed_to=piece.attributed_to,
            confidence=piece.confidence,
            rule=piece.rule,
        )


class Report(Wire):
    """An article, and those that repeat it."""

    article: ArticleRef = Field(description="the earliest")
    repeated_by: list[ArticleRef] = Field(description="copies and rewrites of it")

    @classmethod
    def of(cls, report: corroboration.Report) -> "Report":
        return cls(
            article=ArticleRef.of(report.article), repeated_by=[ArticleRef.of(one) for one in report.repeated_by]
        )


class OppositeOut(Wire):
    """An opposite deed of the same two."""

    relation: Relation
    evidence: list[Evidence] = Field(description="the sentences that assert it of days close to the other deed's")

    @classmethod
    def all_of(
        cls, found: Opposition | None, names: Names, articles: Articles, independent: Mapping[str, int]
    ) -> "list[OppositeOut]":
        return [
            cls(relation=Relation.of(edge, names, independent), evidence=pieces(evidence, names, articles))
            for edge, evidence in (found.opposite if found else ())
        ]


class RelationRecord(Relation):
    """A relation with every piece of its evidence, oldest article first."""

    opposite: list[OppositeOut] = Field(
        description="opposite deeds of the same two (such as lifting and imposing sanctions) within 30 days of this one"
    )

    reports: list[Report] = Field(description="the independent articles with what repeats them, oldest first")
    evidence: list[Evidence]


# -- views ----------------------------------------------------------------------------------------------------------------


class ViewCounts(Wire):
    """Honest figures of a view: "showing `relations` of `total` relations"."""

    entities: int = Field(description="shown")
    relations: int = Field(description="shown")
    total: int = Field(description="relations the question selects at the expanded entities and among the shown ones")
    omitted: int = Field(description="total - relations")
    neighbours: int | None = Field(
        default=None, description="entities the question reaches, shown or not, as far as looked"
    )
    complete: bool = Field(description="whether nothing was cut")


class View(Wire):
    entities: list[ViewEntity]
    relations: list[Relation]


class ViewAnswer(Wire):
    data: View
    meta: ViewCounts
    links: Links


class Hop(Wire):
    """One step of a path: all relations that link its two entities."""

    source: str
    target: str
    relations: list[Relation]


class Path(Wire):
    entities: list[EntityRef]
    hops: list[Hop]
    length: int


class PathMeta(Wire):
    shown: int
    max_length: int
    complete: bool = Field(default=True, description="whether no shorter path was missed")


class PathAnswer(Wire):
    data: list[Path]
    meta: PathMeta
    links: Links


class Neighbour(Wire):
    entity: EntityRef
    a: list[str] = Field(description="types of its relations with the first")
    b: list[str] = Field(description="types of its relations with the second")


class ComparisonOut(Wire):
    a: EntityRef
    b: EntityRef
    between: list[Relation] = Field(description="relations of the two with each other")
    shared: list[Neighbour]
    only_a: list[Neighbour]
    only_b: list[Neighbour]
    complete: bool = Field(description="false where one has more relations than were looked at")

    @classmethod
    def of(cls, found: Comparison, names: Names, independent: Mapping[str, int]) -> "ComparisonOut":
        def neighbours(ids: Iterable[str]) -> list[Neighbour]:
            return [
                Neighbour(
                    entity=EntityRef.of(one, names),
                    a=sorted(found.types_a.get(one, ())),
                    b=sorted(found.types_b.get(one, ())),
                )
                for one in ids
            ]

        return cls(
            a=EntityRef.of(found.a, names),
            b=EntityRef.of(found.b, names),
            between=[Relation.of(edge, names, independent) for edge in found.between],
            shared=neighbours(found.shared),
            only_a=neighbours(found.only_a),
            only_b=neighbours(found.only_b),
            complete=found.complete,
        )


class IngestOut(Wire):
    """Articles that came together."""

    began: datetime = Field(description="what `since` takes to ask what changed with it")
    ended: datetime = Field(description="when its latest article came")
    articles: int


class ChangeOut(Wire):
    """What recent articles changed about a relation."""

    change: str = Field(description="new, strengthened, contradicted, or silent")
    relation: Relation = Field(description="with all its evidence")
    evidence: list[Evidence] = Field(description="the recent pieces; where it is silent the last one")

    @classmethod
    def of(cls, change: Change, names: Names, articles: Articles, independent: Mapping[str, int]) -> "ChangeOut":
        return cls(
            change=change.change,
            relation=Relation.of(change.edge, names, independent),
            evidence=pieces(change.evidence, names, articles),
        )


class ContradictionOut(Wire):
    kind: Literal["denied", "opposite_deed"] = Field(
        description="denied: some assert the relation, others deny it; opposite_deed: another relation of the same two contradicts it"
    )
    relation: Relation
    asserted: list[Evidence]
    denied: list[Evidence] = Field(description="empty for opposite deeds")
    opposite: list[OppositeOut] = Field(description="the opposite deeds; empty where it is denied")

    @classmethod
    def of(
        cls, found: Contradiction | Opposition, names: Names, articles: Articles, independent: Mapping[str, int]
    ) -> "ContradictionOut":
        denied, opposed = (found.denied, None) if isinstance(found, Contradiction) else ((), found)
        return cls(
            kind="opposite_deed" if opposed else "denied",
            relation=Relation.of(found.edge, names, independent),
            asserted=pieces(found.asserted, names, articles),
            denied=pieces(denied, names, articles),
            opposite=OppositeOut.all_of(opposed, names, articles, independent),
        )


class Bucket(Wire):
    start: date = Field(description="first day of the bucket")
    total: int
    types: dict[str, int]
    statuses: dict[Status, int]


class Timeline(Wire):
    unit: str = Field(description="day, week, month, or year")
    by: str = Field(description="event or published")
    buckets: list[Bucket] = Field(description="those with evidence, oldest first")
    undated: int = Field(description="pieces of evidence without a day")


class Community(Wire):
    id: str
    name: str = Field(description="its best-linked entities")
    kind: Kind = Field(description="the kind that most of its entities have")
    size: int = Field(description="number of its entities")
    entities: list[EntityRef] = Field(description="best linked first; on the map at most 20")
    kinds: dict[Kind, int]
    relations: int = Field(description="inside")

    @classmethod
    def of(cls, part: Cluster, names: Names, members: int) -> "Community":
        return cls(
            id=part.id,
            name=", ".join(names[one].name for one in part.entities[:3] if one in names),
            kind=part.kind,
            size=len(part.entities),
            entities=[EntityRef.of(one, names) for one in part.entities[:members]],
            kinds=dict(part.kinds),
            relations=part.relations,
        )


class CommunityLink(Wire):
    source: str
    target: str
    relations: int


class CommunityMap(Wire):
    communities: list[Community]
    links: list[CommunityLink]
    complete: bool = Field(description="false where anything was left out")
    count: int = Field(description="communities found, here or not")
    omitted: int = Field(description="entities in those that are not here")
    entities: int = Field(description="entities in all communities found")
    relations: int = Field(description="relations that the communities were found from")
    total: int = Field(description="relations that the question selects")


class Point(Wire):
    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float] = Field(description="longitude, latitude")


class PlaceProperties(Wire):
    name: str
    kind: Kind
    relations: int = Field(description="that it is an end of or that happened there")
    ends: int = Field(description="of these, those that it is an end of")
    here: int = Field(description="of these, those that happened or lie there")
    types: dict[str, int] = Field(description="these relations by type")


class PlaceFeature(Wire):
    type: Literal["Feature"] = "Feature"
    id: str = Field(description="entity id")
    geometry: Point
    properties: PlaceProperties

    @classmethod
    def of(cls, place: Place) -> "PlaceFeature":
        return cls(
            id=place.entity.id,
            geometry=Point(coordinates=(place.longitude, place.latitude)),
            properties=PlaceProperties(
                name=place.entity.name,
                kind=place.entity.kind,
                relations=place.relations,
                ends=place.ends,
                here=place.here,
                types=dict(place.types),
            ),
        )


class PlaceCounts(Wire):
    """Honest figures of a map: "placed `places` of `entities` entities and `placed` of `relations` relations"."""

    places: int = Field(description="entities with a known place")
    shown: int = Field(description="of these, in `features`")
    entities: int = Field(description="ends and places of the relations looked at")
    placed: int = Field(description="relations with a known place")
    relations: int = Field(description="relations looked at, the newest")
    total: int = Field(description="relations that the question selects")


class PlaceMap(Wire):
    """A GeoJSON FeatureCollection (RFC 7946); `meta` and `links` are foreign members."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[PlaceFeature]
    meta: PlaceCounts
    links: Links


# -- articles -------------------------------------------------------------------------------------------------------------


class Article(ArticleRef):
    words: int

    @classmethod
    def of(cls, article: model.Article) -> "Article":
        return cls(**ArticleRef.of(article).model_dump(), words=len(article.text.split()))


class ArticleRecord(Article):
    entities: int
    relations: int
    evidence: int


class TextMention(Wire):
    entity: EntityRef
    text: str
    start: int
    end: int


class TextEvidence(Wire):
    """Where a piece of evidence stands in the text."""

    id: str
    relation_id: str
    status: Status
    sentence: tuple[int, int]
    subject: tuple[int, int]
    trigger: tuple[int, int]
    object: tuple[int, int]


class ArticleText(Wire):
    """The text with stand-off marks."""

    article: ArticleRef
    text: str
    mentions: list[TextMention]
    evidence: list[TextEvidence]


class ArticleRelation(Wire):
    relation: Relation
    evidence: list[Evidence]


# -- the schema -----------------------------------------------------------------------------------------------------------


class RelationType(Wire):
    name: str
    label: str
    inverse: str
    definition: str
    plover: str | None
    cameo: str | None
    quad: str
    fact: str | None
    wikidata: str | None
    symmetric: bool
    opposite: list[str] = Field(description="types of deeds that contradict it where the same does both to the same")
    subject: list[Kind]
    object: list[Kind]
    examples: list[str]

    @classmethod
    def of(cls, type: ontology.RelationType) -> "RelationType":
        return cls(
            name=type.name,
            label=type.label,
            inverse=type.inverse,
            definition=type.definition,
            plover=type.plover,
            cameo=type.cameo,
            quad=type.quad,
            fact=type.fact,
            wikidata=type.wikidata,
            symmetric=type.symmetric,
            opposite=sorted(type.opposite),
            subject=sorted(type.subject),
            object=sorted(type.object),
            examples=[example.text for example in type.examples],
        )


class Term(Wire):
    name: str
    label: str
    definition: str


class Schema(Wire):
    types: list[RelationType]
    plover: dict[str, str] = Field(description="PLOVER event type → quad class")
    kinds: list[Term]
    statuses: list[Term]
    formats: list[Term] = Field(description="what /export can write")


class Stats(Wire):
    articles: int
    entities: int
    relations: int
    evidence: int
    by_type: dict[str, int]
    by_status: dict[str, int]
    by_kind: dict[str, int]
    by_source: dict[str, int]
    by_month: dict[str, int]
    revision: int

    @classmethod
    def of(cls, stats: StoreStats, revision: int) -> "Stats":
        return cls(
            articles=stats.articles,
            entities=stats.entities,
            relations=stats.relations,
            evidence=stats.evidence,
            by_type=dict(stats.by_type),
            by_status=dict(stats.by_status),
            by_kind=dict(stats.by_kind),
            by_source=dict(stats.by_source),
            by_month=dict(stats.by_month),
            revision=revision,
        )


class Health(Wire):
    status: str


# -- making them ----------------------------------------------------------------------------------------------------------


def pieces(evidence: Iterable[model.Evidence], names: Names, articles: Articles) -> list[Evidence]:
    """Those whose article is at hand (one forgotten between two reads is left out)."""
    return [Evidence.of(piece, articles[piece.article_id], names) for piece in evidence if piece.article_id in articles]


def degrees(totals: Mapping[tuple[str, str], int], shown: Mapping[tuple[str, str], int] | None = None) -> list[Degree]:
    """Most relations first."""
    return [
        Degree(
            type=name,
            direction=direction,
            label=ontology.TYPES[name].label if direction == "out" else ontology.TYPES[name].inverse,
            total=total,
            shown=(shown or {}).get((name, direction), 0),
        )
        for (name, direction), total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    ]


def _entity(entity: model.Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "codes": dict(entity.codes),
    }


#: Which of two statuses names a relation when both have as many pieces.
_LIKELIER = list(Status)


def _relation(edge: model.Edge, names: Names, independent: Mapping[str, int]) -> dict[str, Any]:
    relation, statuses = edge.relation, edge.statuses
    type = ontology.TYPES[relation.type]
    return {
        "id": relation.id,
        "subject": EntityRef.of(relation.subject, names),
        "type": relation.type,
        "object": EntityRef.of(relation.object, names),
        "label": type.label,
        "plover": type.plover,
        "cameo": type.cameo,
        "quad": type.quad,
        "symmetric": type.symmetric,
        "status": min(statuses, key=lambda status: (-statuses[status], _LIKELIER.index(status))),
        "statuses": dict(statuses),
        "contradicted": Status.ASSERTED in statuses and Status.DENIED in statuses,
        "evidence_count": edge.evidence_count,
        "article_count": edge.article_count,
        "independent_count": independent.get(relation.id, 1 if edge.article_count == 1 else None),
        "earliest": edge.earliest,
        "latest": edge.latest,
        "first_published": edge.first_published,
        "last_published": edge.last_published,
        "confidence": edge.confidence,
    }
