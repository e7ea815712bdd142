"""Reading relations: a RelationQuery as SQL that looks at no more rows than it must.

Every query has one driver: the ordered list of relations that it walks. At an entity that is `incident` (newest first), for types
`relation_type`, otherwise the relations themselves; where the ids are few (of an article, of words, among entities) they are gathered
first. The other conditions filter what the driver gives.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import islice
from typing import Any, Final

from graph import ontology
from graph.model import Edge, Entity, Evidence, Relation, Status
from graph.names import words
from graph.query import Page, RelationQuery, decode_key, encode_cursor
from graph.stores.sqlite import rows
from graph.stores.sqlite.rows import Row, listed
from graph.stores.sqlite.writing import IN, OUT

_SYMMETRIC: Final = frozenset(name for name, type in ontology.TYPES.items() if type.symmetric)
_WAYS: Final = {"out": OUT, "in": IN}
#: From a relation `r` to the ids of its ends; CROSS: the driver comes first, whatever the planner thinks.
_JOINS: Final = (
    "CROSS JOIN entity s ON s.id = r.subject CROSS JOIN type t ON t.id = r.type CROSS JOIN entity o ON o.id = r.object"
)
#: The numbers of articles by their ids.
_ARTICLES: Final = "SELECT id FROM article WHERE key IN (SELECT value FROM json_each(?))"
#: With more articles than this their relations are not gathered first.
_MANY_ARTICLES: Final = 25_000
#: With more pairs of several relations than this the opposed ones are not gathered first.
_MANY_PAIRS: Final = 50_000
#: Relations fetched at a time by a scan.
_STEP: Final = 512


@dataclass(slots=True)
class Where:
    """Conditions and their values, in step."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    @property
    def sql(self) -> str:
        return " AND ".join(f"({condition})" for condition in self.conditions) or "1"


@dataclass(frozen=True, slots=True)
class _Driver:
    """A walk in order: the tables, the columns of the sort key, and the condition that begins it."""

    tables: str
    latest: str
    key: str
    where: Where


def match_words(q: str) -> str:
    """An FTS5 query: all of these words. The words hold letters and digits only."""
    return " AND ".join(f'"{word}"' for word in dict.fromkeys(words(q)))


# -- conditions -------------------------------------------------------------------------------------------------------


def evidence_conditions(query: RelationQuery) -> Where:
    """The query's conditions on a piece, over a row `e` of evidence."""
    where = Where()
    if query.statuses:
        numbers = sorted(rows.STATUS_NUMBER[status] for status in query.statuses)
        where.add(f"e.status IN ({', '.join(map(str, numbers))})")
    if query.min_confidence > 0:
        where.add("e.confidence >= ?", query.min_confidence)
    if query.date_from:
        where.add("e.closes >= ?", query.date_from.toordinal())
    if query.date_to:
        where.add("e.opens <= ?", query.date_to.toordinal())
    if query.published_from:
        where.add("e.published >= ?", query.published_from.toordinal())
    if query.published_to:
        where.add("e.published <= ?", query.published_to.toordinal())
    if query.article is not None:
        where.add("e.article = (SELECT id FROM article WHERE key = ?)", query.article)
    if query.articles is not None:
        where.add(f"e.article IN ({_ARTICLES})", listed(query.articles))
    if query.source is not None:
        where.add("(SELECT source FROM article WHERE id = e.article) = ?", query.source)
    if query.q:
        sought = match_words(query.q)
        if sought:
            where.add("e.id IN (SELECT rowid FROM quote_words WHERE quote_words MATCH ?)", sought)
        else:
            where.add("0")
    return where


def relation_conditions(query: RelationQuery) -> Where:
    """The query's conditions on a row `r` of relation, but for those on its ends; first those that a look at the row decides."""
    where = Where()
    if query.min_confidence > 0:
        where.add("r.confidence >= ?", query.min_confidence)
    if query.date_from:
        where.add("r.closes >= ?", query.date_from.toordinal())
    if query.date_to:
        where.add("r.opens <= ?", query.date_to.toordinal())
    if query.published_from:
        where.add("r.last_published >= ?", query.published_from.toordinal())
    if query.published_to:
        where.add("r.first_published <= ?", query.published_to.toordinal())
    if query.statuses:
        where.add(" OR ".join(f"r.{status.value} > 0" for status in sorted(query.statuses)))
    if query.min_evidence > 1:
        where.add("r.evidence_count >= ?", query.min_evidence)
    if query.asks_of_evidence:
        pieces = evidence_conditions(query)
        of_relation = f"FROM evidence e WHERE e.relation = r.id AND {pieces.sql}"
        if query.min_evidence == 1:
            where.add(f"EXISTS (SELECT 1 {of_relation})", *pieces.values)
        else:
            where.add(f"(SELECT count(*) {of_relation}) >= ?", *pieces.values, query.min_evidence)
    return where


