"""A made-up world: a scale-free graph of articles that report relations, the same for the same seed. No article is kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

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

#: Relations per entity and per article, as in real news: few facts per report, many reports per country.
PER_ENTITY: Final = 5
PER_ARTICLE: Final = 10
FIRST_DAY: Final = date(2015, 1, 1).toordinal()
DAYS: Final = 4000
_OUTLETS: Final = [f"Outlet {number}" for number in range(40)]
_CONSONANTS: Final = [
    "b",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "sh",
    "ch",
    "st",
    "kr",
    "br",
    "tr",
]
_VOWELS: Final = ["a", "e", "i", "o", "u", "ai", "ou", "ia", "é", "ö"]
_FILLER: Final = [
    "after",
    "talks",
    "officials",
    "said",
    "that",
    "ministers",
    "from",
    "both",
    "sides",
    "would",
    "meet",
    "again",
    "before",
    "the",
    "end",
    "of",
    "the",
    "year",
    "to",
    "discuss",
    "trade",
    "security",
    "energy",
    "and",
    "the",
    "future",
    "of",
    "the",
    "region",
    "while",
    "analysts",
    "warned",
    "of",
    "delays",
    "over",
    "funding",
    "and",
    "a",
    "vote",
    "in",
    "parliament",
    "was",
    "postponed",
]


@dataclass(frozen=True, slots=True)
class World:
    """Relation i goes from subjects[i] to objects[i], is of types[i] and reported on days[i] as statuses[i]."""

    names: list[str]
    kinds: list[Kind]
    type_names: list[str]
    subjects: np.ndarray
    objects: np.ndarray
    types: np.ndarray
    days: np.ndarray
    statuses: np.ndarray

    @property
    def relations(self) -> int:
        return len(self.subjects)

    def entity_id(self, number: int) -> str:
        return f"Q{number + 1}"

    def entity(self, number: int) -> Entity:
        return Entity(self.entity_id(number), self.names[number], self.kinds[number])

    def degrees(self) -> np.ndarray:
        """Relations of each entity at either end."""
        ends = np.concatenate([self.subjects, self.objects])
        return np.bincount(ends, minlength=len(self.names))

    def sentence(self, index: int) -> str:
        """80 to 200 characters about relation `index`."""
        verb = self.type_names[self.types[index]].lower().replace("_", " ")
        start = index % len(_FILLER)
        words = 6 + index % 17
        filler = " ".join((_FILLER + _FILLER)[start : start + words])
        return f"{self.names[self.subjects[index]]} {verb} {self.names[self.objects[index]]}, {filler}."

    def extractions(self, first: int = 0, last: int | None = None) -> Iterator[Extraction]:
        """The articles of relations first to last."""
        for start in range(first, self.relations if last is None else last, PER_ARTICLE):
            yield self._extraction(start, min(start + PER_ARTICLE, self.relations))

    def _extraction(self, first: int, last: int) -> Extraction:
        text, sentences = "", []
        for index in range(first, last):
            sentence = self.sentence(index)
            sentences.append(Span(len(text), len(text) + len(sentence)))
            text += sentence + " "
        day = int(self.days[first])
        published = date.fromordinal(day)
        article = Article(
            f"art_{first:09x}",
            f"Report {first}",
            text,
            published,
            f"https://news.example/{first}",
            _OUTLETS[first % 40],
        )
        entities: dict[str, Entity] = {}
        relations: dict[str, Relation] = {}
        evidence, mentions = [], []
        for index, sentence in zip(range(first, last), sentences, strict=True):
            subject, object = self.entity(int(self.subjects[index])), self.entity(int(self.objects[index]))
            type = self.type_names[self.types[index]]
            relation = ontology.relation(subject.id, type, object.id)
            subject_span = Span(sentence.start, sentence.start + len(subject.name))
            trigger = Span(subject_span.end + 1, subject_span.end + 1 + len(type))
            object_span = Span(trigger.end + 1, trigger.end + 1 + len(object.name))
            entities[subject.id], entities[object.id], relations[relation.id] = subject, object, relation
            mentions.append(Mention(article.id, subject_span, subject.name, subject.kind, subject.id))
            mentions.append(Mention(article.id, object_span, object.name, object.kind, object.id))
            told = date.fromordinal(int(self.days[index]))
            evidence.append(
                Evidence(
                    ids.evidence_id(article.id, relation.id, sentence, trigger, subject_span, object_span),
                    relation.id,
                    article.id,
                    sentence,
                    sentence.of(text),
                    trigger,
                    subject_span,
                    object_span,
                    _STATUSES[self.statuses[index]],
                    Period(told, told, Granularity.DAY),
                    None,
                    None,
                    None,
                    0.5 + (index % 50) / 100,
                    "synthetic",
                )
            )
        return Extraction(
            article, tuple(mentions), tuple(entities.values()), tuple(relations.values()), tuple(evidence)
        )


_STATUSES: Final = tuple(Status)


def world(relations: int, seed: int = 7) -> World:
    """A world of about so many relations: ends drawn by a power law, so that the largest hub holds about 4 % of them."""
    random = np.random.default_rng(seed)
    entities = max(relations // PER_ENTITY, 10)
    weights = 1 / np.arange(1, entities + 1) ** 0.72
    chances = np.cumsum(weights / weights.sum())

    def ends() -> np.ndarray:
        return np.minimum(np.searchsorted(chances, random.random(relations)), entities - 1)

    order = random.permutation(entities)  # so that a small id is not a large hub
    subjects, objects = order[ends()], order[ends()]
    objects = np.where(objects == subjects, (objects + 1) % entities, objects)
    type_names = sorted(ontology.TYPES)
    type_weights = 1 / np.arange(1, len(type_names) + 1) ** 0.6
    articles = random.integers(0, DAYS, relations // PER_ARTICLE + 1)
    published = FIRST_DAY + np.repeat(np.sort(articles), PER_ARTICLE)[:relations]
    return World(
        names=_names(random, entities),
        kinds=[list(Kind)[number] for number in random.integers(0, len(Kind), entities)],
        type_names=type_names,
        subjects=subjects.astype(np.int32),
        objects=objects.astype(np.int32),
        types=random.choice(len(type_names), relations, p=type_weights / type_weights.sum()).astype(np.int16),
        days=(published - random.integers(0, 20, relations)).astype(np.int32),
        statuses=random.choice(len(Status), relations, p=[0.6, 0.15, 0.1, 0.05, 0.1]).astype(np.int8),
    )


def _names(random: np.random.Generator, count: int) -> list[str]:
    """Two-word names, all different: given names are shared by many, family names by some."""
    given = [_word(random, 2).capitalize() for _ in range(max(20, count // 400))]
    family = [_word(random, 3).capitalize() for _ in range(max(50, count // 8))]
    names: dict[str, None] = {}
    while len(names) < count:
        first = given[int(len(given) * random.random() ** 2)]
        names[f"{first} {family[int(len(family) * random.random() ** 2)]}"] = None
    return list(names)


def _word(random: np.random.Generator, syllables: int) -> str:
    picks = random.random((syllables, 2))
    word = "".join(_CONSONANTS[int(a * len(_CONSONANTS))] + _VOWELS[int(b * len(_VOWELS))] for a, b in picks)
    return word + ("n" if picks[0, 0] < 0.3 else "")
