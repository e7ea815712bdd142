"""Universal features that follow from the Penn tag and the word; the English inventory the rules use."""

from functools import cache

_BY_TAG = {
    "NN": "Number=Sing",
    "NNS": "Number=Plur",
    "NNP": "Number=Sing",
    "NNPS": "Number=Plur",
    "JJ": "Degree=Pos",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
    "CD": "NumType=Card",
    "MD": "VerbForm=Fin",
    "VB": "VerbForm=Inf",
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBG": "VerbForm=Ger",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "WDT": "PronType=Rel",
}
_PRONOUNS = {
    "i": "Case=Nom|Number=Sing|Person=1|PronType=Prs",
    "me": "Case=Acc|Number=Sing|Person=1|PronType=Prs",
    "you": "Person=2|PronType=Prs",
    "he": "Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
    "him": "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs",
    "she": "Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs",
    "it": "Gender=Neut|Number=Sing|Person=3|PronType=Prs",
    "we": "Case=Nom|Number=Plur|Person=1|PronType=Prs",
    "us": "Case=Acc|Number=Plur|Person=1|PronType=Prs",
    "they": "Case=Nom|Number=Plur|Person=3|PronType=Prs",
    "them": "Case=Acc|Number=Plur|Person=3|PronType=Prs",
    "himself": "Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs|Reflex=Yes",
    "herself": "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs|Reflex=Yes",
    "itself": "Case=Acc|Gender=Neut|Number=Sing|Person=3|PronType=Prs|Reflex=Yes",
    "themselves": "Case=Acc|Number=Plur|Person=3|PronType=Prs|Reflex=Yes",
    "my": "Number=Sing|Person=1|Poss=Yes|PronType=Prs",
    "your": "Person=2|Poss=Yes|PronType=Prs",
    "his": "Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "its": "Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs",
    "our": "Number=Plur|Person=1|Poss=Yes|PronType=Prs",
    "their": "Number=Plur|Person=3|Poss=Yes|PronType=Prs",
}
_HER = {"PRP": "Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs",
        "PRP$": "Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs"}  # fmt: skip
_FINITE_MODALS_PAST = frozenset({"could", "would", "might"})


@cache
def features(word: str, tag: str, relation: str, passive: bool) -> str:
    """UD FEATS of a word. `word` in lower case; `passive`: it has a passive auxiliary."""
    if tag in ("PRP", "PRP$"):
        return _HER[tag] if word == "her" else _PRONOUNS.get(word, "PronType=Prs")
    if tag == "VBN" and (passive or relation == "acl"):
        return "Tense=Past|VerbForm=Part|Voice=Pass"
    if tag == "VBG" and relation in ("acl", "amod", "ROOT", "advcl"):
        return "Tense=Pres|VerbForm=Part"
    if tag == "MD" and word in _FINITE_MODALS_PAST:
        return "Tense=Past|VerbForm=Fin"
    if tag == "DT" and word in ("the", "a", "an"):
        return "Definite=Def|PronType=Art" if word == "the" else "Definite=Ind|PronType=Art"
    if word in ("not", "n't", "n’t"):
        return "Polarity=Neg"
    return _BY_TAG.get(tag, "")
