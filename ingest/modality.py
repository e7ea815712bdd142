"""How a text presents an event: asserted, planned, requested, denied or hypothetical, from what stands over its word in the parse.

The climb from the event's word to the sentence's root collects negation, modals and the operators below; the innermost one that says
something decides, except that a denial further out denies a plain assertion.
"""

from typing import Final

from graph.model import Status
from ingest.syntax import Tree, words

_NEGATIONS: Final = frozenset({"not", "n't", "never", "n’t", "neither", "nor", "hardly", "no longer", "cannot"})
_FUTURE: Final = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_BE: Final = frozenset({"is", "are", "was", "were", "'s", "’s"})
_POSSIBLE: Final = frozenset({"may", "might", "could", "can", "ca"})
#: Before its subject, without a conjunction, it makes a condition: "had he come".
_INVERTED: Final = frozenset({"had", "were"})
_DUTY: Final = frozenset({"must", "should", "ought"})

_PLANNING: Final = words(
    "plan intend aim prepare schedule expect set decide agree promise pledge vow hope want seek wish look offer "
    "commit swear undertake opt aspire slate due ready poise resolve determine anticipate predict project "
    "intensify guarantee desire long"
)
_REQUESTING: Final = words(
    "urge ask call request demand appeal order press require insist invite advise recommend propose suggest "
    "encourage beg plead implore lobby petition instruct direct push exhort tell pressure authorize authorise "
    "warn"
)
_DENYING: Final = words(
    "deny refuse decline fail reject avoid prevent forbid cancel refute dismiss abandon rule stop ban prohibit "
    "postpone oppose scrap bar lack miss refrain call-off"
)
_SUPPOSING: Final = words(
    "consider mull threaten speculate contemplate wonder weigh fear doubt suspect debate explore discuss study "
    "imagine suppose risk dream envisage assess worry allow enable try attempt struggle"
)
#: Verbs of saying: what they govern stands as it is said, "would" under them is a future.
SAYING: Final = words(
    "say tell announce add state report declare confirm note claim write reveal explain argue reiterate stress "
    "emphasize emphasise acknowledge admit believe think insist warn indicate disclose tweet quote remark mention "
    "assert maintain suggest allege comment respond reply point observe describe learn know show mean see hear "
    "find conclude recall estimate promise vow predict"
)
_PLANNING_NOUNS: Final = words(
    "plan decision intention pledge promise offer commitment aim goal effort preparation bid readiness "
    "willingness desire wish hope ambition agreement vow proposal schedule right"
)
_REQUESTING_NOUNS: Final = frozenset(
    {"request", "demand", "call", "appeal", "plea", "order", "invitation", "recommendation", "petition"}
)
_SUPPOSING_NOUNS: Final = frozenset(
    {
        "possibility",
        "risk",
        "threat",
        "fear",
        "prospect",
        "speculation",
        "danger",
        "chance",
        "option",
        "idea",
        "attempt",
    }
)
_DENYING_NOUNS: Final = frozenset({"refusal", "denial", "failure", "rejection", "ban"})
_HAPPENING: Final = words(
    "be include focus take begin start occur happen cover center centre last follow continue come go involve concern aim resume end proceed"
)
_MOVING: Final = words("hold meet gather arrive travel visit come go return be attend engage participate convene sit")
_COMING: Final = frozenset(
    {
        "planned",
        "future",
        "upcoming",
        "forthcoming",
        "expected",
        "scheduled",
        "imminent",
        "next",
        "promised",
        "intended",
    }
)
_POSSIBLY: Final = frozenset(
    {"possible", "potential", "likely", "proposed", "threatened", "eventual", "hypothetical", "alleged"}
)
_CONDITIONS: Final = frozenset({"if", "unless", "whether", "should", "lest"})
_BOUNDARIES: Final = frozenset({"acl:relcl", "appos", "parataxis"})
_MAX_CLIMB: Final = 10


def status(tree: Tree, word: int) -> Status:
    """The status of the event whose trigger is `word` (a verb, noun or adjective)."""
    found: Status | None = None
    negated = False
    current, shared = word, True
    for _ in range(_MAX_CLIMB):
        own, denied = _local(tree, current) if shared else (None, False)
        negated = negated or denied
        found = found or own
        shared = tree.dep[current] != "conj" or _shares(tree, current)
        head = tree.head[current]
        if head == current:
            break
        above, stop = _above(tree, current, head)
        if above is Status.DENIED:
            if found in (None, Status.REQUESTED):
                return Status.DENIED
        elif found is None or (found is Status.PLANNED and above is Status.HYPOTHETICAL):
            found = above or found
        if stop:
            break
        current = head
    if negated and found in (None, Status.PLANNED, Status.ASSERTED, Status.HYPOTHETICAL):
        return Status.DENIED
    return found or Status.ASSERTED


