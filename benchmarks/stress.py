"""``python benchmarks/stress.py``: every file of large code bases parsed and evaluated; see ``benchmarks/README.md``."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measure import Cost, Failed, run
from peers import Tools
from trees import PINS, Tree, from_registry, standard_library

MOST_MB = 1_000
"""Of memory that the whole process tree may have at any moment, with two workers."""
_STANDARD_LIBRARY = "standard-library"
_NOT_ANALYSED = "AIG906"


class Stressed(NamedTuple):
    """What came of one tree."""

    tree: Tree
    cost: Cost
    parsed: int
    uses: int
    refused: Counter[str]
    """Refusals by what the tool says of them."""
    missing: int
    """Files that were neither parsed nor told as refused."""


def main() -> int:
    """Run over everything; exit 1 on a crash, a hang, too much memory or a file that is passed over in silence."""
    options = _arguments()
    work = options.work.resolve()
    tools = Tools(work, peers=(), rules=None, jobs=options.jobs)
    failed = False
    print(f"  {'':<22}{'files':>7}{'MB':>7}{'wall s':>8}{'CPU s':>8}{'s/1,000':>9}{'peak MB':>9}{'refused':>9}", flush=True)
    total: Counter[str] = Counter()
    for tree in _trees(work, frozenset(options.only)):
        try:
            found = _stress(tree, tools, work, most_seconds=options.most_seconds)
        except Failed as error:
            failed = True
            print(f"  {tree.name:<22}{tree.files:>7,}{tree.bytes / 1e6:>7.1f}  FAILED: {error}", flush=True)
            continue
        total += found.refused
        wrong = _wrong(found)
        failed = failed or bool(wrong)
        print(_row(found) + (f"  {'; '.join(wrong)}" if wrong else ""), flush=True)
    for reason, number in total.most_common():
        print(f"  {number:>7,}  {reason}")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Parse and evaluate every file of large code bases.")
    names = [_STANDARD_LIBRARY, *PINS["stress"]]
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", choices=names, help=f"only these of {', '.join(names)}")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes (default: 2)")
    parser.add_argument("--most-seconds", type=float, default=3_600.0, help="what takes longer is a hang (default: 3600)")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks"), metavar="DIR", help="where everything is kept")
    return parser.parse_args()


def _trees(work: Path, only: frozenset[str]) -> Iterator[Tree]:
    if not only or _STANDARD_LIBRARY in only:
        yield standard_library(work)
    if not only or only - {_STANDARD_LIBRARY}:
        yield from from_registry(work, only, pins="stress")


def _stress(tree: Tree, tools: Tools, work: Path, *, most_seconds: float) -> Stressed:
    report = work / "stress" / f"{tree.folder.name}.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    cost = run(tools.everything(tree.folder, report), most_seconds=most_seconds)
    found = json.loads(report.read_text(encoding="utf-8"))
    problems = [problem for problem in found["problems"] if problem["code"] == _NOT_ANALYSED]
    # "not analysed: WHAT: DETAILS"
    refused = Counter(problem["message"].split(": ")[1] for problem in problems)
    summary = found["summary"]
    # A file that could not be opened or parsed was asked for all the same; each must be told of.
    told = summary["not_analysed"] + summary["analysed_in_part"]
    missing = summary["files"] - summary["parsed"] + abs(told - len({one["path"] for one in problems}))
    return Stressed(tree, cost, summary["parsed"], summary["uses"], refused, missing)


def _row(found: Stressed) -> str:
    tree, cost = found.tree, found.cost
    pace = cost.wall / tree.files * 1_000
    said = f"  {tree.name:<22}{tree.files:>7,}{tree.bytes / 1e6:>7.1f}{cost.wall:>8.0f}{cost.cpu:>8.0f}{pace:>9.0f}"
    return f"{said}{cost.memory:>9.0f}{found.refused.total():>9}"


def _wrong(found: Stressed) -> list[str]:
    wrong = []
    if found.cost.memory > MOST_MB:
        wrong.append(f"more than {MOST_MB:,} MB")
    if found.missing:
        wrong.append(f"{found.missing} files are passed over in silence")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
