"""Which contract a use falls under: endpoint, options, model and the SDK's own default, in that order of weight."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

from msgspec import Struct, field

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Endpoint, Service
from aigc_lint.catalog.entries.sdks import Client, Option
from aigc_lint.catalog.globs import Glob
from aigc_lint.catalog.hosts import EndpointTable
from aigc_lint.linking import urls
from aigc_lint.linking.abstract import Const, Set, Template, Unk, Value, is_none
from aigc_lint.linking.plain import unknown
from aigc_lint.model.settings import NO_SETTINGS, Settings
from aigc_lint.model.uses import Candidate
from aigc_lint.model.values import Unknown


class Resolution(Struct):
    """The services that a use may fall under, and what stands in the way of knowing."""

    candidates: list[Candidate] = field(default_factory=list)
    unresolved: list[Unknown] = field(default_factory=list)

    def add(self, other: Resolution) -> None:
        """Take over what another path gave."""
        for one in other.candidates:  # one contract once, whatever the number of addresses that it is reached under
            if all(_contract(one) != _contract(known) for known in self.candidates):
                self.candidates.append(one)
        self.unresolved += [one for one in other.unresolved if one not in self.unresolved]


class ServiceResolver:
    """Services by URL, option, model and default; policy endpoints win over what the code shows."""

    def __init__(self, catalog: Catalog, endpoints: Mapping[str, tuple[str, ...]], settings: Settings = NO_SETTINGS) -> None:
        self.catalog = catalog
        self.settings = settings
        self.table = EndpointTable(catalog)
        self.endpoints = endpoints
        makers = ((pattern.lower(), provider.id) for provider in catalog.providers.values() for pattern in provider.makes)
        telling = sorted(makers, key=lambda one: (-len(one[0].replace("*", "")), one))
        # The most telling pattern first.
        self.makers = [(Glob(pattern), provider) for pattern, provider in telling]
        self.prefixes = {name: table for sdk in catalog.sdks.values() for name, table in sdk.prefixes.items()}
        self.defaults = {service.provider: service.id for service in catalog.services.values() if service.default}

    # --- endpoints ---

    def by_endpoint(self, values: Set, default: str | None = None) -> Resolution:
        """The services behind the alternatives of a base URL."""
        result = Resolution()
        for value in values:
            if is_none(value):
                result.add(self.by_default(default))
            else:
                result.add(self.by_url(value))
        return result

    def by_url(self, value: Value) -> Resolution:
        """The service behind one URL, known in part or not at all."""
        origin = value.assumed if isinstance(value, Const | Template) else value.origin if isinstance(value, Unk) else ""
        if origin in self.endpoints:
            return self._from_policy(origin)
        if isinstance(value, Unk):
            return Resolution(unresolved=[unknown(value)])
        url = urls.parse(value)
        if url is None:
            return Resolution(unresolved=[Unknown("expression")])
        return self.by_parsed(url)

    def by_parsed(self, url: urls.Url) -> Resolution:
        """The service behind a parsed URL."""
        settled = self._policy_for(url)
        if settled:
            return settled
        for origin in (url.assumed, url.unknown.origin if url.unknown is not None else ""):
            if origin in self.endpoints:
                return self._from_policy(origin, url.shown)
        if not url.host:
            return Resolution(unresolved=[unknown(url.unknown) if url.unknown else Unknown("expression", url.shown)])
        found = self.table.find(url.host, url.path, url.port)
        if found is not None:
            service, endpoint = found
            return Resolution([self.candidate(service, endpoint=url.shown, where=endpoint, assumed=self.assumption(url.assumed))])
        several = self.table.candidates(url.host) or self._alike(url)
        if several:
            return Resolution([self.candidate(service, endpoint=url.shown) for service in several])
        if url.local and "self-hosted" in self.catalog.services:
            return Resolution([self.candidate("self-hosted", endpoint=url.shown, assumed=self.assumption(url.assumed))])
        if url.unknown is not None and not url.host_known:
            return Resolution(unresolved=[unknown(url.unknown)])
        return Resolution(unresolved=[Unknown("unknown-host", f"https://{url.host}")])

    def relays(self, value: Value, service: str) -> bool:
        """Is it the address of somebody who passes on what the service offers: of a router, or of a public host that nobody is
        known to run and that does not look like the provider's own? A cloud gives each customer a host; what stands in front of
        that is the customer's."""
        url = urls.parse(value)
        offered = self.catalog.services.get(service)
        if url is None or not url.host_known or url.local or offered is None or any("*" in one.host for one in offered.endpoints):
            return False
        provider = offered.provider
        known = self.by_parsed(url).candidates
        if known:
            services = [self.catalog.services.get(one.service or "") for one in known]
            return all(one is not None and one.audience == "router" and one.provider != provider for one in services)
        site = url.host.split(".")[-2:]
        return all(one.host.split(".")[-2:] != site for one in self._endpoints_of(provider))

    def _endpoints_of(self, provider: str) -> list[Endpoint]:
        services = self.catalog.services.values()
        return [one for service in services if service.provider == provider for one in service.endpoints]

    def _alike(self, url: urls.Url) -> tuple[str, ...]:
        """The services on hosts that a host known in part can be, where its last two names are known: ``ark.{}.volces.com``."""
        known = url.host.rpartition(urls.UNKNOWN_PIECE)[2]
        if urls.UNKNOWN_PIECE not in url.host or known.count(".") < 2:
            return ()
        pattern = "*".join(url.host.split(urls.UNKNOWN_PIECE))
        hosts = {one.host for service in self.catalog.services.values() for one in service.endpoints if "*" not in one.host}
        found = [self.table.find(host, url.path, url.port) for host in sorted(hosts) if fnmatchcase(host, pattern)]
        return tuple(dict.fromkeys(one[0] for one in found if one is not None))

    def by_default(self, service: str | None) -> Resolution:
        """What the SDK does when no endpoint is given."""
        if service is None:
            return Resolution()
        return Resolution([self.candidate(service, endpoint=self.default_endpoint(service), assumed="sdk-default")])

    def assumption(self, origin: str) -> str:
        """What a value that stands for an origin rests on."""
        kind, _, name = origin.partition(":")
        if kind == "env" and self.settings.of(name):
            return "settings-file"
        return {"": "", "env": "environment-default", "setting": "setting-default"}.get(kind, "parameter-default")

    def default_endpoint(self, service: str) -> str | None:
        """The first exact host of the service, as a URL."""
        known = self.catalog.services.get(service)
        for endpoint in known.endpoints if known else ():
            if "*" not in endpoint.host:
                return f"https://{endpoint.host}{endpoint.path}"
        return None

    def _policy_for(self, url: urls.Url) -> Resolution | None:
        for key in self.endpoints:
            if key.startswith(("env:", "parameter:", "setting:", "attribute:", "call:")):
                continue
            wanted = urls.parse(Const(key if "://" in key else f"https://{key}"))
            if wanted and wanted.host == url.host and (url.path + "/").startswith(wanted.path.rstrip("/") + "/"):
                return self._from_policy(key, url.shown)
        return None

    def _from_policy(self, key: str, shown: str | None = None) -> Resolution:
        return Resolution([self.candidate(service, endpoint=shown, assumed="policy") for service in self.endpoints[key]])

    # --- other ways ---

    def by_option(self, client: Client, arguments: Mapping[str, Set]) -> tuple[str, bool] | None:
        """The service that a constructor option moves the client to, and whether that is sure."""
        for option in client.options:
            if option.argument is None or option.argument not in arguments:
                continue
            verdicts = [meets(option, value) for value in arguments[option.argument]]
            if verdicts and all(verdicts):
                return option.service, True
            if any(verdict is not False for verdict in verdicts):
                return option.service, False
        return None

    def by_model(self, values: Set, table: str | None, default: str | None) -> Resolution:
        """The services that model ids with a provider prefix name, else the maker's own for bare names it is known for."""
        result = Resolution()
        for value in values:
            if isinstance(value, Const) and isinstance(value.value, str):
                service = self.service_of_model(value.value, table)
                if service is not None:
                    result.add(Resolution([self.named(service, models=(value.value,), assumed=self.assumption(value.assumed))]))
                elif default is not None:
                    result.add(self.by_default(default))
                else:
                    result.add(Resolution(unresolved=[Unknown("model", f"model:{value.value}")]))
            elif (
                isinstance(value, Template)
                and isinstance(value.parts[0], str)
                and self.service_of_model(value.parts[0] + "x", table)
            ):
                result.add(Resolution([self.named(self.service_of_model(value.parts[0] + "x", table) or "")]))
            elif isinstance(value, Unk):
                result.add(Resolution(unresolved=[unknown(value)]))
        if not values:
            result.add(self.by_default(default) if default else Resolution(unresolved=[Unknown("model")]))
        return result

    def service_of_model(self, model: str, table: str | None) -> str | None:
        """A service id (or ``provider:<id>``) for a model id, through a prefix table, else through its maker."""
        prefixes = self.prefixes.get(table or "", {})
        for prefix in sorted(prefixes, key=len, reverse=True):
            if model.startswith(prefix) or (prefix[-1:] in "/:" and model == prefix[:-1]):
                return prefixes[prefix]
        if "/" in model or ":" in model:
            return None
        maker = self.maker(model)
        return self.defaults.get(maker) if maker else None

    def by_provider_argument(self, values: Set, table: str | None, default: str | None) -> Resolution:
        """The services that a ``provider=`` argument names."""
        result = Resolution()
        for value in values:
            if isinstance(value, Const) and isinstance(value.value, str):
                prefixes = self.prefixes.get(table or "", {})
                service = next((prefixes[key] for key in prefixes if key.rstrip("/:.=") == value.value), None)
                provider = self.catalog.aliases.get(value.value, value.value)
                service = service or self.defaults.get(provider)
                result.add(
                    Resolution([self.named(service)]) if service else Resolution(unresolved=[Unknown("provider", value.value)])
                )
            elif is_none(value):
                result.add(self.by_default(default))
            else:
                result.add(Resolution(unresolved=[unknown(value) if isinstance(value, Unk) else Unknown("expression")]))
        if not values:
            result.add(self.by_default(default))
        return result

    def maker(self, model: str) -> str | None:
        """Who made the model, by its id; hosting prefixes are dropped one by one."""
        name = model.lower()
        while name:
            for pattern, provider in self.makers:
                if pattern.matches(name):
                    return provider
            _, mark, tail = name.partition("/")
            if not mark:
                __, mark, tail = name.partition(":")
            name = tail if mark else ""
        return None

    def named(self, service: str, **how: tuple[str, ...] | str) -> Candidate:
        """A candidate for ``service`` or ``provider:<id>``."""
        models = how.get("models", ())
        assumed = str(how.get("assumed", ""))
        if service.startswith("provider:"):
            return Candidate(
                None, service.removeprefix("provider:"), assumed=assumed, models=models if isinstance(models, tuple) else ()
            )
        made = self.candidate(service, endpoint=self.default_endpoint(service), assumed=assumed)
        return Candidate(
            made.service, made.provider, made.endpoint, made.region, assumed, models if isinstance(models, tuple) else ()
        )

    def candidate(
        self, service: str, *, endpoint: str | None = None, where: Endpoint | None = None, assumed: str = ""
    ) -> Candidate:
        """A candidate for a service of the catalogue."""
        known: Service | None = self.catalog.services.get(service)
        region = (where.region if where else None) or (known.region if known else None)
        return Candidate(service, known.provider if known else service.removesuffix("-api"), endpoint, region, assumed)


def _contract(candidate: Candidate) -> tuple[object, ...]:
    return candidate.service, candidate.provider, candidate.region, candidate.assumed, candidate.models


def meets(option: Option, value: Value) -> bool | None:
    """Does the value select the option? None: can't tell."""
    if isinstance(value, Const):
        if option.equals is None:
            return value.value not in (None, False, "")
        if isinstance(option.equals, bool) and isinstance(value.value, str):  # as variables say it
            return (value.value.strip().lower() in ("1", "true", "yes", "on")) is option.equals
        return value.value == option.equals
    if isinstance(value, Unk):
        return True if option.equals is None else None
    return option.equals is None
