"""With the prefilter off every file is parsed and evaluated, and the findings are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from aigc_lint.cli.main import main
from aigc_lint.engine.needles import needles
from aigc_lint.engine.options import Options
from aigc_lint.engine.session import Session
from aigc_lint.model.findings import Outcome
from tests.cli.projects import SHOP
from tests.engine.trees import plant

PLAIN = {f"plain/m{number}.py": f"def f{number}(x):\n    return x.get({number})\n" for number in range(4)}


def outcome(folder: Path, *, everything: bool, cache: bool = False) -> Outcome:
    with Session(Options(paths=(str(folder),), cache=cache, jobs=1, everything=everything)) as session:
        return session.run()


def test_every_file_is_parsed_and_nothing_else_comes_out(tmp_path: Path) -> None:
    shop = plant(tmp_path / "shop", SHOP | PLAIN)
    usual, all_of_it = outcome(shop, everything=False), outcome(shop, everything=True)
    assert usual.counts.parsed < usual.counts.files == all_of_it.counts.parsed
    assert all_of_it.uses == usual.uses
    assert all_of_it.findings == usual.findings


def test_what_cannot_be_parsed_is_told_only_where_it_had_to_be_parsed(tmp_path: Path) -> None:
    shop = plant(tmp_path / "shop", SHOP | {"plain/broken.py": "def f(:\n"})
    assert not [problem.path for problem in outcome(shop, everything=False).problems]
    assert [problem.path for problem in outcome(shop, everything=True).problems] == ["plain/broken.py"]


def test_a_cache_that_was_filled_with_the_prefilter_on_does_not_answer(tmp_path: Path) -> None:
    shop = plant(tmp_path / "shop", SHOP | PLAIN)
    assert outcome(shop, everything=False, cache=True).counts.parsed < outcome(shop, everything=True, cache=True).counts.parsed
    assert outcome(shop, everything=False, cache=True).counts.parsed < len(SHOP | PLAIN)


def test_the_command_line_has_the_switch_and_does_not_offer_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = plant(tmp_path / "shop", SHOP | {"plain/broken.py": "def f(:\n"})
    arguments = ["check", str(shop), "--no-cache", "--jobs", "1", "--exit-zero"]
    assert main(arguments) == 0
    assert "broken.py" not in capsys.readouterr().out
    main([*arguments, "--no-prefilter"])
    assert "plain/broken.py" in capsys.readouterr().out.replace("\\", "/")
    main(["check", "--help"])
    assert "prefilter" not in capsys.readouterr().out


def test_the_needles_of_both_kinds_of_run_have_names_of_their_own() -> None:
    from aigc_lint.catalog.load import load

    catalog = load()
    assert needles(catalog, None).digest != needles(catalog, None, everything=True).digest
