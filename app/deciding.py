"""Pages for what analysts decide about entities: the log, and forms that work without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from app.api.entities import known as known_entity
from app.api.writing import writable
from app.deps import Curation, Id
from app.errors import NotFound
from app.templating import address, page
from graph.curation import Curator
from graph.decisions import Decision
from graph.errors import QueryError
from graph.model import Kind
from graph.query import EntityQuery

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
deciding = APIRouter(dependencies=[Depends(writable)])

Author = Annotated[str, Form(max_length=200)]
Reason = Annotated[str, Form(max_length=2000)]
Text = Annotated[str, Form(max_length=500)]

#: Browsers tell a form's origin only to pages that ask for it; over plain HTTP nothing else tells ours from a foreign one.
FORMS = {"Referrer-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    template: ClassVar[str] = "decisions.html"
    decisions: Sequence[Decision]
    about: str | None
    writable: bool


@router.get("/decisions")
def log(
    request: Request, curator: Curation, entity: Annotated[str | None, Query(max_length=500)] = None
) -> HTMLResponse:
    """Newest first; with `entity` only those about it."""
    found = curator.about(entity) if entity else curator.log()
    context = DecisionsPage(list(reversed(found)), entity, request.app.state.settings.writable)
    return page(request, context, headers=FORMS)


@deciding.post("/decisions/{id}/revoke")
def revoke(curator: Curation, id: Id, author: Author, reason: Reason) -> RedirectResponse:
    decision = curator.decision(id)
    if decision is None:
        raise NotFound("decision", id)
    curator.revoke(id, author, reason)
    return RedirectResponse("/decisions", 303)


@deciding.post("/entities/{id}/merge")
def merge(curator: Curation, id: Id, into: Text, author: Author, reason: Reason) -> RedirectResponse:
    """`into` is an id or a name that exactly one entity has."""
    known_entity(curator.store, id)
    made = curator.merge(id, _meant(curator, into.strip()), author, reason)
    return _shown(made.into or id)


@deciding.post("/entities/{id}/label")
def relabel(
    curator: Curation, id: Id, author: Author, reason: Reason, name: Text = "", kind: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """A new name, another kind, or both."""
    entity = known_entity(curator.store, id)
    wanted = entity.kind if not kind else _kind(kind)
    if name.strip() in ("", entity.name) and wanted is entity.kind:
        raise QueryError("name", "neither another name nor another kind was given")
    if name.strip() not in ("", entity.name):
        curator.rename(id, name, author, reason)
    if wanted is not entity.kind:
        curator.rekind(id, wanted, author, reason)
    return _shown(id)


@deciding.post("/entities/{id}/split")
def split(
    curator: Curation,
    id: Id,
    author: Author,
    reason: Reason,
    name: Text,
    surface: Annotated[list[str] | None, Form()] = None,
) -> RedirectResponse:
    """Where it is called one of the ticked surface forms it is another thing."""
    known_entity(curator.store, id)
    made = curator.split(id, name, author, reason, surfaces=surface or ())
    return _shown(made.into or id)


def _meant(curator: Curator, text: str) -> str:
    """The id that somebody typed, or that of the entity of exactly this name."""
    if curator.store.entity(text):
        return text
    hits = curator.store.entities(EntityQuery(q=text, order="relevance", limit=20)).items if text else ()
    named = [hit.entity for hit in hits if text in (hit.entity.name, *hit.entity.aliases)]
    if len(named) == 1:
        return named[0].id
    if named:
        raise QueryError("into", f"several are called {text!r}: {', '.join(one.id for one in named)}; give the id")
    raise QueryError("into", f"nothing is called {text!r}", hits[0].entity.name if hits else None)


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise QueryError("kind", f"{text!r} is no kind") from None


def _shown(entity_id: str) -> RedirectResponse:
    return RedirectResponse(address("entities", entity_id), 303)


router.include_router(deciding)
