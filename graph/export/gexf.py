"""GEXF 1.3 for Gephi: parallel edges kept apart by `kind`, and a timeline from the days of the evidence."""

from collections.abc import Iterator
from typing import Final

from graph.export import Material
from graph.export._rows import dumps, edge_row, evidence_row, xml
from graph.model import Edge, Entity, Evidence
from graph.ontology import TYPES

media_type: Final = "application/gexf+xml"

_NODE: Final = ("kind", "aliases", "codes")
_EDGE: Final = (
    "status",
    "plover",
    "cameo",
    "quad",
    "evidence_count",
    "article_count",
    "confidence",
    "sentence",
    "evidence",
)
_NUMBERS: Final = {"evidence_count": "integer", "article_count": "integer", "confidence": "double"}


def write(material: Material) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date" timerepresentation="interval">\n'
        f"{_attributes('node', _NODE)}{_attributes('edge', _EDGE)}<nodes>\n"
    )
    yield from (_node(entity) for entity in material.entities)
    yield "</nodes>\n<edges>\n"
    yield from (_edge(edge, evidence, material) for edge, evidence in material.relations)
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(owner: str, names: tuple[str, ...]) -> str:
    rows = "".join(f'<attribute id="{name}" title="{name}" type="{_NUMBERS.get(name, "string")}"/>\n' for name in names)
    return f'<attributes class="{owner}" mode="static">\n{rows}</attributes>\n'


def _node(entity: Entity) -> str:
    codes = dumps(dict(sorted(entity.codes.items())))
    return (
        f'<node id="{xml(entity.id)}" label="{xml(entity.name)}"><attvalues><attvalue for="kind" value="{entity.kind.value}"/>'
        f'<attvalue for="aliases" value="{xml("; ".join(entity.aliases))}"/>'
        f'<attvalue for="codes" value="{xml(codes)}"/></attvalues></node>\n'
    )


def _edge(edge: Edge, evidence: tuple[Evidence, ...], material: Material) -> str:
    relation, row = edge.relation, edge_row(edge)
    pieces = [evidence_row(piece, material.source(piece.article_id)) for piece in evidence]
    row |= {"sentence": evidence[0].quote if evidence else None, "evidence": dumps(pieces)}
    values = "".join(
        f'<attvalue for="{name}" value="{xml(str(row[name]))}"/>' for name in _EDGE if row[name] is not None
    )
    days = "".join(f' {end}="{row[key]}"' for end, key in (("start", "earliest"), ("end", "latest")) if row[key])
    kind = "undirected" if TYPES[relation.type].symmetric else "directed"
    return (
        f'<edge id="{relation.id}" source="{xml(relation.subject)}" target="{xml(relation.object)}" type="{kind}" '
        f'kind="{relation.type}" label="{relation.type}" weight="{float(edge.article_count)}"{days}>'
        f"<attvalues>{values}</attvalues></edge>\n"
    )
