"""When: time expressions of a sentence, as periods of the calendar, counted from the day the article appeared.

`find` reads them, `period_of` says which of them dates an event. Both are pure and promise never to guess: an expression whose
time cannot be told ("three days later", "fiscal 2025", "4/5/2024") is found with the period None.

Conventions (see the table in tests/ingest/test_dates.py):
- a weekday in a sentence that looks back is the latest such day up to the publication, that day included; ahead, the first from it on;
- weeks run from Monday to Sunday, seasons are the northern ones, a decade's early, mid and late years are 0-3, 4-6 and 7-9;
- "since 2010" ends at the publication, "until 2010" has no beginning, "by Friday" begins at the publication if Friday is to come.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from graph.model import Granularity, Period, Span
from ingest.times import RULES, UNKNOWN, Reading, Resolve, Toward

__all__ = ["TimeExpression", "Toward", "expression_of", "find", "period_of"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time. `text` is what `span` marks in the text given to `find`.

    `period` is what they mean there (None: cannot be told); `past` and `ahead` what they would mean in a sentence that looks back
    or ahead. `kind` names the rule (weekday, month, year, ago, ...; "range" for from ... to ...). `attributive` expressions belong
    to a noun ("the 2015 accord", "the treaty of 1951", "Tuesday's vote") and so date nothing but it.
    """

    span: Span
    text: str
    kind: str
    period: Period | None
    past: Period | None
    ahead: Period | None
    attributive: bool = False

    def toward(self, toward: Toward | None) -> Period | None:
        """The period for a sentence known to look that way; None stands for what the text itself suggests."""
        return {Toward.PAST: self.past, Toward.AHEAD: self.ahead}.get(toward, self.period) if toward else self.period


@dataclass(frozen=True, slots=True)
class _Words:
    """A stretch of text with a reading, before ranges and prepositions are put together."""

    start: int
    end: int
    kind: str
    reading: Reading
    stated: int  # where the time itself begins, after "since", "from", ...


def find(text: str, published: date | None) -> list[TimeExpression]:
    """The time expressions of a sentence in order, not overlapping; offsets count from the start of `text`.

    Without `published` only explicit dates have a period. Never raises; text without any gives [].
    """
    found = [_expression(text, words, published) for words in _governed(text, _joined(text, _matches(text)))]
    return [each for each in found if each.period or each.kind != "ahead"]  # "in 12 years": only how long


def _matches(text: str) -> list[_Words]:
    """Every rule's matches; of overlapping ones the leftmost, then a known day, then the longest, then the earlier rule."""
    matches: list[_Words] = []
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            try:
                reading = rule.read(match)
            except (ValueError, OverflowError):  # 31 April, the year 0
                reading = UNKNOWN
            if reading:
                matches.append(_Words(match.start(), match.end(), rule.kind, reading, match.start()))
    kept: list[_Words] = []
    for words in sorted(matches, key=lambda words: (words.start, words.kind != "event", -words.end)):
        if not kept or words.start >= kept[-1].end:
            kept.append(words)
    return kept


# --------------------------------------------------------------------------------------------- ranges and prepositions

_FROM = re.compile(r"\b(?i:from)\s(?:the\s)?$")
_BETWEEN = re.compile(r"\b(?i:between)\s(?:the\s)?$")
_DASH = re.compile(r"\s?[-–—]\s?")
_TO = re.compile(r",?\s(?:to|until|till|through|up to)\s(?:the\s)?")
_AND = re.compile(r"\sand\s(?:the\s)?")
_SEVERAL_DAYS = re.compile(r"\d(?:st|nd|rd|th)?(?:\s?[-–—]\s?|\s(?:to|and|through|until)\s)(?:the\s)?\d\d?\b")
_GOVERNOR = re.compile(r"\b(?P<word>(?i:since|until|till|by|before|after|from))\s(?:(?:around|about|at least|the)\s)?$")


def _joined(text: str, found: list[_Words]) -> list[_Words]:
    """ "From A to B", "between A and B" and "A-B" become one expression."""
    joined: list[_Words] = []
    for words in found:
        if joined and joined[-1].kind != "range":
            before, between = joined[-1], text[joined[-1].end : words.start]
            opened = _FROM.search(text, max(0, before.start - 9), before.start) if _TO.fullmatch(between) else None
            if _AND.fullmatch(between):
                opened = _BETWEEN.search(text, max(0, before.start - 12), before.start)
            if opened or _DASH.fullmatch(between):
                start = opened.start() if opened else before.start
                reading = _range(before.reading, words.reading)
                joined[-1] = _Words(start, words.end, "range", reading, start)
                continue
        opened = _FROM.search(text, max(0, words.start - 9), words.start) or _BETWEEN.search(
            text, max(0, words.start - 12), words.start
        )
        if opened and _SEVERAL_DAYS.search(text, words.start, words.end):
            words = _Words(opened.start(), words.end, "range", words.reading, opened.start())
        joined.append(words)
    return joined


