"""Plain text: one article a file. The first line is the headline; a date alone on one of the first lines is its day."""

from collections.abc import Iterator

from graph.model import Article
from ingest.sources import STDIN, Location
from ingest.sources._decode import article, decode


def claims(location: Location) -> bool:
    return location.name == STDIN or location.suffix in {".txt", ".text"}


def read(location: Location) -> Iterator[Article]:
    yield article(location, decode(location.bytes(), location.name))
