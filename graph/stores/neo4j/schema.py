"""Constraints and indexes, made on first use. All work on Neo4j Community."""

from typing import Final

from neo4j import ManagedTransaction

from graph.errors import StoreDamaged
from graph.stores.neo4j.database import Database

#: Grows when what is stored changes its form.
FORMAT: Final = 1

#: Name → what it says. A merge happens on a unique key only, so nothing is ever there twice.
CONSTRAINTS: Final = {
    f"entente_{label.lower()}_id": f"FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in ("Store", "Article", "Entity", "Relation", "Evidence", "Shelf")
}
_WORDS = "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}"
INDEXES: Final = {
    "entente_entity_name": "INDEX {name} IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "entente_entity_rank": "INDEX {name} IF NOT EXISTS FOR (n:Entity) ON (n.rank)",
    "entente_relation_newest": "INDEX {name} IF NOT EXISTS FOR (n:Relation) ON (n.newest)",
    "entente_article_newest": "INDEX {name} IF NOT EXISTS FOR (n:Article) ON (n.newest)",
    "entente_entity_words": f"FULLTEXT INDEX {{name}} IF NOT EXISTS FOR (n:Entity) ON EACH [n.words, n.pieces] {_WORDS}",
    "entente_evidence_words": f"FULLTEXT INDEX {{name}} IF NOT EXISTS FOR (n:Evidence) ON EACH [n.words] {_WORDS}",
    "entente_article_words": f"FULLTEXT INDEX {{name}} IF NOT EXISTS FOR (n:Article) ON EACH [n.words] {_WORDS}",
}


def prepare(database: Database) -> None:
    """Make what is missing and wait until it can be used. StoreDamaged where another version of Entente has written."""
    known = database.read(_known)
    for name, rule in CONSTRAINTS.items():
        if name not in known:
            database.run(f"CREATE CONSTRAINT {name} IF NOT EXISTS {rule}")
    for name, statement in INDEXES.items():
        if name not in known:
            database.run("CREATE " + statement.replace("{name}", name))
    if not known >= CONSTRAINTS.keys() | INDEXES.keys():
        database.run("CALL db.awaitIndexes(300)")
    found = database.write(_format)
    if found != FORMAT:
        raise StoreDamaged(
            f"the database at {database.address} holds format {found} of Entente, this version reads {FORMAT}"
        )


def _known(tx: ManagedTransaction) -> set[str]:
    return {str(name) for (name,) in tx.run("SHOW INDEXES YIELD name").values()}


def _format(tx: ManagedTransaction) -> int:
    start = "MERGE (s:Store {id: 'entente'}) ON CREATE SET s.format = $format, s.revision = 0 RETURN s.format"
    return int(tx.run(start, format=FORMAT).value()[0])
