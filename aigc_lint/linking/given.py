"""All that a call is given: by its own arguments, by its client and by the state of the SDK's module."""

from __future__ import annotations

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.linking import arguments as args
from aigc_lint.linking.abstract import ClientVal, Scope
from aigc_lint.linking.arguments import Passed
from aigc_lint.linking.blocks import CallSite
from aigc_lint.linking.evaluate import Evaluator
from aigc_lint.linking.moduledefaults import ModuleDefaults
from aigc_lint.linking.targets import Target, deciding


class Given:
    """Tells what calls are given."""

    def __init__(self, ev: Evaluator, catalog: Catalog, defaults: ModuleDefaults) -> None:
        self.ev = ev
        self.catalog = catalog
        self.defaults = defaults

    def to_call(self, site: CallSite, target: Target) -> tuple[Passed, ...]:
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
        return (*found, *self.by_module(target, site))

    def by_module(self, target: Target, site: CallSite) -> tuple[Passed, ...]:
        """What the SDK's module was set to, for those that look there."""
        client = deciding(target.owner)
        if client is not None and target.module is None:
            return self.defaults.read_by(client, site.block.path)
        module = target.module or self.defaults.module_in(target.sdk)
        looks = module is not None and (client is None or client.reads_module)
        return self.defaults.of(module, site.block.path) if module is not None and looks else ()
