"""Says what is missing before a long set-up starts. Usage: prerequisites.py NAME…, of python node java mvn chromium.

Runs on whatever Python the machine has, so that it can say that this Python is too old.
"""

import os
import re
import shutil
import subprocess
import sys


def version(command):
    """The first number a command prints of itself, e.g. (20, 20); () when it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.search(r"(\d+)(?:\.(\d+))?", done.stdout + done.stderr)
    return tuple(int(part) for part in found.groups() if part) if found else ()


def python():
    if sys.version_info < (3, 11):
        return (
            "Python 3.11 or newer is needed, this is %d.%d: install it, or name it with `make PYTHON=python3.11 …`"
            % sys.version_info[:2]
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv module is missing: install it (Debian: apt-get install python3-venv)"
    return None


def node():
    if version(["node", "--version"]) < (20,):
        return "Node.js 20 or newer is needed for the browser libraries: install it (nodejs.org, or your system's packages)"
    if not shutil.which("npm"):
        return "npm is needed for the browser libraries: install it beside Node.js"
    return None


def java():
    if version(["java", "-version"]) < (17,):
        return (
            "Java 17 or newer is needed for the Neo4j tests: install it (Debian: apt-get install default-jre-headless)"
        )
    return None


def mvn():
    if not shutil.which("mvn"):
        return "Maven is needed to bring the Neo4j server: install it (Debian: apt-get install maven)"
    return None


def chromium():
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        return "Chromium is needed for the browser tests: install it (Debian: apt-get install chromium), or name it in CHROMIUM"
    return None


if __name__ == "__main__":
    missing = [trouble for trouble in (globals()[name]() for name in sys.argv[1:]) if trouble]
    for trouble in missing:
        print("missing: " + trouble, file=sys.stderr)
    sys.exit(1 if missing else 0)
