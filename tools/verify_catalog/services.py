"""AWS operations, which exist in no Python source: botocore makes them from its service descriptions."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

from tools.verify_catalog.signatures import Signature
from tools.verify_catalog.wheels import Wheel

_WORDS = (re.compile(r"(.)([A-Z][a-z]+)"), re.compile(r"([a-z0-9])([A-Z])"))


def operations(botocore: Wheel, service: str) -> dict[str, Signature] | None:
    """Method name -> its parameters, for the newest description of a service; None where there is no such service."""
    pattern = re.compile(rf"botocore/data/{re.escape(service)}/([0-9-]+)/service-2\.json(\.gz)?")
    found = sorted(name for name in botocore.files if pattern.fullmatch(name))
    if not found:
        return None
    data = botocore.read(found[-1])
    description: dict[str, Any] = json.loads(gzip.decompress(data) if found[-1].endswith(".gz") else data)
    found_operations: dict[str, Any] = description["operations"]
    inputs = {name: operation["input"]["shape"] for name, operation in found_operations.items() if "input" in operation}
    return {
        _method(name): Signature(frozenset(description["shapes"][inputs[name]]["members"] if name in inputs else ()))
        for name in found_operations
    }


def _method(operation: str) -> str:
    """The Python name of an operation: words apart by underscores, in lower case."""
    for pattern in _WORDS:
        operation = pattern.sub(r"\1_\2", operation)
    return operation.lower()
