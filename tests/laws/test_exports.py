"""Laws of every export format: whole, in constant form, readable by others, and nothing of the text lost but what the format forbids."""

import base64
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import igraph
import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import export, ids
from graph.errors import QueryError
from graph.export._rows import evidence_json, evidence_row
from graph.model import Entity, Evidence, Extraction, Granularity, Kind, Period, Relation, Span, Status
from graph.ontology import TYPES, relation
from graph.query import RelationQuery
from graph.stores import open_store

DIRTY = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("<>&\"'\x00\x1f\r\n\t\ufffe\u202e=]")),
    min_size=1,
    max_size=30,
)
ALL = RelationQuery()


def extraction(
    sentence: str, names: tuple[str, str], types: Iterable[str] = ("VISITS",), outlet: str | None = "Outlet"
) -> Extraction:
    """An article of one sentence that reports a relation of each type between two people and, for good measure, back."""
    article = ids.article("T", sentence, date(2025, 4, 9), "https://outlet.example/1", outlet)
    ends = [
        Entity(f"person-{place}", name, Kind.PERSON, ("Alias",), {"country": "JPN"})
        for place, name in zip("ab", names, strict=True)
    ]
    whole, empty = Span(0, len(sentence)), Span(0, 0)
    relations: dict[str, Relation] = {}
    for type in types:
        for first, second in ((0, 1), (1, 0)):
            made = relation(ends[first].id, type, ends[second].id)
            relations[made.id] = made
    evidence = [
        Evidence(
            ids.evidence_id(article.id, made.id, whole, empty, empty, empty), made.id, article.id, whole, sentence, empty, empty, empty,
            list(Status)[number % 5], Period(date(2025, 4, 8), None, Granularity.RANGE), None, None, names[0], 0.8125, "visits.verb",
        )
        for number, made in enumerate(relations.values())
    ]  # fmt: skip
    return Extraction(article, (), tuple(ends), tuple(relations.values()), tuple(evidence))


def exported(suffix: str, *extractions: Extraction) -> str:
    with open_store("memory://") as store:
        store.add_many(extractions)
        return "".join(export.format_of(suffix).write(export.selected(store, ALL)))


def graphml(*extractions: Extraction) -> networkx.MultiDiGraph:
    return networkx.parse_graphml(exported("graphml", *extractions), force_multigraph=True)


@pytest.mark.parametrize("suffix", export.formats())
def test_nothing_to_export_is_still_a_whole_file(suffix: str) -> None:
    text = exported(suffix)
    if suffix in {"graphml", "gexf"}:
        ElementTree.fromstring(text)
    elif suffix == "json":
        assert json.loads(text)["elements"] == {"nodes": [], "edges": []}


@pytest.mark.parametrize("suffix", export.formats())
@given(sentence=DIRTY, names=st.tuples(DIRTY, DIRTY))
def test_strange_text_never_breaks_a_file(suffix: str, sentence: str, names: tuple[str, str]) -> None:
    text = exported(suffix, extraction(sentence, names))
    text.encode()
    if suffix in {"graphml", "gexf"}:
        ElementTree.fromstring(text)
    elif suffix == "json":
        assert len(json.loads(text)["elements"]["edges"]) == 2
    elif suffix == "jsonl":
        rows = [json.loads(line) for line in text.split("\n") if line]
        assert rows[0]["entity"]["name"] == names[0]
        assert rows[-1]["relation"]["evidence"][0]["sentence"] == sentence
    elif suffix == "md":
        assert re.findall(r"(?<!\\)[<>\[\]`]", text) == ["<", ">"] * 2  # the two addresses, nothing of the articles
        assert len(re.findall(r"^## ", text, re.MULTILINE)) == 2
    elif suffix == "html":
        page = Markup.of(text)
        assert page.tags <= OUR_TAGS
        assert not [name for name in page.attributes if name.startswith("on") or name in {"src", "style"}]
        assert page.links <= {"", "https://outlet.example/1"}
        assert page.quotes == [plain(sentence)] * 2
        assert page.headings == [plain(f"{one} – VISITS – {other}") for one, other in sorted((names, names[::-1]))]
    elif suffix == "csv":
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == 3


#: What a dossier is made of. No script, no picture, nothing that could be fetched.
OUR_TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "article", "h1", "h2", "h3", "p", "small",
    "dl", "dt", "dd", "ul", "ol", "li", "a", "bdi", "cite", "time", "code", "mark", "blockquote",
}  # fmt: skip


