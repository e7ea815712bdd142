"""An extraction in the prediction format of the relation scorer: relation lines, then entity lines, as JSON."""

import json
from collections.abc import Iterator

from graph.model import Entity, Evidence, Extraction
from graph.ontology import TYPES


def lines(extraction: Extraction) -> Iterator[str]:
    """One JSON object for each relation and status it is reported with, then one for each entity. In a fixed order.

    Beyond what the scorer reads, a relation line tells its surest piece of evidence: sentence, confidence and rule.
    """
    entities = {entity.id: entity for entity in extraction.entities}
    surfaces: dict[str, set[str]] = {id: set() for id in entities}
    for mention in extraction.mentions:
        surfaces[mention.entity_id].add(mention.text)
    relations = {relation.id: relation for relation in extraction.relations}

    def names(entity: Entity) -> list[str]:
        return sorted(({*entity.aliases} | surfaces[entity.id]) - {entity.name})

    told: dict[tuple[str, str, str], Evidence] = {}
    for piece in sorted(extraction.evidence, key=lambda piece: (-piece.confidence, piece.sentence, piece.id)):
        told.setdefault((piece.relation_id, piece.status, piece.role or ""), piece)
    for (relation_id, status, role), best in sorted(told.items()):
        relation = relations[relation_id]
        type, subject, object = TYPES[relation.type], entities[relation.subject], entities[relation.object]
        row = {
            "subject": subject.name,
            "subject_aliases": names(subject),
            "subject_type": subject.kind,
            "relation": relation.type,
            "plover": type.plover,
            "fact": type.fact,
            "cameo": type.cameo,
            "object": object.name,
            "object_aliases": names(object),
            "object_type": object.kind,
            "symmetric": type.symmetric,
            "status": status,
            "role": role or None,
            "sentence": best.quote,
            "confidence": round(best.confidence, 4),
            "rule": best.rule,
        }
        yield json.dumps(row, ensure_ascii=False)
    for id in sorted(entities):
        entity = entities[id]
        yield json.dumps({"entity": entity.name, "aliases": names(entity), "type": entity.kind}, ensure_ascii=False)
