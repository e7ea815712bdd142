"""Pages that answer without JavaScript. Each has a context: a dataclass whose fields are all that its template may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse

from app.assets import Assets
from app.pages import articles, entities, findings, graphs, relations, site
from app.templating import folder, page
from app.wire import Problem


@dataclass(frozen=True, slots=True)
class ErrorPage:
    template: ClassVar[str] = "error.html"
    problem: Problem


def install(app: FastAPI) -> None:
    """Add the pages and their assets."""
    for part in (site, entities, relations, articles, graphs, findings):
        app.include_router(part.router, include_in_schema=False, default_response_class=HTMLResponse)
    app.mount("/static", Assets(directory=folder("static")), name="static")


def error_page(request: Request, problem: Problem, headers: Mapping[str, str] | None) -> HTMLResponse:
    """An error for people."""
    return page(request, ErrorPage(problem), problem.status, dict(headers or {}))
