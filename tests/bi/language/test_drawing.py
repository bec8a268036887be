"""Questions for a drawing: what is along its axes, what is told apart, how it is sorted."""

from __future__ import annotations

import pytest

from bi.model.catalog import Aggregation, ColumnRef, Grain
from bi.model.chart import ChartOptions, ChartType
from bi.model.reading import ChartWish
from bi.model.semantic import (
    Aggregate,
    CountRows,
    DatePart,
    DatePartGroup,
    DimensionGroup,
    Filter,
    Measured,
    NamedMeasure,
    Operator,
    Order,
    OrderTarget,
    SemanticQuery,
    TimeGroup,
    Value,
)
from tests.bi.language.expected import Reader
from tests.bi.language.harbour import BOATS, harbour_reader


@pytest.fixture(scope="module")
def harbour() -> Reader:
    return harbour_reader()


def _ref(name: str) -> ColumnRef:
    return ColumnRef(BOATS, name)


def _by(*names: str) -> tuple[DimensionGroup, ...]:
    return tuple(DimensionGroup(_ref(name)) for name in names)


def _average(name: str) -> Aggregate:
    return Aggregate(Aggregation.AVERAGE, _ref(name))


BOATS_COUNTED = NamedMeasure("boats")
DRAUGHT = NamedMeasure("average_draught")
AVERAGE_DRAUGHT = NamedMeasure("average_draught")


def _values(query: SemanticQuery) -> tuple[Value, ...]:
    return tuple(measured.value for measured in query.measures)


@pytest.mark.parametrize(
    ("text", "values", "groups"),
    [
        ("draught by flag", (DRAUGHT,), _by("flag")),
        ("sail area across rigs", (_average("sail_area"),), _by("rig")),
        ("tonnage by flag colored by rig", (NamedMeasure("tonnage"),), _by("flag", "rig")),
        ("flag and draught in a pie chart", (DRAUGHT,), _by("flag")),
        ("plot the average sail area against cabins", (_average("sail_area"),), _by("cabins")),
        ("sail area over the built year", (_average("sail_area"),), _by("built_year")),
        ("how does draught vary by the number of cabins", (DRAUGHT,), _by("cabins")),
        ("the x axis is the rig and the y axis the average sail area",
         (_average("sail_area"),), _by("rig")),
        ("the highest sail area for each flag",
         (Aggregate(Aggregation.MAX, _ref("sail_area")),), _by("flag")),
        ("average sail area for different flags", (_average("sail_area"),), _by("flag")),
        ("count by flag", (BOATS_COUNTED,), _by("flag")),
        ("distribution of rigs", (BOATS_COUNTED,), _by("rig")),
        ("plot the rig", (BOATS_COUNTED,), _by("rig")),
        ("what are the flags of the boats, and count them by a bar chart",
         (BOATS_COUNTED,), _by("flag")),
        ("a bar chart of the number of flags", (BOATS_COUNTED,), _by("flag")),
        ("show the proportion of flags in a pie", (BOATS_COUNTED,), _by("flag")),
        ("show the proportion of the total sail area of each flag in a pie",
         (Aggregate(Aggregation.SUM, _ref("sail_area")),), _by("flag")),
        ("number of boats grouped by cabins", (BOATS_COUNTED,), _by("cabins")),
        ("line chart of average sail area", (_average("sail_area"),), _by("built_year")),
        ("a bar chart with the flag and the number of boats", (BOATS_COUNTED,), _by("flag")),
        ("compare the frequency of flags using a bar chart", (BOATS_COUNTED,), _by("flag")),
        ("group and count the flags", (BOATS_COUNTED,), _by("flag")),
        ("what are the flags and the number of boats of each one",
         (BOATS_COUNTED,), _by("flag")),
        ("how many boats of each flag? Draw a pie chart grouping by each flag",
         (BOATS_COUNTED,), _by("flag")),
        ("plot two attributes: the rig and the average sail area of each",
         (_average("sail_area"),), _by("rig")),
    ],
)  # fmt: skip
def test_numbers_are_measured_along_what_parts_the_rows(
    harbour: Reader, text: str, values: tuple[Value, ...], groups: tuple[DimensionGroup, ...]
) -> None:
    query = harbour.query(text)
    assert (_values(query), query.groups, query.columns) == (values, groups, ())


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("correlation between draught and sail area", ("draught", "sail_area")),
        ("draught vs sail area", ("sail_area", "draught")),
        ("scatter plot of sail area by draught", ("draught", "sail_area")),
        ("scatter plot of sail area and draught colored by flag",
         ("sail_area", "draught", "flag")),
        ("how does draught relate to sail area", ("draught", "sail_area")),
        ("box plot of draught by flag", ("draught", "flag")),
        ("distribution of name and draught", ("name", "draught")),
    ],
)  # fmt: skip
def test_points_are_single_rows(harbour: Reader, text: str, columns: tuple[str, ...]) -> None:
    query = harbour.query(text)
    assert query.measures == ()
    assert query.columns == tuple(_ref(name) for name in columns)
    assert not query.distinct


