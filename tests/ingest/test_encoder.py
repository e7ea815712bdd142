"""The encoder's parts: word features, decoding, sentence bounds, morphology."""

import re
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoder.decoding import NameTags, join_demonyms, projective, tree
from ingest.encoder.features import MAX_PIECES_PER_WORD, WordFeatures, directed_quotes
from ingest.encoder.morphology import features
from ingest.encoder.segmentation import is_break, sentence_starts

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "ties", "un", "##believ", "##able", "-", "cafe", "'", "s", "日"]


def pieces(word: str) -> list[str]:
    return [VOCABULARY[piece] for piece in WordFeatures(VOCABULARY).word(word).pieces]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Ties", ["ties"]),
        ("unbelievable", ["un", "##believ", "##able"]),
        ("Café", ["cafe"]),
        ("un-ties", ["un", "-", "ties"]),
        ("’s", ["'", "s"]),
        ("日s", ["日", "s"]),
        ("xyz", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("ties" * 60, ["[UNK]"]),
        ("-" * 40, ["-"] * MAX_PIECES_PER_WORD),
    ],
)
def test_words_are_cut_into_the_encoders_pieces(word: str, expected: list[str]) -> None:
    assert pieces(word) == expected


def test_casing_is_told_apart() -> None:
    casing = [
        WordFeatures(VOCABULARY).word(word).casing for word in ("ties", "Ties", "TIES", "McX", "9a", "T", "?", "iP")
    ]
    assert casing == [1, 2, 3, 4, 1, 6, 7, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('he said " yes " then', 'he said " yes " then'),  # nothing tells
        ('"Yes," he said. "No."', "“Yes,” he said. “No.”"),
        ('say " yes', 'say " yes'),
        ('5"x4', '5"x4'),
        ("“Yes”", "“Yes”"),
    ],
)
def test_straight_quotation_marks_open_and_close_by_the_spaces_beside_them(text: str, expected: str) -> None:
    words = re.findall(r'[“”"]|[^\s“”"]+', text)
    ends = [found.end() for found in re.finditer(r'[“”"]|[^\s“”"]+', text)]
    spaces = [text[end : end + 1].isspace() for end in ends]
    marks = [word for word in directed_quotes(words, spaces) if word in '“”"']
    assert marks == [character for character in expected if character in '“”"']


def test_a_vocabulary_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\[CLS\]"):
        WordFeatures(["[UNK]", "[SEP]"])


def test_a_window_says_where_each_word_begins_and_ends() -> None:
    words = WordFeatures(VOCABULARY)
    window = words.window([words.word("unbelievable"), words.word("ties")])
    assert window.pieces.tolist() == [[2, 5, 6, 7, 4, 3]]
    assert window.first.tolist() == [[1, 4]]
    assert window.last.tolist() == [[3, 4]]
    assert window.casing.tolist() == [[0, 1, 1, 1, 1, 0]]


def is_tree(heads: list[int]) -> bool:
    def reaches_root(word: int) -> bool:
        for _ in heads:
            word = heads[word - 1]
            if word == 0:
                return True
        return False

    return heads.count(0) == 1 and all(reaches_root(word) for word in range(1, len(heads) + 1))


