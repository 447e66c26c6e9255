"""What all tests share: how a test that needs a package registry behaves where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def registry_answers(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return an empty text where pip can download, else what it said."""
    folder = tmp_path_factory.mktemp("registry")
    options = ["--quiet", "--no-deps", "--retries", "0", "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *options, "iniconfig"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["pip failed"])[-1]


@pytest.fixture(autouse=True)
def _registry(request: pytest.FixtureRequest) -> None:
    """Fail a test marked ``registry`` in CI where there is none, and skip it loudly elsewhere."""
    if request.node.get_closest_marker("registry") is None:
        return
    refusal = request.getfixturevalue("registry_answers")
    if not refusal:
        return
    if os.environ.get("CI"):
        pytest.fail(f"this test needs a package registry: {refusal}", pytrace=False)
    pytest.skip(f"no package registry: {refusal}")


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
