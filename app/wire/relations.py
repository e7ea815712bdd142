"""Relations, and what their evidence adds up to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from app.wire.entities import EntityRef
from app.wire.envelopes import Articles, Names, Wire
from app.wire.evidence import Evidence, Report, pieces
from graph import model, ontology
from graph.findings import Opposition
from graph.model import Status


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


class ArticleRelation(Wire):
    relation: Relation
    evidence: list[Evidence]


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
        "contradicted": edge.contradicted,
        "evidence_count": edge.evidence_count,
        "article_count": edge.article_count,
        "independent_count": independent.get(relation.id, 1 if edge.article_count == 1 else None),
        "earliest": edge.earliest,
        "latest": edge.latest,
        "first_published": edge.first_published,
        "last_published": edge.last_published,
        "confidence": edge.confidence,
    }
