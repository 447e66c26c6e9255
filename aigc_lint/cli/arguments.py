"""The command line's grammar: commands are found in ``commands/``, ``check`` is meant where none is named."""

from __future__ import annotations

import argparse
import datetime
import pkgutil
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Protocol, cast

from aigc_lint.cli import commands
from aigc_lint.cli.console import Console
from aigc_lint.engine.options import Options
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
    names = command_names()
    if argv and argv[0] in ("-h", "--help"):
        console.out(_overview(names, console))
        raise SystemExit(0)
    named = bool(argv) and argv[0] in names
    name = argv[0] if named else "check"
    command = cast("Command", import_module(f"{commands.__name__}.{name}"))
    parser = Parser(console=console, prog=f"aigc-lint {name}" if named else "aigc-lint", summary=command.SUMMARY)
    command.add_arguments(parser)
    parser.option(
        "--lang", choices=("en", "zh"), metavar="en|zh", says=Words("language of everything that is said", "输出语言：en 或 zh")
    )
    return command, parser.parse_args(list(argv[1:] if named else argv))


def command_names() -> tuple[str, ...]:
    """The commands, in order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(commands.__path__)))


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
    parser.option(
        "--today",
        type=_date,
        metavar="YYYY-MM-DD",
        says=Words("date of the run, in place of today", "运行日期，用以代替当天"),
    )
    parser.option(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="auto|always|never",
        says=Words("colours", "是否着色"),
    )


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
        overlay=overlay or {},
        progress=console.progress(wanted=not arguments.no_progress),
    )


def _overview(names: Sequence[str], console: Console) -> str:
    head = Words("usage: aigc-lint [COMMAND] [PATH...] [OPTIONS]", "用法：aigc-lint [命令] [路径...] [选项]")
    tail = Words(
        "`aigc-lint COMMAND --help` lists the options of a command. Without a command, check is meant.",
        "`aigc-lint 命令 --help` 列出该命令的选项。未指定命令时执行 check。",
    )
    lines = [console.say(head), ""]
    for name in names:
        command = cast("Command", import_module(f"{commands.__name__}.{name}"))
        lines.append(f"  {name:<11}{console.say(command.SUMMARY)}")
    return "\n".join([*lines, "", console.say(tail), ""])


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive number")
    return int(text)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date (YYYY-MM-DD)") from None
