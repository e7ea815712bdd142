"""Pages on parts of the graph: paths, two entities compared, communities, the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from app import deps, geography
from app.deps import Store
from app.forms import RelationForm, Relations
from app.pages.quoting import Names, entity_like
from app.templating import page
from graph import algorithms, findings
from graph.atlas import Atlas
from graph.model import Entity
from graph.overview import Overview
from graph.query import RelationQuery

router = APIRouter()

_COMMUNITIES = 200
_PLACES = 300
_MEMBERS = 12
Ends = Annotated[str | None, Query(max_length=500)]


@dataclass(frozen=True, slots=True)
class PathsPage:
    template: ClassVar[str] = "paths.html"
    source: Entity | None
    target: Entity | None
    found: Sequence[algorithms.Path] | None
    names: Names
    max_length: int


@dataclass(frozen=True, slots=True)
class ComparePage:
    template: ClassVar[str] = "compare.html"
    a: Entity | None
    b: Entity | None
    found: findings.Comparison | None
    names: Names


@dataclass(frozen=True, slots=True)
class CommunitiesPage:
    template: ClassVar[str] = "communities.html"
    found: Overview  # all of them
    shown: Overview
    names: Names
    members: int


@dataclass(frozen=True, slots=True)
class MapPage:
    template: ClassVar[str] = "map.html"
    form: RelationForm
    centre: Entity | None
    atlas: Atlas
    marks: Sequence[geography.Mark]
    land: str
    outline: str
    graticule: str
    width: int
    height: int


@router.get("/paths")
def paths(
    request: Request,
    store: Store,
    source: Annotated[str | None, Query(alias="from", max_length=500)] = None,
    target: Annotated[str | None, Query(alias="to", max_length=500)] = None,
    max_length: Annotated[int, Query(ge=1, le=algorithms.MAX_LENGTH)] = 4,
) -> HTMLResponse:
    """The ends may be ids or what somebody would type to search for them."""
    ends = entity_like(store, source), entity_like(store, target)
    found, names = None, {}
    if ends[0] and ends[1]:
        found = algorithms.paths(store, ends[0].id, ends[1].id, max_length=max_length)
        names = dict(deps.names(store, [edge for path in found for hop in path.hops for edge in hop]))
    return page(request, PathsPage(ends[0], ends[1], found, names, max_length))


@router.get("/compare")
def compare(request: Request, store: Store, a: Ends = None, b: Ends = None) -> HTMLResponse:
    one, two = entity_like(store, a), entity_like(store, b)
    found, names = None, {}
    if one and two:
        found = findings.comparison(store, one.id, two.id, RelationQuery())
    if found:
        names = dict(deps.names(store, found.between, more={*found.shared, *found.only_a, *found.only_b}))
    return page(request, ComparePage(one, two, found, names))


@router.get("/communities")
def communities(request: Request, store: Store) -> HTMLResponse:
    found = deps.overview(request, store, RelationQuery())
    shown = found.largest(_COMMUNITIES)
    names = store.entities_by_id({one for part in shown.communities for one in part.entities[:_MEMBERS]})
    return page(request, CommunitiesPage(found, shown, names, _MEMBERS))


@router.get("/map")
def world_map(request: Request, store: Store, form: Relations) -> HTMLResponse:
    """The entity may be an id or what somebody would type to search for it."""
    centre = entity_like(store, form.entity)
    atlas = deps.atlas(request, store, form.query(1, entity=centre.id if centre else None, cursor=None))
    context = MapPage(
        form=form,
        centre=centre,
        atlas=atlas,
        marks=geography.marks(atlas.places[:_PLACES]),
        land=geography.land(),
        outline=geography.outline(),
        graticule=geography.graticule(),
        width=geography.WIDTH,
        height=geography.HEIGHT,
    )
    return page(request, context)