class Markup(HTMLParser):
    """A dossier as a browser reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.ids: list[str] = []
        self.anchors: set[str] = set()
        self._texts: dict[str, list[str]] = {"blockquote": [], "h3": []}
        self._inside: str | None = None

    @classmethod
    def of(cls, text: str) -> "Markup":
        made = cls()
        made.feed(text)
        made.close()
        return made

    @property
    def quotes(self) -> list[str]:
        return [plain(text) for text in self._texts["blockquote"]]

    @property
    def headings(self) -> list[str]:
        return [plain(text) for text in self._texts["h3"]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= values.keys()
        address = values.get("href") or ""
        (self.anchors if address.startswith("#") else self.links).add(address.removeprefix("#"))
        self.ids += [values["id"] or ""] if "id" in values else []
        if tag in self._texts:
            self._inside = tag
            self._texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = None if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._texts[self._inside][-1] += data


def plain(text: str) -> str:
    """A text as HTML shows it."""
    return " ".join(re.sub(r"[ \t\r\n]+", " ", _xml(text)).split(" ")).strip(" ")


def test_a_dossier_says_what_was_asked_when_and_how_much_it_leaves_out() -> None:
    with open_store("memory://") as store:
        store.add(extraction("A visited B.", ("A", "B"), ["VISITS", "MEETS"]))
        asked = datetime(2025, 4, 10, 8, 30, tzinfo=UTC)
        query = RelationQuery(entity="person-a", types=frozenset({"VISITS"}), statuses=frozenset({Status.ASSERTED}))
        html, markdown = (
            "".join(export.format_of(suffix).write(export.selected(store, query, asked))) for suffix in ("html", "md")
        )
    head = html[html.index("<header>") : html.index("</header>")]
    rows = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", head))
    told = {term: re.sub("<[^>]*>", "", value) for term, value in rows.items()}
    assert told == {
        "Entity": "A",
        "Types": "VISITS",
        "Statuses": "asserted",
        "Asked": "2025-04-10 08:30 UTC",
        "Relations": "1 of 3; 2 not shown",
        "Sentences": "1 in 1 article",
        "Marked": "who does what to whom",
    }
    assert "- Entity: A\n- Types: VISITS\n- Statuses: asserted\n- Asked: 2025-04-10 08:30 UTC\n" in markdown
    assert markdown.endswith("1 of 3 relations; 2 not shown.\n")


def test_every_entry_of_a_dossiers_contents_leads_somewhere_and_every_article_is_listed_once() -> None:
    page = Markup.of(
        exported("html", extraction("A visited B.", ("A", "B"), TYPES), extraction("A met B.", ("A", "B"), ["MEETS"]))
    )
    assert len(page.ids) == len(set(page.ids))
    assert page.anchors - {""} <= set(page.ids)
    assert {one for one in page.ids if one.startswith("rel_")} <= page.anchors
    assert len([one for one in page.ids if one.startswith("source-")]) == 2


def test_a_sentence_in_a_dossier_has_all_that_a_citation_needs() -> None:
    text = exported("html", extraction("Ann visited Bob.", ("Ann", "Bob"), ["MEETS"]))
    item = text[text.index("<blockquote") : text.index("</li>\n</ol>\n</article>")]
    told = [re.sub("<[^>]*>", "", value) for value in re.findall(r"<dd>(.*?)</dd>", item)]
    assert told == [
        "Outlet, T", "2025-04-09", "2025-04-08 to ..", "asserted", "Ann", "81%", "visits.verb", "https://outlet.example/1",
    ]  # fmt: skip
    assert "Outlet: T. 2025-04-09. https://outlet.example/1." in re.sub("<[^>]*>", "", text)


def test_a_dossier_allows_its_own_style_and_nothing_else() -> None:
    text = exported("html")
    style = text[text.index("<style>") + len("<style>") : text.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\"" in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", 'https://a.example/"onclick="x', "https://a.example/ b"])
def test_a_dossier_links_to_the_web_alone(url: str) -> None:
    whole = extraction("A visited B.", ("A", "B"))
    page = Markup.of(exported("html", replace(whole, article=replace(whole.article, url=url))))
    assert page.links <= {"", url}
    assert "onclick" not in page.attributes
    assert all(link.startswith("https://") for link in page.links - {""})


@given(sentence=DIRTY, names=st.tuples(DIRTY, DIRTY))
def test_graphml_gives_networkx_back_what_the_store_holds(sentence: str, names: tuple[str, str]) -> None:
    graph = graphml(extraction(sentence, names))
    assert {data["name"] for _, data in graph.nodes(data=True)} == {_xml(name) for name in names}
    for _, _, data in graph.edges(data=True):
        assert data["sentence"] == _xml(sentence)
        (piece,) = json.loads(data["evidence"])
        assert _xml(piece["sentence"]) == _xml(sentence)


def _xml(text: str) -> str:
    """What XML can hold of a text."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", "\ufffd", text)


