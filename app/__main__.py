"""`python -m app`: serve the explorer. Options override the ENTENTE_ environment variables."""

import argparse
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

import uvicorn
from pydantic import ValidationError

from app import create_app
from app.settings import Settings
from graph.errors import StoreError
from graph.stores import open_store


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. 2 when the store cannot be opened; the reason goes to standard error."""
    settings = _settings(arguments)
    try:
        store = open_store(settings.store)
    except StoreError as error:
        print(f"entente: {error}", file=sys.stderr)
        return 2
    with store:
        stats = store.stats()
        print(f"Entente shows {stats.relations} relations from {stats.articles} articles ({shown_url(settings.store)})")
        if not stats.articles:
            print("  The graph is empty. Fill it: python -m ingest add PATH… --store", shown_url(settings.store))
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"  http://{host}:{settings.port}/  (Ctrl+C stops)", flush=True)
        uvicorn.run(create_app(settings, store), host=settings.host, port=settings.port, log_level="warning")
    return 0


def shown_url(url: str) -> str:
    """A store's URL without the password in it."""
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@") if password else url


def _settings(arguments: Sequence[str] | None) -> Settings:
    parser = argparse.ArgumentParser(prog="python -m app", description="Serve the explorer and the REST API.")
    parser.add_argument("--store", help="URL of the graph store, e.g. sqlite:///data/graph.db")
    parser.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port (default 8000)")
    given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        parser.error(f"--{name} or ENTENTE_{name.upper()}: {first['msg']} (given: {first['input']!r})")


if __name__ == "__main__":
    sys.exit(main())
