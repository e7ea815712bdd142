"""The curator: writers add articles through it, analysts decide through it (merge, split, rename, re-kind; graph/decisions.py).

Every decision is logged with author and reason, can be taken back, and holds for articles that come later. Of each article that a
decision changed the curator keeps the reading as it was, so nothing is lost. Order of steps is what makes this safe against a crash
and against other processes: a decision is written before any article passes through it, a reading is kept before its article changes,
and whoever added an article looks at the log once more afterwards. What a killed process left undone, heal() finishes.
"""

import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from graph import codec, decisions, ids
from graph.decisions import Action, Decision
from graph.errors import QueryError
from graph.model import Entity, Extraction, Kind
from graph.query import ArticleQuery
from graph.store import GraphStore

#: Shelves of the store.
DECISIONS: Final = "decisions"
ORIGINALS: Final = "originals"


class Curator:
    """The way into a store that honours decisions. Safe to use from several threads."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._deciding = threading.RLock()
        self._known: tuple[int, Sequence[Decision]] | None = None

    # -- writing articles -----------------------------------------------------------------------------------------------

    def add(self, reading: Extraction) -> bool:
        """GraphStore.add, through the decisions that hold."""
        changed = False
        while True:
            log = self.log()
            changed |= self._keep(reading, log)
            if self.log() == log:  # else somebody decided meanwhile, and may not have seen this article
                return changed

    def forget(self, article_id: str) -> bool:
        """GraphStore.forget; the reader's original goes with it."""
        forgotten = self.store.forget(article_id)
        if self.log():
            self.store.put(ORIGINALS, article_id, None)
        return forgotten

    def _keep(self, reading: Extraction, log: Sequence[Decision]) -> bool:
        curated, article_id = decisions.apply(reading, log), reading.article.id
        if curated is not reading:
            self.store.put(ORIGINALS, article_id, codec.encode(reading))
            return self.store.add(curated)
        changed = self.store.add(reading)
        if log:
            self.store.put(ORIGINALS, article_id, None)
        return changed

    def reading(self, article_id: str) -> Extraction | None:
        """An article's yield as its reader made it, before any decision."""
        stored = self.store.extraction(
            article_id
        )  # first: an original that comes in between must win over what it became
        original = self._original(article_id)
        return original if stored and original else stored

    def _original(self, article_id: str) -> Extraction | None:
        kept = self.store.shelf(ORIGINALS, article_id).get(article_id)
        return codec.decode(kept) if kept else None

    # -- what was decided -----------------------------------------------------------------------------------------------

    def log(self) -> Sequence[Decision]:
        """All decisions, oldest first, the revoked ones too."""
        known, revision = self._known, self.store.revision()
        if known is None or known[0] != revision:
            known = (revision, tuple(map(decisions.decode, self.store.shelf(DECISIONS).values())))
            self._known = known
        return known[1]

    def decision(self, decision_id: str) -> Decision | None:
        return next((decision for decision in self.log() if decision.id == decision_id), None)

    def about(self, entity_id: str) -> list[Decision]:
        """The decisions about an entity, and those that led to it; oldest first."""
        return [decision for decision in self.log() if entity_id in (decision.entity, decision.into)]

    def current(self, entity_id: str) -> str:
        """The id under which an entity lives today, so that old ids keep answering: itself, what it was merged into, what it was
        wholly split into, or what it was split from where that was taken back."""
        for decision in self.log():
            if decision.action is Action.MERGE and decision.holds:
                entity_id = decisions.resolved(entity_id, [decision])
            elif decision.action is Action.SPLIT and decision.into and self.store.entity(entity_id) is None:
                old, new = (decision.entity, decision.into) if decision.holds else (decision.into, decision.entity)
                entity_id = new if entity_id == old else entity_id
        return entity_id

    # -- deciding -------------------------------------------------------------------------------------------------------

    def merge(self, entity_id: str, into: str, author: str, reason: str) -> Decision:
        """Say that two entities are one; `into` survives. QueryError when either is unknown or they are one already."""
        with self._deciding:
            old, survivor = self._entity("entity", entity_id), self._entity("into", into)
            if entity_id == into:
                raise QueryError("into", "an entity cannot be merged into itself")
            name, kind = self._label(survivor)
            return self._decide(Action.MERGE, old, author, reason, into=into, name=name, kind=kind)

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
        with self._deciding:
            old = self._entity("entity", entity_id)
            if not surfaces and not articles:
                raise QueryError("surfaces", "say which surface forms or which articles mean the other thing")
            name, kind = _required("name", name), kind or old.kind
            into = decisions.resolved(ids.entity_id(name, kind), self.log())
            if into == entity_id:
                raise QueryError("name", "the other thing needs another name or kind")
            return self._decide(
                Action.SPLIT,
                old,
                author,
                reason,
                into=into,
                name=name,
                kind=kind,
                surfaces=tuple(sorted(set(surfaces))),
                articles=tuple(sorted(set(articles))),
            )

    def rename(self, entity_id: str, name: str, author: str, reason: str) -> Decision:
        """Give an entity another name; the old one stays an alias."""
        with self._deciding:
            old, name = self._entity("entity", entity_id), _required("name", name)
            if name == old.name:
                raise QueryError("name", f"{name!r} is its name already")
            return self._decide(Action.RENAME, old, author, reason, name=name)

    def rekind(self, entity_id: str, kind: Kind, author: str, reason: str) -> Decision:
        """Say that an entity is of another kind."""
        with self._deciding:
            old = self._entity("entity", entity_id)
            if kind is old.kind:
                raise QueryError("kind", f"{kind.value} is its kind already")
            return self._decide(Action.REKIND, old, author, reason, kind=kind)

    def revoke(self, decision_id: str, author: str, reason: str) -> Decision:
        """Take a decision back; every article it touched is as it would be without. QueryError when there is none that holds."""
        author, reason = _required("author", author), _required("reason", reason)
        with self._deciding:
            self.heal()
            old = self.decision(decision_id)
            if old is None or not old.holds:
                raise QueryError("decision", f"{decision_id!r} is no decision that holds")
            revoked = replace(old, revoked=_now(), revoked_by=author, revoked_reason=reason, settled=False)
            self._write(revoked)
            return self._settle(revoked)

    def heal(self) -> int:
        """Finish decisions that a killed process wrote down and did not carry through. How many there were."""
        with self._deciding:
            unsettled = [decision for decision in self.log() if not decision.settled]
            for decision in unsettled:
                self._settle(decision)
            return len(unsettled)

    # -- carrying decisions out -------------------------------------------------------------------------------------------

    def _decide(
        self,
        action: Action,
        entity: Entity,
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
        self.heal()
        # The number puts decisions in order, the rest keeps apart two that two processes make at once.
        id = f"dec_{len(self.log()) + 1:06}_{secrets.token_hex(4)}"
        decision = Decision(
            id,
            action,
            entity.id,
            entity.name,
            entity.kind,
            author,
            reason,
            _now(),
            into,
            name,
            kind,
            surfaces,
            articles,
        )
        self._write(decision)
        return self._settle(decision)

    def _settle(self, decision: Decision) -> Decision:
        """Lead every article that the decision concerns through the log as it now is. Doing it twice is doing it once."""
        for article_id in list(self._concerned(decision)):
            reading = self.reading(article_id) if decision.holds else self._original(article_id)
            if reading:
                self.add(reading)
        settled = replace(decision, settled=True)
        self._write(settled)
        return settled

    def _concerned(self, decision: Decision) -> Iterator[str]:
        """Articles that name the entity, or, to take a decision back, those that name what it led to."""
        named = {decision.entity} if decision.holds else decisions.downstream(decision, self.log())
        seen: set[str] = set()
        for entity_id in sorted(named):
            cursor = None
            while True:
                page = self.store.articles(ArticleQuery(entity=entity_id, limit=500, cursor=cursor))
                yield from (article.id for article in page.items if article.id not in seen)
                seen |= {article.id for article in page.items}
                cursor = page.next
                if cursor is None:
                    break

    def _write(self, decision: Decision) -> None:
        self.store.put(DECISIONS, decision.id, decisions.encode(decision))

    def _label(self, entity: Entity) -> tuple[str, Kind]:
        """Name and kind as they would be without renames and re-kinds, which may be taken back later."""
        made = [decision for decision in self.log() if decision.holds and decision.entity == entity.id]
        name = next((decision.old_name for decision in made if decision.action is Action.RENAME), entity.name)
        kind = next((decision.old_kind for decision in made if decision.action is Action.REKIND), entity.kind)
        return name, kind

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
