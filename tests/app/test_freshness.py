"""Conditional requests: an answer is good until the graph changes."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from tests.app.conftest import API
from tests.samples_graph import ARTICLES, extractions


@pytest.fixture
def changing() -> Iterator[tuple[GraphStore, TestClient]]:
    with open_store("memory://") as store:
        store.add_many(extractions())
        yield store, TestClient(create_app(Settings(), store), base_url="http://localhost")


def test_an_answer_stays_fresh_until_the_graph_changes(changing: tuple[GraphStore, TestClient]) -> None:
    store, client = changing
    first = client.get(f"{API}/relations")
    assert first.headers["etag"].startswith('W/"')
    assert first.headers["x-graph-revision"] == str(store.revision())
    condition = {"if-none-match": f'"other", {first.headers["etag"]}'}
    again = client.get(f"{API}/relations", headers=condition)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    store.forget(ARTICLES[2].id)
    changed = client.get(f"{API}/relations", headers=condition)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


def test_another_question_has_another_tag(client: TestClient) -> None:
    tags = {client.get(f"{API}/relations?limit={limit}").headers["etag"] for limit in (1, 2)}
    assert len(tags) == 2


def test_large_answers_are_compressed_and_caches_know_it(client: TestClient) -> None:
    answer = client.get(f"{API}/schema", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]


def test_no_other_origin_may_read_answers_unless_set(client: TestClient, store: GraphStore) -> None:
    asked = {"origin": "https://desk.example"}
    assert "access-control-allow-origin" not in client.get(f"{API}/stats", headers=asked).headers
    settings = Settings(allowed_origins=["https://desk.example"])
    open_to = TestClient(create_app(settings, store), base_url="http://localhost")
    answer = open_to.get(f"{API}/stats", headers=asked)
    assert answer.headers["access-control-allow-origin"] == "https://desk.example"
