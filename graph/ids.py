"""How an id is made. Pure: the same thing gets the same id on every machine, in every order.

Ids are opaque to readers but stable: articles from their content, relations from their meaning, evidence from article and place,
entities from Wikidata or, where the reference data knows no QID, readable from kind and name.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict
from datetime import date

from graph.model import Article, Extraction, Kind, Span

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
    parts = {
        "article": asdict(extraction.article),
        "mentions": sorted(_canonical(mention) for mention in extraction.mentions),
        "entities": sorted(_canonical(entity) for entity in extraction.entities),
        "relations": sorted(_canonical(relation) for relation in extraction.relations),
        "evidence": sorted(_canonical(piece) for piece in extraction.evidence),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _canonical(part: object) -> str:
    return json.dumps(asdict(part), sort_keys=True, default=str)  # type: ignore[call-overload]
