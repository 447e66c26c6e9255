"""The forms in which code uses an operation, each as the text of one small file; ``#!`` marks the line of the call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import indent

from tests.linking.longtail.receivers import Receiver

MARK = "  #!"


@dataclass(frozen=True)
class Parts:
    """What a form puts together."""

    receiver: Receiver
    chain: str
    arguments: str
    awaited: bool
    context: bool
    """Is the operation entered as a context manager?"""
    module: bool
    """Is it a function of the package itself?"""
    wrappers: tuple[str, ...] = ()
    derives: frozenset[str] = frozenset()
    runnable: bool = False
    """Can it stand in a pipe?"""

    @property
    def segments(self) -> list[str]:
        """The chain's names; none where the object itself is called."""
        return [] if self.chain == "__call__" else self.chain.split(".")

    def called(self, on: str, segments: list[str] | None = None) -> str:
        """The call expression."""
        return f"{'.'.join([on, *(self.segments if segments is None else segments)])}({self.arguments})"

    def statement(self, call: str) -> str:
        """The call as a statement that waits for it, or enters it, where it has to."""
        if self.context:
            return f"{'async with' if self.awaited else 'with'} {call} as opened:{MARK}\n    print(opened)"
        return f"return {'await ' if self.awaited else ''}{call}{MARK}"

    def function(self, body: str, name: str = "ask", parameters: str = "") -> str:
        """A function with that body."""
        return f"{'async ' if 'await ' in body or 'async ' in body else ''}def {name}({parameters}):\n{indent(body, '    ')}"

    def file(self, *pieces: str) -> str:
        """The imports, and these pieces."""
        return "\n\n\n".join(["\n".join(("import asyncio", *self.receiver.imports)), *pieces]) + "\n"

    def with_made(self, body: str, name: str = "made") -> str:
        """The receiver under a name, and then the body."""
        receiver = self.receiver
        first = "".join(f"{line}\n" for line in receiver.before)
        if receiver.entered:
            return f"{first}{receiver.entered} {receiver.expression} as {name}:\n{indent(body, '    ')}"
        return f"{first}{name} = {receiver.expression}\n{body}"


Form = Callable[[Parts], "str | None"]


def local(parts: Parts) -> str | None:
    """A client made in the function that uses it."""
    return None if parts.module else parts.file(parts.function(parts.with_made(parts.statement(parts.called("made")))))


def package(parts: Parts) -> str | None:
    """A function of the package."""
    return parts.file(parts.function(parts.statement(parts.called(parts.receiver.expression)))) if parts.module else None


def from_package(parts: Parts) -> str | None:
    """A function or class imported from the package by its own name."""
    if not parts.module:
        return None
    line = parts.receiver.imports[0]
    root = line.removeprefix("import ").partition(" as ")[0] if line.startswith("import ") else ""
    first, *rest = parts.segments
    if not root:
        return None
    call = f"{'.'.join([first, *rest])}({parts.arguments})"
    return f"from {root} import {first}\n\n\n{parts.function(parts.statement(call))}\n"


def global_(parts: Parts) -> str | None:
    """A client of the module, used in a function."""
    if parts.module or parts.receiver.entered:
        return None
    first = "\n".join((*parts.receiver.before, f"made = {parts.receiver.expression}"))
    return parts.file(first, parts.function(parts.statement(parts.called("made"))))


def attribute(parts: Parts) -> str | None:
    """A client that an object keeps."""
    if parts.module or parts.receiver.entered:
        return None
    before = "\n".join((*parts.receiver.before, f"self.made = {parts.receiver.expression}"))
    methods = [
        parts.function(before, "__init__", "self"),
        parts.function(parts.statement(parts.called("self.made")), parameters="self"),
    ]
    return parts.file("class Service:\n" + indent("\n\n".join(methods), "    "))


def inline(parts: Parts) -> str | None:
    """A client made where it is used."""
    if parts.module or parts.receiver.before or parts.receiver.entered:
        return None
    return parts.file(parts.function(parts.statement(parts.called(parts.receiver.expression))))


def parameter(parts: Parts) -> str | None:
    """A client handed to the function that uses it."""
    if parts.module:
        return None
    main = parts.with_made("asyncio.run(ask(made))" if parts.awaited else "ask(made)")
    return parts.file(parts.function(parts.statement(parts.called("made")), parameters="made"), parts.function(main, "main"))


def factory(parts: Parts) -> str | None:
    """A client that a function makes."""
    if parts.module or parts.receiver.entered:
        return None
    make = "\n".join((*parts.receiver.before, f"return {parts.receiver.expression}"))
    return parts.file(parts.function(make, "make"), parts.function(parts.statement(parts.called("make()"))))


