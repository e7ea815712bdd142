"""What analysts decide about entities: merge, split, rename, re-kind. Logged with author and reason, reversible, kept on re-ingest.

A decision never edits the graph by hand: it is a rule that every article passes through on its way into the store. So it also holds
for articles that come later, and taking it back means reading the same articles without it. The Curator keeps, for each article that
a decision changed, the extraction as the reader made it; nothing is lost. (The idea of decisions as data: nomenklatura's judgements.)
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from graph import codec, ids, ontology
from graph.errors import QueryError
from graph.model import Entity, Evidence, Extraction, Kind, Relation
from graph.query import ArticleQuery
from graph.store import GraphStore

DECISIONS: Final = "decisions"
ORIGINALS: Final = "originals"


class Action(StrEnum):
    """What was decided of `Decision.entity`."""

    MERGE = "merge"  # it is the same thing as `into`
    SPLIT = "split"  # where it is called one of `surfaces` in `articles` (either empty: everywhere) it is another thing, `into`
    RENAME = "rename"  # its name is `name`; the old one stays an alias
    REKIND = "rekind"  # its kind is `kind`


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `into`, with `name` and `kind`, is the entity that a merge or split leads to. Times are UTC, ISO 8601."""

    id: str
    action: Action
    entity: str
    author: str
    reason: str
    made: str
    into: str | None = None
    name: str | None = None
    kind: Kind | None = None
    surfaces: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    revoked_by: str | None = None
    revoked_reason: str | None = None
    revoked: str | None = None

    @property
    def holds(self) -> bool:
        return self.revoked is None


def apply(extraction: Extraction, decisions: Iterable[Decision]) -> Extraction:
    """The extraction as the decisions that hold, in their order, would have it. The same object where they change nothing."""
    for decision in decisions:
        if decision.holds and any(entity.id == decision.entity for entity in extraction.entities):
            extraction = (
                _relabelled(extraction, decision) if decision.into is None else _redirected(extraction, decision)
            )
    return extraction


def resolved(entity_id: str, decisions: Iterable[Decision]) -> str:
    """The id under which an entity lives today: itself, or what it was merged into, and so on. Old ids never die."""
    into = {
        decision.entity: decision.into for decision in decisions if decision.holds and decision.action is Action.MERGE
    }
    while following := into.get(entity_id):
        entity_id = following
    return entity_id


def _relabelled(extraction: Extraction, decision: Decision) -> Extraction:
    """RENAME and REKIND: the same ids, another label."""
    name, kind = decision.name, decision.kind

    def entity(old: Entity) -> Entity:
        if old.id != decision.entity:
            return old
        aliases = ({*old.aliases, old.name} - {name}) if name else {*old.aliases}
        return replace(old, name=name or old.name, kind=kind or old.kind, aliases=tuple(sorted(aliases)))

    return replace(
        extraction,
        entities=tuple(entity(old) for old in extraction.entities),
        mentions=tuple(
            replace(mention, kind=kind) if kind and mention.entity_id == decision.entity else mention
            for mention in extraction.mentions
        ),
    )


