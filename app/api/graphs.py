"""Graphs beyond one neighbourhood: given entities, paths, comparison, the map of communities."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Request
from starlette.responses import JSONResponse

from app import deps, wire
from app.api.relations import Selection
from app.deps import Filters, Id, Store
from app.errors import NotFound
from app.views import subgraph_answer
from graph import algorithms, findings, view


class GeoJSON(JSONResponse):
    media_type = "application/geo+json"


router = APIRouter(tags=["graphs"], dependencies=[Depends(deps.fresh)])

End = Annotated[str, Query(description="entity id", max_length=500, examples=["Q17", "Q148"])]
MAX_COMMUNITIES = 200
_MAX_IDS = 500
_MAX_PLACES = 5000
#: Members that the map names of each community.
_MEMBERS = 20


@router.get("/subgraph", summary="The relations among given entities")
def subgraph(
    request: Request,
    store: Store,
    filters: Filters,
    entity: Annotated[list[str], Query(description="entity ids; repeat the parameter", max_length=_MAX_IDS)],
) -> wire.ViewAnswer:
    """Restores a view: exactly these entities (unknown ones are left out) and the relations among them."""
    return subgraph_answer(request, store, entity, filters)


@router.post("/subgraph", summary="The relations among many given entities")
def large_subgraph(
    request: Request,
    store: Store,
    filters: Filters,
    entities: Annotated[list[str], Body(embed=True, max_length=_MAX_IDS, description="entity ids")],
) -> wire.ViewAnswer:
    """As GET, for lists too long for an address."""
    return subgraph_answer(request, store, entities, filters)


@router.get("/paths", summary="How two entities are linked")
def paths(
    request: Request,
    store: Store,
    filters: Filters,
    source: Annotated[str, Query(alias="from", description="entity id", max_length=500, examples=["Q57792"])],
    target: Annotated[str, Query(alias="to", description="entity id", max_length=500, examples=["Q148"])],
    max_length: Annotated[int, Query(ge=1, le=algorithms.MAX_LENGTH, description="most hops")] = 4,
    k: Annotated[int, Query(ge=1, le=algorithms.MAX_PATHS, description="most paths")] = 5,
) -> wire.PathAnswer:
    """Shortest first; each hop with all relations that were found between its two entities, whatever their direction."""
    for id in (source, target):
        if store.entity(id) is None:
            raise NotFound("entity", id)
    found = algorithms.paths(store, source, target, filters, max_length=max_length, k=k)
    edges = [edge for path in found for hop in path.hops for edge in hop]
    names, independent = deps.names(store, edges), deps.corroboration(request).counts(edges, filters)
    data = [_path(path, names, independent) for path in found]
    meta = wire.PathMeta(shown=len(data), max_length=max_length)
    return wire.PathAnswer(data=data, meta=meta, links=deps.links(request))


def _path(path: algorithms.Path, names: wire.Names, independent: Mapping[str, int]) -> wire.Path:
    hops = [
        wire.Hop(source=a, target=b, relations=[wire.Relation.of(edge, names, independent) for edge in hop])
        for a, b, hop in zip(path.entities, path.entities[1:], path.hops, strict=False)
    ]
    return wire.Path(entities=[wire.EntityRef.of(one, names) for one in path.entities], hops=hops, length=len(hops))


@router.get("/compare", summary="What two entities share")
def compare(request: Request, store: Store, filters: Filters, a: End, b: End) -> wire.Answer[wire.ComparisonOut]:
    """Their neighbours in three groups (shared, only of a, only of b), each with the types of relation."""
    found = findings.comparison(store, a, b, filters)
    if found is None:
        raise NotFound("entity", a if store.entity(a) is None else b)
    more = {a, b, *found.shared, *found.only_a, *found.only_b}
    names = deps.names(store, found.between, more=more)
    independent = deps.corroboration(request).counts(found.between, filters)
    return wire.Answer(data=wire.ComparisonOut.of(found, names, independent), links=deps.links(request))


@router.get("/communities", summary="The whole graph as a map of communities")
def communities(
    request: Request,
    store: Store,
    filters: Filters,
    limit: Annotated[int, Query(ge=1, le=MAX_COMMUNITIES, description="most communities")] = 60,
) -> wire.Answer[wire.CommunityMap]:
    """Entities grouped by who deals with whom (Louvain), largest group first, and the relations between groups."""
    found = deps.overview(request, store, filters)
    shown = found.largest(limit)
    names = store.entities_by_id({one for part in shown.communities for one in part.entities[:_MEMBERS]})
    data = wire.CommunityMap(
        communities=[wire.Community.of(part, names, _MEMBERS) for part in shown.communities],
        links=[wire.CommunityLink(source=a, target=b, relations=count) for (a, b), count in shown.links.items()],
        complete=shown.complete,
        count=len(found.communities),
        omitted=sum(shown.left_out),
        entities=sum(len(part.entities) for part in found.communities),
        relations=found.relations,
        total=found.total,
    )
    return wire.Answer(data=data, links=deps.links(request))


@router.get("/communities/{id}", summary="One community of the map")
def community(
    request: Request,
    store: Store,
    filters: Filters,
    id: Id,
    limit: Annotated[int, Query(ge=1, le=view.MAX_ENTITIES, description="most members")] = 60,
) -> wire.Answer[wire.Community]:
    """With its members, best linked first. Its id is that of a map with the same filters."""
    part = deps.overview(request, store, filters).by_id.get(id)
    if part is None:
        raise NotFound("community", id)
    names = store.entities_by_id(part.entities[:limit])
    return wire.Answer(data=wire.Community.of(part, names, limit), links=deps.links(request))


@router.get("/map", summary="Where things are, as GeoJSON", response_class=GeoJSON)
def world_map(
    request: Request,
    store: Store,
    selection: Selection,
    limit: Annotated[int, Query(ge=1, le=_MAX_PLACES, description="most places")] = 500,
) -> wire.PlaceMap:
    """Entities with known coordinates that take part in the selected relations, or where these happened; those with more relations first."""
    found = deps.atlas(request, store, selection)
    features = [wire.PlaceFeature.of(place) for place in found.places[:limit]]
    meta = wire.PlaceCounts(
        places=len(found.places),
        shown=len(features),
        entities=found.entities,
        placed=found.placed,
        relations=found.relations,
        total=found.total,
    )
    return wire.PlaceMap(features=features, meta=meta, links=deps.links(request))
