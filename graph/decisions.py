"""What may be decided about entities, and what an article reads like once it has been. Pure: data in, data out.

A decision is a rule that the readings of articles pass through, in the order in which decisions were made. So the graph is always
`apply(reading, decisions)` of every article, whatever came first: the article or the decision. (The idea of decisions as data that
are applied anew, not edits that are done once: nomenklatura's judgements.)
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import lru_cache

from graph import ids, ontology
from graph.errors import StoreDamaged
from graph.model import Entity, Evidence, Extraction, Kind, Mention, Relation


class Action(StrEnum):
    """What was decided of `Decision.entity`."""

    MERGE = "merge"  # it is the same thing as `into`
    SPLIT = "split"  # where it is called one of `surfaces` in `articles` (either empty: everywhere) it is another thing, `into`
    RENAME = "rename"  # its name is `name`; the old one stays an alias
    REKIND = "rekind"  # its kind is `kind`


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Times are UTC, ISO 8601.

    old_name, old_kind: of `entity` when it was decided. name, kind: the new ones; of a merge or split, those of `into` (as they would
    be without renames). settled: whether every article of the graph has passed through it (or, when revoked, no longer does).
    """

    id: str
    action: Action
    entity: str
    old_name: str
    old_kind: Kind
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
    settled: bool = False

    @property
    def holds(self) -> bool:
        return self.revoked is None


def encode(decision: Decision) -> str:
    """One line of JSON."""
    return json.dumps(asdict(decision), ensure_ascii=False)


@lru_cache(maxsize=10_000)  # the log is read after every article
def decode(text: str) -> Decision:
    """The decision in what encode() made. StoreDamaged for anything else."""
    try:
        row = json.loads(text)
        kind = Kind(row["kind"]) if row["kind"] else None
        lists = {field: tuple(row[field]) for field in ("surfaces", "articles")}
        given = {"action": Action(row["action"]), "old_kind": Kind(row["old_kind"]), "kind": kind, **lists}
        return Decision(**{**row, **given})
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"a decision about entities cannot be read: {error}") from error


def apply(extraction: Extraction, decisions: Iterable[Decision]) -> Extraction:
    """The reading as the decisions that hold, in their order, would have it. The same object where they change nothing."""
    made, present = extraction, {entity.id for entity in extraction.entities}
    labels: list[Decision] = []
    for decision in decisions:
        if not decision.holds:
            continue
        if decision.into is None:
            labels.append(decision)
        if decision.entity in present:
            made = _relabelled(made, decision) if decision.into is None else _redirected(made, decision, labels)
            present = {entity.id for entity in made.entities}
    return extraction if made == extraction else made


def resolved(entity_id: str, decisions: Iterable[Decision]) -> str:
    """The id under which merges that hold keep an entity today: itself, or what it was merged into, and so on."""
    for decision in decisions:
        if decision.holds and decision.action is Action.MERGE and decision.entity == entity_id and decision.into:
            entity_id = decision.into
    return entity_id


def downstream(decision: Decision, decisions: Sequence[Decision]) -> set[str]:
    """The entities to which a decision's articles may lead: its own, and where later decisions took those."""
    reached = {decision.entity, decision.into or decision.entity}
    for later in decisions:
        if later.id > decision.id and later.entity in reached and later.into:
            reached.add(later.into)
    return reached


# -- rename, re-kind ----------------------------------------------------------------------------------------------------------


def _relabelled(extraction: Extraction, decision: Decision) -> Extraction:
    """The same ids, another label."""
    kind = decision.kind

    def mention(old: Mention) -> Mention:
        return replace(old, kind=kind) if kind and old.entity_id == decision.entity else old

    return replace(
        extraction,
        entities=tuple(_labelled(old, decision) for old in extraction.entities),
        mentions=tuple(mention(old) for old in extraction.mentions),
    )


def _labelled(entity: Entity, decision: Decision) -> Entity:
    if entity.id != decision.entity:
        return entity
    name = decision.name or entity.name
    aliases = {*entity.aliases, entity.name} - {name} if decision.name else {*entity.aliases}
    return replace(entity, name=name, kind=decision.kind or entity.kind, aliases=tuple(sorted(aliases)))


