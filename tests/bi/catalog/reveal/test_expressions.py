"""Expressions of calculated fields, as SQL and as formulas of measures."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import duckdb
import pytest

from bi.catalog.reveal.expression_sql import Aggregated, formula_of, in_dialect, row_sql
from bi.catalog.reveal.expressions import CannotTranslate, FieldName, parse

ROW = {"wage": 9.0, "hours": 4.0, "none": 0.0, "office": "London", "born": date(1971, 11, 8)}


def column(name: str) -> str:
    return f'"{name.casefold()}"'


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("[Wage] * 1.1", 9.9),
        ("-[Wage]", -9),
        ("[Wage] - [Hours] - 1", 4),
        ("[Wage] - ([Hours] - 1)", 6),
        ("2 + [Hours] * 3", 14),
        ("[Wage] / [Hours]", 2.25),
        ("7 / 2", 3.5),
        ("[Wage] / [None]", None),
        ("abs(-3)", 3),
        ("sqrt([Wage])", 3),
        ("mod(5, 3)", 2),
        ('if([Office]="London", 1, 0)', 1),
        ("if(and([Wage]>=9, not([Hours]<>4)), [Wage], 0)", 9),
        ("if(or([Wage]>9, isempty([Office])), 1, 2)", 2),
        ("[Wage] > 5", 1),
        ("true()", 1),
        ('[Office] & ", UK"', "London, UK"),
        ('concatenate([Office], " it\'s")', "London it's"),
        ("upper(mid([Office], 1, 3))", "LON"),
        ('len(trim("  ab "))', 2),
        ('replace([Office], "on", "-")', "L-d-"),
        ("year([Born])", 1971),
        ("quarter([Born])", 4),
        ("month([Born]) + day([Born])", 19),
        ("if([Born] < date(1980, 1, 1), 1, 0)", 1),
    ],
)
@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_row(expression: str, value: Any, engine: str) -> None:
    sql = in_dialect(row_sql(parse(expression), column), engine)
    listed = ", ".join(f"? AS {name}" for name in ROW)
    statement = f"SELECT {sql} FROM (SELECT {listed}) AS row_"
    cells = [
        cell.isoformat() if engine == "sqlite" and isinstance(cell, date) else cell
        for cell in ROW.values()
    ]
    if engine == "duckdb":
        found = duckdb.execute(statement, cells).fetchall()
    else:
        found = sqlite3.connect(":memory:").execute(statement, cells).fetchall()

    got = found[0][0]
    assert got == (pytest.approx(value) if isinstance(value, int | float) else value)


@pytest.mark.parametrize(
    ("expression", "formula", "parts"),
    [
        ("sum([A]) / sum([B])", "sum_a / sum_b", 2),
        ("([A]/[B])-1", "(sum_a / sum_b) - 1", 2),
        ("sum([A]) - average([A]) * count()", "sum_a - (average_a * count_)", 3),
        ("sumif([A], [B]=1) / countif([B]=1)", "sum_a / count_", 2),
    ],
)
def test_formulas(expression: str, formula: str, parts: int) -> None:
    found: list[Aggregated] = []

    def name_of(one: Aggregated) -> str:
        found.append(one)
        name = one.over.name.lower() if isinstance(one.over, FieldName) else ""
        return f"{one.aggregation}_{name}"

    assert formula_of(parse(expression), name_of) == formula
    assert len(found) == parts


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("[Wage] *", "missing at its end"),
        ("[Wage] [Hours]", "`Hours` is not expected"),
        ("Wage * 2", "`Wage` is no function call"),
        ("(1", "`)` is expected"),
        ("if(1, 2", "`,` is expected"),
        ("1 ; DROP TABLE x", "`; DROP TABLE x` cannot be read"),
        ('"open', "cannot be read"),
        ("(" * 60 + "1" + ")" * 60, "too deeply"),
        ("1" * 5000, "more than 4000 letters"),
        ("rand()", "`rand` has no counterpart"),
        ("today()", "`today` has no counterpart"),
        ("abs(1, 2)", "`abs` has no counterpart here, or not with so many arguments"),
        ("[Wage] - average([Wage])", "PostCalculatedField"),
        ("sumif([Wage], [Hours]=1)", "PostCalculatedField"),
    ],
)
def test_what_has_no_counterpart(expression: str, says: str) -> None:
    with pytest.raises(CannotTranslate) as refused:
        row_sql(parse(expression), column)

    assert says in str(refused.value)
