"""The figures as a Markdown document that reads well in a terminal too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from evaluation.charts.report import chart_table, drawn_otherwise
from evaluation.model_report import model_report
from evaluation.outcomes import Outcome
from evaluation.tables import aligned, by_kind, percent
from evaluation.tally import Latency, Tally, tally

_HEAD = (
    "cases",
    "kind",
    "turns",
    "answered",
    "right of answered",
    "right of all",
    "language p50 / p99 ms",
    "turn p50 / p99 ms",
)
_TEXT_COLUMNS = 2


def table(outcomes: Sequence[Outcome]) -> str:
    """A line for each kind of question of each file, one for each file, and the total."""
    return aligned(_HEAD, by_kind(outcomes, lambda some: _figures(tally(some))), _TEXT_COLUMNS)


def unscored(outcomes: Sequence[Outcome]) -> str:
    """How many turns had nothing to be compared with, and why; empty if none."""
    reasons = Counter(outcome.unscored for outcome in outcomes if outcome.unscored is not None)
    if not reasons:
        return ""
    lines = [f"- {count}: {reason}" for reason, count in reasons.most_common()]
    return "\n".join([f"Not scored: {reasons.total()}", "", *lines]) + "\n"


def report(outcomes: Sequence[Outcome], command: str, day: date) -> str:
    """A Markdown document: when, by which command, and what came of it."""
    parts = [f"Measured on {day.isoformat()} with\n\n    {command}\n", body(outcomes)]
    return "\n".join(parts)


def body(outcomes: Sequence[Outcome]) -> str:
    """All that is told of the outcomes: charts only where there are golden ones, authors only
    where a model was asked."""
    charted = [outcome for outcome in outcomes if outcome.charted is not None]
    parts = [table(outcomes)]
    if charted:
        parts += [chart_table(charted), drawn_otherwise(charted)]
    parts.append(model_report(outcomes))
    return "\n".join(part for part in (*parts, unscored(outcomes)) if part)


def _figures(figures: Tally) -> tuple[str, ...]:
    return (
        f"{figures.turns:,}",
        percent(figures.answered_share),
        percent(figures.right_among_answered),
        percent(figures.right_share),
        _times(figures.language),
        _times(figures.turn),
    )


def _times(latency: Latency) -> str:
    return f"{latency.p50:.1f} / {latency.p99:.1f}"
