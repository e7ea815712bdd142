"""The store as a whole, and an article as a whole: statistics, revision, shelves, one extraction as it was added."""

import sqlite3
from itertools import takewhile

from graph.model import Entity, Evidence, Extraction, Relation
from graph.query import Stats
from graph.stores.sqlite import finding, rows
from graph.stores.sqlite.rows import listed


def extraction(connection: sqlite3.Connection, key: str) -> Extraction | None:
    """Parts sorted as graph.aggregate.canonical does."""
    article = finding.article(connection, key)
    if article is None:
        return None
    number, parts = connection.execute(
        "SELECT a.id, b.parts FROM article a JOIN body b ON b.article = a.id WHERE a.key = ?", (key,)
    ).fetchone()
    profiles, places = rows.unpack(parts)
    entities = _entities(connection, profiles)
    keys = dict(
        connection.execute(
            "SELECT id, key FROM entity WHERE id IN (SELECT value FROM json_each(?))",
            (listed({place[0] for place in places}),),
        ).fetchall()
    )
    mentions = [rows.mention(key, article.text, keys[place[0]], place[1:]) for place in places]
    relations, evidence = _reports(connection, number, key)
    return Extraction(
        article,
        tuple(sorted(mentions, key=lambda mention: (mention.span, mention.entity_id, mention.kind))),
        tuple(sorted(entities, key=lambda entity: entity.id)),
        tuple(sorted(relations, key=lambda relation: relation.id)),
        tuple(sorted(evidence, key=lambda piece: piece.id)),
    )


def _entities(connection: sqlite3.Connection, profiles: tuple[int, ...]) -> list[Entity]:
    """The entities as the article gave them."""
    found = connection.execute(
        "SELECT e.key, p.name, p.kind, p.aliases, p.codes FROM profile p JOIN entity e ON e.id = p.entity"
        " WHERE p.id IN (SELECT value FROM json_each(?))",
        (listed(profiles),),
    )
    return [rows.entity(*row) for row in found]


def _reports(connection: sqlite3.Connection, number: int, key: str) -> tuple[set[Relation], list[Evidence]]:
    relations, evidence = set(), []
    for relation_key, subject, type, object, *row in connection.execute(
        f"SELECT r.key, s.key, t.name, o.key, {rows.EVIDENCE_COLUMNS} FROM evidence e JOIN quote ON quote.evidence = e.id"
        " JOIN relation r ON r.id = e.relation JOIN entity s ON s.id = r.subject JOIN type t ON t.id = r.type"
        " JOIN entity o ON o.id = r.object LEFT JOIN entity p ON p.id = e.place WHERE e.article = ?",
        (number,),
    ):
        relations.add(Relation(relation_key, subject, type, object))
        evidence.append(rows.evidence(relation_key, key, row))
    return relations, evidence


def stats(connection: sqlite3.Connection) -> Stats:
    counts: dict[str, dict[str, int]] = {}
    for what, key, count in connection.execute("SELECT what, key, count FROM tally ORDER BY what, key"):
        counts.setdefault(what, {})[key] = count
    total = counts.get("total", {})
    kinds = dict(connection.execute("SELECT kind, count(*) FROM entity GROUP BY kind ORDER BY kind").fetchall())
    return Stats(
        articles=total.get("articles", 0),
        entities=total.get("entities", 0),
        relations=total.get("relations", 0),
        evidence=total.get("evidence", 0),
        by_type=counts.get("type", {}),
        by_status=counts.get("status", {}),
        by_kind=kinds,
        by_source=counts.get("source", {}),
        by_month=counts.get("month", {}),
    )


def revision(connection: sqlite3.Connection) -> int:
    (revision,) = connection.execute("SELECT revision FROM state").fetchone()
    return int(revision)


def put(connection: sqlite3.Connection, shelf: str, key: str, text: str | None) -> bool:
    """Keep a text, or take it away. Whether anything changed."""
    if text is None:
        done = connection.execute("DELETE FROM shelf WHERE shelf = ? AND key = ?", (shelf, key))
    else:
        done = connection.execute(
            "INSERT INTO shelf VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text WHERE text <> excluded.text",
            (shelf, key, text),
        )
    return done.rowcount > 0


def shelf(connection: sqlite3.Connection, shelf: str, prefix: str) -> dict[str, str]:
    """The texts whose keys begin so: they stand together in the order of keys."""
    found = connection.execute("SELECT key, text FROM shelf WHERE shelf = ? AND key >= ? ORDER BY key", (shelf, prefix))
    return dict(takewhile(lambda row: row[0].startswith(prefix), found))