def _type_ids(connection: sqlite3.Connection, names: Iterable[str]) -> list[int]:
    return [
        id
        for (id,) in connection.execute(
            "SELECT id FROM type WHERE name IN (SELECT value FROM json_each(?))", (listed(list(names)),)
        )
    ]


def entity_number(connection: sqlite3.Connection, key: str) -> int | None:
    row = connection.execute("SELECT id FROM entity WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _end_conditions(connection: sqlite3.Connection, query: RelationQuery) -> Where | None:
    """The conditions on the ends of a row `r`; None when an entity asked for does not exist."""
    where = Where()
    mirrored = ", ".join(map(str, _type_ids(connection, _SYMMETRIC))) or "NULL"
    names = {query.entity, query.subject, query.object, *(query.between or ())} - {None}
    numbers = {name: entity_number(connection, name) for name in names if name is not None}
    if None in numbers.values():
        return None
    if query.entity is not None:
        number = numbers[query.entity]
        both = query.direction == "both"
        ends = {"out": "r.subject", "in": "r.object"}
        if both:
            where.add("r.subject = ? OR r.object = ?", number, number)
        else:
            other = ends["in" if query.direction == "out" else "out"]
            where.add(f"{ends[query.direction]} = ? OR ({other} = ? AND r.type IN ({mirrored}))", number, number)
    if query.subject is not None and query.object is not None:
        pair = (numbers[query.subject], numbers[query.object])
        where.add(
            f"(r.subject = ? AND r.object = ?) OR (r.object = ? AND r.subject = ? AND r.type IN ({mirrored}))",
            *pair,
            *pair,
        )
    elif query.subject is not None or query.object is not None:
        number = numbers[query.subject if query.subject is not None else query.object or ""]
        near, far = ("r.subject", "r.object") if query.subject is not None else ("r.object", "r.subject")
        where.add(f"{near} = ? OR ({far} = ? AND r.type IN ({mirrored}))", number, number)
    if query.between is not None:
        pair = (numbers[query.between[0]], numbers[query.between[1]])
        where.add("(r.subject = ? AND r.object = ?) OR (r.object = ? AND r.subject = ?)", *pair, *pair)
    if query.opposed is not None:
        where.add(_opposed(connection, query.opposed))
    return where


def _opposites(connection: sqlite3.Connection) -> tuple[str, str]:
    """The pairs of opposite types as SQL values: all of them, and those where one is a deed of both ends."""
    numbers: dict[str, int] = dict(connection.execute("SELECT name, id FROM type").fetchall())
    pairs = [
        (one, other)
        for one, type in ontology.TYPES.items()
        for other in type.opposite
        if {one, other} <= numbers.keys()
    ]
    turned = [pair for pair in pairs if not _SYMMETRIC.isdisjoint(pair)]
    every, of_both = (
        ", ".join(f"({numbers[one]}, {numbers[other]})" for one, other in some) or "(NULL, NULL)"
        for some in (pairs, turned)
    )
    return every, of_both


def _opposed(connection: sqlite3.Connection, window: int) -> str:
    """graph.aggregate.opposed and near: a condition on a row `r`, which looks at the few relations of its pair."""
    asserted = rows.STATUS_NUMBER[Status.ASSERTED]
    (start, end), (other_start, other_end) = (
        (rows.FIRST.replace("e.", f"{piece}."), rows.LAST.replace("e.", f"{piece}.")) for piece in "ab"
    )
    near = (
        f"a.status = {asserted} AND b.status = {asserted}"
        f" AND ({start}) - ({other_end}) <= {window:d} AND ({other_start}) - ({end}) <= {window:d}"
    )
    ways = ("x.subject = r.subject AND x.object = r.object", "x.subject = r.object AND x.object = r.subject")
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM relation x CROSS JOIN evidence a ON a.relation = r.id CROSS JOIN evidence b ON b.relation = x.id"
        f" WHERE {ends} AND (r.type, x.type) IN (VALUES {opposite}) AND {near})"
        for ends, opposite in zip(ways, _opposites(connection), strict=True)
    )


