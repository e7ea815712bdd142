"""The REST API as a program uses it."""

import pytest
from starlette.testclient import TestClient

from app import create_app
from app.settings import Settings
from graph.model import Status
from graph.stores import open_store
from tests.app.conftest import API
from tests.journeys import world
from tests.samples_graph import (
    ARTICLES,
    CHINA,
    HARBOUR,
    ISHIBA,
    JAPAN,
    LATER,
    MEETING,
    NSATU,
    RUTTE,
    VISIT,
    YOKOSUKA,
    extractions,
)


def get(client: TestClient, path: str, **parameters: object) -> dict:
    answer = client.get(API + path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def types(relations: list[dict]) -> set[tuple[str, str, str]]:
    return {(one["subject"]["name"], one["type"], one["object"]["name"]) for one in relations}


# -- entities -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["rut", "Mark R", "RUTTE", "Ruttes"])
def test_a_name_is_found_by_prefix_word_case_and_typing_error(client: TestClient, typed: str) -> None:
    first = get(client, "/entities", q=typed)["data"][0]
    assert (first["id"], first["kind"], first["degree"]) == (RUTTE.id, "PERSON", 3)


def test_an_alias_leads_to_its_entity_and_says_what_matched(client: TestClient) -> None:
    first = get(client, "/entities", q="toky")["data"][0]
    assert (first["name"], first["matched"]) == ("Japan", "Tokyo")


def test_entities_can_be_narrowed_by_kind(client: TestClient) -> None:
    kinds = {one["kind"] for one in get(client, "/entities", kind=["COUNTRY", "IGO"])["data"]}
    assert kinds == {"COUNTRY", "IGO"}


def test_pages_of_entities_hold_each_exactly_once(client: TestClient) -> None:
    url, seen = f"{API}/entities?limit=2&order=name", []
    while url:
        page = client.get(url).json()
        seen += [one["name"] for one in page["data"]]
        assert page["meta"]["truncated"] == (page["links"]["next"] is not None)
        url = page["links"]["next"]
    assert seen == ["China", "Japan", "Mark Rutte", "NSATU", "Shigeru Ishiba", "Yokosuka naval base"]


def test_an_entity_tells_its_names_codes_and_relations_by_type(client: TestClient) -> None:
    data = get(client, f"/entities/{RUTTE.id}")["data"]
    assert data["codes"]["country"] == "NLD"
    assert data["names"]["Mark Rutte"] == 5
    assert [(one["type"], one["direction"], one["label"], one["total"]) for one in data["degrees"]] == [
        ("VISITS", "out", "visits", 2),
        ("MEETS", "out", "meets", 1),
    ]


def test_relations_of_an_entity_follow_direction_and_filters(client: TestClient) -> None:
    into = get(client, f"/entities/{JAPAN.id}/relations", direction="in", type="VISITS")["data"]
    assert types(into) == {("Mark Rutte", "VISITS", "Japan")}
    denied = get(client, f"/entities/{ISHIBA.id}/relations", status="denied")
    assert types(denied["data"]) == {("Mark Rutte", "MEETS", "Shigeru Ishiba"), ("Shigeru Ishiba", "VISITS", "China")}
    assert all(one["statuses"] == {"denied": 1} for one in denied["data"])
    assert denied["meta"]["count"] == 2


def test_mentions_say_article_and_characters(client: TestClient) -> None:
    for one in get(client, f"/entities/{YOKOSUKA.id}/mentions")["data"]:
        article = next(article for article in ARTICLES if article.id == one["article"]["id"])
        assert article.text[one["start"] : one["end"]] == one["text"] == "Yokosuka naval base"


def test_a_timeline_counts_evidence_by_event_or_publication(client: TestClient) -> None:
    by_event = get(client, f"/entities/{ISHIBA.id}/timeline", type="VISITS")["data"]
    assert [(one["start"], one["statuses"]) for one in by_event["buckets"]] == [
        ("2025-05-01", {"planned": 1, "denied": 1})
    ]
    by_day = get(client, f"/entities/{ISHIBA.id}/timeline", type="VISITS", by="published", unit="day")["data"]
    assert [one["start"] for one in by_day["buckets"]] == ["2025-04-09", "2025-05-02"]


# -- views ----------------------------------------------------------------------------------------------------------------


def test_a_neighbourhood_shows_the_entities_and_what_it_hides(client: TestClient) -> None:
    answer = get(client, f"/entities/{RUTTE.id}/neighbourhood")
    assert next(one["name"] for one in answer["data"]["entities"]) == "Mark Rutte"
    assert {one["name"] for one in answer["data"]["entities"]} == {
        "Mark Rutte",
        "Japan",
        "Shigeru Ishiba",
        "Yokosuka naval base",
    }
    assert answer["meta"] == {
        "entities": 4,
        "relations": 3,
        "total": 3,
        "omitted": 0,
        "neighbours": 3,
        "complete": True,
    }
    japan = next(one for one in answer["data"]["entities"] if one["name"] == "Japan")
    assert (japan["degree"], japan["shown"], japan["hidden"]) == (3, 1, 2)


def test_a_cut_neighbourhood_says_how_much_it_left_out(client: TestClient) -> None:
    answer = get(client, f"/entities/{RUTTE.id}/neighbourhood", limit=1)
    assert [one["name"] for one in answer["data"]["entities"]] == ["Mark Rutte", "Japan"]
    assert (answer["meta"]["relations"], answer["meta"]["total"], answer["meta"]["omitted"]) == (1, 3, 2)
    assert answer["meta"]["complete"] is False


def test_expanding_gives_only_what_is_not_on_screen(client: TestClient) -> None:
    asked = {"exclude": [RUTTE.id, ISHIBA.id, YOKOSUKA.id]}
    answer = client.post(f"{API}/entities/{JAPAN.id}/neighbourhood", json=asked).json()
    assert {one["name"] for one in answer["data"]["entities"]} == {"Japan", "NSATU", "China"}
    assert ("Shigeru Ishiba", "VISITS", "China") in types(answer["data"]["relations"])
    assert ("Mark Rutte", "MEETS", "Shigeru Ishiba") not in types(answer["data"]["relations"])
    assert answer == {**get(client, f"/entities/{JAPAN.id}/neighbourhood", limit=30, **asked), "links": answer["links"]}


def test_a_permalink_is_restored_from_its_entities(client: TestClient) -> None:
    asked = [RUTTE.id, ISHIBA.id, "gone"]
    answer = get(client, "/subgraph", entity=asked)
    assert types(answer["data"]["relations"]) == {("Mark Rutte", "MEETS", "Shigeru Ishiba")}
    assert client.post(f"{API}/subgraph", json={"entities": asked}).json()["data"] == answer["data"]


def test_paths_lead_over_every_relation_between_two(client: TestClient) -> None:
    answer = get(client, "/paths", **{"from": RUTTE.id, "to": CHINA.id})
    ways = [[one["name"] for one in path["entities"]] for path in answer["data"]]
    assert ways == [["Mark Rutte", "Shigeru Ishiba", "China"], ["Mark Rutte", "Japan", "China"]]
    assert answer["data"][0]["hops"][0]["relations"][0]["type"] == "MEETS"


def test_a_filter_closes_paths(client: TestClient) -> None:
    assert get(client, "/paths", **{"from": RUTTE.id, "to": CHINA.id, "status": "asserted"})["data"] == []


def test_comparison_has_three_groups(client: TestClient) -> None:
    data = get(client, "/compare", a=RUTTE.id, b=CHINA.id)["data"]
    groups = {name: [one["entity"]["name"] for one in data[name]] for name in ("shared", "only_a", "only_b")}
    assert groups == {"shared": ["Japan", "Shigeru Ishiba"], "only_a": ["Yokosuka naval base"], "only_b": []}
    assert data["shared"][1] == {
        "entity": {"id": ISHIBA.id, "name": "Shigeru Ishiba", "kind": "PERSON"},
        "a": ["MEETS"],
        "b": ["VISITS"],
    }


def test_communities_hold_every_linked_entity_once(client: TestClient) -> None:
    data = get(client, "/communities")["data"]
    members = [one["id"] for part in data["communities"] for one in part["entities"]]
    assert sorted(members) == sorted([RUTTE.id, JAPAN.id, CHINA.id, NSATU.id, ISHIBA.id, YOKOSUKA.id])
    assert sum(part["relations"] for part in data["communities"]) + sum(one["relations"] for one in data["links"]) == 6
    assert (data["count"], data["entities"], data["omitted"]) == (len(data["communities"]), 6, 0)
    assert (data["relations"], data["total"], data["complete"]) == (6, 6, True)


def test_communities_that_are_left_out_are_counted(client: TestClient) -> None:
    whole = get(client, "/communities")["data"]
    data = get(client, "/communities", limit=1)["data"]
    assert data["communities"] == whole["communities"][:1]
    assert data["count"] == whole["count"] > 1
    assert data["omitted"] == 6 - data["communities"][0]["size"]
    assert not data["complete"]


def test_a_community_opens_with_its_best_linked_members_first(client: TestClient) -> None:
    largest = get(client, "/communities")["data"]["communities"][0]
    assert get(client, f"/communities/{largest['id']}")["data"] == largest
    cut = get(client, f"/communities/{largest['id']}", limit=1)["data"]
    assert (cut["entities"], cut["size"]) == (largest["entities"][:1], largest["size"])
    assert client.get(f"{API}/communities/nowhere").status_code == 404


def test_communities_are_of_what_the_filters_select(client: TestClient) -> None:
    data = get(client, "/communities", type="VISITS", status="planned")["data"]
    assert [sorted(one["id"] for one in part["entities"]) for part in data["communities"]] == [[CHINA.id, ISHIBA.id]]


def test_places_come_as_geojson() -> None:
    with open_store("memory://") as store:
        store.add_many([*extractions(), *world.placed()])
        placed = TestClient(create_app(Settings(), store), base_url="http://localhost")
        answer = placed.get(f"{API}/map", params={"type": "VISITS"})
        assert answer.headers["content-type"] == "application/geo+json"
        document = answer.json()
        assert document["type"] == "FeatureCollection"
        island = next(one for one in document["features"] if one["id"] == "place-far-island")
        assert island["type"] == "Feature"
        assert island["geometry"] == {"type": "Point", "coordinates": [178.0, -19.0]}
        properties = {
            "name": "Far Island",
            "kind": "PLACE",
            "relations": 1,
            "ends": 1,
            "here": 1,
            "types": {"VISITS": 1},
        }
        assert island["properties"] == properties
        meta = document["meta"]
        assert (meta["places"], meta["shown"], meta["total"]) == (len(document["features"]), meta["places"], 6)
        few = placed.get(f"{API}/map", params={"type": "VISITS", "limit": 1}).json()
        assert few["features"] == document["features"][:1]
        assert few["meta"] == meta | {"shown": 1}
        assert (
            placed.get(f"{API}/map", params={"entity": RUTTE.id, "status": "planned"}).json()["features"][0]["id"]
            == "place-harbour-town"
        )


# -- relations and evidence -----------------------------------------------------------------------------------------------


def test_a_relation_shows_every_sentence_with_its_marks(client: TestClient) -> None:
    data = get(client, f"/relations/{VISIT.id}")["data"]
    assert (data["subject"]["name"], data["type"], data["object"]["name"]) == ("Mark Rutte", "VISITS", "Japan")
    assert (data["status"], data["statuses"]) == ("asserted", {"asserted": 2, "hypothetical": 1})
    assert [one["article"]["source"] for one in data["evidence"]] == ["Harbour Post", "Morning Echo", "Harbour Post"]
    for piece in data["evidence"]:
        text = next(article.text for article in ARTICLES if article.id == piece["article"]["id"])
        sentence = piece["sentence"]
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]
        assert "".join(run["text"] for run in sentence["runs"]) == sentence["text"]
        for role in ("subject", "trigger", "object"):
            mark = piece[role]
            assert text[mark["start"] : mark["end"]] == mark["text"]
            assert sentence["text"][mark["sentence_start"] : mark["sentence_end"]] == mark["text"]
            assert [run["text"] for run in sentence["runs"] if role in run["roles"]] == [mark["text"]]


