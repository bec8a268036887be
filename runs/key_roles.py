"""What the holder of an API key may do: the roles of the published product, and their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum, auto

from bi.model.errors import UserError


class Permission(StrEnum):
    """ASK questions, make and edit data summaries (SUMMARIZE), write knowledge bases (TEACH)."""

    ASK = auto()
    SUMMARIZE = auto()
    TEACH = auto()


class Role(StrEnum):
    """The roles by their published names.

    No key ever runs SQL that writes, so READWRITE may do what READONLY may.
    """

    ADMIN = "Chat2Query Admin"
    SUMMARIES = "Chat2Query Data Summary Management Role"
    READONLY = "Chat2Query SQL ReadOnly"
    READWRITE = "Chat2Query SQL ReadWrite"

    def may(self, permission: Permission) -> bool:
        return permission in _PERMISSIONS[self]


_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.SUMMARIES: frozenset({Permission.SUMMARIZE}),
    Role.READONLY: frozenset({Permission.ASK}),
    Role.READWRITE: frozenset({Permission.ASK}),
}
# Each role without the words that all or some share: "SQL ReadOnly" is "readonly".
_SHORT_NAMES = {
    "admin": Role.ADMIN,
    "datasummarymanagement": Role.SUMMARIES,
    "datasummaries": Role.SUMMARIES,
    "summaries": Role.SUMMARIES,
    "readonly": Role.READONLY,
    "readwrite": Role.READWRITE,
}


class UnknownRole(UserError):
    """details: `roles`, the published names."""

    code = "role_unknown"


def role_named(name: str) -> Role:
    """The role of a name, however it is spelt. Raises UnknownRole, which lists the roles."""
    letters = re.sub(r"[\W_]+", "", name.casefold())
    short = letters.removeprefix("chat2query").removeprefix("sql").removesuffix("role")
    if short not in _SHORT_NAMES:
        short_names = {role: short for short, role in _SHORT_NAMES.items()}
        listed = ", ".join(f"{role} ({short_names[role]})" for role in Role)
        raise UnknownRole(f"there is no role {name!r}; there are: {listed}", roles=list(Role))
    return _SHORT_NAMES[short]
