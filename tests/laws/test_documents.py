"""What the documents say is compared with the code, so that they cannot lie for long."""

import re
import tomllib
from pathlib import Path

from app.settings import Settings
from graph import export
from graph.stores import schemes

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = dict(re.findall(r"^\| `(ENTENTE_\w+)` \| (.*) \|$", README, re.MULTILINE))
    expected = {}
    for name, field in Settings.model_fields.items():
        default = ", ".join(field.default) if isinstance(field.default, list) else str(field.default)
        expected[f"ENTENTE_{name.upper()}"] = (
            f"`{default}` | {field.description}" if default else f" | {field.description}"
        )
    assert rows == expected


def test_every_make_target_that_the_readme_names_exists_and_says_what_it_does() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z][a-z-]+)", README))
    assert named <= targets, named - targets


def test_every_command_option_that_the_readme_names_exists() -> None:
    source = (ROOT / "ingest/__main__.py").read_text(encoding="utf-8") + (ROOT / "graph/__main__.py").read_text(
        encoding="utf-8"
    )
    for line in re.findall(r"^python -m (?:ingest|graph) .*$", README, re.MULTILINE):
        for option in re.findall(r"--[a-z]+", line.split("#")[0]):
            assert f'"{option}"' in source, line


def test_the_readme_names_every_store_and_export_format() -> None:
    assert all(f"`{name}://" in README for name in schemes())
    assert all(re.search(rf"\.{suffix}\b", README) for suffix in export.formats())


def test_the_changelog_begins_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first = re.search(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first and first.group(1) == version


def test_files_that_the_readme_names_exist() -> None:
    for name in re.findall(r"`((?:graph|ingest|app|training|static|templates)/[\w./-]+)`", README):
        assert (ROOT / name).exists(), name
