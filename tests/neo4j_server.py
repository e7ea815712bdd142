"""A real Neo4j server for tests: throwaway, on a free port of loopback, one for the whole run.

Started by scripts/neo4j/serve.py, which fetches it once. It ends with the test run, even one that is killed.
TEST_NEO4J_URL names a running server to use instead, to spare its start; all that lies there is deleted.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import pytest

SERVE = Path(__file__).parents[1] / "scripts" / "neo4j" / "serve.py"
_MISSING = 3  # its exit code where Java or Maven is not installed
#: A test run is too short to earn back what Java's second compiler costs.
_JAVA = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1"}
#: Nor are plans worth making anew because a database of ten nodes has now twenty.
_PLANS = "dbms.cypher.min_replan_interval=1h"


@contextmanager
def neo4j_server(*options: str) -> Iterator[str]:
    """The address of a server of one's own, ready to answer; options as serve.py takes them."""
    command = [sys.executable, str(SERVE), "--port", "0", "--attached", "--setting", _PLANS, *options]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | _JAVA,
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            if not address:
                _, reason = server.communicate()
                if server.returncode == _MISSING and not os.environ.get("CI"):
                    pytest.skip(reason.strip())
                pytest.fail(f"the Neo4j server did not start: {reason}")
            yield address
        finally:
            server.terminate()
            server.communicate()


def emptied(address: str) -> str:
    """The same address, after everything in its database was deleted."""
    with neo4j.GraphDatabase.driver(address) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()
    return address


@pytest.fixture(scope="session")
def neo4j_address() -> Iterator[str]:
    """The server all Neo4j tests of this run share. What another test left lies in it."""
    if running := os.environ.get("TEST_NEO4J_URL"):
        yield running
        return
    with neo4j_server() as address:
        yield address


@pytest.fixture
def neo4j_url(neo4j_address: str) -> str:
    """The URL of an empty Neo4j store."""
    return emptied(neo4j_address)
