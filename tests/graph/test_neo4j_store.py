"""The Neo4j store on a real server: what is its own. The laws that all stores share are in tests/laws."""

import random
import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

import neo4j
import pytest

from graph import ids, ontology
from graph.errors import ExtractionError, StoreDamaged, StoreDenied, StoreUnavailable
from graph.model import Entity, Evidence, Extraction, Granularity, Kind, Mention, Period, Relation, Span, Status
from graph.query import ArticleQuery, EntityQuery, RelationQuery
from graph.store import GraphStore
from graph.stores import open_store
from graph.stores.neo4j.cypher import STRUCTURE
from tests.neo4j_server import neo4j_server
from tests.samples_graph import extractions

pytestmark = pytest.mark.neo4j

HOSTILE = [
    "`}) DETACH DELETE n //",
    "'\"\\`\n\r\t",
    "a\x00b",
    "$rows {id: 1} /* */ ;",
    "𐀀\uffff\u202e e\u0301é ﬁ İ",
    '+-&|!(){}[]^"~*?:\\/ AND OR NOT',
    " ",
]


@pytest.fixture
def store(neo4j_url: str) -> Iterator[GraphStore]:
    with open_store(neo4j_url) as store:
        yield store


@pytest.fixture
def session(neo4j_url: str) -> Iterator[neo4j.Session]:
    with neo4j.GraphDatabase.driver(neo4j_url) as driver, driver.session() as session:
        yield session


def made_up(seed: int) -> Extraction:
    """An article of random parts that keep the laws: few entities and types, so that articles overlap; hostile text everywhere."""
    chance = random.Random(seed)
    words = [*HOSTILE, "Japan", "Mark Rutte", "Ärger", "talks", "visited", "Xi Jinping"]
    text = " ".join(chance.choices(words, k=20))
    published = chance.choice([None, date(2025, 4, 8) + timedelta(chance.randrange(60))])
    article = ids.article(
        chance.choice(words), text, published, chance.choice([None, "u"]), chance.choice([None, "A", "B"])
    )

    def span() -> Span:
        start = chance.randrange(len(text))
        return Span(start, chance.randrange(start, len(text) + 1))

    names = ["Japan", "Mark Rutte", "Rute", "Shinzo Abe", *HOSTILE]
    entities = tuple(
        Entity(
            f"entity {number} {HOSTILE[number % len(HOSTILE)]}",
            chance.choice(names),
            chance.choice(list(Kind)),
            tuple(chance.sample(names, chance.randrange(3))),
            {"country": chance.choice(["JPN", "NLD"]), "`x`": chance.choice(HOSTILE)} if chance.random() < 0.6 else {},
        )
        for number in chance.sample(range(8), 4)
    )
    relations: dict[str, Relation] = {}
    for _ in range(4):
        subject, object = chance.choice(entities).id, chance.choice(entities).id
        made = ontology.relation(subject, chance.choice(["VISITS", "MEETS"]), object)
        relations[made.id] = made
    pieces: dict[str, Evidence] = {}
    for relation in [*relations.values(), *chance.choices(list(relations.values()), k=2)]:
        sentence, trigger = span(), span()
        begin = date(2025, 3, 1) + timedelta(chance.randrange(90))
        ends = chance.choice([(begin, begin), (None, begin), (begin, None), (begin, begin + timedelta(9))])
        piece = Evidence(
            ids.evidence_id(article.id, relation.id, sentence, trigger, trigger, sentence),
            relation.id,
            article.id,
            sentence,
            sentence.of(text),
            trigger,
            trigger,
            sentence,
            chance.choice(list(Status)),
            chance.choice([None, Period(*ends, chance.choice(list(Granularity)))]),
            chance.choice([None, entities[0].id]),
            chance.choice([None, *HOSTILE]),
            chance.choice([None, *HOSTILE]),
            chance.random(),
            chance.choice(HOSTILE),
        )
        pieces[piece.id] = piece
    mentions = []
    for _ in range(5):
        place, entity = span(), chance.choice(entities)
        mentions.append(Mention(article.id, place, place.of(text), entity.kind, entity.id))
    return Extraction(article, tuple(mentions), entities, tuple(relations.values()), tuple(pieces.values()))


