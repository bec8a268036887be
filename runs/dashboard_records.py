"""Stored dashboards as the faces see them, and as they are written down.

The hash of a dashboard has tenant_id, user_id, datasource_id, created_at, updated_at, title,
version, shared (who may read it, once it was shared), session_id (of its conversation, once there
was one), request (a digest of the call that created it), written_by (the write that made the
current version) and begun (`run version`: the run that changes it, and what it found).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import orjson
from pydantic import TypeAdapter

from bi.model.dashboard import Dashboard
from runs import keys
from runs.model import Principal

DASHBOARD: TypeAdapter[Dashboard] = TypeAdapter(Dashboard)


class Change(StrEnum):
    """How a version came about."""

    WRITTEN = "written"  # by a client, whole
    SAID = "said"  # by a sentence
    RENAMED = "renamed"
    RESTORED = "restored"
    PINNED = "pinned"  # an answer became one more tile
    REMOVED = "removed"  # a tile was taken away


class Sharing(StrEnum):
    """Who may read a dashboard; its owner alone changes it."""

    PRIVATE = "private"  # its owner
    TENANT = "tenant"  # every user of its tenant


@dataclass(frozen=True, slots=True)
class DashboardVersion:
    """`said` is the sentence that made it, `restored` the number of the version it repeats."""

    version: int
    at: datetime
    title: str
    tiles: int
    change: Change
    said: str | None = None
    restored: int | None = None


_VERSION: TypeAdapter[DashboardVersion] = TypeAdapter(DashboardVersion)


@dataclass(frozen=True, slots=True)
class DashboardLine:
    """A dashboard in a listing. `session_id` is the conversation that changes it by words, and
    `tile_count` how many tiles it has now."""

    dashboard_id: str
    tenant_id: str
    user_id: str
    datasource_id: str
    title: str
    version: int
    created_at: datetime
    updated_at: datetime
    session_id: str | None = None
    shared: Sharing = Sharing.PRIVATE
    tile_count: int = 0

    def is_owned_by(self, principal: Principal) -> bool:
        """Of a principal who sees it. Who names a tenant alone is each of its users."""
        return principal.user_id in (None, self.user_id)

    @property
    def is_draft(self) -> bool:
        """Whether nothing has been kept of it yet."""
        return self.version == 0

    @property
    def member(self) -> str:
        """Its name in listings: it sorts by creation."""
        return f"{int(self.created_at.timestamp() * 1000):013d}:{self.dashboard_id}"

    @property
    def listings(self) -> tuple[str, str]:
        return (
            keys.tenant_dashboards(self.tenant_id),
            keys.user_dashboards(self.tenant_id, self.user_id),
        )


@dataclass(frozen=True, slots=True)
class StoredDashboard:
    """`line` is how it stands now, `dashboard` what was asked for: its current version, or one
    before, of which `version` tells."""

    line: DashboardLine
    version: DashboardVersion
    dashboard: Dashboard


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """`total` counts the listing; `next_cursor` None: this was the last page."""

    dashboards: tuple[DashboardLine, ...]
    total: int
    next_cursor: str | None = None


def write_line(line: DashboardLine, request: str) -> list[str]:
    """The fields of a new dashboard's hash, with their values."""
    fields = {
        "tenant_id": line.tenant_id,
        "user_id": line.user_id,
        "datasource_id": line.datasource_id,
        "title": line.title,
        "version": str(line.version),
        "created_at": line.created_at.isoformat(),
        "updated_at": line.updated_at.isoformat(),
        "request": request,
    }
    return [part for field in fields.items() for part in field]


def read_line(dashboard_id: str, stored: Mapping[bytes, bytes], told: bytes) -> DashboardLine:
    """`told` is what is told of its current version, empty for a draft."""
    values = {name.decode(): value.decode() for name, value in stored.items()}
    return DashboardLine(
        dashboard_id=dashboard_id,
        tenant_id=values["tenant_id"],
        user_id=values["user_id"],
        datasource_id=values["datasource_id"],
        title=values["title"],
        version=int(values["version"]),
        created_at=datetime.fromisoformat(values["created_at"]),
        updated_at=datetime.fromisoformat(values["updated_at"]),
        session_id=values.get("session_id") or None,
        shared=Sharing(values.get("shared", Sharing.PRIVATE)),
        tile_count=orjson.loads(told)["tiles"] if told else 0,
    )


def fields_of(reply: Sequence[bytes]) -> dict[bytes, bytes]:
    """What a script returns of a hash."""
    return dict(zip(reply[::2], reply[1::2], strict=True))


def write_version(version: DashboardVersion) -> bytes:
    """Its number is where it is kept, and known only there."""
    return _VERSION.dump_json(version, exclude={"version"})


def read_version(number: int, stored: bytes) -> DashboardVersion:
    return _VERSION.validate_python({"version": number, **orjson.loads(stored)})
