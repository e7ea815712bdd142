"""Errors: one shape on every route, the status each deserves, the field that is wrong, and nothing of ours given away."""

import logging
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from app import create_app, errors
from app.settings import Settings
from graph import errors as graph_errors
from graph.store import GraphStore
from graph.stores import open_store
from tests.app.conftest import API
from tests.samples_graph import RUTTE


def problem(answer: object, status: int) -> dict:
    """The answer is a problem of this status; its body."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body.keys() == {"type", "title", "status", "detail", "instance", "errors"}
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/nothing", "/api/v1/nothing"),
        ("/entities/nobody", "nobody"),
        ("/entities/nobody/relations", "nobody"),
        ("/entities/nobody/neighbourhood", "nobody"),
        ("/entities/nobody/timeline", "nobody"),
        ("/entities/nobody/mentions", "nobody"),
        ("/relations/rel_x", "rel_x"),
        ("/relations/rel_x/evidence", "rel_x"),
        ("/articles/art_x", "art_x"),
        ("/articles/art_x/text", "art_x"),
        ("/articles/art_x/relations", "art_x"),
        (f"/paths?from={RUTTE.id}&to=nobody", "nobody"),
        (f"/compare?a=nobody&b={RUTTE.id}", "nobody"),
        ("/export?entity=nobody&depth=1", "nobody"),
    ],
)
def test_what_is_not_there_is_404_and_named(client: TestClient, path: str, what: str) -> None:
    assert what in problem(client.get(API + path), 404)["detail"]


@pytest.mark.parametrize(
    ("path", "field", "suggestion"),
    [
        ("/relations?typ=VISITS", "typ", "type"),
        ("/relations?statuses=asserted", "statuses", "status"),
        ("/relations?type=VISITED", "type", "VISITS"),
        ("/relations?status=planed", "status", "planned"),
        ("/entities?kind=country", "kind", "COUNTRY"),
        ("/relations?limit=501", "limit", None),
        ("/relations?limit=0", "limit", None),
        ("/relations?date_from=yesterday", "date_from", None),
        ("/relations?date_from=2025-05-01&date_to=2025-04-01", "date_from", None),
        ("/relations?min_confidence=2", "min_confidence", None),
        ("/relations?cursor=nonsense", "cursor", None),
        ("/relations?between=Q17", "between", None),
        ("/relations?cameo=4x", "cameo", None),
        (f"/entities/{RUTTE.id}/neighbourhood?depth=4", "depth", None),
        (f"/entities/{RUTTE.id}/neighbourhood?limit=151", "limit", None),
        (f"/paths?from={RUTTE.id}&to={RUTTE.id}", "to", None),
        (f"/paths?from={RUTTE.id}", "to", None),
        ("/changes", "since", None),
        ("/export?format=grphml", "format", "graphml"),
        ("/schema?pretty=1", "pretty", None),
    ],
)
def test_a_question_without_sense_is_422_and_names_the_field(
    client: TestClient, path: str, field: str, suggestion: str | None
) -> None:
    (error,) = problem(client.get(API + path), 422)["errors"]
    assert (error["field"], error["suggestion"]) == (field, suggestion)
    assert error["detail"]


def test_a_method_that_is_not_possible_is_405_and_says_which_is(client: TestClient) -> None:
    answer = client.delete(f"{API}/entities")
    assert "DELETE" in problem(answer, 405)["detail"]
    assert answer.headers["allow"] == "GET"
    assert client.put(f"{API}/export").headers["allow"] == "GET, POST"


@pytest.mark.parametrize(("body", "status"), [(b"{", 422), (b"[]", 422), (b'{"entities": "Q17"}', 422), (b"\xff", 400)])
def test_a_body_that_is_no_request_is_refused(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post(f"{API}/subgraph", content=body, headers={"content-type": "application/json"})
    problem(answer, status)


def test_a_body_that_is_too_large_is_413(store: GraphStore) -> None:
    small = TestClient(create_app(Settings(body_limit=100), store), base_url="http://localhost")
    problem(small.post(f"{API}/subgraph", json={"entities": ["x" * 200]}), 413)
    problem(small.post(f"{API}/subgraph", content=iter([b'{"entities":["', b"x" * 200, b'"]}'])), 413)


def test_a_foreign_host_name_is_refused(client: TestClient) -> None:
    """DNS rebinding: a page of evil.example may resolve its name to 127.0.0.1, yet it cannot change the Host header."""
    body = problem(client.get(f"{API}/stats", headers={"host": "evil.example"}), 400)
    assert "ENTENTE_ALLOWED_HOSTS" in body["detail"]
    for host in ("localhost:8000", "127.0.0.1:9", "[::1]:8000"):
        assert client.get(f"{API}/healthz", headers={"host": host}).status_code == 200


class Broken:
    """The shipped store with one method that fails as told."""

    def __init__(self, error: Exception) -> None:
        self._store, self._error = open_store("memory://"), error

    def __getattr__(self, name: str) -> object:
        if name in ("entity", "relations", "ping"):
            return self._fail
        return getattr(self._store, name)

    def _fail(self, *_: object) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (graph_errors.StoreUnavailable("start the server"), 503),
        (graph_errors.StoreDenied("wrong password"), 503),
        (graph_errors.StoreDamaged("not a graph"), 500),
        (ZeroDivisionError("secret"), 500),
    ],
)
def test_a_store_that_fails_gives_the_status_it_deserves(
    error: Exception, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    client = TestClient(create_app(Settings(), Broken(error)), base_url="http://localhost")  # type: ignore[arg-type]
    with caplog.at_level(logging.ERROR, "entente.app"):
        body = problem(client.get(f"{API}/relations"), status)
    assert ("secret" in body["detail"]) is False
    assert "Content-Security-Policy" in client.get(f"{API}/relations").headers
    assert caplog.records


def test_the_app_starts_without_its_store_and_says_what_is_missing(tmp_path: object) -> None:
    client = TestClient(create_app(Settings(store="parquet:///x")), base_url="http://localhost")
    assert client.get(f"{API}/healthz").status_code == 200
    assert "sqlite://" in problem(client.get(f"{API}/readyz"), 500)["detail"]


def test_a_store_away_is_503_and_asks_to_come_back() -> None:
    away = Broken(graph_errors.StoreUnavailable("Neo4j does not answer at localhost:7687; start it"))
    client = TestClient(create_app(Settings(), away), base_url="http://localhost")  # type: ignore[arg-type]
    answer = client.get(f"{API}/readyz")
    assert "start it" in problem(answer, 503)["detail"]
    assert answer.headers["retry-after"] == "5"


def test_every_error_of_the_graph_has_a_status() -> None:
    def below(kind: type[Exception]) -> list[type[Exception]]:
        return [kind, *(one for child in kind.__subclasses__() for one in below(child))]

    for kind in below(graph_errors.EntenteError):
        assert any(parent in errors.STATUS for parent in kind.__mro__), kind


@pytest.mark.parametrize("path", ["/nothing", "/entities/nobody", "/relations?date_from=never", "/changes?since=never"])
def test_a_browser_gets_errors_as_pages(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1>" in answer.text


def _requests() -> list[Callable[[TestClient], object]]:
    return [
        lambda client: client.get(f"{API}/stats"),
        lambda client: client.get(f"{API}/nothing"),
        lambda client: client.get("/"),
        lambda client: client.get("/static/css/base.css"),
        lambda client: client.get("/static/none.css"),
        lambda client: client.put(f"{API}/stats"),
        lambda client: client.get("/", headers={"host": "evil.example"}),
    ]


@pytest.mark.parametrize("ask", _requests())
def test_every_answer_carries_the_security_headers(client: TestClient, ask: Callable[[TestClient], object]) -> None:
    headers = ask(client).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
