"""Where the service can't be determined: once per unresolved origin and file, with the uses that hang on it."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import Facts, facts
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Use
from aigc_lint.model.values import Unknown
from aigc_lint.model.words import Words
from aigc_lint.policy.meaning import ORIGINS

MADE = ("client", "factory", "setting", "derived")
"""Steps at which a client gets its endpoint."""

REASONS = {
    "environment": Words("an environment variable without a default", "没有默认值的环境变量"),
    "unknown-host": Words("a host that the catalogue does not know", "未收录的主机"),
    "parameter": Words("a parameter that no caller in the project fixes", "项目内无调用方确定的参数"),
    "argument": Words("an argument of the command line", "命令行参数"),
    "setting": Words("a setting that is read at run time", "运行时读取的配置项"),
    "attribute": Words("an attribute whose value does not show", "取值不可见的属性"),
    "call": Words("the result of a call that does not show", "取值不可见的调用结果"),
    "import": Words("a name from a module that can't be read", "来自无法读取的模块的名称"),
    "provider": Words("a provider name that the catalogue does not know", "未收录的提供方名称"),
    "model": Words("decided by a model id that does not tell the provider", "由无法判断提供方的模型名称决定"),
    "client": Words("left to a client that names none", "由未指明端点的客户端决定"),
    "wrapped-client": Words("that of a client whose making does not show", "取决于创建过程不可见的客户端"),
    "annotation": Words("that of a client known by its annotation only", "取决于仅由类型标注得知的客户端"),
    "bound": Words("a value with too many possibilities", "可能取值过多的值"),
}
OTHER = Words("a value that does not show", "取值不可见的值")


def check(context: Context) -> Iterator[Verdict]:
    """One verdict per origin in each file, standing at the first use; then one doubt per provider without a known contract."""
    groups: dict[tuple[str, str], list[tuple[Use, Unknown]]] = {}
    for use in context.uses:
        for unknown in _telling(use):
            if not _told_elsewhere(use, unknown):
                groups.setdefault((use.place.path, _identity(use, unknown)), []).append((use, unknown))
    for group in groups.values():
        yield _verdict([use for use, _ in group], group[0][1])
    yield from _contracts(context)


def _telling(use: Use) -> tuple[Unknown, ...]:
    """The unknowns worth telling: where some have a name, those without add nothing."""
    named = tuple(unknown for unknown in use.unresolved if _is_named(unknown))
    return named or use.unresolved


def _is_named(unknown: Unknown) -> bool:
    """Whether the policy's ``[endpoints]`` can say what it stands for."""
    return unknown.origin.partition(":")[0] in ORIGINS and not unknown.origin.endswith(":")


def _identity(use: Use, unknown: Unknown) -> str:
    """What makes two uses hang on the same thing: the origin's name, else the place of it, else the use itself."""
    if unknown.reason == "wrapped-client":
        return f"the client of {use.sdk}"
    if _is_named(unknown):
        return unknown.origin
    place = unknown.place or use.place
    return f"{place.path}:{place.span.line}:{place.span.column}"


def _told_elsewhere(use: Use, unknown: Unknown) -> bool:
    """Whether another use tells of it: the client's, in the file where the endpoint is read; or, for the client that a
    factory makes from what it is given, each call's."""
    if use.kind == "client":
        return bool(use.candidates)
    if use.kind != "call" or unknown.place is None or unknown.place.path == use.place.path:
        return False
    made = {step.place.path for step in use.via if step.what in MADE}
    return made == {unknown.place.path}


def _verdict(uses: list[Use], unknown: Unknown) -> Verdict:
    ordered = sorted(uses, key=lambda use: (use.place, use.kind))
    first, places = ordered[0], dict.fromkeys(use.place for use in ordered)
    others = tuple(place for place in places if place != first.place)
    whole = not any(use.candidates for use in ordered)
    said: Facts = {"origin": unknown.origin, "because": REASONS.get(unknown.reason, OTHER), "uses": str(len(places))}
    variant = "default" if _is_named(unknown) else "unnamed"
    return Verdict("violation", first, "all" if whole else "some", variant, facts(said), others=others)


def _contracts(context: Context) -> Iterator[Verdict]:
    """The provider shows, but not which of its contracts: one doubt per provider and file."""
    groups: dict[tuple[str, str], list[Use]] = {}
    for use in context.calls():
        for candidate in use.candidates:
            if context.service(candidate) is None:
                groups.setdefault((use.place.path, candidate.provider), []).append(use)
    for (_, id), uses in groups.items():
        provider = context.catalog.providers.get(id)
        said: Facts = {"provider": provider.name if provider else id, "uses": str(len(uses))}
        others = tuple(dict.fromkeys(use.place for use in uses[1:]))
        whole = not uses[0].unresolved and len(uses[0].candidates) == 1
        yield Verdict("cannot-tell", uses[0], "all" if whole else "some", "contract", facts(said), others=others)
