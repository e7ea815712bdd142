"""What endpoints are given: the store, checked parameters, filters, and the answer's freshness."""

import hashlib
import re
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator

import app as package
from app import wire
from app.errors import BadParameters, NotModified
from app.kept import Kept
from graph import findings, model, ontology
from graph.atlas import Atlas
from graph.atlas import atlas as atlas_of
from graph.corroboration import Corroboration
from graph.curation import Curator
from graph.errors import QueryError
from graph.ingests import arrived, ingests
from graph.model import Edge, Evidence, Status
from graph.overview import Overview
from graph.overview import overview as overview_of
from graph.query import MAX_WINDOW, RelationQuery
from graph.store import GraphStore
from graph.stores import open_store

PREFIX = "/api/v1"
Answer = TypeVar("Answer")


class StoreDoor:
    """Opens the store when it is first asked for, and again at the next request while that fails: the app outlives a store away."""

    def __init__(self, url: str, store: GraphStore | None = None, writable: bool = False) -> None:
        self.url, self._store, self._lock = url, store, threading.Lock()
        self._ours = store is None
        self._curator: Curator | None = None
        self._corroboration: Corroboration | None = None
        self._writable = writable
        self.kept = Kept()

    def store(self) -> GraphStore:
        """The open store. Raises the StoreError that says why there is none."""
        with self._lock:
            if self._store is None:
                self._store = open_store(self.url)
            return self._store

    def curator(self) -> Curator:
        """The way to write into the store, so that what analysts decided holds; one for all threads."""
        store = self.store()
        with self._lock:
            if self._curator is None or self._curator.store is not store:
                self._curator = Curator(store)
                if self._writable:
                    self._curator.heal()
            return self._curator

    def corroboration(self) -> Corroboration:
        """What tells independent articles from copies; one for all threads, since it remembers."""
        store = self.store()
        with self._lock:
            if self._corroboration is None or self._corroboration.store is not store:
                self._corroboration = Corroboration(store)
            return self._corroboration

    def close(self) -> None:
        """Close it if this door opened it."""
        with self._lock:
            if self._store is not None and self._ours:
                self._store.close()
                self._store = None


def store(request: Request) -> GraphStore:
    door: StoreDoor = request.app.state.door
    return door.store()


def curator(request: Request) -> Curator:
    door: StoreDoor = request.app.state.door
    return door.curator()


def corroboration(request: Request) -> Corroboration:
    door: StoreDoor = request.app.state.door
    return door.corroboration()


def kept(request: Request, store: GraphStore, question: Hashable, work: Callable[[], Answer]) -> Answer:
    """What `work` gives, from memory where the graph has not changed since the question was last asked."""
    door: StoreDoor = request.app.state.door
    return door.kept.get(store.revision(), question, work)


Store = Annotated[GraphStore, Depends(store)]
Curation = Annotated[Curator, Depends(curator)]


def known_parameters(request: Request) -> None:
    """Refuse query parameters that the operation does not have: a misspelt filter must not silently select everything."""
    operation = request.app.openapi()["paths"][PREFIX + request.scope["route"].path][request.method.lower()]
    known = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    unknown = dict.fromkeys(name for name in request.query_params if name not in known)
    if unknown:
        raise BadParameters([_unknown(name, known) for name in unknown])


def _unknown(name: str, known: list[str]) -> wire.FieldError:
    close = get_close_matches(name, known, 1, 0.5)
    detail = "is not a parameter here" + ("" if close else f"; there are {', '.join(known) or 'none'}")
    return wire.FieldError(field=name, detail=detail, suggestion=close[0] if close else None)


def fresh(request: Request, store: Store) -> None:
    """Give the answer an ETag from the graph's revision and the question; 304 where the client has it. Needs no look at the data."""
    revision = store.revision()
    asked = f"{package.__version__} {request.url.path}?{request.url.query}"
    tag = f'W/"{revision}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"'
    headers = {
        "X-Graph-Revision": str(revision),
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept, Accept-Encoding",
    }
    request.state.headers = headers
    if request.method in ("GET", "HEAD") and tag in _tags(request.headers.get("if-none-match", "")):
        raise NotModified(headers)


def _tags(header: str) -> set[str]:
    return {f"W/{tag.strip().removeprefix('W/')}" for tag in header.split(",") if tag.strip()}


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso(value: object) -> object:
    """Only days as they are written; pydantic alone would take 0 for 1 January 1970."""
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise ValueError(f"{value!r} is not a day such as 2025-04-09")
    return value


Day = Annotated[date, BeforeValidator(_iso)]


def recently(store: GraphStore, text: str) -> tuple[findings.Since, date | datetime]:
    """What `since` means: published on a day or later, or came at a moment or later, or with the last ingest ("ingest"); and that day or
    moment."""
    try:
        if _ISO_DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return day, day
        if text == "ingest":
            (last,) = ingests(store, 1)
            return arrived(store, last.began), last.began
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return arrived(store, moment), moment.astimezone(UTC)
    except (ValueError, OverflowError):
        known = "a day (2025-04-09), a moment (2025-04-09T08:30:00Z) or ingest"
        reason = "no ingest is noted in this store yet" if text == "ingest" else f"{text!r} is not {known}"
        raise QueryError("since", reason) from None


