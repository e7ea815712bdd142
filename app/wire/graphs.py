"""Parts of the graph: views, paths, communities."""

from pydantic import Field

from app.wire.entities import EntityRef, ViewEntity
from app.wire.envelopes import Links, Names, Wire
from app.wire.relations import Relation
from graph.model import Kind
from graph.overview import Cluster


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
