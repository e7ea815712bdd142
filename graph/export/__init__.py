"""Export formats, found by their suffix: graphml is graph/export/graphml.py, with `media_type` and `write(material)`.

A format is a module with
    media_type: str                                        what HTTP calls it
    write(material: Material) -> Iterator[str]             the file, in pieces, in constant memory
The same material gives the same bytes, whatever store it came from.
"""

import os
import pkgutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from graph.errors import QueryError
from graph.model import Article, Edge, Entity, Evidence
from graph.query import RelationQuery
from graph.store import GraphStore

_REMEMBERED_ARTICLES = 65_536


class Source(NamedTuple):
    """What an export says of the article behind a piece of evidence."""

    published: date | None
    source: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Material:
    """What a format writes: entities by id, then relations by id with their evidence, and where each article comes from.

    Both iterators can be read once. Every end of a relation is among the entities.
    """

    entities: Iterator[Entity]
    relations: Iterator[tuple[Edge, tuple[Evidence, ...]]]
    source: Callable[[str], Source]


class Format(Protocol):
    """An export format: a module of this package."""

    media_type: str

    def write(self, material: Material) -> Iterator[str]: ...


def formats() -> list[str]:
    """The suffixes there are."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def format_of(suffix: str) -> Format:
    """The format of a suffix; QueryError names those that exist."""
    if suffix not in formats():
        close = get_close_matches(suffix, formats(), 1)
        raise QueryError(
            "format", f"no format {suffix!r}; there are {', '.join(formats())}", close[0] if close else None
        )
    return cast(Format, import_module(f"{__name__}.{suffix}"))


def selected(store: GraphStore, query: RelationQuery) -> Material:
    """Everything the query selects, limit and cursor aside, streamed from the store."""
    written: set[str] = set()

    def entities() -> Iterator[Entity]:
        for entity in store.scan_entities(query):
            written.add(entity.id)
            yield entity

    def relations() -> Iterator[tuple[Edge, tuple[Evidence, ...]]]:
        for edge, evidence in store.scan_relations(query):
            # An end that was not among the entities: the relation was stored after this export began.
            if edge.relation.subject in written and edge.relation.object in written:
                yield edge, evidence

    return Material(entities(), relations(), _sources(store.article))


def shown(
    store: GraphStore, entities: Iterable[Entity], edges: Iterable[Edge], query: RelationQuery | None = None
) -> Material:
    """Exactly these entities and edges (a view on a screen), with the edges' evidence that the query selects."""
    nodes = {entity.id: entity for entity in entities}
    lines = sorted(
        (edge for edge in edges if {edge.relation.subject, edge.relation.object} <= nodes.keys()), key=_edge_id
    )
    evidence: Mapping[str, tuple[Evidence, ...]] = store.evidence([_edge_id(edge) for edge in lines], query)
    return Material(
        iter([nodes[id] for id in sorted(nodes)]),
        iter([(edge, evidence.get(_edge_id(edge), ())) for edge in lines]),
        _sources(store.article),
    )


def save(material: Material, path: Path) -> None:
    """Write a file whole or not at all: beside its place, then renamed. The suffix chooses the format."""
    pieces = format_of(path.suffix.lstrip(".").lower()).write(material)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _edge_id(edge: Edge) -> str:
    return edge.relation.id


def _sources(article: Callable[[str], Article | None]) -> Callable[[str], Source]:
    """Looks an article up once; keeps the few fields an export needs, not the text."""
    known: dict[str, Source] = {}

    def source(article_id: str) -> Source:
        found = known.get(article_id)
        if found is None:
            whole = article(article_id)
            found = Source(whole.published, whole.source, whole.url) if whole else Source(None, None, None)
            if len(known) >= _REMEMBERED_ARTICLES:
                known.clear()
            known[article_id] = found
        return found

    return source
