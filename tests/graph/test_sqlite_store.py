"""What only a file can get wrong: crashes, full disks, strangers' files, other writers, readers beside a writer, the first filling."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from bench.world import world as synthetic
from graph.aggregate import canonical
from graph.errors import StoreDamaged, StoreError, StoreFull, StoreUnavailable
from graph.model import Extraction, Kind, Status
from graph.query import ArticleQuery, RelationQuery
from graph.stores import open_store, sqlite
from graph.stores.sqlite import rows
from tests.laws.everything import everything
from tests.strategies import worlds

World = tuple[Extraction, ...]


def store_at(path: Path) -> sqlite.SqliteStore:
    return sqlite.open(f"sqlite:///{path}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.db"


# -- the file ---------------------------------------------------------------------------------------------------------


def test_what_was_added_is_there_when_the_file_is_opened_again(path: Path) -> None:
    (extraction, *_) = synthetic(50).extractions()
    with store_at(path) as store:
        store.add(extraction)
        before, revision = everything(store), store.revision()
    with store_at(path) as store:
        assert (everything(store), store.revision()) == (before, revision)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    with store_at(tmp_path / "a" / "b" / "graph.db") as store:
        store.ping()


@pytest.mark.parametrize("url", ["sqlite://graph.db", "sqlite://", "sqlite:///", "sqlite:///folder/"])
def test_a_url_that_names_no_file_says_how_to_write_it(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="sqlite:///data/graph"):
        open_store(url)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="is a folder"):
        store_at(tmp_path)


def test_a_file_that_is_no_database_is_left_as_it_is(path: Path) -> None:
    path.write_text("Dear diary, " * 500)
    with pytest.raises(StoreDamaged, match="not a database of Entente"):
        store_at(path)
    assert path.read_text().startswith("Dear diary")


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(StoreDamaged, match="another program"):
        store_at(path)


def test_another_version_says_what_to_do(path: Path) -> None:
    store_at(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreDamaged, match=r"version 99.*ingest into a new file"):
        store_at(path)


def test_a_broken_page_is_an_error_and_no_wrong_answer(path: Path) -> None:
    with store_at(path) as store:
        store.add_many(synthetic(2000).extractions())
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * (size - 8192))
    with pytest.raises(StoreError), store_at(path) as store:
        everything(store)


def test_a_closed_store_says_so(path: Path) -> None:
    store = store_at(path)
    store.close()
    store.close()
    for ask in (store.ping, store.stats, lambda: store.forget("x")):
        with pytest.raises(StoreUnavailable, match="closed"):
            ask()


def as_nobody(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code as a user without rights, where we may change users; else as ourselves."""
    drop = "import os\nif os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
    return subprocess.run(
        [sys.executable, "-c", "import sys, graph.stores, graph.stores.sqlite\n" + drop + code, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


OPEN = (
    "try: graph.stores.open_store(sys.argv[1]).close()\nexcept Exception as error: print(type(error).__name__, error)"
)


def test_a_file_or_folder_of_others_is_denied(tmp_path: Path) -> None:
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    tmp_path.chmod(0o755)
    path = tmp_path / "graph.db"
    store_at(path).close()
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert as_nobody(OPEN, f"sqlite:///{path}").stdout.startswith("StoreDenied")
        assert as_nobody(OPEN, f"sqlite:///{tmp_path}/new.db").stdout.startswith("StoreDenied")
        assert as_nobody(OPEN, f"sqlite:///{tmp_path}/new/graph.db").stdout.startswith("StoreDenied")
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk_keeps_nothing_of_the_write_that_failed_and_all_before(path: Path) -> None:
    extractions = list(synthetic(3000).extractions())
    with store_at(path) as store:
        store.add_many(extractions[:20])
        before, revision = everything(store), store.revision()
        writer = store._files._writer
        (pages,) = writer.execute("PRAGMA page_count").fetchone()
        writer.execute(f"PRAGMA max_page_count = {pages + 5}")
        with pytest.raises(StoreFull, match="nothing of this write was kept"):
            store.add_many(extractions[20:])
        assert (everything(store), store.revision()) == (before, revision)
        writer.execute("PRAGMA max_page_count = 4294967294")
        assert store.add_many(extractions[20:]) == len(extractions) - 20
    check(path)


def check(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in ("name_words", "quote_words", "article_words"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608
    connection.close()


# -- crashes and company ----------------------------------------------------------------------------------------------

ADD = """
import sys
from bench.world import world
from graph.stores import open_store
first, last = int(sys.argv[2]), int(sys.argv[3])
with open_store(sys.argv[1]) as store:
    for extraction in world(20000).extractions(first, last):
        store.add(extraction)
        print(extraction.article.id, flush=True)
"""


def adding(path: Path, first: int, last: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", ADD, f"sqlite:///{path}", str(first), str(last)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_killed_writer_loses_no_article_that_it_had_added(path: Path, after: int) -> None:
    with adding(path, 0, 20000) as process:
        assert process.stdout is not None
        added = [process.stdout.readline().strip() for _ in range(after)]
        os.kill(process.pid, signal.SIGKILL)
        added += [line.strip() for line in process.stdout if line.endswith("\n")]
    expected = {
        extraction.article.id: extraction for extraction in synthetic(20000).extractions(0, 10 * (len(added) + 1))
    }
    with store_at(path) as store:
        kept = {article.id for article in pages(store)}
        assert set(added) <= kept
        assert len(kept - set(added)) <= 1  # added, but killed before it could say so
        for id in kept:
            assert store.extraction(id) == canonical(expected[id])
        assert store.stats().articles == len(kept)
    check(path)


def pages(store: sqlite.SqliteStore) -> Iterator[object]:
    query = ArticleQuery(limit=500)
    page = store.articles(query)
    assert page.next is None
    yield from page.items


def test_two_processes_write_to_one_file(path: Path) -> None:
    with adding(path, 0, 600) as one, adding(path, 600, 1200) as two:
        assert one.wait() == two.wait() == 0
    with store_at(path) as store:
        assert store.stats().articles == 120
        both = everything(store)
    with store_at(path.with_name("alone.db")) as alone:
        alone.add_many(synthetic(20000).extractions(0, 1200))
        assert everything(alone) == both


@pytest.mark.parametrize("made", [False, True])
def test_a_store_opens_when_the_program_that_makes_its_file_is_done(path: Path, made: bool) -> None:
    if made:
        store_at(path).close()
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.3, other.execute, ["ROLLBACK"])
        done.start()
        with store_at(path) as store:
            assert store.stats().articles == 0
        done.join()
    check(path)


def test_a_store_closes_in_peace_while_another_program_writes(path: Path) -> None:
    store = store_at(path)
    for extraction in synthetic(20000).extractions(0, 300):
        store.add(extraction)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store.close()
        other.execute("ROLLBACK")
    with store_at(path) as again:
        assert again.stats().articles == 30
    check(path)


def test_readers_beside_a_writer_see_whole_articles_and_no_error(path: Path) -> None:
    errors: list[BaseException] = []
    done = threading.Event()

    def read(store: sqlite.SqliteStore) -> None:
        try:
            while not done.is_set():
                stats = store.stats()
                found = list(store.scan_relations(RelationQuery()))
                assert sum(edge.evidence_count for edge, _ in found) == sum(len(pieces) for _, pieces in found)
                assert stats.evidence == 10 * stats.articles
                assert store.count_relations(RelationQuery()) >= stats.relations
        except BaseException as error:
            errors.append(error)

    with store_at(path) as store:
        readers = [threading.Thread(target=read, args=(store,)) for _ in range(2)]
        for reader in readers:
            reader.start()
        for extraction in synthetic(20000).extractions(0, 600):
            store.add(extraction)
        done.set()
        for reader in readers:
            reader.join()
    assert errors == []


def test_the_log_stays_small_beside_readers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.sqlite.files.LOG_WANTED", 1 << 20)
    monkeypatch.setattr("graph.stores.sqlite.files.LOG_LIMIT", 2 << 20)
    largest = 0
    with store_at(path) as store:
        for extraction in synthetic(20000).extractions(0, 1500):
            store.add(extraction)
            scan = store.scan_relations(RelationQuery())
            next(scan)
            scan.close()
            largest = max(largest, path.with_name("graph.db-wal").stat().st_size)
    assert largest < 3 << 20


# -- the first filling ------------------------------------------------------------------------------------------------


@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])  # shrinking with files takes minutes
@given(world=worlds)
def test_filling_an_empty_store_at_once_gives_what_adding_one_by_one_does(
    tmp_path_factory: pytest.TempPathFactory, world: World
) -> None:
    folder = tmp_path_factory.mktemp("fill")
    with (
        pytest.MonkeyPatch.context() as patch,
        store_at(folder / "filled.db") as filled,
        store_at(folder / "added.db") as added,
    ):
        patch.setattr(sqlite, "_FILL_FROM", 1)
        patch.setattr(sqlite, "_ARTICLES", 2)
        assert filled.add_many([*world, *world]) == len(world)
        for extraction in world:
            added.add(extraction)
        assert everything(filled) == everything(added)
        for extraction in world:
            assert filled.forget(extraction.article.id)
        assert filled.stats().entities == 0
    check(folder / "filled.db")


def test_a_better_reading_within_one_filling_replaces_the_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_FILL_FROM", 1)
    (whole, other) = synthetic(20).extractions()
    less = Extraction(whole.article, (), whole.entities)
    with store_at(path) as store:
        assert store.add_many([less, other, whole]) == 3
        assert store.extraction(whole.article.id) == canonical(whole)


def test_a_filling_that_fails_leaves_the_store_empty_and_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_FILL_FROM", 1)
    monkeypatch.setattr(sqlite, "_ARTICLES", 2)

    def breaking() -> Iterator[Extraction]:
        yield from synthetic(100).extractions()
        raise OSError("the disk of the articles is gone")

    with store_at(path) as store:
        nothing = everything(store)
        with pytest.raises(OSError, match="gone"):
            store.add_many(breaking())
        assert everything(store) == nothing
        assert store.add_many(synthetic(100).extractions()) == 10
    check(path)


def test_every_kind_and_status_has_its_number_in_the_file() -> None:
    assert set(rows.KINDS) == set(Kind)
    assert set(rows.STATUSES) == set(Status)
