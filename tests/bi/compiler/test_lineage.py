"""What a compiled question rests on."""

from __future__ import annotations

from bi.compiler.compile import compile_query
from bi.model.catalog import Aggregation, ColumnRef
from bi.model.lineage import Lineage, Use
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DimensionGroup,
    Filter,
    Measured,
    NamedMeasure,
    Operator,
    Related,
    SemanticQuery,
)
from tests.bi.compiler.questions import MONTH, REVENUE, YEAR_2024
from tests.bi.shop import SHOP


def lineage(query: SemanticQuery) -> Lineage:
    return compile_query(query, SHOP, "duckdb").lineage


def uses(found: Lineage) -> dict[str, tuple[Use, ...]]:
    return {f"{column.dataset}.{column.name}": column.uses for column in found.columns}


def datasets(found: Lineage) -> list[str]:
    return [dataset.name for dataset in found.datasets]


def test_measures_groups_and_conditions_are_told_apart() -> None:
    country = ColumnRef("customers", "country")
    found = lineage(
        SemanticQuery(
            (REVENUE,),
            (DimensionGroup(country),),
            filters=(Filter(country, Operator.IN, ("Canada",)),),
        )
    )

    assert uses(found) == {
        "order_lines.revenue": (Use.MEASURED,),
        "customers.country": (Use.GROUPED, Use.FILTERED),
    }
    assert found.conditions == ("only Canada",)


def test_what_is_joined_on_the_way_is_read_too() -> None:
    found = lineage(SemanticQuery((REVENUE,), (DimensionGroup(ColumnRef("customers", "country")),)))

    assert datasets(found) == ["order_lines", "orders", "customers"]
    assert [dataset.table for dataset in found.datasets] == ["order_lines", "orders", "customers"]


def test_a_metric_rests_on_all_that_its_formula_names_and_says_what_does_not_count() -> None:
    found = lineage(SemanticQuery((Measured(NamedMeasure("return_rate")),)))

    assert uses(found) == {
        "order_lines.returned_units": (Use.MEASURED,),
        "order_lines.units": (Use.MEASURED,),
    }
    assert found.conditions == ("Returned units only where returned",)


def test_each_measure_rests_on_the_time_it_is_dated_by() -> None:
    found = lineage(SemanticQuery((REVENUE,), (MONTH,), time=YEAR_2024))

    assert uses(found)["orders.order_date"] == (Use.GROUPED, Use.FILTERED)
    assert found.conditions == ("in 2024",)


def test_counted_rows_rest_on_their_dataset_and_its_time() -> None:
    found = lineage(SemanticQuery((Measured(CountRows("surveys")),), (MONTH,)))

    assert datasets(found) == ["surveys"]
    assert uses(found) == {"surveys.survey_date": (Use.GROUPED,)}


def test_rows_that_others_must_have_are_read_too() -> None:
    found = lineage(
        SemanticQuery(
            dataset="customers",
            columns=(ColumnRef("customers", "name"),),
            conditions=(Related("customers", "orders", Operator.IN, 0),),
        )
    )

    assert set(datasets(found)) == {"customers", "orders"}
    assert uses(found) == {"customers.name": (Use.LISTED,)}


def test_a_column_that_is_aggregated_in_the_question_is_measured() -> None:
    price = ColumnRef("products", "list_price")
    found = lineage(SemanticQuery((Measured(Aggregate(Aggregation.MAX, price)),)))

    assert uses(found) == {"products.list_price": (Use.MEASURED,)}
