"""One GraphML file, written in a process of its own so that its memory can be told: python -m bench.graphml URL-or-networkx N PATH."""

import sys
from pathlib import Path

from bench.measure import cpu, peak_mb


def ours(url: str, path: Path) -> float:
    from graph.export import save, selected
    from graph.query import RelationQuery
    from graph.stores import open_store

    with open_store(url) as store:
        return cpu(lambda: save(selected(store, RelationQuery()), path))


def theirs(relations: int, path: Path) -> float:
    from bench import peers
    from bench.world import world

    made = world(relations)
    return cpu(lambda: peers.write_graphml(made, relations, str(path)))


if __name__ == "__main__":
    url, count, path = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    print(theirs(count, path) if url == "networkx" else ours(url, path), peak_mb())
