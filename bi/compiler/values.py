"""What is measured: each value as a formula over aggregates of single datasets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlglot import exp

from bi.compiler import names
from bi.compiler.scope import dimension_of, parsed
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dimension,
    Measure,
    Metric,
    NumberFormat,
    NumberStyle,
    OverTime,
)
from bi.model.errors import QueryNotPossible
from bi.model.semantic import (
    Aggregate,
    CountRows,
    Difference,
    Filter,
    NamedMeasure,
    OfGroups,
    Ratio,
    ShareOf,
    Value,
)
from bi.model.words import mid_sentence, percentile_name

_COUNTS = (Aggregation.COUNT, Aggregation.COUNT_DISTINCT)
_FRACTIONAL = (
    Aggregation.AVERAGE,
    Aggregation.MEDIAN,
    Aggregation.STDDEV,
    Aggregation.PERCENTILE,
)
_OF_TIMES = (Aggregation.AVERAGE, Aggregation.MIN, Aggregation.MAX)
_NUMERIC_ONLY = (Aggregation.SUM, *_FRACTIONAL)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Paren, exp.Neg, exp.Literal)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """That rows are states of a time, of which a period has one: see `Measure.over_time`.

    `filter` is the condition under which a row is one.
    """

    dataset: str
    time: ColumnRef
    choice: OverTime
    series: tuple[str, ...] = ()
    filter: str | None = None

    @property
    def picks(self) -> bool:
        return self.choice.picks


@dataclass(frozen=True, slots=True)
class Atom:
    """One aggregate over the rows of one dataset; equal ones are computed once.

    `expression` is `*` for a count of rows. `time` is what its rows are dated by. `only` are
    conditions on the rows that count; `fraction` is that of a percentile.
    """

    dataset: str
    aggregation: Aggregation
    expression: str
    filter: str | None = None
    time: ColumnRef | None = None
    only: tuple[Filter, ...] = ()
    fraction: float | None = None
    snapshot: Snapshot | None = None
    name: str = field(default="", compare=False)
    label: str = field(default="", compare=False)
    type: ColumnType = field(default=ColumnType.NUMBER, compare=False)

    @property
    def counts_rows(self) -> bool:
        return self.expression == "*"


# Writes an atom; the flag says that it is a term of a sum or difference.
AtomWriter = Callable[[Atom, bool], exp.Expr]


@dataclass(frozen=True, slots=True)
class Formula:
    """`tree` has a placeholder named by index for each of `atoms`."""

    tree: exp.Expr
    atoms: tuple[Atom, ...]

    def written(self, write: AtomWriter) -> exp.Expr:
        root = exp.Paren(this=self.tree.copy())
        for place in list(root.find_all(exp.Placeholder)):
            is_term = isinstance(place.parent, exp.Add | exp.Sub)
            place.replace(write(self.atoms[int(place.name)], is_term))
        return root.this.pop()  # type: ignore[no-any-return]

    @property
    def is_sum(self) -> bool:
        """Whether the values of parts add up to the value of the whole, if those of atoms do."""
        for node in self.tree.find_all(exp.Mul, exp.Div):
            factors = [side for side in (node.left, node.right) if side.find(exp.Placeholder)]
            if len(factors) > 1 or (isinstance(node, exp.Div) and node.right in factors):
                return False
        return all(
            atom.aggregation in (Aggregation.SUM, Aggregation.COUNT)
            and (atom.snapshot is None or atom.snapshot.picks)
            for atom in self.atoms
        )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of the question, resolved. `name` is the alias it would like to have."""

    name: str
    label: str
    formula: Formula
    type: ColumnType = ColumnType.NUMBER
    format: NumberFormat = NumberFormat()
    higher_is_better: bool | None = None


