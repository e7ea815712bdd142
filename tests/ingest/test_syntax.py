"""The parse as plain lists, and the repairs it gets."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from ingest.syntax import Tree


@pytest.fixture(scope="module")
def vocab() -> Vocab:
    return Vocab()


def test_a_finite_verb_is_not_coordinated_with_an_infinitive(vocab: Vocab) -> None:
    words = ["Peru", "warned", "Chile", "to", "leave", "and", "urged", "Cuba"]
    heads = [1, 1, 1, 4, 1, 6, 4, 6]
    deps = ["nsubj", "ROOT", "obj", "mark", "xcomp", "cc", "conj", "obj"]
    tags = ["NNP", "VBD", "NNP", "TO", "VB", "CC", "VBD", "NNP"]
    tree = Tree(Doc(vocab, words=words, heads=heads, deps=deps, tags=tags))
    assert tree.head[6] == 1
    assert 6 in tree.kids[1]
    assert 6 not in tree.kids[4]


def test_a_finite_verb_behind_a_name_is_the_root_and_a_name_without_a_rival_its_object(vocab: Vocab) -> None:
    words = ["Ana", "Lund", "called", "Peru", "."]
    tree = Tree(
        Doc(
            vocab,
            words=words,
            heads=[0, 0, 0, 2, 0],
            deps=["ROOT", "flat", "parataxis", "xcomp", "punct"],
            pos=["PROPN", "PROPN", "VERB", "PROPN", "PUNCT"],
            tags=["NNP", "NNP", "VBD", "NNP", "."],
        )
    )
    assert [(tree.head[word], tree.dep[word]) for word in (0, 2, 3, 4)] == [
        (2, "nsubj"),
        (2, "ROOT"),
        (2, "obj"),
        (2, "punct"),
    ]


def test_a_participle_behind_a_name_stays_under_it(vocab: Vocab) -> None:
    words = ["Peru", "led", "by", "Ana"]
    deps, pos = ["ROOT", "acl", "case", "obl"], ["PROPN", "VERB", "ADP", "PROPN"]
    tree = Tree(Doc(vocab, words=words, heads=[0, 0, 3, 1], deps=deps, pos=pos, tags=["NNP", "VBN", "IN", "NNP"]))
    assert tree.dep == deps


def test_a_preposition_is_found_at_the_first_word_of_a_name(vocab: Vocab) -> None:
    words = ["sailed", "to", "Indo", "Pacific"]
    tree = Tree(
        Doc(
            vocab,
            words=words,
            heads=[0, 2, 3, 0],
            deps=["ROOT", "case", "compound", "obl"],
            pos=["VERB", "ADP", "PROPN", "PROPN"],
            tags=["VBD", "IN", "NNP", "NNP"],
        )
    )
    assert tree.case(3) == "to"


def test_containers_are_known_by_what_they_hold(vocab: Vocab) -> None:
    words = ["a", "series", "of", "strikes"]
    tree = Tree(
        Doc(
            vocab,
            words=words,
            heads=[1, 1, 3, 1],
            deps=["det", "ROOT", "case", "nmod"],
            pos=["DET", "NOUN", "ADP", "NOUN"],
            tags=["DT", "NN", "IN", "NNS"],
            lemmas=["a", "series", "of", "strike"],
        )
    )
    assert {"series", "strike"} <= tree.names(1)
