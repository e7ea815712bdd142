"""`python -m bench.ui`: how quickly the explorer answers, in a real Chromium with software rendering, against the budgets it has.

Every time is the best of a few tries and taken inside the page, from the event to the second frame after its effect. Beside it stands
the processor time that the page's main thread spent, which other work on the machine does not stretch. The memory figure compares the
heap after garbage collection before and after fifty expand and undo cycles.
"""

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn
from playwright.sync_api import Page, Request, sync_playwright

from app import create_app
from app.settings import Settings
from bench.world import world
from graph.store import GraphStore
from graph.stores import open_store

ROOT: Final = Path(__file__).parents[1]

#: Waits inside the page: for a condition, then for two frames.
_INSIDE: Final = """
window.bench = {
  frames: () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  async until(holds) {
    while (!holds()) await new Promise((go) => requestAnimationFrame(go));
    await window.bench.frames();
  },
  async took(start, holds) {
    const begun = performance.now();
    await start();
    await window.bench.until(holds);
    await window.entente.settled();
    return performance.now() - begun;
  },
};
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure and its budget, in the same unit."""

    name: str
    value: float
    budget: float
    unit: str = "ms"
    cpu: float | None = None  # of the page's main thread, where the machine's load may hide it

    @property
    def held(self) -> bool:
        return self.value <= self.budget


@contextmanager
def serving(store: GraphStore) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(), store), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """Milliseconds on the wall, and of the page's main thread on the processor."""

    wall: float
    cpu: float


def best(tries: int, once: Callable[[], Time]) -> Time:
    found = [once() for _ in range(tries)]
    return Time(min(one.wall for one in found), min(one.cpu for one in found))


def timed(page: Page, script: str, argument: object = None) -> Time:
    """What a script that returns milliseconds took, with the processor time of the main thread meanwhile."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration")) * 1000

    before = busy()
    wall: float = page.evaluate(script, argument)
    after = busy()
    session.detach()
    return Time(wall, after - before)


def opened(page: Page, address: str, entity: str) -> None:
    page.goto(f"{address}/explore?entity={entity}")
    page.wait_for_function("() => window.entente && Object.keys(window.entente.state().positions).length > 0")
    page.evaluate(_INSIDE + ";0")
    page.evaluate("async () => { await window.entente.settled(); await window.bench.frames(); }")


def suggestions(page: Page, address: str, typed: str) -> Time:
    opened(page, address, page.evaluate("() => window.entente.state().entities[0]"))
    return timed(
        page,
        """(typed) => {
          const input = document.querySelector('#search input');
          const list = document.querySelector('#search [role=listbox]');
          return window.bench.took(() => { input.value = typed; input.dispatchEvent(new Event('input')); }, () => !list.hidden && list.childElementCount > 0);
        }""",
        typed,
    )


def first_neighbourhood(page: Page, address: str, name: str) -> Time:
    page.goto(f"{address}/explore")
    page.wait_for_function("() => window.entente")
    page.evaluate(_INSIDE + ";0")
    box = page.get_by_role("combobox", name="Search entities")
    box.fill(name)
    page.locator("#search [role=option]").first.wait_for()
    return timed(
        page,
        """() => window.bench.took(
          () => document.querySelector('#search [role=option]').dispatchEvent(new PointerEvent('pointerdown', {bubbles: true, cancelable: true})),
          () => Object.keys(window.entente.state().positions).length > 0)""",
    )


def expansion(page: Page, address: str, entity: str) -> Time:
    """From the server's answer to a stable picture, thirty entities more."""
    opened(page, address, entity)
    return timed(
        page,
        """async () => {
          const before = window.entente.state().shown.entities.length;
          await window.bench.took(() => document.querySelector('.deeds .primary').click(), () => {
            const state = window.entente.state();
            return state.shown.entities.length > before && Object.keys(state.positions).length === state.shown.entities.length;
          });
          const end = performance.now();
          const answer = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/screen')).at(-1);
          return end - answer.responseEnd;
        }""",
    )