def matrices(longest: int) -> st.SearchStrategy[np.ndarray]:
    return st.integers(1, longest).flatmap(
        lambda n: st.lists(
            st.lists(st.floats(-8, 8, width=32), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n
        ).map(lambda rows: np.array(rows, dtype=np.float32))
    )


@given(matrices(9))
def test_any_scores_give_one_tree(scores: np.ndarray) -> None:
    assert is_tree(tree(scores).tolist())


@given(matrices(4))
def test_the_tree_is_the_best_one_under_its_root(scores: np.ndarray) -> None:
    found = tree(scores).tolist()
    size = len(scores)
    odds = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

    def worth(heads: list[int]) -> float:
        return float(sum(odds[word, head] for word, head in enumerate(heads) if head))

    root = found.index(0)
    rivals = (
        list(heads)
        for heads in product(range(size + 1), repeat=size)
        if heads[root] == 0 and all(head != word for word, head in enumerate(heads, 1)) and is_tree(list(heads))
    )
    assert worth(found) == pytest.approx(max(map(worth, rivals)), abs=1e-4)


@given(matrices(9))
def test_lifting_crossed_arcs_leaves_a_tree_without_any(scores: np.ndarray) -> None:
    heads = projective(tree(scores)).tolist()
    assert is_tree(heads)
    arcs = [(min(word, head), max(word, head)) for word, head in enumerate(heads, 1)]
    assert not any(a < c < b < d for (a, b), (c, d) in product(arcs, repeat=2) if a and c)


@given(st.integers(1, 12).flatmap(lambda n: st.lists(st.lists(st.floats(-5, 5, width=32), min_size=5, max_size=5), min_size=n, max_size=n)))  # fmt: skip
def test_names_begin_before_they_go_on(rows: list[list[float]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    found = NameTags(["O", "B-GPE", "I-GPE", "B-ORG", "I-ORG"]).spans(scores)
    assert all(0 <= start < end <= len(rows) for start, end, _ in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_a_name_that_only_goes_on_is_mended() -> None:
    inside_first = np.array([[0.0, 1.0, 3.0], [0.0, 0.0, 3.0]], dtype=np.float32)
    assert NameTags(["O", "B-GPE", "I-GPE"]).spans(inside_first) == [(0, 2, "GPE")]


def test_demonyms_of_two_words_are_one_name() -> None:
    words = "The North Korean and south Korean envoys met New York Italians".split()  # noqa: SIM905
    names = [(1, 2, "GPE"), (2, 3, "NORP"), (5, 6, "NORP"), (8, 10, "GPE"), (10, 11, "NORP")]
    assert join_demonyms(names, words) == [(1, 3, "NORP"), (5, 6, "NORP"), (8, 10, "GPE"), (10, 11, "NORP")]
    assert join_demonyms([(2, 3, "NORP")], words) == [(1, 3, "NORP")]


def starts(text: str, **belief: float) -> list[str]:
    words = text.split()
    probabilities = np.array([belief.get(word, 0.0) for word in words], dtype=np.float32)
    return [word for word, start in zip(words, sentence_starts(words, probabilities), strict=True) if start]


def test_inside_a_paragraph_sentences_begin_after_a_mark() -> None:
    assert starts("They met . He left", He=0.05) == ["They", "He"]
    assert starts("They met . he left", he=0.3) == ["They"]
    assert starts("They met . ” He left", He=0.5) == ["They", "He"]
    assert starts("They met ” He left", He=0.5) == ["They"]
    assert starts("They met Mr. Brown", Brown=0.3) == ["They"]
    assert starts("They met Then they left", Then=0.5) == ["They"]
    assert starts("They met Then they left", Then=0.95) == ["They", "Then"]


def test_no_sentence_begins_with_a_closing_mark() -> None:
    assert starts("Go . ” He", **{"”": 0.99, "He": 0.99}) == ["Go", "He"]


@pytest.mark.parametrize(
    ("space", "following", "breaks"),
    [
        (" ", "The", False),
        ("\n\n", "the", True),
        ("\n", "The", True),
        ("\n", "the", False),
        ("\r\n", "the", False),
        ("\r\n\r\n", "the", True),
        ("\u2029", "the", True),
        ("\t", "The", False),
    ],
)
def test_line_breaks_end_sentences_unless_the_line_was_wrapped(space: str, following: str, breaks: bool) -> None:
    assert is_break(space, following) is breaks


def test_features_follow_from_tag_and_word() -> None:
    assert features("met", "VBD", "ROOT", False) == "Mood=Ind|Tense=Past|VerbForm=Fin"
    assert features("struck", "VBN", "ROOT", True) == "Tense=Past|VerbForm=Part|Voice=Pass"
    assert features("her", "PRP$", "nmod:poss", False) == "Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs"
    assert features("n't", "RB", "advmod", False) == "Polarity=Neg"
