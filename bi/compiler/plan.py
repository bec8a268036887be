"""What a measured question needs: its values with names, its leaves, its step back in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bi.compiler import names
from bi.compiler.groups import group_columns
from bi.compiler.leaves import plan_leaves
from bi.compiler.periods import Shift, shift_of
from bi.compiler.question import Leaf, Question
from bi.compiler.rolling import widened
from bi.compiler.values import Atom, Quantity, quantity_of
from bi.model.catalog import Aggregation
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Calculation,
    Measured,
    MeasureFilter,
    PeriodGroup,
    TimeGroup,
    Value,
)

_CALCULATION_NAMES = {
    Calculation.SHARE_OF_TOTAL: "{}_share",
    Calculation.SHARE_OF_GROUP: "{}_share",
    Calculation.RUNNING_TOTAL: "running_{}",
    Calculation.MOVING_AVERAGE: "moving_average_{}",
    Calculation.ROLLING_SUM: "rolling_{}",
}


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """One measured value. `grouped` is its alias among the grouped rows, `name` in the answer.

    `before` is the grouped alias of the earlier period, `prior` and `change` the answer's;
    all three are empty without a comparison.
    """

    quantity: Quantity
    calculation: Calculation | None
    grouped: str
    name: str
    before: str = ""
    prior: str = ""
    change: str = ""
    additive: bool = False
    window: int | None = None
    restart: TimeGroup | None = None


@dataclass(frozen=True, slots=True)
class PlannedBenchmark:
    """A condition on a column `name` of the grouped rows beside an aggregation of it over all.

    `hidden`: what is measured for the condition alone, and not shown.
    """

    part: MeasureFilter
    name: str
    hidden: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`question` has its groups; `before` are the leaves of the earlier period.

    `first_shown` is the first bucket of the answer, where earlier ones are read as well.
    """

    question: Question
    values: tuple[PlannedValue, ...]
    conditions: tuple[tuple[MeasureFilter, Quantity], ...]
    atom_names: dict[Atom, str]
    leaves: tuple[Leaf, ...]
    before: tuple[Leaf, ...] = ()
    first_shown: date | None = None
    benchmarks: tuple[PlannedBenchmark, ...] = ()

    @property
    def compares(self) -> bool:
        return bool(self.before)

    @property
    def is_plain(self) -> bool:
        """One SELECT over the facts groups all there is."""
        return len(self.leaves) == 1 and not self.before

    @property
    def open_ended(self) -> bool:
        """Shifted buckets of an earlier period could run past the present."""
        time = self.question.query.time
        timed = any(isinstance(group.group, TimeGroup) for group in self.question.groups)
        return self.compares and timed and not (time and time.end)


def plan(question: Question) -> Plan:
    """Raises QueryNotPossible with what stands in the way."""
    aliases = names.Aliases()
    query, first_shown = widened(question.query, question.catalog.calendar)
    question = replace(
        question, query=query, groups=group_columns(query.groups, question.catalog, aliases)
    )
    namer = _Namer(question, aliases)
    # Plain values first: they have the better claim to their measure's name.
    order = sorted(enumerate(query.measures), key=lambda item: item[1].calculation is not None)
    named = {index: namer.value(measured) for index, measured in order}
    values = [named[index] for index in range(len(named))]
    plain = [part for part in query.measure_filters if part.benchmark is None]
    conditions = tuple((part, _quantity(part.value, question)) for part in plain)
    benchmarks = namer.benchmarks(query.measure_filters)
    measured = [atom for value in values for atom in value.quantity.formula.atoms]
    hidden = [atom for _, quantity in conditions for atom in quantity.formula.atoms]
    hidden += [atom for one in benchmarks if one.hidden for atom in one.hidden.formula.atoms]
    leaves = plan_leaves([*measured, *hidden], question)
    shift = _shift(question)
    before = plan_leaves(measured, question) if shift else ()
    return Plan(
        question=question,
        values=tuple(_checked(value, leaves, question) for value in values),
        conditions=conditions,
        atom_names=_atom_names([*measured, *hidden], question),
        leaves=leaves,
        before=tuple(replace(leaf, shift=shift) for leaf in before),
        first_shown=first_shown,
        benchmarks=benchmarks,
    )


def _quantity(value: Value, question: Question) -> Quantity:
    return quantity_of(value, question.catalog, question.dialect.name)


