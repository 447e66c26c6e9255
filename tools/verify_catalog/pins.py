"""The pinned distributions that the catalogue's SDK files were written from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PINS = Path(__file__).resolve().parent.parent / "sdk-versions.txt"
TIERS = ("test", "full")


@dataclass(frozen=True, slots=True)
class Pin:
    """One wheel."""

    distribution: str
    version: str
    size: int
    """Bytes to download, to know the cost beforehand."""
    tier: str
    """``test``: small enough for every run of the test suite; ``full``: only ``make verify-catalog`` reads it."""
    proves: str
    """The SDK file whose names this wheel holds; empty where it is only a dependency of others."""

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.distribution}=={self.version}"


def read_pins(path: Path = PINS) -> tuple[Pin, ...]:
    """Read the list; a line that is not one pin is an error that names it."""
    pins = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.partition("#")[0].split()
        if not fields:
            continue
        try:
            requirement, size, tier, proves = fields
            distribution, version = requirement.split("==")
            if tier not in TIERS:
                raise ValueError(tier)
            pins.append(Pin(distribution, version, int(size), tier, "" if proves == "-" else proves))
        except ValueError as error:
            raise SystemExit(f"{path.name}:{number}: not a pin: {line!r}") from error
    return tuple(pins)


def of_tier(pins: tuple[Pin, ...], tier: str) -> tuple[Pin, ...]:
    """The pins of a tier; the full one holds all."""
    return tuple(pin for pin in pins if tier == "full" or pin.tier == tier)
