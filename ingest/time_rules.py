"""What English time expressions look like and what they mean: one rule per form, pattern beside meaning.

A rule turns a match into a `Reading`: what the words mean once it is known when the article appeared (the anchor) and whether
the sentence looks back or ahead. Words that do not tell a time after all (March the verb, May the person, 1945 soldiers)
give None; words that tell one nobody can compute ("three days later", "fiscal 2025") give a reading without an answer.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import partial

from graph.model import Granularity, Period
from ingest import periods


class Toward(Enum):
    """Which way a sentence looks from the day of publication."""

    PAST = "past"
    AHEAD = "ahead"
    UNTOLD = "untold"


Resolve = Callable[[date, Toward], Period | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """`resolve(anchor, toward)`. `relative`: needs the anchor. `repeats`: comes again each week or year, so `toward` decides."""

    resolve: Resolve
    relative: bool = True
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Reading | None]


RULES: list[Rule] = []
_Read = Callable[[re.Match[str]], Reading | None]


def _rule(kind: str, pattern: str) -> Callable[[_Read], _Read]:
    def register(read: _Read) -> _Read:
        RULES.append(Rule(kind, re.compile(pattern), read))
        return read

    return register


def _fixed(period: Period) -> Reading:
    return Reading(lambda anchor, toward: period, relative=False)


UNKNOWN = Reading(lambda anchor, toward: None)


def _yearly(make: Callable[[int], Period], nearest: bool = False) -> Reading:
    """Something that every year has: the latest already begun, the next not yet over, or (untold) the far nearer.

    `nearest`: a sentence that looks back says nothing of it, as in "they rejected it before the October election".
    """

    def resolve(anchor: date, toward: Toward) -> Period | None:
        known = []
        for year in range(anchor.year - 4, anchor.year + 5):  # four years on either side reach the next 29 February
            try:
                known.append(make(year))
            except ValueError:
                continue
        return choose(known, anchor, Toward.UNTOLD if nearest and toward is Toward.PAST else toward)

    return Reading(resolve, repeats=True)


def choose(known: list[Period], anchor: date, toward: Toward) -> Period | None:
    """Of closed periods in order of time the last one begun, the first one not over, or (untold) the far nearer, else the former."""
    begun = [period for period in known if _first(period) <= anchor]
    coming = [period for period in known if _last(period) >= anchor]
    if toward is Toward.PAST or not coming:
        return begun[-1] if begun else None
    if toward is Toward.AHEAD or not begun:
        return coming[0]
    since, until = (anchor - _last(begun[-1])).days, (_first(coming[0]) - anchor).days
    return coming[0] if 2 * until <= since else begun[-1]


def _first(period: Period) -> date:
    return period.earliest or date.min


def _last(period: Period) -> date:
    return period.latest or date.max


# ---------------------------------------------------------------------------------------------------------- vocabulary

_MONTHS = [
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
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
} | {"a": 1, "an": 1, "a couple of": 2, "thirty": 30, "forty": 40, "fifty": 50, "a dozen": 12}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        ],
        1,
    )
}

_M = rf"(?:{'|'.join(_MONTHS)})"
_MA = rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_D = r"(?:3[01]|[12]\d|0?[1-9])"
_ORD = r"(?:st|nd|rd|th)?"
_Y = r"(?:1\d{3}|20\d{2})"
_TO = r"(?:\s?[-–—]\s?|\s(?:to|and|through|until|or)\s)"
_W = rf"(?:{'|'.join(_WEEKDAYS)})"
_N = rf"(?:\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_FEW = r"(?:several|a few|few|some|many|a number of)"
_UNIT = r"(?P<unit>day|week|weekend|month|quarter|year|decade|century|centurie)s?\b"
_PART = r"(?P<part>early|mid|late|the (?:very )?(?:beginning|start|middle|end) of|(?:beginning|start|middle|end) of)"
_YEAR_WORD = r"(?:last|this|next) year"
_THINGS = (
    r"people|persons|troops|soldiers|men|women|children|members|civilians|fighters|rebels|migrants|refugees|prisoners|hostages|"
    r"kilomet\w+|km|met(?:re|er)s?|miles?|mph|tons?|tonnes?|kg|kilos?|barrels?|dollars?|euros?|pounds?|rubles|roubles|"
    r"yuan|yen|percent|per|square|homes|houses|villages|towns|cases|deaths|dead|others|more|times|workers|police\w*|officers|"
    r"personnel|vehicles|tanks|missiles|drones|rounds|megawatts?|MW|hours|days|years|pages|words|lives|victims|students"
)
_NOT_THINGS = rf"(?![\d%]|[,.]\d|[-–]?\s?(?:{_THINGS})\b)"


def _month_number(name: str) -> int:
    return _SHORT[name[:3]]


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _third(word: str) -> str:
    word = word.lower().removesuffix("-").strip()
    for part, words in {"early": "early beginning start", "mid": "mid middle", "late": "late end"}.items():
        if any(each in word for each in words.split()):
            return part
    raise ValueError(word)


def _unit(match: re.Match[str]) -> str:
    return match["unit"].lower().replace("centurie", "century")


def _shift(word: str) -> int:
    return {"last": -1, "this": 0, "next": 1}[word.lower().split()[0]]


def _in_year(said: str | None, make: Callable[[int], Period]) -> Reading:
    """`make` in the year said: "2024", "last year", "this year", or none (then it repeats)."""
    if said is None:
        return _yearly(make)
    if said.isdigit():
        return _fixed(make(int(said)))
    return Reading(lambda anchor, toward: make(anchor.year + _shift(said)))


# ---------------------------------------------------------------------------------------------- days written with figures


@_rule("date", rf"(?<![\d-])(?P<y>{_Y})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])")
@_rule("date", rf"(?<![\d.])(?P<d>{_D})\.(?P<m>\d\d?)\.(?P<y>{_Y})(?!\d)")
def _figures(match: re.Match[str]) -> Reading:
    return _fixed(periods.day(date(int(match["y"]), int(match["m"]), int(match["d"]))))


@_rule("date", rf"(?<![\d/])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<y>{_Y})(?![\d/])")
def _slashes(match: re.Match[str]) -> Reading:
    """Day first or month first: known only where one of them cannot be a month."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if first <= 12 and second <= 12 and first != second:
        return UNKNOWN
    month, day = (first, second) if first <= 12 else (second, first)
    return _fixed(periods.day(date(year, month, day)))


