"""What all tests share: how a test that needs a package registry behaves where there is none."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.registry import refuse


@cache
def registry_refusal() -> str:
    """Return an empty text where pip can download, else what it said."""
    with tempfile.TemporaryDirectory() as folder:
        options = ["--quiet", "--no-deps", "--no-cache-dir", "--retries", "0", "--dest", folder]
        command = [sys.executable, "-m", "pip", "download", *options, "iniconfig"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["pip failed"])[-1]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where there is no registry, fail a test marked ``registry`` in CI and skip it loudly elsewhere."""
    if item.get_closest_marker("registry") is not None and registry_refusal():
        refuse(registry_refusal())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests did not run for want of a registry."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "no package registry" in str(report.longrepr)]
    if skipped:
        terminalreporter.section("NOT TESTED: no package registry", yellow=True, bold=True)
        for report in skipped:
            terminalreporter.write_line(f"  {report.nodeid}")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the root of the checkout that is being tested."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def registry_answers() -> str:
    """Return an empty text where there is a package registry, for fixtures that download."""
    return registry_refusal()
