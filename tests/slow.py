"""A database whose every question would take for ever."""

from __future__ import annotations

from pathlib import Path

import duckdb

CATALOG = """\
datasource: {{id: slow, title: Slow, url: "duckdb:///{database}"}}
default_measure: work
datasets:
  tasks:
    measures:
      work: {{sum: effort}}
      tasks: count
"""
# A sum over 10^14 pairs.
VIEW = """\
CREATE VIEW tasks AS
SELECT a.range * b.range AS effort FROM range(10000000) a, range(10000000) b
"""


def slow_catalog(folder: Path) -> Path:
    database = folder / "slow.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(VIEW)
    catalog = folder / "catalog.yaml"
    catalog.write_text(CATALOG.format(database=database))
    return catalog