def test_evidence_says_who_says_so(client: TestClient) -> None:
    denied = get(client, f"/relations/{MEETING.id}/evidence", status="denied")["data"]
    assert [(one["attributed_to"], one["status"], one["confidence"]) for one in denied] == [("China", "denied", 0.6)]


def test_figures_of_a_relation_count_only_the_evidence_that_was_asked_for(client: TestClient) -> None:
    as_known = get(client, "/relations", as_of="2025-04-09", subject=RUTTE.id, object=JAPAN.id)["data"]
    assert [(one["evidence_count"], one["statuses"]) for one in as_known] == [(1, {"asserted": 1})]


def test_relations_between_two_are_found_from_both_sides(client: TestClient) -> None:
    there = get(client, "/relations", between=[RUTTE.id, ISHIBA.id])["data"]
    back = get(client, "/relations", between=[ISHIBA.id, RUTTE.id])["data"]
    assert there == back
    assert types(there) == {("Mark Rutte", "MEETS", "Shigeru Ishiba")}


def test_changes_tell_new_from_strengthened_and_contradicted(client: TestClient) -> None:
    data = get(client, "/changes", since="2025-04-10")["data"]
    told = {
        (one["relation"]["subject"]["name"], one["relation"]["type"], one["relation"]["object"]["name"]): one["change"]
        for one in data
    }
    assert told == {
        ("China", "MEETS", "Japan"): "new",
        ("Mark Rutte", "VISITS", "Japan"): "strengthened",
        ("Shigeru Ishiba", "VISITS", "China"): "strengthened",
        ("Mark Rutte", "MEETS", "Shigeru Ishiba"): "contradicted",
    }
    assert all(piece["article"]["published"] >= "2025-04-10" for one in data for piece in one["evidence"])


