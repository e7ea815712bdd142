"""What every answer is made from and comes in: their base, envelopes, and errors (RFC 9457)."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from graph import model

Item = TypeVar("Item")
Names = Mapping[str, model.Entity]
Articles = Mapping[str, model.Article]


class Wire(BaseModel):
    """Base of all: immutable, made from keyword arguments only."""

    model_config = ConfigDict(frozen=True)


class Links(Wire):
    self: str = Field(description="address of this answer")
    next: str | None = Field(default=None, description="address of the next page, null at the end")


class Counted(Wire):
    """How much there is, and how much of it is here."""

    count: int | None = Field(
        None, description="how many the question selects; null where counting would cost too much"
    )
    count_is_exact: bool = True
    shown: int = Field(description="how many are in `data`")
    limit: int | None = None
    truncated: bool = Field(default=False, description="whether there is more than `data` holds")


class Answer(Wire, Generic[Item]):
    data: Item
    links: Links


class Listing(Wire, Generic[Item]):
    data: list[Item]
    meta: Counted
    links: Links


class FieldError(Wire):
    field: str = Field(description="the parameter or body field that is wrong")
    detail: str
    suggestion: str | None = Field(default=None, description="what was probably meant")


class Problem(Wire):
    """An error, as application/problem+json."""

    type: str = Field(default="about:blank", description="address of the meaning of this kind of error")
    title: str
    status: int
    detail: str
    instance: str = Field(description="path of the request")
    errors: list[FieldError] = []
