"""The house keeps its own rules: who imports whom, what no file may name, what every file must say."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("graph", "ingest", "app")


def tracked() -> list[Path]:
    """The files that git knows and that still exist."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_ingest_and_app_stand_on_graph_and_do_not_know_each_other() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_one_module_of_each_room_knows_its_great_library() -> None:
    """spaCy is loaded in one place, neo4j's driver in one store, and nothing of HTTP is known below app."""
    importers: dict[str, set[str]] = {"neo4j": set(), "sqlite3": set(), "fastapi": set()}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for module in imported(path) & importers.keys():
                importers[module].add(path.relative_to(ROOT).as_posix())
    assert all(name.startswith("graph/stores/neo4j") for name in importers["neo4j"])
    assert all(name.startswith("graph/stores/sqlite") for name in importers["sqlite3"])
    assert all(name.startswith("app/") for name in importers["fastapi"])
    assert all(importers.values())


def imported(path: Path) -> set[str]:
    """The top-level names of what a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_says_in_its_first_line_what_it_is(room: str) -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / room).rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_file_names_a_package_registry_or_a_path_of_somebodys_machine() -> None:
    hosts = (
        "pypi" + ".org",
        "files.python" + "hosted.org",
        "registry.npm" + "js.org",
        "repo1.maven" + ".org",
        "repo.maven" + ".apache.org",
    )
    home = re.compile(r"(?<![A-Za-z0-9._-])/(?:work|home/[a-z]+|Users/[A-Za-z]+|tmp/entente)/")
    guilty = []
    for path in tracked():
        text = text_of(path)
        if path != Path(__file__) and (any(host in text for host in hosts) or home.search(text)):
            guilty.append(path.relative_to(ROOT).as_posix())
    assert not guilty


def test_modules_are_not_called_utils_or_helpers() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    assert not [path for path in tracked() if path.suffix in {".py", ".js"} and path.stem in vague]


def test_the_customers_top_level_is_as_agreed() -> None:
    present = {path.name for path in ROOT.iterdir()}
    assert {"pyproject.toml", "app", "graph", "ingest", "templates", "static", "tests", "docker-compose.yml"} <= present


def test_no_gold_text_was_copied_into_the_project() -> None:
    """Sentences of other people's texts stay outside; twelve words in a row are no accident."""
    gold = ROOT.parent / "shared" / "gold" / "relations" / "articles"
    if not gold.is_dir():
        pytest.skip(f"the gold articles are not here ({gold.name}/ beside the checkout)")
    runs: dict[tuple[str, ...], str] = {}
    for article in sorted(gold.glob("*.txt")):
        words = re.findall(r"\w+", text_of(article).lower())
        runs |= {tuple(words[start : start + 12]): article.name for start in range(len(words) - 11)}
    copied = set()
    for path in tracked():
        if path.suffix in {".py", ".toml", ".md", ".txt", ".html", ".jsonl", ".js", ".json"}:
            words = re.findall(r"\w+", text_of(path).lower())
            copied |= {
                (path.relative_to(ROOT).as_posix(), runs[run])
                for start in range(len(words) - 11)
                if (run := tuple(words[start : start + 12])) in runs
            }
    assert not copied
