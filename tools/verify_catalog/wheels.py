"""Wheels: downloaded by pip into a folder that git ignores, read as archives, never installed, unpacked or imported."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import griffe
from packaging.requirements import Requirement

from tools.verify_catalog.pins import Pin

CACHE = Path(__file__).resolve().parent.parent.parent / ".verify-cache"
Function = ast.FunctionDef | ast.AsyncFunctionDef
_WORD = re.compile(rb"[Xx]-[A-Za-z0-9-]+|[A-Za-z_][A-Za-z0-9_]*")
"""The name of a header, or an identifier."""


class DownloadError(Exception):
    """The registry did not give a wheel."""


def fetch(pins: Iterable[Pin], folder: Path = CACHE) -> dict[Pin, Wheel]:
    """Return the wheel of each pin; what is not in the folder yet is downloaded."""
    folder.mkdir(exist_ok=True)
    return {pin: Wheel(_held(pin, folder) or _download(pin, folder)) for pin in pins}


def _held(pin: Pin, folder: Path) -> Path | None:
    """The file of a pin that was downloaded before: a wheel's name has runs of ``-_.`` in the distribution as one ``_``."""
    wanted = re.sub(r"[-_.]+", "_", pin.distribution).lower(), pin.version
    for path in folder.glob("*.whl"):
        name, version = path.name.split("-")[:2]
        if (re.sub(r"[-_.]+", "_", name).lower(), version) == wanted:
            return path
    return None


def _download(pin: Pin, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), pin.requirement]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired as error:
        raise DownloadError(f"{pin.requirement}: the registry took too long") from error
    found = _held(pin, folder)
    if done.returncode or found is None:
        raise DownloadError(f"{pin.requirement}: {(done.stderr.strip().splitlines() or ['no wheel'])[-1]}")
    return found


class Wheel:
    """The Python source in one wheel."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._modules: dict[str, griffe.Module | None] = {}
        self._trees: dict[str, ast.Module] = {}
        self._functions: dict[str, dict[tuple[str, int], Function]] = {}

    @cached_property
    def files(self) -> dict[str, str]:
        """Path as installed -> path in the archive."""
        with zipfile.ZipFile(self.path) as archive:
            return {re.sub(r"^[^/]+\.data/(?:purelib|platlib)/", "", name): name for name in archive.namelist()}

    @cached_property
    def tops(self) -> frozenset[str]:
        """Top-level packages and modules that are this wheel's alone: those with an ``__init__``."""
        packages = {name.split("/")[0] for name in self.files if re.fullmatch(r"[^/]+/__init__\.pyi?", name)}
        return frozenset(packages | {name[:-3] for name in self.files if re.fullmatch(r"[^/]+\.py", name)})

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder of the archive, as a dotted name."""
        parents = (name.split("/")[:-1] for name in self.files if name.endswith((".py", ".pyi")))
        return frozenset(".".join(parts[:end]) for parts in parents for end in range(1, len(parts) + 1))

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """What the distribution requires, whatever the platform; optional extras are left out."""
        name = next((name for name in self.files if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)), None)
        lines = self.read(name).decode("utf-8", "replace").splitlines() if name else []
        found = (Requirement(line.partition(":")[2].strip()) for line in lines if line.startswith("Requires-Dist:"))
        return tuple(one for one in found if "extra ==" not in str(one.marker or ""))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every identifier and word that stands anywhere in the source or in a data file beside it."""
        found: set[bytes] = set()
        with zipfile.ZipFile(self.path) as archive:
            for name in archive.namelist():
                if name.endswith((".py", ".pyi", ".json", ".proto")):
                    found.update(_WORD.findall(archive.read(name)))
        return frozenset(word.decode() for word in found)

    def read(self, name: str) -> bytes:
        """The bytes of a file, by its path as installed."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(self.files[name])

    def module(self, name: str) -> griffe.Module | None:
        """What griffe sees in a module's source; None where the wheel has no such module."""
        if name not in self._modules:
            self._modules[name] = None  # a module that asks for itself while it is read finds nothing
            self._modules[name] = self._visit(name)
        return self._modules[name]

    def function_source(self, function: griffe.Object) -> Function | None:
        """The syntax tree of a function or property of a module of this wheel."""
        path = _inner(function)
        if path not in self._functions:
            self._functions[path] = dict(_by_place(self._tree(function)))
        return self._functions[path].get((function.name, function.lineno or 0))

    def module_source(self, module: griffe.Object) -> ast.Module:
        """The syntax tree of a module of this wheel."""
        return self._tree(module)

    def _tree(self, thing: griffe.Object) -> ast.Module:
        return self._trees.get(_inner(thing)) or ast.Module(body=[], type_ignores=[])

    def _visit(self, name: str) -> griffe.Module | None:
        parent_name, _, last = name.rpartition(".")
        base = name.replace(".", "/")
        forms = (f"{base}/__init__.py", f"{base}.py", f"{base}/__init__.pyi", f"{base}.pyi")
        path = next((path for path in forms if path in self.files), None)
        if path is None and name not in self.folders:
            return None
        parent = self.module(parent_name) if parent_name else None
        place = Path(self.path.name, *(path or f"{base}/__init__.py").split("/"))
        if path is None:
            return griffe.Module(last, filepath=place, parent=parent)
        try:
            code = _as_checked(self.read(path).decode("utf-8"))
            self._trees[path] = ast.parse(code)
            return griffe.visit(last, filepath=place, code=code, parent=parent)
        except (SyntaxError, UnicodeDecodeError):
            return None


def _inner(thing: griffe.Object) -> str:
    """The path within the wheel of the file that something stands in."""
    return "/".join(thing.filepath.parts[1:]) if isinstance(thing.filepath, Path) else ""


def _by_place(tree: ast.Module) -> Iterator[tuple[tuple[str, int], Function]]:
    """Each function under its name and the line of its first decorator, and of itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for line in (node.lineno, *(decorator.lineno for decorator in node.decorator_list[:1])):
                yield (node.name, line), node


def _as_checked(code: str) -> str:
    """Blank out what ``else`` defines again after ``if TYPE_CHECKING``: proxies that only pass on what the typed form has."""
    if "if TYPE_CHECKING:" not in code:
        return code
    lines = code.split("\n")
    for node in ast.parse(code).body:
        if not (isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")):
            continue
        typed = {one.name for one in node.body if isinstance(one, ast.ClassDef)}
        for one in node.orelse:
            if isinstance(one, ast.ClassDef) and one.name in typed and one.end_lineno is not None:
                lines[one.lineno - 1 : one.end_lineno] = [" " * one.col_offset + "pass"] + [""] * (one.end_lineno - one.lineno)
    return "\n".join(lines)
