"""The language pipeline: the only place that loads spaCy."""

import os
from pathlib import Path

import spacy
from spacy.language import Language

import ingest.encoder.component
import ingest.lemmas  # noqa: F401  both register their factory, also where Entente is not installed
from graph.errors import ModelError

SETTING = "ENTENTE_MODEL"
SHIPPED = Path(__file__).parent / "model"
_TRIAL = Path(__file__).parent.parent / ".cache" / "model-trial-encoder"
MAX_LENGTH = 10_000_000  # characters of one text; the shipped pipeline needs no memory that grows with it


def load(path: str | None = None) -> Language:
    """The pipeline at `path`, else at the ENTENTE_MODEL setting, else the shipped one.

    `path` is a folder or the name of an installed spaCy pipeline. Raises ModelError when it is missing,
    damaged, or does not fit the installed spaCy or onnxruntime.
    """
    shipped = SHIPPED if (SHIPPED / "meta.json").exists() else _TRIAL
    name = path or os.environ.get(SETTING) or str(shipped)
    try:
        nlp = spacy.load(name)
    except ModelError:
        raise
    except Exception as error:  # spaCy reports a damaged folder by whatever the damage broke
        raise ModelError(f"cannot load the language model {name!r}: {_first_line(error)}") from error
    nlp.max_length = MAX_LENGTH
    return nlp


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:300]}" if lines else type(error).__name__
