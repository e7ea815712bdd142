"""The sample articles: enough of them, whole, varied, and readable by every source."""

from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from graph.model import Article
from ingest.sources import locations, read

FOLDER = Path(__file__).parents[1] / "samples" / "articles"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [article for location in locations([str(FOLDER)]) for article in read(location)]


def test_there_are_articles_of_every_form_a_source_reads(articles: list[Article]) -> None:
    assert len(articles) >= 30
    assert {file.suffix for file in FOLDER.iterdir()} == {".md", ".html", ".txt", ".jsonl"}


def test_each_has_a_title_a_day_and_a_length_of_news(articles: list[Article]) -> None:
    for article in articles:
        assert article.title
        assert article.published, article.title
        assert date(2014, 1, 1) <= article.published <= date(2025, 12, 31)
        assert 150 <= len(article.text.split()) <= 500, article.title


def test_each_but_the_plain_text_names_its_outlet_and_a_url_of_its_own(articles: list[Article]) -> None:
    told = [article for article in articles if article.url]
    assert len(told) == len(articles) - 1
    assert all(article.source for article in told)
    assert len({article.url for article in told}) == len(told)
    assert all(".example/" in str(article.url) for article in told)


def test_the_days_in_names_and_urls_are_those_of_publication(articles: list[Article]) -> None:
    for file in FOLDER.glob("*.md"):
        (article,) = (article for location in locations([str(file)]) for article in read(location))
        assert file.name.startswith(str(article.published))
        assert f"/{article.published:%Y/%m/%d}/" in str(article.url)


def test_several_outlets_tell_of_many_years(articles: list[Article]) -> None:
    outlets = Counter(article.source for article in articles if article.source)
    assert 6 <= len(outlets) <= 9
    assert min(outlets.values()) >= 3
    assert len({article.published.year for article in articles if article.published}) >= 9


def test_two_outlets_tell_of_rutte_in_japan_and_of_its_request(articles: list[Article]) -> None:
    telling = [article for article in articles if "NSATU" in article.text]
    assert len({article.source for article in telling}) == 2
    for article in telling:
        assert "NATO Security Assistance and Training for Ukraine" in article.text
        assert "Rutte" in article.title
        assert article.published in (date(2025, 4, 8), date(2025, 4, 9))


def test_no_two_tell_the_same_in_the_same_words(articles: list[Article]) -> None:
    shingles = [_shingles(article.text) for article in articles]
    for one, other in combinations(range(len(articles)), 2):
        shared = len(shingles[one] & shingles[other]) / min(len(shingles[one]), len(shingles[other]))
        assert shared < 0.1, (articles[one].title, articles[other].title)


def test_what_scripts_and_boilerplate_say_is_not_read(articles: list[Article]) -> None:
    for article in articles:
        assert not any(
            word in article.text for word in ("window.courier", "cookies", "Subscribe", "Privacy", "Most read")
        )


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))
