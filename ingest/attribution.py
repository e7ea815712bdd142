"""Who says so: the speaker of the clause an event stands in, "according to", and quotations that run over several sentences."""

from typing import Final

from ingest.candidates import Frames
from ingest.parties import Parties, Party
from ingest.syntax import Tree, words

_SPEECH: Final = words(
    "say tell announce add state report declare confirm note claim write reveal explain argue reiterate stress "
    "emphasize emphasise acknowledge admit believe insist warn indicate disclose tweet quote remark mention "
    "assert maintain suggest allege comment respond reply observe recall cite deny point underline"
)
_BLAMING: Final = frozenset({"accuse", "blame", "suspect", "charge", "condemn", "criticize", "criticise", "denounce"})
_MAX_CLIMB: Final = 12


class Speakers:
    """The speakers of one text."""

    def __init__(self, tree: Tree, frames: Frames, parties: Parties) -> None:
        self.tree, self.frames, self.parties = tree, frames, parties
        self._quoted = _quoted(tree)

    def of(self, word: int) -> Party | None:
        """Who says what `word` tells, or None when the text itself does."""
        found = self._governing(word) or self._according(word)
        if found is None and self._quoted[word]:
            found = self._of_quote(word)
        return found

    def _governing(self, word: int) -> Party | None:
        tree = self.tree
        current = word
        for _ in range(_MAX_CLIMB):
            for kid in tree.kids[current]:  # "…, said Brown": the saying hangs on what is said
                if (
                    tree.dep[kid] in ("parataxis", "ccomp", "advcl")
                    and kid != word
                    and tree.lemma[kid] in _SPEECH
                    and not self._content(kid)
                ):
                    speaker = self._named(self.frames.surface(kid))
                    if speaker:
                        return speaker
            head = tree.head[current]
            if head == current or tree.dep[current] in ("acl:relcl", "appos"):
                return None
            if tree.dep[current] == "advcl" and tree.lemma[head] in _BLAMING and tree.case(current) in ("of", "for"):
                return self._named(self.frames.agents(head))
            if tree.dep[current] in ("ccomp", "parataxis", "obj") and tree.lemma[head] in _SPEECH:
                speaker = self._named(
                    self.frames.surface(head) if not self.frames.passive(head) else self.frames.agents(head)
                )
                if speaker:
                    return speaker
            current = head
        return None

    def _content(self, verb: int) -> bool:
        return any(self.tree.dep[kid] in ("ccomp", "xcomp", "obj") for kid in self.tree.kids[verb])

    def _according(self, word: int) -> Party | None:
        tree = self.tree
        start, end = tree.sentences[tree.sentence_of[word]]
        for other in range(start, end):
            if tree.lower[other] == "according" and other + 1 < end and tree.lower[other + 1] == "to":
                for candidate in (tree.head[other], *range(other + 2, min(other + 8, end))):
                    if candidate in self.parties.by_head and candidate > other:
                        return Party(candidate, self.parties.by_head[candidate], 1.0)
                return None
        return None

    def _of_quote(self, word: int) -> Party | None:
        """A quotation goes on: the speaker named in this sentence, else in the nearest one before it, else after it."""
        number = self.tree.sentence_of[word]
        for other in (number, number - 1, number + 1, number - 2):
            if 0 <= other < len(self.tree.sentences):
                start, end = self.tree.sentences[other]
                for verb in range(start, end):
                    if self.tree.lemma[verb] in _SPEECH and self.tree.verbal(verb) and not self._quoted[verb]:
                        speaker = self._named(self.frames.surface(verb))
                        if speaker:
                            return speaker
        return None

    def _named(self, words: tuple[int, ...]) -> Party | None:
        return next((party for party in self.parties.of(words) if party.draft is not None), None)


def _quoted(tree: Tree) -> list[bool]:
    """For each word whether it stands inside quotation marks; a mark left open ends with the paragraph."""
    inside = False
    quoted: list[bool] = []
    for _word, text in enumerate(tree.text):
        if "\n" in text:
            inside = False
        if text in ("“", "``", "„"):
            inside = True
        elif text in ("”", "''"):
            inside = False
        elif text == '"':
            inside = not inside
        quoted.append(inside)
    return quoted
