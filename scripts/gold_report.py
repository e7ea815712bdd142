"""Where the reader is wrong, for anyone to see: per relation code, per article, and every miss and false relation with its sentence.

Usage: gold_report.py --gold DIR --pred DIR --out report.html. DIR of --gold holds score_relations.py and articles/; DIR of --pred is
what `python -m ingest extract` wrote. The texts are other people's: the report is for reading, not for publishing.
"""

import argparse
import html
import importlib.util
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def scorer(folder: Path) -> ModuleType:
    """The scorer beside the gold texts, as a module."""
    spec = importlib.util.spec_from_file_location("score_relations", folder / "score_relations.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Article:
    """One article's gold and predictions, matched exactly as the scorer matches them."""

    def __init__(self, score: ModuleType, gold_file: Path, pred_file: Path) -> None:
        self.name = gold_file.stem
        rows = score.read_jsonl(str(gold_file))
        self.gold = [score.Gold(row, *names) for row, names in zip(rows, score.gold_names(rows), strict=True)]
        told = [score.Pred(row) for row in score.read_jsonl(str(pred_file)) if "entity" not in row]
        self.preds = list({pred.key: pred for pred in reversed(told)}.values())
        self.levels = [[score.match(pred, gold) for gold in self.gold] for pred in self.preds]

    def right(self, pred: int) -> bool:
        return any("exact" in reached for reached in self.levels[pred])

    def found(self, gold: int) -> bool:
        return any("exact" in row[gold] for row in self.levels)

    def best(self, reached: list[Any]) -> str:
        return next((level for level in ("exact", "coarse", "pair") if any(level in one for one in reached)), "nothing")


def table(head: list[str], rows: list[list[Any]]) -> str:
    cells = "".join(f"<th scope=col>{html.escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def by_code(articles: list[Article]) -> str:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for article in articles:
        for number, gold in enumerate(article.gold):
            if gold.core:
                counts[gold.row["code"]][0] += 1
                counts[gold.row["code"]][1] += article.found(number)
        for number, pred in enumerate(article.preds):
            code = next(iter(pred.codes), "?")
            counts[code][2] += 1
            counts[code][3] += article.right(number)
    rows = [[code, n, share(hit, n), m, share(good, m)] for code, (n, hit, m, good) in sorted(counts.items())]
    return table(["code", "core rows", "recall", "predictions", "precision"], rows)


def reliability(articles: list[Article]) -> str:
    rows: list[list[Any]] = []
    for low, high in pairwise(BANDS):
        inside = [
            (article, number)
            for article in articles
            for number, pred in enumerate(article.preds)
            if low <= float(pred.row.get("confidence") or 0) < high
        ]
        good = sum(article.right(number) for article, number in inside)
        rows.append([f"{low:.1f} to {min(high, 1):.1f}", len(inside), share(good, len(inside))])
    return table(["confidence", "relations", "right"], rows)


def article_part(article: Article) -> str:
    core = [number for number, gold in enumerate(article.gold) if gold.core]
    hit, good = sum(map(article.found, core)), sum(article.right(number) for number in range(len(article.preds)))
    missed = [
        [
            gold.row["subject"][0], gold.row["code"], gold.row["object"][0], gold.row["status"],
            article.best([row[number] for row in article.levels]), gold.row["evidence"],
        ]
        for number, gold in enumerate(article.gold)
        if gold.core and not article.found(number)
    ]  # fmt: skip
    wrong = [
        [
            pred.row["subject"], pred.row["relation"], pred.row["object"], pred.row["status"], pred.row.get("confidence"),
            pred.row.get("rule"), article.best(article.levels[number]), pred.row.get("sentence"),
        ]
        for number, pred in enumerate(article.preds)
        if not article.right(number)
    ]  # fmt: skip
    return (
        f"<h2>{html.escape(article.name)}</h2><p>recall {hit} of {len(core)} core rows, precision {good} of {len(article.preds)}</p>"
        f"<h3>Missed</h3>{table(['subject', 'code', 'object', 'status', 'reached', 'sentence'], missed)}"
        f"<h3>Not in the gold</h3>{table(['subject', 'type', 'object', 'status', 'conf.', 'rule', 'reached', 'sentence'], wrong)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--pred", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    score = scorer(options.gold)
    articles = [
        Article(score, path, options.pred / path.name) for path in sorted((options.gold / "articles").glob("*.jsonl"))
    ]
    page = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Where we are wrong</title>"
        "<style>body{font:15px/1.5 system-ui;margin:2rem;max-width:90rem}table{border-collapse:collapse;margin:.5rem 0 1.5rem}"
        "td,th{border-bottom:1px solid #ccc;padding:.2rem .6rem;text-align:left;vertical-align:top}</style>"
        f"<h1>Where we are wrong</h1><h2>By code</h2>{by_code(articles)}<h2>Is the confidence right?</h2>{reliability(articles)}"
        + "".join(article_part(article) for article in articles)
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page, encoding="utf-8")
    print(options.out)


if __name__ == "__main__":
    main()
