"""Rules for the calendar: days, months, years, decades, centuries, seasons, quarters and halves."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from graph.model import Granularity, Period
from ingest.times import periods
from ingest.times.reading import UNKNOWN, Reading, Toward, first, fixed, last, rule, yearly
from ingest.times.words import (
    DAY,
    MONTH,
    MONTH_OR_SHORT,
    NOT_THINGS,
    ORDINAL_END,
    ORDINALS,
    PART,
    TO,
    WEEKDAY,
    YEAR,
    YEAR_WORD,
    in_year,
    maybe_part,
    month_number,
    shift_of,
    third,
)

# ---------------------------------------------------------------------------------------------- days written with figures


@rule("date", rf"(?<![\d-])(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])")
@rule("date", rf"(?<![\d.])(?P<d>{DAY})\.(?P<m>\d\d?)\.(?P<y>{YEAR})(?!\d)")
def _figures(match: re.Match[str]) -> Reading:
    return fixed(periods.day(date(int(match["y"]), int(match["m"]), int(match["d"]))))


@rule("date", rf"(?<![\d/])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>{YEAR})(?![\d/])")
def _slashes(match: re.Match[str]) -> Reading:
    """Day first or month first: known only where one of them cannot be a month."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first <= 12 and second <= 12 and first != second:
        return UNKNOWN
    month, day = (first, second) if first <= 12 else (second, first)
    return fixed(periods.day(date(year, month, day)))


_SAID_YEAR = rf"(?:,?\s(?:of\s|in\s)?(?P<y>{YEAR}|(?i:{YEAR_WORD}))(?!\d){NOT_THINGS})?"


@rule(
    "date",
    rf"\b(?:{WEEKDAY},?\s(?:the\s)?)?(?P<m>{MONTH_OR_SHORT})\s(?P<d>{DAY}){ORDINAL_END}(?![\d:.]\d|\d|,\d)"
    rf"(?:{TO}(?P<d2>{DAY}){ORDINAL_END}(?![\d:]|[,.]\d|\s(?:{MONTH_OR_SHORT}|[a-z]+s\b|people\b)))?{_SAID_YEAR}",
)
@rule(
    "date",
    rf"\b(?:{WEEKDAY},?\s(?:the\s)?)?(?:the\s)?(?<![\d.,:])(?P<d>{DAY}){ORDINAL_END}(?:{TO}(?:the\s)?(?P<d2>{DAY}){ORDINAL_END})?\s(?:of\s)?"
    rf"(?P<m>{MONTH_OR_SHORT})(?!\w){_SAID_YEAR}",
)
def _day_of_month(match: re.Match[str]) -> Reading:
    month, first, last = month_number(match["m"]), int(match["d"]), int(match["d2"] or match["d"])
    return in_year(match["y"], lambda year: periods.days(date(year, month, first), date(year, month, last)))


@rule("event", r"(?<![\d/])9/11(?![\d/])(?!\s(?:Commission|families|memorial|Memorial))")
@rule("event", r"\b(?:September 11|11 September|Sept\. 11)(?=(?:th)? (?:terror|attack|hijack))")
def _september_11(match: re.Match[str]) -> Reading:
    return fixed(periods.day(date(2001, 9, 11)))


@rule("event", r"\b(?:October 7|7 October|Oct\. 7)(?=(?:th)? (?:attack|massacre|assault|Hamas))")
def _october_7(match: re.Match[str]) -> Reading:
    return fixed(periods.day(date(2023, 10, 7)))


@rule("date", rf"\b(?P<what>Christmas|New Year[’']s)\s(?P<eve>Day|Eve)\b{_SAID_YEAR}")
def _holiday(match: re.Match[str]) -> Reading:
    month, day = (12, 25) if match["what"] == "Christmas" else (1, 1)
    before = timedelta(match["eve"] == "Eve")
    if month == 1 and before:
        return in_year(match["y"], lambda year: periods.day(date(year, 12, 31)))
    return in_year(match["y"], lambda year: periods.day(date(year, month, day) - before))


# ------------------------------------------------------------------------------------------------------ months and years


