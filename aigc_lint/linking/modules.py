"""Which file a module name means, and who imports it: Python's import rules over a set of paths."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from posixpath import dirname, join

from aigc_lint.model.facts import FileIndex, ImportRecord

SUFFIXES = (".py", ".pyw", ".pyi")


class ModuleIndex:
    """The importable files of one project. A module is known by its path; its dotted name is for people.

    ``files`` maps base-relative POSIX paths to what the byte scan saw. ``root`` is the project root and ``roots`` the
    import roots, most specific first; all relative to the base, ``""`` being the base itself.
    """

    def __init__(self, files: Mapping[str, FileIndex], *, root: str, roots: Sequence[str]) -> None:
        self.files = files
        self.root = root
        self.roots = tuple(dict.fromkeys((*roots, root)))
        self._by_stem: dict[str, str] = {}
        self._folders: set[str] = set()
        for path in sorted(files):
            stem, suffix = _split(path)
            if suffix in SUFFIXES and (suffix != ".pyi" or stem not in self._by_stem):
                self._by_stem[stem] = path
            folder = dirname(path)
            while folder not in self._folders:
                self._folders.add(folder)
                folder = dirname(folder)
        self._resolved: dict[tuple[str, str], tuple[str | None, bool]] = {}
        self._named: dict[str, frozenset[str] | None] = {}

    @classmethod
    def build(cls, files: Mapping[str, FileIndex], *, root: str, roots: Sequence[str]) -> ModuleIndex:
        """Index the files of one project."""
        return cls(files, root=root, roots=roots)

    def name(self, path: str) -> str:
        """The dotted name under which most code would import the file; never empty."""
        stem = _split(path)[0]
        parent = self._package_parent(path)
        candidates = self.roots if parent == dirname(path) else (*self.roots, parent)  # a lone script is no package's top
        root = max((root for root in candidates if _inside(stem, root)), key=len, default="")
        dotted = (stem[len(root) + 1 :] if root else stem).replace("/", ".")
        return dotted.removesuffix(".__init__") or dotted

    def package(self, path: str, level: int) -> str | None:
        """The folder that ``level`` leading dots mean in the file, or None beyond the top."""
        folder = dirname(path)
        for _ in range(level - 1):
            if not folder:
                return None
            folder = dirname(folder)
        return folder

    def resolve(self, importer: str, module: str, *, level: int = 0, external: Collection[str] = ()) -> str | None:
        """The path that ``module`` means in ``importer``: a file, a folder without ``__init__`` (ending in a slash), or None.

        ``external`` holds top-level names of installed distributions: these win over the importer's own surroundings, since
        a file or package may be named like the distribution that it imports (``llms/openai.py``, ``agents/openai/agent.py``).
        """
        if level:
            folder = self.package(importer, level)
            return None if folder is None else self._at(folder, module)
        key = (dirname(importer), module)
        if key not in self._resolved:
            self._resolved[key] = self._absolute(importer, module)
        found, local = self._resolved[key]
        if found is None or (found == importer and "." not in module):
            return None
        return None if local and module.partition(".")[0] in external else found

    def child(self, path: str, name: str) -> str | None:
        """The submodule ``name`` of a package file or of a folder without ``__init__``."""
        if path.endswith("/"):
            return self._at(path[:-1], name)
        return self._at(dirname(path), name) if _split(path)[0].endswith("__init__") else None

    def importers(self, path: str) -> tuple[str, ...]:
        """The files that import the file, or a name from it, in order."""
        stem = _split(path)[0].removesuffix("/__init__")
        last = stem.rpartition("/")[2]
        found = {file for file, record in self._mentions.get(last, ()) if file != path and self._means(file, record, path)}
        if _split(path)[0].endswith("/__init__"):
            found |= {file for file, record in self._relative if file != path and self._means(file, record, path)}
        return tuple(sorted(found))

    def imported(self, path: str) -> Iterator[tuple[str, ImportRecord]]:
        """The project files that the file imports, each with the import."""
        index = self.files.get(path)
        for record in index.imports if index else ():
            target = self.resolve(path, record.module, level=record.level)
            if target is None:
                continue
            below = self.child(target, record.name) if record.name not in ("", "*") else None
            if below and not below.endswith("/"):
                yield below, record
            if not target.endswith("/"):
                yield target, record

    def may_name(self, path: str, name: str) -> bool:
        """May the file name something of another module that has this name there: by importing it, or whole modules?"""
        if path not in self._named:
            self._named[path] = self._names_in(path)
        names = self._named[path]
        return names is None or name in names

    def _names_in(self, path: str) -> frozenset[str] | None:
        """The names that the file imports; None where it imports all of a module of the project, or the module itself."""
        index = self.files.get(path)
        records = index.imports if index else ()
        for record in records:
            target = self.resolve(path, record.module, level=record.level)
            if target is not None and (record.name in ("", "*") or self.child(target, record.name) is not None):
                return None
        return frozenset(record.name for record in records)

    def _means(self, file: str, record: ImportRecord, path: str) -> bool:
        target = self.resolve(file, record.module, level=record.level)
        if target is None:
            return False
        return target == path or (record.name not in ("", "*") and self.child(target, record.name) == path)

    @cached_property
    def _mentions(self) -> dict[str, list[tuple[str, ImportRecord]]]:
        mentions: dict[str, list[tuple[str, ImportRecord]]] = {}
        for file, index in self.files.items():
            for record in index.imports:
                for last in {record.module.rpartition(".")[2], record.name} - {"", "*"}:
                    mentions.setdefault(last, []).append((file, record))
        return mentions

    @cached_property
    def _relative(self) -> list[tuple[str, ImportRecord]]:
        return [
            (file, record) for file, index in self.files.items() for record in index.imports if record.level and not record.module
        ]

    def _absolute(self, importer: str, module: str) -> tuple[str | None, bool]:
        """The path, and whether it was found by a guess near the importer rather than at an import root."""
        folder, parent = dirname(importer), self._package_parent(importer)
        for root in dict.fromkeys((parent, *self.roots)):
            found = self._at(root, module)
            if found and not (found.endswith("/") and root not in self.roots):
                return found, root not in self.roots
        # A script started in a folder above its module imports from there: try the folders up to the project root.
        while folder != self.root:
            found = self._at(folder, module)
            if found and not found.endswith("/"):
                return found, True
            if not folder:
                break
            folder = dirname(folder)
        return None, False

    def _at(self, root: str, module: str) -> str | None:
        stem = join(root, module.replace(".", "/")) if module else root
        for candidate in (join(stem, "__init__"), stem) if module else (join(stem, "__init__"),):
            if candidate in self._by_stem:
                return self._by_stem[candidate]
        return stem + "/" if stem in self._folders else None

    def _package_parent(self, path: str) -> str:
        folder = dirname(path)
        while folder and join(folder, "__init__") in self._by_stem:
            folder = dirname(folder)
        return folder


def _split(path: str) -> tuple[str, str]:
    for suffix in (*SUFFIXES, ".ipynb"):
        if path.endswith(suffix):
            return path[: -len(suffix)], suffix
    return path, ""


def _inside(stem: str, root: str) -> bool:
    return not root or stem.startswith(root + "/")
