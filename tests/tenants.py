"""Two tenants in one database, and a catalog that keeps them apart.

Whatever belongs to the tenant zeta is told by its Z, or by its figures, which nothing of acme's
comes to: an answer to acme in which one of them occurs has shown too much.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import duckdb
import psycopg

from bi.model.access import ClaimValue, Viewer
from tests.bi.postgres import PostgresServer

SCHEMA = """
CREATE TABLE customers (customer_id INTEGER, tenant TEXT, name TEXT, segment TEXT);
CREATE TABLE orders (order_id INTEGER, tenant TEXT, customer_id INTEGER, region TEXT,
                     branch_no INTEGER, order_date DATE, amount INTEGER, cost INTEGER);
CREATE TABLE lines (line_id INTEGER, order_id INTEGER, product TEXT, quantity INTEGER);
CREATE TABLE salaries (person TEXT, tenant TEXT, pay INTEGER);
INSERT INTO customers VALUES
 (1, 'acme', 'Ada', 'Large'), (2, 'acme', 'Ben', 'Small'),
 (70, 'zeta', 'Zuleika', 'Zealous'), (71, 'zeta', 'Zorro', 'Large');
INSERT INTO orders VALUES
 (1, 'acme', 1, 'North', 1, '2025-01-10', 100, 60),
 (2, 'acme', 1, 'South', 2, '2025-02-10', 200, 90),
 (3, 'acme', 2, 'North', 1, '2025-03-10', 40, 10), (4, 'acme', 2, NULL, 1, '2025-03-11', 5, 1),
 (70, 'zeta', 70, 'Zanzibar', 70, '2077-07-07', 7007, 707),
 (71, 'zeta', 71, 'North', 1, '2077-07-17', 70007, 7007);
INSERT INTO lines VALUES
 (1, 1, 'Apple', 1), (2, 1, 'Bread', 2), (3, 2, 'Apple', 4), (4, 3, 'Cheese', 8),
 (5, 4, 'Apple', 16), (70, 70, 'Zither', 707), (71, 71, 'Apple', 7007), (77, NULL, 'Zinc', 70007);
INSERT INTO salaries VALUES ('Ada', 'acme', 3000), ('Zuleika', 'zeta', 7007);
"""

CATALOG = """\
datasource: {id: traders, title: Traders, url: URL}
default_measure: amount
as_of: latest
datasets:
  customers:
    key: customer_id
    dimensions:
      name: {label: Customer, display: true}
      segment: {values: {Zealous: [eager], Large: [big]}}
    measures: {customers: count}
  orders:
    key: order_id
    time: order_date
    joins: {customers: customer_id}
    dimensions:
      region: {values: {Zanzibar: [spice island], North: [up there]}}
      branch_no: {type: integer}
      order_date: date
    measures:
      orders: count
      amount: sum
      cost: sum
  lines:
    label: Order lines
    key: line_id
    joins: {orders: order_id}
    dimensions: [product]
    measures: {quantity: sum}
  salaries:
    key: person
    dimensions: [person]
    measures: {pay: sum}
metrics:
  margin: amount - cost
  margin_rate: margin / amount
examples: [amount by region, amount in Zanzibar, pay by person, margin by region]
security:
  others: hidden
  datasets:
    customers: {rows: "tenant = {claims.tenant_id}"}
    orders:
      rows: tenant = {claims.tenant_id}
      columns: {cost: finance}
      access:
        - roles: [manager, finance]
        - roles: [clerk]
          rows: region IN {claims.regions}
        - roles: [branch]
          rows: branch_no = {claims.branch}
    lines: {rows_with: orders}
    salaries:
      rows: tenant = {claims.tenant_id}
      access: {roles: hr}
"""

_SPOKEN = re.compile(
    r"[Zz](?:uleika|orro|ealous|anzibar|ither|inc)|\b70?,?007\b|\b2077-07|\b77,?\d{3}\b"
)
# Of ids and times chance may make anything.
_CHANCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|_ms\W{1,4}[\d.]+")


def secrets_in(text: str) -> list[str]:
    """What of zeta's data a text holds."""
    return _SPOKEN.findall(_CHANCE.sub("", text))


def viewer(
    tenant: str = "acme", *roles: str, user: str | None = "alice", **claims: ClaimValue
) -> Viewer:
    return Viewer(tenant, user, roles, tuple(sorted(claims.items())))


def write_catalog(folder: Path, url: str) -> Path:
    path = folder / "traders.yaml"
    path.write_text(CATALOG.replace("URL", url))
    return path


def duckdb_traders(folder: Path) -> str:
    path = folder / "traders.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA)
    return f"duckdb:///{path}"


def sqlite_traders(folder: Path) -> str:
    path = folder / "traders.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    connection.close()
    return f"sqlite:///{path}"


def postgres_traders(server: PostgresServer) -> str:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE traders")
    with psycopg.connect(server.dsn("postgres", "traders"), autocommit=True) as connection:
        connection.execute(SCHEMA.encode())
    return server.url(database="traders")


def drop_postgres_traders(server: PostgresServer) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE traders WITH (FORCE)")
