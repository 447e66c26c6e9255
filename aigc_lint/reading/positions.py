"""Where the nodes of a tree stand, from one pass of LibCST's code generator over the tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from types import TracebackType
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

from aigc_lint.model.spans import Span

# The nodes whose place some fact keeps. The generator announces every node; noting only these is what makes it cheap.
_WANTED = frozenset(
    {
        cst.Call, cst.Arg, cst.Lambda, cst.SimpleString, cst.FormattedString, cst.ConcatenatedString, cst.TemplatedString,
        cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Expr, cst.Return, cst.Raise, cst.Del, cst.Assert, cst.Break, cst.Continue,
        cst.Import, cst.ImportFrom, cst.LazyImport, cst.LazyImportFrom, cst.Global, cst.Nonlocal, cst.TypeAlias,
        cst.If, cst.For, cst.While, cst.With, cst.Try, cst.TryStar, cst.ExceptHandler, cst.ExceptStarHandler,
        cst.Match, cst.MatchCase, cst.FunctionDef, cst.ClassDef, cst.IndentedBlock, cst.SimpleStatementSuite,
    }
)  # fmt: skip
_NEWLINE = re.compile(r"\r\n?|\n")
_BLANK = " \t\f\r\n\\"


class _Unnoted:
    """The context of a node whose place nobody asks for."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class _Noted:
    """The context of a node whose place is kept, as indices into the tokens."""

    __slots__ = ("_key", "_marks", "_start", "_tokens")

    def __init__(self, state: _State, key: int) -> None:
        self._tokens, self._marks, self._key = state.tokens, state.marks, key

    def __enter__(self) -> None:
        self._start = len(self._tokens)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._marks[self._key] = (self._start, len(self._tokens))


class _State(CodegenState):
    """Notes between which tokens the wanted nodes stand."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.marks: dict[int, tuple[int, int]] = {}
        self._callees: set[int] = set()
        self._unnoted = _Unnoted()

    def pop_trailing_newline(self) -> None:
        # Marks may point behind the token that goes.
        if self.tokens:
            self.tokens[-1] = ""

    def record_syntactic_position(self, node: cst.CSTNode, **_: Any) -> Any:
        kind = type(node)
        if kind is cst.Call:
            self._callees.add(id(node.func))  # type: ignore[attr-defined]
        elif kind not in _WANTED and id(node) not in self._callees:
            return self._unnoted
        return _Noted(self, id(node))


class Positions:
    """The spans of the nodes of one tree, which must stay alive and unchanged."""

    def __init__(self, module: cst.Module) -> None:
        state = _State(module)
        module._codegen(state)
        self._marks = state.marks
        self._tokens = state.tokens
        self._offsets = [0, *accumulate(map(len, state.tokens))]
        self._lines = [0, *(match.end() for match in _NEWLINE.finditer("".join(state.tokens)))]

    def span(self, node: cst.CSTNode) -> Span:
        """Return the span of a node, parentheses around it left out."""
        start, end = self._marks[id(node)]
        return self._span(start, end)

    def callee(self, call: cst.Call) -> Span:
        """Return the span of what is called, with parentheses around it."""
        start, _ = self._marks[id(call)]
        _, end = self._marks[id(call.func)]
        for _ in call.func.rpar:
            end = self._tokens.index(")", end) + 1
        return self._span(start, end)

    def header(self, node: cst.CSTNode, below: cst.CSTNode) -> Span:
        """Return the span of a compound statement from its keyword to its colon; ``below`` is what comes after that."""
        start, _ = self._marks[id(node)]
        return self._span(start, self._before(self._marks[id(below)][0]))

    def last_line(self, suite: cst.CSTNode) -> int:
        """Return the line on which the last statement of a suite ends."""
        start, end = self._marks[id(suite)]
        return self._span(start, self._before(end)).end_line

    def in_comment(self, offset: int) -> bool:
        """Does that offset of the text lie in a comment?"""
        index = bisect_right(self._offsets, offset) - 1
        # Before a comment the generator puts white space, if only an empty token; before an f-string's text a quote or brace.
        before = self._tokens[index - 1] if index else ""
        return self._tokens[index].startswith("#") and not before.strip(_BLANK)

    def at(self, start: int, end: int) -> Span:
        """Return the span between two offsets of the text."""
        line, end_line = bisect_right(self._lines, start), bisect_right(self._lines, end)
        return Span(line, start - self._lines[line - 1], end_line, end - self._lines[end_line - 1])

    def _before(self, index: int) -> int:
        """Return the index after the last token before ``index`` that is no white space and no comment."""
        while index and (self._tokens[index - 1].startswith("#") or not self._tokens[index - 1].strip(_BLANK)):
            index -= 1
        return index

    def _span(self, start: int, end: int) -> Span:
        return self.at(self._offsets[start], self._offsets[end])
