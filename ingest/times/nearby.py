"""Rules for times counted from the publication: weekdays, today, last week, two years ago, the coming months."""

import re
from datetime import date, timedelta
from functools import partial

from graph.model import Granularity, Period
from ingest.times import periods
from ingest.times.reading import UNKNOWN, Reading, Toward, choose, first, last, rule
from ingest.times.words import (
    DAY,
    FEW,
    MONTH,
    MONTH_OR_SHORT,
    NUMBER,
    NUMBERS,
    PART,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    count_of,
    maybe_part,
    shift_of,
    third,
    unit_of,
)

# ----------------------------------------------------------------------------------------------------- weekdays, today


def _weekly(number: int, anchor: date, toward: Toward) -> Period:
    """In the past (or untold) the latest such day up to the anchor, itself included; ahead the first from it on."""
    if toward is Toward.AHEAD:
        return periods.day(anchor + timedelta((number - anchor.weekday()) % 7))
    return periods.day(anchor - timedelta((anchor.weekday() - number) % 7))


def _weekday_of_week(number: int, shift: int, anchor: date, toward: Toward) -> Period:
    """ "Last Tuesday", "next Tuesday": never of the running week, for which papers say "on Tuesday". A Sunday opens a week."""
    monday = anchor + timedelta(1) if anchor.weekday() == 6 else anchor - timedelta(anchor.weekday())
    if shift == 0:
        return periods.day(monday + timedelta(number))
    if shift > 0:
        return periods.day(monday + timedelta(7 + number if anchor.weekday() != 6 else number))
    before = monday if anchor.weekday() != 6 else anchor
    return periods.day(before - timedelta((before.weekday() - number - 1) % 7 + 1))


@rule(
    "weekday",
    rf"\b(?:(?P<which>(?i:last|this|next|coming|every|each|Black|Bloody|Good|Super|Fat|Easter|Palm|Ash|Maundy|Cyber))\s)?"
    rf"(?P<w>{WEEKDAY})(?P<trap>\s(?:Times|Telegraph|Mirror|Mail|Express|Agreement|prayers|Night Live|Post)\b)?"
    rf"(?:\s(?:last|next)\s(?P<wk>week))?\b(?!,?\s{MONTH_OR_SHORT}\s\d)",
)
def _weekday(match: re.Match[str]) -> Reading | None:
    number, which = WEEKDAYS.index(match["w"]), (match["which"] or "").lower()
    if match["trap"] or which not in ("", "last", "this", "next", "coming"):
        return None
    if match["wk"]:
        shift = -1 if " last " in match[0] else 1
        return Reading(lambda anchor, toward: periods.day(first(periods.week(anchor)) + timedelta(7 * shift + number)))
    if which in ("", "coming"):
        return Reading(partial(_weekly, number), repeats=True)
    return Reading(partial(_weekday_of_week, number, shift_of(which)))


_NEAR_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


@rule(
    "today",
    rf"(?<!USA )(?<!Russia )(?<!India )\b(?i:{'|'.join(_NEAR_DAYS)})\b(?![’']s\s(?!meeting|summit|vote|attack))",
)
def _near_day(match: re.Match[str]) -> Reading:
    shift = _NEAR_DAYS[match[0].lower()]
    return Reading(lambda anchor, toward: periods.day(anchor + timedelta(shift)))


@rule("today", r"\b(?i:overnight)\b(?!\s(?:success|stay|train|flight|bag|rate))")
def _overnight(match: re.Match[str]) -> Reading:
    return Reading(lambda anchor, toward: periods.days(anchor - timedelta(1), anchor))


# ------------------------------------------------------------------------------------------- counted from the publication


