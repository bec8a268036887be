"""Who calls, and whether they may: what a route asks for.

`api.faces.chat2query.gate` has let the caller in before any route is looked for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from api.problem import Forbidden
from runs.key_roles import Permission, Role
from runs.model import Principal

if TYPE_CHECKING:
    from api.faces.chat2query.gate import Visit


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """`app` is the data app of the address, None at the bare addresses."""

    principal: Principal
    public_key: str
    role: Role
    app: str | None


async def _holder(request: Request) -> KeyHolder:
    visit: Visit = request.state.visit
    key = visit.key
    return KeyHolder(key.principal, key.public_key, key.role, request.path_params.get("app"))


def _who_may(
    permission: Permission, *, begins_job: bool = False
) -> Callable[..., Awaitable[KeyHolder]]:
    async def allowed(request: Request, holder: Holding) -> KeyHolder:
        if not holder.role.may(permission):
            raise Forbidden(f"The key's role, {holder.role}, does not allow this.")
        if begins_job:
            visit: Visit = request.state.visit
            await visit.begin_job(holder.principal.tenant_id, holder.app)
        return holder

    return allowed


Holding = Annotated[KeyHolder, Depends(_holder)]
# Those that begin a job count for the day; a call that fails is given back.
Conversing = Annotated[KeyHolder, Depends(_who_may(Permission.ASK))]
Asking = Annotated[KeyHolder, Depends(_who_may(Permission.ASK, begins_job=True))]
Describing = Annotated[KeyHolder, Depends(_who_may(Permission.SUMMARIZE))]
Summarizing = Annotated[KeyHolder, Depends(_who_may(Permission.SUMMARIZE, begins_job=True))]
Teaching = Annotated[KeyHolder, Depends(_who_may(Permission.TEACH))]
