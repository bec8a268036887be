"""Every fault in a catalog is told of, with its line and a way to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bi.catalog.load import check_catalog
from demo.location import CATALOG
from tests.bi.catalog.conftest import WriteCatalog, look_at

SOUND = """\
datasource:
  id: shop
  url: sqlite:///shop.db
calendar: {time_zone: Europe/Berlin}
default_measure: revenue
datasets:
  orders:
    key: order_id
    time: order_date
    joins:
      customers: customer_id
    dimensions:
      region: {synonyms: [area]}
      order_date: date
      country: {values: {United States: [US], Canada: [CA]}}
    measures:
      revenue: {sum: amount, synonyms: [sales]}
      orders: count
  customers:
    key: customer_id
    dimensions: [customer_name, city]
metrics:
  order_value: {formula: revenue / orders}
"""

# What is changed in the sound catalog, and the fault that follows: line, message, suggestion.
CHANGES = [
    # shape
    ("key: order_id", "keys: order_id", "8: unknown key `keys` (did you mean `key`?)"),
    ("order_date: date", "order_date: dat", "14: `type` must be one of text, integer, number, "
     "boolean, date, timestamp, time (did you mean `date`?)"),
    ("region: {synonyms: [area]}", "order region:", "13: `order region` is not a name (use "
     "letters, digits and _; a `label` may hold anything)"),
    ("synonyms: [area]", "display: perhaps", "13: `display` must be true or false, not `perhaps`"),
    ("formula: revenue / orders", "format: percent", "23: `formula` of `order_value` is missing"),
    ("datasource:\n", "as_of: soon\ndatasource:\n",
     "1: `as_of` must be today, latest or a day like 2026-06-30"),
    ("datasource:\n", "currency: euro\ndatasource:\n",
     "1: `euro` is not allowed for `currency` (use a code of three capitals, like EUR)"),
    ("  id: shop\n", "", "1: `id` of `datasource` is missing"),
    ("      orders: count\n", "      orders: count\n      revenue: sum\n",
     "19: `revenue` is written twice (first on line 17) (remove or rename one of them)"),
    ("time: order_date", "time: [a, b]", "9: `time` must be text, not a list"),
    ("{time_zone: Europe/Berlin}", "{fiscal_year_start: 13}",
     "4: `fiscal_year_start`: input should be less than or equal to 12"),
    ("{time_zone: Europe/Berlin}", "{database_time_zone: Europe/Berlyn}",
     "4: there is no time zone `Europe/Berlyn` (did you mean `Europe/Berlin`?)"),
    ("{time_zone: Europe/Berlin}", "{holidays: {Feast: 2025-05-02 to 2025-05-01}}",
     "4: `Feast` ends on 2025-05-01, before it begins on 2025-05-02"),
    ("{time_zone: Europe/Berlin}", "{holidays: {Feast: soon}}",
     "4: `Feast` must be a day like 2025-12-24, `first to last`, or a list of these"),
    ("{time_zone: Europe/Berlin}", "{holidays: {Feast: 2025-05-01, feast: 2025-05-02}}",
     "4: `feast` and `Feast` are the same name (keep one)"),
    ("{time_zone: Europe/Berlin}", "{date_order: year_first}",
     "4: `date_order` must be one of day_first, month_first (did you mean `day_first`?)"),
    # references
    ("customers: customer_id", "custmers: customer_id",
     "11: `orders` joins `custmers`, which is not a dataset (did you mean `customers`?)"),
    ("customers: customer_id", "orders: customer_id",
     "11: `orders` joins itself (name the role: manager: {dataset: orders, columns: …})"),
    ("customers: customer_id", "customers: {columns: {}}",
     "11: the join to `customers` names no columns"),
    ("time: order_date", "time: order_dat",
     "9: `orders` has no dimension `order_dat` (did you mean `order_date`?)"),
    ("time: order_date", "time: customer.signup",
     "9: `customer` is not a dataset (did you mean `customers`?)"),
    ("time: order_date", "time: region",
     "9: `region` is text, not a date (give `region` the type date or timestamp)"),
    ("key: customer_id", "key: customer_id\n    time: orders.order_date",
     "21: no joins lead from `customers` to `orders` (add the join, or date it by a column of its "
     "own)"),
    ("datasource:\n", "language: dee\ndatasource:\n",
     "1: there is no lexicon for the language `dee` (did you mean `de`?)"),
    ("datasource:\n", "language: tlh\ndatasource:\n",
     "1: there is no lexicon for the language `tlh` (there are de, en)"),
    ("default_measure: revenue", "default_measure: revenu",
     "5: the default measure `revenu` is not a measure or metric (did you mean `revenue`?)"),
    ("Europe/Berlin", "Europe/Berln",
     "4: there is no time zone `Europe/Berln` (did you mean `Europe/Berlin`?)"),
    ("url: sqlite:///shop.db", "url: shop.db",
     "3: `shop.db` is not a database url (write it like duckdb:///sales.duckdb or "
     "postgresql://reader@host/sales)"),
    ("[customer_name, city]", "[a: {display: true}, b: {display: true}]",
     "21: `a` names the rows of `customers` already (one dimension can be the display)"),
    ("synonyms: [area]", "column: a, expression: b",
     "13: `region` has a column and an expression (keep one)"),
    ("synonyms: [area]", "grain: month", "13: `region` has a grain but is no date (add `type: date`"
     ")"),
    # conformed dimensions
    ("synonyms: [area]", "same_as: custmers.city",
     "13: `custmers` is not a dataset (did you mean `customers`?)"),
    ("synonyms: [area]", "same_as: customers.cty",
     "13: `customers` has no dimension `cty` (did you mean `city`?)"),
    ("synonyms: [area]", "same_as: country",
     "13: `country` is a dimension of `orders` itself (name one of another dataset, or make it a "
     "synonym)"),
    ("order_date: date", "order_date: {type: date, same_as: customers.city}",
     "14: `order_date` is date, but `customers.city` is text (give both the same type)"),
    # measures, formulas and SQL
    ("{sum: amount, synonyms: [sales]}", "{format: currency}",
     "17: `revenue` does not say what it aggregates (add one of sum, average, median, min, max, "
     "count, count_distinct, stddev, as in `sum: amount`)"),
    ("{sum: amount, synonyms: [sales]}", "{sum: amount, max: amount}",
     "17: `revenue` has several aggregations: sum, max (make each a measure of its own)"),
    ("synonyms: [sales]}", "series: region}",
     "17: `series` needs `over_time` (add `over_time: last`)"),
    ("synonyms: [sales]}", "over_time: max, series: region}",
     "17: `series` has no meaning with `over_time: max` (leave it out, or take `last` or `first`)"),
    ("    dimensions: [customer_name, city]\n",
     "    measures: {members: {count: '*', over_time: last}}\n",
     "21: `members` has `over_time`, but `customers` has no time (add `time:` with its date)"),
    ("sum: amount", "sum: sum(amount)",
     "17: `sum(amount)` aggregates by itself (write the column alone: the key before it says how "
     "to aggregate)"),
    ("sum: amount", "sum: amount +",
     "17: `amount +` is not an SQL expression: something is missing in it"),
    ("sum: amount", "sum: customers.city",
     "17: `customers.city` names a column of another table (use the dataset's own columns by "
     "their bare names)"),
    ("sum: amount", "sum: (SELECT 1)",
     "17: `(SELECT 1)` is not one SQL expression"),
    ("sum: amount", "sum: CASE WHEN (SELECT 1) THEN 1 END",
     "17: `CASE WHEN (SELECT 1) THEN 1 END` is more than a row's expression (make a view of it in "
     "the database)"),
    ("sum: amount", "sum: amount, filter: DROP TABLE x",
     "17: `DROP TABLE x` is not one SQL expression"),
    ("sum: amount", "sum: a; DELETE FROM orders", "17: `a; DELETE FROM orders` is not one SQL "
     "expression"),
    ("revenue / orders", "revenue / order",
     "23: `order` in the formula of `order_value` is not a measure or metric (did you mean "
     "`orders`?)"),
    ("revenue / orders", "sum(revenue)",
     "23: a formula is arithmetic of measures (use names of measures, numbers, + - * / and "
     "parentheses)"),
    ("revenue / orders", "revenue / order_value", "23: `order_value` is defined by itself"),
    ("revenue / orders", "1 + 1", "23: the formula of `order_value` names no measure"),
    ("revenue / orders", "revenue /", "23: the formula `revenue /` cannot be read"),
    # words
    ("order_value:", "revenue:",
     "23: `revenue` is the name of a measure of `orders` already (name the metric otherwise)"),
    ("[customer_name, city]", "[city]\n    measures: {orders: count}",
     "22: the measure `orders` is in `orders` already (names of measures are unique in a catalog)"),
    ("orders: count", "orders: {count: '*', synonyms: [Sales]}",
     "18: `Sales` means both `revenue` and `orders` (keep it with one of them)"),
    ("country: {values", "country: {synonyms: [Area], values",
     "15: `Area` means both `region` and `country` (keep it with one of them)"),
    ("key: customer_id", "key: customer_id\n    label: Orders",
     "19: `Orders` means both `orders` and `customers` (keep it with one of them)"),
    ("Canada: [CA]", "Canada: [us]",
     "15: `us` means both `United States` and `Canada` (keep it with one of them)"),
]  # fmt: skip


def faults(path: Path) -> list[str]:
    return [str(fault).removeprefix(f"{path}:") for fault in check_catalog(path)]


def test_nothing_is_wrong_with_a_sound_catalog(write: WriteCatalog) -> None:
    assert faults(write(SOUND)) == []


def test_nothing_is_wrong_with_the_demo() -> None:
    assert faults(CATALOG) == []


def test_what_is_the_same_as_a_third_one_says_so_itself(write: WriteCatalog) -> None:
    chain = SOUND.replace("region: {synonyms: [area]}", "region: {same_as: customers.city}")
    chain = chain.replace("[customer_name, city]", "[customer_name, city: {same_as: regions.name}]")
    chain = chain.replace("metrics:\n", "  regions: {key: name, dimensions: [name]}\nmetrics:\n")
    assert faults(write(chain)) == [
        "13: `customers.city` is itself the same as `regions.name` (write `same_as: regions.name`)"
    ]

    circle = SOUND.replace("region: {synonyms: [area]}", "region: {same_as: customers.city}")
    circle = circle.replace("[customer_name, city]", "[city: {same_as: orders.region}]")
    assert faults(write(circle)) == [
        "13: `customers.city` is itself the same as `orders.region` (leave it out at one of the "
        "two)",
        "21: `orders.region` is itself the same as `customers.city` (leave it out at one of the "
        "two)",
    ]


@pytest.mark.parametrize(("old", "new", "fault"), CHANGES)
def test_a_fault_is_told_of(old: str, new: str, fault: str, write: WriteCatalog) -> None:
    assert SOUND.count(old) >= 1
    assert fault in faults(write(SOUND.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("datasource:\n  id: a\n description: x\n", 3),
        ("datasource:\n  id: shop: 1\n", 2),
        ("datasource:\n\tid: shop\n", 2),
        ("datasource: {id: a\n", 2),
        ("datasource: *nobody\n", 1),
    ],
)
def test_yaml_that_cannot_be_read_names_its_line(text: str, line: int, write: WriteCatalog) -> None:
    path = write(text)
    (fault,) = check_catalog(path)
    assert fault.message.startswith("this is not YAML")
    assert fault.line == line


def test_strange_files(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    for content, message in (
        (b"", "the file is empty"),
        (b"- a\n", "the file is empty"),
        (b"a: \xff\xfe\n", "the file is not UTF-8 text"),
        (b"a: &a [*a]\n", "this is nested too deeply"),
        (b"? [x]\n: y\n", "a name must be a word or a text"),
    ):
        path.write_bytes(content)
        assert message in [fault.message for fault in check_catalog(path)]


def test_faults_come_in_the_order_of_lines(write: WriteCatalog) -> None:
    text = SOUND.replace("time: order_date", "time: x").replace("revenue / orders", "x / y")
    lines = [fault.line for fault in check_catalog(write(text))]
    assert lines == sorted(lines)
    assert len(lines) == 3


HINTS = [
    ("    key: order_id\n", "", "7: hint: `orders` has no key: it cannot be counted where a join "
     "repeats its rows (add `key:` with the columns that identify a row)"),
    ("    time: order_date\n", "", "7: hint: `orders` has no time: its measures cannot be asked "
     "for by period (add `time: order_date`)"),
    ("customers: customer_id", "customers: {columns: {customer_id: city}}",
     "11: hint: the join meets `customers` by city, but its key is customer_id: a row may meet "
     "several (join by the whole key, or say what the key is)"),
    ("sqlite:///shop.db", "postgresql://reader:hush@db/shop",
     "3: hint: the url holds a password (write ${NAME} and set that environment variable)"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "hint"), HINTS)
def test_a_hint_does_not_make_a_catalog_unusable(
    old: str, new: str, hint: str, write: WriteCatalog
) -> None:
    path = write(SOUND.replace(old, new, 1))
    assert faults(path) == [hint]


STORE = """\
datasource: {id: store, url: "sqlite:///store.db"}
datasets:
  orders:
    table: Orders
    key: OrderID
    time: order_date
    joins:
      customers: CustomerID
    dimensions:
      order_date: {type: date, column: OrderDate}
    measures:
      freight: {sum: '"Freight"', filter: '"Freight" > 0'}
  customers:
    table: Customers
    key: CustomerID
