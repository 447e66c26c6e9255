"""Places as policies and regulations name them: countries, the European areas, parts of countries (``US-CA``)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF
    CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH
    GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
    KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
    NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN
    SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
    ZA ZM ZW
"""
EU = frozenset(_EU.split())
EEA = EU | {"IS", "LI", "NO"}
COUNTRIES = frozenset(_COUNTRIES.split())
"""ISO 3166-1."""
AREAS = {"EU": EU, "EEA": EEA}
ALIASES = {"UK": "GB"}

_PART = re.compile(r"[A-Z0-9]{1,3}")


def known(place: str) -> bool:
    """Is it a country, a European area, or a part of a country (``US-CA``)?"""
    country, dash, part = place.partition("-")
    if not dash:
        return place in AREAS or _canonical(place) in COUNTRIES
    return _canonical(country) in COUNTRIES and _PART.fullmatch(part) is not None


def binds(jurisdiction: str, serves: Iterable[str]) -> bool:
    """Is the law of a place met by who serves these places? One who serves a part serves the whole, and the other way round."""
    return any(_overlap(jurisdiction, place) for place in serves)


def _overlap(first: str, second: str) -> bool:
    return _within(first, second) or _within(second, first)


def _within(inner: str, outer: str) -> bool:
    inner, outer = _canonical(inner), _canonical(outer)
    country = inner.partition("-")[0]
    members = AREAS.get(outer)
    if inner == outer or country == outer:
        return True
    return members is not None and (country in members or AREAS.get(inner, {"?"}) <= members)


def _canonical(place: str) -> str:
    country, dash, part = place.partition("-")
    return ALIASES.get(country, country) + dash + part
