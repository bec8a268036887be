"""How well charts are chosen, as Markdown tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evaluation.outcomes import Outcome
from evaluation.tables import aligned, by_kind, percent
from evaluation.tally import chart_tally

_HEAD = (
    "cases",
    "kind",
    "charts",
    "exact of answered",
    "exact or partial of answered",
    "exact of all",
    "exact or partial of all",
    "exact, right rows",
)
_OTHERWISE = ("cases", "golden mark", "drawn as", "charts")


def chart_table(charted: Sequence[Outcome]) -> str:
    """Of outcomes with a golden chart: a line for each kind of question, file, and the total."""
    return aligned(_HEAD, by_kind(charted, _figures), 2)


def drawn_otherwise(charted: Sequence[Outcome]) -> str:
    """Which marks stood in place of the golden ones, most frequent first; empty if none did."""
    counts = Counter(
        (outcome.asked.source, verdict.gold.value, verdict.drawn.value)
        for outcome in charted
        if (verdict := outcome.charted) and verdict.drawn not in (None, verdict.gold)
    )
    if not counts:
        return ""
    return aligned(_OTHERWISE, [(*marks, str(n)) for marks, n in counts.most_common()], 3)


def _figures(charted: Sequence[Outcome]) -> tuple[str, ...]:
    figures = chart_tally(charted)
    matched = figures.exact + figures.partial
    return (
        f"{figures.charts:,}",
        percent(figures.share_of_answered(figures.exact)),
        percent(figures.share_of_answered(matched)),
        percent(figures.share(figures.exact)),
        percent(figures.share(matched)),
        percent(figures.share(figures.exact_and_right)),
    )
