"""A test that needs a registry fails in CI where there is none, and skips elsewhere."""

from __future__ import annotations

import pytest

from tests.registry import refuse, require_registry


def test_in_ci_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-tool is not installed"):
        require_registry("no-such-tool")


def test_elsewhere_it_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no package registry: away"):
        refuse("away")


def test_a_tool_that_is_there_is_found() -> None:
    assert require_registry("python3").endswith("python3")
