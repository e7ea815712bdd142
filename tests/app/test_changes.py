"""What changed since a day, a moment, the last ingest: in REST, on the page without JavaScript, on the explorer's screen."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from lxml import html
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph.curation import Curator
from graph.ingests import Intake
from graph.stores import open_store
from tests.app.conftest import API
from tests.journeys.world import CHINA, GERMANY, JAPAN, RUSSIA, Claim, extraction

PRAISE, VISIT, AID = Claim(JAPAN, "PRAISES", CHINA), Claim(JAPAN, "VISITS", CHINA), Claim(GERMANY, "AIDS", RUSSIA)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """Praise reported twice by one ingest; by the next, which brings older news, a visit and once more the aid."""
    with open_store("memory://") as store:
        first, last = Intake(Curator(store)), Intake(Curator(store))
        first.add(extraction("Delta Wire", date(2025, 3, 1), [PRAISE, AID]))
        first.add(extraction("Gulf Courier", date(2025, 3, 20), [PRAISE]))
        last.add(extraction("Ridge Review", date(2025, 2, 1), [VISIT, AID]))
        yield TestClient(create_app(Settings(), store), base_url="http://localhost")


def get(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(API + path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def changes(client: TestClient, **asked: Any) -> dict[str, str]:
    return {one["relation"]["type"]: one["change"] for one in get(client, "/changes", **asked)["data"]}


def test_what_the_last_ingest_changed(client: TestClient) -> None:
    assert changes(client, since="ingest") == {"VISITS": "new", "AIDS": "strengthened"}
    assert changes(client, since="ingest", silent=True) == {"PRAISES": "silent"}
    assert get(client, "/changes", since="ingest", entity=CHINA.id)["meta"]["count"] == 1


def test_what_changed_since_a_moment(client: TestClient) -> None:
    last, first = get(client, "/ingests")["data"]
    assert [one["articles"] for one in (last, first)] == [1, 2]
    assert changes(client, since=last["began"]) == changes(client, since="ingest")
    assert set(changes(client, since=first["began"])) == {"PRAISES", "VISITS", "AIDS"}
    assert changes(client, since="2999-01-01T00:00:00Z") == {}


def test_what_changed_since_a_day_of_publication(client: TestClient) -> None:
    assert changes(client, since="2025-03-01") == {"PRAISES": "new", "AIDS": "strengthened"}
    assert changes(client, since="2025-03-21", silent=True) == {"PRAISES": "silent", "AIDS": "silent"}


@pytest.mark.parametrize("since", ["yesterday", "2025-13-01", "0", "2025-03-01T99:00Z", ""])
def test_other_words_are_refused(client: TestClient, since: str) -> None:
    answer = client.get(f"{API}/changes", params={"since": since})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "since")


def test_a_store_without_notes_says_so() -> None:
    empty = TestClient(create_app(Settings(), open_store("memory://")), base_url="http://localhost")
    assert get(empty, "/ingests")["data"] == []
    answer = empty.get(f"{API}/changes", params={"since": "ingest"})
    assert "no ingest is noted" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("since", "recent"), [(None, []), ("ingest", ["2025-02-01"]), ("2025-03-01", ["2025-03-01", "2025-03-20"])]
)
def test_the_screen_marks_what_is_recent(client: TestClient, since: str | None, recent: list[str]) -> None:
    ids = [one.id for one in (JAPAN, CHINA, GERMANY, RUSSIA)]
    data = client.post(f"{API}/screen", json={"entities": ids, "since": since}).json()["data"]
    marked = {piece["published"] for one in data["relations"] for piece in one["evidence"] if piece["recent"]}
    assert sorted(marked) == recent


def read(client: TestClient, path: str) -> Any:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", page.text_content()).strip()


def test_the_page_leads_from_a_day_to_the_last_ingest_and_to_what_fell_silent(client: TestClient) -> None:
    page = read(client, "/changes")
    assert words(page.cssselect("h1")[0]) == "What changed since 14 March 2025"
    links = page.xpath("//p[starts-with(., 'Or since an ingest')]/a")
    assert [words(link.getparent()).count("article") for link in links] == [2, 2]
    last = read(client, "/changes" + links[0].get("href"))
    assert re.fullmatch(r"What changed since \d+ \w+ \d{4}, \d\d:\d\d UTC", words(last.cssselect("h1")[0]))
    badges = {words(row) for row in last.cssselect(".row-triple")}
    assert badges == {"Japan VISITS China new", "Germany AIDS Russia strengthened"}
    (quiet,) = last.xpath("//a[contains(., 'What has gone silent since')]/@href")
    assert [words(row) for row in read(client, "/changes" + quiet).cssselect(".row-triple")] == [
        "Japan PRAISES China silent"
    ]
