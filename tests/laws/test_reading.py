"""Laws of reading, over every store: the memory store is the reference, and what a query means is told here a second time, by hand."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import ids, ontology
from graph.errors import QueryError
from graph.model import Article, Entity, Evidence, Extraction, Granularity, Kind, Mention, Period, Span, Status
from graph.query import ArticleQuery, EntityHit, EntityQuery, RelationQuery
from graph.store import GraphStore
from graph.stores.memory import MemoryStore
from tests.laws.conftest import Fresh
from tests.laws.everything import paged
from tests.strategies import ENTITY_IDS, NAMES, OUTLETS, TYPE_NAMES, WORDS, days, worlds

World = tuple[Extraction, ...]
few = settings(max_examples=30)
sought = st.sampled_from(
    [*NAMES, *WORDS, "ru", "rutt", "ruttee", "mark rute", "japn", "natto", "xi jinpin", "!", "n i", "r"]
)
entity_ids = st.sampled_from([*ENTITY_IDS, "nobody"])


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def relation_queries(draw: st.DrawFn, articles: list[str]) -> RelationQuery:
    """A query with up to three conditions: more select nothing."""
    conditions: dict[str, st.SearchStrategy[Any]] = {
        "entity": entity_ids,
        "direction": st.sampled_from(["both", "out", "in"]),
        "subject": entity_ids,
        "object": entity_ids,
        "between": st.tuples(entity_ids, entity_ids),
        "among": st.frozensets(entity_ids, max_size=4),
        "opposed": st.sampled_from([0, 3, 30]),
        "types": st.frozensets(st.sampled_from(TYPE_NAMES), max_size=3),
        "plover": st.frozensets(st.sampled_from(sorted(ontology.PLOVER)), max_size=3),
        "cameo": st.sampled_from(["0", "04", "042", "1", "9999"]),
        "statuses": st.frozensets(st.sampled_from(Status), max_size=3),
        "date_from": days,
        "date_to": days,
        "published_from": days,
        "published_to": days,
        "article": st.sampled_from([*articles, "art_unknown"]),
        "articles": st.frozensets(st.sampled_from([*articles, "art_unknown"]), max_size=3),
        "source": st.sampled_from([outlet for outlet in OUTLETS if outlet is not None] + ["nowhere"]),
        "q": sought,
        "min_confidence": st.sampled_from([0.0, 0.3, 0.5, 1.0]),
        "min_evidence": st.integers(1, 3),
    }
    names = draw(st.lists(st.sampled_from(sorted(conditions)), max_size=3, unique=True))
    if "direction" in names:
        names.append("entity")
    chosen = {name: draw(conditions[name]) for name in sorted(set(names))}
    for first, last in (("date_from", "date_to"), ("published_from", "published_to")):
        if first in chosen and last in chosen:
            chosen[first], chosen[last] = sorted((chosen[first], chosen[last]))
    return RelationQuery(**chosen, order=draw(st.sampled_from(["newest", "id"])), limit=draw(st.integers(1, 4)))


def all_entities(store: GraphStore, query: EntityQuery) -> list[EntityHit]:
    return list(paged(lambda cursor: store.entities(replace(query, cursor=cursor))))


def all_articles(store: GraphStore, query: ArticleQuery) -> list[Article]:
    return list(paged(lambda cursor: store.articles(replace(query, cursor=cursor))))


def filled(store: GraphStore, world: World) -> tuple[GraphStore, MemoryStore]:
    reference = MemoryStore()
    for extraction in world:
        store.add(extraction)
        reference.add(extraction)
    return store, reference


@few
@given(world=worlds, data=st.data())
def test_the_same_query_for_relations_gives_the_same_answer(fresh: Fresh, world: World, data: st.DataObject) -> None:
    articles = [extraction.article.id for extraction in world]
    with fresh() as empty:
        store, reference = filled(empty, world)
        for _ in range(6):
            query = data.draw(relation_queries(articles))

            def answer(store: GraphStore, query: RelationQuery = query) -> dict[str, Any]:
                found = list(paged(lambda cursor: store.relations(replace(query, cursor=cursor))))
                return {
                    "relations": found,
                    "first page": store.relations(query),
                    "count": store.count_relations(query),
                    "evidence": store.evidence([edge.relation.id for edge in found] + ["rel_unknown"], query),
                    "adjacent": store.adjacent([*ENTITY_IDS, "nobody"], query, 2),
                    "scan_relations": list(store.scan_relations(query)),
                    "scan_entities": list(store.scan_entities(query)),
                }

            answered = answer(store)
            assert answered == answer(reference)
            assert len(answered["relations"]) == answered["count"] == len(answered["scan_relations"])
            assert len({edge.relation.id for edge in answered["relations"]}) == answered["count"]


@few
@given(world=worlds, data=st.data())
def test_the_same_query_for_entities_gives_the_same_answer(fresh: Fresh, world: World, data: st.DataObject) -> None:
    with fresh() as empty:
        store, reference = filled(empty, world)
        for _ in range(6):
            query = EntityQuery(
                q=data.draw(maybe(sought)),
                kinds=data.draw(st.frozensets(st.sampled_from(Kind), max_size=2)),
                country=data.draw(maybe(st.sampled_from(["JPN", "é", "none"]))),
                min_degree=data.draw(st.integers(0, 2)),
                order=data.draw(st.sampled_from(["relevance", "degree", "name"])),
                limit=data.draw(st.integers(1, 3)),
            )
            assert all_entities(store, query) == all_entities(reference, query)


@few
@given(world=worlds, data=st.data())
def test_the_same_query_for_articles_gives_the_same_answer(fresh: Fresh, world: World, data: st.DataObject) -> None:
    with fresh() as empty:
        store, reference = filled(empty, world)
        for _ in range(6):
            first, last = sorted((data.draw(days), data.draw(days)))
            query = ArticleQuery(
                q=data.draw(maybe(sought)),
                source=data.draw(maybe(st.sampled_from([outlet for outlet in OUTLETS if outlet]))),
                entity=data.draw(maybe(entity_ids)),
                published_from=data.draw(maybe(st.just(first))),
                published_to=data.draw(maybe(st.just(last))),
                limit=data.draw(st.integers(1, 3)),
            )
            found = all_articles(store, query)
            assert found == all_articles(reference, query)
            assert store.count_articles(query) == len(found)


@few
@given(world=worlds, data=st.data())
def test_a_shortest_path_is_a_chain_and_as_short_as_any(fresh: Fresh, world: World, data: st.DataObject) -> None:
    with fresh() as empty:
        store, reference = filled(empty, world)
        for _ in range(4):
            source, target = data.draw(entity_ids), data.draw(entity_ids)
            query = data.draw(st.sampled_from([RelationQuery(), RelationQuery(min_confidence=0.3, entity="Q17")]))
            length, avoid = data.draw(st.integers(0, 4)), data.draw(st.frozensets(entity_ids, max_size=1))
            path = store.shortest_path(source, target, query, length, avoid)
            expected = reference.shortest_path(source, target, query, length, avoid)
            assert (path is None) == (expected is None)
            if path is not None and expected is not None:
                assert len(path) == len(expected) <= length
                here = source
                for step in path:
                    assert here in _ends(step)
                    assert step in store.adjacent([here], query, 500)[here]
                    here = next(iter(_ends(step) - {here}), here)
                    assert here not in avoid
                assert here == target


def _ends(edge: Any) -> frozenset[str]:
    return frozenset({edge.relation.subject, edge.relation.object})


# -- by hand ----------------------------------------------------------------------------------------------------------


def piece(
    article: Article, subject: Entity, type: str, object: Entity, sentence: str, **more: Any
) -> tuple[Any, Evidence]:
    """A relation and its evidence: the sentence that stands in the article's text."""
    relation = ontology.relation(subject.id, type, object.id)
    start = article.text.index(sentence)
    whole = Span(start, start + len(sentence))
    given = {
        "status": Status.ASSERTED,
        "period": None,
        "place": None,
        "role": None,
        "attributed_to": None,
        "confidence": 0.9,
    }
    evidence_id = ids.evidence_id(article.id, relation.id, whole, whole, whole, whole)
    return relation, Evidence(
        evidence_id, relation.id, article.id, whole, sentence, whole, whole, whole, rule="by-hand", **(given | more)
    )