_SAID_YEAR = rf"(?:,?\s(?:of\s|in\s)?(?P<y>{_Y}|(?i:{_YEAR_WORD}))(?!\d){_NOT_THINGS})?"


@_rule(
    "date",
    rf"\b(?:{_W},?\s(?:the\s)?)?(?P<m>{_MA})\s(?P<d>{_D}){_ORD}(?![\d:.]\d|\d|,\d)"
    rf"(?:{_TO}(?P<d2>{_D}){_ORD}(?![\d:]|[,.]\d|\s(?:{_MA}|[a-z]+s\b|people\b)))?{_SAID_YEAR}",
)
@_rule(
    "date",
    rf"\b(?:{_W},?\s(?:the\s)?)?(?:the\s)?(?<![\d.,:])(?P<d>{_D}){_ORD}(?:{_TO}(?:the\s)?(?P<d2>{_D}){_ORD})?\s(?:of\s)?"
    rf"(?P<m>{_MA})(?!\w){_SAID_YEAR}",
)
def _day_of_month(match: re.Match[str]) -> Reading:
    month, first, last = _month_number(match["m"]), int(match["d"]), int(match["d2"] or match["d"])
    return _in_year(match["y"], lambda year: periods.days(date(year, month, first), date(year, month, last)))


@_rule("event", r"(?<![\d/])9/11(?![\d/])(?!\s(?:Commission|families|memorial|Memorial))")
@_rule("event", r"\b(?:September 11|11 September|Sept\. 11)(?=(?:th)? (?:terror|attack|hijack))")
def _september_11(match: re.Match[str]) -> Reading:
    return _fixed(periods.day(date(2001, 9, 11)))