@rule(
    "month",
    rf"\b(?:(?i:{PART})[\s-])?(?P<m>{MONTH_OR_SHORT}),?\s(?:of\s|in\s)?(?P<y>{YEAR}|(?i:{YEAR_WORD}))(?!\d){NOT_THINGS}",
)
def _month_of_year(match: re.Match[str]) -> Reading:
    number = month_number(match["m"])
    return in_year(match["y"], lambda year: maybe_part(periods.month(year, number), match["part"]))


_MONTH_TRAPS = r"(?<!Black )(?<!Red )(?<!Long )(?<!Theresa )(?<!Women’s )(?<!Women's )(?<!Salt )"


@rule("month", rf"\b(?P<which>(?i:last|this|next))\s(?:(?P<part>(?i:early|mid|late))[\s-])?(?P<m>{MONTH})\b(?!\s\d)")
def _month_near(match: re.Match[str]) -> Reading:
    number, shift = month_number(match["m"]), shift_of(match["which"])

    def resolve(anchor: date, toward: Toward) -> Period | None:
        year = anchor.year
        if shift < 0:  # the latest before the running month; the one just over is called by its name alone
            year -= number >= anchor.month
            if anchor.month - number == 1 or (anchor.month, number) == (1, 12):
                return None
        elif shift > 0:
            year += number <= anchor.month
        return maybe_part(periods.month(year, number), match["part"])

    return Reading(resolve)


@rule("month", rf"\b(?i:{PART})[\s-](?P<m>{MONTH})\b(?!\s\d)")
def _month_part(match: re.Match[str]) -> Reading:
    number = month_number(match["m"])
    return yearly(lambda year: periods.part(periods.month(year, number), third(match["part"])))


_MONTH_NOUNS = (
    r"summit|meeting|election|vote|ballot|attack|talks|deal|agreement|accord|visit|referendum|ceasefire|truce|coup|war|session|"
    r"conference|offensive|raid|strike|protests|plebiscite|deadline|report|letter|speech|trip|call"
)


@rule("month", rf"{_MONTH_TRAPS}\b(?P<m>{MONTH})\b(?!\s(?:Revolution|War|Crisis|Theses)\b)(?!\s\d)")
def _month_alone(match: re.Match[str]) -> Reading | None:
    """A month's name alone counts where its surroundings say so; March, April, May, June and August are also other words."""
    text, number = match.string, month_number(match["m"])
    before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 30]
    event = _before_event(before, after)
    told = (
        () if event else (Toward.AHEAD,) if re.search(rf"\b(?:{_MONTH_NOUNS}) (?:in|of) $", before) else tuple(Toward)
    )
    reading = yearly(lambda year: periods.month(year, number), told)
    if match["m"] == "May":
        if re.match(r"[’']s\b", after):
            return None
        if re.search(r"\b(?:met|told|with|against|by|[a-z]+ed) (?:by )?$", before) and not re.search(
            r"\b(?:held|due|expected|completed|scheduled|delivered|ready) by $", before
        ):
            return None
        if re.search(r"\b(?:in|during|since|until|till|of|by|between|from|to) $", before):
            return reading
        if re.search(r"\b(?:and|or|through) $", before):
            return reading if re.search(rf"{MONTH} (?:and|or|through) $", before) else None
        return reading if event else None
    if re.search(
        r"\b(?i:in|during|since|until|till|of|by|between|from|to|through|before|after|for|throughout) $", before
    ):
        return reading
    if re.search(rf"{MONTH}(?:,| and| or|,? to|[-–]) ?$", before) or event:
        return reading
    plain = match["m"] not in ("March", "April", "June", "August")
    return reading if plain and re.match(r"[’']s |[,.;)]|$| [a-z]", after) else None


def _before_event(before: str, after: str) -> bool:
    return bool(
        re.search(r"(?:\b(?i:the|a|an|his|her|its|their|this)|[’']s?) (?:\w+ )?$", before)
        and re.match(rf" (?:[a-z]+ )?(?:{_MONTH_NOUNS})\b", after)
    )