"""


def database_faults(path: Path, url: str) -> list[str]:
    inspection = look_at(url, views=True, budget_s=0)
    return [str(fault).removeprefix(f"{path}:") for fault in check_catalog(path, inspection)]


def test_a_catalog_that_fits_its_database(store_url: str, write: WriteCatalog) -> None:
    assert database_faults(write(STORE), store_url) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("table: Orders", "table: Ordrs",
         "4: the database has no table `Ordrs` (did you mean `Orders`?)"),
        ("key: OrderID", "key: OrdersID",
         "5: `Orders` has no column `OrdersID` (did you mean `OrderID`?)"),
        ("customers: CustomerID", "customers: {columns: {CustomerID: CustomersID}}",
         "8: `Customers` has no column `CustomersID` (did you mean `CustomerID`?)"),
        ("customers: CustomerID", "customers: {columns: {CustomersID: CustomerID}}",
         "8: `Orders` has no column `CustomersID` (did you mean `CustomerID`?)"),
        ("column: OrderDate", "column: OrderDat",
         "10: `Orders` has no column `OrderDat` (did you mean `OrderDate`?)"),
        ("""sum: '"Freight"'""", """sum: '"Freigt" * 2'""",
         "12: `Orders` has no column `Freigt` (did you mean `Freight`?)"),
        (""""Freight" > 0'""", """"Freigt" > 0'""",
         "12: `Orders` has no column `Freigt` (did you mean `Freight`?)"),
    ],
)  # fmt: skip
def test_what_the_database_does_not_hold(
    old: str, new: str, fault: str, store_url: str, write: WriteCatalog
) -> None:
    assert fault in database_faults(write(STORE.replace(old, new, 1)), store_url)


def test_a_view_can_be_a_dataset(store_url: str, write: WriteCatalog) -> None:
    text = STORE.replace("table: Orders", "table: Late Orders")
    assert database_faults(write(text), store_url) == []


def test_text_is_no_date(engine: str, store_url: str, write: WriteCatalog) -> None:
    path = write(STORE.replace("column: OrderDate", "column: CustomerID"))
    expected = (
        []
        if engine == "sqlite"  # where dates are texts
        else [
            "10: `order_date` is date here, but text in the database "
            "(use `expression: CAST(CustomerID AS DATE)`)"
        ]
    )
    assert database_faults(path, store_url) == expected
