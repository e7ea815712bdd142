"""Where things are: entities with coordinates, and how much was reported of them and there. Pure reading."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from graph.aggregate import symmetric
from graph.model import Edge, Entity, Evidence, Kind
from graph.query import MAX_LIMIT, RelationQuery
from graph.store import GraphStore

#: Relations looked at, the newest first; about 2 s of reading.
MAX_RELATIONS: Final = 20_000
#: Types whose deed takes place where its object is, also if that is a whole country; with a place or facility as object any type's does.
AT_OBJECT: Final = frozenset({"VISITS", "ATTENDS", "DEPLOYS_TO", "INVADES", "KEEPS_PEACE_IN", "LOCATED_IN", "BORN_IN"})
_SITES: Final = frozenset({Kind.PLACE, Kind.FACILITY})


@dataclass(frozen=True, slots=True)
class Place:
    """An entity at its coordinates (decimal degrees). `relations` are those it is an end of (`ends`) and those that happened or lie there
    (`here`), each once; `types` counts them by type."""

    entity: Entity
    latitude: float
    longitude: float
    relations: int
    ends: int
    here: int
    types: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Atlas:
    """Places, those with more relations first, ties by id. `relations` were looked at of the `total` that the query selects, and of
    these `placed` have a place; `entities` are all their ends and places, with coordinates or without."""

    places: tuple[Place, ...]
    entities: int
    placed: int
    relations: int
    total: int


def atlas(store: GraphStore, query: RelationQuery) -> Atlas:
    """Where the newest MAX_RELATIONS relations that the query selects are at home or happened."""
    read = tuple(islice(_newest(store, query), MAX_RELATIONS))
    entities = store.entities_by_id({one for edge, pieces in read for one in _concerned(edge, pieces)})
    where = {id: found for id, entity in entities.items() if (found := coordinates(entity))}
    types: dict[str, Counter[str]] = {id: Counter() for id in where}
    ends: Counter[str] = Counter()
    here: Counter[str] = Counter()
    placed = 0
    for edge, pieces in read:
        concerned = _concerned(edge, pieces) & where.keys()
        placed += bool(concerned)
        for id in concerned:
            types[id][edge.relation.type] += 1
        ends.update({edge.relation.subject, edge.relation.object} & concerned)
        here.update(_sites(edge, pieces, entities) & concerned)
    places = [Place(entities[id], *where[id], types[id].total(), ends[id], here[id], dict(types[id])) for id in where]
    places.sort(key=lambda place: (-place.relations, place.entity.id))
    total = len(read) if len(read) < MAX_RELATIONS else store.count_relations(replace(query, cursor=None))
    return Atlas(tuple(places), len(entities), placed, len(read), total)


def coordinates(entity: Entity) -> tuple[float, float] | None:
    """Latitude and longitude; None where there are none, or none on this planet."""
    try:
        latitude, longitude = float(entity.codes["latitude"]), float(entity.codes["longitude"])
    except (KeyError, ValueError):
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _newest(store: GraphStore, query: RelationQuery) -> Iterator[tuple[Edge, tuple[Evidence, ...]]]:
    """The relations that the query selects with the evidence that it selects, newest first."""
    query = replace(query, order="newest", limit=MAX_LIMIT, cursor=None)
    while True:
        page = store.relations(query)
        evidence = store.evidence([edge.relation.id for edge in page.items], query)
        yield from ((edge, evidence.get(edge.relation.id, ())) for edge in page.items)
        if page.next is None:
            return
        query = replace(query, cursor=page.next)


def _concerned(edge: Edge, pieces: Iterable[Evidence]) -> set[str]:
    """The ends of a relation and the places where it is said to have happened."""
    return {edge.relation.subject, edge.relation.object, *(piece.place for piece in pieces if piece.place)}


def _sites(edge: Edge, pieces: Iterable[Evidence], entities: Mapping[str, Entity]) -> set[str]:
    """Where a relation happened or lies: where its evidence says, and at its object if that is how such a deed is done."""
    sites = {piece.place for piece in pieces if piece.place}
    object = entities.get(edge.relation.object)
    if object and not symmetric(edge.relation.type) and (object.kind in _SITES or edge.relation.type in AT_OBJECT):
        sites.add(object.id)
    return sites
