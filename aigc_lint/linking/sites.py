"""From a call site to its uses: a call that reaches an AI service, a client's construction, or both."""

from __future__ import annotations

from msgspec.structs import replace

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Operation
from aigc_lint.linking import arguments as args
from aigc_lint.linking import clientsmade, inherited, runners
from aigc_lint.linking.abstract import ClassVal, ClientVal, External, FunctionVal, InstanceVal, Result, Scope, Set, Unk
from aigc_lint.linking.arguments import Passed
from aigc_lint.linking.blocks import CallSite
from aigc_lint.linking.contracts import Contracts
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.given import Given
from aigc_lint.linking.guards import Guards
from aigc_lint.linking.handing import is_handed_in, only_looks, runs
from aigc_lint.linking.http import HttpJudge, Request
from aigc_lint.linking.looks import may_be_handed, may_be_use
from aigc_lint.linking.moduledefaults import ModuleDefaults
from aigc_lint.linking.plain import unknown
from aigc_lint.linking.project import last_segment
from aigc_lint.linking.rawrequests import Requests, is_http, is_session
from aigc_lint.linking.runners import RUN_AT
from aigc_lint.linking.services import Resolution, ServiceResolver
from aigc_lint.linking.targets import Target, targets_of, targets_run
from aigc_lint.linking.unknowncallees import by_chain, by_input, is_unknown, written_chain
from aigc_lint.linking.usebuilder import UseBuilder
from aigc_lint.model import facts as f
from aigc_lint.model.uses import Confidence, Use
from aigc_lint.model.values import Unknown