def evidence(page: Page) -> Time:
    page.click("#tab-list")
    return timed(
        page,
        """() => {
          const rows = [...document.querySelectorAll('#panel-list [data-relation]')];
          const row = rows[Math.floor(Math.random() * rows.length)];
          return window.bench.took(() => row.click(), () => document.querySelector('#panel-details .evidence'));
        }""",
    )


def filtering(page: Page) -> Time:
    return timed(
        page,
        """() => {
          const before = window.entente.state().shown.hidden;
          return window.bench.took(() => document.querySelector('[data-filter="status:asserted"]').click(), () => window.entente.state().shown.hidden !== before);
        }""",
    )


_FRAMES: Final = """() => {
  const stamps = [];
  window.counting = true;
  const tick = (now) => { stamps.push(now); if (window.counting) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  window.meanFrame = () => { window.counting = false; return (stamps.at(-1) - stamps[0]) / (stamps.length - 1); };
}"""


def panning(page: Page) -> float:
    box = page.locator("#canvas").bounding_box()
    assert box
    left, top = box["x"] + 6, box["y"] + 6  # a corner without nodes
    page.mouse.move(left, top)
    page.evaluate(_FRAMES)
    page.mouse.down()
    page.mouse.move(left + 300, top + 200, steps=60)
    page.mouse.up()
    mean: float = page.evaluate("() => window.meanFrame()")
    return mean


