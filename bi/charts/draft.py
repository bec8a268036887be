"""A specification in the making: the columns of one layout, and the transforms they ask for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from bi.charts.expressions import datum
from bi.charts.layout import Layout
from bi.charts.reserved import RESERVED, columns_to_free, free, freed, freeing
from bi.model.catalog import ColumnType, Grain
from bi.model.chart import ChartOptions
from bi.model.result import ResultColumn
from bi.model.shape import Shape

Encoding = dict[str, Any]

# Names of derived fields; no SQL alias that we write has a space.
NAME, VALUE, SHARE, RANK = "shown name", "shown value", "share of total", "series rank"
_TOTAL = "total of name"
_SAFE_NAME = re.compile(r"[\w -]+")


@dataclass
class Draft:
    """Collects what the parts of a chart add: transforms in their order, notes for the reader."""

    shape: Shape
    layout: Layout
    options: ChartOptions = ChartOptions()
    transforms: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._columns = list(self.shape.columns)
        for index, column in enumerate(self._columns):
            if column.name in RESERVED:
                self._columns[index] = replace(column, name=free(column.name))
            elif not _SAFE_NAME.fullmatch(column.name):
                # Vega-Lite reads dots, brackets and quotes in a name as a path.
                safe = self.calculate(datum(column.name), f"column {index + 1}")
                self._columns[index] = replace(column, name=safe)
        if reserved := columns_to_free(self.shape):
            for index in reserved:
                name = self._columns[index].name
                self.calculate(freeing(datum(name)), name)
            self.shape = freed(self.shape, reserved)
        for index in self._measured:
            if any(isinstance(cell, str) for cell in self.shape.cells(index)):
                # A number too long for a double comes as text.
                name = self._columns[index].name
                self.calculate(f"toNumber({datum(name)})", name)

    @property
    def _measured(self) -> list[int]:
        layout = self.layout
        used = {layout.x, layout.y, layout.size, layout.series, *layout.folded}
        return [i for i in self.shape.measures if i in used] + [
            i for i in layout.folded if i not in self.shape.measures
        ]

    @property
    def x(self) -> int:
        return _placed(self.layout.x)

    @property
    def y(self) -> int:
        return _placed(self.layout.y)

    def column(self, index: int) -> ResultColumn:
        """With a name that a specification can hold."""
        return self._columns[index]

    def grain(self, index: int) -> Grain:
        """The bucket width of a time key; moments without one are shown by hour or day."""
        column = self.column(index)
        return column.grain or (Grain.HOUR if column.type is ColumnType.TIMESTAMP else Grain.DAY)

    def is_log(self, *measures: int) -> bool:
        """Whether the axis of these measures is logarithmic."""
        return self.options.log and all(min(self.shape.known(i), default=0) > 0 for i in measures)

    def peak(self, *measures: int) -> float:
        """The largest size among the values of measures."""
        return max((abs(n) for i in measures for n in self.shape.known(i)), default=0.0)

    def calculate(self, expression: str, name: str) -> str:
        """Derive a field; asked for again, it is there already."""
        transform = {"calculate": expression, "as": name}
        if transform not in self.transforms:
            self.transforms.append(transform)
        return name

    def rank(self, name: str, value: str, total: str, rank: str) -> None:
        """Number the values of a field from the one with the largest total, each once."""
        self.transforms += [
            {"joinaggregate": [{"op": total, "field": value, "as": _TOTAL}], "groupby": [name]},
            {
                "window": [{"op": "dense_rank", "as": rank}],
                "sort": [
                    {"field": _TOTAL, "order": "descending"},
                    {"field": name, "order": "ascending"},
                ],
            },
        ]

    def fold(self) -> list[str]:
        """One row for each folded measure, its label in NAME and its value in VALUE.

        Returns the labels in their order.
        """
        columns = [self.column(i) for i in self.layout.folded]
        self.transforms.append({"fold": [c.name for c in columns], "as": [NAME, VALUE]})
        labels = json.dumps({c.name: free(c.label) for c in columns}, ensure_ascii=False)
        self.calculate(f"{labels}[datum['{NAME}']]", NAME)
        return [free(c.label) for c in columns]


def _placed(index: int | None) -> int:
    """A place that every layout of the chart type has."""
    assert index is not None
    return index
