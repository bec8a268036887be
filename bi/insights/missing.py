"""What is not there: buckets that are not over, and those without a value."""

from __future__ import annotations

from collections.abc import Iterator

from bi.insights.series import Series, gaps
from bi.insights.weights import Range
from bi.model.insight import Insight, InsightKind
from bi.model.writing import count_of, write_list


def incomplete_findings(series: Series) -> Iterator[Insight]:
    """Says which bucket was left out of trend and comparisons."""
    left_out = [point for point in series.points if not point.complete]
    if not left_out or len(series.points) < 2:
        return
    names = [series.names.of(point.cell) for point in left_out]
    text = f"{_capital(write_list(names[:3]))} {'is' if len(names) == 1 else 'are'} not complete"
    text += " and left out of trends and comparisons"
    if len(names) <= 3:
        figures: dict[str, float | str] = {"buckets": ", ".join(str(p.cell) for p in left_out)}
        yield Insight(InsightKind.MISSING, text, figures, Range.LEFT_OUT.weight())


def missing_findings(series: Series) -> Iterator[Insight]:
    grain = series.names.grain
    missing = gaps(series.points, grain)
    if not missing:
        return
    total = len(missing) + len(series.points)
    text = f"{count_of(len(missing), series.names.unit)} of {total:,} have no value"
    if len(missing) == 1:
        text = f"1 {series.names.unit} of {total:,} has no value"
    figures: dict[str, float | str] = {"missing": float(len(missing)), "of": float(total)}
    yield Insight(InsightKind.MISSING, text, figures, Range.GAPS.weight(len(missing) / total))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
