"""What was measured before, aggregated in another way: "show the median instead"."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import value_name
from bi.language.clauses import ReaggregateClause
from bi.language.compose.work import Work
from bi.language.trouble import Trouble
from bi.model.catalog import Aggregation, ColumnRef, Measure, NumberStyle
from bi.model.semantic import Aggregate, Measured, NamedMeasure, Value
from bi.model.words import mid_sentence


def reaggregate(clause: ReaggregateClause, work: Work) -> None:
    """Raises Trouble for what has no value in a row: counts, ratios, metrics."""
    source = clause.place.source
    if not work.query.measures:
        raise Trouble(f"“{source}” of what?", unknown=(source,))
    measures = tuple(_again(one, clause, work) for one in work.query.measures)
    work.set(measures=measures)


def _again(measured: Measured, clause: ReaggregateClause, work: Work) -> Measured:
    value = _of_column(measured.value, clause.aggregation, work)
    if value is None:
        name = mid_sentence(value_name(measured.value, work.catalog))
        raise Trouble(
            f"There is no “{clause.place.source}” of {name}.", unknown=(clause.place.source,)
        )
    again = replace(measured, value=value)
    work.origins[again] = work.origins[value] = clause.place
    return again


def _of_column(value: Value, aggregation: Aggregation, work: Work) -> Value | None:
    if isinstance(value, Aggregate):
        own = work.catalog.measure(value.column.name)
        if own is not None and own.ref == value.column and own.aggregation is aggregation:
            return NamedMeasure(own.name)
        return replace(value, aggregation=aggregation)
    measure = work.catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    if measure is None or measure.expression.strip() == "*":
        return None
    if measure.aggregation is aggregation:
        return value
    if aggregation is Aggregation.SUM and measure.format.style is NumberStyle.PERCENT:
        return None
    rows = [d.ref for d in work.catalog.dataset(measure.ref.dataset).dimensions]
    column = next((ref for ref in rows if _same_column(ref, measure, work)), measure.ref)
    return Aggregate(aggregation, column)


def _same_column(ref: ColumnRef, measure: Measure, work: Work) -> bool:
    """A column is named better than a measure of it: "median length", no "median average …"."""
    dimension = work.catalog.dimension(ref)
    return dimension is not None and dimension.expression == measure.expression
