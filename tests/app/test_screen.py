"""The explorer's own question: a screen of entities, expanded, with every piece of evidence dated."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from graph.view import MAX_ENTITIES
from tests.app.conftest import API
from tests.samples_graph import CHINA, ISHIBA, JAPAN, MEETING, RUTTE, VISIT


def screen(client: TestClient, entities: list[str], **expand: Any) -> dict[str, Any]:
    answer = client.post(f"{API}/screen", json={"entities": entities, "expand": expand or None})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(answer: dict[str, Any], part: str) -> set[str]:
    return {one["id"] for one in answer["data"][part]}


def test_a_screen_holds_exactly_its_entities_and_what_links_them(client: TestClient) -> None:
    answer = screen(client, [RUTTE.id, JAPAN.id, "gone"])
    assert ids(answer, "entities") == {RUTTE.id, JAPAN.id}
    assert ids(answer, "relations") == {VISIT.id}
    assert answer["meta"] == {"total": 1, "omitted": 0, "added": [], "room": MAX_ENTITIES - 2}


def test_every_piece_of_evidence_comes_with_what_filters_look_at(client: TestClient) -> None:
    (relation,) = screen(client, [RUTTE.id, JAPAN.id])["data"]["relations"]
    assert (relation["subject"], relation["type"], relation["object"]) == (RUTTE.id, "VISITS", JAPAN.id)
    first, second, last = relation["evidence"]
    assert (first["status"], first["earliest"], first["latest"]) == ("asserted", "2025-04-08", "2025-04-08")
    assert (first["published"], first["source"], first["confidence"]) == ("2025-04-09", "Harbour Post", 0.95)
    assert second["source"] == "Morning Echo"
    assert (last["status"], last["earliest"], last["published"]) == ("hypothetical", None, "2025-05-02")


def test_an_expansion_brings_the_entity_and_its_neighbours_in(client: TestClient) -> None:
    answer = screen(client, [], entity=RUTTE.id, limit=30)
    assert answer["meta"]["added"][0] == RUTTE.id
    assert set(answer["meta"]["added"]) == ids(answer, "entities")
    assert {VISIT.id, MEETING.id} <= ids(answer, "relations")


def test_an_expansion_by_type_and_direction_adds_only_those(client: TestClient) -> None:
    answer = screen(client, [ISHIBA.id], entity=ISHIBA.id, type="VISITS", direction="out")
    assert answer["meta"]["added"] == [CHINA.id]
    assert (
        screen(client, [ISHIBA.id, CHINA.id], entity=ISHIBA.id, type="VISITS", direction="out")["meta"]["added"] == []
    )
    assert screen(client, [ISHIBA.id], entity=ISHIBA.id, type="VISITS", direction="in")["meta"]["added"] == []


def test_degrees_tell_what_is_on_screen_and_what_is_not(client: TestClient) -> None:
    entities = {one["id"]: one for one in screen(client, [RUTTE.id, JAPAN.id])["data"]["entities"]}
    rutte = entities[RUTTE.id]
    assert (rutte["degree"], rutte["shown"], rutte["hidden"]) == (3, 1, 2)
    visits = next(one for one in rutte["degrees"] if one["type"] == "VISITS")
    assert (visits["direction"], visits["total"], visits["shown"]) == ("out", 2, 1)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"entities": [], "expand": {"entity": "nobody"}}, 404),
        ({"entities": ["Q1"] * (MAX_ENTITIES + 1)}, 422),
        ({"entities": [], "expand": {"entity": "Q17", "type": "VISIT"}}, 422),
        ({"entities": [], "expand": {"entity": "Q17", "direction": "up"}}, 422),
        ({"entities": "Q17"}, 422),
    ],
)
def test_nonsense_is_refused_with_a_problem(client: TestClient, body: dict[str, Any], status: int) -> None:
    answer = client.post(f"{API}/screen", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
