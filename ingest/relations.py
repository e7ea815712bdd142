"""The relations that an article reports, each with its evidence: where it says so, when, how sure, who says so, which rule read it."""

import re
from typing import Final

from spacy.tokens import Doc

from graph import ids, ontology
from graph.model import Article, Evidence, Kind, Period, Relation, Span, Status
from ingest import dates, modality
from ingest.attribution import Speakers
from ingest.entities import Cast
from ingest.facts import Facts
from ingest.matching import Finding, Matcher
from ingest.rules import lexicon
from ingest.syntax import Tree, words

#: Findings that are less sure are not reported.
LEAST: Final = 0.5
#: Under a promise or wish these remain events of their own, planned; other deeds are what the promise is about.
_KEPT_WHEN_PROMISED: Final = frozenset({"RETREAT", "MOBILIZE", "CONSULT"})
_OWN_CLAUSE: Final = frozenset({"advcl", "acl:relcl", "ccomp", "parataxis", "advcl:relcl", "list"})
#: Participles that tell when their noun is: "the summit held on Monday".
_DATES_ITS_NOUN: Final = words(
    "hold sign schedule begin start take plan open convene set adopt reach agree announce conclude make"
)
#: What one does to say so is said by doing it: "blocked roads to protest".
_SAID_BY_DOING: Final = frozenset({"PROTEST", "SUPPORT", "ACCUSE", "REQUEST", "REJECT"})
_STANCES: Final = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
_PROMISES: Final = frozenset({"PLEDGES_TO", "AGREES_WITH", "PLANS_COOPERATION_WITH", "SUPPORTS"})
#: What follows a place at the beginning of a line when it only says where the report was written.
_DATELINE: Final = re.compile(r"(?:, [\w ./]{1,30})?(?: ?\([\w /]{1,30}\))? ?(?:--|—|–|-) ")
_SITES: Final = frozenset({Kind.PLACE, Kind.COUNTRY, Kind.FACILITY})
_LONGEST_TRIGGER: Final = 8  # words


def relations(doc: Doc, article: Article, cast: Cast) -> tuple[tuple[Relation, ...], tuple[Evidence, ...]]:
    """What `article` reports, from its parse and its resolved mentions; relations sorted by id, evidence by place."""
    return _Report(doc, article, cast).made()


