"""The pages that need no JavaScript: no barrier that axe finds, in light and in dark, and all of each within reach of the Tab key."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from graph import ontology
from graph.curation import Curator
from graph.ingests import Intake
from graph.stores import open_store
from tests.journeys import world
from tests.journeys.conftest import Analyst, Site, Watch, serve
from tests.samples_graph import ARTICLES, CHINA, JAPAN, MEETING, RUTTE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BLAME = ontology.relation(RUTTE.id, "CRITICIZES", CHINA.id).id
PAGES = {
    "home": "/",
    "search": "/search?q=rut",
    "search, nothing found": "/search?q=nobodyofthatname",
    "entity": f"/entities/{RUTTE.id}",
    "entity, filtered": f"/entities/{JAPAN.id}?status=denied&type=VISITS",
    "entity with a hostile name": f"/entities/{world.HOSTILE.id}",
    "relations": "/relations",
    "relation": f"/relations/{MEETING.id}",
    "relation with an opposite deed": f"/relations/{BLAME}",
    "articles": "/articles",
    "article": f"/articles/{ARTICLES[1].id}",
    "changes": "/changes",
    "changes since the last ingest": "/changes?since=ingest",
    "what has gone silent": "/changes?since=2025-04-01&silent=true",
    "compare": "/compare",
    "compare two": f"/compare?a=China&b={world.RUSSIA.id}",
    "paths": "/paths",
    "paths between two": f"/paths?from={world.SHIP.id}&to=North+Korea",
    "no path": f"/paths?from={world.SHIP.id}&to={world.LONG.id}&max_length=1",
    "communities": "/communities",
    "map": "/map",
    "contradictions": "/contradictions",
    "opposite deeds": "/contradictions?kind=opposite_deed",
    "schema": "/schema",
    "about": "/about",
    "decisions": "/decisions",
    "API": "/docs",
    "an error": "/entities/nobody",
}
#: What the Tab key must reach, as far as it is shown: in the order of the page. Of a group of radio buttons it reaches one.
REACHABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
_SHOWN = """
(selector) => [...document.querySelectorAll(selector)]
  .filter((element) => element.checkVisibility() && !element.disabled)
  .map((element, index) => { element.dataset.reach = index; return element.outerHTML.slice(0, 120); })
"""
_FOCUSED = """
() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    at: element.dataset.reach === undefined ? null : Number(element.dataset.reach),
    seen: (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none",
    size: Math.min(box.width, box.height),
    html: element.outerHTML.slice(0, 120),
  };
}
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site where analysts may write, and have decided something."""
    with open_store("memory://") as store:
        world.fill(store)
        support = world.extraction("Evening Star", date(2025, 4, 30), [world.Claim(RUTTE, "SUPPORTS", CHINA)])
        Intake(Curator(store)).add(support)
        Curator(store).rename(world.LONG.id, "Transhipment Commission", "Ada Okafor", "the name is too long")
        yield from serve(store, writable=True)


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Iterator[Page]:
    page = context.new_page()
    watch = Watch(site.address)
    watch.over(page)
    yield page
    watch.wrong = [one for one in watch.wrong if "status of 404" not in one]  # the page of an error
    watch.check(page)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_has_a_barrier_in_light_or_dark(visit: Page, path: str) -> None:
    schemes: list[Any] = ["light", "dark"]
    for scheme in schemes:
        visit.emulate_media(color_scheme=scheme)
        visit.goto(path)
        Analyst(visit).sees_no_barrier()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_the_tab_key_reaches_everything_in_order_and_shows_where_it_is(visit: Page, path: str) -> None:
    visit.goto(path)
    shown = visit.evaluate(_SHOWN, REACHABLE)
    assert len(shown) > 5
    for place, html in enumerate(shown):
        visit.keyboard.press("Tab")
        focused = visit.evaluate(_FOCUSED)
        for _ in range(4):  # a date has several fields for the Tab key
            if focused["at"] != place - 1 or "date" not in focused["html"]:
                break
            visit.keyboard.press("Tab")
            focused = visit.evaluate(_FOCUSED)
        assert focused["at"] == place, f"{html} is not reached, but {focused['html']}"
        assert focused["seen"], f"nothing shows that {html} has the focus"
        assert focused["size"] > 1, f"{html} has the focus and cannot be seen"


def test_the_first_key_skips_to_the_content(visit: Page) -> None:
    visit.goto("/relations")
    visit.keyboard.press("Tab")
    visit.keyboard.press("Enter")
    assert visit.evaluate("() => document.activeElement.id") == "main"


def test_questions_are_asked_and_answered_by_keys_alone(visit: Page) -> None:
    visit.goto("/compare")
    visit.get_by_label("One", exact=True).focus()
    visit.keyboard.type("China")
    visit.keyboard.press("Tab")
    visit.keyboard.type("Russia")
    visit.keyboard.press("Enter")
    visit.wait_for_url("**/compare?a=China&b=Russia")
    assert visit.get_by_role("heading", name="Shared").is_visible()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_is_cut_off_at_320_pixels(visit: Page, path: str) -> None:
    visit.set_viewport_size({"width": 320, "height": 640})
    visit.goto(path)
    assert visit.evaluate("() => document.documentElement.scrollWidth") <= 320
