"""A tile that was read from a widget -> that widget, with no more changed than the tile is."""

from __future__ import annotations

from dataclasses import replace

from bi.dashboards.rdash.carried import Carried, read_carried, settings_digest, write_carried
from bi.dashboards.rdash.drawing import (
    can_draw,
    columns_in,
    settings_of,
    spec_of,
    usual_chart,
)
from bi.dashboards.rdash.fresh import (
    FreshWidget,
    Writing,
    fresh_widget,
    with_item,
    with_parameter,
    without_parameter,
)
from bi.dashboards.rdash.global_filters import (
    KEPT,
    bindings_of,
    bound_id,
    write_binding,
)
from bi.dashboards.rdash.keeping import overlaid
from bi.dashboards.rdash.parsing import Json, child, text
from bi.dashboards.rdash.read import SIZE
from bi.dashboards.rdash.shown import ours_in, shown_by
from bi.dashboards.rdash.spans import spans
from bi.dashboards.rdash.vendor import (
    CATEGORY_SPEC,
    GRID_SPEC,
    LABELS_SPEC,
    OURS,
    PIVOT_SPEC,
    SLOTS,
)
from bi.dashboards.rdash.widgets import Surroundings, WidgetRead, read_widget
from bi.model.chart import ChartType
from bi.model.dashboard import Tile

# Kinds of specification whose columns can be exchanged without another kind of chart.
_REFILLED = (
    CATEGORY_SPEC,
    LABELS_SPEC,
    PIVOT_SPEC,
    "TimeSeriesVisualizationDataSpecType",
    "TreeMapVisualizationDataSpecType",
)


def written_widget(
    tile: Tile, writing: Writing, around: Surroundings, theirs: dict[str, tuple[str, str]]
) -> Json:
    """`theirs` gives, by our ids of filters, the document's id and field."""
    kept = tile.extra.get(KEPT)
    if isinstance(kept, dict):
        fresh = _changed(kept, tile, writing, around)
    else:
        fresh = fresh_widget(tile, writing)
    fresh = _bound(fresh, tile, writing, around, theirs)
    return _carrying(fresh, tile, around)


def _changed(kept: Json, tile: Tile, writing: Writing, around: Surroundings) -> FreshWidget:
    was = read_widget(kept, around)
    widget = dict(kept)
    if tile.title != was.title:
        widget["Title"] = tile.title
    if tile.extra.get(SIZE) != [tile.place.width, tile.place.height]:
        widget.update(spans(tile.place))
    asks_anew = tile.query is not None and (tile.query, tile.moving) != (was.query, was.moving)
    drawn_anew = (tile.chart, tile.options) != (was.chart, was.options)
    if asks_anew:
        return _asking_anew(widget, tile, writing, drawn_anew=drawn_anew)
    fresh = FreshWidget.of(widget, read_carried(ours_in(kept)))
    return _drawn_anew(fresh, tile, was, writing) if drawn_anew and tile.query else fresh


def _asking_anew(widget: Json, tile: Tile, writing: Writing, *, drawn_anew: bool) -> FreshWidget:
    fresh = fresh_widget(tile, writing)
    new = fresh.widget
    names = ["DataSpec", "VisualizationSettings", "VisualizationDataSpec"]
    spec = _refilled(child(widget, "VisualizationDataSpec"), fresh)
    if spec is not None and not drawn_anew:
        new = {**new, "VisualizationDataSpec": spec}
        names.remove("VisualizationSettings")
    written = {name: overlaid(widget.get(name), new[name]) for name in names if name in new}
    return replace(fresh, widget={**widget, **written})


def _refilled(spec: Json, fresh: FreshWidget) -> Json | None:
    """The specification with other columns in it; None for a kind that has no such places."""
    kind = text(spec, "_type")
    if kind not in _REFILLED or not fresh.groups or not fresh.values:
        return None
    slots, values = SLOTS[kind]
    rows = list(fresh.groups)
    rest = [rows.pop()] if len(slots) > 1 and len(rows) > 1 else []
    written: Json = {"_type": kind, "Rows": rows, values[0]: list(fresh.values)}
    if kind == PIVOT_SPEC:
        written["Columns"] = rest
    elif rest:
        written["Category"] = rest[0]
    return written


