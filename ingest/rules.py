"""The reader's rules: how the triggers of graph/ontology/*.toml find relations. Schema and loader; matching.py applies them.

A rule is a table of a relation type's `rules` array. Word lists are texts, divided by commas; words are lemmas, "hand over" is a verb
with its particle, "military aid" a noun with its modifier. One of these says what triggers it:

    verbs, nouns, adjectives    the trigger's lemma
    refusal                     verbs that, negated in the future ("will not release"), make a refusal
    offices, parts, places      no trigger word: titles, ownership and place chains, which facts.py reads

Further conditions:

    with            the verb's object must be (headed by) one of these nouns: "impose" + "sanction"
    with_oblique    one of its prepositional phrases must be: "put" + "under investigation"
    with_adjective  its predicative adjective or noun must be: "find" + "guilty", "call" + "liar"
    needs           one of these words stands in the trigger's phrase; needs_not: none of them does
    complement      it has a clause: "to" (infinitive), "that" (finite or quoted) or "from" (-ing), any of those named
    complement_type, complement_verbs, complement_modal, complement_conditional    what that clause must be
    plain           it has no clause
    transitive, intransitive    the verb has an object of its own; it has none
    preposition     it has a phrase with one of these (which with_oblique, if there is one, looks at)
    passive         the subject is its passive subject ("is based in", "born in")
    predicative     the noun is said of the subject: copula, apposition, "as" ("X is a member of Y", "X, a native of Y")
    abroad          the object does not lie in the subject's own country
    direct          the object must be named itself, not through what belongs to it
    subject_kinds, object_kinds, object_names    kinds an end must have; words one of which its name must hold

What it yields:

    subject, object      where the ends stand, by preference: the first slot that holds an entity fills the end.
                         subj obj iobj: of the verb. 's adj of: of the noun. A preposition: to with against on ...
                         light: the subject of the verb that carries the noun ("held talks"). clause: of the clause it stands in.
                         between and mutual: the members of a coordination, each with each. place: where it happens.
                         complement, complement_subject: in the clause.
    complement_status    the status that the event in the clause gets; without it that event is not reported
    reverse              subject and object change places
    weight               how much less sure it is than others, 0 to 1
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Final

from graph.errors import OntologyError
from graph.model import Kind, Status
from graph.ontology import PLOVER, TYPES, RelationType

_VERB_SUBJECT: Final = ("subj",)
_NOUN_SUBJECT: Final = ("'s", "by", "adj", "light")
_COMPLEMENTS: Final = frozenset({"to", "that", "from"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one relation type; see the module for the meaning of each field. `id` is "TYPE/number"."""

    id: str
    type: RelationType
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    refusal: tuple[str, ...] = ()
    offices: bool = False
    parts: bool = False
    places: bool = False
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    with_: frozenset[str] = frozenset()
    with_oblique: frozenset[str] = frozenset()
    with_adjective: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    needs_not: frozenset[str] = frozenset()
    complement: frozenset[str] = frozenset()
    complement_type: frozenset[str] = frozenset()
    complement_verbs: frozenset[str] = frozenset()
    complement_modal: frozenset[str] = frozenset()
    complement_conditional: bool = False
    complement_status: Status | None = None
    plain: bool = False
    passive: bool = False
    transitive: bool = False
    intransitive: bool = False
    preposition: frozenset[str] = frozenset()
    predicative: bool = False
    abroad: bool = False
    direct: bool = False
    reverse: bool = False
    subject_kinds: frozenset[Kind] = frozenset()
    object_kinds: frozenset[Kind] = frozenset()
    object_names: frozenset[str] = frozenset()
    weight: float = 1.0

    @property
    def specificity(self) -> int:
        """Of two rules that fit the same verb the more specific one speaks."""
        return (
            4 * bool(self.with_ or self.with_adjective)
            + 3 * bool(self.with_oblique)
            + 2 * bool(self.complement)
            + bool(self.preposition)
            + bool(self.complement_verbs or self.complement_type or self.complement_modal or self.passive)
            + bool(self.object_kinds)
            + bool(self.needs)
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules by trigger: the first word of the lemma → (the other words, rule)."""

    verbs: Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]]
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]]
    adjectives: Mapping[str, tuple[Rule, ...]]
    refusals: Mapping[str, Rule] = field(default_factory=dict)
    offices: Mapping[str, Rule] = field(default_factory=dict)  # by relation type
    parts: Rule | None = None
    places: Rule | None = None


def parse(type: RelationType, number: int, table: Mapping[str, Any]) -> Rule:
    """The rule in one table. OntologyError where the table breaks the schema."""

    def refuse(reason: str) -> OntologyError:
        return OntologyError(f"{type.name}.toml, rule {number}: {reason}")

    known = {field.name.rstrip("_"): field for field in fields(Rule)}
    unknown = table.keys() - (known.keys() - {"id", "type"})
    if unknown:
        raise refuse(f"unknown {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {"id": f"{type.name}/{number}", "type": type}
    for key, value in table.items():
        name = known[key].name
        default = known[key].default
        if isinstance(default, bool | float):
            values[name] = value
        elif key == "complement_status":
            values[name] = Status(value)
        else:
            words = tuple(word.strip() for word in str(value).split(",") if word.strip())
            values[name] = frozenset(words) if isinstance(default, frozenset) else words
    try:
        for key in ("subject_kinds", "object_kinds"):
            values[key] = frozenset(Kind(kind) for kind in values.get(key, ()))
    except ValueError as error:
        raise refuse(str(error)) from None
    if not values.get("subject"):
        values["subject"] = _NOUN_SUBJECT if "nouns" in table and not values.get("predicative") else _VERB_SUBJECT
    rule = Rule(**values)
    triggers = (rule.verbs, rule.nouns, rule.adjectives, rule.refusal, rule.offices, rule.parts, rule.places)
    if sum(map(bool, triggers)) != 1:
        raise refuse("needs exactly one of verbs, nouns, adjectives, refusal, offices, parts, places")
    if not rule.object and not (rule.offices or rule.parts or rule.places):
        raise refuse("no object")
    if rule.complement - _COMPLEMENTS:
        raise refuse(f"complement is {', '.join(sorted(_COMPLEMENTS))}")
    if rule.complement_type - PLOVER.keys():
        raise refuse(f"PLOVER has no {', '.join(sorted(rule.complement_type - PLOVER.keys()))}")
    return rule


@cache
def lexicon() -> Lexicon:
    """The rules of all relation types, by trigger."""
    verbs: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    nouns: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    adjectives: dict[str, list[Rule]] = {}
    refusals: dict[str, Rule] = {}
    offices: dict[str, Rule] = {}
    parts = places = None
    for type in TYPES.values():
        for number, table in enumerate(type.rules, 1):
            rule = parse(type, number, table)
            for trigger in rule.verbs:
                first, *rest = trigger.split()
                verbs.setdefault(first, []).append((tuple(rest), rule))
            for trigger in rule.nouns:
                *before, head = trigger.split() if " of " not in trigger else [trigger]
                if " of " in trigger:
                    head, *before = trigger.split()
                nouns.setdefault(head, []).append((tuple(before), rule))
            for trigger in rule.adjectives:
                adjectives.setdefault(trigger, []).append(rule)
            for trigger in rule.refusal:
                refusals[trigger] = rule
            if rule.offices:
                offices[type.name] = rule
            parts = rule if rule.parts else parts
            places = rule if rule.places else places

    def freeze(
        index: dict[str, list[tuple[tuple[str, ...], Rule]]],
    ) -> dict[str, tuple[tuple[tuple[str, ...], Rule], ...]]:
        return {key: tuple(entries) for key, entries in index.items()}

    return Lexicon(
        freeze(verbs),
        freeze(nouns),
        {key: tuple(rules) for key, rules in adjectives.items()},
        refusals,
        offices,
        parts,
        places,
    )
