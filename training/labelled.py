"""Passages of our own: news in our words, names marked by hand. They are in training/passages.

One sentence a line, a blank line between paragraphs, names as [Yokosuka naval base|FAC]. What is not marked
is no name of any kind in NAME_KINDS. Syntax is not told.
"""

import re
from pathlib import Path

import spacy
from spacy.language import Language

from training.corpora import NAME_KINDS, NAME_TAGS, Document, Passage
from training.tokenization import adapt

FOLDER = Path(__file__).parent / "passages"
_NAME = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\]")


def read_labelled(path: Path) -> list[Document]:
    """One document of a file's paragraphs. Raises ValueError with the line that is marked wrongly."""
    nlp = spacy.blank("en")
    adapt(nlp)
    document = Document(path.stem)
    for paragraph in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        document.paragraphs.append([_sentence(line, nlp) for line in paragraph.splitlines()])
    return [document]


def _sentence(line: str, nlp: Language) -> Passage:
    text, spans, position = "", [], 0
    for match in _NAME.finditer(line):
        text += line[position : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        position = match.end()
    text += line[position:]
    doc = nlp(text.strip())
    names = [0] * len(doc)
    for first, last, kind in spans:
        words = doc.char_span(first, last)
        if words is None or kind not in NAME_KINDS:
            raise ValueError(f"no {kind} name of whole words: {text[first:last]!r} in {line!r}")
        names[words.start : words.end] = [NAME_TAGS.index(f"I-{kind}")] * len(words)
        names[words.start] -= 1
    if "|" in text or "[" in text:
        raise ValueError(f"a name is not closed in {line!r}")
    words = [token.text for token in doc]
    starts = [1] + [0] * (len(words) - 1)
    spaces = [*(bool(token.whitespace_) for token in doc[:-1]), True]
    return Passage(words, spaces, names, starts=starts)
