"""Data whose columns and values are called as what every object of JavaScript has."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from bi.charts.reserved import RESERVED

# Which column is which in the catalog's words.
MAKER, PLACE, AMOUNT = "constructor", "place", "amount"


def reserved_catalog(folder: Path) -> Path:
    """The catalog's file; its database is beside it. Its datasource is `reserved`.

    Each maker has one row in each of two months and two places; the amounts differ.
    """
    database = folder / "reserved.sqlite"
    rows = [
        (maker, place, f"2025-0{month}-10", 10 + number + month)
        for number, maker in enumerate(RESERVED[:6])
        for month in (1, 2)
        for place in ("toString", "Here")
    ]
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE sales (maker TEXT, place TEXT, day DATE, amount INTEGER)")
        connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", rows)
    connection.close()
    described = {
        "datasource": {"id": "reserved", "title": "Reserved", "url": f"sqlite:///{database}"},
        "default_measure": AMOUNT,
        "datasets": {
            "sales": {
                "time": "day",
                "dimensions": {
                    MAKER: {"column": "maker", "label": "Maker"},
                    PLACE: {"column": "place", "label": "Place"},
                    "day": {"type": "date"},
                },
                "measures": {AMOUNT: {"sum": "amount", "label": "Amount"}},
            }
        },
    }
    file = folder / "reserved.yaml"
    # JSON is YAML.
    file.write_text(json.dumps(described))
    return file
