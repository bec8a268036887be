"""Lengths of time as options take them."""

from __future__ import annotations

import re
from datetime import timedelta

from cli.claims import UnusableWish

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(option: str, text: str) -> timedelta:
    """`30m`, `8h`, `7d`. Raises UnusableWish, which names the option."""
    match = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if match is None:
        raise UnusableWish(f"{option} {text} is not a duration; write 30m, 8h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
