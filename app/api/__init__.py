"""The REST API, version 1: one router per noun, all with the same manners (checked parameters, freshness, problem+json)."""

from fastapi import APIRouter, Depends

from app import deps
from app.api import articles, curation, entities, exports, findings, graphs, relations, schema, screen, writing
from app.errors import RESPONSES

PREFIX = deps.PREFIX


def router() -> APIRouter:
    """All of /api/v1."""
    root = APIRouter(
        prefix=PREFIX,
        dependencies=[Depends(deps.known_parameters)],
        responses=RESPONSES,
    )
    for part in (entities, relations, graphs, findings, articles, exports, schema, screen, writing, curation):
        root.include_router(part.router)
    return root
