"""What the catalog tells of the columns of written SQL."""

from __future__ import annotations

from bi.catalog.load import load_catalog
from bi.compiler.inverse.describing import described
from bi.model.catalog import Grain, NumberStyle
from bi.model.result import ColumnRole
from demo.location import CATALOG

DEMO = load_catalog(CATALOG)


def test_columns_that_are_the_catalogs_are_known() -> None:
    columns, lineage = described(
        """SELECT date_trunc('month', o.order_date) AS m, c.segment, SUM(l.revenue) AS s,
          COUNT(*) + 1 AS n
        FROM order_lines l JOIN orders o USING (order_id)
        JOIN customers c ON o.customer_id = c.customer_id GROUP BY 1, 2""",
        DEMO,
        "duckdb",
    )
    month, segment, revenue, other = columns
    assert month is not None
    assert (month.role, month.grain) == (ColumnRole.TIME, Grain.MONTH)
    assert segment is not None
    assert segment.role is ColumnRole.DIMENSION
    assert revenue is not None
    assert (revenue.role, revenue.label, revenue.additive) == (ColumnRole.MEASURE, "Revenue", True)
    assert revenue.format.style is NumberStyle.CURRENCY
    assert other is None
    assert {one.name for one in lineage.datasets} == {"order_lines", "orders", "customers"}
    assert {one.name for one in lineage.columns} >= {"revenue", "segment"}


def test_a_list_of_rows_is_one() -> None:
    columns, _ = described(
        "SELECT customer_id, upper(city) AS city, signup_date FROM customers", DEMO, "duckdb"
    )
    known = [column for column in columns if column]
    assert [column.name for column in known] == ["customer_id", "signup_date"]
    assert {column.role for column in known} == {ColumnRole.DETAIL}
    assert known[0].identifier


def test_of_what_is_no_plain_select_its_tables_are_known() -> None:
    columns, lineage = described(
        "SELECT * FROM (SELECT region FROM orders UNION SELECT region FROM targets) r",
        DEMO,
        "duckdb",
    )
    assert columns == ()
    assert {one.name for one in lineage.datasets} == {"orders", "targets"}
