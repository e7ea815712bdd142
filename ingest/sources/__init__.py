"""Where articles come from, found by name: ingest/sources/html.py reads HTML, and so on.

A source is a module with
    claims(location: Location) -> bool                     whether this is for it, told by the name alone
    read(location: Location) -> Iterator[Article]          the articles in it; raises InputError, also between two articles
A file that no source claims is read as plain text.
"""

import pkgutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from graph.errors import InputError
from graph.model import Article

#: The largest file read as one article, in bytes: a long report is some 300 kB; what is larger is no article.
MAX_BYTES: Final = 2_000_000
#: The name that means standard input.
STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Location:
    """A file or standard input ("-"), and what the user says of the articles in it where they do not say it themselves."""

    name: str
    published: date | None = None
    source: str | None = None
    url: str | None = None

    @property
    def suffix(self) -> str:
        """ ".html", lower case; "" for standard input."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """A name for what is made from it."""
        return "stdin" if self.name == STDIN else Path(self.name).stem

    def bytes(self, limit: int = MAX_BYTES) -> bytes:
        """All of it. InputError when it cannot be read, is empty, or is larger than `limit`."""
        try:
            if self.name == STDIN:
                data = sys.stdin.buffer.read(limit + 1)
            else:
                with open(self.name, "rb") as file:
                    data = file.read(limit + 1)
        except OSError as error:
            raise InputError(self.name, error.strerror or str(error)) from error
        if len(data) > limit:
            raise InputError(self.name, f"larger than {limit // 1_000_000} MB: no article is; nothing was read")
        if not data.strip():
            raise InputError(self.name, "empty")
        return data


class SourceFormat(Protocol):
    """A source: a module of this package."""

    def claims(self, location: Location) -> bool: ...

    def read(self, location: Location) -> Iterator[Article]: ...


def sources() -> list[SourceFormat]:
    """The sources there are, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return [cast(SourceFormat, import_module(f"{__name__}.{name}")) for name in names]


def read(location: Location) -> Iterator[Article]:
    """The articles at a location."""
    claiming = [source for source in sources() if source.claims(location)]
    chosen = claiming[0] if claiming else cast(SourceFormat, import_module(f"{__name__}.text"))
    return chosen.read(location)


def locations(paths: Iterable[str], published: date | None = None, source: str | None = None) -> Iterator[Location]:
    """The files that paths stand for: themselves, "-", and for a folder everything in it that a source claims, sorted."""
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            inside = sorted(str(file) for file in Path(path).rglob("*") if file.is_file() and not _hidden(file, path))
            known = sources()
            for name in inside:
                location = Location(name, published, source)
                if any(one.claims(location) for one in known):
                    yield location
        else:
            yield Location(path, published, source)


def _hidden(file: Path, root: str) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)
