"""Pages of plain text for ``explain``: headings, wrapped paragraphs, labelled facts, code."""

from __future__ import annotations

from aigc_lint.model.words import Language, Words
from aigc_lint.report.width import cells, pad, wrap

WIDTH = 96
_LABELS = 14


class Page:
    """Collects the lines of one page."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.lines: list[str] = []

    def heading(self, words: Words) -> None:
        """Start a section."""
        self.gap()
        self.lines.append(words.get(self.lang))

    def gap(self) -> None:
        """Leave one line free."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self, text: str, *, indent: int = 2) -> None:
        """Write a paragraph."""
        self.lines += [" " * indent + line for line in wrap(text, WIDTH - indent)]

    def item(self, text: str) -> None:
        """Write one item of a list."""
        first, *rest = wrap(text, WIDTH - 4)
        self.lines += [f"  - {first}", *(f"    {line}" for line in rest)]

    def fact(self, label: Words, text: str) -> None:
        """Write a labelled fact, if there is one."""
        if not text:
            return
        said = label.get(self.lang)
        width = max(_LABELS, cells(said) + 1)
        first, *rest = wrap(text, WIDTH - width - 2)
        self.lines += ["  " + pad(said, width) + first, *(" " * (width + 2) + line for line in rest)]

    def code(self, text: str) -> None:
        """Write code as it is."""
        self.lines += [f"      {line}".rstrip() for line in text.strip("\n").splitlines()]

    def __str__(self) -> str:
        return "\n".join(self.lines) + "\n"
