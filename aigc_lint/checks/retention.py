"""How long does the service keep the content? Application state, days, zero retention: the first level that is not met."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from aigc_lint.catalog.entries.providers import OptOut, Service
from aigc_lint.checks import attestations, clauses, settings
from aigc_lint.checks.clauses import Applicable
from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import Facts, Ruling, rule_on
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Candidate, Use
from aigc_lint.policy.schema import Retention

TOPIC = "retention"
STATE = "store"
"""Last part of the settings that keep content as application state; other retention switches ask for zero retention."""
HOME = ("self-hosted", "weights", "none")


def check(context: Context) -> Iterator[Verdict]:
    """Ask state first, then days, then zero retention; one finding per use."""
    wanted = context.settings.retention
    if wanted is None:
        return iter(())

    def judge(use: Use, candidate: Candidate, service: Service) -> Ruling | None:
        if service.audience in HOME:
            return None
        found = clauses.applicable(context, use, candidate, service, TOPIC)
        state = None if wanted.application_state else _state(context, use, candidate, service, found)
        if state and state.outcome == "violation":
            return state
        attested = attestations.valid(context, service.id, ("zero-data-retention",), use=use)
        limit = None if attested else _days(wanted, use, candidate, service, found) or _zero(wanted, use, candidate, service)
        return limit if limit and (limit.outcome == "violation" or not state) else state

    return rule_on(context, judge)


def _state(
    context: Context, use: Use, candidate: Candidate, service: Service, found: tuple[Applicable, ...]
) -> Ruling | None:
    """Is content stored as state? An explicit setting decides, else what the service does without one."""
    switch = next((one for one in _switches(use, candidate, service, state=True)), None)
    if switch is None or switch.setting is None or not _takes(use, candidate, switch):
        return None
    setting = settings.look_up(use, switch.setting)
    state, partly = setting.against(switch.value)
    if state == "met":
        return None
    own = [one for one in clauses.deciding(found) if one.special and one.clause.when and one.clause.when.operation]
    keeps = any(one.clause.stance == "retained" for one in own) or _stores_by_default(context, use, candidate)
    if state == "missing" and own and not keeps and not any(one.clause.stance == "conflict" for one in own):
        return None
    default = tuple(one.clause.id for one in own)
    unsure = state == "unknown" or (state == "missing" and not keeps)
    absent = "state-default" if keeps else "state-unclear"
    variant = {"wrong": "state-set", "unknown": "state-unknown"}.get(state, absent)
    return Ruling(
        service=service, outcome="cannot-tell" if unsure else "violation", variant=variant, partly=partly,
        span=setting.span if setting.values else None,
        facts={"setting": switch.setting, "value": settings.show(switch.value)},
        clauses=tuple(dict.fromkeys((switch.clause, *(default if state == "missing" else ())))),
        policy_key="retention.application_state",
    )


def _stores_by_default(context: Context, use: Use, candidate: Candidate) -> bool:
    """Operations that keep what they get unless told not to, whoever serves them."""
    return bool(clauses.operation_words(use, candidate) & set(context.rule.params.get("stores_by_default", "").split()))


def _days(
    wanted: Retention, use: Use, candidate: Candidate, service: Service, found: tuple[Applicable, ...]
) -> Ruling | None:
    """The longest period that a clause gives, unless the call switches off what the clause is about."""
    if wanted.max_days is None:
        return None
    off = {one.clause for one in _switches(use, candidate, service) if _stands(use, one)[0] == "met"}
    periods = [(one, one.clause.days) for one in found if one.clause.days is not None and one.clause.id not in off]
    over = [one for one, days in periods if days > wanted.max_days]
    said: Facts = {"limit": str(wanted.max_days)}
    if over:
        holding = [one for one in over if one.state == "holds"]
        said["days"] = str(max(one.clause.days or 0 for one in holding or over))
        if not holding:
            said["settles"] = clauses.settles(over)
        return Ruling(
            service=service, outcome="violation" if holding else "cannot-tell", variant="days" if holding else "days-depends",
            facts=said, clauses=tuple(one.clause.id for one in holding or over), policy_key="retention.max_days",
        )
    if periods or off or any(one.clause.stance == "none-by-default" for one in found):
        return None
    said["service_key"] = service.id
    return Ruling(
        service=service, outcome="cannot-tell", variant="days-unknown", facts=said,
        clauses=tuple(one.clause.id for one in found), policy_key="retention.max_days",
    )


def _zero(wanted: Retention, use: Use, candidate: Candidate, service: Service) -> Ruling | None:
    """Zero retention: shown by a switch in code where there is one, else attested."""
    if not wanted.zero:
        return None
    switches = [one for one in _switches(use, candidate, service, state=False) if _takes(use, candidate, one)]
    answers = [(one, *_stands(use, one)) for one in switches]
    if any(state == "met" for _, state, _ in answers):
        return None
    said: Facts = {"service_key": service.id}
    if not answers:
        return Ruling(service=service, variant="zero", facts=said, policy_key="retention.zero")
    switch, state, partly = answers[0]
    unsure = state == "unknown"
    said |= {"setting": switch.setting or "", "value": settings.show(switch.value)}
    return Ruling(
        service=service, outcome="cannot-tell" if unsure else "violation", variant="zero-unknown" if unsure else "zero-switch",
        partly=partly, facts=said, clauses=(switch.clause,), policy_key="retention.zero",
    )


def _takes(use: Use, candidate: Candidate, switch: OptOut) -> bool:
    """Does the operation know the setting? A raw request has no parameters: there the switch's own list of operations decides."""
    raw = clauses.operation_name(use, candidate) != use.operation
    return bool(raw and switch.operations) or settings.documented(use, switch.setting or "") is not False


def _stands(use: Use, switch: OptOut) -> tuple[settings.State, bool]:
    return settings.look_up(use, switch.setting or "").against(switch.value)


def _switches(use: Use, candidate: Candidate, service: Service, *, state: bool | None = None) -> Iterator[OptOut]:
    """The retention switches in code that this operation takes."""
    name = clauses.operation_name(use, candidate)
    for one in service.opt_outs:
        if one.of != "retention" or not one.in_code or one.setting is None or one.moves_to:
            continue
        if one.operations and not any(fnmatchcase(name, pattern) for pattern in one.operations):
            continue
        if state is None or (one.setting.rsplit(".", 1)[-1] == STATE) == state:
            yield one
