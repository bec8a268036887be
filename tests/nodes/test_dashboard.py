"""Dashboards made, changed and read in a session, over the real service and the demo's data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.model.chart import ChartType
from bi.model.dashboard import Dashboard, DateFilter, ValueFilter
from nodes.answer import Answer, Intent
from nodes.events import Complete, Failed, Progress
from nodes.state import DASHBOARD_HISTORY
from runs.model import Compose
from runs.service import Service
from tests.conversation import Conversation

pytestmark = pytest.mark.asyncio(loop_scope="module")

SALES = "sales dashboard for 2024: revenue by month, top 5 products, orders by segment as a pie"


class Board(Conversation):
    """A conversation whose turns are sent to the dashboard."""

    async def compose(
        self, text: str, dashboard: Dashboard | None = None, tile_id: str | None = None
    ) -> Answer:
        ending = await self.turn(Compose(text, dashboard, tile_id))
        assert isinstance(ending, Complete), ending
        return ending.answer

    async def told(self, text: str) -> tuple[Answer, list[str]]:
        """The answer and the progress on the way to it."""
        run_id = await self.begun(Compose(text))
        events = [one.event async for one in self.service.runs.events(self.session_id, run_id)]
        last = events[-1]
        assert isinstance(last, Complete), last
        return last.answer, [one.message for one in events if isinstance(one, Progress)]


async def board(service: Service) -> Board:
    session = await service.sessions.create(Board(service, "").principal)
    return Board(service, session.session_id)


def charts(answer: Answer) -> dict[str, ChartType | None]:
    assert answer.dashboard is not None
    return {tile.title: tile.chart for tile in answer.dashboard.tiles}


async def test_a_new_dashboard_says_what_it_shows_and_settles_its_charts(service: Service) -> None:
    talk = await board(service)
    answer, progress = await talk.told(SALES)
    assert answer.intent is Intent.DASHBOARD
    assert answer.visited == ("router", "dashboard")
    assert progress[-1] == "Creating a new dashboard"
    assert charts(answer) == {
        "Revenue by month": ChartType.LINE,
        "Top 5 products by revenue": ChartType.BAR,
        "Orders by segment": ChartType.PIE,
    }
    assert "3 charts" in answer.text
    assert "date: 2024" in answer.text


async def test_each_kind_of_turn_tells_what_it_does(service: Service) -> None:
    talk = await board(service)
    await talk.compose(SALES)
    _, changing = await talk.told("add orders by channel")
    _, filtering = await talk.told("add a filter for region")
    _, analysing = await talk.told("what stands out here?")
    assert changing[-1] == "Modifying visualization"
    assert filtering[-1] == "Adding filters to visualizations"
    assert analysing[-1] == "Analyzing the current dashboard"


async def test_it_is_the_tile_that_was_spoken_of_last(service: Service) -> None:
    talk = await board(service)
    await talk.compose(SALES)
    await talk.compose("add orders by channel")
    said = await talk.say("as a donut")
    assert charts(said.answer)["Orders by channel"] is ChartType.DONUT
    drawn = await talk.visualize("table")
    assert charts(drawn.answer)["Orders by channel"] is ChartType.TABLE
    refined = await talk.refine("by month")
    assert "Orders by month and channel" in charts(refined.answer)


async def test_a_question_in_between_is_what_follow_ups_are_about(service: Service) -> None:
    talk = await board(service)
    made = await talk.compose(SALES)
    asked = await talk.say("revenue by region")
    assert asked.answer.intent is Intent.QUERY
    drawn = await talk.say("as a pie chart")
    assert drawn.answer.intent is Intent.VISUALIZE
    # What can only be said of the dashboard still is.
    removed = await talk.say("remove the second chart")
    assert removed.answer.dashboard is not None
    assert made.dashboard is not None
    kept = [tile.id for tile in made.dashboard.tiles if tile.title != "Top 5 products by revenue"]
    assert [tile.id for tile in removed.answer.dashboard.tiles] == kept


async def test_a_question_sent_to_the_dashboard_leaves_it_as_it_is(service: Service) -> None:
    talk = await board(service)
    made = await talk.compose(SALES)
    answer = await talk.compose("what are the top 3 customers by revenue?")
    assert answer.intent is Intent.QUERY
    assert answer.title == "Top 3 customers by revenue"
    assert answer.dashboard is None
    after = await talk.compose("rename the dashboard to 'Again'")
    assert after.dashboard is not None
    assert made.dashboard is not None
    assert after.dashboard.tiles == made.dashboard.tiles


async def test_whoever_sends_no_dashboard_is_shown_a_new_one(service: Service) -> None:
    talk = await board(service)
    made = await talk.compose(SALES)
    shown = await talk.compose("show me sales by region for Q4 2025")
    assert list(charts(shown)) == ["Revenue by region in Q4 2025"]
    broken_down = await talk.compose("now break that down by month")
    assert list(charts(broken_down)) == ["Revenue by month and region in Q4 2025"]
    with_one = await talk.compose("show me sales by region for Q4 2025", made.dashboard)
    assert with_one.intent is Intent.QUERY


async def test_that_is_the_question_that_was_answered_last(service: Service) -> None:
    talk = await board(service)
    await talk.compose(SALES)
    await talk.compose("what are total orders by channel?")
    answer = await talk.compose("now break that down by year")
    assert answer.intent is Intent.QUERY
    assert answer.title == "Orders by year and channel"
    # A chart that is named is one of the dashboard's.
    changed = await talk.compose("break that pie chart down by year")
    assert "Orders by year and segment" in charts(changed)
    again = await talk.compose("as a table")
    assert charts(again)["Orders by year and segment"] is ChartType.TABLE


async def test_one_chart_of_two_measures_is_one_chart(service: Service) -> None:
    talk = await board(service)
    await talk.compose(SALES)
    answer = await talk.compose("add a scatter of profit and revenue by product")
    assert charts(answer)["Profit and revenue by product"] is ChartType.SCATTER


async def test_groups_that_a_filter_leaves_one_of_are_no_single_figure(service: Service) -> None:
    talk = await board(service)
    await talk.compose(SALES)
    await talk.compose("filter everything to Technology")
    answer = await talk.compose("add revenue by category")
    assert charts(answer)["Revenue by category"] is None
    freed = await talk.compose("remove the category filter")
    assert charts(freed)["Revenue by category"] is ChartType.BAR


async def test_an_overview_of_several_subjects_shows_each(service: Service) -> None:
    talk = await board(service)
    answer = await talk.compose("build an overview of orders, revenue and profit")
    assert {"Orders", "Revenue", "Profit"} <= set(charts(answer))


async def test_undo_goes_back_as_far_as_is_remembered(service: Service) -> None:
    talk = await board(service)
    await talk.compose(SALES)
    for number in range(DASHBOARD_HISTORY + 1):
        await talk.compose(f"rename the dashboard to 'Number {number}'")
    titles = []
    for _ in range(DASHBOARD_HISTORY):
        undone = await talk.compose("undo")
        assert undone.dashboard is not None
        titles.append(undone.dashboard.title)
    assert titles == [f"Number {number}" for number in reversed(range(DASHBOARD_HISTORY))]
    nothing = await talk.compose("undo")
    assert nothing.text == "There is no change of this dashboard to undo."


async def test_a_chart_that_the_rows_cannot_be_changes_nothing(service: Service) -> None:
    talk = await board(service)
    made = await talk.compose(SALES)
    answer = await talk.compose("add orders by channel and make the first chart a scatter plot")
    assert answer.intent is Intent.CLARIFY
    assert "stays as it is" in answer.text
    assert "two numbers" in answer.text
    after = await talk.compose("what stands out?")
    assert after.dashboard == made.dashboard


async def test_half_a_sentence_changes_nothing(service: Service) -> None:
    talk = await board(service)
    made = await talk.compose(SALES)
    answer = await talk.compose("remove the first chart and add unicorns by month")
    assert answer.intent is Intent.CLARIFY
    assert answer.asked_back is not None
    assert answer.asked_back.unknown == ("unicorns",)
    after = await talk.compose("what stands out?")
    assert after.dashboard == made.dashboard


async def test_what_could_mean_several_is_asked_and_the_reply_does_it(service: Service) -> None:
    talk = await board(service)
    await talk.compose(SALES)
    asked = await talk.compose("remove the revenue chart")
    assert asked.asked_back is not None
    labels = [option.label for option in asked.asked_back.options]
    assert labels == ["Revenue by month", "Top 5 products by revenue"]
    chosen = await talk.say("the second one")
    assert set(charts(chosen.answer)) == {"Revenue by month", "Orders by segment"}
    assert chosen.answer.text == "Removed “Top 5 products by revenue”."


async def test_filters_say_which_charts_follow_them(service: Service) -> None:
    talk = await board(service)
    await talk.compose("dashboard: revenue by month, products by category, orders by channel")
    dated = await talk.compose("filter everything to last quarter")
    assert dated.dashboard is not None
    only = dated.dashboard.filters[0]
    assert isinstance(only, DateFilter)
    assert only.moving is not None
    assert "applies to 2 of 3 charts" in dated.text
    assert "Products has no date" in dated.text
    west = await talk.compose("only West on the dashboard")
    assert west.dashboard is not None
    added = west.dashboard.filters[1]
    assert isinstance(added, ValueFilter)
    assert added.values == ("West",)


async def test_the_analysis_names_charts_and_figures(service: Service) -> None:
    talk = await board(service)
    await talk.compose("sales dashboard: KPI of revenue, revenue by month, revenue by category")
    answer = await talk.compose("what stands out here?")
    lines = answer.text.splitlines()
    assert lines[0].startswith("Revenue was $")
    assert lines[1] == "What stands out:"
    assert any(line.startswith("- Revenue by category: ") for line in lines[2:])
    one = await talk.compose("explain the last chart")
    assert "Technology" in one.text
    assert "month" not in one.text


async def test_a_dashboard_that_is_sent_is_the_one_that_is_meant(service: Service) -> None:
    talk = await board(service)
    made = await talk.compose(SALES)
    assert made.dashboard is not None
    # Its document leaves the types open; "the pie chart" is still the one that is drawn so.
    open_ = replace(
        made.dashboard,
        title="Sent",
        tiles=tuple(replace(tile, chart=None) for tile in made.dashboard.tiles),
    )
    other = await board(service)
    answer = await other.compose("change the line chart to an area chart", open_)
    assert answer.dashboard is not None
    assert answer.dashboard.title == "Sent"
    assert charts(answer)["Revenue by month"] is ChartType.AREA
    pointed = await other.compose("make it quarterly", answer.dashboard, "t1")
    assert "Revenue by quarter" in charts(pointed)


async def test_a_tile_that_is_not_there_is_refused(service: Service) -> None:
    talk = await board(service)
    made = await talk.compose(SALES)
    ending = await talk.turn(Compose("explain it", made.dashboard, "t99"))
    assert isinstance(ending, Failed)
    assert ending.code == "tile_not_found"


async def test_charts_chosen_for_a_topic_all_show_something(service: Service) -> None:
    talk = await board(service)
    answer = await talk.compose("create a dashboard about customers in Germany for 2025")
    assert answer.dashboard is not None
    assert len(answer.dashboard.tiles) > 4
    assert "cannot be shown" not in answer.text
    assert "has no rows" not in answer.text
    assert {one.title for one in answer.dashboard.filters} == {"Date", "Country"}


async def test_without_a_dashboard_there_is_nothing_to_change(service: Service) -> None:
    talk = await board(service)
    answer = await talk.compose("remove the first chart")
    assert answer.intent is Intent.CLARIFY
    assert answer.dashboard is None
    assert answer.text.startswith("There is no dashboard yet")
