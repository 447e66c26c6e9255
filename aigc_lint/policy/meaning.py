"""What types cannot see in a policy: ids that nothing in the catalogue has, dates in the wrong order, half a requirement."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from msgspec import Struct

from aigc_lint.model import regions
from aigc_lint.model.words import Words
from aigc_lint.policy.errors import Fault, Path, suggestion
from aigc_lint.policy.positions import spell

Table = dict[str, Any]

SERVICE = "service:"
ORIGINS = ("env", "parameter", "setting", "attribute", "call", "http", "https", "ws", "wss")


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The ids that a policy may name; an empty collection is not checked."""

    services: Collection[str] = ()
    providers: Collection[str] = ()
    """Aliases included."""
    rules: Collection[str] = ()
    """Codes and names."""
    libraries: Collection[str] = ()
    topics: Collection[str] = ()
    stances: Collection[str] = ()


def faults(table: Table, known: Vocabulary) -> Iterator[Fault]:
    """All mistakes of meaning. Parts of a wrong type are passed over: the structure check has told of them."""
    yield from _services(table, known)
    yield from _endpoints(table, known)
    yield from _words(table, known)
    yield from _places(table)
    yield from _requirements(table)
    yield from _dates(table)


def each(value: Any, *pattern: str, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The values at a key pattern, ``*`` being any key of a table or any index of a list."""
    if not pattern:
        yield path, value
        return
    head, rest = pattern[0], pattern[1:]
    if head == "*" and isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from each(item, *rest, path=(*path, key))
    elif isinstance(value, dict) and head in value:
        yield from each(value[head], *rest, path=(*path, head))


def _texts(table: Table, *pattern: str) -> Iterator[tuple[Path, str]]:
    return ((path, value) for path, value in each(table, *pattern) if isinstance(value, str))


def _services(table: Table, known: Vocabulary) -> Iterator[Fault]:
    for path, _ in each(table, "services", "*"):
        yield from _service(path, str(path[-1]), known)
    for kind in ("attestation", "waiver"):
        for path, value in _texts(table, kind, "*", "service"):
            yield from _service(path, value.removeprefix(SERVICE), known)
    for kind in ("allow", "deny"):
        for path, value in _texts(table, "providers", kind, "*"):
            if value.startswith(SERVICE):
                yield from _service(path, value.removeprefix(SERVICE), known)
            else:
                yield from _provider(path, value, known)
        for path, value in _texts(table, "providers", "makers", kind, "*"):
            yield from _member(path, value, known.providers, Words("provider", "提供方"))


def _service(path: Path, id: str, known: Vocabulary) -> Iterator[Fault]:
    yield from _member(path, id, known.services, Words("service", "服务"))


def _provider(path: Path, id: str, known: Vocabulary) -> Iterator[Fault]:
    if id in known.services and id not in known.providers:
        message = Words(f"`{id}` is a service, not a provider", f"`{id}` 是服务，不是提供方")
        yield Fault(path, message, Words(f"write `service:{id}`", f"请写 `service:{id}`"))
    else:
        yield from _member(path, id, known.providers, Words("provider", "提供方"))


def _endpoints(table: Table, known: Vocabulary) -> Iterator[Fault]:
    for path, _ in each(table, "endpoints", "*"):
        origin = str(path[-1])
        scheme = origin.partition(":")[0]
        if scheme not in ORIGINS and "." not in origin and origin != "localhost":
            message = Words(f"`{origin}` names no endpoint", f"`{origin}` 不是端点的写法")
            hint = Words('write "env:NAME", a URL or a host', '请写 "env:变量名"、URL 或主机名')
            yield Fault(path, message, hint)
    values = [*_texts(table, "endpoints", "*"), *_texts(table, "endpoints", "*", "*")]
    for path, value in values:
        if value.startswith(SERVICE):
            yield from _service(path, value.removeprefix(SERVICE), known)
        else:
            shown = spell(*path)
            en, zh = f'`{shown}` must be "service:<id>", not "{value}"', f'`{shown}` 应写成 "service:<id>"，而不是 "{value}"'
            yield Fault(path, Words(en, zh), suggestion(f"service:{value}", [f"service:{id}" for id in known.services]))


def _words(table: Table, known: Vocabulary) -> Iterator[Fault]:
    rule = Words("rule", "规则")
    patterns: tuple[tuple[str, ...], ...] = (
        ("rules", "select", "*"), ("rules", "ignore", "*"), ("rules", "per_path", "*", "ignore", "*"), ("waiver", "*", "rule"),
    )  # fmt: skip
    for pattern in patterns:
        for path, value in _texts(table, *pattern):
            yield from _member(path, value, known.rules, rule)
    for path, _ in each(table, "rules", "severity", "*"):
        yield from _member(path, str(path[-1]), known.rules, rule)
    for path, value in _texts(table, "services", "*", "require", "*", "purpose"):
        yield from _member(path, value, known.topics, Words("clause topic", "条款主题"))
    for path, value in _texts(table, "provenance", "libraries", "*"):
        yield from _member(path, value, known.libraries, Words("provenance library", "留痕库"))
    for path, value in _texts(table, "training", "stances", "*"):
        yield from _member(path, value, known.stances, Words("training stance", "训练立场"))


def _places(table: Table) -> Iterator[Fault]:
    for path, value in _texts(table, "project", "serves", "*"):
        if not regions.known(value):
            message = Words(f"`{spell(*path)}`: unknown place `{value}`", f"`{spell(*path)}`：未知的地区 `{value}`")
            hint = Words("write EU, EEA or a country code (US, US-CA, CN)", "请写 EU、EEA 或国家和地区代码（US、US-CA、CN）")
            upper = value.upper()
            yield Fault(path, message, suggestion(upper, [upper]) if regions.known(upper) else hint)


def _requirements(table: Table) -> Iterator[Fault]:
    for path, value in each(table, "services", "*", "require", "*"):
        given = [key for key in ("header", "argument") if isinstance(value, dict) and key in value]
        if isinstance(value, dict) and len(given) != 1:
            both = Words("has both `header` and `argument`", "同时写了 `header` 与 `argument`")
            neither = Words("has neither `header` nor `argument`", "既没有 `header` 也没有 `argument`")
            shown, wrong = spell(*path), both if given else neither
            hint = Words("write exactly one of them", "两者只写其一")
            yield Fault(path, Words(f"`{shown}` {wrong.en}", f"`{shown}` {wrong.zh}"), hint)


def _dates(table: Table) -> Iterator[Fault]:
    for path, value in each(table, "attestation", "*"):
        on, expires = (value.get(key) if isinstance(value, dict) else None for key in ("on", "expires"))
        if type(on) is datetime.date and type(expires) is datetime.date and expires < on:
            shown = spell(*path)
            en = f"`{shown}` expires on {expires}, before it was given on {on}"
            yield Fault((*path, "expires"), Words(en, f"`{shown}` 于 {expires} 到期，早于出具日 {on}"))
    for path, value in each(table, "retention", "max_days"):
        if type(value) is int and value < 0:
            yield Fault(path, Words("`retention.max_days` can't be negative", "`retention.max_days` 不能为负数"))


def _member(path: Path, value: str, known: Collection[str], what: Words) -> Iterator[Fault]:
    if known and value not in known:
        shown = spell(*path)
        message = Words(f"`{shown}`: unknown {what.en} `{value}`", f"`{shown}`：未知的{what.zh} `{value}`")
        yield Fault(path, message, suggestion(value, known))


