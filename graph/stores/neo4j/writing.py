"""One write: some articles taken out and some put in, in one transaction, whole or not at all.

Entities and relations hold sums over their articles. They are read, changed here and written back, so writers take turns: each
begins by locking the Store node. Rows go in batches, a few statements for each; the type of a new relationship is data too, of the ontology's closed list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from neo4j import ManagedTransaction

from graph.aggregate import consensus, edge
from graph.errors import StoreDamaged
from graph.model import Edge, Extraction, Kind
from graph.stores.neo4j import reading, rows
from graph.stores.neo4j.database import text

#: The server keeps a transaction in memory: about so many rows go into one.
ROWS: Final = 12_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """An extraction that may be kept, and its digest."""

    extraction: Extraction
    digest: str

    @property
    def weight(self) -> int:
        """Rows to be written for it."""
        extraction = self.extraction
        return 1 + len(extraction.mentions) + len(extraction.entities) + 3 * len(extraction.evidence)


def batches(accepted: Iterable[Accepted]) -> Iterator[list[Accepted]]:
    """Whole articles, as many as go into one transaction; an article that comes twice comes in two batches."""
    batch: dict[str, Accepted] = {}
    weight = 0
    for one in accepted:
        if batch and (weight + one.weight > ROWS or one.extraction.article.id in batch):
            yield list(batch.values())
            batch, weight = {}, 0
        batch[one.extraction.article.id] = one
        weight += one.weight
    if batch:
        yield list(batch.values())


def add(tx: ManagedTransaction, batch: Sequence[Accepted]) -> int:
    """Keep these yields. How many changed something."""
    _take_turn(tx)
    known = _digests(tx, [one.extraction.article.id for one in batch])
    new = [one for one in batch if known.get(one.extraction.article.id) != one.digest]
    replaced = [one.extraction.article.id for one in new if one.extraction.article.id in known]
    if new:
        _change(tx, _taken_out(tx, replaced), new)
    return len(new)


def forget(tx: ManagedTransaction, article_id: str) -> bool:
    """Take this article out."""
    _take_turn(tx)
    if not _digests(tx, [article_id]):
        return False
    _change(tx, _taken_out(tx, [article_id]), [])
    return True


def put(tx: ManagedTransaction, id: str, kept: str | None) -> None:
    """Keep a text on a shelf, or take it away."""
    _take_turn(tx)
    if tx.run("OPTIONAL MATCH (s:Shelf {id: $id}) RETURN s.text", id=id).value() == [kept]:
        return
    if kept is None:
        tx.run("MATCH (s:Shelf {id: $id}) DELETE s", id=id).consume()
    else:
        tx.run("MERGE (s:Shelf {id: $id}) SET s.text = $kept", id=id, kept=kept).consume()
    tx.run("MATCH (s:Store) SET s.revision = s.revision + 1").consume()


def _take_turn(tx: ManagedTransaction) -> None:
    """Wait until no other writer is at work; the lock lasts until the transaction ends."""
    if not tx.run("MATCH (s:Store) SET s.turn = randomUUID() RETURN s.id").value():
        raise StoreDamaged("the Store node of this database is gone: open the store anew")


def _digests(tx: ManagedTransaction, ids: list[str]) -> dict[str, str]:
    found = tx.run("UNWIND $ids AS id MATCH (a:Article {id: id}) RETURN a.id, a.digest", ids=ids)
    return dict(found.values())


def _taken_out(tx: ManagedTransaction, ids: list[str]) -> list[Extraction]:
    return [found for id in ids if (found := reading.extraction(tx, id))]


def _change(tx: ManagedTransaction, out: Sequence[Extraction], new: Sequence[Accepted]) -> None:
    put_in = [one.extraction for one in new]
    before = _edges(tx, sorted({relation.id for one in chain(out, put_in) for relation in one.relations}))
    if out:
        _delete_articles(tx, [one.article.id for one in out])
    after = _edges_after(tx, before, out, put_in)
    _delete_relations(tx, [edge for id, edge in before.items() if id not in after])
    _write_entities(tx, _entities_after(tx, out, put_in, before, after))
    _create_articles(tx, new)
    _write_relations(tx, before, after)
    _create_evidence(tx, put_in)
    tx.run("MATCH (s:Store) SET s.revision = s.revision + 1").consume()


# -- relations --------------------------------------------------------------------------------------------------------


def _edges(tx: ManagedTransaction, ids: list[str]) -> dict[str, Edge]:
    """These relations as they stand now."""
    columns = ", ".join(f"r.{name}" for name in rows.EDGE)
    found = tx.run(text(f"UNWIND $ids AS id MATCH (r:Relation {{id: id}}) RETURN {columns}"), ids=ids)
    return {edge.relation.id: edge for edge in map(rows.edge, found.values())}


def _edges_after(
    tx: ManagedTransaction, before: Mapping[str, Edge], out: Sequence[Extraction], put_in: Sequence[Extraction]
) -> dict[str, Edge]:
    """The same relations with less evidence and with more; those that have none left are not among them."""
    touched = {relation.id for one in out for relation in one.relations}
    after = {id: edge for id, edge in before.items() if id not in touched}
    pieces = "MATCH (r:Relation {id: id})<-[:ABOUT]-(e:Evidence)"
    left = tx.run(text(f"UNWIND $ids AS id {pieces} RETURN id, collect(e) "), ids=sorted(touched)) if touched else None
    for id, found in left.values() if left else ():
        after[id] = edge(before[id].relation, [(rows.evidence(id, row), rows.dated(row)) for row in found])
    for one in put_in:
        by_relation = defaultdict(list)
        for piece in one.evidence:
            by_relation[piece.relation_id].append((piece, one.article))
        for relation in one.relations:
            after[relation.id] = rows.joined(after.get(relation.id), edge(relation, by_relation[relation.id]))
    return after


def _map(names: Iterable[str], of: str = "row") -> str:
    """The properties `names` of a row as a map that names them: `SET n = row` could touch any, and makes the server hold all rows
    back before each step."""
    return "{" + ", ".join(f"{name}: {of}.{name}" for name in names) + "}"


#: The typed relationship of a row. Between two entities lie no others, and naming sixty types takes the server long to plan.
_TYPED: Final = "MATCH (s:Entity {id: row.subject})-[x {id: row.id}]->(o:Entity {id: row.object})"
#: What it shows to people.
_SHOWN: Final = _map(rows.SHOWN)
_CREATE_RELATION: Final = f"""
    MATCH (s:Entity {{id: row.subject}}) MATCH (o:Entity {{id: row.object}})
    CREATE (r:Relation {_map(("newest", *rows.EDGE))}) CREATE (s)-[:$(row.type) {_SHOWN}]->(o)"""
_UPDATE_RELATION: Final = f"{_TYPED} MATCH (r:Relation {{id: row.id}}) SET r = row SET x = {_SHOWN}"


def _write_relations(tx: ManagedTransaction, before: Mapping[str, Edge], after: Mapping[str, Edge]) -> None:
    created = [edge for id, edge in after.items() if id not in before]
    updated = [edge for id, edge in after.items() if id in before and before[id] != edge]
    _run(tx, _CREATE_RELATION, [rows.relation_row(edge) for edge in created])
    _run(tx, _UPDATE_RELATION, [rows.relation_row(edge) for edge in updated])


def _delete_relations(tx: ManagedTransaction, gone: Iterable[Edge]) -> None:
    delete = f"{_TYPED} MATCH (r:Relation {{id: row.id}}) DELETE x DETACH DELETE r"
    _run(tx, delete, [rows.relation_row(edge) for edge in gone])


# -- entities ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Standing:
    """An entity in the store: how many articles give which version of it, and its relations."""

    versions: Counter[str] = field(default_factory=Counter)
    degree: int = 0
    before: Mapping[str, int] = field(default_factory=dict)  # the versions before this write
    known: bool = False


def _entities_after(
    tx: ManagedTransaction,
    out: Sequence[Extraction],
    put_in: Sequence[Extraction],
    before: Mapping[str, Edge],
    after: Mapping[str, Edge],
) -> dict[str, _Standing]:
    ids = {entity.id for one in chain(out, put_in) for entity in one.entities}
    standing = _standing(tx, sorted(ids))
    for one, by in chain(((one, -1) for one in out), ((one, 1) for one in put_in)):
        for entity in one.entities:
            standing[entity.id].versions[rows.version(entity)] += by
    for edges, others, by in ((before, after, -1), (after, before, 1)):
        for id in edges.keys() - others.keys():
            for end in {edges[id].relation.subject, edges[id].relation.object}:
                standing[end].degree += by
    return standing


def _standing(tx: ManagedTransaction, ids: list[str]) -> dict[str, _Standing]:
    query = "UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN e.id, e.versions, e.version_counts, e.degree"
    found = {id: _Standing() for id in ids}
    for id, versions, counts, degree in tx.run(query, ids=ids).values():
        counted = Counter(dict(zip(versions, counts, strict=True)))
        found[id] = _Standing(counted, degree, dict(counted), True)
    return found


#: What changes with every article that gives an entity.
_SUMS: Final = ", ".join(f"e.{name} = row.{name}" for name in ("degree", "rank", "versions", "version_counts"))


def _write_entities(tx: ManagedTransaction, standing: Mapping[str, _Standing]) -> None:
    created, sums, full, gone = [], [], [], []
    labels: dict[Kind, list[dict[str, Any]]] = defaultdict(list)
    for id, one in standing.items():
        counts = +one.versions
        if not counts:
            gone.append({"id": id})
            continue
        figures: rows.Row = {
            "id": id,
            "degree": one.degree,
            "rank": rows.rank(one.degree, id),
            "versions": list(counts),
            "version_counts": list(counts.values()),
        }
        if not one.known:
            entity = consensus(rows.versions(id, counts))
            created.append({"label": entity.kind.label, "properties": rows.entity_row(entity) | figures})
            continue
        sums.append(figures)
        if len(counts) == 1 and counts.keys() == one.before.keys():
            continue  # all agree as before
        entity, was = consensus(rows.versions(id, counts)), consensus(rows.versions(id, one.before))
        if entity != was:
            full.append(rows.entity_row(entity))
        if entity.kind is not was.kind:
            labels[entity.kind].append({"id": id})
    _run(tx, "CREATE (e:Entity) SET e = row.properties, e:$(row.label)", created)
    _run(tx, f"MATCH (e:Entity {{id: row.id}}) SET {_SUMS}", sums)
    _run(tx, "MATCH (e:Entity {id: row.id}) SET e += row", full)
    others = "".join(f":{kind.label}" for kind in Kind)
    for kind, ids in labels.items():
        _run(tx, f"MATCH (e:Entity {{id: row.id}}) REMOVE e{others} SET e:{kind.label}", ids)
    _run(tx, "MATCH (e:Entity {id: row.id}) DETACH DELETE e", gone)


# -- articles ---------------------------------------------------------------------------------------------------------


def _create_articles(tx: ManagedTransaction, new: Sequence[Accepted]) -> None:
    articles = [rows.article_row(one.extraction, one.digest) for one in new]
    _run(tx, "CREATE (a:Article) SET a = row", articles)
    mentions = [rows.mention_row(mention) for one in new for mention in one.extraction.mentions]
    ends = "MATCH (a:Article {id: row.article}) MATCH (e:Entity {id: row.entity})"
    place = "{start: row.start, end: row.end, text: row.text, kind: row.kind}"
    _run(tx, f"{ends} CREATE (a)-[:MENTIONS {place}]->(e)", mentions)
    silent = []  # entities an article gives but never names: places known from a title, say
    for one in new:
        named = {mention.entity_id for mention in one.extraction.mentions}
        ids = (entity.id for entity in one.extraction.entities if entity.id not in named)
        silent += [{"article": one.extraction.article.id, "entity": id} for id in ids]
    _run(tx, f"{ends} CREATE (a)-[:GIVES]->(e)", silent)


def _create_evidence(tx: ManagedTransaction, put_in: Sequence[Extraction]) -> None:
    pieces = [
        {"relation": piece.relation_id, "properties": rows.evidence_row(piece, one.article)}
        for one in put_in
        for piece in one.evidence
    ]
    ends = "MATCH (a:Article {id: row.properties.article_id}) MATCH (r:Relation {id: row.relation})"
    properties = _map(rows.EVIDENCE, "row.properties")
    _run(tx, f"{ends} CREATE (a)-[:REPORTS]->(e:Evidence {properties})-[:ABOUT]->(r)", pieces)


def _delete_articles(tx: ManagedTransaction, ids: list[str]) -> None:
    found = [{"id": id} for id in ids]
    _run(tx, "MATCH (a:Article {id: row.id})-[:REPORTS]->(e:Evidence) DETACH DELETE e", found)
    _run(tx, "MATCH (a:Article {id: row.id}) DETACH DELETE a", found)


def _run(tx: ManagedTransaction, statement: str, found: Sequence[Mapping[str, Any]]) -> None:
    """A statement for each row, in one go."""
    if found:
        tx.run(text(f"UNWIND $rows AS row {statement}"), rows=found).consume()
