"""Articles: lists, one article, its text with marks, the relations it reports."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from app import deps, wire
from app.deps import Cursor, Day, Id, Store
from app.errors import NotFound
from graph.model import Extraction, Span
from graph.query import MAX_LIMIT, ArticleQuery

router = APIRouter(prefix="/articles", tags=["articles"], dependencies=[Depends(deps.fresh)])


@router.get("", summary="List articles")
def articles(
    request: Request,
    store: Store,
    q: Annotated[str | None, Query(description="words in title or text", max_length=200)] = None,
    source: Annotated[str | None, Query(description="the outlet")] = None,
    entity: Annotated[str | None, Query(description="mentions this entity (id)", max_length=500)] = None,
    published_from: Day | None = None,
    published_to: Day | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = 50,
    cursor: Cursor = None,
) -> wire.Listing[wire.Article]:
    """Newest first."""
    query = ArticleQuery(q, source, entity, published_from, published_to, limit, cursor)
    page = store.articles(query)
    data = [wire.Article.of(article) for article in page.items]
    return deps.listing(request, data, limit, page.next, store.count_articles(query))


@router.get("/{id}", summary="One article")
def article(request: Request, store: Store, id: Id) -> wire.Answer[wire.ArticleRecord]:
    """Where and when it appeared, and how much was read from it."""
    read = known(store, id)
    record = wire.ArticleRecord(
        **wire.Article.of(read.article).model_dump(),
        entities=len(read.entities),
        relations=len(read.relations),
        evidence=len(read.evidence),
    )
    return wire.Answer(data=record, links=deps.links(request))


@router.get("/{id}/text", summary="The text of an article with its marks")
def text(request: Request, store: Store, id: Id) -> wire.Answer[wire.ArticleText]:
    """Stand-off marks: entities named, and where the evidence stands. Offsets count code points."""
    read = known(store, id)
    names = store.entities_by_id({mention.entity_id for mention in read.mentions})
    mentions = [
        wire.TextMention(
            entity=wire.EntityRef.of(one.entity_id, names), text=one.text, start=one.span.start, end=one.span.end
        )
        for one in read.mentions
    ]
    evidence = [
        wire.TextEvidence(
            id=one.id,
            relation_id=one.relation_id,
            status=one.status,
            sentence=_pair(one.sentence),
            subject=_pair(one.subject_span),
            trigger=_pair(one.trigger),
            object=_pair(one.object_span),
        )
        for one in read.evidence
    ]
    reference = wire.ArticleRef.of(read.article)
    data = wire.ArticleText(article=reference, text=read.article.text, mentions=mentions, evidence=evidence)
    return wire.Answer(data=data, links=deps.links(request))


@router.get("/{id}/relations", summary="What an article reports")
def relations(request: Request, store: Store, id: Id) -> wire.Listing[wire.ArticleRelation]:
    """Each relation as the whole graph has it, with the sentences of this article; in reading order."""
    read = known(store, id)
    edges = {relation.id: edge for relation in read.relations if (edge := store.relation(relation.id))}
    names = deps.names(store, edges.values(), read.evidence)
    independent = deps.corroboration(request).counts(edges.values())
    pieces = wire.pieces(sorted(read.evidence, key=lambda one: (one.sentence, one.id)), names, {id: read.article})
    order = dict.fromkeys(piece.relation_id for piece in pieces)
    data = [
        wire.ArticleRelation(
            relation=wire.Relation.of(edges[one], names, independent),
            evidence=[piece for piece in pieces if piece.relation_id == one],
        )
        for one in order
        if one in edges
    ]
    return deps.listing(request, data, len(data) or 1, None, len(data))


def known(store: Store, id: str) -> Extraction:
    """The article's yield, or 404."""
    found = store.extraction(id)
    if found is None:
        raise NotFound("article", id)
    return found


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end