def _all_opposed(connection: sqlite3.Connection) -> set[int] | None:
    """The relations that other days do not keep from being opposed, found from the pairs with several relations; None where those are so many that a walk soon meets
    enough of them."""
    busy = f"SELECT subject, object FROM relation GROUP BY subject, object HAVING count(*) > 1 LIMIT {_MANY_PAIRS}"
    (pairs,) = connection.execute(f"SELECT count(*) FROM ({busy})").fetchone()
    if pairs == _MANY_PAIRS:
        return None
    every, of_both = _opposites(connection)
    symmetric = ", ".join(map(str, _type_ids(connection, _SYMMETRIC))) or "NULL"
    straight = connection.execute(
        f"SELECT r.id, x.id FROM ({busy}) p CROSS JOIN relation r ON r.subject = p.subject AND r.object = p.object"
        f" CROSS JOIN relation x ON x.subject = p.subject AND x.object = p.object WHERE (r.type, x.type) IN (VALUES {every})"
    )
    turned = connection.execute(
        "SELECT r.id, x.id FROM relation x CROSS JOIN relation r ON r.subject = x.object AND r.object = x.subject"
        f" WHERE x.type IN ({symmetric}) AND (r.type, x.type) IN (VALUES {of_both})"
    )
    return {id for found in (straight, turned) for pair in found for id in pair}


# -- drivers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """A query read once: what every driver of it needs. `few`: a superset of the selected ids where a condition gives it."""

    ends: Where
    where: Where
    types: list[int] | None
    few: set[int] | None

    def among_relations(self) -> list[_Driver]:
        """Drivers over the relations themselves."""
        if self.few is not None:
            return [self.by_id()]
        if self.types is not None:
            return [self._walk(Where(["r.type = ?"], [number])) for number in self.types]
        return [self._walk(Where())]

    def by_id(self) -> _Driver:
        """One driver over the relations, whose order is that of the ids."""
        where = Where()
        if self.few is not None:
            where.add("r.id IN (SELECT value FROM json_each(?))", listed(self.few))
        self._limit_types(where, "+r.type")
        return self._walk(where)

    def _walk(self, where: Where) -> _Driver:
        return _Driver("relation r", "r.latest", "r.key", self._filtered(where))

    def around(self, entity: int, way: int | None = None) -> _Driver:
        """The driver over the relations of one entity."""
        where = Where(["i.entity = ?"], [entity])
        if way is not None:
            where.add(f"i.way & {way}")
        self._limit_types(where, "i.type")
        if self.few is not None:
            where.add("i.relation IN (SELECT value FROM json_each(?))", listed(self.few))
        return _Driver(
            "incident i CROSS JOIN relation r ON r.id = i.relation", "i.latest", "i.key", self._filtered(where)
        )

    def neighbours(self) -> tuple[str, list[Any]]:
        """A statement for the rows (other entity, relation) at the entity that is its first value, and its further values."""
        driver = self.around(0)
        plain = not (self.ends.conditions or self.where.conditions)
        tables = "incident i" if plain else driver.tables
        return f"SELECT i.other, i.relation FROM {tables} WHERE {driver.where.sql}", driver.where.values[1:]

    def _limit_types(self, where: Where, column: str) -> None:
        if self.types is not None:
            where.add(f"{column} IN ({', '.join(map(str, self.types)) or 'NULL'})")

    def _filtered(self, where: Where) -> Where:
        where.conditions += [*self.ends.conditions, *self.where.conditions]
        where.values += [*self.ends.values, *self.where.values]
        return where


def plan(connection: sqlite3.Connection, query: RelationQuery) -> Plan | None:
    """None where the query names what does not exist, so that nothing is selected."""
    ends = _end_conditions(connection, query)
    if ends is None:
        return None
    types = query.selected_types()
    numbers = None if types is None else _type_ids(connection, types)
    return Plan(ends, relation_conditions(query), numbers, _few(connection, query))


