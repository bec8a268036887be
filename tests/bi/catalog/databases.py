"""Small databases with the habits of real ones, to draft catalogs from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import psycopg

from tests.bi.postgres import PostgresServer

# CamelCase and names in quotes, declared keys, a composite one, a reference to the same table,
# two roads to one table, a picture, a password, an empty table, a view.
STORE = """
CREATE TABLE "Customers" ("CustomerID" VARCHAR(5) PRIMARY KEY, "CompanyName" TEXT, "City" TEXT,
  "Country" TEXT, "Phone" TEXT, "Logo" {blob});
CREATE TABLE "Employees" ("EmployeeID" INTEGER PRIMARY KEY, "FirstName" TEXT, "LastName" TEXT,
  "Title" TEXT, "City" TEXT, "ReportsTo" INTEGER REFERENCES "Employees" ("EmployeeID"),
  "BirthDate" DATE, "HireDate" DATE, "PasswordHash" TEXT, "Fax" TEXT);
CREATE TABLE "Products" ("ProductID" INTEGER PRIMARY KEY, "ProductName" TEXT, "Group" TEXT,
  "UnitPrice" DECIMAL(10,2), "UnitsInStock" INTEGER, "ReorderLevel" INTEGER,
  "Discontinued" INTEGER);
CREATE TABLE "Orders" ("OrderID" INTEGER PRIMARY KEY,
  "CustomerID" VARCHAR(5) REFERENCES "Customers" ("CustomerID"),
  "EmployeeID" INTEGER REFERENCES "Employees" ("EmployeeID"),
  "ApprovedBy" INTEGER REFERENCES "Employees" ("EmployeeID"),
  "OrderDate" TIMESTAMP, "RequiredDate" TIMESTAMP, "Freight" DECIMAL(10,2), "Year" INTEGER);
CREATE TABLE "Order Details" ("OrderID" INTEGER REFERENCES "Orders" ("OrderID"),
  "ProductID" INTEGER REFERENCES "Products" ("ProductID"), "UnitPrice" DECIMAL(10,2),
  "Quantity" INTEGER, "Discount" DECIMAL(4,2), PRIMARY KEY ("OrderID", "ProductID"));
CREATE TABLE "Archive" ("ArchiveID" INTEGER PRIMARY KEY, "Total" DECIMAL(10,2));
CREATE VIEW "Late Orders" AS SELECT * FROM "Orders" WHERE "OrderDate" > "RequiredDate";
INSERT INTO "Customers" VALUES ('ALFKI', 'Alfreds', 'Berlin', 'Germany', '030-1', NULL),
  ('BLAUS', 'Blauer See', 'Mannheim', 'Germany', '0621-2', NULL),
  ('BONAP', 'Bon app', 'Marseille', 'France', '91-3', NULL);
INSERT INTO "Employees" VALUES
  (1, 'Nancy', 'Davolio', 'Manager', 'Seattle', NULL, '1968-12-08', '2012-05-01', 'x1', NULL);
INSERT INTO "Employees" VALUES
  (2, 'Andrew', 'Fuller', 'Agent', 'Tacoma', 1, '1972-02-19', '2012-08-14', 'x2', NULL),
  (3, 'Janet', 'Leverling', 'Agent', 'Tacoma', 1, '1983-08-30', '2012-04-01', 'x3', NULL);
INSERT INTO "Products" VALUES (1, 'Chai', 'Drinks', 18.00, 39, 10, 0),
  (2, 'Chang', 'Drinks', 19.00, 17, 25, 1), (3, 'Aniseed', 'Spices', 10.00, 13, 25, 0);
INSERT INTO "Orders" VALUES
  (10, 'ALFKI', 1, 2, '2024-01-05 00:00:00', '2024-02-01 00:00:00', 32.38, 2024),
  (11, 'BLAUS', 2, 1, '2024-02-06 00:00:00', '2024-02-04 00:00:00', 11.61, 2024),
  (12, 'ALFKI', 2, 2, '2024-03-07 00:00:00', '2024-04-01 00:00:00', 65.83, 2024);
