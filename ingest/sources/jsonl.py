"""JSON Lines: one article a line, {"text": …} with title, published (or date), url, source. A broken line is named and skipped."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from graph.errors import InputError
from graph.model import Article
from ingest.sources import STDIN, Location
from ingest.sources._decode import article, decode, parse_day

#: Longest line read, in bytes.
MAX_LINE = 8_000_000


def claims(location: Location) -> bool:
    return location.suffix in {".jsonl", ".ndjson"}


class BrokenLines(InputError):
    """Raised after the good lines of a file were read: `errors` has one InputError for each line that was not."""

    def __init__(self, location: str, errors: list[InputError]) -> None:
        super().__init__(
            location, "; ".join(f"line {error.location.rpartition(':')[2]}: {error.reason}" for error in errors)
        )
        self.errors = errors


def read(location: Location) -> Iterator[Article]:
    """The articles of the good lines, then BrokenLines if there were others."""
    if location.name == STDIN:
        raise InputError(STDIN, "JSON Lines are read from files")
    errors: list[InputError] = []
    try:
        with open(location.name, "rb") as file:
            number = 0
            while line := file.readline(MAX_LINE):
                number += 1
                if not line.strip():
                    continue
                try:
                    if len(line) == MAX_LINE:
                        _skip_line(file)
                        raise InputError(f"{location.name}:{number}", f"longer than {MAX_LINE // 1_000_000} MB")
                    yield _article(location, line, f"{location.name}:{number}")
                except InputError as error:
                    errors.append(error)
    except OSError as error:
        raise InputError(location.name, error.strerror or str(error)) from error
    if not number:
        raise InputError(location.name, "empty")
    if errors:
        raise BrokenLines(location.name, errors)


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
        pass


def _article(location: Location, line: bytes, place: str) -> Article:
    try:
        row = json.loads(decode(line, place))
    except ValueError as error:
        raise InputError(place, f"not JSON ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(place, 'no "text" in it')
    return article(
        location,
        _without_surrogates(row["text"]),
        title=_without_surrogates(str(row.get("title") or "")),
        published=parse_day(row.get("published") or row.get("date")),
        url=str(row["url"]) if row.get("url") else None,
        source=str(row["source"]) if row.get("source") else None,
        place=place,
    )


def _without_surrogates(text: str) -> str:
    """JSON can escape what is no character (\\ud800); it becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
