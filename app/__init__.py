"""The web app: REST API under /api/v1, pages, explorer. create_app is the whole composition in one look."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

__version__ = "0.1.0"

from app import api, deciding, errors, moved, pages
from app.deps import StoreDoor
from app.guard import Guard
from app.jobs import Desk
from app.settings import Settings
from graph.store import GraphStore

_ABOUT = """A knowledge graph of who does what to whom in world news. Every relation shows the sentences it was read from.

Lists come as `{data, meta, links}`; follow `links.next`. Ids and cursors are opaque and stable. Errors are `application/problem+json`
(RFC 9457) with the wrong fields named. Answers carry a weak `ETag` and `X-Graph-Revision`; send `If-None-Match`. Within v1 fields are only added.
Limits: 500 rows a page, 150 entities and 450 relations a view, depth 3; exports are streamed without limit."""


def create_app(settings: Settings | None = None, store: GraphStore | None = None) -> FastAPI:
    """The app on a given store (which stays the caller's to close), or on the one that settings.store names, opened at first use."""
    settings = settings or Settings()
    door = StoreDoor(settings.store, store, settings.writable)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        door.close()

    app = FastAPI(
        title="Entente",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{api.PREFIX}/openapi.json",
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.settings, app.state.door, app.state.desk = settings, door, Desk()
    app.include_router(api.router())
    pages.install(app)
    app.include_router(deciding.router)
    errors.install(app)
    moved.install(app)
    app.add_middleware(GZipMiddleware, compresslevel=6)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=settings.allowed_origins, allow_methods=["GET", "POST", "DELETE"]
        )
    app.add_middleware(Guard, hosts=settings.allowed_hosts, body_limit=settings.body_limit)
    return app
