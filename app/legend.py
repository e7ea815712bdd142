"""What kinds, statuses and formats mean, in words for readers: pages and /schema say the same."""

from collections.abc import Mapping
from typing import Final

from graph.model import Kind, Status

KINDS: Final[Mapping[Kind, str]] = {
    Kind.PERSON: "A human being.",
    Kind.COUNTRY: "A state, or a disputed territory that acts as one.",
    Kind.IGO: "A body made by states: NATO, the United Nations, the European Union.",
    Kind.ORG: "A ministry, party, company, armed group, university or newspaper.",
    Kind.PLACE: "A city, region or sea.",
    Kind.FACILITY: "A base, plant, bridge or building.",
    Kind.EQUIPMENT: "A ship, aircraft or weapon system.",
    Kind.EVENT: "A named war, treaty, exercise or summit.",
    Kind.GROUP: "A people, movement or other collective with a name.",
}

STATUSES: Final[Mapping[Status, str]] = {
    Status.ASSERTED: "The text says that it happened, is happening, or is true.",
    Status.PLANNED: "Announced, expected or agreed for the future.",
    Status.REQUESTED: "Asked for or demanded, not done.",
    Status.DENIED: "Said not to be so, ruled out, negated.",
    Status.HYPOTHETICAL: "May, could, if.",
}

FORMATS: Final[Mapping[str, str]] = {
    "graphml": "For networkx, igraph, Gephi, Cytoscape, yEd: every attribute, and the evidence as JSON.",
    "gexf": "For Gephi, with dates for its timeline.",
    "csv": "One row per sentence, for spreadsheets.",
    "json": "Entities and relations with their evidence, as one document.",
    "html": "A dossier to cite from, print and hand over: each relation with its sentences, outlets, days and addresses, in one file.",
    "md": "The same dossier as Markdown.",
    "jsonl": "Entities and relations, one line each, for programs.",
}
_DOSSIERS: Final[Mapping[str, str]] = {"html": "Dossier (HTML)", "md": "Dossier (Markdown)"}


def format_label(suffix: str) -> str:
    """An export format as people call it."""
    return _DOSSIERS.get(suffix, suffix.upper())
