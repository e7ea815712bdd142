"""The explorer's own question: a screen of entities, optionally expanded, with every piece of evidence dated and placed.

One request per expansion. Filters, time brush and replay then need none: the browser looks at the pieces.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import permutations
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Request
from pydantic import Field

from app import deps, wire
from app.api.findings import SINCE
from app.deps import Store
from app.errors import NotFound
from app.views import drawing
from graph import model, view
from graph.aggregate import near, opposed, told
from graph.corroboration import Corroboration
from graph.findings import WINDOW
from graph.model import Status
from graph.query import RelationQuery
from graph.store import GraphStore

router = APIRouter(tags=["graphs"], dependencies=[Depends(deps.fresh)])

#: Pieces of one relation that a screen looks at, newest articles first; a busier relation is told by its newest ones.
MAX_PIECES = 200


class Report(wire.Wire):
    """A piece of evidence, short: all that filters look at."""

    id: str
    status: Status
    earliest: str | None = Field(description="first day told of; null where open or untold")
    latest: str | None
    published: str | None
    source: str | None = Field(description="the outlet")
    article_id: str
    repeats: str | None = Field(description="id of the earlier article here that this one copies or rewrites")
    attributed_to: str | None
    confidence: float
    recent: bool = Field(description="whether it is of the time that `since` names")


class ScreenRelation(wire.Wire):
    id: str
    subject: str
    type: str
    object: str
    evidence_count: int
    independent_count: int = Field(description="articles that do not repeat one another, of those here")
    opposes: list[str] = Field(
        description="relations here that are opposite deeds of the same two, at most 30 days away"
    )
    evidence: list[Report] = Field(description="oldest article first; the newest 200 where there are more")


class ScreenCounts(wire.Wire):
    total: int = Field(description="relations among these entities")
    omitted: int = Field(description="total - relations here")
    added: list[str] = Field(description="entities that the expansion brought, best ranked first")
    room: int = Field(description="entities that still fit on a screen")


class Screen(wire.Wire):
    entities: list[wire.ViewEntity]
    relations: list[ScreenRelation]


class ScreenAnswer(wire.Wire):
    data: Screen
    meta: ScreenCounts
    links: wire.Links


class Expansion(wire.Wire):
    """Which neighbours to bring in."""

    entity: str = Field(max_length=500)
    type: str | None = Field(None, description="relation type; any when null")
    direction: Literal["both", "out", "in"] = "both"
    limit: int = Field(30, ge=1, le=view.MAX_ENTITIES)


@router.post("/screen", summary="A screen of the explorer")
def screen(
    request: Request,
    store: Store,
    entities: Annotated[list[str], Body(max_length=view.MAX_ENTITIES, description="entity ids on screen")],
    expand: Annotated[Expansion | None, Body(description="neighbours to add first")] = None,
    since: Annotated[str | None, Body(max_length=40, description=SINCE)] = None,
) -> ScreenAnswer:
    """These entities (unknown ones are left out), the best-ranked new neighbours of one of them, and all relations among them with
    their evidence, short."""
    added = _added(store, entities, expand) if expand else []
    on_screen = list(dict.fromkeys([*entities, *added]))
    graph = view.subgraph(store, on_screen)
    ids = [edge.relation.id for edge in graph.edges]
    evidence = store.evidence(ids)
    articles = deps.articles(store, [piece for pieces in evidence.values() for piece in pieces])
    memory = deps.corroboration(request)
    opposes = _opposes(graph, evidence, articles)
    fresh = _fresh(store, since, articles)
    data = Screen(
        entities=drawing(store, graph).entities,
        relations=[
            _relation(edge, evidence.get(edge.relation.id, ()), articles, memory, opposes[edge.relation.id], fresh)
            for edge in graph.edges
        ],
    )
    known = {entity.id for entity in graph.entities}
    counts = ScreenCounts(
        total=graph.total,
        omitted=graph.omitted,
        added=[one for one in added if one in known],
        room=max(0, view.MAX_ENTITIES - len(known)),
    )
    return ScreenAnswer(data=data, meta=counts, links=deps.links(request))


def _added(store: GraphStore, entities: list[str], expand: Expansion) -> list[str]:
    """The expanded entity itself, if it is not on screen, and its best-ranked new neighbours; as many as fit."""
    room = view.MAX_ENTITIES - len({*entities, expand.entity})
    query = RelationQuery(types=frozenset({expand.type} if expand.type else ()), direction=expand.direction)
    found = view.neighbourhood(store, expand.entity, query, limit=max(0, min(expand.limit, room)), exclude=entities)
    if found is None:
        raise NotFound("entity", expand.entity)
    order = [entity.id for entity in found.graph.entities]
    return [one for one in order if one not in set(entities)]


def _opposes(
    graph: model.Subgraph, evidence: Mapping[str, tuple[model.Evidence, ...]], articles: wire.Articles
) -> Mapping[str, list[str]]:
    """For each relation the opposite deeds beside it."""
    pairs: dict[frozenset[str], list[model.Relation]] = defaultdict(list)
    for edge in graph.edges:
        pairs[frozenset((edge.relation.subject, edge.relation.object))].append(edge.relation)
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in (two for parallel in pairs.values() for two in permutations(parallel, 2)):
        if opposed(one, other):
            ours, theirs = (
                told((piece, articles[piece.article_id]) for piece in evidence[id] if piece.article_id in articles)
                for id in (one.id, other.id)
            )
            if near(ours, theirs, WINDOW)[0]:
                found[one.id].append(other.id)
    return found


def _relation(
    edge: model.Edge,
    pieces: tuple[model.Evidence, ...],
    articles: wire.Articles,
    memory: Corroboration,
    opposes: list[str],
    fresh: Collection[str],
) -> ScreenRelation:
    relation, told = edge.relation, pieces[-MAX_PIECES:]
    ages = {piece.article_id: age for age, piece in reversed(list(enumerate(told)))}
    groups = [sorted(group, key=ages.__getitem__) for group in memory.groups(ages)]
    repeats = {later: first for first, *rest in groups for later in rest}
    return ScreenRelation(
        id=relation.id,
        subject=relation.subject,
        type=relation.type,
        object=relation.object,
        evidence_count=edge.evidence_count,
        independent_count=len(groups),
        opposes=opposes,
        evidence=[
            _report(one, articles.get(one.article_id), repeats.get(one.article_id), one.article_id in fresh)
            for one in told
        ],
    )


def _fresh(store: GraphStore, since: str | None, articles: wire.Articles) -> Collection[str]:
    """Ids of the recent ones among these articles; none where nobody asks."""
    when = deps.recently(store, since)[0] if since else frozenset[str]()
    if isinstance(when, frozenset):
        return when
    return {id for id, article in articles.items() if article.published and article.published >= when}


def _report(piece: model.Evidence, article: model.Article | None, repeats: str | None, recent: bool) -> Report:
    period = piece.period
    return Report(
        id=piece.id,
        status=piece.status,
        earliest=period.earliest.isoformat() if period and period.earliest else None,
        latest=period.latest.isoformat() if period and period.latest else None,
        published=article.published.isoformat() if article and article.published else None,
        source=article.source if article else None,
        article_id=piece.article_id,
        repeats=repeats,
        attributed_to=piece.attributed_to,
        confidence=piece.confidence,
        recent=recent,
    )