def answers(store: GraphStore, known: list[Extraction]) -> dict[str, object]:
    """All a store can say, in an order of its own."""
    entity_ids = [*sorted({entity.id for one in known for entity in one.entities}), "nobody"]
    relation_ids = [*sorted({relation.id for one in known for relation in one.relations}), "nothing"]
    said: dict[str, object] = {"stats": store.stats()}
    for one in known:
        said[f"article {one.article.id}"] = (store.article(one.article.id), store.extraction(one.article.id))
    for id in entity_ids:
        said[f"entity {id}"] = (store.entity(id), store.aliases(id), store.mentions(id), store.mentions(id, 1))
    said["entities by id"] = store.entities_by_id(entity_ids)
    said["degrees"] = store.degrees(entity_ids)
    said["relation"] = [store.relation(id) for id in relation_ids]
    said["evidence"] = store.evidence(relation_ids)
    for number, query in enumerate(queries(known)):
        said[f"relations {query}"] = all_pages(store.relations, query)
        said[f"count {query}"] = store.count_relations(query)
        said[f"scan {query}"] = (list(store.scan_relations(query)), list(store.scan_entities(query)))
        said[f"selected evidence {query}"] = store.evidence(relation_ids, query)
        if number % 4:
            continue  # each costs the server a plan of its own
        said[f"adjacent {query}"] = store.adjacent(entity_ids, query, 2)
        for source in entity_ids[:3]:
            path = store.shortest_path(source, entity_ids[-2], query)
            said[f"path {source} {query}"] = path if path is None else len(path)
    for entities in [
        EntityQuery(),
        EntityQuery(q="rutt", order="relevance"),
        EntityQuery(q="rute", order="name"),
        EntityQuery(q="japa", order="degree", kinds=frozenset({Kind.PERSON, Kind.IGO})),
        EntityQuery(q="!", limit=3),
        EntityQuery(order="name", country="JPN"),
        EntityQuery(min_degree=3, kinds=frozenset({Kind.COUNTRY, Kind.PERSON})),
    ]:
        said[str(entities)] = all_pages(store.entities, replace(entities, limit=2))
    for articles in [
        ArticleQuery(),
        ArticleQuery(q="mark RUTTE"),
        ArticleQuery(q="arger japan", source="A"),
        ArticleQuery(q="?"),
        ArticleQuery(entity=entity_ids[1]),
        ArticleQuery(published_from=date(2025, 4, 20), published_to=date(2025, 5, 20)),
    ]:
        said[str(articles)] = (all_pages(store.articles, replace(articles, limit=2)), store.count_articles(articles))
    return said


def queries(known: list[Extraction]) -> list[RelationQuery]:
    """One that asks for each field, and some for several."""
    one = known[0]
    first = one.relations[0]
    a, b = first.subject, first.object
    day = date(2025, 4, 15)
    return [
        RelationQuery(),
        RelationQuery(order="id"),
        RelationQuery(entity=a),
        RelationQuery(entity=a, direction="out"),
        RelationQuery(entity=a, direction="in"),
        RelationQuery(entity="nobody"),
        RelationQuery(subject=a),
        RelationQuery(object=b),
        RelationQuery(subject=a, object=b),
        RelationQuery(between=(b, a)),
        RelationQuery(among=frozenset({a, b, one.entities[0].id, "nobody"})),
        RelationQuery(types=frozenset({"MEETS"})),
        RelationQuery(plover=frozenset({"AID"})),
        RelationQuery(cameo="04"),
        RelationQuery(statuses=frozenset({Status.PLANNED, Status.DENIED})),
        RelationQuery(date_from=day),
        RelationQuery(date_to=day),
        RelationQuery(date_from=day, date_to=day + timedelta(5)),
        RelationQuery(published_from=day),
        RelationQuery(published_to=day),
        RelationQuery(article=one.article.id),
        RelationQuery(articles=frozenset({one.article.id, "nothing"})),
        RelationQuery(opposed=30),
        RelationQuery(opposed=0, entity=a),
        RelationQuery(source="A"),
        RelationQuery(q="japan"),
        RelationQuery(q="Árger JAPAN"),
        RelationQuery(q="?!"),
        RelationQuery(min_confidence=0.5),
        RelationQuery(min_evidence=2),
        RelationQuery(min_evidence=2, min_confidence=0.3, entity=a, order="id"),
        RelationQuery(statuses=frozenset({Status.ASSERTED}), date_from=day, types=frozenset({"VISITS"})),
    ]


