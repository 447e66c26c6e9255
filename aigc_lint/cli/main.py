"""The entry point: picks the command and turns whatever happens into an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

OK, FOUND, WRONG, BUG, INTERRUPTED = 0, 1, 2, 3, 130
_MANY_OBJECTS = 100_000


def run() -> None:
    """Be the program ``aigc-lint``."""
    # A run is short and makes few cycles: looking for them costs more than they hold.
    gc.set_threshold(_MANY_OBJECTS)
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)
    os._exit(code)  # everything is closed; taking down modules and the catalogue piece by piece would be a tenth of a hook's time


def main(argv: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    if argv and argv[0] in ("-V", "--version"):
        from aigc_lint import __version__

        print(f"aigc-lint {__version__}")
        return OK
    try:
        return _main(list(argv))
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:
        return _bug()


def _main(argv: list[str]) -> int:
    from aigc_lint.cli import replay

    request = replay.request(argv)
    if request is not None and (code := replay.replayed(request)) is not None:
        return code
    _import_msgspec()
    from aigc_lint.cli import arguments
    from aigc_lint.cli.console import Console
    from aigc_lint.model.findings import AigcLintError

    console = Console(lang=arguments.language_of(argv), request=request)
    try:
        command, parsed = arguments.parse(argv, console)
        return command.run(parsed, console)
    except SystemExit as leaving:  # argparse: --help, or wrong usage, which it has told
        return leaving.code if isinstance(leaving.code, int) else WRONG
    except AigcLintError as error:
        console.fail(error)
        return WRONG


def _import_msgspec() -> None:
    """Import msgspec without ``typing_extensions``, where that happens to be installed.

    It takes nothing from there that this Python lacks, and the import of it would be a tenth of a hook's time.
    """
    name = "typing_extensions"
    if name in sys.modules or "msgspec" in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]  # documented: the import of such a name fails
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules[name]


def _bug() -> int:
    import traceback

    traceback.print_exc()
    print(
        "\nThis is a bug in aigc-lint, not in your code. Please report it with the lines above.\n"
        "这是 aigc-lint 自身的缺陷，与您的代码无关。请附上以上内容向我们反馈。",
        file=sys.stderr,
    )
    return BUG