def _shares(tree: Tree, word: int) -> bool:
    """Whether a coordinated word stands under its first member's auxiliaries: "will visit X and meet Y", not "did not fear X and met Y"."""
    if any(tree.dep[kid] in ("aux", "aux:pass", "nsubj", "nsubj:pass", "cop") for kid in tree.kids[word]):
        return False
    return not tree.verbal(word) or tree.tag[word] == tree.tag[tree.head[word]]


def negated(tree: Tree, word: int) -> bool:
    """Whether a negation stands at the word itself or its auxiliary."""
    return _local(tree, word)[1]


def purpose(tree: Tree, word: int) -> bool:
    """Whether it is told as the purpose of something that is: "called to express", "blocked roads to protest"."""
    word = tree.first_conjunct(word)
    return tree.dep[word] == "advcl" and any(tree.lower[kid] == "to" for kid in tree.under(word, "mark"))


def future(tree: Tree, word: int) -> bool:
    """Whether the verb is about the future: "will", "is going to", reported "would"."""
    return _local(tree, word)[0] is Status.PLANNED


def _local(tree: Tree, word: int) -> tuple[Status | None, bool]:
    """What the words right at it say: (status or None, negated)."""
    found: Status | None = None
    denied = False
    infinitive = any(tree.lower[k] == "to" and tree.dep[k] == "mark" for k in tree.kids[word])
    if infinitive and any(tree.lower[k] in _BE and tree.dep[k] in ("aux", "cop") for k in tree.kids[word]):
        found = Status.PLANNED  # "is to visit"
    for kid in tree.kids[word]:
        lower, dep = tree.lower[kid], tree.dep[kid]
        if lower in _NEGATIONS and dep in ("advmod", "neg", "cc:preconj", "aux", "cc"):
            denied = denied or dep != "cc"
        elif dep == "det" and lower in ("no", "neither"):
            denied = True
        elif dep in ("aux", "aux:pass"):
            if lower in _FUTURE:
                found = Status.PLANNED
            elif lower in _POSSIBLE or lower == "cannot":
                found = found or Status.HYPOTHETICAL
                denied = denied or lower == "cannot"
            elif lower in _DUTY:
                found = found or Status.REQUESTED
            elif lower in ("would", "'d", "’d"):
                found = found or (Status.PLANNED if _reported(tree, word) else Status.HYPOTHETICAL)
            elif lower in ("going",):
                found = Status.PLANNED
            elif lower in _INVERTED and any(kid < other for other in tree.under(word, "nsubj", "nsubj:pass")):
                unreal = tree.dep[word] == "advcl" and not tree.under(word, "mark")
                found = found or (Status.HYPOTHETICAL if unreal else None)
        elif dep == "mark" and lower in _CONDITIONS:
            found = found or Status.HYPOTHETICAL
        elif dep == "amod":
            if lower in _COMING:
                found = found or Status.PLANNED
            elif lower in _POSSIBLY:
                found = found or Status.HYPOTHETICAL
        elif dep == "advmod" and lower in ("possibly", "perhaps", "potentially", "probably"):
            found = found or Status.HYPOTHETICAL
        elif dep == "nsubj" and any(tree.lower[k] in ("no", "neither") and k < kid for k in tree.kids[kid]):
            denied = True  # "No country joined", "Neither Peru nor Chile joined"
    return found, denied


def _reported(tree: Tree, word: int) -> bool:
    """Whether it stands under a verb of saying, or says its own future in a past text."""
    current = word
    for _ in range(_MAX_CLIMB):
        head = tree.head[current]
        if head == current:
            return False
        if tree.dep[current] in ("ccomp", "parataxis") and tree.lemma[head] in SAYING | _PLANNING:
            return True
        if any(tree.lemma[kid] in SAYING and tree.dep[kid] == "parataxis" for kid in tree.kids[current]):
            return True
        current = head
    return False


