"""Reads that the store and its writer share."""

from neo4j import ManagedTransaction

from graph.aggregate import canonical
from graph.model import Extraction, Relation
from graph.stores.neo4j import rows

_EXTRACTION = """
MATCH (a:Article {id: $id})
RETURN properties(a),
    [(a)-[m:MENTIONS]->(e:Entity) | [e.id, properties(m)]],
    [(a)-[:REPORTS]->(p:Evidence)-[:ABOUT]->(r:Relation) | [properties(p), [r.id, r.subject, r.type, r.object]]]
"""


def extraction(tx: ManagedTransaction, article_id: str) -> Extraction | None:
    """An article's whole yield as it was added, its parts sorted."""
    for row, mentions, reports in tx.run(_EXTRACTION, id=article_id).values():
        return canonical(
            Extraction(
                article=rows.article({"published": None, "url": None, "source": None, **row}),
                mentions=tuple(rows.mention(article_id, entity_id, mention) for entity_id, mention in mentions),
                entities=tuple(rows.article_entities(row)),
                relations=tuple({Relation(*relation) for _, relation in reports}),
                evidence=tuple(rows.evidence(relation[0], piece) for piece, relation in reports),
            )
        )
    return None
