"""`parley catalog init` and `parley catalog check`, as a person runs them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bi.catalog.load import load_catalog
from cli.main import app
from tests.bi.catalog.databases import (
    duckdb_database,
    postgres_database,
    sqlite_database,
    store_script,
)
from tests.bi.postgres import PostgresServer
from tests.shops import undescribed_shop


def parley(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["catalog", *map(str, arguments)])


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A catalog drafted from a SQLite file beside it."""
    sqlite_database(tmp_path / "shop.db", store_script("sqlite"))
    output = tmp_path / "shop.yaml"
    result = parley("init", tmp_path / "shop.db", "-o", output)
    assert result.exit_code == 0, result.output
    return output


def test_a_file_is_enough_to_begin(shop: Path) -> None:
    text = shop.read_text()
    assert 'url: "sqlite:///shop.db"' in text
    assert "id: shop\n" in text
    catalog = load_catalog(shop)
    assert catalog.datasource.url == f"sqlite:///{shop.parent}/shop.db"
    assert len([dataset for dataset in catalog.datasets if not dataset.role_of]) == 6


def test_a_fresh_draft_is_in_order_with_its_database(shop: Path) -> None:
    result = parley("check", shop, "--database")
    assert result.exit_code == 0
    assert "is in order: 6 datasets" in result.output


def test_a_file_that_exists_is_kept(shop: Path) -> None:
    shop.write_text("mine")
    result = parley("init", shop.parent / "shop.db", "-o", shop)
    assert result.exit_code == 1
    assert "--force" in result.output
    assert shop.read_text() == "mine"
    assert parley("init", shop.parent / "shop.db", "-o", shop, "--force").exit_code == 0
    assert shop.read_text() != "mine"


def test_an_editor_finds_the_schema_that_was_written_beside_the_draft(tmp_path: Path) -> None:
    sqlite_database(tmp_path / "shop.db", store_script("sqlite"))
    output = tmp_path / "shop.yaml"
    assert parley("init", tmp_path / "shop.db", "-o", output, "--schema").exit_code == 0
    assert output.read_text().startswith("# yaml-language-server: $schema=catalog.schema.json\n")
    printed = parley("schema")
    assert printed.exit_code == 0
    assert (tmp_path / "catalog.schema.json").read_text() == printed.output
    load_catalog(output)


def test_without_an_output_the_draft_is_printed(tmp_path: Path) -> None:
    url = duckdb_database(tmp_path / "shop.duckdb", store_script("duckdb"))
    result = parley("init", url, "--id", "my shop", "--views")
    assert result.exit_code == 0
    assert "id: my_shop\n" in result.output
    assert "late_orders:" in result.output


