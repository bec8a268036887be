"""A German mail-order shop: its catalog, and the small database that it describes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb

CATALOG = Path(__file__).with_name("german_shop.yaml")
TODAY = date(2025, 6, 30)
_CUSTOMERS = [
    ("Anna Schmidt", "Berlin", "Land Berlin", "Ost", "Privat", 34),
    ("Bernd Weiß", "München", "Bayern", "Süd", "Gewerbe", 51),
    ("Clara Vogt", "Hamburg", "Hansestadt Hamburg", "Nord", "Privat", 27),
    ("Dieter Groß", "Köln", "Nordrhein-Westfalen", "West", "Behörde", 63),
    ("Eva Lang", "Nürnberg", "Bayern", "Süd", "Privat", 45),
]
_PRODUCTS = [
    ("Drucker", "Technik", 199.90),
    ("Bildschirm", "Technik", 249.00),
    ("Schreibtisch", "Möbel", 329.50),
    ("Ordner", "Bürobedarf", 3.20),
]
_CHANNELS = ["Online", "Filiale", "Telefon"]


def make_german_shop(path: Path) -> None:
    """Writes the database to `path`; the last customer has no orders."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE customers (customer_id INT, customer_name TEXT, city TEXT, state TEXT,"
            " region TEXT, segment TEXT, age INT)"
        )
        connection.execute(
            "CREATE TABLE products (product_id INT, product_name TEXT, category TEXT,"
            " list_price DECIMAL(9, 2))"
        )
        connection.execute(
            "CREATE TABLE orders (order_id INT, ordered_on DATE, shipped_on DATE, channel TEXT,"
            " express BOOLEAN, quantity INT, delivery_days INT, amount DOUBLE, profit DOUBLE,"
            " customer_id INT, product_id INT)"
        )
        for number, customer in enumerate(_CUSTOMERS, start=1):
            connection.execute(
                "INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?)", [number, *customer]
            )
        for number, product in enumerate(_PRODUCTS, start=1):
            connection.execute("INSERT INTO products VALUES (?, ?, ?, ?)", [number, *product])
        for number in range(1, 121):
            connection.execute(
                "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _order(number)
            )


def _order(number: int) -> list[object]:
    ordered = date(2022, 7, 4) + timedelta(days=number * 9)
    days, amount = 1 + number % 6, 40.0 + number % 17 * 25
    return [
        number, ordered, ordered + timedelta(days=days), _CHANNELS[number % 3], number % 5 == 0,
        1 + number % 14, days, amount, amount / 4, 1 + number % 4, 1 + number % 4,
    ]  # fmt: skip
