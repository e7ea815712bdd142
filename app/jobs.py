"""The one seam between app and ingest: articles sent over HTTP are read here. spaCy and the model (seconds) load when first needed."""

import threading
from datetime import date
from typing import Protocol

from graph.model import Article, Extraction


class _Reader(Protocol):
    def extract(self, article: Article) -> Extraction: ...


class Desk:
    """Reads one article at a time: the language pipeline is not made for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader: _Reader | None = None

    def read(self, article: Article) -> Extraction:
        """What the article says. Raises InputError for one that cannot be read, ModelError without a model."""
        with self._lock:
            if self._reader is None:
                from ingest.pipeline import Reader

                self._reader = Reader.load()
            return self._reader.extract(article)


def article(text: str, title: str | None, published: date | None, url: str | None, source: str | None) -> Article:
    """The article as every source makes it: headline first, day taken from the text where it tells one. InputError without words."""
    from ingest.sources import Location
    from ingest.sources._decode import article as decoded

    return decoded(Location("the request", published, source), text, title, published, url, source)
