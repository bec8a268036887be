"""A specification in the making: the columns of one layout, and the transforms they ask for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bi.charts import expressions
from bi.charts.expressions import datum
from bi.charts.layout import MOST_SERIES, Layout, adds_up
from bi.charts.ticks import tick_buckets, tick_moment
from bi.model.catalog import ColumnType, Grain
from bi.model.result import ResultColumn
from bi.model.shape import KeyKind, Shape

Encoding = dict[str, Any]

# Names of derived fields; no SQL alias that we write has a space.
NAME, VALUE, SHARE, RANK = "shown name", "shown value", "share of total", "series rank"
OTHER, NOTHING = "Other", "(none)"


@dataclass
class Draft:
    """Methods that need a derived field add the transform for it and return the encoding.

    Transforms come out in the order the methods were called.
    """

    shape: Shape
    layout: Layout
    transforms: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def column(self, index: int) -> ResultColumn:
        return self.shape.columns[index]

    @property
    def x(self) -> int:
        return _placed(self.layout.x)

    @property
    def y(self) -> int:
        return _placed(self.layout.y)

    def calculate(self, expression: str, name: str) -> str:
        self.transforms.append({"calculate": expression, "as": name})
        return name

    def read_numbers(self) -> None:
        """Turn numbers that came as text, being too long for a double, into what can be drawn."""
        used = {self.layout.x, self.layout.y, self.layout.size, *self.layout.folded}
        for index in self.shape.measures:
            drawn = index in used or index == self.layout.series
            if drawn and any(isinstance(cell, str) for cell in self.shape.cells(index)):
                name = self.column(index).name
                self.calculate(f"toNumber({datum(name)})", name)

    # --- keys -------------------------------------------------------------------

    def band(self, index: int, *, upright: bool = True) -> Encoding:
        """A key as a row of bands: bars and cells, one for each value."""
        encoding: Encoding = {"field": self._key_field(index), "type": "ordinal"}
        axis: Encoding = {"title": self._key_title(index), **self._key_labels(index)}
        if self.shape.kind(index) is KeyKind.TIME:
            buckets = tick_buckets(self.shape.distinct(index), self.column(index).grain)
            axis["values"] = [iso for iso, _ in buckets]
        if upright:
            axis |= self._label_angle(index)
        return {**encoding, "axis": axis}

    def time_axis(self, index: int) -> Encoding:
        """A time key as a continuous axis in UTC."""
        column = self.column(index)
        name = column.name
        self.calculate(self.moment(index), name)
        grain = column.grain or Grain.DAY
        buckets = tick_buckets(self.shape.distinct(index), grain)
        return {
            "field": expressions.field(name),
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": {
                "title": None,
                "values": [tick_moment(start) for _, start in buckets],
                "labelExpr": expressions.short_name("datum.value", grain),
                "labelOverlap": "greedy",
            },
        }

    def ordered_axis(self, index: int) -> Encoding:
        """A key with an order as the axis of a line: time runs continuously, steps are points."""
        match self.shape.kind(index):
            case KeyKind.TIME:
                return self.time_axis(index)
            case KeyKind.NUMBER | KeyKind.BIN:
                return {
                    "field": expressions.field(self.column(index).name),
                    "type": "quantitative",
                    "scale": {"zero": False},
                    "axis": {"title": self._key_title(index)},
                }
            case _:
                return self.band(index)

    def colour(self, index: int) -> Encoding:
        """A key as colours; no more than can be told apart."""
        values = len(self.shape.distinct(index))
        legend: Encoding = {"title": None, "orient": "top"}
        if values > MOST_SERIES:
            return self._top_series(index, legend)
        labels = self._key_labels(index).get("labelExpr")
        if labels:
            legend["labelExpr"] = labels
        return {
            "field": self._key_field(index),
            "type": "nominal",
            "sort": "ascending",
            "legend": legend,
        }

    def moment(self, index: int) -> str:
        cell = next((c for c in self.shape.cells(index) if isinstance(c, str)), "")
        has_time = len(cell) > 10 and not cell.endswith("Z") and "+" not in cell
        return expressions.moment(datum(self.column(index).name), has_time=has_time)

    def key_tip(self, index: int) -> Encoding:
        """A key in a tooltip, by its full name."""
        column = self.column(index)
        value = datum(column.name)
        match self.shape.kind(index):
            case KeyKind.TIME:
                grain = column.grain or (
                    Grain.HOUR if column.type is ColumnType.TIMESTAMP else Grain.DAY
                )
                name = self.calculate(
                    expressions.full_name(f"toDate({self.moment(index)})", grain),
                    f"{column.name} name",
                )
            case KeyKind.PART if column.part:
                name = self.calculate(
                    expressions.part_name(value, column.part, short=False), f"{column.name} name"
                )
            case KeyKind.BIN:
                name = self.calculate(
                    f"format({value}, ',~f') + ' to ' + "
                    f"format({value} + {column.bin_width:g}, ',~f')",
                    f"{column.name} name",
                )
            case _:
                name = self._key_field(index, escaped=False)
        return {"field": expressions.field(name), "type": "nominal", "title": column.label}

    def _key_field(self, index: int, *, escaped: bool = True) -> str:
        """The field to draw a key by: derived where a value is no name of itself."""
        column = self.column(index)
        name = column.name
        if self.shape.kind(index) is KeyKind.CATEGORY:
            if column.type is ColumnType.BOOLEAN:
                yes_no = f"{datum(name)} === true ? 'Yes' : {datum(name)} === false ? 'No'"
                name = self._once(f"{yes_no} : '{NOTHING}'", f"{name} name")
            elif None in self.shape.distinct(index):
                known = f"isValid({datum(name)}) ? {datum(name)} : '{NOTHING}'"
                name = self._once(known, f"{name} name")
        return expressions.field(name) if escaped else name

    def _once(self, expression: str, name: str) -> str:
        transform = {"calculate": expression, "as": name}
        if transform not in self.transforms:
            self.transforms.append(transform)
        return name

    def _key_title(self, index: int) -> str | None:
        ordered = self.shape.kind(index) in (KeyKind.TIME, KeyKind.PART)
        column = self.column(index)
        return None if ordered else column.label + expressions.unit_of(column.format)

    def _key_labels(self, index: int) -> Encoding:
        column = self.column(index)
        match self.shape.kind(index):
            case KeyKind.TIME:
                time = self.moment(index).replace(datum(column.name), "datum.value")
                return {"labelExpr": expressions.short_name(time, column.grain)}
            case KeyKind.PART if column.part:
                return {"labelExpr": expressions.part_name("datum.value", column.part, short=True)}
            case _:
                return {}

    def _label_angle(self, index: int) -> Encoding:
        if self.shape.kind(index).is_ordered:
            return {"labelAngle": 0, "labelOverlap": "greedy"}
        names = [len(str(name)) for name in self.shape.distinct(index)]
        # About 7 px a letter in a plot of 720 px.
        crowded = max(names) * 7 > 700 / len(names)
        return {"labelAngle": -40 if crowded else 0, "labelLimit": 140}

    def _top_series(self, index: int, legend: Encoding) -> Encoding:
        """The largest series; the others as one where they add up, else left to the table."""
        column, value = self.column(index), self.column(self.y)
        additive = adds_up(self.shape, self.y)
        total = "sum" if additive else "max"
        names = self._key_field(index, escaped=False)
        self.rank(names, expressions.field(value.name), total, RANK)
        if not additive:
            self.transforms.append({"filter": f"datum['{RANK}'] <= {MOST_SERIES}"})
            values = len(self.shape.distinct(index))
            self.notes.append(
                f"Drawn are the {MOST_SERIES} highest of {values} by {column.label}; "
                "the table has them all."
            )
        else:
            kept = f"datum['{RANK}'] <= {MOST_SERIES}"
            self.calculate(f"{kept} ? {datum(names)} : '{OTHER}'", names)
            self.calculate(f"min(datum['{RANK}'], {MOST_SERIES + 1})", RANK)
            keys = [self._key_field(i) for i in self.shape.keys if i != index]
            self.transforms.append(
                {
                    "aggregate": [
                        {"op": "sum", "field": expressions.field(value.name), "as": value.name}
                    ],
                    "groupby": [*keys, expressions.field(names), RANK],
                }
            )
            self.notes.append(f"The {MOST_SERIES} largest are drawn apart, the rest as {OTHER}.")
        return {
            "field": expressions.field(names),
            "type": "nominal",
            "sort": {"field": RANK, "op": "min", "order": "ascending"},
            "legend": legend,
        }

    def rank(self, name: str, value: str, total: str, rank: str) -> None:
        """Number the values of a field from the one with the largest total, each once."""
        by = expressions.field(name)
        self.transforms += [
            {
                "joinaggregate": [{"op": total, "field": value, "as": "total of name"}],
                "groupby": [by],
            },
            {
                "window": [{"op": "dense_rank", "as": rank}],
                "sort": [
                    {"field": "total of name", "order": "descending"},
                    {"field": by, "order": "ascending"},
                ],
            },
        ]

    # --- measures ---------------------------------------------------------------

    def peak(self, *measures: int) -> float:
        return max((abs(n) for i in measures for n in self.shape.known(i)), default=0.0)

    def amount(self, index: int, *, titled: bool = True, peak: float | None = None) -> Encoding:
        """A measure along an axis."""
        column = self.column(index)
        labels = expressions.tick_labels(column.format, self.peak(index) if peak is None else peak)
        title = column.label + expressions.unit_of(column.format)
        return {
            "field": expressions.field(column.name),
            "type": "quantitative",
            "axis": {"title": title if titled else None, **labels, "tickCount": 6},
        }

    def amount_tip(self, index: int) -> Encoding:
        column = self.column(index)
        return {
            "field": expressions.field(column.name),
            "type": "quantitative",
            "title": column.label + self._tip_unit(index),
            "format": expressions.amount_format(column.format, self.peak(index)),
        }

    def _tip_unit(self, index: int) -> str:
        form = self.column(index).format
        shown = expressions.amount_format(form, 0).startswith("$")
        return "" if shown else expressions.unit_of(form)

    def other_tips(self, *used: int | None) -> list[Encoding]:
        """The measures that are not drawn, for the tooltip."""
        return [self.amount_tip(i) for i in self.shape.measures if i not in used]

    def fold(self) -> tuple[Encoding, Encoding]:
        """Measures side by side as (colour, amount without its axis)."""
        names = [self.column(i).name for i in self.layout.folded]
        labels = [self.column(i).label for i in self.layout.folded]
        self.transforms.append({"fold": [expressions.field(n) for n in names], "as": [NAME, VALUE]})
        lookup = ", ".join(
            f"{json.dumps(name)}: {json.dumps(label)}"
            for name, label in zip(names, labels, strict=True)
        )
        self.calculate(f"{{{lookup}}}[datum['{NAME}']]", NAME)
        colour = {
            "field": NAME,
            "type": "nominal",
            "scale": {"domain": labels},
            "legend": {"title": None, "orient": "top"},
        }
        first = self.layout.folded[0]
        amount = self.amount(first, titled=False, peak=self.peak(*self.layout.folded))
        return colour, {**amount, "field": VALUE}

    def fold_tips(self) -> list[Encoding]:
        first = self.amount_tip(self.layout.folded[0])
        peak = self.peak(*self.layout.folded)
        form = self.column(self.layout.folded[0]).format
        return [
            {"field": NAME, "type": "nominal", "title": "Measure"},
            {
                **first,
                "field": VALUE,
                "title": "Value" + self._tip_unit(self.layout.folded[0]),
                "format": expressions.amount_format(form, peak),
            },
        ]


def _placed(index: int | None) -> int:
    """A place that every layout of the chart type has."""
    assert index is not None
    return index