class SiteReader:
    """Finds the uses that single call sites make."""

    def __init__(
        self, ev: Evaluator, catalog: Catalog, resolver: ServiceResolver, guards: Guards, defaults: ModuleDefaults
    ) -> None:
        self.ev = ev
        self.catalog = catalog
        self.given = Given(ev, catalog, defaults)
        self.contracts = Contracts(ev, catalog, resolver, defaults)
        self.requests = Requests(ev, HttpJudge(catalog, resolver), self.contracts)
        self.builder = UseBuilder(ev, self.contracts, guards)

    def at(self, site: CallSite) -> list[Use]:
        """The uses that one call site makes: a call, a client's construction, or both."""
        if not may_be_use(self.ev.project.sdks, site):
            return []
        functions = self.ev.value(site.call.function, Scope(site.block))
        if is_handed_in(site.call.function, site.block):  # counts where it was handed over, unless it is an object to call
            functions = tuple(value for value in functions if isinstance(value, ClientVal))
            if not functions:
                return []
        targets = [target for value in functions for target in targets_of(self.ev, value)]
        found = [use for use in (self._call(site, targets),) if use is not None]
        if not found:
            found += self._handed(site, functions)
        if not found and not targets and is_unknown(self.ev, functions):
            found += self._untyped(site, site.call.function, functions)
        found += self._clients(site, functions)
        return found

    def _call(self, site: CallSite, targets: list[Target]) -> Use | None:
        kept: list[tuple[Target, tuple[Passed, ...], Resolution, Request | None]] = []
        for target in targets:
            if not target.operation.sends or target.operation.manages:
                continue
            given = self.given.to_call(site, target)
            if is_http(self.catalog, target):
                request = self.requests.of_call(target, given)
                if request is not None:
                    kept.append((target, given, request.resolution, request))
            else:
                kept.append((target, given, self.contracts.of_call(target, given), None))
        if not kept:
            return None
        target, given, _, request = kept[0]
        resolution = Resolution()
        for _, _, one, _ in kept:
            resolution.add(one)
        modality = request.modality if request else target.operation.modality
        confidence: Confidence = request.confidence if request else "high"  # type: ignore[assignment]
        return self.builder.use(site, "call", target, given, resolution, modality, confidence, request)

    def _handed(self, site: CallSite, functions: Set) -> list[Use]:
        """An operation handed to something that will run it: ``to_thread(client.chat.completions.create, ...)``."""
        if any(isinstance(value, ClassVal | InstanceVal) for value in functions):
            return []
        if any(only_looks(value) for value in functions):
            return []
        if any(isinstance(value, External) and self.ev.project.sdks.clients(value.name) for value in functions):
            return []  # what is made of it is called later: ``instructor.from_litellm(litellm.completion)``
        if any(runners.decorates(value, site.call) for value in functions):
            return []
        scope = Scope(site.block)
        for place, argument in enumerate(site.call.arguments):
            if argument.star or not may_be_handed(self.ev.project.sdks, argument.value, site.call):
                continue
            if is_handed_in(argument.value, site.block):
                continue
            if any(isinstance(value, FunctionVal) and not runs(value, site.call, argument) for value in functions):
                continue
            skip = place + 1 if argument.name is None else 0
            targets = list(targets_run(self.ev, self.ev.value(argument.value, scope), skip))
            use = self._call(site, targets) if targets else None
            if use is not None:
                return [use]
            if not targets and last_segment(site.call.function) in RUN_AT:
                values = self.ev.value(argument.value, scope)
                if is_unknown(self.ev, values) and (told := self._untyped(site, argument.value, values, skip)):
                    return told
        return []

    def _untyped(self, site: CallSite, callee: f.Expression, functions: Set, skip: int = 0) -> list[Use]:
        """A distinctive chain on a receiver that nothing is known about, or an everyday one that is given telling objects."""
        chain = written_chain(callee, site.block)
        wanted = tuple(name for name in chain if name not in ("with_raw_response", "with_streaming_response"))
        operation, length = by_chain(self.ev, wanted) or (by_input(self.ev, site, wanted[-1:]), 1)
        if operation is None:
            return []
        target = Target(operation, None, None, ".".join(wanted[-length:]), skip=skip)
        given = self.given.to_call(site, target)
        if not any(one.role or one.name in ("model", "messages", "input", "prompt") for one in given) and not any(
            argument.star == 2 for argument in site.call.arguments
        ):
            return []
        why = [unknown(value) for value in functions if isinstance(value, Unk)]
        why = why or [Unknown("import", f"call:{value.name}") for value in functions if isinstance(value, External | Result)]
        why = why or [Unknown("expression")]
        return [self.builder.use(site, "call", target, given, Resolution(unresolved=why), operation.modality, "low")]

    def _clients(self, site: CallSite, functions: Set) -> list[Use]:
        """The construction of a client."""
        found: list[Use] = []
        for value in self._made(site, functions):
            client = value.client
            if client.kind in ("wrapper", "function") or client.wraps:
                continue
            operation = Operation(on=(client.id,), chains=(), modality="", sdk=client.sdk)
            target = Target(operation, value, None, client.names[0])
            given = (*args.of_client(self.ev, value), *self.given.by_module(target, site))
            if is_session(self.catalog, client):  # a session is nobody's client until its base URL says whose
                request = self.requests.of_call(target, tuple(replace(one, level="call") for one in given))
                if request is None or not request.resolution.candidates:
                    continue
                resolution = request.resolution
            else:
                resolution = self.contracts.of_call(target, given)
            name = next((one.name for one in functions if isinstance(one, External)), client.names[0])
            found.append(self.builder.use(site, "client", Target(operation, value, None, name), given, resolution, "", "high"))
        return found[:1]

    def _made(self, site: CallSite, functions: Set) -> list[ClientVal]:
        """The clients that the call makes, of the SDK's class or of one of the project's that derives from it."""
        heirs = any(inherited.may_be_client(self.ev, value) for value in functions)
        if not heirs and not any(clientsmade.may_make_client(self.ev, value) for value in functions):
            return []
        values = self.ev.value(site.call, Scope(site.block))
        found = [value for value in values if isinstance(value, ClientVal) and value.call is site.call and value.how == "made"]
        objects = [value for value in values if isinstance(value, InstanceVal) and value.call is site.call] if heirs else []
        return found + [one for value in objects for one in inherited.made_as(self.ev, value)]
