"""Which mentions of an article mean the same: surnames, acronyms, descriptions, pronouns. Rules, no statistics.

Every mention gets a key or "" (left open: better no referent than a wrong one). Keys are gazetteer ids, or made from name and kind;
they hold for one article only - ingest.entities turns them into entities.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from graph.ids import entity_id
from graph.model import Kind
from ingest import nominals
from ingest.gazetteer import Entry, Gazetteer, folded, load, office_key, words
from ingest.mentions import MentionDraft
from ingest.offices import Office, offices

_REACH = 3  # sentences that a pronoun or bare description looks back
_MINE = {"i", "me", "my"}
_OURS = {"we", "us", "our"}
_HIS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_ITS = {"it", "its", "itself"}
_THEIRS = {"they", "them", "their", "themselves"}
_GENERIC = {
    "expert",
    "analyst",
    "professor",
    "official",
    "diplomat",
    "economist",
    "historian",
    "author",
    "scholar",
    "activist",
    "politician",
}
# offices that speak for their state: where the holder is unknown, "the Egyptian ambassador" is Egypt
_OFFICIALS = words(
    "president premier minister chancellor king queen emperor secretary ambassador envoy spokesman spokeswoman spokesperson commander leader chief general governor official diplomat adviser "
    "negotiator representative prosecutor mediator admiral colonel prince sultan emir lawmaker senator"
)
_NOT_NOW = words("former ex next new future late then first previous ex-")
_STATES = {Kind.COUNTRY, Kind.IGO, Kind.ORG}


@dataclass(frozen=True, slots=True)
class Reading:
    """What coreference found: per mention its key ("" = open), the offices told, and per key the name that stands for it."""

    drafts: tuple[MentionDraft, ...]
    key_of: tuple[str, ...]
    offices: tuple[Office, ...]
    names: dict[str, str] = field(default_factory=dict)  # longest name per key
    country_of: dict[str, str] = field(default_factory=dict)  # key of a person, body or group: ISO3
    acts_for: dict[str, str] = field(
        default_factory=dict
    )  # key of a person: key of the organisation of states he speaks for


def corefer(
    doc: Doc, drafts: Sequence[MentionDraft], published: date | None = None, gazetteer: Gazetteer | None = None
) -> Reading:
    """Resolve the mentions of one article. `published` dates the office-holders."""
    return _Article(doc, drafts, published, gazetteer or load()).read()


class _Article:
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
        number = {token.i: i for i, sentence in enumerate(doc.sents) for token in sentence}
        self.sentence = [number[d.head] for d in drafts]
        self.quoted = _quoted(self.text)

    def read(self) -> Reading:
        self._name_all()
        self._persons()
        self._acronyms()
        self._offices()
        self._nationalities()
        for i, draft in enumerate(self.drafts):  # in reading order, so that each sees the ones before it resolved
            if draft.form == "pronoun":
                self.keys[i] = self._pronoun(i, draft)
            elif draft.form == "nominal":
                self.keys[i] = self._nominal(i, draft)
        return Reading(self.drafts, tuple(self.keys), tuple(self.offices), self.names, self.country, self.acts_for)

    # names

    def _name_all(self) -> None:
        for i, draft in enumerate(self.drafts):
            if draft.form not in {"name", "demonym"} or (draft.kind is Kind.PERSON and not draft.entry):
                continue
            key = draft.entry or entity_id(_plain(draft.text), draft.kind)
            self._give(i, key, self.gazetteer.entries[draft.entry].name if draft.entry else _plain(draft.text))
            entry = self.gazetteer.entries.get(draft.entry)
            if entry and entry.country:
                self.country.setdefault(key, entry.country)
            elif (
                not entry
                and draft.kind in {Kind.ORG, Kind.FACILITY, Kind.PLACE}
                and (iso3 := self._told_country(draft))
            ):
                self.country.setdefault(key, iso3)
        self._one_word_of_many()

    def _told_country(self, draft: MentionDraft) -> str:
        """The state of a body whose name or the word before it tells one: "Delhi Police", "the Dutch House of Representatives"."""
        for found in self.gazetteer.find(draft.text):
            for candidate in found.candidates:
                if candidate.entry.country and candidate.entry.kind in {Kind.COUNTRY, Kind.PLACE}:
                    return candidate.entry.country
        before = next(
            (d for d in self.drafts if d.end <= draft.start and draft.start - d.end <= 3 and d.kind is Kind.COUNTRY),
            None,
        )
        entry = self.gazetteer.entries.get(before.entry) if before and before.form in {"demonym", "name"} else None
        gap = self.text[before.end : draft.start] if before else ""
        return entry.codes.get("iso3", "") if entry and re.fullmatch(r"(?:['’]s?)? ", gap) else ""

    def _one_word_of_many(self) -> None:
        """ "Petrobras" after "Petrobras Brasil", "the Commission" after "European Commission": the last words of a longer name of the kind."""
        longer = {k: n for k, n in self.names.items() if " " in n}
        for i, draft in enumerate(self.drafts):
            if (
                draft.form != "name"
                or draft.entry
                or draft.kind not in {Kind.ORG, Kind.FACILITY, Kind.EVENT, Kind.EQUIPMENT}
            ):
                continue
            own = folded(draft.text)
            for key, name in longer.items():
                other = folded(name)
                if (
                    other != own
                    and (other.endswith(" " + own) or other.startswith(own + " "))
                    and self._kind(key) is draft.kind
                    and self._before(key, draft)
                ):
                    self.keys[i] = key
                    break

    def _kind(self, key: str) -> Kind | None:
        return next((d.kind for d, k in zip(self.drafts, self.keys, strict=True) if k == key), None)

    def _before(self, key: str, draft: MentionDraft) -> bool:
        return any(k == key and d.start < draft.start for d, k in zip(self.drafts, self.keys, strict=True))

    def _give(self, i: int, key: str, name: str) -> None:
        self.keys[i] = key
        if len(name) > len(self.names.get(key, "")) or self.drafts[i].entry:
            self.names[key] = name

    def _persons(self) -> None:
        """Full names first, then surnames and given names that fit just one of them."""
        full: dict[str, str] = {}  # folded full name: key
        persons = [(i, d) for i, d in enumerate(self.drafts) if d.form == "name" and d.kind is Kind.PERSON]
        for i, draft in persons:
            if self.keys[i]:
                full.setdefault(folded(self.names[self.keys[i]]), self.keys[i])
                full.setdefault(folded(draft.text), self.keys[i])
        for i, draft in sorted(persons, key=lambda p: (-len(folded(p[1].text).split()), p[0])):
            if self.keys[i]:
                continue
            name = _plain(draft.text)
            fitting = self._fitting(folded(name), full)
            key = fitting[0] if len(fitting) == 1 else self._introduced(fitting, draft)
            if not fitting and " " not in name:
                key = self._known_leader(i, name)
            if not fitting and not key:
                known = [c.entry for c in self.gazetteer.lookup(name) if c.sense == "person"]
                key = known[0].id if known else entity_id(name, Kind.PERSON)
                full[folded(name)] = key
            if key:
                self._give(i, key, self.gazetteer.entries[key].name if key in self.gazetteer.entries else name)
        for i, draft in persons:
            key = self.keys[i]
            if not key:
                continue
            first = folded(draft.text).split()[0]
            if first in self.gazetteer.genders:
                self.gender.setdefault(key, self.gazetteer.genders[first])
            if re.search(
                r"(?:\bMr\.?|\bSir|\bLord|\bKing|\bPrince|spokesman|chairman|congressman) $",
                self.text[max(0, draft.start - 14) : draft.start],
            ):
                self.gender[key] = "m"
            elif re.search(
                r"(?:\bMrs\.?|\bMs\.?|\bMadam|\bDame|\bQueen|\bPrincess|spokeswoman|chairwoman|congresswoman) $",
                self.text[max(0, draft.start - 14) : draft.start],
            ):
                self.gender[key] = "f"
            entry = self.gazetteer.entries.get(key)
            if entry and entry.country:
                self.country.setdefault(key, entry.country)
                name_first = folded(entry.name).split()[0]
                if name_first in self.gazetteer.genders:
                    self.gender.setdefault(key, self.gazetteer.genders[name_first])

    def _nationalities(self) -> None:
        """ "Chinese actor Jiang Wen": the adjective before what he is tells his country, where no office did."""
        adjectives = {d.head: d for d in self.drafts if d.form == "demonym" and d.kind is Kind.COUNTRY}
        for draft, key in zip(self.drafts, self.keys, strict=True):
            if (
                draft.kind is not Kind.PERSON
                or draft.form != "name"
                or not key
                or key in self.country
                or not draft.start_token
            ):
                continue
            before = self.doc[draft.start_token - 1]
            for token in (before, *before.children):
                if token.i in adjectives and 0 < draft.start_token - token.i < 5:
                    entry = self.gazetteer.entries.get(adjectives[token.i].entry)
                    self.country[key] = entry.codes.get("iso3", "") if entry else ""

    def _introduced(self, fitting: list[str], draft: MentionDraft) -> str:
        """Of several people of one surname the only one named so far; "" where that leaves the choice open."""
        before = {k for d, k in zip(self.drafts, self.keys, strict=True) if k in fitting and d.end <= draft.start}
        return before.pop() if len(before) == 1 else ""

    def _fitting(self, name: str, full: dict[str, str]) -> list[str]:
        """The keys of the people of the article whose full name has these words."""
        if name in full:
            return [full[name]]
        words = name.split()
        fitting = set()
        for other, key in full.items():
            parts = other.split()
            if (
                len(words) < len(parts)
                and (
                    parts[-len(words) :] == words
                    or (parts[: len(words)] == words and len(words) == 1 and (_surname_first(parts) or len(parts) > 2))
                )
            ) or (
                len(words) >= 2
                and len(parts) >= 2
                and words[-1] == parts[-1]
                and _same_given(words[0], parts[0])
                and set(words[1:-1]) <= set(parts) | {w for w in words if len(w) == 1}
            ):
                fitting.add(key)
        return sorted(fitting)

    def _known_leader(self, i: int, surname: str) -> str:
        """A bare surname of an office-holder of the day, where the article's countries leave one ("Trump", "Putin")."""
        present = {e.codes.get("iso3", "") for k in self.keys if (e := self.gazetteer.entries.get(k))} | {
            k for k in self.keys if k
        }
        found: dict[str, int] = {}
        for term in self.gazetteer.heads(surname):
            if self.published is None or term.covers(self.published):
                rank = (
                    2
                    if term.of in present
                    else 1
                    if term.of == "USA"
                    or (
                        term.office in {"president", "prime minister"}
                        and term.of in {"RUS", "CHN", "UKR", "ISR", "FRA"}
                    )
                    else 0
                )
                found[term.person.id] = max(rank, found.get(term.person.id, 0))
        best = [p for p, r in found.items() if r == max(found.values()) and r > 0]
        if len(best) == 1:
            return best[0]
        states = {self.gazetteer.entries[p].country for p in best}
        if best and len(states) == 1:  # "President Bush" of an unknown year
            self.country.setdefault(entity_id(surname, Kind.PERSON), states.pop())
        return ""

    def _acronyms(self) -> None:
        """ "South American Community of Nations (SACN)": what stands in brackets right behind a name is another name of it."""
        for i in range(1, len(self.drafts)):
            a, b = self.drafts[i - 1], self.drafts[i]
            if a.form != "name" or b.form != "name" or a.end > b.start or b.kind is Kind.PERSON or not _short(b.text):
                continue
            if re.fullmatch(r"\s?[(\[“\"']+(?:or |the )?", self.text[a.end : b.start]) and _initials(
                b.text, self.text[max(0, a.start - 40) : a.end]
            ):
                old = self.keys[i]
                if b.entry and not a.entry:
                    self.keys = [b.entry if k == self.keys[i - 1] else k for k in self.keys]
                elif old != self.keys[i - 1]:
                    self.keys = [self.keys[i - 1] if k == old else k for k in self.keys]

    # offices

    def _offices(self) -> None:
        for office in self.offices:
            key = self.keys[office.person]
            role = office_key(office.role)
            self.roles.setdefault(role, []).append(key)
            self.roles.setdefault(role.rpartition(" ")[2], []).append(key)
            if office.body is not None and not office.former:
                body = self.keys[office.body]
                self.roles.setdefault(f"{role}@{body}", []).append(key)
                entry = self.gazetteer.entries.get(body)
                iso3 = entry.country or entry.codes.get("iso3", "") if entry else self.country.get(body, "")
                if iso3 and (self.drafts[office.body].start < office.start or not role.startswith("ambassador")):
                    self.country[key] = iso3
                elif self._kind(body) is Kind.IGO:
                    self.acts_for[key] = body
        for key in set(self.keys):  # heads of organisations whom the article gives no title
            entry = self.gazetteer.entries.get(key)
            if entry and entry.kind is Kind.PERSON and key not in self.acts_for:
                terms = [
                    t for t in self.gazetteer.offices_of(key) if self.published is None or t.covers(self.published)
                ]
                if terms and terms[-1].of not in self.gazetteer.states and not self._titled(key):
                    self.acts_for[key] = terms[-1].of

    def _titled(self, key: str) -> bool:
        return any(self.keys[o.person] == key and o.body is not None for o in self.offices)

    # descriptions

    def _nominal(self, i: int, draft: MentionDraft) -> str:
        owner = self.keys[draft.of] if draft.of is not None else ""
        if draft.noun == "state":
            return self._state_of(owner)
        if draft.noun == "echo":
            return self._echo(i, draft)
        if draft.kind is Kind.PERSON:
            return self._office_holder(i, draft, owner)
        if draft.kind is Kind.GROUP:
            return self._people(i, draft, owner)
        if draft.kind is Kind.COUNTRY:
            return (
                self._state_of(owner)
                if owner and draft.noun not in {"neighbor", "neighbour"}
                else ""
                if draft.of is not None
                else self._last_state(i, draft)
            )
        if draft.of is not None:
            return ""
        if draft.kind is Kind.ORG:
            return self._last_body(i, draft)
        return self._last_of_words(i, draft)

    def _echo(self, i: int, draft: MentionDraft) -> str:
        """ "the delegation" after "a U.S. delegation"."""
        lemma = self.doc[draft.head].lemma_.lower()
        for j in range(i - 1, -1, -1):
            other = self.drafts[j]
            if (
                other.form == "nominal"
                and other.noun in {"state", "echo"}
                and self.keys[j]
                and self.doc[other.head].lemma_.lower() == lemma
            ):
                return self.keys[j]
        return ""

    def _state_of(self, owner: str) -> str:
        """The country or body itself; of a person or place, the country it belongs to."""
        if self._kind(owner) in {Kind.PERSON, Kind.PLACE}:
            state = self.gazetteer.country(self.country.get(owner, ""))
            return self._known(state) if state else ""
        return owner

    def _known(self, entry: Entry) -> str:
        self.names.setdefault(entry.id, entry.name)
        return entry.id

    def _office_holder(self, i: int, draft: MentionDraft, owner: str) -> str:
        role = draft.noun
        if self._predicate(draft) or any(c.lower_ in _NOT_NOW for c in self.doc[draft.head].children):
            return ""
        entry = self.gazetteer.entries.get(owner)
        if owner:
            told = self.roles.get(f"{role}@{owner}", [])
            if len(set(told)) == 1:
                return told[0]
            of = entry.codes.get("iso3") or entry.id if entry else ""
            for office in _same_chair(role, entry):
                holder = self.gazetteer.holder(of, office, self.published)
                if holder:
                    self.country.setdefault(holder.id, holder.country)
                    return self._known(holder)
            recent = self._recent_with(role, owner)
            if recent or role.rpartition(" ")[2] not in _OFFICIALS:
                return recent
            return self._state_of(owner) if self._kind(owner) in {Kind.COUNTRY, Kind.IGO, Kind.PLACE} else ""
        known = {k for k in self.roles.get(role, []) if k}
        seen = [self.keys[j] for j in range(i - 1, -1, -1) if self.keys[j] in known]
        if seen:
            return seen[0]
        if role in _GENERIC:
            return self._last_speaker(i)
        return ""

    def _predicate(self, draft: MentionDraft) -> bool:
        """ "X is the president": says what X is, refers to nobody else."""
        token = self.doc[draft.head]
        return (
            any(c.dep_ == "cop" for c in token.children)
            or token.dep_ in {"appos", "xcomp", "nmod:desc"}
            or (token.dep_ in {"obl", "nmod"} and any(c.lower_ == "as" for c in token.children))
        )

    def _recent_with(self, role: str, owner: str) -> str:
        """The last one named with that role whose country is the owner's."""
        entry = self.gazetteer.entries.get(owner)
        iso3 = self.country.get(owner) or (entry.country if entry else "")
        return next((k for k in reversed(self.roles.get(role, [])) if iso3 and self.country.get(k) == iso3), "")

    def _last_speaker(self, i: int) -> str:
        """The last one introduced as an expert of some sort, within a few sentences."""
        experts = {k for role in _GENERIC for k in self.roles.get(role, [])}
        for j in range(i - 1, -1, -1):
            if self.sentence[i] - self.sentence[j] > 3 * _REACH:
                break
            if self.keys[j] in experts:
                return self.keys[j]
        return ""

    def _people(self, i: int, draft: MentionDraft, owner: str) -> str:
        """ "Cuban protesters" are a group of their own; "the protesters" later are the same."""
        if not owner:
            for j in range(i - 1, -1, -1):
                if (
                    self.drafts[j].kind is Kind.GROUP
                    and self.drafts[j].form == "nominal"
                    and self.drafts[j].noun == draft.noun
                    and self.keys[j]
                ):
                    return self.keys[j]
            if draft.end_token - draft.start_token == 1:
                return ""
        name = _plain(draft.text)
        if owner and draft.of is not None and self.drafts[draft.of].start >= draft.end:
            name = f"{name} of {self.drafts[draft.of].text}"
        if not re.search(r"[A-Z]", name):
            return ""
        key = entity_id(name, Kind.GROUP)
        self.names.setdefault(key, name)
        iso3 = self.country.get(owner, "")
        if iso3 and not re.search(r"-(?:backed|led|allied|based|funded)|^(?:pro|anti|non)-", name):
            self.country.setdefault(key, iso3)
        return key

    def _last_state(self, i: int, draft: MentionDraft) -> str:
        """ "the country", "the government": the country last spoken of, in this sentence or the two before."""
        for j in range(i - 1, -1, -1):
            if self.sentence[i] - self.sentence[j] > 2:
                break
            if (
                self.drafts[j].kind is Kind.COUNTRY
                and self.keys[j]
                and self.drafts[j].form != "pronoun"
                and self._subject_like(j)
            ):
                return self.keys[j]
        near = [
            self.keys[j]
            for j in range(i)
            if self.drafts[j].kind is Kind.COUNTRY and self.keys[j] and self.sentence[i] - self.sentence[j] <= 1
        ]
        return near[-1] if len(set(near)) == 1 else ""

    def _last_body(self, i: int, draft: MentionDraft) -> str:
        words = nominals.BODIES.get(draft.noun, ())
        for j in range(i - 1, -1, -1):
            if self.drafts[j].form != "name" or self.drafts[j].kind not in {Kind.ORG, Kind.IGO} or not self.keys[j]:
                continue
            entry = self.gazetteer.entries.get(self.keys[j])
            described = folded(
                f"{self.names.get(self.keys[j], '')} {self.drafts[j].text} {entry.subtype if entry else ''} {' '.join(entry.aliases) if entry else ''}"
            ).split()
            if any(word in described for word in words or (draft.noun,)):
                return self.keys[j]
            if (
                not words
                and self.sentence[i] - self.sentence[j] <= 1
                and draft.noun
                in {
                    "organization",
                    "organisation",
                    "body",
                    "company",
                    "firm",
                    "group",
                    "militia",
                    "newspaper",
                    "broadcaster",
                    "network",
                }
            ):
                return self.keys[j]
        return ""

    def _last_of_words(self, i: int, draft: MentionDraft) -> str:
        """ "the summit" after "Third South American Summit", "the carrier" after a ship's name, "the city" after a city."""
        for j in range(i - 1, -1, -1):
            other = self.drafts[j]
            if other.form != "name" or other.kind is not draft.kind or not self.keys[j]:
                continue
            entry = self.gazetteer.entries.get(self.keys[j])
            subtype = entry.subtype if entry else ""
            if draft.noun in folded(f"{other.text} {self.names.get(self.keys[j], '')} {subtype}").split():
                return self.keys[j]
            if draft.kind is Kind.EQUIPMENT and (subtype == "ship" or re.match(r"[A-Z]{2,4} [A-Z]", other.text)):
                return self.keys[j]
            if (
                draft.noun in {"city", "town", "capital"}
                and subtype in {"city", "capital", ""}
                and self.sentence[i] - self.sentence[j] <= 1
            ):
                return self.keys[j]
            if (
                draft.noun in {"region", "strait", "peninsula", "strip", "province", "territory"}
                and subtype not in {"city", "capital"}
                and self.sentence[i] - self.sentence[j] <= 4
            ):
                return self.keys[j]
        return ""

    # pronouns

    def _pronoun(self, i: int, draft: MentionDraft) -> str:
        word = draft.noun
        if word in nominals.RELATIVE:
            return self._relative(draft)
        if word in _MINE:
            return self._speaker(draft)
        if word in _OURS:
            return ""
        if word in _HIS:
            return self._last(i, {Kind.PERSON}, _HIS[word])
        if word in _ITS:
            return self._last(i, _STATES | {Kind.GROUP, Kind.EQUIPMENT}, "")
        if word in _THEIRS:
            return self._several(i, draft)
        return ""

    def _relative(self, draft: MentionDraft) -> str:
        """The noun that the relative clause hangs on."""
        token = self.doc[draft.head]
        for ancestor in [token, *token.ancestors]:
            if ancestor.dep_ == "acl:relcl":
                noun = ancestor.head
                for k, d in enumerate(self.drafts):
                    if d.head == noun.i and self.keys[k]:
                        return self.keys[k]
                return ""
        return ""

    def _speaker(self, draft: MentionDraft) -> str:
        """Whom a quotation belongs to: the person right behind its end, or before its begin."""
        inside = next(((a, b) for a, b in self.quoted if a <= draft.start < b), None)
        if not inside:
            return ""
        near = [
            (min(abs(d.start - inside[1]), abs(inside[0] - d.end)), k)
            for d, k in zip(self.drafts, self.keys, strict=True)
            if d.kind is Kind.PERSON and k and not inside[0] <= d.start < inside[1]
        ]
        return min(near)[1] if near and min(near)[0] < 60 else ""

    def _last(self, i: int, kinds: set[Kind], gender: str) -> str:
        """The best earlier mention of these kinds: near, subject before object, of fitting gender; none across a quotation's edge."""
        best, best_score = "", 0.0
        here = self.drafts[i]
        for j in range(i - 1, -1, -1):
            there = self.drafts[j]
            apart = self.sentence[i] - self.sentence[j]
            if apart > _REACH or there.end > here.start:
                if apart > _REACH:
                    break
                continue
            key = self.keys[j]
            if (
                not key
                or there.kind not in kinds
                or there.form == "demonym"
                or (there.form == "pronoun" and there.noun in nominals.RELATIVE)
            ):
                continue
            if gender and self.gender.get(key, gender) != gender:
                continue
            score = self._weight(j) / (1 + 0.8 * apart)
            if apart == 0 and self._governs(there, here) is False:
                continue
            if gender and self.gender.get(key) == gender:
                score *= 1.3
            if apart == 0 and self.doc[here.head].tag_ == "PRP$":
                score *= 1.6
                score += 2.0 if here.start_token - there.end_token <= 3 else 0.0  # "stop Putin in his tracks"
            if self._in_quote(here) and not self._in_quote(there):
                score *= 0.7 if gender else 0.9
            if score > best_score + 1e-9:
                best, best_score = key, score
        return best

    def _weight(self, j: int) -> float:
        token = self.doc[self.drafts[j].head]
        dep = token.dep_
        if token.dep_ in {"conj", "appos", "flat", "nmod:desc"}:
            dep = token.head.dep_
        base = {
            "nsubj": 3.0,
            "nsubj:pass": 2.8,
            "nmod:poss": 1.6,
            "obj": 1.5,
            "iobj": 1.4,
            "obl:agent": 1.5,
            "appos": 1.3,
            "ROOT": 1.5,
        }.get(dep, 1.0)
        return base + (0.4 if self.drafts[j].form == "name" else 0.0)

    def _governs(self, there: MentionDraft, here: MentionDraft) -> bool | None:
        """False where "him" or "it" would be its own clause's subject ("Japan said it" is fine, "Putin met him" is not)."""
        a, b = self.doc[there.head], self.doc[here.head]
        if (
            b.dep_ in {"obj", "iobj"}
            and a.dep_.startswith("nsubj")
            and a.head.i == b.head.i
            and not here.noun.endswith("self")
        ):
            return False
        return None

    def _in_quote(self, draft: MentionDraft) -> bool:
        return any(a <= draft.start < b for a, b in self.quoted)

    def _several(self, i: int, draft: MentionDraft) -> str:
        """ "they": a group, government or team just spoken of; two coordinated names are left open."""
        for j in range(i - 1, -1, -1):
            there = self.drafts[j]
            if self.sentence[i] - self.sentence[j] > 1:
                return ""
            token = self.doc[there.head]
            plural = (
                there.kind is Kind.GROUP
                or (there.form == "nominal" and there.noun in {"state", "echo"})
                or (there.form == "pronoun" and there.noun in _THEIRS)
            )
            if (
                plural
                and self.keys[j]
                and not any(c.dep_ == "conj" for c in token.children)
                and token.dep_ in {"nsubj", "nsubj:pass", "obj", "nmod", "obl", "obl:agent", "nmod:poss"}
            ):
                return self.keys[j]
        return ""

    def _subject_like(self, j: int) -> bool:
        return self.doc[self.drafts[j].head].dep_ in {"nsubj", "nsubj:pass", "ROOT", "nmod:poss"}