@_rule("event", r"\b(?:October 7|7 October|Oct\. 7)(?=(?:th)? (?:attack|massacre|assault|Hamas))")
def _october_7(match: re.Match[str]) -> Reading:
    return _fixed(periods.day(date(2023, 10, 7)))


@_rule("date", rf"\b(?P<what>Christmas|New Year[’']s)\s(?P<eve>Day|Eve)\b{_SAID_YEAR}")
def _holiday(match: re.Match[str]) -> Reading:
    month, day = (12, 25) if match["what"] == "Christmas" else (1, 1)
    before = timedelta(match["eve"] == "Eve")
    if month == 1 and before:
        return _in_year(match["y"], lambda year: periods.day(date(year, 12, 31)))
    return _in_year(match["y"], lambda year: periods.day(date(year, month, day) - before))


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


@_rule(
    "weekday",
    rf"\b(?:(?P<which>(?i:last|this|next|coming|every|each|Black|Bloody|Good|Super|Fat|Easter|Palm|Ash|Maundy|Cyber))\s)?"
    rf"(?P<w>{_W})(?P<trap>\s(?:Times|Telegraph|Mirror|Mail|Express|Agreement|prayers|Night Live|Post)\b)?"
    rf"(?:\s(?:last|next)\s(?P<wk>week))?\b(?!,?\s{_MA}\s\d)",
)
def _weekday(match: re.Match[str]) -> Reading | None:
    number, which = _WEEKDAYS.index(match["w"]), (match["which"] or "").lower()
    if match["trap"] or which not in ("", "last", "this", "next", "coming"):
        return None
    if match["wk"]:
        shift = -1 if " last " in match[0] else 1
        return Reading(lambda anchor, toward: periods.day(_first(periods.week(anchor)) + timedelta(7 * shift + number)))
    if which in ("", "coming"):
        return Reading(partial(_weekly, number), repeats=True)
    return Reading(partial(_weekday_of_week, number, _shift(which)))


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


@_rule(
    "today",
    rf"(?<!USA )(?<!Russia )(?<!India )\b(?i:{'|'.join(_NEAR_DAYS)})\b(?![’']s\s(?!meeting|summit|vote|attack))",
)
def _near_day(match: re.Match[str]) -> Reading:
    shift = _NEAR_DAYS[match[0].lower()]
    return Reading(lambda anchor, toward: periods.day(anchor + timedelta(shift)))


@_rule("today", r"\b(?i:overnight)\b(?!\s(?:success|stay|train|flight|bag|rate))")
def _overnight(match: re.Match[str]) -> Reading:
    return Reading(lambda anchor, toward: periods.days(anchor - timedelta(1), anchor))


# ------------------------------------------------------------------------------------------------------ months and years


@_rule(
    "month", rf"\b(?:(?i:{_PART})[\s-])?(?P<m>{_MA}),?\s(?:of\s|in\s)?(?P<y>{_Y}|(?i:{_YEAR_WORD}))(?!\d){_NOT_THINGS}"
)
def _month_of_year(match: re.Match[str]) -> Reading:
    number = _month_number(match["m"])
    return _in_year(match["y"], lambda year: _maybe_part(periods.month(year, number), match["part"]))


def _maybe_part(period: Period, said: str | None) -> Period:
    return periods.part(period, _third(said)) if said else period


_MONTH_TRAPS = r"(?<!Black )(?<!Red )(?<!Long )(?<!Theresa )(?<!Women’s )(?<!Women's )(?<!Salt )"


@_rule("month", rf"\b(?P<which>(?i:last|this|next))\s(?:(?P<part>(?i:early|mid|late))[\s-])?(?P<m>{_M})\b(?!\s\d)")
def _month_near(match: re.Match[str]) -> Reading:
    number, shift = _month_number(match["m"]), _shift(match["which"])

    def resolve(anchor: date, toward: Toward) -> Period | None:
        year = anchor.year
        if shift < 0:  # the latest before the running month; the one just over is called by its name alone
            year -= number >= anchor.month
            if anchor.month - number == 1 or (anchor.month, number) == (1, 12):
                return None
        elif shift > 0:
            year += number <= anchor.month
        return _maybe_part(periods.month(year, number), match["part"])

    return Reading(resolve)


