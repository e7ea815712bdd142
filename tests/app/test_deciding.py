"""What analysts decide, over the API and over forms that work without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph.curation import Curator
from graph.store import GraphStore
from graph.stores import open_store
from tests.app.conftest import API
from tests.samples_graph import CHINA, JAPAN, NSATU, RUTTE, YOKOSUKA, extractions

BY = {"author": "Ada", "reason": "the same body"}
MERGE = {"entity": NSATU.id, "into": JAPAN.id, **BY}
ANY = {"if-match": "*"}


@pytest.fixture
def kept() -> Iterator[GraphStore]:
    with open_store("memory://") as opened:
        opened.add_many(extractions())
        yield opened


@pytest.fixture
def editor(kept: GraphStore) -> TestClient:
    app = create_app(Settings(writable=True, allowed_origins=["https://partner.example"]), kept)
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


# -- the API --------------------------------------------------------------------------------------------------------------


def test_a_merge_is_logged_and_the_old_id_leads_to_the_survivor(editor: TestClient) -> None:
    made = editor.post(f"{API}/merges", json=MERGE, headers=ANY)
    assert made.status_code == 201, made.text
    data = made.json()["data"]
    assert data["entity"] == {"id": NSATU.id, "name": "NSATU", "kind": "IGO"}
    assert (data["into"]["name"], data["author"], data["holds"], data["settled"]) == ("Japan", "Ada", True, True)
    assert editor.get(made.headers["location"]).json()["data"] == data
    assert editor.get(f"{API}/merges").json()["data"] == [data]
    moved = editor.get(f"{API}/entities/{NSATU.id}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"{API}/entities/{JAPAN.id}")
    assert moved.headers["cache-control"] == "no-cache"
    deeper = editor.get(f"{API}/entities/{NSATU.id}/relations?limit=3&direction=out")
    assert deeper.headers["location"] == f"{API}/entities/{JAPAN.id}/relations?limit=3&direction=out"
    paths = editor.get(f"{API}/paths", params={"from": RUTTE.id, "to": NSATU.id})
    assert (paths.status_code, paths.headers["location"]) == (301, f"{API}/paths?from={RUTTE.id}&to={JAPAN.id}")


def test_a_merge_taken_back_leaves_the_graph_as_it_was_and_stays_in_the_log(editor: TestClient) -> None:
    before = editor.get(f"{API}/export?format=jsonl").content
    address = editor.post(f"{API}/merges", json=MERGE, headers=ANY).headers["location"]
    assert editor.get(f"{API}/export?format=jsonl").content != before
    answer = editor.delete(address, params={"author": "Bruno", "reason": "two bodies"}, headers=ANY)
    assert answer.status_code == 200, answer.text
    assert editor.get(f"{API}/export?format=jsonl").content == before
    assert editor.get(f"{API}/entities/{NSATU.id}").status_code == 200
    (kept,) = editor.get(f"{API}/merges", params={"entity": NSATU.id}).json()["data"]
    assert (kept["holds"], kept["revoked_by"], kept["revoked_reason"]) == (False, "Bruno", "two bodies")
    again = editor.delete(address, params=BY, headers=ANY)
    assert again.status_code == 409
    assert "Bruno" in again.json()["detail"]


def test_names_and_kinds_can_be_changed(editor: TestClient) -> None:
    made = editor.patch(
        f"{API}/entities/{NSATU.id}", json={"name": "NATO Command", "kind": "ORG", **BY}, headers=ANY
    ).json()
    assert [one["action"] for one in made["data"]] == ["rename", "rekind"]
    entity = editor.get(f"{API}/entities/{NSATU.id}").json()["data"]
    assert (entity["name"], entity["kind"], "NSATU" in entity["aliases"]) == ("NATO Command", "ORG", True)
    same = editor.patch(f"{API}/entities/{NSATU.id}", json={"kind": "ORG", **BY}, headers=ANY)
    assert (same.status_code, same.json()["data"]) == (200, [])


def test_an_entity_can_be_split(editor: TestClient, kept: GraphStore) -> None:
    article = extractions()[0].article.id
    made = editor.post(
        f"{API}/entities/{JAPAN.id}/split", json={"name": "Japan in April", "articles": [article], **BY}, headers=ANY
    )
    assert made.status_code == 201, made.text
    other = made.json()["data"]["into"]["id"]
    assert {one.article_id for one in kept.mentions(other).items} == {article}


def test_a_decision_on_what_has_changed_since_is_refused(editor: TestClient, kept: GraphStore) -> None:
    seen = editor.get(f"{API}/entities/{NSATU.id}").headers["etag"]
    assert editor.post(f"{API}/merges", json=MERGE).status_code == 428
    kept.forget(extractions()[2].article.id)
    assert editor.post(f"{API}/merges", json=MERGE, headers={"if-match": seen}).status_code == 412
    assert editor.get(f"{API}/merges").json()["data"] == []
    fresh = editor.get(f"{API}/entities/{NSATU.id}").headers["etag"]
    assert editor.post(f"{API}/merges", json=MERGE, headers={"if-match": fresh}).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**MERGE, "into": "Q0"}, "into"),
        ({**MERGE, "into": NSATU.id}, "into"),
        ({**MERGE, "author": ""}, "author"),
        ({**MERGE, "reason": "  "}, "reason"),
        ({**MERGE, "resaon": "x"}, "resaon"),
        ({"entity": NSATU.id, "into": JAPAN.id}, "author"),
    ],
)
def test_a_merge_that_makes_no_sense_names_its_field(editor: TestClient, body: dict[str, str], field: str) -> None:
    answer = editor.post(f"{API}/merges", json=body, headers=ANY)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field
    assert editor.get(f"{API}/merges").json()["data"] == []


def test_deciding_about_what_is_not_there_is_404_and_names_the_survivor(editor: TestClient) -> None:
    assert editor.patch(f"{API}/entities/Q0", json={"name": "X", **BY}, headers=ANY).status_code == 404
    assert editor.delete(f"{API}/merges/dec_9", params=BY, headers=ANY).status_code == 404
    editor.post(f"{API}/merges", json=MERGE, headers=ANY)
    answer = editor.patch(f"{API}/entities/{NSATU.id}", json={"name": "X", **BY}, headers=ANY)
    assert answer.status_code == 404
    assert JAPAN.id in answer.json()["detail"]


CHANGES = [
    ("post", "/api/v1/merges", MERGE),
    ("post", f"/api/v1/entities/{JAPAN.id}/split", {"name": "X", "surfaces": ["Japan"], **BY}),
    ("patch", f"/api/v1/entities/{JAPAN.id}", {"name": "X", **BY}),
    ("delete", "/api/v1/merges/dec_1?author=a&reason=b", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_a_service_that_only_shows_refuses_and_says_which_setting_allows(
    client: TestClient, method: str, path: str, body: dict[str, str] | None
) -> None:
    answer = client.request(method, path, json=body, headers=ANY)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert "ENTENTE_WRITABLE" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 201),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 201),
        ({"origin": "http://localhost"}, 201),
        ({"origin": "https://partner.example", "sec-fetch-site": "cross-site"}, 201),
        ({"origin": "https://evil.example", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_only_our_own_pages_and_programs_decide(editor: TestClient, headers: dict[str, str], status: int) -> None:
    answer = editor.post(f"{API}/merges", json=MERGE, headers={**ANY, **headers})
    assert answer.status_code == status, answer.text
    form = editor.post(f"/entities/{CHINA.id}/label", data={"name": "Middle Kingdom", **BY}, headers=headers)
    assert form.status_code == (303 if status == 201 else status)


def test_what_a_killed_process_left_undone_is_finished_when_the_app_comes_back(kept: GraphStore) -> None:
    """The decision was written down, no article had passed through it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Curator, "_settle", lambda self, decision: decision)
        Curator(kept).merge(NSATU.id, JAPAN.id, "Ada", "one body")
    assert kept.entity(NSATU.id)
    app = create_app(Settings(writable=True), kept)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as restarted:
        restarted.get("/decisions")
        assert restarted.get(f"/entities/{NSATU.id}").status_code == 301