def zooming(page: Page) -> float:
    box = page.locator("#canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.evaluate(_FRAMES)
    for step in range(40):
        page.mouse.wheel(0, -60 if step % 20 < 10 else 60)
    mean: float = page.evaluate("() => window.meanFrame()")
    return mean


def memory_growth(page: Page, address: str, entity: str, cycles: int = 50) -> tuple[float, float]:
    """Heap after `cycles` of expand and undo, over the heap before, in per cent; and after as many again, over that."""
    opened(page, address, entity)
    session = page.context.new_cdp_session(page)

    def heap() -> float:
        session.send("HeapProfiler.collectGarbage")
        found: dict[str, Any] = session.send("Runtime.getHeapUsage")
        return float(found["usedSize"])

    cycle = """async (times) => {
      for (let turn = 0; turn < times; turn += 1) {
        const before = window.entente.state().shown.entities.length;
        document.querySelector('.deeds .primary').click();
        await window.bench.until(() => window.entente.state().shown.entities.length > before);
        await window.entente.settled();
        document.querySelector('#undo').click();
        await window.bench.until(() => window.entente.state().shown.entities.length === before);
        await window.entente.settled();
      }
    }"""
    page.evaluate(cycle, 5)  # caches fill once
    heaps = [heap()]
    for _ in range(2):
        page.evaluate(cycle, cycles)
        heaps.append(heap())
    return (heaps[1] / heaps[0] - 1) * 100, (heaps[2] / heaps[1] - 1) * 100


def script_size(page: Page, address: str, entity: str) -> float:
    """All JavaScript that the explorer asks for, as it is sent (gzipped), in kilobytes."""
    sent: list[Request] = []
    browser = page.context.browser
    assert browser is not None
    fresh = browser.new_context()
    fresh.on("requestfinished", lambda request: sent.append(request))
    opened(fresh.new_page(), address, entity)
    scripts = [request for request in sent if request.url.endswith((".js", ".mjs"))]
    total = sum(request.sizes()["responseBodySize"] for request in scripts)
    fresh.close()
    return total / 1000


def figures(page: Page, address: str, hub: str, name: str, busy: str, tries: int) -> Iterator[Figure]:
    page.goto(f"{address}/explore?entity={busy}")
    page.wait_for_function("() => window.entente && Object.keys(window.entente.state().positions).length > 0")

    def figure(label: str, budget: float, measured: Time) -> Figure:
        return Figure(label, measured.wall, budget, cpu=measured.cpu)

    yield figure("suggestions after the last key", 250, best(tries, lambda: suggestions(page, address, name[:3])))
    yield figure("result chosen → painted", 1500, best(tries, lambda: first_neighbourhood(page, address, name)))
    yield Figure("hub by its address → painted, page and all", timed_open(page, address, hub), 1500)
    yield figure("expansion: answer → stable picture", 400, best(tries, lambda: expansion(page, address, busy)))
    fill_view(page, address, busy)
    shown = page.evaluate("() => window.entente.state().shown")
    size = f"{len(shown['entities'])}/{len(shown['relations'])}"
    yield figure(f"line chosen → sentences ({size})", 300, best(tries, lambda: evidence(page)))
    yield figure(f"filter changed ({size})", 200, best(2 * tries, lambda: filtering(page)))
    yield Figure(f"panning, mean frame ({size})", min(panning(page) for _ in range(tries)), 50)
    yield Figure(f"zooming, mean frame ({size})", min(zooming(page) for _ in range(tries)), 110)
    first, then = memory_growth(page, address, busy)
    yield Figure("heap growth over 50 cycles", first, 10, "%")
    yield Figure("heap growth over the next 50", then, 10, "%")
    yield Figure("all JavaScript, gzipped", script_size(page, address, busy), 200, "KB")


def timed_open(page: Page, address: str, entity: str) -> float:
    """From the address to a painted neighbourhood, page load and all."""
    begun = time.perf_counter()
    opened(page, address, entity)
    return (time.perf_counter() - begun) * 1000


def fill_view(page: Page, address: str, entity: str) -> None:
    """About 150 entities on screen."""
    opened(page, address, entity)
    page.evaluate(
        """async () => {
          for (let turn = 0; turn < 8; turn += 1) {
            const state = window.entente.state();
            if (state.shown.entities.length >= 140) break;
            const row = state.shown.entities[turn];
            document.querySelector('#tab-list').click();
            document.querySelector(`#panel-list [data-entity="${CSS.escape(row)}"]`).click();
            await window.bench.frames();
            document.querySelector('.deeds .primary').click();
            await window.bench.frames();
            await window.bench.until(() => !window.entente.state().busy);
            await window.entente.settled();
          }
        }"""
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.ui", description=__doc__)
    parser.add_argument("--relations", type=int, default=500_000, help="size of the graph (five relations per entity)")
    parser.add_argument("--tries", type=int, default=3)
    parser.add_argument("--strict", action="store_true", help="exit 1 where a budget is not held")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium here: apt-get install chromium", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/bench.db") as store:
        made = world(options.relations)
        store.add_many(made.extractions())
        degrees = made.degrees()
        order = degrees.argsort()[::-1]
        hub, busy = made.entity(int(order[0])), made.entity(int(order[len(order) // 200]))
        print(
            f"{store.stats().entities} entities, {store.stats().relations} relations; a hub of {int(degrees[order[0]])}"
        )
        with serving(store) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(120_000)
            found = list(shown(figures(page, address, hub.id, busy.name, busy.id, options.tries)))
            browser.close()
    return int(options.strict and not all(figure.held for figure in found))


def shown(measured: Iterator[Figure]) -> Iterator[Figure]:
    """Each figure printed as it comes."""
    print(f"{'':44}{'measured':>12}{'budget':>10}{'main thread':>14}")
    for figure in measured:
        cpu = f"{figure.cpu:>11.0f} ms" if figure.cpu is not None else " " * 14
        mark = "" if figure.held else "  over"
        value, budget = f"{figure.value:>9.0f} {figure.unit:2}", f"{figure.budget:>7.0f} {figure.unit:2}"
        print(f"{figure.name:44}{value}{budget}{cpu}{mark}", flush=True)
        yield figure


if __name__ == "__main__":
    sys.exit(main())
