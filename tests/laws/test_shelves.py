"""Laws of the shelves on which a store keeps what people say about the graph, over every store."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Extraction
from tests.laws.conftest import Fresh
from tests.laws.everything import everything
from tests.laws.test_writing import plain
from tests.strategies import AWKWARD, worlds

World = tuple[Extraction, ...]
names = st.sampled_from(["decisions", "notes", "note", "", *AWKWARD[:4]])
keys = st.sampled_from(["a", "a/1", "a/2", "b", "", "ä", "𝒢", *AWKWARD])
texts = st.none() | st.sampled_from(["", "one", "two", *AWKWARD])


@settings(max_examples=15)
@given(puts=st.lists(st.tuples(names, keys, texts), max_size=12), prefix=keys)
def test_a_shelf_keeps_the_last_text_under_each_key_and_gives_those_of_a_prefix_in_order(
    fresh: Fresh, puts: list[tuple[str, str, str | None]], prefix: str
) -> None:
    expected: dict[str, dict[str, str]] = {}
    with fresh() as store:
        for shelf, key, text in puts:
            texts = expected.setdefault(shelf, {})
            before, changes = store.revision(), texts.get(key) != text
            store.put(shelf, key, text)
            assert (store.revision() > before) == changes
            if text is None:
                texts.pop(key, None)
            else:
                texts[key] = text
        for shelf in {"never used", *expected}:
            texts = expected.get(shelf, {})
            assert list(store.shelf(shelf).items()) == sorted(texts.items())
            assert store.shelf(shelf, prefix) == {key: text for key, text in texts.items() if key.startswith(prefix)}


@settings(max_examples=5)
@given(world=worlds)
def test_what_lies_on_shelves_is_no_part_of_the_graph_and_stays_when_articles_go(fresh: Fresh, world: World) -> None:
    with fresh() as store:
        store.add_many(world)
        before = everything(store)
        store.put("notes", "Q17", "look again")
        assert everything(store) == before
        for extraction in world:
            store.forget(extraction.article.id)
        assert store.shelf("notes") == {"Q17": "look again"}


def test_other_readers_see_what_was_put(fresh: Fresh) -> None:
    with fresh() as store:
        store.add(plain())
        assert store.shelf("notes") == {}
        store.put("notes", "n", "one")
        store.put("notes", "n", "two")
        assert store.shelf("notes") == {"n": "two"}
