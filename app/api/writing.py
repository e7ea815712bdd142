"""Sending articles: read only (extract), read and keep (POST /articles), take back out (DELETE)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app import deps, jobs, wire
from app.deps import Curation, Day, Id
from app.errors import WRITING, NotAllowed, NotFound
from app.origin import same_site
from graph import model
from graph.ingests import PAUSE, Intake
from graph.model import Extraction, Status

router = APIRouter(responses=WRITING)


class Sent(BaseModel):
    """An article to read."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "Minister arrives in Nairobi",
                    "text": "Kenya welcomed the Brazilian foreign minister on Monday. Brazil has promised vaccines.",
                    "published": "2025-03-04",
                    "source": "Harbour Post",
                }
            ]
        },
    )

    text: str = Field(min_length=1, max_length=1_000_000, description="what was published, in English")
    title: str | None = Field(default=None, max_length=1000)
    published: Day | None = None
    url: str | None = Field(default=None, max_length=2000)
    source: str | None = Field(default=None, max_length=500, description="the outlet")

    def article(self) -> model.Article:
        return jobs.article(self.text, self.title, self.published, self.url, self.source)


class Reading(wire.Wire):
    """What was read from an article."""

    article: wire.ArticleRef
    text: str = Field(description="as it was read: the headline first")
    entities: list[wire.EntityRef]
    relations: list["ReadRelation"]


class ReadRelation(wire.Wire):
    id: str
    subject: wire.EntityRef
    type: str
    object: wire.EntityRef
    status: Status = Field(description="of the first sentence that reports it")
    evidence: list[wire.Evidence]


class Kept(wire.Wire):
    """An article in the graph."""

    article: wire.ArticleRef
    new: bool = Field(description="false when it was there already, just so")
    entities: int
    relations: int
    evidence: int


def writable(request: Request) -> None:
    """Refuse changes unless the setting allows them, and those that another site's page sends."""
    if not request.app.state.settings.writable:
        raise NotAllowed("this service only shows; start it with ENTENTE_WRITABLE=true to allow changes")
    same_site(request)


def desk(request: Request) -> jobs.Desk:
    found: jobs.Desk = request.app.state.desk
    return found


Desk = Annotated[jobs.Desk, Depends(desk)]


@router.post("/extract", tags=["articles"], summary="Read an article, keep nothing")
def extract(request: Request, desk: Desk, sent: Sent) -> wire.Answer[Reading]:
    """Entities and relations with their sentences, as they would be kept. The first call loads the language model (seconds)."""
    return wire.Answer(data=_reading(desk.read(sent.article())), links=deps.links(request))


@router.post(
    "/articles",
    tags=["articles"],
    summary="Read an article and keep it",
    status_code=201,
    dependencies=[Depends(writable)],
    responses={200: {"model": wire.Answer[Kept], "description": "it was there already"}},
)
def add(
    request: Request,
    response: Response,
    curator: Curation,
    desk: Desk,
    sent: Sent,
) -> wire.Answer[Kept]:
    """201 with its address, or 200 where the same article was there already. POST /extract tries without keeping."""
    extraction = desk.read(sent.article())
    new = Intake(curator, PAUSE).add(extraction)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"{deps.PREFIX}/articles/{extraction.article.id}"
    response.headers["X-Graph-Revision"] = str(curator.store.revision())
    kept = Kept(
        article=wire.ArticleRef.of(extraction.article),
        new=new,
        entities=len(extraction.entities),
        relations=len(extraction.relations),
        evidence=len(extraction.evidence),
    )
    return wire.Answer(data=kept, links=deps.links(request))


@router.delete(
    "/articles/{id}",
    tags=["articles"],
    summary="Take an article back out",
    status_code=204,
    dependencies=[Depends(writable)],
)
def forget(curator: Curation, id: Id) -> Response:
    """Exactly this article: relations that only it reports go with it, the others keep their other sentences."""
    if not Intake(curator).forget(id):
        raise NotFound("article", id)
    return Response(status_code=204, headers={"X-Graph-Revision": str(curator.store.revision())})


def _reading(read: Extraction) -> Reading:
    names = {entity.id: entity for entity in read.entities}
    ordered = sorted(read.evidence, key=lambda one: (one.sentence, one.id))
    pieces = wire.pieces(ordered, names, {read.article.id: read.article})
    relations = []
    for id in dict.fromkeys(piece.relation_id for piece in pieces):
        relation = next(one for one in read.relations if one.id == id)
        own = [piece for piece in pieces if piece.relation_id == id]
        relations.append(
            ReadRelation(
                id=id,
                subject=wire.EntityRef.of(relation.subject, names),
                type=relation.type,
                object=wire.EntityRef.of(relation.object, names),
                status=own[0].status,
                evidence=own,
            )
        )
    return Reading(
        article=wire.ArticleRef.of(read.article),
        text=read.article.text,
        entities=[wire.EntityRef.of(one, names) for one in names],
        relations=relations,
    )
