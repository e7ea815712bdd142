"""What analysts decide about entities: merge, split, rename, re-kind; the log; taking back."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import ConfigDict, Field

from app import deps, wire
from app.api.entities import known as known_entity
from app.api.writing import writable
from app.deps import Curation, Id, Store
from app.errors import DECIDING, NotFound, Refused
from graph.decisions import Action, Decision
from graph.model import Kind

router = APIRouter(tags=["curation"])

Name = Annotated[str, Field(min_length=1, max_length=500)]
Author = Annotated[str, Query(min_length=1, max_length=200, description="who says so")]
Reason = Annotated[str, Query(min_length=1, max_length=2000, description="why")]


class Signed(wire.Wire):
    """A decision needs somebody who answers for it."""

    model_config = ConfigDict(extra="forbid")

    author: str = Field(min_length=1, max_length=200, description="who says so")
    reason: str = Field(min_length=1, max_length=2000, description="why")


class Merge(Signed):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"entity": "igo-nato-hq", "into": "Q7184", "author": "Ada", "reason": "one body"}]
        }
    )

    entity: Name = Field(description="id of the entity that goes; it keeps answering with the other")
    into: Name = Field(description="id of the entity that stays")


class Split(Signed):
    name: Name = Field(description="of the other thing")
    kind: Kind | None = Field(default=None, description="of the other thing; the same when null")
    surfaces: list[Name] = Field(default=[], max_length=200, description="where it is called one of these")
    articles: list[Name] = Field(
        default=[], max_length=2000, description="in these articles (ids); everywhere when empty"
    )


class Label(Signed):
    name: Name | None = Field(default=None, description="the new name; the old one stays an alias")
    kind: Kind | None = Field(default=None, description="the new kind")


class DecisionOut(wire.Wire):
    """A decision as the log keeps it."""

    id: str
    action: Action
    entity: wire.EntityRef = Field(description="what was decided about, as it was then")
    into: wire.EntityRef | None = Field(description="what a merge or split leads to")
    name: str | None = Field(description="the new name, or that of `into`")
    kind: Kind | None = Field(description="the new kind, or that of `into`")
    surfaces: list[str]
    articles: list[str]
    author: str
    reason: str
    made: str = Field(description="when, UTC")
    holds: bool = Field(description="false when it was taken back")
    revoked_by: str | None
    revoked_reason: str | None
    revoked: str | None = Field(description="when, UTC")
    settled: bool = Field(
        description="whether every article has passed through it; false while it is being carried out"
    )

    @classmethod
    def of(cls, decision: Decision) -> "DecisionOut":
        entity = wire.EntityRef(id=decision.entity, name=decision.old_name, kind=decision.old_kind)
        into = None
        if decision.into:
            name, kind = decision.name or decision.into, decision.kind or decision.old_kind
            into = wire.EntityRef(id=decision.into, name=name, kind=kind)
        return cls(
            id=decision.id,
            action=decision.action,
            entity=entity,
            into=into,
            name=decision.name,
            kind=decision.kind,
            surfaces=list(decision.surfaces),
            articles=list(decision.articles),
            author=decision.author,
            reason=decision.reason,
            made=decision.made,
            holds=decision.holds,
            revoked_by=decision.revoked_by,
            revoked_reason=decision.revoked_reason,
            revoked=decision.revoked,
            settled=decision.settled,
        )


def unchanged(
    store: Store,
    if_match: Annotated[
        str | None,
        Header(
            description="an ETag that this service gave, so that nothing changed since you looked; or *", examples=["*"]
        ),
    ] = None,
) -> None:
    """428 without If-Match; 412 unless it names the graph's revision (or is *). Tags are weak, they are compared as such."""
    if if_match is None:
        raise Refused(428, "send If-Match with the ETag of what you looked at, or * to decide whatever has changed")
    given = re.findall(r'"(\d+)-', if_match)
    if if_match.strip() != "*" and str(store.revision()) not in given:
        raise Refused(412, "the graph has changed since; look again, and send the new ETag")


