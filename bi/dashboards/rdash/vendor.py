"""The words of the document model, beside ours."""

from __future__ import annotations

from bi.model.catalog import Aggregation, ColumnType, Grain
from bi.model.chart import ChartType
from bi.model.semantic import MovingPeriod, Span

FORMAT_VERSION = 6
# The name under which Parley keeps its own part, in places that are free-form by the model.
OURS = "parley"
# The id that clients give to the date filter of a dashboard.
DATE_FILTER_ID = "_date"

# By the scheme of a url. What the published list of providers has no word for is called by its
# scheme, in capitals.
PROVIDERS = {
    "bigquery": "BIG_QUERY",
    "mariadb": "MYSQL",
    "mssql": "SQLSERVER",
    "mysql": "MYSQL",
    "postgres": "POSTGRES",
    "postgresql": "POSTGRES",
    "redshift": "AMAZON_REDSHIFT",
    "snowflake": "SNOWFLAKE",
    "sqlserver": "SQLSERVER",
}

# Names of the table in the properties of a data source item; BigQuery has its own.
TABLE, SCHEMA = "Table", "Schema"
BIG_QUERY_TABLE, BIG_QUERY_SCHEMA = "tableId", "datasetId"
CUSTOM_QUERY = "CustomQuery"

AGGREGATIONS = {
    Aggregation.SUM: "Sum",
    Aggregation.AVERAGE: "Avg",
    Aggregation.MIN: "Min",
    Aggregation.MAX: "Max",
    Aggregation.COUNT: "CountNonEmpty",
    Aggregation.COUNT_DISTINCT: "CountDistinct",
    Aggregation.STDDEV: "StDev",
}
COUNT_ROWS = "CountRows"
AGGREGATIONS_READ = {word: aggregation for aggregation, word in AGGREGATIONS.items()}

GRAINS = {
    Grain.YEAR: "Year",
    Grain.QUARTER: "Quarter",
    Grain.MONTH: "Month",
    Grain.DAY: "Day",
    Grain.HOUR: "Hour",
}
GRAINS_READ = {word: grain for grain, word in GRAINS.items()}

FIELD_TYPES = {
    ColumnType.TEXT: "String",
    ColumnType.INTEGER: "Number",
    ColumnType.NUMBER: "Number",
    ColumnType.BOOLEAN: "String",
    ColumnType.DATE: "Date",
    ColumnType.TIMESTAMP: "DateTime",
    ColumnType.TIME: "Time",
}

CHARTS = {
    ChartType.BAR: "Column",
    ChartType.GROUPED_BAR: "Column",
    ChartType.HISTOGRAM: "Column",
    ChartType.STACKED_BAR: "StackedColumn",
    ChartType.HORIZONTAL_BAR: "Bar",
    ChartType.LINE: "Line",
    ChartType.MULTI_LINE: "Line",
    ChartType.AREA: "Area",
    ChartType.STACKED_AREA: "StackedArea",
    ChartType.PIE: "Pie",
    ChartType.DONUT: "Doughnut",
    ChartType.SCATTER: "Scatter",
    ChartType.BUBBLE: "Bubble",
}
# With one series; `SERIES` says what becomes of several.
CHARTS_READ = {
    "Column": ChartType.BAR,
    "Bar": ChartType.HORIZONTAL_BAR,
    "StackedColumn": ChartType.STACKED_BAR,
    "StackedBar": ChartType.STACKED_BAR,
    "Line": ChartType.LINE,
    "Spline": ChartType.LINE,
    "StepLine": ChartType.LINE,
    "TimeSeries": ChartType.LINE,
    "Area": ChartType.AREA,
    "SplineArea": ChartType.AREA,
    "StepArea": ChartType.AREA,
    "StackedArea": ChartType.STACKED_AREA,
    "Pie": ChartType.PIE,
    "Doughnut": ChartType.DONUT,
    "Scatter": ChartType.SCATTER,
    "Bubble": ChartType.BUBBLE,
}
SERIES = {ChartType.BAR: ChartType.GROUPED_BAR, ChartType.LINE: ChartType.MULTI_LINE}

GRID_COLUMN = "TabularColumnSpecType"
DIMENSION_COLUMN = "DimensionColumnSpecType"
MEASURE_COLUMN = "MeasureColumnSpecType"
REGULAR_FIELD = "SummarizationRegularFieldType"
DATE_FIELD = "SummarizationDateFieldType"
VALUE_FIELD = "SummarizationValueFieldType"

