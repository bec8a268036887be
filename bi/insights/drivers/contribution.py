"""Which part of a whole drove its change.

A part's contribution to a change of a sum is its own difference; contributions add up to the
change. That the largest part makes the most of it is no news, so a dimension is named only if a
few of its values make most of the change and far more of it than they had of the whole before:
what Bhagwan et al. call explanatory power, succinctness and surprise ("Adtributor", NSDI 2014).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bi.insights.drivers.change import Change
from bi.insights.drivers.parts import Part, Parts, named
from bi.insights.weights import Range
from bi.model.insight import Insight, InsightKind
from bi.model.words import mid_sentence
from bi.model.writing import is_plural, write_difference, write_share

# At least so much of the change, by so much more than the share before.
_MOST_OF_IT = 0.5
_SURPRISE = 0.2
# What may be negative has no shares: then so much of the change, by one of at least three.
_MOST_WITHOUT_SHARES = 0.67
# So many times farther from what the others do together than any of those.
_APART = 3.0
# One of up to five values, two of more; without shares, of no fewer than three.
_FEW = 5
_FEWEST_WITHOUT_SHARES = 3
# Sums of doubles in another order; anything beyond means that the rows are not the same ones.
_ALIKE = 1e-6
# Of several dimensions so many are told, the second only if it tells nearly as much.
_MOST_TOLD = 2
_NEARLY = 0.8


@dataclass(frozen=True, slots=True)
class Driver:
    """The values of one dimension that drove a change: `share` of it, after `had` of the whole."""

    parts: Parts
    drivers: tuple[Part, ...]
    share: float
    had: float | None

    @property
    def difference(self) -> float:
        return sum(part.difference for part in self.drivers)

    @property
    def surprise(self) -> float:
        return self.share - (self.had or 0.0)


def contribution_findings(change: Change, splits: Sequence[Parts]) -> Iterator[Insight]:
    """The dimension that the change is concentrated in most, or two."""
    fitting = [parts for parts in splits if fits(parts, change)]
    found = [driver for parts in fitting if (driver := driver_of(parts)) is not None]
    found.sort(key=lambda driver: -min(1.0, driver.surprise))
    for driver in found[:_MOST_TOLD]:
        if min(1.0, driver.surprise) >= _NEARLY * min(1.0, found[0].surprise):
            yield _finding(change, driver)


def fits(parts: Parts, change: Change) -> bool:
    """Whether the parts add up to the change that the answer's rows hold."""
    if change.before is None or change.now is None:
        return False
    tolerance = _ALIKE * max(abs(change.before), abs(change.now))
    return (
        abs(parts.before - change.before) <= tolerance and abs(parts.now - change.now) <= tolerance
    )


def driver_of(parts: Parts) -> Driver | None:
    """The fewest values that make most of a change, if they are not simply the largest ones."""
    total = parts.difference
    if total == 0:
        return None
    movers = sorted(
        (part for part in parts.parts if part.difference * total > 0),
        key=lambda part: -abs(part.difference),
    )
    for count in range(1, min(len(movers), 1 if len(parts.parts) <= _FEW else 2) + 1):
        drivers = tuple(movers[:count])
        if len(movers) > count and movers[count].difference == drivers[-1].difference:
            continue
        others = tuple(part for part in parts.parts if part not in drivers)
        share = sum(part.difference for part in drivers) / total
        if not others or not _stand_out(drivers, others, parts.have_shares):
            continue
        if parts.have_shares:
            had = sum(part.before for part in drivers) / parts.before
            if share >= _MOST_OF_IT and share - had >= _SURPRISE:
                return Driver(parts, drivers, share, had)
        elif share >= _MOST_WITHOUT_SHARES and len(parts.parts) >= _FEWEST_WITHOUT_SHARES:
            return Driver(parts, drivers, share, None)
    return None


def _stand_out(drivers: Sequence[Part], others: Sequence[Part], have_shares: bool) -> bool:
    """Whether each driver is farther off what the others do together than any of these is.

    By chance parts never move quite alike; how far the others differ among themselves is what
    there is to measure that by.
    """
    before = sum(part.before for part in others)
    rate = sum(part.difference for part in others) / before if have_shares and before > 0 else 0.0

    def off(part: Part) -> float:
        return abs(part.difference - rate * part.before)

    return min(map(off, drivers)) >= _APART * max(map(off, others))


def moved(difference: float) -> str:
    return "rise" if difference > 0 else "fall"


def _finding(change: Change, driver: Driver) -> Insight:
    parts, form = driver.parts, change.column.format
    total = parts.difference
    names = named(parts.names, [part.cell for part in driver.drivers])
    subject = mid_sentence(change.column.label)
    amount = write_difference(total, form)
    part = write_difference(driver.difference, form)
    if driver.share > 1:
        others = total - driver.difference
        verb, back = ("rose", "fell") if total > 0 else ("fell", "rose")
        it = "they" if is_plural(change.column.label) else "it"
        text = (
            f"{change.column.label} {verb} {amount} {change.when}: {it} {verb} {part} for {names} "
            f"and {back} {write_difference(others, form)} for all others together"
        )
    else:
        text = (
            f"Of the {moved(total)} in {subject} of {amount} {change.when}, {names} made {part} "
            f"({write_share(driver.share)})"
        )
        if driver.had is not None:
            they = "it" if len(driver.drivers) == 1 else "they"
            had = f"{write_share(driver.had)} of the total" if driver.had else "nothing"
            text += f", though {they} had {had} before"
    figures: dict[str, float | str] = {
        "before": parts.before,
        "value": parts.now,
        "change": total,
        "part": driver.difference,
        "share": driver.share,
        "by": parts.names.column.label,
        "names": ", ".join(parts.names.of(one.cell) for one in driver.drivers),
    }
    if driver.had is not None:
        figures["share_before"] = driver.had
    return Insight(InsightKind.CONTRIBUTION, text, figures, weight_of(change, driver.surprise))


def weight_of(change: Change, surprise: float) -> float:
    """What drove the usual step of a series matters less than what drove a change asked about."""
    remarkable = change.asked or change.is_unusual
    return (Range.DRIVER if remarkable else Range.LAST_DRIVER).weight(surprise)
