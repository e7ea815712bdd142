"""The world map by mouse and by keys: looked at, filtered, enlarged, moved, and left for what lies on it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.stores import open_store
from tests.journeys import world
from tests.journeys.conftest import Analyst, Site, serve
from tests.samples_graph import JAPAN

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The usual world, in which some have coordinates."""
    with open_store("memory://") as store:
        world.fill(store)
        store.add_many(world.placed())
        yield from serve(store)


def view(page: Page) -> tuple[float, ...]:
    """Left, top, width and height of the part of the sheet on show."""
    return tuple(float(one) for one in (page.locator(".world-frame svg").get_attribute("viewBox") or "").split())


def stand(page: Page, address: str = "/map") -> None:
    page.goto(address)
    expect(page.get_by_role("button", name="Zoom in")).to_be_visible()


def japan(page: Page) -> tuple[float, float]:
    """The middle of Japan's circle on the page."""
    box = page.locator(f'.mark[href$="/{JAPAN.id}"] circle').bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_places_lead_to_what_lies_there(analyst: Analyst) -> None:
    page = analyst.page
    page.goto("/")
    analyst.activate("link", "Map", page.get_by_role("navigation", name="Main"))
    expect(page).to_have_title("Map – Entente")
    analyst.sees_no_barrier()
    if analyst.hand == "mouse":
        page.mouse.click(*japan(page))
    else:
        page.get_by_role("link", name=re.compile(r"^Japan, Country: \d+ relations")).focus()
        analyst.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Japan")


def test_the_table_says_the_same_as_the_map(analyst: Analyst) -> None:
    page = analyst.page
    stand(page)
    analyst.activate("link", "The same as a table")
    expect(page.get_by_role("heading", name="As a table")).to_be_in_viewport()
    rows = page.get_by_role("table").get_by_role("row")
    assert rows.count() - 1 == page.locator(".world-frame .mark").count() == 4
    analyst.activate("link", "explore Harbour Town")
    analyst.until("its neighbourhood stands", lambda state: "place-harbour-town" in state["positions"])


def test_the_form_filters_the_map(analyst: Analyst) -> None:
    page = analyst.page
    stand(page)
    if analyst.hand == "mouse":
        page.get_by_text("Filter", exact=True).first.click()
    else:
        page.locator("summary").focus()
        analyst.press("Enter")
    page.get_by_label("Entity", exact=True).fill("rutte")
    page.get_by_label("Status").select_option("planned")
    page.get_by_label("Happened from").fill("2025-05-01")
    analyst.activate("button", "Filter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mark Rutte on the map")
    expect(
        page.get_by_role("link", name=re.compile("^Harbour Town, Place: 1 relation, 1 of them here"))
    ).to_be_visible()
    expect(page.get_by_label("Entity", exact=True)).to_have_value("Mark Rutte")
    analyst.sees_no_barrier()


def test_the_map_is_enlarged_moved_and_whole_again(analyst: Analyst) -> None:
    page = analyst.page
    stand(page)
    whole = view(page)
    before = japan(page)
    if analyst.hand == "mouse":
        page.mouse.move(*before)
        page.keyboard.down("Control")
        page.mouse.wheel(0, -100)
        page.mouse.wheel(0, -100)
        page.keyboard.up("Control")
    else:
        page.locator(".world-frame").focus()
        analyst.press("+")
        analyst.press("+")
    page.wait_for_timeout(100)
    near = view(page)
    assert near[2] < whole[2] * 0.7
    assert near[2] / near[3] == pytest.approx(whole[2] / whole[3])
    if analyst.hand == "mouse":
        assert japan(page) == pytest.approx(before, abs=2), "what the pointer is at stays there"
        page.mouse.move(before[0] - 100, before[1] + 40)
        page.mouse.down()
        page.mouse.move(before[0] + 20, before[1] + 80, steps=5)
        page.mouse.up()
    else:
        analyst.press("ArrowLeft")
        analyst.press("ArrowUp")
    moved = view(page)
    assert (moved[0], moved[1]) < (near[0], near[1])
    assert moved[2:] == near[2:]
    assert page.url.endswith("/map"), "a drag follows no link"
    if analyst.hand == "mouse":
        analyst.activate("button", "Whole world")
    else:
        analyst.press("0")
    assert view(page) == whole
    analyst.sees_no_barrier()


def test_a_drag_that_begins_on_a_place_follows_no_link(page: Page) -> None:
    stand(page)
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    page.locator(f'.mark[href$="/{JAPAN.id}"]').focus()
    x, y = japan(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert page.url.endswith("/map")
    page.mouse.click(*japan(page))
    page.wait_for_url(re.compile(f"/entities/{JAPAN.id}$"))


def test_a_drag_that_is_let_go_outside_the_window_is_over(page: Page) -> None:
    stand(page)
    page.get_by_role("button", name="Zoom in").click()
    x, y = (one + 60 for one in japan(page))  # the open sea
    page.mouse.move(x, y)
    page.mouse.down()
    near = view(page)
    page.evaluate(
        "() => addEventListener('pointerup', (event) => event.stopImmediatePropagation(), true)"
    )  # never told
    page.mouse.up()
    page.mouse.move(x - 60, y + 30, steps=5)
    assert view(page) == near


@pytest.mark.parametrize("place", [JAPAN.id, "place-harbour-town"])
def test_what_is_in_sight_on_a_narrow_screen_stays_in_sight_when_the_map_is_enlarged(page: Page, place: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    stand(page)
    middle = """(id) => {
      const frame = document.querySelector(".world-frame"), mark = document.querySelector(`.mark[href$="/${id}"]`);
      const [box, at] = [frame.getBoundingClientRect(), mark.getBoundingClientRect()];
      return at.x + at.width / 2 - box.x - box.width / 2;
    }"""
    page.locator(".world-frame").evaluate("(frame, by) => frame.scrollLeft += by", page.evaluate(middle, place))
    before = page.evaluate(middle, place)
    page.get_by_role("button", name="Zoom in").click()
    assert page.evaluate(middle, place) == pytest.approx(before * 1.5, abs=2)


def test_the_wheel_alone_scrolls_the_page(page: Page) -> None:
    stand(page)
    whole = view(page)
    page.mouse.move(*japan(page))
    page.mouse.wheel(0, 200)
    page.wait_for_timeout(200)
    assert view(page) == whole
    assert page.evaluate("() => scrollY") > 0


def test_a_place_out_of_sight_comes_into_sight_when_it_is_walked_to(page: Page) -> None:
    stand(page)
    page.locator(".world-frame").focus()
    for _ in range(4):
        page.keyboard.press("+")
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    page.locator(f'.mark[href$="/{JAPAN.id}"]').focus()
    left, top, width, height = view(page)
    x, y = (float(one) for one in (page.locator(f'.mark[href$="/{JAPAN.id}"]').get_attribute("data-at") or "").split())
    assert left < x < left + width
    assert top < y < top + height
    expect(page.locator(".mark:focus-visible")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_at_320_pixels(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    stand(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    Analyst(page, "keys").sees_no_barrier()


def test_without_javascript_the_map_is_drawn_and_its_places_are_links(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/map?type=VISITS")
    expect(page.locator(".world-frame .land")).to_be_visible()
    expect(page.get_by_role("button", name="Zoom in")).to_have_count(0)
    page.locator('.mark[href$="/place-far-island"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Far Island")
    context.close()