RUTTE = Entity("rutte", "Mark Rutte", Kind.PERSON, (), {"country": "NLD"})
JAPAN = Entity("Q17", "Japan", Kind.COUNTRY, ("Nippon",), {"iso3": "JPN"})
NATO = Entity("nato", "NATO", Kind.IGO)
MODI = Entity("modi", "Narendra Modi", Kind.PERSON)


def told() -> World:
    """Rutte visits Japan (told twice, planned and done), Modi meets Rutte (symmetric), Modi visits NATO (denied)."""
    first = ids.article("Plan", "Rutte will visit Japan. Modi met Rutte.", date(2025, 4, 1), None, "Harbour Post")
    second = ids.article(
        "Visit", "Rutte visited Japan. Modi never visited NATO.", date(2025, 4, 9), None, "Die Chronik"
    )
    april = Period(date(2025, 4, 1), date(2025, 4, 30), Granularity.MONTH)
    eighth = Period(date(2025, 4, 8), date(2025, 4, 8), Granularity.DAY)
    plan = piece(
        first, RUTTE, "VISITS", JAPAN, "Rutte will visit Japan.", status=Status.PLANNED, period=april, confidence=0.6
    )
    met = piece(first, MODI, "MEETS", RUTTE, "Modi met Rutte.")
    done = piece(second, RUTTE, "VISITS", JAPAN, "Rutte visited Japan.", period=eighth, place="Q17")
    denied = piece(second, MODI, "VISITS", NATO, "Modi never visited NATO.", status=Status.DENIED)
    return (
        Extraction(first, _mentions(first, (RUTTE, JAPAN, MODI)), (RUTTE, JAPAN, MODI), *zip(plan, met, strict=True)),
        Extraction(second, (), (RUTTE, JAPAN, MODI, NATO), *zip(done, denied, strict=True)),
    )


