"""A stored dashboard as the MATIH faces write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.matih.listing import moment

if TYPE_CHECKING:
    from bi.model.dashboard import Dashboard
    from runs.dashboard_records import (
        DashboardLine,
        DashboardPage,
        DashboardVersion,
        StoredDashboard,
    )
    from runs.model import Principal


def dashboard_json(dashboard: Dashboard) -> dict[str, Any]:
    # With it comes the store, which the start must not wait for.
    from runs.dashboard_records import DASHBOARD

    written: dict[str, Any] = DASHBOARD.dump_python(dashboard, mode="json")
    return written


def line_body(line: DashboardLine, principal: Principal) -> dict[str, Any]:
    """For the principal: its conversation is for its owner alone."""
    owned = line.is_owned_by(principal)
    return {
        "dashboard_id": line.dashboard_id,
        "tenant_id": line.tenant_id,
        "user_id": line.user_id,
        "datasource_id": line.datasource_id,
        "title": line.title,
        "version": line.version,
        "created_at": moment(line.created_at),
        "updated_at": moment(line.updated_at),
        "session_id": line.session_id if owned else None,
        "shared": line.shared.value,
        "owned": owned,
        "tile_count": line.tile_count,
    }


def list_body(page: DashboardPage, principal: Principal) -> dict[str, Any]:
    return {
        "dashboards": [line_body(line, principal) for line in page.dashboards],
        "total_count": page.total,
        "next_cursor": page.next_cursor,
    }


def stored_body(stored: StoredDashboard, principal: Principal) -> dict[str, Any]:
    """How it stands now."""
    return {**line_body(stored.line, principal), "dashboard": dashboard_json(stored.dashboard)}


def version_line(version: DashboardVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "at": moment(version.at),
        "title": version.title,
        "tiles": version.tiles,
        "change": version.change.value,
        "said": version.said,
        "restored": version.restored,
    }


def version_body(stored: StoredDashboard) -> dict[str, Any]:
    """A version, current or not."""
    return {**version_line(stored.version), "dashboard": dashboard_json(stored.dashboard)}
