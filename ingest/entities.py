"""From mentions to entities: one thing, one node, under the same id in every article.

Ids: the Wikidata QID where the gazetteer knows it, else readable from kind and name (graph.ids.entity_id). They depend on nothing but
the name as resolved, so the order in which articles are read does not matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from graph.model import Entity, Kind, Mention, Span
from ingest.coreference import Reading, corefer
from ingest.gazetteer import Gazetteer, folded, load
from ingest.mentions import MentionDraft, mentions
from ingest.nominals import COUNTRIES, PLACES
from ingest.offices import Office

_LEANS_ON = frozenset({"flat", "appos", "compound", "nmod:desc", "nmod:unmarked"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what an article is about.

    drafts and entity_ids run in parallel, in the order of the text, resolved mentions only; offices index them. `by_head`: token index →
    position in drafts (title words of a person lead to the person); `at_head`: all positions where one head means several. `country`:
    entity id → entity id of the country it belongs to or acts for (a country: itself; the head of an IGO: the IGO).
    """

    article_id: str
    drafts: tuple[MentionDraft, ...]
    entity_ids: tuple[str, ...]
    entities: Mapping[str, Entity]
    by_head: Mapping[int, int]
    at_head: Mapping[int, tuple[int, ...]]
    offices: tuple[Office, ...]
    country: Mapping[str, str] = field(default_factory=dict)

    def mention_models(self) -> tuple[Mention, ...]:
        """The mentions as the stores keep them."""
        pairs = zip(self.drafts, self.entity_ids, strict=True)
        return tuple(Mention(self.article_id, Span(d.start, d.end), d.text, self.entities[e].kind, e) for d, e in pairs)


def cast(doc: Doc, published: date | None = None, article_id: str = "") -> Cast:
    """Mentions, coreference and entities of one article (doc.text must be the article's text)."""
    return resolve(doc, corefer(doc, mentions(doc), published), article_id)


def resolve(doc: Doc, reading: Reading, article_id: str = "", gazetteer: Gazetteer | None = None) -> Cast:
    """Entities for the keys of a reading; mentions left open are dropped."""
    gazetteer = gazetteer or load()
    kept = [i for i, key in enumerate(reading.key_of) if key and not _only_title(reading, i)]
    place = {old: new for new, old in enumerate(kept)}
    drafts = tuple(reading.drafts[i] for i in kept)
    ids = tuple(reading.key_of[i] for i in kept)
    entities = {}
    named: dict[str, list[MentionDraft]] = {}
    for draft, key in zip(drafts, ids, strict=True):
        named.setdefault(key, []).append(draft)
    for key, mentioned in named.items():
        entities[key] = _entity(key, reading, mentioned, gazetteer)
    offices = tuple(
        Office(place[o.person], place.get(o.body) if o.body is not None else None, o.role, o.start, o.end, o.former)
        for o in reading.offices
        if o.person in place
    )
    heads: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        heads.setdefault(draft.head, []).append(i)
    by_head = {head: places[0] for head, places in heads.items()}
    for head, i in [*_titles(doc, drafts, offices), *_described(doc, drafts, by_head)]:
        by_head.setdefault(head, i)
    country = {key: state for key in entities if (state := _country(key, entities[key], reading, gazetteer))}
    for state in sorted(set(country.values()) - set(entities)):
        entry = gazetteer.entries[state]
        entities[state] = Entity(state, entry.name, entry.kind, (), dict(entry.codes))
        country[state] = state
    return Cast(article_id, drafts, ids, entities, by_head, {h: tuple(p) for h, p in heads.items()}, offices, country)


def _only_title(reading: Reading, i: int) -> bool:
    """Whether a description is the title of the name behind it ("U.S. Secretary" of "U.S. Secretary of State Antony Blinken")."""
    draft = reading.drafts[i]
    return (
        draft.form == "nominal"
        and not draft.text.endswith("counterpart")
        and any(o.start < draft.end <= o.end and reading.drafts[o.person].start > draft.start for o in reading.offices)
    )


