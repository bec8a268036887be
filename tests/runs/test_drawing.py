"""A result drawn again, in words or by a client: no SQL runs, and what cannot be had is said."""

from __future__ import annotations

import pytest

from bi.model.chart import Chart, ChartOptions, ChartSort, ChartType
from nodes.events import Complete, Failed
from runs.model import Ask, TurnRequest, Visualize
from runs.service import Service
from tests.conversation import Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")
REDRAWN = ("router", "viz")


async def shown(talk: Conversation, request: TurnRequest | str) -> Chart:
    """The chart after a turn that ran no SQL."""
    ending = await talk.turn(Ask(request) if isinstance(request, str) else request)
    assert isinstance(ending, Complete), ending
    assert ending.answer.visited == REDRAWN
    assert ending.answer.chart is not None
    return ending.answer.chart


async def asked(talk: Conversation, text: str) -> Chart:
    chart = (await talk.say(text)).answer.chart
    assert chart is not None
    return chart


async def refused(talk: Conversation, request: TurnRequest) -> Failed:
    ending = await talk.turn(request)
    assert isinstance(ending, Failed)
    assert ending.code == "chart_not_possible"
    return ending


async def test_words_change_the_drawing_alone(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by region")
    assert (await shown(talk, "as a pie")).type is ChartType.PIE
    assert (await shown(talk, "donut instead")).type is ChartType.DONUT
    assert (await shown(talk, "horizontal bars")).type is ChartType.HORIZONTAL_BAR
    logged = await shown(talk, "on a log scale")
    assert (logged.type, logged.options) == (ChartType.HORIZONTAL_BAR, ChartOptions(log=True))
    named = await shown(talk, "sort the bars by name")
    assert named.options == ChartOptions(True, None, ChartSort.NAME)
    linear = await shown(talk, "linear scale again")
    assert linear.options == ChartOptions(sort=ChartSort.NAME)


async def test_the_answer_says_how_it_is_drawn(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by region")
    said = await talk.say("as a bar chart on a log scale")
    assert said.answer.text == "Here is Revenue by region as a bar chart, on a log scale."


async def test_a_stack_is_put_side_by_side_and_back(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by category")
    assert (await asked(talk, "stacked by segment")).type is ChartType.STACKED_BAR
    assert (await shown(talk, "side by side")).type is ChartType.GROUPED_BAR
    assert (await shown(talk, "stacked")).type is ChartType.STACKED_BAR


async def test_options_stay_as_long_as_the_columns_do(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by region on a log scale")
    narrowed = await asked(talk, "only 2025")
    assert narrowed.options == ChartOptions(log=True)
    assert (await asked(talk, "by month instead")).options == ChartOptions()


async def test_an_order_of_the_rows_takes_the_place_of_one_of_the_bars(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by region")
    await shown(talk, "sort the bars by name")
    sorted_rows = await asked(talk, "lowest first")
    assert sorted_rows.options == ChartOptions()
    assert sorted_rows.spec["encoding"]["x"]["sort"] == {
        "field": "revenue",
        "op": "sum",
        "order": "ascending",
    }


async def test_what_a_wish_cannot_have_is_refused_with_what_can(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by region as a pie")
    failed = await refused(talk, Ask("on a log scale"))
    assert failed.message == "A pie has no axis for a log scale; bars, lines and scatter plots do."
    assert failed.details["possible"] == ["bar", "horizontal_bar"]
    assert (await shown(talk, "as bars")).options == ChartOptions()


async def test_what_another_chart_cannot_keep_is_said_once(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "histogram of revenue by customer with 20 bins")
    kept = await shown(talk, "as horizontal bars")
    assert kept.note is not None
    assert kept.note.startswith("Bins are steps of a histogram; a horizontal bar has none.")
    assert "Bins" not in ((await shown(talk, "sort the bars by name")).note or "")


async def test_bins_of_the_drawing_and_of_the_query(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by customer")
    drawn = await shown(talk, "as a histogram with 20 bins")
    assert (drawn.type, drawn.options.bins) == (ChartType.HISTOGRAM, 20)
    assert (await shown(talk, "10 bins")).options.bins == 10

    other = await Conversation.begin(service)
    fine = await other.say("histogram of unit price with 20 bins")
    coarse = await other.say("10 bins")
    assert coarse.answer.visited[1] == "sql"
    assert len(coarse.rows) < len(fine.rows)
    assert coarse.answer.chart is not None
    assert coarse.answer.chart.type is ChartType.HISTOGRAM


async def test_a_choice_between_readings_keeps_what_was_wished(service: Service) -> None:
    talk = await Conversation.begin(service)
    await talk.say("histogram of order value with 20 bins")
    chart = await asked(talk, "1")
    assert (chart.type, chart.options) == (ChartType.HISTOGRAM, ChartOptions(bins=20))


async def test_a_client_draws_with_options_of_its_own(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "revenue by region")
    by_name = Visualize(ChartType.PIE, ChartOptions(sort=ChartSort.NAME))
    pie = await shown(talk, by_name)
    assert (pie.type, pie.options.sort) == (ChartType.PIE, ChartSort.NAME)
    # The type stays without a word of it, and so do the options.
    lowest = await shown(talk, Visualize(options=ChartOptions(sort=ChartSort.ASCENDING)))
    assert lowest.type is ChartType.PIE
    assert (await shown(talk, Visualize(ChartType.DONUT))).options.sort is ChartSort.ASCENDING
    plain = await shown(talk, Visualize(options=ChartOptions()))
    assert plain.options == ChartOptions()
    failed = await refused(talk, Visualize(options=ChartOptions(log=True)))
    assert failed.details["option"] == "log"


async def test_points_stay_points_when_they_are_told_apart(service: Service) -> None:
    talk = await Conversation.begin(service)
    await asked(talk, "scatter of profit and sales")
    coloured = await asked(talk, "color by category")
    assert (coloured.type, coloured.series) == (ChartType.SCATTER, "category")
