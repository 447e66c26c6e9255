"""The tools that are compared, each in an environment of its own, and how each is asked for the same thing."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from trees import PINS

CHECKOUT = Path(__file__).resolve().parent.parent


class Tools:
    """Installs what is needed below a folder; what is there already stays."""

    def __init__(self, work: Path, *, peers: Sequence[str], rules: Path | None, jobs: int) -> None:
        self._work = work
        self._jobs = str(jobs)
        self._rules = rules
        self.peers = [peer for peer in peers if peer != "semgrep" or rules is not None]
        self._ours = self._environment("ours", (str(CHECKOUT),), renew=True)
        self._peers = {peer: self._environment(peer, (f"{peer}=={PINS['peers'][peer]}",)) for peer in self.peers}

    def nothing(self) -> tuple[str, ...]:
        """An interpreter that does nothing: the unit of the small runs."""
        return (str(self._ours / "python"), "-c", "pass")

    def ours(self, target: Path, cache: Path) -> tuple[str, ...]:
        """Lint a tree or a file."""
        options = ("--output-format", "json", "--exit-zero", "--jobs", self._jobs, "--cache-dir", str(cache))
        return (str(self._ours / "aigc-lint"), str(target), *options)

    def everything(self, target: Path, report: Path) -> tuple[str, ...]:
        """Parse and evaluate every file of a tree, with no cache and no prefilter; the findings go to a file."""
        options = ("--no-prefilter", "--no-cache", "--exit-zero", "--jobs", self._jobs, "--report", f"json={report}")
        return (str(self._ours / "aigc-lint"), "check", str(target), *options)

    def peer(self, name: str, folder: Path) -> tuple[str, ...]:
        """What the peer looks for AI with, on the same files and as many cores, and without asking the network anything."""
        command = str(self._peers[name] / name)
        if name == "airom":
            airom = ("fs", str(folder), "--offline", "--no-cached-rules", "--include-tests", "--quiet", "--output", "json")
            return (command, *airom, "--parallel", self._jobs)
        semgrep = ("scan", str(folder), "--metrics", "off", "--disable-version-check", "--quiet", "--json")
        return (command, *semgrep, "--jobs", self._jobs, "--config", str(self._rules))

    def _environment(self, name: str, packages: Sequence[str], *, renew: bool = False) -> Path:
        folder = self._work / "environments" / name
        scripts = folder / "bin"
        fresh = not (folder / ".installed").exists()
        if fresh:
            print(f"installing {name}", file=sys.stderr)
            venv.create(folder, with_pip=True, clear=True)
        if fresh or renew:
            command = (str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
            again = () if fresh else ("--force-reinstall", "--no-deps")
            subprocess.run((*command, *again, *packages), check=True)
            (folder / ".installed").touch()
        return scripts
