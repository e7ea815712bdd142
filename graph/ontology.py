"""The closed vocabulary of relation types, one TOML file each in graph/ontology/.

Label, colour group, legend, filter, REST schema, Cypher type, GraphML value and the reader's triggers all come from that file, so a
type is added by adding one file. Coding schemes: PLOVER (16 event types in 4 quad classes) and CAMEO for events, Wikidata properties
for standing facts.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from graph import ids
from graph.errors import OntologyError
from graph.model import Kind, Relation

FOLDER: Final = Path(__file__).with_name("ontology")

#: PLOVER event type → quad class.
PLOVER: Final[Mapping[str, str]] = {
    "AGREE": "verbal cooperation",
    "CONSULT": "verbal cooperation",
    "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation",
    "COOPERATE": "material cooperation",
    "AID": "material cooperation",
    "RETREAT": "material cooperation",
    "REQUEST": "verbal conflict",
    "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "PROTEST": "material conflict",
    "SANCTION": "material conflict",
    "MOBILIZE": "material conflict",
    "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}
#: Quad class of standing facts, which are no events.
FACT: Final = "standing fact"

_NAME = re.compile(r"[A-Z][A-Z_]*[A-Z]")
_REQUIRED = {"name", "label", "inverse", "definition", "subject", "object", "examples"}
_OPTIONAL = {"plover", "cameo", "wikidata", "fact", "symmetric", "opposite", "rules"}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of ours and the triples it must give: (subject name, type name, object name, status)."""

    text: str
    triples: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation type. Events have plover and cameo; standing facts have `fact` (OFFICE_IN, ...) and mostly a Wikidata property.

    label reads subject to object ("visits"), inverse object to subject ("is visited by"). subject, object: kinds allowed at the ends.
    opposite: types of deeds that contradict this one where the same does both to the same (lifts and imposes sanctions); mutual.
    rules: how the reader finds it; their schema is ingest's (ingest/rules.py), here they are plain data.
    """

    name: str
    label: str
    inverse: str
    definition: str
    subject: frozenset[Kind]
    object: frozenset[Kind]
    examples: tuple[Example, ...]
    plover: str | None = None
    cameo: str | None = None
    fact: str | None = None
    wikidata: str | None = None
    symmetric: bool = False
    opposite: frozenset[str] = frozenset()
    rules: tuple[Mapping[str, Any], ...] = ()

    @property
    def quad(self) -> str:
        """The quad class of the PLOVER type; "standing fact" for what is no event."""
        return PLOVER[self.plover] if self.plover else FACT


def parse(path: Path) -> RelationType:
    """The type in one file; OntologyError says what is wrong with it."""

    def require(holds: bool, reason: str) -> None:
        if not holds:
            raise OntologyError(f"{path.name}: {reason}")

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OntologyError(f"{path.name}: {error}") from error
    require(data.keys() >= _REQUIRED, f"missing {', '.join(sorted(_REQUIRED - data.keys()))}")
    unknown = data.keys() - _REQUIRED - _OPTIONAL
    require(not unknown, f"unknown {', '.join(sorted(unknown))}")
    require(bool(_NAME.fullmatch(data["name"])), f"name {data['name']!r} is not UPPER_CASE")
    require(data["name"] == path.stem, f"the file's name must be {data['name']}.toml")
    event = "plover" in data and "cameo" in data
    coded = bool({"plover", "cameo"} & data.keys())
    require(
        event == coded and event != ("fact" in data), "either plover and cameo (an event) or fact (a standing fact)"
    )
    require(data.get("plover") in {None, *PLOVER}, f"PLOVER has no type {data.get('plover')!r}")
    require(bool(data["examples"]), "at least one example")
    try:
        kinds = {end: frozenset(Kind(kind) for kind in data[end]) for end in ("subject", "object")}
        examples = tuple(
            Example(example["text"], tuple((s, t, o, status) for s, t, o, status in example["triples"]))
            for example in data["examples"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise OntologyError(f"{path.name}: {error}") from error
    require(not data.get("symmetric") or kinds["subject"] == kinds["object"], "symmetric with unlike ends")
    return RelationType(
        name=data["name"],
        label=data["label"],
        inverse=data["inverse"],
        definition=data["definition"],
        subject=kinds["subject"],
        object=kinds["object"],
        examples=examples,
        plover=data.get("plover"),
        cameo=data.get("cameo"),
        fact=data.get("fact"),
        wikidata=data.get("wikidata"),
        symmetric=data.get("symmetric", False),
        opposite=frozenset(data.get("opposite", ())),
        rules=tuple(data.get("rules", ())),
    )


@cache
def load(folder: Path = FOLDER) -> Mapping[str, RelationType]:
    """All types of a folder by name, sorted by name."""
    types = [parse(path) for path in sorted(folder.glob("*.toml"))]
    return {type.name: type for type in types}


TYPES: Final = load()


def relation(subject: str, type: str, object: str) -> Relation:
    """The relation of these entity ids, with its id; the ends of a symmetric type are put in sorted order."""
    if TYPES[type].symmetric and object < subject:
        subject, object = object, subject
    return Relation(ids.relation_id(subject, type, object), subject, type, object)
