"""Starting the service: by command, by server, by environment."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from app.__main__ import main, shown_url
from app.settings import Settings
from graph.stores import open_store
from tests.samples_graph import extractions


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTENTE_STORE", "memory://")
    monkeypatch.setenv("ENTENTE_ALLOWED_HOSTS", "graph.example, localhost")
    settings = Settings()
    assert settings.store == "memory://"
    assert settings.allowed_hosts == ["graph.example", "localhost"]
    assert settings.host == "127.0.0.1", "loopback unless somebody says otherwise"
    assert settings.writable is False


def test_an_unknown_store_is_named_with_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", "parquet:///x"]) == 2
    assert "sqlite://" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--port", "70000"], ["--port", "x"], ["--colour", "red"]])
def test_options_that_make_no_sense_are_explained(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(wrong)
    assert stopped.value.code == 2
    assert wrong[0] in capsys.readouterr().err


def test_the_application_object_exists_without_opening_a_store(tmp_path: Path) -> None:
    """And without loading spaCy: the service starts in a moment."""
    code = "import sys, app.main; assert app.main.app.title == 'Entente'; print('spacy' in sys.modules)"
    environment = {"ENTENTE_STORE": "neo4j://localhost:1/", "PYTHONPATH": str(Path(__file__).parents[2])}
    told = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (told.returncode, told.stdout.strip()) == (0, "False"), told.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_the_command_serves_a_stored_graph(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/graph.db"
    with open_store(address) as store:
        store.add_many(extractions())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app", "--store", address, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert "6 relations from 3 articles" in process.stdout.readline()
            assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
            assert "Mark Rutte" in _ask(f"http://127.0.0.1:{port}/entities/Q57792")
        finally:
            process.terminate()


def _ask(address: str) -> str:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("neo4j://neo4j:se:cret@host:7687/db", "neo4j://neo4j:…@host:7687/db"),
        ("neo4j://host:7687", "neo4j://host:7687"),
        ("sqlite:///data/graph.db", "sqlite:///data/graph.db"),
    ],
)
def test_a_password_is_never_printed(url: str, shown: str) -> None:
    assert shown_url(url) == shown
