"""Copies and rewrites count once; two outlets that report the same event count twice."""

import random
from datetime import date
from itertools import combinations, permutations
from pathlib import Path
from time import perf_counter

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import ids
from graph.corroboration import Corroboration, Fingerprint, copies, fingerprint, independent
from graph.model import Article, Extraction
from graph.stores.memory import MemoryStore
from ingest.sources import Location, read

ROOT = Path(__file__).parents[2]
STORY = " ".join(
    f"On day {day} of the talks the delegations of both sides spoke about item number {day * 7} and then about the {word} of the border."
    for day, word in enumerate(
        ["course", "crossing", "closing", "future", "history", "guards", "cost", "length", "maps", "rivers"]
    )
)

WORDS = [
    f"{start}{end}" for start in "bcdfghklmnprstvwz" for end in ("ar", "elo", "imu", "onda", "urt", "yss", "ane", "ofi")
]


def article(text: str, source: str = "A") -> Article:
    return ids.article("T", text, date(2025, 1, 1), None, source)


def test_the_same_text_from_two_outlets_is_one_report() -> None:
    one, other = article(STORY), article(STORY, "B")
    assert one.id != other.id
    assert independent(map(fingerprint, [one, other])) == (tuple(sorted([one.id, other.id])),)


def test_a_cut_copy_is_a_copy() -> None:
    assert copies(fingerprint(article(STORY)), fingerprint(article(STORY[: len(STORY) // 3])))


def test_a_text_that_shares_one_quotation_is_no_copy() -> None:
    quotation = "we will not rest until the last crossing is open again for everybody who needs it"
    one = article(f"{STORY} The minister said: {quotation}.")
    other = article(
        "Nobody at the harbour believed in a quick end of the closure. Traders had heard promises before, and prices kept rising. "
        "Fishermen said they had lost a season. Schools stayed shut on both banks, and hospitals ran short of medicine last week. "
        f'"{quotation[0].upper()}{quotation[1:]}," the minister said on a visit, but he named no day, and left before the questions began.'
    )
    assert not copies(fingerprint(one), fingerprint(other))


def test_the_two_sample_articles_of_the_same_visit_are_independent() -> None:
    paths = sorted((ROOT / "samples" / "articles").glob("2025-04-0*rutte*.md"))
    assert len(paths) >= 2
    prints = [fingerprint(article) for path in paths for article in read(Location(str(path)))]
    assert len(independent(prints)) == len(prints)


def test_the_customers_second_article_is_known_as_a_rewrite_of_the_first() -> None:
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("the customer's articles are not here (shared/seeds beside the checkout)")
    prints = [fingerprint(article) for path in seeds for article in read(Location(str(path)))]
    assert len(independent(prints)) == 1


def test_the_samples_hold_no_copies_of_each_other() -> None:
    paths = sorted((ROOT / "samples" / "articles").glob("*.md"))
    prints = [fingerprint(article) for path in paths for article in read(Location(str(path)))]
    assert [group for group in independent(prints) if len(group) > 1] == []


@given(
    st.lists(
        st.sampled_from([STORY, STORY[:400], "Short.", "", "Quite another text about the price of fish in the north."]),
        max_size=4,
    )
)
def test_groups_hold_each_article_once_whatever_the_order(texts: list[str]) -> None:
    prints = [fingerprint(article(text, str(number))) for number, text in enumerate(texts)]
    found = {independent(order) for order in permutations(prints)}
    assert found == {by_hand(prints)}
    assert len(found) == 1
    assert sorted(id for group in found.pop() for id in group) == sorted(each.article_id for each in prints)


def by_hand(prints: list[Fingerprint]) -> tuple[tuple[str, ...], ...]:
    """The groups as their definition has them: everybody compared with everybody."""
    linked = nx.Graph()
    linked.add_nodes_from(one.article_id for one in prints)
    linked.add_edges_from((one.article_id, two.article_id) for one, two in combinations(prints, 2) if copies(one, two))
    return tuple(sorted(tuple(sorted(part)) for part in nx.connected_components(linked)))


def test_what_is_remembered_is_what_the_store_holds_now() -> None:
    one, other = article(STORY), article(STORY[:300], "B")
    store = MemoryStore()
    memory = Corroboration(store)
    assert memory.groups([one.id, other.id]) == ()
    for each in (one, other):
        store.add(Extraction(each))
    assert memory.groups([other.id, one.id, one.id]) == (tuple(sorted([one.id, other.id])),)
    assert [(each.article, each.repeated_by) for each in memory.reports([one.id, other.id])] == [
        (min(one, other, key=lambda each: each.id), (max(one, other, key=lambda each: each.id),))
    ]


def test_hundreds_of_articles_are_compared_in_seconds() -> None:
    """A busy relation of a large graph. Ten of them are copies of one another, the others share phrases with many."""
    chance = random.Random(4)
    phrases = [" ".join(chance.choices(WORDS, k=8)) for _ in range(300)]
    texts = [" ".join(chance.choices(phrases, k=2) + chance.choices(WORDS, k=300)) for _ in range(600)]
    texts[:10] = [texts[0] + f" edition {number}" for number in range(10)]
    prints = [fingerprint(article(text, str(number))) for number, text in enumerate(texts)]
    started = perf_counter()
    groups = independent(prints)
    assert perf_counter() - started < 20
    assert sorted(map(len, groups))[-2:] == [1, 10]
