"""The command line of the graph itself: python -m graph export | stats. See --help of each."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from graph import export
from graph.errors import EntenteError
from graph.model import Status
from graph.query import RelationQuery
from graph.stores import open_store


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it was done, 2 when it could not be (the reason is on standard error)."""
    options = _parser().parse_args(arguments)
    try:
        with open_store(options.store) as store:
            if options.command == "export":
                export.save(export.selected(store, _query(options), datetime.now(UTC)), Path(options.out))
            else:
                for name, value in asdict(store.stats()).items():
                    print(f"{name:10} {value}")
    except EntenteError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"error: cannot write {options.out}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _query(options: argparse.Namespace) -> RelationQuery:
    return RelationQuery(
        entity=options.entity,
        types=frozenset(options.type),
        statuses=frozenset(map(Status, options.status)),
        source=options.source,
        date_from=options.date_from,
        date_to=options.date_to,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graph", description="Exports and counts what a store holds.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    store = argparse.ArgumentParser(add_help=False)
    store.add_argument("--store", default=os.environ.get("ENTENTE_STORE", "sqlite:///data/graph.db"), metavar="URL")
    out = commands.add_parser("export", parents=[store], help="write a graph file; its suffix chooses the format")
    out.add_argument("--out", required=True, metavar="FILE", help=f"FILE.{{{','.join(export.formats())}}}")
    out.add_argument("--entity", metavar="ID", help="only relations of this entity")
    out.add_argument(
        "--type", action="append", default=[], metavar="TYPE", help="only this relation type (may be repeated)"
    )
    out.add_argument("--status", action="append", default=[], choices=[status.value for status in Status])
    out.add_argument("--source", metavar="OUTLET", help="only what this outlet reports")
    out.add_argument("--from", dest="date_from", type=date.fromisoformat, metavar="YYYY-MM-DD")
    out.add_argument("--to", dest="date_to", type=date.fromisoformat, metavar="YYYY-MM-DD")
    commands.add_parser("stats", parents=[store], help="how much the store holds")
    return parser


if __name__ == "__main__":
    sys.exit(main())
