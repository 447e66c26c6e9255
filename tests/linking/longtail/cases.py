"""Which form each pair is written in, and what must be found in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Sdk
from tests.linking.longtail.forms import MARK, Parts, possible
from tests.linking.longtail.receivers import STYLES, arguments, awaited, receiver
from tests.linking.longtail.subjects import HTTP, Subject, derives, operations, subjects


@dataclass(frozen=True)
class Case:
    """One generated file."""

    subject: Subject
    form: str
    text: str
    line: int
    operation: str | None
    """The operation that must be found; None: nothing."""
    sdk: str
    modality: str
    service: str | None
    """Service id, ``provider:<id>``, or None where the file does not show it."""
    model: str | None = None
    """The model that the file names."""
    ways: tuple[str, ...] = ()
    """Operations by which the object was obtained, where these are calls themselves: ``realtime.connect``."""


def cases(catalog: Catalog, sdk: Sdk) -> list[Case]:
    """One file for every subject, and more where forms that the SDK has would be left out."""
    used: Counter[str] = Counter()
    asked = list(subjects(catalog, sdk))
    styles = cycle(STYLES)
    found = [_case(catalog, subject, next(styles), used) for subject in asked]
    for subject in asked:
        if subject.reported:
            for form, _ in possible(parts_of(catalog, subject, "module")):
                if not used[form]:
                    found.append(_case(catalog, subject, "module", used, form))
    return found


def parts_of(catalog: Catalog, subject: Subject, style: str) -> Parts:
    """What the forms put together for a subject."""
    client = subject.client
    return Parts(
        receiver=receiver(catalog, subject, style),
        chain=subject.chain,
        arguments=arguments(catalog, subject, positional=len(subject.chain) % 2 == 0),
        awaited=awaited(subject),
        context=subject.operation.context_manager,
        module=subject.of_module,
        wrappers=subject.wrappers,
        derives=derives(catalog, client) if client is not None else frozenset(),
        runnable=client is not None
        and "invoke" in operations(catalog, client)
        and subject.chain in ("invoke", "ainvoke", "stream", "astream", "batch", "abatch"),
    )


def _case(catalog: Catalog, subject: Subject, style: str, used: Counter[str], form: str = "") -> Case:
    parts = parts_of(catalog, subject, style)
    texts = dict(possible(parts))
    form = form or min(texts, key=lambda name: used[name])
    used[form] += 1
    text = texts[form]
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one.endswith(MARK))
    operation, sdk, modality = _expected(catalog, subject)
    if subject.sdk.distribution in HTTP:
        modality = "realtime" if "wss://" in text else "chat"
    service, ways = parts.receiver.service, _ways(catalog, subject)
    return Case(subject, form, text, line, operation, sdk, modality, service, _model(text), ways)


def _model(text: str) -> str | None:
    found = re.findall(r'"([\w/:.-]*some-model)"', text)
    return str(found[-1]) if found else None


def _ways(catalog: Catalog, subject: Subject) -> tuple[str, ...]:
    found = []
    for owner, one in zip(subject.parents, (*subject.parents, subject.client)[1:], strict=True) if subject.parents else ():
        assert one is not None
        way = operations(catalog, owner).get(one.obtained_from[0])
        if way is not None and way.sends and not way.manages:
            found.append(f"{owner.names[0]}.{one.obtained_from[0]}")
    return tuple(found)


def _expected(catalog: Catalog, subject: Subject) -> tuple[str | None, str, str]:
    """Operation, distribution and modality."""
    operation, client = subject.operation, subject.client
    own = subject.sdk.distribution
    if not subject.reported:
        return None, own, operation.modality
    if subject.of_module:
        return f"{subject.name}.{subject.chain.removeprefix(subject.name + '.')}", own, operation.modality
    assert client is not None
    if client.wraps is not None:  # what the wrapped client has is the wrapped client's own
        wrapped = operations(catalog, catalog.sdks["openai"].clients["openai"])
        if subject.chain in wrapped:
            return f"openai.OpenAI.{subject.chain}", "openai", wrapped[subject.chain].modality
    return f"{client.names[0]}.{subject.chain}", operation.sdk or own, operation.modality


def namesakes(catalog: Catalog, sdk: Sdk) -> Iterator[Case]:
    """The same chains on classes of the project that bear the same names: nothing may be found."""
    for subject in subjects(catalog, sdk):
        name = subject.name.rpartition(".")[2]
        parts = parts_of(catalog, subject, "from")
        body = parts.statement(parts.called("made"))
        text = f"{_classes(name, parts.segments)}\n\n{parts.function(f'made = {name}()' + chr(10) + body)}\n"
        yield Case(subject, "namesake", text, 0, None, sdk.distribution, "", None)


def _classes(name: str, segments: list[str]) -> str:
    """A class of that name whose parts lead to a method at the end of the chain."""
    *holders, last = [name, *segments[:-1], segments[-1] if segments else "__call__"]
    pieces = []
    for place in reversed(range(len(holders))):
        title = name if place == 0 else f"Part{place}"
        if place == len(holders) - 1:
            body = f"    def {last}(self, *values, **options):\n        return values, options\n"
        else:
            body = f"    def __init__(self, *values, **options):\n        self.{holders[place + 1]} = Part{place + 1}()\n"
        pieces.append(f"class {title}:\n{body}")
    return "\n\n".join(pieces)
