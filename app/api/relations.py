"""Relations: lists by any filter, one relation, the sentences behind it."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request

from app import deps, wire
from app.deps import Cursor, Filters, Id, Store
from app.errors import BadParameters, NotFound
from graph import findings
from graph.model import Edge
from graph.query import MAX_LIMIT, RelationQuery

router = APIRouter(prefix="/relations", tags=["relations"], dependencies=[Depends(deps.fresh)])

End = Annotated[str | None, Query(description="entity id", max_length=500)]


def ends(
    filters: Filters,
    entity: End = None,
    direction: Annotated[
        Literal["both", "out", "in"], Query(description="of `entity`: as subject, object, or both")
    ] = "both",
    subject: End = None,
    object: End = None,
    between: Annotated[
        list[str], Query(description="two entity ids (repeat the parameter): relations of these two with each other")
    ] = [],  # noqa: B006
) -> RelationQuery:
    """Filters and ends: what selects relations in lists and exports."""
    if len(between) not in (0, 2):
        field = wire.FieldError(field="between", detail=f"takes two entity ids, not {len(between)}", suggestion=None)
        raise BadParameters([field])
    pair = (between[0], between[1]) if between else None
    return replace(filters, entity=entity, direction=direction, subject=subject, object=object, between=pair)


Selection = Annotated[RelationQuery, Depends(ends)]


@router.get("", summary="List relations")
def relations(
    request: Request,
    store: Store,
    selection: Selection,
    order: Annotated[Literal["newest", "id"], Query()] = "newest",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 100,
    cursor: Cursor = None,
) -> wire.Listing[wire.Relation]:
    """Newest first. Figures (`statuses`, `evidence_count`, …) count the evidence that the filters select."""
    return relation_listing(request, store, replace(selection, order=order, limit=limit, cursor=cursor))


@router.get("/{id}", summary="One relation with its evidence")
def relation(request: Request, store: Store, id: Id) -> wire.Answer[wire.RelationRecord]:
    """Every sentence behind it, oldest article first, with subject, trigger and object marked."""
    edge = known(store, id)
    evidence = store.evidence([id]).get(id, ())
    opposition = findings.opposition(store, edge.relation)
    others = opposition.edges[1:] if opposition else ()
    against = opposition.evidence if opposition else ()
    names = deps.names(store, [edge], [*evidence, *against])
    articles = deps.articles(store, [*evidence, *against])
    reports = deps.corroboration(request).reports(piece.article_id for piece in evidence)
    record = wire.RelationRecord(
        **wire.Relation.of(edge, names, {id: len(reports)}).model_dump(),
        reports=[wire.Report.of(one) for one in reports],
        opposite=wire.OppositeOut.all_of(opposition, names, articles, deps.corroboration(request).counts(others)),
        evidence=wire.pieces(evidence, names, articles),
    )
    return wire.Answer(data=record, links=deps.links(request))


@router.get("/{id}/evidence", summary="The sentences behind a relation")
def evidence(request: Request, store: Store, id: Id, filters: Filters) -> wire.Listing[wire.Evidence]:
    """Only those that fulfil the filters, oldest article first."""
    edge = known(store, id)
    found = store.evidence([id], filters).get(id, ())
    data = wire.pieces(found, deps.names(store, [edge], found), deps.articles(store, found))
    meta = wire.Counted(count=len(data), shown=len(data))
    return wire.Listing(data=data, meta=meta, links=deps.links(request))


def known(store: Store, id: str) -> Edge:
    """The relation, or 404."""
    found = store.relation(id)
    if found is None:
        raise NotFound("relation", id)
    return found


def relation_listing(request: Request, store: Store, query: RelationQuery) -> wire.Listing[wire.Relation]:
    """A page of relations with the exact count of all."""
    page = store.relations(query)
    names = deps.names(store, page.items)
    independent = deps.corroboration(request).counts(page.items, query)
    data = [wire.Relation.of(edge, names, independent) for edge in page.items]
    return deps.listing(request, data, query.limit, page.next, store.count_relations(query))
