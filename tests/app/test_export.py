"""Downloads: the same selection as on screen, in every format, read back by those who will."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import networkx as nx
import pytest
from starlette.testclient import TestClient

from graph import export
from tests.app.conftest import API
from tests.samples_graph import ISHIBA, JAPAN, MEETING, RUTTE, VISIT


def download(client: TestClient, **parameters: object) -> str:
    answer = client.get(f"{API}/export", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("suffix", export.formats())
def test_every_format_is_offered_with_its_type_and_a_file_name(client: TestClient, suffix: str) -> None:
    answer = client.get(f"{API}/export", params={"format": suffix})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(export.format_of(suffix).media_type)
    assert answer.headers["content-disposition"] == f'attachment; filename="entente-graph.{suffix}"'
    assert answer.content


def test_graphml_holds_what_the_list_holds(client: TestClient) -> None:
    graph = nx.read_graphml(io.StringIO(download(client, status="denied")), force_multigraph=True)
    listed = client.get(f"{API}/relations", params={"status": "denied"}).json()["data"]
    assert {key for *_, key in graph.edges(keys=True)} == {one["id"] for one in listed}
    assert all(data["status"] == "denied" for *_, data in graph.edges(data=True))


def test_csv_holds_one_row_per_sentence_that_the_filter_selects(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(download(client, format="csv", subject=RUTTE.id, object=JAPAN.id))))
    assert [row["status"] for row in rows] == ["asserted", "asserted", "hypothetical"]


def test_an_entity_exports_its_relations_or_its_neighbourhood(client: TestClient) -> None:
    alone = nx.read_graphml(io.StringIO(download(client, entity=RUTTE.id)), force_multigraph=True)
    around = nx.read_graphml(io.StringIO(download(client, entity=RUTTE.id, depth=2)), force_multigraph=True)
    assert alone.number_of_edges() == 3
    assert around.number_of_edges() == 6


def test_what_is_on_screen_is_exported_exactly(client: TestClient) -> None:
    screen = {"entities": [RUTTE.id, JAPAN.id, ISHIBA.id, "gone"], "relations": [VISIT.id, MEETING.id, "gone"]}
    answer = client.post(f"{API}/export", params={"format": "json"}, json=screen)
    assert answer.status_code == 200
    text = json.dumps(answer.json())
    assert answer.headers["content-disposition"].endswith('.json"')
    graph = client.post(f"{API}/export", params={"format": "graphml"}, json=screen)
    drawn = nx.read_graphml(io.StringIO(graph.text), force_multigraph=True)
    assert set(drawn) == {RUTTE.id, JAPAN.id, ISHIBA.id}
    assert {key for *_, key in drawn.edges(keys=True)} == {VISIT.id, MEETING.id}
    assert VISIT.id in text


def test_a_strange_id_cannot_break_out_of_the_file_name(client: TestClient) -> None:
    answer = client.get(f"{API}/export", params={"entity": 'x"; filename="evil\r\n.exe'})
    assert answer.headers["content-disposition"] == 'attachment; filename="entente-x___filename__evil___exe.graphml"'


def test_a_dossier_tells_what_the_screen_showed_and_how_much_it_left_out(client: TestClient) -> None:
    body = {
        "entities": [RUTTE.id],
        "relations": [VISIT.id],
        "question": {"view": "Mark Rutte <b>and</b> 2 more", "without type": "MEETS"},
        "total": 4,
    }
    text = client.post(f"{API}/export", params={"format": "html", "status": "asserted"}, json=body).text
    rows = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text[: text.index("</header>")]))
    told = {term: re.sub("<[^>]*>", "", value) for term, value in rows.items()}
    asked = told.pop("Asked")
    assert datetime.strptime(asked, "%Y-%m-%d %H:%M UTC").replace(tzinfo=UTC) > datetime.now(UTC) - timedelta(hours=1)
    assert told == {
        "View": "Mark Rutte &lt;b&gt;and&lt;/b&gt; 2 more",
        "Without type": "MEETS",
        "Statuses": "asserted",
        "Relations": "1 of 4; 3 not shown",
        "Sentences": "2 in 2 articles",
        "Marked": "who does what to whom",
    }


def test_a_dossier_of_a_selection_names_its_conditions(client: TestClient) -> None:
    text = download(client, format="html", entity=RUTTE.id, date_from="2025-04-09", depth=1)
    for row in ("Entity</dt><dd><bdi>Mark Rutte", "Date from</dt><dd><bdi>2025-04-09", "Depth</dt><dd><bdi>1"):
        assert row in text