def resource(parts: Parts) -> str | None:
    """Part of the client under a name of its own: ``threads = client.beta.threads``."""
    if len(parts.segments) < 2:
        return None
    *first, last = parts.segments
    body = f"part = {'.'.join(['made', *first])}\n{parts.statement(parts.called('part', [last]))}"
    if parts.module:
        return parts.file(parts.function(f"made = {parts.receiver.expression}\n{body}"))
    return parts.file(parts.function(parts.with_made(body)))


def method(parts: Parts) -> str | None:
    """The operation itself under a name of its own."""
    if parts.module or not parts.segments:
        return None
    operation = ".".join(["made", *parts.segments])
    return parts.file(parts.function(parts.with_made(f"send = {operation}\n{parts.statement(f'send({parts.arguments})')}")))


def thread(parts: Parts) -> str | None:
    """The operation handed to a thread."""
    if parts.awaited or parts.context or not parts.segments:
        return None
    operation = ".".join([parts.receiver.expression if parts.module else "made", *parts.segments])
    given = f", {parts.arguments}" if parts.arguments else ""
    body = f"return await asyncio.to_thread({operation}{given}){MARK}"
    return parts.file(parts.function(body if parts.module else parts.with_made(body)))


def loop(parts: Parts) -> str | None:
    """What comes back is looped over."""
    if parts.context:
        return None
    on = parts.receiver.expression if parts.module else "made"
    head = "async for piece in await" if parts.awaited else "for piece in"
    body = f"{head} {parts.called(on)}:{MARK}\n    print(piece)"
    return parts.file(parts.function(body if parts.module else parts.with_made(body)))


def raw(parts: Parts) -> str | None:
    """``with_raw_response`` before the last name, or first of all."""
    if "with_raw_response" not in parts.wrappers or parts.context or parts.module:
        return None
    place = len(parts.segments) - 1 if len(parts.segments) % 2 else 0
    segments = [*parts.segments[:place], "with_raw_response", *parts.segments[place:]]
    return parts.file(parts.function(parts.with_made(parts.statement(parts.called("made", segments)))))


def raw_of_package(parts: Parts) -> str | None:
    """``with_raw_response`` on the package's own client."""
    if "with_raw_response" not in parts.wrappers or parts.context or not parts.module or len(parts.segments) < 2:
        return None
    segments = [*parts.segments[:-1], "with_raw_response", parts.segments[-1]]
    return parts.file(parts.function(parts.statement(parts.called(parts.receiver.expression, segments))))


def streaming(parts: Parts) -> str | None:
    """``with client....with_streaming_response.create(...) as response``."""
    if "with_streaming_response" not in parts.wrappers or parts.context or parts.module:
        return None
    segments = [*parts.segments[:-1], "with_streaming_response", parts.segments[-1]]
    head = "async with" if parts.awaited else "with"
    body = f"{head} {parts.called('made', segments)} as response:{MARK}\n    print(response)"
    return parts.file(parts.function(parts.with_made(body)))


DERIVED = {
    "with_options": "timeout=30",
    "with_config": 'tags=["a"]',
    "with_retry": "stop_after_attempt=2",
    "bind": 'stop=["."]',
    "bind_tools": "[print]",
    "with_structured_output": "dict",
    "as_structured_llm": "dict",
    "with_fallbacks": "[made]",
    "pipe": "str",
    "configurable_alternatives": "print",
}
"""Methods that give a client of the same surface -> what code hands them, where that is anything."""


def derived(parts: Parts) -> str | None:
    """``client.with_options(...)``, ``model.with_retry().bind(...)``."""
    known = sorted(parts.derives - {"__call__"})
    if not known or parts.module:
        return None
    first = len(parts.chain) % len(known)
    steps = "".join(f".{name}({DERIVED.get(name, '')})" for name in (known[first], known[(first + 3) % len(known)]))
    return parts.file(parts.function(parts.with_made(f"other = made{steps}\n{parts.statement(parts.called('other'))}")))


def pipe(parts: Parts) -> str | None:
    """``prompt | model | parser``."""
    if not parts.runnable or parts.module:
        return None
    lines = "from langchain_core.prompts import ChatPromptTemplate\nfrom langchain_core.output_parsers import StrOutputParser"
    body = (
        f'pipeline = ChatPromptTemplate.from_template("{{a}}") | made | StrOutputParser()\n'
        f"{parts.statement(parts.called('pipeline'))}"
    )
    return parts.file(lines, parts.function(parts.with_made(body)))


FORMS: dict[str, Form] = {
    form.__name__: form
    for form in (
        local, package, from_package, global_, attribute, inline, parameter, factory, resource, method, thread, loop, raw,
        raw_of_package, streaming, derived, pipe,
    )
}  # fmt: skip


def possible(parts: Parts) -> Iterator[tuple[str, str]]:
    """The forms in which this operation can be written, with their texts."""
    for name, form in FORMS.items():
        text = form(parts)
        if text is not None:
            yield name, text
