"""Uses as checks read them, put together from what is known of a call."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.catalog.entries.sdks import Client, Sdk
from aigc_lint.linking import arguments as args
from aigc_lint.linking.abstract import DictVal, is_none, union
from aigc_lint.linking.arguments import Passed
from aigc_lint.linking.blocks import CallSite
from aigc_lint.linking.contracts import Contracts
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.guards import Guards
from aigc_lint.linking.http import CONTENT_KEYS, Request
from aigc_lint.linking.moduledefaults import Setting
from aigc_lint.linking.plain import origins_in, plain
from aigc_lint.linking.rawrequests import is_http
from aigc_lint.linking.services import Resolution
from aigc_lint.linking.targets import Target, deciding
from aigc_lint.model.spans import Place
from aigc_lint.model.uses import Argument, Confidence, Kind, Step, Use
from aigc_lint.model.values import Known, Mapping, Unknown, Values, texts


class UseBuilder:
    """Puts together what is known of a call."""

    def __init__(self, ev: Evaluator, contracts: Contracts, guards: Guards) -> None:
        self.ev = ev
        self.contracts = contracts
        self.catalog = contracts.catalog
        self.resolver = contracts.resolver
        self.guards = guards

    def use(
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
        """A call or the construction of a client."""
        client = deciding(target.owner) or target.module
        sdk: Sdk | None = self.catalog.sdks.get(target.sdk)
        roles = self.contracts.roles_of(target, client) if client else args.roles_of(target.operation, sdk)
        models = self._models(target, given, roles, request)
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
            maker=self._maker(models) or (request.maker if request else sdk.maker if sdk else None),
            confidence=_lowered(confidence, resolution),
            arguments=self._arguments(given, site),
            headers=self._merged(given, roles, "headers"),
            body=self._merged(given, roles, "body"),
            roles=tuple(sorted({(one.name, one.role) for one in given if one.role})),
            accepts=tuple(sorted({*args.roles_of(target.operation, sdk), *args.positional_of(target.operation, sdk)})),
            guards=self.guards.around(site, target.owner, target.sdk),
            via=(*self._settings(given, client), *self._via(target)),
        )

    def _models(self, target: Target, given: tuple[Passed, ...], roles: dict[str, str], request: Request | None) -> Values:
        if not is_http(self.catalog, target):
            return plain(args.effective(args.with_role(given, roles, "model")))
        bodies = union(*(one.values for one in given if one.role == "body"))
        models = plain(args.nested(bodies, ("model",)))
        if models or request is None or not any(request.models):
            return models
        return tuple(Known(name) if name is not None else Unknown("expression") for name in request.models)

    def _maker(self, models: Values) -> str | None:
        """Who made the model, where all that it may be is known to be of one maker."""
        if any(isinstance(one, Unknown) for one in models):
            return None
        makers = {self.resolver.maker(name) for name in texts(models)}
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
        """Headers or body of all levels, the inner ones winning; ``**unknown`` may hold some as well."""
        merged = DictVal((), any(role in one.may for one in given))
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

    def config(self, setting: Setting) -> Use:
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


def _lowered(confidence: Confidence, resolution: Resolution) -> Confidence:
    """What an environment variable or a setting has by default may be another where it runs."""
    by_default = (one.assumed.endswith("-default") and one.assumed != "sdk-default" for one in resolution.candidates)
    return "medium" if confidence == "high" and any(by_default) else confidence
