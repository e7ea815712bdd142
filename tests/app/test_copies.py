"""Copies and rewrites are shown as what they are: in relations, views, screens and on the page."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph import ids
from graph.model import Article, Evidence, Extraction, Mention, Span, Status
from graph.stores import open_store
from ingest.sources import Location, read
from tests.app.conftest import API
from tests.samples_graph import JAPAN, RUTTE, VISIT, extractions

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
STORY = (
    "Mark Rutte came to Japan on Tuesday, and the harbour was full of people who wanted to see him. "
    "He spoke for an hour about ships, about the price of steel and about old friendships across two oceans. "
    "Nobody asked him a question, since the rain began, and the band went home before the last song."
)
OTHER = (
    "A delegation led by Mark Rutte was received in Japan this week. Shipyards hope for orders; unions warn that none "
    "has been signed. Analysts call the journey a signal to the neighbours, and expect a second one in autumn."
)


def told(text: str, outlet: str, day: int | None) -> Extraction:
    """An article that says Rutte visits Japan, where it first names each."""
    published = date(2025, 4, day) if day else None
    return visit(ids.article(f"{outlet} on the visit", text, published, None, outlet))


def visit(article: Article) -> Extraction:
    text = article.text
    subject = Span(text.index("Rutte"), text.index("Rutte") + 5)
    object = Span(text.index("Japan"), text.index("Japan") + 5)
    sentence = Span(min(subject.start, object.start), max(subject.end, object.end))
    id = ids.evidence_id(article.id, VISIT.id, sentence, subject, subject, object)
    piece = Evidence(
        id, VISIT.id, article.id, sentence, sentence.of(text), subject, subject, object, Status.ASSERTED, None, None, None, None, 0.9, "r"
    )  # fmt: skip
    mentions = tuple(
        Mention(article.id, span, span.of(text), entity.kind, entity.id)
        for span, entity in ((subject, RUTTE), (object, JAPAN))
    )
    return Extraction(article, mentions, (RUTTE, JAPAN), (VISIT,), (piece,))


def web(*told: Extraction) -> TestClient:
    store = open_store("memory://")
    store.add_many(told)
    return TestClient(create_app(Settings(), store), base_url="http://localhost")


@pytest.fixture(scope="module")
def client() -> TestClient:
    """Three reports: an agency's, another outlet's copy of it a day later (and without its end), and one of somebody else."""
    return web(told(STORY, "Morning Echo", 9), told(STORY[:210], "Gulf Courier", 10), told(OTHER, "Delta Wire", 8))


def test_a_relation_tells_how_many_independent_articles_report_it_and_who_repeats_whom(client: TestClient) -> None:
    data = client.get(f"{API}/relations/{VISIT.id}").json()["data"]
    assert (data["evidence_count"], data["article_count"], data["independent_count"]) == (3, 3, 2)
    outlets = [(one["article"]["source"], [two["source"] for two in one["repeated_by"]]) for one in data["reports"]]
    assert outlets == [("Delta Wire", []), ("Morning Echo", ["Gulf Courier"])]


@pytest.mark.parametrize(
    "path", [f"/entities/{RUTTE.id}/neighbourhood", f"/subgraph?entity={RUTTE.id}&entity={JAPAN.id}"]
)
def test_views_count_independent_articles(client: TestClient, path: str) -> None:
    (relation,) = client.get(API + path).json()["data"]["relations"]
    assert (relation["article_count"], relation["independent_count"]) == (3, 2)


def test_lists_count_independent_articles_of_the_evidence_that_is_asked_for(client: TestClient) -> None:
    def counts(**asked: str) -> list[tuple[int, int]]:
        found = client.get(f"{API}/relations", params=asked).json()["data"]
        return [(one["article_count"], one["independent_count"]) for one in found]

    assert counts() == [(3, 2)]
    assert counts(published_from="2025-04-09") == [(2, 1)]
    assert counts(source="Delta Wire") == [(1, 1)]


def test_every_finding_counts_independent_articles() -> None:
    denial = told("Nobody in Japan has seen Rutte, says a spokesman who was asked twice.", "Ridge Review", 11)
    denied = replace(denial, evidence=tuple(replace(piece, status=Status.DENIED) for piece in denial.evidence))
    copied = [told(STORY, "Morning Echo", 9), told(STORY[:210], "Gulf Courier", 10)]
    client = web(*copied, denied)

    def asked(path: str) -> Any:
        return client.get(API + path).json()["data"]

    (path,) = asked(f"/paths?from={RUTTE.id}&to={JAPAN.id}")
    (change,) = asked("/changes?since=2025-04-10")
    (contradiction,) = asked("/contradictions")
    (told_of,) = asked(f"/articles/{copied[0].article.id}/relations")
    for relation in (
        path["hops"][0]["relations"][0],
        asked(f"/compare?a={RUTTE.id}&b={JAPAN.id}")["between"][0],
        change["relation"],
        contradiction["relation"],
        told_of["relation"],
    ):
        assert (relation["article_count"], relation["independent_count"]) == (3, 2)


def test_the_explorers_screen_says_which_report_repeats_which(client: TestClient) -> None:
    asked = {"entities": [RUTTE.id, JAPAN.id]}
    (relation,) = client.post(f"{API}/screen", json=asked).json()["data"]["relations"]
    assert relation["independent_count"] == 2
    outlets = {one["article_id"]: one["source"] for one in relation["evidence"]}
    repeats = {one["source"]: outlets.get(one["repeats"]) for one in relation["evidence"]}
    assert repeats == {"Delta Wire": None, "Morning Echo": None, "Gulf Courier": "Morning Echo"}


def test_the_page_shows_copies_as_such(client: TestClient) -> None:
    words = plain(client.get(f"/relations/{VISIT.id}").text)
    assert "3 sentences in 3 articles" in words
    assert "Only 2 independent articles" in words
    assert "Gulf Courier on the visit (Gulf Courier, 10 April 2025) repeats Morning Echo on the visit" in words


def test_the_page_of_a_relation_that_two_outlets_report_says_so() -> None:
    store = open_store("memory://")
    store.add_many(extractions())
    page = TestClient(create_app(Settings(), store), base_url="http://localhost").get(f"/relations/{VISIT.id}").text
    assert "none repeats another" in page


def test_the_customers_two_articles_count_as_one_source() -> None:
    paths = sorted(SEEDS.glob("*.txt"))
    if len(paths) < 2:
        pytest.skip("the customer's articles are not here (shared/seeds beside the checkout)")
    client = web(*(visit(article) for path in paths for article in read(Location(str(path)))))
    data = client.get(f"{API}/relations/{VISIT.id}").json()["data"]
    assert (data["article_count"], data["independent_count"], len(data["reports"])) == (2, 1, 1)
    assert "Only 1 independent article" in plain(client.get(f"/relations/{VISIT.id}").text)


def plain(html: str) -> str:
    """The page's words."""
    text = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    return re.sub(r"\s+([,.:)])", r"\1", text).replace("( ", "(")
