"""The app on the shipped memory store, filled with the hand-made graph of tests/samples_graph.py. Nothing is mocked: where a test
needs a store that fails, it gives the app a store address that cannot be opened, or breaks one method of the real one."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from tests import samples_graph

API = "/api/v1"


@pytest.fixture(scope="session")
def store() -> Iterator[GraphStore]:
    with open_store("memory://") as opened:
        opened.add_many(samples_graph.extractions())
        yield opened


@pytest.fixture(scope="session")
def client(store: GraphStore) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), store), base_url="http://localhost", raise_server_exceptions=False) as made:
        yield made
