"""Calls that are told by their looks not to be uses, and those that must be asked about."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.load import load
from aigc_lint.linking.looks import may_be_use
from aigc_lint.linking.scopes import analyse
from aigc_lint.linking.sdks import SdkIndex
from aigc_lint.reading.read import read

SILENT = (
    "found.append(one)",
    "text.strip()",
    "', '.join(names)",
    'found.get("choices")',
    "row.get(0)",
    "self.rows.items()",
    "self.a.b.unheard_of(1)",
    "agent.full_prompt()",
    'found = rows[0]\nfound.get("name", None)',
    'read().get("name", None)',
)
ASKED = (
    "session.get(url)",
    'session.get("https://example.org/v1/models")',
    'session.get(url="x")',
    "connection.input_audio_buffer.append(audio=data)",
    "buffer = connection.input_audio_buffer\nbuffer.append(audio=data)",
    "client.chat.completions.create(model=m)",
    "anything(prompt)",
    "agent.describe(prompt)",
    "agent.start()",
    "made.Model()",
    "import helpers\nhelpers.describe()",
    "class A:\n    def f(self):\n        self.describe()",
    "program.translate(text=text)",
    "self.llm(prompt)",
    "pool.submit(client.chat.completions.create)",
    "self.a.b.unheard_of(client.chat.completions.create)",
)


@pytest.fixture(scope="module")
def sdks() -> SdkIndex:
    """The shipped catalogue's SDKs."""
    return SdkIndex(load())


def _asked(sdks: SdkIndex, source: str) -> bool:
    block = analyse(read(source.encode()), "a.py", "a")
    while block.children:
        block = next(iter(block.children.values()))
    return may_be_use(sdks, block.calls[-1])


@pytest.mark.parametrize("source", SILENT)
def test_what_texts_and_containers_do_is_not_asked_about(sdks: SdkIndex, source: str) -> None:
    assert not _asked(sdks, source)


@pytest.mark.parametrize("source", ASKED)
def test_what_may_be_an_operation_is_asked_about(sdks: SdkIndex, source: str) -> None:
    assert _asked(sdks, source)