deciding = APIRouter(dependencies=[Depends(writable), Depends(unchanged)], responses=DECIDING)


@deciding.post("/merges", summary="Merge two entities", status_code=201)
def merge(request: Request, response: Response, curator: Curation, asked: Merge) -> wire.Answer[DecisionOut]:
    """Two entities are one thing. Holds for every article, now and later; the merged id answers with 301."""
    return _decided(request, response, curator, curator.merge(asked.entity, asked.into, asked.author, asked.reason))


@deciding.post("/entities/{id}/split", summary="Split an entity", status_code=201)
def split(request: Request, response: Response, curator: Curation, id: Id, asked: Split) -> wire.Answer[DecisionOut]:
    """Where it is called so, or in these articles, it is another thing."""
    known_entity(curator.store, id)
    made = curator.split(id, asked.name, asked.author, asked.reason, asked.kind, asked.surfaces, asked.articles)
    return _decided(request, response, curator, made)


@deciding.patch("/entities/{id}", summary="Rename an entity or change its kind")
def relabel(
    request: Request, response: Response, curator: Curation, id: Id, asked: Label
) -> wire.Answer[list[DecisionOut]]:
    """The decisions that this takes: none for what is so already."""
    entity, made = known_entity(curator.store, id), []
    if asked.name and asked.name.strip() != entity.name:
        made.append(curator.rename(id, asked.name, asked.author, asked.reason))
    if asked.kind and asked.kind is not entity.kind:
        made.append(curator.rekind(id, asked.kind, asked.author, asked.reason))
    response.headers["X-Graph-Revision"] = str(curator.store.revision())
    return wire.Answer(data=[DecisionOut.of(one) for one in made], links=deps.links(request))


@deciding.delete("/merges/{id}", summary="Take a decision back")
def revoke(
    request: Request, response: Response, curator: Curation, id: Id, author: Author, reason: Reason
) -> wire.Answer[DecisionOut]:
    """Every article it touched is as it would be without. It stays in the log."""
    old = _known(curator, id)
    if not old.holds:
        raise Refused(409, f"{old.revoked_by} took it back already, {old.revoked}: {old.revoked_reason}")
    revoked = curator.revoke(id, author, reason)
    response.headers["X-Graph-Revision"] = str(curator.store.revision())
    return wire.Answer(data=DecisionOut.of(revoked), links=deps.links(request))


reading = APIRouter(dependencies=[Depends(deps.fresh)])


@reading.get("/merges", summary="The log of decisions")
def log(
    request: Request,
    curator: Curation,
    entity: Annotated[
        str | None, Query(max_length=500, description="only those about this entity, or that led to it")
    ] = None,
) -> wire.Listing[DecisionOut]:
    """Merges, splits, renames and changes of kind, newest first, those taken back too."""
    found = curator.about(entity) if entity else curator.log()
    data = [DecisionOut.of(decision) for decision in reversed(found)]
    return wire.Listing(data=data, meta=wire.Counted(count=len(data), shown=len(data)), links=deps.links(request))


@reading.get("/merges/{id}", summary="One decision")
def decision(request: Request, curator: Curation, id: Id) -> wire.Answer[DecisionOut]:
    """Who decided what, when, why, and who took it back."""
    return wire.Answer(data=DecisionOut.of(_known(curator, id)), links=deps.links(request))


def _known(curator: Curation, id: str) -> Decision:
    found = curator.decision(id)
    if found is None:
        raise NotFound("decision", id)
    return found


def _decided(request: Request, response: Response, curator: Curation, made: Decision) -> wire.Answer[DecisionOut]:
    response.headers["Location"] = f"{deps.PREFIX}/merges/{made.id}"
    response.headers["X-Graph-Revision"] = str(curator.store.revision())
    return wire.Answer(data=DecisionOut.of(made), links=deps.links(request))


router.include_router(reading)
router.include_router(deciding)
