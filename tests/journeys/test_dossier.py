"""A dossier as it is handed over: saved from the explorer, opened from the disk by somebody who has nothing but a browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from graph import export
from graph.query import RelationQuery
from tests.journeys import world
from tests.journeys.conftest import Analyst, Site, Watch
from tests.journeys.test_explorer import VISIT, download, relations
from tests.samples_graph import JAPAN, RUTTE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = r"Dossier \(HTML"


def opened(context: BrowserContext, path: Path) -> tuple[Page, Watch]:
    """The file in a browser that notes every error, request and report of the file's own policy."""
    page = context.new_page()
    watch = Watch("file://")
    watch.over(page)
    page.goto(path.as_uri())
    return page, watch


def test_the_view_is_handed_over_as_one_file(analyst: Analyst, context: BrowserContext, tmp_path: Path) -> None:
    analyst.open(JAPAN.id)
    analyst.tick(re.compile("^REQUESTS"))
    state = analyst.until("without requests", lambda state: state["filters"]["type"] == ["REQUESTS"])
    page, watch = opened(context, download(analyst, SAVED, tmp_path))
    expect(page.locator("article")).to_have_count(len(relations(state)))
    head = page.locator("header dl")
    expect(head).to_contain_text("ViewJapan and")
    expect(head).to_contain_text("Without typeREQUESTS")
    shown, total = len(relations(state)), state["shown"]["total"]
    expect(head).to_contain_text(f"{shown} of {total}; {total - shown} not shown")
    name = world.HOSTILE.name
    page.get_by_role("link", name=f"{name} – CRITICIZES – Japan").click()
    expect(page.get_by_role("heading", name=f"{name} – CRITICIZES – Japan")).to_be_in_viewport()
    assert page.locator("img, script").count() == 0
    Analyst(page).sees_no_barrier()
    watch.check(page)


def test_one_relation_is_handed_over_alone(analyst: Analyst, context: BrowserContext, tmp_path: Path) -> None:
    analyst.open(RUTTE.id)
    analyst.choose_relation(VISIT)
    analyst.activate("button", "Export")
    analyst.tick(re.compile("Files hold only what is chosen"))
    with analyst.page.expect_download() as waiting:
        analyst.activate("button", re.compile(f"^{SAVED}"), analyst.page.get_by_role("dialog"))
    waiting.value.save_as(tmp_path / "visit.html")
    page, watch = opened(context, tmp_path / "visit.html")
    expect(page.get_by_role("heading", level=3)).to_have_text("Mark Rutte – VISITS – Japan")
    first = page.locator("blockquote").first
    for role, words in (("subject", "Mark Rutte"), ("object", "Japan")):
        mark = first.locator(f"mark.{role}")
        expect(mark).to_have_text(words)
        assert "underline" in mark.evaluate(
            "(element) => getComputedStyle(element).textDecorationLine"
        )  # its style is allowed
    watch.check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anybody_can_read_it_and_print_it(context: BrowserContext, site: Site, tmp_path: Path, scheme: Any) -> None:
    export.save(export.selected(site.store, RelationQuery(entity=JAPAN.id)), tmp_path / "japan.html")
    page, watch = opened(context, tmp_path / "japan.html")
    page.emulate_media(color_scheme=scheme)
    Analyst(page).sees_no_barrier()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    watch.check(page)