@_rule("month", rf"\b(?i:{_PART})[\s-](?P<m>{_M})\b(?!\s\d)")
def _month_part(match: re.Match[str]) -> Reading:
    number = _month_number(match["m"])
    return _yearly(lambda year: periods.part(periods.month(year, number), _third(match["part"])))


_MONTH_NOUNS = (
    r"summit|meeting|election|vote|ballot|attack|talks|deal|agreement|accord|visit|referendum|ceasefire|truce|coup|war|session|"
    r"conference|offensive|raid|strike|protests|plebiscite|deadline|report|letter|speech|trip|call"
)


@_rule("month", rf"{_MONTH_TRAPS}\b(?P<m>{_M})\b(?!\s(?:Revolution|War|Crisis|Theses)\b)(?!\s\d)")
def _month_alone(match: re.Match[str]) -> Reading | None:
    """A month's name alone counts where its surroundings say so; March, April, May, June and August are also other words."""
    text, number = match.string, _month_number(match["m"])
    before, after = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 30]
    event = _before_event(before, after)
    nearest = event or re.search(rf"\b(?:{_MONTH_NOUNS}) (?:in|of) $", before) is not None
    reading = _yearly(lambda year: periods.month(year, number), nearest)
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
            return reading if re.search(rf"{_M} (?:and|or|through) $", before) else None
        return reading if event else None
    if re.search(
        r"\b(?i:in|during|since|until|till|of|by|between|from|to|through|before|after|for|throughout) $", before
    ):
        return reading
    if re.search(rf"{_M}(?:,| and| or|,? to|[-–]) ?$", before) or event:
        return reading
    plain = match["m"] not in ("March", "April", "June", "August")
    return reading if plain and re.match(r"[’']s |[,.;)]|$| [a-z]", after) else None


def _before_event(before: str, after: str) -> bool:
    return bool(
        re.search(r"(?:\b(?i:the|a|an|his|her|its|their|this)|[’']s?) (?:\w+ )?$", before)
        and re.match(rf" (?:[a-z]+ )?(?:{_MONTH_NOUNS})\b", after)
    )


@_rule("year", rf"(?i:\b{_PART})(?:\sin)?[\s-](?P<y>{_Y})(?![\ds])")
def _year_part(match: re.Match[str]) -> Reading:
    return _fixed(periods.part(periods.year(int(match["y"])), _third(match["part"])))


@_rule(
    "years",
    rf"(?<![\d.,/$€£-])(?P<y>{_Y})\s?[-–—/]\s?(?P<z>{_Y}|\d\d)(?![\d-]|[.,]\d|\s(?:fiscal|financial)\b){_NOT_THINGS}",
)
def _year_range(match: re.Match[str]) -> Reading | None:
    first = int(match["y"])
    last = int(match["z"]) if len(match["z"]) == 4 else first // 100 * 100 + int(match["z"])
    return _fixed(periods.years(first, last)) if first < last <= first + 300 else None


@_rule("year", rf"(?<![\d.,/$€£#:+-])(?<!\d )\b(?P<y>{_Y})\b(?![-–/:]\w){_NOT_THINGS}")
def _year_alone(match: re.Match[str]) -> Reading | None:
    """Four figures are a year after a preposition, before a noun ("the 2010 election"), in brackets, as the subject."""
    text, number = match.string, int(match["y"])
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 30]
    reading = _fixed(periods.year(number))
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
    if number < 1700 or plural:
        return None
    if re.search(r"\b(?:of|from|to|through|between|than|throughout) $", before):
        return reading
    if re.search(rf"(?:\b{_Y}|\b{_Y},) ?(?:and|or|to|,)? ?$", before):
        return reading
    if re.search(r"(?:\b(?i:the|a|an|his|her|its|their|this|that|under)|[’']s?) (?:[\w-]+ ){0,2}$", before):
        return reading if re.match(r" [A-Za-z]", after) or re.match(r"-", after) else None
    if re.search(r"\($", before) and re.match(r"[),;]", after):
        return reading
    return reading if not before.strip() and re.match(r" (?:was|has|saw|is|will|brought)\b", after) else None


