"""An article for reading: paragraphs of sentences, the entities they name linked, the sentences that are evidence anchored."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.marks import Run, mention_runs
from graph.model import Entity, Evidence, Extraction, Mention, Span


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a paragraph: a sentence with evidence (`evidence` in reading order), or the words between such sentences."""

    runs: Sequence[Run[Mention]]
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class Paragraph:
    parts: Sequence[Part]


def paragraphs(read: Extraction) -> list[Paragraph]:
    """The article's text, line by line, without empty lines and without a first line that only repeats the title."""
    article = read.article
    lines = list(_lines(article.text))
    if lines and lines[0].of(article.text).strip() == article.title.strip() and not _evidence_in(read, lines[0]):
        lines = lines[1:]
    return [Paragraph(list(_parts(read, span))) for span in lines]


def named(read: Extraction, names: Mapping[str, Entity]) -> list[tuple[Entity, int]]:
    """The entities the article names with how often, most often first."""
    counts = Counter(mention.entity_id for mention in read.mentions)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(names[one], count) for one, count in ranked if one in names]


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _parts(read: Extraction, line: Span) -> Iterator[Part]:
    """Cuts the line at its evidence sentences. A sentence that runs over lines belongs to the line it starts in; of sentences that
    overlap, the first keeps the place and the others' evidence is anchored there too."""
    text, done = read.article.text, line.start
    starting = sorted(_evidence_in(read, line), key=lambda piece: (piece.sentence, piece.trigger, piece.id))
    while starting:
        first = starting[0].sentence
        end = min(first.end, line.end)
        here = [piece for piece in starting if piece.sentence.start < end or piece.sentence.start == first.start]
        starting = starting[len(here) :]
        if first.start > done:
            yield _part(read, Span(done, first.start))
        yield Part(mention_runs(text, _inside(read, Span(first.start, end)), Span(first.start, end)), here)
        done = end
    if done < line.end:
        yield _part(read, Span(done, line.end))


def _evidence_in(read: Extraction, line: Span) -> list[Evidence]:
    return [piece for piece in read.evidence if line.start <= piece.sentence.start < line.end]


def _part(read: Extraction, span: Span) -> Part:
    return Part(mention_runs(read.article.text, _inside(read, span), span), ())


def _inside(read: Extraction, span: Span) -> list[Mention]:
    """Mentions in the span that do not lie in one taken before, since links cannot be nested."""
    taken: list[Mention] = []
    for mention in sorted(read.mentions, key=lambda one: (one.span.start, -one.span.end, one.entity_id)):
        clear = not taken or mention.span.start >= taken[-1].span.end
        if clear and span.start <= mention.span.start and mention.span.end <= span.end:
            taken.append(mention)
    return taken
