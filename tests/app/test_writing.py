"""Articles sent over HTTP are read by the real reader with the real model, and kept or not as asked."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from tests.app.conftest import API
from tests.samples_graph import extractions

SENT = {
    "title": "Nakamura in Nairobi",
    "text": "French President Emmanuel Macron visited Vietnam on Monday. Kenya imposed sanctions on Sudan.",
    "published": "2025-05-28",
    "source": "Harbour Post",
}


@pytest.fixture
def kept() -> Iterator[tuple[GraphStore, TestClient]]:
    with open_store("memory://") as store:
        store.add_many(extractions())
        yield store, TestClient(create_app(Settings(writable=True), store), base_url="http://localhost")


@pytest.fixture(scope="session")
def reading() -> None:
    """Skips, saying so, where no language model is at hand."""
    from graph.errors import ModelError
    from ingest import nlp

    try:
        nlp.load()
    except ModelError as error:
        pytest.skip(str(error))


@pytest.mark.slow
@pytest.mark.usefixtures("reading")
def test_an_article_is_read_without_being_kept(client: TestClient, store: GraphStore) -> None:
    before = store.revision()
    answer = client.post(f"{API}/extract", json=SENT)
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert data["text"].startswith("Nakamura in Nairobi\n\nFrench President")
    told = {(one["subject"]["name"], one["type"], one["object"]["name"], one["status"]) for one in data["relations"]}
    assert ("Emmanuel Macron", "VISITS", "Vietnam", "asserted") in told
    for relation in data["relations"]:
        for piece in relation["evidence"]:
            assert data["text"][piece["trigger"]["start"] : piece["trigger"]["end"]] == piece["trigger"]["text"]
    assert store.revision() == before


@pytest.mark.slow
@pytest.mark.usefixtures("reading")
def test_an_article_is_kept_once_and_taken_out_exactly(kept: tuple[GraphStore, TestClient]) -> None:
    store, client = kept
    before = client.get(f"{API}/export?format=jsonl").content
    first = client.post(f"{API}/articles", json=SENT)
    assert (first.status_code, first.json()["data"]["new"]) == (201, True)
    assert client.get(first.headers["location"]).json()["data"]["title"] == "Nakamura in Nairobi"
    revision = store.revision()
    again = client.post(f"{API}/articles", json=SENT)
    assert (again.status_code, again.json()["data"]["new"], store.revision()) == (200, False, revision)
    assert client.delete(first.headers["location"]).status_code == 204
    assert client.get(f"{API}/export?format=jsonl").content == before
    assert client.delete(first.headers["location"]).status_code == 404


@pytest.mark.slow
@pytest.mark.usefixtures("reading")
def test_what_is_not_english_is_refused_with_the_reason(client: TestClient) -> None:
    text = (
        "Der Bundeskanzler reiste am Montag nach Paris, um mit dem französischen Präsidenten über die Lage zu sprechen. "
        * 3
    )
    answer = client.post(f"{API}/extract", json={"text": text})
    assert answer.status_code == 422
    assert "German" in answer.json()["detail"]


@pytest.mark.parametrize("change", [("post", "/articles", SENT), ("delete", "/articles/art_x", None)])
def test_a_service_that_only_shows_refuses_changes(client: TestClient, change: tuple[str, str, dict | None]) -> None:
    method, path, body = change
    answer = client.request(method, API + path, json=body)
    assert answer.status_code == 403
    assert "ENTENTE_WRITABLE" in answer.json()["detail"]


def test_a_foreign_page_cannot_write_by_a_plain_form(kept: tuple[GraphStore, TestClient]) -> None:
    """Browsers send text/plain across origins without asking; only JSON, which makes them ask first, is read."""
    _, client = kept
    answer = client.post(f"{API}/articles", content=b'{"text": "x"}', headers={"content-type": "text/plain"})
    assert answer.status_code == 422


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": "x", "titel": "y"}, {"text": "x", "published": 3}])
def test_an_article_that_is_none_is_refused(client: TestClient, body: dict) -> None:
    assert client.post(f"{API}/extract", json=body).status_code == 422
