"""The one clock of a run: a day, so that a verdict can be replayed."""

from __future__ import annotations

import datetime
import os


def today_in_utc() -> datetime.date:
    """The day in UTC; ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) sets it for a run that is to be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC).date()
    return datetime.datetime.now(tz=datetime.UTC).date()
