"""How an id is made. Pure: the same thing gets the same id on every machine, in every order.

Ids are opaque to readers but stable: articles from their content, relations from their meaning, evidence from article and place,
entities from Wikidata or, where the reference data knows no QID, readable from kind and name.
"""

import hashlib
import marshal
import re
import unicodedata
from datetime import date

from graph.model import Article, Evidence, Extraction, Kind, Span

_SEPARATORS = re.compile(r"[\W_]+")


def _digest(*parts: str) -> str:
    """80 bits, hex, of the parts; a length prefix keeps ("ab", "c") and ("a", "bc") apart."""
    hashed = hashlib.sha256()
    for part in parts:
        data = part.encode()
        hashed.update(len(data).to_bytes(8, "big"))
        hashed.update(data)
    return hashed.hexdigest()[:20]


def article_id(text: str, published: date | None = None, url: str | None = None, source: str | None = None) -> str:
    """The same text from another outlet, day or address is another article (whether it is a copy is for corroboration to say)."""
    return "art_" + _digest(text, published.isoformat() if published else "", url or "", source or "")


def article(
    title: str, text: str, published: date | None = None, url: str | None = None, source: str | None = None
) -> Article:
    """An article with its id."""
    return Article(article_id(text, published, url, source), title, text, published, url, source)


def slug(name: str) -> str:
    """Lower case, accents dropped, other runs joined by one hyphen. Letters of any script stay. May be empty."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return _SEPARATORS.sub("-", plain).strip("-")


def entity_id(name: str, kind: Kind, wikidata: str | None = None) -> str:
    """Q17 where the QID is known, else such as person-mark-rutte (a digest where the name has no letters)."""
    if wikidata:
        return wikidata
    return f"{kind.value.lower()}-{slug(name) or _digest(name)}"


def relation_id(subject: str, type: str, object: str) -> str:
    """From the meaning alone. graph.ontology.relation() sorts the ends of symmetric types first."""
    return "rel_" + _digest(subject, type, object)


def evidence_id(article: str, relation: str, sentence: Span, trigger: Span, subject: Span, object: Span) -> str:
    """From article, relation and place."""
    places = ",".join(f"{span.start}-{span.end}" for span in (sentence, trigger, subject, object))
    return "ev_" + _digest(article, relation, places)


def extraction_digest(extraction: Extraction) -> str:
    """Equal for equal extractions, whatever the order of their parts: tells a store whether an article really changed."""
    article = extraction.article
    mentions = [
        (
            mention.article_id,
            mention.span.start,
            mention.span.end,
            mention.text,
            mention.kind._value_,
            mention.entity_id,
        )
        for mention in extraction.mentions
    ]
    entities = [
        (entity.id, entity.name, entity.kind._value_, tuple(entity.aliases), tuple(sorted(entity.codes.items())))
        for entity in extraction.entities
    ]
    relations = [(relation.id, relation.subject, relation.type, relation.object) for relation in extraction.relations]
    evidence = [_evidence(piece) for piece in extraction.evidence]
    parts = (
        (article.id, article.title, article.text, _day(article.published), article.url, article.source),
        sorted(mentions),
        sorted(entities),
        sorted(relations),
        sorted(evidence),
    )
    # Format 2 has no back references: equal parts, equal bytes. Were Python ever to change it, articles would only be written anew.
    return hashlib.sha256(marshal.dumps(parts, 2)).hexdigest()


def _evidence(piece: Evidence) -> tuple[object, ...]:
    """All its fields. The id stands first and is unique, so that sorting never compares None with text."""
    sentence, trigger, subject, object = piece.sentence, piece.trigger, piece.subject_span, piece.object_span
    period = piece.period
    return (
        piece.id,
        piece.relation_id,
        piece.article_id,
        (
            sentence.start,
            sentence.end,
            trigger.start,
            trigger.end,
            subject.start,
            subject.end,
            object.start,
            object.end,
        ),
        piece.quote,
        piece.status._value_,
        (_day(period.earliest), _day(period.latest), period.granularity._value_) if period else None,
        piece.place,
        piece.role,
        piece.attributed_to,
        float(piece.confidence),
        piece.rule,
    )


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0
