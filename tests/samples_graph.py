"""A small graph made by hand for tests of app and graph: three articles of ours, their relations written out with exact spans.

`extractions()` gives it; `MARKS` shows the way it is written: (subject, type, object, status, sentence, the three marked words).
Only relation types whose files exist are used, so that the vocabulary may be reworded without breaking these tests.
"""

from collections.abc import Iterator
from datetime import date

from graph import ids, ontology
from graph.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Granularity,
    Kind,
    Mention,
    Period,
    Relation,
    Span,
    Status,
)

A, P, R, D, H = Status.ASSERTED, Status.PLANNED, Status.REQUESTED, Status.DENIED, Status.HYPOTHETICAL

RUTTE = Entity("Q57792", "Mark Rutte", Kind.PERSON, ("Rutte",), {"wikidata": "Q57792", "country": "NLD"})
JAPAN = Entity("Q17", "Japan", Kind.COUNTRY, ("Tokyo",), {"wikidata": "Q17", "iso3": "JPN"})
CHINA = Entity("Q148", "China", Kind.COUNTRY, ("Beijing",), {"wikidata": "Q148", "iso3": "CHN"})
NSATU = Entity("igo-nsatu", "NSATU", Kind.IGO, ("NATO Security Assistance and Training for Ukraine",))
ISHIBA = Entity("person-shigeru-ishiba", "Shigeru Ishiba", Kind.PERSON, ("Ishiba",), {"country": "JPN"})
YOKOSUKA = Entity("facility-yokosuka-naval-base", "Yokosuka naval base", Kind.FACILITY)
ENTITIES = {entity.name: entity for entity in (RUTTE, JAPAN, CHINA, NSATU, ISHIBA, YOKOSUKA)}

HARBOUR = (
    "NATO chief lands in Japan\n"
    "Mark Rutte travelled to Japan on Tuesday for two days of talks. "
    "In Tokyo he met Shigeru Ishiba, and both spoke of shipyards.\n"
    "On Wednesday Mark Rutte visited the Yokosuka naval base. "
    "Japan has asked to join NSATU, the command in Wiesbaden, the minister said. "
    "A trip by Shigeru Ishiba to China is planned for May."
)
ECHO = (
    "Alliance looks east\n"
    "The visit of Mark Rutte to Japan ended on Wednesday. "
    "China said Shigeru Ishiba had not met Mark Rutte alone. "
    'A reader wrote: <script>alert("no")</script> & more.'
)
LATER = (
    "Ishiba stays at home\n"
    "Shigeru Ishiba will not travel to China, his office said on Friday. "
    "A meeting of Japan and China may follow 🕊️ later, and Mark Rutte could return to Japan."
)

#: Article → rows of (subject, its words, type, trigger words, object, its words, status, period, attributed to, confidence).
_Row = tuple[str, str, str, str, str, str, Status, Period | None, str | None, float]


def _day(month: int, day: int) -> Period:
    return Period(date(2025, month, day), date(2025, month, day), Granularity.DAY)


_MAY = Period(date(2025, 5, 1), date(2025, 5, 31), Granularity.MONTH)

_ROWS: dict[str, list[_Row]] = {
    HARBOUR: [
        ("Mark Rutte", "Mark Rutte", "VISITS", "travelled", "Japan", "Japan", A, _day(4, 8), None, 0.95),
        ("Mark Rutte", "he", "MEETS", "met", "Shigeru Ishiba", "Shigeru Ishiba", A, _day(4, 8), None, 0.9),
        (
            "Mark Rutte",
            "Mark Rutte",
            "VISITS",
            "visited",
            "Yokosuka naval base",
            "Yokosuka naval base",
            A,
            _day(4, 9),
            None,
            0.97,
        ),
        ("Japan", "Japan", "REQUESTS", "asked", "NSATU", "NSATU", R, None, "the minister", 0.8),
        ("Shigeru Ishiba", "Shigeru Ishiba", "VISITS", "trip", "China", "China", P, _MAY, None, 0.7),
    ],
    ECHO: [
        ("Mark Rutte", "Mark Rutte", "VISITS", "visit", "Japan", "Japan", A, _day(4, 9), None, 0.92),
        ("Mark Rutte", "Mark Rutte", "MEETS", "met", "Shigeru Ishiba", "Shigeru Ishiba", D, None, "China", 0.6),
    ],
    LATER: [
        ("Shigeru Ishiba", "Shigeru Ishiba", "VISITS", "travel", "China", "China", D, None, "his office", 0.85),
        ("Japan", "Japan", "MEETS", "meeting", "China", "China", H, None, None, 0.5),
        ("Mark Rutte", "Mark Rutte", "VISITS", "return", "Japan", "Japan", H, None, None, 0.4),
    ],
}

