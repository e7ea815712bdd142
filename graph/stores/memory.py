"""A store in plain dictionaries: memory://. Small graphs, tests, and the shortest telling of what a store promises.

Reads look at every candidate, so it is meant for thousands of articles, not millions. Nothing outlives the process.
"""

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self, TypeVar

from graph.aggregate import (
    Told,
    accepted,
    canonical,
    concerns,
    consensus,
    days,
    edge,
    evidence_order,
    fulfils,
    holds_words,
    near,
    opposed,
    symmetric,
    told,
)
from graph.errors import StoreUnavailable
from graph.model import Article, Edge, Entity, Evidence, Extraction, Mention, Relation, Status
from graph.names import TOO_FEW, Rank, Sought
from graph.query import ArticleQuery, EntityHit, EntityQuery, Page, RelationQuery, Stats, decode_key, encode_cursor

Row = TypeVar("Row")
Key = tuple[Any, ...]


def open(url: str) -> "MemoryStore":
    """An empty store; the rest of the URL means nothing."""
    return MemoryStore()


@dataclass(slots=True)
class _Kept:
    """An article's yield, its parts sorted, and its digest."""

    extraction: Extraction
    digest: str


class MemoryStore:
    """GraphStore in dictionaries. One lock: a reader sees the state before or after a write."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: dict[str, _Kept] = {}
        self._relations: dict[str, Relation] = {}
        self._pieces: dict[str, dict[str, list[Evidence]]] = defaultdict(dict)  # relation id → article id → pieces
        self._incident: dict[str, set[str]] = defaultdict(set)  # entity id → relation ids
        self._given: dict[str, dict[str, Entity]] = defaultdict(
            dict
        )  # entity id → article id → as that article gives it
        self._entities: dict[str, Entity] = {}
        self._shelves: dict[str, dict[str, str]] = defaultdict(dict)
        self._revision = 0
        self._closed = False

    # -- writing ------------------------------------------------------------------------------------------------------

    def add(self, extraction: Extraction) -> bool:
        digest = accepted(extraction)
        with self._locked():
            known = self._kept.get(extraction.article.id)
            if known is not None:
                if known.digest == digest:
                    return False
                self._take_out(known.extraction)
            self._put_in(_Kept(canonical(extraction), digest))
            self._revision += 1
            return True

    def add_many(self, extractions: Iterable[Extraction]) -> int:
        return sum(self.add(extraction) for extraction in extractions)

    def forget(self, article_id: str) -> bool:
        with self._locked():
            known = self._kept.get(article_id)
            if known is None:
                return False
            self._take_out(known.extraction)
            self._revision += 1
            return True

    def _put_in(self, kept: _Kept) -> None:
        article = kept.extraction.article
        self._kept[article.id] = kept
        for entity in kept.extraction.entities:
            self._given[entity.id][article.id] = entity
            self._agree(entity.id)
        for relation in kept.extraction.relations:
            self._relations.setdefault(relation.id, relation)
            self._incident[relation.subject].add(relation.id)
            self._incident[relation.object].add(relation.id)
        for piece in kept.extraction.evidence:
            self._pieces[piece.relation_id].setdefault(article.id, []).append(piece)

    def _take_out(self, extraction: Extraction) -> None:
        article_id = extraction.article.id
        del self._kept[article_id]
        for relation in extraction.relations:
            del self._pieces[relation.id][article_id]
            if not self._pieces[relation.id]:
                del self._pieces[relation.id], self._relations[relation.id]
                self._incident[relation.subject].discard(relation.id)
                self._incident[relation.object].discard(relation.id)
        for entity in extraction.entities:
            del self._given[entity.id][article_id]
            self._agree(entity.id)

    def _agree(self, entity_id: str) -> None:
        if given := self._given[entity_id]:
            self._entities[entity_id] = consensus((entity, 1) for entity in given.values())
        else:
            del self._given[entity_id]
            self._entities.pop(entity_id, None)
            self._incident.pop(entity_id, None)

    # -- articles -----------------------------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article | None:
        with self._locked():
            kept = self._kept.get(article_id)
            return kept.extraction.article if kept else None

    def articles(self, query: ArticleQuery) -> Page[Article]:
        with self._locked():
            selected = self._select_articles(query)
        return _page(selected, _article_key, query.limit, query.cursor and decode_key(query.cursor, int, str))

    def count_articles(self, query: ArticleQuery) -> int:
        with self._locked():
            return len(self._select_articles(query))

    def _select_articles(self, query: ArticleQuery) -> list[Article]:
        def selected(article: Article) -> bool:
            published = article.published
            return (
                (query.source is None or article.source == query.source)
                and (query.entity is None or article.id in self._given.get(query.entity, ()))
                and (query.published_from is None or (published is not None and published >= query.published_from))
                and (query.published_to is None or (published is not None and published <= query.published_to))
                and (not query.q or holds_words(query.q, article.title, article.text))
            )

        return [kept.extraction.article for kept in self._kept.values() if selected(kept.extraction.article)]

    def extraction(self, article_id: str) -> Extraction | None:
        with self._locked():
            kept = self._kept.get(article_id)
            return kept.extraction if kept else None

    # -- entities -----------------------------------------------------------------------------------------------------

    def entity(self, entity_id: str) -> Entity | None:
        with self._locked():
            return self._entities.get(entity_id)

    def entities_by_id(self, entity_ids: Iterable[str]) -> Mapping[str, Entity]:
        with self._locked():
            return {id: self._entities[id] for id in sorted(set(entity_ids)) if id in self._entities}

    def entities(self, query: EntityQuery) -> Page[EntityHit]:
        with self._locked():
            found = self._find_entities(query)
        if query.order == "name":
            return _page_hits(found, lambda hit, _: (hit.entity.name, hit.entity.id), query, (str, str))
        if query.order == "degree" or not query.q:
            return _page_hits(found, lambda hit, _: (-hit.degree, hit.entity.id), query, (int, str))
        return _page_hits(found, lambda hit, rank: (rank, -hit.degree, hit.entity.id), query, (int, int, str))

    def _find_entities(self, query: EntityQuery) -> list[tuple[EntityHit, Rank]]:
        eligible = [
            (entity, len(self._incident.get(entity.id, ())))
            for entity in self._entities.values()
            if (not query.kinds or entity.kind in query.kinds)
            and (query.country is None or query.country in {entity.codes.get("iso3"), entity.codes.get("country")})
            and len(self._incident.get(entity.id, ())) >= query.min_degree
        ]
        if not query.q:
            return [(EntityHit(entity, degree), Rank.EXACT) for entity, degree in eligible]
        sought = Sought.of(query.q)
        found = []
        for entity, degree in eligible:
            match = sought.match((entity.name, *entity.aliases))
            if match:
                found.append((EntityHit(entity, degree, match.name), match.rank))
        without_errors = [(hit, rank) for hit, rank in found if rank <= Rank.PREFIX]
        return found if len(without_errors) < TOO_FEW else without_errors

    def mentions(self, entity_id: str, limit: int = 100, cursor: str | None = None) -> Page[Mention]:
        with self._locked():
            numbered = [
                (mention.article_id, number, mention)
                for article_id in self._given.get(entity_id, ())
                for number, mention in enumerate(self._mentions(article_id, entity_id))
            ]
        key = cursor and decode_key(cursor, str, int)
        page = _page(numbered, lambda row: row[:2], limit, key)
        return Page(tuple(mention for _, _, mention in page.items), page.next)

    def aliases(self, entity_id: str) -> Mapping[str, int]:
        with self._locked():
            counts = Counter(
                mention.text
                for article_id in self._given.get(entity_id, ())
                for mention in self._mentions(article_id, entity_id)
            )
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _mentions(self, article_id: str, entity_id: str) -> list[Mention]:
        return [mention for mention in self._kept[article_id].extraction.mentions if mention.entity_id == entity_id]

    def degrees(self, entity_ids: Iterable[str]) -> Mapping[str, Mapping[tuple[str, str], int]]:
        with self._locked():
            return {id: self._degrees(id) for id in sorted(set(entity_ids)) if id in self._entities}

    def _degrees(self, entity_id: str) -> dict[tuple[str, str], int]:
        counts: Counter[tuple[str, str]] = Counter()
        for relation_id in self._incident.get(entity_id, ()):
            relation = self._relations[relation_id]
            if symmetric(relation.type) or relation.subject == entity_id:
                counts[relation.type, "out"] += 1
            if not symmetric(relation.type) and relation.object == entity_id:
                counts[relation.type, "in"] += 1
        return dict(sorted(counts.items()))

    # -- relations ----------------------------------------------------------------------------------------------------

    def relation(self, relation_id: str) -> Edge | None:
        with self._locked():
            return self._edge(relation_id, RelationQuery()) if relation_id in self._relations else None

    def relations(self, query: RelationQuery) -> Page[Edge]:
        with self._locked():
            return self._page_edges(self._select_relations(query), query)

    def count_relations(self, query: RelationQuery) -> int:
        with self._locked():
            return len(self._select_relations(query))

    def evidence(
        self, relation_ids: Iterable[str], query: RelationQuery | None = None
    ) -> Mapping[str, tuple[Evidence, ...]]:
        with self._locked():
            found = {id: self._select_pieces(id, query or RelationQuery()) for id in sorted(set(relation_ids))}
            return {id: tuple(piece for piece, _ in pieces) for id, pieces in found.items() if pieces}

    def adjacent(
        self, entity_ids: Sequence[str], query: RelationQuery, per_entity: int
    ) -> Mapping[str, tuple[Edge, ...]]:
        with self._locked():
            return {
                id: tuple(self._sorted_edges(self._select_relations(query, id), query)[:per_entity])
                for id in dict.fromkeys(entity_ids)
                if id in self._entities
            }

    def shortest_path(
        self, source: str, target: str, query: RelationQuery, max_length: int = 6, avoid: Collection[str] = ()
    ) -> tuple[Edge, ...] | None:
        with self._locked():
            if not {source, target} <= self._entities.keys() or {source, target} & set(avoid):
                return None
            reached: dict[str, tuple[Edge, ...]] = {source: ()}
            waiting = deque([source])
            while waiting and target not in reached:
                here = waiting.popleft()
                if len(reached[here]) == max_length:
                    break
                for step in self._sorted_edges(self._select_relations(query, here), query):
                    relation = step.relation
                    there = relation.object if relation.subject == here else relation.subject
                    if there not in reached and not {there, relation.id} & set(avoid):
                        reached[there] = (*reached[here], step)
                        waiting.append(there)
            return reached.get(target)

    def _select_relations(self, query: RelationQuery, end: str | None = None) -> list[str]:
        """Ids of the relations that the query selects; with `end`, those there, whatever the query says of entity and direction."""
        if end is not None:
            query = _without_entity(query)
        candidates = self._incident.get(end or query.entity or "", set()) if end or query.entity else self._relations
        return [
            id
            for id in candidates
            if concerns(query, self._relations[id])
            and (query.opposed is None or self._opposed(self._relations[id], query.opposed))
            and len(self._select_pieces(id, query)) >= query.min_evidence
        ]

    def _opposed(self, relation: Relation, window: int) -> bool:
        parallel = self._incident[relation.subject] & self._incident[relation.object]
        others = [id for id in parallel if opposed(relation, self._relations[id])]
        return any(near(self._told(relation.id), self._told(other), window)[0] for other in others)

    def _told(self, relation_id: str) -> Told:
        return told(self._select_pieces(relation_id, RelationQuery()))

    def _select_pieces(self, relation_id: str, query: RelationQuery) -> list[tuple[Evidence, Article]]:
        pieces = [
            (piece, self._kept[article_id].extraction.article)
            for article_id, pieces in self._pieces.get(relation_id, {}).items()
            for piece in pieces
        ]
        return sorted((pair for pair in pieces if fulfils(query, *pair)), key=lambda pair: evidence_order(*pair))

    def _edge(self, relation_id: str, query: RelationQuery) -> Edge:
        return edge(self._relations[relation_id], self._select_pieces(relation_id, query))

    def _latest(self, relation_id: str) -> int:
        """Day number of the relation's latest day over all its evidence, 0 where unknown."""
        pieces = self._select_pieces(relation_id, RelationQuery())
        lasts = [days(piece.period, article.published)[1] for piece, article in pieces]
        return max((last.toordinal() for last in lasts if last), default=0)

    def _sorted_edges(self, relation_ids: Iterable[str], query: RelationQuery) -> list[Edge]:
        ordered = sorted(relation_ids, key=lambda id: self._relation_key(id, query))
        return [self._edge(id, query) for id in ordered]

    def _relation_key(self, relation_id: str, query: RelationQuery) -> Key:
        return (-self._latest(relation_id) if query.order == "newest" else 0, relation_id)

    def _page_edges(self, relation_ids: list[str], query: RelationQuery) -> Page[Edge]:
        after = query.cursor and decode_key(query.cursor, int, str)
        page = _page(relation_ids, lambda id: self._relation_key(id, query), query.limit, after)
        return Page(tuple(self._edge(id, query) for id in page.items), page.next)

    # -- everything, as a stream --------------------------------------------------------------------------------------

    def scan_entities(self, query: RelationQuery) -> Iterator[Entity]:
        with self._locked():
            selected = [self._relations[id] for id in self._select_relations(query)]
            ends = {end for relation in selected for end in (relation.subject, relation.object)}
            entities = [self._entities[id] for id in sorted(ends)]
        yield from entities

    def scan_relations(self, query: RelationQuery) -> Iterator[tuple[Edge, tuple[Evidence, ...]]]:
        with self._locked():
            found = []
            for id in sorted(self._select_relations(query)):
                pieces = self._select_pieces(id, query)
                found.append((edge(self._relations[id], pieces), tuple(piece for piece, _ in pieces)))
        yield from found

    # -- what people say about the graph --------------------------------------------------------------------------------

    def put(self, shelf: str, key: str, text: str | None) -> None:
        with self._locked():
            texts = self._shelves[shelf]
            if texts.get(key) == text:
                return
            if text is None:
                del texts[key]
            else:
                texts[key] = text
            self._revision += 1

    def shelf(self, shelf: str, prefix: str = "") -> Mapping[str, str]:
        with self._locked():
            return {key: text for key, text in sorted(self._shelves.get(shelf, {}).items()) if key.startswith(prefix)}

    # -- the store itself ---------------------------------------------------------------------------------------------

    def stats(self) -> Stats:
        with self._locked():
            articles = [kept.extraction.article for kept in self._kept.values()]
            pieces = [
                (piece, self._kept[article_id].extraction.article)
                for by_article in self._pieces.values()
                for article_id, pieces in by_article.items()
                for piece in pieces
            ]
            firsts = [days(piece.period, article.published)[0] for piece, article in pieces]
            return Stats(
                articles=len(articles),
                entities=len(self._entities),
                relations=len(self._relations),
                evidence=len(pieces),
                by_type=_counted(relation.type for relation in self._relations.values()),
                by_status=_counted(Status(piece.status).value for piece, _ in pieces),
                by_kind=_counted(entity.kind.value for entity in self._entities.values()),
                by_source=_counted(article.source for article in articles if article.source is not None),
                by_month=_counted(first.isoformat()[:7] for first in firsts if first),
            )

    def revision(self) -> int:
        with self._locked():
            return self._revision

    def ping(self) -> None:
        with self._locked():
            pass

    def close(self) -> None:
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _locked(self) -> threading.RLock:
        if self._closed:
            raise StoreUnavailable("the store is closed")
        return self._lock


def _article_key(article: Article) -> Key:
    return (-article.published.toordinal() if article.published else 0, article.id)


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _without_entity(query: RelationQuery) -> RelationQuery:
    return replace(query, entity=None, direction="both") if query.entity is not None else query


def _page(rows: Iterable[Row], key: Callable[[Row], Key], limit: int, after: Any) -> Page[Row]:
    """The first rows in the order of `key`, those after the key `after` of another page's last row."""
    ordered = sorted(((key(row), index, row) for index, row in enumerate(rows)), key=lambda keyed: keyed[:2])
    rest = [(key, row) for key, _, row in ordered if not after or key > tuple(after)]
    more = len(rest) > limit
    return Page(tuple(row for _, row in rest[:limit]), encode_cursor(*rest[limit - 1][0]) if more else None)


def _page_hits(
    found: list[tuple[EntityHit, Rank]],
    key: Callable[[EntityHit, Rank], Key],
    query: EntityQuery,
    types: tuple[type, ...],
) -> Page[EntityHit]:
    page = _page(found, lambda row: key(*row), query.limit, query.cursor and decode_key(query.cursor, *types))
    return Page(tuple(hit for hit, _ in page.items), page.next)
