"""Import rules: which path a module name means, and who imports a file."""

from __future__ import annotations

import pytest

from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.model.facts import FileIndex, ImportRecord


def index(paths: dict[str, list[tuple[str, int, str]]], *, root: str = "", roots: tuple[str, ...] = ("",)) -> ModuleIndex:
    files = {path: FileIndex(tuple(ImportRecord(*one) for one in imports), ()) for path, imports in paths.items()}
    return ModuleIndex.build(files, root=root, roots=roots)


LAYOUT: dict[str, list[tuple[str, int, str]]] = {
    path: []
    for path in (
        "src/shop/__init__.py", "src/shop/clients.py", "src/shop/api/__init__.py", "src/shop/api/chat.py",
        "scripts/tool.py", "scripts/helper.py", "llms/openai.py", "llms/base.py", "spaces/deep/leaf.py", "top.py", "stub.pyi",
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("importer", "module", "level", "expected"),
    [
        ("src/shop/api/chat.py", "shop.clients", 0, "src/shop/clients.py"),
        ("src/shop/api/chat.py", "clients", 2, "src/shop/clients.py"),
        ("src/shop/api/chat.py", "", 1, "src/shop/api/__init__.py"),
        ("src/shop/api/__init__.py", "chat", 1, "src/shop/api/chat.py"),
        ("src/shop/api/chat.py", "", 5, None),
        ("scripts/tool.py", "helper", 0, "scripts/helper.py"),
        ("scripts/tool.py", "shop", 0, "src/shop/__init__.py"),
        ("scripts/tool.py", "top", 0, "top.py"),
        ("top.py", "spaces.deep.leaf", 0, "spaces/deep/leaf.py"),
        ("top.py", "spaces.deep", 0, "spaces/deep/"),
        ("top.py", "stub", 0, "stub.pyi"),
        ("top.py", "openai", 0, None),
        ("top.py", "helper", 0, None),
        ("top.py", "shop.missing", 0, None),
    ],
)
def test_resolves(importer: str, module: str, level: int, expected: str | None) -> None:
    assert index(LAYOUT, roots=("src", "")).resolve(importer, module, level=level) == expected


def test_a_file_named_like_the_distribution_it_imports_means_the_distribution() -> None:
    modules = index(LAYOUT, roots=("src", ""))
    assert modules.resolve("llms/openai.py", "openai") is None
    assert modules.resolve("llms/base.py", "openai", external={"openai"}) is None
    assert modules.resolve("llms/base.py", "openai") == "llms/openai.py"


def test_a_real_package_at_an_import_root_wins_over_a_distribution() -> None:
    modules = index({"agents/__init__.py": [], "main.py": []})
    assert modules.resolve("main.py", "agents", external={"agents"}) == "agents/__init__.py"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("src/shop/api/chat.py", "shop.api.chat"),
        ("src/shop/__init__.py", "shop"),
        ("top.py", "top"),
        ("scripts/tool.py", "scripts.tool"),
    ],
)
def test_names(path: str, name: str) -> None:
    assert index(LAYOUT, roots=("src", "")).name(path) == name


def test_importers_of_a_module_a_package_and_a_relative_import() -> None:
    modules = index(
        {
            "app/__init__.py": [("clients", 1, "client")],
            "app/clients.py": [],
            "app/a.py": [("", 1, "clients")],
            "app/b.py": [("app.clients", 0, "client")],
            "app/c.py": [("app", 0, "client")],
            "other/clients.py": [],
            "other/d.py": [("clients", 0, "")],
        }
    )
    assert modules.importers("app/clients.py") == ("app/__init__.py", "app/a.py", "app/b.py")
    assert modules.importers("app/__init__.py") == ("app/a.py", "app/c.py")
    assert modules.importers("other/clients.py") == ("other/d.py",)
