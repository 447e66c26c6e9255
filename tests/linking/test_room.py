"""Evaluation nests as deep as its own bounds say, however many Python frames the interpreter started with."""

from __future__ import annotations

import sys

from aigc_lint.catalog.load import load
from aigc_lint.engine.needles import needles
from aigc_lint.linking.linker import Linker
from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.reading.prefilter import scan
from aigc_lint.reading.read import read

STEPS = 45


def test_a_long_chain_of_fallbacks_needs_no_more_frames_than_there_are() -> None:
    chain = "".join(f"c{step} = (c{step - 1} or None) if flag else c{step - 1}\n" for step in range(1, STEPS))
    source = f"import openai\nc0 = openai.OpenAI()\n{chain}c{STEPS - 1}.responses.create(model='m', input='x')\n".encode()
    catalog = load()
    facts = {"app.py": read(source)}
    files = ModuleIndex.build({"app.py": scan(source, needles(catalog, None))}, root="", roots=[""])
    linker = Linker(files=files, facts=facts.get, catalog=catalog)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(min(before, 600))
    try:
        found = linker.uses("app.py")
        during = sys.getrecursionlimit()
    finally:
        sys.setrecursionlimit(before)
    assert [use.kind for use in found] == ["client", "call"]
    assert during == min(before, 600), "the limit is put back"
