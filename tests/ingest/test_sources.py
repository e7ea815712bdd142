"""Sources turn files into articles, or say which and why not. Real files, in every shape that hurt somebody before."""

import json
from datetime import date
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.model import Article
from ingest import sources
from ingest.sources import Location, locations, read
from ingest.sources._decode import parse_day
from ingest.sources.jsonl import BrokenLines

PROSE = "Ministers from the two countries met in Nairobi to talk about the border.\n\nThey agreed to meet again in May."


def one(path: Path, **told: object) -> Article:
    (article,) = read(Location(str(path), **told))  # type: ignore[arg-type]
    return article


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_is_one_article_with_its_first_line_as_headline_and_a_date_line_as_its_day(tmp_path: Path) -> None:
    article = one(written(tmp_path / "a.txt", f"Border talks resume\nApril 9, 2025\n{PROSE}\n"))
    assert (article.title, article.published) == ("Border talks resume", date(2025, 4, 9))
    assert article.text.startswith("Border talks resume\nApril 9, 2025\n")
    assert article.text.endswith("again in May.")


def test_markdown_gives_its_front_matter_and_loses_its_markup(tmp_path: Path) -> None:
    matter = (
        "---\ntitle: Border talks\npublished: 2024-05-01\nsource: The Lake Post\nurl: https://lake.example/1\n---\n"
    )
    body = "## A heading\n\nThe **minister** met [his guest](https://x.example) in\nNairobi.\n\n```\ncode\n```\n\n<script>evil()</script>\n"
    article = one(written(tmp_path / "a.md", matter + body))
    assert (article.title, article.published) == ("Border talks", date(2024, 5, 1))
    assert (article.source, article.url) == ("The Lake Post", "https://lake.example/1")
    assert article.text == "Border talks\n\nA heading\n\nThe minister met his guest in Nairobi."


def test_the_article_in_a_page_comes_without_scripts_menus_and_comments(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>Paragraph {n}: the ministers met in Nairobi and spoke at length of the border.</p>" for n in range(8)
    )
    page = (
        "<html><head><title>Border talks</title><meta property='og:site_name' content='The Lake Post'>"
        "<meta property='article:published_time' content='2024-05-01T10:00:00Z'><script>alert('x')</script></head>"
        f"<body><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav><article><h1>Border talks</h1>{paragraphs}"
        "<script>steal()</script></article><footer>Copyright</footer></body></html>"
    )
    article = one(written(tmp_path / "a.html", page))
    assert article.title == "Border talks"
    assert article.published == date(2024, 5, 1)
    assert "Paragraph 7" in article.text
    assert not any(word in article.text for word in ("alert", "steal", "Sport", "Copyright"))


def test_json_lines_give_an_article_a_line_and_name_the_broken_ones(tmp_path: Path) -> None:
    good = json.dumps({"title": "T", "text": PROSE, "published": "2024-05-01", "source": "S"})
    path = written(
        tmp_path / "a.jsonl", "\n".join([good, "{broken", '{"title": "no text"}', "[]", "", good.replace("T", "U")])
    )
    found: list[Article] = []
    with pytest.raises(BrokenLines) as raised:
        found.extend(read(Location(str(path))))
    assert [error.location for error in raised.value.errors] == [f"{path}:{number}" for number in (2, 3, 4)]
    assert "not JSON" in raised.value.errors[0].reason
    # the good lines before and after the broken ones were read all the same
    assert [article.published for article in found] == [date(2024, 5, 1)] * 2


def test_what_the_user_says_fills_what_the_article_does_not_tell(tmp_path: Path) -> None:
    path = written(tmp_path / "a.txt", PROSE)
    article = one(path, published=date(2020, 1, 2), source="Own archive")
    assert (article.published, article.source) == (date(2020, 1, 2), "Own archive")
    assert article.id != one(path).id


def test_the_same_file_gives_the_same_article_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    assert one(written(tmp_path / "a.txt", PROSE)) == one(written(tmp_path / "other" / "b.txt", PROSE))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (PROSE.encode("utf-16"), PROSE),
        (b"\xef\xbb\xbf" + PROSE.encode(), PROSE),
        (PROSE.replace("\n", "\r\n").encode(), PROSE),
        (
            (PROSE + " Caf\u00e9, na\u00efve, \u201cquoted\u201d.").encode("cp1252"),
            PROSE + " Caf\u00e9, na\u00efve, \u201cquoted\u201d.",
        ),
        (PROSE.encode() + b"\x07\x1b[31m", PROSE + "  [31m"),
    ],
    ids=["utf-16", "byte order mark", "windows line ends", "cp1252", "control characters"],
)
def test_text_of_any_encoding_is_read(tmp_path: Path, content: bytes, text: str) -> None:
    assert one(written(tmp_path / "a.txt", content)).text == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"12345 67 --", "no text"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00" * 50, "binary"),
        ("a.txt", b"word " * 500_000, "larger than 2 MB"),
        ("a.html", b"<html><body><script>1</script></body></html>", "no article"),
        ("a.md", b"---\ntitle: [\n---\ntext", "front matter"),
        ("a.jsonl", b"", "empty"),
    ],
)
def test_what_is_no_article_is_refused_by_name_and_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = written(tmp_path / name, content)
    with pytest.raises(InputError) as raised:
        list(read(Location(str(path))))
    assert raised.value.location.startswith(str(path))
    assert reason in raised.value.reason


def test_a_missing_file_is_named() -> None:
    with pytest.raises(InputError, match="No such file"):
        list(read(Location("no/such/file.txt")))


def test_a_lone_surrogate_in_json_becomes_a_replacement_character(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"text": "Before \\ud800 after, and \\ud83d\\ude00 stays."}')
    assert one(path).text == "Before \ufffd after, and \U0001f600 stays."


def test_a_folder_stands_for_the_articles_in_it_hidden_files_aside(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.md", "deep/c.html", ".hidden.txt", "picture.png"):
        written(tmp_path / name, PROSE)
    found = [Path(location.name).name for location in locations([str(tmp_path)])]
    assert found == ["a.md", "b.txt", "c.html"]


def test_every_source_claims_something_and_no_name_is_claimed_twice() -> None:
    for name in ("a.txt", "a.md", "a.html", "a.jsonl", "-"):
        assert sum(source.claims(Location(name)) for source in sources.sources()) == 1, name


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("April 9, 2025", date(2025, 4, 9)),
        ("9 April 2025", date(2025, 4, 9)),
        ("Published: Wednesday, 9 April 2025", date(2025, 4, 9)),
        ("Apr 9, 2025", date(2025, 4, 9)),
        ("2025-04-09T08:00:00+02:00", date(2025, 4, 9)),
        ("April 9th, 2025", date(2025, 4, 9)),
        ("Talks on April 9, 2025 failed", None),
        ("February 30, 2025", None),
        ("In 2025", None),
        (None, None),
    ],
)
def test_a_line_is_a_day_only_when_it_is_nothing_else(line: object, day: date | None) -> None:
    assert parse_day(line) == day
