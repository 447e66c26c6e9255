"""``python benchmarks/run.py``: aigc-lint beside its peers on the same files; see ``benchmarks/README.md``."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from measure import Cost, run
from peers import Tools
from trees import PINS, Tree, from_checkouts, from_registry

TARGETS = (
    ("cold", "semgrep", 0.25),
    ("cold", "airom", 1.5),
    ("warm", "airom", 0.5),
    ("one file, parsed", "nothing", 30.0),
    ("one file, not parsed", "nothing", 8.0),
)
"""Ours, what it is held against, and how many times its wall time ours may be."""
_SDK = re.compile(
    rb"^[ \t]*(?:from|import) (?:openai|anthropic|dashscope|litellm|zhipuai|google\.generativeai|langchain_openai)\b", re.M
)


class Case(NamedTuple):
    """One command of a turn."""

    name: str
    command: tuple[str, ...]
    before: Callable[[], object] = lambda: None


def main() -> int:
    """Measure and tell; exit 1 where a target is missed."""
    options = _arguments()
    work = options.work.resolve()
    rules = options.semgrep_rules.resolve() if options.semgrep_rules else None
    if rules is None and "semgrep" in options.peers:
        print("semgrep is left out: no registry holds its rules; see --semgrep-rules", file=sys.stderr)
    tools = Tools(work, peers=options.peers, rules=rules, jobs=options.jobs)
    only = frozenset(options.only)
    found = from_checkouts(options.checkouts, work, only) if options.checkouts else from_registry(work, only)
    results: dict[str, dict[str, Cost]] = {}
    for tree in found:
        print(f"\n{tree.name}: {tree.files:,} files, {tree.bytes / 1e6:.1f} MB", flush=True)
        results[tree.name] = _measure(tree, tools, work, rounds=options.rounds)
        _table(results[tree.name])
    total = {name: Cost(*map(sum, zip(*(one[name] for one in results.values()), strict=True))) for name in _cases(results)}
    if len(results) > 1:
        print("\nall together")
        _table(total)
    if options.json:
        numbers = {name: {case: cost._asdict() for case, cost in one.items()} for name, one in results.items()}
        options.json.write_text(json.dumps(numbers, indent=1), encoding="utf-8")
    return _verdict(total)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure aigc-lint beside its peers.")
    parser.add_argument("--checkouts", type=Path, metavar="DIR", help="measure on the folders in DIR, not on the pinned packages")
    parser.add_argument("--semgrep-rules", type=Path, metavar="DIR", help="the folder ai/python of semgrep's public rules")
    parser.add_argument("--peers", nargs="*", default=list(PINS["peers"]), choices=list(PINS["peers"]), help="which peers to run")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="only these packages or checkouts")
    parser.add_argument("--rounds", type=int, default=5, help="turns; medians are told (default: 5)")
    parser.add_argument("--jobs", type=int, default=2, help="processes that each tool may use (default: 2)")
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks"), metavar="DIR", help="where everything is kept")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers down too")
    return parser.parse_args()


def _cases(results: dict[str, dict[str, Cost]]) -> list[str]:
    return [name for name in next(iter(results.values()), {}) if all(name in one for one in results.values())]


def _measure(tree: Tree, tools: Tools, work: Path, *, rounds: int) -> dict[str, Cost]:
    """Run everything in turn, so that a busy moment of the machine hits all alike; the medians."""
    cache = work / "cache" / tree.name
    cases = list(_turn(tree, tools, cache))
    costs: dict[str, list[Cost]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            case.before()
            cost = run(case.command)
            if number:  # the first turn is for the caches of the system
                costs[case.name].append(cost)
    return {name: Cost(*(median(one[place] for one in found) for place in range(3))) for name, found in costs.items()}


def _turn(tree: Tree, tools: Tools, cache: Path) -> Iterator[Case]:
    yield Case("nothing", tools.nothing())
    yield Case("cold", tools.ours(tree.folder, cache), lambda: shutil.rmtree(cache, ignore_errors=True))
    yield Case("warm", tools.ours(tree.folder, cache))
    with_ai, without = _chosen(tree)
    if with_ai is not None:
        yield Case("one file, parsed", tools.ours(with_ai, cache), lambda: _edit(with_ai))
    if without is not None:
        yield Case("one file, not parsed", tools.ours(without, cache), lambda: _edit(without))
    yield from (Case(peer, tools.peer(peer, tree.folder)) for peer in tools.peers)


def _chosen(tree: Tree) -> tuple[Path | None, Path | None]:
    """A file of middling size that reaches an AI service, and one that has nothing to do with any."""
    files = sorted(tree.folder.rglob("*.py"), key=lambda path: (path.stat().st_size, path))
    with_ai = [path for path in files if _SDK.search(path.read_bytes())]
    plain = [path for path in files if b"import" not in path.read_bytes()]
    return (with_ai[len(with_ai) // 2] if with_ai else None), (plain[len(plain) // 2] if plain else None)


def _edit(path: Path) -> None:
    """Change a file as somebody who is about to commit does: its content is one that no cache has seen."""
    kept = path.read_bytes().partition(b"\n# edited ")[0]
    path.write_bytes(kept + b"\n# edited %d\n" % time.time_ns())


def _table(costs: dict[str, Cost]) -> None:
    nothing = costs["nothing"].wall
    print(f"  {'':<22}{'wall s':>8}{'CPU s':>8}{'MB':>7}{'x nothing':>11}")
    for name, cost in costs.items():
        print(f"  {name:<22}{cost.wall:>8.2f}{cost.cpu:>8.2f}{cost.memory:>7.0f}{cost.wall / nothing:>11.1f}", flush=True)


def _verdict(costs: dict[str, Cost]) -> int:
    print(f"\n  {'ratio':<32}{'wall':>8}{'CPU':>8}{'target':>8}")
    missed = False
    for ours, other, most in TARGETS:
        if ours in costs and other in costs:
            wall, cpu = costs[ours].wall / costs[other].wall, costs[ours].cpu / costs[other].cpu
            missed = missed or wall > most
            print(f"  {ours + ' / ' + other:<32}{wall:>8.2f}{cpu:>8.2f}{most:>8.2f}{'  missed' if wall > most else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
