"""A small shop: two tables, a year of orders."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_SHOP = """
CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT, city TEXT);
CREATE TABLE orders (order_id INTEGER PRIMARY KEY,
  customer_id INTEGER REFERENCES customers (customer_id), order_date DATE, amount DECIMAL(10, 2));
INSERT INTO customers VALUES (1, 'Ada', 'Paris'), (2, 'Bo', 'Oslo'), (3, 'Cy', 'Paris');
INSERT INTO orders VALUES (1, 1, '2023-03-01', 10.5), (2, 1, '2024-04-02', 20),
  (3, 2, '2024-05-03', 5),
  (4, 3, '2024-06-04', 40), (5, 3, '2024-07-05', 2.5);
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The folder with `shop.sqlite` and `cars.csv`."""
    with sqlite3.connect(tmp_path / "shop.sqlite") as connection:
        connection.executescript(_SHOP)
    connection.close()
    cars = ["Model,Origin,MPG", "Fox,Europe,31", "Golf,Europe,29", "Nova,US,18", "Gremlin,US,21"]
    (tmp_path / "cars.csv").write_text("\n".join(cars))
    return tmp_path


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes cases into a file."""

    def written(*cases: dict[str, Any], name: str = "golden.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(case) + "\n" for case in cases))
        return path

    return written