@_rule(
    "decade",
    rf"(?:(?i:\b{_PART})[\s-](?:the\s)?)?(?<![\d.,$€£])(?P<y>1\d\d0|20\d0)[’']?s\b",
)
def _decade(match: re.Match[str]) -> Reading | None:
    first = int(match["y"])
    if first % 100 == 0 and first < 2000:  # "the 1800s" is a century
        return _fixed(periods.months(periods.year(first), periods.year(first + 99), Granularity.CENTURY))
    return _fixed(_maybe_part(periods.decade(first), match["part"]))


_DECADES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950} | {
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
}


@_rule(
    "decade",
    rf"\b(?i:the)\s(?:(?P<part>(?i:early|mid|late))[\s-])?(?:[’‘'](?P<short>[2-9]0)s|(?P<word>(?i:{'|'.join(_DECADES)})))\b(?!-)",
)
def _decade_short(match: re.Match[str]) -> Reading:
    first = _DECADES[match["word"].lower()] if match["word"] else 1900 + int(match["short"])
    return _fixed(_maybe_part(periods.decade(first), match["part"]))


@_rule(
    "century",
    rf"\b(?:(?i:{_PART})[\s-](?:the\s)?)?(?P<n>\d\d?(?:st|nd|rd|th)|(?i:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}))"
    r"[\s-](?i:century)\b(?!\sBC)",
)
def _century(match: re.Match[str]) -> Reading:
    said = match["n"].lower()
    number = int(said[:-2]) if said[0].isdigit() else _ORDINALS[said]
    return _fixed(_maybe_part(periods.century(number), match["part"]))


# -------------------------------------------------------------------------------------------- seasons, quarters, halves


@_rule(
    "season",
    r"(?<!Arab )(?<!Prague )\b(?:(?P<which>(?i:last|this|next))\s|(?i:in|during|since|until|by|for|of)\s(?i:the\s)?"
    r"(?:(?P<part>(?i:early|mid|late))[\s-])?|(?P<part2>(?i:early|mid|late))[\s-]|(?P<bare>))"
    r"(?P<s>spring|summer|autumn|fall|winter)\b"
    rf"(?:\s(?:of\s)?(?P<y>{_Y}|(?i:{_YEAR_WORD}))(?:[-–/]\d\d(?:\d\d)?)?(?!\d))?(?![\w-])(?!\s(?:Olympics?|Games)\b)",
)
def _season(match: re.Match[str]) -> Reading | None:
    name, part = match["s"], match["part"] or match["part2"]
    after = match.string[match.end() : match.end() + 8]
    if (
        name == "fall"
        and not match["y"]
        and (
            re.match(r" (?:in|of|from|to|by|the|into|short)\b", after) or (not match["which"] and "the" not in match[0])
        )
    ):
        return None
    if match["y"]:
        return _in_year(match["y"], lambda year: _maybe_part(periods.season(year, name), part))
    if match["which"]:
        return Reading(partial(_season_near, name, _shift(match["which"])))
    if match["bare"] is not None or not re.search(r"\b(?i:the|last|early|late|mid|in|since|until|by)\b", match[0]):
        return None
    return _yearly(lambda year: _maybe_part(periods.season(year, name), part))


def _season_near(name: str, shift: int, anchor: date, toward: Toward) -> Period | None:
    known = [periods.season(anchor.year + step, name) for step in (-2, -1, 0, 1)]
    if shift < 0:
        return [period for period in known if _last(period) < anchor][-1]
    if shift > 0:
        return periods.season(anchor.year + 1, name)
    running = [period for period in known if _first(period) <= anchor <= _last(period)]
    return running[0] if running else periods.season(anchor.year, name)


_OF_YEAR = rf"(?:\sof)?\s(?:(?P<y>{_Y})\b|(?P<near>(?i:(?:last|this|next)\syear|the\syear)))"


