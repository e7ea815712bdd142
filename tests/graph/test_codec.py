"""An extraction survives being written as JSON; what is no extraction is named as such."""

import pytest
from hypothesis import given

from graph.codec import decode, encode
from graph.errors import ExtractionError
from graph.model import Extraction
from tests import samples_graph
from tests.strategies import worlds


@given(world=worlds)
def test_an_extraction_comes_back_as_it_was(world: tuple[Extraction, ...]) -> None:
    for extraction in world:
        text = encode(extraction)
        assert decode(text) == extraction
        assert "\n" not in text


@pytest.mark.parametrize("extraction", samples_graph.extractions(), ids=lambda one: one.article.title)
def test_the_sample_articles_come_back_as_they_were(extraction: Extraction) -> None:
    assert decode(encode(extraction)) == extraction
    decode(encode(extraction)).check()


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"article": []}', encode(samples_graph.extractions()[0])[:-20], '{"article": 1}']
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ExtractionError, match="not an extraction"):
        decode(text)
