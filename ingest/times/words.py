"""The vocabulary of time expressions: names, numbers, and the fragments that patterns are made of."""

import re
from collections.abc import Callable

from graph.model import Period
from ingest.times import periods
from ingest.times.reading import Reading, fixed, yearly

# fmt: off
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_COUNTED = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
_ORDERED = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
            "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "twenty-first"]
# fmt: on
NUMBERS = {word: number for number, word in enumerate(_COUNTED, 1)} | {
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "a dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}  # fmt: skip
ORDINALS = {word: number for number, word in enumerate(_ORDERED, 1)}

MONTH = rf"(?:{'|'.join(MONTHS)})"
MONTH_OR_SHORT = rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
ORDINAL_END = r"(?:st|nd|rd|th)?"
YEAR = r"(?:1\d{3}|20\d{2})"
TO = r"(?:\s?[-–—]\s?|\s(?:to|and|through|until|or)\s)"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
FEW = r"(?:several|a few|few|some|many|a number of)"
UNIT = r"(?P<unit>day|week|weekend|month|quarter|year|decade|century|centurie)s?\b"
PART = r"(?P<part>early|mid|late|the (?:very )?(?:beginning|start|middle|end) of|(?:beginning|start|middle|end) of)"
YEAR_WORD = r"(?:last|this|next) year"
THINGS = (
    r"people|persons|troops|soldiers|men|women|children|members|civilians|fighters|rebels|migrants|refugees|prisoners|hostages|"
    r"kilomet\w+|km|met(?:re|er)s?|miles?|mph|tons?|tonnes?|kg|kilos?|barrels?|dollars?|euros?|pounds?|rubles|roubles|"
    r"yuan|yen|percent|per|square|homes|houses|villages|towns|cases|deaths|dead|others|more|times|workers|police\w*|officers|"
    r"personnel|vehicles|tanks|missiles|drones|rounds|megawatts?|MW|hours|days|years|pages|words|lives|victims|students"
)
NOT_THINGS = rf"(?![\d%]|[,.]\d|[-–]?\s?(?:{THINGS})\b)"


def month_number(name: str) -> int:
    return SHORT[name[:3]]


def count_of(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def third(word: str) -> str:
    word = word.lower().removesuffix("-").strip()
    for part, words in {"early": "early beginning start", "mid": "mid middle", "late": "late end"}.items():
        if any(each in word for each in words.split()):
            return part
    raise ValueError(word)


def unit_of(match: re.Match[str]) -> str:
    return match["unit"].lower().replace("centurie", "century")


def shift_of(word: str) -> int:
    return {"last": -1, "this": 0, "next": 1}[word.lower().split()[0]]


def in_year(said: str | None, make: Callable[[int], Period]) -> Reading:
    """`make` in the year said: "2024", "last year", "this year", or none (then it repeats)."""
    if said is None:
        return yearly(make)
    if said.isdigit():
        return fixed(make(int(said)))
    return Reading(lambda anchor, toward: make(anchor.year + shift_of(said)))


def maybe_part(period: Period, said: str | None) -> Period:
    return periods.part(period, third(said)) if said else period