@_rule(
    "quarter",
    rf"\b(?:(?P<n>(?i:first|second|third|fourth|1st|2nd|3rd|4th))[\s-](?P<what>(?i:quarter|half))|(?P<q>Q[1-4]|H[12]))"
    rf"(?:{_OF_YEAR})?\b",
)
def _quarter(match: re.Match[str]) -> Reading | None:
    said = match["q"] or match["n"].lower()
    number = int(said[1]) if match["q"] else (_ORDINALS.get(said) or int(said[0]))
    halves = said.startswith("H") or (match["what"] or "").lower() == "half"
    if halves and (number > 2 or not (match["y"] or match["near"] or match["q"])):
        return None  # the second half of a match, a book, a list
    make = partial(_numbered, periods.half if halves else periods.quarter, number)
    if match["near"]:
        shift = 0 if match["near"].lower() == "the year" else _shift(match["near"])
        return Reading(lambda anchor, toward: make(anchor.year + shift))
    if not (match["y"] or match["q"]):
        before, after = match.string[: match.start()], match.string[match.end() :]
        if not re.search(r"\b(?i:the|in|for) $", before) or after.startswith(" of"):
            return None
    return _in_year(match["y"], make)


def _numbered(make: Callable[[int, int], Period], number: int, year: int) -> Period:
    return make(year, number)


@_rule(
    "fiscal",
    r"\b(?:(?i:the\s)?\d{4}(?:[-–/]\d\d(?:\d\d)?)?\s(?i:fiscal|financial)\s(?i:year)|(?i:fiscal|financial)\s(?:(?i:year)\s)?\d{4}(?:[-–/]\d\d)?|FY\s?\d\d(?:\d\d)?)\b",
)
def _fiscal(match: re.Match[str]) -> Reading:
    return UNKNOWN  # it begins in January, April, July or October: the country decides


# ------------------------------------------------------------------------------------------- counted from the publication


@_rule(
    "near",
    rf"\b(?:(?P<when>(?i:earlier|later|{_PART}))\s)?(?P<which>(?i:last|this|next))\s{_UNIT}(?![’']s\s(?:anniversary))",
)
def _near_unit(match: re.Match[str]) -> Reading | None:
    shift, unit, when = _shift(match["which"]), _unit(match), (match["when"] or "").lower()
    if unit == "day" or match[0].endswith("s"):
        return None

    def resolve(anchor: date, toward: Toward) -> Period | None:
        if unit in ("decade", "century") and shift == -1:  # "the last decade" is the ten years up to now
            return Period(periods.moved(anchor, -1, unit), anchor, Granularity.RANGE)
        whole = periods.around(anchor, unit)
        if shift:
            whole = periods.around(
                periods.moved(_first(whole), shift, unit) if unit != "weekend" else anchor + timedelta(7 * shift), unit
            )
        if when == "earlier":
            return Period(_first(whole), min(_last(whole), anchor), whole.granularity)
        if when == "later":
            return Period(max(_first(whole), anchor), _last(whole), whole.granularity)
        return _maybe_part(whole, when)

    return Reading(resolve)


@_rule("near", r"\b(?i:over|at|on|during)\sthe\s(?:(?i:coming)\s)?weekend\b")
def _the_weekend(match: re.Match[str]) -> Reading:
    def resolve(anchor: date, toward: Toward) -> Period | None:
        known = [periods.around(anchor + timedelta(7 * step), "weekend") for step in (-1, 0, 1)]
        ahead = "coming" in match[0].lower() or toward is Toward.AHEAD
        return choose(known, anchor, Toward.AHEAD if ahead else Toward.PAST)

    return Reading(resolve, repeats=True)


