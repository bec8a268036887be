"""A model's reply to a sentence about a dashboard -> what it is read as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bi.catalog.wording import label_of, title_of
from bi.dashboards.checking import LONGEST_TITLE, MOST_FILTERS, MOST_TILES
from bi.dashboards.editing import apply, free_id
from bi.dashboards.edits import (
    AddTile,
    ChangeChart,
    ChangeQuery,
    Edit,
    MoveTiles,
    Position,
    RemoveFilters,
    RemoveTiles,
    RenameDashboard,
    RenameTile,
    SetFilter,
)
from bi.dashboards.outcome import Analyse, AskBack, Change, Create, DashboardReading, GoBack, Plain
from bi.dashboards.periods import moving_period_of
from bi.dashboards.placing import UNPLACED, laid_out
from bi.model.catalog import ColumnRef
from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter, Tile, ValueFilter
from bi.model.reading import Question
from bi.model.semantic import Filter, Operator, SemanticQuery, TimeRange
from llm.asked import DashboardAsked
from llm.errors import ReplyUnusable
from llm.forms.dashboard_form import EDITS, KINDS
from llm.forms.lenient import reference
from llm.forms.naming import check_names
from llm.forms.periods import completed
from llm.forms.read_query import read_query
from llm.forms.read_reply import text_of, understood, unknown_of
from llm.forms.values import stored

_TIME: TypeAdapter[TimeRange] = TypeAdapter(TimeRange)
_REF: TypeAdapter[ColumnRef] = TypeAdapter(ColumnRef)
_MOST_EDITS = 20
_LONGEST_MESSAGE = 500


def read_dashboard_reply(value: dict[str, Any], asked: DashboardAsked) -> DashboardReading:
    """Raises ReplyUnusable with a reason that tells the model what to mend."""
    reader = _Reader(asked)
    match value.get("kind"):
        case "create":
            return reader.create(value)
        case "change":
            return reader.change(value)
        case "analyse":
            return reader.analyse(value)
        case "go_back":
            reader.require_dashboard()
            return GoBack()
        case "plain":
            query = reader.query(value.get("query"))
            question = Question(query, understood(query, asked.asked), _chart(value))
            return Plain(question)
        case "ask_back" | "refuse" as kind:
            message = text_of(value.get("message"), _LONGEST_MESSAGE)
            if not message:
                raise ReplyUnusable(f"The reply is of the kind {kind} and holds no message.")
            return AskBack(message, unknown=unknown_of(value), supported=kind == "ask_back")
        case _:
            raise ReplyUnusable(f"kind is one of {', '.join(KINDS)}.")


@dataclass(slots=True)
class _Reader:
    """`now` is the dashboard with the edits so far."""

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

    def create(self, value: dict[str, Any]) -> Create:
        tiles = _listed(value, "tiles", MOST_TILES)
        if not tiles:
            raise ReplyUnusable("A dashboard needs tiles, each with a query.")
        catalog = self.asked.asked.engine.catalog
        title = text_of(value.get("title"), LONGEST_TITLE) or catalog.datasource.title
        self.now = Dashboard(title, catalog.datasource.id)
        made = [self._tile(one, f"t{number}") for number, one in enumerate(tiles, start=1)]
        self.now = replace(self.now, tiles=laid_out(made))
        for one in _listed(value, "filters", MOST_FILTERS):
            self.now = apply(SetFilter(self._filter(one, None)), self.now)
        return Create(self.now)

    def change(self, value: dict[str, Any]) -> Change:
        self.require_dashboard()
        edits: list[Edit] = []
        for one in _listed(value, "edits", _MOST_EDITS):
            edit = self._edit(one)
            self.now = apply(edit, self.require_dashboard())
            edits.append(edit)
        if not edits:
            raise ReplyUnusable("A change needs edits.")
        if len(self.require_dashboard().tiles) > MOST_TILES:
            raise ReplyUnusable(f"A dashboard has {MOST_TILES} tiles at most.")
        return Change(tuple(edits), focus=_focus(edits))

    def analyse(self, value: dict[str, Any]) -> Analyse:
        ids = value.get("tile_ids") or []
        return Analyse(tuple(self._tile_id({"tile_id": one}) for one in ids))

    def _tile(self, value: dict[str, Any], tile_id: str) -> Tile:
        query = self.query(value.get("query"))
        title = text_of(value.get("title"), LONGEST_TITLE) or self._title(query)
        moving = moving_period_of(query.time)
        return Tile(tile_id, title, query, UNPLACED, _chart(value), moving=moving)

    def _title(self, query: SemanticQuery) -> str:
        return title_of(query, self.asked.asked.engine.catalog)

    # --- edits -------------------------------------------------------------------------------

    def _edit(self, value: dict[str, Any]) -> Edit:
        makers: dict[str, Callable[[dict[str, Any]], Edit]] = {
            "add_tile": self._add,
            "remove_tile": lambda v: RemoveTiles((self._tile_id(v),)),
            "change_query": self._change_query,
            "change_chart": self._change_chart,
            "rename_tile": lambda v: RenameTile(self._tile_id(v), _title(v)),
            "rename_dashboard": lambda v: RenameDashboard(_title(v)),
            "move_tile": self._move,
            "set_filter": lambda v: SetFilter(self._filter(v.get("filter"), v.get("filter_id"))),
            "remove_filter": lambda v: RemoveFilters((self._filter_id(v.get("filter_id")),)),
        }
        kind = value.get("edit")
        if kind not in makers:
            raise ReplyUnusable(f"edit is one of {', '.join(EDITS)}.")
        return makers[kind](value)

    def _add(self, value: dict[str, Any]) -> Edit:
        taken = [tile.id for tile in self.require_dashboard().tiles]
        return AddTile(self._tile(value, free_id(taken, "t")))

    def _change_query(self, value: dict[str, Any]) -> Edit:
        query = self.query(value.get("query"))
        title = text_of(value.get("title"), LONGEST_TITLE) or self._title(query)
        moving = moving_period_of(query.time)
        return ChangeQuery(self._tile_id(value), query, title, _chart(value), moving=moving)

    def _change_chart(self, value: dict[str, Any]) -> Edit:
        chart = _chart(value)
        if chart is None:
            raise ReplyUnusable("change_chart needs a chart.")
        return ChangeChart((self._tile_id(value),), chart)

    def _move(self, value: dict[str, Any]) -> Edit:
        try:
            to = Position(str(value.get("to")))
        except ValueError:
            raise ReplyUnusable(f"to is one of {', '.join(Position)}.") from None
        beside = None
        if to in (Position.BEFORE, Position.AFTER):
            beside = self._tile_id({"tile_id": value.get("beside")})
        return MoveTiles((self._tile_id(value),), to, beside)

    def _tile_id(self, value: dict[str, Any]) -> str:
        known = [tile.id for tile in self.require_dashboard().tiles]
        said = value.get("tile_id")
        if said not in known:
            raise ReplyUnusable(f"There is no tile {said!r}; there are {', '.join(known)}.")
        return str(said)

    def _filter_id(self, said: Any) -> str:
        known = [one.id for one in self.require_dashboard().filters]
        if said not in known:
            raise ReplyUnusable(f"There is no filter {said!r}; there are {', '.join(known)}.")
        return str(said)

    def _filter(self, value: Any, said_id: Any) -> DashboardFilter:
        """In the place of the filter of that id, or of the one that is about the same."""
        if not isinstance(value, dict):
            raise ReplyUnusable("A filter is an object with a column and values, or a time.")
        now = self.require_dashboard()
        taken = [one.id for one in now.filters]
        own_id = self._filter_id(said_id) if said_id else free_id(taken, "f")
        title = text_of(value.get("title"), LONGEST_TITLE)
        if value.get("time"):
            found: DashboardFilter = self._dates(value["time"], own_id, title)
        else:
            found = self._values(value, own_id, title)
        if said_id:
            return found
        same = next((one for one in now.filters if _is_about(one) == _is_about(found)), None)
        return replace(found, id=same.id, title=same.title) if same else found

    def _dates(self, value: Any, own_id: str, title: str) -> DateFilter:
        asked = self.asked.asked
        formed = completed(value, asked.today, asked.engine.catalog.calendar)
        try:
            time = _TIME.validate_python(formed)
        except ValidationError:
            raise ReplyUnusable("The filter's time is no period.") from None
        moving = time.moving
        range_ = None if moving else replace(time, column=None)
        return DateFilter(own_id, title or "Period", range_, moving, time.column)

    def _values(self, value: dict[str, Any], own_id: str, title: str) -> ValueFilter:
        engine = self.asked.asked.engine
        try:
            column = _REF.validate_python(reference(value.get("column"), engine.catalog))
        except ValidationError:
            raise ReplyUnusable("The filter names no column, and no time.") from None
        check_names(SemanticQuery(columns=(column,)), engine.catalog)
        values = tuple(value.get("values") or ())
        if values:
            values = stored(Filter(column, Operator.IN, values), engine).values
        title = title or label_of(column, engine.catalog)
        return ValueFilter(own_id, title, column, values)


def _is_about(one: DashboardFilter) -> object:
    return ("dates", one.column) if isinstance(one, DateFilter) else ("values", one.column)


def _focus(edits: list[Edit]) -> str | None:
    match edits[-1]:
        case AddTile(tile):
            return tile.id
        case ChangeQuery(tile_id) | RenameTile(tile_id):
            return tile_id
        case ChangeChart(tile_ids) | MoveTiles(tile_ids):
            return tile_ids[0]
        case _:
            return None


def _title(value: dict[str, Any]) -> str:
    title = text_of(value.get("title"), LONGEST_TITLE)
    if not title:
        raise ReplyUnusable(f"{value.get('edit')} needs a title.")
    return title


def _chart(value: dict[str, Any]) -> ChartType | None:
    said = value.get("chart")
    if said is None:
        return None
    try:
        return ChartType(str(said).casefold())
    except ValueError:
        raise ReplyUnusable(
            f"There is no chart {said!r}; there are {', '.join(ChartType)}."
        ) from None


def _listed(value: dict[str, Any], key: str, most: int) -> list[dict[str, Any]]:
    found = value.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ReplyUnusable(f"{key} is a list of objects.")
    if len(found) > most:
        raise ReplyUnusable(f"{key} has {most} members at most.")
    return found