ARTICLES = (
    ids.article(
        "NATO chief lands in Japan", HARBOUR, date(2025, 4, 9), "https://harbour.example/rutte", "Harbour Post"
    ),
    ids.article("Alliance looks east", ECHO, date(2025, 4, 10), "https://echo.example/east", "Morning Echo"),
    ids.article("Ishiba stays at home", LATER, date(2025, 5, 2), "https://harbour.example/ishiba", "Harbour Post"),
)

#: Facts the tests may rely on.
VISIT = ontology.relation(RUTTE.id, "VISITS", JAPAN.id)
MEETING = ontology.relation(RUTTE.id, "MEETS", ISHIBA.id)


def extractions() -> list[Extraction]:
    """The yield of each article."""
    return [_extraction(article) for article in ARTICLES]


def _extraction(article: Article) -> Extraction:
    relations: dict[str, Relation] = {}
    evidence: list[Evidence] = []
    for row in _ROWS[article.text]:
        if row[2] in ontology.TYPES:
            relation = ontology.relation(ENTITIES[row[0]].id, row[2], ENTITIES[row[4]].id)
            relations[relation.id] = relation
            evidence.append(_piece(article, relation, row))
    mentions = tuple(_mentions(article))
    named = {mention.entity_id for mention in mentions}
    named |= {end for relation in relations.values() for end in (relation.subject, relation.object)}
    entities = tuple(entity for entity in ENTITIES.values() if entity.id in named)
    return Extraction(article, mentions, entities, tuple(relations.values()), tuple(evidence))


def _piece(article: Article, relation: Relation, row: _Row) -> Evidence:
    subject_name, subject, _, trigger, _, object, status, period, attributed_to, confidence = row
    sentence = next(
        one for one in _sentences(article.text) if {subject, trigger, object} <= set(_found(one.of(article.text), row))
    )
    spans = [_within(article.text, sentence, words) for words in (trigger, subject, object)]
    if (
        relation.subject != ENTITIES[subject_name].id
    ):  # the ends of a symmetric relation were put in order: so are the marks
        spans = [spans[0], spans[2], spans[1]]
    return Evidence(
        id=ids.evidence_id(article.id, relation.id, sentence, *spans),
        relation_id=relation.id,
        article_id=article.id,
        sentence=sentence,
        quote=sentence.of(article.text),
        trigger=spans[0],
        subject_span=spans[1],
        object_span=spans[2],
        status=status,
        period=period,
        place=JAPAN.id if row[5] == "Yokosuka naval base" else None,
        role=None,
        attributed_to=attributed_to,
        confidence=confidence,
        rule=f"{relation.type.lower()}.by_hand",
    )


def _found(sentence: str, row: _Row) -> list[str]:
    return [words for words in (row[1], row[3], row[5]) if words in sentence]


def _within(text: str, sentence: Span, words: str) -> Span:
    start = text.index(words, sentence.start, sentence.end)
    return Span(start, start + len(words))


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for index, character in enumerate(text):
        if character == "\n" or text[index : index + 2] == ". " or index == len(text) - 1:
            end = index if character == "\n" else index + 1
            yield Span(start, end)
            start = index + 1 if character == "\n" else index + 2


def _mentions(article: Article) -> Iterator[Mention]:
    for entity in ENTITIES.values():
        start = article.text.find(entity.name)
        while start >= 0:
            span = Span(start, start + len(entity.name))
            yield Mention(article.id, span, entity.name, entity.kind, entity.id)
            start = article.text.find(entity.name, span.end)