def all_pages(read, query):  # type: ignore[no-untyped-def]
    """The pages of a query, each of a few rows."""
    pages, query = [], replace(query, limit=3)
    while True:
        page = read(query)
        pages.append(page.items)
        if page.next is None:
            return pages
        query = replace(query, cursor=page.next)


def test_it_answers_every_question_as_the_memory_store_does(store: GraphStore) -> None:
    known = [made_up(seed) for seed in range(12)]
    with open_store("memory://") as reference:
        assert store.add_many(known) == reference.add_many(known) == 12
        same(answers(store, known), answers(reference, known))
        for one in known[::3]:
            assert store.forget(one.article.id)
            assert reference.forget(one.article.id)
        same(answers(store, known), answers(reference, known))


def test_a_path_may_be_asked_of_one_outlet(store: GraphStore) -> None:
    known = [made_up(seed) for seed in range(12)]
    store.add_many(known)
    found = 0
    with open_store("memory://") as reference:
        reference.add_many(known)
        ends = sorted({entity.id for one in known for entity in one.entities})
        for one, other in pairwise(ends):
            query = RelationQuery(source="A")
            path, expected = (place.shortest_path(one, other, query) for place in (store, reference))
            assert (path and len(path)) == (expected and len(expected))
            found += bool(path)
    assert found


def same(said: dict[str, object], expected: dict[str, object]) -> None:
    for question, answer in expected.items():
        assert said[question] == answer, question


def test_adding_twice_adds_once_and_another_yield_replaces(store: GraphStore) -> None:
    known = [made_up(seed) for seed in range(4)]
    store.add_many(known)
    before, revision = answers(store, known), store.revision()
    assert not store.add(known[1])
    assert store.revision() == revision
    poorer = replace(known[1], mentions=())
    assert store.add(poorer)
    assert store.extraction(poorer.article.id).mentions == ()  # type: ignore[union-attr]
    assert store.add(known[1])
    same(answers(store, known), before)
    assert store.revision() == revision + 2


def test_forgetting_all_leaves_nothing_behind(store: GraphStore, session: neo4j.Session) -> None:
    known = [made_up(seed) for seed in range(6)]
    store.add_many(known)
    for one in known:
        assert store.forget(one.article.id)
        assert not store.forget(one.article.id)
    assert session.run("MATCH (n) RETURN labels(n)").values() == [[["Store"]]]


def test_people_find_typed_relationships_and_labels_in_the_browser(store: GraphStore, session: neo4j.Session) -> None:
    store.add_many(extractions())
    visits = session.run(
        "MATCH (:Person {name: 'Mark Rutte'})-[v:VISITS]->(c:Country)"
        " MATCH (:Relation {id: v.id})<-[:ABOUT]-(e:Evidence)<-[:REPORTS]-(a:Article)"
        " RETURN c.name, v.evidence_count, collect(DISTINCT a.id) = collect(DISTINCT e.article_id)"
    ).values()
    assert [(name, right) for name, count, right in visits] == [("Japan", True)]
    assert visits[0][1] >= 1


