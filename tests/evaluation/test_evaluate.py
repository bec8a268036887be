"""Golden questions put to the graph over real databases, and judged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bi.model.errors import CatalogInvalid
from evaluation.cases import Case, CaseInvalid, read_cases
from evaluation.databases import DatabaseOptions, Databases
from evaluation.evaluate import Evaluation, SourcedCase
from evaluation.outcomes import Outcome, Status

BY_CITY = "SELECT city, sum(amount) FROM orders JOIN customers USING (customer_id) GROUP BY city"


async def asked(folder: Path, *turns: dict[str, Any], **options: Any) -> list[Outcome]:
    """What comes of one case."""
    case: dict[str, Any] = {"id": "one", "db": options.pop("db", "shop.sqlite"), "turns": turns}
    given = DatabaseOptions(folder, **options)
    async with Databases(given) as databases:
        evaluation = Evaluation(databases, given)
        sourced = SourcedCase("golden", Case.model_validate(case))
        return [outcome async for outcome in evaluation.outcomes(sourced)]


def verdicts(outcomes: list[Outcome]) -> list[tuple[Status, bool | None]]:
    return [(outcome.status, outcome.right) for outcome in outcomes]


RIGHT, WRONG = (Status.ANSWERED, True), (Status.ANSWERED, False)


async def test_an_answer_is_right_that_holds_the_golden_rows(shop: Path) -> None:
    question = {"question": "total amount by city", "gold_sql": BY_CITY}
    (outcome,) = await asked(shop, question)
    assert verdicts([outcome]) == [RIGHT]
    line = outcome.as_json()
    assert line["columns"] == ["city", "order_amount"]
    assert line["rows"] == [["Oslo", 5], ["Paris", 73]]
    assert line["chart"] == "bar"
    assert line["vegalite"]["mark"]
    assert line["understood"] == ["Order amount", "By city"]
    assert 0 < line["language_ms"] < line["ms"]


async def test_another_answer_is_wrong_and_one_of_several_golden_ones_is_enough(shop: Path) -> None:
    question = {"question": "number of customers", "gold_sql": "SELECT 4"}
    assert verdicts(await asked(shop, question)) == [WRONG]
    question["alt_gold_sql"] = ["SELECT count(*) FROM customers", "SELECT no_such_column"]  # type: ignore[assignment]
    assert verdicts(await asked(shop, question)) == [RIGHT]


async def test_turns_of_a_case_follow_one_another(shop: Path) -> None:
    outcomes = await asked(
        shop,
        {"question": "how many customers are there", "gold_sql": "SELECT 3"},
        {"question": "only Paris", "gold_sql": "SELECT 2"},
        {"question": "by city", "gold_sql": "SELECT 'Paris', 2"},
    )
    assert verdicts(outcomes) == [RIGHT] * 3
    assert [outcome.asked.turn for outcome in outcomes] == [0, 1, 2]


async def test_variants_are_asked_afresh_after_the_same_turns(shop: Path) -> None:
    outcomes = await asked(
        shop,
        {"question": "how many customers are there", "gold_sql": "SELECT 3"},
        {
            "question": "only Paris",
            "gold_sql": "SELECT 2",
            "variants": ["only those in Paris", "only Oslo"],
        },
    )
    assert verdicts(outcomes) == [RIGHT, RIGHT, RIGHT, WRONG]
    assert [outcome.as_json().get("variant") for outcome in outcomes] == [None, None, 1, 2]


async def test_what_cannot_be_answered_is_right_to_refuse_and_wrong_to_answer(shop: Path) -> None:
    expect = {"gold_sql": None, "expect": "no rainfall in the data"}
    assert verdicts(await asked(shop, {"question": "average rainfall", **expect})) == [
        (Status.REFUSED, True)
    ]
    assert verdicts(await asked(shop, {"question": "number of orders", **expect})) == [WRONG]


async def test_refusing_what_can_be_answered_is_not_right(shop: Path) -> None:
    question = {"question": "amount by zodiac sign", "gold_sql": BY_CITY}
    assert verdicts(await asked(shop, question)) == [(Status.REFUSED, False)]


async def test_a_question_about_the_data_itself_is_answered_without_rows(shop: Path) -> None:
    (outcome,) = await asked(shop, {"question": "what can I ask"})
    assert verdicts([outcome]) == [(Status.ANSWERED, None)]
    assert outcome.as_json()["sql"] is None


async def test_golden_sql_that_fails_leaves_its_turn_unscored(shop: Path) -> None:
    outcomes = await asked(
        shop,
        {"question": "number of orders", "gold_sql": "SELECT nothing FROM nowhere"},
        {"question": "number of customers", "gold_sql": "DELETE FROM customers"},
        {"question": "number of customers", "gold_sql": "SELECT count(*) FROM customers"},
    )
    assert [outcome.right for outcome in outcomes] == [None, None, True]
    assert outcomes[0].unscored == "the database does not accept the golden SQL"


async def test_order_counts_where_the_golden_sql_orders(shop: Path) -> None:
    question = {"question": "number of orders by city", "gold_sql": f"{BY_CITY} ORDER BY city DESC"}
    question["gold_sql"] = question["gold_sql"].replace("sum(amount)", "count(*)")
    assert verdicts(await asked(shop, question)) == [WRONG]
    question["gold_sql"] = question["gold_sql"].replace("DESC", "ASC")
    assert verdicts(await asked(shop, question)) == [RIGHT]


@pytest.mark.parametrize(
    ("question", "data", "right"),
    [
        ("total amount by city", [["Paris", 73], ["Oslo", 5]], True),
        ("total amount by city", [["Paris", 72], ["Oslo", 5]], False),
        (
            "total amount by year",
            {"x_data": [["2023", "2024"]], "y_data": [[10.5, 67.5]], "sort": {"channel": "x"}},
            True,
        ),
        (
            "total amount by year",
            {"x_data": [["2024", "2023"]], "y_data": [[67.5, 10.5]], "sort": {"channel": "x"}},
            False,
        ),
        (
            "number of orders by weekday",
            {
                "x_data": [["Mon", "Tue", "Wed", "Thur", "Fri", "Sat", "Sun"]],
                "y_data": [[0, 2, 1, 0, 2, 0, 0]],
            },
            True,
        ),
        (
            "number of customers by name and city",
            {
                "x_data": [["Ada", "Bo", "Cy"]],
                "y_data": [[1, 0, 1], [0, 1, 0]],
                "classify": ["Paris", "Oslo"],
            },
            True,
        ),
    ],
)
async def test_golden_data(shop: Path, question: str, data: object, right: bool) -> None:
    (outcome,) = await asked(shop, {"question": question, "gold_data": data})
    assert outcome.right is right


async def test_a_csv_file_is_one_table_and_a_chart_can_be_the_gold(shop: Path) -> None:
    spec = {"encoding": {"x": {"field": "Origin"}, "y": {"field": "MPG", "aggregate": "mean"}}}
    outcomes = await asked(
        shop,
        {"question": "average mpg by origin", "gold_vegalite": spec},
        {"question": "how many cars", "gold_sql": "SELECT count(*) FROM cars"},
        {"question": "how many cars", "gold_vegalite": {"hconcat": []}},
        db="cars.csv",
    )
    assert [outcome.right for outcome in outcomes] == [True, True, None]


async def test_a_chart_with_bins_is_of_the_table_that_its_file_is_called_like(shop: Path) -> None:
    bins = {"x": {"field": "amount", "bin": True}, "y": {"aggregate": "count"}}
    spec = {"data": {"url": "data/orders.csv"}, "encoding": bins}
    steps = {"question": "orders by amount in steps of 10", "gold_vegalite": spec}
    # No database knows what the SQL of such a chart says.
    steps["gold_sql"] = "SELECT 'none'"
    outcomes = await asked(shop, steps, {**steps, "question": "number of orders"})
    assert verdicts(outcomes) == [RIGHT, WRONG]
    elsewhere = {**steps, "gold_vegalite": {**spec, "data": {"url": "data/boats.csv"}}}
    assert verdicts(await asked(shop, elsewhere)) == [(Status.ANSWERED, None)]


async def test_today_can_be_set(shop: Path) -> None:
    question = {"question": "total amount last year", "gold_sql": "SELECT 10.5"}
    assert verdicts(await asked(shop, question, today=date(2024, 8, 1))) == [RIGHT]
    assert verdicts(await asked(shop, question, today=date(2025, 8, 1))) == [WRONG]


async def test_a_given_catalog_speaks_for_its_database_or_the_cases(shop: Path) -> None:
    catalog = shop / "mine.yaml"
    catalog.write_text(
        "datasource: {id: shop, url: sqlite:///shop.sqlite}\n"
        "datasets:\n  orders:\n    key: order_id\n"
        "    measures: {proceeds: {sum: amount, label: Proceeds}}\n"
    )
    question = {"question": "proceeds", "gold_sql": "SELECT 78"}
    assert verdicts(await asked(shop, question, catalog=catalog)) == [RIGHT]
    assert verdicts(await asked(shop, question, catalog=catalog, db=None)) == [RIGHT]
    assert verdicts(await asked(shop, question)) == [(Status.REFUSED, False)]
    catalog.write_text("datasets: 3\n")
    with pytest.raises(CatalogInvalid):
        await asked(shop, question, catalog=catalog)


@pytest.mark.parametrize("db", ["nowhere.sqlite", "golden.jsonl", "nowhere.csv", None])
async def test_a_database_that_cannot_be_read_makes_errors_that_are_not_scored(
    shop: Path, case_file: Callable[..., Path], db: str | None
) -> None:
    case_file({"id": "no database"})
    questions = {"question": "a", "variants": ["b"], "gold_sql": "SELECT 1"}
    assert verdicts(await asked(shop, questions, db=db)) == [(Status.ERROR, None)] * 2


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("{", "line"),
        ('{"id": "a", "turns": []}', "turns"),
        ('{"id": "a", "turns": [{}]}', "turns.0"),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, line: str, place: str) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_text('\n{"id": "a", "turns": [{"question": "b"}]}\n' + line)
    with pytest.raises(CaseInvalid, match=rf"golden\.jsonl:3: {place}"):
        list(read_cases(path))


async def test_what_is_told_from_the_catalog_is_right_where_a_description_is_expected(
    shop: Path,
) -> None:
    described = {"question": "what can I ask?", "expect": "describe"}
    counted = {"question": "how many customers are there", "expect": "describe"}
    by_a_query = {**counted, "also": ["SELECT count(*) FROM customers"]}

    outcomes = await asked(shop, described, counted, by_a_query)

    assert verdicts(outcomes) == [RIGHT, WRONG, RIGHT]


async def test_a_wished_for_chart_must_be_drawn(shop: Path) -> None:
    pie = {
        "question": "total amount by city as a pie chart",
        "gold_sql": BY_CITY,
        "drawn_as": "pie",
    }

    outcomes = await asked(shop, pie, {**pie, "drawn_as": "heatmap"})

    assert verdicts(outcomes) == [RIGHT, WRONG]
