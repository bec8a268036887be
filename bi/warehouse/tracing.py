"""Spans of queries, by the conventions for databases.

https://opentelemetry.io/docs/specs/semconv/db/sql/
The SQL is never on them: it holds the values that limit what a viewer may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.trace import Span, SpanKind

from bi.tracing import traced

_OPERATION = "SELECT"  # nothing else passes the guard
# The conventions' names, by sqlglot's; an engine that they do not know is called by its own.
_SYSTEMS = {
    "bigquery": "gcp.bigquery",
    "postgres": "postgresql",
    "redshift": "aws.redshift",
    "tsql": "microsoft.sql_server",
}


def system_of(dialect: str, url: str) -> str:
    """What the conventions call an engine; MariaDB is spoken to in MySQL's dialect."""
    if url.startswith("mariadb"):
        return "mariadb"
    return _SYSTEMS.get(dialect, dialect)


@contextmanager
def query_span(system: str) -> Iterator[Span]:
    attributes: Mapping[str, str] = {"db.system.name": system, "db.operation.name": _OPERATION}
    with traced(_OPERATION, SpanKind.CLIENT, attributes) as span:
        yield span


def note_rows(span: Span, count: int) -> None:
    span.set_attribute("db.response.returned_rows", count)
