"""The date of the build, by which posts of the future are told from others.  Pure."""

from __future__ import annotations

import datetime
import os
import time


def build_date() -> str:
    """Return today's date where the site is built, or that of ``SOURCE_DATE_EPOCH`` (ISO 8601).

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.fromtimestamp(int(epoch) if epoch else time.time(), datetime.UTC)
    return (now if epoch else now.astimezone()).date().isoformat()


def first_day(date: str) -> str:
    """Return the first day of *date*, whose month and day may be missing (``2019-03``)."""
    return "-".join([*date.split("-"), "01", "01"][:3])