def test_a_password_stays_out_of_the_catalog(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    postgres_database(postgres_server, "kept", "CREATE TABLE t (id INTEGER PRIMARY KEY);")
    output = tmp_path / "kept.yaml"
    result = parley("init", postgres_server.url(database="kept"), "-o", output)
    assert result.exit_code == 0, result.output
    assert "Set DATABASE_PASSWORD in the environment" in result.output
    assert "hush" not in result.output + output.read_text()
    assert ":${DATABASE_PASSWORD}@" in output.read_text()


def test_the_environment_fills_in_a_password(
    tmp_path: Path, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_server.url(database="template1").replace(":hush@", ":${SHOP_PASSWORD}@")
    missing = parley("init", url)
    assert missing.exit_code == 1
    assert "SHOP_PASSWORD" in missing.output
    monkeypatch.setenv("SHOP_PASSWORD", "hush")
    assert "no table that this user may read" in parley("init", url).output


@pytest.mark.parametrize(
    ("database", "message"),
    [
        ("none.db", "cannot be opened"),
        ("text.db", "no DuckDB or SQLite database and no CSV file"),
        ("csv:///none.csv", "none.csv is not there"),
        ("oracle://host/x", "no engine that Parley can read from"),
        ("sqlite:////nowhere/none.db", "the database cannot be read"),
        ("duckdb:////nowhere/none.duckdb", "the database cannot be read"),
        ("postgresql://reader:hush@127.0.0.1:1/x", "the database cannot be read"),
    ],
)
def test_a_database_that_cannot_be_read(
    database: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.db").write_text("no database")
    result = parley("init", database, "-o", "out.yaml")
    assert result.exit_code == 1
    assert message in result.output
    assert "hush" not in result.output
    assert not (tmp_path / "out.yaml").exists()


def test_csv_files_are_tables_of_one_datasource(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "Shop Sales.csv").write_text("Region,Revenue\nNorth,1\nNorth,2\nSouth,NA\n")
    (folder / "notes.txt").write_text("no table")
    output = tmp_path / "exports.yaml"
    result = parley("init", folder, "-o", output)
    assert result.exit_code == 0, result.output
    catalog = load_catalog(output)
    assert 'url: "csv:///exports"' in output.read_text()
    assert catalog.datasource.url == f"csv:///{folder}"
    assert [dataset.table for dataset in catalog.datasets] == ["shop_sales"]
    assert parley("check", output, "--database").exit_code == 0


def test_an_empty_database_is_told_of(tmp_path: Path) -> None:
    sqlite_database(tmp_path / "empty.db", "PRAGMA user_version = 1; VACUUM;")
    result = parley("init", tmp_path / "empty.db")
    assert result.exit_code == 1
    assert "no table" in result.output


def test_faults_are_printed_one_a_line(shop: Path) -> None:
    shop.write_text(shop.read_text().replace("key: OrderID", "keys: OrderID"))
    result = parley("check", shop)
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert line.startswith(f"{shop}:")
    assert line.endswith("unknown key `keys` (did you mean `key`?)")


def test_what_the_database_lost_is_told_of(shop: Path) -> None:
    shop.write_text(shop.read_text().replace("table: Orders", "table: Ordrs"))
    assert parley("check", shop).exit_code == 0
    result = parley("check", shop, "--database")
    assert result.exit_code == 1
    assert "the database has no table `Ordrs` (did you mean `Orders`?)" in result.output


def with_verified(shop: Path, *queries: str) -> None:
    text = shop.read_text() + "\nverified_queries:\n"
    shop.write_text(text + "".join(f"  - {one}\n" for one in queries))


def test_verified_queries_that_hold_are_in_order(shop: Path) -> None:
    with_verified(
        shop,
        "{question: How is business, means: freight by country}",
        "{question: Where do they live, means: customers in Berlin}",
        """{question: Who buys, sql: 'SELECT "CompanyName" FROM "Customers"'}""",
    )
    result = parley("check", shop, "--database")
    assert result.exit_code == 0, result.output


def test_verified_sql_that_may_not_run_is_a_fault(shop: Path) -> None:
    with_verified(shop, """{question: Who, sql: 'SELECT "PasswordHash" FROM "Employees"'}""")
    result = parley("check", shop)
    assert result.exit_code == 1
    assert "the SQL of “Who” may not run" in result.output


def test_a_verified_meaning_that_is_not_read_is_told_of(shop: Path) -> None:
    with_verified(shop, "{question: Who, means: zodiac signs of the moon}")
    hinted = parley("check", shop)
    assert hinted.exit_code == 0
    assert "hint: “zodiac signs of the moon” is not read as a question" in hinted.output
    assert parley("check", shop, "--database").exit_code == 1


@pytest.mark.parametrize("format_", ["osi", "dbt", "cube"])
def test_a_catalog_goes_to_other_formats_and_back(shop: Path, format_: str) -> None:
    theirs, ours = shop.parent / f"{format_}.yaml", shop.parent / "back" / "ours.yaml"
    exported = parley("export", shop, "--to", format_, "-o", theirs)
    assert exported.exit_code == 0, exported.output
    assert exported.stdout == ""
    assert "Kept in an extension that only Parley reads:" in exported.stderr
    imported = parley("import", theirs, "--from", format_, "-o", ours)
    assert imported.exit_code == 0, imported.output
    before, after = load_catalog(shop), load_catalog(ours)
    assert (after.datasets, after.joins) == (before.datasets, before.joins)
    assert parley("export", shop, "--to", format_).stdout == theirs.read_text()


def test_an_import_looks_up_types_in_its_database(shop: Path) -> None:
    model = """
semantic_models:
  - name: products
    model: ref('Products')
    entities: [{name: product, type: primary, expr: '"ProductID"'}]
    dimensions: [{name: in_stock, type: categorical, expr: '"UnitsInStock"'}]
"""
    (shop.parent / "models").mkdir()
    (shop.parent / "models" / "products.yml").write_text(model)
    arguments = (
        "import",
        shop.parent / "models",
        "--from",
        "dbt",
        "--url",
        shop.parent / "shop.db",
    )
    assert "in_stock: {column: UnitsInStock}" in parley(*arguments).stdout
    looked = parley(*arguments, "--database").stdout
    assert "in_stock: {column: UnitsInStock, type: integer}" in looked


def test_what_cannot_be_imported_is_told(shop: Path) -> None:
    missing = parley("import", shop.parent / "none.yaml", "--from", "osi")
    assert missing.exit_code == 1
    assert "cannot be read" in missing.output
    assert parley("import", shop, "--from", "cube").exit_code == 1
    assert "--url" in parley("import", shop, "--from", "cube", "--database").output
    assert "--force" in parley("import", shop, "--from", "cube", "-o", shop).output
    assert "--force" in parley("export", shop, "--to", "cube", "-o", shop).output


def test_diff_is_silent_about_a_database_that_did_not_change(shop: Path) -> None:
    result = parley("diff", shop)
    assert result.exit_code == 0, result.output
    assert result.output == f"{shop} and its database agree.\n"


def test_diff_tells_what_breaks_and_what_is_new(shop: Path) -> None:
    connection = sqlite3.connect(shop.parent / "shop.db")
    connection.executescript(
        'DROP TABLE "Archive"; CREATE TABLE refunds (refund_id INTEGER PRIMARY KEY, why TEXT);'
    )
    connection.close()
    result = parley("diff", shop)
    assert result.exit_code == 1
    line = shop.read_text().splitlines().index("  archive:") + 1
    assert f"{shop}:{line}: the database has no table `Archive`" in result.output
    assert "the catalog has no dataset of `refunds`" in result.output
    assert "    refunds:\n      # No rows were seen here.\n      key: refund_id\n" in result.output
    told = json.loads(parley("diff", shop, "--json").output)
    assert told["breaks"] is True
    assert [one["kind"] for one in told["changes"]] == ["table_removed", "table_added"]
    assert told["changes"][0]["line"] == line
    assert "refunds:" in told["snippet"]


def test_diff_can_look_at_another_database(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    sqlite_database(other, "CREATE TABLE other (id INTEGER PRIMARY KEY);")
    assert parley("diff", shop, "--database", other).exit_code == 1
    assert parley("diff", shop).exit_code == 0


def test_a_file_that_describes_nothing_is_told_apart(tmp_path: Path) -> None:
    checked = parley("check", undescribed_shop(tmp_path), "--database")
    assert checked.exit_code == 0
    assert "it connects a database that needs a data summary" in checked.output
