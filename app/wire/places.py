"""The map, as GeoJSON (RFC 7946)."""

from typing import Literal

from pydantic import Field

from app.wire.envelopes import Links, Wire
from graph.atlas import Place
from graph.model import Kind


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
