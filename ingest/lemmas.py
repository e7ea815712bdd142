"""Lemmas from the Penn tag and tables: what treebanks show, WordNet's exceptions, and its endings."""

from collections.abc import Callable

from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Token
from spacy.vocab import Vocab

FACTORY = "entente_lemmatizer"
SEEN = "lemma_seen"  # "word tag" → lemma, where the rest would say otherwise
_MODE = "penn"
_TABLES = ["lemma_rules", "lemma_exc", "lemma_index", SEEN]

# Tags whose words carry an ending, and the WordNet class that knows it; every other word is its own lemma.
_CLASSES = {
    **dict.fromkeys(("VBD", "VBG", "VBN", "VBZ"), "verb"),
    "NNS": "noun",
    **dict.fromkeys(("JJR", "JJS"), "adj"),
    **dict.fromkeys(("RBR", "RBS"), "adv"),
}
_WORDS = {
    **dict.fromkeys(("am", "are", "is", "was", "were", "been", "being", "'m", "'re", "ai"), "be"),
    **dict.fromkeys(("has", "had", "having", "'ve"), "have"),
    **dict.fromkeys(("does", "did", "done", "doing"), "do"),
    **dict.fromkeys(("'ll", "wo"), "will"),
    "me": "i",
    "ca": "can",
    "sha": "shall",
    "n't": "not",
    "an": "a",
    "us": "we",
    "him": "he",
    "them": "they",
}


@Language.factory(FACTORY, assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> "PennLemmatizer":
    return PennLemmatizer(nlp.vocab, name)


class PennLemmatizer(Lemmatizer):
    """Needs `tag`; proper nouns and named words keep their form."""

    def __init__(self, vocab: Vocab, name: str = FACTORY) -> None:
        super().__init__(vocab, None, name, mode=_MODE, overwrite=True)
        self._found: dict[tuple[str, str], str] = {}

    @classmethod
    def get_lookups_config(cls, mode: str) -> tuple[list[str], list[str]]:
        return (_TABLES, []) if mode == _MODE else ([], [])

    def penn_lemmatize(self, token: Token) -> list[str]:
        """The one lemma of a token."""
        if token.is_space or token.tag_ in ("NNP", "NNPS") or (token.ent_type_ and token.tag_ != "NNS"):
            return [token.text]
        key = (token.lower_.replace("’", "'"), token.tag_)
        if key not in self._found:
            self._found[key] = self.lemma(*key)
        return [self._found[key]]

    def lemma(self, word: str, tag: str) -> str:
        """The lemma of a lower-case word with a Penn tag."""
        seen = self.lookups.get_table(SEEN).get(f"{word} {tag}")
        if seen is not None:
            return str(seen)
        return self.by_rule(word, tag)

    def by_rule(self, word: str, tag: str) -> str:
        """As `lemma`, without what the treebanks show."""
        if word == "'s":
            return "be" if tag.startswith("V") else "'s"
        if word == "'d":
            return "have" if tag.startswith("V") else "would"
        if word in _WORDS:
            return _WORDS[word]
        kind = _CLASSES.get(tag)
        return self._without_ending(word, kind) if kind else word

    def _without_ending(self, word: str, kind: str) -> str:
        exceptions = self.lookups.get_table("lemma_exc").get(kind, {})
        if word in exceptions:
            return str(exceptions[word][0])
        index = self._index(kind)
        candidates = [
            word[: len(word) - len(old)] + new
            for old, new in self.lookups.get_table("lemma_rules").get(kind, [])
            if word.endswith(old) and len(word) > len(old) + 1
        ]
        known: Callable[[str], bool] = index.__contains__
        found = next(filter(known, candidates), None)
        if found is None and kind == "verb":
            found = next(filter(known, _undoubled(candidates)), None)
        return found or (candidates[0] if candidates else word)

    def _index(self, kind: str) -> set[str]:
        cached: dict[str, set[str]] = self.__dict__.setdefault("_indices", {})
        if kind not in cached:
            cached[kind] = set(self.lookups.get_table("lemma_index").get(kind, ()))
        return cached[kind]


def _undoubled(stems: list[str]) -> list[str]:
    """stopp → stop"""
    return [stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]]
