"""Write the expected reports anew: ``python -m tests.report.write``, then read the difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aigc_lint.model.words import Language
from aigc_lint.report import explain, formats, inventories
from aigc_lint.report.options import ReportOptions
from tests.report.sample import CATALOG, OUTCOME, SOURCES

FOLDER = Path(__file__).parent / "expected"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
EXPLAINED = {
    "rule": "AIG202",
    "clause": "openrouter-api/logging",
    "service": "openrouter-api",
    "provider": "gateway",
    "regulation": "xx-label-act",
    "duty": "xx-label-act/3(1)",
}


def reports() -> Iterator[tuple[str, str]]:
    """Yield file name and text of every report on the sample."""
    for lang in LANGUAGES:
        options = ReportOptions(lang=lang, source=SOURCES.get, project="shop", exit_code=1)
        for name, render in formats().items():
            yield f"{name}-{lang}.txt", render(OUTCOME, CATALOG, options)
        for name, render in inventories().items():
            yield f"inventory-{name}-{lang}.txt", render(OUTCOME, CATALOG, options)
        for kind, subject in EXPLAINED.items():
            yield f"explain-{kind}-{lang}.txt", explain.render(subject, CATALOG, lang) or ""


if __name__ == "__main__":
    for file, text in reports():
        (FOLDER / file).write_text(text, encoding="utf-8", newline="\n")