def test_no_text_of_an_article_reaches_a_query(store: GraphStore, session: neo4j.Session) -> None:
    known = [made_up(seed) for seed in range(10)]
    store.add_many(known)
    answers(store, known)
    types = set(session.run("CALL db.relationshipTypes()").value())
    labels = set(session.run("CALL db.labels()").value())
    assert types <= STRUCTURE | ontology.TYPES.keys()
    assert labels <= {"Store", "Article", "Entity", "Relation", "Evidence", "Shelf"} | {kind.label for kind in Kind}


@pytest.mark.parametrize("type", ["VISITS`]->() DETACH DELETE n //", "VISITS\n", "visits", "MENTIONS", ""])
def test_a_relation_type_that_the_ontology_lacks_is_refused(store: GraphStore, type: str) -> None:
    one = made_up(1)
    relation = replace(one.relations[0], type=type)
    with pytest.raises(ExtractionError):
        store.add(replace(one, relations=(relation, *one.relations[1:])))
    assert store.count_articles(ArticleQuery()) == 0


def test_no_relation_type_has_the_name_of_the_stores_own_relationships() -> None:
    assert not STRUCTURE & ontology.TYPES.keys()


def test_a_write_that_fails_leaves_nothing(store: GraphStore) -> None:
    good = made_up(1)
    long = replace(made_up(2), entities=tuple(replace(entity, name="x" * 20_000) for entity in made_up(2).entities))
    store.add(good)
    before = answers(store, [good, long])
    with pytest.raises(Exception, match="longer than Neo4j"):
        store.add(long)
    same(answers(store, [good, long]), before)


def test_writers_at_the_same_time_lose_nothing(neo4j_url: str, store: GraphStore) -> None:
    known = [made_up(seed) for seed in range(16)]

    def write(part: list[Extraction]) -> None:
        with open_store(neo4j_url) as own:
            for one in part:
                own.add(one)

    writers = [threading.Thread(target=write, args=(known[number::2],)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_store("memory://") as reference:
        reference.add_many(known)
        same(answers(store, known), answers(reference, known))


def test_what_it_stores_survives_closing(neo4j_url: str) -> None:
    known = [made_up(seed) for seed in range(3)]
    with open_store(neo4j_url) as store:
        store.add_many(known)
        before = answers(store, known)
    with pytest.raises(StoreUnavailable):
        store.ping()
    with open_store(neo4j_url) as store:
        same(answers(store, known), before)


def test_a_database_of_another_format_is_not_touched(neo4j_url: str, session: neo4j.Session) -> None:
    session.run("CREATE (:Store {id: 'entente', format: 99, revision: 0})").consume()
    with pytest.raises(StoreDamaged, match="format 99"):
        open_store(neo4j_url)


def test_every_query_field_is_asked_of_the_server() -> None:
    asked = {
        field.name
        for query in queries([made_up(0)])
        for field in fields(RelationQuery)
        if getattr(query, field.name) != field.default and getattr(query, field.name) != frozenset()
    }
    assert asked >= {field.name for field in fields(RelationQuery)} - {"limit", "cursor"}


def test_no_server_is_said_with_what_to_start() -> None:
    with pytest.raises(StoreUnavailable, match="start one"):
        open_store("neo4j://neo4j:geheim@127.0.0.1:9/neo4j")


@pytest.mark.slow
def test_passwords_are_asked_for_and_never_shown() -> None:
    with neo4j_server("--password", "p@ss/word") as address:
        host = address.removeprefix("bolt://")
        for url in (address, f"neo4j://neo4j:geheim@{host}", f"bolt://jemand:p%40ss%2Fword@{host}"):
            with pytest.raises(StoreDenied, match="right user and password") as denied:
                open_store(url)
            assert "geheim" not in str(denied.value)
        with open_store(f"bolt://neo4j:p%40ss%2Fword@{host}/neo4j") as store:
            assert store.stats().articles == 0


@pytest.mark.slow
def test_a_server_that_goes_away_is_said() -> None:
    with neo4j_server() as address:
        store = open_store(address)
        store.add(made_up(1))
    with store, pytest.raises(StoreUnavailable, match="start one"):
        store.ping()