def test_graphml_carries_codes_status_dates_and_evidence_of_every_type() -> None:
    graph = graphml(extraction("A visited B.", ("A", "B"), TYPES))
    keys = [data["relation_id"] for _, _, data in graph.edges(data=True)]
    assert len(keys) == len(set(keys)) == sum(1 if type.symmetric else 2 for type in TYPES.values())
    for _, _, key, data in graph.edges(keys=True, data=True):
        type = TYPES[data["type"]]
        assert key == data["relation_id"]
        assert (data["label"], data.get("plover"), data.get("cameo"), data["quad"]) == (
            type.name,
            type.plover,
            type.cameo,
            type.quad,
        )
        assert (data["earliest"], data["evidence_count"], data["confidence"]) == ("2025-04-08", 1, 0.8125)
        assert json.loads(data["statuses"]) == {data["status"]: 1}
        (piece,) = json.loads(data["evidence"])
        assert (piece["source"], piece["published"], piece["url"]) == (
            "Outlet",
            "2025-04-09",
            "https://outlet.example/1",
        )
        assert piece["spans"]["sentence"] == [0, 12]


def test_igraph_and_gephi_find_their_columns(tmp_path: Path) -> None:
    with open_store("memory://") as store:
        store.add(extraction("A visited B.", ("A", "B"), TYPES))
        export.save(export.selected(store, ALL), tmp_path / "graph.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "graph.graphml"))
    assert sorted(graph.vs["name"]) == ["A", "B"]
    assert set(graph.es["label"]) == set(TYPES)
    assert len(set(graph.es["relation_id"])) == graph.ecount()


def test_gexf_reads_in_networkx_with_a_timeline() -> None:
    tree = ElementTree.fromstring(exported("gexf", extraction("A visited B.", ("A", "B"))))
    edges: list[Any] = tree.findall(".//{http://gexf.net/1.3}edge")
    assert {edge.get("start") for edge in edges} == {"2025-04-08"}
    assert {edge.get("kind") for edge in edges} == {"VISITS"}


@pytest.mark.parametrize("start", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_never_takes_an_articles_text_for_a_formula(start: str) -> None:
    rows = list(csv.DictReader(io.StringIO(exported("csv", extraction(start, (start, "B"))), newline="")))
    assert {row["sentence"] for row in rows} == {f"'{start}"}


@pytest.mark.parametrize("suffix", export.formats())
def test_the_order_of_adding_does_not_change_a_byte(suffix: str) -> None:
    first, second = extraction("A visited B.", ("A", "B")), extraction("A met B.", ("A", "B"), ["MEETS"], "Other")
    assert exported(suffix, first, second) == exported(suffix, second, first)


def test_a_file_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterable[Entity]:
        yield Entity("a", "A", Kind.PERSON)
        raise RuntimeError("the store went away")

    place = tmp_path / "graph.graphml"
    with pytest.raises(RuntimeError):
        export.save(export.Material(iter(broken()), iter(()), lambda id: export.Source(None, None, None)), place)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_told_which_exist() -> None:
    with pytest.raises(QueryError, match="graphml"):
        export.format_of("docx")


@given(sentence=DIRTY, names=st.tuples(DIRTY, DIRTY), outlet=st.none() | DIRTY)
def test_evidence_written_by_hand_is_the_json_of_its_row(
    sentence: str, names: tuple[str, str], outlet: str | None
) -> None:
    source = export.Source(date(2025, 4, 9), outlet, None)
    for piece in extraction(sentence, names).evidence:
        for one in (piece, replace(piece, period=None, place="Q17", role=sentence)):
            assert json.loads(evidence_json(one, source)) == evidence_row(one, source)
