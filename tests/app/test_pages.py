"""The pages as a reader without JavaScript sees them. lxml reads them, so broken markup shows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from app import create_app, glyphs
from app.settings import Settings
from app.templating import folder
from graph.stores import open_store
from tests.journeys import world
from tests.samples_graph import ARTICLES, ISHIBA, JAPAN, MEETING, RUTTE, VISIT, extractions

PAGES = [
    "/",
    "/search?q=rut",
    "/search?q=nobodyofthatname",
    f"/entities/{RUTTE.id}",
    "/relations",
    f"/relations/{VISIT.id}",
    "/articles",
    *(f"/articles/{article.id}" for article in ARTICLES),
    "/paths",
    f"/paths?from={RUTTE.id}&to=China",
    f"/compare?a=Rutte&b={JAPAN.id}",
    "/changes",
    "/contradictions",
    "/communities",
    "/map",
    f"/map?entity={JAPAN.id}&type=VISITS&plover=CONSULT&status=asserted&date_from=2025-01-01",
    "/schema",
    "/about",
    "/docs",
]


def read(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return html.document_fromstring(answer.text)


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def one(page: html.HtmlElement, css: str) -> html.HtmlElement:
    (found,) = page.cssselect(css)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_a_title_and_nothing_inline(client: TestClient, path: str) -> None:
    page = read(client, path)
    assert words(one(page, "h1"))
    assert "Entente" in words(one(page, "title"))
    assert not page.xpath("//script[not(@src) and not(@type='application/json')]")
    assert not page.xpath("//style | //@style | //@onclick | //@onerror")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_no_link_of_a_page_leads_nowhere(client: TestClient, path: str) -> None:
    for address in set(read(client, path).xpath("//a/@href | //link/@href")):
        if address.startswith("/") and not address.startswith("/explore"):
            assert client.get(address, headers={"accept": "text/html"}).status_code == 200, address


@pytest.mark.parametrize("path", PAGES)
def test_every_field_of_a_form_has_a_label(client: TestClient, path: str) -> None:
    page = read(client, path)
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        labelled = field.xpath("ancestor::label") or page.xpath("//label[@for=$id]", id=field.get("id", ""))
        assert labelled, html.tostring(field)


def test_the_start_page_leads_from_a_name_to_its_sentences(client: TestClient) -> None:
    form = one(read(client, "/"), "form[role=search]")
    found = read(client, f"{form.get('action')}?{one(form, 'input').get('name')}=rut")
    link = one(found, ".rows a.entity")
    assert words(link) == "Mark Rutte"
    entity = read(client, link.get("href"))
    rows = [words(row) for row in entity.cssselect(".row-triple")]
    assert rows == [
        "Mark Rutte VISITS Japan",
        "Mark Rutte MEETS Shigeru Ishiba contradicted",
        "Mark Rutte VISITS Yokosuka naval base",
    ]
    relation = read(client, entity.xpath("//a[contains(., '3 sentences')]/@href")[0])
    assert words(one(relation, "h1")) == "Mark Rutte VISITS Japan"


def test_a_relation_marks_who_does_what_to_whom_in_every_sentence(client: TestClient) -> None:
    page = read(client, f"/relations/{VISIT.id}")
    told = [
        [(mark.get("title"), words(mark)) for mark in quote.cssselect("mark")]
        for quote in page.cssselect(".evidence .quote")
    ]
    assert told == [
        [("subject", "Mark Rutte"), ("trigger", "travelled"), ("object", "Japan")],
        [("trigger", "visit"), ("subject", "Mark Rutte"), ("object", "Japan")],
        [("object", "Japan"), ("subject", "Mark Rutte"), ("trigger", "return")],
    ]
    first = words(page.cssselect(".evidence")[0])
    for part in (
        "asserted",
        "Harbour Post, 9 April 2025",
        "the outlet itself",
        "8 April 2025",
        "95 %",
        "visits.by_hand",
    ):
        assert part in first


def test_who_denies_it_is_named(client: TestClient) -> None:
    denied = read(client, f"/relations/{MEETING.id}").cssselect(".evidence")[1]
    assert "Who says soChina" in words(denied)
    assert "denied" in words(denied)


def test_evidence_leads_to_its_sentence_in_the_article(client: TestClient) -> None:
    page = read(client, f"/relations/{VISIT.id}")
    address, anchor = page.cssselect(".evidence-more a")[0].get("href").split("#")
    article = read(client, address)
    (sentence,) = article.xpath("//*[@id=$id]/ancestor::*[contains(@class, 'sentence')]", id=anchor)
    assert words(sentence).startswith("Mark Rutte travelled to Japan on Tuesday for two days of talks.")


def test_an_article_shows_all_its_words_once(client: TestClient) -> None:
    article = ARTICLES[0]
    page = read(client, f"/articles/{article.id}")
    for note in page.cssselect("a.note"):
        note.text = ""
    shown = " ".join(words(paragraph) for paragraph in page.cssselect("article.reading > p"))
    assert shown == re.sub(r"\s+", " ", article.text.removeprefix(article.title)).strip()


def test_hostile_text_stays_text(client: TestClient) -> None:
    answer = client.get(f"/articles/{ARTICLES[1].id}")
    assert '<script>alert("no")' not in answer.text
    assert '<script>alert("no")</script> & more.' in html.document_fromstring(answer.text).text_content()


def test_an_empty_form_asks_for_everything(client: TestClient) -> None:
    empty = "/relations?type=&status=&date_from=&date_to=&q=&source="
    assert words(one(read(client, empty), "h1")) == "6 relations"
    filtered = read(client, "/relations?type=VISITS&status=denied&date_from=")
    assert [words(row) for row in filtered.cssselect(".row-triple")] == ["Shigeru Ishiba VISITS China"]
    assert one(filtered, "select[name=status] option[selected]").text == "denied"


def test_filters_that_fit_nothing_offer_the_way_back(client: TestClient) -> None:
    page = read(client, f"/entities/{ISHIBA.id}?status=requested")
    assert page.xpath("//a[@href=$href and contains(., 'Show all 2')]", href=f"/entities/{ISHIBA.id}")


def test_a_list_of_relations_can_be_downloaded_as_filtered(client: TestClient) -> None:
    page = read(client, "/relations?status=denied")
    address = next(one for one in page.xpath("//a[@download]/@href") if "format=csv" in one)
    rows = client.get(address).text.strip().split("\r\n")
    assert len(rows) == 1 + 2


def test_names_typed_by_hand_are_understood(client: TestClient) -> None:
    page = read(client, "/paths?from=rutte&to=beijing")
    assert words(one(page, "main h2")) == "Mark Rutte … China"
    assert len(page.cssselect(".path")) == 2


def test_communities_are_listed_with_what_is_left_out(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(client, "/communities")
    listed = whole.cssselect("main section")
    assert f"{len(listed)} of {len(listed)} communities." in words(one(whole, "main"))
    monkeypatch.setattr("app.pages.graphs._COMMUNITIES", 1)
    page = read(client, "/communities")
    assert words(one(page, "main section h2")) == words(listed[0].cssselect("h2")[0])
    left = len(listed) - 1
    assert re.search(rf"1 of {len(listed)} communities; the smallest {left} hold \d+ entit", words(one(page, "main")))


@pytest.fixture(scope="module")
def placed() -> Iterator[TestClient]:
    """The app on a graph in which some have coordinates."""
    with open_store("memory://") as store:
        store.add_many([*extractions(), *world.placed()])
        yield TestClient(create_app(Settings(), store), base_url="http://localhost")


def test_the_map_draws_and_lists_the_same_places(placed: TestClient) -> None:
    page = read(placed, "/map")
    drawn = page.cssselect(".world-frame a.mark")
    rows = page.cssselect(".places tbody tr")
    assert [mark.get("href") for mark in drawn] == [row.cssselect("th a")[0].get("href") for row in rows]
    assert [words(row.cssselect("th")[0]) for row in rows] == ["Japan", "China", "Far Island", "Harbour Town"]
    for mark, row in zip(drawn, rows, strict=True):
        name, kind, relations, here, *_ = [words(cell) for cell in row]
        title = words(mark.cssselect("title")[0])
        assert title.startswith(f"{name}, {kind.capitalize()}: {relations} relation")
        assert (f", {here} of them here" in title) == (here != "0")
    assert words(one(page, "#counts")).startswith("Placed 4 of 9 entities and 8 of 10 relations; the rest have no")
    assert page.cssselect(".world-frame .land")[0].get("d")


def test_the_map_is_filtered_by_its_form(placed: TestClient) -> None:
    page = read(placed, "/map?entity=rutte&type=VISITS&status=planned")
    assert words(one(page, "h1")) == "Mark Rutte on the map"
    assert [words(row) for row in page.cssselect(".places tbody th")] == ["Harbour Town"]
    form = one(page, "form.filters")
    assert form.fields["entity"] == "Mark Rutte"
    assert (form.fields["type"], form.fields["status"]) == ("VISITS", "planned")
    relations, explore = page.cssselect(".places tbody td a")
    found = read(placed, relations.get("href"))
    assert words(one(found, "h1")) == "1 relation"
    assert explore.get("href") == "/explore?entity=place-harbour-town"
    assert words(one(read(placed, "/map?plover=AID"), "#counts")).startswith(
        "Placed 2 of 2 entities and 1 of 1 relation. The"
    )
    assert "No place fits" in words(read(placed, "/map?q=zeppelin"))
    assert placed.get("/map?entity=nobodyatall", headers={"accept": "text/html"}).status_code == 404
    assert placed.get("/map?plover=NONSENSE", headers={"accept": "text/html"}).status_code == 422


def test_the_map_says_how_far_it_looked(placed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.atlas.MAX_RELATIONS", 3)
    monkeypatch.setattr("app.pages.graphs._PLACES", 1)
    told = words(one(read(placed, "/map?min_confidence=0.1"), "#counts"))
    assert "Looked at: the newest 3 of 10 relations." in told
    assert "Drawn and listed: the 1 place with the most relations." in told


def test_a_map_without_outlines_says_so(placed: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.geography.land", lambda: "")
    assert "outlines of the land are not installed" in words(one(read(placed, "/map"), "#counts"))


def test_an_empty_graph_says_how_to_fill_it() -> None:
    with open_store("memory://") as store:
        client = TestClient(create_app(Settings(), store), base_url="http://localhost")
        assert "python -m ingest add" in words(read(client, "/"))
        for path in (
            "/relations",
            "/articles",
            "/changes",
            "/contradictions",
            "/communities",
            "/map",
            "/search",
            "/about",
            "/paths",
        ):
            read(client, path)


def test_the_explorer_draws_the_same_glyphs() -> None:
    source = (folder("static") / "js" / "glyphs.js").read_text(encoding="utf-8")
    drawn = dict(re.findall(r'^  ([A-Z]+): "(M[^"]+)"', source, re.M))
    assert drawn == {kind.value: path for kind, path in glyphs.PATHS.items()}


def test_every_class_of_a_kind_and_status_has_its_colour_token() -> None:
    tokens = (folder("static") / "css" / "tokens.css").read_text(encoding="utf-8")
    base = (folder("static") / "css" / "base.css").read_text(encoding="utf-8")
    themes = len(re.findall(r"--surface:", tokens))
    for name in re.findall(r"var\(--((?:kind|status|quad|change)-[a-z-]+)\)", base):
        assert len(re.findall(rf"--{name}:", tokens)) == themes, name


def test_templates_never_switch_escaping_off() -> None:
    for file in Path(folder("templates")).rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|autoescape|Markup", text), file.name