def quantity_of(value: Value, catalog: Catalog, dialect: str) -> Quantity:
    """Raises QueryNotPossible for names and aggregations the catalog has no meaning for."""
    match value:
        case NamedMeasure():
            return _named(value.name, catalog, dialect)
        case Aggregate():
            return _aggregate(value, catalog)
        case CountRows():
            return _count_rows(value.dataset, catalog)
        case Ratio():
            return _ratio(value, catalog, dialect)
        case Difference():
            return _difference(value, catalog, dialect)
        case ShareOf():
            return _share(value, catalog, dialect)
        case OfGroups():
            raise QueryNotPossible("What is measured of groups cannot be part of another value.")


def _named(name: str, catalog: Catalog, dialect: str) -> Quantity:
    if measure := catalog.measure(name):
        return _measure(measure, catalog)
    if metric := catalog.metric(name):
        return Quantity(
            name=metric.name,
            label=metric.label,
            formula=_formula(metric, catalog, dialect, ()),
            format=metric.format,
            higher_is_better=metric.higher_is_better,
        )
    raise QueryNotPossible(f"The catalog has no measure {name}.", measure=name)


def _measure(measure: Measure, catalog: Catalog) -> Quantity:
    home = catalog.dataset(measure.dataset)
    type_ = _measure_type(measure, catalog)
    atom = Atom(
        dataset=measure.dataset,
        aggregation=measure.aggregation,
        expression=measure.expression.strip(),
        filter=measure.filter,
        time=measure.time or home.time,
        snapshot=_snapshot(measure, measure.time or home.time),
        name=measure.name,
        label=measure.label,
        type=type_,
    )
    return Quantity(
        name=measure.name,
        label=measure.label,
        formula=_single(atom),
        type=type_,
        format=measure.format,
        higher_is_better=measure.higher_is_better,
    )


def _snapshot(measure: Measure, time: ColumnRef | None) -> Snapshot | None:
    if measure.over_time is None:
        return None
    if time is None:
        raise QueryNotPossible(
            f"{measure.label} is a state of a time, but has no date.", measure=measure.name
        )
    return Snapshot(measure.dataset, time, measure.over_time, measure.series, measure.filter)


def _measure_type(measure: Measure, catalog: Catalog) -> ColumnType:
    if measure.over_time is OverTime.AVERAGE:
        return ColumnType.NUMBER
    if measure.aggregation in _COUNTS:
        return ColumnType.INTEGER
    if measure.aggregation in _FRACTIONAL:
        return ColumnType.NUMBER
    same = (d for d in catalog.dataset(measure.dataset).dimensions if _same(d, measure))
    return next((dimension.type for dimension in same), ColumnType.NUMBER)


def _same(dimension: Dimension, measure: Measure) -> bool:
    return dimension.expression.strip() == measure.expression.strip()


def _aggregate(value: Aggregate, catalog: Catalog) -> Quantity:
    measure = catalog.measure(value.column.name)
    dimension = catalog.dimension(value.column)
    if dimension is None and measure and measure.dataset == value.column.dataset:
        return _reaggregated(value, measure, catalog)
    dimension = dimension or dimension_of(catalog, value.column)
    if value.aggregation in _NUMERIC_ONLY and not dimension.type.is_numeric:
        raise QueryNotPossible(
            f"{dimension.label} is {dimension.type.value}: it has no {value.aggregation.value}.",
            dimension=str(dimension.ref),
            aggregation=value.aggregation.value,
        )
    if value.aggregation in _COUNTS:
        type_, form = ColumnType.INTEGER, NumberFormat()
    else:
        type_, form = dimension.type, dimension.format
    if value.aggregation in _FRACTIONAL:
        type_ = ColumnType.NUMBER
    atom = Atom(
        dataset=dimension.dataset,
        aggregation=value.aggregation,
        expression=dimension.expression.strip(),
        time=catalog.dataset(dimension.dataset).time,
        fraction=value.fraction,
        name=_aggregate_name(value, dimension.name, dated=dimension.is_time),
        label=_aggregate_label(value, dimension.label, dated=dimension.is_time),
        type=type_,
    )
    return Quantity(
        name=atom.name, label=atom.label, formula=_single(atom), type=type_, format=form
    )


