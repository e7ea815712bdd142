"""Whom a description means: "the alliance", "Japanese officials", "the prime minister", "the protesters".

With an owner it is the owner, or the holder of the office on the day; on its own it needs something of its kind said before.
"""

import re

from graph.ids import entity_id
from graph.model import Kind
from ingest import nominals
from ingest.gazetteer import Entry, folded, words
from ingest.mentions import MentionDraft
from ingest.scene import Scene, plain

REACH = 3  # sentences that a bare description looks back
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


def described(scene: Scene, i: int, draft: MentionDraft) -> str:
    """The key of whom the description at position i means; "" where the text leaves it open. Earlier mentions must be settled."""
    beside = _beside(scene, draft)
    if beside:
        return beside
    owner = scene.keys[draft.of] if draft.of is not None else ""
    if draft.noun == "state":
        return _state_of(scene, owner)
    if draft.noun == "echo":
        return _echo(scene, i, draft) or _sender(scene, i, draft)
    if draft.kind is Kind.PERSON:
        return _office_holder(scene, i, draft, owner)
    if draft.kind is Kind.GROUP:
        return _people(scene, i, draft, owner)
    if draft.kind is Kind.COUNTRY and draft.of is None:
        forces = draft.noun in {"army", "military", "navy"}  # "the army" after "Sudan's army", whatever was named since
        return (_echo(scene, i, draft) if forces else "") or _last_state(scene, i, draft)
    if draft.kind is Kind.COUNTRY and draft.noun not in {"neighbor", "neighbour"}:
        return _state_of(scene, owner)
    if draft.of is not None:
        return ""
    if draft.kind is Kind.ORG:
        return _last_body(scene, i, draft) or _sender(scene, i, draft)
    return _last_of_words(scene, i, draft)


def _beside(scene: Scene, draft: MentionDraft) -> str:
    """ "his Azerbaijani counterpart, Elmar Mammadyarov": the name in apposition says who."""
    for child in scene.doc[draft.head].children:
        if child.dep_ == "appos" and child.i > draft.head:
            for other, key in zip(scene.drafts, scene.keys, strict=True):
                if (
                    other.head == child.i
                    and other.form == "name"
                    and other.kind in {Kind.PERSON, Kind.ORG, Kind.IGO}
                    and key
                ):
                    if draft.of is not None and other.kind is not Kind.IGO:
                        scene.country.setdefault(key, _iso3(scene, scene.keys[draft.of]))
                    return key
    return ""


def _iso3(scene: Scene, key: str) -> str:
    entry = scene.gazetteer.entries.get(key)
    return scene.country.get(key) or (entry.codes.get("iso3", "") or entry.country if entry else "")


def _echo(scene: Scene, i: int, draft: MentionDraft) -> str:
    """ "the delegation" after "a U.S. delegation"."""
    lemma = scene.doc[draft.head].lemma_.lower()
    for j in range(i - 1, -1, -1):
        other = scene.drafts[j]
        if (
            other.form == "nominal"
            and other.noun in {"state", "echo"}
            and scene.keys[j]
            and scene.doc[other.head].lemma_.lower() == lemma
        ):
            return scene.keys[j]
    return ""


_UNITS = words("fleet force troop flotilla convoy contingent warship soldier unit battalion brigade")
_SENDING = words("deploy send dispatch mobilize mobilise station commit")


def _sender(scene: Scene, i: int, draft: MentionDraft) -> str:
    """ "the strike group", "the fleet": the country that was said, shortly before, to send something out."""
    token = scene.doc[draft.head]
    lemma = token.lemma_.lower()
    of_ships = lemma == "group" and any(c.lower_ in {"strike", "battle", "carrier", "task"} for c in token.children)
    if lemma not in _UNITS and not of_ships:
        return ""
    at_head = {d.head: k for d, k in zip(scene.drafts[:i], scene.keys[:i], strict=True) if k}
    first = next(
        (d.start_token for d, n in zip(scene.drafts, scene.sentence, strict=True) if scene.sentence[i] - n <= REACH), 0
    )
    for position in range(draft.head - 1, first - 1, -1):
        verb = scene.doc[position]
        if verb.lemma_.lower() in _SENDING and verb.pos_ == "VERB":
            for child in (*verb.children, *verb.head.children):
                if child.dep_ in {"nsubj", "obl:agent"} and scene.kind(at_head.get(child.i, "")) is Kind.COUNTRY:
                    return at_head[child.i]
    return ""


def _state_of(scene: Scene, owner: str) -> str:
    """The country or body itself; of a person or place, the country it belongs to."""
    if scene.kind(owner) in {Kind.PERSON, Kind.PLACE}:
        state = scene.gazetteer.country(scene.country.get(owner, ""))
        return scene.known(state) if state else ""
    return owner


def _office_holder(scene: Scene, i: int, draft: MentionDraft, owner: str) -> str:
    role = draft.noun
    if _predicate(scene, draft) or any(c.lower_ in _NOT_NOW for c in scene.doc[draft.head].children):
        return ""
    entry = scene.gazetteer.entries.get(owner)
    if owner:
        told = scene.roles.get(f"{role}@{owner}", [])
        if len(set(told)) == 1:
            return told[0]
        of = entry.codes.get("iso3") or entry.id if entry else ""
        for office in _same_chair(role, entry):
            holder = scene.gazetteer.holder(of, office, scene.published)
            if holder:
                scene.country.setdefault(holder.id, holder.country)
                return scene.known(holder)
        recent = _recent_with(scene, role, owner)
        if recent or role.rpartition(" ")[2] not in _OFFICIALS:
            return recent
        return _state_of(scene, owner) if scene.kind(owner) in {Kind.COUNTRY, Kind.IGO, Kind.PLACE} else ""
    known = {k for k in scene.roles.get(role, []) if k}
    seen = [scene.keys[j] for j in range(i - 1, -1, -1) if scene.keys[j] in known]
    if seen:
        return seen[0]
    if role in _GENERIC:
        return _last_speaker(scene, i)
    return ""


