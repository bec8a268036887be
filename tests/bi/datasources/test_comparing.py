"""What has changed in a database since its catalog was drafted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import duckdb
import psycopg
import pytest

from bi.catalog.changes import Kind
from bi.catalog.generate import draft_catalog
from bi.catalog.load import check_catalog
from bi.datasources.comparing import Comparison, compare_with_database
from bi.datasources.inspecting import inspect_url
from tests.bi.catalog.databases import (
    duckdb_database,
    postgres_database,
    sqlite_database,
    store_script,
)
from tests.bi.postgres import PostgresServer

# Runs SQL in the database, and compares it with the catalog that was drafted before.
Compare = Callable[..., Comparison]


@pytest.fixture(params=["sqlite", "duckdb", "postgres"])
def compare(request: pytest.FixtureRequest, tmp_path: Path) -> Compare:
    script = store_script(request.param)
    path = tmp_path / f"store.{request.param}"
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        name = f"compared_{abs(hash(request.node.name))}"
        url = postgres_database(server, name, script)
    elif request.param == "sqlite":
        url = sqlite_database(path, script)
    else:
        url = duckdb_database(path, script)

    def run(sql: str) -> None:
        if request.param == "postgres":
            with psycopg.connect(server.dsn("postgres", name), autocommit=True) as postgres:
                postgres.execute(sql.encode())
        elif request.param == "sqlite":
            connection = sqlite3.connect(path)
            connection.executescript(sql)
            connection.close()
        else:
            with duckdb.connect(path) as connection_:
                connection_.execute(sql)

    catalog = tmp_path / "store.yaml"
    catalog.write_text(draft_catalog(inspect_url(url), "store", url), encoding="utf-8")

    def compared(sql: str, edit: tuple[str, str] | None = None) -> Comparison:
        if edit:
            text = catalog.read_text(encoding="utf-8")
            assert edit[0] in text
            catalog.write_text(text.replace(*edit), encoding="utf-8")
        run(sql)
        return compare_with_database(catalog)

    return compared


def kinds(found: Comparison) -> list[Kind]:
    return [change.kind for change in found.changes]


def test_a_database_that_did_not_change_agrees(compare: Compare) -> None:
    found = compare("SELECT 1")
    assert found.changes == ()
    assert not found.breaks
    assert found.snippet == ""


def test_a_table_that_was_renamed_breaks_the_catalog(compare: Compare) -> None:
    found = compare('ALTER TABLE "Archive" RENAME TO "Archives"')
    assert found.breaks
    assert kinds(found) == [Kind.TABLE_REMOVED, Kind.TABLE_ADDED]
    removed = found.changes[0]
    assert removed.message == "the database has no table `Archive`"
    assert removed.suggestion == "did you mean `Archives`?"
    assert "archives:" in found.snippet


def test_a_column_that_was_renamed_breaks_the_catalog(compare: Compare) -> None:
    found = compare('ALTER TABLE "Archive" RENAME COLUMN "Total" TO "Totals"')
    assert found.breaks
    removed = [one for one in found.changes if one.kind is Kind.COLUMN_REMOVED]
    within = ("datasets", "archive")
    assert {one.place for one in removed} == {
        (*within, "dimensions", "total"),
        (*within, "measures", "average_archive_total", "average"),
    }
    assert {one.suggestion for one in removed} == {"did you mean `Totals`?"}
    assert None not in found.lines
    (added,) = [one for one in found.changes if one.kind is Kind.COLUMN_ADDED]
    assert added.column == "Totals"


def test_what_is_new_is_drafted(compare: Compare, tmp_path: Path) -> None:
    found = compare(
        'CREATE TABLE "Refunds" ("RefundID" INTEGER PRIMARY KEY, "Amount" DECIMAL(10,2));'
        'ALTER TABLE "Archive" ADD COLUMN "Segment" TEXT;'
        'ALTER TABLE "Archive" ADD COLUMN "PasswordHash" TEXT'
    )
    assert not found.breaks
    assert kinds(found) == [Kind.TABLE_ADDED, Kind.COLUMN_ADDED]
    assert "  archive:\n    dimensions:\n      segment: {column: Segment}\n" in found.snippet
    assert "  refunds:\n    table: Refunds\n" in found.snippet
    alone = tmp_path / "new.yaml"
    head = "datasource: {id: x, url: 'duckdb:///x'}\n"
    alone.write_text(head + found.snippet, encoding="utf-8")
    assert [one for one in check_catalog(alone) if one.level == "error"] == []


def test_a_type_that_is_another_breaks_the_catalog(compare: Compare) -> None:
    written = "        column: CompanyName\n"
    found = compare("SELECT 1", (written, f"        type: number\n{written}"))
    assert found.breaks
    (changed,) = found.changes
    assert changed.kind is Kind.TYPE_CHANGED
    assert changed.message == ("`company_name` is number in the catalog, but text in the database")


def test_a_key_that_identifies_no_row_any_more_breaks_the_catalog(compare: Compare) -> None:
    found = compare("SELECT 1", ("    key: ProductID\n", "    key: Group\n"))
    assert found.breaks
    assert kinds(found) == [Kind.KEY_NOT_UNIQUE]
    assert "several rows of `Products` have the same Group" in found.changes[0].message


def test_a_join_that_would_repeat_rows_breaks_the_catalog(compare: Compare) -> None:
    turned = "      customers: {columns: {CustomerID: Country}}\n"
    found = compare("SELECT 1", ("      customers: CustomerID\n", turned))
    assert found.breaks
    assert kinds(found) == [Kind.JOIN_NOT_UNIQUE]
    assert found.changes[0].place == ("datasets", "orders", "joins", "customers")


def test_values_that_no_longer_occur_are_told_of(compare: Compare) -> None:
    sql = """UPDATE "Employees" SET "Title" = 'Chief' WHERE "Title" = 'Manager'"""
    found = compare(sql)
    assert not found.breaks
    assert kinds(found) == [Kind.VALUE_GONE]
    assert found.changes[0].message == "no row has Manager as `title`"
