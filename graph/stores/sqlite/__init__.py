"""The embedded store: one SQLite file, sqlite:///data/graph.db. Many readers beside one writer, in any number of processes.

schema.sql says what is kept, files.py opens it, writing.py brings whole articles in and out, reading.py, finding.py and paths.py answer.
What each table and index is for, and what it costs, was measured: bench/ measures it again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from time import monotonic
from types import TracebackType
from typing import Final, Self

from graph.aggregate import accepted
from graph.model import Article, Edge, Entity, Evidence, Extraction, Mention
from graph.query import ArticleQuery, EntityHit, EntityQuery, Page, RelationQuery, Stats
from graph.stores.sqlite import fill, finding, paths, reading, whole, writing
from graph.stores.sqlite.files import Files, path_of

#: Articles and pieces of evidence after which add_many ends a transaction.
_ARTICLES: Final = 256
_PIECES: Final = 4096
#: Chunks that must be at hand within _SOON seconds for an empty store to be filled in one transaction; it ends when one comes later.
_FILL_FROM: Final = 3
_SOON: Final = 5.0

#: Articles with their digests.
Chunk = list[tuple[Extraction, str]]


def open(url: str) -> "SqliteStore":
    """The store in the file that the URL names; the file and its folder are made where missing.

    StoreUnavailable: the path cannot be a file. StoreDenied: not ours to write. StoreDamaged: no database, or of another version.
    """
    return SqliteStore(Files(path_of(url)))


class SqliteStore:
    """GraphStore in a file. Safe to use from several threads; readers never wait for the writer."""

    def __init__(self, files: Files) -> None:
        self._files = files

    # -- writing ------------------------------------------------------------------------------------------------------

    def add(self, extraction: Extraction) -> bool:
        return self.add_many([extraction]) == 1

    def add_many(self, extractions: Iterable[Extraction]) -> int:
        """In transactions of some hundred articles; into an empty store and if they come fast, in one (graph/stores/sqlite/fill.py)."""
        chunks = _chunks(extractions)
        first, soon = _timely(chunks, _FILL_FROM)
        added = 0
        if soon and len(first) == _FILL_FROM:
            added, first = self._fill(first, chunks)
        return added + sum(self._add_chunk(chunk) for chunk in chain(first, chunks))

    def _fill(self, first: list[Chunk], chunks: Iterator[Chunk]) -> tuple[int, list[Chunk]]:
        """These chunks and all that follow soon, into an empty store. How many articles changed something, and chunks not yet added."""
        with self._files.writing() as connection:
            if not fill.empty(connection):
                return 0, first
            batch = fill.Fill(connection)
            added = 0
            soon = True
            while first:
                for chunk in first:
                    added += sum(batch.add(extraction, digest) for extraction, digest in chunk)
                    batch.flush()
                if not soon:
                    break
                first, soon = _timely(chunks, 1)
            added += batch.finish()
            connection.execute("UPDATE state SET revision = revision + 1")
        return added, []

    def _add_chunk(self, chunk: Chunk) -> int:
        with self._files.writing() as connection:
            batch = writing.Batch(connection)
            added = sum(batch.add(extraction, digest) for extraction, digest in chunk)
            batch.flush()
            if added:
                connection.execute("UPDATE state SET revision = revision + 1")
        return added

    def forget(self, article_id: str) -> bool:
        with self._files.writing() as connection:
            forgotten = writing.forget(connection, article_id)
            if forgotten:
                connection.execute("UPDATE state SET revision = revision + 1")
        return forgotten

    # -- articles -----------------------------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article | None:
        with self._files.reading() as connection:
            return finding.article(connection, article_id)

    def articles(self, query: ArticleQuery) -> Page[Article]:
        with self._files.reading() as connection:
            return finding.articles(connection, query)

    def count_articles(self, query: ArticleQuery) -> int:
        with self._files.reading() as connection:
            return finding.count_articles(connection, query)

    def extraction(self, article_id: str) -> Extraction | None:
        with self._files.reading() as connection:
            return whole.extraction(connection, article_id)

    # -- entities -----------------------------------------------------------------------------------------------------

    def entity(self, entity_id: str) -> Entity | None:
        with self._files.reading() as connection:
            return finding.entity(connection, entity_id)

    def entities_by_id(self, entity_ids: Iterable[str]) -> Mapping[str, Entity]:
        with self._files.reading() as connection:
            return finding.entities_by_id(connection, entity_ids)

    def entities(self, query: EntityQuery) -> Page[EntityHit]:
        with self._files.reading() as connection:
            return finding.entities(connection, query)

    def mentions(self, entity_id: str, limit: int = 100, cursor: str | None = None) -> Page[Mention]:
        with self._files.reading() as connection:
            return finding.mentions(connection, entity_id, limit, cursor)

    def aliases(self, entity_id: str) -> Mapping[str, int]:
        with self._files.reading() as connection:
            return finding.aliases(connection, entity_id)

    def degrees(self, entity_ids: Iterable[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        with self._files.reading() as connection:
            return finding.degrees(connection, entity_ids)

    # -- relations ----------------------------------------------------------------------------------------------------

    def relation(self, relation_id: str) -> Edge | None:
        with self._files.reading() as connection:
            return reading.one(connection, relation_id)

    def relations(self, query: RelationQuery) -> Page[Edge]:
        with self._files.reading() as connection:
            return reading.page(connection, query)

    def count_relations(self, query: RelationQuery) -> int:
        with self._files.reading() as connection:
            return reading.count(connection, query)

    def evidence(
        self, relation_ids: Iterable[str], query: RelationQuery | None = None
    ) -> Mapping[str, tuple[Evidence, ...]]:
        with self._files.reading() as connection:
            return reading.evidence(connection, relation_ids, query)

    def adjacent(
        self, entity_ids: Sequence[str], query: RelationQuery, per_entity: int
    ) -> Mapping[str, tuple[Edge, ...]]:
        with self._files.reading() as connection:
            return reading.adjacent(connection, entity_ids, query, per_entity)

    def shortest_path(
        self, source: str, target: str, query: RelationQuery, max_length: int = 6, avoid: Collection[str] = ()
    ) -> tuple[Edge, ...] | None:
        with self._files.reading() as connection:
            return paths.shortest(connection, source, target, query, max_length, avoid)

    # -- everything, as a stream --------------------------------------------------------------------------------------

    def scan_entities(self, query: RelationQuery) -> Iterator[Entity]:
        with self._files.reading() as connection:
            yield from reading.scan_entities(connection, query)

    def scan_relations(self, query: RelationQuery) -> Iterator[tuple[Edge, tuple[Evidence, ...]]]:
        with self._files.reading() as connection:
            yield from reading.scan_relations(connection, query)

    # -- what people say about the graph --------------------------------------------------------------------------------

    def put(self, shelf: str, key: str, text: str | None) -> None:
        with self._files.writing() as connection:
            if whole.put(connection, shelf, key, text):
                connection.execute("UPDATE state SET revision = revision + 1")

    def shelf(self, shelf: str, prefix: str = "") -> Mapping[str, str]:
        with self._files.reading() as connection:
            return whole.shelf(connection, shelf, prefix)

    # -- the store itself ---------------------------------------------------------------------------------------------

    def stats(self) -> Stats:
        with self._files.reading() as connection:
            return whole.stats(connection)

    def revision(self) -> int:
        with self._files.reading() as connection:
            return whole.revision(connection)

    def ping(self) -> None:
        self.revision()

    def close(self) -> None:
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _timely(chunks: Iterator[Chunk], count: int) -> tuple[list[Chunk], bool]:
    """The next chunks, and whether they came without delay."""
    started = monotonic()
    found = list(islice(chunks, count))
    return found, monotonic() - started < _SOON


def _chunks(extractions: Iterable[Extraction]) -> Iterator[Chunk]:
    """Some articles at a time, checked."""
    chunk: Chunk = []
    pieces = 0
    for extraction in extractions:
        chunk.append((extraction, accepted(extraction)))
        pieces += len(extraction.evidence)
        if len(chunk) >= _ARTICLES or pieces >= _PIECES:
            yield chunk
            chunk, pieces = [], 0
    if chunk:
        yield chunk