def _drawn_anew(fresh: FreshWidget, tile: Tile, was: WidgetRead, writing: Writing) -> FreshWidget:
    assert tile.query is not None
    widget = fresh.widget
    chart = tile.chart or usual_chart(tile.query)
    groups, values = columns_in(child(widget, "VisualizationDataSpec"))
    settings = settings_of(chart, tile.options)
    if chart == (was.chart or usual_chart(tile.query)) and can_draw(
        chart, len(groups), len(values)
    ):
        return replace(fresh, widget=_with(widget, "VisualizationSettings", settings))
    fits = chart is not ChartType.TABLE and can_draw(chart, len(groups), len(values))
    if (
        not fits
        or chart is ChartType.BOXPLOT
        or text(child(widget, "VisualizationDataSpec"), "_type") in (GRID_SPEC, "")
    ):
        return _asking_anew(widget, tile, writing, drawn_anew=True)
    widget = _with(widget, "VisualizationSettings", settings)
    spec = spec_of(chart, groups, values)
    return replace(fresh, widget=_with(widget, "VisualizationDataSpec", spec))


def _with(widget: Json, name: str, written: Json) -> Json:
    return {**widget, name: overlaid(widget.get(name), written)}


def _bound(
    fresh: FreshWidget,
    tile: Tile,
    writing: Writing,
    around: Surroundings,
    theirs: dict[str, tuple[str, str]],
) -> FreshWidget:
    """Bindings to the filters that apply to the tile, and to those that are not ours."""
    if tile.query is None:
        return fresh
    widget = _carrying(fresh, tile, around, always=True)
    read = read_widget(widget, around)
    ours = {theirs[one.id][0]: one for one in writing.filters}
    wanted = {one.id for one in writing.filters_of(tile)}
    removed = {id_ for id_ in around.filters.ours if id_ not in ours}
    kept = []
    for binding in bindings_of(widget):
        one = ours.get(bound_id(binding))
        if (one is None and bound_id(binding) not in removed) or (one and one.id in wanted):
            kept.append(binding)
    bound = {bound_id(binding) for binding in kept}
    for their_id, one in ours.items():
        field = read.field_for(one)
        if one.id in wanted and their_id not in bound and field:
            kept.append(write_binding(one, their_id, field, theirs[one.id][1]))
    if kept == bindings_of(widget):
        return fresh
    data = child(fresh.widget, "DataSpec")
    bindings = {**child(data, "Bindings"), "Bindings": kept}
    return replace(fresh, widget={**fresh.widget, "DataSpec": {**data, "Bindings": bindings}})


def _carrying(
    fresh: FreshWidget, tile: Tile, around: Surroundings, *, always: bool = False
) -> Json:
    """The widget with Parley's own part, where it does not say all of the tile by itself."""
    widget = fresh.widget
    if tile.query is None or not child(child(widget, "DataSpec"), "DataSourceItem"):
        return widget
    if not always and not fresh.fields and _says(widget, tile, around):
        return widget
    plain = with_item(widget, lambda item: without_parameter(item, OURS))
    if not always and not fresh.fields and _says(plain, tile, around):
        return plain
    shown = shown_by(widget)
    ours = around.filters.ours
    carried = Carried(
        query=tile.query,
        shown=shown.digest,
        settings=settings_digest(widget),
        sql=shown.source.query_digest,
        chart=tile.chart,
        options=tile.options,
        moving=tile.moving,
        filters=tile.filters,
        bound=tuple(ours[id_] for b in bindings_of(widget) if (id_ := bound_id(b)) in ours),
        base=fresh.base,
        fields=fresh.fields,
    )
    return with_item(widget, lambda item: with_parameter(item, OURS, write_carried(carried)))


def _says(widget: Json, tile: Tile, around: Surroundings) -> bool:
    read = read_widget(widget, around)
    return (read.title, read.query, read.chart, read.options, read.moving, read.filters) == (
        tile.title,
        tile.query,
        tile.chart,
        tile.options,
        tile.moving,
        tile.filters,
    )
