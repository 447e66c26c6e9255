"""The catalogue's SDKs, indexed by the names that code uses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk
from aigc_lint.catalog.globs import Glob

RAW_WRAPPERS = frozenset({"with_raw_response", "with_streaming_response"})
"""Segments that may stand anywhere in a chain and change only what the call returns."""


TWO_NAMES = frozenset(
    {
        ("embeddings", "create"),
        ("messages", "stream"),
        ("models", "generate_content"),
        ("models", "generate_content_stream"),
        ("models", "embed_content"),
        ("vector_stores", "search"),
        ("images", "generate"),
        ("responses", "create"),
        ("responses", "parse"),
        ("responses", "stream"),
    }
)
"""Chains of two names that hardly mean anything but an AI call."""


ONE_NAME = frozenset({"embed_query", "embed_documents", "aembed_query", "aembed_documents"})
"""Single names that only LangChain's models and what imitates them have."""


class SdkIndex:
    """Clients, functions and operations by dotted name and chain."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._clients: dict[str, list[Client]] = {}
        self._loose: dict[tuple[str, str], list[Client]] = {}
        self._by_id: dict[str, Client] = {}
        self._patterns: list[tuple[Glob, Client]] = []
        self._functions: dict[str, tuple[Operation, Client | None]] = {}
        self._modules: dict[str, Client] = {}
        self._moved: list[tuple[str, str]] = []
        self._derives_of: dict[tuple[str, str], frozenset[str]] = {}
        self.globals: dict[str, tuple[Client, str]] = {}
        """Dotted module attribute -> (module client, role)."""
        self.configure: dict[str, tuple[Client, dict[str, str]]] = {}
        """Dotted function that sets module state -> (module client, parameter -> role)."""
        self.constants = {name: value for sdk in catalog.sdks.values() for name, value in sdk.constants.items()}
        """Texts that packages name."""
        for sdk in catalog.sdks.values():
            self._add(sdk)

    def _add(self, sdk: Sdk) -> None:
        self._moved += ((f"{old}.", f"{new}.") for old, new in sdk.moved.items())
        module = next((client for client in sdk.clients.values() if client.kind == "module"), None)
        for key, client in sdk.clients.items():
            self._by_id[f"{sdk.distribution}:{key}"] = client
            self.globals |= {name: (client, role) for name, role in client.globals.items()}
            self.configure |= {name: (client, roles) for name, roles in client.configure.items()}
            if client.kind == "module":
                self._modules |= dict.fromkeys(client.names, client)
                continue
            for name in client.names:
                if "*" in name:
                    self._patterns.append((Glob(name), client))
                    continue
                self._clients.setdefault(name, []).append(client)
                loose = (name.partition(".")[0], name.rpartition(".")[2])
                if client.kind in ("class", "pretrained") and loose[1][:1].isupper():
                    self._loose.setdefault(loose, []).append(client)
        for operation in sdk.operations:
            if "module" in operation.on:
                for chain in operation.chains:
                    for root in sdk.imports:
                        name = chain if chain.startswith(root + ".") else f"{root}.{chain}"
                        self._functions.setdefault(name, (operation, self._modules.get(root, module)))

    @cached_property
    def global_names(self) -> frozenset[str]:
        """Last names of all module attributes that hold state."""
        return frozenset(name.rpartition(".")[2] for name in self.globals)

    @cached_property
    def configure_names(self) -> frozenset[str]:
        """Last names of all functions that set module state."""
        return frozenset(name.rpartition(".")[2] for name in self.configure)

    @cached_property
    def last_names(self) -> frozenset[str]:
        """Last names of everything in the catalogue that can be called: operations, clients, factories, wrappers."""
        names = {name.rpartition(".")[2] for name in (*self._clients, *self._functions, *self.configure)}
        return frozenset({*names, *self._before, "from_pretrained", "__call__"})

    def before(self, name: str) -> frozenset[str]:
        """The words that stand right before a last name in the chains of operations; ``""`` where it is the whole chain."""
        return self._before.get(name, frozenset())

    @cached_property
    def _before(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for sdk in self.catalog.sdks.values():
            for chain in (chain for operation in sdk.operations for chain in operation.chains):
                *above, last = chain.split(".")
                found[last] = found.get(last, frozenset()) | {above[-1] if above else ""}
        return found

    @cached_property
    def chains(self) -> dict[tuple[str, ...], Operation]:
        """Call chains that are distinctive on their own: three names or more, and no words of everyday code."""
        found: dict[tuple[str, ...], Operation] = {}
        for sdk in self.catalog.sdks.values():
            for operation in sdk.operations:
                if "module" in operation.on or not operation.sends or operation.manages:
                    continue
                for chain in operation.chains:
                    segments = tuple(chain.split("."))
                    if len(segments) >= 3 or segments in TWO_NAMES or chain in ONE_NAME:
                        found.setdefault(segments, operation)
        return found

    @cached_property
    def told_by_input(self) -> dict[str, tuple[Operation, ...]]:
        """Chains of one everyday word -> the operations that the objects they are given tell."""
        found: dict[str, tuple[Operation, ...]] = {}
        for operation in (one for sdk in self.catalog.sdks.values() for one in sdk.operations if one.telling):
            for chain in operation.chains:
                found[chain] = (*found.get(chain, ()), operation)
        return found

    @cached_property
    def tops(self) -> frozenset[str]:
        """Top-level names of all import roots."""
        return frozenset(root.partition(".")[0] for sdk in self.catalog.sdks.values() for root in sdk.imports)

    def clients(self, name: str) -> tuple[Client, ...]:
        """The clients that a dotted name stands for; several only for factories with a selector."""
        found = self._clients.get(name) or self._clients.get(self._drop_in(name))
        if found is None:
            # Private and deeper import paths of the same distribution: ``openai.lib.azure.AzureOpenAI``.
            top, _, last = name.partition(".")[0], "", name.rpartition(".")[2]
            loose = self._loose.get((top, last), []) if top != name else []
            found = [one for one in loose if self._below_root(one, name)][:1] or self._by_pattern(name)
        return tuple(found) or self._where_it_is_now(name)

    def _where_it_is_now(self, name: str) -> tuple[Client, ...]:
        """The clients of a class under the package that it moved to, the nearest package above it first."""
        moved = sorted((one for one in self._moved if name.startswith(one[0])), key=lambda one: -len(one[0]))
        return next((found for old, new in moved if (found := self.clients(new + name.removeprefix(old)))), ())

    def _below_root(self, client: Client, name: str) -> bool:
        """Does the name lie below what the SDK is imported as, or does a package above the client's own give the class on?

        ``llama_index.llms.OpenAI``, as ``llama_index.llms.openai.OpenAI`` was called before it had a distribution of its own.
        """
        package = name.rpartition(".")[0]
        roots = self.catalog.sdks[client.sdk].imports
        given_on = "." in package and any(one.startswith(f"{package}.") for one in client.names)
        return given_on or any(name.startswith(f"{root}.") for root in roots)

    def _by_pattern(self, name: str) -> list[Client]:
        return [client for pattern, client in self._patterns if pattern.matches(name)][:1]

    def function(self, name: str) -> tuple[Operation, Client | None] | None:
        """The operation that a dotted function name stands for, with its module's client."""
        own = strip_wrappers(self._drop_in(name))
        return self._functions.get(name) or self._functions.get(own)

    def _drop_in(self, name: str) -> str:
        """The name in the SDK itself of what a drop-in copy of its module offers: ``langfuse.openai.openai.OpenAI``.

        A private module of an SDK gives on what it imports, too: ``openai._base_client.httpx.AsyncClient``.
        """
        segments = name.split(".")
        for place in range(1, len(segments)):
            above, here = segments[place - 1 : place + 1]
            if (here == above or above.startswith("_")) and here in self.tops:
                return ".".join(segments[place:])
        return name

    def client(self, reference: str) -> Client | None:
        """The client ``distribution:id``."""
        return self._by_id.get(reference)

    def derives(self, client: Client) -> frozenset[str]:
        """Methods that return a client of the same surface, inherited ones included."""
        known = self._derives_of.get((client.sdk, client.id))
        if known is None:
            self._derives_of[client.sdk, client.id] = known = frozenset(client.returns_client)
            for reference in client.inherits:
                parent = self._by_id.get(reference if ":" in reference else f"{client.sdk}:{reference}")
                known |= self.derives(parent) if parent is not None else frozenset()
            self._derives_of[client.sdk, client.id] = known
        return known

    def gives_itself(self, client: Client, chain: str) -> bool:
        """Does calling the chain give a client of the same surface? Models have more ``bind_...`` methods than any list."""
        known = self.derives(client)
        return chain in known or ("bind" in known and chain.startswith("bind_"))

    def operations(self, client: Client) -> dict[str, Operation]:
        """Chain -> operation, inherited ones included; the client's own win."""
        known = self._operations_of.get((client.sdk, client.id))
        if known is None:
            known = self._collect(client, set())
            self._operations_of[client.sdk, client.id] = known
        return known

    def operation(self, client: Client, chain: tuple[str, ...]) -> Operation | None:
        """The operation at the end of a chain on the client, wrappers such as ``with_raw_response`` stripped."""
        operations = self.operations(client)
        dotted = ".".join(chain)
        return operations.get(dotted) or operations.get(strip_wrappers(dotted))

    def obtained(self, client: Client, chain: tuple[str, ...]) -> Client | None:
        """The object that calling the chain on the client returns, where the catalogue knows it."""
        dotted = strip_wrappers(".".join(chain))
        for candidate in self._objects_of.get(client.sdk, ()):
            if dotted in candidate.obtained_from and (not candidate.of or client.id in candidate.of):
                return candidate
        return None

    @cached_property
    def _operations_of(self) -> dict[tuple[str, str], dict[str, Operation]]:
        return {}

    @cached_property
    def _objects_of(self) -> dict[str, list[Client]]:
        found: dict[str, list[Client]] = {}
        for client in self._by_id.values():
            if client.obtained_from:
                found.setdefault(client.sdk, []).append(client)
        return found

    def _collect(self, client: Client, seen: set[str]) -> dict[str, Operation]:
        reference = f"{client.sdk}:{client.id}"
        if reference in seen:
            return {}
        seen.add(reference)
        collected: dict[str, Operation] = {}
        for inherited in client.inherits:
            parent = self._by_id.get(inherited if ":" in inherited else f"{client.sdk}:{inherited}")
            if parent is not None:
                collected |= self._collect(parent, seen)
        sdk = self.catalog.sdks.get(client.sdk)
        for operation in sdk.operations if sdk else ():
            if client.id in operation.on:
                collected |= dict.fromkeys(operation.chains, operation)
        return collected


def strip_wrappers(dotted: str, wrappers: Iterable[str] = RAW_WRAPPERS) -> str:
    """The chain without segments that only change what the call returns."""
    if not any(wrapper in dotted for wrapper in wrappers):
        return dotted
    return ".".join(segment for segment in dotted.split(".") if segment not in wrappers)
