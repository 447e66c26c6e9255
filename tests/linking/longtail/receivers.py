"""How code gets hold of what an operation is called on: imports, constructions, arguments."""

from __future__ import annotations

from dataclasses import dataclass

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client, Sdk
from tests.linking.longtail.subjects import HTTP, Subject, operations

STYLES = ("from", "module", "alias", "parent")
"""``from m import C``; ``import m``; ``from m import C as D``; ``from package import m``."""
_CONTEXTS = ("aioboto3", "aiobotocore")
"""Packages whose clients are entered before use."""


@dataclass(frozen=True)
class Receiver:
    """What the operation is called on."""

    imports: tuple[str, ...]
    expression: str
    """A construction, or the module's name."""
    before: tuple[str, ...] = ()
    """Statements that come first."""
    entered: str = ""
    """``with`` or ``async with`` where the expression is used as a context manager."""
    service: str | None = None
    """What the code leaves no doubt about: a service id, ``provider:<id>``, or None where nothing is asked."""


def imported(name: str, style: str) -> tuple[str, str]:
    """An import of a dotted name, and how the code then spells it."""
    module, _, last = name.rpartition(".")
    rest = last
    if module.rpartition(".")[2][:1].isupper() and last[:1].islower():  # a method of a class: ``boto3.Session.client``
        module, _, cls = module.rpartition(".")
        rest = f"{cls}.{last}" if last == "create" else f"{cls}().{last}"  # ``create`` makes an object of the class
    first = rest.partition("(")[0]
    outer, _, inner = module.rpartition(".")
    match style:
        case "module":
            return f"import {module}", f"{module}.{rest}"
        case "alias":
            return f"from {module} import {first.partition('.')[0]} as Chosen", rest.replace(first.partition(".")[0], "Chosen", 1)
        case "parent" if outer:
            return f"from {outer} import {inner}", f"{inner}.{rest}"
        case "parent":
            return f"import {module} as library", f"library.{rest}"
    return f"from {module} import {first.partition('.')[0]}", rest


def receiver(catalog: Catalog, subject: Subject, style: str) -> Receiver:
    """What the subject's operation is called on, imported in one style."""
    client = subject.client
    if subject.of_module:
        line, spelled = imported(subject.name + ".x", {"alias": "parent", "from": "module"}.get(style, style))
        return Receiver((line,), spelled.removesuffix(".x"), service=_service(catalog, subject, client))
    assert client is not None
    if subject.parents:
        before = []
        line, expression = _made(catalog, subject.parents[0], subject.parents[0].names[0], style)
        for place, one in enumerate((*subject.parents[1:], client)):
            before.append(f"origin{place} = {expression}")
            expression = f"origin{place}.{one.obtained_from[0]}({_model(catalog, subject.parents[place], one)})"
        service = _service(catalog, subject, subject.parents[0])
        entered = "async with" if "connect" in expression else ""
        return Receiver(tuple(line.split("\n")), expression, tuple(before), entered, service)
    line, expression = _made(catalog, client, subject.name, style)
    if subject.sdk.distribution == "httpx":
        line += "\nimport httpx"
    entered = "async with" if subject.name.startswith(_CONTEXTS) else ""
    return Receiver(tuple(line.split("\n")), expression, (), entered, _service(catalog, subject, client))


def _made(catalog: Catalog, client: Client, name: str, style: str) -> tuple[str, str]:
    line, spelled = imported(name, style)
    arguments: list[str] = []
    if client.selector is not None:
        arguments.append(repr(client.selector))
    if client.wraps is not None:
        line, given = f"{line}\nimport openai", "openai.OpenAI()"
        arguments.append(given)
    held = holds(client)
    if held is not None:
        line += "\nimport langchain_openai"
        arguments.append(f"{held}=langchain_openai.ChatOpenAI()")
    elif (model := parameter(client.roles, "model")) is not None:
        arguments.append(f'{model}="{model_of(catalog, client)}"')
    if client.sdk in HTTP and "url" in client.positional:
        arguments.append('"wss://api.openai.com/v1/realtime"')
    if client.sdk == "http":
        arguments.append('"api.openai.com"')
    method = ".from_pretrained" if client.kind == "pretrained" else ""
    return line, f"{spelled}{method}({', '.join(arguments)})"


