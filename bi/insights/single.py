"""The answer that is one row: a value, or a few of them."""

from __future__ import annotations

from bi.insights.comparison import describe_change, earlier_of
from bi.insights.dates import write_date
from bi.insights.naming import Names
from bi.insights.scope import Scope
from bi.insights.wording import not_over, said
from bi.model.catalog import ColumnType
from bi.model.result import Cell, ColumnRole, ResultColumn
from bi.model.shape import Shape
from bi.model.words import mid_sentence
from bi.model.writing import write_list, write_number

_MOST_MEASURES = 4


def single_row(shape: Shape, scope: Scope) -> str:
    title, row = scope.title, shape.result.rows[0]
    measured = [i for i, c in enumerate(shape.columns) if c.role is ColumnRole.MEASURE]
    named = write_list([Names(shape, i, title).of(row[i]) for i in shape.groups])
    if len(measured) > 1:
        parts = [
            f"{mid_sentence(shape.columns[i].label)} {_written(shape, i)}{_compared(shape, i)}"
            for i in measured[:_MOST_MEASURES]
        ]
        return f"{title}: {f'{named}, ' if named else ''}{write_list(parts)}."
    (index,) = measured
    if row[index] is None:
        return f"{title}: no value, because no rows match or none of them has one."
    if named:
        return f"{title}: {named}, with {_written(shape, index)}{_compared(shape, index)}."
    compared = _compared(shape, index)
    late = not_over(scope) if compared else ""
    return f"{said(title, 'was', 'were')} {_written(shape, index)}{compared}{late}."


def _written(shape: Shape, index: int) -> str:
    column = shape.columns[index]
    number = shape.numbers(index)[0] if column.type.is_numeric else None
    if number is not None:
        return write_number(number, column.format)
    return _plain(column, shape.cells(index)[0])


def _plain(column: ResultColumn, cell: Cell) -> str:
    if cell is None:
        return "unknown"
    if column.type is ColumnType.BOOLEAN:
        return "yes" if cell else "no"
    if column.type.is_temporal:
        return write_date(cell, column)
    return str(cell)


def _compared(shape: Shape, measure: int) -> str:
    prior = shape.prior_of(measure)
    now = shape.numbers(measure)[0]
    if prior is None or now is None:
        return ""
    column, before = shape.columns[measure], shape.numbers(prior)[0]
    earlier = earlier_of(shape.columns[prior])
    if before is None:
        return f", with nothing to compare from {earlier}"
    change = describe_change(column, now, before)
    against = "against" if now == before else "from"
    return f", {change} {against} {write_number(before, column.format)} {earlier}"
