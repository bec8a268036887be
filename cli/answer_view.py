"""An answer in the terminal: prose, table, chart, findings, SQL."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from rich.console import Console
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from api.problem import problem_of_run
from bi.insights.forecasting.telling import write_expected
from bi.insights.provenance import provenance_text
from bi.model.forecast import Forecast
from bi.model.result import ResultSet
from bi.model.writing import write_share
from cli.authorship import authorship_line
from cli.cells import is_right_aligned, write_cell
from cli.terminal_chart import draw_in_terminal
from nodes.answer import Answer, Task
from nodes.events import Complete, Terminal

_SHOWN_ROWS = 20


def print_outcome(
    outcome: Terminal, rows: ResultSet | None, task_rows: Mapping[str, ResultSet | None]
) -> None:
    """Answers go to standard output, failures to standard error."""
    if isinstance(outcome, Complete):
        console = Console(highlight=False)
        _print_answer(console, outcome.answer, rows)
        for task in outcome.answer.tasks:
            _print_task(console, task, task_rows.get(task.task_id))
    else:
        print(f"parley: {problem_of_run(outcome).message}", file=sys.stderr)


def _print_answer(console: Console, answer: Answer, rows: ResultSet | None) -> None:
    console.print(Text(answer.text, style="bold"))
    if understood := [token.text for token in answer.understanding.tokens]:
        console.print(Text(f"Understood: {', '.join(understood)}", style="dim"))
    if rows is not None:
        console.print()
        console.print(_table(rows))
        if answer.forecast is not None:
            console.print()
            console.print(_expected(answer.forecast, rows))
        chart = draw_in_terminal(answer.chart, rows, console.width, answer.forecast)
        if chart is not None:
            console.print(Padding(chart, (1, 0, 0, 0)))
    _print_list(console, "Findings", [insight.text for insight in answer.insights])
    _print_list(console, "Assumed", answer.understanding.assumptions)
    if answer.lineage and answer.freshness:
        console.print()
        console.print(Text(provenance_text(answer.lineage, answer.freshness), style="dim"))
    if line := authorship_line(answer.author, answer.usage):
        console.print(Text(line, style="dim"))
    _print_sql(console, answer.sql)


def _print_task(console: Console, task: Task, rows: ResultSet | None) -> None:
    console.print()
    console.rule(Text(task.title or task.question), align="left", style="dim")
    console.print(Text(task.failure["message"] if task.failure else task.text))
    if rows is not None:
        console.print()
        console.print(_table(rows))
        chart = draw_in_terminal(task.chart, rows, console.width, None)
        if chart is not None:
            console.print(Padding(chart, (1, 0, 0, 0)))
    _print_list(console, "Findings", [insight.text for insight in task.insights])
    _print_list(console, "Assumed", task.understanding.assumptions)
    if line := authorship_line(task.author, None):
        console.print(Text(line, style="dim"))
    _print_sql(console, task.sql)


def _print_sql(console: Console, sql: str | None) -> None:
    if sql:
        console.print()
        console.print(
            Syntax(sql, "sql", theme="ansi_dark", background_color="default", word_wrap=True)
        )


def _print_list(console: Console, title: str, lines: list[str] | tuple[str, ...]) -> None:
    if not lines:
        return
    console.print()
    console.print(Text(title, style="dim"))
    for line in lines:
        console.print(Text(f"• {line}"))


def _table(rows: ResultSet) -> Table:
    hidden = len(rows.rows) - _SHOWN_ROWS
    table = Table(
        box=None,
        header_style="dim",
        pad_edge=False,
        caption=_caption(hidden, rows.truncated),
        caption_justify="left",
    )
    for column in rows.columns:
        table.add_column(
            Text(column.label), justify="right" if is_right_aligned(column) else "left"
        )
    for row in rows.rows[:_SHOWN_ROWS]:
        table.add_row(
            *(
                Text(write_cell(cell, column))
                for cell, column in zip(row, rows.columns, strict=True)
            )
        )
    return table


def _expected(forecast: Forecast, rows: ResultSet) -> Table:
    time, measure = (rows.columns[rows.column(n)] for n in (forecast.time, forecast.measure))
    table = Table(box=None, header_style="dim", pad_edge=False)
    share = write_share(forecast.level)
    table.add_column(Text(time.label))
    for label in (f"{measure.label}, expected", f"{share} interval, from", "to"):
        table.add_column(Text(label), justify="right")
    for point in forecast.points[:_SHOWN_ROWS]:
        values = (point.value, point.low, point.high)
        numbers = (write_expected(value, measure, short=False) for value in values)
        table.add_row(Text(write_cell(point.bucket, time)), *map(Text, numbers))
    return table


def _caption(hidden: int, truncated: bool) -> str | None:
    if hidden <= 0:
        return None
    more = f"… and {hidden:,} more rows"
    return f"{more}, and there are more in the database" if truncated else more
