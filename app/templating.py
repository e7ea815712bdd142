"""Templates: where they lie, the words and links they may use, and how a page is made of a context."""

from dataclasses import fields
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol
from urllib.parse import quote, urlencode

import jinja2
from fastapi import Request
from starlette.responses import HTMLResponse

import app as package
from app import glyphs, legend
from graph import ontology
from graph.model import Granularity, Kind, Period, Status

_HERE: Final = Path(__file__).parent
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Context(Protocol):
    """What a template gets: a dataclass whose `template` names the file and whose fields are its variables."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


def folder(name: str) -> Path:
    """templates or static: inside an installed wheel, else in the checkout."""
    packed = _HERE / "_assets" / name
    return packed if packed.is_dir() else _HERE.parent / name


@cache
def environment() -> jinja2.Environment:
    """All templates autoescape; an unknown variable is an error, not an empty place."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": day,
        "moment": moment,
        "count": count,
        "plural": plural,
        "period": period,
        "percent": percent,
        "words": words,
    }
    made.globals |= {
        "version": package.__version__,
        "address": address,
        "changed": changed,
        "glyph": glyphs.PATHS.__getitem__,
        "types": ontology.TYPES,
        "format_label": legend.format_label,
        "kinds": legend.KINDS,
        "statuses": legend.STATUSES,
        "plover": ontology.PLOVER,
        "Kind": Kind,
        "Status": Status,
    }
    return made


def page(request: Request, context: Context, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    """The context's template, rendered."""
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    html = environment().get_template(context.template).render(request=request, **values)
    return HTMLResponse(html, status, {"Cache-Control": "no-cache", **(headers or {})})


# -- words for people -----------------------------------------------------------------------------------------------------


def day(value: date | None) -> str:
    """9 April 2025; a dash where unknown."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else "–"


def moment(value: date) -> str:
    """A day as such; a moment as 9 April 2025, 08:30 UTC."""
    return f"{day(value)}, {value:%H:%M} UTC" if isinstance(value, datetime) else day(value)


def period(value: Period | None) -> str:
    """9 April 2025 · May 2025 · 2025 · 1 to 7 May 2025 · since 3 May 2010 · until …; empty where nothing is told."""
    if value is None:
        return ""
    if value.earliest is None or value.latest is None:
        return f"until {day(value.latest)}" if value.latest else f"since {day(value.earliest)}"
    if value.earliest == value.latest:
        return day(value.earliest)
    if value.granularity is Granularity.YEAR:
        return str(value.earliest.year)
    if value.granularity is Granularity.MONTH:
        return f"{_MONTHS[value.earliest.month - 1]} {value.earliest.year}"
    return f"{day(value.earliest)} to {day(value.latest)}"


def count(value: int) -> str:
    """1,234"""
    return f"{value:,}"


def plural(value: int, one: str, many: str | None = None) -> str:
    """1 article, 2,345 articles"""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def percent(value: float) -> str:
    """A probability as 87 %."""
    return f"{value * 100:.0f} %"


def words(name: str) -> str:
    """DEPLOYS_TO as DEPLOYS TO."""
    return name.replace("_", " ")


# -- links ----------------------------------------------------------------------------------------------------------------


def address(kind: str, id: str, fragment: str = "") -> str:
    """The page of an entity, relation or article: /entities/Q17. Ids are opaque, so everything is quoted."""
    return f"/{kind}/{quote(id, safe='')}" + (f"#{quote(fragment, safe='')}" if fragment else "")


def changed(request: Request, **values: str | None) -> str:
    """This address with some parameters changed, None to take out; back on the first page unless a cursor is given."""
    kept = [
        (name, value) for name, value in request.query_params.multi_items() if name not in {*values, "cursor"} and value
    ]
    return "?" + urlencode([*kept, *((name, value) for name, value in values.items() if value is not None)])
