"""Puts the trained network, the tokenizer and the lemmatizer together into a spaCy pipeline."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import load_lookups

from ingest.encoder.component import FACTORY, Encoder
from ingest.encoder.network import Network
from ingest.lemmas import FACTORY as LEMMATIZER
from ingest.lemmas import SEEN, PennLemmatizer
from training.corpora import Document
from training.tokenization import adapt

# spacy-lookups-data: WordNet's exceptions, endings and index (WordNet licence; the package is MIT)
_WORDNET = ["lemma_rules", "lemma_exc", "lemma_index"]
_UNWANTED = {("troops", "NNS")}  # its own lemma in EWT; "troop deployments" should meet "troops"


def assemble(network: Network, treebanks: Sequence[Document], meta: Mapping[str, Any]) -> Language:
    """The whole pipeline: tokenizer, encoder, lemmatizer. `meta` goes into meta.json."""
    nlp = spacy.blank("en")
    nlp.meta.update(meta)
    adapt(nlp)
    encoder = nlp.add_pipe(FACTORY)
    assert isinstance(encoder, Encoder)
    encoder.from_bytes(Encoder(network=network).to_bytes())
    lemmatizer = nlp.add_pipe(LEMMATIZER)
    assert isinstance(lemmatizer, PennLemmatizer)
    lookups = load_lookups("en", _WORDNET)
    lookups.add_table(SEEN)
    lemmatizer.initialize(lookups=lookups)
    table = lookups.get_table(SEEN)
    for (word, tag), lemma in _commonest_lemmas(treebanks).items():
        if (word, tag) not in _UNWANTED and lemma != lemmatizer.by_rule(word, tag):
            table[f"{word} {tag}"] = lemma
    return nlp


def _commonest_lemmas(treebanks: Sequence[Document]) -> dict[tuple[str, str], str]:
    """What the training sentences say, leaving out names and words written wrongly."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document in treebanks:
        for sentence in document.sentences:
            for word, tag, lemma in zip(sentence.words, sentence.xpos, sentence.lemmas, strict=True):
                if word.isascii() and word.replace("'", "").isalpha() and not tag.startswith("NNP"):
                    counts[word.lower(), tag][lemma.lower()] += 1
    return {key: found.most_common(1)[0][0] for key, found in counts.items() if found.total() > 1}
