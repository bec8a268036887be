"""Documents as clients make them: over tables of the demo, with what only they know in them."""

from __future__ import annotations

import copy
from typing import Any

Json = dict[str, Any]


def field(name: str, type_: str = "String", **more: Any) -> Json:
    return {
        "FieldName": name,
        "FieldLabel": name,
        "FieldType": type_,
        "IsHidden": True,
        "IsCalculated": False,
        "Sorting": "None",
        **more,
    }


def row(name: str, date: str = "") -> Json:
    kind = "SummarizationDateFieldType" if date else "SummarizationRegularFieldType"
    said = {"_type": kind, "FieldName": name, "DrillDownElements": [], "ExpandedItems": []}
    if date:
        said["DateAggregationType"] = date
    return {"_type": "DimensionColumnSpecType", "SummarizationField": said}


def value(name: str, aggregation: str = "Sum", **more: Any) -> Json:
    return {
        "_type": "MeasureColumnSpecType",
        "SummarizationField": {
            "_type": "SummarizationValueFieldType",
            "FieldName": name,
            "FieldLabel": name,
            "IsHidden": False,
            "AggregationType": aggregation,
            "Sorting": "None",
            "IsCalculated": False,
            **more,
        },
    }


def data(table: str, *fields: Json, source: str = "demo", **more: Any) -> Json:
    return {
        "_type": "TabularDataSpecType",
        "DataSourceItem": {
            "_type": "DataSourceItemType",
            "Id": f"main.{table}",
            "Title": table,
            "DataSourceId": source,
            "HasTabularData": True,
            "HasAsset": False,
            "Properties": {"Schema": "main", "Table": table, "ServerAggregation": True},
            "Parameters": {},
        },
        "Expiration": 60,
        "Bindings": {"Bindings": []},
        "IsTransposed": False,
        "Fields": list(fields),
        "QuickFilters": [{"FieldName": fields[0]["FieldName"]}] if fields else [],
        **more,
    }


def chart(
    title: str, kind: str, data_: Json, spec: Json, visualization: str = "CHART", **more: Any
) -> Json:
    settings: Json = {
        "_type": "ChartVisualizationSettingsType",
        "VisualizationType": visualization,
        "ShowLegends": False,
        "BrushOffsetIndex": 3,
    }
    if visualization == "CHART":
        settings["ChartType"] = kind
    return {
        "_type": "WidgetType",
        "Id": title.lower().replace(" ", "-"),
        "RowSpan": 24,
        "ColumnSpan": 30,
        "IsTitleVisible": True,
        "Title": title,
        "DataSpec": data_,
        "VisualizationSettings": settings,
        "VisualizationDataSpec": spec,
        "ActionsModel": {"Trigger": "SelectRow", "Actions": []},
        "PostTransformations": [],
        **more,
    }


def category(rows: list[Json], values: list[Json], **more: Any) -> Json:
    return {
        "_type": "CategoryVisualizationDataSpecType",
        "AdHocExpandedElements": [],
        "Rows": rows,
        "Values": values,
        **more,
    }


def bound_to(field_: str, filter_: str, *, dates: bool = False) -> Json:
    kind = "DateGlobalFilter" if dates else "DataBasedGlobalFilter"
    target = {"_type": f"{kind}BindingTargetType", "GlobalFilterId": filter_}
    if not dates:
        target["GlobalFilterFieldName"] = field_
    return {
        "Source": {"_type": "FieldBindingSourceType", "FieldName": field_},
        "Operator": "Between" if dates else "Equals",
        "Target": target,
    }


_ORDERS = (
    field("region"),
    field("channel"),
    field("order_date", "Date"),
    field("shipping_cost", "Number"),
)


def document(*widgets: Json, filters: tuple[Json, ...] = (), **more: Any) -> Json:
    return {
        "Title": "Shipping",
        "Description": "Made elsewhere",
        "ThemeName": "rvDashboardOceanTheme",
        "CreatedWith": "Web 1.8.4",
        "SavedWith": "Web 1.8.4",
        "FormatVersion": 6,
        "UseAutoLayout": False,
        "Tags": "u_7",
        "Widgets": list(widgets),
        "DataSources": [
            {
                "_type": "DataSourceType",
                "Id": "demo",
                "Provider": "DUCKDB",
                "Description": "The shop",
                "Properties": {"Database": "shop"},
                "Settings": {"DefaultRefreshRate": "60"},
            }
        ],
        "GlobalFilters": list(filters),
        "GlobalVariables": [],
        "IsTemplate": False,
        **more,
    }


def shipping() -> Json:
    """Two charts we understand, one from another place, a text, and filters of both kinds."""
    by_region = category([row("region")], [value("shipping_cost", Sorting="Desc")])
    first = data("orders", *_ORDERS)
    first["Bindings"]["Bindings"] = [
        bound_to("order_date", "_date", dates=True),
        bound_to("region", "where"),
    ]
    second = data("orders", *_ORDERS)
    second["Bindings"]["Bindings"] = [bound_to("order_date", "_date", dates=True)]
    date = {
        "_type": "DateGlobalFilterType",
        "Id": "_date",
        "Title": "Period",
        "RuleType": "YearToDate",
        "IncludeToday": True,
    }
    where = {
        "_type": "TabularGlobalFilterType",
        "Id": "where",
        "Title": "Region",
        "IsDynamic": True,
        "AllowMultipleSelection": True,
        "AllowEmptySelection": True,
        "SortByLabel": True,
        "SelectedItems": [{"FieldValues": {"region": "West"}, "ExpansionPath": []}],
        "SelectedFieldName": "region",
        "DataSpec": data("orders", *_ORDERS),
    }
    cube = {"_type": "XmlaGlobalFilterType", "Id": "cube", "Title": "Cube", "SelectedItems": []}
    weather = data("weather", field("day", "Date"), field("rain", "Number"), source="elsewhere")
    text_box = {
        "Id": "note",
        "Title": "Note",
        "RowSpan": 12,
        "ColumnSpan": 60,
        "IsTitleVisible": False,
        "DataSpec": {"_type": "TextBoxDataSpecType", "Text": "Mind the gap"},
        "VisualizationSettings": {
            "_type": "TextBoxVisualizationSettingsType",
            "VisualizationType": "TEXT_BOX",
        },
    }
    made = document(
        chart("By region", "Funnel", first, by_region),
        chart(
            "By month",
            "SplineArea",
            second,
            category([row("order_date", "Month")], [value("shipping_cost")]),
        ),
        chart("Rain", "Line", weather, category([row("day", "Day")], [value("rain")])),
        text_box,
        filters=(date, cube, where),
    )
    made["DataSources"].append(
        {"_type": "DataSourceType", "Id": "elsewhere", "Provider": "REST", "Properties": {}}
    )
    return copy.deepcopy(made)