def _drivers(connection: sqlite3.Connection, query: RelationQuery) -> list[_Driver]:
    """The walks whose merged rows are the relations selected; several only for several types."""
    planned = plan(connection, query)
    if planned is None:
        return []
    if planned.few is None:
        end = _driving_end(connection, query)
        if end is not None:
            return [planned.around(*end)]
    return planned.among_relations()


def _driving_end(connection: sqlite3.Connection, query: RelationQuery) -> tuple[int, int | None] | None:
    """The end with the fewest relations that the query names, and the way its relations must go."""
    named = ((query.entity, _WAYS.get(query.direction)), (query.subject, OUT), (query.object, IN))
    found = []
    for name, way in named:
        if name is not None:
            degree, number = connection.execute("SELECT degree, id FROM entity WHERE key = ?", (name,)).fetchone()
            found.append((degree, number, way))
    return min(found, key=lambda one: one[0])[1:] if found else None


def _few(connection: sqlite3.Connection, query: RelationQuery) -> set[int] | None:
    """Ids of a superset of the relations selected, where a condition gives few; None where none does."""
    found: set[int] | None = None
    if query.article is not None:
        found = _ids(
            connection,
            "SELECT relation FROM evidence WHERE article = (SELECT id FROM article WHERE key = ?)",
            query.article,
        )
    elif query.articles is not None and len(query.articles) <= _MANY_ARTICLES:
        found = _ids(
            connection, f"SELECT relation FROM evidence WHERE article IN ({_ARTICLES})", listed(query.articles)
        )
    elif query.q:
        sought = match_words(query.q)
        found = set()
        if sought:
            found = _ids(
                connection,
                "SELECT e.relation FROM quote_words w CROSS JOIN evidence e ON e.id = w.rowid WHERE w.quote_words MATCH ?",
                sought,
            )
    if query.between is not None:
        pair = [entity_number(connection, end) for end in query.between]
        found = _cut(
            found,
            {
                id
                for a, b in (pair, pair[::-1])
                for id in _ids(connection, "SELECT id FROM relation WHERE subject = ? AND object = ?", a, b)
            },
        )
    if query.among is not None:
        found = _cut(found, _among(connection, query.among))
    if query.opposed is not None and found is None and not (query.entity or query.subject or query.object):
        found = _all_opposed(connection)
    return found


def _cut(found: set[int] | None, more: set[int]) -> set[int]:
    return more if found is None else found & more


def _ids(connection: sqlite3.Connection, sql: str, *values: Any) -> set[int]:
    return {id for (id,) in connection.execute(sql, values)}


def _among(connection: sqlite3.Connection, keys: Iterable[str]) -> set[int]:
    """Relations with both ends in a set: from the adjacency list of entities with few relations, by pairs from hubs."""
    found_ends = (connection.execute("SELECT id, degree FROM entity WHERE key = ?", (key,)).fetchone() for key in keys)
    numbered = [row for row in found_ends if row]
    members = {id for id, _ in numbered}
    low = [id for id, degree in numbered if degree <= 4 * len(members)]
    found = set()
    for id in low:
        for relation, other in connection.execute("SELECT relation, other FROM incident WHERE entity = ?", (id,)):
            if other in members:
                found.add(relation)
    hubs = listed([id for id, degree in numbered if degree > 4 * len(members)])
    found |= _ids(
        connection,
        "SELECT r.id FROM json_each(?1) a CROSS JOIN json_each(?1) b CROSS JOIN relation r"
        " ON r.subject = a.value AND r.object = b.value",
        hubs,
    )
    return found


# -- pages ------------------------------------------------------------------------------------------------------------


def page(connection: sqlite3.Connection, query: RelationQuery) -> Page[Edge]:
    after = decode_key(query.cursor, int, str) if query.cursor else None
    found = [_first(connection, driver, query.order, query.limit + 1, after) for driver in _drivers(connection, query)]
    key = _newest if query.order == "newest" else _by_id
    ordered = found[0] if len(found) == 1 else list(islice(merge(*found, key=key), query.limit + 1))
    kept = ordered[: query.limit]
    more = encode_cursor(*key(kept[-1])) if len(ordered) > query.limit else None
    return Page(tuple(_edges(connection, query, kept)), more)


