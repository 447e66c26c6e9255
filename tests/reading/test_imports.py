"""The tolerant scan for imports: all that Python's own parser sees, and next to nothing that it does not."""

from __future__ import annotations

import ast
import sysconfig
import time
from pathlib import Path

import pytest

from aigc_lint.reading.imports import dynamic, imports

STDLIB = Path(sysconfig.get_path("stdlib"))
FOLDERS = ("asyncio", "email", "importlib", "multiprocessing", "unittest", "concurrent/futures", "xml/etree", "http")


def found(source: str | bytes) -> list[str]:
    """Return the imports as text: dots, module, and after a colon the name."""
    data = source.encode() if isinstance(source, str) else source
    return [f"{'.' * one.level}{one.module}{':' if one.name else ''}{one.name}" for one in imports(data)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a", ["a"]),
        ("import a.b as c, d", ["a.b", "d"]),
        ("from a import b as c, d", ["a:b", "a:d"]),
        ("from .x import (a,\n b as c, # d, e)\n f,\n)", [".x:a", ".x:b", ".x:f"]),
        ("from . import a", [".:a"]),
        ("from.a import b", [".a:b"]),
        ("from .. x . y import z", ["..x.y:z"]),
        ("from ... import a", ["...:a"]),
        ("from a import *", ["a:*"]),
        ("from a import(b)", ["a:b"]),
        ("from a \\\n  import b, \\\n c", ["a:b", "a:c"]),
        ("from \\\n  a import b", ["a:b"]),
        ("import a, \\\n  b", ["a", "b"]),
        ("import\ta", ["a"]),
        ("try: import a\nexcept: pass", ["a"]),
        ("if x:\n    from a import b\n", ["a:b"]),
        ("def f():\n\timport a", ["a"]),
        ("x = 1; import a; y = 2", ["a"]),
        ("from a import b; from c import d", ["a:b", "c:d"]),
        ("import a; import b", ["a", "b"]),
        ("if x == 'y': import a", ["a"]),
        ("import a # import b", ["a"]),
        ("from a import b # c, d", ["a:b"]),
        ("\ufeffimport a", ["a"]),
        ("import a\rimport b\r\nimport c", ["a", "b", "c"]),
        ("from é import ü", ["é:ü"]),
        ("\x0cimport a", ["a"]),
        ("'''x''' \nimport a\n'''y'''", ["a"]),
        ('# it\'s """ odd\nimport a', ["a"]),
        ('x = \'"""\'\nimport a', ["a"]),
        ("x = \"'''\"\nimport a", ["a"]),
        ("from __future__ import annotations", ["__future__:annotations"]),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import b", ["a", "b"]),
    ],
)
def test_imports(source: str, expected: list[str]) -> None:
    assert found(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "# import a",
        "# Note: import a",
        "x = 'import a'",
        "x = 'y: import a'",
        '"""\nimport a\nfrom b import c\n"""',
        "'''it\"s\nimport a\n'''",
        "def f():\n    r'''\n    import a\n    '''",
        "x = 1  # first; import a",
        "  >>> import a",
        "yield from importer",
        "raise A from b",
        "importx a",
        "important = 1",
        "x.import_module(a)",
        "import the module first",
        "from here import what is needed",
        "lambda: important",
        "",
    ],
)
def test_no_imports(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_real_code_has_the_imports_that_python_sees(folder: str) -> None:
    paths = sorted((STDLIB / folder).rglob("*.py"))
    assert paths
    for path in paths:
        data = path.read_bytes()
        seen: set[str] = set()
        for node in ast.walk(ast.parse(data)):
            if isinstance(node, ast.Import):
                seen |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                seen |= {f"{'.' * node.level}{node.module or ''}:{alias.name}" for alias in node.names}
        assert set(found(data)) == seen, path


def test_imports_by_name_at_run_time() -> None:
    source = b"importlib.import_module('a.b')\n__import__(\"c\")\nimport_module(\n  'd')\nimport_module(name)"
    assert list(dynamic(source)) == ["a.b", "c", "d"]


@pytest.mark.parametrize(
    "piece",
    [
        "import(",
        ";import a",
        "x: import a",
        "from a import (\n",
        "from a import (b,\n",
        "from a \\\n",
        "import a, \\\n",
        "import ",
    ],
)
def test_long_lines_take_no_long_time(piece: str) -> None:
    data = (piece * (1_000_000 // len(piece)) + ")").encode()
    started = time.process_time()
    assert sum(1 for _ in imports(data)) <= len(data)
    assert time.process_time() - started < 5