def _plain(name: str) -> str:
    """A name on one line without article and possessive."""
    return re.sub(r"^(?:the|The) |['’]s?$", "", re.sub(r"\s+", " ", name)).strip()


def _short(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z&.-]{1,11}", text)) and sum(c.isupper() for c in text) >= 2


def _initials(acronym: str, name: str) -> bool:
    """Whether the letters stand in order at word beginnings (the last may stand inside a word: INDOPACOM)."""
    letters = [c for c in acronym if c.isalpha()]
    words = re.findall(r"[A-Za-z]+", name)
    at = 0
    for word in words:
        if at < len(letters) and word[0].upper() == letters[at].upper():
            at += 1
    return at >= max(2, len(letters) - 1)


def _surname_first(parts: list[str]) -> bool:
    """Chinese, Korean and Vietnamese order: a known family name in front."""
    return parts[0] in _FAMILY_FIRST


_FAMILY_FIRST = words(
    "kim lee park choi choe chung jung kang cho yoon jang lim han oh seo shin kwon hwang ahn song moon roh ban ri pak xi hu li wang zhang liu chen yang huang zhao wu zhou xu sun ma zhu lin guo he gao luo zheng "
    "liang xie tang deng feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao lai tsai nguyen tran pham mao hua qin qian ji jin hong fu fan jia qiu hou shao mo bai gong geng"
)
_SHORT_GIVEN = {
    "joe": "joseph", "bill": "william", "bob": "robert", "mike": "michael", "jim": "james", "tony": "antony", "dick": "richard", "tom": "thomas", "dan": "daniel", "dave": "david",
    "ben": "benjamin", "bibi": "benjamin", "liz": "elizabeth", "sergey": "sergei", "dmitriy": "dmitry", "alexei": "aleksei", "alexey": "aleksei", "volodymyr": "vladimir", "jake": "jacob",
    "chuck": "charles", "steve": "steven", "chris": "christopher", "nick": "nicholas", "ken": "kenneth", "matt": "matthew", "ted": "edward", "jimmy": "james", "ron": "ronald", "don": "donald",
}  # fmt: skip


