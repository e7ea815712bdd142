"""What an analyst asks next: what changed, and who or what contradicts whom."""

from dataclasses import replace
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Depends, Query, Request

from app import deps, wire
from app.api.relations import Selection
from app.deps import Cursor, Store
from graph import findings
from graph.errors import QueryError
from graph.ingests import ingests as recorded
from graph.query import MAX_WINDOW, Page

router = APIRouter(tags=["findings"], dependencies=[Depends(deps.fresh)])

Kind = Literal["denied", "opposite_deed"]
Limit = Annotated[int, Query(ge=1, le=100)]


SINCE = "first day of publication that counts as new; or a moment: what came to this store then or later; or `ingest`: what came with the last one"


@router.get("/changes", summary="What changed since a day, a moment, or the last ingest")
def changes(
    request: Request,
    store: Store,
    selection: Selection,
    since: Annotated[str, Query(description=SINCE, max_length=40, examples=["2025-04-01"])],
    silent: Annotated[
        bool, Query(description="instead those that several articles reported before, and none since")
    ] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> wire.Listing[wire.ChangeOut]:
    """Relations that recent articles report: new, strengthened, or newly contradicted, with the recent sentences; or those gone silent,
    with the last one."""
    query = replace(selection, limit=limit, cursor=cursor)
    when, _ = deps.recently(store, since)
    page = (findings.silent if silent else findings.changes)(store, when, query)
    evidence = [piece for change in page.items for piece in change.evidence]
    names = deps.names(store, [change.edge for change in page.items], evidence)
    articles = deps.articles(store, evidence)
    independent = deps.corroboration(request).counts(change.edge for change in page.items)
    data = [wire.ChangeOut.of(change, names, articles, independent) for change in page.items]
    count = None if silent else store.count_relations(findings.recent(when, selection))
    return deps.listing(request, data, limit, page.next, count)


@router.get("/ingests", summary="When articles came")
def ingests(
    request: Request, store: Store, limit: Annotated[int, Query(ge=1, le=100)] = 10
) -> wire.Listing[wire.IngestOut]:
    """The latest ingests (runs of the reader, or articles sent one after the other), latest first, as far as this store noted them."""
    data = [wire.IngestOut(began=one.began, ended=one.ended, articles=one.articles) for one in recorded(store, limit)]
    return deps.listing(request, data, limit, None, None)


@router.get("/contradictions", summary="Relations that are both asserted and denied, and opposite deeds")
def contradictions(
    request: Request,
    store: Store,
    selection: Selection,
    kind: Annotated[list[Kind], Query(description="of these kinds, in this order")] = ["denied", "opposite_deed"],  # noqa: B006
    window: Annotated[
        int, Query(ge=0, le=MAX_WINDOW, description="most days between two opposite deeds")
    ] = findings.WINDOW,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> wire.Listing[wire.ContradictionOut]:
    """Both sides with their sentences, first what is denied, then opposite deeds of the same two. `status` is not looked at. A page may
    hold less than the limit, even nothing, and still have a next one."""
    kinds = list(dict.fromkeys(kind)) or list(get_args(Kind))
    here, _, after = (cursor or f"{kinds[0]}.").partition(".")
    if here not in kinds:
        raise QueryError("cursor", "is of another list")
    query = replace(selection, limit=limit, cursor=after or None)
    page: Page[findings.Contradiction] | Page[findings.Opposition]
    page = findings.contradictions(store, query) if here == "denied" else findings.oppositions(store, query, window)
    rest = [f"{here}.{page.next}"] if page.next else [f"{one}." for one in kinds[kinds.index(here) + 1 :]]
    evidence = [piece for one in page.items for piece in one.evidence]
    edges = [edge for one in page.items for edge in one.edges]
    names = deps.names(store, edges, evidence)
    articles = deps.articles(store, evidence)
    independent = deps.corroboration(request).counts(edges)
    data = [wire.ContradictionOut.of(one, names, articles, independent) for one in page.items]
    return deps.listing(request, data, limit, next(iter(rest), None), None)
