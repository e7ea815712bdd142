"""Every law of graph/store.py is tested over every store: one more store is one more line here."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count

import pytest

from graph.query import ArticleQuery
from graph.store import GraphStore
from graph.stores import open_store

#: Gives an empty store, closed at the end of the block.
Fresh = Callable[[], AbstractContextManager[GraphStore]]


@pytest.fixture(scope="session", params=["memory", "sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    match request.param:
        case "memory":
            url = "memory://"
        case "sqlite":
            folder, numbers = tmp_path_factory.mktemp("laws"), count()
            return lambda: open_store(f"sqlite:///{folder}/{next(numbers)}.db")
        case "neo4j":
            url = request.getfixturevalue("neo4j_url")
    return lambda: emptied(url)


@contextmanager
def emptied(url: str) -> Iterator[GraphStore]:
    """A store without the articles that others left in it."""
    with open_store(url) as store:
        while found := store.articles(ArticleQuery(limit=500)).items:
            for article in found:
                store.forget(article.id)
        yield store