# -- merge, split -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Move:
    """Which places of an article that mean `entity` now mean `into`."""

    entity: str
    into: str
    surfaces: frozenset[str]

    def target(self, entity_id: str, surface: str | None) -> str:
        moved = entity_id == self.entity and (not self.surfaces or surface in self.surfaces)
        return self.into if moved else entity_id


def _redirected(extraction: Extraction, decision: Decision, labels: Sequence[Decision]) -> Extraction:
    """Some or all places that meant one entity mean another; `labels` are the renames and re-kinds that came before."""
    if decision.into is None or (decision.articles and extraction.article.id not in decision.articles):
        return extraction
    move = _Move(decision.entity, decision.into, frozenset(decision.surfaces))
    entities = {entity.id: entity for entity in extraction.entities}
    joined = _joined(entities[move.entity], entities.get(move.into), decision)
    for label in labels:
        joined = _labelled(joined, label)
    mentions = tuple(_moved_mention(mention, move, joined.kind) for mention in extraction.mentions)
    relations, evidence = _moved_reports(extraction, move)
    if (
        move.surfaces
        and mentions == extraction.mentions
        and evidence == {piece.id: piece for piece in extraction.evidence}
    ):
        return extraction  # nothing in this article is called so
    named = {mention.entity_id for mention in mentions} | {piece.place for piece in evidence.values()}
    named |= {end for relation in relations.values() for end in (relation.subject, relation.object)}
    entities[move.into] = joined
    left = entities.pop(move.entity)
    if move.surfaces and left.id in named:
        others = tuple(alias for alias in left.aliases if alias not in move.surfaces)
        entities[left.id] = replace(left, aliases=others)
    return Extraction(
        extraction.article,
        mentions,
        tuple(entities[id] for id in sorted(entities)),
        tuple(relations[id] for id in sorted(relations)),
        tuple(evidence[id] for id in sorted(evidence)),
    )


def _joined(old: Entity, known: Entity | None, decision: Decision) -> Entity:
    """What this article calls the entity that a merge or split leads to."""
    name = known.name if known else (decision.name or old.name)
    kind = known.kind if known else (decision.kind or old.kind)
    here = {*known.aliases} if known else set()
    more = {*decision.surfaces} if decision.action is Action.SPLIT else {old.name, *old.aliases}
    return Entity(
        decision.into or old.id, name, kind, tuple(sorted((here | more) - {name})), known.codes if known else {}
    )


def _moved_mention(mention: Mention, move: _Move, kind: Kind) -> Mention:
    target = move.target(mention.entity_id, mention.text)
    return mention if target == mention.entity_id else replace(mention, entity_id=target, kind=kind)


def _moved_reports(extraction: Extraction, move: _Move) -> tuple[dict[str, Relation], dict[str, Evidence]]:
    """Relations and evidence by id. A relation of two things that are now one falls away."""
    claimed = {relation.id: relation for relation in extraction.relations}
    relations: dict[str, Relation] = {}
    evidence: dict[str, Evidence] = {}
    for piece in extraction.evidence:
        old = claimed[piece.relation_id]
        text = extraction.article.text
        subject = move.target(old.subject, piece.subject_span.of(text))
        object = move.target(old.object, piece.object_span.of(text))
        if subject == object and old.subject != old.object:
            continue
        relation, moved = old, piece
        if (subject, object) != (old.subject, old.object):
            relation = ontology.relation(subject, old.type, object)
            moved = _about(piece, relation, swapped=relation.subject != subject)
        if piece.place:
            moved = replace(moved, place=move.target(piece.place, None))
        relations[relation.id], evidence[moved.id] = relation, moved
    return relations, evidence


def _about(piece: Evidence, relation: Relation, swapped: bool) -> Evidence:
    """The piece as a report of another relation; the marks follow the ends that a symmetric type put in order."""
    subject, object = piece.subject_span, piece.object_span
    if swapped:
        subject, object = object, subject
    id = ids.evidence_id(piece.article_id, relation.id, piece.sentence, piece.trigger, subject, object)
    return replace(piece, id=id, relation_id=relation.id, subject_span=subject, object_span=object)
