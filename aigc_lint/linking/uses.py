"""From call sites to uses: which calls reach an AI service, with what, under which contract."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk
from aigc_lint.linking import arguments as args
from aigc_lint.linking import externals
from aigc_lint.linking.abstract import (
    BoundVal,
    ClassVal,
    ClientVal,
    Const,
    DictVal,
    External,
    FunctionVal,
    InstanceVal,
    ListVal,
    PartialVal,
    Result,
    Scope,
    Set,
    Template,
    Unk,
    Value,
    is_none,
    union,
)
from aigc_lint.linking.arguments import Passed
from aigc_lint.linking.blocks import CallSite
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.externals import from_file
from aigc_lint.linking.guards import Guards
from aigc_lint.linking.handing import is_handed_in, only_looks, runs
from aigc_lint.linking.http import CONTENT_KEYS, HttpJudge, Request, multipart
from aigc_lint.linking.looks import may_be_handed, may_be_use
from aigc_lint.linking.memory import Overrun
from aigc_lint.linking.moduledefaults import ModuleDefaults, Setting
from aigc_lint.linking.ownvariables import set_by
from aigc_lint.linking.plain import origins_in, plain, unknown
from aigc_lint.linking.project import chain_of
from aigc_lint.linking.sdks import strip_wrappers
from aigc_lint.linking.services import Resolution, ServiceResolver
from aigc_lint.model.spans import Place, Span
from aigc_lint.model.uses import Argument, Confidence, Kind, Step, Use
from aigc_lint.model.values import Known, Mapping, Unknown, Values, texts

WORK_PER_FILE = 50_000
"""Computations for all that a file holds."""
WORK_PER_CALL = 50
"""Computations that each call of a file adds to that."""
WORK_ALONE = 10_000
"""Computations for a call by itself, in a file that is too much at once: half of it after one that takes more, and so on."""
WORK_NEAR = 500
"""Computations for a call that takes more: what is near. The others of the file get no less."""
MOST_OVERRUNS = 12
"""Calls of a file found to take more, before no other is tried with more than what is near."""
_NO_AI = frozenset({"mock", "pytest", "pytest_mock", "responses", "respx", "unittest"})
"""Libraries whose objects answer to any name, or stand for the network in tests."""
_HTTP_NAMES = frozenset({"url", "uri", "str_or_url", "full_url"})
"""Parameters by which an operation is known to take any URL."""


class Found(Struct, frozen=True):
    """What a file holds."""

    uses: list[Use]
    cut: tuple[Span, ...] = ()
    """Calls that hang together with too much to be followed to the end: there may be uses among them."""


class Target(Struct, frozen=True):
    """One thing that a call site may be calling."""

    operation: Operation
    owner: ClientVal | None
    module: Client | None
    dotted: str
    bound: tuple[tuple[int | str, Set], ...] = ()
    skip: int = 0

    @property
    def sdk(self) -> str:
        """The distribution it belongs to."""
        return self.operation.sdk or (self.owner.client.sdk if self.owner else self.module.sdk if self.module else "")


class UseFinder:
    """Finds the uses of one file."""

    def __init__(self, ev: Evaluator, catalog: Catalog, resolver: ServiceResolver, guards: Guards) -> None:
        self.ev = ev
        self.catalog = catalog
        self.resolver = resolver
        self.guards = guards
        self.http = HttpJudge(catalog, resolver)
        self.defaults = ModuleDefaults(ev)

    def of_file(self, path: str) -> Found:
        """All uses that the file holds, in source order, and what could not be seen to the end."""
        module = self.ev.project.module(path)
        if module is None:
            return Found([])
        sites = [site for block in module.blocks for site in block.calls]
        try:
            found = self.ev.within(lambda: self._all(sites, path), most=WORK_PER_FILE + len(sites) * WORK_PER_CALL)
        except Overrun:
            found = self._one_by_one(sites, path)
        unique = {(use.kind, use.place.span, use.operation): use for use in found.uses}
        return replace(found, uses=sorted(unique.values(), key=lambda use: (use.place.span, use.kind, use.operation)))

    def _all(self, sites: list[CallSite], path: str) -> Found:
        return Found([*(use for site in sites for use in self.at(site)), *self._configs(path)])

    def _one_by_one(self, sites: list[CallSite], path: str) -> Found:
        """The same for a file that is too much to be asked about at once: each call is a question of its own. Where one is too
        much by itself, what is near must do, and those that follow get less: they would mostly come to the same."""
        found: list[Use] = []
        cut: list[Span] = []
        overruns = 0
        for site in sites:
            answer = partial(self.at, site)
            try:
                if overruns == MOST_OVERRUNS:
                    raise Overrun
                found += self.ev.within(answer, most=max(WORK_ALONE >> overruns, WORK_NEAR))
            except Overrun:
                overruns = min(overruns + 1, MOST_OVERRUNS)
                near = self.ev.alone(answer, most=WORK_NEAR)
                found += near.result
                if near.is_cut:
                    cut.append(site.call.span)
        found += self.ev.question(lambda: self._configs(path))
        return Found(found, tuple(cut))

    def _configs(self, path: str) -> list[Use]:
        return [self._config(setting) for setting in self.defaults.in_file(path)]

    def at(self, site: CallSite) -> list[Use]:
        """The uses that one call site makes: a call, a client's construction, or both."""
        if not may_be_use(self.ev.project.sdks, site):
            return []
        functions = self.ev.value(site.call.function, Scope(site.block))
        if is_handed_in(site.call.function, site.block):  # counts where it was handed over, unless it is an object to call
            functions = tuple(value for value in functions if isinstance(value, ClientVal))
            if not functions:
                return []
        targets = [target for value in functions for target in self.targets(value)]
        found = [use for use in (self._call(site, targets),) if use is not None]
        if not found:
            found += self._handed(site, functions)
        if not found and not targets and self._is_unknown(functions):
            found += self._untyped(site, functions)
        found += self._clients(site, functions)
        return found

    # --- what is called ---

    def targets(self, value: Value, bound: tuple[tuple[int | str, Set], ...] = (), skip: int = 0) -> Iterator[Target]:
        """The operations that a callee may be."""
        sdks = self.ev.project.sdks
        match value:
            case BoundVal():
                operation = sdks.operation(value.owner.client, value.chain)
                if operation is not None:
                    dotted = ".".join((value.owner.client.names[0], strip_wrappers(".".join(value.chain))))
                    yield Target(operation, value.owner, None, dotted, bound, skip)
                    for other in value.owner.others:  # ``with_fallbacks([other])``
                        yield from self.targets(BoundVal(other, value.chain), bound, skip)
                    return
                for wrapper in value.owner.wrapped_in:  # what the wrapper adds to the client: ``create_with_completion``
                    operation = sdks.operation(wrapper, value.chain)
                    if operation is not None:
                        yield Target(operation, value.owner, None, ".".join((wrapper.names[0], *value.chain)), bound, skip)
                        return
            case ClientVal():
                chain = value.client.callable_as or "__call__"
                operation = sdks.operation(value.client, (chain,))
                if operation is not None:
                    yield Target(operation, value, None, f"{value.client.names[0]}.{chain}", bound, skip)
            case External():
                known = sdks.function(value.name)
                if known is not None:
                    yield Target(known[0], None, known[1], strip_wrappers(value.name), bound, skip)
            case PartialVal():
                yield from self.targets(value.function, (*value.bound, *bound), skip)
            case InstanceVal():
                yield from self._inherited_call(value)

    def _inherited_call(self, value: InstanceVal) -> Iterator[Target]:
        """Calling an object whose class derives from something callable of an SDK."""
        from aigc_lint.linking.attributes import attribute

        found = attribute(self.ev, value, "__call__")
        for one in found:
            if isinstance(one, BoundVal) and one.owner.client.callable_as:
                yield from self.targets(one.owner)

    def _handed(self, site: CallSite, functions: Set) -> list[Use]:
        """An operation handed to something that will run it: ``to_thread(client.chat.completions.create, ...)``."""
        if any(isinstance(value, ClassVal | InstanceVal) for value in functions):
            return []
        if any(only_looks(value) for value in functions):
            return []
        if any(isinstance(value, External) and self.ev.project.sdks.clients(value.name) for value in functions):
            return []  # what is made of it is called later: ``instructor.from_litellm(litellm.completion)``
        if any(externals.decorates(value, site.call) for value in functions):
            return []
        scope = Scope(site.block)
        for place, argument in enumerate(site.call.arguments):
            if argument.star or not may_be_handed(self.ev.project.sdks, argument.value, site.call):
                continue
            if is_handed_in(argument.value, site.block):
                continue
            if any(isinstance(value, FunctionVal) and not runs(value, site.call, argument) for value in functions):
                continue
            targets = list(self._run(self.ev.value(argument.value, scope), skip=place + 1 if argument.name is None else 0))
            use = self._call(site, targets) if targets else None
            if use is not None:
                return [use]
        return []

    def _run(self, functions: Set, skip: int) -> Iterator[Target]:
        """What is called where any of these is run: all that a reference may stand for, as an alternative may be another's."""
        for value in functions:
            if isinstance(value, BoundVal | PartialVal | External):
                found = [one for one in self.targets(value, skip=skip) if one.operation.sends]
                if found and (not isinstance(value, External) or found[0].owner or "." in value.name):
                    yield from found

    def _is_unknown(self, functions: Set) -> bool:
        """Is nothing known about the callee: not where it comes from, or only that it is from a library that we do not know?"""
        return all(isinstance(value, Unk) or self._is_foreign(value) for value in functions)

    def _is_foreign(self, value: Value) -> bool:
        if not isinstance(value, External | Result):
            return False
        top = value.name.partition(".")[0]
        return top not in _NO_AI and top not in self.ev.project.sdks.tops

    # --- building ---

    def _call(self, site: CallSite, targets: list[Target]) -> Use | None:
        kept: list[tuple[Target, tuple[Passed, ...], Resolution, Request | None]] = []
        for target in targets:
            if not target.operation.sends or target.operation.manages:
                continue
            given = self._given(site, target)
            if self._is_http(target):
                request = self._request(target, given)
                if request is not None:
                    kept.append((target, given, request.resolution, request))
            else:
                kept.append((target, given, self._resolve(target, given), None))
        if not kept:
            return None
        target, given, _, request = kept[0]
        resolution = Resolution()
        for _, _, one, _ in kept:
            resolution.add(one)
        modality = request.modality if request else target.operation.modality
        confidence: Confidence = request.confidence if request else "high"  # type: ignore[assignment]
        return self._use(site, "call", target, given, resolution, modality, confidence, request)

    def _given(self, site: CallSite, target: Target) -> tuple[Passed, ...]:
        """All arguments: of the call, of the client, of module state; innermost first."""
        sdk = self.catalog.sdks.get(target.sdk)
        own_module = target.module.roles if target.module is not None and target.owner is None else {}
        roles = {**own_module, **args.roles_of(target.operation, sdk)}
        names = args.positional_of(target.operation, sdk)
        scope = Scope(site.block)
        own = args.passed(self.ev, site.call, scope, names=names, roles=roles, level="call", bound=target.bound, skip=target.skip)
        found = list(own)
        for one in own:  # a request object handed to the call carries the real arguments
            for value in one.values if one.role != "input" else ():
                if (
                    isinstance(value, ClientVal)
                    and value.how in ("made", "object")
                    and value.client.sdk == target.sdk
                    and value is not target.owner
                ):
                    found += args.of_client(self.ev, value)
        if target.owner is not None:
            found += args.of_client(self.ev, target.owner)
        return (*found, *self._module_state(target, site))

    def _module_state(self, target: Target, site: CallSite) -> tuple[Passed, ...]:
        """What the SDK's module was set to, for those that look there."""
        module = target.module or self._module_of(target)
        deciding = _deciding(target.owner)
        looks = module is not None and (deciding is None or deciding.reads_module)
        return self.defaults.of(module, site.block.path) if module is not None and looks else ()

    def _module_of(self, target: Target) -> Client | None:
        sdk = self.catalog.sdks.get(target.sdk)
        return next((one for one in sdk.clients.values() if one.kind == "module"), None) if sdk else None

    def _is_http(self, target: Target) -> bool:
        sdk = self.catalog.sdks.get(target.sdk)
        if sdk is None or any(one.service is not None for one in sdk.clients.values()):
            return False
        roles = args.roles_of(target.operation, sdk)
        client_roles = target.owner.client.roles if target.owner else {}
        return target.operation.modality in ("gateway", "realtime", "") and any(
            role == "endpoint" and name in _HTTP_NAMES for name, role in (*roles.items(), *client_roles.items())
        )

    def _request(self, target: Target, given: tuple[Passed, ...]) -> Request | None:
        at_call = [one for one in given if one.role == "endpoint" and one.level == "call"]
        urls: Set = union(*(one.values for one in at_call))
        urls = tuple(value for value in urls if not isinstance(value, ClientVal))
        base = args.effective([one for one in given if one.role == "endpoint" and one.level != "call"])
        if not urls:
            urls, base = base, ()
        held = [value for value in urls if isinstance(value, BoundVal)]
        if held:
            return self._at_own_endpoint(target, held)
        method = target.dotted.rpartition(".")[2].lower()
        for one in given:
            if one.name == "method":  # of several, the one that can send something
                given_as = sorted(str(value.value).lower() for value in one.values if isinstance(value, Const))
                method = next((name for name in given_as if name != "get"), given_as[0] if given_as else method)
        body = union(*(one.values for one in given if one.role == "body"))
        body = multipart(body, union(*(one.values for one in given if one.name == "files")))
        headers = union(*(one.values for one in given if one.role == "headers"))
        return self.http.judge(urls, base, body, headers, method)

    def _at_own_endpoint(self, target: Target, held: list[BoundVal]) -> Request | None:
        """A request of one's own to the address that a client of an SDK holds: ``post(self.openai_api_base)`` in a subclass."""
        resolution = Resolution()
        for value in held:
            if len(value.chain) == 1 and value.owner.client.roles.get(value.chain[0]) == "endpoint":
                owner = Target(target.operation, value.owner, None, target.dotted)
                resolution.add(self._by_client(owner, value.owner.client, tuple(args.of_client(self.ev, value.owner))))
        known = resolution.candidates or resolution.unresolved
        return Request(resolution, "chat", "", "medium") if known else None

    def _resolve(self, target: Target, given: tuple[Passed, ...]) -> Resolution:
        """The contract of an SDK call."""
        client = _deciding(target.owner) or target.module
        if target.operation.service is not None:
            return self.resolver.by_default(target.operation.service)
        if client is None:
            return Resolution(unresolved=[Unknown("operation")])
        moved = self.resolver.by_option(client, args.options(given, client)) if client.options else None
        if moved is None:
            return self._by_client(target, client, given)
        result = Resolution([self.resolver.candidate(moved[0], endpoint=self.resolver.default_endpoint(moved[0]))])
        if not moved[1]:
            result.add(self._by_client(target, client, given))
        return result

    def _by_client(self, target: Target, client: Client, given: tuple[Passed, ...]) -> Resolution:
        """The contract by endpoint, model or provider, whichever the client goes by."""
        roles = self._all_roles(target, client)
        endpoints = args.with_role(given, roles, "endpoint")
        values = args.effective(endpoints)
        open_end = not endpoints or all(any(is_none(value) for value in one.values) for one in endpoints)
        models = args.effective(args.with_role(given, roles, "model"))
        match client.resolve:
            case "fixed":
                return self._fixed(client, values)
            case "model" if not values:
                inner = self._of_wrapped(target, given)
                if inner.candidates or inner.unresolved:
                    return inner
                return self.resolver.by_model(models, client.prefixes, client.service)
            case "provider" if not values:
                providers = args.effective(args.with_role(given, roles, "provider"))
                if not providers and client.prefixes and models and client.service is None:
                    return self.resolver.by_model(models, client.prefixes, client.service)
                return self.resolver.by_provider_argument(providers, client.prefixes, client.service)
            case "wrapped" if not values:
                inner = self._of_wrapped(target, given)
                inner.add(self._of_named(target, client, args.with_role(given, roles, "model")))
                if inner.candidates or inner.unresolved:
                    return inner
                if client.service is not None and not _holds_something(given):
                    return self.resolver.by_default(client.service)
                return Resolution(unresolved=[Unknown("wrapped-client", f"call:{target.dotted}")])
        result = self._by_values(client, union(values, args.rest(given, "endpoint")), open_end, target.owner)
        root = _root(target.owner)
        if open_end and root is not None and root.how == "annotated":  # whoever made it may have given it an endpoint
            result.unresolved.append(Unknown("annotation", root.origin))
        return result

    def _of_wrapped(self, target: Target, given: tuple[Passed, ...]) -> Resolution:
        """The services of the clients that this object was given: an agent or a chain runs the model that it holds."""
        result = Resolution()
        asked = [one for one in given if one.role != "input" and one.level != "call"]
        own = [inner for one in asked if one.level != "module" for inner in _clients_among(one.values, target.owner)]
        for inner in own or [inner for one in asked for inner in _clients_among(one.values, target.owner)]:
            held = tuple(args.of_client(self.ev, inner))
            result.add(self._resolve(Target(target.operation, inner, None, target.dotted), held))
        return result

    def _of_named(self, target: Target, client: Client, models: list[Passed]) -> Resolution:
        """The services of models that are named, or handed over at the call: what manages the others, or grades them."""
        result = Resolution()
        if client.prefixes is None:
            return result
        for one in models:
            names = tuple(value for value in one.values if isinstance(value, Const | Template) and not is_none(value))
            if names:
                result.add(self.resolver.by_model(names, client.prefixes, None))
            for inner in _clients_among(one.values, target.owner) if one.level == "call" else ():
                held = tuple(args.of_client(self.ev, inner))
                result.add(self._resolve(Target(target.operation, inner, None, target.dotted), held))
        return result

    def _by_values(self, client: Client, values: Set, open_end: bool, owner: ClientVal | None = None) -> Resolution:
        own = client.environment.get("endpoint")
        result = Resolution()
        for value in values:
            if own and isinstance(value, Unk) and value.origin == f"env:{own}" and value.origin not in self.resolver.endpoints:
                result.add(self.resolver.by_default(client.service))  # the SDK reads that variable by itself
            else:
                result.add(self.resolver.by_url(value))
        if open_end:
            result.add(self._own_default(client, owner))
        if not result.candidates and not result.unresolved:  # an endpoint is given, and nothing reaches it
            result.unresolved.append(Unknown("expression"))
        return result

    def _own_default(self, client: Client, owner: ClientVal | None = None) -> Resolution:
        name = client.environment.get("endpoint", "")
        origin = f"env:{name}"
        if origin in self.resolver.endpoints:
            return self.resolver.by_url(Unk("environment", origin))
        if given := self.ev.settings.of(origin.removeprefix("env:")):  # the SDK reads that variable by itself
            return self.resolver.by_endpoint(tuple(from_file(one, origin) for one in given))
        made = _root(owner)
        if made is not None and made.scope is not None:
            values, always = set_by(self.ev, made.scope.block.path, name)
            if values:  # by the program itself, before the SDK reads it
                return self._by_values(client, values, not always)
        if client.service is None:
            return Resolution(unresolved=[Unknown("client", f"call:{client.names[0]}")])
        return self.resolver.by_default(client.service)

    def _fixed(self, client: Client, values: Set) -> Resolution:
        """A client that speaks to its own provider, whatever its endpoint is, unless that names another's host outright."""
        if client.service is None:
            return Resolution(unresolved=[Unknown("client", f"call:{client.names[0]}")])
        own = self.resolver.candidate(client.service).provider
        result, elsewhere = Resolution(), Resolution()
        relayed = any(self.resolver.relays(value, client.service) for value in values)
        for value in values:
            known = self.resolver.by_url(value)
            same = [one for one in known.candidates if one.provider == own or one.assumed == "policy"]
            others = [one for one in known.candidates if not one.assumed]
            if relayed and not same and (not known.candidates or self.resolver.relays(value, client.service)):
                result.add(known)  # who passes the protocol on is whom the content reaches
            elif not same and others:
                elsewhere.add(Resolution(others))
            else:
                result.add(Resolution(same) if same else self.resolver.by_default(client.service))
        if not result.candidates and not result.unresolved:  # one of many says nothing of a client that most do not understand
            return elsewhere if values else self._own_default(client)
        return result

    def _all_roles(self, target: Target, client: Client) -> dict[str, str]:
        sdk = self.catalog.sdks.get(target.sdk)
        return {**client.roles, **(target.owner.client.roles if target.owner else {}), **args.roles_of(target.operation, sdk)}

    def _use(
        self,
        site: CallSite,
        kind: Kind,
        target: Target,
        given: tuple[Passed, ...],
        resolution: Resolution,
        modality: str,
        confidence: Confidence,
        request: Request | None = None,
    ) -> Use:
        client = _deciding(target.owner) or target.module
        roles = self._all_roles(target, client) if client else args.roles_of(target.operation, self.catalog.sdks.get(target.sdk))
        models = plain(args.effective(args.with_role(given, roles, "model")))
        if self._is_http(target):
            bodies = union(*(one.values for one in given if one.role == "body"))
            models = plain(args.nested(bodies, ("model",)))
            if not models and request and request.model:
                models = (Known(request.model),)
        sdk: Sdk | None = self.catalog.sdks.get(target.sdk)
        names = texts(models)
        if confidence == "high" and any(
            one.assumed.endswith("-default") and one.assumed != "sdk-default" for one in resolution.candidates
        ):
            confidence = "medium"
        return Use(
            kind=kind,
            place=Place(site.block.path, site.call.span),
            callee=site.call.callee,
            statement=site.statement,
            sdk=target.sdk,
            operation=target.dotted,
            modality=modality,
            function=site.block.qualname,
            candidates=tuple(resolution.candidates),
            unresolved=tuple(resolution.unresolved),
            models=models,
            maker=self._maker(names) or (request.maker if request else sdk.maker if sdk else None),
            confidence=confidence,
            arguments=self._arguments(given, site),
            headers=self._merged(given, roles, "headers"),
            body=self._merged(given, roles, "body"),
            roles=tuple(sorted({(one.name, one.role) for one in given if one.role})),
            accepts=tuple(sorted({*args.roles_of(target.operation, sdk), *args.positional_of(target.operation, sdk)})),
            guards=self.guards.around(site, target.owner, target.sdk),
            via=(*self._settings(given, client), *self._via(target)),
        )

    def _maker(self, names: tuple[str, ...]) -> str | None:
        makers = {self.resolver.maker(name) for name in names}
        return makers.pop() if len(makers) == 1 else None

    def _arguments(self, given: tuple[Passed, ...], site: CallSite) -> tuple[Argument, ...]:
        here = site.block.path
        return tuple(
            Argument(
                one.name, () if one.role == "input" else plain(one.values), one.level, one.span if one.path == here else None
            )
            for one in given
        )

    def _merged(self, given: tuple[Passed, ...], roles: dict[str, str], role: str) -> Mapping:
        """Headers or body of all levels, the inner ones winning."""
        merged = DictVal()
        for one in reversed(args.with_role(given, roles, role)):
            for value in one.values:
                if isinstance(value, DictVal):
                    lowered = (
                        DictVal(tuple((name.lower(), inner) for name, inner in value.items), value.open, value.rest)
                        if role == "headers"
                        else value
                    )
                    merged = merged.merged(lowered)
                elif not is_none(value):
                    merged = DictVal(merged.items, True, merged.rest)
        result: Values = plain(
            (DictVal(tuple((name, () if name in CONTENT_KEYS else inner) for name, inner in merged.items), merged.open),)
        )
        return result[0] if isinstance(result[0], Mapping) else Mapping((), True)

    def _settings(self, given: tuple[Passed, ...], client: Client | None) -> Iterator[Step]:
        """The lines of settings files that the use's values come from."""
        if not self.ev.settings.variables:
            return
        followed = [one for one in given if one.role not in ("input", "credential")]
        origins = [origin for one in followed for origin in origins_in(one.values)]
        own = client.environment.get("endpoint") if client else None
        if own and not any(one.role == "endpoint" for one in given):
            origins.append(f"env:{own}")
        for name in dict.fromkeys(origin.removeprefix("env:") for origin in origins):
            known = (one for one in self.ev.settings.of(name) if one.value is not None)
            yield from (Step(one.place, "settings", name) for one in known)

    def _via(self, target: Target) -> tuple[Step, ...]:
        steps: list[Step] = []
        owner = target.owner
        while owner is not None:
            if owner.call is not None and owner.scope is not None:
                what = {"derived": "derived", "object": "derived"}.get(owner.how, "client")
                steps.append(Step(Place(owner.scope.block.path, owner.call.span), what, owner.client.names[0]))
            for name, spot in owner.proxies:
                steps.append(Step(Place(spot.path, spot.span), "wrapper", name))
            owner = owner.parent
        return tuple(dict.fromkeys(reversed(steps)))

    # --- other kinds ---

    def _untyped(self, site: CallSite, functions: Set) -> list[Use]:
        """A distinctive chain on a receiver that nothing is known about, or an everyday one that is given telling objects."""
        chain = chain_of(site.call.function)
        wanted = tuple(name for name in chain if name not in ("with_raw_response", "with_streaming_response"))
        operation, length = self._distinctive(wanted) or (self._told_by_input(site, wanted[-1:]), 1)
        if operation is None:
            return []
        target = Target(operation, None, None, ".".join(wanted[-length:]))
        given = self._given(site, target)
        if not any(one.role or one.name in ("model", "messages", "input", "prompt") for one in given) and not any(
            argument.star == 2 for argument in site.call.arguments
        ):
            return []
        why = [unknown(value) for value in functions if isinstance(value, Unk)]
        why = why or [Unknown("import", f"call:{value.name}") for value in functions if isinstance(value, External | Result)]
        why = why or [Unknown("expression")]
        return [self._use(site, "call", target, given, Resolution(unresolved=why), operation.modality, "low")]

    def _distinctive(self, chain: tuple[str, ...]) -> tuple[Operation, int] | None:
        """The operation that a chain tells by itself, and how much of the chain that is."""
        for length in (5, 4, 3, 2):
            operation = self.ev.project.sdks.chains.get(chain[-length:]) if len(chain) >= length else None
            if operation is not None:
                return operation, length
        return None

    def _told_by_input(self, site: CallSite, chain: tuple[str, ...]) -> Operation | None:
        """The operation that a list of objects tells: ``model.invoke([HumanMessage(...)])``."""
        known = self.ev.project.sdks.told_by_input.get(chain[0], ()) if chain else ()
        if not known or not site.call.arguments or site.call.arguments[0].star:
            return None
        lists = self.ev.value(site.call.arguments[0].value, Scope(site.block))
        items = [one for value in lists if isinstance(value, ListVal) for one in value.all_values()]
        names = {one.name.removesuffix("()") for one in items if isinstance(one, Result)}
        return next((one for one in known if any(fnmatchcase(name, glob) for name in names for glob in one.telling)), None)

    def _clients(self, site: CallSite, functions: Set) -> list[Use]:
        """The construction of a client."""
        found: list[Use] = []
        if not any(externals.may_make_client(self.ev, value) for value in functions):
            return found
        for value in self.ev.value(site.call, Scope(site.block)):
            if not isinstance(value, ClientVal) or value.call is not site.call or value.how != "made":
                continue
            client = value.client
            if client.kind in ("wrapper", "function") or client.wraps:
                continue
            operation = Operation(on=(client.id,), chains=(), modality="", sdk=client.sdk)
            target = Target(operation, value, None, client.names[0])
            given = (*args.of_client(self.ev, value), *self._module_state(target, site))
            if self._is_http_client(client):  # a session is nobody's client until its base URL says whose
                request = self._request(target, tuple(replace(one, level="call") for one in given))
                if request is None or not request.resolution.candidates:
                    continue
                resolution = request.resolution
            else:
                resolution = self._resolve(target, given)
            name = next((one.name for one in functions if isinstance(one, External)), client.names[0])
            found.append(self._use(site, "client", Target(operation, value, None, name), given, resolution, "", "high"))
        return found[:1]

    def _is_http_client(self, client: Client) -> bool:
        sdk = self.catalog.sdks[client.sdk]
        return all(one.service is None for one in sdk.clients.values()) and any(
            self._is_http(Target(operation, None, None, "")) for operation in sdk.operations
        )

    def _config(self, setting: Setting) -> Use:
        """A statement that sets module state of an SDK."""
        endpoints = args.effective([one for one in setting.passed if one.role == "endpoint"])
        resolution = self.resolver.by_endpoint(endpoints) if endpoints else self.resolver.by_default(setting.client.service)
        return Use(
            kind="config",
            place=Place(setting.path, setting.span),
            callee=setting.span,
            statement=setting.statement,
            sdk=setting.client.sdk,
            operation=setting.name,
            modality="",
            function=setting.function,
            candidates=tuple(resolution.candidates),
            unresolved=tuple(resolution.unresolved),
            arguments=tuple(Argument(one.name, plain(one.values), "module", one.span) for one in setting.passed),
            roles=tuple(sorted({(one.name, one.role) for one in setting.passed if one.role})),
        )


def _clients_among(values: Set, besides: ClientVal | None) -> list[ClientVal]:
    """The clients that values are, or that lists among them hold."""
    inner = [one for value in values for one in (value.all_values() if isinstance(value, ListVal) else (value,))]
    return [one for one in inner if isinstance(one, ClientVal) and one != besides]


def _root(owner: ClientVal | None) -> ClientVal | None:
    """The client that was there first, before anything was derived or obtained from it."""
    while owner is not None and owner.parent is not None:
        owner = owner.parent
    return owner


def _holds_something(given: tuple[Passed, ...]) -> bool:
    """Was the object given a model or what may hold one, even if that does not show?"""
    handed = [value for one in given if one.level != "call" and one.role in ("model", "client") for value in one.values]
    return any(not is_none(value) for value in handed)


def _deciding(owner: ClientVal | None) -> Client | None:
    """The client whose entry decides the service: an object obtained from a client leaves it to that client."""
    while owner is not None and owner.how in ("derived", "object") and owner.parent is not None:
        if owner.how == "object" and owner.client.service is not None:
            break
        owner = owner.parent
    return owner.client if owner is not None else None
