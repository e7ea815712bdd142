"""The customer's own words: from each of their two articles, who visits and who asks, with the right sentence, in every store and view."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest
from fastapi.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph import export
from graph.model import Edge, Evidence, Extraction, Status
from graph.query import EntityQuery, RelationQuery
from graph.store import GraphStore
from graph.stores import open_store
from ingest.pipeline import Reader
from ingest.sources import Location, read

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))

pytestmark = pytest.mark.skipif(
    not SEEDS, reason="the customer's articles are not here (shared/seeds beside the checkout)"
)

NSATU = "NATO Security Assistance and Training for Ukraine"
VISIT = ("Mark Rutte", "VISITS", "Japan")
REQUEST = ("Japan", "REQUESTS", NSATU)


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    reader = Reader.load()
    return [reader.extract(article) for path in SEEDS for article in read(Location(str(path)))]


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    url = f"sqlite:///{tmp_path}/graph.db" if request.param == "sqlite" else request.getfixturevalue("neo4j_url")
    with open_store(url) as opened:
        yield opened


def found(store: GraphStore, subject: str, type: str, object: str) -> tuple[Edge, tuple[Evidence, ...]]:
    """The relation between the entities of these names, as an analyst would look it up, and its evidence."""
    ids = {}
    for name in (subject, object):
        hits = store.entities(EntityQuery(q=name, order="relevance", limit=5)).items
        ids[name] = next(hit.entity.id for hit in hits if name in {hit.entity.name, *hit.entity.aliases})
    query = RelationQuery(subject=ids[subject], object=ids[object], types=frozenset({type}))
    (edge,) = store.relations(query).items
    return edge, store.evidence([edge.relation.id])[edge.relation.id]


@pytest.mark.parametrize(
    ("triple", "trigger", "says"),
    [(VISIT, r"trip|visit", "Rutte"), (REQUEST, r"desire|request|take part|signal", "NSATU")],
)
@pytest.mark.parametrize("number", [0, 1])
def test_each_article_alone_gives_the_relation_with_the_right_sentence_marked(
    store: GraphStore, extractions: list[Extraction], number: int, triple: tuple[str, str, str], trigger: str, says: str
) -> None:
    extraction = extractions[number]
    store.add(extraction)
    _, evidence = found(store, *triple)
    text = extraction.article.text
    assert any(
        says in piece.quote
        and re.search(trigger, piece.trigger.of(text), re.IGNORECASE)
        and piece.sentence.start <= piece.subject_span.start
        and piece.object_span.end <= piece.sentence.end
        and piece.status in {Status.ASSERTED, Status.REQUESTED}
        for piece in evidence
    ), [(piece.quote, piece.trigger.of(text), piece.status) for piece in evidence]


@pytest.mark.parametrize("triple", [VISIT, REQUEST])
def test_together_they_are_one_relation_with_evidence_of_two_articles(
    store: GraphStore, extractions: list[Extraction], triple: tuple[str, str, str]
) -> None:
    assert store.add_many(extractions) == 2
    edge, evidence = found(store, *triple)
    assert edge.article_count == 2
    assert {piece.article_id for piece in evidence} == {extraction.article.id for extraction in extractions}


def test_they_are_on_the_pages_and_in_the_graphml_that_a_browser_downloads(
    store: GraphStore, extractions: list[Extraction]
) -> None:
    store.add_many(extractions)
    web = TestClient(create_app(Settings(store="memory://"), store=store), base_url="http://127.0.0.1")
    for triple in (VISIT, REQUEST):
        edge, evidence = found(store, *triple)
        page = web.get(f"/relations/{edge.relation.id}")
        assert page.status_code == 200
        assert "<mark" in page.text
        assert evidence[0].quote[:20] in page.text or evidence[0].quote[:8] in page.text
        answer = web.get(f"/api/v1/relations/{edge.relation.id}").json()
        assert len(answer["data"]["evidence"]) == len(evidence)
    graph = networkx.parse_graphml(web.get("/api/v1/export", params={"format": "graphml"}).text, force_multigraph=True)
    names = dict(graph.nodes(data="name"))
    drawn = {(names[a], data["type"], names[b]): data for a, b, data in graph.edges(data=True)}
    assert drawn.keys() >= {VISIT, REQUEST}
    assert {piece["article"] for piece in json.loads(drawn[VISIT]["evidence"])} == {e.article.id for e in extractions}


def test_taking_the_second_article_back_out_leaves_the_first_as_it_was(
    store: GraphStore, extractions: list[Extraction]
) -> None:
    def exported() -> str:
        return "".join(export.format_of("graphml").write(export.selected(store, RelationQuery())))

    store.add(extractions[0])
    before = exported()
    store.add(extractions[1])
    assert exported() != before
    assert store.forget(extractions[1].article.id)
    assert exported() == before


@pytest.mark.neo4j
def test_neo4j_gives_the_same_bytes_as_sqlite(extractions: list[Extraction], tmp_path: Path, neo4j_url: str) -> None:
    files = {}
    for name, url in {"sqlite": f"sqlite:///{tmp_path}/graph.db", "neo4j": neo4j_url}.items():
        with open_store(url) as opened:
            opened.add_many(extractions)
            for suffix in export.formats():
                files[name, suffix] = "".join(export.format_of(suffix).write(export.selected(opened, RelationQuery())))
    for suffix in export.formats():
        assert files["sqlite", suffix] == files["neo4j", suffix], suffix
