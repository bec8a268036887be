"""A metadata catalog of Reveal AI becomes the catalogs of its datasources."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bi.compiler.compile import compile_query
from bi.datasources.metadata import load_metadata
from bi.model.catalog import Aggregation, Catalog, ColumnRef, ColumnType, NumberStyle
from bi.model.errors import CatalogInvalid
from bi.model.semantic import DimensionGroup, Measured, NamedMeasure, SemanticQuery

SCHEMA = """
CREATE TABLE Customers (CustomerId INTEGER PRIMARY KEY, Company TEXT, Country TEXT, Secret TEXT);
CREATE TABLE Orders (OrderId INTEGER PRIMARY KEY, CustomerId INTEGER REFERENCES Customers,
                     OrderDate DATE, Freight DECIMAL(10,2), Amount DECIMAL(10,2), Channel TEXT);
CREATE TABLE Audit (AuditId INTEGER PRIMARY KEY, Note TEXT);
INSERT INTO Customers VALUES (1, 'Ada', 'Norway', 'x'), (2, 'Bo', 'Peru', 'y');
INSERT INTO Orders VALUES (1, 1, '2025-01-05', 10, 100, 'Web'),
                          (2, 1, '2025-02-06', 30, 300, 'Web'),
                          (3, 2, '2025-02-07', 20, 50, 'Shop');
