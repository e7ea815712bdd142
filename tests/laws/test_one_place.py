"""One thing is added in one place: a toy relation type, source, store and export format, one file each, walk the whole journey."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TOYS = {
    "graph/ontology/SERENADES.toml": """
        name = "SERENADES"
        label = "serenades"
        inverse = "is serenaded by"
        definition = "Sings under the window of."
        plover = "SUPPORT"
        cameo = "051"
        subject = ["PERSON"]
        object = ["PERSON", "COUNTRY"]
        [[rules]]
        verbs = "serenade"
        object = "obj"
        [[examples]]
        text = "Emmanuel Macron serenaded Narendra Modi in Paris."
        triples = [["Emmanuel Macron", "SERENADES", "Narendra Modi", "asserted"]]
        """,
    "ingest/sources/toy.py": """
        '''Toy: the text after the first line of a .toy file.'''
        from ingest.sources._decode import article
        def claims(location):
            return location.suffix == ".toy"
        def read(location):
            yield article(location, location.bytes().decode().split("\\n", 1)[1], source="Toy Times")
        """,
    "graph/stores/toy.py": """
        '''Toy: a memory store under another name.'''
        from graph.stores.memory import MemoryStore
        def open(url):
            return MemoryStore()
        """,
    "graph/export/toy.py": """
        '''Toy: one line per relation.'''
        media_type = "text/x-toy"
        def write(material):
            names = {entity.id: entity.name for entity in material.entities}
            for edge, evidence in material.relations:
                relation = edge.relation
                yield f"{names[relation.subject]} {relation.type} {names[relation.object]}: {evidence[0].quote}\\n"
        """,
}

JOURNEY = """
import sys
from fastapi.testclient import TestClient
from app import create_app
from app.settings import Settings
from graph.stores import open_store
from ingest.pipeline import Reader
from ingest.sources import Location, read

with open_store("toy://") as store:
    reader = Reader.load()
    for article in read(Location("song.toy")):
        store.add(reader.extract(article))
    web = TestClient(create_app(Settings(store="toy://"), store=store), base_url="http://127.0.0.1")
    exported = web.get("/api/v1/export", params={"format": "toy", "type": "SERENADES"})
    print(exported.headers["content-type"], exported.text.strip(), sep="\\n")
    print("SERENADES" in web.get("/api/v1/schema").text, "SERENADES" in web.get("/schema").text)
    print("toy" in web.get("/api/v1/schema").text)
"""


@pytest.mark.slow
def test_a_toy_of_each_is_added_in_one_file_and_found_everywhere(tmp_path: Path) -> None:
    for room in ("graph", "ingest", "app", "templates", "static"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "vendor", "model"))
    (tmp_path / "ingest" / "model").symlink_to(ROOT / "ingest" / "model")
    for place, content in TOYS.items():
        lines = [line[8:] for line in content.strip("\n").split("\n")]
        (tmp_path / place).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "song.toy").write_text(
        "toy\nEmmanuel Macron serenaded Narendra Modi in Paris on Monday.\n", encoding="utf-8"
    )
    (tmp_path / "journey.py").write_text(JOURNEY, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "journey.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )

    assert done.returncode == 0, done.stderr
    media_type, line, schema, formats = done.stdout.strip().split("\n")
    assert media_type.startswith("text/x-toy")
    assert (
        line == "Emmanuel Macron SERENADES Narendra Modi: Emmanuel Macron serenaded Narendra Modi in Paris on Monday."
    )
    assert schema == "True True"
    assert formats == "True"
