"""A RelationQuery as Cypher. The text is made of constants and of the ontology's type names; what is asked comes as parameters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph import ontology
from graph.names import words
from graph.query import RelationQuery
from graph.stores.neo4j import rows

#: Names of relationship types that may stand in a query text. They are UPPER_CASE words: see graph/ontology.py.
TYPES: Final = frozenset(ontology.TYPES)
SYMMETRIC: Final = sorted(name for name, type in ontology.TYPES.items() if type.symmetric)
OPPOSITE: Final = {name: sorted(type.opposite) for name, type in ontology.TYPES.items() if type.opposite}
#: The other relationship types of the store. No relation type may have such a name.
STRUCTURE: Final = frozenset({"MENTIONS", "GIVES", "REPORTS", "ABOUT"})

_ENDS: Final = ("earliest", "latest")
#: The columns rows.edge() reads, from a Relation node `r`, and from counting its selected evidence.
_STORED = ", ".join(f"r.{name} AS {name}" for name in rows.EDGE)
_IDENTITY = ", ".join(f"r.{name} AS {name}" for name in rows.EDGE[:4])
_COUNTED = """
    count(e) AS evidence_count, count(DISTINCT e.article_id) AS article_count,
    collect(e.status) AS statuses, null AS status_counts,
    min(coalesce(e.earliest, e.latest, e.published)) AS earliest,
    max(coalesce(e.latest, e.earliest, e.published)) AS latest,
    min(e.published) AS first_published, max(e.published) AS last_published, max(e.confidence) AS confidence"""


def typed(names: frozenset[str] | None = None) -> str:
    """Relationship types as they stand in a pattern: VISITS|MEETS. All of the ontology where None is given."""
    return "|".join(sorted(TYPES if names is None else names & TYPES)) or "NONE_OF_THEM"


@dataclass(slots=True)
class Conditions:
    """Conditions joined by AND, and the parameters they name."""

    texts: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    def add(self, text: str, **parameters: Any) -> None:
        self.texts.append(text)
        self.parameters.update(parameters)

    def where(self) -> str:
        return f"WHERE {' AND '.join(self.texts)}" if self.texts else ""


def on_relation(query: RelationQuery) -> Conditions:
    """graph.aggregate.concerns: what the query asks of a relation's ends and type, of a node `r`."""
    asked = Conditions()
    if query.entity is not None:
        out = "(r.subject = $entity OR (r.object = $entity AND r.type IN $symmetric))"
        into = "(r.object = $entity OR (r.subject = $entity AND r.type IN $symmetric))"
        both = "(r.subject = $entity OR r.object = $entity)"
        asked.add({"out": out, "in": into, "both": both}[query.direction], entity=query.entity, symmetric=SYMMETRIC)
    ends = [(name, end) for name, end in (("subject", query.subject), ("object", query.object)) if end is not None]
    if ends:
        other = {"subject": "object", "object": "subject"}
        straight = " AND ".join(f"r.{name} = ${name}" for name, _ in ends)
        turned = " AND ".join(f"r.{other[name]} = ${name}" for name, _ in ends)
        asked.add(f"({straight} OR ({turned} AND r.type IN $symmetric))", **dict(ends), symmetric=SYMMETRIC)
    if query.between is not None:
        a, b = query.between
        asked.add("((r.subject = $a AND r.object = $b) OR (r.subject = $b AND r.object = $a))", a=a, b=b)
    if query.among is not None:
        asked.add("r.subject IN $among AND r.object IN $among", among=sorted(query.among))
    if query.opposed is not None:
        pair = f"MATCH (:Entity {{id: r.subject}})-[x:{typed(frozenset(OPPOSITE))}]-(:Entity {{id: r.object}})"
        same = "x.id <> r.id AND (startNode(x).id = r.subject OR type(x) IN $symmetric OR r.type IN $symmetric)"
        pieces = "MATCH (r)<-[:ABOUT]-(a:Evidence {status: 'asserted'}), (:Relation {id: x.id})<-[:ABOUT]-(b:Evidence {status: 'asserted'})"
        first, last = (
            f"date(coalesce({{0}}.{near}, {{0}}.{far}, {{0}}.published))" for near, far in (_ENDS, _ENDS[::-1])
        )
        days = " AND ".join(
            f"{first.format(one)} <= {last.format(other)} + duration({{days: $opposed}})" for one, other in ("ab", "ba")
        )
        asked.add(
            f"EXISTS {{ {pair} WHERE type(x) IN $opposite[r.type] AND {same} {pieces} WHERE {days} }}",
            opposite=OPPOSITE,
            symmetric=SYMMETRIC,
            opposed=query.opposed,
        )
    types = query.selected_types()
    if types is not None:
        asked.add("r.type IN $types", types=sorted(types))
    return asked