def _predicate(scene: Scene, draft: MentionDraft) -> bool:
    """ "X is the president": says what X is, refers to nobody else."""
    token = scene.doc[draft.head]
    return (
        any(c.dep_ == "cop" for c in token.children)
        or token.dep_ in {"appos", "xcomp", "nmod:desc"}
        or (token.dep_ in {"obl", "nmod"} and any(c.lower_ == "as" for c in token.children))
    )


def _recent_with(scene: Scene, role: str, owner: str) -> str:
    """The last one named with that role whose country is the owner's."""
    entry = scene.gazetteer.entries.get(owner)
    iso3 = scene.country.get(owner) or (entry.country if entry else "")
    return next((k for k in reversed(scene.roles.get(role, [])) if iso3 and scene.country.get(k) == iso3), "")


def _last_speaker(scene: Scene, i: int) -> str:
    """The last one introduced as an expert of some sort, within a few sentences."""
    experts = {k for role in _GENERIC for k in scene.roles.get(role, [])}
    for j in range(i - 1, -1, -1):
        if scene.sentence[i] - scene.sentence[j] > 3 * REACH:
            break
        if scene.keys[j] in experts:
            return scene.keys[j]
    return ""


def _people(scene: Scene, i: int, draft: MentionDraft, owner: str) -> str:
    """ "Cuban protesters" are a group of their own; "the protesters" later are the same."""
    if not owner:
        for j in range(i - 1, -1, -1):
            if (
                scene.drafts[j].kind is Kind.GROUP
                and scene.drafts[j].form == "nominal"
                and scene.drafts[j].noun == draft.noun
                and scene.keys[j]
            ):
                return scene.keys[j]
        if draft.end_token - draft.start_token == 1:
            return ""
    name = plain(draft.text)
    if owner and draft.of is not None and scene.drafts[draft.of].start >= draft.end:
        name = f"{name} of {scene.drafts[draft.of].text}"
    if not re.search(r"[A-Z]", name):
        return ""
    key = entity_id(name, Kind.GROUP)
    scene.names.setdefault(key, name)
    iso3 = scene.country.get(owner, "")
    if iso3 and not re.search(r"-(?:backed|led|allied|based|funded)|^(?:pro|anti|non)-", name):
        scene.country.setdefault(key, iso3)
    return key


def _last_state(scene: Scene, i: int, draft: MentionDraft) -> str:
    """ "the country", "the government": the country last spoken of, in this sentence or the two before."""
    for j in range(i - 1, -1, -1):
        if scene.sentence[i] - scene.sentence[j] > 2:
            break
        if (
            scene.drafts[j].kind is Kind.COUNTRY
            and scene.keys[j]
            and scene.drafts[j].form != "pronoun"
            and _subject_like(scene, j)
        ):
            return scene.keys[j]
    near = [
        scene.keys[j]
        for j in range(i)
        if scene.drafts[j].kind is Kind.COUNTRY and scene.keys[j] and scene.sentence[i] - scene.sentence[j] <= 1
    ]
    return near[-1] if len(set(near)) == 1 else ""


def _last_body(scene: Scene, i: int, draft: MentionDraft) -> str:
    words = nominals.BODIES.get(draft.noun, ())
    for j in range(i - 1, -1, -1):
        if scene.drafts[j].form != "name" or scene.drafts[j].kind not in {Kind.ORG, Kind.IGO} or not scene.keys[j]:
            continue
        entry = scene.gazetteer.entries.get(scene.keys[j])
        described = folded(
            f"{scene.names.get(scene.keys[j], '')} {scene.drafts[j].text} {entry.subtype if entry else ''} {' '.join(entry.aliases) if entry else ''}"
        ).split()
        if any(word in described for word in words or (draft.noun,)):
            return scene.keys[j]
        if (
            not words
            and scene.sentence[i] - scene.sentence[j] <= 1
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
            return scene.keys[j]
    return ""


def _last_of_words(scene: Scene, i: int, draft: MentionDraft) -> str:
    """ "the summit" after "Third South American Summit", "the carrier" after a ship's name, "the city" after a city."""
    for j in range(i - 1, -1, -1):
        other = scene.drafts[j]
        if other.form != "name" or other.kind is not draft.kind or not scene.keys[j]:
            continue
        entry = scene.gazetteer.entries.get(scene.keys[j])
        subtype = entry.subtype if entry else ""
        if draft.noun in folded(f"{other.text} {scene.names.get(scene.keys[j], '')} {subtype}").split():
            return scene.keys[j]
        if draft.kind is Kind.EQUIPMENT and (subtype == "ship" or re.match(r"[A-Z]{2,4} [A-Z]", other.text)):
            return scene.keys[j]
        if (
            draft.noun in {"city", "town", "capital"}
            and subtype in {"city", "capital", ""}
            and scene.sentence[i] - scene.sentence[j] <= 1
        ):
            return scene.keys[j]
        if (
            draft.noun in {"region", "strait", "peninsula", "strip", "province", "territory"}
            and subtype not in {"city", "capital"}
            and scene.sentence[i] - scene.sentence[j] <= 4
        ):
            return scene.keys[j]
    return ""


def _subject_like(scene: Scene, j: int) -> bool:
    return scene.doc[scene.drafts[j].head].dep_ in {"nsubj", "nsubj:pass", "ROOT", "nmod:poss"}


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
