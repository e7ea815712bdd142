"""What the commands of python -m ingest do. Results go to standard output, one line each; troubles and progress to standard error."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from graph.curation import Curator
from graph.errors import EntenteError, InputError, StoreError
from graph.ingests import Intake
from graph.model import Article, Extraction
from graph.stores import open_store
from ingest import coding, sources
from ingest.pipeline import Reader
from ingest.predictions import lines
from ingest.sources import Location
from ingest.sources.jsonl import BrokenLines

DONE, SOME, NOTHING = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Run the command that the options name; its exit code. Raises EntenteError when nothing could be done."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "add": add,
        "forget": forget,
        "extract": extract,
        "code": code,
    }
    return commands[options.command](options)


class Tally:
    """Counts what became of the articles and says so, a line each."""

    def __init__(self) -> None:
        self.counts = {"added": 0, "replaced": 0, "known": 0, "read": 0, "failed": 0}

    def done(self, outcome: str, extraction: Extraction, seconds: float) -> None:
        self.counts[outcome] += 1
        article, sizes = (
            extraction.article,
            f"{len(extraction.relations)} relations, {len(extraction.entities)} entities",
        )
        print(f"{outcome:8} {article.id}  {_shown(article.title)}  ({sizes}, {seconds:.2f} s)", flush=True)

    def failed(self, error: InputError) -> None:
        self.counts["failed"] += 1
        print(f"failed   {_shown(error.location, 200)}: {_shown(error.reason, 300)}", file=sys.stderr, flush=True)

    def summary(self) -> int:
        """Print the totals; the exit code they mean."""
        told = ", ".join(f"{count} {outcome}" for outcome, count in self.counts.items() if count)
        print(told or "nothing to read", file=sys.stderr)
        good = sum(count for outcome, count in self.counts.items() if outcome != "failed")
        if self.counts["failed"]:
            return SOME if good else NOTHING
        return DONE if good else NOTHING


def add(options: argparse.Namespace) -> int:
    """Read articles and keep what they say; one that fails is named and does not stop the others."""
    tally = Tally()
    with open_store(options.store) as store:
        curator, reader = Curator(store), Reader.load(options.model)
        curator.heal()
        intake = Intake(curator)
        for location, article in _articles(options, tally):
            started = perf_counter()
            try:
                extraction = _read(reader, article)
                before = store.article(article.id) is not None
                changed = intake.add(extraction)
            except InputError as error:
                tally.failed(InputError(location.name, error.reason))
                continue
            except StoreError:
                tally.summary()
                print(
                    f"stopped at {_shown(location.name, 200)}: it is not kept, the articles before it are",
                    file=sys.stderr,
                )
                raise
            tally.done(
                ("replaced" if before else "added") if changed else "known", extraction, perf_counter() - started
            )
    return tally.summary()


def forget(options: argparse.Namespace) -> int:
    """Take articles back out. An id that is not there is named."""
    missing = 0
    with open_store(options.store) as store:
        intake = Intake(Curator(store))
        for article_id in options.ids:
            if intake.forget(article_id):
                print(f"forgot   {article_id}")
            else:
                missing += 1
                print(f"failed   {article_id}: no such article in this store", file=sys.stderr)
    if missing:
        return NOTHING if missing == len(options.ids) else SOME
    return DONE


def extract(options: argparse.Namespace) -> int:
    """Read articles into prediction files."""
    folder = _folder(Path(options.out))
    reader, tally = Reader.load(options.model), Tally()
    taken: dict[str, int] = {}
    for location, article in _articles(options, tally):
        started = perf_counter()
        try:
            extraction = _read(reader, article)
        except InputError as error:
            tally.failed(InputError(location.name, error.reason))
            continue
        taken[location.stem] = number = taken.get(location.stem, 0) + 1
        name = location.stem if number == 1 else f"{location.stem}-{number}"
        _write(folder / f"{name}.jsonl", lines(extraction))
        tally.done("read", extraction, perf_counter() - started)
    return tally.summary()


def code(options: argparse.Namespace) -> int:
    """Code sentences as events. A broken line is named and left out."""
    rows, failures = [], 0
    text = Location(options.sentences).bytes(limit=200_000_000).decode("utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line) if line.strip() else None
            if row is not None:
                rows.append({"id": row["id"], "text": str(row["text"])})
        except (ValueError, KeyError, TypeError):
            failures += 1
            print(f'failed   {options.sentences}:{number}: no JSON with "id" and "text"', file=sys.stderr)
    reader = Reader.load(options.model)
    coded = coding.code(reader.language, rows)
    _write(Path(options.out), (json.dumps(row, ensure_ascii=False) for row in coded))
    print(f"{len(rows)} sentences coded, {failures} failed", file=sys.stderr)
    return (SOME if rows else NOTHING) if failures else DONE


def _articles(options: argparse.Namespace, tally: Tally) -> Iterator[tuple[Location, Article]]:
    """The articles at all paths, behind a progress bar; what cannot be read goes to the tally."""
    places = list(sources.locations(options.paths, options.published, options.source))
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed}/{task.total} files"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(places))
        for location in places:
            progress.update(task, description=location.name)
            try:
                for article in sources.read(location):
                    yield location, article
            except BrokenLines as broken:
                for error in broken.errors:
                    tally.failed(error)
            except InputError as error:
                tally.failed(error)
            progress.advance(task)


def _read(reader: Reader, article: Article) -> Extraction:
    """Reader.extract; a fault of ours in one article becomes an InputError too, so that it stops no other."""
    try:
        return reader.extract(article)
    except EntenteError:
        raise
    except Exception as error:
        raise InputError(
            article.title, f"the reader broke on it ({type(error).__name__}: {error}); please report this"
        ) from error


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EntenteError(f"cannot make the folder {path}: {error.strerror}") from error
    return path


def _write(path: Path, rows: Iterator[str]) -> None:
    """A file whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with open(beside, "w", encoding="utf-8") as file:
            file.writelines(row + "\n" for row in rows)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise EntenteError(f"cannot write {path}: {error.strerror}") from error


def _shown(text: str, longest: int = 80) -> str:
    """Text fit for a terminal: one line, no control characters, not too long."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
