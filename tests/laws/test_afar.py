"""Whatever the store: the whole graph seen from afar, in communities and on the map, is the same."""

from collections.abc import Iterator

import pytest

from graph import atlas as maps
from graph import overview as communities
from graph.model import Status
from graph.query import RelationQuery
from graph.store import GraphStore
from graph.stores import open_store
from tests import samples_graph
from tests.journeys import world
from tests.laws.conftest import Fresh

QUERIES = [
    RelationQuery(),
    RelationQuery(statuses=frozenset({Status.ASSERTED}), types=frozenset({"VISITS", "MEETS", "AIDS"})),
    RelationQuery(entity=samples_graph.JAPAN.id),
]


def fill(store: GraphStore) -> None:
    store.add_many([*samples_graph.extractions(), *world.blocs(), *world.placed()])


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Iterator[GraphStore]:
    with fresh() as store:
        fill(store)
        yield store


@pytest.fixture(scope="module")
def model() -> Iterator[GraphStore]:
    with open_store("memory://") as store:
        fill(store)
        yield store


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("most", [20_000, 40])
def test_communities_are_the_same(
    filled: GraphStore, model: GraphStore, query: RelationQuery, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(communities, "MAX_RELATIONS", most)
    monkeypatch.setattr(communities, "CORE", 12)
    found = communities.overview(filled, query)
    assert found == communities.overview(model, query)
    assert found.communities


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("most", [20_000, 10])
def test_the_map_is_the_same(
    filled: GraphStore, model: GraphStore, query: RelationQuery, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "MAX_RELATIONS", most)
    found = maps.atlas(filled, query)
    assert found == maps.atlas(model, query)
    assert found.relations <= most < found.total or found.places
