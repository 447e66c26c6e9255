"""Read ``aigc-policy.toml`` and ``[tool.aigc-lint]``: a frozen object, or every mistake of the file with its line."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words
from aigc_lint.policy.files import Unreadable, read_regular
from aigc_lint.policy.meaning import Vocabulary
from aigc_lint.policy.positions import Positions
from aigc_lint.policy.schema import Policy, Tool

_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4000,}")


class LoadedPolicy:
    """A policy with the text it came from, so that a verdict can name its line."""

    def __init__(self, policy: Policy, *, shown: str, text: str) -> None:
        self.policy = policy
        self.shown = shown
        """The file's path as reports write it."""
        self.text = text

    @cached_property
    def positions(self) -> Positions:
        """Where each key stands; worked out when first asked for."""
        return Positions(self.text)

    def line(self, key_path: str) -> int:
        """The 1-based line of a key like ``services.openai-api.require[0].argument``, or of the nearest table around it."""
        return self.positions.find(key_path)[0]


def load_policy(
    path: Path,
    *,
    shown: str,
    catalog_services: Collection[str] = (),
    catalog_providers: Collection[str] = (),
    rules: Collection[str] = (),
    libraries: Collection[str] = (),
    topics: Collection[str] = (),
    stances: Collection[str] = (),
) -> LoadedPolicy | tuple[Problem, ...]:
    """Read a policy file. A collection of ids that is left empty is not checked against.

    ``catalog_providers`` holds aliases too, ``rules`` codes and names, ``libraries`` the known provenance libraries.
    """
    known = Vocabulary(
        services=catalog_services, providers=catalog_providers, rules=rules, libraries=libraries, topics=topics, stances=stances
    )
    text = _text(path, shown=shown, code="policy")
    if isinstance(text, tuple):
        return text
    return parse_policy(text, shown=shown, known=known)


def parse_policy(text: str, *, shown: str, known: Vocabulary) -> LoadedPolicy | tuple[Problem, ...]:
    """Decode a policy's text."""
    table = _table(text, shown=shown, code="policy")
    if isinstance(table, tuple):
        return table
    if not table:
        hint = Words("write at least `version = 1`, or remove the file", "请至少写 `version = 1`，或删除该文件")
        return (_problem("policy", shown, Words("the policy file is empty", "策略文件为空"), hint, line=1),)
    from aigc_lint.policy import meaning

    found = [*meaning.faults(table, known)]
    try:
        policy = msgspec.convert(table, Policy, builtin_types=(datetime.date,))
    except msgspec.ValidationError as error:
        from aigc_lint.policy import structure

        wrong = structure.faults(table, Policy)
        return _problems([*wrong, *found], text, shown=shown, code="policy") if wrong else _unforeseen(error, "policy", shown)
    return _problems(found, text, shown=shown, code="policy") if found else LoadedPolicy(policy, shown=shown, text=text)


def catalogs_of(path: Path) -> tuple[str, ...]:
    """The folders of catalogues that a policy names: ids of the rest of it may come from there.

    A policy that cannot be read names none; ``load_policy`` tells what is wrong with it.
    """
    import tomli

    try:
        data = read_regular(str(path))
        terms = tomli.loads(data.decode("utf-8-sig")).get("terms") if b"catalogs" in data else None
    except (Unreadable, ValueError, RecursionError):
        return ()
    named = terms.get("catalogs") if isinstance(terms, dict) else None
    return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def load_tool(pyproject: Path, *, shown: str = "pyproject.toml") -> Tool | tuple[Problem, ...]:
    """Read ``[tool.aigc-lint]``; a file without that table gives the defaults. Keys are written with hyphens."""
    text = _text(pyproject, shown=shown, code="config")
    if isinstance(text, tuple):
        return text
    whole = _table(text, shown=shown, code="config")
    if isinstance(whole, tuple):
        return whole
    tools = whole.get("tool", {})
    table = tools.get("aigc-lint", {}) if isinstance(tools, dict) else {}
    from aigc_lint.policy import patterns, structure

    kebab = msgspec.defstruct(
        "Tool", [(field.name, field.type, field.default) for field in msgspec.structs.fields(Tool)],
        rename="kebab", forbid_unknown_fields=True, frozen=True,
    )
    found = (*structure.faults(table, kebab), *patterns.faults(table))
    if found:
        return _problems(found, text, shown=shown, code="config", prefix=("tool", "aigc-lint"))
    return msgspec.convert({key.replace("-", "_"): value for key, value in table.items()}, Tool)


def _text(path: Path, *, shown: str, code: str) -> str | tuple[Problem, ...]:
    try:
        return read_regular(str(path)).decode("utf-8-sig").replace("\r\n", "\n")
    except Unreadable as error:
        return (_problem(code, shown, Words(f"the file can't be read: {error}", f"无法读取该文件：{error}")),)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = Words("the file is not UTF-8", "该文件不是 UTF-8 编码")
        return (_problem(code, shown, message, Words("save it as UTF-8", "请另存为 UTF-8"), line=line),)


def _table(text: str, *, shown: str, code: str) -> dict[str, Any] | tuple[Problem, ...]:
    import tomli  # most hooks find neither a policy nor settings of ours

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        place = re.search(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", str(error), re.DOTALL)
        what = place[1] if place else str(error)
        line, column = (int(place[2]), int(place[3])) if place and place[2] else (text.count("\n") + 1, 1)
        message = Words(f"this is not TOML: {what[:1].lower()}{what[1:]}", f"TOML 语法错误：{what}")
        return (_problem(code, shown, message, line=line, column=column),)
    except RecursionError:
        message = Words("this cannot be read: values or keys are nested too deeply", "无法读取：值或键嵌套过深")
        return (_problem(code, shown, message, line=_thickest(text)),)
    except ValueError:  # of Python itself, which converts no more digits than these
        number = _LONG_NUMBER.search(text)
        message = Words("this cannot be read: a number has too many digits", "无法读取：数字位数过多")
        return (_problem(code, shown, message, line=text.count("\n", 0, number.start() if number else 0) + 1),)


def _thickest(text: str) -> int:
    """Return the line with the most brackets and dots: what is nested by hundreds is written on one line."""
    counts = [sum(map(line.count, "[{.")) for line in text.split("\n")]
    return counts.index(max(counts)) + 1


def _problems(found: Any, text: str, *, shown: str, code: str, prefix: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    from aigc_lint.policy.errors import problems

    return problems(found, shown=shown, positions=Positions(text), code=code, prefix=prefix)


def _unforeseen(error: msgspec.ValidationError, code: str, shown: str) -> tuple[Problem, ...]:
    return (_problem(code, shown, Words(str(error), str(error)), line=1),)


def _problem(
    code: str, shown: str, message: Words, hint: Words | None = None, *, line: int | None = None, column: int = 1
) -> Problem:
    return Problem(
        code=code, path=shown, message=message, hint=hint or Words("", ""), line=line, column=column if line else None
    )
