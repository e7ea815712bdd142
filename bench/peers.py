"""The same questions to the best alternatives: networkx in memory, RapidFuzz over a list of names, DuckDB where it is installed."""

import heapq
from typing import Any

import networkx as nx
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bench.world import World


def networkx_graph(world: World) -> "nx.MultiDiGraph":
    """The relations with type and day; no text."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(world.names)))
    rows = zip(world.subjects.tolist(), world.objects.tolist(), world.types.tolist(), world.days.tolist(), strict=True)
    graph.add_edges_from((subject, object, {"type": type, "day": day}) for subject, object, type, day in rows)
    return graph


def newest(graph: "nx.MultiDiGraph", entity: int, limit: int) -> list[Any]:
    """The newest relations at either end: there is no order to use, so all are looked at."""
    near = [*graph.out_edges(entity, data="day"), *graph.in_edges(entity, data="day")]
    return heapq.nlargest(limit, near, key=lambda edge: edge[2])


def two_hops(graph: "nx.MultiDiGraph", entity: int) -> list[Any]:
    found = newest(graph, entity, 300)
    near = list(dict.fromkeys(other for edge in found for other in edge[:2] if other != entity))[:60]
    return [newest(graph, other, 40) for other in near]


def path(view: Any, source: int, target: int) -> Any:
    try:
        return nx.bidirectional_shortest_path(view, source, target)
    except nx.NetworkXNoPath:
        return None


def misspelt(names: list[str], q: str) -> list[Any]:
    """RapidFuzz over all folded names."""
    return process.extract(q, names, scorer=Levenshtein.distance, score_cutoff=2, limit=10)


def prefixed(names: list[str], q: str) -> list[str]:
    """A scan over all folded names for any word that begins so."""
    inside = f" {q}"
    return [name for name in names if name.startswith(q) or inside in name][:10]


def write_graphml(world: World, relations: int, path: str) -> None:
    """networkx.write_graphml of a graph with eight attributes per edge, the sentence among them."""
    graph = nx.MultiDiGraph()
    for index in range(relations):
        graph.add_edge(
            f"Q{world.subjects[index]}",
            f"Q{world.objects[index]}",
            key=f"r{index}",
            label=world.type_names[world.types[index]],
            relation_id=f"r{index}",
            status="asserted",
            evidence_count=1,
            confidence=0.9,
            earliest=int(world.days[index]),
            latest=int(world.days[index]),
            sentence=world.sentence(index),
        )
    nx.write_graphml(graph, path)
