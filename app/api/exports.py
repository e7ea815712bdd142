"""Exports: any selection of relations, or what is on screen, as a file. Streamed, unlimited."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints

from app import deps
from app.api.entities import Depth
from app.api.relations import Selection
from app.deps import Filters, Store
from app.errors import NotFound
from graph import export, view

router = APIRouter(tags=["export"], dependencies=[Depends(deps.fresh)])

Format = Annotated[
    str,
    Query(
        alias="format", description="file format", json_schema_extra={"enum": export.formats()}, examples=["graphml"]
    ),
]
Term = Annotated[str, StringConstraints(max_length=100)]
Answer = Annotated[str, StringConstraints(max_length=5000)]
#: Pieces sent together: exports yield a line at a time, and a chunk per line would cost more than the writing.
_CHUNK = 64 * 1024
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the file",
        "content": {export.format_of(one).media_type: {"schema": {}} for one in export.formats()},
    }
}


@router.get("/export", summary="Download relations", response_class=StreamingResponse, responses=_FILE)
def download(
    store: Store,
    selection: Selection,
    format: Format = "graphml",
    depth: Annotated[
        Depth | None, Query(description="with `entity`: its view of this depth instead of all its relations")
    ] = None,
) -> StreamingResponse:
    """Every relation that the filters select, with entities and evidence; or, with `entity` and `depth`, a neighbourhood as /neighbourhood
    cuts it."""
    if selection.entity is not None and depth is not None:
        found = view.neighbourhood(store, selection.entity, selection, depth=depth, limit=view.MAX_ENTITIES)
        if found is None:
            raise NotFound("entity", selection.entity)
        rows = (*export.question(store, selection), ("depth", str(depth)))
        about = export.About(rows, datetime.now(UTC), lambda: found.graph.total)
        material = export.shown(store, found.graph.entities, found.graph.edges, selection, about)
    else:
        material = export.selected(store, selection, datetime.now(UTC))
    return _file(material, format, selection.entity)


@router.post("/export", summary="Download what is on screen", response_class=StreamingResponse, responses=_FILE)
def download_shown(
    request: Request,
    store: Store,
    filters: Filters,
    entities: Annotated[list[str], Body(max_length=5000, description="entity ids on screen")],
    relations: Annotated[list[str], Body(max_length=20000, description="relation ids on screen")],
    question: Annotated[
        dict[Term, Answer],
        Body(max_length=20, description="what the screen shows, in words; told at the head of a dossier"),
    ] = {},  # noqa: B006
    total: Annotated[
        int | None, Body(ge=0, strict=True, description="relations there are to choose from; told there too")
    ] = None,
    format: Format = "graphml",
) -> StreamingResponse:
    """Exactly these entities and relations (unknown ones are left out), with the evidence that the filters select."""
    edges = [edge for id in dict.fromkeys(relations) if (edge := store.relation(id))]
    ends = {end for edge in edges for end in (edge.relation.subject, edge.relation.object)}
    nodes = store.entities_by_id({*entities, *ends})
    about = export.About(
        (*question.items(), *export.question(store, filters)),
        datetime.now(UTC),
        None if total is None else lambda: total,
    )
    return _file(export.shown(store, nodes.values(), edges, filters, about), format, None)


def _file(material: export.Material, suffix: str, about: str | None) -> StreamingResponse:
    form = export.format_of(suffix)
    name = "".join(one if one.isascii() and (one.isalnum() or one in "-_") else "_" for one in about or "graph")
    return StreamingResponse(
        _chunks(form.write(material)),
        media_type=f"{form.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="entente-{name[:80]}.{suffix}"'},
    )


def _chunks(pieces: Iterator[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()
