"""The names that cannot be confirmed for a known reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import tomli

from tools.verify_catalog.claims import Claim

EXCUSES = Path(__file__).resolve().parent / "excused.toml"
Excuses = Mapping[str, Mapping[str, str]]
"""SDK -> claim -> reason."""


def read_excuses(path: Path = EXCUSES) -> Excuses:
    """Read the list."""
    excuses: Excuses = tomli.loads(path.read_text(encoding="utf-8"))
    return excuses


def failures(claims: Iterable[Claim], excuses: Excuses) -> list[Claim]:
    """The claims that should hold, do not, and are not excused."""
    return [one for one in claims if one.state == "unconfirmed" and one.key not in excuses.get(one.sdk, {})]


def excused(claims: Iterable[Claim], excuses: Excuses) -> list[tuple[Claim, str]]:
    """The claims that are excused, with the reasons."""
    open_ones = (one for one in claims if one.state == "unconfirmed")
    return [(one, excuses[one.sdk][one.key]) for one in open_ones if one.key in excuses.get(one.sdk, {})]


def needless(claims: Iterable[Claim], excuses: Excuses) -> list[str]:
    """Excuses of SDKs that were checked for claims that hold, or that nobody makes."""
    claims = list(claims)
    checked = {one.sdk for one in claims}
    needed = {(one.sdk, one.key) for one in claims if one.state == "unconfirmed"}
    return [f"{sdk}: {key}" for sdk, keys in excuses.items() if sdk in checked for key in keys if (sdk, key) not in needed]
