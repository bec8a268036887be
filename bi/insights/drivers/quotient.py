"""Which part drove the change of a quotient: its own rate, or its share of the whole.

With dividends N and divisors D of the parts, the whole is R = sum of w * r, where r = N / D is a
part's own rate and w its share of all D. Between two periods R changes by the sum over the parts of

    mean w * difference of r   (the rate effect)
    difference of w * (mean r - mean R)   (the mix effect)

which is exact, since the differences of w add up to 0. A part that is there in one period only
has no change of rate, so all it adds is mix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bi.insights.drivers.change import Change
from bi.insights.drivers.contribution import moved, weight_of
from bi.insights.drivers.parts import Part, Parts, named
from bi.model.insight import Insight, InsightKind
from bi.model.result import Cell, ResultColumn
from bi.model.words import mid_sentence
from bi.model.writing import write_difference, write_number, write_share

# As for sums. Of the two effects one is told alone where it makes nearly all of the part's.
_MOST_OF_IT = 0.5
_SURPRISE = 0.2
_ONE_EFFECT = 0.75
_APART = 3.0
_ALL_OF_IT, _FAR_MORE = 0.95, 1.5
_ALIKE = 1e-6


@dataclass(frozen=True, slots=True)
class Rate:
    """One part: its rate and its share of the divisor in each period, and what follows of them."""

    cell: Cell
    rate_before: float | None
    rate_now: float | None
    weight_before: float
    weight_now: float
    rate_effect: float
    mix_effect: float

    @property
    def effect(self) -> float:
        return self.rate_effect + self.mix_effect


@dataclass(frozen=True, slots=True)
class Quotient:
    """A quotient by one dimension. `divisor` is what its parts are shares of."""

    dividends: Parts
    divisors: Parts
    divisor: ResultColumn

    @property
    def before(self) -> float:
        return self.dividends.before / self.divisors.before

    @property
    def now(self) -> float:
        return self.dividends.now / self.divisors.now


def rates_of(quotient: Quotient) -> list[Rate]:
    """One for each part that has a divisor in either period."""
    return [
        _rate(above, below, quotient)
        for above, below in zip(quotient.dividends.parts, quotient.divisors.parts, strict=True)
        if below.before or below.now
    ]


def _rate(above: Part, below: Part, quotient: Quotient) -> Rate:
    before = above.before / below.before if below.before else None
    now = above.now / below.now if below.now else None
    # The caller leaves out what has neither.
    was = before if before is not None else now or 0.0
    is_ = now if now is not None else was
    weights = below.before / quotient.divisors.before, below.now / quotient.divisors.now
    middle = (quotient.before + quotient.now) / 2
    return Rate(
        above.cell,
        before,
        now,
        *weights,
        rate_effect=sum(weights) / 2 * (is_ - was),
        mix_effect=(weights[1] - weights[0]) * ((was + is_) / 2 - middle),
    )


def quotient_findings(change: Change, splits: Sequence[Quotient]) -> Iterator[Insight]:
    """The part that made most of the change, of the dimension where that is most surprising."""
    found = [
        (surprise, quotient, rate)
        for quotient in splits
        if fits(quotient, change)
        for surprise, rate in _driver(quotient)
    ]
    if found:
        _, quotient, rate = max(found, key=lambda one: one[0])
        yield from _finding(change, quotient, rate)


def fits(quotient: Quotient, change: Change) -> bool:
    divisors = quotient.divisors
    if not divisors.have_shares or divisors.now <= 0:
        return False
    known = ((change.before, quotient.before), (change.now, quotient.now))
    return all(
        given is None or abs(given - found) <= _ALIKE * max(abs(given), abs(found))
        for given, found in known
    )


def _driver(quotient: Quotient) -> Iterator[tuple[float, Rate]]:
    total = quotient.now - quotient.before
    rates = rates_of(quotient)
    if total == 0 or len(rates) < 2:
        return
    rate = max(rates, key=lambda one: one.effect * total)
    share = rate.effect / total
    surprise = share - (rate.weight_before + rate.weight_now) / 2
    # Far more than all of it is a balance of opposite moves, which one part does not explain.
    others = max(abs(one.effect) for one in rates if one is not rate)
    stands_out = abs(rate.effect) >= _APART * others
    if stands_out and _MOST_OF_IT <= share <= _FAR_MORE and surprise >= _SURPRISE:
        yield min(1.0, surprise), rate


def _finding(change: Change, quotient: Quotient, rate: Rate) -> Iterator[Insight]:
    form, total = change.column.format, quotient.now - quotient.before
    amount, part = write_difference(total, form), write_difference(rate.effect, form)
    if write_difference(0, form) in (amount, part):
        return
    names = named(quotient.dividends.names, [rate.cell])
    share = rate.effect / total
    what = f"{moved(total)} in {mid_sentence(change.column.label)} of {amount} {change.when}"
    how = _how(change, quotient, rate)
    text = f"Of the {what}, {names} made {part}: {how}"
    if share >= _ALL_OF_IT:
        text = f"The {what} comes from {names}: {how}"
    figures: dict[str, float | str] = {
        "before": quotient.before,
        "value": quotient.now,
        "change": total,
        "part": rate.effect,
        "share": share,
        "rate_effect": rate.rate_effect,
        "mix_effect": rate.mix_effect,
        "share_before": rate.weight_before,
        "share_now": rate.weight_now,
        "by": quotient.dividends.names.column.label,
        "names": quotient.dividends.names.of(rate.cell),
    }
    weight = weight_of(change, share - rate.weight_before)
    yield Insight(InsightKind.CONTRIBUTION, text, figures, weight)


def _how(change: Change, quotient: Quotient, rate: Rate) -> str:
    """Its own rate, its share, or both: whichever makes nearly all of its effect."""
    own = ""
    if rate.rate_before is not None and rate.rate_now is not None:
        verb = "rose" if rate.rate_now > rate.rate_before else "fell"
        before, now = (
            write_number(r, change.column.format) for r in (rate.rate_before, rate.rate_now)
        )
        own = f"its own {verb} from {before} to {now}"
        if before == now:
            own = f"its own stayed at {now}"
    verb = "rose" if rate.weight_now > rate.weight_before else "fell"
    before, now = write_share(rate.weight_before), write_share(rate.weight_now)
    of = mid_sentence(quotient.divisor.label)
    mix = f"its share of {of} {verb} from {before} to {now}"
    if before == now:
        mix = f"its share of {of} stayed at {now}"
    if own and rate.rate_effect / rate.effect >= _ONE_EFFECT:
        return own
    if not own or rate.mix_effect / rate.effect >= _ONE_EFFECT:
        return mix
    return f"{own}, and {mix}"
