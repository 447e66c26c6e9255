"""Names that a module makes only when asked, in its ``__getattr__``: tables of strings, and imports below a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import griffe

from tools.verify_catalog.sources import Sources


def targets(sources: Sources, module: griffe.Module, name: str) -> Iterator[tuple[str, str]]:
    """Yield where a lazy name may come from, as (module, attribute); the attribute is empty for a module itself."""
    tree = sources.module_source(module)
    hook = _hook(tree)
    attached = any(isinstance(node, ast.Assign) and "__getattr__" in ast.unparse(node.targets[0]) for node in tree.body)
    if hook is None and not attached:
        return
    for table in _tables(sources, module, tree, hook):
        yield from _entries(module, table, name)
    if hook is not None:
        yield from _imports(module, hook, name)


def returned(sources: Sources, module: griffe.Module, name: str) -> Iterator[tuple[ast.expr, ast.FunctionDef]]:
    """Yield what the hook returns below ``if name == "X"``, with the hook that it stands in."""
    hook = _hook(sources.module_source(module))
    for node in ast.walk(hook) if hook is not None else ():
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
            compared = [one.value for one in ast.walk(node.test) if isinstance(one, ast.Constant)]
            if name in compared:
                for one in node.body:
                    if hook is not None and isinstance(one, ast.Return) and one.value is not None:
                        yield one.value, hook


def _hook(tree: ast.Module) -> ast.FunctionDef | None:
    return next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "__getattr__"), None)


def _tables(sources: Sources, module: griffe.Module, tree: ast.Module, hook: ast.FunctionDef | None) -> Iterator[ast.Dict]:
    """All dict displays of the module, and of the modules that its hook imports from."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    for node in ast.walk(hook) if hook is not None else ():
        if not isinstance(node, ast.ImportFrom):
            continue
        helper = sources.module(absolute(module, node))
        if helper is not None:
            yield from _displays_behind(sources, helper)


def _displays_behind(sources: Sources, helper: griffe.Module) -> Iterator[ast.Dict]:
    """The dict displays of a helper module and of the sibling modules that it imports from at its top."""
    tree = sources.module_source(helper)
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            other = sources.module(absolute(helper, node))
            if other is not None:
                yield from (found for found in ast.walk(sources.module_source(other)) if isinstance(found, ast.Dict))


def _entries(module: griffe.Module, table: ast.Dict, name: str) -> Iterator[tuple[str, str]]:
    for key, value in zip(table.keys, table.values, strict=True):
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            continue
        parts = [node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if key.value == name and parts:  # name -> module, or name -> (module, attribute)
            yield _absolute(module, parts[0]), parts[1] if len(parts) > 1 else name
            if len(parts) == 1:
                yield _absolute(module, parts[0]), ""
        elif name in parts and isinstance(value, ast.List | ast.Tuple | ast.Set):  # module -> names
            yield _absolute(module, key.value), name
            if "." not in key.value:
                yield _absolute(module, "." + key.value), name


def _imports(module: griffe.Module, hook: ast.FunctionDef, name: str) -> Iterator[tuple[str, str]]:
    """Imports within the hook, and ``import_module`` with a literal name there."""
    for node in ast.walk(hook):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if name in (alias.name, alias.asname):
                    yield absolute(module, node), alias.name
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield _absolute(module, first.value), name


def absolute(module: griffe.Module, node: ast.ImportFrom) -> str:
    """The dotted name of the module that an import statement in a module means."""
    return _absolute(module, "." * node.level + (node.module or ""))


def _absolute(module: griffe.Module, name: str) -> str:
    rest = name.lstrip(".")
    level = len(name) - len(rest)
    if not level:
        return rest
    package = module.path.split(".")
    package = package[: len(package) - level + (1 if module.is_init_module else 0)]
    return ".".join([*package, *([rest] if rest else [])])
