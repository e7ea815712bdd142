"""Evidence: the sentences that relations were read from, and the articles that report them."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from app.wire.articles import ArticleRef
from app.wire.entities import EntityRef
from app.wire.envelopes import Articles, Names, Wire
from graph import corroboration, marks, model
from graph.model import Granularity, Status


class Run(Wire):
    text: str
    roles: list[str] = Field(description="subject, trigger, object; empty for the words between")


class Span(Wire):
    text: str
    start: int = Field(description="first character in the article's text")
    end: int = Field(description="one past the last")
    sentence_start: int | None = Field(description="the same within the sentence; null where it lies outside")
    sentence_end: int | None


class Sentence(Wire):
    text: str
    start: int
    end: int
    runs: list[Run] = Field(description="the sentence in pieces; joined they give `text`")


class Period(Wire):
    earliest: date | None
    latest: date | None
    granularity: Granularity

    @classmethod
    def of(cls, period: model.Period | None) -> "Period | None":
        if period is None:
            return None
        return cls(earliest=period.earliest, latest=period.latest, granularity=period.granularity)


class Evidence(Wire):
    """One report of a relation: the sentence, when, how sure, who says so, which rule read it."""

    id: str
    relation_id: str
    article: ArticleRef
    sentence: Sentence
    subject: Span
    trigger: Span
    object: Span
    status: Status
    period: Period | None
    place: EntityRef | None
    role: str | None
    attributed_to: str | None = Field(description="who says so; null when the outlet itself does")
    confidence: float
    rule: str

    @classmethod
    def of(cls, piece: model.Evidence, article: model.Article, names: Names) -> "Evidence":
        def span(marked: model.Span) -> Span:
            inside = piece.sentence.start <= marked.start and marked.end <= piece.sentence.end
            base = piece.sentence.start
            return Span(
                text=marked.of(article.text),
                start=marked.start,
                end=marked.end,
                sentence_start=marked.start - base if inside else None,
                sentence_end=marked.end - base if inside else None,
            )

        return cls(
            id=piece.id,
            relation_id=piece.relation_id,
            article=ArticleRef.of(article),
            sentence=Sentence(
                text=piece.quote,
                start=piece.sentence.start,
                end=piece.sentence.end,
                runs=[Run(text=run.text, roles=list(run.labels)) for run in marks.sentence_runs(piece)],
            ),
            subject=span(piece.subject_span),
            trigger=span(piece.trigger),
            object=span(piece.object_span),
            status=piece.status,
            period=Period.of(piece.period),
            place=EntityRef.of(piece.place, names) if piece.place else None,
            role=piece.role,
            attributed_to=piece.attributed_to,
            confidence=piece.confidence,
            rule=piece.rule,
        )


class Report(Wire):
    """An article, and those that repeat it."""

    #: The API's document names a model by its module where two have one name: see app/api/screen.py.
    __module__ = "app.wire"

    article: ArticleRef = Field(description="the earliest")
    repeated_by: list[ArticleRef] = Field(description="copies and rewrites of it")

    @classmethod
    def of(cls, report: corroboration.Report) -> "Report":
        return cls(
            article=ArticleRef.of(report.article), repeated_by=[ArticleRef.of(one) for one in report.repeated_by]
        )


def pieces(evidence: Iterable[model.Evidence], names: Names, articles: Articles) -> list[Evidence]:
    """Those whose article is at hand (one forgotten between two reads is left out)."""
    return [Evidence.of(piece, articles[piece.article_id], names) for piece in evidence if piece.article_id in articles]