def _range(first: Reading, last: Reading) -> Reading:
    def resolve(anchor: date, toward: Toward) -> Period | None:
        if last.repeats and not first.repeats:
            begin = first.resolve(anchor, toward)
            end = last.resolve(begin.earliest or anchor, Toward.AHEAD) if begin else None
        else:
            end = last.resolve(anchor, toward)
            latest = end.latest or anchor if end else anchor
            begin = first.resolve(latest if first.repeats else anchor, Toward.PAST if first.repeats else toward)
        if begin is None or end is None or (begin.earliest and end.latest and begin.earliest > end.latest):
            return None
        return _range_or_none(begin.earliest, end.latest)

    return Reading(resolve, first.relative or last.relative, first.repeats and last.repeats)


def _governed(text: str, found: list[_Words]) -> list[_Words]:
    """Take in "since", "until", "by", ... before an expression."""
    governed: list[_Words] = []
    for words in found:
        match = _GOVERNOR.search(text, max(0, words.start - 18), words.start)
        if match and words.kind != "range" and not (governed and match.start() < governed[-1].end):
            word = match["word"].lower()
            if word != "from" or re.match(r"\s(?:on|onwards?)\b", text[words.end : words.end + 9]):
                reading = Reading(
                    _bounded(word, words.reading, " end of " in text[words.start : words.end]),
                    True,
                    words.reading.repeats,
                )
                words = _Words(match.start(), words.end, words.kind, reading, words.start)
        governed.append(words)
    return governed


def _bounded(word: str, reading: Reading, closing: bool) -> Resolve:
    """The stretch that "since", "until", "by", ... make of a period; `closing`: before the end of something."""

    def resolve(anchor: date, toward: Toward) -> Period | None:
        inner = reading.resolve(anchor, Toward.PAST if word == "since" else toward)
        if inner is None:
            return None
        first, last = inner.earliest, inner.latest
        match word:
            case "since":
                return _range_or_none(first, anchor)
            case "from":
                return _range_or_none(first, None)
            case "after":
                begin = last and date.fromordinal(last.toordinal() + 1)
                return _range_or_none(begin, anchor if begin and begin <= anchor else None)
            case "before" if not closing:
                return _range_or_none(None, first and date.fromordinal(first.toordinal() - 1))
            case "by" | "before":
                return _range_or_none(anchor if last and last >= anchor else None, last)
        return _range_or_none(None, last)

    return resolve


def _range_or_none(first: date | None, last: date | None) -> Period | None:
    if (first is None and last is None) or (first and last and first > last):
        return None
    return Period(first, last, Granularity.RANGE)


# ------------------------------------------------------------------------------------------------ looking back or ahead

_INFINITIVE = r"\sto\s(?!(?:the|an?|his|her|its|their)\b)(?:be\s)?[a-z]+"
_LOOKS = re.compile(
    r"(?P<ahead>\b(?:will|would|shall|could|may|might|must|should|’ll|'ll)(?!\s(?:have|no longer)\b)(?:\s(?:not|also|then|soon|be|\w+ly))*"
    r"(?:\s[a-z]+)?"
    r"|\b(?i:agree|plan|promis|pledg|vow|intend|decid|invit|ask|urg|order|hop|expect|schedul|want|aim|prepar|threaten|offer|call)[a-z]*"
    rf"(?:\s[^\s,;.]+){{0,4}}?{_INFINITIVE}"
    rf"|\b(?:is|are|was|were|due|set|ready|likely|about){_INFINITIVE}"
    r"|(?<!was )(?<!were )\b(?:scheduled|planned|set|slated|due|expected)\s(?:for|on|in|later|next)\b"
    r"|\b(?:is|are)\s(?:due|expected|scheduled|planned)\b"
    r"|\b(?:begins|starts|opens|ends|expires|closes|votes?|travels|flies|heads|arrives|leaves|returns|visits|meets|hosts|takes (?:place|effect|office)|(?:go|goes) to the polls)\b"
    r"|\b(?i:ahead of|upcoming|forthcoming|next)\b)"
    r"|(?P<back>(?<!the )(?<!a )(?<!an )\b[a-z]{2,}(?<!hundr)(?<!inde)(?<!ne)ed\b|\b(?:was|were|had|did|said|told|met|won|took|came|became|"
    r"began|went|left|led|held|made|gave|fell|fought|shot|sent|struck|flew|wrote|spoke|saw|got|drew|rose|cut|hit|broke|brought|has|have)\b)"
)


def _looks(text: str, words: _Words) -> Toward:
    """Which way the sentence looks at these words: by the last verb form before them, else by the first one after."""
    before = [match.lastgroup for match in _LOOKS.finditer(text, max(0, words.start - 160), words.start)]
    match = None if before else _LOOKS.search(text, words.end, words.end + 120)
    told = before[-1] if before else match and match.lastgroup
    return {"ahead": Toward.AHEAD, "back": Toward.PAST}.get(told or "", Toward.UNTOLD)