def _redirected(extraction: Extraction, decision: Decision) -> Extraction:
    """MERGE and SPLIT: some or all places that meant `entity` mean `into`. A relation of a thing with itself falls away."""
    article, into = extraction.article, decision.into or decision.entity
    if decision.articles and article.id not in decision.articles:
        return extraction

    def target(entity_id: str, surface: str | None) -> str:
        meant = entity_id == decision.entity and (not decision.surfaces or surface in decision.surfaces)
        return into if meant else entity_id

    mentions = tuple(replace(m, entity_id=target(m.entity_id, m.text)) for m in extraction.mentions)
    if decision.kind:
        mentions = tuple(replace(m, kind=decision.kind) if m.entity_id == into else m for m in mentions)
    claimed = {relation.id: relation for relation in extraction.relations}
    relations: dict[str, Relation] = {}
    evidence: dict[str, Evidence] = {}
    for piece in extraction.evidence:
        old = claimed[piece.relation_id]
        subject = target(old.subject, piece.subject_span.of(article.text))
        object = target(old.object, piece.object_span.of(article.text))
        if subject == object and old.subject != old.object:
            continue
        relation = (
            old if (subject, object) == (old.subject, old.object) else ontology.relation(subject, old.type, object)
        )
        place = piece.place and target(piece.place, None)
        spans = (piece.sentence, piece.trigger, piece.subject_span, piece.object_span)
        id = piece.id if relation is old else ids.evidence_id(article.id, relation.id, *spans)
        relations[relation.id] = relation
        evidence[id] = replace(piece, id=id, relation_id=relation.id, place=place)
    used = {mention.entity_id for mention in mentions} | {piece.place for piece in evidence.values()}
    used |= {end for relation in relations.values() for end in (relation.subject, relation.object)}
    entities = {entity.id: entity for entity in extraction.entities}
    if into in used:
        entities[into] = _joined(entities[decision.entity], entities.get(into), decision)
    return Extraction(
        article,
        mentions,
        tuple(entities[id] for id in sorted(entities) if id in used),
        tuple(relations[id] for id in sorted(relations)),
        tuple(evidence[id] for id in sorted(evidence)),
    )


def _joined(old: Entity, known: Entity | None, decision: Decision) -> Entity:
    """What this article calls the entity that a merge or split leads to."""
    name = known.name if known else (decision.name or old.name)
    kind = known.kind if known else (decision.kind or old.kind)
    if decision.action is Action.SPLIT:
        others = {*(known.aliases if known else ()), *decision.surfaces}
    else:
        others = {*(known.aliases if known else ()), old.name, *old.aliases}
    return Entity(decision.into or old.id, name, kind, tuple(sorted(others - {name})), known.codes if known else {})


