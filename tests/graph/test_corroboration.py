"""Copies and rewrites count once; two outlets that report the same event count twice."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import ids
from graph.corroboration import copies, fingerprint, independent
from graph.model import Article
from ingest.sources import Location, read

ROOT = Path(__file__).parents[2]
STORY = " ".join(
    f"On day {day} of the talks the delegations of both sides spoke about item number {day * 7} and then about the {word} of the border."
    for day, word in enumerate(
        ["course", "crossing", "closing", "future", "history", "guards", "cost", "length", "maps", "rivers"]
    )
)


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
    assert len(found) == 1
    assert sorted(id for group in found.pop() for id in group) == sorted(each.article_id for each in prints)
