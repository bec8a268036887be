"""Tables in Markdown, so that they can go into the documentation as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from bench.turns.figures import Load, percentile, ratios

LOAD_HEAD = ("", "first event p50", "p50", "p95", "p99", "turns/s", "memory MB")


def heading(text: str) -> None:
    print(f"\n## {text}\n", flush=True)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    lines = [head, ["---"] * len(head), *rows]
    for line in lines:
        print(f"| {' | '.join(map(_cell, line))} |")
    print(flush=True)


def load_row(name: str, load: Load) -> list[object]:
    whole = [percentile(load.whole, percent) for percent in (50, 95, 99)]
    return [name, percentile(load.first, 50), *whole, load.rate, round(load.memory_mb)]


def ratio_rows(name: str, ours: Load, theirs: Load) -> list[list[object]]:
    """Latency: ours by theirs, lower is better. Throughput: higher is."""
    return [
        [f"p50 latency, Parley / {name}", *ratios(ours.medians, theirs.medians)],
        [f"turns/s, Parley / {name}", *ratios(ours.rates, theirs.rates)],
    ]


def stage_table(turns: Sequence[Mapping[str, float]]) -> None:
    """Mean ms of each stage over all turns, whether they have it or not, and its share."""
    names = list(dict.fromkeys(name for stages in turns for name in stages))
    means = {name: fmean(stages.get(name, 0.0) for stages in turns) for name in names}
    total = sum(means.values())
    table(
        ("stage, from its announcement to the next", "mean ms", "share"),
        [[name, mean, f"{mean / total:.0%}"] for name, mean in means.items()],
    )


def _cell(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else str(value)
