"""The training material keeps its labels whatever is done to it."""

import json
import random
from pathlib import Path

import pytest
import spacy

from training import corpora, labelled
from training.augmentation import NamePool, vary
from training.corpora import NAME_TAGS, UNKNOWN, Passage
from training.tokenization import adapt

CONLLU = """\
# newdoc id = one
# newpar
# text = Ana doesn't pay.
1\tAna\tAna\tPROPN\tNNP\t_\t4\tnsubj\t_\t_
2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdoes\tdo\tAUX\tVBZ\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tpay\tpay\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# text = Go!
1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newpar
# text = Oslo
1\tOslo\tOslo\tPROPN\tNNP\t_\t0\troot\t_\t_

"""


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_treebank_is_read_by_document_paragraph_and_sentence(tmp_path: Path) -> None:
    (document,) = corpora.read_conllu(write(tmp_path, "a.conllu", CONLLU))
    assert [[" ".join(sentence.words) for sentence in paragraph] for paragraph in document.paragraphs] == [
        ["Ana does n't pay .", "Go !"],
        ["Oslo"],
    ]
    joined = corpora.join(document.paragraphs[0])
    assert corpora.text(joined) == "Ana doesn't pay. Go! "
    assert joined.heads == [4, 4, 4, 0, 4, 0, 6]
    assert joined.starts == [1, 0, 0, 0, 0, 1, 0]


def test_names_find_their_sentences(tmp_path: Path) -> None:
    documents = corpora.read_conllu(write(tmp_path, "a.conllu", CONLLU))
    record = {
        "doc": "one",
        "tokens": ["Go", "!", "Oslo"],
        "spaces": [False, True, True],
        "ents": [[2, 3, "GPE"]],
        "missing": [[0, 1]],
    }
    records = corpora.read_names(write(tmp_path, "a.jsonl", json.dumps(record) + "\n"))
    assert corpora.add_names(documents, records) == 2
    by_words = {tuple(sentence.words): sentence.names for sentence in documents[0].sentences}
    assert by_words["Go", "!"] == [UNKNOWN, 0]
    assert by_words["Oslo",] == [NAME_TAGS.index("B-GPE")]
    assert set(by_words["Ana", "does", "n't", "pay", "."]) == {UNKNOWN}


def named(words: str, *spans: tuple[int, int, str]) -> Passage:
    tokens = words.split()
    names = [0] * len(tokens)
    for start, end, kind in spans:
        names[start] = NAME_TAGS.index(f"B-{kind}")
        names[start + 1 : end] = [NAME_TAGS.index(f"I-{kind}")] * (end - start - 1)
    return Passage(tokens, [True] * len(tokens), names)


def test_hyphenated_names_are_cut_with_their_tags() -> None:
    passage = corpora.split_hyphens(named("Ana Ruiz-Lund left", (0, 2, "PERSON")))
    assert passage.words == ["Ana", "Ruiz", "-", "Lund", "left"]
    assert corpora.spans(passage.names) == [(0, 4, "PERSON")]


def test_a_long_record_is_cut_whole() -> None:
    passage = named("One two three . Four five six . Seven eight nine .")
    assert [len(piece.words) for piece in corpora.cut(passage, 6)] == [4, 4, 4]


def test_other_names_take_the_place_of_names_and_keep_their_kind() -> None:
    passage = named("Ana Ruiz of Chile met Ana Ruiz", (0, 2, "PERSON"), (3, 4, "GPE"), (5, 7, "PERSON"))
    pool = NamePool({"PERSON": [("Bo", "X.", "Lee")], "GPE": [("Peru",)]}, {})
    rng = random.Random(5)
    replaced = False
    for _ in range(200):
        variant = vary(passage, pool, rng)
        spans = corpora.spans(variant.names)
        assert [kind for _, _, kind in spans] == ["PERSON", "GPE", "PERSON"]
        first, last = (variant.words[start:end] for start, end, _ in (spans[0], spans[2]))
        assert first == last
        replaced = replaced or first == ["Bo", "X.", "Lee"]
    assert replaced


def test_the_tokenizer_keeps_what_treebanks_keep_and_cuts_what_they_cut() -> None:
    nlp = spacy.blank("en")
    adapt(nlp)
    text = "Great!!! Pro-Beijing Lt. Hinata-Mori (NATO) U.S.-led and/or non-nuclear $5 etc."
    assert [token.text for token in nlp(text)] == (
        "Great !!! Pro-Beijing Lt. Hinata - Mori ( NATO ) U.S. - led and / or non-nuclear $ 5 etc.".split()  # noqa: SIM905
    )


def test_a_dev_set_is_either_learnt_from_or_measured(tmp_path: Path) -> None:
    record = {"doc": "one", "spaces": [True], "ents": [], "missing": []}
    lines = "".join(json.dumps(record | {"tokens": [f"word{number}"]}) + "\n" for number in range(9))
    split = write(tmp_path, "crossner-politics-dev.jsonl", lines)
    learnt, measured = ([passage.words[0] for passage in part(split)] for part in (corpora.learnt, corpora.measured))
    assert measured == ["word0", "word4", "word8"]
    assert sorted(learnt + measured) == [f"word{number}" for number in range(9)]
    whole = write(tmp_path, "uner-ewt-dev.jsonl", lines)
    assert len(corpora.measured(whole)) == 9


def test_our_own_passages_tell_names_and_sentences(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "own.txt",
        "[Ana Ruiz-Lund|PERSON] left [Peru|GPE]'s navy.\n“No,” she said.\n\nThe end\n",
    )
    (document,) = labelled.read_labelled(path)
    assert [len(paragraph) for paragraph in document.paragraphs] == [2, 1]
    joined = corpora.join(document.paragraphs[0])
    assert corpora.text(joined) == "Ana Ruiz-Lund left Peru's navy. “No,” she said. "
    assert corpora.spans(joined.names) == [(0, 4, "PERSON"), (5, 6, "GPE")]
    assert [joined.words[place] for place, start in enumerate(joined.starts) if start] == ["Ana", "“"]
    assert not joined.heads
    variant = vary(joined, NamePool({"PERSON": [("Bo",)], "GPE": [("Chad",)]}, {}), random.Random(1))
    assert len(variant.starts) == len(variant.words) == len(variant.spaces) == len(variant.names)


@pytest.mark.parametrize("line", ["[Peru|NATION] left.", "[Per|GPE]u left.", "[Peru|GPE left.", "Peru|GPE] left."])
def test_a_passage_marked_wrongly_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="Per"):
        labelled.read_labelled(write(tmp_path, "own.txt", line))


@pytest.mark.parametrize("path", sorted(labelled.FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_passage_of_ours_is_marked_rightly(path: Path) -> None:
    (document,) = labelled.read_labelled(path)
    sentences = list(document.sentences)
    assert len(sentences) > 30
    assert sum(len(corpora.spans(sentence.names)) for sentence in sentences) > len(sentences)