INSERT INTO "Order Details" VALUES (10, 1, 18.00, 10, 0.00), (10, 2, 19.00, 5, 0.10),
  (11, 3, 10.00, 20, 0.25), (12, 1, 18.00, 2, 0.00);
"""

# Nothing is declared: keys and joins must be inferred. The address of a customer is looked up
# twice over, one reference is always empty, and one column only looks like a reference.
RENTALS = """
CREATE TABLE category (category_id INTEGER, name TEXT, last_update TIMESTAMP);
CREATE TABLE film (film_id INTEGER, title TEXT, description TEXT, release_year INTEGER,
  original_category_id INTEGER, rental_rate DECIMAL(4,2), length INTEGER,
  replacement_cost DECIMAL(6,2), rating TEXT, fulltext TEXT, last_update TIMESTAMP);
CREATE TABLE film_category (film_id INTEGER, category_id INTEGER, last_update TIMESTAMP);
CREATE TABLE customer (customer_id INTEGER, first_name TEXT, last_name TEXT, email TEXT,
  active INTEGER, create_date DATE, last_update TIMESTAMP);
CREATE TABLE rental (rental_id INTEGER, rental_date TIMESTAMP, film_id INTEGER,
  customer_id INTEGER, return_date TIMESTAMP, last_update TIMESTAMP);
CREATE TABLE payment (payment_id INTEGER, customer_id INTEGER, rental_id INTEGER,
  category_id INTEGER, amount DECIMAL(6,2), payment_date TIMESTAMP);
"""
_FILMS = 30
_RENTALS = 90
_TOUCHED = "'2024-02-15 04:46:27'"


def _rental_rows() -> Iterator[str]:
    for n, name in enumerate(("Action", "Comedy", "Drama"), start=1):
        yield f"INSERT INTO category VALUES ({n}, '{name}', {_TOUCHED})"
    ratings = ("G", "PG", "R")
    for n in range(1, _FILMS + 1):
        text = f"A film about the number {n} " * 5
        yield (
            f"INSERT INTO film VALUES ({n}, 'FILM {n}', '{text}', {2000 + n % 5}, NULL, 2.99,"
            f" {80 + n}, 19.99, '{ratings[n % 3]}', '{text}', {_TOUCHED})"
        )
        yield f"INSERT INTO film_category VALUES ({n}, {n % 3 + 1}, {_TOUCHED})"
        yield (
            f"INSERT INTO customer VALUES ({n}, 'First{n}', 'Last{n}', 'c{n}@example.org',"
            f" {n % 2}, '2024-01-01', {_TOUCHED})"
        )
    start = date(2024, 1, 1)
    for n in range(1, _RENTALS + 1):
        day = start + timedelta(days=n)
        yield (
            f"INSERT INTO rental VALUES ({n}, '{day} 10:30:00', {n % _FILMS + 1},"
            f" {n % 7 + 1}, '{day + timedelta(days=3)} 09:00:00', {_TOUCHED})"
        )
        # A category_id that no category has: the name alone must not make it a join.
        yield (
            f"INSERT INTO payment VALUES ({n}, {n % 7 + 1}, {n}, {900 + n % 4}, {n % 5}.99,"
            f" '{day} 11:00:00')"
        )


_BLOBS = {"sqlite": "BLOB", "duckdb": "BLOB", "postgres": "BYTEA"}


def store_script(engine: str) -> str:
    return STORE.format(blob=_BLOBS[engine])


def rentals_script() -> str:
    return RENTALS + ";\n".join(_rental_rows()) + ";"


def sqlite_database(path: Path, script: str) -> str:
    """Run `script` in a new file; the url of it."""
    connection = sqlite3.connect(path)
    connection.executescript(script)
    connection.close()
    return f"sqlite:///{path}"


def duckdb_database(path: Path, script: str) -> str:
    with duckdb.connect(path) as connection:
        connection.execute(script)
    return f"duckdb:///{path}"


def postgres_database(server: PostgresServer, name: str, script: str) -> str:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    with psycopg.connect(server.dsn("postgres", name), autocommit=True) as connection:
        connection.execute(script.encode())
    return server.url(database=name)