def test_points_are_told_apart_by_the_next_sentence(harbour: Reader) -> None:
    points = harbour.query("draught vs sail area")
    told = harbour.query("color by flag", points)
    assert told.columns == (_ref("sail_area"), _ref("draught"), _ref("flag"))
    assert harbour.query("color by flag", harbour.query("draught by rig")).groups == _by(
        "rig", "flag"
    )


@pytest.mark.parametrize(
    ("text", "chart"),
    [
        ("boats by flag using a bar chart", ChartType.BAR),
        ("boats by flag by a pie", ChartType.PIE),
        ("draught vs sail area", ChartType.SCATTER),
        ("bar chart of draught by flag", ChartType.BAR),
        ("boats by flag", None),
    ],
)
def test_a_wish_for_a_chart_is_kept(harbour: Reader, text: str, chart: ChartType | None) -> None:
    assert harbour.question(text).chart == chart


X, Y = OrderTarget.GROUP, OrderTarget.MEASURE


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("boats by flag, sort by the x axis in desc", Order(X, 0, descending=True)),
        ("boats by flag, rank Y from low to high", Order(Y, 0, descending=False)),
        ("boats by flag, display y-axis in descending order", Order(Y, 0, descending=True)),
        ("boats by flag, show in ascending by the X", Order(X, 0, descending=False)),
        ("boats by flag, order by the total number in desc", Order(Y, 0, descending=True)),
        ("boats by flag, and display flag in descending order", Order(X, 0, descending=True)),
        ("boats by flag, list by the names in desc", Order(X, 0, descending=True)),
        ("average draught by flag in ascending order, and sorted by flag",
         Order(X, 0, descending=False)),
        ("boats by flag, order names in ascending order", Order(X, 0, descending=False)),
        ("sort the flags in descending order of their number of boats",
         Order(Y, 0, descending=True)),
        ("average draught by flag in ascending order of the average draught",
         Order(Y, 0, descending=False)),
    ],
)  # fmt: skip
def test_an_axis_can_be_sorted_by(harbour: Reader, text: str, order: Order) -> None:
    assert harbour.query(text).order == (order,)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("number of boats, bin the arrival by month", TimeGroup(Grain.MONTH, _ref("arrival"))),
        ("boats in each year, and bin the departure by year interval",
         TimeGroup(Grain.YEAR, _ref("departure"))),
        ("boats binned by arrival weekday", DatePartGroup(DatePart.WEEKDAY, _ref("arrival"))),
        ("boats for each arrival, and bin it by month", TimeGroup(Grain.MONTH, _ref("arrival"))),
        ("boats in each day, bin the arrival by month", TimeGroup(Grain.MONTH, _ref("arrival"))),
        ("number of arrivals for each month", TimeGroup(Grain.MONTH, _ref("arrival"))),
    ],
)  # fmt: skip
def test_a_date_is_put_into_buckets(
    harbour: Reader, text: str, group: TimeGroup | DatePartGroup
) -> None:
    query = harbour.query(text)
    assert (query.measures, query.groups) == ((Measured(BOATS_COUNTED),), (group,))


@pytest.mark.parametrize(
    "text",
    [
        "draught by keel type",
        "plot the mast height against sail area",
        "scatter plot of draught and beam",
        "distribution of keels",
        "boats by flag in a marimekko chart",
        "sort the boats by beam",
    ],
)
def test_what_is_not_in_the_data_is_still_refused(harbour: Reader, text: str) -> None:
    harbour.refused(text)


