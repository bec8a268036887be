"""A small database that nobody has described, and the file that connects it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SHOP = """
CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, customer_name TEXT, city TEXT);
CREATE TABLE orders (
    order_id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (customer_id),
    order_date DATE,
    channel TEXT,
    amount REAL
);
INSERT INTO customers VALUES (1, 'Ada', 'London'), (2, 'Ben', 'Paris'), (3, 'Cy', 'London');
INSERT INTO orders VALUES
    (1, 1, '2026-01-05', 'Web', 10.5), (2, 2, '2026-01-06', 'Shop', 20.0),
    (3, 3, '2026-02-07', 'Web', 5.25), (4, 1, '2026-02-08', 'Shop', 7.0);
"""
RETURNS = """
ALTER TABLE customers ADD COLUMN segment TEXT;
UPDATE customers SET segment = CASE customer_id WHEN 2 THEN 'Trade' ELSE 'Private' END;
CREATE TABLE returns (
    return_id INTEGER PRIMARY KEY,
    order_id INTEGER REFERENCES orders (order_id),
    reason TEXT
);
INSERT INTO returns VALUES (1, 2, 'Broken'), (2, 4, 'Late'), (3, 1, 'Late');
"""


def run_script(database: Path, script: str) -> None:
    connection = sqlite3.connect(database)
    connection.executescript(script)
    connection.close()


def undescribed_shop(folder: Path, more: str = "") -> Path:
    """The catalog file of the three lines; `more` are further keys of the file."""
    run_script(folder / "shop.db", SHOP)
    file = folder / "shop.yaml"
    file.write_text(f"datasource:\n  id: shop\n  url: sqlite:///shop.db\n{more}")
    return file