@rule(
    "near",
    rf"\b(?:(?P<when>(?i:earlier|later|{PART}))\s)?(?P<which>(?i:last|this|next))\s{UNIT}(?![’']s\s(?:anniversary))",
)
def _near_unit(match: re.Match[str]) -> Reading | None:
    shift, unit, when = shift_of(match["which"]), unit_of(match), (match["when"] or "").lower()
    if unit == "day" or match[0].endswith("s"):
        return None

    def resolve(anchor: date, toward: Toward) -> Period | None:
        if unit == "decade" and shift == -1:  # "the last decade" is the ten years up to now
            return Period(periods.moved(anchor, -1, unit), anchor, Granularity.RANGE)
        whole = periods.around(anchor, unit)
        if shift:
            whole = periods.around(
                periods.moved(first(whole), shift, unit) if unit != "weekend" else anchor + timedelta(7 * shift), unit
            )
        if when == "earlier":
            return Period(first(whole), min(last(whole), anchor), whole.granularity)
        if when == "later":
            return Period(max(first(whole), anchor), last(whole), whole.granularity)
        return maybe_part(whole, when)

    return Reading(resolve)


@rule("near", r"\b(?i:over|at|on|during)\sthe\s(?:(?i:coming)\s)?weekend\b")
def _the_weekend(match: re.Match[str]) -> Reading:
    def resolve(anchor: date, toward: Toward) -> Period | None:
        known = [periods.around(anchor + timedelta(7 * step), "weekend") for step in (-1, 0, 1)]
        ahead = "coming" in match[0].lower() or toward is Toward.AHEAD
        return choose(known, anchor, Toward.AHEAD if ahead else Toward.PAST)

    return Reading(resolve, repeats=True)


@rule(
    "near",
    r"\b(?P<edge>(?i:the (?:very )?(?:end|start|beginning|middle) of)|(?i:later in)|(?i:earlier in))\sthe\s(?P<unit>week|month|quarter|year|decade|century)\b(?!\s(?:before|after|when|that|in which))",
)
def _part_of_running(match: re.Match[str]) -> Reading:
    edge = match["edge"].lower()

    def resolve(anchor: date, toward: Toward) -> Period | None:
        whole = periods.around(anchor, match["unit"])
        if edge == "later in":
            return Period(anchor, whole.latest, whole.granularity)
        if edge == "earlier in":
            return Period(whole.earliest, anchor, whole.granularity)
        return periods.part(whole, third(edge))

    return Reading(resolve)


@rule(
    "rolling",
    rf"\b(?i:the|these|this)\s(?P<which>(?i:past|last|previous|next|coming|following))\s(?:(?P<n>{NUMBER}|{FEW})\s)?{UNIT}",
)
def _rolling(match: re.Match[str]) -> Reading | None:
    which, said, unit = match["which"].lower(), match["n"], unit_of(match)
    if which == "last" and (match.string.startswith(" of", match.end()) or (unit == "day" and not said)):
        return None  # the last months of his reign, the last day
    if which in ("previous", "following") or (unit == "day" and not said and not match[0].endswith("s")):
        return UNKNOWN  # the day, week or year after something told before
    ahead = which in ("next", "coming")
    if (said is None and match[0].endswith("s")) or (said and re.fullmatch(FEW, said)):
        return _open(ahead)
    count = count_of(said) if said else 1
    if unit == "century" and not said and which in ("last", "next"):
        return Reading(lambda anchor, toward: periods.around(periods.moved(anchor, 1 if ahead else -1, unit), unit))

    def resolve(anchor: date, toward: Toward) -> Period | None:
        other = periods.moved(anchor, count if ahead else -count, unit if unit != "weekend" else "week")
        return Period(min(anchor, other), max(anchor, other), Granularity.RANGE)

    return Reading(resolve)


def _open(ahead: bool) -> Reading:
    return Reading(
        lambda anchor, toward: Period(anchor if ahead else None, None if ahead else anchor, Granularity.RANGE)
    )


@rule(
    "rolling", r"\b(?:(?i:the)\s)?(?P<which>(?i:recent|coming|upcoming))\s(?i:hours|days|weeks|months|years|decades)\b"
)
def _around_now(match: re.Match[str]) -> Reading:
    return _open("coming" in match["which"].lower())