def test_counts_are_said_to_be_counts(harbour: Reader) -> None:
    question = harbour.question("plot the rig")
    assert "The rows are counted, as no measure was named." in question.understanding.assumptions
    assert CountRows(BOATS) not in _values(question.query)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("the number of boats ordered by flag", _by("flag")),
        ("how many boats, sorted by the built year", _by("built_year")),
    ],
)
def test_what_a_number_is_sorted_by_is_what_it_is_seen_by(
    harbour: Reader, text: str, groups: tuple[DimensionGroup, ...]
) -> None:
    assert harbour.question(text).query.groups == groups


def test_a_number_of_things_is_not_sorted_by_their_own_names(harbour: Reader) -> None:
    harbour.refused("the number of boats ordered by name")


def test_counted_things_are_placed_by_the_first_that_has_what_they_are_sorted_by(
    harbour: Reader,
) -> None:
    found = harbour.question("flags of the boats by ascending order of sail area, and count them")
    least = Measured(Aggregate(Aggregation.MIN, _ref("sail_area")))
    assert found.query.measures == (Measured(BOATS_COUNTED), least)
    assert found.query.order == (Order(Y, 1, descending=False),)
    assert any("Each is placed" in one for one in found.understanding.assumptions)


def test_buckets_of_no_date_in_particular_are_those_that_were_named(harbour: Reader) -> None:
    by_year = harbour.query("number of boats in each year")
    assert harbour.query("number of boats in each year, binned by year") == by_year


def test_a_condition_after_a_direction_is_not_sorted_by(harbour: Reader) -> None:
    text = "names and draughts of the boats ordered by draught in ascending built after 2000"
    query = harbour.question(text).query
    assert query.filters == (Filter(_ref("built_year"), Operator.GREATER, (2000,)),)
    assert query.order == (Order(OrderTarget.COLUMN, 1, descending=False),)


@pytest.mark.parametrize(
    ("text", "columns", "panels"),
    [
        ("scatter plot of draught against sail area", ("sail_area", "draught"), None),
        ("plot draught vs sail area", ("sail_area", "draught"), None),
        ("relationship between draught and sail area", ("draught", "sail_area"), None),
        (
            "scatter plot, draught on the y axis and sail area on the x axis",
            ("sail_area", "draught"),
            None,
        ),
        ("scatter plot, x axis draught, y axis sail area", ("draught", "sail_area"), None),
        ("does higher draught mean lower sail area", ("draught", "sail_area"), None),
        (
            "scatter plot of draught and sail area by rig",
            ("draught", "sail_area", "rig"),
            None,
        ),
        (
            "scatter plot of draught and sail area faceted by rig",
            ("draught", "sail_area", "rig"),
            "rig",
        ),
        (
            "show small multiples of draught against sail area for each rig",
            ("sail_area", "draught", "rig"),
            "rig",
        ),
        (
            "plot draught against sail area for each rig separately",
            ("sail_area", "draught", "rig"),
            "rig",
        ),
        (
            "different scatter plots of draught against sail area for each rig",
            ("sail_area", "draught", "rig"),
            "rig",
        ),
    ],
)
def test_what_points_lie_along_and_are_parted_by(
    harbour: Reader, text: str, columns: tuple[str, ...], panels: str | None
) -> None:
    question = harbour.question(text)
    assert tuple(ref.name for ref in question.query.columns) == columns
    assert question.options == (ChartOptions(panels=panels) if panels else None)


@pytest.mark.parametrize(
    ("text", "groups", "panels"),
    [
        ("tonnage by flag, small multiples by rig", _by("flag", "rig"), "rig"),
        ("tonnage by flag and rig in separate panels", _by("flag", "rig"), "rig"),
        ("tonnage by flag with separate charts for each rig", _by("flag", "rig"), "rig"),
        ("tonnage by flag and rig", _by("flag", "rig"), None),
    ],
)
def test_panels_are_of_what_is_said_of_them(
    harbour: Reader, text: str, groups: tuple[DimensionGroup, ...], panels: str | None
) -> None:
    question = harbour.question(text)
    assert question.query.groups == groups
    assert question.options == (ChartOptions(panels=panels) if panels else None)


def test_panels_may_be_asked_of_what_is_shown(harbour: Reader) -> None:
    shown = harbour.query("tonnage by flag and rig")
    wish = harbour.read("as small multiples", shown)
    assert isinstance(wish, ChartWish)
    assert wish.options == ChartOptions(panels="rig")


def test_the_number_of_what_tells_rows_apart_is_that_of_the_rows(harbour: Reader) -> None:
    assert _values(harbour.query("number of names by flag")) == (BOATS_COUNTED,)