def on_evidence(query: RelationQuery) -> Conditions:
    """graph.aggregate.fulfils: what the query asks of one piece, of a node `e`."""
    asked = Conditions()
    if query.statuses:
        asked.add("e.status IN $statuses", statuses=sorted(status.value for status in query.statuses))
    if query.min_confidence > 0.0:
        asked.add("e.confidence >= $min_confidence", min_confidence=query.min_confidence)
    if query.article is not None:
        asked.add("e.article_id = $article", article=query.article)
    if query.articles is not None:
        asked.add("e.article_id IN $articles", articles=sorted(query.articles))
    if query.source is not None:
        asked.add("e.source = $source", source=query.source)
    # a period's open side reaches for ever; without a period the article's day counts, and without that nothing is reached
    if query.date_from is not None:
        open_end = "CASE WHEN e.granularity IS NULL THEN e.published ELSE '9999-12-31' END"
        asked.add(f"coalesce(e.latest, {open_end}) >= $date_from", date_from=rows.iso(query.date_from))
    if query.date_to is not None:
        open_start = "CASE WHEN e.granularity IS NULL THEN e.published ELSE '0001-01-01' END"
        asked.add(f"coalesce(e.earliest, {open_start}) <= $date_to", date_to=rows.iso(query.date_to))
    if query.published_from is not None:
        asked.add("e.published >= $published_from", published_from=rows.iso(query.published_from))
    if query.published_to is not None:
        asked.add("e.published <= $published_to", published_to=rows.iso(query.published_to))
    if query.q:
        asked.add("all(word IN $words WHERE e.words CONTAINS word)", words=whole_words(query.q))
    return asked


def whole_words(q: str) -> list[str]:
    """The words of a question as rows.word_set() keeps them. One that nothing holds where there are none."""
    return [f" {word} " for word in sorted(set(words(q)))] or ["  "]


def lucene(q: str) -> str:
    """A Lucene query for texts that hold all words of `q`. Words are letters and digits, so nothing needs escaping."""
    return " ".join(f"+{word[: rows.LONGEST_WORD]}" for word in sorted(set(words(q)))) or "+_"  # _ is in no word


@dataclass(frozen=True, slots=True)
class Selection:
    """The relations a query selects, as Cypher that gives one row for each: the EDGE columns and `newest`."""

    cypher: str
    parameters: dict[str, Any]

    def ordered(self, by: str) -> str:
        """The first $limit rows in a query's order."""
        key = "newest" if by == "newest" else "id"
        return f"{self.cypher} RETURN {', '.join(rows.EDGE)}, newest ORDER BY {key} LIMIT $limit"

    def counted(self) -> str:
        return f"{self.cypher} RETURN count(id)"