GRID_SPEC = "GridVisualizationDataSpecType"
PIVOT_SPEC = "PivotVisualizationDataSpecType"
CATEGORY_SPEC = "CategoryVisualizationDataSpecType"
LABELS_SPEC = "SingleValueLabelsVisualizationDataSpecType"
SCATTER_SPEC = "ScatterVisualizationDataSpecType"
BUBBLE_SPEC = "BubbleVisualizationDataSpecType"
INDICATOR_SPEC = "IndicatorVisualizationDataSpecType"
TARGET_SPEC = "IndicatorTargetVisualizationDataSpecType"
SPARKLINE_SPEC = "SparklineVisualizationDataSpecType"
GAUGE_SPEC = "SingleGaugeVisualizationDataSpecType"
LINEAR_GAUGE_SPEC = "LinearGaugeVisualizationDataSpecType"

# What each kind of specification shows: by what, and which values.
SLOTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    CATEGORY_SPEC: (("Rows", "Category"), ("Values",)),
    "TimeSeriesVisualizationDataSpecType": (("Rows", "Category"), ("Values",)),
    LABELS_SPEC: (("Rows",), ("Value",)),
    "SingleValueCategoryVisualizationDataSpecType": (("Rows", "Category"), ("Value",)),
    "TreeMapVisualizationDataSpecType": (("Rows",), ("Value",)),
    PIVOT_SPEC: (("Rows", "Columns"), ("Values",)),
    SCATTER_SPEC: (("Rows", "Category"), ("XAxis", "YAxis")),
    BUBBLE_SPEC: (("Rows", "Category"), ("XAxis", "YAxis", "Radius")),
    "CompositeChartVisualizationDataSpecType": (("Rows",), ("Chart1", "Chart2")),
    "FinancialVisualizationDataSpecType": (("Rows",), ("Open", "High", "Low", "Close")),
    INDICATOR_SPEC: (("Rows",), ("Value",)),
    TARGET_SPEC: (("Rows",), ("Value", "Target")),
    SPARKLINE_SPEC: (("Rows", "Date"), ("Value",)),
    GAUGE_SPEC: (("Label",), ("Value",)),
    "SingleValueVisualizationDataSpecType": ((), ("Value",)),
    LINEAR_GAUGE_SPEC: (("Rows",), ("Value", "Target")),
}

PERIODS = {
    "Today": MovingPeriod(Span.THIS, Grain.DAY),
    "Yesterday": MovingPeriod(Span.PREVIOUS, Grain.DAY),
    "LastWeek": MovingPeriod(Span.TRAILING, Grain.WEEK),
    "LastMonth": MovingPeriod(Span.TRAILING, Grain.MONTH),
    "LastYear": MovingPeriod(Span.TRAILING, Grain.YEAR),
    "MonthToDate": MovingPeriod(Span.TO_DATE, Grain.MONTH),
    "QuarterToDate": MovingPeriod(Span.TO_DATE, Grain.QUARTER),
    "YearToDate": MovingPeriod(Span.TO_DATE, Grain.YEAR),
    "ThisMonth": MovingPeriod(Span.THIS, Grain.MONTH),
    "ThisQuarter": MovingPeriod(Span.THIS, Grain.QUARTER),
    "ThisYear": MovingPeriod(Span.THIS, Grain.YEAR),
    "PreviousMonth": MovingPeriod(Span.PREVIOUS, Grain.MONTH),
    "PreviousQuarter": MovingPeriod(Span.PREVIOUS, Grain.QUARTER),
    "PreviousYear": MovingPeriod(Span.PREVIOUS, Grain.YEAR),
    "TrailingTwelveMonths": MovingPeriod(Span.TRAILING, Grain.MONTH, 12),
}
RULES = {period: rule for rule, period in PERIODS.items()}
ALL_TIME = ("AllTime", "None", "")
CUSTOM_RANGE = "CustomRange"

# A period to date, and the grain of the comparison beside it.
INDICATORS = {
    "YearToDatePreviousYear": (Grain.YEAR, Grain.YEAR),
    "QuarterToDatePreviousQuarter": (Grain.QUARTER, Grain.QUARTER),
    "QuarterToDatePreviousYear": (Grain.QUARTER, Grain.YEAR),
    "MonthToDatePreviousMonth": (Grain.MONTH, Grain.MONTH),
    "MonthToDatePreviousYear": (Grain.MONTH, Grain.YEAR),
}
INDICATORS_WRITTEN = {grains: word for word, grains in INDICATORS.items()}
SPARKLINES = {"LastYears": Grain.YEAR, "LastMonths": Grain.MONTH, "LastDays": Grain.DAY}
