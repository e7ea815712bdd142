"""Markdown: one article a file. Front matter (title, published, url, source) between two lines of ---; markup is taken off."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import srsly
from markdown_it import MarkdownIt
from markdown_it.token import Token

from graph.errors import InputError
from graph.model import Article
from ingest.sources import Location
from ingest.sources._decode import article, decode, parse_day


def claims(location: Location) -> bool:
    return location.suffix in {".md", ".markdown"}


def read(location: Location) -> Iterator[Article]:
    matter, body = _front_matter(decode(location.bytes(), location.name), location.name)
    yield article(
        location,
        _plain(body),
        title=_text(matter.get("title")),
        published=parse_day(matter.get("published") or matter.get("date")),
        url=_text(matter.get("url")),
        source=_text(matter.get("source")),
    )


def _text(value: object) -> str | None:
    return str(value) if value else None


def _front_matter(text: str, name: str) -> tuple[Mapping[str, Any], str]:
    if not text.startswith("---\n"):
        return {}, text
    head, mark, body = text[4:].partition("\n---\n")
    if not mark:
        return {}, text
    try:
        matter = srsly.yaml_loads(head)
    except ValueError as error:
        raise InputError(name, f"front matter is not YAML: {error}") from error
    if not isinstance(matter, dict):
        raise InputError(name, "front matter is not a list of `key: value` lines")
    return matter, body


def _plain(body: str) -> str:
    """The prose: blocks joined by an empty line, code and raw HTML left out."""
    blocks = [_inline(token.children or ()) for token in MarkdownIt().parse(body) if token.type == "inline"]
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def _inline(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif token.type == "image":
            parts.append("")
    return "".join(parts)
