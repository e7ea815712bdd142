"""What time words mean, once it is known when the article appeared and which way the sentence looks; and the list of rules."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from graph.model import Period


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


def rule(kind: str, pattern: str) -> Callable[[_Read], _Read]:
    def register(read: _Read) -> _Read:
        RULES.append(Rule(kind, re.compile(pattern), read))
        return read

    return register


def fixed(period: Period) -> Reading:
    return Reading(lambda anchor, toward: period, relative=False)


UNKNOWN = Reading(lambda anchor, toward: None)


def yearly(make: Callable[[int], Period], told: Collection[Toward] = tuple(Toward)) -> Reading:
    """Something that every year has: the latest already begun, the next not yet over, or (untold) the far nearer.

    `told`: the ways to look that say something of it. "They rejected it before the October election" says nothing of October.
    """

    def resolve(anchor: date, toward: Toward) -> Period | None:
        known = []
        for year in range(anchor.year - 4, anchor.year + 5):  # four years on either side reach the next 29 February
            try:
                known.append(make(year))
            except ValueError:
                continue
        return choose(known, anchor, toward if toward in told else Toward.UNTOLD)

    return Reading(resolve, repeats=True)


def choose(known: list[Period], anchor: date, toward: Toward) -> Period | None:
    """Of closed periods in order of time the last one begun, the first one not over, or (untold) the far nearer, else the former."""
    begun = [period for period in known if first(period) <= anchor]
    coming = [period for period in known if last(period) >= anchor]
    if toward is Toward.PAST or not coming:
        return begun[-1] if begun else None
    if toward is Toward.AHEAD or not begun:
        return coming[0]
    since, until = (anchor - last(begun[-1])).days, (first(coming[0]) - anchor).days
    return coming[0] if 2 * until <= since else begun[-1]


def first(period: Period) -> date:
    return period.earliest or date.min


def last(period: Period) -> date:
    return period.latest or date.max