# -- pages ----------------------------------------------------------------------------------------------------------------


def test_the_log_is_read_without_javascript(editor: TestClient) -> None:
    assert "Nobody has decided anything" in editor.get("/decisions").text
    made = editor.post(f"{API}/merges", json={**MERGE, "reason": "<b>same</b> seal"}, headers=ANY).json()["data"]
    html = editor.get("/decisions").text
    assert f'action="/decisions/{made["id"]}/revoke"' in html
    assert "&lt;b&gt;same&lt;/b&gt; seal" in html
    words = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    assert "NSATU is the same as Japan" in words
    assert "by Ada" in words


def test_a_merge_by_form_shows_the_survivor_with_what_was_decided(editor: TestClient) -> None:
    page = editor.get(f"/entities/{YOKOSUKA.id}")
    assert f'action="/entities/{YOKOSUKA.id}/merge"' in page.text
    assert page.headers["referrer-policy"] == "same-origin"
    done = editor.post(f"/entities/{YOKOSUKA.id}/merge", data={"into": "Tokyo", **BY})
    assert (done.status_code, done.headers["location"]) == (303, f"/entities/{JAPAN.id}")
    assert "Yokosuka naval base" in editor.get(f"/entities/{JAPAN.id}").text.split('id="decided"')[1]
    old = editor.get(f"/entities/{YOKOSUKA.id}")
    assert (old.status_code, old.headers["location"]) == (301, f"/entities/{JAPAN.id}")
    (decision,) = editor.get(f"{API}/merges").json()["data"]
    taken = editor.post(f"/decisions/{decision['id']}/revoke", data=BY)
    assert (taken.status_code, taken.headers["location"]) == (303, "/decisions")
    assert "Taken back" in editor.get("/decisions").text
    assert editor.get(f"/entities/{YOKOSUKA.id}").status_code == 200


def test_splits_and_labels_by_form(editor: TestClient) -> None:
    done = editor.post(f"/entities/{RUTTE.id}/split", data={"surface": ["Mark Rutte"], "name": "M. Rutte", **BY})
    assert done.status_code == 303, done.text
    assert editor.get(done.headers["location"]).status_code == 200
    assert editor.post(f"/entities/{CHINA.id}/label", data={"name": "China", "kind": "PLACE", **BY}).status_code == 303
    assert editor.get(f"{API}/entities/{CHINA.id}").json()["data"]["kind"] == "PLACE"


@pytest.mark.parametrize("into", ["", "Nowhere", "Q0"])
def test_a_form_that_makes_no_sense_is_answered_with_a_page_that_says_why(editor: TestClient, into: str) -> None:
    answer = editor.post(f"/entities/{RUTTE.id}/merge", data={"into": into, **BY}, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "into" in answer.text


def test_pages_of_a_service_that_only_shows_have_no_forms_to_decide(client: TestClient) -> None:
    html = client.get(f"/entities/{JAPAN.id}").text
    assert 'method="post"' not in html
    assert client.post(f"/entities/{JAPAN.id}/merge", data={"into": "x", **BY}).status_code == 403
    assert "ENTENTE_WRITABLE" in client.get("/decisions").text
