"""Puts the trained network, the tokenizer and the lemmatizer together into a spaCy pipeline."""

from collections.abc import Mapping
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups

from ingest.encoder.component import FACTORY, Encoder
from ingest.encoder.network import Network

# spacy-lookups-data: WordNet's exceptions and detachment rules (WordNet licence; MIT packaging)
_LEMMA_TABLES = ["lemma_rules", "lemma_exc", "lemma_index"]


def assemble(network: Network, meta: Mapping[str, Any]) -> Language:
    """The whole pipeline: tokenizer, encoder, lemmatizer. `meta` goes into meta.json."""
    nlp = spacy.blank("en")
    nlp.meta.update(meta)
    encoder = nlp.add_pipe(FACTORY)
    assert isinstance(encoder, Encoder)
    encoder.from_bytes(Encoder(network=network).to_bytes())
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    lemmatizer.initialize(lookups=_lemma_lookups())  # type: ignore[attr-defined]
    return nlp


def _lemma_lookups() -> Lookups:
    return load_lookups("en", _LEMMA_TABLES)
