"""Pages that answer without JavaScript."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, Response

from app.wire import Problem


def install(app: FastAPI) -> None:
    pass


def error_page(request: Request, problem: Problem, headers: Mapping[str, str] | None) -> Response:
    return HTMLResponse("", problem.status, dict(headers or {}))
