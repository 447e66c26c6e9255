"""Runs the command line in this process, in an environment that says nothing."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from aigc_lint.cli.main import main

_KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "PYTEST_CURRENT_TEST")


class Result(Struct, frozen=True):
    """What a user sees of a run."""

    code: int
    out: str
    err: str


Cli = Callable[..., Result]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(os.environ) - set(_KEPT):
        monkeypatch.delenv(name)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command line; ``cwd`` and ``stdin`` can be given."""

    def run(*arguments: object, cwd: Path | None = None, stdin: bytes | None = None) -> Result:
        with monkeypatch.context() as patch:
            if cwd is not None:
                patch.chdir(cwd)
            if stdin is not None:
                patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run
