"""HTML: the article in a page, by trafilatura: menus, scripts, comments and advertisements stay out; nothing is fetched."""

import re
from collections.abc import Iterator
from typing import Final

import trafilatura
from trafilatura.settings import Document

from graph.errors import InputError
from graph.model import Article
from ingest.sources import Location
from ingest.sources._decode import article, decode, parse_day

_CHARSET: Final = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def claims(location: Location) -> bool:
    return location.suffix in {".html", ".htm", ".xhtml"}


def read(location: Location) -> Iterator[Article]:
    data = location.bytes()
    declared = _CHARSET.search(data[:4096])
    page = decode(data, location.name, declared.group(1).decode() if declared else None)
    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)
    if not isinstance(found, Document) or not (found.text or "").strip():
        raise InputError(location.name, "no article in this page")
    yield article(
        location,
        found.text or "",
        title=found.title,
        published=parse_day(found.date),
        url=found.url,
        source=found.sitename,
    )
