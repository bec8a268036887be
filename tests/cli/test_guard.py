"""`parley guard`, as a person or their CI runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from demo.location import CATALOG


def guard(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(app, ["guard", *map(str, arguments)], input=text)


def verdicts(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "queries"


def test_sql_is_one_statement_a_line(file: Path) -> None:
    file.write_text("-- the first\nSELECT a FROM t -- all\n\nSELECT pg_sleep(1)\n")

    result = guard(file, "--dialect", "postgres")

    allowed, refused = verdicts(result)
    assert result.exit_code == 1
    assert {**allowed, "ms": 0} == {
        "id": 2,
        "verdict": "allow",
        "rule": None,
        "sql": "SELECT a FROM t",
        "ms": 0,
    }
    assert {**refused, "ms": 0} == {
        "id": 4,
        "verdict": "refuse",
        "rule": "function",
        "sql": None,
        "ms": 0,
    }
    assert allowed["ms"] > 0


def test_json_lines_may_name_an_id_and_a_dialect_of_their_own(file: Path) -> None:
    rows = [
        {"id": "a", "text": "SELECT [name] FROM t", "dialect": "tsql"},
        {"text": 'SELECT "name" FROM t'},
        {"id": 7, "text": "SELECT `name` FROM t", "dialect": "MariaDB"},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))

    result = guard(file, "--dialect", "postgresql")

    assert result.exit_code == 0
    assert [(row["id"], row["sql"]) for row in verdicts(result)] == [
        ("a", "SELECT [name] FROM t"),
        (2, 'SELECT "name" FROM t'),
        (7, "SELECT `name` FROM t"),
    ]


def test_the_standard_input_is_a_file_too() -> None:
    result = guard("-", "--dialect", "duckdb", text="SELECT 1\n")

    assert [row["sql"] for row in verdicts(result)] == ["SELECT 1"]


def test_with_a_catalog_only_its_tables_may_be_read(file: Path) -> None:
    file.write_text("SELECT 1 FROM sqlite_schema\nSELECT COUNT(*) FROM nowhere\n")

    result = guard(file, "--dialect", "duckdb", "--catalog", CATALOG)

    assert [row["rule"] for row in verdicts(result)] == ["unknown_table", "unknown_table"]


def test_a_refusal_need_not_fail_the_build(file: Path) -> None:
    file.write_text("DROP TABLE t\n")

    assert guard(file, "--dialect", "duckdb").exit_code == 1
    assert guard(file, "--dialect", "duckdb", "--exit-zero").exit_code == 0


def test_a_line_that_is_no_statement_is_named_and_the_others_are_judged(file: Path) -> None:
    file.write_text(
        '{"text": "SELECT 1"}\n{"id": 1}\nnone\n{"text": "SELECT 1", "dialect": "oracle"}\n'
        '{"text": "SELECT 2", "dialect": 3}\n{"text": "SELECT 3"}\n'
    )

    result = guard(file, "--dialect", "duckdb", "--exit-zero")

    assert result.exit_code == 2
    assert [row["sql"] for row in verdicts(result)] == ["SELECT 1", "SELECT 3"]
    named = result.stderr.splitlines()
    assert [line.partition(":")[2].partition(":")[0] for line in named] == [
        f" {file}, line {number}" for number in (2, 3, 4, 5)
    ]
    assert "oracle" in named[2]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("nowhere.sql", "--dialect", "duckdb"), "cannot be read"),
        (("-", "--dialect", "oracle"), "There is no dialect oracle"),
        (("-", "--dialect", "duckdb", "--catalog", "nowhere.yaml"), "cannot be opened"),
    ],
)
def test_what_cannot_be_read_is_wrong_usage(arguments: tuple[str, ...], reason: str) -> None:
    result = guard(*arguments)

    assert result.exit_code == 2
    assert reason in result.stderr


def test_a_file_that_is_no_text_is_said_to_be_none(file: Path) -> None:
    file.write_bytes(b"SELECT '\xff'\n")

    result = guard(file, "--dialect", "duckdb")

    assert result.exit_code == 2
    assert "no UTF-8" in result.stderr
