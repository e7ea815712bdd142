"""Errors on the wire: one table from exception to status, one JSON shape (RFC 9457, application/problem+json), on every route.

Pages answer the same errors as a page.
"""

import logging
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.wire import FieldError, Problem
from graph import errors

log = logging.getLogger("entente.app")

#: The nearest class in the error's ancestry counts.
STATUS: Mapping[type[Exception], tuple[int, str]] = {
    errors.QueryError: (422, "The question does not make sense"),
    errors.InputError: (422, "The input cannot be read"),
    errors.StoreUnavailable: (503, "The graph store is away"),
    errors.StoreDenied: (503, "The graph store refuses us"),
    errors.StoreFull: (507, "The graph store is full"),
    errors.StoreDamaged: (500, "The graph store is damaged"),
    errors.UnknownStore: (500, "The graph store is not set up"),
    errors.ModelError: (503, "The language model is not ready"),
    errors.EntenteError: (500, "Something went wrong"),
}

TITLES = {
    304: "Not modified",
    400: "Bad request",
    403: "Not allowed here",
    404: "Not found",
    405: "Method not allowed",
    409: "Not possible any more",
    412: "Precondition failed",
    413: "Request body too large",
    415: "Unsupported media type",
    422: "The question does not make sense",
    428: "Precondition required",
    500: "Something went wrong",
    503: "Not available now",
    507: "No room left",
}

#: Names of query fields in graph/query.py → names of parameters.
PARAMETERS = {"types": "type", "statuses": "status", "kinds": "kind"}

#: OpenAPI: what every operation may answer beside its success.
_STATUSES = (400, 403, 404, 409, 412, 413, 415, 422, 428, 500, 503, 507)
_DESCRIBED: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": TITLES[status], "content": {"application/problem+json": {}}}
    for status in _STATUSES
}
RESPONSES: dict[int | str, dict[str, Any]] = {status: _DESCRIBED[status] for status in (400, 404, 413, 422, 500, 503)}
WRITING: dict[int | str, dict[str, Any]] = {status: _DESCRIBED[status] for status in (403, 415, 507)}
DECIDING: dict[int | str, dict[str, Any]] = {status: _DESCRIBED[status] for status in (403, 409, 412, 428, 507)}


class NotFound(HTTPException):
    """No such thing. The detail says what was looked for."""

    def __init__(self, what: str, id: str) -> None:
        super().__init__(404, f"there is no {what} {id!r}")
        self.what, self.id = what, id


class NotAllowed(HTTPException):
    """The service is not set up to do this."""

    def __init__(self, why: str) -> None:
        super().__init__(403, why)


class Refused(HTTPException):
    """Understood, but not now or not so: 409, 412, 428."""


class NotModified(Exception):
    """The client already has this answer."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)


class BadParameters(Exception):
    """Parameters that mean nothing to the operation."""

    def __init__(self, problems: list[FieldError]) -> None:
        self.problems = problems


def problem(
    request: Request,
    status: int,
    detail: str,
    title: str | None = None,
    fields: list[FieldError] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The error as problem+json, or as a page for a browser outside /api."""
    body = Problem(
        title=title or TITLES.get(status, "Something went wrong"),
        status=status,
        detail=detail,
        instance=request.url.path,
        errors=fields or [],
    )
    if wants_page(request):
        from app.pages import error_page  # pages need errors; only this one way is late

        return error_page(request, body, headers)
    return JSONResponse(
        body.model_dump(mode="json"), status, media_type="application/problem+json", headers=dict(headers or {})
    )


def wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api") and "text/html" in request.headers.get("accept", "")


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(errors.EntenteError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(BadParameters, _bad_parameters)
    app.add_exception_handler(NotModified, _not_modified)


def unexpected(request: Request, error: Exception) -> Response:
    """A bug: logged with its trace, told without it."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(request, 500, "this is a fault of ours; the log of the server says more")


def _ours(request: Request, error: Exception) -> Response:
    status, title = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    fields, detail = [], str(error)
    if isinstance(error, errors.QueryError):
        error = errors.QueryError(PARAMETERS.get(error.field, error.field), error.reason, error.suggestion)
        fields = [FieldError(field=error.field, detail=error.reason, suggestion=error.suggestion)]
        detail = str(error)
    if status >= 500:
        log.error("%s %s: %s", request.method, request.url.path, error)
    return problem(request, status, detail, title, fields, {"Retry-After": "5"} if status == 503 else None)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail, headers = error.detail, dict(error.headers or {})
    if error.status_code == 404 and detail == "Not Found":
        detail = f"nothing lives at {request.url.path}"
    if error.status_code == 405:
        detail = f"{request.method} is not possible at {request.url.path}"
        headers["Allow"] = ", ".join(_methods(request)) or headers.get("Allow", "")
    return problem(request, error.status_code, detail, headers=headers)


def _methods(request: Request) -> list[str]:
    """What is possible at this path. (A route alone knows only its own method.)"""
    paths = request.app.openapi()["paths"]
    here = [one for one in paths if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), request.url.path)]
    return sorted({method.upper() for one in here for method in paths[one]})


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = [_field(one) for one in error.errors()]
    return problem(request, 422, "; ".join(f"{one.field}: {one.detail}" for one in fields), fields=fields)


def _field(error: Mapping[str, Any]) -> FieldError:
    location = [str(part) for part in error["loc"] if part not in ("query", "path", "body", "header")]
    allowed = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    given = str(error.get("input", ""))
    close = get_close_matches(given.lower(), allowed, 1) or get_close_matches(given.upper(), allowed, 1)
    field = next((part for part in location if not part.isdigit()), "body")
    return FieldError(field=field, detail=str(error["msg"]), suggestion=close[0] if close else None)


def _bad_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadParameters)
    detail = "; ".join(
        f"{one.field}: {one.detail}" + (f" (did you mean {one.suggestion!r}?)" if one.suggestion else "")
        for one in error.problems
    )
    return problem(request, 422, detail, fields=error.problems)


def _not_modified(_: Request, error: Exception) -> Response:
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers=error.headers)