class Curator:
    """The way into a store that honours decisions: writers add through it, editors decide through it."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._known: tuple[int, Sequence[Decision]] | None = None

    # -- writing articles

    def add(self, extraction: Extraction) -> bool:
        """GraphStore.add, through the decisions that hold."""
        curated = apply(extraction, self.log())
        article_id = extraction.article.id
        if curated is not extraction:
            self.store.put(ORIGINALS, article_id, codec.encode(extraction))
        elif self.log():
            self.store.put(ORIGINALS, article_id, None)
        return self.store.add(curated)

    def forget(self, article_id: str) -> bool:
        """GraphStore.forget; the reader's original goes with it."""
        if self.log():
            self.store.put(ORIGINALS, article_id, None)
        return self.store.forget(article_id)

    # -- deciding

    def log(self) -> Sequence[Decision]:
        """All decisions, oldest first, the revoked ones too."""
        revision = self.store.revision()
        if self._known is None or self._known[0] != revision:
            self._known = (revision, [_decoded(text) for text in self.store.shelf(DECISIONS).values()])
        return self._known[1]

    def current(self, entity_id: str) -> str:
        """The id under which an entity lives today."""
        return resolved(entity_id, self.log())

    def merge(self, entity_id: str, into: str, author: str, reason: str) -> Decision:
        """Say that two entities are one; `into` survives. QueryError when either is unknown or they are one already."""
        self._entity("entity", entity_id)
        survivor = self._entity("into", into)
        if entity_id == into:
            raise QueryError("into", "an entity cannot be merged into itself")
        return self._decide(Action.MERGE, entity_id, author, reason, into=into, name=survivor.name, kind=survivor.kind)

    def split(
        self,
        entity_id: str,
        name: str,
        author: str,
        reason: str,
        kind: Kind | None = None,
        surfaces: Sequence[str] = (),
        articles: Sequence[str] = (),
    ) -> Decision:
        """Say that an entity, where it is called so or in these articles, is another thing of this name."""
        old = self._entity("entity", entity_id)
        if not surfaces and not articles:
            raise QueryError("surfaces", "say which surface forms or which articles mean the other thing")
        into = ids.entity_id(_required("name", name), kind or old.kind)
        if into == entity_id:
            raise QueryError("name", "the other thing needs another name or kind")
        return self._decide(
            Action.SPLIT,
            entity_id,
            author,
            reason,
            into=into,
            name=name,
            kind=kind or old.kind,
            surfaces=tuple(sorted(surfaces)),
            articles=tuple(sorted(articles)),
        )

    def rename(self, entity_id: str, name: str, author: str, reason: str) -> Decision:
        """Give an entity another name; the old one stays an alias."""
        self._entity("entity", entity_id)
        return self._decide(Action.RENAME, entity_id, author, reason, name=_required("name", name))

    def rekind(self, entity_id: str, kind: Kind, author: str, reason: str) -> Decision:
        """Say that an entity is of another kind."""
        self._entity("entity", entity_id)
        return self._decide(Action.REKIND, entity_id, author, reason, kind=kind)

    def revoke(self, decision_id: str, author: str, reason: str) -> Decision:
        """Take a decision back; every article it touched is as it would be without. QueryError when there is none that holds."""
        old = next((decision for decision in self.log() if decision.id == decision_id and decision.holds), None)
        if old is None:
            raise QueryError("decision", f"{decision_id!r} is no decision that holds")
        revoked = replace(
            old,
            revoked=_now(),
            revoked_by=_required("author", author),
            revoked_reason=_required("reason", reason),
        )
        self.store.put(DECISIONS, old.id, _encoded(revoked))
        for text in list(self.store.shelf(ORIGINALS).values()):
            original = codec.decode(text)
            if self.store.article(original.article.id):
                self.add(original)
        return revoked

    def _decide(
        self,
        action: Action,
        entity_id: str,
        author: str,
        reason: str,
        *,
        into: str | None = None,
        name: str | None = None,
        kind: Kind | None = None,
        surfaces: tuple[str, ...] = (),
        articles: tuple[str, ...] = (),
    ) -> Decision:
        author, reason = _required("author", author), _required("reason", reason)
        id = f"dec_{len(self.log()) + 1:06}"
        decision = Decision(id, action, entity_id, author, reason, _now(), into, name, kind, surfaces, articles)
        touched = list(self._readings(entity_id))
        self.store.put(DECISIONS, id, _encoded(decision))
        for extraction in touched:
            self.add(extraction)
        return decision

    def _readings(self, entity_id: str) -> Iterator[Extraction]:
        """The reader's extractions of the articles that mention an entity."""
        originals, cursor = self.store.shelf(ORIGINALS), None
        while True:
            page = self.store.articles(ArticleQuery(entity=entity_id, limit=500, cursor=cursor))
            for article in page.items:
                kept = originals.get(article.id)
                extraction = codec.decode(kept) if kept else self.store.extraction(article.id)
                if extraction:
                    yield extraction
            if page.next is None:
                return
            cursor = page.next

    def _entity(self, field: str, entity_id: str) -> Entity:
        entity = self.store.entity(entity_id)
        if entity is None:
            today = self.current(entity_id)
            raise QueryError(field, f"{entity_id!r} is no entity of this graph", today if today != entity_id else None)
        return entity


def _required(field: str, text: str) -> str:
    if not text.strip():
        raise QueryError(field, "is empty; decisions are kept with it")
    return text.strip()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _encoded(decision: Decision) -> str:
    return json.dumps({field: getattr(decision, field) for field in Decision.__dataclass_fields__}, ensure_ascii=False)


def _decoded(text: str) -> Decision:
    row = json.loads(text)
    return Decision(
        **row
        | {
            "action": Action(row["action"]),
            "kind": Kind(row["kind"]) if row["kind"] else None,
            "surfaces": tuple(row["surfaces"]),
            "articles": tuple(row["articles"]),
        }
    )
