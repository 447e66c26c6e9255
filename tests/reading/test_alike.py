"""The two lowerings give the same facts: what the interpreter's parser reads says nothing that LibCST's tree would not."""

from __future__ import annotations

import argparse
import ast
import asyncio.base_events
import dataclasses
import subprocess
import sys
import textwrap
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import libcst as cst
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aigc_lint.model.facts import Facts, Refusal
from aigc_lint.reading import lower_ast, lower_cst
from aigc_lint.reading.decode import decode
from aigc_lint.reading.guards import refusal
from aigc_lint.reading.notebooks import Notebook, parse
from aigc_lint.reading.read import read
from aigc_lint.reading.stack import with_room
from tests.reading.test_any_input import LINES, SOURCES

ROOT = Path(__file__).parents[2]
SNIPPETS = Path(__file__).with_name("alike.txt").read_text("utf-8").removesuffix("\n").split("\n---\n")
CASES = [case.split("\n=> ")[0] for case in Path(__file__).with_name("lowering.txt").read_text("utf-8").split("\n\n")]
REAL = (argparse, ast, asyncio.base_events, dataclasses, textwrap, typing)
# What only the slower reader can read: the tree does not say how it was written.
SLOW = ("x[*a]", "x[*a,]", "ｘ = 1", 'y = "①"; ﬁ = 1', "\fx", "\ufeffé = 1")


def both(text: str) -> tuple[Facts | None, Facts]:
    """The facts of a text, in both ways."""
    return with_room(lambda: lower_ast.lower(text)), with_room(lambda: lower_cst.lower(text))


def alike(text: str) -> bool:
    """Hold the two against one another; was the quick one sure of itself?"""
    quick, slow = both(text)
    if quick is None or slow.refusals:  # LibCST refuses some texts that are right
        return quick is not None
    # Equal numbers are not always alike: 1, 1.0 and True.
    assert repr(quick) == repr(slow) or cst.parse_module(text).code != text  # LibCST loses a blank before some colons
    return True


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("snippet", [*SNIPPETS, *CASES])
def test_snippets(snippet: str, newline: str) -> None:
    for before in ("", "\nif x: y\n", "é = '中'; "):
        alike((before + snippet + "\n").replace("\n", newline))


def test_the_quick_one_reads_nearly_every_construct() -> None:
    slow = {snippet for snippet in [*SNIPPETS, *CASES] if not alike(snippet + "\n")}
    assert len(slow) < 0.1 * len([*SNIPPETS, *CASES]), slow


@pytest.mark.parametrize("text", SLOW)
def test_what_the_tree_does_not_tell_is_left_to_the_slow_one(text: str) -> None:
    quick, slow = both(text + "\n")
    assert quick is None
    assert not slow.refusals
    assert read((text + "\n").encode()) == slow


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted((*ROOT.glob("aigc_lint/**/*.py"), *ROOT.glob("fixtures/**/*.py"), *ROOT.glob("fixtures/**/*.ipynb"))):
        data = path.read_bytes()
        text: str | Notebook | Refusal = parse(data.decode("utf-8-sig")) if path.suffix == ".ipynb" else decode(data)
        if not isinstance(text, Refusal):
            yield str(path.relative_to(ROOT)), text if isinstance(text, str) else text.text


def test_our_own_code_and_every_fixture() -> None:
    read_quickly = total = 0
    for path, text in _texts():
        if refusal(text) is None:
            total += 1
            try:
                read_quickly += alike(text)
            except AssertionError as error:
                raise AssertionError(path) from error
    assert total > 500
    assert read_quickly > 0.97 * total


@pytest.mark.parametrize("module", REAL, ids=[module.__name__ for module in REAL])
def test_real_code(module: ModuleType) -> None:
    assert module.__file__
    assert alike(Path(module.__file__).read_text("utf-8"))


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(st.one_of(SOURCES, st.lists(LINES, max_size=8).map("\n".join)))
@example("f(*é, 中='x')")
@example("(f)(\n x for x in (y)  # c )\n )")
def test_any_text(text: str) -> None:
    if refusal(text) is None:
        alike(text)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from([*SNIPPETS, *CASES]), st.data())
def test_any_two_snippets_with_something_changed(snippet: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(snippet)))
    other = data.draw(st.sampled_from([*SNIPPETS, *CASES, " ", "\n", "(", ")", "#", "\\\n", "é", ";"]))
    text = snippet[:at] + other + snippet[at:] + "\n"
    if refusal(text) is None:
        alike(text)


def test_the_slow_one_is_not_loaded_for_plain_code() -> None:
    code = "import sys; from aigc_lint.reading.read import read; read(b'f(a)'); print('libcst' in sys.modules)"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
