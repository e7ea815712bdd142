"""Sentences as political events: who does what to whom, by country, as PLOVER and CAMEO code them.

The same rules as for articles read the sentence; here ends may also be unnamed ("protesters"), their country is what the phrase tells, and
only the event that the sentence is about is given.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from graph.model import Kind, Status
from ingest import entities, modality
from ingest.matching import Finding, Matcher
from ingest.parties import Party
from ingest.syntax import Tree

#: What a cooperative deed becomes while it is only planned, and a hostile one.
_INTENT: Final = {
    "CONSULT": ("AGREE", "036"),
    "SUPPORT": ("AGREE", "032"),
    "COOPERATE": ("AGREE", "031"),
    "AID": ("AGREE", "033"),
    "CONCEDE": ("AGREE", "035"),
    "RETREAT": ("AGREE", "0356"),
    "PROTEST": ("THREATEN", "133"),
    "SANCTION": ("THREATEN", "131"),
    "COERCE": ("THREATEN", "132"),
    "ASSAULT": ("THREATEN", "138"),
}
_COOPERATIVE: Final = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"})
_INTERNATIONAL: Final = "IGO"
_DATELINE: Final = re.compile(
    r"^(?:Reuters )?[A-Z][A-Z .'’-]+(?:, [\w ./]{1,30})?(?: ?\([\w /]+\))? ?(?:--|-|–|—|:) ?-? ?(?=[\"“A-Z])"
)
#: Deeds that a state mostly does to its own: an end without a country shares the other's.
_DOMESTIC: Final = frozenset(
    {"COERCE", "CONCEDE", "PROTEST", "REJECT", "REQUEST", "AGREE", "RETREAT", "ASSAULT", "THREATEN"}
)
_MIN_QUALITY: Final = 0.3


@dataclass(frozen=True, slots=True)
class _Event:
    finding: Finding
    plover: str
    code: str
    source: str | None
    target: str | None
    rank: float


def code(language: Language, rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """For each {"id", "text"} its events: source_country and target_country (ISO alpha-3, "IGO" for international bodies, None where
    not told), source_text and target_text, plover, root and code. In the order given; a sentence without any has an empty list."""
    given = list(rows)
    docs = language.pipe(_DATELINE.sub("", row["text"]) for row in given)
    for row, doc in zip(given, docs, strict=True):
        yield {"id": row["id"], "events": [_wire(event, coder) for coder in [_Coder(doc)] for event in coder.events()]}


class _Coder:
    """Codes one sentence."""

    def __init__(self, doc: Doc) -> None:
        self.cast = entities.cast(doc, None)
        self.tree = Tree(doc)
        self.matcher = Matcher(
            self.tree,
            self.cast.by_head,
            self.cast.drafts,
            self._entity,
            self._kind,
            unnamed=True,
            state=self.cast.country.get,
        )

    def _entity(self, index: int) -> str:
        return self.cast.entity_ids[index]

    def _kind(self, index: int) -> Kind:
        return self.cast.entities[self.cast.entity_ids[index]].kind

    def events(self) -> list[_Event]:
        """The events of the trigger that the sentence is about."""
        found = [event for finding in self.matcher.findings() if (event := self._event(finding)) is not None]
        if not found:
            return []
        best = max(found, key=lambda event: (event.rank, -event.finding.word))
        same = [event for event in found if event.finding.word == best.finding.word]
        return _distinct(same)

    def _event(self, finding: Finding) -> _Event | None:
        rule = finding.rule
        if rule.type.fact or finding.quality < _MIN_QUALITY or rule.type.plover is None:
            return None
        if finding.under is not None:
            return None
        named = finding.subject.draft is not None or finding.object.draft is not None
        if not named:
            return None
        plover, cameo = rule.type.plover, rule.type.cameo or ""
        status = Status.ASSERTED if rule.refusal else modality.status(self.tree, finding.word)
        if (
            status is Status.PLANNED
            and modality.purpose(self.tree, finding.word)
            and plover in ("PROTEST", "SUPPORT", "ACCUSE")
        ):
            status = Status.ASSERTED
        if status is Status.PLANNED and plover in _INTENT:
            plover, cameo = _INTENT[plover]
        elif status is Status.DENIED and plover in _COOPERATIVE:
            plover, cameo = "REJECT", "120"
        elif status is Status.DENIED:
            return None
        elif status is Status.REQUESTED:
            plover, cameo = "REQUEST", "100"
        if plover == "CONSULT" and not (self._country(finding.subject) or self._country(finding.object)):
            return None  # private persons talk
        source, target = self._countries(finding)
        return _Event(finding, plover, cameo, source, target, self._rank(finding, source, target))

    def _rank(self, finding: Finding, source: str | None, target: str | None) -> float:
        """Nearer to the root, named at both ends, told by verbs: better."""
        rank = finding.quality - 0.12 * self._depth(finding.word)
        rank += 0.25 * (source is not None) + 0.25 * (target is not None) + 0.15 * (source != target)
        rank += 0.1 * (finding.rule.specificity > 1) + 0.2 * (finding.rule.type.name == "SENTENCES")
        return rank

    def _depth(self, word: int) -> int:
        """Clauses between a word and the root; what somebody says counts as if it were told outright."""
        tree, depth = self.tree, 0
        while tree.head[word] != word:
            dep, head = tree.dep[word], tree.head[word]
            if not (dep in ("ccomp", "parataxis", "conj") and tree.lemma[head] in modality.SAYING):
                depth += 2 if dep in ("acl:relcl", "acl", "advcl") else 1
            word = head
        return depth

    # -- countries ----------------------------------------------------------------------------------------------------

    def _countries(self, finding: Finding) -> tuple[str | None, str | None]:
        source, target = self._country(finding.subject), self._country(finding.object)
        if target is None:
            target = self._around(finding, source)
        domestic = finding.rule.type.plover in _DOMESTIC
        if target is None and source and (finding.object.draft is None or domestic) and source != _INTERNATIONAL:
            target = source
        if source is None and (finding.subject.draft is None or domestic) and target != _INTERNATIONAL:
            source = target
        return source, target

    def _country(self, party: Party) -> str | None:
        """The country of an end: of its entity, else the first that its phrase names."""
        if party.draft is not None:
            found = self._code(self._entity(party.draft))
            if found:
                return found
        for word in self._phrase(party.word):
            index = self.cast.by_head.get(word)
            if index is not None:
                found = self._code(self._entity(index))
                if found:
                    return found
        return None

    def _code(self, entity_id: str) -> str | None:
        entity = self.cast.entities[entity_id]
        if entity.kind is Kind.IGO or entity.codes.get("subtype") == "ngo":
            return _INTERNATIONAL
        own = entity.codes.get("iso3")
        if own:
            return own
        country = self.cast.country.get(entity_id)
        if country and country in self.cast.entities:
            return self.cast.entities[country].codes.get("iso3")
        return entity.codes.get("country")

    def _phrase(self, word: int) -> list[int]:
        """The words of a noun phrase in text order, without its relative clauses and coordinated members."""
        tree = self.tree
        found, stack = [], [word]
        while stack:
            current = stack.pop()
            found.append(current)
            for kid in tree.kids[current]:
                if tree.dep[kid] in ("acl:relcl", "punct", "parataxis") or (
                    tree.dep[kid] in ("conj", "acl") and current == word
                ):
                    continue
                stack.append(kid)
        return sorted(found)

    def _around(self, finding: Finding, source: str | None) -> str | None:
        """A country in the phrases of the trigger: where it happens, what it is about."""
        tree = self.tree
        for anchor in dict.fromkeys((finding.last, finding.word)):
            for kid in tree.kids[anchor]:
                if tree.dep[kid] in ("nsubj", "nsubj:pass", "obl:agent", "acl:relcl", "parataxis", "advcl", "conj"):
                    continue
                for word in sorted(tree.subtree(kid)):
                    index = self.cast.by_head.get(word)
                    if index is not None and word != finding.subject.word:
                        found = self._code(self._entity(index))
                        if found and found != source:
                            return found
        return None

    def text(self, party: Party) -> str:
        words = self._phrase(party.word)
        first, last = min(words), max(words)
        return str(self.tree.doc[first : last + 1].text)


def _distinct(events: list[_Event]) -> list[_Event]:
    kept: dict[tuple[Any, ...], _Event] = {}
    for event in events:
        key = (
            (event.plover, event.source, event.target)
            if event.source and event.target
            else (event.plover, event.finding.subject.word, event.finding.object.word)
        )
        if key not in kept or kept[key].rank < event.rank:
            kept[key] = event
    return list(kept.values())


def _wire(event: _Event, coder: _Coder) -> dict[str, Any]:
    return {
        "source_country": event.source,
        "target_country": event.target,
        "source_text": coder.text(event.finding.subject),
        "target_text": coder.text(event.finding.object),
        "plover": event.plover,
        "root": event.code[:2],
        "code": event.code,
        "type": event.finding.rule.type.name,
        "rule": event.finding.rule.id,
    }
