"""Whose conversation it is: the token's user, or without a token the one that a header names."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header

from api.auth import TenantPrincipal, same_user
from api.texts import UserId
from runs.model import Speaker

UserHeader = Annotated[
    UserId | None,
    Header(
        alias="X-User-ID",
        description="Whose conversation is meant, where the caller has no token.",
        examples=["user-123"],
    ),
]


async def speaker_of(principal: TenantPrincipal, user: UserHeader = None) -> Speaker:
    """Raises Forbidden when the header names another user than the token."""
    return Speaker(principal, same_user(principal, user))


Caller = Annotated[Speaker, Depends(speaker_of)]
