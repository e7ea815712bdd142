"""Whom a pronoun means: near, of fitting gender and number, a subject rather than an object. Where nothing fits it stays open."""

from itertools import takewhile

from graph.model import Kind
from ingest import nominals
from ingest.mentions import MentionDraft
from ingest.scene import Scene

_REACH = 3  # sentences that a pronoun looks back
_MINE = {"i", "me", "my"}
_OURS = {"we", "us", "our"}
_HIS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_ITS = {"it", "its", "itself"}
_THEIRS = {"they", "them", "their", "themselves"}
_SUBJECTS = {"nsubj", "nsubj:pass"}
_ARGUMENTS = _SUBJECTS | {"obj", "nmod", "obl", "obl:agent", "nmod:poss"}
_STATES = {Kind.COUNTRY, Kind.IGO, Kind.ORG}


def referred(scene: Scene, i: int, draft: MentionDraft) -> str:
    """The key of whom the pronoun at position i means; "" where nothing fits. Earlier mentions must be settled."""
    word = draft.noun
    if word in nominals.RELATIVE:
        return _relative(scene, draft)
    if word in _MINE:
        return _speaker(scene, draft)
    if word in _OURS:
        return ""
    if word in _HIS:
        return _last(scene, i, {Kind.PERSON}, _HIS[word])
    if word in _ITS:
        return _last(scene, i, _STATES | {Kind.GROUP, Kind.EQUIPMENT, Kind.PLACE}, "")
    if word in _THEIRS:
        return _several(scene, i, draft)
    return ""


def _relative(scene: Scene, draft: MentionDraft) -> str:
    """The noun that the relative clause hangs on."""
    token = scene.doc[draft.head]
    for ancestor in [token, *token.ancestors]:
        if ancestor.dep_ == "acl:relcl":
            noun = ancestor.head
            return next((scene.keys[k] for k in scene.at_head.get(noun.i, ()) if scene.keys[k]), "")
    return ""


def _speaker(scene: Scene, draft: MentionDraft) -> str:
    """Whom a quotation belongs to: the person right behind its end, or before its begin."""
    inside = next(((a, b) for a, b in scene.quoted if a <= draft.start < b), None)
    if not inside:
        return ""
    near = [
        (min(abs(d.start - inside[1]), abs(inside[0] - d.end)), k)
        for d, k in zip(scene.drafts, scene.keys, strict=True)
        if d.kind is Kind.PERSON and k and not inside[0] <= d.start < inside[1]
    ]
    return min(near)[1] if near and min(near)[0] < 60 else ""


def _last(scene: Scene, i: int, kinds: set[Kind], gender: str) -> str:
    """The best earlier mention of these kinds: near, subject before object, of fitting gender; none across a quotation's edge."""
    best, best_score = "", 0.0
    here = scene.drafts[i]
    for j in range(i - 1, -1, -1):
        there = scene.drafts[j]
        apart = scene.sentence[i] - scene.sentence[j]
        if apart > _REACH or there.end > here.start:
            if apart > _REACH:
                break
            continue
        key = scene.keys[j]
        if (
            not key
            or there.kind not in kinds
            or there.form == "demonym"
            or scene.doc[there.head].tag_ == "JJ"  # "Korean victims": no people is spoken of
            or (there.form == "pronoun" and there.noun in nominals.RELATIVE)
        ):
            continue
        if gender and scene.gender.get(key, gender) != gender:
            continue
        score = _weight(scene, j) / (1 + 0.8 * apart)
        if apart == 0 and _governs(scene, there, here) is False:
            continue
        if gender and scene.gender.get(key) == gender:
            score *= 1.3
        if apart == 0 and scene.doc[here.head].tag_ == "PRP$":
            score *= 1.6
            score += 2.0 if here.start_token - there.end_token <= 3 else 0.0  # "stop Putin in his tracks"
        if _in_quote(scene, here) and not _in_quote(scene, there):
            score *= 0.7 if gender else 0.9
        if score > best_score + 1e-9:
            best, best_score = key, score
    return best


def _weight(scene: Scene, j: int) -> float:
    token = scene.doc[scene.drafts[j].head]
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
    return base + (0.4 if scene.drafts[j].form == "name" else 0.0)


def _governs(scene: Scene, there: MentionDraft, here: MentionDraft) -> bool | None:
    """False where "him" or "it" would be its own clause's subject ("Japan said it" is fine, "Putin met him" is not)."""
    a, b = scene.doc[there.head], scene.doc[here.head]
    if (
        b.dep_ in {"obj", "iobj"}
        and a.dep_.startswith("nsubj")
        and a.head.i == b.head.i
        and not here.noun.endswith("self")
    ):
        return False
    return None


def _in_quote(scene: Scene, draft: MentionDraft) -> bool:
    return any(a <= draft.start < b for a, b in scene.quoted)


def _several(scene: Scene, i: int, draft: MentionDraft) -> str:
    """ "they": a group, government or team just spoken of, for a subject rather a subject; several named together are left open here
    (ingest.plurals)."""
    before = takewhile(lambda j: scene.sentence[i] - scene.sentence[j] <= 1, range(i - 1, -1, -1))
    near = [j for j in before if _plural(scene, j) or _of_several(scene, j)]
    if scene.doc[draft.head].dep_ in _SUBJECTS:
        near.sort(key=lambda j: scene.doc[scene.drafts[j].head].dep_ not in _SUBJECTS)
    return scene.keys[near[0]] if near and not _of_several(scene, near[0]) else ""


def _of_several(scene: Scene, j: int) -> bool:
    """Whether a mention opens a list ("Peru and Chile") or describes two at once ("the presidents of Peru and Chile")."""
    there, token = scene.drafts[j], scene.doc[scene.drafts[j].head]
    listed = there.form == "name" and token.dep_ in _SUBJECTS and any(c.dep_ == "conj" for c in token.children)
    return listed or any(scene.keys[i] not in ("", scene.keys[j]) for i in scene.at_head[there.head])


def _plural(scene: Scene, j: int) -> bool:
    """Whether a mention is of several, or of a body that acts as several do, and by itself."""
    there, token = scene.drafts[j], scene.doc[scene.drafts[j].head]
    plural = (
        there.kind is Kind.GROUP
        or (there.form == "nominal" and there.noun in {"state", "echo"})
        or (there.form == "pronoun" and there.noun in _THEIRS)
    )
    alone = not any(c.dep_ == "conj" for c in token.children)
    return plural and bool(scene.keys[j]) and alone and token.dep_ in _ARGUMENTS
