"""The contract that a call of an SDK falls under, by its client's endpoint, options, model and default."""

from __future__ import annotations

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client
from aigc_lint.linking import arguments as args
from aigc_lint.linking.abstract import ClientVal, Const, ListVal, Set, Template, Unk, is_none, union
from aigc_lint.linking.arguments import Passed
from aigc_lint.linking.configuration import from_file
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.moduledefaults import ModuleDefaults
from aigc_lint.linking.ownvariables import set_by
from aigc_lint.linking.services import Resolution, ServiceResolver, meets
from aigc_lint.linking.targets import Target, deciding, root_of
from aigc_lint.model.values import Unknown


class Contracts:
    """Finds the contract that a call of an SDK falls under."""

    def __init__(self, ev: Evaluator, catalog: Catalog, resolver: ServiceResolver, defaults: ModuleDefaults) -> None:
        self.ev = ev
        self.catalog = catalog
        self.resolver = resolver
        self.defaults = defaults

    def of_call(self, target: Target, given: tuple[Passed, ...]) -> Resolution:
        """The contract of an SDK call."""
        client = deciding(target.owner) or target.module
        if target.operation.service is not None:
            return self.resolver.by_default(target.operation.service)
        if client is None:
            return Resolution(unresolved=[Unknown("operation")])
        moved = self._moved(client, target.owner, given) if client.options else None
        if moved is None:
            result = self.by_client(target, client, given)
            return self._or_hidden(result, args.hidden_options(given, client)) if client.options else result
        result = Resolution([self.resolver.candidate(moved[0], endpoint=self.resolver.default_endpoint(moved[0]))])
        if not moved[1]:
            result.add(self.by_client(target, client, given))
        return result

    def _moved(self, client: Client, owner: ClientVal | None, given: tuple[Passed, ...]) -> tuple[str, bool] | None:
        """The service that an option moves the client to, and whether that is sure: an argument, else a variable that the SDK
        reads, as settings files or the client's own file set it."""
        arguments = args.options(given, client)
        moved = self.resolver.by_option(client, arguments)
        if moved is not None:
            return moved
        decided = {one.service for one in client.options if any(not is_none(v) for v in arguments.get(one.argument or "", ()))}
        made = root_of(owner)
        for option in client.options:
            if option.environment is None or option.service in decided:
                continue
            origin = f"env:{option.environment}"
            values: Set = tuple(from_file(one, origin) for one in self.ev.settings.of(option.environment))
            always = True
            if not values and made is not None and made.scope is not None:
                values, always = set_by(self.ev, made.scope.block.path, option.environment)
            verdicts = [meets(option, value) for value in values]
            if any(verdict is not False for verdict in verdicts):
                return option.service, always and all(verdicts)
        return None

    def by_client(self, target: Target, client: Client, given: tuple[Passed, ...]) -> Resolution:
        """The contract by endpoint, model or provider, whichever the client goes by."""
        endpoints = args.with_role(given, self.roles_of(target, client), "endpoint")
        values = args.effective(endpoints)
        if client.resolve == "fixed":
            return self._fixed(client, values)
        if client.resolve != "endpoint" and not values:
            hidden = union(*(args.rest(given, role) for role in ("endpoint", client.resolve)))
            return self._or_hidden(self._by_what_is_named(target, client, given), hidden)
        open_end = not endpoints or all(any(is_none(value) for value in one.values) for one in endpoints)
        result = self._by_values(client, union(values, args.rest(given, "endpoint")), open_end, target.owner)
        root = root_of(target.owner)
        if open_end and root is not None and root.how == "annotated":  # whoever made it may have given it an endpoint
            result.unresolved.append(Unknown("annotation", root.origin))
        return result

    def _by_what_is_named(self, target: Target, client: Client, given: tuple[Passed, ...]) -> Resolution:
        """The contract by the model, the provider or the client that was given, where no endpoint is."""
        named = args.with_role(given, self.roles_of(target, client), "model")
        models = args.effective(named)
        if client.resolve == "provider":
            providers = args.effective(args.with_role(given, self.roles_of(target, client), "provider"))
            if not providers and client.prefixes and models and client.service is None:
                return self.resolver.by_model(models, client.prefixes, client.service)
            return self.resolver.by_provider_argument(providers, client.prefixes, client.service)
        inner = self._of_wrapped(target, given)
        if client.resolve == "wrapped":
            inner.add(self._of_named(target, client, named))
        if inner.candidates or inner.unresolved:
            return inner
        if client.resolve == "model":
            return self.resolver.by_model(models, client.prefixes, client.service)
        if client.service is not None and not _holds_something(given):
            result, root = self.resolver.by_default(client.service), root_of(target.owner)
            if root is not None and root.how == "annotated":  # whoever made it may have given it any model
                result.unresolved.append(Unknown("annotation", root.origin))
            return result
        return Resolution(unresolved=[Unknown("wrapped-client", f"call:{target.dotted}")])

    def _or_hidden(self, result: Resolution, hidden: Set) -> Resolution:
        """The same, where what is not seen to be given, ``**unknown``, may choose another service as well."""
        if result.candidates and not result.unresolved:
            for value in hidden:
                result.add(self.resolver.by_url(value))
        return result

    def _of_wrapped(self, target: Target, given: tuple[Passed, ...]) -> Resolution:
        """The services of the clients that this object was given: an agent or a chain runs the model that it holds."""
        result = Resolution()
        asked = [one for one in given if one.role != "input" and one.level != "call"]
        own = [inner for one in asked if one.level != "module" for inner in _clients_among(one.values, target.owner)]
        for inner in own or [inner for one in asked for inner in _clients_among(one.values, target.owner)]:
            result.add(self._of_held(target, inner))
        return result

    def _of_held(self, target: Target, inner: ClientVal) -> Resolution:
        """The contract of a client that another object runs."""
        held = tuple(args.of_client(self.ev, inner))
        client = deciding(inner)
        if client is not None and inner.scope is not None:
            held = (*held, *self.defaults.read_by(client, inner.scope.block.path))
        return self.of_call(Target(target.operation, inner, None, target.dotted), held)

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
                result.add(self._of_held(target, inner))
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
        made = root_of(owner)
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

    def roles_of(self, target: Target, client: Client) -> dict[str, str]:
        """Parameter -> role, of all that is given: of the call, its client, and the one that decides."""
        sdk = self.catalog.sdks.get(target.sdk)
        return {**client.roles, **(target.owner.client.roles if target.owner else {}), **args.roles_of(target.operation, sdk)}


def _clients_among(values: Set, besides: ClientVal | None) -> list[ClientVal]:
    """The clients that values are, or that lists among them hold."""
    inner = [one for value in values for one in (value.all_values() if isinstance(value, ListVal) else (value,))]
    return [one for one in inner if isinstance(one, ClientVal) and one != besides]


def _holds_something(given: tuple[Passed, ...]) -> bool:
    """Was the object given a model or what may hold one, even if that does not show?"""
    handed = [value for one in given if one.level != "call" and one.role in ("model", "client") for value in one.values]
    return any(not is_none(value) for value in handed)
