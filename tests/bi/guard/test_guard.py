"""The guard lets reading the catalog's tables through, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from bi.compiler.compile import compile_query
from bi.guard.guard import check_sql, guard_sql
from bi.guard.query import GuardedQuery
from bi.guard.reading import MAX_LENGTH
from bi.guard.rules import RULES
from bi.model.errors import QueryNotPossible, QueryRefused
from bi.model.semantic import Operator, SemanticQuery
from tests.bi.compiler.questions import REVENUE, where
from tests.bi.shop import SHOP

DIALECTS = ("duckdb", "sqlite", "postgres")

# Each rule by what breaks it, in words of all dialects tried here.
BROKEN = {
    "one_statement": (
        "",
        ";",
        "SELECT 1; SELECT 2",
        "SELECT region FROM orders; DROP TABLE orders",
    ),
    "syntax": ("SELEC region FROM orders", "SELECT 'unclosed", "SELECT (1"),
    "not_a_query": ("DROP TABLE orders", "COPY orders TO 'x'", "EXPLAIN SELECT 1", "VALUES (1)"),
    "unknown_table": ("SELECT secret FROM secrets", "SELECT region FROM other.orders"),
    "cte_hides_table": ("WITH orders AS (SELECT 1 AS region) SELECT region FROM orders",),
    "unknown_column": (
        "SELECT password FROM customers",
        "SELECT name FROM customers GROUP BY name HAVING MAX(password) > 'a'",
        "SELECT c FROM customers c",
        'SELECT "no such column" FROM customers',
        "SELECT x.name FROM customers c",
    ),
    "column_aliases": ("SELECT a FROM customers AS c(a, b, d)",),
    "recursive": ("WITH RECURSIVE t AS (SELECT 1 AS x) SELECT x FROM t",),
    "function": ("SELECT pg_sleep(10)", "SELECT version()", "SELECT current_user"),
    "table_function": ("SELECT * FROM UPPER('x') AS t",),
    "construct": (
        "SELECT region FROM orders FOR UPDATE",
        "SELECT region INTO t FROM orders",
        "SELECT order_id FROM orders WHERE region IN secrets",
        "SELECT region FROM orders WHERE order_id = 1 OR 'x'",
    ),
    "type": ("SELECT CAST('secrets' AS regclass)",),
    "parameter": ("SELECT ? FROM orders",),
    "split_word": ("SELECT 'DR' || 'OP'", "SELECT CONCAT('DR', '', 'OP')"),
    "growth": ("SELECT REPEAT('x', 1001)", "SELECT LPAD(region, 5000) FROM orders"),
    "joins": ("SELECT 1 FROM " + ", ".join(f"orders AS o{n}" for n in range(8)),),
    "result": ("SELECT " + ", ".join("1" for _ in range(501)),),
    "depth": (
        "SELECT " + "(" * 3000 + "1" + ")" * 3000,
        "SELECT 1" + " + 1" * 400,
        "SELECT " + "NOT " * 4000 + "TRUE",
    ),
    "length": ("SELECT '" + "x" * MAX_LENGTH + "'",),
    "size": ("SELECT " + "+".join("1" * 40_000),),
}
BROKEN_WITHOUT_CATALOG = {
    "system_table": (
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_catalog.pg_tables",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM mysql.user",
        "SELECT * FROM a.b.c.d",
    ),
    "file": ('SELECT * FROM "x.csv"', 'SELECT * FROM "/etc/passwd"'),
    "mixed_letters": ("SELECT nаme FROM customers",),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("rule", "sql"), [(rule, sql) for rule in BROKEN for sql in BROKEN[rule]])
def test_what_breaks_a_rule_is_refused_by_its_name(rule: str, sql: str, dialect: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        guard_sql(sql, SHOP, dialect)

    # Engines read some of these differently; what matters is that each refuses.
    assert caught.value.details["rule"] in {rule, "syntax", "construct", "function"}


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_is_the_one_named_on_at_least_one_engine(rule: str) -> None:
    named = set()
    for dialect in DIALECTS:
        for sql in BROKEN[rule]:
            with pytest.raises(QueryRefused) as caught:
                guard_sql(sql, SHOP, dialect)
            named.add(caught.value.details["rule"])

    assert rule in named


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("rule", BROKEN_WITHOUT_CATALOG)
def test_without_a_catalog_only_tables_of_the_user_s_own_are_read(rule: str, dialect: str) -> None:
    for sql in BROKEN_WITHOUT_CATALOG[rule]:
        with pytest.raises(QueryRefused) as caught:
            check_sql(sql, dialect)

        assert caught.value.details["rule"] in {rule, "construct"}


def test_without_a_catalog_any_other_table_stays_as_it_is() -> None:
    written = check_sql("SELECT s.secret /* ! */ FROM main.secrets AS s -- all", "duckdb")

    assert written == "SELECT s.secret FROM main.secrets AS s"


def test_every_rule_has_something_that_breaks_it() -> None:
    assert {*BROKEN, *BROKEN_WITHOUT_CATALOG, "source", "table_option", "settings", "comment"} == {
        *RULES
    }


def test_a_table_is_read_as_it_is_now() -> None:
    with pytest.raises(QueryRefused) as caught:
        guard_sql("SELECT name FROM customers AT(OFFSET => -60)", SHOP, "snowflake")

    assert caught.value.details["rule"] == "table_option"


def test_a_table_stands_in_from_only() -> None:
    with pytest.raises(QueryRefused) as caught:
        guard_sql("SELECT * FROM (SUMMARIZE customers)", SHOP, "duckdb")

    assert caught.value.details["rule"] in {"source", "not_a_query", "construct"}


def test_a_dialect_that_nobody_guards_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="oracle"):
        check_sql("SELECT 1", "oracle")


def test_a_table_shows_only_the_columns_that_the_catalog_speaks_of() -> None:
    guarded = guard_sql("SELECT * FROM customers", SHOP, "duckdb")

    assert "password" not in guarded.sql
    assert guarded.sql == (
        "SELECT * FROM (SELECT customer_id, name, country, signup_date FROM customers) AS customers"
    )


def test_a_schema_is_part_of_a_table_s_name() -> None:
    orders = replace(SHOP.dataset("orders"), table="sales.orders")
    catalog = replace(SHOP, datasets=(orders,), joins=(), metrics=())

    for reference in ("orders", "sales.orders"):
        guarded = guard_sql(f"SELECT region FROM {reference}", catalog, "postgres")
        assert "FROM sales.orders" in guarded.sql
    with pytest.raises(QueryRefused, match=r"public\.orders"):
        guard_sql("SELECT region FROM public.orders", catalog, "postgres")


def test_names_that_need_quotes_keep_them() -> None:
    orders = replace(SHOP.dataset("orders"), table="Order Details", key=("Order Id",))
    catalog = replace(SHOP, datasets=(orders,), joins=(), metrics=())

    guarded = guard_sql('SELECT "Order Id" FROM "Order Details"', catalog, "postgres")

    assert guarded.sql.startswith('SELECT "Order Id" FROM (SELECT "Order Id", ')
    assert 'FROM "Order Details") AS "Order Details"' in guarded.sql


def test_only_the_guard_makes_a_guarded_query() -> None:
    guarded = guard_sql("SELECT region FROM orders", SHOP, "duckdb")

    with pytest.raises(TypeError):
        GuardedQuery("DROP TABLE orders", "duckdb", object())
    with pytest.raises((TypeError, ValueError)):
        replace(guarded, sql="DROP TABLE orders")  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        guarded.sql = "DROP TABLE orders"  # type: ignore[misc]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(list(Operator)), st.sampled_from(DIALECTS))
def test_a_value_is_a_value_whatever_it_holds(text: str, operator: Operator, dialect: str) -> None:
    """Whatever a filter compares with, the statement keeps its shape: only a literal differs."""
    values: tuple[Any, ...] = (text, text) if operator is Operator.BETWEEN else (text,)
    if operator in (Operator.IS_NULL, Operator.IS_NOT_NULL):
        values = ()

    def shape(*values: str) -> str:
        query = SemanticQuery((REVENUE,), filters=(where("orders", "region", operator, *values),))
        sql = guard_sql(compile_query(query, SHOP, dialect).sql, SHOP, dialect).sql
        tree = sqlglot.parse_one(sql, dialect=dialect)
        for literal in tree.find_all(sqlglot.exp.Literal):
            literal.set("this", "?")
        return tree.sql(dialect=dialect).replace(" ESCAPE '?'", "")

    assert shape(*values) == shape(*("x" for _ in values))


WORDS = [
    *("SELECT", "FROM", "WHERE", "WITH", "AS", "UNION", "ALL", "JOIN", "ON", "AND", "EXISTS"),
    *("IN", "LATERAL", "ORDER", "BY", "COUNT", "(", ")", ",", "*", "=", ";", ".", "1", "'x'"),
    *("secrets", "secret", "password", "customers", "orders", "name", "region", "t"),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    ),
    st.sampled_from(DIALECTS),
)
def test_no_mixture_of_words_reaches_a_secret(words: list[str], dialect: str) -> None:
    try:
        guarded = guard_sql("SELECT " + " ".join(words), SHOP, dialect)
    except (QueryRefused, QueryNotPossible):
        return
    tree = sqlglot.parse_one(guarded.sql, dialect=dialect)
    tables = {
        table.name.lower()
        for table in tree.find_all(sqlglot.exp.Table)
        if not table.name.startswith("with_")
    }
    assert tables <= {"customers", "orders"}
