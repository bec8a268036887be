"""A miniature shop with every awkwardness a small table can hold, for each engine.

NULL in groups and keys, an order without lines, a product without a category, a customer
without orders, sums of integers, wildcards in names, leap days, timestamps late in the day.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import psycopg

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
    NumberFormat,
    NumberStyle,
)
from tests.bi.postgres import PostgresServer

if TYPE_CHECKING:
    from tests.engines.mariadb.server import MariaDBServer

SCHEMA = """
CREATE TABLE customers (customer_id INTEGER, name TEXT, country TEXT, signup_date DATE,
                        password TEXT);
CREATE TABLE products (product_id INTEGER, name TEXT, category TEXT, list_price DECIMAL(10,2));
CREATE TABLE orders (order_id INTEGER, customer_id INTEGER, order_date DATE, placed_at TIMESTAMP,
                     region TEXT, shipping_cost DECIMAL(10,2));
CREATE TABLE order_lines (line_id INTEGER, order_id INTEGER, product_id INTEGER, quantity INTEGER,
                          revenue DECIMAL(12,2), returned BOOLEAN);
CREATE TABLE targets (month DATE, target_revenue DECIMAL(12,2), area TEXT);
CREATE TABLE surveys (survey_id INTEGER, customer_id INTEGER, survey_date DATE, score INTEGER);
CREATE TABLE stock_levels (day DATE, warehouse TEXT, product_id INTEGER, quantity INTEGER);
CREATE TABLE balances (account_id INTEGER, customer_id INTEGER, changed_at TIMESTAMP,
                       balance DECIMAL(12,2));
CREATE TABLE transfers (transfer_id INTEGER, giver_id INTEGER, receiver_id INTEGER, day DATE,
                        amount DECIMAL(18,4));
CREATE TABLE secrets (secret TEXT);

INSERT INTO customers VALUES
 (1, 'Ada 100%', 'United States', '2023-05-01', 'hunter2'),
 (2, 'Bob_Sons', 'Canada', '2023-06-15', 'hunter2'),
 (3, 'BobXSons', NULL, '2024-02-29', 'hunter2'),
 (4, 'Dora', 'Canada', '2024-03-31', 'hunter2');
INSERT INTO products VALUES
 (1, 'Laptop', 'Technology', 999.99), (2, 'Mouse', 'Technology', 19.50),
 (3, 'Desk', 'Furniture', 250.00), (4, 'Mystery!', NULL, 0.30);
INSERT INTO orders VALUES
 (1, 1, '2023-01-31', '2023-01-31 09:15:00', 'North', 10.00),
 (2, 2, '2023-02-14', '2023-02-14 23:59:59', 'South', 5.50),
 (3, 1, '2024-01-01', '2024-01-01 00:00:00', 'North', 7.25),
 (4, 2, '2024-01-31', '2024-01-31 23:30:00', 'South', 12.00),
 (5, 3, '2024-02-29', '2024-02-29 12:00:00', 'North', 3.00),
 (6, NULL, '2024-12-29', '2024-12-29 18:45:00', NULL, 4.00),
 (7, 1, '2024-12-31', '2024-12-31 23:59:59', 'South', 0.00),
 (8, 2, '2025-01-01', '2025-01-01 00:00:00', 'North', 8.00);
INSERT INTO order_lines VALUES
 (1, 1, 1, 1, 999.99, FALSE), (2, 1, 2, 2, 39.00, FALSE),
 (3, 2, 3, 1, 250.00, TRUE),
 (4, 3, 1, 1, 900.00, FALSE), (5, 3, 3, 2, 480.10, FALSE), (6, 3, 2, 3, 58.50, TRUE),
 (7, 4, 2, 10, 195.00, FALSE), (8, 4, 4, 1, 0.30, FALSE),
 (9, 5, NULL, 1, 33.33, NULL),
 (10, 6, 3, 3, 750.00, FALSE),
 (11, 8, 1, 1, 950.25, FALSE), (12, 8, 2, 1, 19.50, TRUE);
INSERT INTO targets VALUES
 ('2023-01-01', 1000.00, 'North'), ('2023-02-01', 300.00, 'South'),
 ('2024-01-01', 1500.00, 'North'), ('2024-02-01', 100.00, 'West'),
 ('2024-12-01', 500.00, NULL), ('2025-01-01', 1000.00, 'North');
INSERT INTO surveys VALUES
 (1, 1, '2024-01-10', 5), (2, 2, '2024-01-20', 2), (3, 2, '2024-02-02', 3),
 (4, 3, '2024-02-03', 4), (5, NULL, '2024-12-30', 1);
INSERT INTO stock_levels VALUES
 ('2023-12-31', 'Berlin', 1, 5), ('2023-12-31', 'Berlin', 2, 10), ('2023-12-31', 'Paris', 1, 7),
 ('2024-01-15', 'Berlin', 1, 4), ('2024-01-15', 'Berlin', 2, 8), ('2024-01-15', 'Paris', 1, 6),
 ('2024-01-31', 'Berlin', 1, 3), ('2024-01-31', 'Berlin', 2, 6), ('2024-01-31', NULL, 3, 2),
 ('2024-02-29', 'Berlin', 1, 9), ('2024-02-29', 'Berlin', 2, 1), ('2025-01-31', 'Paris', 1, 20);
INSERT INTO balances VALUES
 (1, 1, '2024-01-05 10:00:00', 100.00), (1, 1, '2024-01-20 09:30:00', 150.50),
 (2, 2, '2024-01-07 00:00:00', 70.25), (3, 1, '2024-02-10 23:59:59', 10.00),
 (2, 2, '2024-03-01 12:00:00', 60.00);
