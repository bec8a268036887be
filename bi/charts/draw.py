"""A chart of a given type: its Vega-Lite 6 specification, without the rows."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import Any

from bi.charts.amounts import measure_title
from bi.charts.bars import bars
from bi.charts.cells import cells
from bi.charts.description import describe
from bi.charts.distribution import boxplot, counted, histogram
from bi.charts.draft import Draft, Encoding
from bi.charts.fit import Fit, fit, possible_types
from bi.charts.layout import Layout, Misfit
from bi.charts.lines import lines
from bi.charts.multiples import fit_in_panels, types_in_panels
from bi.charts.options import OptionFault, option_faults, without
from bi.charts.panels import in_panels
from bi.charts.points import points
from bi.charts.slices import slices
from bi.charts.theme import LIGHT
from bi.model.chart import Chart, ChartOptions, ChartType
from bi.model.errors import ChartNotPossible
from bi.model.result import ResultSet
from bi.model.shape import Shape

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# A longer title would be cut off at the edge of a card.
_TITLE_LETTERS = 80
_WITHOUT_SPEC = (ChartType.KPI, ChartType.TABLE)


def draw_chart(
    result: ResultSet,
    title: str,
    type_: ChartType,
    options: ChartOptions = ChartOptions(),
    *,
    kept: ChartOptions = ChartOptions(),
) -> Chart:
    """Raises ChartNotPossible for a type or an option that the data cannot carry.

    Options that are as in `kept` were not asked for now: one of these is left out with a note.
    details: `possible`, the types that fit and can have the options, best first; `option`, the
    name of the one that is at fault.
    """
    shape, layout, type_ = fit_in_panels(result, type_, options) or _plainly(result, type_)
    if isinstance(layout, Misfit):
        possible = [str(name) for name in possible_types(result)]
        raise ChartNotPossible(layout.reason, type=str(type_), possible=possible)
    every = option_faults(shape, layout, type_, options)
    faults = [one for one in every if getattr(kept, one.option) != getattr(options, one.option)]
    if faults:
        fitting = types_in_panels if options.panels else possible_types
        able = [str(name) for name in fitting(result, options)]
        raise ChartNotPossible(
            faults[0].reason, type=str(type_), option=faults[0].option, possible=able
        )
    return draw_without(every, shape, layout, title, type_, options)


def _plainly(result: ResultSet, type_: ChartType) -> tuple[Shape, Fit, ChartType]:
    shape = Shape(result)
    return shape, fit(shape, type_), type_


def draw_without(
    faults: tuple[OptionFault, ...],
    shape: Shape,
    layout: Layout,
    title: str,
    type_: ChartType,
    options: ChartOptions,
) -> Chart:
    """A chart whose `note` says first which options it cannot have, and why."""
    chart = _draw_layout(shape, layout, title, type_, without(options, faults))
    note = " ".join(text for text in (*(one.reason for one in faults), chart.note) if text)
    return replace(chart, note=note or None)


def _draw_layout(
    shape: Shape, layout: Layout, title: str, type_: ChartType, options: ChartOptions
) -> Chart:
    """A chart whose columns are placed already, with options that it can have."""
    draft = Draft(shape, layout, options)
    spec = {} if type_ in _WITHOUT_SPEC else _spec(draft, title, type_)
    if shape.result.truncated:
        draft.notes.append(f"Only the first {shape.row_count:,} rows are shown.")

    def name(index: int | None) -> str | None:
        return None if index is None else shape.columns[index].name

    return Chart(
        type=type_,
        title=title,
        x=name(layout.x),
        y=name(layout.y),
        series=name(layout.series),
        spec=spec,
        note=" ".join(draft.notes) or None,
        options=options,
    )


def _spec(draft: Draft, title: str, type_: ChartType) -> dict[str, Any]:
    body = _body(draft, type_)
    if draft.shape.panel is not None:
        body = in_panels(draft, body, draft.shape.panel)
    draft.transforms += describe(body)
    return {
        "$schema": _SCHEMA,
        "description": f"{str(type_).replace('_', ' ').capitalize()} chart: {title}",
        "title": _title(draft, title, type_, body),
        "data": {"name": "result"},
        "width": "container",
        **({"transform": draft.transforms} if draft.transforms else {}),
        **body,
        "config": LIGHT,
    }


def _body(draft: Draft, type_: ChartType) -> dict[str, Any]:
    match type_:
        case ChartType.LINE | ChartType.MULTI_LINE | ChartType.AREA | ChartType.STACKED_AREA:
            return lines(draft, type_)
        case ChartType.PIE | ChartType.DONUT:
            return slices(draft, type_)
        case ChartType.SCATTER | ChartType.BUBBLE:
            return points(draft)
        case ChartType.HEATMAP:
            return cells(draft)
        case ChartType.HISTOGRAM:
            return histogram(draft)
        case ChartType.BOXPLOT:
            return boxplot(draft)
        case _:
            return bars(draft, type_)


def _title(draft: Draft, title: str, type_: ChartType, body: dict[str, Any]) -> dict[str, Any]:
    """The subtitle names what runs up the chart, so that no text stands on its side."""
    up = body["encoding"].get("y", {})
    lines = wrap(title, _TITLE_LETTERS)
    text = lines if len(lines) > 1 else title
    if type_ in (ChartType.PIE, ChartType.DONUT) or _is_untitled_amount(up):
        return {"text": text, "subtitle": _measured(draft)}
    return {"text": text}


def _is_untitled_amount(encoding: Encoding) -> bool:
    return encoding.get("type") == "quantitative" and encoding["axis"]["title"] is None


def _measured(draft: Draft) -> str:
    y = draft.layout.y
    if y is None:
        return counted(draft)
    folded = draft.layout.folded
    several = len(folded) > 1 and draft.shape.prior_of(y) not in folded
    return measure_title(draft, *(folded if several else (y,)))
