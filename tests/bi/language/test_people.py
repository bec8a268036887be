"""A catalog of one kind of people: what they may be called, and how their numbers spread."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bi.language.engine import LanguageEngine
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Measure,
)
from bi.model.chart import ChartType
from bi.model.profile import NumberSpan, Profile
from bi.model.reading import ChartWish
from bi.model.semantic import Operator
from tests.bi.language.expected import Reader, q, ref, where

LEAGUE = "league"


def _dimension(name: str, type_: ColumnType = ColumnType.TEXT, **more: object) -> Dimension:
    return Dimension(LEAGUE, name, name.capitalize(), name, type_, **more)  # type: ignore[arg-type]


_ROWS = Dataset(
    LEAGUE,
    "League",
    "league",
    synonyms=("people",),
    dimensions=(
        _dimension("name", display=True),
        _dimension("team", values=("Falcons", "Owls")),
        _dimension("side", values=("left", "right")),
        _dimension("age", ColumnType.INTEGER),
        _dimension("points", ColumnType.INTEGER),
        _dimension("salary", ColumnType.INTEGER),
    ),
    measures=(
        Measure(LEAGUE, "league", "League", "*", Aggregation.COUNT),
        Measure(LEAGUE, "average_salary", "Average salary", "salary", Aggregation.AVERAGE),
        Measure(LEAGUE, "average_points", "Average points", "points", Aggregation.AVERAGE),
    ),
)
_CATALOG = Catalog(
    version="1",
    datasource=Datasource("league", "League", "duckdb:///league"),
    datasets=(_ROWS,),
    joins=(),
    default_measure="league",
)
_PROFILE = Profile(
    {},
    numbers={
        ColumnRef(LEAGUE, "age"): NumberSpan(17, 40, 23),
        ColumnRef(LEAGUE, "points"): NumberSpan(0, 900, 200),
        ColumnRef(LEAGUE, "salary"): NumberSpan(20_000, 900_000, 300),
    },
)
TODAY = date(2026, 6, 17)


def _reader(catalog: Catalog) -> Reader:
    return Reader(LanguageEngine(catalog, _PROFILE), TODAY)


@pytest.fixture(scope="module")
def league() -> Reader:
    return _reader(_CATALOG)


@pytest.mark.parametrize("people", ["players", "athletes", "participants", "people"])
def test_whole_populations_are_the_rows(league: Reader, people: str) -> None:
    assert league.query(f"how many {people} are in each team") == q("league", by=("league.team",))


def test_it_is_said_how_they_were_read(league: Reader) -> None:
    said = league.question("players by team, only players older than 30").understanding.assumptions

    assert said.count("“players” was read as “people”.") == 1


@pytest.mark.parametrize("others", ["invoices", "referees", "managers"])
def test_other_nouns_are_not(league: Reader, others: str) -> None:
    assert others in league.refused(f"how many {others} are in each team").message


def test_where_a_dataset_has_such_a_name_others_are_not_meant() -> None:
    rows = replace(_ROWS, label="Employees", synonyms=("people", "employees"))
    staff = _reader(replace(_CATALOG, datasets=(rows,)))

    assert staff.query("how many employees are in each team") == q("league", by=("league.team",))
    assert "customers" in staff.refused("how many customers are in each team").message


def test_nor_where_its_noun_sounds_like_one() -> None:
    rows = replace(_ROWS, label="Journalists", synonyms=("people", "journalists"))
    staff = _reader(replace(_CATALOG, datasets=(rows,)))

    assert "visitors" in staff.refused("how many visitors are in each team").message


def test_an_amount_that_is_scored(league: Reader) -> None:
    found = league.query("which players scored more than 50 points")

    assert found.filters == (where("league.points", 50, op=Operator.GREATER),)
    assert "scored" in league.refused("which players scored in each team").message


def test_the_highest_mean(league: Reader) -> None:
    found = league.query("which team has the highest mean salary")

    assert found.limit is not None
    assert (found.limit.count, found.order[0].descending) == (1, True)
    assert found.groups == q(by=("league.team",)).groups


def test_things_that_each_have_one_number_part_no_distribution(league: Reader) -> None:
    expected = league.query("distribution of salary")

    assert expected.groups
    assert league.query("distribution of salary across all players") == expected


def test_a_number_spread_over_several_groupings_is_drawn_from_the_rows(league: Reader) -> None:
    found = league.question("distribution of salary by team and side")

    assert found.query.columns == (ref("league.salary"), ref("league.team"), ref("league.side"))
    assert found.chart is ChartType.BOXPLOT


def test_a_boxplot_of_what_was_counted_in_steps_is_of_its_rows(league: Reader) -> None:
    steps = league.question("distribution of salary by team, only under 30 years old").query
    found = league.question("as a boxplot", steps)

    assert found.chart is ChartType.BOXPLOT
    assert found.query.columns == (ref("league.salary"), ref("league.team"))
    assert found.query.filters == steps.filters
    assert not found.query.measures
    assert found.refines


def test_other_charts_are_of_what_was_shown(league: Reader) -> None:
    steps = league.question("distribution of salary").query
    averages = league.question("average salary by team").query

    assert league.read("as a bar chart", steps) == ChartWish(ChartType.BAR)
    assert league.read("as a boxplot", averages) == ChartWish(ChartType.BOXPLOT)


def test_this_for_each_keeps_what_it_is_by(league: Reader) -> None:
    first = league.question("players by team").query

    for sentence in ("show this for each side", "show the chart with each side as well"):
        assert league.query(sentence, first) == q("league", by=("league.team", "league.side"))


def test_the_number_is_what_was_measured(demo: Reader) -> None:
    first = demo.question("number of orders by region").query
    found = demo.query("how does the number vary over the months?", first)

    assert [group.kind for group in found.groups] == ["time", "dimension"]
    assert found.measures == first.measures


def test_a_chart_with_two_numbers_is_of_these(league: Reader) -> None:
    found = league.query("create a chart with age and points")

    assert set(found.columns) == {ref("league.age"), ref("league.points")}