def _aggregate_name(value: Aggregate | OfGroups, of: str, *, dated: bool = False) -> str:
    if value.fraction is not None:
        return f"percentile_{value.fraction * 100:g}_{of}"
    return names.aggregate_name(value.aggregation, of, dated=dated)


def _aggregate_label(value: Aggregate | OfGroups, of: str, *, dated: bool = False) -> str:
    if value.fraction is not None:
        return f"{percentile_name(value.fraction)} of {mid_sentence(of)}"
    return names.aggregate_label(value.aggregation, of, dated=dated)


def _reaggregated(value: Aggregate, measure: Measure, catalog: Catalog) -> Quantity:
    """A measure's row expression, aggregated another way: "median revenue"."""
    aggregation = value.aggregation
    if aggregation is measure.aggregation:
        return _measure(measure, catalog)
    if measure.over_time is not None:
        return _over_time(value, measure, catalog)
    if measure.expression.strip() == "*":
        raise QueryNotPossible(
            f"{measure.label} counts rows: it has no {aggregation.value}.", measure=measure.name
        )
    other = replace(
        measure,
        aggregation=aggregation,
        name=_aggregate_name(value, measure.name),
        label=_aggregate_label(value, measure.label),
        format=NumberFormat() if aggregation in _COUNTS else measure.format,
        higher_is_better=None if aggregation in _COUNTS else measure.higher_is_better,
    )
    found = _measure(other, catalog)
    atoms = tuple(replace(atom, fraction=value.fraction) for atom in found.formula.atoms)
    return replace(found, formula=replace(found.formula, atoms=atoms))


def _over_time(value: Aggregate, measure: Measure, catalog: Catalog) -> Quantity:
    """ "Average stock", "highest balance": of the sums of all times."""
    aggregation = value.aggregation
    if aggregation not in _OF_TIMES or measure.series:
        each = " at times of its own for each" if measure.series else ""
        raise QueryNotPossible(
            f"{measure.label} is a state, known{each}: its {aggregation.value.replace('_', ' ')} "
            "over time is not defined.",
            measure=measure.name,
        )
    other = replace(
        measure,
        over_time=OverTime(aggregation.value),
        name=_aggregate_name(value, measure.name),
        label=_aggregate_label(value, measure.label),
    )
    return _measure(other, catalog)


def _count_rows(name: str, catalog: Catalog) -> Quantity:
    try:
        home = catalog.dataset(name)
    except KeyError:
        raise QueryNotPossible(f"The catalog has no dataset {name}.", dataset=name) from None
    atom = Atom(
        dataset=name,
        aggregation=Aggregation.COUNT,
        expression="*",
        time=home.time,
        name=name,
        label=home.label,
        type=ColumnType.INTEGER,
    )
    return Quantity(name=name, label=home.label, formula=_single(atom), type=ColumnType.INTEGER)


def _ratio(value: Ratio, catalog: Catalog, dialect: str) -> Quantity:
    above = quantity_of(value.numerator, catalog, dialect)
    below = quantity_of(value.denominator, catalog, dialect)
    tree = exp.Div(
        this=_operand(above.formula.tree.copy()),
        expression=_no_zero(_operand(_renumbered(below.formula, len(above.formula.atoms)))),
    )
    currency = above.format if above.format != below.format else NumberFormat()
    return Quantity(
        name=f"{above.name}_per_{below.name}",
        label=f"{above.label} per {mid_sentence(below.label)}",
        formula=Formula(tree, (*above.formula.atoms, *below.formula.atoms)),
        format=replace(currency, decimals=None),
        higher_is_better=above.higher_is_better,
    )


def _difference(value: Difference, catalog: Catalog, dialect: str) -> Quantity:
    """Raises QueryNotPossible for numbers of different units: "orders minus revenue"."""
    above = quantity_of(value.minuend, catalog, dialect)
    below = quantity_of(value.subtrahend, catalog, dialect)
    if (above.format.style, above.format.unit) != (below.format.style, below.format.unit):
        raise QueryNotPossible(
            f"{above.label} and {mid_sentence(below.label)} are not in the same unit, so one "
            "cannot be subtracted from the other."
        )
    below_tree = _renumbered(below.formula, len(above.formula.atoms))
    tree = exp.Sub(this=_operand(above.formula.tree.copy()), expression=_operand(below_tree))
    return Quantity(
        name=f"{above.name}_minus_{below.name}",
        label=f"{above.label} minus {mid_sentence(below.label)}",
        formula=Formula(tree, (*above.formula.atoms, *below.formula.atoms)),
        type=above.type if above.type is below.type else ColumnType.NUMBER,
        format=above.format,
    )