# -- filters --------------------------------------------------------------------------------------------------------------

_TYPE_NAMES = {"items": {"type": "string", "enum": list(ontology.TYPES)}}
_PLOVER_NAMES = {"items": {"type": "string", "enum": list(ontology.PLOVER)}}


def filters(
    type: Annotated[list[str], Query(description="relation types; any of them", json_schema_extra=_TYPE_NAMES)] = [],  # noqa: B006
    plover: Annotated[list[str], Query(description="PLOVER event types; any", json_schema_extra=_PLOVER_NAMES)] = [],  # noqa: B006
    cameo: Annotated[str | None, Query(description="start of the CAMEO code", pattern="^[0-9]{1,4}$")] = None,
    status: Annotated[list[Status], Query(description="evidence of any of these statuses")] = [],  # noqa: B006
    date_from: Annotated[Day | None, Query(description="what is told happened on this day or later")] = None,
    date_to: Annotated[Day | None, Query(description="… on this day or earlier")] = None,
    published_from: Annotated[Day | None, Query(description="from articles of this day or later")] = None,
    published_to: Annotated[Day | None, Query(description="… of this day or earlier")] = None,
    as_of: Annotated[Day | None, Query(description="as was known that day: articles published until then")] = None,
    article: Annotated[str | None, Query(description="evidence in this article")] = None,
    source: Annotated[str | None, Query(description="evidence from this outlet")] = None,
    q: Annotated[str | None, Query(description="words in the sentence", max_length=200)] = None,
    min_confidence: Annotated[float, Query(ge=0, le=1, description="evidence at least this sure")] = 0.0,
    opposed: Annotated[
        int | None,
        Query(ge=0, le=MAX_WINDOW, description="with an opposite deed of the same two so many days away at most"),
    ] = None,
    min_evidence: Annotated[int, Query(ge=1, le=1_000_000, description="at least so many such pieces")] = 1,
) -> RelationQuery:
    """The conditions every relation endpoint understands; those on evidence must hold for one and the same piece."""
    days = [day for day in (published_to, as_of) if day]
    return RelationQuery(
        types=frozenset(type),
        opposed=opposed,
        plover=frozenset(plover),
        cameo=cameo,
        statuses=frozenset(status),
        date_from=date_from,
        date_to=date_to,
        published_from=published_from,
        published_to=min(days) if days else None,
        article=article,
        source=source,
        q=q,
        min_confidence=min_confidence,
        min_evidence=min_evidence,
    )


Filters = Annotated[RelationQuery, Depends(filters)]
Id = Annotated[str, Path(description="opaque id", max_length=500)]
Cursor = Annotated[str | None, Query(description="from `links.next`, as it was given", max_length=2000)]


# -- looking up what answers need -----------------------------------------------------------------------------------------


def names(
    store: GraphStore, edges: Iterable[Edge], evidence: Iterable[Evidence] = (), more: Iterable[str] = ()
) -> wire.Names:
    """The entities that these edges and pieces of evidence refer to."""
    ids = {end for edge in edges for end in (edge.relation.subject, edge.relation.object)}
    ids |= {piece.place for piece in evidence if piece.place}
    return store.entities_by_id(ids | set(more))


def overview(request: Request, store: GraphStore, query: RelationQuery) -> Overview:
    """The map of communities."""
    return kept(request, store, ("overview", query), lambda: overview_of(store, query))


def atlas(request: Request, store: GraphStore, query: RelationQuery) -> Atlas:
    """Where things are."""
    return kept(request, store, ("atlas", query), lambda: atlas_of(store, query))


def articles(store: GraphStore, evidence: Iterable[Evidence]) -> Mapping[str, model.Article]:
    """The articles these pieces stand in."""
    found = {one: store.article(one) for one in {piece.article_id for piece in evidence}}
    return {one: article for one, article in found.items() if article}


def links(request: Request, next_cursor: str | None = None) -> wire.Links:
    """This address and the next page's, both whole."""
    url = request.url
    following = str(url.include_query_params(cursor=next_cursor)) if next_cursor else None
    return wire.Links(self=str(url), next=following)


def narrowed(query: RelationQuery, **changes: Any) -> RelationQuery:
    """The query with these fields; checked anew."""
    return replace(query, **changes)


Item = TypeVar("Item")


def listing(
    request: Request, data: list[Item], limit: int, next_cursor: str | None, count: int | None
) -> wire.Listing[Item]:
    meta = wire.Counted(
        count=count, count_is_exact=count is not None, shown=len(data), limit=limit, truncated=next_cursor is not None
    )
    return wire.Listing(data=data, meta=meta, links=links(request, next_cursor))
