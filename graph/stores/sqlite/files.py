"""The database file: opening and checking it, connections, transactions, and its errors in our words."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Final
from urllib.parse import unquote

from graph.errors import StoreDamaged, StoreDenied, StoreError, StoreFull, StoreUnavailable

VERSION: Final = 1
APPLICATION: Final = 1164866661  # "Ente"
SCHEMA: Final = Path(__file__).with_name("schema.sql")
#: How long a writer waits for another, milliseconds.
PATIENCE: Final = 30_000
#: Bytes of write-ahead log from which the writer asks readers to let it start over, and from which it waits for them.
LOG_WANTED: Final = 24 << 20
LOG_LIMIT: Final = 48 << 20

_ERRORS: Final[dict[int, tuple[type[StoreError], str]]] = {
    sqlite3.SQLITE_FULL: (StoreFull, "no room left on the disk; nothing of this write was kept"),
    sqlite3.SQLITE_IOERR: (StoreUnavailable, "the disk cannot be read or written"),
    sqlite3.SQLITE_READONLY: (StoreDenied, "the file or its folder is read-only for this user"),
    sqlite3.SQLITE_PERM: (StoreDenied, "this user may not open the file"),
    sqlite3.SQLITE_AUTH: (StoreDenied, "this user may not open the file"),
    sqlite3.SQLITE_CANTOPEN: (StoreUnavailable, "the file cannot be opened"),
    sqlite3.SQLITE_BUSY: (
        StoreUnavailable,
        "another program has been writing to it for long; try again when it is done",
    ),
    sqlite3.SQLITE_LOCKED: (
        StoreUnavailable,
        "another program has been writing to it for long; try again when it is done",
    ),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, "this is not a database of Entente"),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, "the database is broken; restore a copy, or remove it and ingest again"),
}


def path_of(url: str) -> Path:
    """The file that sqlite:///relative.db or sqlite:////absolute.db names."""
    rest = url.partition("://")[2].partition("?")[0]
    path = unquote(rest.removeprefix("/"))
    if not rest.startswith("/") or not path or path.endswith("/") or "\0" in path:
        raise StoreUnavailable(f"{url} names no file; write sqlite:///data/graph.db or sqlite:////absolute/graph.db")
    return Path(path)


class Files:
    """One database file: a writer connection behind a lock, and reader connections lent one call each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._open = True
        self._writing = threading.Lock()
        with self.translated():
            self._make_folder()
            self._writer = self._prepared(PATIENCE)

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except PermissionError as error:
            raise StoreDenied(f"{self.path}: this user may not make the folder {self.path.parent}") from error
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: the folder cannot be made ({error.strerror})") from error
        if self.path.is_dir():
            raise StoreUnavailable(f"{self.path} is a folder; name a file in it")
        try:
            self.path.open("ab").close()
        except PermissionError as error:
            raise StoreDenied(f"{self.path}: this user may not write to it") from error
        except OSError as error:
            denied = StoreDenied if error.errno == 30 else StoreUnavailable  # EROFS: a read-only file system
            raise denied(f"{self.path} cannot be opened ({error.strerror})") from error

    def _prepared(self, timeout: int) -> sqlite3.Connection:
        """The writer's connection to a database of our version, made if the file is empty."""
        connection = self._connect(timeout)
        try:
            if self._version(connection) == (0, 0) and self._is_empty(connection):
                self._create(connection)
            application, version = self._version(connection)
            if application != APPLICATION:
                raise StoreDamaged(f"{self.path} is a database of another program")
            if version != VERSION:
                raise StoreDamaged(
                    f"{self.path} is of version {version}, this program reads version {VERSION}; ingest into a new file"
                )
            self._write_ahead(connection)
        except BaseException:
            connection.close()
            raise
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA journal_size_limit = {LOG_WANTED}")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    @staticmethod
    def _write_ahead(connection: sqlite3.Connection) -> None:
        """Give the file a write-ahead log. SQLite does not wait here for another writer, who may want the same; so we do."""
        until = monotonic() + PATIENCE / 1000
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
            sleep(0.01)

    def _create(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if self._is_empty(connection):  # else another process was quicker
                for statement in _statements(SCHEMA.read_text(encoding="utf-8")):
                    connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    @staticmethod
    def _version(connection: sqlite3.Connection) -> tuple[int, int]:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return application, version

    @staticmethod
    def _is_empty(connection: sqlite3.Connection) -> bool:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return bool(tables == 0)

    def _connect(self, timeout: int) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, cached_statements=256)
        connection.execute(f"PRAGMA busy_timeout = {timeout}")
        return connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """sqlite3's errors in our words."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0)
            kind, words = _ERRORS.get(code & 0xFF, (StoreError, str(error)))
            raise kind(f"{self.path}: {words}") from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the store for the whole block."""
        with self.translated():
            if not self._open:
                raise StoreUnavailable(f"{self.path}: the store is closed")
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect(PATIENCE)
                connection.execute("PRAGMA query_only = 1")
                connection.execute("PRAGMA cache_size = -16384")
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._open:
            self._idle.append(connection)
        else:
            connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The writer's connection in a transaction that is kept when the block ends well, and leaves nothing when it does not."""
        with self._writing, self.translated():
            if not self._open:
                raise StoreUnavailable(f"{self.path}: the store is closed")
            connection = self._writer
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._bound_log(connection)

    def _bound_log(self, connection: sqlite3.Connection) -> None:
        """Start the write-ahead log over when it has grown; wait for readers only when it has grown much."""
        log = Path(f"{self.path}-wal")
        size = log.stat().st_size if log.exists() else 0
        if size < LOG_WANTED:
            return
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE if size >= LOG_LIMIT else 50}")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")

    def close(self) -> None:
        """Close all connections; the last one out folds the write-ahead log into the file."""
        with self._writing:
            if not self._open:
                return
            self._open = False
            while self._idle:
                self._idle.pop().close()
            with closing(self._writer), self.translated():
                self._writer.execute("PRAGMA busy_timeout = 0")
                # advice for the query planner: where it cannot be written now, all that was added is kept nonetheless
                with suppress(sqlite3.OperationalError):
                    self._writer.execute("PRAGMA optimize")


def _statements(script: str) -> Iterator[str]:
    """executescript() would commit; these run inside a transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
