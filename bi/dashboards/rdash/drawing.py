"""How a chart of ours is drawn by a widget, and which of ours a widget is."""

from __future__ import annotations

from collections.abc import Sequence

from bi.dashboards.rdash.parsing import Json, child, children, text
from bi.dashboards.rdash.shown import Shown
from bi.dashboards.rdash.vendor import (
    BUBBLE_SPEC,
    CATEGORY_SPEC,
    CHARTS,
    CHARTS_READ,
    DIMENSION_COLUMN,
    GAUGE_SPEC,
    GRID_SPEC,
    INDICATOR_SPEC,
    LABELS_SPEC,
    PIVOT_SPEC,
    SCATTER_SPEC,
    SERIES,
    SLOTS,
)
from bi.model.chart import ChartOptions, ChartType
from bi.model.semantic import DatePartGroup, PeriodGroup, SemanticQuery, TimeGroup

_ROUND = (ChartType.PIE, ChartType.DONUT)
_POINTS = (ChartType.SCATTER, ChartType.BUBBLE)


def usual_chart(query: SemanticQuery) -> ChartType:
    """What a tile is drawn as that leaves it open; its rows are not known here."""
    ordered = [g for g in query.groups if isinstance(g, TimeGroup)]
    match len(query.groups):
        case _ if query.columns or not query.measures:
            return ChartType.TABLE
        case 0:
            return ChartType.KPI
        case 1 if ordered:
            return ChartType.LINE
        case 1 if isinstance(query.groups[0], PeriodGroup | DatePartGroup):
            return ChartType.BAR
        case 1:
            return ChartType.HORIZONTAL_BAR
        case 2 if ordered:
            return ChartType.MULTI_LINE
        case 2:
            return ChartType.GROUPED_BAR
    return ChartType.TABLE


def can_draw(chart: ChartType, groups: int, values: int) -> bool:
    """Whether a widget of the kind has a place for so many groups and values."""
    if chart in _POINTS:
        return groups >= 1 and values >= (3 if chart is ChartType.BUBBLE else 2)
    if chart is ChartType.KPI:
        return groups == 0 and values >= 1
    if chart is ChartType.HEATMAP:
        return groups >= 1 and values >= 1
    if chart in CHARTS:
        return groups >= 1 and values >= 1
    return False


def settings_of(chart: ChartType, options: ChartOptions, indicator: str = "") -> Json:
    if chart in CHARTS:
        return {
            "_type": "ChartVisualizationSettingsType",
            "VisualizationType": "CHART",
            "ChartType": CHARTS[chart],
            "ShowLegends": True,
            "LeftAxisLogarithmic": options.log,
        }
    if chart is ChartType.KPI and indicator:
        return {
            "_type": "IndicatorVisualizationSettingsType",
            "VisualizationType": "INDICATOR",
            "DifferenceMode": "Percentage",
            "PositiveIsRed": False,
            "IncludeToday": True,
        }
    if chart is ChartType.KPI:
        return {
            "_type": "GaugeVisualizationSettingsType",
            "VisualizationType": "GAUGE",
            "ViewType": "SingleValue",
            "GaugeBands": [],
            "SingleValueFormattingEnabled": False,
        }
    kind = "Pivot" if chart is ChartType.HEATMAP else "Grid"
    return {
        "_type": f"{kind}VisualizationSettingsType",
        "VisualizationType": kind.upper(),
        "FontSize": "Small",
        "Style": {
            "FixedLeftColumns": False,
            "TextAlignment": "Left",
            "NumericAlignment": "Right",
            "DateAlignment": "Left",
        },
        "VisualizationColumns": [],
    }