def _model(catalog: Catalog, owner: Client, obtained: Client) -> str:
    """The model, where the call that gives the object takes it."""
    way = operations(catalog, owner).get(obtained.obtained_from[0])
    shape = catalog.sdks[owner.sdk].shapes.get(way.shape or "") if way is not None else None
    roles = {**(shape.roles if shape else {}), **(way.roles if way is not None else {})}
    name = parameter(roles, "model")
    return f'{name}="some-model"' if name else ""


def holds(client: Client) -> str | None:
    """The parameter by which a chain or an agent of LangChain is given the model that it runs."""
    if client.sdk == "langchain" and client.resolve == "wrapped" and client.kind == "factory":
        return parameter(client.roles, "model")
    return None


def parameter(roles: dict[str, str], role: str) -> str | None:
    """The first plain parameter of a role."""
    return next((name for name, has in roles.items() if has == role and "." not in name), None)


def prefix(catalog: Catalog, client: Client | None) -> tuple[str, str] | None:
    """A model prefix that names a service to this client, and that service."""
    table: dict[str, str] = {}
    for sdk in catalog.sdks.values():
        table = table or (sdk.prefixes.get(client.prefixes, {}) if client is not None and client.prefixes else {})
    return next(((mark, service) for mark, service in table.items() if service in catalog.services and mark[-1:] in "/:"), None)


def model_of(catalog: Catalog, client: Client | None) -> str:
    """A model id that this client understands."""
    asks = client is not None and (client.resolve == "model" or (client.resolve == "provider" and client.service is None))
    named = prefix(catalog, client) if asks else None
    return f"{named[0]}some-model" if named else "some-model"


def arguments(catalog: Catalog, subject: Subject, *, positional: bool) -> str:
    """What the operation is given: its model and its first input, or the URL and the body of a request."""
    if subject.sdk.distribution in HTTP:
        return _request(subject)
    roles = subject.roles
    values = {}
    if (model := parameter(roles, "model")) is not None:
        values[model] = f'"{model_of(catalog, subject.client)}"'
    if (text := parameter(roles, "input")) is not None:
        values[text] = '"a question"'
    bare = []
    for name in subject.positional if positional else ():
        if name not in values:
            break
        bare.append(values.pop(name))
    return ", ".join([*bare, *(f"{name}={value}" for name, value in values.items())])


def _request(subject: Subject) -> str:
    last = subject.chain.rpartition(".")[2]
    names = subject.positional
    if last in ("connect", "create_connection", "ws_connect"):
        return '"wss://api.openai.com/v1/realtime?model=gpt-realtime"'
    method = '"POST", ' if names[:1] == ("method",) else 'None, "POST", ' if names[:2] == ("client", "method") else ""
    if subject.sdk.distribution == "http":
        return f'{method}"/v1/chat/completions", body=\'{{"model": "gpt-5"}}\''
    if subject.chain == "send":
        return 'httpx.Request("POST", "https://api.openai.com/v1/chat/completions", json={"model": "gpt-5"})'
    body = parameter(subject.roles, "body")
    sent = f', {body}={{"model": "gpt-5", "messages": []}}' if body else ""
    return f'{method}"https://api.openai.com/v1/chat/completions"{sent}'


def _service(catalog: Catalog, subject: Subject, client: Client | None) -> str | None:
    """The service that the generated code shows beyond doubt."""
    if subject.sdk.distribution in HTTP:
        return "openai-api"
    if subject.operation.service is not None:
        return subject.operation.service
    if client is None:
        return None
    if client.wraps is not None or holds(client):
        return "openai-api"
    if client.resolve in ("model", "provider"):
        known = parameter(client.roles, "model") or parameter(subject.roles, "model")
        if client.resolve == "provider" and client.service is not None:
            return client.service
        named = prefix(catalog, client)
        return named[1] if known and named else client.service
    return client.service if client.resolve in ("fixed", "endpoint") else None


def awaited(subject: Subject) -> bool:
    """Is the operation, by its name or its client's, one that is awaited?"""
    last = subject.name.rpartition(".")[2]
    segments = subject.chain.split(".")
    named = segments[-1].startswith(("a_", "acreate", "agenerate", "ainvoke", "astream", "acomplet", "arun", "abatch", "acall"))
    return last.startswith("Async") or last.endswith("Async") or segments[0] == "aio" or named


def sdk_names(sdk: Sdk) -> frozenset[str]:
    """Names that a generated class of the project may bear to look like the SDK's."""
    return frozenset(name.rpartition(".")[2] for client in sdk.clients.values() for name in client.names)