def _share(value: ShareOf, catalog: Catalog, dialect: str) -> Quantity:
    """The part of the rows that meet the filters, by the whole."""
    whole = quantity_of(value.value, catalog, dialect)
    if not whole.formula.is_sum:
        raise QueryNotPossible(f"{whole.label} does not add up, so it has no share.")
    part = tuple(replace(atom, only=value.filters) for atom in whole.formula.atoms)
    part = tuple(replace(atom, name=f"part_of_{atom.name}") for atom in part)
    tree = exp.Div(
        this=_operand(whole.formula.tree.copy()),
        expression=_no_zero(_operand(_renumbered(whole.formula, len(part)))),
    )
    return Quantity(
        name=f"{whole.name}_share",
        label=f"Share of {mid_sentence(whole.label)}",
        formula=Formula(tree, (*part, *whole.formula.atoms)),
        format=NumberFormat(NumberStyle.PERCENT),
    )


def of_groups(value: OfGroups, inner: Quantity, label: str) -> Quantity:
    """The aggregation of one value of each group; its formula is of no rows of their own."""
    counts = value.aggregation in _COUNTS
    type_ = ColumnType.INTEGER if counts else inner.type
    if value.aggregation in _FRACTIONAL:
        type_ = ColumnType.NUMBER
    return Quantity(
        name="number" if counts else _aggregate_name(value, inner.name),
        label=label,
        formula=inner.formula,
        type=type_,
        format=NumberFormat() if counts else inner.format,
        higher_is_better=None if counts else inner.higher_is_better,
    )


def _formula(metric: Metric, catalog: Catalog, dialect: str, within: tuple[str, ...]) -> Formula:
    """The metric's arithmetic with every measure it names, and metrics in it taken apart."""
    if metric.name in within:
        raise QueryNotPossible(f"{metric.label} is defined by itself.", metric=metric.name)
    root = exp.Paren(this=parsed(metric.formula, dialect))
    atoms: list[Atom] = []
    for node in list(root.walk()):
        if isinstance(node, exp.Column):
            inner = _part(node.name, catalog, dialect, (*within, metric.name))
            node.replace(_operand(_renumbered(inner, len(atoms))))
            atoms.extend(inner.atoms)
        elif isinstance(node, exp.Div):
            node.set("typed", False)
            node.set("safe", False)
            if not isinstance(node.right, exp.Literal):
                node.set("expression", _no_zero(node.right.pop()))
        elif not isinstance(node, (*_ARITHMETIC, exp.Identifier)):
            raise QueryNotPossible(
                f"{metric.label} has a formula with more than arithmetic of measures.",
                metric=metric.name,
            )
    return Formula(root.this.pop(), tuple(atoms))


def _part(name: str, catalog: Catalog, dialect: str, within: tuple[str, ...]) -> Formula:
    if metric := catalog.metric(name):
        return _formula(metric, catalog, dialect, within)
    return _named(name, catalog, dialect).formula


def _single(atom: Atom) -> Formula:
    return Formula(exp.Placeholder(this="0"), (atom,))


def _renumbered(formula: Formula, by: int) -> exp.Expr:
    tree = formula.tree.copy()
    for place in list(tree.find_all(exp.Placeholder)):
        place.set("this", str(int(place.name) + by))
    return tree


def _operand(tree: exp.Expr) -> exp.Expr:
    return exp.Paren(this=tree) if isinstance(tree, exp.Binary) else tree


def _no_zero(divisor: exp.Expr) -> exp.Expr:
    return exp.Nullif(this=divisor, expression=exp.Literal.number(0))
