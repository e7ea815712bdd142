"""Measuring: CPU time of a call, percentiles, memory; and the table that is printed."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from rich.console import Console
from rich.table import Table

Item = TypeVar("Item")


class Metered(Generic[Item]):
    """An iterator that knows how much CPU time its items took to make, so that a reader's own time can be told apart."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self.spent = 0.0

    def __iter__(self) -> "Metered[Item]":
        return self

    def __next__(self) -> Item:
        started = time.process_time()
        try:
            return next(self._items)
        finally:
            self.spent += time.process_time() - started


@dataclass(frozen=True, slots=True)
class Times:
    """CPU milliseconds of the same kind of call, many times."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{_short(self.p50)} / {_short(self.p95)} ms"


def cpu(call: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    started = time.process_time()
    call()
    return time.process_time() - started


def times(calls: Sequence[Callable[[], object]]) -> Times:
    """p50 and p95 of these calls, after three of them to warm up."""
    for call in calls[:3]:
        call()
    taken = sorted(cpu(call) * 1000 for call in calls)
    return Times(taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.95))])


def peak_mb() -> float:
    """The most memory this process has held, MB. Linux tells it in /proc; getrusage there would count what the parent held as well."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1024)


def apart(module: str, *arguments: str) -> list[str]:
    """Run a module as a process of its own (its memory is then its own) and give the words it prints last."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


@dataclass(slots=True)
class Report:
    """The table: what was done, our figure, the peer's, their ratio, the figure to reach and whether it was."""

    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(
        self,
        what: str,
        ours: float | Times,
        unit: str = "ms",
        *,
        peer: tuple[str, float | Times] | None = None,
        most: float | None = None,
        least: float | None = None,
    ) -> None:
        """One line. Of Times, p95 is what counts. `most`, `least`: the figure to reach."""
        value = ours.p95 if isinstance(ours, Times) else ours
        goal = f"≤ {most:g}" if most is not None else f"≥ {least:g}" if least is not None else ""
        reached = (most is None or value <= most) and (least is None or value >= least)
        theirs, ratio = "", ""
        if peer is not None:
            name, figure = peer
            other = figure.p95 if isinstance(figure, Times) else figure
            theirs = f"{name}: {figure if isinstance(figure, Times) else f'{_short(figure)} {unit}'}"
            ratio = f"{value / other:.2g}" if other else ""
        shown = (
            str(ours) if isinstance(ours, Times) else f"{ours:,.0f} {unit}" if ours >= 100 else f"{_short(ours)} {unit}"
        )
        self.rows.append((what, shown, theirs, ratio, goal, "" if not goal else "yes" if reached else "NO"))
        print(f"{what}: {shown}  {theirs}  {goal} {self.rows[-1][-1]}", file=sys.stderr, flush=True)

    def print(self, title: str) -> None:
        table = Table("what", "ours (p50 / p95)", "peer, same run", "ours ÷ peer", "to reach", "reached", title=title)
        for row in self.rows:
            table.add_row(*row)
        Console(width=150).print(table)
