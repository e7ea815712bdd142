"""What several pages show: rows of relations with a quote, quotes of evidence, the entity that somebody typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import deps
from app.errors import NotFound
from graph.findings import WINDOW
from graph.marks import Run, sentence_runs
from graph.model import Article, Edge, Entity, Evidence
from graph.ontology import TYPES
from graph.query import MAX_LIMIT, EntityQuery, RelationQuery
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
    """A relation in a list, with its latest sentence; `opposed`: whether an opposite deed of the same two is reported."""

    edge: Edge
    quote: Quote | None
    opposed: bool = False


def rows_of(store: GraphStore, edges: Sequence[Edge], query: RelationQuery | None = None) -> list[Row]:
    """Each relation with the latest of its sentences that the query selects."""
    evidence = store.evidence([edge.relation.id for edge in edges], query)
    latest = {id: pieces[-1] for id, pieces in evidence.items()}
    quotes = {quote.piece.relation_id: quote for quote in quotes_of(store, latest.values())}
    opposed = opposed_among(store, edges)
    return [Row(edge, quotes.get(edge.relation.id), edge.relation.id in opposed) for edge in edges]


def opposed_among(store: GraphStore, edges: Sequence[Edge]) -> set[str]:
    """Ids of relations that an opposite deed stands against, in one question for all; of very busy pairs some may be missed."""
    doubtful = [edge.relation for edge in edges if TYPES[edge.relation.type].opposite]
    if not doubtful:
        return set()
    ends = frozenset(end for relation in doubtful for end in (relation.subject, relation.object))
    types = frozenset(relation.type for relation in doubtful)
    query = RelationQuery(among=ends, types=types, opposed=WINDOW, limit=MAX_LIMIT)
    return {edge.relation.id for edge in store.relations(query).items}


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
