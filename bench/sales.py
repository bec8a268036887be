"""Sales of any number, the same every time: their catalog, and how they are made and loaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Join,
    Measure,
    Metric,
)
from bi.model.semantic import (
    Aggregate,
    Comparison,
    DimensionGroup,
    Limit,
    Measured,
    NamedMeasure,
    Order,
    OrderTarget,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)

_FILES = 8
# A hash of the row's number, so that any number of threads makes the same rows.
_MADE = {
    "customers": """
        SELECT i AS customer_id, 'Customer ' || i AS customer,
               ['North', 'South', 'East', 'West'][1 + (hash(i) % 4)::BIGINT] AS region
        FROM range({customers}) t(i)""",
    "products": """
        SELECT i AS product_id, 'Product ' || i AS product,
               'Category ' || (hash(i) % 12) AS category
        FROM range(1000) t(i)""",
    "sales": """
        SELECT i AS sale_id, (hash(i, 1) % {customers})::INTEGER AS customer_id,
               (hash(i, 2) % 1000)::INTEGER AS product_id,
               DATE '2021-01-01' + (hash(i, 3) % 1826)::INTEGER AS sold_on,
               (1 + hash(i, 4) % 9)::INTEGER AS quantity,
               ((100 + hash(i, 5) % 99900) / 100)::DECIMAL(10, 2) AS amount
        FROM range({first}, {last}) t(i)""",
}


def make_parquet(folder: Path, rows: int) -> None:
    """A folder a table; the sales are in eight files, as a cluster would have them."""
    customers = max(1000, rows // 100)
    with duckdb.connect() as connection:
        for table, sql in _MADE.items():
            (folder / table).mkdir(parents=True)
            files = _FILES if table == "sales" else 1
            for n in range(files):
                made = sql.format(
                    customers=customers, first=rows * n // files, last=rows * (n + 1) // files
                )
                file = folder / table / f"{n}.parquet"
                connection.execute(f"COPY ({made}) TO '{file}' (FORMAT parquet)")


def load_duckdb(folder: Path, database: Path) -> str:
    """The same rows in DuckDB's own format; returns the database's url."""
    with duckdb.connect(str(database)) as connection:
        for table in _MADE:
            rows = f"SELECT * FROM read_parquet('{folder}/{table}/*.parquet')"
            connection.execute(f"CREATE TABLE {table} AS {rows}")
    return f"duckdb:///{database}"


def spark_statements(folder: Path, schema: str) -> list[str]:
    """Tables over the files where they lie."""
    return [
        f"CREATE SCHEMA {schema}",
        *(
            f"CREATE TABLE {schema}.{table} USING PARQUET LOCATION '{folder / table}'"
            for table in _MADE
        ),
    ]


def _column(dataset: str, name: str, type_: ColumnType = ColumnType.TEXT) -> Dimension:
    return Dimension(dataset, name, name.replace("_", " ").capitalize(), name, type_)


def _sum(name: str, expression: str) -> Measure:
    return Measure("sales", name, name.capitalize(), expression, Aggregation.SUM)


_SOLD_ON = ColumnRef("sales", "sold_on")
CATALOG = Catalog(
    version="sales",
    datasource=Datasource("sales", "Sales", "duckdb:///sales.duckdb"),
    datasets=(
        Dataset(
            "sales",
            "Sales",
            "sales",
            key=("sale_id",),
            time=_SOLD_ON,
            dimensions=(
                _column("sales", "sold_on", ColumnType.DATE),
                _column("sales", "amount", ColumnType.NUMBER),
                _column("sales", "sale_id", ColumnType.INTEGER),
            ),
            measures=(_sum("revenue", "amount"), _sum("units", "quantity")),
        ),
        Dataset(
            "customers",
            "Customers",
            "customers",
            key=("customer_id",),
            dimensions=(
                _column("customers", "customer"),
                _column("customers", "region"),
                _column("customers", "customer_id", ColumnType.INTEGER),
            ),
        ),
        Dataset(
            "products",
            "Products",
            "products",
            key=("product_id",),
            dimensions=(_column("products", "category"),),
        ),
    ),
    joins=(
        Join("sales", ("customer_id",), "customers", ("customer_id",)),
        Join("sales", ("product_id",), "products", ("product_id",)),
    ),
    metrics=(Metric("price", "Price", "revenue / units"),),
)

_REVENUE = Measured(NamedMeasure("revenue"))
_CATEGORY = DimensionGroup(ColumnRef("products", "category"))
_REGION = DimensionGroup(ColumnRef("customers", "region"))
_CUSTOMER = DimensionGroup(ColumnRef("customers", "customer"))
_IN_2024 = TimeRange(date(2024, 1, 1), date(2025, 1, 1), "2024", Grain.YEAR)
_BUYERS = Measured(
    Aggregate(Aggregation.COUNT_DISTINCT, ColumnRef("customers", "customer_id")),
)

QUESTIONS = {
    "revenue": SemanticQuery((_REVENUE,)),
    "revenue by month in 2024": SemanticQuery(
        (_REVENUE,), (TimeGroup(Grain.MONTH),), time=_IN_2024
    ),
    "price by category and region": SemanticQuery(
        (Measured(NamedMeasure("price")),), (_CATEGORY, _REGION)
    ),
    "top 10 customers by revenue": SemanticQuery(
        (_REVENUE,),
        (_CUSTOMER,),
        order=(Order(OrderTarget.MEASURE, 0, descending=True),),
        limit=Limit(10),
    ),
    "revenue by month in 2024 against 2023": SemanticQuery(
        (_REVENUE,),
        (TimeGroup(Grain.MONTH),),
        time=_IN_2024,
        comparison=Comparison(Grain.YEAR),
    ),
    "buyers by quarter": SemanticQuery((_BUYERS,), (TimeGroup(Grain.QUARTER, _SOLD_ON),)),
    "median sale by category": SemanticQuery(
        (Measured(Aggregate(Aggregation.MEDIAN, ColumnRef("sales", "amount"))),), (_CATEGORY,)
    ),
}
