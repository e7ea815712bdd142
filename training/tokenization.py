"""spaCy's English tokenizer, brought nearer to the treebanks'."""

import re

from spacy.attrs import ORTH
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# Prefixes that stay with their word: "non-nuclear", "pro-Beijing"; other hyphens part words.
_PREFIXES = [
    "anti",
    "co",
    "counter",
    "cross",
    "e",
    "inter",
    "mid",
    "mini",
    "multi",
    "non",
    "over",
    "pan",
    "post",
    "pre",
    "pro",
    "re",
    "semi",
    "socio",
    "sub",
]
_ABBREVIATIONS = [
    "Amb.",
    "Attn.",
    "Brig.",
    "Capt.",
    "Cmdr.",
    "Col.",
    "Fri.",
    "Ft.",
    "Lt.",
    "Maj.",
    "Mon.",
    "Reps.",
    "Sgt.",
    "Tue.",
    "Tues.",
    "Thur.",
    "Wed.",
    "al.",
    "etc.",
]
_RUNS = [r"[!?]{2,}", r"\*{2,}", r"_{2,}", r"={2,}", r"~{2,}", r"<<", r">>"]
_AFTER_ACRONYM = r"(?<=[A-Z]\.)-(?=[A-Za-z])"  # U.S.-led
_TELEPHONE = r"(?:\+?\d{1,3}-)?(?:\d{3}-)?\d{3}-\d{4}"


def adapt(nlp: Language) -> None:
    """Changes the tokenizer of `nlp`, which is saved with it."""
    tokenizer = nlp.tokenizer
    defaults = nlp.Defaults
    tokenizer.prefix_search = compile_prefix_regex([*_RUNS, *(defaults.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*_RUNS, *(defaults.suffixes or ())]).search
    infixes = [_AFTER_ACRONYM, *map(_after_no_prefix, defaults.infixes or ())]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.token_match = re.compile(f"^(?:{_TELEPHONE}|(?:{'|'.join(_RUNS)}))$").match
    tokenizer.add_special_case("and/or", [{ORTH: part} for part in ("and", "/", "or")])
    for word in _ABBREVIATIONS:
        tokenizer.add_special_case(word, [{ORTH: word}])


def _after_no_prefix(infix: str) -> str:
    """The infix pattern for hyphens between letters, told to spare words like "non-nuclear"."""
    if "(?:-|" not in infix:
        return infix
    spared = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in _PREFIXES)
    return spared + infix
