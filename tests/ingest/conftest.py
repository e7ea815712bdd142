"""The language pipeline, loaded once for all tests of the reading."""

import pytest
from spacy.language import Language

from ingest.nlp import load


@pytest.fixture(scope="session")
def language() -> Language:
    return load()
