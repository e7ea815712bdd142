"""Writing: whole articles into rows, many at a time, and exactly out again.

A Batch lives in one transaction. It gathers the rows of its articles, looks up what they refer to, and writes table by table at the end:
one statement per table instead of a dozen per relation.
"""

import re
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from graph.aggregate import consensus, symmetric
from graph.model import Article, Entity, Evidence, Extraction, Relation
from graph.names import fold, pieces, spellings, words
from graph.stores.sqlite import rows
from graph.stores.sqlite.rows import NEVER, Row, number

#: Names of one entity that the search knows; the rowid of name_words keeps 16 bits for them.
NAMES_SEARCHED: Final = 65_536

OUT, IN, BOTH = 1, 2, 3
_BREAKS = re.compile(r"[\W_]+")
#: (entity, type) → relations out, relations in.
Degrees = defaultdict[tuple[int, int], list[int]]


@dataclass(slots=True)
class _Figures:
    """What evidence adds up to: the columns of `relation` from evidence_count on."""

    evidence: int = 0
    articles: int = 0
    statuses: list[int] = field(default_factory=lambda: [0] * len(rows.STATUSES))
    earliest: int | None = None
    latest: int = 0
    first_published: int | None = None
    last_published: int | None = None
    confidence: float = 0.0
    opens: int | None = None
    closes: int | None = None

    def add(self, piece: Evidence, published: int) -> tuple[int | None, int | None]:
        """Count one more piece; returns its opens and closes."""
        self.evidence += 1
        self.statuses[rows.STATUS_NUMBER[piece.status]] += 1
        if piece.confidence > self.confidence:
            self.confidence = float(piece.confidence)
        opens, closes = rows.reach(piece.period, published)
        if opens is not None and closes is not None:
            first, last = opens or closes, opens if closes == NEVER else closes
            self.earliest = first if self.earliest is None else min(first, self.earliest)
            self.latest = max(last, self.latest)
            self.opens = opens if self.opens is None else min(opens, self.opens)
            self.closes = closes if self.closes is None else max(closes, self.closes)
        if published:
            self.first_published = published if self.first_published is None else min(published, self.first_published)
            self.last_published = published if self.last_published is None else max(published, self.last_published)
        return opens, closes

    def row(self) -> Row:
        return (
            self.evidence,
            self.articles,
            *self.statuses,
            self.earliest,
            self.latest,
            self.first_published,
            self.last_published,
            self.confidence,
            self.opens,
            self.closes,
        )


@dataclass(slots=True)
class Known:
    """A relation met in this batch: its row's number, meaning, and what this batch's evidence adds up to."""

    id: int
    key: str
    subject: int
    type: int
    object: int
    mirrored: bool
    fresh: bool
    figures: _Figures = field(default_factory=_Figures)


