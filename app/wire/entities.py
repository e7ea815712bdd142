"""Entities: named, found, recorded, and as a view shows them."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from app.wire.envelopes import Names, Wire
from graph import model, ontology
from graph.model import Kind
from graph.query import EntityHit


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
