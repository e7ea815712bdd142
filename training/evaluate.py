"""Measures a pipeline from raw text on the dev sets: python -m training.evaluate [ingest/model]

Every paragraph goes in as it was written. Words are matched by their characters, as the CoNLL 2018 shared
task does: F of words whose head and main relation (UAS: head only) are right, tokenization errors included.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp import load
from training import corpora
from training.corpora import Passage

Place = tuple[int, int]  # first and last character of a word or more, white space not counted


@dataclass(slots=True)
class Tally:
    """Counts for one F score."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, gold: set[object], found: set[object]) -> None:
        self.right += len(gold & found)
        self.gold += len(gold)
        self.found += len(found)

    @property
    def f(self) -> float:
        return 200 * self.right / max(self.gold + self.found, 1)


@dataclass(slots=True)
class Syntax:
    """Scores of a treebank."""

    tokens: Tally = field(default_factory=Tally)
    sentences: Tally = field(default_factory=Tally)
    upos: Tally = field(default_factory=Tally)
    xpos: Tally = field(default_factory=Tally)
    lemmas: Tally = field(default_factory=Tally)
    uas: Tally = field(default_factory=Tally)
    las: Tally = field(default_factory=Tally)


def gold_places(words: Sequence[str]) -> list[Place]:
    places, at = [], 0
    for word in words:
        length = len("".join(word.split()))
        places.append((at, at + length))
        at += length
    return places


def found_places(doc: Doc) -> list[Place]:
    """By token; white space gets an empty place."""
    return gold_places([token.text for token in doc])


def score_syntax(nlp: Language, path: Path) -> Syntax:
    paragraphs = [corpora.join(run) for document in corpora.read_conllu(path) for run in document.paragraphs]
    scores = Syntax()
    texts = [corpora.text(paragraph) for paragraph in paragraphs]
    for gold, doc in zip(paragraphs, nlp.pipe(texts), strict=True):
        _add_paragraph(scores, gold, doc)
    return scores


def _add_paragraph(scores: Syntax, gold: Passage, doc: Doc) -> None:
    places, own = gold_places(gold.words), found_places(doc)
    words = [token for token in doc if not token.is_space]
    scores.tokens.add(set(places), {own[token.i] for token in words})
    bounds = [index for index, start in enumerate(gold.starts) if start] + [len(places)]
    gold_sentences = {(places[a][0], places[b - 1][1]) for a, b in pairwise(bounds)}
    found_sentences = set()
    for sentence in doc.sents:
        inside = [own[token.i] for token in sentence if not token.is_space]
        if inside:
            found_sentences.add((inside[0][0], inside[-1][1]))
    scores.sentences.add(set(gold_sentences), set(found_sentences))
    for tally, labels, attribute in (
        (scores.upos, gold.upos, "pos_"),
        (scores.xpos, gold.xpos, "tag_"),
        (scores.lemmas, [lemma.lower() for lemma in gold.lemmas], "lemma_"),
    ):
        found = {(own[token.i], _label(token, attribute)) for token in words}
        tally.add(set(zip(places, labels, strict=True)), set(found))
    heads = [places[head - 1] if head else None for head in gold.heads]
    mains = [relation.split(":")[0] for relation in gold.relations]
    found_heads = [None if token.head is token or token.dep_ == "ROOT" else own[token.head.i] for token in words]
    found_mains = [token.dep_.split(":")[0].lower() for token in words]
    spots = [own[token.i] for token in words]
    scores.uas.add(set(zip(places, heads, strict=True)), set(zip(spots, found_heads, strict=True)))
    scores.las.add(set(zip(places, heads, mains, strict=True)), set(zip(spots, found_heads, found_mains, strict=True)))


def _label(token: object, attribute: str) -> str:
    value: str = getattr(token, attribute)
    return value.lower() if attribute == "lemma_" else value


# How the kinds of names count: UNER and CrossNER know places as one kind.
_SHARED = {"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG", "EVENT": "EVENT"}


def score_names(nlp: Language, path: Path, kinds: Iterable[str]) -> tuple[Tally, Tally, dict[str, Tally]]:
    """(all, spans only, by kind). Names that touch words whose status the corpus does not tell do not count."""
    wanted = set(kinds)
    whole, spans_only, by_kind = Tally(), Tally(), {kind: Tally() for kind in sorted(wanted)}
    records = corpora.measured(path)
    for record, doc in zip(records, nlp.pipe(corpora.text(record) for record in records), strict=True):
        places, own = gold_places(record.words), found_places(doc)
        unknown = [place for place, name in zip(places, record.names, strict=True) if name == corpora.UNKNOWN]
        gold = {
            (places[start][0], places[end - 1][1], _SHARED.get(kind, ""))
            for start, end, kind in corpora.spans(record.names)
        }
        found = {(own[entity.start][0], own[entity.end - 1][1], _SHARED.get(entity.label_, "")) for entity in doc.ents}
        gold = {name for name in gold if name[2] in wanted}
        found = {
            (start, end, kind)
            for start, end, kind in found
            if kind in wanted and not any(start < last and end > first for first, last in unknown)
        }
        whole.add(set(gold), set(found))
        spans_only.add({name[:2] for name in gold}, {name[:2] for name in found})
        for kind, tally in by_kind.items():
            tally.add({name for name in gold if name[2] == kind}, {name for name in found if name[2] == kind})
    return whole, spans_only, by_kind


def speed(nlp: Language, path: Path) -> float:
    """Words a second on this thread, everything in the pipeline; best of three."""
    documents = corpora.read_conllu(path)
    texts = [corpora.text(corpora.join(run)) for document in documents for run in document.paragraphs][:400]
    best = 0.0
    for _ in range(3):
        begun = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        best = max(best, words / (time.process_time() - begun))
    return best


def evaluate(model: str | None, data: Path) -> dict[str, dict[str, float]]:
    """Every figure, rounded to one decimal."""
    begun = time.perf_counter()
    nlp = load(model)
    seconds = time.perf_counter() - begun
    rows: dict[str, dict[str, float]] = {}
    for name, file in (("EWT dev", "en_ewt-ud-dev"), ("GUM dev", "en_gum-perm-dev")):
        scores = score_syntax(nlp, data / "syntax" / f"{file}.conllu")
        rows[name] = {part: getattr(scores, part).f for part in Syntax.__slots__}
    for name, file, kinds in (
        ("UNER-EWT dev", "uner-ewt-dev", ("PER", "LOC", "ORG")),
        ("CrossNER politics dev", "crossner-politics-dev", ("PER", "LOC", "ORG", "EVENT")),
    ):
        whole, spans_only, by_kind = score_names(nlp, data / "ner" / f"{file}.jsonl", kinds)
        rows[name] = {"all": whole.f, "spans": spans_only.f} | {kind: tally.f for kind, tally in by_kind.items()}
    rows["cost"] = {
        "words/s": round(speed(nlp, data / "syntax" / "en_gum-perm-dev.conllu")),
        "load s": round(seconds, 2),
        "memory MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("model", nargs="?", help="a pipeline's folder; the shipped one unless named")
    parser.add_argument("--data", type=Path, default=Path("../shared/nlp"))
    parser.add_argument("--json", type=Path, help="write the figures here too")
    given = parser.parse_args()
    if not given.data.is_dir():
        sys.exit(f"{given.data} is missing: the dev sets are needed (training/README.md says where from)")
    rows = evaluate(given.model, given.data)
    for name, figures in rows.items():
        print(f"{name:22}", "  ".join(f"{part} {value:.1f}" for part, value in figures.items()))
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
