"""Whether a file could matter at all, from its imports alone: a look that errs towards yes and loads no evaluator."""

from __future__ import annotations

from collections.abc import Mapping

from aigc_lint.linking.modules import ModuleIndex
from aigc_lint.model.facts import FileIndex

_REQUESTERS = frozenset({"aiohttp", "http", "httpx", "requests", "urllib", "urllib3", "websocket", "websockets"})


def may_matter(files: ModuleIndex, path: str) -> bool:
    """Does the file, or one that it imports directly or not, hold a needle or send requests? May it be handed a client?"""
    seen = {path}
    pending = [path]
    for file in pending:
        index = files.files.get(file)
        if index is not None and (index.needles or sends_requests(index) or (index.faint and file == path)):
            return True
        for target, _ in files.imported(file):
            if target not in seen:
                seen.add(target)
                pending.append(target)
    return False


def any_needles(indexes: Mapping[str, FileIndex]) -> bool:
    """Does any file hold a needle? Where none does, no file can be handed anything AI."""
    return any(index.needles for index in indexes.values())


def sends_requests(index: FileIndex) -> bool:
    """Does the file import what requests are sent with?"""
    return any(record.module.partition(".")[0] in _REQUESTERS for record in index.imports)
