"""The annotated corpora as plain sentences and passages. See README.md for where each comes from."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

UNKNOWN = -100  # a label the corpus does not tell; the losses skip it
NAME_KINDS = ("PERSON", "GPE", "LOC", "FAC", "ORG", "NORP", "EVENT")
NAME_TAGS = ("O", *(f"{position}-{kind}" for kind in NAME_KINDS for position in "BI"))
_TAG_INDEX = {tag: index for index, tag in enumerate(NAME_TAGS)}

SYNTAX = {"ewt": "en_ewt-ud", "gum": "en_gum-perm"}  # each with its own names in ner/
SYNTAX_NAMES = {"ewt": "uner-ewt", "gum": "gum-perm"}
# Corpora with names only, and how much of each one epoch sees.
NAMES_ONLY = {
    "crossner-politics-train": 1.0,
    "crossner-politics-dev": 1.0,
    "wikigold": 1.0,
    "re3d-open": 1.0,
    "redocred-dev": 0.6,
    "redocred-test": 0.6,
}


@dataclass(slots=True)
class Passage:
    """Consecutive words with what is known of each. heads: 0 is the root, k + 1 is word k.

    `names` are indices into NAME_TAGS, UNKNOWN where the corpus does not tell; a passage without syntax has
    empty `upos`, `xpos`, `heads`, `relations` and `starts`.
    """

    words: list[str]
    spaces: list[bool]
    names: list[int]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """Paragraphs of sentences."""

    id: str
    paragraphs: list[list[Passage]] = field(default_factory=list)

    @property
    def sentences(self) -> Iterator[Passage]:
        return (sentence for paragraph in self.paragraphs for sentence in paragraph)


def read_conllu(path: Path) -> list[Document]:
    """The documents of a CoNLL-U file; `# newpar` begins a paragraph, names are unknown."""
    documents: list[Document] = []
    comments: list[str] = []
    rows: list[list[str]] = []
    joined_until, joined_space = 0, True
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            comments.append(line)
        elif line:
            columns = line.split("\t")
            if "-" in columns[0]:  # a contraction such as "don't", whose words stand without a space
                joined_until = int(columns[0].split("-")[1])
                joined_space = "SpaceAfter=No" not in columns[9]
            elif "." not in columns[0]:
                number = int(columns[0])
                space = "SpaceAfter=No" not in columns[9]
                if number <= joined_until:
                    space = number == joined_until and joined_space
                rows.append([*columns[:9], "1" if space else ""])
        elif rows:
            if not documents or any(comment.startswith("# newdoc") for comment in comments):
                documents.append(Document(_document_id(comments)))
            paragraphs = documents[-1].paragraphs
            if not paragraphs or any(_begins_paragraph(comment) for comment in comments):
                paragraphs.append([])
            paragraphs[-1].append(_sentence(rows))
            comments, rows, joined_until = [], [], 0
    return documents


def _document_id(comments: Sequence[str]) -> str:
    return next((comment.partition("=")[2].strip() for comment in comments if comment.startswith("# newdoc")), "")


def _begins_paragraph(comment: str) -> bool:
    return comment == "# newpar" or comment.startswith("# newpar id")


def _sentence(rows: Sequence[Sequence[str]]) -> Passage:
    return Passage(
        words=[row[1] for row in rows],
        spaces=[bool(row[9]) for row in rows],
        names=[UNKNOWN] * len(rows),
        upos=[row[3] for row in rows],
        xpos=[row[4] for row in rows],
        heads=[int(row[6]) for row in rows],
        relations=[row[7] for row in rows],
        starts=[1] + [0] * (len(rows) - 1),
        lemmas=[row[2] for row in rows],
    )


def read_names(path: Path) -> list[Passage]:
    """The records of a names file; kinds that NAME_KINDS lacks are unknown."""
    passages = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        names = [0] * len(record["tokens"])
        for start, end, kind in record["ents"]:
            for position in range(start, end):
                tag = f"{'B' if position == start else 'I'}-{kind}"
                names[position] = _TAG_INDEX.get(tag, UNKNOWN)
        for start, end in record["missing"]:
            names[start:end] = [UNKNOWN] * (end - start)
        passages.append(Passage(record["tokens"], record["spaces"], names))
    return passages


# CrossNER's train split is a third of its dev split. So three records of four of the latter are learnt from,
# and the fourth is measured.
_SPLIT = "crossner-politics-dev"
_MEASURED_EVERY = 4


def learnt(path: Path) -> list[Passage]:
    """The records of a names file that may be learnt from."""
    records = read_names(path)
    if path.stem == _SPLIT:
        return [record for number, record in enumerate(records) if number % _MEASURED_EVERY]
    return records


def measured(path: Path) -> list[Passage]:
    """The records of a dev set that are not learnt from."""
    records = read_names(path)
    return records[::_MEASURED_EVERY] if path.stem == _SPLIT else records


_HYPHENS = re.compile(r"(?<=[^\W\d_])([-–—])(?=[^\W\d_])")


def split_hyphens(passage: Passage) -> Passage:
    """The names-only passage with hyphenated words split as treebanks and the tokenizer split them."""
    words: list[str] = []
    spaces: list[bool] = []
    names: list[int] = []
    for word, space, name in zip(passage.words, passage.spaces, passage.names, strict=True):
        parts = _HYPHENS.split(word)
        inside = name + 1 if name > 0 and NAME_TAGS[name].startswith("B-") else name
        words += parts
        spaces += [False] * (len(parts) - 1) + [space]
        names += [name] + [inside] * (len(parts) - 1)
    return Passage(words, spaces, names)


def add_names(documents: Sequence[Document], records: Sequence[Passage]) -> int:
    """Copies names from records onto the same sentences of a treebank; returns how many sentences got some.

    Records are runs of whole sentences. The longest sentence that matches at a place wins; equal sentences are
    served in order.
    """
    waiting: defaultdict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for document in documents:
        for sentence in document.sentences:
            waiting[tuple(sentence.words)].append(sentence)
    lengths: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)  # by the first two words
    for words in waiting:
        lengths[words[:2]].append(len(words))
    served: Counter[tuple[str, ...]] = Counter()
    for record in records:
        position = 0
        while position < len(record.words):
            words = tuple(record.words[position:])
            candidates = sorted({*lengths.get(words[:2], []), *lengths.get(words[:1], [])}, reverse=True)
            found = next((words[:length] for length in candidates if words[:length] in waiting), None)
            if found is None:
                position += 1
                continue
            if served[found] < len(waiting[found]):
                waiting[found][served[found]].names = record.names[position : position + len(found)]
                served[found] += 1
            position += len(found)
    return sum(served.values())


def join(sentences: Sequence[Passage]) -> Passage:
    """One passage of several sentences."""
    whole = Passage([], [], [])
    for sentence in sentences:
        offset = len(whole.words)
        whole.heads += [head + offset if head else 0 for head in sentence.heads]
        for column in ("words", "spaces", "names", "upos", "xpos", "relations", "starts", "lemmas"):
            getattr(whole, column).extend(getattr(sentence, column))
    return whole


def cut(passage: Passage, longest: int) -> Iterator[Passage]:
    """A names-only passage in pieces of at most `longest` words, cut after a full stop where there is one."""
    start = 0
    while start < len(passage.words):
        end = len(passage.words)
        if end - start > longest:
            stops = [
                position + 1
                for position in range(start + longest // 3, start + longest)
                if passage.words[position] in (".", "!", "?") and passage.names[position] == 0
            ]
            end = stops[-1] if stops else start + longest
        yield Passage(passage.words[start:end], passage.spaces[start:end], passage.names[start:end])
        start = end


def text(passage: Passage) -> str:
    """The passage as it was written."""
    return "".join(word + " " * space for word, space in zip(passage.words, passage.spaces, strict=True))


def spans(names: Sequence[int]) -> list[tuple[int, int, str]]:
    """The names of a tag sequence: (start, end, kind)."""
    found, start = [], -1
    for position, tag in enumerate([*names, 0]):
        label = NAME_TAGS[tag] if tag >= 0 else "O"
        if start >= 0 and not label.startswith("I-"):
            found.append((start, position, NAME_TAGS[names[start]][2:]))
            start = -1
        if label.startswith("B-"):
            start = position
    return found
