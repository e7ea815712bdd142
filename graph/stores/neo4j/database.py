"""The connection: where the server is, transactions that are tried again, and errors that say what to do."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, LiteralString, TypeVar
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j import GraphDatabase, ManagedTransaction
from neo4j.exceptions import AuthError, DriverError, Forbidden, Neo4jError, ServiceUnavailable, SessionExpired

from graph.errors import StoreDamaged, StoreDenied, StoreError, StoreFull, StoreUnavailable

Result = TypeVar("Result")

#: Seconds: to reach the server, to wait for a free connection, and to try a transaction again.
CONNECT: Final = 5.0
ACQUIRE: Final = 20.0
RETRY: Final = 15.0

#: The code of an error of the server's begins with one of these when it may pass by itself.
_PASSING = ("Neo.TransientError", "Neo.ClientError.Database", "Neo.DatabaseError.Database")


def text(cypher: str) -> LiteralString:
    """Mark a query text as ours. All come from constants of this package and names of the ontology, never from input."""
    return cypher


class Database:
    """One database on one server (or cluster). Safe to use from several threads."""

    def __init__(self, driver: neo4j.Driver, address: str, name: str | None) -> None:
        self._driver = driver
        self._name = name
        self._bookmarks = GraphDatabase.bookmark_manager()
        self.address = address  # without the password: for messages

    @classmethod
    def connect(cls, url: str) -> "Database":
        """The database at a URL. Where it holds no user, NEO4J_USERNAME and NEO4J_PASSWORD count; without those, no password."""
        parts = urlsplit(url)
        try:
            port = parts.port or 7687
        except ValueError as error:
            raise StoreError(f"{_without_password(url)}: {error}") from error
        address = f"{parts.scheme}://{parts.hostname or 'localhost'}:{port}"
        user = unquote(parts.username or "") or os.environ.get("NEO4J_USERNAME", "neo4j")
        password = unquote(parts.password or "") or os.environ.get("NEO4J_PASSWORD", "")
        with _translated(address):
            driver = GraphDatabase.driver(
                address,
                auth=(user, password) if password else None,
                connection_timeout=CONNECT,
                connection_acquisition_timeout=ACQUIRE,
                max_transaction_retry_time=RETRY,
                notifications_min_severity="OFF",
            )
        database = cls(driver, address, unquote(parts.path.strip("/")) or None)
        try:
            database.ping()
        except BaseException:
            driver.close()
            raise
        return database

    def read(self, work: Callable[[ManagedTransaction], Result]) -> Result:
        """Do `work` in a transaction that only reads; done anew when the server asks for it, so it must have no other effect."""
        with _translated(self.address), self._session() as session:
            return session.execute_read(work)

    def write(self, work: Callable[[ManagedTransaction], Result]) -> Result:
        """Do `work` in one transaction: all or nothing. Done anew when the server asks for it (a deadlock, a new leader)."""
        with _translated(self.address), self._session() as session:
            return session.execute_write(work)

    def run(self, cypher: str) -> None:
        """One statement that manages its own transaction: changes of the schema."""
        with _translated(self.address), self._session() as session:
            session.run(text(cypher)).consume()

    def ping(self) -> None:
        """Return if the database answers; the StoreError says why not. Does not wait for it to come back."""
        with _translated(self.address), self._session() as session:
            session.run("RETURN 1").consume()

    def close(self) -> None:
        self._driver.close()

    def _session(self) -> neo4j.Session:
        return self._driver.session(database=self._name, bookmark_manager=self._bookmarks)


@contextmanager
def _translated(address: str) -> Iterator[None]:
    """Errors of the driver and of the server as ours, which say what to start or set."""
    try:
        yield
    except (ServiceUnavailable, SessionExpired, OSError) as error:
        raise StoreUnavailable(
            f"no Neo4j server answers at {address}: start one (docker compose up neo4j, or make neo4j in a checkout) or correct"
            f" the store's URL; bolt://, neo4j://, neo4j+s:// tell how to talk to it ({_first_line(error)})"
        ) from error
    except (AuthError, Forbidden) as error:
        raise StoreDenied(
            f"the Neo4j server at {address} refuses us: put the right user and password into the store's URL"
            " (neo4j://user:password@host:7687, special characters as %40), or set NEO4J_USERNAME and NEO4J_PASSWORD"
            f" ({_first_line(error)})"
        ) from error
    except Neo4jError as error:
        raise _server_error(address, error) from error
    except DriverError as error:
        raise StoreUnavailable(f"Neo4j at {address}: {_first_line(error)}") from error
    except ValueError as error:
        raise StoreError(f"Neo4j at {address}: {error}") from error


def _server_error(address: str, error: Neo4jError) -> StoreError:
    code, message = error.code or "", _first_line(error)
    if "No space left" in message or "disk" in message.lower():
        return StoreFull(f"the disk of the Neo4j server at {address} is full; nothing of this write was kept")
    if "DatabaseNotFound" in code:
        return StoreUnavailable(f"the Neo4j server at {address} has no such database: {message}")
    if "MemoryPool" in code or "OutOfMemory" in code:
        return StoreError(
            f"the Neo4j server at {address} has too little memory for this (raise server.memory.heap.max_size): {message}"
        )
    if "too large to index" in message:
        return StoreError(f"a name or id is longer than Neo4j at {address} can index (about 8,000 bytes)")
    if code.startswith(_PASSING):
        return StoreUnavailable(f"the Neo4j server at {address} cannot do this now: {message}")
    if code.startswith("Neo.DatabaseError"):
        return StoreDamaged(f"the Neo4j server at {address} failed: {message} ({code})")
    return StoreError(f"the Neo4j server at {address} refused a query: {message} ({code})")


def _first_line(error: BaseException) -> str:
    message = error.message if isinstance(error, Neo4jError) else str(error)
    return (message or type(error).__name__).strip().splitlines()[0]


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
