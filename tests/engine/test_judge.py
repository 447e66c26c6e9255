"""From verdicts to findings: severity, place, exceptions, order, identity."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from aigc_lint.engine.globs import matches, within
from aigc_lint.engine.judge import Judged, JudgeOptions, judge, region
from aigc_lint.engine.ruleset import has
from aigc_lint.model.facts import Suppression
from aigc_lint.model.findings import Finding
from aigc_lint.model.spans import CellSpot, Place, Span
from aigc_lint.model.uses import Use
from aigc_lint.model.words import Words
from tests.builders import PATH, RESPONSES, TODAY, catalog, guard, policy, unknown, use

STATE = "[retention]\napplication_state = false\n"


def run(
    *uses: Use,
    asks: str | None = None,
    comments: Mapping[str, tuple[Suppression, ...]] | None = None,
    options: JudgeOptions | None = None,
    today: datetime.date = TODAY,
) -> Judged:
    return judge(
        uses=uses,
        loaded=None if asks is None else policy(asks),
        catalog=catalog(),
        today=today,
        suppressions=comments or {},
        options=options or JudgeOptions(),
    )


def codes(judged: Judged) -> list[str]:
    return [finding.rule for finding in judged.findings]


def only(judged: Judged) -> Finding:
    assert len(judged.findings) == 1, codes(judged)
    return judged.findings[0]


def comment(*rules: str, line: int = 10, reason: str = "synthetic text", until: str | None = None) -> Suppression:
    return Suppression(rules, until, reason, Span(line, 70, line, 110))


class TestSeverity:
    """The rule's own, the policy's, and what terms alone may raise."""

    def test_training_is_a_note_until_the_policy_asks(self) -> None:
        assert only(run(use("stepfun-api"))).severity == "note"
        assert only(run(use("stepfun-api"), asks="[training]")).severity == "error"

    def test_a_clause_known_at_second_hand_is_at_most_a_warning(self) -> None:
        assert only(run(use("volcengine-coding-plan"))).severity == "warning"
        assert only(run(use("dashscope-coding-plan"))).severity == "error"

    def test_trust_lets_it_be_an_error(self) -> None:
        assert only(run(use("volcengine-coding-plan"), asks='[terms]\ntrust = ["read", "secondary"]')).severity == "error"

    def test_what_the_policy_alone_asks_is_an_error_without_clauses(self) -> None:
        finding = only(run(use("cohere-api"), asks="[retention]\nzero = true", options=JudgeOptions(select=("AIG204",))))
        assert (finding.severity, finding.clauses) == ("error", ())

    def test_a_consumer_product_without_a_clause_is_a_warning(self) -> None:
        assert only(run(use("gemini-app"))).severity == "warning"
        assert only(run(use("kimi-app"), options=JudgeOptions(select=("AIG105",)))).severity == "error"

    def test_a_doubt_is_a_note_whatever_the_policy_says(self) -> None:
        finding = only(run(use("fal-api"), asks='[training]\n[rules.severity]\nAIG203 = "error"'))
        assert (finding.doubt, finding.severity, finding.confidence) == (True, "note", "low")

    @pytest.mark.parametrize("key", ["AIG201", "trains-on-content"])
    def test_the_policy_names_rules_by_code_or_name(self, key: str) -> None:
        assert only(run(use("stepfun-api"), asks=f'[rules.severity]\n{key} = "warning"')).severity == "warning"

    def test_off_is_off(self) -> None:
        assert codes(run(use("stepfun-api"), asks='[rules.severity]\nAIG201 = "off"')) == []

    def test_unknown_has_a_key_of_its_own(self) -> None:
        nowhere = use(unresolved=[unknown()])
        assert only(run(nowhere)).severity == "warning"
        assert only(run(nowhere, asks='[rules]\nunknown = "error"')).severity == "error"
        assert codes(run(nowhere, asks='[rules]\nunknown = "off"')) == []


class TestChoice:
    """Which rules run."""

    def test_rules_whose_key_the_policy_lacks_are_silent_and_counted(self) -> None:
        needy = [rule for rule in catalog().rules.values() if rule.needs]
        assert run(use("openai-api")).not_asked == len(needy)
        assert run(use("openai-api"), asks=STATE).not_asked == len(needy) - 1

    def test_the_enabled_rules_are_named(self) -> None:
        assert run(options=JudgeOptions(select=("AIG201",))).enabled == ("AIG201", "AIG906")
        assert "AIG203" not in run(options=JudgeOptions(ignore=("opt-out-not-attested", "AIG906"))).enabled
        assert "AIG906" in run(options=JudgeOptions(ignore=("AIG906",))).enabled

    def test_select_and_ignore(self) -> None:
        both = use("stepfun-api")
        asks = '[training]\n[providers]\nallow = ["openai"]'
        assert codes(run(both, asks=asks)) == ["AIG101", "AIG201"]
        assert codes(run(both, asks=asks, options=JudgeOptions(select=("provider-not-allowed",)))) == ["AIG101"]
        assert codes(run(both, asks=asks, options=JudgeOptions(ignore=("AIG101",)))) == ["AIG201"]
        assert codes(run(both, asks=asks + '\n[rules]\nignore = ["trains-on-content"]')) == ["AIG101"]
        assert codes(run(both, asks=asks + '\n[rules]\nselect = ["AIG201"]')) == ["AIG201"]

    def test_per_path_counts_from_the_policys_folder(self) -> None:
        asks = '[[rules.per_path]]\npath = "tests/**"\nignore = ["AIG201"]'
        subject = use("stepfun-api", path="services/shop/tests/test_chat.py")
        assert codes(run(subject, asks=asks)) == ["AIG201"]
        assert codes(run(subject, asks=asks, options=JudgeOptions(root="services/shop"))) == []

    def test_a_policy_key_with_a_star(self) -> None:
        empty = policy("[services.openai-api]").policy
        assert not has(empty, "services.*.models")
        assert has(policy('[services.openai-api.models]\nchat = ["x"]').policy, "services.*.models")


class TestPlace:
    """One line to underline."""

    def test_the_callee(self) -> None:
        assert only(run(use("stepfun-api"))).place == Place(PATH, Span(10, 4, 10, 34))

    def test_the_argument(self) -> None:
        found = only(run(use("openai-api", operation=RESPONSES, given={"store": True}), asks=STATE))
        assert found.place.span == Span(11, 8, 11, 30)

    def test_several_lines_are_cut_to_where_they_begin(self) -> None:
        assert region(Place(PATH, Span(3, 0, 9, 1)), Span(3, 4, 5, 2)).span == Span(3, 4, 3, 5)

    def test_in_a_notebook_the_cell_goes_with_the_line(self) -> None:
        cell = CellSpot(2, 1, 3, 40, 6)
        subject = use("openai-api", operation=RESPONSES, given={"store": True}, path="lab.ipynb")
        subject = replace(subject, place=Place("lab.ipynb", subject.place.span, cell))
        assert only(run(subject, asks=STATE)).place == Place("lab.ipynb", Span(10, 4, 10, 5), cell)

    def test_the_policys_line(self) -> None:
        reference = only(run(use("openai-api", operation=RESPONSES), asks="\n\n" + STATE)).policy
        assert reference is not None
        assert (reference.path, reference.line, reference.key) == ("aigc-policy.toml", 5, "retention.application_state")


class TestSuppression:
    """Comments on the statement that holds the call."""

    @pytest.mark.parametrize("line", [10, 11, 12])
    def test_on_any_line_of_the_statement(self, line: int) -> None:
        finding = only(run(use("stepfun-api"), comments={PATH: (comment("AIG201", line=line),)}))
        assert (finding.set_aside, finding.reason) == ("suppressed", "synthetic text")

    @pytest.mark.parametrize("line", [9, 13])
    def test_beside_it_does_nothing_and_is_unused(self, line: int) -> None:
        judged = run(use("stepfun-api"), comments={PATH: (comment("AIG201", line=line),)})
        assert sorted((one.rule, one.set_aside) for one in judged.findings) == [("AIG201", ""), ("AIG904", "")]

    def test_by_name(self) -> None:
        assert only(run(use("stepfun-api"), comments={PATH: (comment("trains-on-content"),)})).set_aside == "suppressed"

    def test_without_a_reason_it_does_not_suppress(self) -> None:
        judged = run(use("stepfun-api"), comments={PATH: (comment("AIG201", reason=" "),)})
        assert [(one.rule, one.variant, one.severity) for one in judged.findings] == [
            ("AIG201", "default", "note"),
            ("AIG905", "default", "warning"),
        ]

    def test_without_a_rule_it_does_not_suppress(self) -> None:
        judged = run(use("stepfun-api"), comments={PATH: (comment(),)})
        assert [(one.rule, one.variant) for one in judged.findings] == [("AIG201", "default"), ("AIG905", "blanket")]

    @pytest.mark.parametrize(
        ("until", "expected"),
        [
            ("2026-11-25", [("AIG201", "suppressed")]),
            ("2026-11-24", [("AIG201", ""), ("AIG904", "")]),
            ("soon", [("AIG201", ""), ("AIG905", "")]),
        ],
    )
    def test_until_a_day(self, until: str, expected: list[tuple[str, str]]) -> None:
        judged = run(use("stepfun-api"), comments={PATH: (comment("AIG201", until=until),)})
        assert [(one.rule, one.set_aside) for one in judged.findings] == expected

    def test_one_of_two_rules_is_unused(self) -> None:
        judged = run(use("stepfun-api"), comments={PATH: (comment("AIG201", "AIG202"),)})
        remark = judged.findings[1]
        assert (judged.findings[0].set_aside, remark.rule, dict(remark.facts)["rule"]) == ("suppressed", "AIG904", "AIG202")

    def test_a_rule_that_did_not_run_is_not_called_unused(self) -> None:
        needs_key = {PATH: (comment("AIG301", line=50),)}
        assert codes(run(use("openai-api"), comments=needs_key)) == []
        guarded = use("openai-api", guards=[guard("app.record")])
        asks = '[[provenance.wrapper]]\nname = "app.record"'
        assert codes(run(guarded, asks=asks, comments=needs_key)) == ["AIG904"]
        assert codes(run(guarded, asks=asks, comments=needs_key, options=JudgeOptions(ignore=("AIG301",)))) == []
        ignored_here = asks + '\n[[rules.per_path]]\npath = "app/**"\nignore = ["AIG301"]'
        assert codes(run(guarded, asks=ignored_here, comments=needs_key)) == []

    def test_a_rule_that_does_not_exist(self) -> None:
        remark = only(run(use("openai-api"), comments={PATH: (comment("AIG20"),)}))
        assert (remark.rule, remark.variant) == ("AIG904", "unknown-guess")

    def test_auditors_switch_them_off(self) -> None:
        comments = {PATH: (comment("AIG201"), comment("AIG202", line=50), comment("AIG203", line=60, reason=""))}
        judged = run(use("stepfun-api"), comments=comments, options=JudgeOptions(use_suppressions=False))
        assert [(one.rule, one.set_aside) for one in judged.findings] == [("AIG201", "")]

    def test_remarks_can_be_ignored_like_rules(self) -> None:
        comments = {PATH: (comment("AIG202", line=50),)}
        assert codes(run(use("openai-api"), comments=comments, options=JudgeOptions(ignore=("AIG904",)))) == []


class TestWaiver:
    """Exceptions with an owner and an end."""

    WAIVER = '[[waiver]]\nrule = "AIG201"\nreason = "moving"\napproved_by = "cto@example.com"\nexpires = 2026-11-25\n'

    def aside(self, subject: Use, more: str = "", today: datetime.date = TODAY) -> str:
        return only(run(subject, asks=self.WAIVER + more, today=today)).set_aside

    def test_it_covers_until_its_last_day(self) -> None:
        assert self.aside(use("stepfun-api")) == "waived"
        assert self.aside(use("stepfun-api"), today=TODAY + datetime.timedelta(days=1)) == ""

    def test_it_says_why_and_who(self) -> None:
        assert only(run(use("stepfun-api"), asks=self.WAIVER)).reason == "moving (cto@example.com)"

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ('service = "service:stepfun-api"', "waived"),
            ('service = "stepfun-api"', "waived"),
            ('service = "service:minimax-api-cn"', ""),
            ('path = "app/**"', "waived"),
            ('path = "lib/**"', ""),
        ],
    )
    def test_its_reach(self, more: str, expected: str) -> None:
        assert self.aside(use("stepfun-api"), more) == expected

    def test_one_service_of_two_is_not_enough(self) -> None:
        assert self.aside(use("stepfun-api", "minimax-api-cn"), 'service = "service:stepfun-api"') == ""

    def test_another_rule_is_not_covered(self) -> None:
        assert only(run(use("cohere-api"), asks=self.WAIVER)).set_aside == ""


class TestOrder:
    """Sorted, and known again after an edit."""

    def test_by_path_span_and_rule(self) -> None:
        uses = [use("stepfun-api", path=path, line=line) for path, line in (("b.py", 1), ("a.py", 20), ("a.py", 3))]
        judged = run(*uses, asks='[training]\n[providers]\nallow = ["openai"]')
        assert [(one.place.path, one.place.span.line, one.rule) for one in judged.findings] == [
            ("a.py", 3, "AIG101"),
            ("a.py", 3, "AIG201"),
            ("a.py", 20, "AIG101"),
            ("a.py", 20, "AIG201"),
            ("b.py", 1, "AIG101"),
            ("b.py", 1, "AIG201"),
        ]

    def test_keys_do_not_move_with_lines_and_tell_occurrences_apart(self) -> None:
        first = run(use("stepfun-api"), use("stepfun-api", line=30))
        moved = run(use("stepfun-api", line=100), use("stepfun-api", line=300))
        keys = [one.key for one in first.findings]
        assert keys == [one.key for one in moved.findings]
        assert len(set(keys)) == 2
        assert not any(character.isdigit() for character in keys[0].removeprefix("AIG201").removesuffix(":0"))

    def test_confidence_is_that_of_the_weakest_link(self) -> None:
        assert only(run(use("stepfun-api"))).confidence == "high"
        assert only(run(use("stepfun-api", "openai-api"))).confidence == "medium"
        assert only(run(replace(use("stepfun-api"), confidence="low"))).confidence == "low"


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("tests/a.py", "tests/**", True),
        ("tests/deep/a.py", "tests/**", True),
        ("src/tests/a.py", "tests/**", False),
        ("src/tests/a.py", "**/tests/**", True),
        ("tests/a.py", "**/tests/**", True),
        ("src/legacy/a.py", "src/legacy", True),
        ("src/legacy2/a.py", "src/legacy", False),
        ("src/legacy/a.py", "src/legacy/", True),
        ("a.ipynb", "*.ipynb", True),
        ("lab/a.ipynb", "*.ipynb", False),
        ("lab/a.ipynb", "**/*.ipynb", True),
        ("a.py", "?.py", True),
        ("ab.py", "?.py", False),
        ("a+b.py", "a+b.py", True),
        ("app/hr/x/y.py", "app/*/y.py", False),
    ],
)
def test_path_patterns(path: str, pattern: str, expected: bool) -> None:
    assert matches(path, pattern) is expected


def test_paths_are_seen_from_the_root() -> None:
    assert [within("a/b/c.py", root) for root in ("", "a", "a/b", "x")] == ["a/b/c.py", "b/c.py", "c.py", "a/b/c.py"]


class TestStaleClauses:
    """AIG901: once per clause, with how many findings rest on it, at the line of the policy that sets the limit."""

    LIMIT = "[training]\n[terms]\nmax_age_days = {}\n"

    def stale(self, *uses: Use, days: int, today: datetime.date = TODAY) -> list[Finding]:
        judged = run(*uses, asks=self.LIMIT.format(days), today=today)
        return [one for one in judged.findings if one.rule == "AIG901"]

    def test_it_is_told_once_whatever_the_number_of_calls(self) -> None:
        (remark,) = self.stale(use("luma-api", line=4), use("luma-api", line=9), days=10)
        assert (remark.severity, remark.clauses, remark.subject) == ("note", ("luma-api/training",), None)
        said = dict(remark.facts)
        assert (said["clause"], said["limit"], said["findings"]) == (
            "luma-api/training", "10", Words("2 findings rest", "2 项发现"),
        )  # fmt: skip
        assert remark.policy is not None
        assert (remark.place.path, remark.place.span.line, remark.policy.key) == ("aigc-policy.toml", 4, "terms.max_age_days")
        assert remark.key == "AIG901:aigc-policy.toml::luma-api/training:0"

    def test_the_day_of_the_limit_still_counts_as_fresh(self) -> None:
        clause = catalog().clauses["luma-api/training"]
        checked = catalog().documents[clause.document].checked
        ends = checked + datetime.timedelta(days=30)
        assert self.stale(use("luma-api"), days=30, today=ends) == []
        (remark,) = self.stale(use("luma-api"), days=30, today=ends + datetime.timedelta(days=1))
        assert (dict(remark.facts)["age"], dict(remark.facts)["checked"]) == ("31", str(checked))

    def test_nothing_is_told_where_no_finding_counts(self) -> None:
        assert self.stale(use("luma-api", kind="client"), days=0) == []
