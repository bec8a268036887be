"""A slip in the security of a catalog is told of by its line, before it shows anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from bi.catalog.load import check_catalog, load_catalog
from bi.model.access import Access, Audience, DatasetSecurity, Link
from tests.bi.catalog.conftest import WriteCatalog, look_at
from tests.bi.catalog.databases import sqlite_database

SOUND = """\
datasource: {id: shop, url: "sqlite:///shop.db"}
datasets:
  orders:
    key: order_id
    joins:
      customers: customer_id
      payer: {dataset: customers, columns: {payer_id: customer_id}}
    dimensions:
      region: {column: region_name}
      order_date: date
    measures: {revenue: {sum: amount}}
    time: order_date
  customers:
    key: customer_id
    dimensions: [city]
security:
  others: hidden
  datasets:
    orders:
      rows: region_name = {claims.region}
      columns:
        amount: finance
      access:
        - roles: [boss]
        - roles: clerk
          tenants: [acme, zeta]
          rows: order_date > '2025-01-01'
          hide: [region, payer_id]
    customers:
      access: []
"""

CHANGES = [
    ("others: hidden", "others: secret",
     "17: `others` must be one of visible, hidden"),
    ("roles: [boss]", "role: boss", "24: unknown key `role` (did you mean `roles`?)"),
    ("      access: []", "      acces: []", "30: unknown key `acces` (did you mean `access`?)"),
    ("    customers:\n      access: []", "    custmers:\n      access: []",
     "29: `custmers` is not a dataset (did you mean `customers`?)"),
    ("region_name = {claims.region}", "region_name = '{claims.region}'",
     "20: a claim stands in quotes (leave the quotes off: it stands for a whole value)"),
    ("region_name = {claims.region}", "region_name = {claim.region}",
     "20: `{claim.region}` is not a claim (a claim is written {claims.NAME})"),
    ("region_name = {claims.region}", "region_name = claims.region",
     "20: `region_name = claims.region` names a claim without braces (put it in braces: "
     "{claims.NAME})"),
    ("region_name = {claims.region}", "region_name = customers.city",
     "20: `region_name = customers.city` names a column of another table (use the dataset's own "
     "columns by their bare names)"),
    ("region_name = {claims.region}", "region_name IN (SELECT 1)",
     "20: `region_name IN (SELECT 1)` is more than a row's expression (make a view of it in the "
     "database)"),
    ("region_name = {claims.region}", "region_name = = {claims.region}",
     "20: `region_name = = {claims.region}` is not an SQL expression"),
    ('rows: region_name = {claims.region}', 'rows: "{claims.region}"',
     "20: `{claims.region}` compares nothing (write `column = value`)"),
    ("amount: finance", "amont: finance",
     "22: the catalog speaks of no column `amont` of `orders` (did you mean `amount`?)"),
    ("amount: finance", "revenue: finance",
     "22: `revenue` is a measure (name the columns that it is made of)"),
    ("hide: [region, payer_id]", "show: [regio]",
     "28: the catalog speaks of no column `regio` of `orders` (did you mean `region`?)"),
    ("      access: []", "      rows_with: orders", "30: `customers` has no join `orders`"),
    ("      columns:\n", "      rows_with: payr\n      columns:\n",
     "21: `orders` has no join `payr` (did you mean `payer`?)"),
    ("    dimensions: [city]\n",
     "    dimensions: [city]\n    joins: {kin: {dataset: customers, columns: {p: customer_id}}}\n",
     None),
    ("        - roles: [boss]\n", "        - hide: [region]\n        - roles: [boss]\n",
     "25: hint: nobody comes to this entry: the one before it is for everybody (of several entries "
     "the first that fits counts; put the widest last)"),
    ("    dimensions: [city]\n", "    dimensions: [city]\n  refunds: {key: id, table: orders}\n",
     "20: `orders` and `refunds` are the same table, but not secured alike (say the same of both: "
     "in SQL a table is one thing)"),
    ("    dimensions: [city]\n",
     "    dimensions: [city]\n  lines: {key: id, joins: {orders: order_id}}\n", None),
]  # fmt: skip


def told(text: str, write: WriteCatalog) -> list[str]:
    return [str(fault).split(".yaml:", 1)[1] for fault in check_catalog(write(text))]


def test_a_sound_catalog_has_no_faults(write: WriteCatalog) -> None:
    assert told(SOUND, write) == []


@pytest.mark.parametrize(("old", "new", "fault"), CHANGES)
def test_each_fault_is_told(old: str, new: str, fault: str | None, write: WriteCatalog) -> None:
    changed = SOUND.replace(old, new, 1)
    assert changed != SOUND
    found = told(changed, write)
    assert found == [] if fault is None else any(one.startswith(fault) for one in found), found


def test_rows_may_not_depend_on_themselves(write: WriteCatalog) -> None:
    manager = "    joins: {manager: {dataset: customers, columns: {manager_id: customer_id}}}\n"
    text = SOUND.replace("    dimensions: [city]\n", "    dimensions: [city]\n" + manager)
    text = text.replace("      access: []", "      rows_with: manager")
    assert told(text, write) == ["31: the rows of `customers` would depend on themselves"]


def test_what_belongs_to_filtered_rows_should_be_filtered_with_them(write: WriteCatalog) -> None:
    lines = "  lines: {key: id, joins: {orders: order_id}}\nsecurity:\n"
    text = SOUND.replace("security:\n", lines).replace("others: hidden", "others: visible")
    hint = (
        "19: hint: `lines` joins `orders`, of which not everybody sees every row, but all rows of "
        "`lines` itself are seen (add `rows_with: orders` to `lines`)"
    )
    assert told(text, write) == [hint]
    assert told(text + "    lines: {rows_with: orders}\n", write) == []


def test_columns_of_conditions_are_looked_for_in_the_database(
    write: WriteCatalog, tmp_path: Path
) -> None:
    script = (
        "CREATE TABLE orders (order_id, customer_id, payer_id, region_name, order_date, amount);"
        "CREATE TABLE customers (customer_id, city)"
    )
    inspection = look_at(sqlite_database(tmp_path / "shop.sqlite", script))
    path = write(SOUND.replace("order_date > '2025", "ordr_date > '2025"))
    found = [str(one).split(".yaml:", 1)[1] for one in check_catalog(path, inspection)]
    assert found == ["27: `orders` has no column `ordr_date` (did you mean `order_date`?)"]


def test_the_section_becomes_what_the_guard_reads(write: WriteCatalog) -> None:
    lines = "  lines: {key: id, joins: {orders: {columns: {order: order_id}}}}\n"
    with_lines = SOUND.replace("security:\n", f"{lines}security:\n")
    security = load_catalog(write(with_lines + "    lines: {rows_with: [orders]}\n")).security
    assert security is not None
    assert security.hides_others
    assert security.claims == {"region"}
    assert dict(security.datasets) == {
        "orders": DatasetSecurity(
            rows="region_name = {claims.region}",
            columns={"amount": Audience(roles=("finance",))},
            access=(
                Access(Audience(roles=("boss",))),
                Access(
                    Audience(("clerk",), ("acme", "zeta")),
                    rows="order_date > '2025-01-01'",
                    hidden=("region", "payer_id"),
                ),
            ),
        ),
        "customers": DatasetSecurity(access=()),
        "lines": DatasetSecurity(links=(Link(("order",), "orders", ("order_id",)),)),
    }
