"""The command line: python -m ingest add | forget | extract | code. See --help of each."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from typing import Final

from graph.errors import EntenteError

DEFAULT_STORE: Final = "sqlite:///data/graph.db"

#: Exit codes. SOME: some articles failed, each named; the others were done. NOTHING: nothing could be done.
DONE, SOME, NOTHING = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is DONE, SOME or NOTHING."""
    options = _parser().parse_args(arguments)
    from ingest import commands  # here: it imports spaCy, which takes seconds that --help need not wait

    try:
        return commands.run(options)
    except EntenteError as error:
        print(f"error: {error}", file=sys.stderr)
        return NOTHING
    except KeyboardInterrupt:
        print("stopped; the articles named above are kept, no other", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # so that Python's last flush has somewhere to go
        return NOTHING


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Reads news articles into a graph of who does what to whom.",
        epilog="exit codes: 0 all done, 1 some articles failed (each is named), 2 nothing could be done",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    store = argparse.ArgumentParser(add_help=False)
    store.add_argument(
        "--store",
        default=os.environ.get("ENTENTE_STORE", DEFAULT_STORE),
        metavar="URL",
        help="sqlite:///file.db or neo4j://user:password@host:7687 (default: ENTENTE_STORE or %(default)s)",
    )
    model = argparse.ArgumentParser(add_help=False)
    model.add_argument(
        "--model",
        metavar="PIPELINE",
        help="another spaCy pipeline, by folder or name (default: ENTENTE_MODEL or the shipped one)",
    )
    paths = argparse.ArgumentParser(add_help=False)
    paths.add_argument(
        "paths", nargs="+", metavar="PATH", help="files (.txt .md .html .jsonl), folders, or - for standard input"
    )
    paths.add_argument(
        "--published", type=_day, metavar="YYYY-MM-DD", help="the day of articles that do not tell theirs"
    )
    paths.add_argument("--source", metavar="OUTLET", help="the outlet of articles that do not tell theirs")

    commands.add_parser("add", parents=[paths, store, model], help="read articles and keep what they say")
    forget = commands.add_parser("forget", parents=[store], help="take articles back out, exactly")
    forget.add_argument("ids", nargs="+", metavar="ID", help="article ids (art_…), as add printed them")
    extract = commands.add_parser(
        "extract", parents=[paths, model], help="read articles into prediction files, keep nothing"
    )
    extract.add_argument("--out", required=True, metavar="DIR", help="folder for one <stem>.jsonl per article")
    code = commands.add_parser(
        "code", parents=[model], help='code {"id", "text"} sentences as PLOVER/CAMEO events, keep nothing'
    )
    code.add_argument("sentences", metavar="SENTENCES.jsonl")
    code.add_argument("--out", required=True, metavar="FILE", help="file for one line of events per sentence")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day as YYYY-MM-DD") from None


if __name__ == "__main__":
    sys.exit(main())
