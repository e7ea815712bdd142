"""The front page, the explorer, and the pages on the whole: the schema, the figures, the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app import deps, reference
from app.deps import Store
from app.pages.quoting import Names, Row, rows_of
from app.templating import page
from graph import export
from graph.model import Kind
from graph.query import EntityHit, EntityQuery, RelationQuery, Stats

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Home:
    template: ClassVar[str] = "home.html"
    stats: Stats
    busiest: Mapping[Kind, Sequence[EntityHit]]
    rows: Sequence[Row]
    names: Names


@dataclass(frozen=True, slots=True)
class ExplorePage:
    template: ClassVar[str] = "explorer.html"


@dataclass(frozen=True, slots=True)
class SchemaPage:
    template: ClassVar[str] = "schema.html"
    quads: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class AboutPage:
    template: ClassVar[str] = "about.html"
    stats: Stats
    revision: int
    formats: Sequence[str]


@dataclass(frozen=True, slots=True)
class DocsPage:
    template: ClassVar[str] = "docs.html"
    groups: Sequence[reference.Group]


@router.get("/")
def home(request: Request, store: Store) -> HTMLResponse:
    busiest = {kind: store.entities(EntityQuery(kinds=frozenset({kind}), min_degree=1, limit=5)).items for kind in Kind}
    edges = store.relations(RelationQuery(limit=12)).items
    shown = {kind: hits for kind, hits in busiest.items() if hits}
    return page(request, Home(store.stats(), shown, rows_of(store, edges), deps.names(store, edges)))


@router.get("/explore")
def explore(request: Request) -> HTMLResponse:
    return page(request, ExplorePage())


@router.get("/schema")
def schema(request: Request) -> HTMLResponse:
    return page(request, SchemaPage(reference.quads()))


@router.get("/about")
def about(request: Request, store: Store) -> HTMLResponse:
    return page(request, AboutPage(store.stats(), store.revision(), export.formats()))


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    return page(request, DocsPage(reference.groups(request.app.openapi())))