def _first(
    connection: sqlite3.Connection, driver: _Driver, order: str, limit: int, after: Sequence[Any] | None = None
) -> list[Row]:
    """The first rows (EDGE_COLUMNS, latest, number) of a driver, after a sort key where one is given."""
    conditions, values = [driver.where.sql], list(driver.where.values)
    if order == "newest":
        by = f"{driver.latest} DESC, {driver.key}"
        if after is not None:
            conditions.append(f"{driver.latest} <= ? AND ({driver.latest} < ? OR {driver.key} > ?)")
            values += [-after[0], -after[0], after[1]]
    else:
        by = driver.key
        if after is not None:
            conditions.append(f"{driver.key} > ?")
            values.append(after[1])
    return connection.execute(
        f"SELECT {rows.EDGE_COLUMNS}, r.latest, r.id FROM {driver.tables} {_JOINS}"
        f" WHERE {' AND '.join(conditions)} ORDER BY {by} LIMIT ?",
        [*values, limit],
    ).fetchall()


def _newest(row: Row) -> tuple[int, str]:
    return -row[-2], row[0]


def _by_id(row: Row) -> tuple[int, str]:
    return 0, row[0]


def _edges(connection: sqlite3.Connection, query: RelationQuery, found: Sequence[Row]) -> list[Edge]:
    """Edges of selected rows; where the query asks of evidence, with figures counted over the pieces it selects."""
    if not query.asks_of_evidence:
        return [rows.edge(row) for row in found]
    pieces = evidence_conditions(query)
    counted = {
        id: figures
        for id, *figures in connection.execute(
            f"SELECT e.relation, {rows.FIGURES} FROM evidence e"
            f" WHERE e.relation IN (SELECT value FROM json_each(?)) AND {pieces.sql} GROUP BY e.relation",
            (listed([row[-1] for row in found]), *pieces.values),
        )
    }
    return [rows.figured(Relation(*row[:4]), tuple(counted[row[-1]])) for row in found]


def count(connection: sqlite3.Connection, query: RelationQuery) -> int:
    quick = _counted(connection, query)
    if quick is not None:
        return quick
    return sum(
        connection.execute(
            f"SELECT count(*) FROM {driver.tables} WHERE {driver.where.sql}", driver.where.values
        ).fetchone()[0]
        for driver in _drivers(connection, query)
    )


def _counted(connection: sqlite3.Connection, query: RelationQuery) -> int | None:
    """The answer from the counters, where the query asks for nothing, or only for an entity."""
    plain = RelationQuery(entity=query.entity, order=query.order, limit=query.limit, cursor=query.cursor)
    if query != plain:
        return None
    if query.entity is None:
        row = connection.execute("SELECT count FROM tally WHERE what = 'total' AND key = 'relations'").fetchone()
    else:
        row = connection.execute("SELECT degree FROM entity WHERE key = ?", (query.entity,)).fetchone()
    return row[0] if row else 0


def one(connection: sqlite3.Connection, key: str) -> Edge | None:
    row = connection.execute(
        f"SELECT {rows.EDGE_COLUMNS} FROM relation r {_JOINS} WHERE r.key = ?",
        (key,),
    ).fetchone()
    return rows.edge(row) if row else None


def edges_of(connection: sqlite3.Connection, query: RelationQuery, numbers: Sequence[int]) -> tuple[Edge, ...]:
    """The edges of these relations, in this order."""
    found = connection.execute(
        f"SELECT {rows.EDGE_COLUMNS}, r.latest, r.id FROM relation r {_JOINS}"
        " WHERE r.id IN (SELECT value FROM json_each(?))",
        (listed(numbers),),
    ).fetchall()
    edges = {row[-1]: edge for row, edge in zip(found, _edges(connection, query, found), strict=True)}
    return tuple(edges[number] for number in numbers)


def adjacent(
    connection: sqlite3.Connection, keys: Iterable[str], query: RelationQuery, per_entity: int
) -> dict[str, tuple[Edge, ...]]:
    query = replace(query, entity=None, direction="both")
    planned = plan(connection, query)
    found: dict[str, tuple[Edge, ...]] = {}
    for key in dict.fromkeys(keys):
        number = entity_number(connection, key)
        if number is not None:
            near = [] if planned is None else _first(connection, planned.around(number), query.order, per_entity)
            found[key] = tuple(_edges(connection, query, near))
    return found


