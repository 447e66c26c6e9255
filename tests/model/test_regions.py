"""Whose law binds whoever serves a place."""

from __future__ import annotations

import pytest

from aigc_lint.model import regions


@pytest.mark.parametrize("place", ["EU", "EEA", "DE", "UK", "GB", "CN", "US", "US-CA", "CN-11"])
def test_places_that_are_known(place: str) -> None:
    assert regions.known(place)


@pytest.mark.parametrize("place", ["", "Europe", "eu", "XX", "EU-DE", "US-", "US-california", "ZZ-1", "!EU"])
def test_places_that_are_not(place: str) -> None:
    assert not regions.known(place)


@pytest.mark.parametrize(
    ("jurisdiction", "serves"),
    [
        ("EU", ["EU"]), ("EU", ["DE"]), ("EU", ["US", "FR"]), ("EU", ["EEA"]), ("DE", ["EU"]), ("US-CA", ["US"]),
        ("US", ["US-NY"]), ("GB", ["UK"]), ("EU", ["DE-BY"]), ("EEA", ["NO"]), ("US-CA", ["US-CA"]),
    ],
)  # fmt: skip
def test_laws_that_bind(jurisdiction: str, serves: list[str]) -> None:
    assert regions.binds(jurisdiction, serves)


@pytest.mark.parametrize(
    ("jurisdiction", "serves"),
    [
        ("EU", []),
        ("EU", ["UK"]),
        ("EU", ["CH", "NO"]),
        ("US-CA", ["US-NY"]),
        ("CN", ["HK", "TW"]),
        ("US-CA", ["CA"]),
        ("DE", ["FR"]),
    ],
)
def test_laws_that_do_not(jurisdiction: str, serves: list[str]) -> None:
    assert not regions.binds(jurisdiction, serves)


def test_the_union_has_its_members() -> None:
    assert len(regions.EU) == 27
    assert sorted(regions.EEA - regions.EU) == ["IS", "LI", "NO"]
    assert regions.EEA <= regions.COUNTRIES
    assert len(regions.COUNTRIES) == 249
