"""Bytes to text, and the small things that all sources do alike."""

import codecs
import re
import unicodedata
from datetime import date, datetime
from typing import Final

from charset_normalizer import from_bytes

from graph import ids
from graph.errors import InputError
from graph.model import Article
from ingest.sources import Location

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAX_HEADLINE: Final = 160
_DATE_FORMATS: Final = ("%Y-%m-%d", "%B %d, %Y", "%B %d %Y", "%d %B %Y", "%b %d, %Y", "%b %d %Y", "%d %b %Y")
_DATE_FRAME: Final = re.compile(
    r"^(?:published|updated|posted|date)?[:\s]*(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?P<day>[\w., -]{6,20}\d)(?:\s*[|,·-]?\s*\d{1,2}[:.]\d{2}.*)?$",
    re.IGNORECASE,
)


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text in some bytes: by byte order mark, declared encoding, UTF-8, then the likeliest. InputError for what is no text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _clean(_decoded(data, encoding, name))
    if b"\x00" in data[:4096]:
        raise InputError(name, "not text (it holds binary data)")
    # Nearly all ASCII and not UTF-8: English of the Windows years, which detectors take for its neighbours (cp1250) in short texts.
    english = "cp1252" if sum(byte < 0x80 for byte in data[:20_000]) > 0.95 * len(data[:20_000]) else None
    for candidate in (declared, "utf-8", english):
        if candidate:
            try:
                return _clean(data.decode(candidate))
            except (UnicodeDecodeError, LookupError):
                continue
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise InputError(name, "not text (no encoding fits it)")
    return _clean(_decoded(data, best.encoding, name))


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise InputError(name, f"not valid {encoding} text") from error


def _clean(text: str) -> str:
    """Line ends as \\n; control characters, which no article means, as blanks; lone surrogates as U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_plain(character) for character in text) if not text.isprintable() else text


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return " " if category == "Cc" and character not in "\n\t" else character


def article(
    location: Location,
    text: str,
    title: str | None = None,
    published: date | None = None,
    url: str | None = None,
    source: str | None = None,
    place: str | None = None,
) -> Article:
    """An article of a text, with the headline first in it. What the text does not say is taken from the location.

    `place` names the article in errors where a location holds several. InputError when there is nothing to read.
    """
    body = text.strip()
    if not any(character.isalpha() for character in body):
        raise InputError(place or location.name, "no text in it")
    if len(body.encode(errors="replace")) > 2_000_000:
        raise InputError(place or location.name, "longer than 2 MB of text: no article is; nothing was read")
    heading = (title or "").strip()
    whole = body if not heading or body.startswith(heading) else f"{heading}\n\n{body}"
    return ids.article(
        heading or headline(body),
        whole,
        published or location.published or _dated(body),
        url or location.url,
        source or location.source,
    )


def headline(text: str) -> str:
    """The first line where it reads like a headline, else the beginning of the text."""
    first = text.strip().split("\n", 1)[0].strip()
    return first if len(first) <= _MAX_HEADLINE else first[: _MAX_HEADLINE - 1].rsplit(" ", 1)[0] + "…"


def _dated(text: str) -> date | None:
    """The day of publication where one of the first four lines is a date and nothing else."""
    for line in [line.strip() for line in text.split("\n", 12) if line.strip()][:4]:
        day = parse_day(line)
        if day:
            return day
    return None


def parse_day(line: object) -> date | None:
    """A day written alone on a line or in a field ("April 9, 2025", "2025-04-09T12:00:00Z"); None for anything else."""
    if isinstance(line, datetime):
        return line.date()
    if isinstance(line, date):
        return line
    if not isinstance(line, str):
        return None
    try:
        return datetime.fromisoformat(line.strip()).date()
    except ValueError:
        pass
    match = _DATE_FRAME.match(line.strip())
    written = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", match["day"].strip(" ,.")) if match else ""
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(written, form).date()
        except ValueError:
            continue
    return None