class Batch:
    """Articles on their way into the tables, inside the writer's transaction. Call flush() before the transaction ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._types = dict(connection.execute("SELECT name, id FROM type"))
        self._begin()

    def _begin(self) -> None:
        """Forget what was gathered, and look up which row numbers are free."""
        self._articles: dict[str, str] = {}  # key → digest, of this batch
        self._entities: dict[str, int] = {}
        self._fresh: dict[int, dict[int, Entity]] = {}  # entities that this batch makes, with their profiles
        self._profiles: dict[tuple[int, Row], int] = {}
        self._given: Counter[int] = Counter()  # profile → articles more
        self._relations: dict[str, Known] = {}
        self._gathered: dict[str, list[Row]] = defaultdict(list)
        self._surfaces: Counter[tuple[int, str]] = Counter()
        self._spellings: list[Row] = []
        self._tally: Counter[tuple[str, str]] = Counter()
        self._next = {
            table: (self._connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0) + 1
            for table in ("article", "entity", "profile", "relation", "evidence")
        }

    def _number(self, table: str) -> int:
        free = self._next[table]
        self._next[table] = free + 1
        return free

    # -- gathering ----------------------------------------------------------------------------------------------------

    def add(self, extraction: Extraction, digest: str) -> bool:
        """Gather one article's yield; replaces another yield of it. False if it is there just so."""
        article = extraction.article
        before = self._articles.get(article.id)
        if before is None:
            row = self._connection.execute("SELECT digest FROM article WHERE key = ?", (article.id,)).fetchone()
            before = row and row[0]
        if before == digest:
            return False
        if before is not None:
            self.flush()
            forget(self._connection, article.id)
            self._begin()
        self._articles[article.id] = digest
        self._gather(extraction, digest)
        return True

    def _gather(self, extraction: Extraction, digest: str) -> None:
        article, published = extraction.article, number(extraction.article.published)
        id = self._number("article")
        gathered = self._gathered
        gathered["article"].append((id, article.id, article.title, published, article.url, article.source, digest))
        gathered["article_words"].append((id, article_words(article)))
        profiles = []
        for entity in extraction.entities:
            numbered = self._entity(entity)
            profiles.append(self._profile(numbered, entity))
            gathered["appearance"].append((numbered, article.id, id))
        mentions = []
        for mention in extraction.mentions:
            numbered = self._entities[mention.entity_id]
            mentions.append((numbered, mention.span.start, mention.span.end, rows.KIND_NUMBER[mention.kind]))
            self._surfaces[numbered, mention.text] += 1
        gathered["body"].append((id, article.text, rows.pack(profiles, mentions)))
        known = {relation.id: self._relation(relation) for relation in extraction.relations}
        for relation in known.values():
            relation.figures.articles += 1
        for piece in extraction.evidence:
            self._evidence(piece, known[piece.relation_id], id, published)
        self._tally["total", "articles"] += 1
        self._tally["total", "evidence"] += len(extraction.evidence)
        if article.source is not None:
            self._tally["source", article.source] += 1

    def _entity(self, entity: Entity) -> int:
        id = self._entities.get(entity.id)
        if id is None:
            row = self._connection.execute("SELECT id FROM entity WHERE key = ?", (entity.id,)).fetchone()
            if row:
                id = row[0]
            else:
                id = self._number("entity")
                self._fresh[id] = {}
            self._entities[entity.id] = id
        return id

    def _profile(self, entity_id: int, entity: Entity) -> int:
        """The number of the profile that says just this of the entity, counted once more."""
        says = rows.given(entity)
        id = self._profiles.get((entity_id, says))
        if id is None:
            id = None if entity_id in self._fresh else self._stored_profile(entity_id, says)
            if id is None:
                id = self._number("profile")
                self._gathered["profile"].append((id, entity_id, _fingerprint(says), *says))
            self._profiles[entity_id, says] = id
            if entity_id in self._fresh:
                self._fresh[entity_id][id] = entity
        self._given[id] += 1
        return id

    def _stored_profile(self, entity_id: int, says: Row) -> int | None:
        found = self._connection.execute(
            "SELECT id, name, kind, aliases, codes FROM profile WHERE entity = ? AND fingerprint = ?",
            (entity_id, _fingerprint(says)),
        )
        return next((id for id, *stored in found if tuple(stored) == says), None)

    def _type(self, name: str) -> int:
        id = self._types.get(name)
        if id is None:
            id = self._types[name] = len(self._types) + 1
            self._connection.execute("INSERT INTO type VALUES (?, ?)", (id, name))
        return id

    def _relation(self, relation: Relation) -> Known:
        known = self._relations.get(relation.id)
        if known is None:
            subject, object = self._entities[relation.subject], self._entities[relation.object]
            mirrored = symmetric(relation.type)
            stored = self._stored_relation(relation.id)
            id = self._number("relation") if stored is None else stored
            known = Known(id, relation.id, subject, self._type(relation.type), object, mirrored, fresh=stored is None)
            self._relations[relation.id] = known
            if known.fresh:
                self._tally["type", relation.type] += 1
                self._tally["total", "relations"] += 1
        return known

    def _stored_relation(self, key: str) -> int | None:
        row = self._connection.execute("SELECT id FROM relation WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _evidence(self, piece: Evidence, relation: Known, article: int, published: int) -> None:
        opens, closes = relation.figures.add(piece, published)
        id = self._number("evidence")
        sentence, trigger, subject, object = piece.sentence, piece.trigger, piece.subject_span, piece.object_span
        self._gathered["evidence"].append(
            (
                id,
                piece.id,
                relation.id,
                article,
                sentence.start,
                sentence.end,
                trigger.start,
                trigger.end,
                subject.start,
                subject.end,
                object.start,
                object.end,
                rows.STATUS_NUMBER[piece.status],
                piece.period.granularity._value_ if piece.period else None,
                opens,
                closes,
                published or None,
                None if piece.place is None else self._entities[piece.place],
                piece.role,
                piece.attributed_to,
                float(piece.confidence),
                piece.rule,
            )
        )
        self._gathered["quote"].append((id, piece.quote))
        self._gathered["quote_words"].append((id, searchable(piece.quote)))
        self._tally["status", piece.status._value_] += 1
        if month := month_of(opens, closes):
            self._tally["month", month] += 1

    # -- writing ------------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write what was gathered."""
        if not self._articles:
            return
        ends = self._put_relations()
        self._put_fresh_entities(ends)
        for table, gathered in self._gathered.items():
            self._insert(table, gathered)
        self._many(
            "UPDATE profile SET articles = articles + ? WHERE id = ?", [(n, id) for id, n in self._given.items()]
        )
        self._put_known_entities(ends)
        put_spellings(self._connection, self._spellings)
        self._put_surfaces()
        self._tally["total", "entities"] += len(self._fresh)
        add_to_tally(self._connection, self._tally)
        self._begin()

    def _many(self, sql: str, values: Iterable[Row]) -> None:
        self._connection.executemany(sql, values)

    def _insert(self, table: str, values: list[Row]) -> None:
        if not values:
            return
        if table == "appearance":
            values.sort()
        if table == "profile":
            self._many("INSERT INTO profile VALUES (?, ?, ?, ?, ?, ?, ?, 0)", values)
        elif table.endswith("_words"):
            self._many(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", values)
        else:
            marks = ", ".join("?" * len(values[0]))
            self._many(f"INSERT INTO {table} VALUES ({marks})", values)

    def _put_relations(self) -> Counter[int]:
        """Write the relations and where they stand; returns how many more each entity has."""
        fresh = []
        for known in self._relations.values():
            if known.fresh:
                fresh.append(known)
            else:
                self._grow(known)
        self._gathered["relation"] = [
            (known.id, known.key, known.subject, known.type, known.object, *known.figures.row()) for known in fresh
        ]
        return self._link(fresh)

    def _link(self, fresh: Iterable[Known]) -> Counter[int]:
        """The adjacency rows and degrees of relations that were not there."""
        incident: list[Row] = []
        degrees: Degrees = defaultdict(lambda: [0, 0])
        ends: Counter[int] = Counter()
        for known in fresh:
            meaning = (known.subject, known.type, known.object)
            incident.extend(incidences(*meaning, known.mirrored, known.figures.latest, known.key, known.id))
            count_ends(*meaning, known.mirrored, 1, degrees, ends)
        incident.sort()
        self._many("INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?)", incident)
        add_degrees(self._connection, degrees)
        return ends

    def _grow(self, known: Known) -> None:
        """Add this batch's figures to a relation that was there."""
        figures = known.figures
        (before,) = self._connection.execute("SELECT latest FROM relation WHERE id = ?", (known.id,)).fetchone()
        self._connection.execute(
            """UPDATE relation SET evidence_count = evidence_count + ?, article_count = article_count + ?,
              asserted = asserted + ?, planned = planned + ?, requested = requested + ?, denied = denied + ?,
              hypothetical = hypothetical + ?, earliest = coalesce(min(earliest, ?8), earliest, ?8), latest = max(latest, ?9),
              first_published = coalesce(min(first_published, ?10), first_published, ?10),
              last_published = coalesce(max(last_published, ?11), last_published, ?11), confidence = max(confidence, ?12),
              opens = coalesce(min(opens, ?13), opens, ?13), closes = coalesce(max(closes, ?14), closes, ?14)
            WHERE id = ?15""",
            (*figures.row(), known.id),
        )
        if figures.latest > before:
            self._move(known, before)

    def _move(self, known: Known, before: int) -> None:
        move(self._connection, known.key, before, known.figures.latest, {known.subject, known.object})

    def _put_fresh_entities(self, ends: Counter[int]) -> None:
        for id, profiles in self._fresh.items():
            entity = consensus((entity, self._given[profile]) for profile, entity in profiles.items())
            codes = entity.codes
            self._gathered["entity"].append(
                (id, entity.id, *rows.given(entity), codes.get("iso3"), codes.get("country"), ends[id])
            )
            self._name(id, names_of(entity))

    def _name(self, id: int, names: tuple[str, ...]) -> None:
        self._gathered["name_words"].extend(name_words(id, names))
        self._spellings.extend((spelling, id) for spelling in spellings_of(names))

    def _put_known_entities(self, ends: Counter[int]) -> None:
        """The entities that were there: what they are may have changed where articles give them in several ways."""
        for id in self._varied():
            self._settle(id)
        more = [(count, id) for id, count in ends.items() if id not in self._fresh]
        self._many("UPDATE entity SET degree = degree + ? WHERE id = ?", more)

    def _settle(self, id: int) -> None:
        settle(self._connection, id)

    def _put_surfaces(self) -> None:
        self._many(
            "INSERT INTO surface VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
            sorted((*key, count) for key, count in self._surfaces.items()),
        )

    def _varied(self) -> list[int]:
        """Those of this batch's known entities that articles give in several ways."""
        known = [id for id in self._entities.values() if id not in self._fresh]
        found = self._connection.execute(
            "SELECT entity FROM profile WHERE entity IN (SELECT value FROM json_each(?)) GROUP BY entity HAVING count(*) > 1",
            (rows.listed(known),),
        )
        return [id for (id,) in found]


# -- rules shared by writing in and taking out ------------------------------------------------------------------------


def searchable(text: str) -> str:
    """What FTS5 is given: plain ASCII as it stands (it splits that as graph.names does), else the words."""
    if text.isascii():
        return text
    folded = fold(text)
    return folded if folded.isascii() else _BREAKS.sub(" ", folded)


def article_words(article: Article) -> str:
    return searchable(f"{article.title}\n{article.text}")


@lru_cache(maxsize=16384)
def month_of(opens: int | None, closes: int | None) -> str | None:
    first = rows.day(opens or closes)
    return first.isoformat()[:7] if first else None


def incidences(subject: int, type: int, object: int, mirrored: bool, latest: int, key: str, id: int) -> tuple[Row, ...]:
    """The rows of `incident` for a relation: one per end, one in all when both are the same."""
    if subject == object:
        return ((subject, latest, key, id, object, type, BOTH),)
    out, into = (BOTH, BOTH) if mirrored else (OUT, IN)
    return (subject, latest, key, id, object, type, out), (object, latest, key, id, subject, type, into)


def count_ends(
    subject: int, type: int, object: int, mirrored: bool, times: int, degrees: Degrees, ends: Counter[int]
) -> None:
    """Count a relation at its ends, by type and in all. A mirrored (symmetric) one goes out at both."""
    ends[subject] += times
    degrees[subject, type][0] += times
    if subject != object:
        ends[object] += times
        degrees[object, type][0 if mirrored else 1] += times
    elif not mirrored:
        degrees[subject, type][1] += times


def add_degrees(connection: sqlite3.Connection, degrees: Degrees) -> None:
    connection.executemany(
        "INSERT INTO degree VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET outgoing = outgoing + excluded.outgoing, incoming = incoming + excluded.incoming",
        sorted((*key, *counts) for key, counts in degrees.items()),
    )


def add_to_tally(connection: sqlite3.Connection, tally: Counter[tuple[str, str]]) -> None:
    connection.executemany(
        "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        sorted((*key, count) for key, count in tally.items() if count),
    )


# -- names ------------------------------------------------------------------------------------------------------------


def names_of(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)[:NAMES_SEARCHED]


def name_words(id: int, names: Iterable[str]) -> list[Row]:
    """Rows of name_words."""
    return [(id * NAMES_SEARCHED + index, " ".join(words(name))) for index, name in enumerate(names)]


def spellings_of(names: Iterable[str]) -> set[str]:
    return {spelling for name in names for spelling in spellings(name)}


def put_spellings(connection: sqlite3.Connection, found: list[Row]) -> None:
    """Add (spelling, entity) pairs, and the index pieces of the spellings."""
    connection.executemany("INSERT OR IGNORE INTO spelling VALUES (?, ?)", sorted(found))
    new = {spelling for spelling, _ in found}
    connection.executemany(
        "INSERT OR IGNORE INTO piece VALUES (?, ?)", sorted((piece, one) for one in new for piece in pieces(one))
    )


def drop_spellings(connection: sqlite3.Connection, id: int, dropped: Iterable[str]) -> None:
    for spelling in dropped:
        connection.execute("DELETE FROM spelling WHERE spelling = ? AND entity = ?", (spelling, id))
        if connection.execute("SELECT 1 FROM spelling WHERE spelling = ?", (spelling,)).fetchone() is None:
            connection.executemany(
                "DELETE FROM piece WHERE piece = ? AND spelling = ?", [(piece, spelling) for piece in pieces(spelling)]
            )


def drop_names(connection: sqlite3.Connection, id: int, names: tuple[str, ...]) -> None:
    connection.executemany(
        "INSERT INTO name_words (name_words, rowid, words) VALUES ('delete', ?, ?)", name_words(id, names)
    )


def settle(connection: sqlite3.Connection, id: int, named: bool = True) -> None:
    """Bring an entity's row and names up to what its profiles say; remove it when none is left. `named`: its names are indexed."""
    key, *stored = connection.execute(
        "SELECT key, name, kind, aliases, codes FROM entity WHERE id = ?", (id,)
    ).fetchone()
    before = rows.entity(key, *stored)
    profiles = connection.execute(
        "SELECT name, kind, aliases, codes, articles FROM profile WHERE entity = ?", (id,)
    ).fetchall()
    if not profiles:
        drop_names(connection, id, names_of(before))
        drop_spellings(connection, id, spellings_of(names_of(before)))
        connection.execute("DELETE FROM entity WHERE id = ?", (id,))
        return
    after = consensus((rows.entity(key, *says), times) for *says, times in profiles)
    if after == before:
        return
    connection.execute(
        "UPDATE entity SET name = ?, kind = ?, aliases = ?, codes = ?, iso3 = ?, country = ? WHERE id = ?",
        (*rows.given(after), after.codes.get("iso3"), after.codes.get("country"), id),
    )
    old, new = names_of(before), names_of(after)
    if named and old != new:
        drop_names(connection, id, old)
        connection.executemany("INSERT INTO name_words (rowid, words) VALUES (?, ?)", name_words(id, new))
        drop_spellings(connection, id, spellings_of(old) - spellings_of(new))
        put_spellings(connection, [(spelling, id) for spelling in spellings_of(new) - spellings_of(old)])


def move(connection: sqlite3.Connection, key: str, before: int, after: int, ends: set[int]) -> None:
    """Bring the adjacency rows of a relation from one latest day to another."""
    connection.executemany(
        "UPDATE incident SET latest = ? WHERE entity = ? AND latest = ? AND key = ?",
        [(after, end, before, key) for end in ends],
    )


# -- taking out -------------------------------------------------------------------------------------------------------


def forget(connection: sqlite3.Connection, article_key: str) -> bool:
    """Take exactly one article out of every table. False if it is not there."""
    row = connection.execute(
        "SELECT a.id, a.title, a.source, b.text, b.parts FROM article a JOIN body b ON b.article = a.id WHERE a.key = ?",
        (article_key,),
    ).fetchone()
    if row is None:
        return False
    id, title, source, text, parts = row
    tally = Counter({("total", "articles"): -1})
    if source is not None:
        tally["source", source] -= 1
    connection.execute(
        "INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', ?, ?)",
        (id, searchable(f"{title}\n{text}")),
    )
    _forget_evidence(connection, id, tally)
    _forget_entities(connection, article_key, text, parts, tally)
    connection.execute("DELETE FROM body WHERE article = ?", (id,))
    connection.execute("DELETE FROM article WHERE id = ?", (id,))
    add_to_tally(connection, tally)
    connection.execute("DELETE FROM tally WHERE count = 0")
    return True


def _forget_evidence(connection: sqlite3.Connection, article: int, tally: Counter[tuple[str, str]]) -> None:
    found = connection.execute(
        "SELECT e.id, e.relation, e.status, e.opens, e.closes, q.text"
        " FROM evidence e JOIN quote q ON q.evidence = e.id WHERE e.article = ?",
        (article,),
    ).fetchall()
    for _, _, status, opens, closes, _ in found:
        tally["total", "evidence"] -= 1
        tally["status", rows.STATUSES[status].value] -= 1
        if month := month_of(opens, closes):
            tally["month", month] -= 1
    connection.executemany(
        "INSERT INTO quote_words (quote_words, rowid, words) VALUES ('delete', ?, ?)",
        [(id, searchable(text)) for id, *_, text in found],
    )
    connection.executemany("DELETE FROM quote WHERE evidence = ?", [(id,) for id, *_ in found])
    connection.execute("DELETE FROM evidence WHERE article = ?", (article,))
    degrees: Degrees = defaultdict(lambda: [0, 0])
    ends: Counter[int] = Counter()
    for relation in {relation for _, relation, *_ in found}:
        _recount(connection, relation, degrees, ends, tally)
    add_degrees(connection, degrees)
    connection.executemany(
        "DELETE FROM degree WHERE entity = ? AND type = ? AND outgoing = 0 AND incoming = 0", list(degrees)
    )
    connection.executemany("UPDATE entity SET degree = degree + ? WHERE id = ?", [(n, end) for end, n in ends.items()])


def _recount(
    connection: sqlite3.Connection, id: int, degrees: Degrees, ends: Counter[int], tally: Counter[tuple[str, str]]
) -> None:
    """Bring a relation to what its remaining evidence adds up to; remove it when none is left."""
    key, subject, type, object, name, before = connection.execute(
        "SELECT r.key, r.subject, r.type, r.object, t.name, r.latest FROM relation r JOIN type t ON t.id = r.type WHERE r.id = ?",
        (id,),
    ).fetchone()
    pieces, *figures = connection.execute(
        f"SELECT {rows.FIGURES}, min(e.opens), max(e.closes) FROM evidence e WHERE e.relation = ?",
        (id,),
    ).fetchone()
    if pieces:
        figures[7] = figures[7] or 0
        connection.execute(
            """UPDATE relation SET evidence_count = ?, article_count = ?, asserted = ?, planned = ?, requested = ?, denied = ?,
              hypothetical = ?, earliest = ?, latest = ?, first_published = ?, last_published = ?, confidence = ?, opens = ?, closes = ?
            WHERE id = ?""",
            (pieces, *figures, id),
        )
        if figures[7] != before:
            move(connection, key, before, figures[7], {subject, object})
        return
    connection.execute("DELETE FROM relation WHERE id = ?", (id,))
    connection.executemany(
        "DELETE FROM incident WHERE entity = ? AND latest = ? AND key = ?",
        [(end, before, key) for end in {subject, object}],
    )
    count_ends(subject, type, object, symmetric(name), -1, degrees, ends)
    tally["total", "relations"] -= 1
    tally["type", name] -= 1


def _forget_entities(
    connection: sqlite3.Connection, article_key: str, text: str, parts: bytes, tally: Counter[tuple[str, str]]
) -> None:
    profiles, mentions = rows.unpack(parts)
    surfaces = Counter((entity, text[start:end]) for entity, start, end, _ in mentions)
    connection.executemany(
        "UPDATE surface SET count = count - ?3 WHERE entity = ?1 AND text = ?2",
        [(*key, count) for key, count in surfaces.items()],
    )
    connection.executemany("DELETE FROM surface WHERE entity = ? AND text = ? AND count = 0", list(surfaces))
    for profile in profiles:
        (entity,) = connection.execute(
            "UPDATE profile SET articles = articles - 1 WHERE id = ? RETURNING entity", (profile,)
        ).fetchall()[0]
        connection.execute("DELETE FROM profile WHERE id = ? AND articles = 0", (profile,))
        connection.execute("DELETE FROM appearance WHERE entity = ? AND article_key = ?", (entity, article_key))
        settle(connection, entity)
        if connection.execute("SELECT 1 FROM entity WHERE id = ?", (entity,)).fetchone() is None:
            tally["total", "entities"] -= 1


def _fingerprint(says: Row) -> int:
    """A check sum of what a profile says, to find it quickly among those of an entity."""
    return zlib.crc32("\0".join(says).encode())