@rule("year", rf"(?i:\b{PART})(?:\sin)?[\s-](?P<y>{YEAR})(?![\ds])")
def _year_part(match: re.Match[str]) -> Reading:
    return fixed(periods.part(periods.year(int(match["y"])), third(match["part"])))


@rule(
    "years",
    rf"(?<![\d.,/$€£-])(?P<y>{YEAR})\s?[-–—/]\s?(?P<z>{YEAR}|\d\d)(?![\d-]|[.,]\d|\s(?:fiscal|financial)\b){NOT_THINGS}",
)
def _year_range(match: re.Match[str]) -> Reading | None:
    first = int(match["y"])
    last = int(match["z"]) if len(match["z"]) == 4 else first // 100 * 100 + int(match["z"])
    return fixed(periods.years(first, last)) if first < last <= first + 300 else None


@rule("year", rf"(?<![\d.,/$€£#:+-])(?<!\d )\b(?P<y>{YEAR})\b(?![-–/:]\w){NOT_THINGS}")
def _year_alone(match: re.Match[str]) -> Reading | None:
    """Four figures are a year after a preposition, before a noun ("the 2010 election"), in brackets, as the subject."""
    text, number = match.string, int(match["y"])
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 30]
    reading = fixed(periods.year(number))
    plural = re.match(r" [a-z]+s\b(?<!elections)(?<!protests)(?<!talks)(?<!attacks)(?<!sanctions)(?<!riots)", after)
    if re.match(r" (?:Agenda|Goals)\b", after) or re.search(
        r"(?:Resolution|resolution|Flight|Vision|Agenda|No\.) $", before
    ):
        return None
    if re.search(
        r"\b(?i:in|since|until|till|during|early|mid|late|circa|before|after|year|summer|winter|spring|autumn|by)[ -]$",
        before,
    ):
        return reading if not plural or re.search(r"\b(?i:in|since) $", before) else None
    if number < 1700 or (plural and (number % 100 == 0 or not re.search(r"(?:\b(?i:the|its|their)|[’']s) $", before))):
        return None
    if re.search(r"\b(?:of|from|to|through|between|than|throughout) $", before):
        return reading
    if re.search(rf"(?:\b{YEAR}|\b{YEAR},) ?(?:and|or|to|,)? ?$", before):
        return reading
    if re.search(r"(?:\b(?i:the|a|an|his|her|its|their|this|that|under)|[’']s?) (?:[\w-]+ ){0,2}$", before):
        return reading if re.match(r" [A-Za-z]", after) or re.match(r"-", after) else None
    if re.search(r"\($", before) and re.match(r"[),;]", after):
        return reading
    return reading if not before.strip() and re.match(r" (?:was|has|saw|is|will|brought)\b", after) else None


@rule(
    "decade",
    rf"(?:(?i:\b{PART})[\s-](?:the\s)?)?(?<![\d.,$€£])(?P<y>1\d\d0|20\d0)[’']?s\b",
)
def _decade(match: re.Match[str]) -> Reading | None:
    first = int(match["y"])
    if first % 100 == 0 and first < 2000:  # "the 1800s" is a century
        return fixed(periods.months(periods.year(first), periods.year(first + 99), Granularity.CENTURY))
    return fixed(maybe_part(periods.decade(first), match["part"]))


_DECADES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950} | {
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
}


@rule(
    "decade",
    rf"\b(?i:the)\s(?:(?P<part>(?i:early|mid|late))[\s-])?(?:[’‘'](?P<short>[2-9]0)s|(?P<word>(?i:{'|'.join(_DECADES)})))\b(?!-)",
)
def _decade_short(match: re.Match[str]) -> Reading:
    first = _DECADES[match["word"].lower()] if match["word"] else 1900 + int(match["short"])
    return fixed(maybe_part(periods.decade(first), match["part"]))


@rule(
    "century",
    rf"(?<![-–])(?<![-–]\s)\b(?:(?i:{PART})[\s-](?:the\s)?)?(?P<n>\d\d?(?:st|nd|rd|th)|(?i:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}))"
    r"[\s-](?i:century)\b(?!\sBC)",
)
def _century(match: re.Match[str]) -> Reading:
    said = match["n"].lower()
    number = int(said[:-2]) if said[0].isdigit() else ORDINALS[said]
    return fixed(maybe_part(periods.century(number), match["part"]))


