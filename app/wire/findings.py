"""What was found out about the graph: comparisons, changes, contradictions, timelines."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from app.wire.entities import EntityRef
from app.wire.envelopes import Articles, Names, Wire
from app.wire.evidence import Evidence, pieces
from app.wire.relations import OppositeOut, Relation
from graph.findings import Change, Comparison, Contradiction, Opposition
from graph.model import Status


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
