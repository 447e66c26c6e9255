"""What a Compose file sets in the environment of its services. Only its tree is looked at: no tag makes an object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml

from aigc_lint.model.settings import Given, Mistake
from aigc_lint.model.words import Words
from aigc_lint.reading.expansion import expand
from aigc_lint.reading.settings import kept, withheld

_QUOTED = re.compile(r"(['\"]).*?\1")
_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"


def compose(text: str, worlds: Iterable[Mapping[str, str | None]]) -> tuple[Given, ...] | Mistake:
    """The variables that the services are given; ``worlds`` are what references may stand for, one for each ``.env`` file."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        services = _items(root).get("services")
        if services is None:
            return Mistake(Words("no Compose file: it has no `services`", "不是 Compose 文件：缺少 `services`"), 1)
        pairs = [pair for service in _items(services).values() for pair in _environment(_items(service).get("environment"))]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = _QUOTED.sub("...", error.problem or error.context or "")  # what it quotes may be a password
        return Mistake(Words(f"this is not YAML: {why}", f"YAML 语法错误：{why}"), mark.line + 1 if mark else None)
    except (yaml.YAMLError, RecursionError, ValueError):
        return Mistake(Words("this is not YAML that can be read", "无法按 YAML 读取"))
    ways = list(worlds) or [{}]
    found: list[Given] = []
    for name, raw, line in pairs:
        values = dict.fromkeys(kept(name, expand(raw, known, compose=True)) for known in ways)
        known_in_some = [value for value in values if value]
        found += [Given(name, withheld(value), line) for value in known_in_some]
        if not known_in_some and None in values:
            found.append(Given(name, None, line))
    return tuple(dict.fromkeys(found))


def _environment(node: yaml.Node | None) -> Iterator[tuple[str, str, int]]:
    """Name, raw value and line; a name without value is handed through from outside, which no file shows."""
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            name, mark, raw = one.value.partition("=") if isinstance(one, yaml.ScalarNode) else ("", "", "")
            if mark:
                yield name.strip(), raw, one.start_mark.line + 1
    else:
        for name, one in _items(node).items():
            if isinstance(one, yaml.ScalarNode) and one.tag != _NULL:
                yield name, one.value, one.start_mark.line + 1


def _items(node: yaml.Node | None, above: frozenset[int] = frozenset()) -> dict[str, yaml.Node]:
    """The entries of a mapping, merged ones (``<<: *common``) included; its own win."""
    merged: dict[str, yaml.Node] = {}
    own: dict[str, yaml.Node] = {}
    if not isinstance(node, yaml.MappingNode) or id(node) in above:
        return merged
    for key, value in node.value:
        if key.tag == _MERGE:
            sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for source in reversed(sources):
                merged |= _items(source, above | {id(node)})
        elif isinstance(key, yaml.ScalarNode):
            own[key.value] = value
    return merged | own
