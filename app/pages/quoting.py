"""What several pages show: rows of relations with a quote, quotes of evidence, the entity that somebody typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import deps
from app.errors import NotFound
from graph.marks import Run, sentence_runs
from graph.model import Article, Edge, Entity, Evidence
from graph.query import EntityQuery, RelationQuery
from graph.store import GraphStore

#: Of a list, on one page.
ROWS = 25
Names = Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence as pages show it."""

    piece: Evidence
    article: Article
    runs: Sequence[Run[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A relation in a list, with its latest sentence."""

    edge: Edge
    quote: Quote | None


def rows_of(store: GraphStore, edges: Sequence[Edge], query: RelationQuery | None = None) -> list[Row]:
    """Each relation with the latest of its sentences that the query selects."""
    evidence = store.evidence([edge.relation.id for edge in edges], query)
    latest = {id: pieces[-1] for id, pieces in evidence.items()}
    quotes = {quote.piece.relation_id: quote for quote in quotes_of(store, latest.values())}
    return [Row(edge, quotes.get(edge.relation.id)) for edge in edges]


def quotes_of(store: GraphStore, evidence: Iterable[Evidence]) -> list[Quote]:
    """Each piece with its article (one whose article was forgotten between two reads is left out)."""
    pieces = list(evidence)
    articles = deps.articles(store, pieces)
    return [
        Quote(piece, articles[piece.article_id], sentence_runs(piece))
        for piece in pieces
        if piece.article_id in articles
    ]


def entity_like(store: GraphStore, text: str | None) -> Entity | None:
    """The entity of this id, or else the best found by this name."""
    if not text or not text.strip():
        return None
    found = store.entity(text)
    if found is None:
        hits = store.entities(EntityQuery(q=text, order="relevance", limit=1)).items
        found = hits[0].entity if hits else None
    if found is None:
        raise NotFound("entity", text)
    return found
