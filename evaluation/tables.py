"""Markdown tables with aligned columns, and their lines by file and kind of question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from evaluation.outcomes import Outcome

_ALL = "**all**"


def aligned(head: Sequence[str], lines: Iterable[Sequence[str]], text_columns: int) -> str:
    """The first columns are text and begin alike, all others are figures and end alike."""
    rows = [head, *lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = [
        "-" * width if n < text_columns else "-" * (width - 1) + ":"
        for n, width in enumerate(widths)
    ]
    rows.insert(1, rule)
    return "\n".join(_row(cells, widths, text_columns) for cells in rows) + "\n"


def by_kind(
    outcomes: Sequence[Outcome], figures: Callable[[list[Outcome]], tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """A line for each kind of question of each file, one for each file, and the total."""
    by_source: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_source[outcome.asked.source].append(outcome)
    for source, of_source in by_source.items():
        kinds: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in of_source:
            kinds[outcome.asked.kind].append(outcome)
        for kind in sorted(kinds):
            yield (source, kind, *figures(kinds[kind]))
        if len(kinds) > 1:
            yield (source, _ALL, *figures(of_source))
    if len(by_source) > 1:
        yield ("**total**", "", *figures(list(outcomes)))


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _row(cells: Sequence[str], widths: Sequence[int], text_columns: int) -> str:
    padded = [
        cell.ljust(width) if n < text_columns else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"
