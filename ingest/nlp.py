"""The language pipeline: the only place that loads spaCy."""

import logging
import os
import warnings
from pathlib import Path

import spacy
from spacy.language import Language

import ingest.clearnlp
import ingest.encoder.component
import ingest.lemmas  # all three register their factory, also where Entente is not installed
from graph.errors import ModelError

SETTING = "ENTENTE_MODEL"
SHIPPED = Path(__file__).parent / "model"
MAX_LENGTH = 10_000_000  # characters of one text; the shipped pipeline needs no memory that grows with it
NAME_KINDS = ("PERSON", "GPE", "LOC", "FAC", "ORG", "NORP", "EVENT")

_NEEDED = {"token.dep": "a dependency parse", "token.tag": "part-of-speech tags"}
_WANTED = {"token.lemma": "lemmas", "doc.ents": "names"}
_ALSO_FROM = {"token.lemma": ("lemmatizer", "trainable_lemmatizer"), "doc.ents": ("entity_ruler", "span_ruler")}

log = logging.getLogger(__name__)


def load(path: str | None = None) -> Language:
    """The pipeline at `path`, else at the ENTENTE_MODEL setting, else the shipped one.

    `path` is a folder or the name of an installed spaCy pipeline. One with ClearNLP labels has them turned into
    universal ones; what another pipeline lacks and the rules could do without is logged as a warning. Raises
    ModelError when it is missing, damaged, does not fit the installed spaCy or onnxruntime, or lacks what the
    rules need.
    """
    name = path or os.environ.get(SETTING) or str(SHIPPED)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message=r"\[W095\]")  # trained for another spaCy
            nlp = spacy.load(name)
    except ModelError:
        raise
    except Exception as error:  # spaCy reports a damaged folder by whatever the damage broke
        raise ModelError(f"cannot load the language model {name!r}: {_first_line(error)}") from error
    _check(nlp, name)
    if ingest.clearnlp.speaks_clearnlp(nlp):
        nlp.add_pipe(ingest.clearnlp.FACTORY)
    nlp.max_length = MAX_LENGTH
    return nlp


def _check(nlp: Language, name: str) -> None:
    assigned = {attribute for meta in map(nlp.get_pipe_meta, nlp.pipe_names) for attribute in meta.assigns}
    lacking = [what for attribute, what in _NEEDED.items() if attribute not in assigned]
    if nlp.lang != "en":
        lacking.insert(0, "English")
    if lacking:
        raise ModelError(f"the language model {name!r} cannot be used: the rules need {', '.join(lacking)}")
    for attribute, what in _WANTED.items():
        if attribute not in assigned and not any(
            factory in nlp.pipe_factories.values() for factory in _ALSO_FROM[attribute]
        ):
            log.warning("the language model %r has no %s: fewer relations will be found", name, what)
    kinds = {label for labels in nlp.pipe_labels.values() for label in labels}
    missing = [kind for kind in NAME_KINDS if kind not in kinds]
    if missing and "doc.ents" in assigned:
        log.warning("the language model %r knows no names of the kinds %s", name, ", ".join(missing))


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:300]}" if lines else type(error).__name__
