"""Values that are set outside the code: environment variables, settings files and mappings of settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aigc_lint.linking import classes
from aigc_lint.linking.abstract import Const, DictVal, InstanceVal, Result, Scope, Set, Spot, Unk, Value, is_blank, union
from aigc_lint.linking.callarguments import argument
from aigc_lint.model import facts as f
from aigc_lint.model.settings import Setting

if TYPE_CHECKING:
    from aigc_lint.linking.evaluate import Evaluator


def environment(ev: Evaluator, keys: Set, default: Set | None) -> Set:
    """An environment variable: what settings files give it, else its default, marked as one, or unknown under its name."""
    found: Set = ()
    for key in keys or (Unk("expression"),):
        origin = f"env:{key.value}" if isinstance(key, Const) and isinstance(key.value, str) else ""
        if given := ev.settings.of(origin.removeprefix("env:")):
            found = union(found, (from_file(one, origin) for one in given))
            continue
        useful = tuple(value for value in default or () if not is_blank(value))
        if useful:
            found = union(found, tuple(_default_for(value, origin) for value in useful))
        else:
            found = union(found, (Unk("environment", origin),))
    return found


def from_file(setting: Setting, origin: str) -> Value:
    """The value that a settings file gives a variable."""
    spot = Spot(setting.place.path, setting.place.span)
    return Unk("environment", origin, spot) if setting.value is None else Const(setting.value, origin, spot)


def _default_for(value: Value, origin: str) -> Value:
    return Const(value.value, value.assumed or origin) if isinstance(value, Const) and origin else value


def getenv(ev: Evaluator, node: f.Call, scope: Scope) -> Set:
    default = argument(ev, node, scope, 1, "default") or None
    keys = argument(ev, node, scope, 0, "key")
    return environment(ev, keys, default)


def setting(ev: Evaluator, node: f.Call, scope: Scope) -> Set | None:
    """``settings.get("KEY", default)`` on a mapping that is not known: its default, marked as one, or unknown under its key."""
    function = node.function
    if not (isinstance(function, f.Attribute) and function.attr in _GETTERS and 1 <= len(node.arguments) <= 3):
        return None
    key = node.arguments[0].value
    if not isinstance(key, f.Constant) or not isinstance(key.value, str):
        return None
    receivers = ev.value(function.value, scope)
    if not all(_is_unknown_mapping(ev, value) for value in receivers):
        return None
    default = argument(ev, node, scope, 1, "default") or argument(ev, node, scope, 2, "fallback")
    useful = tuple(value for value in default if not is_blank(value))
    origin = f"setting:{key.value}"
    return tuple(_default_for(value, origin) for value in useful) or (Unk("setting", origin, Spot(scope.block.path, node.span)),)


_GETTERS = frozenset({"get", "getenv", "get_str", "get_secret", "get_config", "get_setting"})


def _is_unknown_mapping(ev: Evaluator, value: Value) -> bool:
    match value:
        case Unk():
            return value.reason != "bound"
        case DictVal():
            return value.open and not value.items
        case InstanceVal():
            return any(name.rpartition(".")[2] in _MAPPINGS for name in classes.ancestors(ev, value.block)[1])
        case Result():
            return value.name.partition(".")[0] in _CONFIGURATION
        case _:
            return False


_MAPPINGS = frozenset({"dict", "UserDict", "Mapping", "MutableMapping", "OrderedDict", "ConfigParser"})
_CONFIGURATION = frozenset(
    {"json", "yaml", "toml", "tomllib", "tomli", "configparser", "dotenv", "omegaconf", "dynaconf", "streamlit"}
)


ENVIRONMENTS = frozenset(
    {
        "dotenv.dotenv_values().get", "environ.Env()", "environ.Env().str", "environ.Env().url", "environs.Env()",
        "environs.Env().str", "environs.Env().url", "starlette.config.Config()",
    }
)  # fmt: skip
"""Methods of what calls from outside return (``()`` is a call) that read an environment variable."""