def spec_of(
    chart: ChartType,
    groups: Sequence[Json],
    values: Sequence[Json],
    listed: Sequence[Json] = (),
    indicator: tuple[str, Json] | None = None,
) -> Json:
    """`indicator`: its type, and the column of its date."""
    hierarchy: Json = {"FormatVersion": 0, "AdHocExpandedElements": []}
    rows, rest = list(groups[:1]), list(groups[1:])
    if chart is ChartType.KPI and indicator:
        kind, date = indicator
        spec = {"_type": INDICATOR_SPEC, **hierarchy, "Rows": [], "Date": date}
        return {**spec, "Value": list(values), "IndicatorType": kind}
    if chart is ChartType.KPI:
        return {"_type": GAUGE_SPEC, "Value": list(values)}
    if chart in _ROUND:
        return {"_type": LABELS_SPEC, **hierarchy, "Rows": list(groups), "Value": list(values)}
    if chart in _POINTS:
        spec = {
            "_type": BUBBLE_SPEC if chart is ChartType.BUBBLE else SCATTER_SPEC,
            **hierarchy,
            "Rows": rows,
            "XAxis": list(values[:1]),
            "YAxis": list(values[1:2]),
        }
        if chart is ChartType.BUBBLE:
            spec["Radius"] = list(values[2:3])
        return {**spec, "Category": rest[0]} if rest else spec
    if chart is ChartType.HEATMAP:
        return {
            "_type": PIVOT_SPEC,
            **hierarchy,
            "Rows": rows,
            "Columns": rest,
            "Values": list(values),
            "ShowGrandTotals": False,
        }
    if chart in CHARTS:
        spec = {
            "_type": CATEGORY_SPEC,
            **hierarchy,
            "Rows": [*rows, *rest[:-1]],
            "Values": list(values),
            "FixedLines": [],
        }
        return {**spec, "Category": rest[-1]} if rest else spec
    return {"_type": GRID_SPEC, "Columns": list(listed)}


def columns_in(spec: Json) -> tuple[list[Json], list[Json]]:
    """The columns that a specification groups by, and those that it measures."""
    groups, values = SLOTS.get(text(spec, "_type"), ((), ()))
    return (
        [one for slot in groups for one in children(spec, slot)],
        [one for slot in values for one in children(spec, slot)],
    )


def x_first(groups: Sequence[Json], ordered: frozenset[int]) -> list[Json]:
    """Time and steps go along the axis, whatever they are beside."""
    places = sorted(range(len(groups)), key=lambda place: place not in ordered)
    return [groups[place] for place in places]


def chart_read(widget: Json, shown: Shown) -> tuple[ChartType | None, ChartOptions]:
    """The chart of ours that a widget is; None leaves it to what fits best."""
    settings = child(widget, "VisualizationSettings")
    log = settings.get("LeftAxisLogarithmic") is True
    options = ChartOptions(log=log)
    match text(settings, "VisualizationType"):
        case "CHART":
            chart = CHARTS_READ.get(text(settings, "ChartType"))
            several = len(shown.groups) > 1 or len(shown.values) > 1
            if chart in SERIES and several and not _drills(shown):
                chart = SERIES[chart]
            return chart, options
        case "GRID" | "SINGLE_ROW":
            return ChartType.TABLE, ChartOptions()
        case "INDICATOR" | "INDICATOR_TARGET" if not shown.groups:
            return ChartType.KPI, ChartOptions()
        case "GAUGE" if not shown.groups:
            return ChartType.KPI, ChartOptions()
        case "PIVOT":
            crossed = len(shown.groups) == 2 and len(shown.values) == 1
            return ChartType.HEATMAP if crossed else ChartType.TABLE, ChartOptions()
    return None, ChartOptions()


def _drills(shown: Shown) -> bool:
    """Whether all groups are levels of one date, of which the first is drawn."""
    return len(shown.values) == 1 and len({one.field for one in shown.groups}) == 1


def date_column(field: str) -> Json:
    return {
        "_type": DIMENSION_COLUMN,
        "SummarizationField": {
            "_type": "SummarizationDateFieldType",
            "FieldName": field,
            "DrillDownElements": [],
            "ExpandedItems": [],
            "DateAggregationType": "Year",
        },
    }