def test_contradictions_put_both_sides_beside_each_other(client: TestClient) -> None:
    (only,) = get(client, "/contradictions")["data"]
    assert only["relation"]["id"] == MEETING.id
    assert [one["status"] for one in only["asserted"]] == ["asserted"]
    assert [one["attributed_to"] for one in only["denied"]] == ["China"]


# -- articles -------------------------------------------------------------------------------------------------------------


def test_articles_are_listed_newest_first_and_searched(client: TestClient) -> None:
    assert [one["title"] for one in get(client, "/articles")["data"]] == [
        "Ishiba stays at home",
        "Alliance looks east",
        "NATO chief lands in Japan",
    ]
    assert get(client, "/articles", source="Morning Echo")["meta"]["count"] == 1
    assert get(client, "/articles", entity=NSATU.id)["meta"]["count"] == 1


def test_the_text_of_an_article_comes_with_marks_that_fit(client: TestClient) -> None:
    data = get(client, f"/articles/{ARTICLES[2].id}/text")["data"]
    assert data["text"] == LATER
    assert all(LATER[one["start"] : one["end"]] == one["text"] for one in data["mentions"])
    assert {LATER[slice(*one["trigger"])] for one in data["evidence"]} == {"travel", "meeting", "return"}


def test_what_an_article_reports_comes_in_reading_order(client: TestClient) -> None:
    data = get(client, f"/articles/{ARTICLES[0].id}/relations")["data"]
    assert [HARBOUR.index(one["evidence"][0]["sentence"]["text"]) for one in data] == sorted(
        HARBOUR.index(one["evidence"][0]["sentence"]["text"]) for one in data
    )
    assert data[0]["relation"]["statuses"] == {"asserted": 2, "hypothetical": 1}
    assert get(client, f"/articles/{ARTICLES[0].id}")["data"]["relations"] == len(data)


# -- the service ----------------------------------------------------------------------------------------------------------


def test_the_schema_names_every_type_kind_status_and_format(client: TestClient) -> None:
    data = get(client, "/schema")["data"]
    visits = next(one for one in data["types"] if one["name"] == "VISITS")
    assert (visits["plover"], visits["cameo"], visits["inverse"]) == ("CONSULT", "042", "is visited by")
    assert [one["name"] for one in data["statuses"]] == list(Status)
    assert all(one["definition"] for key in ("types", "kinds", "statuses", "formats") for one in data[key])


def test_stats_count_what_is_there(client: TestClient) -> None:
    data = get(client, "/stats")["data"]
    assert (data["articles"], data["entities"], data["relations"], data["evidence"]) == (3, 6, 6, 10)


def test_the_service_says_that_it_lives_and_is_ready(client: TestClient) -> None:
    assert get(client, "/healthz") == {"status": "alive"}
    assert get(client, "/readyz") == {"status": "ready"}


def test_every_operation_of_the_openapi_document_is_described(client: TestClient) -> None:
    document = client.get(f"{API}/openapi.json").json()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert operation["description"], (method, path)
            assert "application/problem+json" in operation["responses"]["422"]["content"], (method, path)
