"""The training table, service by service, and what the four rules say of it."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest

from aigc_lint.catalog.entries.providers import Mechanism, OptOut
from aigc_lint.checks import training, training_table
from aigc_lint.checks.context import Context
from aigc_lint.model.words import Words
from tests.builders import TODAY, attested, candidate, catalog, judge, speak, unknown, use

RULES = ("AIG201", "AIG202", "AIG203", "AIG205")
TRAINING = "[training]\n"

OUTCOMES = """
anthropic-api          silent       never
aws-bedrock            silent       never
azure-openai           silent       opt-in
baichuan-app           trains       always
baidu-qianfan          silent       never                           inference; its tuning clause is special to other work
claude-ai              cannot-tell  opt-out?                        read for the EEA and Switzerland only
cohere-api             attest       conflict opt-out
dashscope-api          silent       opt-in
dashscope-coding-plan  gives        always
dashscope-token-plan   cannot-tell  always? opt-in?                 personal and team share a host
deepgram-api           switch       opt-out
deepseek-api           attest       opt-out silent                  the account's switch may or may not reach the API
deepseek-app           attest       opt-out
doubao-app             cannot-tell  opt-out?                        the switch is the personal edition's
fal-api                cannot-tell  derived-data
fireworks-api          silent       opt-in
gemini-api             cannot-tell  always? never?                  paid and unpaid look the same in code
google-cloud-vertex    silent       opt-in processor-only
groq-api               silent       opt-in
hf-inference           cannot-tell  upstream
iflytek-api            attest       opt-out-by-contact
kimi-app               attest       opt-out-by-contact
luma-api               trains       always
meta-model-api         silent       never                           a standard model; -contributor ids give
midjourney             trains       implied-by-licence
minimax-api-cn         trains       always conflict
minimax-api-intl       trains       implied-by-licence
mistral-api            attest       tiered                          labs-* ids give
moonshot-api-cn        trains       always conflict
moonshot-api-intl      attest       conflict contract-only
openai-api             silent       opt-in
openai-chatgpt         attest       opt-out
openrouter-api         switch       configurable opt-in upstream
perplexity-api         silent       never
pika-app               trains       always
qwen-chat              trains       always
replicate-api          cannot-tell  derived-data
runway-api             trains       always
siliconflow-api        silent       never
spark-app              attest       opt-out-by-contact
stability-api          attest       opt-out
stepfun-api            trains       always implied-by-licence
tencent-tokenhub       cannot-tell  upstream                        for models of others
tencent-yuanbao        silent       opt-in
together-api           silent       opt-in
volcengine-ark         silent       opt-in
volcengine-coding-plan gives        always
wenxin-app             trains       always
xai-api                silent       opt-in
zai-api                silent       opt-in
zai-app                trains       always
zai-coding-plan        cannot-tell  contract-only?                  the team plan's clause; the personal plan's is silent
zhipu-bigmodel-api     trains       always conflict contract-only   moving to Z.ai is no way out of this contract
"""


def rows() -> dict[str, tuple[str, str]]:
    """The table above: service -> (outcome, stances)."""
    found = {}
    for row in OUTCOMES.strip().splitlines():
        service, outcome, stances = row[:67].split(maxsplit=2)
        found[service] = (outcome, " ".join(stances.split()))
    return found


def outcome(service: str) -> tuple[str, str]:
    """What the table makes of an ordinary call, and of which deciding stances (``?``: condition open)."""
    context = Context(rule=catalog().rules["AIG201"], uses=(), policy=None, catalog=catalog(), today=TODAY)
    subject = use(service, model="some-model")
    path = training.read(context, subject, subject.candidates[0], catalog().services[service])
    return path.outcome, " ".join(sorted({one.clause.stance + "?" * (one.state == "undecided") for one in path.deciding}))


@pytest.mark.parametrize("service", sorted(catalog().services))
def test_every_service_has_exactly_the_outcome_of_its_contract(service: str) -> None:
    at_home = catalog().services[service].audience in ("self-hosted", "weights")
    expected = rows().get(service, ("silent" if at_home else "cannot-tell", ""))
    assert outcome(service) == expected


def test_the_table_lists_only_services_that_exist() -> None:
    assert rows().keys() <= catalog().services.keys()


def test_every_stance_of_the_catalogue_is_in_the_table() -> None:
    assert catalog().vocabulary.topics["training-use"].stances.keys() == training_table.STANCES
    assert list(training_table.unknown(catalog())) == []
    groups = (training_table.REFUSES, training_table.ASKS, training_table.TAKES, training_table.ANSWERS, training_table.UNCLEAR)
    assert not any(one & other for one, other in itertools.combinations(groups, 2))


def test_the_table_is_total() -> None:
    ways: list[tuple[training_table.Way, ...]] = [(), ("switch",), ("outside",), ("switch", "outside")]
    for size in range(4):
        for stances in itertools.combinations(sorted(training_table.STANCES), size):
            for open_ways in ways:
                assert training_table.decide(stances, open_ways) in get_args(training_table.Outcome)


@pytest.mark.parametrize("mechanism", get_args(Mechanism))
def test_every_mechanism_counts_as_one_thing(mechanism: Mechanism) -> None:
    how = Words("so", "如此")
    record = OptOut(of="training", by=mechanism, in_code=True, how=how, clause="a/b", confidence="read", setting="x", value=True)
    assert training_table.way(record) in ("switch", "outside", None)
    moving = OptOut(of="training", by=mechanism, in_code=True, how=how, clause="a/b", confidence="read", moves_to="other-api")
    assert training_table.way(moving) is None


@pytest.mark.parametrize(
    ("stances", "ways", "expected"),
    [
        (["never"], [], "silent"),
        (["opt-in"], ["outside"], "silent"),
        (["processor-only", "opt-in"], [], "silent"),
        (["upstream", "configurable"], ["switch", "outside"], "switch"),
        (["opt-out"], ["outside"], "attest"),
        (["always"], ["outside"], "attest"),
        (["always"], ["switch"], "switch"),
        (["always"], [], "trains"),
        (["implied-by-licence", "never"], [], "trains"),
        (["always", "contract-only"], [], "trains"),
        (["opt-out", "silent"], [], "attest"),
        (["silent"], [], "cannot-tell"),
        (["upstream"], [], "cannot-tell"),
        (["derived-data"], [], "cannot-tell"),
        (["conflict", "never"], [], "cannot-tell"),
        ([], [], "cannot-tell"),
    ],
)
def test_the_order_of_the_table(stances: list[str], ways: list[training_table.Way], expected: str) -> None:
    assert training_table.decide(stances, ways) == expected


def test_a_given_model_or_plan_goes_before_everything() -> None:
    assert training_table.decide(["never"], ["switch"], gives=True) == "gives"


def fired(subject: object, asks: str = "") -> list[tuple[str, str, str]]:
    """Which of the four rules speak: (code, outcome, variant)."""
    return [(code, one.outcome, one.variant) for code in RULES for one in judge(code, subject, asks=asks)]  # type: ignore[arg-type]


@pytest.mark.parametrize("service", sorted(rows()))
def test_exactly_one_rule_speaks_or_none(service: str) -> None:
    assert len(fired(use(service, model="some-model"))) == (0 if rows()[service][0] == "silent" else 1)


def test_coding_plan_and_ordinary_api_of_ark_are_two_contracts() -> None:
    plan = candidate("volcengine-coding-plan", endpoint="https://ark.cn-beijing.volces.com/api/coding/v3")
    assert fired(use(plan)) == [("AIG205", "violation", "plan")]
    assert judge("AIG205", use(plan))[0].clauses == ("volcengine-coding-plan/training",)
    assert fired(use("volcengine-ark"), TRAINING) == []


def test_bigmodel_trains_and_zai_does_not() -> None:
    verdict = judge("AIG201", use("zhipu-bigmodel-api"))[0]
    assert verdict.variant == "other-contract"
    assert verdict.clauses == ("zhipu-bigmodel-api/training",)
    assert fired(use("zai-api"), TRAINING) == []


def test_a_contract_of_ones_own_settles_what_offers_no_way_out() -> None:
    assert fired(use("stepfun-api"), attested("stepfun-api", "contract")) == []
    assert fired(use("stepfun-api"), attested("stepfun-api", "training-opt-out")) == [("AIG201", "violation", "default")]


class TestGemini:
    """One service, two plans: only an attestation tells."""

    def test_without_an_attestation_it_cannot_be_told(self) -> None:
        assert fired(use("gemini-api"), TRAINING) == [("AIG203", "cannot-tell", "depends")]
        verdict = judge("AIG203", use("gemini-api"), asks=TRAINING)[0]
        assert "plan" in speak("AIG203", verdict)
        assert set(verdict.clauses) == {"gemini-api/training-unpaid", "gemini-api/training-paid", "gemini-api/training-eea"}

    def test_an_attested_paid_plan_is_silent(self) -> None:
        assert fired(use("gemini-api"), TRAINING + attested("gemini-api", "plan", value="paid")) == []

    def test_an_unpaid_plan_still_depends_on_the_region(self) -> None:
        found = judge("AIG203", use("gemini-api"), asks=attested("gemini-api", "plan", value="unpaid"))
        assert [one.outcome for one in found] == ["cannot-tell"]
        assert "contract from" in speak("AIG203", found[0])
        assert "plan" not in speak("AIG203", found[0])

    def test_an_attestation_for_another_key_does_not_count(self) -> None:
        asks = attested("gemini-api", "plan", value="paid", account="env:GEMINI_API_KEY")
        own = use("gemini-api", client={"api_key": unknown("env:GEMINI_API_KEY")})
        other = use("gemini-api", client={"api_key": unknown("env:TEST_KEY")})
        assert fired(own, asks) == []
        assert fired(other, asks) == [("AIG203", "cannot-tell", "depends")]


class TestOpenRouter:
    """The switch is in the body, wherever that is set."""

    @pytest.mark.parametrize(
        "given",
        [
            {"body": {"provider": {"data_collection": "deny"}}},
            {"body": {"provider": {"order": ["a"], "data_collection": "deny"}, "other": 1}},
            {"given": {"extra_body": {"provider": {"data_collection": "deny"}}}},
            {"client": {"extra_body": {"provider": {"data_collection": "deny"}}}},
        ],
    )
    def test_set_is_silent(self, given: dict[str, object]) -> None:
        assert fired(use("openrouter-api", **given)) == []  # type: ignore[arg-type]

    @pytest.mark.parametrize("body", [{}, {"provider": {"order": ["a"]}}, {"provider": {"data_collection": None}}])
    def test_missing_is_a_violation(self, body: dict[str, object]) -> None:
        assert fired(use("openrouter-api", body=body)) == [("AIG202", "violation", "default")]

    def test_allow_is_wrong(self) -> None:
        found = judge("AIG202", use("openrouter-api", body={"provider": {"data_collection": "allow"}}))
        assert [one.variant for one in found] == ["wrong"]
        assert '"allow"' in speak("AIG202", found[0])

    def test_a_value_of_run_time_cannot_be_told(self) -> None:
        assert fired(use("openrouter-api", body={"provider": unknown("env:X")})) == [("AIG202", "cannot-tell", "unknown")]

    def test_on_some_values_only(self) -> None:
        found = judge("AIG202", use("openrouter-api", body={"provider": {"data_collection": ("deny", "allow")}}))
        assert [(one.outcome, one.paths) for one in found] == [("violation", "some")]

    def test_it_names_the_clause_of_the_switch_first(self) -> None:
        assert judge("AIG202", use("openrouter-api"))[0].clauses[0] == "openrouter-api/data-collection"


@pytest.mark.parametrize(
    ("service", "model", "expected"),
    [
        ("mistral-api", "labs-devstral-small", [("AIG205", "violation", "model")]),
        ("mistral-api", "mistral-large-latest", [("AIG203", "violation", "default")]),
        ("meta-model-api", "llama-5-contributor", [("AIG205", "violation", "model")]),
        ("meta-model-api", "llama-5", []),
    ],
)
def test_model_ids_that_carry_a_licence_to_train(service: str, model: str, expected: list[tuple[str, str, str]]) -> None:
    assert fired(use(service, model=model)) == expected


class TestAttestation:
    """An opt-out outside code counts where somebody vouches for it, today."""

    def test_without_one_it_is_missing(self) -> None:
        found = judge("AIG203", use("cohere-api"))
        assert [(one.outcome, one.variant, one.policy_key) for one in found] == [("violation", "default", None)]
        assert found[0].clauses[0] == "cohere-api/training"

    def test_the_policy_key_is_named_where_it_asks(self) -> None:
        assert judge("AIG203", use("cohere-api"), asks=TRAINING)[0].policy_key == "training.stances"

    @pytest.mark.parametrize("states", ["training-opt-out", "contract"])
    def test_a_valid_one_is_silent(self, states: str) -> None:
        assert fired(use("cohere-api"), TRAINING + attested("cohere-api", states)) == []

    def test_an_expired_one_does_not_count(self) -> None:
        old = attested("cohere-api", "training-opt-out", on=TODAY.replace(year=2024), expires=TODAY.replace(year=2025))
        assert len(fired(use("cohere-api"), old)) == 1

    def test_the_last_day_still_counts(self) -> None:
        assert fired(use("cohere-api"), attested("cohere-api", "training-opt-out", expires=TODAY)) == []

    def test_one_of_another_service_does_not_count(self) -> None:
        assert len(fired(use("cohere-api"), attested("mistral-api", "training-opt-out"))) == 1

    def test_one_that_starts_tomorrow_does_not_count(self) -> None:
        assert len(fired(use("cohere-api"), attested("cohere-api", "training-opt-out", on=TODAY.replace(year=2027)))) == 1


def test_a_stance_that_the_policy_accepts_is_silent() -> None:
    assert fired(use("iflytek-api"), '[training]\nstances = ["never", "opt-in", "opt-out-by-contact"]') == []


def test_a_policy_that_accepts_only_never_wants_opt_in_attested() -> None:
    assert fired(use("openai-api"), '[training]\nstances = ["never"]') == [("AIG203", "violation", "default")]
    assert fired(use("anthropic-api"), '[training]\nstances = ["never"]') == []


def test_nobody_read_the_terms_is_said_only_where_the_policy_asks() -> None:
    assert fired(use("deepinfra-api")) == []
    assert fired(use("deepinfra-api"), TRAINING) == [("AIG203", "cannot-tell", "no-terms")]


def test_an_unresolved_service_is_silent() -> None:
    assert fired(use(unresolved=[unknown()]), TRAINING) == []


class TestSets:
    """Several candidate services, one verdict a rule."""

    def test_all_paths(self) -> None:
        assert [one.paths for one in judge("AIG201", use("stepfun-api", "minimax-api-cn"))] == ["all"]

    def test_some_paths(self) -> None:
        verdict = judge("AIG201", use("stepfun-api", "openai-api"))[0]
        assert verdict.paths == "some"
        assert dict(verdict.facts)["service_id"] == "stepfun-api"

    def test_an_unresolved_path_is_a_path(self) -> None:
        assert judge("AIG201", use("stepfun-api", unresolved=[unknown()]))[0].paths == "some"

    def test_a_violation_goes_before_a_doubt(self) -> None:
        assert [(one.outcome, one.paths) for one in judge("AIG203", use("fal-api", "cohere-api"))] == [("violation", "some")]


def test_clients_and_opened_sessions_are_not_judged() -> None:
    assert fired(use("stepfun-api", kind="client")) == []
    assert fired(use("stepfun-api", modality="chat-session")) == []


def test_seed_and_superseded_clauses_never_trigger_unless_trusted() -> None:
    cited = {clause for service in rows() for code in RULES for one in judge(code, use(service)) for clause in one.clauses}
    assert cited
    assert {catalog().clauses[id].confidence for id in cited} <= {"read", "secondary"}
    assert not [id for id in cited if catalog().clauses[id].superseded_by]

