"""A shortest chain of relations between two entities."""

from collections.abc import Collection
from dataclasses import replace

from neo4j import ManagedTransaction

from graph.model import Edge
from graph.query import RelationQuery
from graph.stores.neo4j import cypher, rows
from graph.stores.neo4j.database import text


def shortest(
    tx: ManagedTransaction,
    source: str,
    target: str,
    query: RelationQuery,
    max_length: int,
    avoid: Collection[str],
) -> tuple[Edge, ...] | None:
    """The relations of one, in walking order; None where there is none of at most `max_length`."""
    known = tx.run("UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN id", ids=[source, target]).value()
    if not {source, target} <= set(known) or {source, target} & set(avoid):
        return None
    if source == target:
        return ()
    if max_length < 1:
        return None
    query = replace(query, entity=None, direction="both", order="id", cursor=None)
    asked = cypher.walkable(query)
    asked.add("NOT x.id IN $avoid", avoid=sorted(avoid))
    statement = f"""
        MATCH (a:Entity {{id: $path_from}}), (b:Entity {{id: $path_to}})
        MATCH p = SHORTEST 1
            (a) (()-[x:{cypher.typed(query.selected_types())} {asked.where()}]-(m:Entity WHERE NOT m.id IN $avoid)){{1,{max_length:d}}} (b)
        RETURN [x IN relationships(p) | x.id]"""
    # a query has parameters of its own, `source` among them
    found = tx.run(text(statement), asked.parameters, path_from=source, path_to=target).value()
    return _edges(tx, found[0], query) if found else None


def _edges(tx: ManagedTransaction, ids: list[str], query: RelationQuery) -> tuple[Edge, ...]:
    selection = cypher.named(ids, query)
    found = tx.run(text(selection.ordered(query.order)), selection.parameters, limit=len(ids)).values()
    edges = {edge.relation.id: edge for edge in (rows.edge(row[:-1]) for row in found)}
    return tuple(edges[id] for id in ids)
