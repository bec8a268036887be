"""Outcomes in figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation.charts.matching import Match
from evaluation.outcomes import Outcome, Status


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that half, and 99 of 100, stay within."""

    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some outcomes. The shares are None where there is nothing to divide by.

    `scored`: those with a golden answer; `answered` and `right` count among all, the shares
    of right ones among the scored.
    """

    turns: int
    scored: int
    answered: int
    right: int
    right_answers: int
    scored_answers: int
    language: Latency
    turn: Latency

    @property
    def answered_share(self) -> float | None:
        return _share(self.answered, self.turns)

    @property
    def right_among_answered(self) -> float | None:
        return _share(self.right_answers, self.scored_answers)

    @property
    def right_share(self) -> float | None:
        return _share(self.right, self.scored)


def tally(outcomes: Sequence[Outcome]) -> Tally:
    """Of at least one outcome."""
    scored = [outcome for outcome in outcomes if outcome.right is not None]
    put = [outcome for outcome in outcomes if outcome.ms]  # others had no database to be put to
    answers = [outcome for outcome in scored if outcome.status is Status.ANSWERED]
    return Tally(
        turns=len(outcomes),
        scored=len(scored),
        answered=sum(outcome.status is Status.ANSWERED for outcome in outcomes),
        right=sum(outcome.right is True for outcome in scored),
        right_answers=sum(outcome.right is True for outcome in answers),
        scored_answers=len(answers),
        language=latency(outcome.language_ms for outcome in put),
        turn=latency(outcome.ms for outcome in put),
    )


@dataclass(frozen=True, slots=True)
class ChartTally:
    """Counts over the outcomes that have a golden chart. `partial` are no exact ones.

    `exact_and_right`: the rows hold the golden ones, too.
    """

    charts: int
    answered: int
    exact: int
    partial: int
    exact_and_right: int

    def share(self, count: int) -> float | None:
        return _share(count, self.charts)

    def share_of_answered(self, count: int) -> float | None:
        return _share(count, self.answered)


def chart_tally(outcomes: Iterable[Outcome]) -> ChartTally:
    """What is not answered matches nothing."""
    charted = [(o, o.charted.match) for o in outcomes if o.charted is not None]
    return ChartTally(
        charts=len(charted),
        answered=sum(outcome.status is Status.ANSWERED for outcome, _ in charted),
        exact=sum(match is Match.EXACT for _, match in charted),
        partial=sum(match is Match.PARTIAL for _, match in charted),
        exact_and_right=sum(
            match is Match.EXACT and outcome.right is True for outcome, match in charted
        ),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def latency(times: Iterable[float]) -> Latency:
    """0 of nothing."""
    ordered = sorted(times)
    return Latency(_rank(ordered, 0.5), _rank(ordered, 0.99))


def _rank(ordered: list[float], share: float) -> float:
    """The nearest rank; 0 of nothing."""
    if not ordered:
        return 0.0
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]
