"""The benchmark: python -m bench [--relations N] [--networkx-graphml]. Prints a table; exit code 0 also where a figure is not reached.

Times are CPU time of this process for the store's call (one core), so that a busy machine disturbs little; on one with more work than
cores they still grow by half or double. Figures to reach are for 1 M relations on a quiet machine.
"""

import argparse
import random
import tempfile
import threading
import time
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from bench import peers
from bench.measure import Metered, Report, apart, cpu, peak_mb, times
from bench.world import DAYS, FIRST_DAY, World, world
from graph.names import spelling, words
from graph.query import EntityQuery, RelationQuery
from graph.stores.sqlite import SqliteStore, open
from graph.view import neighbourhood

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--relations", type=int, default=1_000_000, help="size of the graph (default 1000000)")
    parser.add_argument("--folder", type=Path, help="where the database goes and stays (default: a temporary folder)")
    parser.add_argument(
        "--networkx-graphml", action="store_true", help="let networkx write the whole graph too (a minute, 1 GB)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        path = Path(options.folder or scratch) / f"bench-{options.relations}.db"
        made = world(options.relations)
        report = Report()
        known = path.exists()
        with open(f"sqlite:///{path}") as store:
            if not known:
                load(report, store, made, path)
            report.add("memory after loading, made-up world included", peak_mb(), "MB", most=300)
            graph = peers.networkx_graph(made)
            reading(report, store, made, graph)
            paths(report, store, made, graph)
            del graph
            pages(report, store, made)
            search(report, store, made)
            company(report, store, made, path)
        exports(report, path, made, options.networkx_graphml, Path(scratch))
        report.print(f"{options.relations:,} relations, {len(made.names):,} entities")


def load(report: Report, store: SqliteStore, made: World, path: Path) -> None:
    last = made.relations - made.relations // 50  # the rest comes one by one
    articles = Metered(made.extractions(0, last))
    spent = cpu(lambda: store.add_many(articles)) - articles.spent
    report.add("bulk load, relations and evidence, all in", last / spent, "/s", least=40_000)
    graph_spent = cpu(lambda: peers.networkx_graph(made))
    report.rows[-1] = (
        *report.rows[-1][:2],
        f"networkx, no text: {made.relations / graph_spent:,.0f} /s",
        *report.rows[-1][3:],
    )
    articles = Metered(made.extractions(last))
    spent = cpu(lambda: store.add_many(articles)) - articles.spent
    report.add("more articles into the full store", (made.relations - last) / spent, "/s", least=5_000)
    report.add("on disk", path.stat().st_size / 1e6, "MB")


def _chosen(made: World) -> dict[str, list[int]]:
    """Entities of low, median and the highest degrees."""
    degrees = made.degrees()
    order = np.flatnonzero(degrees > 0)[np.argsort(degrees[degrees > 0], kind="stable")]
    middle = len(order) // 2
    return {
        "low": order[:100].tolist(),
        "median": order[middle - 50 : middle + 50].tolist(),
        "hub": order[-10:].tolist() * 5,
    }


def reading(report: Report, store: SqliteStore, made: World, graph: "object") -> None:
    most = {"low": 1.0, "median": 1.0, "hub": 5.0}
    for name, entities in _chosen(made).items():
        ours = times(
            [partial(store.relations, RelationQuery(entity=made.entity_id(one), limit=300)) for one in entities]
        )
        theirs = times([partial(peers.newest, graph, one, 300) for one in entities])
        report.add(f"300 newest relations, {name}", ours, peer=("networkx", theirs), most=most[name])
    for name, entities in _chosen(made).items():
        ours = times([partial(_two_hops, store, made.entity_id(one)) for one in entities])
        theirs = times([partial(peers.two_hops, graph, one) for one in entities])
        report.add(f"two hops, 300 relations, {name}", ours, peer=("networkx", theirs), most=8.0)
    for name, entities in _chosen(made).items():
        ours = times([partial(neighbourhood, store, made.entity_id(one), depth=2, limit=150) for one in entities[:20]])
        report.add(f"neighbourhood view of 150 entities, ranked, {name}", ours)


def _two_hops(store: SqliteStore, entity: str) -> None:
    """At most 300 relations: the newest 60 here, then the newest of each neighbour."""
    near = store.adjacent([entity], RelationQuery(), 60).get(entity, ())
    others = dict.fromkeys(
        end for edge in near for end in (edge.relation.subject, edge.relation.object) if end != entity
    )
    store.adjacent(list(others), RelationQuery(), max(1, 240 // max(1, len(others))))


def paths(report: Report, store: SqliteStore, made: World, graph: "object") -> None:
    choose = random.Random(1)
    alive = np.flatnonzero(made.degrees() > 0).tolist()
    pairs = [(choose.choice(alive), choose.choice(alive)) for _ in range(100)]
    ours = times(
        [partial(store.shortest_path, made.entity_id(a), made.entity_id(b), RelationQuery()) for a, b in pairs]
    )
    view = graph.to_undirected(as_view=True)  # type: ignore[attr-defined]
    theirs = times([partial(peers.path, view, a, b) for a, b in pairs[:20]])
    report.add("shortest path", ours, peer=("networkx", theirs), most=30.0)


def pages(report: Report, store: SqliteStore, made: World) -> None:
    choose = random.Random(2)

    def window(days: int) -> RelationQuery:
        start = date.fromordinal(FIRST_DAY + choose.randrange(DAYS - days))
        return RelationQuery(
            types=frozenset({choose.choice(made.type_names)}),
            date_from=start,
            date_to=start + timedelta(days),
            limit=100,
        )

    report.add("one type, 30 days, first page of 100", times([partial(store.relations, window(30)) for _ in range(60)]))
    deep = []
    for _ in range(40):
        query = window(1500)
        for _ in range(5):
            page = store.relations(query)
            query = replace(query, cursor=page.next or query.cursor)
        deep.append(query)
    report.add(
        "one type and a time, page at depth", times([partial(store.relations, query) for query in deep]), most=5.0
    )


def search(report: Report, store: SqliteStore, made: World) -> None:
    choose = random.Random(3)
    there = [made.names[number] for number in np.flatnonzero(made.degrees() > 0)]
    folded = [" ".join(words(name)) for name in there]
    starts = [choose.choice(folded)[: choose.randint(1, 6)].strip() for _ in range(200)]
    starts += [choose.choice(folded).split()[-1][: choose.randint(2, 5)] for _ in range(100)]

    def asked(q: str) -> list[str]:
        return [hit.entity.name for hit in store.entities(EntityQuery(q=q, order="relevance", limit=10)).items]

    ours = times([partial(asked, q) for q in starts])
    report.add(
        f"names by prefix of any word, of {len(there):,}",
        ours,
        peer=("list scan", times([partial(peers.prefixed, folded, q) for q in starts[:40]])),
        most=10.0,
    )
    meant = [choose.choice(there) for _ in range(300)]
    typed = [_misspelt(choose, name) for name in meant]
    plain = [spelling(name) for name in there]
    theirs = times([partial(peers.misspelt, plain, spelling(q)) for q in typed[:40]])
    report.add(
        "names with a typing error",
        times([partial(asked, q) for q in typed]),
        peer=("RapidFuzz scan", theirs),
        most=60.0,
    )
    found = sum(name in asked(q) for name, q in zip(meant, typed, strict=True))
    report.add("  of them among the first 10", 100 * found / len(meant), "%", least=98)


def _misspelt(choose: random.Random, name: str) -> str:
    """One letter dropped, changed, added or swapped with the next."""
    at, letter = choose.randrange(len(name)), choose.choice(_LETTERS)
    return choose.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
        ]
    )


def company(report: Report, store: SqliteStore, made: World, path: Path) -> None:
    """Two readers beside a writer that adds and takes out articles for ten seconds."""
    hubs = [made.entity_id(one) for one in _chosen(made)["hub"]]
    done = threading.Event()
    errors: list[BaseException] = []
    reads = [0, 0]

    def read(number: int) -> None:
        while not done.is_set():
            try:
                store.relations(RelationQuery(entity=hubs[reads[number] % len(hubs)], limit=100))
                reads[number] += 1
            except Exception as error:
                errors.append(error)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(2)]
    for reader in readers:
        reader.start()
    articles = list(made.extractions(0, min(20_000, made.relations)))
    log, written, until = 0, 0, time.monotonic() + 10
    while time.monotonic() < until:
        article = articles[written % len(articles)]
        store.forget(article.article.id)
        store.add(article)
        written += 1
        log = max(log, Path(f"{path}-wal").stat().st_size)
    done.set()
    for reader in readers:
        reader.join()
    report.add(
        f"reader errors beside a writer ({sum(reads):,} reads, {written:,} articles replaced)",
        float(len(errors)),
        "",
        most=0,
    )
    report.add("write-ahead log, largest", log / 1e6, "MB", most=64)


def exports(report: Report, path: Path, made: World, whole_networkx: bool, scratch: Path) -> None:
    small = min(100_000, made.relations)
    small_path = scratch / "small.db"
    with open(f"sqlite:///{small_path}") as store:
        store.add_many(made.extractions(0, small))
    for count, database, peer in ((small, small_path, True), (made.relations, path, whole_networkx)):
        seconds, memory = map(
            float, apart("bench.graphml", f"sqlite:///{database}", str(count), str(scratch / "ours.graphml"))
        )
        theirs: tuple[float, ...] | None = None
        if peer:
            theirs = tuple(map(float, apart("bench.graphml", "networkx", str(count), str(scratch / "theirs.graphml"))))
        goal = 10.0 * count / 1_000_000
        report.add(
            f"GraphML of {count:,} relations, evidence as JSON",
            seconds,
            "s",
            peer=("networkx", theirs[0]) if theirs else None,
            most=goal,
        )
        report.add("  memory", memory, "MB", peer=("networkx", theirs[1]) if theirs else None, most=100)


if __name__ == "__main__":
    main()
