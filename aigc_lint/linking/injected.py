"""What containers of Dependency Injector provide: ``providers.Singleton(OpenAI)``, taken by ``Provide[Container.client]``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aigc_lint.linking.abstract import External, Result, Scope, Set, Value, union
from aigc_lint.model import facts as f

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator

Special = Callable[["Evaluator", f.Call, Scope], "Set | None"]

KINDS = frozenset({"Callable", "Coroutine", "Factory", "Resource", "Singleton", "ThreadLocalSingleton", "ThreadSafeSingleton"})
"""Last names of the providers that make what they provide."""
_PROVIDERS = frozenset(f"dependency_injector.providers.{kind}()" for kind in KINDS)
"""What a container of Dependency Injector declares: called, it gives what it provides."""


def provided(provider: Value) -> Set:
    """What a provider gives when it is called, or put in by ``Provide[...]``; nothing for what is none."""
    if not isinstance(provider, Result) or provider.name not in _PROVIDERS:
        return ()
    return next((values for name, values in provider.bound if name == "provided"), ())


def _provider(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    """``providers.Singleton(Service, client=client)``: of what is passed on, providers are passed on as what they give."""
    from aigc_lint.linking.calls import invoke

    functions, *plain = [ev.value(one.value, scope) for one in node.arguments if one.name is None and not one.star] or [()]
    bound: list[tuple[int | str, Set]] = [(place, _unwrapped(values)) for place, values in enumerate(plain)]
    bound += [(one.name, _unwrapped(ev.value(one.value, scope))) for one in node.arguments if one.name]
    bare = ev.bare_call(node, "provider")
    found = union(*(invoke(ev, function, bare, scope, tuple(bound)) for function in functions))
    name = next((value.name for value in ev.value(node.function, scope) if isinstance(value, External)), "")
    return (Result(f"{name}()", (id(node), id(scope.frame)), (("provided", found),)),)


def _unwrapped(values: Set) -> Set:
    return union(*(provided(value) or (value,) for value in values))


SPECIAL: dict[str, Special] = {name.removesuffix("()"): _provider for name in _PROVIDERS}
