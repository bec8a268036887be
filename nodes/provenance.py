"""How fresh an answer is, as far as the datasource is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bi.datasources.connected import ConnectedDatasource
from bi.model.access import Viewer
from bi.model.catalog import ColumnRef
from bi.model.lineage import Freshness, LatestDay, Lineage
from nodes.asking import Asked


async def freshness_of(
    asked: Asked, lineage: Lineage, datasource: ConnectedDatasource, viewer: Viewer
) -> Freshness:
    """With the last day of each dataset that was read, as of the last look at the data."""
    understander = await datasource.understander(viewer)
    names = [dataset.name for dataset in lineage.datasets]
    return Freshness(
        ran_at=asked.ran_at,
        cached=asked.cached,
        data_version=asked.data_version,
        latest=tuple(_latest(names, datasource, understander.profile.spans)),
    )


def _latest(
    names: Iterable[str],
    datasource: ConnectedDatasource,
    spans: Mapping[ColumnRef, tuple[date, date]],
) -> Iterator[LatestDay]:
    for name in names:
        time = datasource.catalog.dataset(name).time
        dimension = datasource.catalog.dimension(time) if time else None
        # Lines are dated by their order, which is a dataset of its own.
        if dimension is None or dimension.dataset != name or dimension.ref not in spans:
            continue
        day = spans[dimension.ref][1].isoformat()
        yield LatestDay(name, dimension.name, dimension.label, day)
