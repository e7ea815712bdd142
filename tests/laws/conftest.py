"""Every law of graph/store.py is tested over every store: one more store is one more line here."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count

import pytest

from graph.store import GraphStore
from graph.stores import open_store
from tests.neo4j_server import emptied

#: Gives an empty store, closed at the end of the block.
Fresh = Callable[[], AbstractContextManager[GraphStore]]


@pytest.fixture(scope="session", params=["memory", "sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    match request.param:
        case "memory":
            url = "memory://"
        case "sqlite":
            folder, numbers = tmp_path_factory.mktemp("laws"), count()
            return lambda: open_store(f"sqlite:///{folder}/{next(numbers)}.db")
        case "neo4j":
            address = request.getfixturevalue("neo4j_address")
            return lambda: open_store(emptied(address))
    return lambda: open_store(url)