def _entity(key: str, reading: Reading, drafts: list[MentionDraft], gazetteer: Gazetteer) -> Entity:
    """Name and codes from the gazetteer where it knows the thing, else the longest name that the article uses."""
    entry = gazetteer.entries.get(key)
    name = entry.name if entry else reading.names.get(key) or max((d.text for d in drafts), key=len)
    seen = {" ".join(d.text.split()) for d in drafts if d.form in {"name", "demonym"}}
    known = entry.aliases[:8] if entry else ()
    aliases = sorted({a for a in [*seen, *known] if folded(a) != folded(name)})
    codes = dict(entry.codes) if entry else {}
    iso3 = reading.country_of.get(key)
    kind = entry.kind if entry else drafts[0].kind if drafts else Kind.ORG
    if iso3 and kind is not Kind.COUNTRY:
        codes.setdefault("country", iso3)
    return Entity(key, name, kind, tuple(aliases), codes)


def _country(key: str, entity: Entity, reading: Reading, gazetteer: Gazetteer) -> str:
    if entity.kind is Kind.COUNTRY:
        return key
    if key in reading.acts_for:
        return reading.acts_for[key]
    state = gazetteer.country(reading.country_of.get(key) or entity.codes.get("country", ""))
    return state.id if state else ""


def _titles(doc: Doc, drafts: tuple[MentionDraft, ...], offices: tuple[Office, ...]) -> list[tuple[int, int]]:
    """(token, person) where a title carries the syntax: in "Minister Gen Nakatani said" the subject may be "Minister"."""
    pairs = []
    for office in offices:
        first = drafts[office.person].start_token
        if (
            office.end < drafts[office.person].start
            and first > 0
            and office.end - 2 <= doc[first - 1].idx + len(doc[first - 1])
        ):
            pairs.append((first - 1, office.person))
        token = doc[drafts[office.person].head]
        body = drafts[office.body] if office.body is not None else None
        while token.dep_ in _LEANS_ON and token.head.i != token.i:
            above = token.head
            if body is not None and above.i == body.head:  # "The head of NATO, Mark Rutte": hung on the body
                above = above.head
            if not office.start <= above.idx < office.end:
                break
            token = above
            pairs.append((token.i, office.person))
    return pairs


def _described(doc: Doc, drafts: tuple[MentionDraft, ...], by_head: Mapping[int, int]) -> list[tuple[int, int]]:
    """(token, mention) for common nouns that only say what the name beside them is: "the aircraft carrier HMS Prince of Wales",
    "the capital Harare", "the city of Mainz"."""
    pairs = []
    for i, draft in enumerate(drafts):
        if draft.form != "name":
            continue
        token = doc[draft.head]
        before = doc[draft.start_token - 1] if draft.start_token else token
        if draft.kind is Kind.PERSON and before.pos_ == "NOUN" and before.i not in by_head:
            pairs.append((before.i, i))  # "Chinese actor Jiang Wen"
        noun = token.head
        if noun.i in by_head or noun.i == token.i or noun.pos_ != "NOUN":
            continue
        if noun.i > token.i:
            if draft.kind is Kind.PLACE and draft.end_token == noun.i and noun.lemma_.lower() in PLACES | COUNTRIES:
                pairs.append((noun.i, i))  # "the Hodeidah region"
            continue
        beside = draft.start_token == noun.i + 1 and token.dep_ in {
            "appos",
            "flat",
            "nmod:desc",
            "compound",
            "nmod:unmarked",
        }
        of = token.dep_ == "nmod" and noun.lemma_.lower() in PLACES | COUNTRIES | {
            "part",
            "area",
            "east",
            "west",
            "north",
            "south",
        }
        if beside or (of and any(c.dep_ == "case" and c.lower_ == "of" for c in token.children)):
            pairs.append((noun.i, i))
    return pairs