def _mentions(article: Article, entities: tuple[Entity, ...]) -> tuple[Mention, ...]:
    words = {"rutte": "Rutte", "Q17": "Japan", "modi": "Modi"}
    spans = {id: Span(article.text.index(word), article.text.index(word) + len(word)) for id, word in words.items()}
    return tuple(
        Mention(article.id, spans[entity.id], spans[entity.id].of(article.text), entity.kind, entity.id)
        for entity in entities
    )


VISIT, MEETING, DENIAL = "Rutte VISITS Japan", "Modi and Rutte", "Modi VISITS NATO"
#: For each field of RelationQuery: a query, and the relations it selects of all three.
SELECTS: Mapping[str, tuple[dict[str, Any], set[str]]] = {
    "entity": ({"entity": "rutte"}, {VISIT, MEETING}),
    "direction": ({"entity": "Q17", "direction": "out"}, set()),
    "subject": ({"subject": "modi"}, {MEETING, DENIAL}),
    "object": ({"object": "modi"}, {MEETING}),
    "between": ({"between": ("Q17", "rutte")}, {VISIT}),
    "among": ({"among": frozenset({"modi", "rutte", "nato"})}, {MEETING, DENIAL}),
    "opposed": ({"opposed": 30}, set()),  # test_opposite_deeds_of_the_same_two_are_found has some
    "types": ({"types": frozenset({"VISITS"})}, {VISIT, DENIAL}),
    "plover": ({"plover": frozenset({"ASSAULT"})}, set()),
    "cameo": ({"cameo": "042"}, {VISIT, DENIAL}),
    "statuses": ({"statuses": frozenset({Status.PLANNED})}, {VISIT}),
    "date_from": ({"date_from": date(2025, 4, 9)}, {VISIT, DENIAL}),
    "date_to": ({"date_to": date(2025, 4, 1)}, {VISIT, MEETING}),
    "published_from": ({"published_from": date(2025, 4, 2)}, {VISIT, DENIAL}),
    "published_to": ({"published_to": date(2025, 4, 2)}, {VISIT, MEETING}),
    "article": ({"article": told()[1].article.id}, {VISIT, DENIAL}),
    "articles": ({"articles": frozenset({told()[0].article.id, "art_unknown"})}, {VISIT, MEETING}),
    "source": ({"source": "Harbour Post"}, {VISIT, MEETING}),
    "q": ({"q": "VISITED"}, {VISIT, DENIAL}),
    "min_confidence": ({"min_confidence": 0.95}, set()),
    "min_evidence": ({"min_evidence": 2}, {VISIT}),
}


def names(store: GraphStore, query: RelationQuery) -> list[str]:
    shown = {"rutte": "Rutte", "Q17": "Japan", "nato": "NATO", "modi": "Modi"}
    return [
        f"{shown[edge.relation.subject]} {'and' if edge.relation.type == 'MEETS' else edge.relation.type} {shown[edge.relation.object]}"
        for edge in store.relations(query).items
    ]


