"""``python benchmarks/scale.py``: what twice the files cost, on made projects of 2,500 to 20,000 files."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from pathlib import Path
from statistics import median

from measure import Cost, run
from peers import Tools

MOST = 2.3
"""How many times the time twice the files may cost."""
_SIZES = (2_500, 5_000, 10_000, 20_000)
_PACKAGE = 50
"""Modules in a package."""
_SHARE_WITH_AI = 0.12
"""Of an application's files; in the labelled repositories it is 2 to 15 %."""

_PLAIN = '''"""Orders, part {n}."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

{imports}
log = logging.getLogger(__name__)
LIMIT_{n} = {limit}


@dataclass
class Order{n}:
    """An order and its lines."""

    number: int
    lines: list[str] = field(default_factory=list)
    total: float = 0.0

    def add(self, line: str, price: float = {limit}.5) -> "Order{n}":
        if len(self.lines) >= LIMIT_{n}:
            raise ValueError(f"order {{self.number}} is full")
        self.lines.append(line)
        self.total += price
        log.info("added %s to %s", line, self.number)
        return self


def summary_{n}(orders: dict[int, Order{n}]) -> str:
    rows = [f"{{key}}: {{order.total:.2f}}" for key, order in sorted(orders.items()) if order.lines]
    return "\\n".join(rows) or "nothing"
'''
_FACTORY = '''"""Clients of package {package}."""

import os

from openai import AsyncOpenAI, OpenAI

{imports}
BASE_URL = os.getenv("LLM_BASE_URL_{package}", "https://api.{host}")


def make_client(asynchronous=False, timeout={limit}):
    if asynchronous:
        return AsyncOpenAI(base_url=BASE_URL, timeout=timeout)
    return OpenAI(base_url=BASE_URL, timeout=timeout)


client = make_client()
'''
_SERVICE = '''"""Answers, part {n}."""

{imports}
from {package}.clients import client, make_client


class Answerer{n}:
    """Keeps a conversation."""

    def __init__(self, model="{model}", history=None):
        self.model = model
        self.history = history or []
        self._client = make_client(timeout={limit})

    def ask(self, text):
        self.history.append({{"role": "user", "content": text}})
        answer = self._client.chat.completions.create(model=self.model, messages=self.history, temperature=0.{limit})
        self.history.append({{"role": "assistant", "content": answer.choices[0].message.content}})
        return answer.choices[0].message.content


def embed_{n}(texts):
    return [one.embedding for one in client.embeddings.create(model="text-embedding-3-small", input=list(texts)).data]
'''
_HOSTS = ("openai.com/v1", "deepseek.com", "moonshot.cn/v1", "mistral.ai/v1")
_MODELS = ("gpt-5", "deepseek-chat", "kimi-k2", "mistral-large-latest")


def make(folder: Path, count: int) -> None:
    """Write a project of so many files: packages whose modules import from their own and from other packages."""
    chance = random.Random(count)
    packages = max(1, count // _PACKAGE)
    written = 0
    for number in range(packages):
        package = folder / f"p{number}"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("", encoding="utf-8")
        (package / "clients.py").write_text(_filled(_FACTORY, number, number, packages, chance), encoding="utf-8")
        written += 2
        while written < min(count, (number + 1) * _PACKAGE):
            with_ai = chance.random() < _SHARE_WITH_AI
            text = _filled(_SERVICE if with_ai else _PLAIN, written, number, packages, chance)
            (package / f"m{written}.py").write_text(text, encoding="utf-8")
            written += 1
    (folder / "pyproject.toml").write_text("", encoding="utf-8")


def _filled(template: str, number: int, package: int, packages: int, chance: random.Random) -> str:
    others = [chance.randrange(packages) if chance.random() < 0.3 else package for _ in range(3)]
    modules = [(other, chance.randrange(other * _PACKAGE + 2, (other + 1) * _PACKAGE)) for other in others]
    imports = "".join(f"from p{other} import m{module}\n" for other, module in modules)
    which = chance.randrange(len(_HOSTS))
    return template.format(
        n=number, package=f"p{package}", imports=imports, limit=chance.randrange(2, 9), host=_HOSTS[which], model=_MODELS[which]
    )


def main() -> int:
    """Measure sizes in turn; exit 1 where doubling costs more than it may."""
    parser = argparse.ArgumentParser(description="Measure what twice the files cost.")
    parser.add_argument("--sizes", nargs="*", type=int, default=list(_SIZES), metavar="FILES")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--work", type=Path, default=Path("build/benchmarks"), metavar="DIR")
    options = parser.parse_args()
    work = options.work.resolve()
    tools = Tools(work, peers=(), rules=None, jobs=options.jobs)
    folders = {size: work / "scale" / str(size) for size in sorted(options.sizes)}
    for size, folder in folders.items():
        shutil.rmtree(folder, ignore_errors=True)
        make(folder, size)
    costs: dict[tuple[str, int], list[Cost]] = {}
    for _ in range(options.rounds):
        for size, folder in folders.items():
            cache = work / "cache" / f"scale-{size}"
            shutil.rmtree(cache, ignore_errors=True)
            for kind in ("cold", "warm"):
                costs.setdefault((kind, size), []).append(run(tools.ours(folder, cache)))
    return _tell(costs, list(folders))


def _tell(costs: dict[tuple[str, int], list[Cost]], sizes: list[int]) -> int:
    missed = False
    print(f"  {'files':>8}  {'':<6}{'wall s':>8}{'CPU s':>8}{'MB':>7}{'wall, against half':>20}{'CPU':>7}")
    for kind in ("cold", "warm"):
        for size in sizes:
            wall, cpu, memory = (median(one[place] for one in costs[kind, size]) for place in range(3))
            half = costs.get((kind, size // 2))
            told = ""
            if half:
                times = wall / median(one.wall for one in half), cpu / median(one.cpu for one in half)
                missed = missed or times[1] > MOST
                told = f"{times[0]:>20.2f}{times[1]:>7.2f}"
            print(f"  {size:>8,}  {kind:<6}{wall:>8.1f}{cpu:>8.1f}{memory:>7.0f}{told}")
    print(f"  {'missed' if missed else 'met'}: twice the files cost at most {MOST} times the processor time")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
