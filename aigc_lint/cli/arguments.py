"""The command line's grammar: commands are found in ``commands/``, ``check`` is meant where none is named.

A command that is a package holds commands of its own: ``aigc-lint terms list`` is ``commands/terms/list.py``.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Protocol, cast

from aigc_lint.cli import commands
from aigc_lint.cli.console import Console
from aigc_lint.engine.options import Options, UsageError
from aigc_lint.model.members import members
from aigc_lint.model.words import Language, Words


class Command(Protocol):
    """What a module of ``commands/`` offers; its name is the command's."""

    SUMMARY: Words

    def add_arguments(self, parser: Parser) -> None:
        """Declare its arguments."""

    def run(self, arguments: argparse.Namespace, console: Console) -> int:
        """Do it, and return the exit code."""


class Parser(argparse.ArgumentParser):
    """A parser that speaks the console's language. It takes no abbreviations: they would break when an option is added."""

    def __init__(self, *, console: Console, prog: str, summary: Words) -> None:
        super().__init__(prog=prog, description=console.say(summary), allow_abbrev=False, add_help=False)
        self.console = console
        self._named = self.add_argument_group(console.say(Words("arguments", "参数")))
        self._optional = self.add_argument_group(console.say(Words("options", "选项")))
        self.option("-h", "--help", action="help", says=Words("show this help and exit", "显示本帮助并退出"))

    def option(self, *names: str, says: Words, **settings: object) -> None:
        """Declare an argument with its help in both languages."""
        group = self._optional if names[0].startswith("-") else self._named
        group.add_argument(*names, help=self.console.say(says).replace("%", "%%"), **settings)  # type: ignore[arg-type]

    def hidden(self, name: str, **settings: object) -> None:
        """Declare an option that no help mentions."""
        self._optional.add_argument(name, help=argparse.SUPPRESS, **settings)  # type: ignore[arg-type]

    def format_usage(self) -> str:
        """The usage line."""
        return self._translated(super().format_usage())

    def format_help(self) -> str:
        """The whole page."""
        return self._translated(super().format_help())

    def _translated(self, text: str) -> str:
        return text.replace("usage: ", self.console.say(Words("usage: ", "用法：")), 1)


def parse(argv: Sequence[str], console: Console) -> tuple[Command, argparse.Namespace]:
    """Parse a command line into its command and arguments."""
    words, rest, package = ["aigc-lint"], list(argv), commands
    names = command_names()
    if rest and rest[0] in ("-h", "--help"):
        console.out(_overview(words, package, console))
        raise SystemExit(0)
    if rest and rest[0] in names:
        words.append(rest.pop(0))
    module = import_module(f"{commands.__name__}.{words[1] if words[1:] else 'check'}")
    if hasattr(module, "__path__"):
        module = _member(module, words, rest, console)
    command = cast("Command", module)
    parser = Parser(console=console, prog=" ".join(words), summary=command.SUMMARY)
    command.add_arguments(parser)
    parser.option(
        "--lang", choices=("en", "zh"), metavar="en|zh", says=Words("language of everything that is said", "输出语言：en 或 zh")
    )
    return command, parser.parse_args(rest)


def _member(package: ModuleType, words: list[str], rest: list[str], console: Console) -> ModuleType:
    """Return the command of a group that comes next on the command line."""
    if not rest or rest[0] in ("-h", "--help"):
        (console.out if rest else console.err)(_overview(words, package, console))
        raise SystemExit(0 if rest else 2)
    names = command_names(package)
    if rest[0] not in names:
        import difflib

        said = " ".join([*words, rest[0]])
        near = difflib.get_close_matches(rest[0], names, n=1) or [" | ".join(names)]
        raise UsageError(
            Words(f"there is no command {said}", f"没有命令 {said}"), Words(f"known is {near[0]}", f"可用的有：{near[0]}")
        )
    words.append(rest.pop(0))
    return import_module(f"{package.__name__}.{words[-1]}")


def command_names(package: ModuleType = commands) -> tuple[str, ...]:
    """The commands, in order."""
    return members(package.__path__)


def language_of(argv: Sequence[str]) -> Language | None:
    """The language asked for, found before anything is parsed, so that mistakes are told in it too."""
    given = [argument.removeprefix("--lang=") for argument in argv if argument.startswith("--lang=")]
    given += [value for name, value in pairwise(argv) if name == "--lang"]
    return "zh" if given[-1:] == ["zh"] else "en" if given[-1:] == ["en"] else None


def add_paths(parser: Parser) -> None:
    """Declare what every command that looks at files takes."""
    parser.option("paths", nargs="*", metavar="PATH", says=Words("files and folders (default: .)", "文件和目录（默认为 .）"))
    parser.option(
        "--force-exclude",
        action="store_true",
        says=Words("apply exclude also to files named one by one", "对逐个指定的文件同样适用 exclude"),
    )
    parser.option("--policy", metavar="FILE", says=Words("policy for all files", "对所有文件使用该策略文件"))
    parser.option("--no-cache", action="store_true", says=Words("neither read nor write a cache", "不读写缓存"))
    parser.option("--cache-dir", metavar="DIR", says=Words("where the cache lies", "缓存目录"))
    says = Words("worker processes (default: one per core)", "工作进程数（默认每核一个）")
    parser.option("--jobs", type=_positive, metavar="N", says=says)
    parser.option("--no-progress", action="store_true", says=Words("show no progress", "不显示进度"))
    # An instrument for stress runs, not for users: benchmarks/README.md.
    parser.hidden("--no-prefilter", action="store_true")
    add_today(parser)
    parser.option(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="auto|always|never",
        says=Words("colours", "是否着色"),
    )


def add_today(parser: Parser) -> None:
    """Declare the clock."""
    says = Words("date of the run, in place of today", "运行日期，用以代替当天")
    parser.option("--today", type=date, metavar="YYYY-MM-DD", says=says)


def options_from(arguments: argparse.Namespace, console: Console, *, overlay: dict[str, bytes] | None = None) -> Options:
    """The engine's options for the arguments that ``add_paths`` declares."""
    return Options(
        paths=tuple(arguments.paths) or (".",),
        force_exclude=arguments.force_exclude,
        policy=arguments.policy,
        today=arguments.today,
        cache=not arguments.no_cache,
        cache_dir=arguments.cache_dir,
        jobs=arguments.jobs,
        everything=arguments.no_prefilter,
        overlay=overlay or {},
        progress=console.progress(wanted=not arguments.no_progress),
    )


def _overview(words: Sequence[str], package: ModuleType, console: Console) -> str:
    said = " ".join(words)
    if package is commands:
        head = Words(f"usage: {said} [COMMAND] [PATH...] [OPTIONS]", f"用法：{said} [命令] [路径...] [选项]")
        tail = Words(
            f"`{said} COMMAND --help` lists the options of a command. Without a command, check is meant.",
            f"`{said} 命令 --help` 列出该命令的选项。未指定命令时执行 check。",
        )
    else:
        head = Words(f"usage: {said} COMMAND [OPTIONS]", f"用法：{said} 命令 [选项]")
        tail = Words(f"`{said} COMMAND --help` lists the options of a command.", f"`{said} 命令 --help` 列出该命令的选项。")
    lines = [console.say(head), ""]
    for name in command_names(package):
        command = cast("Command", import_module(f"{package.__name__}.{name}"))
        lines.append(f"  {name:<11}{console.say(command.SUMMARY)}")
    return "\n".join([*lines, "", console.say(tail), ""])


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)


def date(text: str) -> datetime.date:
    """Read a date of the command line."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date (YYYY-MM-DD)") from None
