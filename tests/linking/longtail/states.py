"""What is set on a package, a client's options and annotations: files in which one of them decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client, Option, Sdk
from tests.linking.longtail.receivers import imported
from tests.linking.longtail.subjects import Subject, operations, subjects

VALUES = {"endpoint": '"https://api.deepseek.com/v1"', "client": "print", "credential": "key()", "telemetry": "True"}
"""What the generated code sets, by role."""


@dataclass(frozen=True)
class State:
    """A file that sets the state of a package and then calls one of its operations."""

    name: str
    """The attribute or function that sets it."""
    role: str
    text: str
    line: int
    service: str | None
    """The service of the call, where the state decides it."""


def states(catalog: Catalog, sdk: Sdk) -> Iterator[State]:
    """Every attribute of a package that holds state, and every parameter of a function that sets it."""
    for client in sdk.clients.values():
        calls = [one for one in subjects(catalog, sdk) if one.of_module and one.client is client and one.reported]
        call = f"\n\ndef ask():\n    return {_spelled(calls[0])}\n" if calls else "\n"
        for name, role in client.globals.items():
            text = f"{_imports(sdk, name, calls)}{name} = {_value(role)}\n{call}"
            yield _state(client, name, role, text, f"{name} =", calls)
        for name, roles in client.configure.items():
            for parameter, role in roles.items():
                first, _, rest = parameter.partition(".")
                value = f'{{"{rest}": {_value(role)}}}' if rest else _value(role)
                text = f"{_imports(sdk, name, calls)}{name}({first}={value})\n{call}"
                yield _state(client, name, role, text, f"{name}(", calls)


def _value(role: str) -> str:
    return VALUES.get(role, '"text"')


def _imports(sdk: Sdk, name: str, calls: list[Subject]) -> str:
    root = max((root for root in sdk.imports if name.startswith(root + ".")), key=len, default=name.rpartition(".")[0])
    return "".join(f"import {one}\n" for one in dict.fromkeys([root, *(subject.name for subject in calls[:1])])) + "\n"


def _spelled(subject: Subject) -> str:
    return f'{subject.name}.{subject.chain}(model="some-model")'


def _state(client: Client, name: str, role: str, text: str, start: str, calls: list[Subject]) -> State:
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one.startswith(start))
    moved = [option.service for option in client.options if option.argument == name.rpartition(".")[2] and option.equals is None]
    decides = role == "endpoint" and client.resolve == "endpoint" and bool(calls)
    return State(name, role, text, line, (moved or ["deepseek-api"])[0] if decides else None)


def options(catalog: Catalog, sdk: Sdk) -> Iterator[tuple[Option, str]]:
    """Every constructor argument that moves a client to another service, with a file that gives it."""
    for client in sdk.clients.values():
        chain = next(iter(operations(catalog, client)), None)
        if client.kind == "module" or chain is None:
            continue
        for option in client.options:
            if option.argument is not None:
                line, spelled = imported(client.names[0], "from")
                value = repr(option.equals) if option.equals is not None else '"given"'
                first, _, rest = option.argument.partition(".")
                given = f'{{"{rest}": {value}}}' if rest else value
                yield option, f"{line}\n\nmade = {spelled}({first}={given})\nmade.{chain}()\n"


def annotated(catalog: Catalog, sdk: Sdk) -> Iterator[tuple[str, str]]:
    """A function whose parameter is annotated with a client, for every class: operation and text."""
    for subject in subjects(catalog, sdk):
        client = subject.client
        if subject.of_module or client is None or client.kind not in ("class", "object", "pretrained") or not subject.reported:
            continue
        line, spelled = imported(subject.name, "from")
        call = f"made.{subject.chain}" if subject.chain != "__call__" else "made"
        yield f"{client.names[0]}.{subject.chain}", f"{line}\n\n\ndef ask(made: {spelled}):\n    return {call}(None)\n"
