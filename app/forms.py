"""What pages read from their addresses. As the API's filters, but empty fields (a form sends them) ask for nothing."""

from dataclasses import replace
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.deps import Day
from graph.model import Kind, Status
from graph.query import RelationQuery

Form = TypeVar("Form", bound=BaseModel)


class RelationForm(BaseModel):
    """The filters above a list of relations."""

    model_config = ConfigDict(frozen=True)

    type: list[str] = []
    plover: list[str] = []
    status: list[Status] = []
    direction: Literal["both", "out", "in"] = "both"
    date_from: Day | None = None
    date_to: Day | None = None
    published_from: Day | None = None
    published_to: Day | None = None
    source: str | None = None
    article: str | None = None
    entity: str | None = None
    subject: str | None = None
    object: str | None = None
    between: list[str] = Field(default=[], max_length=2)
    q: str | None = Field(default=None, max_length=200)
    min_confidence: float = Field(default=0.0, ge=0, le=1)
    cursor: str | None = Field(default=None, max_length=2000)

    @property
    def filtered(self) -> bool:
        """Whether it asks for anything."""
        return self.model_copy(update={"cursor": None}) != RelationForm()

    def query(self, limit: int, **changes: Any) -> RelationQuery:
        """As the store understands it."""
        pair = (self.between[0], self.between[1]) if len(self.between) == 2 else None
        asked = RelationQuery(
            entity=self.entity,
            direction=self.direction,
            subject=self.subject,
            object=self.object,
            between=pair,
            types=frozenset(self.type),
            plover=frozenset(self.plover),
            statuses=frozenset(self.status),
            date_from=self.date_from,
            date_to=self.date_to,
            published_from=self.published_from,
            published_to=self.published_to,
            article=self.article,
            source=self.source,
            q=self.q,
            min_confidence=self.min_confidence,
            limit=limit,
            cursor=self.cursor,
        )
        return replace(asked, **changes)


class SearchForm(BaseModel):
    """Searching entities."""

    q: str = Field(default="", max_length=200)
    kind: list[Kind] = []
    cursor: str | None = Field(default=None, max_length=2000)


class ArticleForm(BaseModel):
    """Searching articles."""

    q: str | None = Field(default=None, max_length=200)
    source: str | None = None
    entity: str | None = None
    published_from: Day | None = None
    published_to: Day | None = None
    cursor: str | None = Field(default=None, max_length=2000)


def _read(request: Request, form: type[Form]) -> Form:
    """The address's parameters as a form; a problem page names what does not fit."""
    given: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        values = [value for value in request.query_params.getlist(name) if value.strip()]
        if values:
            given[name] = values if str(field.annotation).startswith("list") else values[-1]
    try:
        return form.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


def _relations(request: Request) -> RelationForm:
    return _read(request, RelationForm)


def _search(request: Request) -> SearchForm:
    return _read(request, SearchForm)


def _articles(request: Request) -> ArticleForm:
    return _read(request, ArticleForm)


Relations = Annotated[RelationForm, Depends(_relations)]
Search = Annotated[SearchForm, Depends(_search)]
Articles = Annotated[ArticleForm, Depends(_articles)]
