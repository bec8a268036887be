"""A chart of values over time that goes on with what is expected: broken, and in its interval."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from bi.charts.description import WORDS
from bi.charts.expressions import datum
from bi.charts.reserved import free
from bi.charts.ticks import all_buckets, tick_buckets, tick_moment
from bi.model.buckets import as_cell
from bi.model.catalog import Grain
from bi.model.chart import Chart, ChartType
from bi.model.forecast import Forecast
from bi.model.result import Cell, ResultSet
from bi.model.shape import number_of
from bi.model.writing import write_share

_LOW, _HIGH = "forecast low", "forecast high"
_OVER_TIME = (ChartType.LINE, ChartType.AREA)
_BARS = (ChartType.BAR,)
_DASHES = [5, 4]
Spec = dict[str, Any]


def continued(chart: Chart, result: ResultSet, forecast: Forecast) -> Chart:
    """The expected values stand in the specification itself, the rows are named as before.

    A bucket that is not over is drawn as it is expected to end. A chart with no place for what
    comes says so in its note.
    """
    drawn = chart.type in (*_OVER_TIME, *_BARS) and chart.x == forecast.time
    if not drawn or chart.y != forecast.measure or "layer" in chart.spec:
        told = f"The forecast, to {forecast.points[-1].bucket}, is told in the answer's text."
        return replace(chart, note=" ".join(filter(None, (chart.note, told))))
    return replace(chart, spec=_Continuation(chart, result, forecast).spec())


class _Continuation:
    def __init__(self, chart: Chart, result: ResultSet, forecast: Forecast) -> None:
        self._chart, self._forecast = chart, forecast
        self._encoding: Spec = chart.spec["encoding"]
        time, measure = result.column(forecast.time), result.column(forecast.measure)
        self._time, self._measure = free(forecast.time), free(forecast.measure)
        self._grain = result.columns[time].grain or Grain.DAY
        self._label = result.columns[measure].label
        first = forecast.points[0].bucket
        self._known = {
            str(row[time]): number_of(row[measure])
            for row in result.rows
            if row[time] is not None and str(row[time]) < first
        }

    def spec(self) -> Spec:
        """One layer of what is known, then the interval, then what is expected."""
        spec = {**self._chart.spec}
        mark, encoding = spec.pop("mark"), spec.pop("encoding")
        known = {"transform": self._transforms(), "mark": mark, "encoding": self._along(encoding)}
        spec.pop("transform", None)
        title = {**spec["title"], "subtitle": self._subtitle()}
        return {**spec, "title": title, "layer": [known, *self._ahead(mark)]}

    def _transforms(self) -> list[Spec]:
        """Without the bucket that is not over, before its text becomes a moment."""
        first = json.dumps(self._forecast.points[0].bucket)
        whole = {"filter": f"!isValid({datum(self._time)}) || {datum(self._time)} < {first}"}
        return [whole, *self._chart.spec.get("transform", [])]

    def _along(self, encoding: Spec) -> Spec:
        """With an axis of time that reaches to the last expected bucket."""
        cells: list[Cell] = [*self._known, *(one.bucket for one in self._forecast.points)]
        buckets = all_buckets(cells, self._grain)
        ticks = tick_buckets(buckets, self._grain)
        x = {**encoding["x"], "axis": {**encoding["x"]["axis"], "values": self._ticks(ticks)}}
        if x["type"] == "ordinal":
            like = self._forecast.points[0].bucket
            domain = [as_cell(start, like) for start in buckets]
            x["scale"] = {**x.get("scale", {}), "domain": domain}
        # Beside other layers an area would be stacked bucket by bucket.
        return {**encoding, "x": x, "y": {**encoding["y"], "stack": None}}

    def _ticks(self, ticks: list[datetime]) -> list[str] | list[int]:
        if self._chart.type in _BARS:
            return [as_cell(start, self._forecast.points[0].bucket) for start in ticks]
        return [tick_moment(start) for start in ticks]

    def _ahead(self, mark: Spec) -> list[Spec]:
        x = self._along(self._encoding)["x"]
        y = self._along(self._encoding)["y"]
        band = {
            "x": x,
            "y": {**y, "field": _LOW},
            "y2": {"field": _HIGH},
            "tooltip": self._tips(),
        }
        line = {"x": x, "y": y, "tooltip": self._tips(), "description": {"field": WORDS}}
        if self._chart.type in _BARS:
            bars = {**mark, "opacity": 0.45}
            ends = self._layer(self._values(), {"type": "rule", "strokeWidth": 1.5}, band)
            return [self._layer(self._values(), bars, line), *[ends] * self._has_band]
        values = self._values(joined=True)
        interval = self._layer(values, {"type": "area", "opacity": 0.18, "line": False}, band)
        return [
            *[interval] * self._has_band,
            self._layer(values, {"type": "line", "strokeDash": _DASHES, "point": False}, line),
            self._layer(self._values(), {"type": "point", "size": 36}, line),
        ]

    @property
    def _has_band(self) -> bool:
        """A logarithmic axis has no place for an interval down to zero."""
        is_log = self._encoding["y"].get("scale", {}).get("type") == "log"
        return not is_log or all(one.low > 0 for one in self._forecast.points)

    def _layer(self, values: list[Spec], mark: Spec, encoding: Spec) -> Spec:
        words = " + '; ' + ".join(
            f"{json.dumps(tip['title'] + ': ')} + "
            + (
                f"format({datum(tip['field'])}, '{tip['format']}')"
                if "format" in tip
                else datum(tip["field"])
            )
            for tip in self._tips()
        )
        own = [one for one in self._chart.spec.get("transform", []) if one.get("as") != WORDS]
        return {
            "data": {"values": values},
            "transform": [*own, {"calculate": words, "as": WORDS}],
            "mark": mark,
            "encoding": encoding,
        }

    def _values(self, *, joined: bool = False) -> list[Spec]:
        """The expected buckets; `joined`: from the last known one, so that nothing gapes."""
        time, measure = self._time, self._measure
        values: list[Spec] = [
            {time: one.bucket, measure: one.value, _LOW: one.low, _HIGH: one.high}
            for one in self._forecast.points
        ]
        last = max(self._known, default=None)
        if joined and last is not None and (known := self._known[last]) is not None:
            values.insert(0, {time: last, measure: known, _LOW: known, _HIGH: known})
        return values

    def _tips(self) -> list[Spec]:
        when, amount, *_ = self._encoding["tooltip"]
        share = write_share(self._forecast.level)
        return [
            when,
            {**amount, "title": f"{self._label}, expected"},
            {**amount, "field": _LOW, "title": f"{share} interval, from"},
            {**amount, "field": _HIGH, "title": f"{share} interval, to"},
        ]

    def _subtitle(self) -> str:
        before = self._chart.spec["title"].get("subtitle")
        how = "pale" if self._chart.type in _BARS else "dashed"
        told = f"{how}: expected, in an interval of {write_share(self._forecast.level)}"
        return f"{before}; {told}" if before else f"{told[:1].upper()}{told[1:]}"
