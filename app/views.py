"""Subgraphs on the wire: entities with what is hidden of them, relations, honest counts."""

from collections.abc import Iterable, Mapping

from fastapi import Request

from app import deps, wire
from app.errors import NotFound
from graph import ontology, view
from graph.model import Subgraph
from graph.query import RelationQuery
from graph.store import GraphStore


def neighbourhood_answer(
    request: Request,
    store: GraphStore,
    id: str,
    query: RelationQuery,
    *,
    depth: int,
    limit: int,
    relations: int,
    rank: str,
    exclude: Iterable[str],
) -> wire.ViewAnswer:
    """The neighbourhood, or 404."""
    found = view.neighbourhood(
        store, id, query, depth=depth, limit=limit, relations=relations, rank=rank, exclude=exclude
    )
    if found is None:
        raise NotFound("entity", id)
    graph = found.graph
    counts = wire.ViewCounts(
        entities=len(graph.entities),
        relations=len(graph.edges),
        total=graph.total,
        omitted=graph.omitted,
        neighbours=found.neighbours,
        complete=found.complete and not graph.omitted,
    )
    independent = deps.corroboration(request).counts(graph.edges, query)
    return wire.ViewAnswer(data=drawing(store, graph, independent), meta=counts, links=deps.links(request))


def subgraph_answer(request: Request, store: GraphStore, ids: Iterable[str], query: RelationQuery) -> wire.ViewAnswer:
    """Exactly these entities, and the relations among them."""
    graph = view.subgraph(store, ids, query)
    counts = wire.ViewCounts(
        entities=len(graph.entities),
        relations=len(graph.edges),
        total=graph.total,
        omitted=graph.omitted,
        complete=not graph.omitted,
    )
    independent = deps.corroboration(request).counts(graph.edges, query)
    return wire.ViewAnswer(data=drawing(store, graph, independent), meta=counts, links=deps.links(request))


def drawing(store: GraphStore, graph: Subgraph, independent: Mapping[str, int] | None = None) -> wire.View:
    """A subgraph as the explorer draws it; `independent`: how many independent articles report each relation."""
    names = deps.names(store, graph.edges)
    shown = view.shown_degrees(graph.edges, lambda name: ontology.TYPES[name].symmetric)
    entities = []
    for entity in graph.entities:
        totals = graph.degrees.get(entity.id, {})
        here: Mapping[tuple[str, str], int] = shown.get(entity.id, {})
        degree, seen = view.degree(totals), sum(here.values())
        entities.append(
            wire.ViewEntity(
                **wire.Entity.of(entity, degree).model_dump(),
                degrees=wire.degrees(totals, here),
                shown=seen,
                hidden=max(0, degree - seen),
            )
        )
    return wire.View(entities=entities, relations=[wire.Relation.of(edge, names, independent) for edge in graph.edges])
