"""Finding entities and articles: names by words, by typing errors, by degree; articles by words and day."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from graph.model import Article, Entity, Mention
from graph.names import TOO_FEW, Rank, Sought, probes
from graph.query import ArticleQuery, EntityHit, EntityQuery, Page, decode_key, encode_cursor
from graph.stores.sqlite import rows
from graph.stores.sqlite.reading import Where, entity_number, match_words
from graph.stores.sqlite.rows import Row, listed
from graph.stores.sqlite.writing import NAMES_SEARCHED, names_of

#: With more hits than this the entities are walked in the order asked for until a page is full, else the hits are sorted.
_MANY: Final = 1500
_ENTITY: Final = "key, name, kind, aliases, codes"


# -- entities ---------------------------------------------------------------------------------------------------------


def entity(connection: sqlite3.Connection, key: str) -> Entity | None:
    row = connection.execute(f"SELECT {_ENTITY} FROM entity WHERE key = ?", (key,)).fetchone()
    return rows.entity(*row) if row else None


def entities_by_id(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Entity]:
    found = ((key, entity(connection, key)) for key in sorted(set(keys)))
    return {key: one for key, one in found if one is not None}


def entities(connection: sqlite3.Connection, query: EntityQuery) -> Page[EntityHit]:
    where = _entity_conditions(query)
    if not query.q:
        return _hits(connection, query, _walked(connection, query, where), None)
    sought = Sought.of(query.q)
    prefixed = _prefixed(connection, sought)
    exact = _exact(connection, sought) & prefixed
    if len(prefixed) > _MANY and not where.conditions:
        return _hits(connection, query, _walked_among(connection, query, prefixed, exact), sought)
    eligible = _eligible(connection, where, prefixed)
    ranked = {id: (Rank.EXACT if id in exact else Rank.PREFIX, *row) for id, *row in eligible}
    if len(ranked) < TOO_FEW:
        misspelt = _misspelt(connection, sought)
        for id, *row in _eligible(connection, where, misspelt.keys() - ranked.keys()):
            ranked[id] = (misspelt[id], *row)
    found = ((_key(query, rank, degree, name, key), id) for id, (rank, degree, name, key) in ranked.items())
    after = _after(query)
    ordered = sorted(one for one in found if after is None or one[0] > after)
    return _hits(connection, query, ordered[: query.limit + 1], sought)


_Sorted = tuple[tuple[Any, ...], int]  # sort key, entity number


def _key(query: EntityQuery, rank: int, degree: int, name: str, key: str) -> tuple[Any, ...]:
    """What a page is sorted by and its cursor holds."""
    if query.order == "name":
        return name, key
    if query.order == "degree" or not query.q:
        return -degree, key
    return int(rank), -degree, key


def _after(query: EntityQuery) -> tuple[Any, ...] | None:
    if query.cursor is None:
        return None
    if query.order == "name":
        return tuple(decode_key(query.cursor, str, str))
    if query.order == "degree" or not query.q:
        return tuple(decode_key(query.cursor, int, str))
    return tuple(decode_key(query.cursor, int, int, str))


def _entity_conditions(query: EntityQuery) -> Where:
    where = Where()
    if query.kinds:
        where.add("kind IN (SELECT value FROM json_each(?))", listed([kind.value for kind in query.kinds]))
    if query.country is not None:
        where.add("iso3 = ? OR country = ?", query.country, query.country)
    if query.min_degree:
        where.add("degree >= ?", query.min_degree)
    return where


def _walk(
    connection: sqlite3.Connection, by_name: bool, where: Where, after: Sequence[Any] | None, limit: int = -1
) -> sqlite3.Cursor:
    """Rows (id, degree, name, key) of entities in the order of an index, after a sort key (name or -degree, key)."""
    conditions, values = [where.sql], list(where.values)
    if after is not None and by_name:
        conditions.append("name >= ? AND (name > ? OR key > ?)")
        values += [after[0], after[0], after[1]]
    elif after is not None:
        conditions.append("degree <= ? AND (degree < ? OR key > ?)")
        values += [-after[0], -after[0], after[1]]
    order = "name, key" if by_name else "degree DESC, key"
    return connection.execute(
        f"SELECT id, degree, {'name' if by_name else '0'}, key FROM entity"
        f" WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?",
        [*values, limit],
    )


def _walked(connection: sqlite3.Connection, query: EntityQuery, where: Where) -> list[_Sorted]:
    found = _walk(connection, query.order == "name", where, _after(query), query.limit + 1)
    return [(_key(query, 0, degree, name, key), id) for id, degree, name, key in found]


def _walked_among(
    connection: sqlite3.Connection, query: EntityQuery, members: set[int], exact: set[int]
) -> list[_Sorted]:
    """The first of so many hits that a walk through all entities soon meets enough of them."""
    after = _after(query)
    if query.order != "relevance":
        walk = _walk(connection, query.order == "name", Where(), after)
        met = ((_key(query, 0, degree, name, key), id) for id, degree, name, key in walk if id in members)
        return list(islice(met, query.limit + 1))
    first = sorted(
        (_key(query, Rank.EXACT, degree, name, key), id)
        for id, degree, name, key in _eligible(connection, Where(), exact)
    )
    found = [one for one in first if after is None or one[0] > after][: query.limit + 1]
    rest = members - exact
    walk = _walk(connection, False, Where(), after[1:] if after is not None and after[0] == Rank.PREFIX else None)
    met = ((_key(query, Rank.PREFIX, degree, name, key), id) for id, degree, name, key in walk if id in rest)
    return [*found, *islice(met, query.limit + 1 - len(found))]


def _eligible(connection: sqlite3.Connection, where: Where, ids: Collection[int]) -> list[Row]:
    """Rows (id, degree, name, key) of those that fulfil the other conditions."""
    if not ids:
        return []
    return connection.execute(
        f"SELECT id, degree, name, key FROM entity WHERE id IN (SELECT value FROM json_each(?)) AND {where.sql}",
        (listed(ids), *where.values),
    ).fetchall()


def _prefixed(connection: sqlite3.Connection, sought: Sought) -> set[int]:
    """Entities with a name in which every word sought begins a word."""
    if not sought.words:
        return set()
    pattern = " AND ".join(f'"{word}"*' for word in dict.fromkeys(sought.words))
    found = connection.execute("SELECT rowid FROM name_words WHERE name_words MATCH ?", (pattern,))
    return {rowid // NAMES_SEARCHED for (rowid,) in found}


def _exact(connection: sqlite3.Connection, sought: Sought) -> set[int]:
    """Entities with a name of just these words."""
    found = connection.execute(
        "SELECT e.id, e.name, e.aliases FROM spelling p CROSS JOIN entity e ON e.id = p.entity WHERE p.spelling = ?",
        (sought.spelling,),
    )
    return {
        id for id, name, aliases in found if any(sought.rank(one) is Rank.EXACT for one in (name, *rows.texts(aliases)))
    }


def _misspelt(connection: sqlite3.Connection, sought: Sought) -> dict[int, Rank]:
    """Entities with a spelling within the errors allowed, and how many errors that is."""
    if not sought.errors:
        return {}
    probed = listed(probes(sought.spelling, sought.errors))
    candidates = connection.execute(
        "SELECT DISTINCT spelling FROM piece WHERE piece IN (SELECT value FROM json_each(?))", (probed,)
    )
    errors = {}
    for (spelling,) in candidates:
        distance = Levenshtein.distance(sought.spelling, spelling, score_cutoff=sought.errors)
        if distance <= sought.errors:
            errors[spelling] = distance
    found: dict[int, Rank] = {}
    for spelling, id in connection.execute(
        "SELECT spelling, entity FROM spelling WHERE spelling IN (SELECT value FROM json_each(?))", (listed(errors),)
    ):
        rank = Rank.ONE_ERROR if errors[spelling] <= 1 else Rank.TWO_ERRORS
        found[id] = min(rank, found.get(id, rank))
    return found


def _hits(
    connection: sqlite3.Connection, query: EntityQuery, ordered: list[_Sorted], sought: Sought | None
) -> Page[EntityHit]:
    """The page of these entities (one more than the limit when there is a next page)."""
    kept = ordered[: query.limit]
    stored = {
        row[0]: row[1:]
        for row in connection.execute(
            f"SELECT id, degree, {_ENTITY} FROM entity WHERE id IN (SELECT value FROM json_each(?))",
            (listed([id for _, id in kept]),),
        )
    }
    hits = []
    for _, id in kept:
        degree, *row = stored[id]
        entity = rows.entity(*row)
        match = sought.match(names_of(entity)) if sought else None
        hits.append(EntityHit(entity, degree, match.name if match else None))
    return Page(tuple(hits), encode_cursor(*kept[-1][0]) if len(ordered) > query.limit else None)


def degrees(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, dict[tuple[str, str], int]]:
    found: dict[str, dict[tuple[str, str], int]] = {}
    for key in sorted(set(keys)):
        number = entity_number(connection, key)
        if number is None:
            continue
        ways = found[key] = {}
        for type, outgoing, incoming in connection.execute(
            "SELECT t.name, d.outgoing, d.incoming FROM degree d JOIN type t ON t.id = d.type WHERE d.entity = ? ORDER BY t.name",
            (number,),
        ):
            ways |= {(type, way): count for way, count in (("in", incoming), ("out", outgoing)) if count}
    return found


# -- mentions ---------------------------------------------------------------------------------------------------------


def mentions(connection: sqlite3.Connection, key: str, limit: int, cursor: str | None) -> Page[Mention]:
    """The cursor is the article's id and the number of the entity's mention in it."""
    number = entity_number(connection, key)
    if number is None:
        return Page(())
    article, seen = decode_key(cursor, str, int) if cursor else ("", -1)
    found: list[tuple[str, int, Mention]] = []
    for article_key, text, parts in connection.execute(
        "SELECT p.article_key, b.text, b.parts FROM appearance p CROSS JOIN body b ON b.article = p.article"
        " WHERE p.entity = ? AND p.article_key >= ? ORDER BY p.article_key",
        (number, article),
    ):
        here = sorted(part[1:] for part in rows.unpack(parts)[1] if part[0] == number)
        for index, part in enumerate(sorted(here, key=lambda part: (part[0], part[1], rows.KINDS[part[2]]))):
            if (article_key, index) > (article, seen):
                found.append((article_key, index, rows.mention(article_key, text, key, part)))
        if len(found) > limit:
            break
    kept = found[:limit]
    return Page(tuple(mention for *_, mention in kept), encode_cursor(*kept[-1][:2]) if len(found) > limit else None)


def aliases(connection: sqlite3.Connection, key: str) -> dict[str, int]:
    return dict(
        connection.execute(
            "SELECT text, count FROM surface WHERE entity = (SELECT id FROM entity WHERE key = ?) ORDER BY count DESC, text",
            (key,),
        ).fetchall()
    )


# -- articles ---------------------------------------------------------------------------------------------------------

_ARTICLE: Final = "a.key, a.title, b.text, a.published, a.url, a.source"


def article(connection: sqlite3.Connection, key: str) -> Article | None:
    row = connection.execute(
        f"SELECT {_ARTICLE} FROM article a JOIN body b ON b.article = a.id WHERE a.key = ?",
        (key,),
    ).fetchone()
    return rows.article(*row) if row else None


def articles(connection: sqlite3.Connection, query: ArticleQuery) -> Page[Article]:
    where = _article_conditions(query)
    if query.cursor:
        latest, key = decode_key(query.cursor, int, str)
        where.add("a.published <= ? AND (a.published < ? OR a.key > ?)", -int(latest), -int(latest), key)
    found = connection.execute(
        f"SELECT {_ARTICLE} FROM article a CROSS JOIN body b ON b.article = a.id WHERE {where.sql}"
        " ORDER BY a.published DESC, a.key LIMIT ?",
        [*where.values, query.limit + 1],
    ).fetchall()
    kept = found[: query.limit]
    more = encode_cursor(-kept[-1][3], kept[-1][0]) if len(found) > query.limit else None
    return Page(tuple(rows.article(*row) for row in kept), more)


def count_articles(connection: sqlite3.Connection, query: ArticleQuery) -> int:
    where = _article_conditions(query)
    (count,) = connection.execute(f"SELECT count(*) FROM article a WHERE {where.sql}", where.values).fetchone()
    return int(count)


def _article_conditions(query: ArticleQuery) -> Where:
    where = Where()
    if query.source is not None:
        where.add("a.source = ?", query.source)
    if query.published_from:
        where.add("a.published >= ?", query.published_from.toordinal())
    if query.published_to:
        where.add("a.published BETWEEN 1 AND ?", query.published_to.toordinal())
    if query.entity is not None:
        where.add(
            "EXISTS (SELECT 1 FROM appearance p WHERE p.entity = (SELECT id FROM entity WHERE key = ?) AND p.article_key = a.key)",
            query.entity,
        )
    if query.q:
        sought = match_words(query.q)
        if sought:
            where.add("a.id IN (SELECT rowid FROM article_words WHERE article_words MATCH ?)", sought)
        else:
            where.add("0")
    return where
