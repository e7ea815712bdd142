"""Opposite deeds of the same two: told apart from denials, shown side by side, in REST, on pages and on the explorer's screen."""

import re
from datetime import date
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph import ontology
from graph.model import Status
from graph.stores import open_store
from tests.app.conftest import API
from tests.journeys.world import CHINA, GERMANY, JAPAN, RUSSIA, Claim, extraction

SUPPORT = ontology.relation(JAPAN.id, "SUPPORTS", CHINA.id).id
BLAME = ontology.relation(JAPAN.id, "CRITICIZES", CHINA.id).id
VISIT = ontology.relation(GERMANY.id, "VISITS", RUSSIA.id).id


@pytest.fixture(scope="module")
def client() -> TestClient:
    """Japan supports China, and criticises it three weeks and again a year later; a visit is reported and denied."""
    store = open_store("memory://")
    store.add(
        extraction("Delta Wire", date(2025, 3, 1), [Claim(JAPAN, "SUPPORTS", CHINA), Claim(GERMANY, "VISITS", RUSSIA)])
    )
    store.add(extraction("Gulf Courier", date(2025, 3, 22), [Claim(JAPAN, "CRITICIZES", CHINA)]))
    store.add(extraction("Gulf Courier", date(2026, 3, 22), [Claim(JAPAN, "CRITICIZES", CHINA)]))
    store.add(extraction("Ridge Review", date(2025, 3, 2), [Claim(GERMANY, "VISITS", RUSSIA, Status.DENIED)]))
    return TestClient(create_app(Settings(), store), base_url="http://localhost")


def get(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(API + path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_contradictions_come_in_two_kinds_denials_first(client: TestClient) -> None:
    first = get(client, "/contradictions", limit=1)
    assert [(one["kind"], one["relation"]["id"]) for one in first["data"]] == [("denied", VISIT)]
    second = client.get(first["links"]["next"]).json()
    (deed,) = second["data"]
    last = client.get(second["links"]["next"]).json()  # the other of the two was told already
    assert (last["data"], last["links"]["next"]) == ([], None)
    assert (deed["kind"], deed["relation"]["id"], deed["denied"]) == ("opposite_deed", BLAME, [])
    assert [piece["article"]["published"] for piece in deed["asserted"]] == ["2025-03-22"]  # not that of a year later
    (other,) = deed["opposite"]
    assert (other["relation"]["id"], other["relation"]["independent_count"]) == (SUPPORT, 1)
    assert [piece["sentence"]["text"] for piece in other["evidence"]] == ["Japan supported China."]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({"kind": "denied"}, ["denied"]),
        ({"kind": "opposite_deed"}, ["opposite_deed"]),
        ({"kind": "opposite_deed", "window": 20}, []),
        ({"kind": "opposite_deed", "window": 21}, ["opposite_deed"]),
        ({"kind": "opposite_deed", "type": "SUPPORTS"}, ["opposite_deed"]),
        ({"kind": "opposite_deed", "type": "VISITS"}, []),
        ({"kind": "opposite_deed", "published_to": "2025-03-10"}, []),
    ],
)
def test_the_kind_the_window_and_every_filter_can_be_chosen(
    client: TestClient, asked: dict[str, Any], kinds: list[str]
) -> None:
    assert [one["kind"] for one in get(client, "/contradictions", **asked)["data"]] == kinds


def test_a_cursor_of_another_kind_is_refused(client: TestClient) -> None:
    answer = client.get(f"{API}/contradictions", params={"kind": "denied", "cursor": "opposite_deed."})
    assert answer.status_code == 422


def test_relations_with_an_opposite_deed_can_be_listed(client: TestClient) -> None:
    assert {one["id"] for one in get(client, "/relations", opposed=30)["data"]} == {SUPPORT, BLAME}


@pytest.mark.parametrize(("own", "other"), [(SUPPORT, BLAME), (BLAME, SUPPORT)])
def test_each_of_the_two_names_the_other(client: TestClient, own: str, other: str) -> None:
    record = get(client, f"/relations/{own}")["data"]
    assert [one["relation"]["id"] for one in record["opposite"]] == [other]
    screen = client.post(f"{API}/screen", json={"entities": [JAPAN.id, CHINA.id, GERMANY.id, RUSSIA.id]}).json()["data"]
    opposes = {one["id"]: one["opposes"] for one in screen["relations"]}
    assert opposes == {SUPPORT: [BLAME], BLAME: [SUPPORT], VISIT: []}


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", page.text_content()).strip()


def read(client: TestClient, path: str) -> Any:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def test_the_page_of_contradictions_keeps_the_kinds_apart(client: TestClient) -> None:
    page = read(client, "/contradictions")
    denied, deeds = (
        page.xpath("//section[@aria-labelledby='denied']"),
        page.xpath("//section[@aria-labelledby='opposite']"),
    )
    assert words(denied[0].cssselect(".contradiction h3")[0]).startswith("Germany VISITS Russia denied")
    (title,) = deeds[0].cssselect(".contradiction h3")
    assert words(title).startswith("Japan CRITICIZES China opposite deed")
    quotes = [words(quote) for quote in deeds[0].cssselect(".quote")]
    assert quotes == ["Japan criticised China.", "Japan supported China."]
    assert not read(client, "/contradictions?kind=denied").xpath("//*[@id='opposite']")
    assert "No opposite deeds here, at most 20 days apart." in words(
        read(client, "/contradictions?kind=opposite_deed&window=20")
    )


def test_the_page_of_a_relation_shows_what_stands_against_it(client: TestClient) -> None:
    page = read(client, f"/relations/{SUPPORT}")
    assert words(page.cssselect(".badge-opposite")[0]) == "opposite deed"
    (section,) = page.xpath("//section[@aria-labelledby='against']")
    assert "Japan CRITICIZES China" in words(section)
    assert not read(client, f"/relations/{VISIT}").cssselect(".badge-opposite")


def test_lists_mark_what_an_opposite_deed_stands_against(client: TestClient) -> None:
    (article,) = [one["id"] for one in get(client, "/articles")["data"] if one["published"] == "2025-03-01"]
    for path in ("/relations", f"/entities/{JAPAN.id}", f"/articles/{article}"):
        for row in read(client, path).cssselect("li.row"):
            marked = [badge.get("href") for badge in row.cssselect(".badge-opposite")]
            told = words(row.cssselect(".row-triple")[0])
            assert bool(marked) == told.startswith("Japan"), told
            assert marked in ([], [f"/relations/{SUPPORT}#against"], [f"/relations/{BLAME}#against"])
    assert len(read(client, "/relations").cssselect(".badge-opposite")) == 2
