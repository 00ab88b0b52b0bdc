"""The date of the build, by which posts of the future are told from others.  Pure."""

from __future__ import annotations

import datetime
import os
import time


def build_date() -> datetime.date:
    """Return today's date where the site is built, or that of ``SOURCE_DATE_EPOCH``.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.fromtimestamp(int(epoch) if epoch else time.time(), datetime.UTC)
    return (now if epoch else now.astimezone()).date()
