"""Shortest paths: breadth first from both ends over the adjacency rows, by integer keys, the cheaper side first."""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import replace

from graph.model import Edge
from graph.query import RelationQuery
from graph.stores.sqlite.reading import Plan, edges_of, entity_number, plan
from graph.stores.sqlite.rows import listed


def shortest(
    connection: sqlite3.Connection,
    source: str,
    target: str,
    query: RelationQuery,
    max_length: int,
    avoid: Collection[str],
) -> tuple[Edge, ...] | None:
    start, end = entity_number(connection, source), entity_number(connection, target)
    if start is None or end is None or {source, target} & set(avoid):
        return None
    if start == end:
        return ()
    query = replace(query, entity=None, direction="both", cursor=None)
    planned = plan(connection, query)
    if planned is None:
        return None
    search = _Search(connection, planned, avoid)
    chain = search.chain(start, end, max_length)
    return None if chain is None else edges_of(connection, query, chain)


class _Search:
    """One search: how neighbours are read, and what to keep clear of."""

    def __init__(self, connection: sqlite3.Connection, planned: Plan, avoid: Collection[str]) -> None:
        self._connection = connection
        self._sql, self._values = planned.neighbours()
        self._avoid_entities = _numbers(connection, "SELECT id FROM entity WHERE key = ?", avoid)
        self._avoid_relations = _numbers(connection, "SELECT id FROM relation WHERE key = ?", avoid)

    def chain(self, start: int, end: int, max_length: int) -> list[int] | None:
        """Numbers of the relations from start to end."""
        sides = [_Side(start), _Side(end)]
        for _ in range(max_length):
            near, far = sorted(sides, key=self._cost)
            met = self._expand(near, far)
            if met is not None:
                return [*reversed(list(sides[0].back(met))), *sides[1].back(met)]
            if not near.ring:
                return None
        return None

    def _cost(self, side: "_Side") -> int:
        """Relations at the side's last ring: what its next step reads."""
        if side.cost is None:
            (side.cost,) = self._connection.execute(
                "SELECT coalesce(sum(degree), 0) FROM entity WHERE id IN (SELECT value FROM json_each(?))",
                (listed(side.ring),),
            ).fetchone()
        return side.cost

    def _expand(self, near: "_Side", far: "_Side") -> int | None:
        """One ring more; the entity where both sides met, if they did."""
        avoid_entities, avoid_relations = self._avoid_entities, self._avoid_relations
        ring, reached, others = [], near.reached, far.reached
        for here in near.ring:
            for other, relation in self._connection.execute(self._sql, (here, *self._values)):
                if other in reached or other in avoid_entities or relation in avoid_relations:
                    continue
                reached[other] = (here, relation)
                if other in others:
                    return int(other)
                ring.append(other)
        near.ring, near.cost = ring, None
        return None


class _Side:
    """One end of a search: how each entity was reached (from where, over which relation), and the last ring."""

    def __init__(self, start: int) -> None:
        self.reached: dict[int, tuple[int, int]] = {start: (start, 0)}
        self.ring = [start]
        self.cost: int | None = None

    def back(self, entity: int) -> Iterator[int]:
        """The relations from an entity back to the start."""
        before, relation = self.reached[entity]
        while before != entity:
            yield relation
            entity = before
            before, relation = self.reached[entity]


def _numbers(connection: sqlite3.Connection, sql: str, keys: Collection[str]) -> set[int]:
    return {id for key in keys for (id,) in connection.execute(sql, (key,))}
