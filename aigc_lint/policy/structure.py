"""Hold a decoded TOML table against a Struct type and say everything that does not fit, not only the first thing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from msgspec import inspect

from aigc_lint.model.words import Words
from aigc_lint.policy.errors import NOTHING, Fault, Path, suggestion
from aigc_lint.policy.positions import spell

_SCALARS: dict[type[inspect.Type], tuple[type, Words]] = {
    inspect.StrType: (str, Words("text", "文本")),
    inspect.BoolType: (bool, Words("true or false", "true 或 false")),
    inspect.IntType: (int, Words("a whole number", "整数")),
    inspect.FloatType: (float, Words("a number", "数字")),
    inspect.DateType: (datetime.date, Words("a date like 2026-06-01, without quotes", "日期，如 2026-06-01，不加引号")),
}


def faults(table: dict[str, Any], type_: type) -> tuple[Fault, ...]:
    """Every unknown key, missing key, wrong type and value outside its list."""
    return tuple(_against(table, inspect.type_info(type_), ()))


def _against(value: Any, type_: inspect.Type, path: Path) -> Iterator[Fault]:
    match type_:
        case inspect.UnionType(types=types):
            yield from _union(value, types, path)
        case inspect.StructType(fields=fields):
            yield from _table(value, fields, path)
        case inspect.DictType(value_type=inner):
            if not isinstance(value, dict):
                yield _wrong(value, Words("a table", "表"), path)
                return
            for key, item in value.items():
                yield from _against(item, inner, (*path, key))
        case inspect.VarTupleType(item_type=inner):
            if not isinstance(value, list):
                yield _wrong(value, _wanted(type_), path)
                return
            for index, item in enumerate(value):
                yield from _against(item, inner, (*path, index))
        case inspect.LiteralType(values=values):
            if value not in values or isinstance(value, bool):
                yield _outside(value, values, path)
        case _:
            if not _is_scalar(value, type_):
                yield _wrong(value, _wanted(type_), path)


def _table(value: Any, fields: tuple[inspect.Field, ...], path: Path) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield _wrong(value, Words("a table", "表"), path)
        return
    known = {field.encode_name: field for field in fields}
    for key, item in value.items():
        if field := known.get(key):
            yield from _against(item, field.type, (*path, key))
        else:
            yield Fault((*path, key), _unknown((*path, key)), suggestion(key, known.keys() - value.keys()))
    for name in [name for name, field in known.items() if field.required and name not in value]:
        shown = spell(*path, name)
        yield Fault(path, Words(f"`{shown}` is missing", f"缺少 `{shown}`"), _example(name))


def _union(value: Any, types: tuple[inspect.Type, ...], path: Path) -> Iterator[Fault]:
    """One fitting member is enough; otherwise the member of the value's own kind says what is wrong inside it."""
    members = [member for member in types if not isinstance(member, inspect.NoneType)]
    answers = [list(_against(value, member, path)) for member in members]
    if any(not answer for answer in answers):
        return
    container = inspect.VarTupleType if isinstance(value, list) else inspect.StructType if isinstance(value, dict) else None
    for member, answer in zip(members, answers, strict=True):
        if len(members) == 1 or (container and isinstance(member, container)):
            yield from answer
            return
    wanted = [_wanted(member) for member in members]
    yield _wrong(value, Words(" or ".join(word.en for word in wanted), "或".join(word.zh for word in wanted)), path)


def _is_scalar(value: Any, type_: inspect.Type) -> bool:
    kind = _SCALARS[type(type_)][0]
    if kind is datetime.date:
        return type(value) is datetime.date
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _wanted(type_: inspect.Type) -> Words:
    match type_:
        case inspect.VarTupleType(item_type=inner):
            item = _wanted(inner)
            return Words(f"a list of {item.en}", f"{item.zh}列表")
        case inspect.StructType() | inspect.DictType():
            return Words("tables", "表")
        case inspect.LiteralType(values=values):
            return Words("one of " + ", ".join(map(str, values)), "以下之一：" + "、".join(map(str, values)))
        case _:
            return _SCALARS[type(type_)][1]


def _wrong(value: Any, wanted: Words, path: Path) -> Fault:
    shown, found = spell(*path), _kind(value)
    return Fault(path, Words(f"`{shown}` must be {wanted.en}, not {found.en}", f"`{shown}` 应为{wanted.zh}，而不是{found.zh}"))


def _outside(value: Any, values: tuple[Any, ...], path: Path) -> Fault:
    shown = spell(*path)
    known = {str(item) for item in values}
    written = f'"{value}"' if isinstance(value, str) else _kind(value).en if isinstance(value, dict | list) else str(value)
    hint = suggestion(str(value), known) if len(known) > 1 else Words(f"write `{values[0]}`", f"请写 `{values[0]}`")
    return Fault(path, Words(f"`{shown}` can't be {written}", f"`{shown}` 不能是 {written}"), hint)


def _unknown(path: Path) -> Words:
    return Words(f"unknown key `{spell(*path)}`", f"未知的键 `{spell(*path)}`")


def _kind(value: Any) -> Words:
    match value:
        case bool():
            return Words("true or false", "布尔值")
        case str():
            return Words("text", "文本")
        case int() | float():
            return Words("a number", "数字")
        case list():
            return Words("a list", "列表")
        case dict():
            return Words("a table", "表")
        case datetime.datetime():
            return Words("a date with a time", "带时间的日期")
        case datetime.date():
            return Words("a date", "日期")
        case _:
            return Words("a time", "时间")


def _example(name: str) -> Words:
    return Words("write `version = 1` on the first line", "请在首行写 `version = 1`") if name == "version" else NOTHING
