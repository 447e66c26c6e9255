"""Lays out, for each SDK file, the wheels that its names are looked up in: one line-up per pinned version."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import Version

from aigc_lint.catalog.entries.sdks import Sdk
from tools.verify_catalog.pins import Pin
from tools.verify_catalog.resolve import Resolver
from tools.verify_catalog.sources import Sources
from tools.verify_catalog.wheels import Wheel


class StandardLibrary(Wheel):
    """The parts of Python's own library that reach the network, read like a wheel."""

    packages = ("http", "urllib")

    def __init__(self) -> None:
        super().__init__(Path(f"python{sys.version_info.major}.{sys.version_info.minor}"))
        self._root = Path(sysconfig.get_path("stdlib"))

    @cached_property
    def files(self) -> dict[str, str]:
        """Path below the library -> the same."""
        found = (path.relative_to(self._root).as_posix() for name in self.packages for path in (self._root / name).glob("*.py"))
        return {path: path for path in found}

    @cached_property
    def words(self) -> frozenset[str]:
        """Nothing is looked for by its mere word here."""
        return frozenset()

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return (self._root / name).read_bytes()


class LineUp(Resolver):
    """One version of an SDK with everything that it imports."""

    def __init__(self, wheels: list[Wheel], *, required: int) -> None:
        super().__init__(Sources(wheels, near=required))
        self.near = tuple(wheels[:required])
        """The wheel under test and those that it requires."""

    def mentions(self, word: str) -> bool:
        """Does a word stand anywhere in the source of the SDK, or of what it requires?"""
        return any(word in wheel.words for wheel in self.near)


class Bench:
    """All wheels, and the line-ups made of them."""

    def __init__(self, wheels: Mapping[Pin, Wheel]) -> None:
        self.wheels = dict(wheels)
        self.versions: dict[str, list[Pin]] = {}
        for pin in sorted(wheels, key=lambda pin: Version(pin.version), reverse=True):
            self.versions.setdefault(canonicalize_name(pin.distribution), []).append(pin)
        self._library = StandardLibrary()
        self._line_ups: dict[tuple[Pin, Pin | None], LineUp] = {}

    def sdks(self) -> frozenset[str]:
        """The SDK files that some wheel is there for."""
        return frozenset(pin.proves for pin in self.wheels if pin.proves) | frozenset(StandardLibrary.packages)

    def wheel(self, distribution: str) -> Wheel | None:
        """The newest wheel of a distribution."""
        pins = self.versions.get(distribution)
        return self.wheels[pins[0]] if pins else None

    def line_ups(self, sdk: Sdk) -> list[LineUp]:
        """One per wheel that holds names of the SDK; several where a name leads into another SDK of which there are several."""
        if sdk.distribution in StandardLibrary.packages:
            return [LineUp([self._library], required=1)]
        proving = [pin for pin in self.wheels if pin.proves == sdk.distribution]
        return [self._line_up(pin, guest) for pin in proving for guest in self._guests(sdk, pin)]

    def _line_up(self, pin: Pin, guest: Pin | None) -> LineUp:
        if (pin, guest) not in self._line_ups:
            self._line_ups[pin, guest] = self._made(pin, guest)
        return self._line_ups[pin, guest]

    def _made(self, pin: Pin, guest: Pin | None) -> LineUp:
        near = self._required([pin, *([guest] if guest else [])])
        taken = {canonicalize_name(one.distribution) for one in near}
        rest = [pins[0] for name, pins in self.versions.items() if name not in taken]
        return LineUp([self.wheels[one] for one in (*near, *rest)], required=len(near))

    def _required(self, pins: list[Pin]) -> list[Pin]:
        """The pins with all that they require, each in the newest version at hand that they allow."""
        found = list(pins)
        for pin in found:
            for requirement in self.wheels[pin].requirements:
                name = canonicalize_name(requirement.name)
                if any(canonicalize_name(one.distribution) == name for one in found):
                    continue
                allowed = requirement.specifier
                found += [one for one in self.versions.get(name, ()) if allowed.contains(one.version, prereleases=True)][:1]
        return found

    def _guests(self, sdk: Sdk, pin: Pin) -> list[Pin | None]:
        """What is imported through the SDK without being required by it: ``langfuse.openai.openai``; None where nothing is."""
        names = [name.split(".") for client in sdk.clients.values() for name in client.names]
        doubled = {part for parts in names for part, after in pairwise(parts) if part == after}
        return [one for one in self.wheels if doubled & self.wheels[one].tops - self.wheels[pin].tops] or [None]
