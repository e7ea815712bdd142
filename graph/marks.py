"""Text cut into runs, each with what it is part of: subject, trigger, object of a piece of evidence, or a mention of an entity.

Pages, browser and dossiers draw the runs one after the other. So nobody counts characters twice (Python counts code points, JavaScript UTF-16
units), nobody pastes text into HTML, and spans may overlap as they like.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from graph.model import Evidence, Mention, Span

Label = TypeVar("Label")


@dataclass(frozen=True, slots=True)
class Run(Generic[Label]):
    """Some characters of a text and the labels of all spans they lie in, in the order the spans were given."""

    text: str
    labels: tuple[Label, ...]


def runs(text: str, spans: Iterable[tuple[Span, Label]], within: Span | None = None) -> list[Run[Label]]:
    """The text (or the part `within`) as runs without gaps; joined they give it back. Empty and outside spans mark nothing."""
    within = within or Span(0, len(text))
    clipped = [
        (max(span.start, within.start), min(span.end, within.end), label)
        for span, label in spans
        if span.start < within.end and span.end > within.start and span.start < span.end
    ]
    cuts = sorted({within.start, within.end, *(start for start, _, _ in clipped), *(end for _, end, _ in clipped)})
    return [
        Run(text[start:end], tuple(label for first, last, label in clipped if first <= start and end <= last))
        for start, end in pairwise(cuts)
    ]


def sentence_runs(piece: Evidence) -> list[Run[str]]:
    """The quote of a piece of evidence with its subject, trigger and object marked."""
    base = piece.sentence.start
    spans = (("subject", piece.subject_span), ("trigger", piece.trigger), ("object", piece.object_span))
    inside = [
        (span.shift(-base), role) for role, span in spans if base <= span.start and span.end <= piece.sentence.end
    ]
    return runs(piece.quote, inside)


def mention_runs(text: str, mentions: Iterable[Mention], within: Span | None = None) -> list[Run[Mention]]:
    """A text with the entities it names."""
    return runs(text, [(mention.span, mention) for mention in mentions], within)
