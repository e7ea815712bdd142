"""A real Chromium before the real app, and an analyst who uses it by mouse or by keys alone.

Every page is watched: an error on the console, a report of the content security policy, a request to another origin or a serious
finding of axe fails the journey that caused it.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app import create_app
from app.settings import Settings
from graph.store import GraphStore
from graph.stores import open_store
from tests.journeys import world

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def missing(what: str) -> None:
    """Skip, saying so; in CI a missing part is an error."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@dataclass
class Site:
    """A served app and the store behind it."""

    address: str
    store: GraphStore


def serve(store: GraphStore, writable: bool = False) -> Iterator[Site]:
    config = uvicorn.Config(create_app(Settings(writable=writable), store), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the app did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Site(f"http://127.0.0.1:{port}", store)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    with open_store("memory://") as store:
        world.fill(store, with_hub=True)
        yield from serve(store)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("ENTENTE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        missing("no Chromium here (apt-get install chromium, or set ENTENTE_CHROMIUM)")
    if not any((ROOT / "static" / "vendor").glob("cytoscape-*")) or not AXE.exists():
        missing("the browser libraries are not here (npm ci && npm run vendor)")
    expect.set_options(timeout=20_000)  # shared machines; a passing expectation does not wait
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong on the pages of a context."""

    origin: str
    wrong: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.add_init_script(_WATCH)
        page.on("console", lambda message: self._note(message.type in ("error", "warning"), f"console: {message.text}"))
        page.on("pageerror", lambda error: self._note(True, f"page error: {error}"))
        page.on("request", lambda request: self._note(self._foreign(request.url), f"off-origin: {request.url}"))

    def _foreign(self, url: str) -> bool:
        return not url.startswith((self.origin, "data:", "blob:"))

    def _note(self, happened: bool, what: str) -> None:
        if happened:
            self.wrong.append(what)

    def check(self, page: Page) -> None:
        if not page.is_closed():
            self.wrong += [f"policy: {one}" for one in page.evaluate("() => window.violations ?? []")]
        assert self.wrong == []


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        base_url=site.address, viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


@contextmanager
def watched(context: BrowserContext, origin: str) -> Iterator[Page]:
    """A page of its own; at the end nothing may have gone wrong on it."""
    page = context.new_page()
    watch = Watch(origin)
    watch.over(page)
    yield page
    watch.check(page)
    page.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    with watched(context, site.address) as page:
        yield page


Hand = Literal["mouse", "keys"]


class Analyst:
    """Somebody before the explorer. With `hand` "keys" no pointer is ever used."""

    def __init__(self, page: Page, hand: Hand = "mouse") -> None:
        self.page, self.hand = page, hand

    # -- seeing

    def state(self) -> dict[str, Any]:
        """The documented hook, once the view has settled."""
        self.page.wait_for_function("() => window.entente")
        self.page.evaluate("async () => { await window.entente.settled(); }")
        found: dict[str, Any] = self.page.evaluate("() => window.entente.state()")
        return found

    def until(self, what: str, holds: Any, seconds: float = 30) -> dict[str, Any]:
        """The first state of which `holds` is true, drawn as well as decided."""
        deadline = time.monotonic() + seconds
        while True:
            state = self.state()
            drawn = set(state["positions"]) == set(state["shown"]["entities"])
            if not state["busy"] and drawn and holds(state):
                return state
            assert time.monotonic() < deadline, f"never: {what}; {state['shown']} {state['selected']}"
            self.page.wait_for_timeout(40)

    def sees_no_barrier(self) -> None:
        """axe finds nothing serious."""
        self.page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
        report = self.page.evaluate(
            "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})).violations"
        )
        serious = [
            (one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:4])
            for one in report
            if one["impact"] in ("serious", "critical")
        ]
        assert serious == []

    # -- doing

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def activate(self, role: Any, name: Any, within: Any = None) -> None:
        """Click it, or focus it and press Enter."""
        target = (within or self.page).get_by_role(role, name=name).first
        if self.hand == "mouse":
            target.click()
        else:
            target.focus()
            self.press("Enter")

    def tick(self, name: Any) -> None:
        box = self.page.get_by_role("checkbox", name=name).first
        if self.hand == "mouse":
            box.click()
        else:
            box.focus()
            self.press("Space")

    def search(self, text: str) -> None:
        """Type into the search box and take the first suggestion."""
        box = self.page.get_by_role("combobox", name="Search entities")
        if self.hand == "mouse":
            box.click()
        else:
            self.page.evaluate("() => document.activeElement.blur()")
            self.press("/")
        box.press_sequentially(text, delay=10)
        option = self.suggestion(text)
        if self.hand == "mouse":
            option.click()
        else:
            self.press("Enter")

    def suggestion(self, text: str) -> Any:
        """The first suggestion, once the list answers to what was typed."""
        with_answer = self.page.get_by_role("listbox")
        option = with_answer.get_by_role("option").first
        option.wait_for()
        self.page.wait_for_timeout(150)
        return option

    def pick(self, label: str, text: str) -> None:
        """Fill a search box of the panel."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.focus()
        box.press_sequentially(text, delay=10)
        option = self.suggestion(text)
        if self.hand == "mouse":
            option.click()
        else:
            self.press("Enter")

    def open(self, entity_id: str) -> dict[str, Any]:
        self.page.goto(f"/explore?entity={entity_id}")
        self.page.wait_for_function("() => window.entente && window.entente.state().shown.entities.length > 0")
        return self.until(
            "the neighbourhood stands", lambda state: set(state["positions"]) == set(state["shown"]["entities"])
        )

    def choose_entity(self, entity_id: str, name: str) -> None:
        """On the canvas, or in the list."""
        if self.hand == "mouse":
            self.click_canvas(entity_id)
        else:
            self.tab("List")
            self.activate("button", name, self.page.get_by_role("list", name="Entities"))
        self.until(f"{name} is chosen", lambda state: state["selected"] == {"kind": "entity", "id": entity_id})

    def choose_relation(self, relation_id: str) -> None:
        self.choose("relation", relation_id)

    def choose(self, kind: Literal["relation", "community", "link"], element_id: str) -> None:
        """On the canvas, or in the list."""
        if self.hand == "mouse":
            self.click_canvas(element_id)
        else:
            self.tab("List")
            self.page.locator(f'#panel-list [data-{kind}="{element_id}"]').focus()
            self.press("Enter")
        self.until(f"the {kind} is chosen", lambda state: state["selected"] == {"kind": kind, "id": element_id})

    def click_canvas(self, element_id: str) -> None:
        x, y = self.page.evaluate("(id) => window.entente.pointOf(id)", element_id)
        self.page.mouse.click(x, y)

    def tab(self, name: str) -> None:
        self.activate("tab", name)


@pytest.fixture(params=["mouse", "keys"])
def analyst(request: pytest.FixtureRequest, page: Page) -> Analyst:
    return Analyst(page, request.param)
