"""The language pipeline as the reading sees it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from graph.errors import ModelError
from ingest import clearnlp, nlp
from ingest.encoder.component import Encoder
from ingest.encoder.network import GRAPH

ROOT = Path(__file__).parents[2]

ARTICLE = """Dutch Prime Minister Arnout Veldkamp Visits Tokyo

TOKYO (Reuters) - Dutch Prime Minister Arnout Veldkamp met Japanese Defense Minister Haruto Mori in Tokyo on Monday. \
“We are strengthening ties,” he said. The U.S. Navy's troops were struck at 9 a.m. by two missiles, Gen. Paul Reyes told \
the North Atlantic Treaty Organization (NATO).

The talks in Jean-Luc Picard's hometown weren't held."""


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return nlp.load()


def analysis(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (token.text, token.tag_, token.pos_, str(token.morph), token.lemma_, token.dep_, token.head.i, token.is_sent_start, token.ent_iob_, token.ent_type_)
        for token in doc
    ]  # fmt: skip


def test_the_shipped_pipeline_is_an_ordinary_spacy_pipeline() -> None:
    assert spacy.load(nlp.SHIPPED).pipe_names == ["entente_encoder", "entente_lemmatizer"]


def test_names_keep_their_kinds(pipeline: Language) -> None:
    names = {(name.text, name.label_) for name in pipeline(ARTICLE).ents}
    assert {("Arnout Veldkamp", "PERSON"), ("Haruto Mori", "PERSON"), ("Tokyo", "GPE"), ("Japanese", "NORP")} <= names
    assert ("North Atlantic Treaty Organization", "ORG") in names


def test_sentences_hold_at_abbreviations_and_end_at_breaks(pipeline: Language) -> None:
    sentences = [sentence.text.strip() for sentence in pipeline(ARTICLE).sents]
    assert sentences[0] == "Dutch Prime Minister Arnout Veldkamp Visits Tokyo"
    assert sentences[-1] == "The talks in Jean-Luc Picard's hometown weren't held."
    assert any(sentence.startswith("The U.S. Navy's troops") and sentence.endswith("(NATO).") for sentence in sentences)


def test_a_straight_quotation_mark_stays_with_the_sentence_it_opens_or_closes(pipeline: Language) -> None:
    text = 'The minister resigned. "We will go on." The party met on Friday. "Nothing changes," said its leader.'
    sentences = [sentence.text.strip() for sentence in pipeline(text).sents]
    assert sentences == [
        "The minister resigned.",
        '"We will go on."',
        "The party met on Friday.",
        '"Nothing changes," said its leader.',
    ]


def test_a_text_without_any_sentence_is_read_in_time(pipeline: Language) -> None:
    doc = pipeline("word " * 3000)
    assert len(doc) == 3000
    assert sum(1 for _ in doc.sents) >= 3000 // 512


def test_every_sentence_is_one_tree(pipeline: Language) -> None:
    for text in (ARTICLE, " ".join(ARTICLE.split()), ARTICLE.upper(), "word " * 700, "a, b; c: " * 300):
        for sentence in pipeline(text).sents:
            roots = [token for token in sentence if token.head == token]
            assert [token.dep_ for token in roots] == ["ROOT"]
            assert all(token.head.sent == sentence for token in sentence)


def test_the_parts_of_a_passive_are_told(pipeline: Language) -> None:
    words = {token.text: token for token in pipeline("The troops were struck by missiles.")}
    assert words["troops"].dep_ == "nsubj:pass"
    assert words["missiles"].dep_ == "obl:agent"
    assert words["struck"].morph.get("Voice") == ["Pass"]


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("The ministers met in Oslo.", "met", "meet"),
        ("The mayor said no.", "said", "say"),
        ("Missiles struck the port.", "struck", "strike"),
        ("The troops left.", "troops", "troop"),
        ("They were there.", "were", "be"),
        ("Allies are weaponizing trade.", "weaponizing", "weaponize"),
        ("It’s signing treaties.", "treaties", "treaty"),
        ("They don’t agree.", "n’t", "not"),
    ],
)
def test_lemmas_are_the_words_a_dictionary_has(pipeline: Language, sentence: str, word: str, lemma: str) -> None:
    assert next(token.lemma_ for token in pipeline(sentence) if token.text == word) == lemma


def test_neither_batches_nor_processes_change_an_analysis(pipeline: Language) -> None:
    texts = [ARTICLE, "Short.", *ARTICLE.split("\n\n"), "The president of Kenya flew to Rome. " * 40]
    alone = [analysis(pipeline(text)) for text in texts]
    assert [analysis(doc) for doc in pipeline.pipe(texts, batch_size=2)] == alone
    assert [analysis(doc) for doc in pipeline.pipe(reversed(texts), batch_size=50)] == alone[::-1]


@pytest.mark.slow
def test_the_number_of_threads_does_not_change_an_analysis(pipeline: Language, tmp_path: Path) -> None:
    script = """
