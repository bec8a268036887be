"""Rules in words: what the engine can follow it follows, and it says what it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.model.catalog import Calendar, FiscalYear
from bi.model.reading import Question
from bi.model.semantic import Filter, Limit, Related, SemanticQuery
from tests.bi.language.expected import Reader, where, without
from tests.bi.language.lessons.teaching import taken_of, taught

RETURNED = without("order_lines.returned", True)
ONLINE = where("orders.channel", "Online")
FILTERS: list[tuple[str, tuple[Filter, ...]]] = [
    ("Leave out returned orders", (RETURNED,)),
    ("Please ignore returned orders unless asked otherwise.", (RETURNED,)),
    ("do not count returned order lines", (RETURNED,)),
    ("exclude small businesses", (without("customers.segment", "Small Business"),)),
    ("never include Germany and France", (without("customers.country", "Germany", "France"),)),
    ("only online orders unless asked otherwise", (ONLINE,)),
    ("always look at region North", (where("orders.region", "North"),)),
    ("Only consider region North or region West",
     (where("orders.region", "North", "West"),)),
    ("only corporate customers in Canada",
     (where("customers.segment", "Corporate"), where("customers.country", "Canada"))),
]  # fmt: skip
GERMAN_FILTERS: list[tuple[str, tuple[Filter, ...]]] = [
    ("Lass Bayern weg", (without("customers.state", "Bayern"),)),
    ("Bitte immer nur Kunden aus Bayern betrachten", (where("customers.state", "Bayern"),)),
    ("ignoriere Technik", (without("products.category", "Technik"),)),
    ("nur Bestellungen aus Bayern, wenn nicht anders gefragt",
     (where("customers.state", "Bayern"),)),
]  # fmt: skip
BERLIN = Calendar(time_zone="Europe/Berlin")
CALENDARS = [
    ("Times are in Berlin time", BERLIN),
    ("days are those of Berlin", BERLIN),
    ("Use the time zone Europe/Berlin.", BERLIN),
    ("All dates are in New York time", Calendar(time_zone="America/New_York")),
    ("use UTC", Calendar()),
    ("The fiscal year starts in April", Calendar(fiscal_year=FiscalYear(4))),
    ("Our financial year begins on 1 July", Calendar(fiscal_year=FiscalYear(7))),
    ("Weeks begin on Sunday", Calendar(week_start=6)),
]
GERMAN_CALENDARS = [
    ("Zeiten sind in Berliner Zeit", BERLIN),
    ("Die Zeitzone ist Europe/Berlin", BERLIN),
    ("Verwende UTC", Calendar()),
    ("Das Geschäftsjahr beginnt im April", Calendar(fiscal_year=FiscalYear(4))),
    ("Die Woche beginnt am Sonntag", Calendar(week_start=6)),
]
NOT_FOLLOWED = [
    "If the task requires calculating the growth rate, use the LAG function in SQL",
    "leave out returned orders in Canada",
    "exclude test customers",
    "only orders without discount",
    "Revenue is always net of discounts",
    "We sell online",
    "Be polite.",
    "Paris is lovely this time of year",
    "unless a period is named, take care",
]


@pytest.mark.parametrize(("instruction", "filters"), FILTERS)
def test_filters_that_stand(demo: Reader, instruction: str, filters: tuple[Filter, ...]) -> None:
    reader = taught(demo, instructions=(instruction,))
    (taken,) = taken_of(reader)
    assert taken.applied, taken.note
    assert filters_of(reader, "revenue by month") == filters


@pytest.mark.parametrize(("instruction", "filters"), GERMAN_FILTERS)
def test_german_filters_that_stand(
    german: Reader, instruction: str, filters: tuple[Filter, ...]
) -> None:
    reader = taught(german, instructions=(instruction,))
    assert filters_of(reader, "Umsatz nach Monat") == filters


@pytest.mark.parametrize(("instruction", "calendar"), CALENDARS)
def test_calendars(demo: Reader, instruction: str, calendar: Calendar) -> None:
    reader = taught(demo, instructions=(instruction,))
    assert taken_of(reader)[0].applied
    assert reader.engine.catalog.calendar == calendar


@pytest.mark.parametrize(("instruction", "calendar"), GERMAN_CALENDARS)
def test_german_calendars(german: Reader, instruction: str, calendar: Calendar) -> None:
    reader = taught(german, instructions=(instruction,))
    assert taken_of(reader)[0].applied
    assert reader.engine.catalog.calendar == calendar


@pytest.mark.parametrize("instruction", NOT_FOLLOWED)
def test_what_is_not_understood_as_a_whole_is_not_followed_and_told(
    demo: Reader, instruction: str
) -> None:
    reader = taught(demo, instructions=(instruction,))
    (taken,) = taken_of(reader)
    assert not taken.applied
    assert "not a rule that can be followed" in taken.note
    plain, told = demo.question("revenue by month"), reader.question("revenue by month")
    assert told.query == plain.query
    assert any("Not applied: “" in one for one in told.understanding.assumptions)


def test_one_sentence_that_is_not_understood_makes_the_instruction_unapplied(
    demo: Reader,
) -> None:
    reader = taught(demo, instructions=("Leave out returned orders. Then dance.",))
    (taken,) = taken_of(reader)
    assert not taken.applied
    assert "not returned" in taken.note
    assert "“Then dance” is not a rule" in taken.note
    assert filters_of(reader, "revenue by month") == (RETURNED,)


@pytest.fixture(scope="module")
def reader(demo: Reader) -> Reader:
    return taught(demo, instructions=("Leave out returned orders",))


def test_the_answer_shows_the_filter_and_whose_rule_it_is(reader: Reader) -> None:
    understanding = reader.question("revenue by month").understanding
    token = understanding.tokens[-1]
    assert (token.kind, token.text, token.start) == ("filter", "Not returned", None)
    assert understanding.assumptions == (
        "Not returned, by the instruction “Leave out returned orders”.",
    )


def test_follow_ups_have_it_once(reader: Reader) -> None:
    first = reader.question("revenue by month").query
    second = reader.question("only online", first).query
    third = reader.question("by region instead", second).query
    assert third.filters == (ONLINE, RETURNED)
    understanding = reader.question("top 3", third).understanding
    assert [token.text for token in understanding.tokens].count("Not returned") == 1


def test_it_does_not_stand_in_the_way_of_another_measure(reader: Reader) -> None:
    first = reader.question("revenue by country").query
    second = reader.question("number of customers instead", first)
    assert second.query.filters == ()
    assert "“Leave out returned orders” is not applied" in second.understanding.assumptions[-1]


@pytest.mark.parametrize(
    ("asked", "filters"),
    [
        ("returned orders by month", (where("order_lines.returned", True),)),
        ("revenue of returned orders by month", (where("order_lines.returned", True),)),
        ("number of returns by month", ()),
        ("return rate by region", ()),
        ("revenue by returned", ()),
        ("revenue including returned orders by month", ()),
    ],
)
def test_a_question_about_it_sets_it_aside_and_says_so(
    reader: Reader, asked: str, filters: tuple[Filter, ...]
) -> None:
    question = reader.question(asked)
    assert question.query.filters == filters
    assert any("is set aside" in one for one in question.understanding.assumptions)


def test_a_value_that_is_left_out_is_so_by_its_column_too(demo: Reader) -> None:
    reader = taught(demo, instructions=("exclude small businesses unless asked otherwise",))
    left_out = (without("customers.segment", "Small Business"),)
    assert filters_of(reader, "revenue by segment") == left_out
    assert filters_of(reader, "revenue of small businesses") == (
        where("customers.segment", "Small Business"),
    )


def test_it_is_set_aside_for_a_whole_conversation(reader: Reader) -> None:
    first = reader.question("revenue by month").query
    second = reader.question("remove all filters", first).query
    assert second.filters == ()
    assert reader.question("by quarter", second).query.filters == ()
    assert reader.question("profit by month", None).query.filters == (RETURNED,)


def test_related_rows_are_those_it_leaves(demo: Reader) -> None:
    reader = taught(demo, instructions=("only online orders",))
    (condition,) = reader.question("how many customers have more than 10 orders").query.conditions
    (plain,) = demo.question("how many customers have more than 10 orders").query.conditions
    assert isinstance(plain, Related)
    assert condition == replace(plain, filters=(ONLINE,))


@pytest.mark.parametrize(
    "instruction", ["If nothing is named, use profit", "the default measure is profit"]
)
def test_the_measure_of_questions_that_name_none(demo: Reader, instruction: str) -> None:
    reader = taught(demo, instructions=(instruction,))
    assert query(reader, "top 5 customers") == query(demo, "top 5 customers by profit")


def test_the_period_of_questions_that_name_none(demo: Reader) -> None:
    reader = taught(demo, instructions=("Unless a period is named, take the last 12 months",))
    question = reader.question("revenue by region")
    assert question.query == query(demo, "revenue by region in the last 12 months")
    assert question.understanding.tokens[-1].text == "In the last 12 months"
    for text in ("revenue by region in 2024", "revenue by region for all time"):
        assert query(reader, text) == query(demo, text)
    assert query(reader, "by channel", question.query) == query(demo, "by channel", question.query)


def test_german_defaults(german: Reader) -> None:
    reader = taught(
        german,
        instructions=(
            "Wenn nichts genannt ist, nimm Gewinn",
            "Wenn kein Zeitraum genannt ist, nimm das letzte Jahr",
        ),
    )
    assert all(one.applied for one in taken_of(reader))
    assert reader.query("Umsatz nach Region") == german.query("Umsatz nach Region im letzten Jahr")


def test_the_rows_of_questions_that_say_no_number(demo: Reader) -> None:
    reader = taught(demo, instructions=("By default show the top 10",))
    assert query(reader, "revenue by product").limit == Limit(10)
    assert query(reader, "top 3 products by revenue").limit == Limit(3)
    assert query(reader, "revenue by month").limit is None


def test_an_instruction_may_be_a_term(demo: Reader) -> None:
    instructions = ("bookings means revenue", "“sales” means profit")
    reader = taught(demo, instructions=instructions)
    assert [(one.entry, one.applied) for one in taken_of(reader)] == [
        (instructions[0], True),
        (instructions[1], False),
    ]
    assert query(reader, "bookings by month") == query(demo, "revenue by month")


def test_of_two_rules_about_one_thing_the_first_stands(demo: Reader) -> None:
    reader = taught(demo, instructions=("use Berlin time", "use UTC", "weeks start on Sunday"))
    assert [one.applied for one in taken_of(reader)] == [True, False, True]
    assert reader.engine.catalog.calendar == Calendar(week_start=6, time_zone="Europe/Berlin")
    reader = taught(demo, instructions=("only online orders", "exclude online orders"))
    assert [one.applied for one in taken_of(reader)] == [True, False]


def filters_of(reader: Reader, text: str) -> tuple[Filter, ...]:
    return query(reader, text).filters


def query(reader: Reader, text: str, previous: SemanticQuery | None = None) -> SemanticQuery:
    reading = reader.read(text, previous)
    assert isinstance(reading, Question), reading
    return reading.query