def test_every_field_of_a_query_changes_the_answer(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_many(told())
        assert names(store, RelationQuery()) == [VISIT, DENIAL, MEETING]  # newest first: 30, 9 and 1 April
        for name, (values, expected) in SELECTS.items():
            assert set(names(store, RelationQuery(**values))) == expected, name
    assert SELECTS.keys() | {"order", "limit", "cursor"} == {field.name for field in fields(RelationQuery)}


def test_all_conditions_on_evidence_hold_for_one_and_the_same_piece(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_many(told())
        done = RelationQuery(subject="rutte", object="Q17", statuses=frozenset({Status.ASSERTED}))
        assert store.count_relations(done) == 1
        assert store.count_relations(replace(done, source="Harbour Post")) == 0
        assert store.count_relations(replace(done, min_evidence=2)) == 0
        (edge,) = store.relations(done).items
        assert (edge.evidence_count, edge.statuses) == (1, {Status.ASSERTED: 1})
        assert (edge.earliest, edge.latest) == (date(2025, 4, 8), date(2025, 4, 8))
        whole = store.relation(edge.relation.id)
        assert whole is not None
        assert whole.statuses == {Status.ASSERTED: 1, Status.PLANNED: 1}
        assert (whole.earliest, whole.latest) == (date(2025, 4, 1), date(2025, 4, 30))
        assert (whole.article_count, whole.confidence) == (2, 0.9)
        assert [one.status for one in store.evidence([edge.relation.id])[edge.relation.id]] == [
            Status.PLANNED,
            Status.ASSERTED,
        ]


def test_a_symmetric_relation_is_found_from_both_ends(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_many(told())
        type = frozenset({"MEETS"})
        for end in ("modi", "rutte"):
            for query in (
                RelationQuery(types=type, subject=end),
                RelationQuery(types=type, object=end),
                RelationQuery(types=type, entity=end, direction="out"),
                RelationQuery(types=type, entity=end, direction="in"),
            ):
                assert names(store, query) == [MEETING]
            assert store.degrees([end])[end]["MEETS", "out"] == 1
        assert store.degrees(["rutte"])["rutte"] == {("MEETS", "out"): 1, ("VISITS", "out"): 1}
        assert store.degrees(["Q17"])["Q17"] == {("VISITS", "in"): 1}


@pytest.mark.parametrize(
    ("deeds", "found"),
    [
        ([(RUTTE, "PRAISES", JAPAN), (RUTTE, "CRITICIZES", JAPAN)], True),
        ([(RUTTE, "PRAISES", JAPAN), (JAPAN, "CRITICIZES", RUTTE)], False),  # another's deed
        ([(RUTTE, "PRAISES", JAPAN), (RUTTE, "CRITICIZES", NATO)], False),
        ([(RUTTE, "PRAISES", JAPAN), (RUTTE, "VISITS", JAPAN)], False),
        ([(JAPAN, "CEASES_FIRE_WITH", NATO), (NATO, "CLASHES_WITH", JAPAN)], True),  # clashes are deeds of both
        ([(NATO, "CEASES_FIRE_WITH", JAPAN), (JAPAN, "CLASHES_WITH", NATO)], True),
        ([(JAPAN, "CRITICIZES", JAPAN), (JAPAN, "SUPPORTS", JAPAN)], True),
    ],
)
def test_opposite_deeds_of_the_same_two_are_found(fresh: Fresh, deeds: list[Any], found: bool) -> None:
    sentences = [f"Deed {number}." for number, _ in enumerate(deeds)]
    article = ids.article("Deeds", " ".join(sentences), date(2025, 4, 1), None, "Harbour Post")
    pieces = [piece(article, *deed, sentence) for deed, sentence in zip(deeds, sentences, strict=True)]
    ends = {end.id: end for subject, _, object in deeds for end in (subject, object)}
    relations, evidence = zip(*pieces, strict=True)
    with fresh() as store:
        store.add(Extraction(article, (), tuple(ends.values()), relations, evidence))
        asked = RelationQuery(opposed=0)
        assert store.count_relations(asked) == (2 if found else 0)
        assert {edge.relation for edge in store.relations(asked).items} == (set(relations) if found else set())


APRIL, THIRD = Period(date(2025, 4, 1), date(2025, 4, 30), Granularity.MONTH), date(2025, 4, 3)


@pytest.mark.parametrize(
    ("status", "period", "window", "found"),
    [
        (Status.ASSERTED, Period(date(2025, 5, 3), date(2025, 5, 3), Granularity.DAY), 30, True),
        (Status.ASSERTED, Period(date(2025, 5, 4), date(2025, 5, 4), Granularity.DAY), 30, False),
        (Status.ASSERTED, Period(date(2025, 3, 4), date(2025, 3, 4), Granularity.DAY), 30, True),
        (Status.ASSERTED, Period(date(2025, 3, 3), date(2025, 3, 3), Granularity.DAY), 30, False),
        (Status.ASSERTED, APRIL, 0, True),
        (
            Status.ASSERTED,
            Period(None, date(2025, 4, 2), Granularity.RANGE),
            0,
            False,
        ),  # its open side falls back on the other
        (Status.ASSERTED, Period(None, date(2025, 4, 2), Granularity.RANGE), 1, True),
        (Status.ASSERTED, None, 7, False),  # the article's day, 1 June, counts
        (Status.ASSERTED, None, 59, True),
        (Status.DENIED, APRIL, 30, False),
        (Status.PLANNED, APRIL, 30, False),
    ],
)
def test_opposite_deeds_are_both_asserted_of_days_close_together(
    fresh: Fresh, status: Status, period: Period | None, window: int, found: bool
) -> None:
    article = ids.article("Deeds", "Rutte praised Japan. Rutte blamed Japan.", date(2025, 6, 1), None, "Harbour Post")
    third = Period(THIRD, THIRD, Granularity.DAY)
    praise = piece(article, RUTTE, "PRAISES", JAPAN, "Rutte praised Japan.", period=third)
    blame = piece(article, RUTTE, "CRITICIZES", JAPAN, "Rutte blamed Japan.", period=period, status=status)
    with fresh() as store:
        store.add(Extraction(article, (), (RUTTE, JAPAN), *zip(praise, blame, strict=True)))
        assert store.count_relations(RelationQuery(opposed=window)) == (2 if found else 0)


def test_names_are_found_by_the_start_of_words_then_by_typing_errors(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_many(told())

        def found(q: str) -> list[tuple[str, str | None]]:
            return [(hit.entity.id, hit.matched) for hit in store.entities(EntityQuery(q=q, order="relevance")).items]

        assert found("rutte") == [("rutte", "Mark Rutte")]
        assert found("rut mar") == [("rutte", "Mark Rutte")]
        assert found("NIPPON") == [("Q17", "Nippon")]
        assert found("Japn") == [("Q17", "Japan")]
        assert found("Rute") == [("rutte", "Mark Rutte")]
        assert found("Narandra Modi") == [("modi", "Narendra Modi")]
        assert found("Stoltenberg") == []
        assert found("m") == [("modi", "Narendra Modi"), ("rutte", "Mark Rutte")]


def test_what_nobody_knows_is_none_or_empty(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_many(told())
        assert store.article("x") is store.extraction("x") is store.entity("x") is store.relation("x") is None
        assert store.mentions("x").items == () == store.relations(RelationQuery(entity="x")).items
        assert not store.aliases("x")
        assert store.degrees(["x"]) == store.entities_by_id(["x"]) == store.evidence(["x"]) == {}
        assert store.adjacent(["x"], RelationQuery(), 5) == {}
        assert store.shortest_path("x", "rutte", RelationQuery()) is None
        assert not store.forget("x")


def test_a_cursor_of_another_list_is_refused(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_many(told())
        entities = store.entities(EntityQuery(order="name", limit=1)).next
        with pytest.raises(QueryError):
            store.relations(RelationQuery(cursor=entities))


def test_pages_cover_each_relation_once_while_others_write(fresh: Fresh) -> None:
    first, second = told()
    with fresh() as store:
        store.add(second)
        page = store.relations(RelationQuery(limit=1))
        store.add(first)
        rest = list(paged(lambda cursor: store.relations(RelationQuery(limit=1, cursor=cursor or page.next))))
        seen = [edge.relation.id for edge in (*page.items, *rest)]
        assert len(seen) == len(set(seen))
        assert {edge.relation.id for edge in page.items} <= set(seen)


def test_the_path_between_two_entities_can_be_made_to_avoid_others(fresh: Fresh) -> None:
    with fresh() as store:
        store.add_many(told())
        path = store.shortest_path("nato", "Q17", RelationQuery())
        assert path is not None
        assert [edge.relation.type for edge in path] == ["VISITS", "MEETS", "VISITS"]
        assert store.shortest_path("nato", "Q17", RelationQuery(), max_length=2) is None
        assert store.shortest_path("nato", "Q17", RelationQuery(), avoid={"rutte"}) is None
        assert store.shortest_path("nato", "Q17", RelationQuery(), avoid={path[0].relation.id}) is None
        assert store.shortest_path("nato", "Q17", RelationQuery(statuses=frozenset({Status.ASSERTED}))) is None
        assert store.shortest_path("nato", "nato", RelationQuery()) == ()
