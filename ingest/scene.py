"""What coreference knows of an article while it reads: the mentions, and all that earlier steps have settled about them."""

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc

from graph.model import Kind
from ingest.gazetteer import Entry, Gazetteer
from ingest.mentions import MentionDraft
from ingest.offices import offices


class Scene:
    """The mentions of one article with what is known of them so far.

    keys: per mention whom it means ("" open); sentence: per mention the number of its sentence; names: key → longest name;
    country: key of a person, body or group → ISO3; acts_for: key of a person → key of the organisation of states he speaks for;
    gender: key of a person → "m" or "f"; roles: office as told in the article → keys of those who hold it, in order.
    """

    def __init__(self, doc: Doc, drafts: Sequence[MentionDraft], published: date | None, gazetteer: Gazetteer) -> None:
        self.doc, self.drafts, self.published, self.gazetteer = doc, tuple(drafts), published, gazetteer
        self.text = doc.text  # the Doc would put it together anew at each asking
        self.keys = [""] * len(drafts)
        self.sentence = [0] * len(drafts)
        self.names: dict[str, str] = {}
        self.country: dict[str, str] = {}
        self.acts_for: dict[str, str] = {}
        self.gender: dict[str, str] = {}
        self.roles: dict[str, list[str]] = {}  # role in the article (office_key): keys of persons, in order
        self.offices = offices(self.text, drafts)
        self.at_head: dict[int, list[int]] = {}  # token → the mentions whose syntactic head it is
        for i, draft in enumerate(drafts):
            self.at_head.setdefault(draft.head, []).append(i)
        number = {token.i: i for i, sentence in enumerate(doc.sents) for token in sentence}
        self.sentence = [number[d.head] for d in drafts]
        self.quoted = _quoted(self.text)

    def kind(self, key: str) -> Kind | None:
        """The kind of the first mention with that key; None for the open key and for unknown ones."""
        if not key:
            return None
        return next((d.kind for d, k in zip(self.drafts, self.keys, strict=True) if k == key), None)

    def named_before(self, key: str, draft: MentionDraft) -> bool:
        return any(k == key and d.start < draft.start for d, k in zip(self.drafts, self.keys, strict=True))

    def give(self, i: int, key: str, name: str) -> None:
        self.keys[i] = key
        if len(name) > len(self.names.get(key, "")) or self.drafts[i].entry:
            self.names[key] = name

    def known(self, entry: Entry) -> str:
        self.names.setdefault(entry.id, entry.name)
        return entry.id


def plain(name: str) -> str:
    """A name on one line without article and possessive."""
    return re.sub(r"^(?:the|The) |['’]s?$", "", re.sub(r"\s+", " ", name)).strip()


def _quoted(text: str) -> list[tuple[int, int]]:
    """The stretches in quotation marks, paragraph by paragraph; an unclosed one ends with its paragraph."""
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        opened: int | None = None
        for mark in re.finditer(r"[\"“”]", line[0]):
            at = line.start() + mark.start()
            if opened is None:
                opened = at
            else:
                spans.append((opened, at + 1))
                opened = None
        if opened is not None:
            spans.append((opened, line.end()))
    return spans
