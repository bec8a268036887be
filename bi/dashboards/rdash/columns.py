"""The columns of a widget and the fields of its data, as the model writes them."""

from __future__ import annotations

from bi.dashboards.rdash.parsing import Json
from bi.dashboards.rdash.vendor import (
    DATE_FIELD,
    DIMENSION_COLUMN,
    FIELD_TYPES,
    GRID_COLUMN,
    MEASURE_COLUMN,
    REGULAR_FIELD,
    VALUE_FIELD,
)
from bi.model.catalog import ColumnType, NumberFormat, NumberStyle
from bi.model.writing import currency_sign

_STYLES = {NumberStyle.CURRENCY: "Currency", NumberStyle.PERCENT: "Percent"}
_DECIMALS = {NumberStyle.CURRENCY: 2, NumberStyle.PERCENT: 1}


def field_of(name: str, label: str, type_: ColumnType) -> Json:
    return {
        "FieldName": name,
        "FieldLabel": label,
        "FieldType": FIELD_TYPES[type_],
        "IsHidden": False,
        "IsCalculated": False,
        "Sorting": "None",
        "Properties": {},
    }


def dimension_column(field: str, date: str = "") -> Json:
    """`date` is how dates are aggregated; empty for a regular field."""
    written: Json = {
        "_type": DATE_FIELD if date else REGULAR_FIELD,
        "FieldName": field,
        "DrillDownElements": [],
        "ExpandedItems": [],
    }
    if date:
        written["DateAggregationType"] = date
    return {"_type": DIMENSION_COLUMN, "SummarizationField": written}


def measure_column(
    field: str, label: str, aggregation: str, format_: NumberFormat = NumberFormat()
) -> Json:
    return {
        "_type": MEASURE_COLUMN,
        "SummarizationField": {
            "_type": VALUE_FIELD,
            "FieldName": field,
            "FieldLabel": label,
            "UserCaption": label,
            "IsHidden": False,
            "AggregationType": aggregation,
            "Sorting": "None",
            "IsCalculated": False,
            "Formatting": number_formatting(format_),
        },
    }


def grid_column(field: str, sorting: str = "None") -> Json:
    return {"_type": GRID_COLUMN, "FieldName": field, "Sorting": sorting}


def number_formatting(format_: NumberFormat) -> Json:
    decimals = format_.decimals
    return {
        "_type": "NumberFormattingSpecType",
        "FormatType": _STYLES.get(format_.style, "Number"),
        "DecimalDigits": _DECIMALS.get(format_.style, 0) if decimals is None else decimals,
        "ShowGroupingSeparator": format_.style is not NumberStyle.PLAIN,
        "CurrencySymbol": currency_sign(format_.unit).strip() or "$",
        "NegativeFormat": "MinusSign",
        "MKFormat": "None",
        "ShowDataLabelsInChart": False,
    }
