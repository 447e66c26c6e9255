"""A large code base without AI: nothing to say, and nothing to parse."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

DJANGO = "5.2.8"


@pytest.fixture(scope="module")
def django(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("django")
    options = ("--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder))
    subprocess.run((sys.executable, "-m", "pip", "download", *options, f"django=={DJANGO}"), check=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "source")
    return folder / "source"


@pytest.mark.registry
def test_django_gives_no_finding_no_problem_and_is_never_parsed(django: Path) -> None:
    code = (
        "import sys\nfrom aigc_lint.cli.main import main\n"
        f"code = main([{str(django)!r}, '--output-format', 'json'])\n"
        "print(code, 'libcst' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True, timeout=300)
    report = json.loads(done.stdout)
    assert (report["findings"], report["problems"]) == ([], [])
    assert report["summary"]["files"] > 800
    assert done.stderr == "0 False\n"