# -------------------------------------------------------------------------------------------- seasons, quarters, halves


@rule(
    "season",
    r"(?<!Arab )(?<!Prague )\b(?:(?P<which>(?i:last|this|next))\s)?(?:(?P<part>(?i:early|mid|late))[\s-])?"
    r"(?P<s>spring|summer|autumn|fall|winter)\b"
    rf"(?:\s(?:of\s)?(?P<y>{YEAR}|(?i:{YEAR_WORD}))(?:[-–/]\d\d(?:\d\d)?)?(?!\d))?(?![\w-])(?!\s(?:Olympics?|Games)\b)",
)
def _season(match: re.Match[str]) -> Reading | None:
    name, part, which = match["s"], match["part"], match["which"]
    before, after = match.string[: match.start()][-16:], match.string[match.end() :][:8]
    if match["y"]:
        return in_year(match["y"], lambda year: maybe_part(periods.season(year, name), part))
    if name == "fall":  # prices fall, the fall of Kabul
        plain = r" (?:in|of)\b" if which else r" (?:in|of|from|to|by|the|into|short)\b"
        if re.match(plain, after) or not (which or re.search(r"\bthe $", before)):
            return None
    if which:
        return Reading(partial(_season_near, name, shift_of(which)))
    if not part and not re.search(r"\b(?i:in|during|since|until|by|for|of|before|after)\s(?i:the\s)?$", before):
        return None
    return yearly(lambda year: maybe_part(periods.season(year, name), part))


def _season_near(name: str, shift: int, anchor: date, toward: Toward) -> Period | None:
    known = [periods.season(anchor.year + step, name) for step in (-2, -1, 0, 1)]
    if shift < 0:
        return [period for period in known if last(period) < anchor][-1]
    if shift > 0:
        return periods.season(anchor.year + 1, name)
    running = [period for period in known if first(period) <= anchor <= last(period)]
    return running[0] if running else periods.season(anchor.year, name)


_OF_YEAR = rf"(?:\sof)?\s(?:(?P<y>{YEAR})\b|(?P<near>(?i:(?:last|this|next)\syear|the\syear)))"


@rule(
    "quarter",
    rf"\b(?:(?P<n>(?i:first|second|third|fourth|1st|2nd|3rd|4th))[\s-](?P<what>(?i:quarter|half))|(?P<q>Q[1-4]|H[12]))"
    rf"(?:{_OF_YEAR})?\b",
)
def _quarter(match: re.Match[str]) -> Reading | None:
    said = match["q"] or match["n"].lower()
    number = int(said[1]) if match["q"] else (ORDINALS.get(said) or int(said[0]))
    halves = said.startswith("H") or (match["what"] or "").lower() == "half"
    if halves and (number > 2 or not (match["y"] or match["near"] or match["q"])):
        return None  # the second half of a match, a book, a list
    make = partial(_numbered, periods.half if halves else periods.quarter, number)
    if match["near"]:
        shift = 0 if match["near"].lower() == "the year" else shift_of(match["near"])
        return Reading(lambda anchor, toward: make(anchor.year + shift))
    if not (match["y"] or match["q"]):
        before, after = match.string[: match.start()], match.string[match.end() :]
        if not re.search(r"\b(?i:the|in|for) $", before) or after.startswith(" of"):
            return None
    return in_year(match["y"], make)


def _numbered(make: Callable[[int, int], Period], number: int, year: int) -> Period:
    return make(year, number)


@rule(
    "fiscal",
    r"\b(?:(?i:the\s)?\d{4}(?:[-–/]\d\d(?:\d\d)?)?\s(?i:fiscal|financial)\s(?i:year)|(?i:fiscal|financial)\s(?:(?i:year)\s)?\d{4}(?:[-–/]\d\d)?|FY\s?\d\d(?:\d\d)?)\b",
)
def _fiscal(match: re.Match[str]) -> Reading:
    return UNKNOWN  # it begins in January, April, July or October: the country decides
