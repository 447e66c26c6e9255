"""Microsoft's validator and its hashes as an oracle: the npm package ``@microsoft/sarif-multitool``."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path

import pytest

from aigc_lint.report import sarif
from aigc_lint.report.fingerprints import line_hashes
from tests.registry import npm_install, refuse
from tests.report.sample import CATALOG
from tests.report.test_fingerprints import ORACLE
from tests.report.test_sarif import RUNS

pytestmark = pytest.mark.registry

VERSION = "5.7.0"
NOISE = {"SARIF2002", "SARIF2006"}
"""One wants message ids, where GitHub needs plain text; one wants every URL to answer, which no offline run can see."""
_SYSTEMS = {
    "Linux": ("linux", "Sarif.Multitool"),
    "Darwin": ("darwin", "Sarif.Multitool"),
    "Windows": ("win32", "Sarif.Multitool.exe"),
}


@pytest.fixture(scope="session")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the validator once per run; its start script goes through a shell, so the program itself is called."""
    system, program = _SYSTEMS[platform.system()]
    modules = npm_install(tmp_path_factory.mktemp("multitool"), f"@microsoft/sarif-multitool@{VERSION}")
    found = modules / "@microsoft" / f"sarif-multitool-{system}" / program
    if not found.exists():
        refuse(f"the validator has no program for {platform.system()}")
    found.chmod(0o755)
    return found


def call(multitool: Path, *arguments: str) -> None:
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [str(multitool), *arguments, "--log", "ForceOverwrite"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def validate(multitool: Path, folder: Path, logs: dict[str, str]) -> list[str]:
    """Return what the validator says against the logs. It exits with 0 whatever it finds, so its own log is read."""
    files = []
    for name, text in logs.items():
        files.append(folder / f"{name}.sarif")
        files[-1].write_text(text, encoding="utf-8")
    out = folder / "said.json"
    call(
        multitool,
        "validate",
        *map(str, files),
        "--rule-kind",
        "Sarif;Ghas",
        "--level",
        "Error;Warning;Note",
        "--output",
        str(out),
    )
    [run] = json.loads(out.read_text(encoding="utf-8-sig"))["runs"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert {Path(place).stem for place in places} == set(logs), "each log gives a note at least, if it was read"
    return [
        f"{result.get('level', 'warning')} {result['ruleId']} {result['message'].get('arguments', '')}"
        for result in run["results"]
        if result.get("level") != "note" and result["ruleId"] not in NOISE
    ]


def test_no_error_and_no_warning(multitool: Path, tmp_path: Path) -> None:
    logs = {name.replace(" ", "-"): sarif.render(outcome, CATALOG, options) for name, (outcome, options) in RUNS.items()}
    said = validate(multitool, tmp_path, logs)
    assert {one.split()[1] for one in said} <= {"SARIF2005"}, "it asks for an address, and there is no home to link to"


def test_a_distribution_with_a_home_lacks_nothing(
    multitool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aigc_lint.report.options.HOMEPAGE", "https://lint.example/aigc-lint")
    outcome, options = RUNS["sample"]
    assert validate(multitool, tmp_path, {"sample": sarif.render(outcome, CATALOG, options)}) == []


def test_the_validator_sees_mistakes(multitool: Path, tmp_path: Path) -> None:
    outcome, options = RUNS["sample"]
    broken = json.loads(sarif.render(outcome, CATALOG, options))
    del broken["runs"][0]["tool"]["driver"]["rules"][0]["help"]
    assert any("GH2012" in said for said in validate(multitool, tmp_path, {"broken": json.dumps(broken)}))


@pytest.mark.parametrize("name", sorted(ORACLE))
def test_line_hashes_are_those_of_the_oracle(multitool: Path, tmp_path: Path, name: str) -> None:
    text = ORACLE[name]
    (tmp_path / "a.py").write_bytes(text.encode())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbers = [number for number, line in enumerate(lines, 1) if line.strip()]
    place = {"artifactLocation": {"uri": "a.py", "uriBaseId": "SRCROOT"}}
    results = [
        {"ruleId": "X", "message": {"text": "x"}, "locations": [{"physicalLocation": {**place, "region": {"startLine": number}}}]}
        for number in numbers
    ]
    bases = {"SRCROOT": {"uri": tmp_path.as_uri() + "/"}}
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "originalUriBaseIds": bases, "results": results}]}
    (tmp_path / "in.sarif").write_text(json.dumps(log), encoding="utf-8")
    out = tmp_path / "out.sarif"
    call(multitool, "rewrite", str(tmp_path / "in.sarif"), "-o", str(out), "--insert", "RollingHashPartialFingerprints")
    told = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    ours = line_hashes(text)
    assert [result["partialFingerprints"]["primaryLocationLineHash"] for result in told] == [
        ours[number - 1] for number in numbers
    ]