class _Report:
    """Turns the findings of one article into relations and evidence."""

    def __init__(self, doc: Doc, article: Article, cast: Cast) -> None:
        self.article, self.cast = article, cast
        self.tree = Tree(doc)
        self.matcher = Matcher(self.tree, self._actors(), cast.drafts, self._entity, self._kind, state=self._state)
        self.speakers = Speakers(self.tree, self.matcher.frames, self.matcher.parties)
        self._times: dict[int, list[dates.TimeExpression]] = {}

    def _actors(self) -> dict[int, int]:
        """The mentions by head, without datelines ("VIENNA — ")."""
        text, drafts = self.article.text, self.cast.drafts
        return {
            head: index
            for head, index in self.cast.by_head.items()
            if not (
                text[: drafts[index].start].rstrip(" ")[-1:] in ("", "\n") and _DATELINE.match(text, drafts[index].end)
            )
        }

    def _entity(self, index: int) -> str:
        return self.cast.entity_ids[index]

    def _kind(self, index: int) -> Kind:
        return self.cast.entities[self.cast.entity_ids[index]].kind

    def _state(self, entity: str) -> str | None:
        country = self.cast.country.get(entity)
        return country if country in self.cast.entities else None

    def made(self) -> tuple[tuple[Relation, ...], tuple[Evidence, ...]]:
        findings = _without_doubles([*self.matcher.findings(), *Facts(self.tree, self.cast, lexicon()).findings()])
        best: dict[tuple[str, int, Status], Evidence] = {}
        found: dict[str, Relation] = {}
        for finding in findings:
            status = self._status(finding)
            if (
                status is None
                or finding.subject.draft is None
                or finding.object.draft is None
                or finding.quality < LEAST
            ):
                continue
            subject, object = self.matcher.identity(finding.subject), self.matcher.identity(finding.object)
            if subject == object:
                continue
            relation = ontology.relation(subject, finding.rule.type.name, object)
            piece = self._evidence(finding, relation, status, swapped=relation.subject != subject)
            key = (relation.id, piece.sentence.start, status)
            if key not in best or best[key].confidence < piece.confidence:
                best[key] = piece
                found[relation.id] = relation
        pieces = {piece.id: piece for piece in best.values()}
        evidence = sorted(pieces.values(), key=lambda piece: (piece.sentence.start, piece.trigger.start, piece.id))
        return tuple(found[id] for id in sorted(found)), tuple(evidence)

    def _status(self, finding: Finding) -> Status | None:
        """The finding's status, or None when what governs it says that it is no event."""
        under = finding.under
        if self._sentence(finding.word).of(self.article.text).endswith("?"):
            return None  # who asks does not report
        if finding.rule.type.fact and not finding.rule.verbs:
            if modality.negated(self.tree, finding.word):
                return Status.DENIED
            said = self.tree.predication(finding.word)
            return Status.ASSERTED if said is None else modality.status(self.tree, said)
        if finding.rule.type.plover in _STANCES and self.tree.lower[finding.object.word] in ("it", "this", "that"):
            return None  # what is welcomed or condemned as "it" is a deed, not somebody
        if finding.rule.refusal:
            return Status.ASSERTED
        if under is not None:
            if under.type.name in _PROMISES:
                return (
                    Status.PLANNED
                    if finding.rule.type.plover in _KEPT_WHEN_PROMISED or finding.rule.type.fact
                    else None
                )
            if under.complement_status is None:
                return None
            return under.complement_status
        status = modality.status(self.tree, finding.word)
        if status is Status.REQUESTED and modality.negated(self.tree, finding.word):
            return None  # asked not to do it
        if status is Status.PLANNED and finding.rule.type.plover == "AGREE":
            return Status.ASSERTED  # the will is there already
        if status is Status.PLANNED and finding.rule.type.plover in _SAID_BY_DOING:
            head = self.tree.head[self.tree.first_conjunct(finding.word)]
            return modality.status(self.tree, head) if modality.purpose(self.tree, finding.word) else status
        return status

    def _evidence(self, finding: Finding, relation: Relation, status: Status, swapped: bool) -> Evidence:
        text = self.article.text
        assert finding.subject.draft is not None and finding.object.draft is not None
        sentence = self._sentence(finding.word)
        trigger = self._trigger(finding)
        ends = [self.cast.drafts[party.draft] for party in (finding.subject, finding.object) if party.draft is not None]
        spans = [Span(draft.start, draft.end) for draft in ends]
        if swapped:
            spans.reverse()
        speaker = self.speakers.of(finding.word)
        attributed = None
        if speaker is not None and speaker.draft is not None:
            attributed = self.cast.entities[self._entity(speaker.draft)].name
        return Evidence(
            id=ids.evidence_id(self.article.id, relation.id, sentence, trigger, spans[0], spans[1]),
            relation_id=relation.id,
            article_id=self.article.id,
            sentence=sentence,
            quote=sentence.of(text),
            trigger=trigger,
            subject_span=spans[0],
            object_span=spans[1],
            status=status,
            period=self._period(finding, sentence, trigger, status)
            if not (finding.rule.offices or finding.rule.places)
            else None,
            place=self._place(finding, relation),
            role=finding.role,
            attributed_to=attributed,
            confidence=round(min(finding.quality, 0.99), 3),
            rule=finding.rule.id,
        )

    def _sentence(self, word: int) -> Span:
        start, end = self.tree.sentences[self.tree.sentence_of[word]]
        doc, text = self.tree.doc, self.article.text
        first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)
        quote = text[first:last]
        return Span(first + len(quote) - len(quote.lstrip()), first + len(quote.rstrip()))

    def _trigger(self, finding: Finding) -> Span:
        """The trigger's words: "visited", or all of "made his first official trip" where the noun says what the verb only carries."""
        first, last = sorted((finding.word, finding.last))
        if last - first > _LONGEST_TRIGGER or self.tree.sentence_of[first] != self.tree.sentence_of[last]:
            first = last = finding.word
        start, end = self.tree.doc[first], self.tree.doc[last]
        return Span(start.idx, end.idx + len(end.text))

    def _period(self, finding: Finding, sentence: Span, trigger: Span, status: Status) -> Period | None:
        quote = sentence.of(self.article.text)
        found = self._times.get(sentence.start)
        if found is None:
            found = self._times[sentence.start] = dates.find(quote, self.article.published)
        elsewhere = [
            span
            for span in self._asides(finding.word, sentence)
            if not span.start <= trigger.start - sentence.start < span.end
        ]
        found = [one for one in found if not any(span.start <= one.span.start < span.end for span in elsewhere)]
        if not found:
            return None
        toward = dates.Toward.AHEAD if status is Status.PLANNED else None
        return dates.period_of(
            quote, trigger.shift(-sentence.start), found, toward, self._clause(finding.word, sentence)
        )

    def _asides(self, near: int, sentence: Span) -> list[Span]:
        """The characters of what dates nothing beside it, in the sentence of a word: clauses with "since" ("the first trip since he took office in October" was not
        in October) and participles that tell of somebody ("asked about citizens abducted in 1977")."""
        tree, doc = self.tree, self.tree.doc
        found = []
        for word in range(*tree.sentences[tree.sentence_of[near]]):
            since = tree.lower[word] == "since" and tree.dep[word] == "mark"
            participle = tree.dep[word] == "acl" and tree.tag[word] in ("VBN", "VBG")
            if since or (participle and tree.lemma[word] not in _DATES_ITS_NOUN):
                inside = sorted(tree.subtree(tree.head[word] if since else word))
                end = doc[inside[-1]].idx + len(doc[inside[-1]].text)
                found.append(Span(doc[inside[0]].idx - sentence.start, end - sentence.start))
        return found

    def _clause(self, word: int, sentence: Span) -> Span:
        """The characters of the clause around a word, within its sentence: other clauses have times of their own."""
        tree, doc = self.tree, self.tree.doc
        while not tree.verbal(word) and tree.head[word] != word and tree.dep[word] not in _OWN_CLAUSE:
            word = tree.head[word]
        inside, stack = [word], [word]
        while stack:
            for kid in tree.kids[stack.pop()]:
                if tree.dep[kid] not in _OWN_CLAUSE and not (tree.dep[kid] == "conj" and tree.verbal(kid)):
                    inside.append(kid)
                    stack.append(kid)
        start, end = doc[min(inside)].idx, doc[max(inside)].idx + len(doc[max(inside)].text)
        return Span(max(0, start - sentence.start), max(0, min(end, sentence.end) - sentence.start))

    def _place(self, finding: Finding, relation: Relation) -> str | None:
        """Where it happens: a place after "in", "at", "near" in the phrases of its trigger that is neither end."""
        for word in {finding.word, self.tree.head[finding.word]}:
            for kid in self.tree.kids[word]:
                if self.tree.dep[kid].startswith(("obl", "nmod")) and self.tree.case(kid) in (
                    "in",
                    "at",
                    "near",
                    "outside",
                ):
                    index = self.cast.by_head.get(kid)
                    if index is not None and self._kind(index) in _SITES:
                        entity = self._entity(index)
                        if entity not in (relation.subject, relation.object):
                            return entity
        return None


def _without_doubles(findings: list[Finding]) -> list[Finding]:
    """ "intends to meet Li" is a planned meeting: the promise of just that is left out."""
    told = {
        (finding.subject.draft, finding.object.draft)
        for finding in findings
        if finding.under is not None
        and finding.under.type.name in _PROMISES
        and finding.rule.type.plover in _KEPT_WHEN_PROMISED
    }
    parts = {(f.subject.draft, f.object.draft) for f in findings if f.rule.type.name == "PART_OF"}
    doubles = {"PLEDGES_TO": told, "LOCATED_IN": parts}
    return [
        finding
        for finding in findings
        if (finding.subject.draft, finding.object.draft) not in doubles.get(finding.rule.type.name, ())
    ]
