"""When articles came: which ingest brought which, so that one can ask what changed since the last.

An ingest is one run of the reader, or articles sent one by one with short pauses. It is noted on two shelves of the store: when it began →
when its latest article came, and "when it began/article id" → when that article came. An article read again came when it first came. The
note is made before the article is kept, so that a crash between the two loses none: what is noted and not kept counts for nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from graph.curation import Curator
from graph.model import Extraction
from graph.store import GraphStore

#: Shelves of the store.
INGESTS: Final = "ingests"
ARRIVALS: Final = "arrivals"
#: Articles that are sent one by one belong together while less time than this lies between them.
PAUSE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ingest:
    """An ingest: the moments when it began and when its latest article came, and how many articles of it are noted."""

    began: datetime
    ended: datetime
    articles: int


class Intake:
    """Adds articles to a store as decisions have it, and notes with which ingest they came.

    Each Intake is an ingest of its own; with a `pause` it goes on with the latest one while that is no longer ago.
    """

    def __init__(self, curator: Curator, pause: timedelta | None = None) -> None:
        self.curator, self.store = curator, curator.store
        self._pause = pause
        self._began: str | None = None

    def add(self, reading: Extraction) -> bool:
        """Curator.add."""
        if self.store.article(reading.article.id) is not None:
            return self.curator.add(reading)
        now = _text(datetime.now(UTC))
        began = self._began or self._latest(now) or now
        key, before = f"{began}/{reading.article.id}", self.store.shelf(INGESTS, began).get(began)
        self.store.put(ARRIVALS, key, now)
        self.store.put(INGESTS, began, now)
        try:
            changed = self.curator.add(reading)
        except BaseException:
            self.store.put(ARRIVALS, key, None)
            self.store.put(INGESTS, began, before)
            raise
        self._began = began
        return changed

    def forget(self, article_id: str) -> bool:
        """Curator.forget; the note of when it came goes with it."""
        forgotten = self.curator.forget(article_id)
        for began in self.store.shelf(INGESTS):
            key = f"{began}/{article_id}"
            if key in self.store.shelf(ARRIVALS, key):
                self.store.put(ARRIVALS, key, None)
                if not self.store.shelf(ARRIVALS, f"{began}/"):
                    self.store.put(INGESTS, began, None)
        return forgotten

    def _latest(self, now: str) -> str | None:
        """The latest ingest, where this goes on with it."""
        found = list(self.store.shelf(INGESTS).items())
        if self._pause is None or not found:
            return None
        began, ended = found[-1]
        return began if _moment(now) - _moment(ended) < self._pause else None


def ingests(store: GraphStore, limit: int) -> list[Ingest]:
    """The latest ingests, latest first."""
    found = list(store.shelf(INGESTS).items())[::-1][:limit]
    return [Ingest(_moment(began), _moment(ended), len(store.shelf(ARRIVALS, f"{began}/"))) for began, ended in found]


def arrived(store: GraphStore, since: datetime) -> frozenset[str]:
    """The ids of the articles that came at that moment or later, as far as noted."""
    first = _text(since)
    return frozenset(
        key.partition("/")[2]
        for began, ended in store.shelf(INGESTS).items()
        if ended >= first
        for key, moment in store.shelf(ARRIVALS, f"{began}/").items()
        if moment >= first
    )


def _text(moment: datetime) -> str:
    """A moment as text whose order is that of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
