"""The journey of an article, in reading order: parse → mentions → coreference → entities → relations → extraction.

Deterministic: the same article gives the same extraction on every machine, in any order and number of processes.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from spacy.language import Language

from graph.errors import InputError
from graph.model import Article, Extraction
from ingest import entities, nlp, relations

#: Texts with fewer letters are too short to tell their language; they are read as English.
_LETTERS_TO_JUDGE: Final = 120
#: How sure the language identifier has to be before an article is refused.
_SURE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads articles. Making one loads the language model (a second); keep it."""

    language: Language

    @classmethod
    def load(cls, model: str | None = None) -> "Reader":
        """With the shipped model, or another by path or name. Raises ModelError."""
        return cls(nlp.load(model))

    def extract(self, article: Article) -> Extraction:
        """What the article says. Raises InputError when it is not written in English."""
        foreign = foreign_language(article.text)
        if foreign:
            raise InputError(article.url or article.title, f"written in {foreign}; only English is read")
        doc = self.language(article.text)
        cast = entities.cast(doc, article.published, article.id)
        found, evidence = relations.relations(doc, article, cast)
        return Extraction(
            article=article,
            mentions=tuple(cast.mention_models()),
            entities=tuple(cast.entities[id] for id in sorted(cast.entities)),
            relations=tuple(found),
            evidence=tuple(evidence),
        )


def foreign_language(text: str) -> str | None:
    """The English name of the language a text is surely written in where that is not English, else None."""
    sample = text[:4000]
    if sum(character.isalpha() for character in sample) < _LETTERS_TO_JUDGE:
        return None
    code, probability = _identifier().classify(sample)
    if code == "en" or probability < _SURE:
        return None
    return language_name(code)


def language_name(code: str) -> str:
    """ "French" for "fr"; the code itself where no name is known."""
    from babel import (  # here: it reads its tables when imported, and most articles are English
        Locale,
        UnknownLocaleError,
    )

    try:
        return str(Locale.parse("en").languages.get(code, code))
    except UnknownLocaleError:
        return code


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
