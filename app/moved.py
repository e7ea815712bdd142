"""Old ids keep answering: an address with the id of a merged entity leads to the same address with the survivor's."""

from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from app import deps, errors
from app.errors import NotFound


def install(app: FastAPI) -> None:
    """Ask the decisions of analysts before an entity is said not to exist."""
    app.add_exception_handler(NotFound, _missing)


def _missing(request: Request, error: Exception) -> Response:
    """301 for a reader (not to be kept: merges can be taken back), for a writer 404 with the new id."""
    assert isinstance(error, NotFound)
    today = deps.curator(request).current(error.id) if error.what == "entity" else error.id
    if today == error.id:
        return errors.problem(request, 404, error.detail)
    address = _address(request, error.id, today)
    if request.method not in ("GET", "HEAD") or address == _address(request, error.id, error.id):
        return errors.problem(request, 404, f"{error.detail} any more; it is {today!r} today")
    return RedirectResponse(address, 301, {"Cache-Control": "no-cache"})


def _address(request: Request, old: str, new: str) -> str:
    """The request's path and query with one id for the other."""
    parts = [quote(new if part == old else part, safe="") for part in request.url.path.split("/")]
    asked = [(name, new if value == old else value) for name, value in request.query_params.multi_items()]
    return "/".join(parts) + (f"?{urlencode(asked)}" if asked else "")
