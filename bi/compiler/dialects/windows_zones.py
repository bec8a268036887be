"""The names that Windows, and with it SQL Server, gives to time zones."""

from __future__ import annotations

from bi.model.errors import QueryNotPossible


def windows_zone(zone: str) -> str:
    """Of a zone of the IANA. Raises QueryNotPossible for one that Windows does not have."""
    from tzlocal.windows_tz import tz_win

    if (name := tz_win.get(zone)) is None:
        raise QueryNotPossible(
            f"SQL Server knows no time zone like {zone}.", dialect="tsql", zone=zone
        )
    return name
