"""A real Neo4j Community server for tests and for trying Entente on Neo4j, without Docker or an account.

    python scripts/neo4j/serve.py --home data/neo4j     bolt://127.0.0.1:7687, without a password, kept in data/neo4j
    python scripts/neo4j/serve.py --port 0              on any free port, and gone when it stops
    python scripts/neo4j/serve.py --fetch-only          fetch the server and stop

The first run asks Maven for the server's jars (about 120 MB) and keeps them in `.cache/neo4j/<version>/` of the
checkout; later runs need neither Maven nor a network. One line is printed when the server answers: its address.
It then stays until Ctrl-C or SIGTERM. Exit codes: 0 stopped when asked, 1 could not start, 3 Java or Maven missing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import LiteralString

from neo4j import GraphDatabase
from neo4j.exceptions import ClientError, DriverError, Neo4jError

POM = Path(__file__).with_name("pom.xml")
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "neo4j"
START_SECONDS = 300  # on a busy machine
STOP_SECONDS = 30

# What the server's own start script passes to Java, less what only its HTTP server needs.
JAVA_FLAGS = [
    "-XX:+UseSerialGC",
    "-XX:-OmitStackTraceInFastThrow",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Djol.skipHotspotSAAttach=true",
    "-Dlog4j2.disable.jmx=true",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
]


class CannotStart(Exception):
    """The server cannot run here; the message says what to do."""


class MissingPrerequisite(CannotStart):
    """Java or Maven is not installed."""


def version() -> str:
    """The server's version, from the pom."""
    found = ElementTree.parse(POM).findtext(".//{*}neo4j.version")
    assert found
    return found


def program(name: str, why: str) -> str:
    """The path of an installed program, or MissingPrerequisite."""
    home = os.environ.get("JAVA_HOME") if name == "java" else None
    found = shutil.which(name, path=f"{home}/bin" if home else None) or shutil.which(name)
    if found is None:
        raise MissingPrerequisite(f"{name} was not found: install {why}.")
    return found