class _Namer:
    """Names values, so that one that appears twice (itself and its share) is grouped once."""

    def __init__(self, question: Question, aliases: names.Aliases) -> None:
        self._question = question
        self._aliases = aliases
        self._grouped: dict[tuple[Value, bool], str] = {}

    def value(self, measured: Measured) -> PlannedValue:
        quantity, calculation = _quantity(measured.value, self._question), measured.calculation
        if calculation is None:
            name = grouped = self._aliases.take(quantity.name)
            self._grouped.setdefault((measured.value, False), name)
        else:
            name = self._aliases.take(_CALCULATION_NAMES[calculation].format(quantity.name))
            grouped = self._named_once(measured.value, False, quantity.name)
        if self._question.query.comparison is None:
            planned = PlannedValue(quantity, calculation, grouped, name)
            return replace(planned, window=measured.window, restart=measured.restart)
        prior = self._aliases.take(f"{name}_previous")
        if calculation is None:
            before = prior
            self._grouped.setdefault((measured.value, True), prior)
        else:
            before = self._named_once(measured.value, True, f"{grouped}_previous")
        change = self._aliases.take(f"{name}_change")
        planned = PlannedValue(quantity, calculation, grouped, name, before, prior, change)
        return replace(planned, window=measured.window, restart=measured.restart)

    def benchmarks(self, parts: tuple[MeasureFilter, ...]) -> tuple[PlannedBenchmark, ...]:
        found = []
        for part in parts:
            if part.benchmark is None:
                continue
            known = self._grouped.get((part.value, False))
            quantity = _quantity(part.value, self._question)
            name = known or self._named_once(part.value, False, quantity.name)
            found.append(PlannedBenchmark(part, name, None if known else quantity))
        return tuple(found)

    def _named_once(self, value: Value, is_before: bool, wish: str) -> str:
        if (value, is_before) not in self._grouped:
            self._grouped[(value, is_before)] = self._aliases.take(wish)
        return self._grouped[(value, is_before)]


def _checked(value: PlannedValue, leaves: tuple[Leaf, ...], question: Question) -> PlannedValue:
    """Says whether the value adds up over groups, without which shares and totals are none."""
    formula, label = value.quantity.formula, value.quantity.label
    bases = {atom: leaf.base for leaf in leaves for atom in leaf.atoms}
    additive = formula.is_sum and all(bases[atom] == atom.dataset for atom in formula.atoms)
    if any(atom.snapshot for atom in formula.atoms):
        additive = additive and not _along_time(value, leaves, question)
    averaged = value.calculation is Calculation.MOVING_AVERAGE
    if value.calculation and not additive and not averaged:
        is_share = value.calculation.is_share
        what = "share of a total" if is_share else "total"
        raise QueryNotPossible(
            f"{label} does not add up over groups, so it has no {what}.", measure=label
        )
    timed = any(isinstance(group.group, TimeGroup) for group in question.groups)
    if value.calculation is Calculation.RUNNING_TOTAL and not timed:
        raise QueryNotPossible(f"A running total of {label} needs periods to run along.")
    return replace(value, additive=additive)


def _along_time(value: PlannedValue, leaves: tuple[Leaf, ...], question: Question) -> bool:
    """Whether groups part the states of a value by time, over which they do not add up.

    Raises QueryNotPossible for calculations that would add them.
    """
    dated = {
        index
        for leaf in leaves
        for index, group in enumerate(question.groups)
        if leaf.snapshot and set(leaf.atoms) & set(value.quantity.formula.atoms)
        if group.source(leaf.viewpoint) == leaf.snapshot.time
    }
    last = len(question.groups) - 1
    match value.calculation:
        case Calculation.RUNNING_TOTAL | Calculation.ROLLING_SUM:
            what = "total"
        case Calculation.SHARE_OF_TOTAL if dated:
            what = "share of a total over time"
        case Calculation.SHARE_OF_GROUP if last in dated:
            what = "share of a total over time"
        case Calculation.SHARE_OF_GROUP:
            return False
        case _:
            return bool(dated)
    label = value.quantity.label
    raise QueryNotPossible(
        f"{label} is a state of a time: it does not add up over time, so it has no {what}.",
        measure=label,
    )


def _atom_names(atoms: list[Atom], question: Question) -> dict[Atom, str]:
    taken = names.Aliases()
    for group in question.groups:
        taken.take(group.name)
    return {atom: taken.take(atom.name) for atom in dict.fromkeys(atoms)}


def _shift(question: Question) -> Shift | None:
    comparison, time = question.query.comparison, question.query.time
    if comparison is None:
        return None
    if any(isinstance(group.group, PeriodGroup) for group in question.groups):
        raise QueryNotPossible("Periods side by side are not compared with earlier ones as well.")
    grains = [g.group.grain for g in question.groups if isinstance(g.group, TimeGroup)]
    if not grains and not (time and time.start and time.end):
        raise QueryNotPossible("A comparison with an earlier period needs a period to start from.")
    return shift_of(comparison, grains)


def is_count(atom: Atom) -> bool:
    return atom.aggregation in (Aggregation.COUNT, Aggregation.COUNT_DISTINCT)
