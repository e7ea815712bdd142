"""Articles, and what is marked in their text."""

from datetime import date

from pydantic import Field

from app.wire.entities import EntityRef
from app.wire.envelopes import Wire
from graph import model
from graph.model import Status


class ArticleRef(Wire):
    id: str
    title: str
    source: str | None = Field(description="the outlet")
    published: date | None
    url: str | None

    @classmethod
    def of(cls, article: model.Article) -> "ArticleRef":
        return cls(
            id=article.id, title=article.title, source=article.source, published=article.published, url=article.url
        )


class Article(ArticleRef):
    words: int

    @classmethod
    def of(cls, article: model.Article) -> "Article":
        return cls(**ArticleRef.of(article).model_dump(), words=len(article.text.split()))


class ArticleRecord(Article):
    entities: int
    relations: int
    evidence: int


class MentionOut(Wire):
    article: ArticleRef
    text: str
    start: int
    end: int


class TextMention(Wire):
    entity: EntityRef
    text: str
    start: int
    end: int


class TextEvidence(Wire):
    """Where a piece of evidence stands in the text."""

    id: str
    relation_id: str
    status: Status
    sentence: tuple[int, int]
    subject: tuple[int, int]
    trigger: tuple[int, int]
    object: tuple[int, int]


class ArticleText(Wire):
    """The text with stand-off marks."""

    article: ArticleRef
    text: str
    mentions: list[TextMention]
    evidence: list[TextEvidence]