def _above(tree: Tree, word: int, head: int) -> tuple[Status | None, bool]:
    """What the governor says of the word: (status or None, whether the climb ends here)."""
    dep, lemma = tree.dep[word], tree.lemma[head]
    if dep in _BOUNDARIES:
        return None, True
    clausal = dep in ("xcomp", "ccomp", "acl", "advcl", "csubj", "csubj:pass")
    if dep == "conj":
        return None, False
    if dep == "nmod":
        governed = tree.case(word) in (
            "of",
            "for",
            "to",
        )  # "the threat of an invasion", not "threats such as the invasion"
        return (_noun_operator(tree, head, dep, False)[0] if governed else None), True
    if dep == "advcl":
        marks = {tree.lower[kid] for kid in tree.kids[word] if tree.dep[kid] == "mark"}
        if "to" in marks and lemma not in _PLANNING | _REQUESTING | _DENYING | _SUPPOSING:
            return (None if tree.tag[head] == "" else Status.PLANNED), True
        if "to" not in marks:
            against = tree.case(word) in ("against", "from")
            if against and lemma in ("warn", "caution", "advise", "urge"):
                return Status.HYPOTHETICAL, True
            if against and lemma in (
                "prevent",
                "stop",
                "bar",
                "ban",
                "prohibit",
                "keep",
                "block",
                "refrain",
                "dissuade",
                "deter",
            ):
                return Status.DENIED, True
            if tree.tag[word] in ("VBG", "VBN") and tree.case(word) in ("", "as well as", "besides", "in", "by"):
                if any(tree.lower[kid] == "to" and tree.dep[kid] == "mark" for kid in tree.kids[head]):
                    return None, False  # "asked Kenya to help by opening its ports"
                own = _local(tree, head)[0]  # "escorted by frigates, the fleet will sail"
                return (own if own is Status.PLANNED else None), True
            return None, True
    if clausal or dep in ("obj", "nsubj:pass", "obl", "nmod", "nsubj"):
        if tree.verbal(head) or tree.pos[head] == "ADJ":
            return _operator(tree, word, head, dep, clausal)
        return _noun_operator(tree, head, dep, clausal)
    return None, False


def _operator(tree: Tree, word: int, head: int, dep: str, clausal: bool) -> tuple[Status | None, bool]:
    lemma = tree.lemma[head]
    if dep in ("obl",):
        if lemma in ("call", "appeal", "ask", "press", "push", "lobby") and tree.case(word) == "for":
            return Status.REQUESTED, False
        if lemma in ("look", "hope", "plan", "prepare") and tree.case(word) in ("for", "to"):
            return Status.PLANNED, False
        return (_local(tree, head)[0] if lemma in _MOVING else None), True
    if dep == "nsubj":
        own, denied = _local(tree, head)
        if denied:
            return None, True
        happens = lemma in _HAPPENING or tree.dep[head] == "xcomp"
        return (own if happens and own in (Status.PLANNED, Status.HYPOTHETICAL) else None), True
    if lemma in _DENYING and (clausal or dep in ("obj", "nsubj:pass")):
        if lemma == "rule" and "out" not in {tree.lower[k] for k in tree.kids[head]}:
            return None, False
        if dep == "obj" and lemma in ("stop", "dismiss", "fail", "ban", "oppose"):
            return None, True
        return Status.DENIED, False
    if lemma == "likely":
        return Status.PLANNED, False
    if lemma in _PLANNING and (
        clausal or (dep in ("obj", "nsubj:pass") and lemma not in ("try", "want", "agree", "set", "mean", "look"))
    ):
        return Status.PLANNED, False
    if lemma == "want" and dep == "obj":
        return Status.PLANNED, False
    if lemma == "warn" and dep == "xcomp":
        return Status.REQUESTED, False  # "warned Iran not to supply"
    if lemma in _REQUESTING and lemma != "warn" and (clausal and dep != "advcl"):
        infinitive = any(tree.lower[kid] == "to" and tree.dep[kid] == "mark" for kid in tree.kids[word])
        if lemma in ("insist", "suggest", "tell", "propose") and not infinitive:
            return None, False
        return Status.REQUESTED, False
    if lemma in ("request", "demand", "urge", "seek", "propose", "recommend") and dep in ("obj", "nsubj:pass"):
        return Status.REQUESTED, False
    if lemma in _SUPPOSING and (clausal or (dep == "obj" and lemma not in ("discuss", "study", "allow", "enable"))):
        return Status.HYPOTHETICAL, False
    if lemma in ("be",) and dep == "xcomp":
        return Status.PLANNED, False
    if dep == "csubj" and lemma in ("possible", "likely"):
        return Status.HYPOTHETICAL, False
    if lemma == "possible" and clausal:
        return Status.HYPOTHETICAL, False
    if lemma in ("important", "necessary", "essential", "vital", "crucial") and clausal:
        return Status.REQUESTED, False
    return None, False


def _noun_operator(tree: Tree, head: int, dep: str, clausal: bool) -> tuple[Status | None, bool]:
    lemma = tree.lemma[head]
    if clausal or dep == "nmod":
        if lemma in _PLANNING_NOUNS and (clausal or lemma in ("plan", "preparation", "proposal")):
            return Status.PLANNED, False
        if lemma in _REQUESTING_NOUNS:
            return Status.REQUESTED, False
        if lemma in _SUPPOSING_NOUNS:
            return Status.HYPOTHETICAL, False
        if lemma in _DENYING_NOUNS and clausal:
            return Status.DENIED, False
        if clausal and any(tree.lower[kid] == "no" for kid in tree.kids[head]):
            return Status.DENIED, True
    return None, False
