"""The schema, the figures of the store, and its health."""

from pydantic import Field

from app.wire.envelopes import Wire
from graph import ontology
from graph.model import Kind
from graph.query import Stats as StoreStats


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
