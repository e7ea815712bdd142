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
from dataclasses import dataclass, fields
from datetime import date, datetime
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
    title: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a dossier says of itself: the question as (term, answer) rows, when it was asked, and `total`, which counts the relations
    that there were to choose from."""

    question: tuple[tuple[str, str], ...] = ()
    asked: datetime | None = None
    total: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What a format writes: entities by id, then relations by id with their evidence, and where each article comes from.

    Both iterators can be read once. Every end of a relation is among the entities.
    """

    entities: Iterator[Entity]
    relations: Iterator[tuple[Edge, tuple[Evidence, ...]]]
    source: Callable[[str], Source]
    about: About = About()


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


def selected(store: GraphStore, query: RelationQuery, asked: datetime | None = None) -> Material:
    """Everything the query selects, limit and cursor aside, streamed from the store. `asked`: when, for those who cite it."""
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

    about = About(question(store, query), asked, lambda: store.count_relations(RelationQuery()))
    return Material(entities(), relations(), _sources(store.article), about)


def shown(
    store: GraphStore,
    entities: Iterable[Entity],
    edges: Iterable[Edge],
    query: RelationQuery | None = None,
    about: About | None = None,
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
        about or About(),
    )


def question(store: GraphStore, query: RelationQuery) -> tuple[tuple[str, str], ...]:
    """The query's conditions as (term, answer) rows, entities by their names; none where it asks for everything."""
    ends = {
        id for id in (query.entity, query.subject, query.object, *(query.between or ()), *(query.among or ())) if id
    }
    names = {id: entity.name for id, entity in store.entities_by_id(ends).items()}
    rows = []
    for field in fields(query):
        value = getattr(query, field.name)
        if field.name in ("order", "limit", "cursor") or value in (field.default, None):
            continue
        values = sorted(value) if isinstance(value, frozenset) else value if isinstance(value, tuple) else [value]
        rows.append((field.name.replace("_", " "), ", ".join(names.get(str(one), str(one)) for one in values)))
    return tuple(rows)


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
            found = Source(whole.published, whole.source, whole.url, whole.title) if whole else Source(None, None, None)
            if len(known) >= _REMEMBERED_ARTICLES:
                known.clear()
            known[article_id] = found
        return found

    return source
