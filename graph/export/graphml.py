"""GraphML in the dialect that networkx, igraph, Gephi, Cytoscape and Neo4j's APOC all read.

One type per key and only boolean, int, double and string; no <default>; key ids unique across nodes and edges, exactly `labels` and
`label` where APOC looks for them; nodes before edges; unique edge ids (repeated as relation_id: igraph loses ids); dates as ISO
strings; what is unknown is left out; lists are JSON text. `evidence` is a JSON list with every sentence, its source and its spans.
"""

from collections.abc import Iterator
from typing import Final

from graph.export import Material
from graph.export._rows import dumps, evidence_json, status_of, xml, xml_text
from graph.model import Edge, Entity, Evidence
from graph.ontology import TYPES

media_type: Final = "application/graphml+xml"

_NODE_KEYS: Final = (
    ("name", "string"),
    ("labels", "string"),
    ("kind", "string"),
    ("aliases", "string"),
    ("codes", "string"),
)
_EDGE_KEYS: Final = (
    ("label", "string"),
    ("type", "string"),
    ("interaction", "string"),
    ("relation_id", "string"),
    ("symmetric", "boolean"),
    ("plover", "string"),
    ("cameo", "string"),
    ("quad", "string"),
    ("fact", "string"),
    ("wikidata", "string"),
    ("status", "string"),
    ("statuses", "string"),
    ("weight", "double"),
    ("evidence_count", "int"),
    ("article_count", "int"),
    ("confidence", "double"),
    ("earliest", "string"),
    ("latest", "string"),
    ("first_published", "string"),
    ("last_published", "string"),
    ("sentence", "string"),
    ("evidence", "string"),
)
#: Elements per piece of output: large enough that neither Python nor the network is busy with small change.
_BATCH: Final = 500


def write(material: Material) -> Iterator[str]:
    """The file in pieces; it is well-formed also when there is nothing in it."""
    yield _head()
    yield from _batches(_node(entity) for entity in material.entities)
    yield from _batches(_edge(edge, evidence, material) for edge, evidence in material.relations)
    yield "</graph>\n</graphml>\n"


def _batches(elements: Iterator[str]) -> Iterator[str]:
    batch: list[str] = []
    for element in elements:
        batch.append(element)
        if len(batch) == _BATCH:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)


def _head() -> str:
    node = "".join(
        f'<key id="{name}" for="node" attr.name="{name}" attr.type="{type}"/>\n' for name, type in _NODE_KEYS
    )
    edge = "".join(
        f'<key id="{name}" for="edge" attr.name="{name}" attr.type="{type}"/>\n' for name, type in _EDGE_KEYS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        f'{node}{edge}<graph id="entente" edgedefault="directed">\n'
    )


def _node(entity: Entity) -> str:
    labels = f":Entity:{entity.kind.label}"
    aliases = f'<data key="aliases">{xml_text(dumps_list(entity.aliases))}</data>' if entity.aliases else ""
    codes = f'<data key="codes">{xml_text(dumps(dict(sorted(entity.codes.items()))))}</data>' if entity.codes else ""
    return (
        f'<node id="{xml(entity.id)}" labels="{labels}"><data key="name">{xml_text(entity.name)}</data>'
        f'<data key="labels">{labels}</data><data key="kind">{entity.kind.value}</data>{aliases}{codes}</node>\n'
    )


def dumps_list(texts: tuple[str, ...]) -> str:
    """A list of texts as JSON."""
    return dumps(list(texts))  # type: ignore[arg-type]


def _type_data() -> dict[str, str]:
    """What an edge says because of its type alone: made once."""
    return {
        name: "".join(
            f'<data key="{key}">{value}</data>'
            for key, value in (
                ("label", name),
                ("type", name),
                ("interaction", name),
                ("symmetric", "true" if type.symmetric else "false"),
                ("plover", type.plover),
                ("cameo", type.cameo),
                ("quad", type.quad),
                ("fact", type.fact),
                ("wikidata", type.wikidata),
            )
            if value is not None
        )
        for name, type in TYPES.items()
    }


_TYPE_DATA: Final = _type_data()


def _edge(edge: Edge, evidence: tuple[Evidence, ...], material: Material) -> str:
    relation = edge.relation
    statuses = ",".join(f'"{status.value}":{count}' for status, count in sorted(edge.statuses.items()))
    days = "".join(
        f'<data key="{key}">{day.isoformat()}</data>'
        for key, day in (
            ("earliest", edge.earliest),
            ("latest", edge.latest),
            ("first_published", edge.first_published),
            ("last_published", edge.last_published),
        )
        if day
    )
    sentence = f'<data key="sentence">{xml_text(evidence[0].quote)}</data>' if evidence else ""
    pieces = ",".join([evidence_json(piece, material.source(piece.article_id)) for piece in evidence])
    return (
        f'<edge id="{relation.id}" source="{xml(relation.subject)}" target="{xml(relation.object)}" label="{relation.type}">'
        f'{_TYPE_DATA[relation.type]}<data key="relation_id">{relation.id}</data>'
        f'<data key="status">{status_of(edge).value}</data><data key="statuses">{{{statuses}}}</data>'
        f'<data key="weight">{float(edge.article_count)}</data><data key="evidence_count">{edge.evidence_count}</data>'
        f'<data key="article_count">{edge.article_count}</data><data key="confidence">{round(edge.confidence, 4)}</data>'
        f'{days}{sentence}<data key="evidence">[{xml_text(pieces)}]</data></edge>\n'
    )