# -- evidence ---------------------------------------------------------------------------------------------------------


def evidence(
    connection: sqlite3.Connection, keys: Iterable[str], query: RelationQuery | None
) -> dict[str, tuple[Evidence, ...]]:
    numbered = {}
    for key in sorted(set(keys)):
        row = connection.execute("SELECT id FROM relation WHERE key = ?", (key,)).fetchone()
        if row:
            numbered[row[0]] = key
    found = _pieces(connection, numbered, query or RelationQuery())
    return {key: tuple(found[id]) for id, key in numbered.items() if id in found}


def _pieces(connection: sqlite3.Connection, keys: Mapping[int, str], query: RelationQuery) -> dict[int, list[Evidence]]:
    """The selected pieces of relations (number → id), in the order of graph.aggregate.evidence_order."""
    where = evidence_conditions(query)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in connection.execute(
        f"SELECT e.relation, e.published, a.key, {rows.EVIDENCE_COLUMNS} FROM evidence e CROSS JOIN article a ON a.id = e.article"
        " CROSS JOIN quote ON quote.evidence = e.id LEFT JOIN entity p ON p.id = e.place"
        f" WHERE e.relation IN (SELECT value FROM json_each(?)) AND {where.sql}",
        (listed(keys), *where.values),
    ):
        found.setdefault(row[0], []).append(row)
    pieces = {}
    for relation, reports in found.items():
        if len(reports) > 1:
            reports.sort(key=_oldest)
        pieces[relation] = [rows.evidence(keys[relation], report[2], report[3:]) for report in reports]
    return pieces


def _oldest(report: Row) -> Row:
    """Sort key of a row of _pieces: day of the article (unknown last), its id, the sentence, the piece's id."""
    _, published, article, key, start, end, *_ = report
    return published or rows.NEVER, article, start, end, key


# -- streams ----------------------------------------------------------------------------------------------------------


def scan_relations(connection: sqlite3.Connection, query: RelationQuery) -> Iterator[tuple[Edge, tuple[Evidence, ...]]]:
    """By id. Merges nothing: several types are walked as one."""
    for found in _scan(connection, query):
        pieces = _pieces(connection, {row[-1]: row[0] for row in found}, query)
        for row, edge in zip(found, _edges(connection, query, found), strict=True):
            yield edge, tuple(pieces[row[-1]])


def scan_entities(connection: sqlite3.Connection, query: RelationQuery) -> Iterator[Entity]:
    """The ends of what the query selects, by id. The numbers of the ends are gathered in a temporary table."""
    if _selects_all(query):
        sql = "SELECT key, name, kind, aliases, codes FROM entity WHERE degree > 0 ORDER BY key"
        yield from (rows.entity(*row) for row in connection.execute(sql))
        return
    ends: set[int] = set()
    for driver in _drivers(connection, query):
        for pair in connection.execute(
            f"SELECT r.subject, r.object FROM {driver.tables} WHERE {driver.where.sql}",
            driver.where.values,
        ):
            ends.update(pair)
    sql = "SELECT key, name, kind, aliases, codes FROM entity WHERE id IN (SELECT value FROM json_each(?)) ORDER BY key"
    yield from (rows.entity(*row) for row in connection.execute(sql, (listed(ends),)))


def _scan(connection: sqlite3.Connection, query: RelationQuery) -> Iterator[list[Row]]:
    """All selected rows by id, some at a time."""
    query = replace(query, order="id", cursor=None)
    planned = plan(connection, query)
    if planned is None:
        return
    end = _driving_end(connection, query) if planned.few is None else None
    driver = planned.around(*end) if end else planned.by_id()
    order = "i.key" if end else "r.key"
    cursor = connection.execute(
        f"SELECT {rows.EDGE_COLUMNS}, r.latest, r.id FROM {driver.tables} {_JOINS} WHERE {driver.where.sql} ORDER BY {order}",
        driver.where.values,
    )
    while found := cursor.fetchmany(_STEP):
        yield found


def _selects_all(query: RelationQuery) -> bool:
    return query == RelationQuery(order=query.order, limit=query.limit, cursor=query.cursor, direction=query.direction)
