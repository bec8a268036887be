"""Two roads to one dataset, told apart by the role that its rows play there."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.roles import with_roles
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Dimension,
    Join,
    Measure,
)
from bi.model.semantic import Operator, Related, SemanticQuery
from tests.bi.compiler.questions import Question, by, measured, where
from tests.bi.shop import SHOP

_TRANSFERS = Dataset(
    "transfers",
    "Transfers",
    "transfers",
    key=("transfer_id",),
    time=ColumnRef("transfers", "day"),
    dimensions=(Dimension("transfers", "day", "Day", "day", ColumnType.DATE),),
    measures=(
        Measure("transfers", "transfers", "Transfers", "*", Aggregation.COUNT),
        Measure("transfers", "amount", "Amount", "amount", Aggregation.SUM),
    ),
)
_ROLES = (
    Join("transfers", ("giver_id",), "customers", ("customer_id",), role="giver"),
    Join("transfers", ("receiver_id",), "customers", ("customer_id",), role="receiver"),
)


def _with(*joins: Join) -> Catalog:
    datasets, found = with_roles((*SHOP.datasets, _TRANSFERS), (*SHOP.joins, *joins))
    return replace(SHOP, datasets=datasets, joins=found)


WITH_ROLES = _with(*_ROLES)
# The giver is meant where no role is named.
BY_ANY_ROAD = _with(Join("transfers", ("giver_id",), "customers", ("customer_id",)), *_ROLES)
_GIVER, _RECEIVER = by("giver", "giver_name"), by("receiver", "receiver_name")
_BOTH = (
    "transfers t LEFT JOIN customers g ON g.customer_id = t.giver_id "
    "LEFT JOIN customers r ON r.customer_id = t.receiver_id"
)

ROLES = (
    Question(
        "both_roles_beside_one_another",
        SemanticQuery((measured("transfers"),), (_GIVER, _RECEIVER)),
        f"SELECT g.name, r.name, COUNT(*) FROM {_BOTH} GROUP BY g.name, r.name",
        WITH_ROLES,
    ),
    Question(
        "one_role_by_a_filter_on_the_other",
        SemanticQuery(
            (measured("transfers"),),
            (by("receiver", "receiver_country"),),
            (where("giver", "giver_name", Operator.IN, "Ada 100%"),),
        ),
        f"SELECT r.country, COUNT(*) FROM {_BOTH} WHERE g.name = 'Ada 100%' GROUP BY r.country",
        WITH_ROLES,
    ),
    Question(
        "those_who_play_any_role",
        SemanticQuery(
            columns=(ColumnRef("customers", "name"),),
            dataset="customers",
            conditions=(Related("customers", "transfers", Operator.IN, 0),),
        ),
        "SELECT 'BobXSons'",
        BY_ANY_ROAD,
    ),
)