import json, sys
from ingest import nlp
doc = nlp.load()(open(sys.argv[1], encoding="utf-8").read())
print(json.dumps([(t.text, t.tag_, t.dep_, t.head.i, t.is_sent_start, t.ent_iob_, t.ent_type_) for t in doc]))
"""
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    told = [
        subprocess.run(
            [sys.executable, "-c", script, str(article)],
            env=os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2", "4")
    ]
    assert told[0] == told[1] == told[2]
    here = [[token.text, token.tag_, token.dep_, token.head.i] for token in pipeline(ARTICLE)]
    assert [row[:4] for row in json.loads(told[0])] == here


@pytest.mark.slow
def test_two_processes_read_the_same(pipeline: Language) -> None:
    texts = ARTICLE.split("\n\n") * 3
    assert [analysis(doc) for doc in pipeline.pipe(texts, n_process=2, batch_size=2)] == [
        analysis(pipeline(text)) for text in texts
    ]


def test_a_paragraph_reads_the_same_alone_and_among_others(pipeline: Language) -> None:
    alone = [token[:5] for paragraph in ARTICLE.split("\n\n") for token in analysis(pipeline(paragraph))]
    assert [token[:5] for token in analysis(pipeline(ARTICLE)) if str(token[0]).strip()] == alone


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "\x00\x01\x02 control\x07 characters\x1b[31m",
        "🚀🔥 👩‍👩‍👧‍👦 🇯🇵🇳🇱!!!",
        "日本の首相は東京でオランダの首相と会談した。",
        "Президент встретился с министром в Москве.",
        "عقد الرئيس اجتماعا في القاهرة.",
        "nospaces" * 2000,
        "." * 3000,
        "\ufffd\u200b\u202e\ufeff mixed \u2028 marks \u2029 here",
        "a\r\nb\rc\x0bd\x0ce",
    ],
)
def test_strange_text_is_analysed_and_kept(pipeline: Language, text: str) -> None:
    doc = pipeline(text)
    assert doc.text == text
    assert all(token.is_space == (token.pos_ == "SPACE") for token in doc)
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)


@pytest.mark.slow
def test_a_megabyte_is_read(pipeline: Language) -> None:
    paragraph = "The foreign ministers of Chile and Peru met in Lima on Friday. " * 16 + "\n\n"
    text = paragraph * (1_000_001 // len(paragraph) + 1)
    assert len(text) > 1_000_000
    assert len(pipeline(text).ents) > 30_000


def test_a_long_paragraph_is_cut_at_sentences(pipeline: Language) -> None:
    sentence = "The foreign ministers of Chile and Peru met in Lima on Friday."
    sentences = [found.text.strip() for found in pipeline(" ".join([sentence] * 80)).sents]
    assert sentences == [sentence] * 80


def copy_of_the_model(folder: Path, pipeline: Language) -> Path:
    target = folder / "model"
    pipeline.to_disk(target)
    return target


def test_what_is_saved_reads_as_before(tmp_path: Path, pipeline: Language) -> None:
    again = nlp.load(str(copy_of_the_model(tmp_path, pipeline)))
    assert analysis(again(ARTICLE)) == analysis(pipeline(ARTICLE))


@pytest.mark.parametrize("file", [f"entente_encoder/{GRAPH}", "entente_encoder/labels.json", "meta.json", "tokenizer"])
def test_a_damaged_model_says_so(tmp_path: Path, pipeline: Language, file: str) -> None:
    model = copy_of_the_model(tmp_path, pipeline)
    content = (model / file).read_bytes()
    (model / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError, match=r"damaged|cannot load"):
        nlp.load(str(model))


@pytest.mark.parametrize("file", [f"entente_encoder/{GRAPH}", "entente_encoder/wordpieces.txt", "config.cfg"])
def test_an_incomplete_model_says_so(tmp_path: Path, pipeline: Language, file: str) -> None:
    model = copy_of_the_model(tmp_path, pipeline)
    (model / file).unlink()
    with pytest.raises(ModelError, match=r"lacks|cannot load"):
        nlp.load(str(model))


def test_labels_of_another_network_are_refused(tmp_path: Path, pipeline: Language) -> None:
    model = copy_of_the_model(tmp_path, pipeline)
    labels = json.loads((model / "entente_encoder/labels.json").read_text())
    labels["xpos"].append("NEW")
    (model / "entente_encoder/labels.json").write_text(json.dumps(labels))
    with pytest.raises(ModelError, match="do not belong together: xpos"):
        nlp.load(str(model))


def test_a_model_for_another_spacy_is_refused(tmp_path: Path, pipeline: Language) -> None:
    model = copy_of_the_model(tmp_path, pipeline)
    meta = json.loads((model / "meta.json").read_text())
    meta["spacy_version"] = ">=2.0.0,<2.1.0"
    (model / "meta.json").write_text(json.dumps(meta))
    with pytest.raises(ModelError, match="spaCy"):
        nlp.load(str(model))


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        nlp.load(str(tmp_path / "nowhere"))


def test_the_setting_chooses_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(nlp.SETTING, str(tmp_path / "elsewhere"))
    with pytest.raises(ModelError, match="elsewhere"):
        nlp.load()


def test_a_pipeline_without_a_parse_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="a dependency parse"):
        nlp.load(str(tmp_path / "blank"))
    shutil.rmtree(tmp_path / "blank")


def test_an_encoder_without_weights_says_so() -> None:
    with pytest.raises(ModelError, match="has no network"):
        Encoder()(Doc(spacy.blank("en").vocab, words=["word"]))


def test_clearnlp_labels_become_universal() -> None:
    words = [
        "Arnout",
        "Veldkamp",
        "was",
        "greeted",
        "in",
        "Tokyo",
        "by",
        "officials",
        "of",
        "Japan",
        "who",
        "were",
        "friendly",
    ]
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        heads=[1, 3, 3, 3, 3, 4, 3, 6, 7, 8, 11, 7, 11],
        deps=[
            "compound",
            "nsubjpass",
            "auxpass",
            "ROOT",
            "prep",
            "pobj",
            "agent",
            "pobj",
            "prep",
            "pobj",
            "nsubj",
            "relcl",
            "acomp",
        ],
        pos=["PROPN", "PROPN", "AUX", "VERB", "ADP", "PROPN", "ADP", "NOUN", "ADP", "PROPN", "PRON", "AUX", "ADJ"],
        lemmas=[
            "Arnout",
            "Veldkamp",
            "be",
            "greet",
            "in",
            "Tokyo",
            "by",
            "official",
            "of",
            "Japan",
            "who",
            "be",
            "friendly",
        ],
    )
    doc.set_ents([Span(doc, 0, 2, label="PERSON")])
    found = {token.text: (token.dep_, token.head.text) for token in clearnlp.Universal()(doc)}
    assert found == {
        "Arnout": ("nsubj:pass", "greeted"),
        "Veldkamp": ("flat", "Arnout"),
        "was": ("aux:pass", "greeted"),
        "greeted": ("ROOT", "greeted"),
        "in": ("case", "Tokyo"),
        "Tokyo": ("obl", "greeted"),
        "by": ("case", "officials"),
        "officials": ("obl:agent", "greeted"),
        "of": ("case", "Japan"),
        "Japan": ("nmod", "officials"),
        "who": ("nsubj", "friendly"),
        "were": ("cop", "friendly"),
        "friendly": ("acl:relcl", "officials"),
    }
    assert doc[3].morph.get("Voice") == ["Pass"]
