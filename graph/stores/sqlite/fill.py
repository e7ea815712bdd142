"""The first filling of an empty store: rows in the order they come, indexes and what follows from the rows once at the end.

Building a B-tree from sorted rows costs a fraction of keeping it in order all the while. All of it is one transaction: readers see an
empty store until it is full, and a crash leaves it empty. The write-ahead log holds the whole of it for that while.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from graph import ontology
from graph.model import Entity, Extraction
from graph.stores.sqlite import rows
from graph.stores.sqlite.files import SCHEMA
from graph.stores.sqlite.rows import Row
from graph.stores.sqlite.writing import (
    BOTH,
    IN,
    OUT,
    Batch,
    Known,
    name_words,
    names_of,
    put_spellings,
    settle,
    spellings_of,
)

#: Indexes that nothing needs while rows come in; the schema says what they are.
_DEFERRED: Final = (
    "article_newest",
    "article_source",
    "entity_degree",
    "entity_name",
    "relation_newest",
    "relation_type",
    "relation_pair",
    "evidence_relation",
    "evidence_article",
)
#: Entities and surface forms remembered between batches.
_REMEMBERED: Final = 300_000
#: Bits of the filter that knows which ids are new, less one: 16 MB, good for ten million relations.
_BITS: Final = (1 << 27) - 1
#: Entities whose names are indexed in one go.
_NAMES: Final = 20_000


class Fill(Batch):
    """A batch into a store that is empty when its transaction begins. Call finish() before the transaction ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        for index in _DEFERRED:
            connection.execute(f"DROP INDEX {index}")
        connection.execute(
            "CREATE TEMP TABLE appearing (entity INTEGER NOT NULL, article_key TEXT NOT NULL, article INTEGER NOT NULL)"
        )
        self._seen = bytearray((_BITS >> 3) + 1)
        self._later: list[tuple[Extraction, str]] = []
        self._several: set[int] = set()  # entities given in several ways
        self._remembered: dict[str, int] = {}
        self._says: dict[int, Row] = {}  # the first profile of an entity: (number, what it says)
        self._counted: Counter[tuple[int, str]] = Counter()
        super().__init__(connection)

    def add(self, extraction: Extraction, digest: str) -> bool:
        """As Batch.add; another yield of an article that came before is put off until all indexes are there."""
        key = extraction.article.id
        if key in self._articles or self._perhaps_seen(key):
            self.flush()
            row = self._connection.execute("SELECT digest FROM article WHERE key = ?", (key,)).fetchone()
            if row is not None:
                if row[0] != digest:
                    self._later.append((extraction, digest))
                return False
        self._articles[key] = digest
        self._gather(extraction, digest)
        return True

    def _perhaps_seen(self, key: str) -> bool:
        """False where the key is surely new, which spares a look at the table: a Bloom filter of two bits per key."""
        number = hash(key)
        first, second = number & _BITS, (number >> 30) & _BITS
        seen = self._seen
        known = seen[first >> 3] >> (first & 7) & seen[second >> 3] >> (second & 7) & 1
        if not known:
            seen[first >> 3] |= 1 << (first & 7)
            seen[second >> 3] |= 1 << (second & 7)
        return bool(known)

    def _stored_relation(self, key: str) -> int | None:
        return super()._stored_relation(key) if self._perhaps_seen(key) else None

    def _begin(self) -> None:
        super()._begin()
        if len(self._remembered) > _REMEMBERED:
            self._remembered.clear()
            self._says.clear()
        self._entities = self._remembered
        self._changed: set[int] = set()  # of this batch, those given in several ways

    def _stored_profile(self, entity_id: int, says: Row) -> int | None:
        known = self._says.get(entity_id)
        if known is not None and known[1] == says:
            return int(known[0])
        return super()._stored_profile(entity_id, says)

    def _profile(self, entity_id: int, entity: Entity) -> int:
        before = self._next["profile"]
        id = super()._profile(entity_id, entity)
        if id >= before:  # a new one
            if entity_id in self._says or entity_id not in self._fresh or len(self._fresh[entity_id]) > 1:
                self._several.add(entity_id)
            self._says.setdefault(entity_id, (id, rows.given(entity)))
        if entity_id in self._several:
            self._changed.add(entity_id)
        return id

    def _varied(self) -> list[int]:
        return [id for id in self._changed if id not in self._fresh]

    def _link(self, known: Iterable[Known]) -> Counter[int]:
        return Counter()

    def _move(self, known: Known, before: int) -> None:
        pass

    def _name(self, id: int, names: tuple[str, ...]) -> None:
        pass

    def _settle(self, id: int) -> None:
        settle(self._connection, id, named=False)

    def _put_surfaces(self) -> None:
        self._counted.update(self._surfaces)
        if len(self._counted) > _REMEMBERED:
            self._surfaces, self._counted = self._counted, Counter()
            super()._put_surfaces()

    def _insert(self, table: str, values: list[Row]) -> None:
        super()._insert("appearing" if table == "appearance" else table, values)

    def finish(self) -> int:
        """Write the rest, then all that was put off. Returns how many articles of it changed something."""
        self.flush()
        self._surfaces = self._counted
        super()._put_surfaces()
        connection = self._connection
        connection.execute("INSERT INTO appearance SELECT * FROM appearing ORDER BY entity, article_key")
        connection.execute("DROP TABLE appearing")
        self._build_adjacency()
        for statement in _indexes():
            connection.execute(statement)
        self._build_names()
        batch = Batch(connection)
        changed = sum(batch.add(extraction, digest) for extraction, digest in self._later)
        batch.flush()
        return changed

    def _build_adjacency(self) -> None:
        mirrored = [id for name, id in self._types.items() if ontology.TYPES[name].symmetric]
        both = f"type IN ({', '.join(map(str, mirrored)) or '0'})"  # no type has number 0
        self._connection.execute(
            f"""INSERT INTO incident SELECT * FROM (
              SELECT subject, latest, key, id, object, type, CASE WHEN subject = object OR {both} THEN {BOTH} ELSE {OUT} END
              FROM relation UNION ALL
              SELECT object, latest, key, id, subject, type, CASE WHEN {both} THEN {BOTH} ELSE {IN} END
              FROM relation WHERE subject <> object
            ) ORDER BY 1, 2 DESC, 3"""
        )
        self._connection.execute(
            f"""INSERT INTO degree SELECT entity, type,
              sum(way & {OUT} > 0), sum(CASE WHEN way = {IN} OR (entity = other AND NOT {both}) THEN 1 ELSE 0 END)
            FROM incident GROUP BY entity, type"""
        )
        self._connection.execute(
            "UPDATE entity SET degree = found.count FROM"
            " (SELECT entity, sum(outgoing + incoming) AS count FROM degree GROUP BY entity) AS found WHERE found.entity = id"
        )
        self._connection.execute(
            "UPDATE entity SET degree = (SELECT count(*) FROM incident WHERE entity = entity.id)"
            " WHERE id IN (SELECT subject FROM relation WHERE subject = object)"
        )

    def _build_names(self) -> None:
        connection = self._connection
        found = connection.execute("SELECT id, key, name, kind, aliases, codes FROM entity ORDER BY id")
        while some := list(islice(found, _NAMES)):
            named = [(id, names_of(rows.entity(*row))) for id, *row in some]
            connection.executemany(
                "INSERT INTO name_words (rowid, words) VALUES (?, ?)",
                [row for id, names in named for row in name_words(id, names)],
            )
            put_spellings(connection, [(spelling, id) for id, names in named for spelling in spellings_of(names)])


def _indexes() -> Iterator[str]:
    """The statements of the schema that make the deferred indexes."""
    for statement in re.findall(r"CREATE INDEX [^;]+;", SCHEMA.read_text(encoding="utf-8")):
        if statement.split()[2] in _DEFERRED:
            yield statement


def empty(connection: sqlite3.Connection) -> bool:
    """Whether nothing was ever kept here, or all was taken out again."""
    return connection.execute("SELECT 1 FROM article").fetchone() is None