def candidates(query: RelationQuery) -> tuple[str, dict[str, Any]]:
    """Cypher that finds a node `r` for each relation that may be selected, once: by the narrowest way the query offers."""
    types = typed(query.selected_types())
    ends = query.between or ((query.subject, query.object) if query.subject and query.object else None)
    one = query.entity or query.subject or query.object
    if ends is not None:
        pattern = f"MATCH (:Entity {{id: $one}})-[x:{types}]-(:Entity {{id: $two}})"
        return f"{pattern} MATCH (r:Relation {{id: x.id}})", {"one": ends[0], "two": ends[1]}
    if one is not None:
        return f"MATCH (:Entity {{id: $one}})-[x:{types}]-() MATCH (r:Relation {{id: x.id}})", {"one": one}
    if query.article is not None:
        pattern = "MATCH (:Article {id: $article})-[:REPORTS]->(:Evidence)-[:ABOUT]->(r:Relation) WITH DISTINCT r"
        return pattern, {"article": query.article}
    if query.articles is not None:
        pattern = "UNWIND $articles AS one MATCH (:Article {id: one})-[:REPORTS]->(:Evidence)-[:ABOUT]->(r:Relation)"
        return f"{pattern} WITH DISTINCT r", {"articles": sorted(query.articles)}
    if query.among is not None:
        pattern = f"UNWIND $among AS one MATCH (:Entity {{id: one}})-[x:{types}]->(m:Entity) WHERE m.id IN $among"
        return f"{pattern} MATCH (r:Relation {{id: x.id}})", {"among": sorted(query.among)}
    if query.q:
        call = "CALL db.index.fulltext.queryNodes('entente_evidence_words', $lucene) YIELD node"
        return f"{call} MATCH (node)-[:ABOUT]->(r:Relation) WITH DISTINCT r", {"lucene": lucene(query.q)}
    return "MATCH (r:Relation)", {}


def selected(query: RelationQuery, order: str | None = None, after: str = "") -> Selection:
    """The relations a query selects; with an order, those whose key in it ("newest" or "id") follows that value."""
    found, parameters = candidates(query)
    return _narrowed(found, parameters, query, order, after)


def at(entity: str, query: RelationQuery) -> Selection:
    """The relations at an entity (a variable of the query text) that a query selects."""
    found = f"MATCH ({entity})-[x:{typed(query.selected_types())}]-() MATCH (r:Relation {{id: x.id}})"
    return _narrowed(found, {}, query)


def named(ids: Sequence[str], query: RelationQuery) -> Selection:
    """Those among these relations that a query selects."""
    return _narrowed("UNWIND $ids AS one MATCH (r:Relation {id: one})", {"ids": list(ids)}, query)


def walkable(query: RelationQuery) -> Conditions:
    """What a query asks of a relation, as conditions on its typed relationship `x`."""
    relation, evidence = on_relation(query), on_evidence(query)
    parameters = {**relation.parameters, **evidence.parameters}
    if query.asks_of_evidence or query.min_evidence > 1:
        counted = f"COUNT {{ MATCH (r)<-[:ABOUT]-(e:Evidence) {evidence.where()} }} >= $min_evidence"
        relation.add(counted, min_evidence=query.min_evidence)
        parameters["min_evidence"] = query.min_evidence
    if not relation.texts:
        return Conditions()
    return Conditions([f"EXISTS {{ MATCH (r:Relation {{id: x.id}}) {relation.where()} }}"], parameters)


def _narrowed(
    found: str, parameters: dict[str, Any], query: RelationQuery, order: str | None = None, after: str = ""
) -> Selection:
    relation, evidence = on_relation(query), on_evidence(query)
    if order is not None:
        relation.add(f"r.{'newest' if order == 'newest' else 'id'} > $after", after=after)
    parameters = {**parameters, **relation.parameters, **evidence.parameters}
    if query.min_evidence > 1 or query.asks_of_evidence:
        parameters["min_evidence"] = query.min_evidence
    if not query.asks_of_evidence:
        if query.min_evidence > 1:
            relation.add("r.evidence_count >= $min_evidence")
        return Selection(f"{found} {relation.where()} WITH {_STORED}, r.newest AS newest", parameters)
    pieces = f"MATCH (r)<-[:ABOUT]-(e:Evidence) {evidence.where()} RETURN {_COUNTED}"
    counted = f"{found} {relation.where()} CALL (r) {{ {pieces} }} WITH * WHERE evidence_count >= $min_evidence"
    figures = ", ".join(rows.EDGE[4:])
    return Selection(f"{counted} WITH {_IDENTITY}, {figures}, r.newest AS newest", parameters)
