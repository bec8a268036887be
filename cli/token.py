"""`parley token`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from cli.claims import UnusableWish, claims_in

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def print_token(
    tenant: str,
    user: str,
    ttl: str,
    roles: tuple[str, ...],
    claims: tuple[str, ...],
    flags: Mapping[str, Any],
    settings_file: Path | None,
) -> int:
    """Raises SettingsInvalid, and UnusableWish when tokens are not made here."""
    from api.secret import signing_secret
    from api.settings import load_settings
    from api.tokens import is_tenant, is_user, issue_token

    settings = load_settings(flags, settings_file)
    if not is_tenant(tenant) or not is_user(user):
        raise UnusableWish("tenant or user holds characters that a token may not carry")
    secret = signing_secret(settings)
    if secret is None:
        raise UnusableWish(
            "tokens come from your identity provider (jwks_file is set); "
            "set jwt_secret too if local ones should count"
        )
    token = issue_token(
        secret,
        tenant_id=tenant,
        user_id=user,
        ttl=_duration(ttl),
        roles=roles,
        further=claims_in(claims),
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
    )
    print(token)
    return 0


def _duration(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([smhd])", text)
    if match is None:
        raise UnusableWish(f"--ttl {text} is not a duration; write 30m, 8h or 7d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})