def _expression(text: str, words: _Words, published: date | None) -> TimeExpression:
    def period(toward: Toward) -> Period | None:
        if published is None and words.reading.relative:
            return None
        try:
            return words.reading.resolve(published or date.min, toward)
        except (ValueError, OverflowError):  # beyond the years 1 to 9999
            return None

    return TimeExpression(
        Span(words.start, words.end),
        text[words.start : words.end],
        words.kind,
        period(_looks(text, words)),
        period(Toward.PAST),
        period(Toward.AHEAD),
        _attributive(text, words),
    )


_NOUN_BEFORE = re.compile(r"(?:\b(?i:the|a|an|his|her|its|their|this|that)|[’']s?)\s(?:[a-z]+\s)?$")
_NOUN_AFTER = re.compile(
    r"[’']s?\s\w|-[a-z]|\s(?!and|or|but|to|in|on|at|by|for|with|when|after|before|as|that|which|who|while|of)[a-zA-Z]"
)


def _attributive(text: str, words: _Words) -> bool:
    if words.kind not in ("date", "weekday", "month", "year", "years", "event", "decade", "today"):
        return False
    after = text[words.end : words.end + 12]
    if re.match(r"[’']s?\s[a-z]", after) or re.match(r"-[a-z]", after):
        return True
    before = text[max(0, words.start - 24) : words.start]
    if re.search(r"\b(?<!\dth )(?<!\dst )of\s(?:the\s)?$", before) and words.kind in ("year", "date", "month", "years"):
        return True
    return bool(_NOUN_BEFORE.search(before) and _NOUN_AFTER.match(after))


# ------------------------------------------------------------------------------------------------- which one dates what

_BORDER = re.compile(
    r"(?P<aside>,\s(?:who|whom|whose|which|where|when|while|after|as|because)\b)"
    r"|(?P<under>\b(?i:that|when|after|before|because|while|although|though|if|unless|until|since|who|which|where)\b)"
    r"|(?P<stop>[;:—])|(?P<comma>,)"
)
_STEP = re.compile(r",|\b(?:and|but|then)\b")
_REPORTED = re.compile(
    r"\b(?:said|says|told\s\w+|announced|reported|wrote|warned|confirmed|added|declared|tweeted|insisted)\s"
    r"(?:(?:on|late|early|earlier|in|at)\s)*$"
)


def expression_of(
    text: str, trigger: Span, found: list[TimeExpression], clause: Span | None = None
) -> TimeExpression | None:
    """The expression that dates what happens at `trigger`: the nearest in its clause, later ones before earlier ones.

    A time that belongs to a noun dates only an event told by that noun, a time right behind a verb of saying only the saying.
    `clause`, where a parse knows it, limits the search to it; else clauses are guessed from conjunctions and commas.
    """
    clauses = _clauses(text, tuple(each.span for each in found))
    own = _clause_at(clauses, trigger.start)
    best: tuple[float, TimeExpression] | None = None
    for each in found:
        inside = clause.start <= each.span.start < clause.end if clause else _clause_at(clauses, each.span.start) == own
        if not inside or not _free(text, each, trigger):
            continue
        after = each.span.start >= trigger.end
        between = text[trigger.end : each.span.start] if after else text[each.span.end : trigger.start]
        distance = len(between) * (1.0 if after else 1.3) + 15 * len(_STEP.findall(between))
        if best is None or distance < best[0]:
            best = (distance, each)
    return best[1] if best else None


def period_of(
    text: str,
    trigger: Span,
    found: list[TimeExpression],
    toward: Toward | None = None,
    clause: Span | None = None,
) -> Period | None:
    """When what happens at `trigger` happens, as far as its sentence says: `expression_of`, read `toward` where the tense is known."""
    expression = expression_of(text, trigger, found, clause)
    return expression.toward(toward) if expression else None


def _free(text: str, each: TimeExpression, trigger: Span) -> bool:
    """Whether the expression may date the trigger at all."""
    if each.attributive:
        after = text[each.span.end : trigger.start] if trigger.start >= each.span.end else None
        before = text[trigger.end : each.span.start] if trigger.end <= each.span.start else None
        if after is not None:
            return len(after.split()) <= 3 and not re.search(r"[,;:]", after)
        return before is not None and re.fullmatch(r"\s(?:\w+\s){0,3}of\s(?:the\s)?", before) is not None
    reported = _REPORTED.search(text, max(0, each.span.start - 40), each.span.start)
    return not reported or trigger.end > reported.start() if trigger.start < each.span.start else not reported


@lru_cache(maxsize=256)
def _clauses(text: str, spans: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    """Where clauses begin, with their numbers: an aside ends at its comma, and the clause around it goes on."""
    borders, number, stack = [(0, 0)], 0, [(0, False)]
    for match in _BORDER.finditer(text):
        if any(span.start <= match.start() < span.end for span in spans):
            continue
        if match["stop"]:
            number += 1
            stack = [(number, False)]
        elif match["comma"]:
            if not stack[-1][1]:
                continue
            stack.pop()
        else:
            number += 1
            stack.append((number, bool(match["aside"]) or match.start() == 0))
        borders.append((match.end(), stack[-1][0]))
    return tuple(borders)


def _clause_at(borders: tuple[tuple[int, int], ...], offset: int) -> int:
    return next(number for start, number in reversed(borders) if start <= offset)
