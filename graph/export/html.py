"""HTML, a dossier to cite from, print and hand over: one file that needs nothing else, no script in it.

Articles are other people's text: all of it is escaped, only http addresses become links, and the file forbids itself everything but its
own style (content security policy by hash), so that even a slip could not run. Relations stand by type, then by name; memory holds a
line for each, their sentences wait on disk until the contents are written.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import Final, NamedTuple
from urllib.parse import quote

from graph.export import About, Material, Source
from graph.export._rows import edge_row, period_text, xml, xml_text
from graph.marks import sentence_runs
from graph.model import Edge, Evidence
from graph.ontology import TYPES

media_type: Final = "text/html"

#: Bytes of sentences held in memory; more go to disk.
_IN_MEMORY: Final = 8_000_000
_ADDRESS: Final = re.compile(r"https?://[^\s<>\x00-\x1f]+")
_STYLE: Final = """
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --paper: #ffffff; --line: #c9d1d9; --link: #0b57d0;
  --subject: #d8e8ff; --trigger: #fff0c2; --object: #d9f2de; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #a3adb8; --paper: #11151a; --line: #39424d; --link: #8ab4f8;
  --subject: #17375e; --trigger: #4d3c00; --object: #12401f; } }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 46rem; font: 1rem/1.55 Georgia, "Times New Roman", serif;
  color: var(--text); background: var(--paper); overflow-wrap: anywhere; }
