"""AIG103: one verdict per origin and file."""

from __future__ import annotations

from tests.builders import at, candidate, judge, speak, step, unknown, use


def test_one_verdict_for_one_origin_with_all_its_uses() -> None:
    uses = [use(line=line, unresolved=[unknown()]) for line in (10, 20, 30)]
    found = judge("AIG103", *uses)
    assert [(one.outcome, one.paths, one.subject.place.span.line) for one in found] == [("violation", "all", 10)]
    assert [place.span.line for place in found[0].others] == [20, 30]
    assert "env:LLM_BASE_URL" in speak("AIG103", found[0])


def test_the_client_comes_first_and_its_calls_are_listed() -> None:
    client = use(line=3, kind="client", unresolved=[unknown()])
    call = use(line=10, unresolved=[unknown()], via=[step("client", 3)])
    assert [(one.subject.kind, len(one.others)) for one in judge("AIG103", call, client)] == [("client", 1)]


def test_two_origins_are_two_verdicts() -> None:
    assert len(judge("AIG103", use(unresolved=[unknown("env:A")]), use(line=20, unresolved=[unknown("env:B")]))) == 2


def test_each_file_is_told_by_itself() -> None:
    uses = [use(path=path, unresolved=[unknown()]) for path in ("a.py", "b.py")]
    assert [one.others for one in judge("AIG103", *uses)] == [(), ()]


def test_an_endpoint_read_in_the_clients_file_is_told_there() -> None:
    origin = unknown(place=at(2, "app/clients.py"))
    call = use(unresolved=[origin], via=[step("client", 3, "app/clients.py")])
    client = use(path="app/clients.py", line=3, kind="client", unresolved=[origin])
    assert [one.subject.kind for one in judge("AIG103", call, client)] == ["client"]
    assert judge("AIG103", call) == []


def test_an_endpoint_handed_to_a_factory_elsewhere_is_told_at_the_call() -> None:
    origin = unknown(place=at(2, "app/settings.py"))
    call = use(unresolved=[origin], via=[step("client", 3, "app/clients.py")])
    client = use("openai-api", path="app/clients.py", line=3, kind="client", unresolved=[origin])
    assert [one.subject.place.path for one in judge("AIG103", call, client)] == ["app/chat.py"]


def test_origins_without_a_name_are_told_by_place() -> None:
    same = [use(line=line, unresolved=[unknown("", reason="call", place=at(5))]) for line in (10, 20)]
    apart = [use(line=line, unresolved=[unknown("", reason="call")]) for line in (10, 20)]
    assert [one.variant for one in judge("AIG103", *same)] == ["unnamed"]
    assert len(judge("AIG103", *apart)) == 2


def test_what_no_policy_key_can_name_is_not_offered_as_one() -> None:
    path = use(unresolved=[unknown("/chat/completions", reason="expression")])
    assert [one.variant for one in judge("AIG103", path)] == ["unnamed"]
    both = use(unresolved=[unknown("", reason="call"), unknown("env:A")])
    assert [dict(one.facts)["origin"] for one in judge("AIG103", both)] == ["env:A"]


def test_a_wrapper_around_a_client_nobody_saw_made_is_one_origin_in_a_file() -> None:
    made = use(kind="client", sdk="dspy", line=3, unresolved=[unknown("call:dspy.Predict", reason="wrapped-client")])
    call = use(sdk="dspy", unresolved=[unknown("call:dspy.Predict.__call__", reason="wrapped-client")])
    assert [(one.subject.kind, len(one.others)) for one in judge("AIG103", made, call)] == [("client", 1)]


def test_a_use_that_also_has_known_paths_is_told_of_the_unknown_one() -> None:
    assert [one.paths for one in judge("AIG103", use("openai-api", unresolved=[unknown()]))] == ["some"]


def test_a_provider_without_a_known_contract_is_a_doubt() -> None:
    uses = [use(candidate(None, provider="cohere"), line=line) for line in (10, 20)]
    found = judge("AIG103", *uses)
    assert [(one.outcome, one.variant, len(one.others)) for one in found] == [("cannot-tell", "contract", 1)]
    assert "Cohere" in speak("AIG103", found[0])


def test_a_resolved_use_is_silent() -> None:
    assert judge("AIG103", use("openai-api"), use("openai-api", "deepseek-api"), use("openai-api", kind="client")) == []
