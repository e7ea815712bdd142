"""Entities: search and suggestions, one entity, its relations, neighbourhood, timeline, mentions."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Query, Request

from app import deps, wire
from app.api.examples import RUTTE
from app.api.relations import relation_listing
from app.deps import Cursor, Filters, Id, Store
from app.errors import NotFound
from app.views import neighbourhood_answer
from graph import findings, model
from graph.model import Kind
from graph.query import MAX_LIMIT, EntityQuery
from graph.view import MAX_DEPTH, MAX_ENTITIES, MAX_RELATIONS, degree

router = APIRouter(prefix="/entities", tags=["entities"], dependencies=[Depends(deps.fresh)])

Depth = Annotated[int, Query(ge=1, le=MAX_DEPTH, description="rings around the entity")]
Shown = Annotated[int, Query(ge=0, le=MAX_ENTITIES, description="entities to show beside the centre")]
Relations = Annotated[int, Query(ge=0, le=MAX_RELATIONS, description="relations to show")]
Rank = Annotated[
    Literal["evidence", "recent", "degree"], Query(description="who comes first when not all can be shown")
]
Direction = Annotated[Literal["both", "out", "in"], Query(description="as subject (out), as object (in), or both")]


@router.get("", summary="Search entities")
def search(
    request: Request,
    store: Store,
    q: Annotated[
        str | None,
        Query(
            description="start of any word of a name or alias; typing errors forgiven", max_length=200, examples=["rut"]
        ),
    ] = None,
    kind: Annotated[list[Kind], Query(description="any of these kinds")] = [],  # noqa: B006
    country: Annotated[str | None, Query(description="ISO 3166 alpha-3", max_length=3, examples=["JPN"])] = None,
    min_degree: Annotated[int, Query(ge=0, le=10**9, description="at least so many relations")] = 0,
    order: Annotated[
        Literal["relevance", "degree", "name"] | None, Query(description="relevance when q is given")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 20,
    cursor: Cursor = None,
) -> wire.Listing[wire.FoundEntity]:
    """Type-ahead and lists. Exact names first, then prefixes, then near misses; the better linked before the others."""
    query = EntityQuery(
        q=q,
        kinds=frozenset(kind),
        country=country,
        min_degree=min_degree,
        order=order or ("relevance" if q else "degree"),
        limit=limit,
        cursor=cursor,
    )
    page = store.entities(query)
    found = [wire.FoundEntity.hit(hit) for hit in page.items]
    count = len(found) if page.next is None and cursor is None else None
    return deps.listing(request, found, limit, page.next, count)


@router.get("/{id}", summary="One entity")
def entity(request: Request, store: Store, id: Annotated[Id, RUTTE]) -> wire.Answer[wire.EntityRecord]:
    """Name, kind, aliases, codes, and its relations counted by type and direction."""
    found = known(store, id)
    totals = store.degrees([id]).get(id, {})
    record = wire.EntityRecord(
        **wire.Entity.of(found, degree(totals)).model_dump(),
        degrees=wire.degrees(totals),
        names=dict(store.aliases(id)),
    )
    return wire.Answer(data=record, links=deps.links(request))


@router.get("/{id}/relations", summary="Relations of an entity")
def relations(
    request: Request,
    store: Store,
    id: Annotated[Id, RUTTE],
    filters: Filters,
    direction: Direction = "both",
    order: Annotated[Literal["newest", "id"], Query()] = "newest",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
    cursor: Cursor = None,
) -> wire.Listing[wire.Relation]:
    """Newest first, with the same filters as /relations."""
    known(store, id)
    query = replace(filters, entity=id, direction=direction, order=order, limit=limit, cursor=cursor)
    return relation_listing(request, store, query)


@router.get("/{id}/neighbourhood", summary="The graph around an entity")
def neighbourhood(
    request: Request,
    store: Store,
    id: Annotated[Id, RUTTE],
    filters: Filters,
    depth: Depth = 1,
    limit: Shown = 60,
    relations: Relations = MAX_RELATIONS,
    rank: Rank = "evidence",
    direction: Direction = "both",
    exclude: Annotated[list[str], Query(description="entities already on screen; repeat the parameter")] = [],  # noqa: B006
) -> wire.ViewAnswer:
    """The best-ranked neighbours, the relations among all shown, and what stays hidden: of each entity by type and direction, and in
    all. With `exclude` only what is new beside those, to expand a view."""
    query = replace(filters, direction=direction)
    return neighbourhood_answer(
        request, store, id, query, depth=depth, limit=limit, relations=relations, rank=rank, exclude=exclude
    )


@router.post("/{id}/neighbourhood", summary="Expand an entity on a screen that shows many")
def expand(
    request: Request,
    store: Store,
    id: Annotated[Id, RUTTE],
    filters: Filters,
    exclude: Annotated[list[str], Body(embed=True, max_length=2000, description="entities already on screen")],
    depth: Depth = 1,
    limit: Shown = 30,
    relations: Relations = MAX_RELATIONS,
    rank: Rank = "evidence",
    direction: Direction = "both",
) -> wire.ViewAnswer:
    """As GET, for lists of `exclude` too long for an address."""
    query = replace(filters, direction=direction)
    return neighbourhood_answer(
        request, store, id, query, depth=depth, limit=limit, relations=relations, rank=rank, exclude=exclude
    )


@router.get("/{id}/timeline", summary="When things happened")
def timeline(
    request: Request,
    store: Store,
    id: Annotated[Id, RUTTE],
    filters: Filters,
    unit: Annotated[Literal["day", "week", "month", "year"], Query()] = "month",
    by: Annotated[Literal["event", "published"], Query(description="day told of, or day of publication")] = "event",
    direction: Direction = "both",
) -> wire.Answer[wire.Timeline]:
    """Evidence of the entity's relations per day, week (from Monday), month or year, by type and status."""
    known(store, id)
    found = findings.timeline(store, replace(filters, entity=id, direction=direction), unit, by)
    buckets = [
        wire.Bucket(start=one.start, total=one.total, types=dict(one.types), statuses=dict(one.statuses))
        for one in found.buckets
    ]
    return wire.Answer(
        data=wire.Timeline(unit=unit, by=by, buckets=buckets, undated=found.undated), links=deps.links(request)
    )


@router.get("/{id}/mentions", summary="Where an entity is named")
def mentions(
    request: Request,
    store: Store,
    id: Annotated[Id, RUTTE],
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
    cursor: Cursor = None,
) -> wire.Listing[wire.MentionOut]:
    """Surface forms with article and characters, by article."""
    known(store, id)
    page = store.mentions(id, limit, cursor)
    texts = {one: store.article(one) for one in {mention.article_id for mention in page.items}}
    data = [
        wire.MentionOut(
            article=wire.ArticleRef.of(article), text=mention.text, start=mention.span.start, end=mention.span.end
        )
        for mention in page.items
        if (article := texts[mention.article_id])
    ]
    return deps.listing(request, data, limit, page.next, None)


def known(store: Store, id: str) -> model.Entity:
    """The entity, or 404."""
    found = store.entity(id)
    if found is None:
        raise NotFound("entity", id)
    return found
