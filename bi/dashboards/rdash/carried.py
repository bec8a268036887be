"""Parley's own part of a widget: what the model has no words for.

It travels as text in the parameters of the data source item, which are free-form. With it goes
what the widget showed when it was written; a widget that shows something else by now has been
changed by a client, and what it says wins.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from bi.catalog.within import is_within
from bi.dashboards.rdash.date_rules import NotUnderstood
from bi.dashboards.rdash.fields import TableFields, group_by
from bi.dashboards.rdash.parsing import Json, child, text
from bi.dashboards.rdash.vendor import AGGREGATIONS
from bi.model.catalog import Aggregation, Catalog, ColumnRef
from bi.model.chart import ChartOptions, ChartType
from bi.model.semantic import Group, Measured, MovingPeriod, SemanticQuery

_SUM = AGGREGATIONS[Aggregation.SUM]


@dataclass(frozen=True, slots=True)
class RowColumn:
    """A column of rows that the widget aggregates itself."""

    column: ColumnRef
    kind: Literal["row"] = "row"


@dataclass(frozen=True, slots=True)
class GroupColumn:
    group: Group
    kind: Literal["group"] = "group"


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """A computed value; `measured` None: it comes along with another (the period before)."""

    measured: Measured | None
    kind: Literal["measure"] = "measure"


Meaning = Annotated[RowColumn | GroupColumn | MeasureColumn, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Carried:
    """`base` is what the custom query says and the widget does not; `fields` are its columns.

    `shown` and `settings` are digests of what the widget showed, and how it was drawn.
    `sql` is a digest of the custom query.
    `filters` are those of the tile and `bound` the ones that the widget was bound to.
    """

    query: SemanticQuery
    shown: str
    settings: str
    sql: str
    chart: ChartType | None = None
    options: ChartOptions = ChartOptions()
    moving: MovingPeriod | None = None
    filters: tuple[str, ...] | None = None
    bound: tuple[str, ...] = ()
    base: SemanticQuery = SemanticQuery()
    fields: dict[str, Meaning] = field(default_factory=dict)


@cache
def _adapter() -> TypeAdapter[Carried]:
    return TypeAdapter(Carried)


def write_carried(carried: Carried) -> str:
    return _adapter().dump_json(carried).decode()


def read_carried(written: str) -> Carried | None:
    """None for what is not Parley's, or was written by a version that means something else."""
    if not written:
        return None
    try:
        return _adapter().validate_json(written)
    except ValidationError:
        return None


def settings_digest(widget: Json) -> str:
    """How a widget is drawn, as far as it makes another chart of ours."""
    settings = child(widget, "VisualizationSettings")
    kind = [text(settings, name) for name in ("VisualizationType", "ChartType", "ViewType")]
    log = bool(settings.get("LeftAxisLogarithmic"))
    written = json.dumps([*kind, log, text(child(widget, "VisualizationDataSpec"), "_type")])
    return hashlib.sha256(written.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class KnownFields:
    """Fields of a custom query of ours, by what each of them was written for."""

    meanings: dict[str, Meaning]
    catalog: Catalog

    def group(self, field: str, date: str) -> Group:
        match self._meaning(field):
            case GroupColumn(group):
                return group
            case RowColumn(column):
                dimension = self.catalog.dimension(column)
                if dimension is None:
                    raise NotUnderstood(field)
                return group_by(dimension, date)
        raise NotUnderstood(field)

    def measured(self, field: str, aggregation: str) -> Measured | None:
        match self._meaning(field):
            case MeasureColumn(measured) if aggregation == _SUM:
                return measured
            case RowColumn(column):
                dataset = self.catalog.dataset(column.dataset)
                return TableFields(dataset, self.catalog).measured(column.name, aggregation)
        raise NotUnderstood(field)

    def column(self, field: str) -> ColumnRef:
        match self._meaning(field):
            case RowColumn(column):
                return column
        raise NotUnderstood(field)

    def _meaning(self, field: str) -> Meaning:
        meaning = self.meanings.get(field)
        if meaning is None or not is_within(_query_of(meaning), self.catalog):
            raise NotUnderstood(field)
        return meaning


def _query_of(meaning: Meaning) -> SemanticQuery:
    match meaning:
        case RowColumn(column):
            return SemanticQuery(columns=(column,))
        case GroupColumn(group):
            return SemanticQuery(groups=(group,))
        case MeasureColumn(measured):
            return SemanticQuery(measures=(measured,) if measured else ())