@rule(
    "ago",
    rf"\b(?:(?P<about>(?i:more than|over|at least|less than|almost|nearly|about|around|some|roughly|exactly|just))\s)?"
    rf"(?<!half )(?<!quarter of )(?P<n>(?i:half an?|a quarter of an?|{NUMBER}|{FEW}|many))\s(?P<unit>hour|minute|day|week|month|year|decade|century|centurie)s?\sago\b",
)
def _ago(match: re.Match[str]) -> Reading:
    about, unit, said = (match["about"] or "").lower(), unit_of(match), match["n"].lower()
    if said in NUMBERS or said.isdigit():
        count = count_of(said)
    elif said.split()[0] in ("half", "a") and unit in ("decade", "century"):
        count, unit = {"decade": 10, "century": 100}[unit] // (2 if said.startswith("half") else 4), "year"
    elif "half" in said or "quarter" in said:
        return UNKNOWN
    else:
        return _open(False) if unit not in ("hour", "minute") else Reading(lambda a, t: periods.day(a))
    if unit in ("hour", "minute"):
        return Reading(lambda anchor, toward: periods.day(anchor)) if count <= 6 or unit == "minute" else UNKNOWN

    def resolve(anchor: date, toward: Toward) -> Period | None:
        then = periods.moved(anchor, -count, unit)
        if about in ("more than", "over", "at least"):
            return Period(None, then, Granularity.RANGE)
        if about == "less than":
            return Period(then, anchor, Granularity.RANGE)
        return periods.around(then, {"decade": "year", "century": "decade"}.get(unit, unit))

    return Reading(resolve)


@rule(
    "ahead",
    rf"\b(?P<how>(?i:within|in))\s(?P<n>(?i:{NUMBER}|{FEW}))\s{UNIT}(?:[’']s?\stime\b)?(?!\s(?:ago|later|earlier|of|old|after))",
)
@rule("ahead", rf"\b(?P<how>(?i:within))\s(?P<n>){UNIT}(?!\s(?:of|after))")
@rule("ahead", rf"\b(?P<n>(?i:{NUMBER}|{FEW}))\s{UNIT}\s(?P<how>from\snow)\b")
def _in_units(match: re.Match[str]) -> Reading | None:
    """ "In three weeks" tells a time only where the sentence looks ahead; elsewhere it tells how long something took."""
    text, said, unit = match.string, match["n"].lower(), unit_of(match)
    if re.search(r"\b(?i:first|last|only|\w+est|time|most|worst|once|twice)\b[^,;.]{0,40}$", text[: match.start()]):
        return None

    def resolve(anchor: date, toward: Toward) -> Period | None:
        if toward is not Toward.AHEAD and match["how"] != "from now" and not match[0].endswith("time"):
            return None
        if said not in NUMBERS and not said.isdigit():
            return Period(anchor, None, Granularity.RANGE)
        then = periods.moved(anchor, count_of(said), unit if unit != "weekend" else "week")
        if match["how"].lower() == "within":
            return Period(anchor, then, Granularity.RANGE)
        return periods.around(then, unit if unit not in ("weekend", "decade", "century") else "year")

    return Reading(resolve)


@rule("anchored", rf"\b(?P<n>(?i:{NUMBER}|{FEW}))\s{UNIT}\s(?i:later|earlier|afterwards)\b(?!\s(?:than|today))")
@rule("anchored", r"\b(?i:the (?:same|next|following|previous) (?:day|night|morning|evening|week|month|year))\b")
@rule("anchored", r"\b(?i:that (?:same )?(?:day|night|week|month|year))\b")
@rule(
    "anchored",
    rf"\b(?:{DAY}\s)?{MONTH}(?:\s{DAY}\b)?,?\s(?:of\s)?(?:that(?:\ssame)?|the\s(?:same|following|next|previous))\syear\b",
)
@rule(
    "anchored",
    rf"\b(?i:that(?:\ssame)?|the\s(?:same|following|previous))\s(?:{MONTH}|{WEEKDAY}|spring|summer|autumn|winter)\b",
)
@rule("anchored", r"\b(?i:(?:the )?(?:day|night|week|month|year) (?:earlier|later))\b")
def _anchored(match: re.Match[str]) -> Reading:
    return UNKNOWN  # counted from another time of the story
