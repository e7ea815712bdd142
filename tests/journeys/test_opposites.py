"""Opposite deeds in the explorer: on the line, in the list, beside the sentences, and all of them at once."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect

from graph import ontology
from tests.journeys import world
from tests.journeys.conftest import Analyst, Site
from tests.samples_graph import CHINA, RUTTE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BLAME = ontology.relation(RUTTE.id, "CRITICIZES", CHINA.id).id
SUPPORT = ontology.relation(RUTTE.id, "SUPPORTS", CHINA.id).id


@pytest.fixture(autouse=True)
def change_of_mind(site: Site) -> Iterator[None]:
    """Rutte, who criticised China on 9 April, supports it three weeks later."""
    told = world.extraction("Evening Star", date(2025, 4, 30), [world.Claim(RUTTE, "SUPPORTS", CHINA)])
    site.store.add(told)
    yield
    site.store.forget(told.article.id)


def test_a_line_says_that_an_opposite_deed_is_reported_and_leads_to_it(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    expect(analyst.page.locator("#status")).to_contain_text("2 with opposite deeds")
    analyst.tab("List")
    row = analyst.page.locator(f'#panel-list [data-relation="{BLAME}"]')
    expect(row).to_contain_text("opposite deed reported")
    analyst.choose_relation(BLAME)
    section = analyst.page.locator("section.contested")
    expect(section.get_by_role("heading", name="Opposite deeds of the same two")).to_be_visible()
    expect(section.locator(".sentence")).to_have_text("Mark Rutte supported China.")
    analyst.sees_no_barrier()
    analyst.activate("button", "SUPPORTS", section)
    analyst.until("the other deed is chosen", lambda state: state["selected"] == {"kind": "relation", "id": SUPPORT})
    expect(section.locator(".sentence")).to_have_text("Mark Rutte criticised China.")


def test_both_kinds_of_contradiction_are_listed_by_name(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    analyst.tab("Changes")
    analyst.activate("button", "Contradictions everywhere")
    panel = analyst.page.locator("#panel-news")
    expect(panel.get_by_role("heading", name="Denied", exact=True, level=3).first).to_be_visible()
    deed = panel.locator("section.contested").filter(
        has=analyst.page.get_by_role("button", name=re.compile("^Mark Rutte CRITICIZES China"))
    )
    expect(deed.get_by_role("heading", name="Opposite deed", exact=True)).to_be_visible()
    expect(deed.locator(".sentence")).to_contain_text(["Mark Rutte criticised China.", "Mark Rutte supported China."])
    analyst.sees_no_barrier()
