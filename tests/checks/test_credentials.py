"""AIG403: literal keys, told once, never shown."""

from __future__ import annotations

from aigc_lint.model.values import Hidden
from tests.builders import at, judge, unknown, use

KEY = Hidden("<redacted>", "pattern", at(3))
NAMED = Hidden("<redacted>", "name", at(3))


def test_a_key_at_the_client_is_told_there_and_not_at_its_calls() -> None:
    client = use("openai-api", kind="client", line=3, given={"api_key": KEY})
    call = use("openai-api", client={"api_key": KEY})
    assert [one.subject.kind for one in judge("AIG403", call, client)] == ["client"]
    assert judge("AIG403", call) == []


def test_a_key_in_a_call_or_a_setting() -> None:
    assert len(judge("AIG403", use("openai-api", given={"api_key": NAMED}))) == 1
    assert len(judge("AIG403", use("openai-api", kind="config", given={"api_key": KEY}))) == 1


def test_two_calls_with_one_literal_are_one_finding_two_literals_two() -> None:
    other = Hidden("<redacted>", "pattern", at(4))
    first = use("openai-api", given={"api_key": KEY})
    assert len(judge("AIG403", first, use("openai-api", line=20, given={"api_key": KEY}))) == 1
    assert len(judge("AIG403", first, use("openai-api", line=20, given={"api_key": other}))) == 2


def test_a_key_in_a_header_or_in_the_url() -> None:
    roles = {"headers": "headers", "url": "endpoint", "prompt": "input"}
    headers = use("openai-api", given={"headers": {"authorization": KEY}}, roles=roles)
    url = use("gemini-api", given={"url": Hidden("https://host/?key=<redacted>", "pattern", at(5))}, roles=roles)
    assert len(judge("AIG403", headers)) == len(judge("AIG403", url)) == 1


def test_text_that_merely_is_sent_is_no_credential() -> None:
    roles = {"prompt": "input"}
    assert judge("AIG403", use("openai-api", given={"prompt": KEY}, roles=roles)) == []


def test_no_literal_no_finding() -> None:
    assert judge("AIG403", use("openai-api", client={"api_key": unknown("env:OPENAI_API_KEY")})) == []
    assert judge("AIG403", use("openai-api", client={"api_key": "EMPTY"})) == []


def test_ones_own_server_is_left_alone_but_not_an_unknown_one() -> None:
    assert judge("AIG403", use("self-hosted", given={"api_key": NAMED})) == []
    assert len(judge("AIG403", use(unresolved=[unknown()], given={"api_key": KEY}))) == 1
    assert len(judge("AIG403", use("self-hosted", "openai-api", given={"api_key": KEY}))) == 1
