"""Articles and entities as a question asks for them: conditions in Cypher, and the order of what a search finds."""

from collections.abc import Callable, Sequence
from typing import Any

from graph.names import TOO_FEW, Match, Rank, Sought, probes
from graph.query import ArticleQuery, EntityHit, EntityQuery, Page, decode_key, encode_cursor
from graph.stores.neo4j import rows
from graph.stores.neo4j.cypher import Conditions, lucene, whole_words

Run = Callable[..., list[list[Any]]]  # (statement, **parameters) → rows
Found = list[tuple[EntityHit, Match]]


def articles(query: ArticleQuery) -> tuple[str, Conditions]:
    """Cypher that finds each article `a` that may be selected, once, and what is asked of it."""
    asked, found = Conditions(), "MATCH (a:Article)"
    if query.q:
        asked.add("all(word IN $words WHERE a.words CONTAINS word)", words=whole_words(query.q))
    if query.entity is not None:
        found = "MATCH (:Entity {id: $entity})<-[:MENTIONS|GIVES]-(a:Article) WITH DISTINCT a"
        asked.parameters["entity"] = query.entity
    elif query.q:
        found = "CALL db.index.fulltext.queryNodes('entente_article_words', $lucene) YIELD node AS a WITH a"
        asked.parameters["lucene"] = lucene(query.q)
    if query.source is not None:
        asked.add("a.source = $source", source=query.source)
    if query.published_from is not None:
        asked.add("a.published >= $published_from", published_from=rows.iso(query.published_from))
    if query.published_to is not None:
        asked.add("a.published <= $published_to", published_to=rows.iso(query.published_to))
    return found, asked


def entities(query: EntityQuery, run: Run) -> Page[EntityHit]:
    """A page of entities."""
    return _searched(query, run) if query.q else _listed(query, run)


def _listed(query: EntityQuery, run: Run) -> Page[EntityHit]:
    """Straight from an index: by name, or by degree."""
    asked, by_name = _on_entity(query), query.order == "name"
    after = _after(query)
    if after is not None and by_name:
        asked.add("(e.name > $name OR (e.name = $name AND e.id > $id))", name=after[0], id=after[1])
    elif not by_name:  # asked without a cursor too: a condition is what makes the server use the index
        asked.add("e.rank > $after", after=rows.rank(-after[0], after[1]) if after else "")
    order = "e.name, e.id" if by_name else "e.rank"
    statement = (
        f"MATCH (e:Entity) {asked.where()} RETURN e {{{rows.ENTITY}}} AS row, e.degree ORDER BY {order} LIMIT $limit"
    )
    found = run(statement, **asked.parameters, limit=query.limit + 1)
    hits = [EntityHit(rows.entity(row), degree) for row, degree in found]
    return _page([(_key(query, hit, Rank.EXACT), hit) for hit in hits], query.limit)


def _searched(query: EntityQuery, run: Run) -> Page[EntityHit]:
    """What the full-text index proposes, judged and sorted as graph.names says."""
    sought = Sought.of(query.q or "")
    found: Found = []
    if sought.words:
        words = " ".join(f"+words:{word[: rows.LONGEST_WORD]}*" for word in sorted(set(sought.words)))
        found = [(hit, match) for hit, match in _judged(query, sought, words, run) if match.rank <= Rank.PREFIX]
    if len(found) < TOO_FEW and sought.errors:
        known = {hit.entity.id for hit, _ in found}
        keys = sorted(probes(sought.spelling, sought.errors))
        pieces = " ".join(f"pieces:{key[: rows.LONGEST_WORD]}" for key in keys)
        found += [pair for pair in _judged(query, sought, pieces, run) if pair[0].entity.id not in known]
    keyed = sorted(((_key(query, hit, match.rank), hit) for hit, match in found), key=lambda pair: pair[0])
    after = _after(query)
    return _page([pair for pair in keyed if after is None or pair[0] > after], query.limit)


def _judged(query: EntityQuery, sought: Sought, proposed: str, run: Run) -> Found:
    asked = _on_entity(query)
    call = "CALL db.index.fulltext.queryNodes('entente_entity_words', $lucene) YIELD node AS e"
    statement = f"{call} WITH e {asked.where()} RETURN e {{{rows.ENTITY}}} AS row, e.degree"
    judged: Found = []
    for row, degree in run(statement, **asked.parameters, lucene=proposed):
        match = sought.match((row["name"], *row["aliases"]))
        if match:
            judged.append((EntityHit(rows.entity(row), degree, match.name), match))
    return judged


def _on_entity(query: EntityQuery) -> Conditions:
    """What a query asks of an entity `e` but its name."""
    asked = Conditions()
    if query.kinds:
        asked.add("e.kind IN $kinds", kinds=sorted(kind.value for kind in query.kinds))
    if query.country is not None:
        asked.add("(e.iso3 = $country OR e.country = $country)", country=query.country)
    if query.min_degree:
        asked.add("e.degree >= $min_degree", min_degree=query.min_degree)
    return asked


def _key(query: EntityQuery, hit: EntityHit, rank: Rank) -> tuple[Any, ...]:
    if query.order == "name":
        return (hit.entity.name, hit.entity.id)
    if query.order == "degree" or not query.q:
        return (-hit.degree, hit.entity.id)
    return (int(rank), -hit.degree, hit.entity.id)


def _after(query: EntityQuery) -> tuple[Any, ...] | None:
    """The key that the page's cursor holds."""
    if query.cursor is None:
        return None
    if query.order == "name":
        return tuple(decode_key(query.cursor, str, str))
    if query.order == "degree" or not query.q:
        return tuple(decode_key(query.cursor, int, str))
    return tuple(decode_key(query.cursor, int, int, str))


def _page(keyed: Sequence[tuple[tuple[Any, ...], EntityHit]], limit: int) -> Page[EntityHit]:
    more = len(keyed) > limit
    return Page(tuple(hit for _, hit in keyed[:limit]), encode_cursor(*keyed[limit - 1][0]) if more else None)
