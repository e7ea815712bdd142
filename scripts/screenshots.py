"""`make screenshots`: every state of the explorer at three widths, as PNG files under build/screenshots, with a page that shows them all.

Serves the graph of the browser tests from memory, so the pictures are the same every time. Look at them: that is what they are for.
"""

import shutil
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import uvicorn  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from app import create_app  # noqa: E402
from app.settings import Settings  # noqa: E402
from graph import ontology  # noqa: E402
from graph.stores import open_store  # noqa: E402
from tests.journeys import world  # noqa: E402
from tests.samples_graph import CHINA, ISHIBA, JAPAN, RUTTE  # noqa: E402

WIDTHS = {"wide": (1440, 900), "tablet": (820, 1100), "phone": (320, 640)}
VISIT = ontology.relation(RUTTE.id, "VISITS", JAPAN.id).id
MEETING = ontology.relation(RUTTE.id, "MEETS", ISHIBA.id).id
BLAME = ontology.relation(RUTTE.id, "CRITICIZES", CHINA.id).id


def explore(page: Page, entity: str) -> None:
    page.goto(f"/explore?entity={entity}")
    page.wait_for_function("() => window.entente && Object.keys(window.entente.state().positions).length > 0")
    settle(page)


def settle(page: Page) -> None:
    page.evaluate("async () => { await window.entente.settled(); }")
    page.wait_for_timeout(400)


def relation(page: Page, relation_id: str) -> None:
    explore(page, RUTTE.id)
    page.click("#tab-list")
    page.click(f'#panel-list [data-relation="{relation_id}"]')
    page.locator("#panel-details .evidence").first.wait_for()
    settle(page)


def reading(page: Page) -> None:
    relation(page, VISIT)
    page.get_by_role("button", name="Read beside the graph").first.click()
    page.locator(".told").first.wait_for()


def planned(page: Page) -> None:
    explore(page, JAPAN.id)
    if not page.get_by_role("checkbox", name="asserted").is_visible():
        page.get_by_text("Legend and filters", exact=True).click()
    page.get_by_role("checkbox", name="asserted").click()
    settle(page)


def path(page: Page) -> None:
    explore(page, world.SHIP.id)
    page.click("#tab-paths")
    page.get_by_role("combobox", name="To", exact=True).press_sequentially("North Korea")
    page.get_by_role("listbox").get_by_role("option").first.click()
    page.get_by_role("button", name="Find paths").click()
    page.locator(".paths").wait_for()
    settle(page)


def tab(page: Page, name: str) -> None:
    explore(page, JAPAN.id)
    page.click(f"#tab-{name}")
    settle(page)


def suggestions(page: Page) -> None:
    explore(page, RUTTE.id)
    page.get_by_role("combobox", name="Search entities").press_sequentially("ish")
    page.get_by_role("listbox").get_by_role("option").first.wait_for()


def dialog(page: Page, button: str) -> None:
    explore(page, RUTTE.id)
    page.click(f"#{button}")


def empty(page: Page) -> None:
    page.goto("/explore")
    page.locator("#welcome li").first.wait_for()


def theme(page: Page, name: str) -> None:
    explore(page, RUTTE.id)
    page.get_by_label("Theme").select_option(name)
    settle(page)


def communities(page: Page) -> None:
    page.goto("/explore?whole")
    page.wait_for_function("() => window.entente && Object.keys(window.entente.state().positions).length > 0")
    settle(page)


def community(page: Page) -> None:
    communities(page)
    page.click("#tab-list")
    page.locator("#panel-list .communities .row").nth(1).click()
    settle(page)


def world_map(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Zoom in").wait_for()


def changes(page: Page) -> None:
    explore(page, RUTTE.id)
    page.click("#tab-news")
    page.get_by_label("Published since").fill("2025-04-10")
    page.get_by_role("button", name="Show changes").click()
    page.locator("#panel-news section").first.wait_for()
    if not page.get_by_role("region", name="What changed").is_visible():
        page.get_by_text("Legend and filters", exact=True).click()
    settle(page)


def dossier(page: Page) -> None:
    page.goto("/about")
    page.set_content(page.request.get(f"/api/v1/export?format=html&entity={RUTTE.id}").text())


STATES: dict[str, Callable[[Page], object]] = {
    "empty": empty,
    "suggestions": suggestions,
    "neighbourhood": lambda page: explore(page, RUTTE.id),
    "crowd": lambda page: explore(page, JAPAN.id),
    "hub": lambda page: explore(page, "igo-hub"),
    "evidence": lambda page: relation(page, VISIT),
    "contradiction": lambda page: relation(page, MEETING),
    "opposite-deed": lambda page: relation(page, BLAME),
    "contradictions": lambda page: page.goto("/contradictions"),
    "changes": changes,
    "reading": reading,
    "without-asserted": planned,
    "path": path,
    "list": lambda page: tab(page, "list"),
    "communities": communities,
    "community": community,
    "map": lambda page: world_map(page, "/map"),
    "map-filtered": lambda page: world_map(page, "/map?entity=rutte&type=VISITS"),
    "dossier": dossier,
    "export": lambda page: dialog(page, "export"),
    "keys": lambda page: dialog(page, "keys"),
    "dark": lambda page: theme(page, "dark"),
    "contrast": lambda page: theme(page, "contrast"),
}


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium here: apt-get install chromium", file=sys.stderr)
        return 2
    wanted = sys.argv[1:] or list(STATES)
    unknown = sorted(set(wanted) - set(STATES))
    if unknown:
        print(f"no state {', '.join(unknown)}; there are {', '.join(STATES)}", file=sys.stderr)
        return 2
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with open_store("memory://") as store:
        world.fill(store, with_hub=True)
        store.add_many(world.blocs())
        store.add_many(world.placed())
        store.add(world.extraction("Evening Star", date(2025, 4, 30), [world.Claim(RUTTE, "SUPPORTS", CHINA)]))
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(), store), port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for width, (across, down) in WIDTHS.items():
                page = browser.new_page(viewport={"width": across, "height": down}, base_url=address, locale="en-GB")
                page.set_default_timeout(60_000)
                for state in wanted:
                    STATES[state](page)
                    page.screenshot(path=folder / f"{state}-{width}.png", full_page=width != "wide")
                    print(f"build/screenshots/{state}-{width}.png", flush=True)
                page.close()
            browser.close()
        server.should_exit = True
        thread.join(10)
    gallery(folder)
    return 0


def gallery(folder: Path) -> None:
    """One page with all pictures there are."""
    figures = "\n".join(
        f'<figure><img src="{escape(file.name)}" alt=""><figcaption>{escape(file.stem)}</figcaption></figure>'
        for file in sorted(folder.glob("*.png"))
    )
    style = "body{font:14px sans-serif;columns:3 20rem}figure{break-inside:avoid;margin:0 0 1rem}img{max-width:100%;border:1px solid}"
    page = f'<!doctype html><meta charset="utf-8"><title>Explorer</title><style>{style}</style>\n{figures}\n'
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
