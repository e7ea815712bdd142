"""Calendar arithmetic on graph.model.Period: months, halves, decades, the late part of a year. Pure; nothing here reads text.

Dates outside the years 1 to 9999 raise ValueError or OverflowError, as `datetime.date` does; callers decide what that means.
"""

from calendar import monthrange
from datetime import date, timedelta

from graph.model import Granularity, Period

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month, northern hemisphere


def day(when: date) -> Period:
    return Period(when, when, Granularity.DAY)


def days(first: date, last: date) -> Period:
    """Several days in a row; one day when both are the same. ValueError when `last` comes first."""
    return day(first) if first == last else Period(first, last, Granularity.RANGE)


def week(within: date) -> Period:
    """The week from Monday to Sunday that holds the day."""
    monday = within - timedelta(within.weekday())
    return Period(monday, monday + timedelta(6), Granularity.WEEK)


def month(year: int, number: int) -> Period:
    """A month; numbers below 1 and above 12 run into the years before and after."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]), Granularity.MONTH)


def months(first: Period, last: Period, granularity: Granularity) -> Period:
    """From the first day of one period to the last day of the other."""
    return Period(first.earliest, last.latest, granularity)


def quarter(year: int, number: int) -> Period:
    return months(month(year, 3 * number - 2), month(year, 3 * number), Granularity.QUARTER)


def half(year: int, number: int) -> Period:
    return months(month(year, 6 * number - 5), month(year, 6 * number), Granularity.HALF)


def season(year: int, name: str) -> Period:
    """The meteorological season of the northern hemisphere; a winter belongs to the year of its December."""
    first = SEASONS[name]
    return months(month(year, first), month(year, first + 2), Granularity.SEASON)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), Granularity.YEAR)


def years(first: int, last: int) -> Period:
    return months(year(first), year(last), Granularity.RANGE)


def decade(first: int) -> Period:
    return months(year(first), year(first + 9), Granularity.DECADE)


def century(number: int) -> Period:
    """As people count: the 19th century is 1801 to 1900."""
    return months(year(100 * number - 99), year(100 * number), Granularity.CENTURY)


def part(whole: Period, which: str) -> Period:
    """The "early", "mid" or "late" third of a closed period, of the same granularity.

    Ten days of a month, four months of a year; of a decade the years 0-3, 4-6 and 7-9, of a century 33 years.
    """
    first, last = whole.earliest, whole.latest
    if first is None or last is None:
        raise ValueError("an open period has no parts")
    if whole.granularity is Granularity.MONTH:
        cuts = [date(first.year, first.month, 11), date(first.year, first.month, 21)]
    elif whole.granularity is Granularity.YEAR:
        cuts = [date(first.year, 5, 1), date(first.year, 9, 1)]
    elif whole.granularity is Granularity.CENTURY:
        cuts = [date(first.year + 33, 1, 1), date(first.year + 66, 1, 1)]
    elif whole.granularity is Granularity.DECADE:
        cuts = [date(first.year + 4, 1, 1), date(first.year + 7, 1, 1)]
    else:
        third = ((last - first).days + 1) / 3
        cuts = [first + timedelta(round(third)), first + timedelta(round(2 * third))]
    edges = [first, *cuts, last + timedelta(1)]
    index = ("early", "mid", "late").index(which)
    return Period(edges[index], edges[index + 1] - timedelta(1), whole.granularity)


def months_from(when: date, count: int) -> date:
    """The same day `count` months away, or that month's last day where it is shorter."""
    number = when.year * 12 + when.month - 1 + count
    target, index = divmod(number, 12)
    return date(target, index + 1, min(when.day, monthrange(target, index + 1)[1]))


UNITS = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century")


def moved(when: date, count: int, unit: str) -> date:
    """The day `count` units (day, week, month, quarter, year, decade, century) after it; before it when negative."""
    match unit:
        case "day":
            return when + timedelta(count)
        case "week":
            return when + timedelta(7 * count)
    return months_from(when, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])


def around(when: date, unit: str) -> Period:
    """The calendar day, week, weekend, month, quarter, year, decade or century that holds the day."""
    match unit:
        case "day":
            return day(when)
        case "week":
            return week(when)
        case "weekend":
            saturday = when - timedelta(when.weekday()) + timedelta(5)
            return days(saturday, saturday + timedelta(1))
        case "month":
            return month(when.year, when.month)
        case "quarter":
            return quarter(when.year, (when.month + 2) // 3)
        case "year":
            return year(when.year)
        case "decade":
            return decade(when.year // 10 * 10)
    return century((when.year + 99) // 100)
