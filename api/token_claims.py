"""What a token says of its bearer besides who they are: what a catalog's security asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from bi.model.access import Claim, ClaimValue

# About the token, not about its bearer.
TECHNICAL = frozenset({"aud", "exp", "iat", "iss", "jti", "nbf"})
# Read by names of their own.
IDENTITY = frozenset({"tenant_id", "user_id", "sub", "roles"})
_DEEPEST = 4


def claims_of(token: Mapping[str, Any]) -> tuple[tuple[str, ClaimValue], ...]:
    """Texts, numbers, truth values and lists of these, by name; a part of a group by `group.name`.

    Whatever else there is (null, lists of groups) is as good as absent.
    """
    found: dict[str, ClaimValue] = {}
    for name, value in _flat(token, "", 1):
        found.setdefault(name, value)
    return tuple(sorted(found.items(), key=lambda item: item[0]))


def _flat(values: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, ClaimValue]]:
    groups: list[tuple[str, Mapping[str, Any]]] = []
    for name, value in values.items():
        if depth == 1 and name in TECHNICAL | IDENTITY:
            continue
        if isinstance(value, dict):
            groups.append((f"{prefix}{name}.", value))
        elif isinstance(value, list):
            if all(_is_claim(one) for one in value):
                yield f"{prefix}{name}", tuple(value)
        elif _is_claim(value):
            yield f"{prefix}{name}", value
    # After the names that are written out: those win.
    if depth < _DEEPEST:
        for before, group in groups:
            yield from _flat(group, before, depth + 1)


def _is_claim(value: object) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, Claim)
