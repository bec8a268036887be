"""What a dashboard can be filtered by, and to which values, for whoever looks at it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bi.dashboards.filterable import MOST_SHOWN, Filterable, filterable, known_values
from bi.model.catalog import Dimension
from bi.model.dashboard import Dashboard, ValueFilter
from bi.model.errors import NotInCatalog, UnknownFilter
from bi.model.semantic import (
    CountRows,
    DimensionGroup,
    Filter,
    Limit,
    Measured,
    Operator,
    Order,
    OrderTarget,
    Scalar,
    SemanticQuery,
)
from nodes.asking import Asking
from nodes.services import Services
from runs.dashboard_data import asking_of
from runs.model import Principal
from runs.sessions import Sessions


@dataclass(frozen=True, slots=True)
class FilterValues:
    """`more`: there are others besides."""

    values: tuple[Scalar, ...]
    more: bool


class DashboardFilters:
    """Methods raise UnknownDatasource, SummaryNotReady, DatabaseUnavailable, StoreUnavailable."""

    def __init__(self, services: Services, sessions: Sessions) -> None:
        self._services = services
        self._sessions = sessions

    async def values(
        self,
        principal: Principal,
        dashboard: Dashboard,
        filter_id: str,
        search: str | None = None,
    ) -> FilterValues:
        """What the column of a filter holds in the rows that the caller may see, without NULL: all
        in order, or of more than `MOST_SHOWN` the most frequent ones. `search`: of those alone that
        have it in them, in any case.

        Raises UnknownFilter, NotInCatalog, ClaimMissing, QueryTimeout, DatabaseRejected, and
        QueryNotPossible for a search in what is neither text nor number.
        """
        one = _by_values(dashboard, filter_id)
        asking = await asking_of(self._services, self._sessions, principal, dashboard)
        dimension = asking.datasource.seen_by(asking.viewer).dimension(one.column)
        if dimension is None:
            raise NotInCatalog(
                f"“{one.title}” filters by something that is not there, or not for you to see.",
                filter=one.id,
            )
        if search is not None:
            return await _asked_for(dimension, asking, search)
        profile = (await asking.datasource.understander(asking.viewer)).profile
        known = known_values(dimension, profile)
        if known is not None and len(known) <= MOST_SHOWN:
            return FilterValues(tuple(known), more=False)
        return await _asked_for(dimension, asking)

    async def filterable(
        self, principal: Principal, dashboard: Dashboard
    ) -> tuple[Filterable, ...]:
        """By what the caller could filter it, the most useful first."""
        asking = await asking_of(self._services, self._sessions, principal, dashboard)
        datasource = asking.datasource
        understander = await datasource.understander(asking.viewer)
        return await asyncio.to_thread(
            filterable,
            dashboard,
            datasource.seen_by(asking.viewer),
            understander.profile,
            understander.today,
            datasource.warehouse.dialect,
        )


def _by_values(dashboard: Dashboard, filter_id: str) -> ValueFilter:
    found = next((one for one in dashboard.filters if one.id == filter_id), None)
    if found is None:
        raise UnknownFilter(f"There is no filter {filter_id!r} in this dashboard.")
    if not isinstance(found, ValueFilter):
        raise UnknownFilter(f"“{found.title}” is a filter by dates, which has no list of values.")
    return found


async def _asked_for(
    dimension: Dimension, asking: Asking, search: str | None = None
) -> FilterValues:
    # In a role it is the same column.
    ref = dimension.in_role_of or dimension.ref
    wanted = Filter(ref, Operator.IS_NOT_NULL)
    if search is not None:
        wanted = Filter(ref, Operator.CONTAINS, (search,))
    query = SemanticQuery(
        measures=(Measured(CountRows(ref.dataset)),),
        groups=(DimensionGroup(ref),),
        filters=(wanted,),
        order=(Order(OrderTarget.MEASURE, descending=True), Order(OrderTarget.GROUP)),
        limit=Limit(MOST_SHOWN + 1),
    )
    asked = await asking.ask(await asking.prepared(query), fresh=False)
    values: list[Scalar] = [row[0] for row in asked.rows.rows]
    if len(values) > MOST_SHOWN:
        return FilterValues(tuple(values[:MOST_SHOWN]), more=True)
    return FilterValues(_in_order(values, dimension), more=False)


def _in_order(values: Sequence[Scalar], dimension: Dimension) -> tuple[Scalar, ...]:
    if dimension.type.is_numeric:
        # One that a double cannot hold is text.
        return tuple(sorted(values, key=lambda value: Decimal(str(value))))
    return tuple(sorted(values, key=str))
