"""What a viewer's catalog holds, and how claims get into the SQL: as values, never as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from bi.guard.access import seen_by
from bi.guard.guard import guard_sql
from bi.model.access import (
    NOBODY,
    Access,
    Audience,
    ClaimValue,
    DatasetSecurity,
    Link,
    Security,
    Viewer,
    claims_in,
)
from bi.model.catalog import Catalog, ColumnRef
from bi.model.errors import ClaimMissing, QueryRefused
from tests.bi.shop import SHOP
from tests.tenants import viewer

DIALECTS = ("duckdb", "sqlite", "postgres", "mysql", "clickhouse", "spark", "trino", "snowflake")


def secured(hides_others: bool = False, **datasets: DatasetSecurity) -> Catalog:
    return replace(SHOP, security=Security(datasets, hides_others=hides_others))


def where(condition: str, who: Viewer, dialect: str = "duckdb") -> str:
    """The condition on orders as it stands in the guarded text."""
    catalog = secured(orders=DatasetSecurity(rows=condition))
    sql = guard_sql("SELECT region FROM orders", catalog, dialect, who, is_compiled=True).sql
    return sql.partition(" WHERE ")[2].removesuffix(") AS orders")


def with_region(value: ClaimValue) -> Viewer:
    return viewer(region=value)


def test_a_catalog_that_says_nothing_is_everybody_s() -> None:
    assert seen_by(SHOP, NOBODY, "duckdb") is SHOP


def test_the_same_rights_are_the_same_catalog_and_others_are_not() -> None:
    catalog = secured(orders=DatasetSecurity(rows="region = {claims.region}"))
    one = seen_by(catalog, viewer(region="North", shoe="42"), "duckdb")
    assert one is seen_by(catalog, viewer("other", "any", user="bob", region="North"), "duckdb")
    values: list[ClaimValue] = ["South", 1, True, 1.0, "1", ("North",), ("North", "South")]
    rights = {seen_by(catalog, with_region(value), "duckdb").rights for value in values}
    assert len(rights | {one.rights}) == len(values) + 1


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("region = {claims.region}", "North", "(seen.region = 'North')"),
        ("region = { claims.region }", ("North", "South"), "(seen.region IN ('North', 'South'))"),
        ("{claims.region} = region", ("North",), "(seen.region IN ('North'))"),
        ("region <> {claims.region}", ("North",), "(NOT seen.region IN ('North'))"),
        ("region IN {claims.region}", "North", "(seen.region IN ('North'))"),
        ("region IN ('West', {claims.region})", ("a", "b"), "(seen.region IN ('West', 'a', 'b'))"),
        ("region IN {claims.region}", (7, "x"), "(seen.region IN ('7', 'x'))"),
        ("order_id >= {claims.region}", -5, "(seen.order_id >= -5)"),
        ("order_id = {claims.region}", "17", "(seen.order_id = 17)"),
        ("shipping_cost < {claims.region} + 1", 2.5, "(seen.shipping_cost < 2.5 + 1)"),
        ("region IS NULL OR {claims.region}", True, "(seen.region IS NULL OR TRUE)"),
        ("LOWER(region) = {claims.region}", "O'Hara", "(LOWER(seen.region) = 'O''Hara')"),
    ],
)
def test_a_claim_becomes_a_literal(condition: str, value: ClaimValue, expected: str) -> None:
    assert where(condition, with_region(value)) == expected


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("region = {claims.region}", ()),
        ("region < {claims.region}", ("a", "b")),
        ("LOWER({claims.region}) = region", ("a", "b")),
        ("order_id = {claims.region}", "1 OR 1 = 1"),
        ("order_id = {claims.region}", ("1", "x")),
        ("order_id = {claims.region}", True),
        ("region = '{claims.region}'", "North"),
        ("NOT region = {claims.other}", "North"),
        ("region = {claims.region} OR region = {claims.other}", "North"),
    ],
)
def test_a_claim_that_cannot_stand_there_opens_nothing(condition: str, value: ClaimValue) -> None:
    with pytest.raises(ClaimMissing):
        where(condition, with_region(value))


def test_tenant_user_and_roles_are_claims_too() -> None:
    condition = "region = {claims.tenant_id} OR region = {claims.user_id}"
    assert where(condition, viewer("t", user="u")) == "(seen.region = 't' OR seen.region = 'u')"
    assert where("region IN {claims.roles}", viewer("t", "a", "b")) == "(seen.region IN ('a', 'b'))"
    assert where("region = {claims.sub}", viewer("t", user="u")) == "(seen.region = 'u')"
    with pytest.raises(ClaimMissing, match="`user_id`"):
        where(condition, viewer("t", user=None))
    # A claim of that name cannot take the tenant's place.
    assert "'evil'" not in where("region = {claims.tenant_id}", viewer("t", tenant_id="evil"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.booleans(), st.sampled_from(DIALECTS))
def test_a_claim_is_a_value_whatever_it_holds(text: str, listed: bool, dialect: str) -> None:
    def shape(value: str) -> str:
        who = with_region((value, value) if listed else value)
        sql = f"SELECT region FROM t WHERE {where('region = {claims.region}', who, dialect)}"
        tree = sqlglot.parse_one(sql, dialect=dialect)
        literals = list(tree.find_all(sqlglot.exp.Literal))
        assert {literal.this for literal in literals} == {value}
        for literal in literals:
            literal.set("this", "?")
        return tree.sql(dialect=dialect)

    assert shape(text) == shape("x")


def test_claims_are_named_as_identity_providers_name_them() -> None:
    names = ("region", "custom:region", "https://acme.com/claims/region", "realm.region")
    assert claims_in(" ".join(f"x = {{claims.{name}}}" for name in names)) == names


def test_claims_do_not_get_into_texts_about_a_viewer() -> None:
    who = viewer(region="classified")
    catalog = seen_by(
        secured(orders=DatasetSecurity(rows="region = {claims.region}")), who, "duckdb"
    )
    assert "classified" not in repr(who)
    assert "classified" not in repr(catalog)


def test_a_column_goes_with_all_that_is_made_of_it() -> None:
    hidden = secured(
        order_lines=DatasetSecurity(columns={"quantity": Audience(roles=("stock",))}),
        orders=DatasetSecurity(access=(Access(hidden=("customer_id", "order_date")),)),
    )
    catalog = seen_by(hidden, viewer(), "duckdb")
    lines, orders = catalog.dataset("order_lines"), catalog.dataset("orders")
    assert [measure.name for measure in lines.measures] == ["revenue"]
    assert {metric.name for metric in catalog.metrics} == {"average_order_value", "over_target"}
    assert lines.dimension("quantity") is None
    assert (lines.time, orders.time) == (None, None)
    assert not [join for join in catalog.joins if "customer_id" in join.left_columns[:1]][1:]
    assert catalog.dataset("customers").time == ColumnRef("customers", "signup_date")
    everything = seen_by(hidden, viewer("acme", "stock"), "duckdb").dataset("order_lines")
    assert everything.measures == SHOP.dataset("order_lines").measures


def test_values_that_the_catalog_knows_are_those_of_all_rows() -> None:
    (first, *_) = [d for d in SHOP.dataset("orders").dimensions if d.name == "region"]
    named = replace(first, values=("West",), value_aliases={"West": ("sunset",)})
    orders = replace(SHOP.dataset("orders"), dimensions=(named,))
    catalog = replace(
        secured(orders=DatasetSecurity(rows="region = 'North'")), datasets=(orders,), joins=()
    )
    assert seen_by(catalog, viewer(), "duckdb").dataset("orders").dimensions == (
        replace(first, values=(), value_aliases={}),
    )


def test_columns_may_be_named_by_those_that_are_shown() -> None:
    shown = DatasetSecurity(access=(Access(shown=("region", "order_id")),))
    catalog = secured(orders=shown)
    assert guard_sql("SELECT * FROM orders", catalog, "duckdb").sql == (
        "SELECT * FROM (SELECT order_id, region FROM orders) AS orders"
    )


def test_a_measure_with_a_day_of_its_own_is_never_dated_by_another() -> None:
    dated = replace(SHOP.dataset("orders").measures[1], time=ColumnRef("orders", "placed_at"))
    orders = replace(SHOP.dataset("orders"), measures=(dated,))
    catalog = replace(
        secured(orders=DatasetSecurity(access=(Access(hidden=("placed_at",)),))),
        datasets=tuple(orders if d.name == "orders" else d for d in SHOP.datasets),
    )
    assert seen_by(catalog, viewer(), "duckdb").dataset("orders").measures == ()


def test_of_several_entries_the_first_that_fits_counts() -> None:
    access = (
        Access(Audience(roles=("boss",), tenants=("acme",))),
        Access(Audience(roles=("clerk", "boss")), rows="region = 'North'"),
    )
    catalog = secured(orders=DatasetSecurity(access=access))

    def rows(*who: str) -> str:
        return guard_sql("SELECT region FROM orders", catalog, "duckdb", viewer(*who)).sql

    assert "North" not in rows("acme", "clerk", "boss")
    assert "North" in rows("zeta", "boss")
    assert "North" in rows("acme", "clerk")
    for who in (("acme",), ("acme", "Clerk"), ("acme", "clerk ")):
        with pytest.raises(QueryRefused, match="no table orders"):
            rows(*who)


def test_who_is_told_nothing_sees_nothing_where_the_catalog_says_so() -> None:
    assert seen_by(secured(hides_others=True), viewer(), "duckdb").datasets == ()
    nobody = secured(orders=DatasetSecurity(access=()))
    assert "orders" not in {d.name for d in seen_by(nobody, viewer(), "duckdb").datasets}


def test_rows_hang_on_those_they_belong_to_however_far_away() -> None:
    def link(column: str, other: str) -> DatasetSecurity:
        return DatasetSecurity(links=(Link((column,), other, (column,)),))

    catalog = secured(
        customers=DatasetSecurity(rows="country = {claims.country}"),
        orders=link("customer_id", "customers"),
        order_lines=link("order_id", "orders"),
    )
    sql = "SELECT quantity FROM order_lines"
    guarded = guard_sql(sql, catalog, "duckdb", viewer(country="Canada")).sql
    assert guarded.endswith(
        "WHERE seen.order_id IN (SELECT seen_0.order_id FROM orders AS seen_0 WHERE "
        "seen_0.customer_id IN (SELECT seen_0_0.customer_id FROM customers AS seen_0_0 WHERE "
        "(seen_0_0.country = 'Canada')))) AS order_lines"
    )
    with pytest.raises(ClaimMissing, match="`country`"):
        guard_sql(sql, catalog, "duckdb", viewer())
    hidden = replace(
        catalog,
        security=Security({**catalog.security.datasets, "customers": DatasetSecurity(access=())}),  # type: ignore[union-attr]
    )
    with pytest.raises(QueryRefused, match="no table order_lines"):
        guard_sql(sql, hidden, "duckdb", viewer(country="Canada"))


def test_rows_meet_by_all_the_columns_of_a_join() -> None:
    both = Link(("order_id", "line_id"), "orders", ("order_id", "customer_id"))
    catalog = secured(
        orders=DatasetSecurity(rows="region = 'North'"),
        order_lines=DatasetSecurity(links=(both,)),
    )
    assert guard_sql("SELECT quantity FROM order_lines", catalog, "duckdb").sql.endswith(
        "WHERE EXISTS(SELECT 1 FROM orders AS seen_0 WHERE seen_0.order_id = seen.order_id AND "
        "seen_0.customer_id = seen.line_id AND (seen_0.region = 'North'))) AS order_lines"
    )


@pytest.mark.parametrize(
    ("dialect", "fence"),
    [("postgres", " OFFSET 0"), ("sqlite", " LIMIT -1"), ("mysql", " LIMIT 9223372036854775807")],
)
def test_visible_rows_are_found_before_a_foreign_statement_s_conditions_are_tried(
    dialect: str, fence: str
) -> None:
    catalog = secured(orders=DatasetSecurity(rows="region = 'North'"))
    sql = "SELECT region FROM orders WHERE 1 / order_id > 0"
    foreign = guard_sql(sql, catalog, dialect).sql
    own = guard_sql(sql, catalog, dialect, is_compiled=True).sql
    assert f"(seen.region = 'North'){fence}) AS orders" in foreign
    assert own == foreign.replace(fence, "")
    assert fence not in guard_sql("SELECT name FROM customers", catalog, dialect).sql


def test_one_table_under_two_names_is_filtered_as_both_say() -> None:
    again = replace(SHOP.dataset("orders"), name="purchases", dimensions=(), measures=(), time=None)
    catalog = replace(
        secured(
            orders=DatasetSecurity(rows="region = 'North'"),
            purchases=DatasetSecurity(rows="order_id > 1"),
        ),
        datasets=(*SHOP.datasets, again),
    )
    guarded = guard_sql("SELECT region FROM orders", catalog, "duckdb").sql
    assert guarded.endswith("WHERE (seen.region = 'North') AND (seen.order_id > 1)) AS orders")
