"""All that can be read from a small store, to be compared with another."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from graph.query import ArticleQuery, EntityQuery, Page, RelationQuery
from graph.store import GraphStore

Item = TypeVar("Item")


def paged(ask: Callable[[str | None], Page[Item]]) -> Iterator[Item]:
    """The items of all pages."""
    page = ask(None)
    yield from page.items
    while page.next:
        page = ask(page.next)
        yield from page.items


def everything(store: GraphStore) -> dict[str, Any]:
    """Every read that needs no choice, over all ids there are."""
    articles = list(paged(lambda cursor: store.articles(ArticleQuery(limit=2, cursor=cursor))))
    hits = list(paged(lambda cursor: store.entities(EntityQuery(limit=3, cursor=cursor))))
    by_name = list(paged(lambda cursor: store.entities(EntityQuery(order="name", limit=2, cursor=cursor))))
    newest = list(paged(lambda cursor: store.relations(RelationQuery(limit=3, cursor=cursor))))
    by_id = list(paged(lambda cursor: store.relations(RelationQuery(order="id", limit=2, cursor=cursor))))
    entity_ids = [hit.entity.id for hit in hits]
    relation_ids = [edge.relation.id for edge in newest]
    return {
        "articles": articles,
        "article": [store.article(article.id) for article in articles],
        "count_articles": store.count_articles(ArticleQuery()),
        "extractions": [store.extraction(article.id) for article in articles],
        "entities": hits,
        "entities by name": by_name,
        "entity": [store.entity(id) for id in entity_ids],
        "entities_by_id": list(store.entities_by_id(entity_ids).items()),
        "mentions": {id: list(paged(lambda cursor, id=id: store.mentions(id, 2, cursor))) for id in entity_ids},
        "aliases": {id: list(store.aliases(id).items()) for id in entity_ids},
        "degrees": store.degrees(entity_ids),
        "relations": newest,
        "relations by id": by_id,
        "relation": [store.relation(id) for id in relation_ids],
        "count_relations": store.count_relations(RelationQuery()),
        "evidence": store.evidence(relation_ids),
        "adjacent": store.adjacent(entity_ids, RelationQuery(), 3),
        "scan_entities": list(store.scan_entities(RelationQuery())),
        "scan_relations": list(store.scan_relations(RelationQuery())),
        "stats": store.stats(),
    }
