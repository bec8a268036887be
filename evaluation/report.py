"""The figures as a Markdown table, aligned so that it reads well in a terminal too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from evaluation.outcomes import Outcome
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
_ALL = "**all**"


def table(outcomes: Sequence[Outcome]) -> str:
    """A line for each kind of question of each file, one for each file, and the total."""
    lines = list(_lines(outcomes))
    widths = [max(map(len, column)) for column in zip(_HEAD, *lines, strict=True)]
    rule = [
        "-" * width if n < _TEXT_COLUMNS else "-" * (width - 1) + ":"
        for n, width in enumerate(widths)
    ]
    return "\n".join(_row(cells, widths) for cells in (_HEAD, rule, *lines)) + "\n"


def unscored(outcomes: Sequence[Outcome]) -> str:
    """How many turns had nothing to be compared with, and why; empty if none."""
    reasons = Counter(outcome.unscored for outcome in outcomes if outcome.unscored is not None)
    if not reasons:
        return ""
    lines = [f"- {count}: {reason}" for reason, count in reasons.most_common()]
    return "\n".join([f"Not scored: {reasons.total()}", "", *lines]) + "\n"


def report(outcomes: Sequence[Outcome], command: str, day: date) -> str:
    """A Markdown document: when, by which command, and what came of it."""
    parts = [f"Measured on {day.isoformat()} with\n\n    {command}\n", table(outcomes)]
    if left_out := unscored(outcomes):
        parts.append(left_out)
    return "\n".join(parts)


def _lines(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    by_source: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_source[outcome.asked.source].append(outcome)
    for source, of_source in by_source.items():
        by_kind: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in of_source:
            by_kind[outcome.asked.kind].append(outcome)
        for kind in sorted(by_kind):
            yield (source, kind, *_figures(tally(by_kind[kind])))
        if len(by_kind) > 1:
            yield (source, _ALL, *_figures(tally(of_source)))
    if len(by_source) > 1:
        yield ("**total**", "", *_figures(tally(outcomes)))


def _figures(figures: Tally) -> tuple[str, ...]:
    return (
        f"{figures.turns:,}",
        _percent(figures.answered_share),
        _percent(figures.right_among_answered),
        _percent(figures.right_share),
        _times(figures.language),
        _times(figures.turn),
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _times(latency: Latency) -> str:
    return f"{latency.p50:.1f} / {latency.p99:.1f}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if n < _TEXT_COLUMNS else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"
