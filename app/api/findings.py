"""What an analyst asks next: what changed, and who contradicts whom."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from app import deps, wire
from app.api.relations import Selection
from app.deps import Cursor, Day, Store
from graph import findings

router = APIRouter(tags=["findings"], dependencies=[Depends(deps.fresh)])

Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/changes", summary="What changed since a day")
def changes(
    request: Request,
    store: Store,
    selection: Selection,
    since: Annotated[Day, Query(description="first day of publication that counts as new", examples=["2025-04-01"])],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> wire.Listing[wire.ChangeOut]:
    """Relations that articles published since then report: new, strengthened, or newly contradicted; with the recent sentences."""
    query = replace(selection, limit=limit, cursor=cursor)
    page = findings.changes(store, since, query)
    evidence = [piece for change in page.items for piece in change.evidence]
    names = deps.names(store, [change.edge for change in page.items], evidence)
    articles = deps.articles(store, evidence)
    independent = deps.corroboration(request).counts(change.edge for change in page.items)
    data = [wire.ChangeOut.of(change, names, articles, independent) for change in page.items]
    first = max(since, selection.published_from) if selection.published_from else since
    count = store.count_relations(replace(selection, published_from=first))
    return deps.listing(request, data, limit, page.next, count)


@router.get("/contradictions", summary="Relations that are both asserted and denied")
def contradictions(
    request: Request, store: Store, selection: Selection, limit: Limit = 50, cursor: Cursor = None
) -> wire.Listing[wire.ContradictionOut]:
    """Both sides with their sentences. `status` is not looked at."""
    page = findings.contradictions(store, replace(selection, limit=limit, cursor=cursor))
    evidence = [piece for one in page.items for piece in (*one.asserted, *one.denied)]
    names = deps.names(store, [one.edge for one in page.items], evidence)
    articles = deps.articles(store, evidence)
    independent = deps.corroboration(request).counts(one.edge for one in page.items)
    data = [wire.ContradictionOut.of(one, names, articles, independent) for one in page.items]
    count = len(data) if cursor is None and page.next is None else None
    return deps.listing(request, data, limit, page.next, count)
