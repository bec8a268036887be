"""Dashboards in the store: their keys, scripts and listings."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from bi.model.dashboard import Dashboard
from bi.model.errors import (
    DashboardChanged,
    DashboardNotOwned,
    DashboardTooLarge,
    IdempotencyKeyReused,
    UnknownDashboard,
)
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import dashboard_scripts, keys
from runs.dashboard_records import (
    DASHBOARD,
    Change,
    DashboardLine,
    DashboardVersion,
    Sharing,
    fields_of,
    read_line,
    read_version,
    write_line,
    write_version,
)
from runs.listing import MemberPage, describe, listing_page
from runs.model import Principal
from runs.session_text import fold
from runs.sessions import ANONYMOUS

MOST_BYTES = 256 * 1024
MOST_VERSIONS = 50
# Until its first words came to something, a dashboard is a draft, which nobody keeps for ever.
_DRAFT_MS = 24 * 3600 * 1000


class DashboardStore:
    """Every method raises StoreUnavailable when the store cannot serve now, and those that take
    an id UnknownDashboard for one that is not there or not the principal's."""

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    async def new(
        self,
        principal: Principal,
        *,
        datasource_id: str,
        title: str,
        user_id: str | None,
        idempotency_key: str | None,
        request: str,
    ) -> DashboardLine:
        """A draft, or what this caller's key made before.

        Raises IdempotencyKeyReused where that was by another `request`.
        """
        dashboard_id = f"dash-{uuid.uuid4()}"
        if idempotency_key is not None:
            # The id tells that the key came before, for as long as what it made is there.
            caller = "\0".join((principal.tenant_id, principal.user_id or "", idempotency_key))
            digest = hashlib.sha256(caller.encode()).digest()
            dashboard_id = f"dash-{uuid.UUID(bytes=digest[:16], version=4)}"
        now = datetime.now(UTC)
        line = DashboardLine(
            dashboard_id=dashboard_id,
            tenant_id=principal.tenant_id,
            user_id=user_id or principal.user_id or ANONYMOUS,
            datasource_id=datasource_id,
            title=title,
            version=0,
            created_at=now,
            updated_at=now,
        )
        reply = await dashboard_scripts.create.run(
            self._client,
            keys.of_dashboard(dashboard_id),
            *(str(_DRAFT_MS), *write_line(line, request)),
        )
        stored = fields_of(reply)
        if stored[b"request"].decode() != request:
            raise IdempotencyKeyReused(
                "This idempotency key came before with another request; use a new one."
            )
        return read_line(dashboard_id, stored, b"")

    async def keep(
        self,
        principal: Principal,
        line: DashboardLine,
        dashboard: Dashboard,
        change: Change,
        *,
        expected: int | None = None,
        begun_by: str | None = None,
        said: str | None = None,
        restored: int | None = None,
    ) -> int:
        """The next version's number; that of the current one if it is the same already.

        It follows the version `expected`, or the one that the run `begun_by` found, or any.
        Raises DashboardChanged where another one came between, DashboardTooLarge.
        """
        now = datetime.now(UTC)
        tiles = len(dashboard.tiles)
        told = DashboardVersion(0, now, dashboard.title, tiles, change, said, restored)
        body = written(dashboard)
        await self._list(line)
        after = "begun" if begun_by else "" if expected is None else str(expected)
        outcome, *version = await dashboard_scripts.keep.run(
            self._client,
            keys.of_dashboard(line.dashboard_id),
            *(*_who(principal), begun_by or uuid.uuid4().hex, after, now.isoformat()),
            *(dashboard.title, write_version(told), body, str(MOST_VERSIONS)),
        )
        if outcome == b"unknown":
            raise unknown(line.dashboard_id)
        number = int(version[0])
        if outcome == b"changed":
            raise DashboardChanged(
                f"The dashboard has changed meanwhile and is at version {number} now; "
                "read it again.",
                version=number,
            )
        await describe.run(
            self._client,
            (keys.tenant_dashboards(line.tenant_id), keys.dashboard_search(line.tenant_id)),
            *(line.member, line.dashboard_id, fold(dashboard.title), "", "1"),
        )
        return number

    async def read(
        self, principal: Principal, dashboard_id: str, version: int | None = None
    ) -> tuple[DashboardLine, bytes, bytes]:
        """How it stands, a draft too, what is told of a version (None: the current one), and its
        body; both are empty where there is none. Also of one that is shared with the principal."""
        reply = await dashboard_scripts.read.run(
            self._client,
            keys.of_dashboard(dashboard_id),
            *(*_who(principal), "" if version is None else str(version)),
        )
        if not reply:
            raise unknown(dashboard_id)
        fields, current, told, body = reply
        return read_line(dashboard_id, fields_of(fields), current), told, body

    async def owned(self, principal: Principal, dashboard_id: str) -> DashboardLine:
        """How one stands, a draft too, that is the principal's to change. Raises
        DashboardNotOwned."""
        line, _, _ = await self.read(principal, dashboard_id)
        check_owner(principal, line)
        return line

    async def versions(self, dashboard_id: str) -> tuple[DashboardVersion, ...]:
        """Those that are kept, the newest first."""
        with store_errors():
            stored: Any = await self._client.hgetall(keys.of_dashboard(dashboard_id).versions)
        found = {int(number): told for number, told in stored.items()}
        return tuple(read_version(number, found[number]) for number in sorted(found, reverse=True))

    async def page(
        self,
        tenant_id: str,
        user_id: str | None,
        *,
        words: Sequence[str],
        limit: int,
        cursor: str | None,
        shared: bool = False,
    ) -> tuple[list[DashboardLine], MemberPage]:
        """Those of a page of the tenant's listing, or the user's, without drafts; `shared`: of
        those that are shared with the tenant.

        What was left in the listing when its dashboard went is taken out of it.
        Raises BadCursor.
        """
        if shared:
            listing = keys.shared_dashboards(tenant_id)
        elif user_id is None:
            listing = keys.tenant_dashboards(tenant_id)
        else:
            listing = keys.user_dashboards(tenant_id, user_id)
        texts = keys.dashboard_search(tenant_id)
        page = await listing_page(
            self._client, listing, texts, words=words, limit=limit, cursor=cursor
        )
        ids = [member.partition(":")[2] for member in page.members]
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for dashboard_id in ids:
                    pipe.hgetall(keys.of_dashboard(dashboard_id).dashboard)
                found = await pipe.execute()
                for dashboard_id, stored in zip(ids, found, strict=True):
                    current = stored.get(b"version", b"0")
                    pipe.hget(keys.of_dashboard(dashboard_id).versions, current)
                told = await pipe.execute()
        lines = [
            read_line(dashboard_id, stored, of_current or b"")
            for dashboard_id, stored, of_current in zip(ids, found, told, strict=True)
            if stored
        ]
        gone = [m for m, stored in zip(page.members, found, strict=True) if not stored]
        await self._forget((listing,), texts, gone)
        return [line for line in lines if not line.is_draft and _belongs(line, shared)], page

    async def share(self, principal: Principal, line: DashboardLine, shared: Sharing) -> None:
        """The listing follows the record, whoever else shares it at the same time: who writes the
        listing looks at the record once more."""
        listing = keys.shared_dashboards(line.tenant_id)
        if shared is Sharing.TENANT:
            # A worker that dies upon it leaves an entry that is passed over, and not a shared
            # dashboard that nobody finds.
            with store_errors():
                await self._client.zadd(listing, {line.member: 0})
        done = await dashboard_scripts.share.run(
            self._client, keys.of_dashboard(line.dashboard_id), *_who(principal), shared.value
        )
        if not done:
            raise unknown(line.dashboard_id)
        listed = None
        while (now := await self._is_shared(line.dashboard_id)) is not listed:
            with store_errors():
                if now:
                    await self._client.zadd(listing, {line.member: 0})
                else:
                    await self._client.zrem(listing, line.member)
            listed = now

    async def _is_shared(self, dashboard_id: str) -> bool:
        with store_errors():
            stored: Any = await self._client.hget(
                keys.of_dashboard(dashboard_id).dashboard, "shared"
            )
        return bool(stored == Sharing.TENANT.encode())

    async def delete(self, principal: Principal, line: DashboardLine) -> None:
        deleted = await dashboard_scripts.delete.run(
            self._client, keys.of_dashboard(line.dashboard_id), *_who(principal)
        )
        listings = (*line.listings, keys.shared_dashboards(line.tenant_id))
        await self._forget(listings, keys.dashboard_search(line.tenant_id), [line.member])
        if not deleted:
            raise unknown(line.dashboard_id)

    async def begin(self, principal: Principal, dashboard_id: str, run_id: str) -> Dashboard | None:
        """See `DashboardTalks.begin`."""
        outcome, *body = await dashboard_scripts.begin.run(
            self._client, keys.of_dashboard(dashboard_id), *_who(principal), run_id
        )
        if outcome == b"unknown":
            raise unknown(dashboard_id)
        return DASHBOARD.validate_json(body[0]) if body[0] else None

    async def attach(self, principal: Principal, dashboard_id: str, session_id: str) -> None:
        """Says with which session the dashboard is talked about."""
        attached = await dashboard_scripts.attach.run(
            self._client, keys.of_dashboard(dashboard_id), *_who(principal), session_id
        )
        if not attached:
            raise unknown(dashboard_id)

    async def _list(self, line: DashboardLine) -> None:
        """Before it is kept: a listing's entry without a dashboard is taken out by whoever comes
        upon it, but nobody would come upon a dashboard without an entry."""
        with store_errors():
            async with self._client.pipeline(transaction=True) as pipe:
                for listing in line.listings:
                    pipe.zadd(listing, {line.member: 0})
                await pipe.execute()

    async def _forget(self, listings: Iterable[str], texts: str, members: Sequence[str]) -> None:
        if not members:
            return
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for listing in listings:
                    pipe.zrem(listing, *members)
                pipe.hdel(texts, *(member.partition(":")[2] for member in members))
                await pipe.execute()


def written(dashboard: Dashboard) -> bytes:
    """As it is stored. Raises DashboardTooLarge."""
    body = DASHBOARD.dump_json(dashboard)
    if len(body) > MOST_BYTES:
        raise DashboardTooLarge(
            f"A dashboard has at most {MOST_BYTES // 1024} KB; this one has {len(body) // 1024}.",
            most_bytes=MOST_BYTES,
        )
    return body


def _belongs(line: DashboardLine, shared: bool) -> bool:
    return not shared or line.shared is Sharing.TENANT


def check_owner(principal: Principal, line: DashboardLine) -> None:
    """Raises DashboardNotOwned."""
    if not line.is_owned_by(principal):
        raise DashboardNotOwned(
            "This dashboard is shared with you: you can look at it, and its owner alone changes it."
        )


def unknown(dashboard_id: str) -> UnknownDashboard:
    return UnknownDashboard(f"There is no dashboard {dashboard_id!r}.")


def _who(principal: Principal) -> tuple[str, str]:
    return principal.tenant_id, principal.user_id or ""
