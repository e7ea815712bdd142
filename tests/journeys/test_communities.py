"""The whole graph as a map of communities: drawn, listed, opened, and found again by Back and by link."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from playwright.sync_api import BrowserContext, expect

from graph.model import Entity, Kind
from graph.overview import Overview, overview
from graph.query import RelationQuery
from graph.stores import open_store
from tests.journeys import world
from tests.journeys.conftest import Analyst, Site, serve, watched
from tests.journeys.test_explorer import download
from tests.samples_graph import JAPAN, RUTTE

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The usual world, and regions that keep mostly to themselves."""
    with open_store("memory://") as store:
        world.fill(store, with_hub=True)
        store.add_many(world.blocs())
        yield from serve(store)


@pytest.fixture(scope="module")
def expected(site: Site) -> Overview:
    return overview(site.store, RelationQuery()).largest(200)


def open_map(analyst: Analyst) -> dict[str, Any]:
    if analyst.hand == "mouse":
        analyst.activate("button", "Whole graph")
    else:
        analyst.press("w")
    return analyst.until("the map stands", lambda state: state["whole"] and len(state["positions"]) > 1)


def linked_map(analyst: Analyst) -> dict[str, Any]:
    """The map by its address."""
    analyst.page.goto("/explore?whole")
    return analyst.until("the map stands", lambda state: len(state["positions"]) > 1)


def test_the_whole_graph_is_drawn_and_listed_as_communities(analyst: Analyst, expected: Overview) -> None:
    analyst.open(RUTTE.id)
    state = open_map(analyst)
    ids = {one.id for one in expected.communities}
    assert set(state["positions"]) == set(state["shown"]["entities"]) == ids
    assert len(state["shown"]["relations"]) == len(expected.links)
    expect(analyst.page.locator("#status")).to_have_text(
        re.compile(rf"^{len(ids)} of {len(ids)} communities, all {expected.total:,} relations among [\d,]+ entities$")
    )
    expect(analyst.page).to_have_title("The whole graph · Entente")
    expect(analyst.page.locator("#filters")).to_be_hidden()
    analyst.tab("List")
    rows = analyst.page.get_by_role("list", name=re.compile(r"^Communities")).get_by_role("listitem")
    expect(rows).to_have_count(len(ids))
    expect(rows.first).to_contain_text(f"{len(expected.communities[0].entities):,} entities")
    links = analyst.page.get_by_role("list", name=re.compile(r"^Links")).get_by_role("listitem")
    expect(links).to_have_count(len(expected.links))
    analyst.sees_no_barrier()


def test_a_community_opens_into_its_neighbourhood_and_back_returns(analyst: Analyst, expected: Overview) -> None:
    before = linked_map(analyst)
    chosen = next(one for one in expected.communities if JAPAN.id in one.entities)
    if analyst.hand == "mouse":
        x, y = analyst.page.evaluate("(id) => window.entente.pointOf(id)", chosen.id)
        analyst.page.mouse.dblclick(x, y)
    else:
        analyst.choose("community", chosen.id)
        analyst.page.locator("#canvas").focus()
        analyst.press("Enter")
    state = analyst.until("the community stands", lambda state: not state["whole"] and JAPAN.id in state["positions"])
    assert state["entities"] == list(chosen.entities[:60])
    assert state["selected"] == {"kind": "entity", "id": chosen.entities[0]}
    assert len(state["shown"]["relations"]) > 0
    analyst.page.go_back()
    again = analyst.until("the map is back", lambda state: state["whole"] and len(state["positions"]) > 1)
    assert again["positions"] == before["positions"]


def test_the_list_opens_communities_too(analyst: Analyst, expected: Overview) -> None:
    linked_map(analyst)
    analyst.tab("List")
    hub = next(one for one in expected.communities if "igo-hub" in one.entities)
    analyst.activate("button", re.compile("^Open Assembly of Towns"))
    state = analyst.until("the hub stands", lambda state: "igo-hub" in state["positions"])
    assert len(state["entities"]) == 60
    expect(analyst.page.locator("#toast")).to_have_text(f"The 60 best linked of {len(hub.entities):,} entities.")
    expect(analyst.page.locator("#panel-details h2")).to_be_focused()


def test_a_community_tells_of_itself(analyst: Analyst, expected: Overview) -> None:
    linked_map(analyst)
    chosen = next(one for one in expected.communities if JAPAN.id in one.entities)
    analyst.choose("community", chosen.id)
    details = analyst.page.locator("#panel-details")
    expect(details).to_contain_text(f"{len(chosen.entities)} entities, {chosen.relations} relations inside")
    expect(details.get_by_role("button", name="Japan", exact=True)).to_be_visible()


def test_a_line_opens_both_of_its_communities(analyst: Analyst, expected: Overview) -> None:
    linked_map(analyst)
    pair, count = max(expected.links.items(), key=lambda link: link[1])
    line = " ".join(pair)
    analyst.choose("link", line)
    expect(analyst.page.locator("#panel-details")).to_contain_text(f"{count} relations between them")
    analyst.sees_no_barrier()
    analyst.activate("button", "Open both")
    state = analyst.until("both stand", lambda state: not state["whole"] and len(state["positions"]) > 1)
    ends = [expected.by_id[one] for one in pair]
    assert set(state["entities"]) == {member for one in ends for member in one.entities[:30]}