def _same_given(a: str, b: str) -> bool:
    """Whether two given names can be one person's: equal, initial, or the short form. Jong un and Jong il are not."""
    a, b = _SHORT_GIVEN.get(a, a), _SHORT_GIVEN.get(b, b)
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def _same_chair(role: str, entry: Entry | None) -> list[str]:
    """Offices that a description may mean: "NATO chief" is the secretary general, "the Russian leader" the president."""
    if role in {"chief", "head", "leader", "boss"}:
        if entry and entry.kind is Kind.IGO:
            return ["secretary general", "president", "director general", "managing director", "chairperson"]
        return (
            ["leader", "supreme leader", "president", "prime minister"]
            if role == "leader" and entry and entry.codes.get("iso3") not in _CEREMONIAL
            else ["prime minister", "chancellor"]
        )
    if role in {"minister", "secretary"}:
        return []
    return [role, "premier"] if role == "prime minister" else [role]


_CEREMONIAL = {
    "DEU",
    "ITA",
    "ISR",
    "IND",
    "GRC",
    "IRL",
    "AUT",
    "JPN",
    "GBR",
    "CAN",
    "AUS",
    "NZL",
    "ESP",
    "NLD",
    "BEL",
    "SWE",
    "NOR",
    "DNK",
    "ETH",
    "IRQ",
    "PAK",
    "HUN",
    "BGD",
    "SGP",
    "MYS",
    "THA",
}


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
