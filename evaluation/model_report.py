"""What a model did in an evaluation, in figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from evaluation.model_use import Missed, ModelShare
from evaluation.outcomes import Outcome
from evaluation.tables import aligned, percent
from evaluation.tally import Latency, latency, tally
from llm.usage import NO_USAGE, AuthorKind, Usage

_HEAD = ("author", "turns", "answered", "right of answered", "right of all", "repairs")


def model_report(outcomes: Sequence[Outcome]) -> str:
    """By author, and what the model used; empty where it was never called."""
    shares = [outcome.share for outcome in outcomes if outcome.share is not None]
    if not shares:
        return ""
    return "\n".join([author_table(outcomes), _totals(shares)])


def author_table(outcomes: Sequence[Outcome]) -> str:
    """A line for each author; the verdicts are on what each wrote, or said it could not."""
    by_author: dict[AuthorKind, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.author is not None:
            by_author[outcome.author].append(outcome)
    lines = [(author.value, *_figures(by_author[author])) for author in sorted(by_author)]
    return aligned(_HEAD, lines, text_columns=1)


def _figures(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    figures = tally(outcomes)
    repairs = sum(outcome.share.repairs for outcome in outcomes if outcome.share is not None)
    return (
        f"{figures.turns:,}",
        percent(figures.answered_share),
        percent(figures.right_among_answered),
        percent(figures.right_share),
        f"{repairs:,}",
    )


def _totals(shares: Sequence[ModelShare]) -> str:
    usage = sum((share.usage for share in shares), NO_USAGE)
    waited = latency(ms for share in shares for ms in share.reply_ms)
    lines = [
        f"Calls of the model: {usage.calls:,}, with {_tokens(usage)}; {_cost(usage)}.",
        f"A reply took {_times(waited)} ms (p50 / p99).",
    ]
    counts = Counter(share.missed for share in shares)
    lines += [
        f"Turns without it: {counts[missed]:,}, since {missed.value}."
        for missed in Missed
        if counts[missed]
    ]
    return "\n".join(lines) + "\n"


def _tokens(usage: Usage) -> str:
    cached = f" ({usage.cached_tokens:,} of them cached)" if usage.cached_tokens else ""
    return f"{usage.input_tokens:,} input tokens{cached} and {usage.output_tokens:,} output tokens"


def _cost(usage: Usage) -> str:
    return "no price is set" if usage.cost is None else f"cost {amount(usage.cost)}"


def amount(cost: float) -> str:
    """Of money; a single question costs a fraction of the smallest coin."""
    return f"{cost:,.2f}" if cost >= 1 else f"{cost:,.4f}"


def _times(waited: Latency) -> str:
    return f"{waited.p50:,.0f} / {waited.p99:,.0f}"
