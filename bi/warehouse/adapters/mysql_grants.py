"""What the grants of a MariaDB or MySQL user allow besides reading."""

from __future__ import annotations

import re
from collections.abc import Iterable

_GRANT = re.compile(r"GRANT (?P<privileges>.+?) ON (?P<object>\S+) TO ", re.DOTALL)
_COLUMNS = re.compile(r"\([^)]*\)")
_READING = frozenset(
    {
        "USAGE",
        "SELECT",
        "SHOW VIEW",
        "SHOW DATABASES",
        "PROCESS",
        "REPLICATION CLIENT",
        "SLAVE MONITOR",
        "BINLOG MONITOR",
        "SHOW_ROUTINE",
    }
)


def beyond_reading(grants: Iterable[str]) -> tuple[str, ...]:
    """The privileges in rows of SHOW GRANTS that a user who only asks does not need."""
    found: dict[str, None] = {}
    for grant in grants:
        match = _GRANT.match(grant)
        if match is None:
            continue  # a role, whose own grants stand in rows of their own
        for privilege in _COLUMNS.sub("", match["privileges"]).split(","):
            found[privilege.strip()] = None
        if "WITH GRANT OPTION" in grant:
            found["GRANT OPTION"] = None
    return tuple(name for name in found if name not in _READING)
