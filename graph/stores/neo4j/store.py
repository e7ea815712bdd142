"""The GraphStore on a Neo4j server. Each method is one transaction; graph/store.py says what it promises."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Final, Self

from neo4j import ManagedTransaction

from graph.aggregate import accepted, evidence_order, symmetric
from graph.errors import StoreUnavailable
from graph.model import Article, Edge, Entity, Evidence, Extraction, Mention
from graph.query import ArticleQuery, EntityHit, EntityQuery, Page, RelationQuery, Stats, decode_key, encode_cursor
from graph.stores.neo4j import cypher, finding, paths, reading, rows, writing
from graph.stores.neo4j.database import Database, text

#: Relations or entities that a scan reads at a time.
STRIDE: Final = 1000


class Neo4jStore:
    """GraphStore on one Neo4j database. Safe to use from several threads and processes; writers take turns."""

    def __init__(self, database: Database) -> None:
        self._open: Database | None = database

    @property
    def _database(self) -> Database:
        if self._open is None:
            raise StoreUnavailable("the store is closed")
        return self._open

    def _rows(self, statement: str, **parameters: Any) -> list[list[Any]]:
        """All rows of one reading statement."""

        def work(tx: ManagedTransaction) -> list[list[Any]]:
            return tx.run(text(statement), parameters).values()

        return self._database.read(work)

    # -- writing ------------------------------------------------------------------------------------------------------

    def add(self, extraction: Extraction) -> bool:
        return self.add_many([extraction]) > 0

    def add_many(self, extractions: Iterable[Extraction]) -> int:
        checked = (writing.Accepted(extraction, accepted(extraction)) for extraction in extractions)
        return sum(map(self._write, writing.batches(checked)))

    def _write(self, batch: Sequence[writing.Accepted]) -> int:
        return self._database.write(lambda tx: writing.add(tx, batch))

    def forget(self, article_id: str) -> bool:
        return self._database.write(lambda tx: writing.forget(tx, article_id))

    # -- articles -----------------------------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article | None:
        found = self._rows(f"MATCH (a:Article {{id: $id}}) RETURN a {{{rows.ARTICLE}}} AS row", id=article_id)
        return rows.article(found[0][0]) if found else None

    def articles(self, query: ArticleQuery) -> Page[Article]:
        found, asked = finding.articles(query)
        after = rows.newest_after(decode_key(query.cursor, int, str)) if query.cursor is not None else ""
        asked.add("a.newest > $after", after=after)
        asked.parameters["limit"] = query.limit + 1
        statement = (
            f"{found} {asked.where()} RETURN a {{{rows.ARTICLE}}} AS row, a.newest ORDER BY a.newest LIMIT $limit"
        )
        selected = self._rows(statement, **asked.parameters)
        articles = tuple(rows.article(row) for row, _ in selected[: query.limit])
        return Page(articles, _newest_cursor(selected, query.limit))

    def count_articles(self, query: ArticleQuery) -> int:
        found, asked = finding.articles(query)
        return int(self._rows(f"{found} {asked.where()} RETURN count(a)", **asked.parameters)[0][0])

    def extraction(self, article_id: str) -> Extraction | None:
        return self._database.read(lambda tx: reading.extraction(tx, article_id))

    # -- entities -----------------------------------------------------------------------------------------------------

    def entity(self, entity_id: str) -> Entity | None:
        return self.entities_by_id([entity_id]).get(entity_id)

    def entities_by_id(self, entity_ids: Iterable[str]) -> Mapping[str, Entity]:
        ids = sorted(set(entity_ids))
        statement = f"UNWIND $ids AS id MATCH (e:Entity {{id: id}}) RETURN e {{{rows.ENTITY}}} AS row"
        found = {row["id"]: rows.entity(row) for (row,) in self._rows(statement, ids=ids)}
        return {id: found[id] for id in ids if id in found}

    def entities(self, query: EntityQuery) -> Page[EntityHit]:
        return finding.entities(query, self._rows)

    def mentions(self, entity_id: str, limit: int = 100, cursor: str | None = None) -> Page[Mention]:
        article, number = decode_key(cursor, str, int) if cursor is not None else ("", -1)
        statement = """
            MATCH (e:Entity {id: $id})<-[m:MENTIONS]-(a:Article) WHERE a.id >= $article
            RETURN a.id, properties(m) ORDER BY a.id, m.start, m.end, m.kind LIMIT $limit"""
        found = self._rows(statement, id=entity_id, article=article, limit=limit + max(number, -1) + 2)
        seen: Counter[str] = Counter()
        numbered = []
        for article_id, row in found:
            numbered.append((article_id, seen[article_id], rows.mention(article_id, entity_id, row)))
            seen[article_id] += 1
        rest = [row for row in numbered if row[:2] > (article, number)]
        mentions = tuple(mention for _, _, mention in rest[:limit])
        return Page(mentions, encode_cursor(*rest[limit - 1][:2]) if len(rest) > limit else None)

    def aliases(self, entity_id: str) -> Mapping[str, int]:
        statement = "MATCH (:Entity {id: $id})<-[m:MENTIONS]-(:Article) RETURN m.text, count(m)"
        found = [(name, count) for name, count in self._rows(statement, id=entity_id)]
        return dict(sorted(found, key=lambda row: (-row[1], row[0])))

    def degrees(self, entity_ids: Iterable[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        statement = f"""
            UNWIND $ids AS id MATCH (e:Entity {{id: id}}) OPTIONAL MATCH (e)-[x:{cypher.typed()}]-()
            RETURN id, type(x), startNode(x) = e, endNode(x) = e, count(x)"""
        counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for id, type, starts, ends, number in self._rows(statement, ids=sorted(set(entity_ids))):
            both = type is not None and symmetric(type)
            counts[id][type, "out"] += number if starts or both else 0
            counts[id][type, "in"] += number if ends and not both else 0
        return {id: dict(sorted((+counts[id]).items())) for id in sorted(counts)}

    # -- relations ----------------------------------------------------------------------------------------------------

    def relation(self, relation_id: str) -> Edge | None:
        columns = ", ".join(f"r.{name}" for name in rows.EDGE)
        found = self._rows(f"MATCH (r:Relation {{id: $id}}) RETURN {columns}", id=relation_id)
        return rows.edge(found[0]) if found else None

    def relations(self, query: RelationQuery) -> Page[Edge]:
        after = decode_key(query.cursor, int, str) if query.cursor is not None else None
        found = self._after(query, query.order, after, query.limit + 1)
        edges = tuple(rows.edge(row[:-1]) for row in found[: query.limit])
        if query.order == "newest" or len(found) <= query.limit:
            return Page(edges, _newest_cursor(found, query.limit))
        return Page(edges, encode_cursor(0, edges[-1].relation.id))

    def _after(self, query: RelationQuery, order: str, key: list[Any] | None, limit: int) -> list[list[Any]]:
        """The first rows a query selects, after that key. The condition is there without a key too: it names the index."""
        after = "" if key is None else rows.newest_after(key) if order == "newest" else key[1]
        selection = cypher.selected(query, order, after)
        return self._rows(selection.ordered(order), **selection.parameters, limit=limit)

    def count_relations(self, query: RelationQuery) -> int:
        selection = cypher.selected(query)
        return int(self._rows(selection.counted(), **selection.parameters)[0][0])

    def evidence(
        self, relation_ids: Iterable[str], query: RelationQuery | None = None
    ) -> Mapping[str, tuple[Evidence, ...]]:
        ids = sorted(set(relation_ids))
        asked = cypher.on_evidence(query or RelationQuery())
        found = f"UNWIND $ids AS id MATCH (r:Relation {{id: id}})<-[:ABOUT]-(e:Evidence) {asked.where()}"
        pieces: dict[str, list[tuple[Evidence, Article]]] = defaultdict(list)
        for id, row in self._rows(f"{found} RETURN id, properties(e)", ids=ids, **asked.parameters):
            pieces[id].append((rows.evidence(id, row), rows.dated(row)))
        ordered = {id: sorted(pieces[id], key=lambda pair: evidence_order(*pair)) for id in ids if id in pieces}
        return {id: tuple(piece for piece, _ in pairs) for id, pairs in ordered.items()}

    def adjacent(
        self, entity_ids: Sequence[str], query: RelationQuery, per_entity: int
    ) -> Mapping[str, tuple[Edge, ...]]:
        ids = list(dict.fromkeys(entity_ids))
        selection = cypher.at("n", replace(query, entity=None, direction="both"))
        first = f"CALL (n) {{ {selection.ordered(query.order)} }} RETURN collect([{', '.join(rows.EDGE)}]) AS edges"
        statement = f"UNWIND $ids AS entity MATCH (n:Entity {{id: entity}}) CALL (n) {{ {first} }} RETURN entity, edges"
        found = {
            entity: tuple(map(rows.edge, edges))
            for entity, edges in self._rows(statement, ids=ids, limit=per_entity, **selection.parameters)
        }
        return {id: found[id] for id in ids if id in found}

    def shortest_path(
        self, source: str, target: str, query: RelationQuery, max_length: int = 6, avoid: Collection[str] = ()
    ) -> tuple[Edge, ...] | None:
        return self._database.read(lambda tx: paths.shortest(tx, source, target, query, max_length, avoid))

    # -- everything, as a stream --------------------------------------------------------------------------------------

    def scan_entities(self, query: RelationQuery) -> Iterator[Entity]:
        ends: set[str] = set()
        for found in self._strides(query):
            ends.update(end for _, subject, _, object, *_ in found for end in (subject, object))
        ordered = sorted(ends)
        for start in range(0, len(ordered), STRIDE):
            yield from self.entities_by_id(ordered[start : start + STRIDE]).values()

    def scan_relations(self, query: RelationQuery) -> Iterator[tuple[Edge, tuple[Evidence, ...]]]:
        for found in self._strides(query):
            edges = [rows.edge(row[:-1]) for row in found]
            pieces = self.evidence([edge.relation.id for edge in edges], query)
            for edge in edges:
                if edge.relation.id in pieces:
                    yield edge, pieces[edge.relation.id]

    def _strides(self, query: RelationQuery) -> Iterator[list[list[Any]]]:
        """The selected relations by id, some at a time."""
        after: list[Any] | None = None
        while True:
            found = self._after(query, "id", after, STRIDE)
            if found:
                yield found
            if len(found) < STRIDE:
                return
            after = [0, found[-1][0]]

    # -- what people say about the graph --------------------------------------------------------------------------------

    def put(self, shelf: str, key: str, text: str | None) -> None:
        self._database.write(lambda tx: writing.put(tx, rows.shelved(shelf, key), text))

    def shelf(self, shelf: str, prefix: str = "") -> Mapping[str, str]:
        start = rows.shelved(shelf, "")
        statement = "MATCH (s:Shelf) WHERE s.id STARTS WITH $start RETURN s.id, s.text"
        found = {id[len(start) :]: kept for id, kept in self._rows(statement, start=start + prefix)}
        return dict(sorted(found.items()))

    # -- the store itself ---------------------------------------------------------------------------------------------

    def stats(self) -> Stats:
        def counted(statement: str) -> dict[str, int]:
            return dict(sorted((str(key), int(count)) for key, count in self._rows(statement) if key is not None))

        kinds = counted("MATCH (e:Entity) RETURN e.kind, count(e)")
        types = counted("MATCH (r:Relation) RETURN r.type, count(r)")
        statuses = counted("MATCH (e:Evidence) RETURN e.status, count(e)")
        month = "left(coalesce(e.earliest, e.latest, e.published), 7)"
        return Stats(
            articles=self.count_articles(ArticleQuery()),
            entities=sum(kinds.values()),
            relations=sum(types.values()),
            evidence=sum(statuses.values()),
            by_type=types,
            by_status=statuses,
            by_kind=kinds,
            by_source=counted("MATCH (a:Article) WHERE a.source IS NOT NULL RETURN a.source, count(a)"),
            by_month=counted(f"MATCH (e:Evidence) RETURN {month}, count(e)"),
        )

    def revision(self) -> int:
        return int(self._rows("MATCH (s:Store) RETURN s.revision")[0][0])

    def ping(self) -> None:
        self._database.ping()

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _newest_cursor(selected: Sequence[Sequence[Any]], limit: int) -> str | None:
    """The cursor of the next page, from rows that end with `newest`, one more than fit on this page."""
    return encode_cursor(*rows.newest_key(selected[limit - 1][-1])) if len(selected) > limit else None