INSERT INTO transfers VALUES
 (1, 1, 2, '2024-01-10', 12345678901234.5678), (2, 2, 1, '2024-02-10', 0.0001),
 (3, 1, 4, '2024-02-20', 20.0000), (4, NULL, 1, '2024-03-01', 5.0000);
INSERT INTO secrets VALUES ('the crown jewels');
"""

_MONEY = NumberFormat(NumberStyle.CURRENCY, "USD")
_PERCENT = NumberFormat(NumberStyle.PERCENT)
_TEXT, _DATE = ColumnType.TEXT, ColumnType.DATE


def _dimension(dataset: str, name: str, type_: ColumnType = _TEXT) -> Dimension:
    label = name.replace("_", " ").capitalize()
    return Dimension(dataset, name, label, expression=name, type=type_)


def _measure(dataset: str, name: str, expression: str, how: Aggregation, **more: object) -> Measure:
    label = name.replace("_", " ").capitalize()
    return Measure(dataset, name, label, expression, how, **more)  # type: ignore[arg-type]


def _join(left: str, right: str, column: str) -> Join:
    return Join(left, (column,), right, (column,))


_ORDER_DATE = ColumnRef("orders", "order_date")

SHOP = Catalog(
    version="shop",
    datasource=Datasource("shop", "Shop", "duckdb:///shop.duckdb"),
    datasets=(
        Dataset(
            "customers",
            "Customers",
            "customers",
            key=("customer_id",),
            time=ColumnRef("customers", "signup_date"),
            dimensions=(
                _dimension("customers", "name"),
                _dimension("customers", "country"),
                _dimension("customers", "signup_date", _DATE),
            ),
        ),
        Dataset(
            "products",
            "Products",
            "products",
            key=("product_id",),
            dimensions=(
                _dimension("products", "name"),
                _dimension("products", "category"),
                _dimension("products", "list_price", ColumnType.NUMBER),
            ),
        ),
        Dataset(
            "orders",
            "Orders",
            "orders",
            key=("order_id",),
            time=_ORDER_DATE,
            dimensions=(
                _dimension("orders", "order_date", _DATE),
                _dimension("orders", "placed_at", ColumnType.TIMESTAMP),
                _dimension("orders", "region"),
                _dimension("orders", "order_id", ColumnType.INTEGER),
            ),
            measures=(
                _measure("orders", "orders", "*", Aggregation.COUNT),
                _measure(
                    "orders", "shipping_cost", "shipping_cost", Aggregation.SUM, format=_MONEY
                ),
            ),
        ),
        Dataset(
            "order_lines",
            "Order lines",
            "order_lines",
            key=("line_id",),
            time=_ORDER_DATE,
            dimensions=(
                _dimension("order_lines", "quantity", ColumnType.INTEGER),
                _dimension("order_lines", "returned", ColumnType.BOOLEAN),
            ),
            measures=(
                _measure(
                    "order_lines",
                    "revenue",
                    "revenue",
                    Aggregation.SUM,
                    format=_MONEY,
                    higher_is_better=True,
                ),
                _measure("order_lines", "units", "quantity", Aggregation.SUM),
                _measure(
                    "order_lines", "returned_units", "quantity", Aggregation.SUM, filter="returned"
                ),
            ),
        ),
        Dataset(
            "targets",
            "Targets",
            "targets",
            key=("month",),
            time=ColumnRef("targets", "month"),
            dimensions=(
                Dimension("targets", "month", "Month", "month", _DATE, grain=Grain.MONTH),
                replace(_dimension("targets", "area"), same_as=ColumnRef("orders", "region")),
            ),
            measures=(
                _measure(
                    "targets", "target_revenue", "target_revenue", Aggregation.SUM, format=_MONEY
                ),
            ),
        ),
        Dataset(
            "surveys",
            "Surveys",
            "surveys",
            key=("survey_id",),
            time=ColumnRef("surveys", "survey_date"),
            dimensions=(_dimension("surveys", "survey_date", _DATE),),
            measures=(_measure("surveys", "satisfaction", "score", Aggregation.AVERAGE),),
        ),
    ),
    joins=(
        _join("order_lines", "orders", "order_id"),
        _join("order_lines", "products", "product_id"),
        _join("orders", "customers", "customer_id"),
        _join("surveys", "customers", "customer_id"),
    ),
    metrics=(
        Metric("return_rate", "Return rate", "returned_units / units", format=_PERCENT),
        Metric("average_order_value", "Average order value", "revenue / orders", format=_MONEY),
        Metric("over_target", "Over target", "revenue - target_revenue", format=_MONEY),
    ),
    default_measure="revenue",
)


def duckdb_shop(folder: Path) -> str:
    """Makes the shop; returns its SQLAlchemy URL, as the others do."""
    path = folder / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA)
    return f"duckdb:///{path}"


def sqlite_shop(folder: Path) -> str:
    path = folder / "shop.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    connection.close()
    return f"sqlite:///{path}"


def postgres_shop(server: PostgresServer) -> str:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE shop")
    with psycopg.connect(server.dsn("postgres", "shop"), autocommit=True) as connection:
        connection.execute(SCHEMA.encode())
    return server.url(database="shop")


def mariadb_shop(server: MariaDBServer) -> str:
    # A TIMESTAMP there is a moment of the world, kept in UTC, and set anew by every change.
    server.create("shop", SCHEMA.replace("TIMESTAMP", "DATETIME"))
    return server.url(database="shop")


def drop_postgres_shop(server: PostgresServer) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE shop WITH (FORCE)")