@_rule(
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
        return periods.part(whole, _third(edge))

    return Reading(resolve)


@_rule(
    "rolling",
    rf"\b(?i:the|these)\s(?P<which>(?i:past|last|previous|next|coming|following))\s(?:(?P<n>{_N}|{_FEW})\s)?{_UNIT}",
)
def _rolling(match: re.Match[str]) -> Reading | None:
    which, said, unit = match["which"].lower(), match["n"], _unit(match)
    if which == "last" and unit == "day" and not said:
        return None  # the last day of the summit
    if which in ("previous", "following") or (unit == "day" and not said and not match[0].endswith("s")):
        return UNKNOWN  # the day, week or year after something told before
    ahead = which in ("next", "coming")
    if (said is None and match[0].endswith("s")) or (said and re.fullmatch(_FEW, said)):
        return _open(ahead)
    count = _count(said) if said else 1

    def resolve(anchor: date, toward: Toward) -> Period | None:
        other = periods.moved(anchor, count if ahead else -count, unit if unit != "weekend" else "week")
        return Period(min(anchor, other), max(anchor, other), Granularity.RANGE)

    return Reading(resolve)


def _open(ahead: bool) -> Reading:
    return Reading(
        lambda anchor, toward: Period(anchor if ahead else None, None if ahead else anchor, Granularity.RANGE)
    )


@_rule(
    "rolling", r"\b(?:(?i:the)\s)?(?P<which>(?i:recent|coming|upcoming))\s(?i:hours|days|weeks|months|years|decades)\b"
)
def _around_now(match: re.Match[str]) -> Reading:
    return _open("coming" in match["which"].lower())


@_rule(
    "ago",
    rf"\b(?:(?P<about>(?i:more than|over|at least|less than|almost|nearly|about|around|some|roughly|exactly|just))\s)?"
    rf"(?P<n>(?i:{_N}|{_FEW}|many))\s(?P<unit>hour|minute|day|week|month|year|decade|century|centurie)s?\sago\b",
)
def _ago(match: re.Match[str]) -> Reading:
    about, unit, said = (match["about"] or "").lower(), _unit(match), match["n"].lower()
    if said in _NUMBERS or said.isdigit():
        count = _count(said)
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
        return periods.around(then, unit if unit not in ("decade", "century") else "year")

    return Reading(resolve)


@_rule(
    "ahead",
    rf"\b(?P<how>(?i:within|in))\s(?P<n>(?i:{_N}|{_FEW}))\s{_UNIT}(?:[’']\stime\b)?(?!\s(?:ago|later|earlier|of|old|after))",
)
@_rule("ahead", rf"\b(?P<how>(?i:within))\s(?P<n>){_UNIT}(?!\s(?:of|after))")
@_rule("ahead", rf"\b(?P<n>(?i:{_N}|{_FEW}))\s{_UNIT}\s(?P<how>from\snow)\b")
def _in_units(match: re.Match[str]) -> Reading | None:
    """ "In three weeks" tells a time only where the sentence looks ahead; elsewhere it tells how long something took."""
    text, said, unit = match.string, match["n"].lower(), _unit(match)
    if re.search(r"\b(?i:first|last|only|\w+est|time|most|worst|once|twice)\b[^,;.]{0,40}$", text[: match.start()]):
        return None

    def resolve(anchor: date, toward: Toward) -> Period | None:
        if toward is not Toward.AHEAD and match["how"] != "from now" and not match[0].endswith("time"):
            return None
        if said not in _NUMBERS and not said.isdigit():
            return Period(anchor, None, Granularity.RANGE)
        then = periods.moved(anchor, _count(said), unit if unit != "weekend" else "week")
        if match["how"].lower() == "within":
            return Period(anchor, then, Granularity.RANGE)
        return periods.around(then, unit if unit not in ("weekend", "decade", "century") else "year")

    return Reading(resolve)


@_rule("anchored", rf"\b(?P<n>(?i:{_N}|{_FEW}))\s{_UNIT}\s(?i:later|earlier|afterwards)\b(?!\s(?:than|today))")
@_rule("anchored", r"\b(?i:the (?:same|next|following|previous) (?:day|night|morning|evening|week|month|year))\b")
@_rule("anchored", r"\b(?i:that (?:same )?(?:day|night|week|month|year))\b")
@_rule("anchored", r"\b(?i:(?:the )?(?:day|night|week|month|year) (?:earlier|later))\b")
def _anchored(match: re.Match[str]) -> Reading:
    return UNKNOWN  # counted from another time of the story
