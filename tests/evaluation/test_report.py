"""Outcomes in figures."""

from __future__ import annotations

from datetime import date

from evaluation.outcomes import Asked, Outcome, Status
from evaluation.report import report, table, unscored
from evaluation.tally import Latency, tally


def outcome(
    status: Status = Status.ANSWERED,
    right: bool | None = True,
    ms: float = 1.0,
    source: str = "mine",
    kind: str = "total",
) -> Outcome:
    why = "no golden data" if right is None else None
    asked = Asked(source, "a", 0, None, kind, "how many")
    return Outcome(asked, status, right, ms, ms / 2, unscored=why)


def test_shares_are_of_what_could_be_scored() -> None:
    figures = tally(
        [
            outcome(),
            outcome(right=False),
            outcome(right=None),
            outcome(Status.REFUSED, right=False),
            outcome(Status.ASKED, right=True),
        ]
    )
    assert figures.answered_share == 3 / 5
    assert figures.right_among_answered == 1 / 2
    assert figures.right_share == 2 / 4


def test_where_there_is_nothing_to_divide_by_there_is_no_share() -> None:
    figures = tally([outcome(Status.REFUSED, right=None)])
    assert figures.answered_share == 0
    assert figures.right_among_answered is None
    assert figures.right_share is None


def test_latency_is_by_nearest_rank() -> None:
    figures = tally([outcome(ms=float(n)) for n in range(200, 0, -1)])
    assert figures.turn == Latency(100, 198)
    assert figures.language == Latency(50, 99)


def test_turns_that_had_no_database_took_no_time() -> None:
    unasked = outcome(Status.ERROR, right=None, ms=0.0)
    assert tally([unasked, unasked, outcome(ms=3.0)]).turn == Latency(3, 3)
    assert tally([unasked]).turn == Latency(0, 0)


def test_the_table_has_a_line_for_each_kind_file_and_all() -> None:
    text = table(
        [
            outcome(),
            outcome(kind="list", right=False),
            outcome(source="other"),
        ]
    )
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    assert [row[:6] for row in cells[2:]] == [
        ["mine", "list", "1", "100.0%", "0.0%", "0.0%"],
        ["mine", "total", "1", "100.0%", "100.0%", "100.0%"],
        ["mine", "**all**", "2", "100.0%", "50.0%", "50.0%"],
        ["other", "total", "1", "100.0%", "100.0%", "100.0%"],
        ["**total**", "", "3", "100.0%", "66.7%", "66.7%"],
    ]
    assert cells[2][6:] == ["0.5 / 0.5", "1.0 / 1.0"]
    assert len({len(line) for line in text.splitlines()}) == 1


def test_a_report_says_when_how_and_what_was_left_out() -> None:
    outcomes = [outcome(), outcome(right=None)]
    text = report(outcomes, "parley eval mine.jsonl", date(2026, 11, 24))
    assert text.startswith("Measured on 2026-11-24 with\n\n    parley eval mine.jsonl\n")
    assert table(outcomes) in text
    assert "Not scored: 1\n\n- 1: no golden data" in text
    assert unscored([outcome()]) == ""
