"""What the exports from all engines are tried with: many rows of the miniature shop."""

from __future__ import annotations

from bi.guard.guard import guard_sql
from bi.guard.query import GuardedQuery
from bi.warehouse.exports.format import ExportFormat, ExportOptions
from bi.warehouse.warehouse import Warehouse
from tests.bi.shop import SHOP

CSV = ExportOptions(ExportFormat.CSV)
JSON_LINES = ExportOptions(ExportFormat.JSON_LINES)

# The lines have the numbers 1 to 12, so these are the numbers from 0 on, each of them once.
MANY = 12**4
NUMBERS = """\
SELECT 1728 * a.line_id + 144 * b.line_id + 12 * c.line_id + d.line_id - 1885 AS n,
       o.placed_at AS placed_at, o.region AS region, a.quantity AS quantity
FROM order_lines AS a JOIN orders AS o ON o.order_id = 1
CROSS JOIN order_lines AS b CROSS JOIN order_lines AS c CROSS JOIN order_lines AS d"""
_JOINED = " ".join(f"JOIN order_lines AS l{i} ON l{i}.line_id <> l0.line_id" for i in range(1, 12))
# 12 * 11^11 rows, the first of them at once.
ENDLESS_ROWS = f"SELECT l0.line_id, l1.line_id FROM order_lines AS l0 {_JOINED}"
# As many, and none of them is ever given.
NEVER = ENDLESS_ROWS + " WHERE " + " + ".join(f"l{i}.line_id" for i in range(12)) + " < 0"
# A scalar of many rows.
REJECTED = "SELECT (SELECT line_id FROM order_lines) AS one FROM orders"


def guarded(warehouse: Warehouse, sql: str) -> GuardedQuery:
    return guard_sql(sql, SHOP, warehouse.dialect)


async def exported(warehouse: Warehouse, sql: str, options: ExportOptions) -> bytes:
    async with await warehouse.export(guarded(warehouse, sql), None, options) as export:
        return b"".join([piece async for piece in export])


async def closed_exports(warehouse: Warehouse) -> None:
    """Waits until those that nobody reads any more have given their connections back."""
    for export in tuple(warehouse._exports):
        await export.aclose()
