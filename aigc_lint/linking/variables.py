"""Which environment variable fills a field of a pydantic settings class."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.linking.blocks import Block
from aigc_lint.model import facts as f

_ALIASES = ("validation_alias", "env", "alias")
_CONFIGURATIONS = ("model_config", "Config")


def of_field(blocks: tuple[Block, ...], attr: str) -> tuple[str, ...]:
    """The variables, most particular first: the field's own aliases, else its name behind the prefix of the class."""
    for block in blocks:
        for one in block.every.get(attr, ()):
            if isinstance(one.expression, f.Call):
                given = {argument.name: argument.value for argument in one.expression.arguments if argument.name}
                names = tuple(name for alias in _ALIASES if alias in given for name in _texts(given[alias]))
                if names:
                    return names
    return ((_prefix(blocks) + attr).upper(),)


def _prefix(blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        for one in block.every.get("model_config", ()):
            found = next(_prefix_in(one.expression), None)
            if found is not None:
                return found
        for child in block.children.values():
            if isinstance(child.node, f.Class) and child.node.name == "Config":
                for one in child.every.get("env_prefix", ()):
                    if isinstance(one.expression, f.Constant) and isinstance(one.expression.value, str):
                        return one.expression.value
    return ""


def _prefix_in(node: f.Expression | None) -> Iterator[str]:
    """``SettingsConfigDict(env_prefix="APP_")``, or the same as a dict display."""
    if isinstance(node, f.Call):
        yield from (text for one in node.arguments if one.name == "env_prefix" for text in _texts(one.value))
    elif isinstance(node, f.Dict):
        for key, value in node.items:
            if isinstance(key, f.Constant) and key.value == "env_prefix":
                yield from _texts(value)


def _texts(node: f.Expression) -> Iterator[str]:
    """Literal texts: one, or those in a display or in ``AliasChoices(...)``."""
    if isinstance(node, f.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, f.Collection):
        yield from (text for item in node.items for text in _texts(item))
    elif isinstance(node, f.Call):
        yield from (text for one in node.arguments if not one.name for text in _texts(one.value))
