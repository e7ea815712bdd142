"""A store on a Neo4j server: neo4j://user:password@host:7687/database, or bolt:// for one server without routing.

What lies there, for people with a Neo4j Browser and for this package alike:

    (:Entity:Person {id, name, kind, aliases, degree, …})  -[:VISITS {id, evidence_count, statuses, earliest, latest}]->  (:Entity:Country)
    (:Article {id, title, text, published, source, url})   -[:MENTIONS {start, end, text, kind}]->                         (:Entity)
    (:Article)  -[:REPORTS]->  (:Evidence {id, quote, status, earliest, latest, confidence, rule, …})  -[:ABOUT]->  (:Relation {id})

A relation stands twice: as the typed relationship that people and graph tools walk, and as a node of the same id, which evidence
can hang on (a relationship cannot be pointed at) and which one index keeps in order whatever the type. Days are ISO text, which
sorts as it should. GIVES stands for MENTIONS where an article
gives an entity that it never names. `versions`, `words`, `pieces`, `rank` and `newest` are the store's own bookkeeping.
"""

from graph.stores.neo4j.database import Database
from graph.stores.neo4j.schema import prepare
from graph.stores.neo4j.store import Neo4jStore

__all__ = ["Neo4jStore", "open"]


def open(url: str) -> Neo4jStore:
    """The store at this server, set up on first use. StoreUnavailable, StoreDenied and StoreDamaged say what to do."""
    database = Database.connect(url)
    try:
        prepare(database)
    except BaseException:
        database.close()
        raise
    return Neo4jStore(database)
