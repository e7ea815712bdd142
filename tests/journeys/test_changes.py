"""What changed since the last ingest and since the last visit: as a list, as tints, and in the legend."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from graph import ontology
from graph.curation import Curator
from graph.ingests import Intake
from graph.model import Extraction, Status
from tests.journeys import world
from tests.journeys.conftest import Analyst, Site, watched
from tests.samples_graph import ISHIBA, JAPAN, RUTTE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VISIT = ontology.relation(RUTTE.id, "VISITS", JAPAN.id).id
THANKS = ontology.relation(RUTTE.id, "PRAISES", ISHIBA.id).id


@pytest.fixture
def news(site: Site) -> Iterator[Extraction]:
    """Old news that comes now: a visit is denied, and somebody is thanked who was not before."""
    told = world.extraction(
        "Evening Star",
        date(2020, 1, 5),
        [world.Claim(RUTTE, "VISITS", JAPAN, Status.DENIED), world.Claim(RUTTE, "PRAISES", ISHIBA)],
    )
    yield told
    Intake(Curator(site.store)).forget(told.article.id)


def test_what_the_last_ingest_brought_is_listed_tinted_and_explained(
    analyst: Analyst, site: Site, news: Extraction
) -> None:
    Intake(Curator(site.store)).add(news)
    analyst.open(RUTTE.id)
    analyst.tab("Changes")
    analyst.activate("button", "Since the last ingest")
    panel = analyst.page.locator("#panel-news")
    expect(panel.get_by_role("heading", name="Newly contradicted (1)")).to_be_visible()
    expect(panel.get_by_role("heading", name="New (1)", exact=True)).to_be_visible()
    expect(panel.get_by_role("heading", name=re.compile(r"^Gone silent \(\d+"))).to_be_visible()
    state = analyst.until("tinted", lambda state: state["since"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", state["since"])
    legend = analyst.page.get_by_role("region", name="What changed")
    expect(legend.get_by_role("listitem")).to_contain_text(
        ["Newly contradicted 1", "New 1", "Reported again 0", "Gone silent"]
    )
    analyst.sees_no_barrier()
    analyst.tab("List")
    for relation, change in ((VISIT, "contradicted"), (THANKS, "new")):
        expect(analyst.page.locator(f'#panel-list [data-relation="{relation}"]')).to_have_class(
            re.compile(f"change-{change}")
        )
    analyst.page.reload()
    again = analyst.until("the same after a reload", lambda state: VISIT in state["shown"]["relations"])
    assert again["since"] == state["since"]
    analyst.tab("List")
    expect(analyst.page.locator(f'#panel-list [data-relation="{THANKS}"]')).to_have_class(re.compile("change-new"))


def test_what_came_since_the_last_visit(
    analyst: Analyst, context: BrowserContext, site: Site, news: Extraction
) -> None:
    analyst.open(RUTTE.id)
    analyst.tab("Changes")
    expect(analyst.page.get_by_role("button", name="Since my last visit")).to_have_count(0)  # it is the first
    analyst.page.goto("/about")
    Intake(Curator(site.store)).add(news)
    with watched(context, site.address) as page:  # another visit of the same browser
        later = Analyst(page, analyst.hand)
        later.open(RUTTE.id)
        later.tab("Changes")
        later.activate("button", "Since my last visit")
        panel = page.locator("#panel-news")
        expect(panel.get_by_role("heading", name="New (1)", exact=True)).to_be_visible()
        expect(panel.get_by_role("button", name=re.compile("^Mark Rutte PRAISES Shigeru Ishiba"))).to_be_visible()
        later.until("tinted", lambda state: state["since"])


def test_what_is_recent_is_asked_anew_for_every_view(page: Page, site: Site, news: Extraction) -> None:
    Intake(Curator(site.store)).add(news)
    analyst = Analyst(page)
    page.goto("/explore")
    for id, name in ((RUTTE.id, RUTTE.name), ("igo-hub", "Assembly of Towns")):
        analyst.search(name)
        analyst.until("it stands", lambda state: state["entities"][:1] == [id])  # noqa: B023
    analyst.tab("Changes")
    ask = page.get_by_role("button", name="Since the last ingest")
    ask.click()
    since = analyst.until("tinted", lambda state: state["since"])["since"]
    page.go_back()  # to the assembly without a date
    page.go_back()
    analyst.until("Rutte again", lambda state: state["entities"][0] == RUTTE.id and state["since"] is None)
    ask.click()
    assert analyst.until("tinted", lambda state: state["since"])["since"] == since
    analyst.tab("List")
    for relation, change in ((VISIT, "contradicted"), (THANKS, "new")):
        expect(page.locator(f'#panel-list [data-relation="{relation}"]')).to_have_class(re.compile(f"change-{change}"))