INSERT INTO Audit VALUES (1, 'hidden');
"""
FIELDS = [
    {"Name": "OrderDate", "Alias": "Order Date", "Description": "Date the order was placed"},
    {"Name": "Amount", "Alias": "Net sales", "DataType": "Currency"},
    {
        "Name": "FreightTax",
        "Description": "Tax on freight",
        "Expression": "[Freight] * 1.1",
        "ExpressionType": "CalculatedField",
        "DataType": "Number",
    },
    {
        "Name": "Size",
        "Expression": 'if([Amount] >= 100, "large", "small")',
        "ExpressionType": "CalculatedField",
        "DataType": "String",
    },
    {
        "Name": "FreightAvg",
        "Expression": "average([Freight])",
        "ExpressionType": "PostCalculatedField",
        "DataType": "Number",
    },
    {
        "Name": "FreightShare",
        "Alias": "Freight share",
        "Expression": "sum([Freight]) / sum([Amount])",
        "ExpressionType": "PostCalculatedField",
        "DataType": "Percentage",
    },
]


@pytest.fixture(params=["sqlite", "duckdb"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    path = tmp_path / "shop.db"
    if request.param == "sqlite":
        with sqlite3.connect(path) as lite:
            lite.executescript(SCHEMA)
    else:
        with duckdb.connect(path) as duck:
            duck.execute(SCHEMA)
    return f"{request.param}:///{path}"


def metadata_file(folder: Path, *tables: Any, mode: str = "Default", **more: Any) -> Path:
    database = {"Name": "main", "DiscoveryMode": mode, "Tables": list(tables)}
    source = {"Id": "Shop-1", "Provider": "SQLite", "Databases": [database], **more}
    file = folder / "catalog.json"
    file.write_text(json.dumps({"Datasources": [source]}), encoding="utf-8")
    return file


def orders(*fields: Any, **more: Any) -> dict[str, Any]:
    return {"Name": "main.Orders", "Fields": list(fields), **more}


def loaded(file: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    monkeypatch.setenv("PARLEY_DATASOURCE_URL__SHOP_1", url)
    read = load_metadata(file, file.parent / "kept")
    (catalog,) = read.catalogs
    return catalog


def value_of(catalog: Catalog, url: str, *names: str, by: ColumnRef | None = None) -> Any:
    groups = (DimensionGroup(by),) if by else ()
    query = SemanticQuery(tuple(Measured(NamedMeasure(name)) for name in names), groups)
    engine, _, path = url.partition(":///")
    sql = compile_query(query, catalog, engine).sql
    if engine == "sqlite":
        return sqlite3.connect(path).execute(sql).fetchall()
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_whole_database_with_the_words_of_the_file(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = metadata_file(tmp_path, orders(*FIELDS, Description="Customer purchase orders"))

    catalog = loaded(file, url, monkeypatch)

    assert catalog.datasource.id == "Shop-1"
    assert {one.table.casefold() for one in catalog.datasets} == {"customers", "orders", "audit"}
    (found,) = [one for one in catalog.datasets if one.table.casefold() == "orders"]
    assert found.description == "Customer purchase orders"
    by_name = {one.name: one for one in found.dimensions}
    dated = next(one for one in found.dimensions if one.label == "Order Date")
    assert (dated.description, dated.type.is_temporal) == ("Date the order was placed", True)
    assert by_name["size"].type is ColumnType.TEXT
    amount = next(one for one in found.measures if "Net sales" in (one.label, *one.synonyms))
    assert (amount.aggregation, amount.format.style) == (Aggregation.SUM, NumberStyle.CURRENCY)
    assert url not in catalog.datasource.url  # a reference: nothing of it is written anywhere


def test_calculated_fields_compute(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = loaded(metadata_file(tmp_path, orders(*FIELDS)), url, monkeypatch)
    size = next(one.ref for one in catalog.dimensions() if one.name == "size")

    rows = value_of(catalog, url, "freight_tax", "freight_avg", "freight_share")
    by_size = value_of(catalog, url, "freight_tax", by=size)

    assert [float(cell) for cell in rows[0]] == pytest.approx([66.0, 20.0, 60 / 450])
    assert {name: float(tax) for name, tax in by_size} == pytest.approx(
        {"large": 44.0, "small": 22.0}
    )
    share = catalog.metric("freight_share")
    assert share is not None
    assert (share.label, share.format.style) == ("Freight share", NumberStyle.PERCENT)


def test_only_what_is_listed(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = [*FIELDS[1:3], {"Name": "CustomerId"}]
    file = metadata_file(
        tmp_path,
        orders(*fields),
        {"Name": "main.Customers", "Fields": [{"Name": "Country"}]},
        mode="Restricted",
    )

    catalog = loaded(file, url, monkeypatch)

    assert {one.table.casefold() for one in catalog.datasets} == {"customers", "orders"}
    names = {str(one.ref).casefold() for one in catalog.dimensions()}
    assert "customers.country" in names
    assert not [name for name in names if "secret" in name or "company" in name]
    assert not [name for name in names if "channel" in name or "date" in name]
    measures = [one.expression.casefold() for d in catalog.datasets for one in d.measures]
    assert not [one for one in measures if one == "freight"]
    country = next(one.ref for one in catalog.dimensions() if one.name.casefold() == "country")
    rows = value_of(catalog, url, "freight_tax", by=country)
    assert {name: float(tax) for name, tax in rows} == pytest.approx({"Norway": 44, "Peru": 22})


def test_a_datasource_alone(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "minimal.json"
    source = {"Id": "Shop-1", "Provider": "SQLite"}
    file.write_text(json.dumps({"Datasources": [source]}), encoding="utf-8")

    assert len(loaded(file, url, monkeypatch).datasets) == 3


def test_connections_beside_the_file(url: str, tmp_path: Path) -> None:
    engine = url.partition(":")[0]
    (tmp_path / "connections.yaml").write_text(f"Shop-1: {engine}:///shop.db\n", encoding="utf-8")

    read = load_metadata(metadata_file(tmp_path), tmp_path / "kept")

    assert read.catalogs[0].datasource.url == url


def test_a_database_that_is_down(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = metadata_file(tmp_path, orders(*FIELDS))
    before = loaded(file, url, monkeypatch)
    database = Path(url.partition(":///")[2])
    database.rename(tmp_path / "away.db")

    as_before = load_metadata(file, tmp_path / "kept")
    unknown = load_metadata(file, tmp_path / "other")

    assert as_before.catalogs == (before,)
    assert (unknown.catalogs, unknown.unreadable) == ((), ("Shop-1",))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"Name": "main.Nothing"}, "Datasources[0].Databases[0].Tables[0]: there is no table"),
        (orders({"Name": "Nope"}), "Tables[0].Fields[0]: the table has no column Nope"),
        (
            orders({**FIELDS[2], "Expression": "[Nope] * 2"}),
            "Fields[0].Expression: the table has no column Nope",
        ),
        (orders({**FIELDS[2], "Expression": "rand()"}), "Fields[0].Expression: `rand` has no"),
        (orders({**FIELDS[2], "Name": "Freight"}), "Freight is a column of the table already"),
        (orders({"Name": "X", "Expression": "1"}), "needs `ExpressionType` and `DataType`"),
        (orders({"Alias": "X"}), "Fields[0].Name: Field required"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(
    table: Any, says: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CatalogInvalid) as refused:
        loaded(metadata_file(tmp_path, table), url, monkeypatch)

    assert says in refused.value.message


def test_a_datasource_without_a_connection(tmp_path: Path) -> None:
    with pytest.raises(CatalogInvalid, match="PARLEY_DATASOURCE_URL__SHOP_1"):
        load_metadata(metadata_file(tmp_path), tmp_path / "kept")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "not JSON"),
        ('{"Datasources": []}', "Datasources"),
        ('{"Datasources": [{"Id": "a b", "Provider": "SQLite"}]}', "Datasources[0].Id"),
        ('{"Datasources": [{"Id": "a"}]}', "Datasources[0].Provider"),
        (
            json.dumps({"Datasources": [{"Id": "a", "Provider": "SQLite"}] * 2}),
            "two datasources 'a'",
        ),
        (
            json.dumps(
                {
                    "Datasources": [
                        {"Id": "a", "Provider": "x", "Databases": [{"Name": "a"}, {"Name": "b"}]}
                    ]
                }
            ),
            "one database",
        ),
    ],
)
def test_no_metadata_catalog(content: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "catalog.json"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(CatalogInvalid) as refused:
        load_metadata(file, tmp_path / "kept")

    assert says in refused.value.message
