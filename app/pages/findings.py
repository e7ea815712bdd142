"""Pages on what was found out: what changed, and what contradicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from app import deps
from app.deps import Store
from app.pages.quoting import ROWS, Names, Quote, quotes_of
from app.templating import page
from graph import findings
from graph.ingests import Ingest, ingests
from graph.model import Edge
from graph.query import MAX_WINDOW, ArticleQuery, Page, RelationQuery
from graph.store import GraphStore

router = APIRouter()

_INGESTS = 5


@dataclass(frozen=True, slots=True)
class ChangesPage:
    template: ClassVar[str] = "changes.html"
    since: date | datetime | None
    silent: bool
    ingests: Sequence[Ingest]
    changes: Sequence[tuple[findings.Change, Sequence[Quote]]]
    names: Names
    next: str | None


@dataclass(frozen=True, slots=True)
class ContradictionsPage:
    template: ClassVar[str] = "contradictions.html"
    kind: str  # "" for the first of both kinds
    window: int
    contradicted: Sequence[tuple[Edge, Sequence[Quote], Sequence[Quote]]]
    opposed: Sequence[tuple[Edge, Sequence[Quote], Sequence[tuple[Edge, Sequence[Quote]]]]]
    names: Names
    next: Mapping[str, str | None]  # of each kind on the page


@router.get("/changes")
def changes(
    request: Request,
    store: Store,
    since: Annotated[str, Query(max_length=40)] = "",
    silent: bool = False,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:
    """Since a day, a moment or the last ingest; without one, since a week before the newest article."""
    noted = ingests(store, _INGESTS)
    week = _last_week(store)
    if not since and week is None:
        return page(request, ChangesPage(None, silent, noted, [], {}, None))
    when, first = deps.recently(store, since or str(week))
    query = RelationQuery(limit=ROWS, cursor=cursor)
    found = (findings.silent if silent else findings.changes)(store, when, query)
    names = deps.names(store, [one.edge for one in found.items])
    listed = [(one, quotes_of(store, one.evidence)) for one in found.items]
    return page(request, ChangesPage(first, silent, noted, listed, names, found.next))


@router.get("/contradictions")
def contradictions(
    request: Request,
    store: Store,
    kind: Literal["", "denied", "opposite_deed"] = "",
    window: Annotated[int, Query(ge=0, le=MAX_WINDOW)] = findings.WINDOW,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
) -> HTMLResponse:
    """Both kinds, each with its first ones; or all of one kind, page by page."""
    query = RelationQuery(limit=ROWS, cursor=cursor if kind else None)
    denied = findings.contradictions(store, query) if kind != "opposite_deed" else Page(())
    opposed = findings.oppositions(store, query, window) if kind != "denied" else Page(())
    everything: list[findings.Contradiction | findings.Opposition] = [*denied.items, *opposed.items]
    context = ContradictionsPage(
        kind=kind,
        window=window,
        contradicted=[(one.edge, quotes_of(store, one.asserted), quotes_of(store, one.denied)) for one in denied.items],
        opposed=[
            (
                one.edge,
                quotes_of(store, one.asserted),
                [(edge, quotes_of(store, pieces)) for edge, pieces in one.opposite],
            )
            for one in opposed.items
        ],
        names=deps.names(
            store,
            [edge for one in everything for edge in one.edges],
            [piece for one in everything for piece in one.evidence],
        ),
        next={"denied": denied.next, "opposite_deed": opposed.next},
    )
    return page(request, context)


def _last_week(store: GraphStore) -> date | None:
    newest = store.articles(ArticleQuery(limit=1)).items
    published = newest[0].published if newest else None
    return published - timedelta(days=6) if published else None
