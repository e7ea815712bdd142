"""Stores, found by the scheme of their URL: sqlite:///data/graph.db is graph/stores/sqlite.py, whose open(url) makes it."""

import pkgutil
from importlib import import_module
from typing import cast
from urllib.parse import urlsplit

from graph.errors import UnknownStore
from graph.store import GraphStore

#: Other spellings of a scheme.
ALIASES = {"bolt": "neo4j", "neo4j+s": "neo4j", "neo4j+ssc": "neo4j", "bolt+s": "neo4j", "bolt+ssc": "neo4j"}


def schemes() -> list[str]:
    """The stores there are: the modules of this package."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def open_store(url: str) -> GraphStore:
    """The store at a URL: memory://, sqlite:///relative.db or sqlite:////absolute.db, neo4j://user:password@host:7687/database.

    UnknownStore names the stores that exist; the store's own open() raises StoreUnavailable, StoreDenied or StoreDamaged.
    """
    scheme = urlsplit(url).scheme if "://" in url else ""
    name = ALIASES.get(scheme, scheme)
    if name not in schemes():
        shown = f"{scheme}://" if scheme else repr(url)
        raise UnknownStore(f"no store {shown}; there are {', '.join(f'{known}://' for known in schemes())}")
    return cast(GraphStore, import_module(f"{__name__}.{name}").open(url))
