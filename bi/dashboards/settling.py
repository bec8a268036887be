"""Types of charts that are left open, settled by what the rows can carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard


def settled(dashboard: Dashboard, drawn: Mapping[str, ChartType]) -> Dashboard:
    """The dashboard with the types that its tiles were drawn as, by their ids, where it leaves
    them open: from then on "the pie chart" is one."""
    tiles = tuple(
        replace(tile, chart=drawn[tile.id]) if tile.chart is None and tile.id in drawn else tile
        for tile in dashboard.tiles
    )
    return replace(dashboard, tiles=tiles)
