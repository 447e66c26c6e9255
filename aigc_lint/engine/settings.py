"""The settings files that a policy lists under ``[values] read``: found, read, and told of where they cannot be."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from aigc_lint.engine.discovery import relative
from aigc_lint.engine.listing import SKIPPED
from aigc_lint.engine.roots import Homes, is_inside
from aigc_lint.model.findings import Problem
from aigc_lint.model.settings import Given, Mistake, Setting, Settings
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.words import Words
from aigc_lint.policy.files import Unreadable, read_regular
from aigc_lint.policy.load import LoadedPolicy

_MAX_BYTES = 1_000_000
_MOST_FILES = 200
_YAML = (".yml", ".yaml")

Read = Callable[[str], "tuple[Given, ...] | Mistake"]


def read_settings(loaded: LoadedPolicy, *, folder: str, base: str) -> tuple[Settings, tuple[Problem, ...]]:
    """Read what the policy in ``folder`` lists, and nothing else."""
    reader = _Reader(loaded, os.path.realpath(folder), base)
    variables = reader.read()
    return Settings({name: tuple(dict.fromkeys(values)) for name, values in variables.items()}), tuple(reader.problems)


class _Reader:
    """Reads the files of one policy."""

    def __init__(self, loaded: LoadedPolicy, folder: str, base: str) -> None:
        self._loaded = loaded
        self._folder = folder
        self._base = base
        # Whoever writes the policy of a checkout has no business outside of it.
        self._home = Homes(named=()).repository(folder) or folder
        self._variables: dict[str, list[Setting]] = {}
        self.problems: list[Problem] = []

    def read(self) -> dict[str, list[Setting]]:
        """Read all: plain files first, for the references in Compose files may stand for what those set."""
        patterns = self._loaded.policy.values.read
        found = sorted({path for index, pattern in enumerate(patterns) for path in self._files(pattern, index)})
        worlds: list[dict[str, str | None]] = []
        for path in (path for path in found if not path.endswith(_YAML)):
            from aigc_lint.reading.settings import dotenv  # most policies list no file

            worlds.append({one.name: one.text for one in self._given(path, dotenv)})
        for path in (path for path in found if path.endswith(_YAML)):
            from aigc_lint.reading.compose import compose  # imports PyYAML

            self._given(path, lambda text: compose(text, worlds))
        return self._variables

    def _files(self, pattern: str, index: int) -> Iterator[str]:
        key = f"values.read[{index}]"
        try:
            every = sorted(Path(self._folder).glob(pattern))
        except (ValueError, NotImplementedError, IndexError):  # an absolute pattern, or an empty one
            self._complain(key, Words(f"`{pattern}` is no relative path", f"`{pattern}` 不是相对路径"))
            return
        matched = [path for path in every if path.is_file() and not SKIPPED.intersection(path.parts)]
        if len(matched) > _MOST_FILES:
            message = Words(
                f"`{pattern}` means {len(matched)} files, of which the first {_MOST_FILES} are read",
                f"`{pattern}` 匹配 {len(matched)} 个文件，只读取其中前 {_MOST_FILES} 个",
            )
            self._complain(key, message, warning=True)
        files = [os.path.realpath(path) for path in matched[:_MOST_FILES]]
        outside = [path for path in files if not is_inside(path, self._home)]
        if outside:
            self._complain(key, Words(f"`{pattern}` leads out of the project", f"`{pattern}` 指向项目之外"))
        elif files:
            yield from files
        else:
            message = Words(f"`{pattern}` means no file that is there", f"`{pattern}` 没有对应的文件")
            self._complain(key, message, warning=True)

    def _given(self, path: str, read: Read) -> tuple[Given, ...]:
        shown = relative(path, self._base)
        found = _read(path, read)
        if isinstance(found, Mistake):
            self.problems.append(_problem(shown, found.what, line=found.line))
            return ()
        for one in found:
            place = Place(shown, Span(one.line, 0, one.line, 0))
            self._variables.setdefault(one.name, []).append(Setting(one.text, place))
        return found

    def _complain(self, key: str, message: Words, *, warning: bool = False) -> None:
        line = self._loaded.line(key)
        self.problems.append(_problem(self._loaded.shown, message, line=line, warning=warning))


def _read(path: str, read: Read) -> tuple[Given, ...] | Mistake:
    try:
        data = read_regular(path)
        if len(data) > _MAX_BYTES:
            return Mistake(Words(f"the file is too large ({len(data):,} bytes)", f"文件过大（{len(data):,} 字节）"))
        return read(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except Unreadable as error:
        return Mistake(Words(f"the file can't be read: {error}", f"无法读取该文件：{error}"))
    except UnicodeDecodeError as error:
        return Mistake(Words("the file is not UTF-8", "该文件不是 UTF-8 编码"), error.object[: error.start].count(b"\n") + 1)


def _problem(path: str, message: Words, *, line: int | None, warning: bool = False) -> Problem:
    hint = Words("[values] read of the policy lists it", "策略文件的 [values] read 列出了它")
    return Problem(
        code="config",
        path=path,
        message=message,
        hint=hint,
        line=line,
        column=1 if line else None,
        severity="warning" if warning else "error",
    )
