"""Is the call behind something that records where content comes from?"""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.catalog.entries.wrappers import Wrapper
from aigc_lint.checks.context import Context
from aigc_lint.checks.paths import facts
from aigc_lint.model.findings import Verdict
from aigc_lint.model.uses import Guard, Use
from aigc_lint.model.values import Known

PATCHES = "instrumented"


def check(context: Context) -> Iterator[Verdict]:
    """Every call needs one accepted guard, whatever its kind; a wrapper's own body is behind itself."""
    provenance = context.settings.provenance
    if provenance is None:
        return
    own = frozenset(wrapper.name for wrapper in provenance.wrapper)
    known = [context.catalog.wrappers[id] for id in provenance.libraries if id in context.catalog.wrappers]
    accepted = [f"`{wrapper.name}`" for wrapper in provenance.wrapper] + [wrapper.name.en for wrapper in known]
    for use in context.calls():
        inside = any(use.function == name or use.function.startswith(f"{name}.") for name in own)
        if not inside and not any(accepts(guard, use, own, known) for guard in use.guards):
            key = "provenance.wrapper" if own else "provenance"
            yield Verdict("violation", use, variant="default" if accepted else "none-named",
                          facts=facts({"accepted": ", ".join(accepted)}), policy_key=key)


def accepts(guard: Guard, use: Use, own: frozenset[str], known: list[Wrapper]) -> bool:
    """Whether the guard is a wrapper of the policy or of a library that the policy names."""
    name = guard.name.replace("()", "")
    if name in own:
        return True
    for wrapper in known:
        if guard.kind == PATCHES:
            covers = wrapper.instruments.get(name, ())
            listed, _, entry = name.partition("=")
            if (("*" in covers or use.sdk in covers) and is_asked(guard, wrapper)) or entry in wrapper.switches.get(listed, ()):
                return True
        elif guard.kind == "callback":
            if name in wrapper.handlers:
                return True
        elif name in (*wrapper.decorators, *wrapper.contexts, *wrapper.functions) or _is_proxy(name, wrapper):
            return True
    return False


def is_asked(guard: Guard, wrapper: Wrapper) -> bool:
    """Does the call that would patch libraries ask for it, where it has to be asked? A value that does not show may well ask."""
    wanted = wrapper.only_with.get(guard.name.replace("()", ""))
    given = [argument.values for argument in guard.arguments if argument.name == wanted]
    return wanted is None or any(not (isinstance(value, Known) and not value.value) for values in given for value in values)


def _is_proxy(name: str, wrapper: Wrapper) -> bool:
    """A recording client, or a class that hangs below a recording module."""
    return any(name == proxy or name.startswith(f"{proxy}.") for proxy in wrapper.proxies)
