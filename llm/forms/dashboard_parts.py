"""The parts of a model's reply about a dashboard: tiles, filters, and what names them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bi.catalog.wording import label_of, title_of
from bi.dashboards.checking import LONGEST_TITLE
from bi.dashboards.editing import free_id
from bi.dashboards.periods import moving_period_of
from bi.dashboards.placing import UNPLACED
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter, Tile, ValueFilter
from bi.model.semantic import Filter, Operator, SemanticQuery
from llm.asked import DashboardAsked
from llm.errors import ReplyUnusable
from llm.forms.fitting import fitted_filter
from llm.forms.read_query import read_column, read_period, read_query
from llm.forms.read_reply import text_of


@dataclass(slots=True)
class PartReader:
    """`now` is the dashboard with what was read so far. All of it raises ReplyUnusable."""

    asked: DashboardAsked
    now: Dashboard | None = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.asked.dashboard

    def query(self, value: Any) -> SemanticQuery:
        asked = self.asked.asked
        return read_query(value, asked.engine, asked.dialect, asked.today)

    def require_dashboard(self) -> Dashboard:
        if self.now is None:
            raise ReplyUnusable("There is no dashboard yet; the kind create makes one.")
        return self.now

    def tile(self, value: dict[str, Any], tile_id: str) -> Tile:
        query = self.query(value.get("query"))
        moving = moving_period_of(query.time)
        title = self.title(value, query)
        return Tile(tile_id, title, query, UNPLACED, chart_of(value), moving=moving)

    def title(self, value: dict[str, Any], query: SemanticQuery) -> str:
        """As the model says, else as we call what is asked."""
        said = text_of(value.get("title"), LONGEST_TITLE)
        return said or title_of(query, self.asked.asked.engine.catalog)

    def free_tile_id(self) -> str:
        return free_id([tile.id for tile in self.require_dashboard().tiles], "t")

    def tile_id(self, said: Any) -> str:
        known = [tile.id for tile in self.require_dashboard().tiles]
        if said not in known:
            raise ReplyUnusable(f"There is no tile {said!r}; {_there_are(known)}.")
        return str(said)

    def filter_id(self, said: Any) -> str:
        known = [one.id for one in self.require_dashboard().filters]
        if said not in known:
            raise ReplyUnusable(f"There is no filter {said!r}; {_there_are(known)}.")
        return str(said)

    def filter(self, value: Any, said_id: Any) -> DashboardFilter:
        """In the place of the filter of that id, or of the one that is about the same."""
        if not isinstance(value, dict):
            raise ReplyUnusable("A filter is an object with a column and values, or a time.")
        now = self.require_dashboard()
        taken = [one.id for one in now.filters]
        own_id = self.filter_id(said_id) if said_id else free_id(taken, "f")
        title = text_of(value.get("title"), LONGEST_TITLE)
        read = self._dates if value.get("time") else self._values
        found = read(value, own_id, title)
        if said_id:
            return found
        same = next((one for one in now.filters if _is_about(one) == _is_about(found)), None)
        return replace(found, id=same.id, title=same.title) if same else found

    def _dates(self, value: dict[str, Any], own_id: str, title: str) -> DashboardFilter:
        asked = self.asked.asked
        time = read_period(value["time"], asked.engine, asked.today)
        moving = time.moving
        range_ = None if moving else replace(time, column=None)
        return DateFilter(own_id, title or "Period", range_, moving, time.column)

    def _values(self, value: dict[str, Any], own_id: str, title: str) -> DashboardFilter:
        engine = self.asked.asked.engine
        if not value.get("column"):
            raise ReplyUnusable("The filter names no column, and no time.")
        column = read_column(value["column"], engine)
        if engine.catalog.dimension(column) is None:
            raise ReplyUnusable(f"{column} is measured; a filter is by a dimension.")
        values = tuple(listed(value, "values", None))
        if values:
            values = fitted_filter(Filter(column, Operator.IN, values), engine).values
        return ValueFilter(own_id, title or label_of(column, engine.catalog), column, values)


def chart_of(value: dict[str, Any]) -> ChartType | None:
    said = value.get("chart")
    if said is None:
        return None
    try:
        return ChartType(str(said).casefold())
    except ValueError:
        raise ReplyUnusable(
            f"There is no chart {said!r}; there are {', '.join(ChartType)}."
        ) from None


def listed(value: dict[str, Any], key: str, most: int | None) -> list[Any]:
    found = value.get(key) or []
    if not isinstance(found, list):
        raise ReplyUnusable(f"{key} is a list.")
    if most is not None and len(found) > most:
        raise ReplyUnusable(f"{key} has {most} members at most.")
    return found


def objects(value: dict[str, Any], key: str, most: int) -> list[dict[str, Any]]:
    found = listed(value, key, most)
    if not all(isinstance(one, dict) for one in found):
        raise ReplyUnusable(f"{key} is a list of objects.")
    return found


def _is_about(one: DashboardFilter) -> object:
    return ("dates", one.column) if isinstance(one, DateFilter) else ("values", one.column)


def _there_are(known: list[str]) -> str:
    return f"there are {', '.join(known)}" if known else "there is none"