def install() -> Path:
    """The folder of the server's jars; fetched by Maven when it is not there yet, whole or not at all."""
    jars = CACHE / version() / "lib"
    if jars.is_dir():
        return jars
    mvn = program("mvn", "Maven (the package `maven`), which fetches the Neo4j server once")
    jars.parent.mkdir(parents=True, exist_ok=True)
    repository = CACHE / "maven"  # not ~/.m2: works with an empty or read-only home, and is removed below
    with tempfile.TemporaryDirectory(dir=jars.parent) as fetched:
        print(f"Fetching Neo4j {version()} with Maven, once (about 120 MB) …", file=sys.stderr, flush=True)
        goal = [mvn, "--batch-mode", "--quiet", "--file", str(POM), "dependency:copy-dependencies"]
        where = [f"-Dmaven.repo.local={repository}", f"-Djars={fetched}/lib"]
        run = subprocess.run([*goal, *where], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if run.returncode:
            raise CannotStart(f"Maven could not fetch the Neo4j server:\n{run.stdout[-3000:]}")
        with contextlib.suppress(FileExistsError, OSError):  # another run may have been faster: same files
            Path(fetched, "lib").rename(jars)
    shutil.rmtree(repository, ignore_errors=True)
    return jars


def write_settings(home: Path, port: int, auth: bool, more: Sequence[str]) -> None:
    """Write HOME/conf/neo4j.conf: Bolt on loopback, nothing else listening, nothing reported anywhere."""
    folders = {name: home / name for name in ("data", "logs", "run", "plugins", "import", "licenses")}
    for folder in (home / "conf", *folders.values()):
        folder.mkdir(parents=True, exist_ok=True)
    settings = {f"server.directories.{name}": str(path) for name, path in folders.items()} | {
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": str(auth).lower(),
        "dbms.usage_report.enabled": "false",
        "server.memory.pagecache.size": "128m",
        "db.tx_log.rotation.retention_policy": "keep_none",
        "db.tx_log.preallocate": "false",
    }
    settings |= dict(setting.split("=", 1) for setting in more)
    lines = (f"{key}={value}\n" for key, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text("".join(lines), encoding="utf-8")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now. (Neo4j takes port 0 too, but never says which it got.)"""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, port: int, auth: bool, heap: str, more: Sequence[str]) -> subprocess.Popen[str]:
    """The server's process, started and not yet answering."""
    java = program("java", "Java 17 or newer (the package `openjdk-17-jre-headless`)")
    jars = install()
    write_settings(home, port, auth, more)
    memory = [f"-Xms{heap}", f"-Xmx{heap}"]
    main = ["-cp", f"{home}/conf:{jars}/*", "org.neo4j.server.CommunityEntryPoint"]
    where = [f"--home-dir={home}", f"--config-dir={home}/conf", "--console-mode"]
    command = [java, *memory, *JAVA_FLAGS, *main, *where]
    # A group of its own, so that Ctrl-C reaches only us and the server is stopped once, in order.
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        process_group=0,
    )


class Log:
    """The last lines the server printed; reading them also keeps its pipe from filling up."""

    def __init__(self, server: subprocess.Popen[str]) -> None:
        self._lines: deque[str] = deque(maxlen=40)
        self._reader = threading.Thread(target=self._read, args=(server,), daemon=True)
        self._reader.start()

    def _read(self, server: subprocess.Popen[str]) -> None:
        assert server.stdout
        self._lines.extend(server.stdout)

    def tail(self) -> str:
        self._reader.join(1)
        return "".join(tuple(self._lines))


def wait_for_answer(server: subprocess.Popen[str], log: Log, address: str, password: str | None) -> None:
    """Return when the server answers a query; gives a new server its password first."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if password is None:
                answer(address, None)
            else:
                answer_with_password(address, password)
        except (DriverError, Neo4jError) as error:
            if server.poll() is not None:
                raise CannotStart(f"The Neo4j server stopped while starting:\n{log.tail()}") from error
            if time.monotonic() > deadline:
                raise CannotStart(f"The Neo4j server does not answer at {address}: {error}") from error
            time.sleep(0.1)
        else:
            return


def answer(address: str, auth: tuple[str, str] | None, query: LiteralString = "RETURN 1", **parameters: str) -> None:
    """Run one query; on the system database when it changes a user."""
    database = "system" if parameters else "neo4j"
    with GraphDatabase.driver(address, auth=auth) as driver, driver.session(database=database) as session:
        session.run(query, parameters).consume()  # not execute_query, which waits and tries again by itself


def answer_with_password(address: str, password: str) -> None:
    """A new server has the user neo4j with the password neo4j, good for nothing but changing it."""
    try:
        answer(address, ("neo4j", password))
    except ClientError:
        change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
        answer(address, ("neo4j", "neo4j"), change, old="neo4j", new=password)


def stop(server: subprocess.Popen[str], in_order: bool) -> None:
    """End the server: in order (about ten seconds) when its data is to be kept, at once when not."""
    if in_order:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
    server.kill()
    server.wait()


def stop_when_input_ends() -> None:
    """End this process when its standard input closes: a test run that is killed leaves no server behind."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def serve(home: Path, given: argparse.Namespace, keep: bool) -> None:
    """Start, print the address when the server answers, stay until the server or this process is stopped."""
    port = given.port or free_port()
    server = start(home, port, given.password is not None, given.heap, given.setting)
    try:
        log = Log(server)
        address = f"bolt://127.0.0.1:{port}"
        wait_for_answer(server, log, address, given.password)
        print(address, flush=True)
        server.wait()
        raise CannotStart(f"The Neo4j server stopped by itself:\n{log.tail()}")
    finally:
        stop(server, in_order=keep)


def serve_throwaway(given: argparse.Namespace) -> None:
    """The same in a temporary folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="entente-neo4j-", ignore_cleanup_errors=True) as home:
        serve(Path(home), given, keep=False)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--home", type=Path, help="folder for data, logs, settings (default: a throwaway one)")
    parser.add_argument("--port", type=int, default=7687, help="Bolt port on 127.0.0.1 (7687); 0 takes a free one")
    parser.add_argument("--password", help="turn authentication on, for the user neo4j (8 characters or more)")
    parser.add_argument("--heap", default="512m", help="Java heap (512m)")
    parser.add_argument("--setting", action="append", default=[], metavar="KEY=VALUE", help="of neo4j.conf; repeatable")
    parser.add_argument("--attached", action="store_true", help="also stop when standard input closes")
    parser.add_argument("--fetch-only", action="store_true", help="only fetch the server")
    given = parser.parse_args()
    if given.password is not None and len(given.password) < 8:
        parser.error("--password: Neo4j wants 8 characters or more")
    return given


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    given = arguments()
    signal.signal(signal.SIGTERM, interrupt)
    if given.attached:
        threading.Thread(target=stop_when_input_ends, daemon=True).start()
    try:
        if given.fetch_only:
            print(install())
        elif given.home:
            serve(given.home.resolve(), given, keep=True)
        else:
            serve_throwaway(given)
    except MissingPrerequisite as missing:
        print(missing, file=sys.stderr)
        return 3
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