h1, h2, h3, dt, nav, small { font-family: system-ui, sans-serif; }
h1 { margin-bottom: 0; }
h2 { margin-top: 2.5rem; padding-bottom: .2rem; border-bottom: 2px solid var(--line); }
h3 { margin: 1.8rem 0 .2rem; font-size: 1.1rem; }
a { color: var(--link); }
small, dt { color: var(--soft); }
nav ul { padding-left: 1.2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .4rem 0; font-size: .9rem; }
dd { margin: 0; }
blockquote { margin: .8rem 0 .2rem; padding-left: .8rem; border-left: 3px solid var(--line); }
mark { color: inherit; padding: 0 .1em; }
.subject { background: var(--subject); text-decoration: underline; }
.trigger { background: var(--trigger); font-weight: bold; }
.object { background: var(--object); text-decoration: underline double; }
.sentences { padding-left: 1.4rem; }
.sources li { margin-bottom: .6rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .3rem; } }
@media print {
  :root { color-scheme: light; --text: #000; --soft: #333; --paper: #fff; --line: #999; --link: #000;
    --subject: #fff; --trigger: #fff; --object: #fff; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  .sentences li, .sources li { break-inside: avoid; }
  nav a { text-decoration: none; }
}
"""
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_OPENING: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Dossier – Entente</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>Dossier</h1>
<p>Relations read from news articles by Entente, each with the sentences it rests on. They were read by rules, not by people: look at
the sentence before you cite it.</p>
"""


class _Entry(NamedTuple):
    """A relation in the order of the dossier, and where its part waits."""

    type: str
    subject: str
    object: str
    id: str
    start: int
    length: int


def write(material: Material) -> Iterator[str]:
    names = {entity.id: entity.name for entity in material.entities}
    entries: list[_Entry] = []
    sources: dict[str, Source] = {}
    sentences = 0
    with SpooledTemporaryFile(_IN_MEMORY) as parts:
        for edge, evidence in material.relations:
            relation = edge.relation
            for piece in evidence:
                sources[piece.article_id] = material.source(piece.article_id)
            sentences += len(evidence)
            ends = names[relation.subject], names[relation.object]
            part = "".join(_relation(edge, evidence, ends, sources)).encode()
            entries.append(_Entry(relation.type, *ends, relation.id, parts.tell(), len(part)))
            parts.write(part)
        entries.sort()
        yield _OPENING
        yield from _about(material.about, len(entries), sentences, len(sources))
        yield "</header>\n"
        yield from _contents(entries)
        yield "<main>\n"
        for type, group in groupby(entries, key=_type):
            yield f'<section aria-labelledby="{type}">\n<h2 id="{type}">{_words(type)}</h2>\n<p><small>{xml_text(TYPES[type].definition)}</small></p>\n'
            for entry in group:
                parts.seek(entry.start)
                yield parts.read(entry.length).decode()
            yield "</section>\n"
        yield from _sources(sources)
        yield "</main>\n</body>\n</html>\n"


def _about(about: About, relations: int, sentences: int, articles: int) -> Iterator[str]:
    yield "<dl>\n"
    for term, answer in about.question or (("asked for", "everything"),):
        yield _row(term.capitalize(), f"<bdi>{xml_text(answer)}</bdi>")
    if about.asked:
        moment = about.asked.astimezone(UTC)
        yield _row("Asked", f'<time datetime="{moment:%Y-%m-%dT%H:%MZ}">{moment:%Y-%m-%d %H:%M} UTC</time>')
    shown = f"{relations:,}"
    if about.total:
        total = max(about.total(), relations)
        shown += f" of {total:,}; {total - relations:,} not shown"
    yield _row("Relations", shown)
    yield _row("Sentences", f"{sentences:,} in {articles:,} article{'' if articles == 1 else 's'}")
    yield _row(
        "Marked",
        '<mark class="subject">who</mark> <mark class="trigger">does what</mark> <mark class="object">to whom</mark>',
    )
    yield "</dl>\n"


def _contents(entries: Iterable[_Entry]) -> Iterator[str]:
    yield '<nav aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ul>\n'
    for type, group in groupby(entries, key=_type):
        yield f'<li><a href="#{type}">{_words(type)}</a>\n<ul>\n'
        for entry in group:
            yield f'<li><a href="#{xml(quote(entry.id))}">{_triple(type, entry.subject, entry.object)}</a></li>\n'
        yield "</ul></li>\n"
    yield '<li><a href="#sources">Sources</a></li>\n</ul>\n</nav>\n'


def _relation(
    edge: Edge, evidence: Iterable[Evidence], ends: tuple[str, str], sources: dict[str, Source]
) -> Iterator[str]:
    relation, row = edge.relation, edge_row(edge)
    codes = [f"{scheme} {row[key]}" for scheme, key in (("PLOVER", "plover"), ("CAMEO", "cameo")) if row[key]]
    told = ", ".join(f"{status.value} {count}×" for status, count in edge.statuses.items())
    yield f'<article>\n<h3 id="{xml(relation.id)}">{_triple(relation.type, *ends)}</h3>\n'
    yield f"<p><small>{'; '.join([str(row['quad']), *codes, told])}. Relation {xml_text(relation.id)}.</small></p>\n"
    yield '<ol class="sentences">\n'
    for piece in evidence:
        yield from _sentence(piece, sources[piece.article_id])
    yield "</ol>\n</article>\n"


def _sentence(piece: Evidence, source: Source) -> Iterator[str]:
    runs = "".join(
        f'<mark class="{" ".join(run.labels)}">{xml_text(run.text)}</mark>' if run.labels else xml_text(run.text)
        for run in sentence_runs(piece)
    )
    yield f'<li>\n<blockquote dir="auto">{runs}</blockquote>\n<dl>\n'
    yield _row(
        "Reported by", f'<a href="#source-{xml(quote(piece.article_id))}">{_outlet(source)}</a>, {_title(source)}'
    )
    yield _row("Published", _day(source.published))
    yield _row("Tells of", _day(period_text(piece.period), "no day"))
    yield _row("Status", piece.status.value)
    yield _row(
        "Who says so", f"<bdi>{xml_text(piece.attributed_to)}</bdi>" if piece.attributed_to else "the outlet itself"
    )
    yield _row("Confidence", f"{piece.confidence:.0%}")
    yield _row("Rule", f"<code>{xml_text(piece.rule)}</code>")
    if source.url:
        yield _row("Address", _link(source.url))
    yield "</dl>\n</li>\n"


def _sources(sources: dict[str, Source]) -> Iterator[str]:
    """The articles by outlet, day and title, as a bibliography has them."""
    yield '<section aria-labelledby="sources">\n<h2 id="sources">Sources</h2>\n<ul class="sources">\n'
    for id, source in sorted(sources.items(), key=lambda item: (*_sorted(item[1]), item[0])):
        address = f" {_link(source.url)}." if source.url else ""
        day = _day(source.published)
        yield (
            f'<li id="source-{xml(id)}">{_outlet(source)}: {_title(source)}. {day}.{address} <small>Article {xml_text(id)}.</small></li>\n'
        )
    yield "</ul>\n</section>\n"


def _sorted(source: Source) -> tuple[str, str, str]:
    return source.source or "", source.published.isoformat() if source.published else "", source.title


def _type(entry: _Entry) -> str:
    return entry.type


def _words(type: str) -> str:
    return type.replace("_", " ")


def _triple(type: str, subject: str, object: str) -> str:
    return f"<bdi>{xml_text(subject)}</bdi> – {_words(type)} – <bdi>{xml_text(object)}</bdi>"


def _row(term: str, html: str) -> str:
    return f"<dt>{xml_text(term)}</dt><dd>{html}</dd>\n"


def _outlet(source: Source) -> str:
    return f"<bdi>{xml_text(source.source or 'unknown outlet')}</bdi>"


def _title(source: Source) -> str:
    return f"<cite><bdi>{xml_text(source.title)}</bdi></cite>" if source.title.strip() else "an article without a title"


def _day(told: date | str | None, otherwise: str = "day unknown") -> str:
    """A day as such; a period as it is told, since no one day would be right."""
    if not told:
        return otherwise
    iso = str(told)
    return f'<time datetime="{iso}">{iso}</time>' if "/" not in iso else iso.replace("/", " to ")


def _link(url: str) -> str:
    """The address in full, as paper needs it; a link where it leads to the web."""
    return f'<a href="{xml(url)}" rel="noreferrer">{xml_text(url)}</a>' if _ADDRESS.fullmatch(url) else xml_text(url)
