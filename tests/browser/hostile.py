"""Data whose names and values are what attackers write; shown as text, none of it does anything."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

# What sets it has run. Nothing may ask the machine, which there is not.
RUN = "window.ran = true"
ELSEWHERE = "http://elsewhere.invalid"
IMAGE = f'<img src="{ELSEWHERE}/image" onerror="{RUN}">'
SCRIPT = f"</script><script>{RUN}</script>"
LINK = f"[press](javascript:{RUN})<a href='javascript:{RUN}'>press</a>"
EXPRESSION = "' + (() => 1).constructor('window.ran = true')() + '{{7*7}}${7*7}"
# Marks that turn the direction of what follows, and one that ends a line.
BIDI = "invoice\u202egnp.exe\u2028\u0007"
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1:A9)", "-2+3", "\t=1+1")
VALUES = (
    IMAGE,
    SCRIPT,
    LINK,
    EXPRESSION,
    BIDI,
    *FORMULAS,
    f"{ELSEWHERE}/picture.png",
    "__proto__",
)

LABELS = {
    "datasource": f"Shop {IMAGE}",
    "dataset": f"Sales {SCRIPT}",
    "amount": f"Amount {IMAGE}",
    "buyer": f"Buyer {EXPRESSION}",
    # A tooltip of Vega's shows what is called so as a picture.
    "picture": "image",
}


def hostile_catalog(folder: Path) -> Path:
    """The catalog's file; its database is beside it. Its datasource is `hostile`."""
    database = folder / "hostile.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("CREATE TABLE sales (buyer VARCHAR, picture VARCHAR, amount DOUBLE)")
        connection.executemany(
            "INSERT INTO sales VALUES (?, ?, ?)",
            [
                (value, f"{ELSEWHERE}/{number}.png", 10.0 + number)
                for number, value in enumerate(VALUES)
            ],
        )
    described = {
        "datasource": {
            "id": "hostile",
            "title": LABELS["datasource"],
            "description": f"All of it is text: {IMAGE}",
            "url": f"duckdb:///{database}",
        },
        "default_measure": "amount",
        "examples": [f"Amount by buyer {IMAGE}"],
        "datasets": {
            "sales": {
                "label": LABELS["dataset"],
                "description": f"{SCRIPT}{LINK}",
                "synonyms": [IMAGE, "sales"],
                "dimensions": {
                    "buyer": {
                        "label": LABELS["buyer"],
                        "description": IMAGE,
                        "synonyms": ["buyer", SCRIPT],
                    },
                    "picture": {"label": LABELS["picture"], "synonyms": ["picture"]},
                },
                "measures": {
                    "amount": {
                        "sum": "amount",
                        "label": LABELS["amount"],
                        "description": f"{LINK} {BIDI}",
                        "synonyms": ["amount", EXPRESSION],
                    },
                    # The database refuses it, and says of which value.
                    "broken": {"sum": "cast(buyer AS INTEGER)", "synonyms": ["broken"]},
                },
            }
        },
    }
    file = folder / "hostile.yaml"
    # JSON is YAML.
    file.write_text(json.dumps(described))
    return file