def test_arrows_walk_from_community_to_community(page: Any) -> None:
    analyst = Analyst(page, "keys")
    linked_map(analyst)
    page.locator("#canvas").focus()
    walked = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowRight"):
        analyst.press(key)
        walked.add(analyst.state()["selected"]["id"])
    assert len(walked) > 3


def test_a_link_to_the_map_opens_the_same_map_elsewhere(analyst: Analyst, context: BrowserContext, site: Site) -> None:
    linked_map(analyst)
    analyst.choose("community", next(iter(analyst.state()["positions"])))
    state = analyst.state()
    with watched(context, site.address) as other:
        other.goto(analyst.page.url)
        found = Analyst(other).until("the map stands", lambda state: len(state["positions"]) > 1)
        for key in ("whole", "selected", "shown", "positions"):
            assert found[key] == state[key]


def test_the_map_grows_with_the_graph(analyst: Analyst, site: Site) -> None:
    before = linked_map(analyst)
    islands = [Entity(f"place-island-{number}", f"Island {number}", Kind.PLACE) for number in range(2)]
    news = world.extraction(
        f"Evening Star {analyst.hand}", date(2025, 9, 1), [world.Claim(islands[0], "VISITS", islands[1])]
    )
    site.store.add(news)
    try:
        analyst.page.evaluate("() => document.dispatchEvent(new Event('entente:look'))")
        analyst.activate("button", "Show", analyst.page.locator("#banner"))
        after = analyst.until("one more", lambda state: len(state["positions"]) == len(before["positions"]) + 1)
        for one, place in before["positions"].items():
            assert after["positions"][one] == pytest.approx(place, abs=1)
    finally:
        site.store.forget(news.article.id)


def test_a_relation_found_from_the_map_leaves_it(analyst: Analyst) -> None:
    linked_map(analyst)
    analyst.tab("Changes")
    analyst.activate("button", "Contradictions everywhere")
    panel = analyst.page.locator("#panel-news")
    panel.locator("section .row").first.wait_for()
    analyst.activate("button", re.compile("CRITICIZES|SUPPORTS|VISITS|PRAISES"), panel)
    state = analyst.until("the relation is chosen", lambda state: (state["selected"] or {}).get("kind") == "relation")
    assert not state["whole"]
    assert state["selected"]["id"] in state["shown"]["relations"]
    expect(analyst.page.locator("#status")).to_contain_text(re.compile(r"^Showing \d+ of"))
    analyst.page.go_back()
    analyst.until("the map is back", lambda state: state["whole"] and len(state["positions"]) > 1)


def test_the_map_is_handed_over_as_a_picture_and_the_graph_behind_it_as_a_file(
    analyst: Analyst, site: Site, expected: Overview, tmp_path: Path
) -> None:
    linked_map(analyst)
    analyst.choose("community", expected.communities[0].id)
    analyst.activate("button", "Export")
    dialog = analyst.page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"all {expected.total:,} relations of the graph")
    expect(dialog.get_by_role("checkbox")).to_be_hidden()
    analyst.sees_no_barrier()
    analyst.activate("button", "Close", dialog)
    drawing = ElementTree.parse(download(analyst, "SVG", tmp_path)).getroot()
    written = ["".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    for one in expected.communities:
        assert str(len(one.entities)) in written
    assert [text for text in written if "Japan" in text]
    picture = download(analyst, "PNG", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG")
    graph = nx.read_graphml(download(analyst, "GRAPHML", tmp_path), force_multigraph=True)
    assert graph.number_of_edges() == site.store.count_relations(RelationQuery())


def test_a_dragged_community_leaves_no_step_behind(page: Any) -> None:
    analyst = Analyst(page)
    before = linked_map(analyst)
    some = next(iter(before["positions"]))
    x, y = page.evaluate("(id) => window.entente.pointOf(id)", some)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=4)
    page.mouse.up()
    after = analyst.until("it stands elsewhere", lambda state: state["positions"][some] != before["positions"][some])
    assert after["pins"] == {}
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_map_that_cannot_be_fetched_can_be_asked_for_again(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    broken = True
    page.route("**/communities?*", lambda route: route.abort() if broken else route.continue_())
    page.goto("/explore?whole")
    page.get_by_text("The map of communities could not be fetched").wait_for()
    broken = False
    page.locator("#panel-details").get_by_role("button", name="Try again").click()
    Analyst(page).until("the map stands", lambda state: state["whole"] and len(state["positions"]) > 1)
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_no_barrier_on_the_map_in_any_theme_or_width(page: Any, theme: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    analyst = Analyst(page, "keys")
    page.goto("/explore?whole")
    page.get_by_label("Theme").select_option(theme)
    analyst.until("the map stands", lambda state: len(state["positions"]) > 1)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    analyst.tab("List")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    analyst.sees_no_barrier()
