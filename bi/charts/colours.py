"""A key as colours: no more of them than can be told apart."""

from __future__ import annotations

import json

from bi.charts.draft import NAME, RANK, Draft, Encoding
from bi.charts.expressions import datum
from bi.charts.keys import key_field, key_labels
from bi.charts.layout import MOST_SERIES
from bi.charts.preference import LETTER_WIDTH, PLOT_WIDTH
from bi.model.words import mid_sentence
from bi.model.writing import plural_of

_REST_NAMES = ("Other", "All others", "The remaining ones")
# The dot beside a name and the space to the next one.
_SYMBOL_WIDTH = 36


def series_colour(draft: Draft, index: int, *, stacked: bool) -> Encoding:
    """One colour a series.

    Of very many, the largest are drawn; where they are stacked, the rest is drawn as one, so
    that the height of a stack stays the total.
    """
    names = [str(name) for name in draft.shape.distinct(index)]
    if len(names) > MOST_SERIES:
        field = _largest(draft, index, stacked=stacked)
        sort: object = {"field": RANK, "op": "min", "order": "ascending"}
    else:
        own_order = list(draft.column(index).sequence)
        field, sort = key_field(draft, index), own_order or "ascending"
    legend = {**top_legend(names), **key_labels(draft, index)}
    return {"field": field, "type": "nominal", "sort": sort, "legend": legend}


def folded_colour(labels: list[str]) -> Encoding:
    """One colour a folded measure."""
    legend = top_legend(labels)
    return {"field": NAME, "type": "nominal", "scale": {"domain": labels}, "legend": legend}


def top_legend(names: list[str]) -> Encoding:
    """A legend above the plot, in columns that fit its width."""
    width = max(len(name) for name in names) * LETTER_WIDTH + _SYMBOL_WIDTH
    return {"title": None, "orient": "top", "columns": max(1, PLOT_WIDTH // width)}


def is_ranked(colour: Encoding) -> bool:
    """Whether the series are ordered by RANK, largest first."""
    return isinstance(colour["sort"], dict)


def rest_name(draft: Draft, index: int) -> str:
    """What those are called that are drawn as one: never like one of the values itself."""
    values = draft.shape.distinct(index)
    return next((name for name in _REST_NAMES if name not in values), "…")


def _largest(draft: Draft, index: int, *, stacked: bool) -> str:
    column, value = draft.column(index), draft.column(draft.y)
    count = len(draft.shape.distinct(index))
    field = key_field(draft, index)
    draft.rank(field, value.name, "sum" if value.additive else "max", RANK)
    kept = f"datum['{RANK}'] <= {MOST_SERIES}"
    if not stacked:
        draft.transforms.append({"filter": kept})
        draft.notes.append(
            f"Drawn are the {MOST_SERIES} {plural_of(column.label)} with the highest "
            f"{mid_sentence(value.label)}, of {count:,}; the table has them all."
        )
        return field
    other = rest_name(draft, index)
    draft.calculate(f"{kept} ? {datum(field)} : {json.dumps(other)}", field)
    draft.calculate(f"min(datum['{RANK}'], {MOST_SERIES + 1})", RANK)
    keys = (*draft.shape.keys, draft.shape.panel)
    others = [key_field(draft, i) for i in keys if i is not None and i != index]
    draft.transforms.append(
        {
            "aggregate": [{"op": "sum", "field": value.name, "as": value.name}],
            "groupby": [*others, field, RANK],
        }
    )
    rest = count - MOST_SERIES
    draft.notes.append(
        f"The {MOST_SERIES} largest are drawn apart; {other} is the remaining {rest:,}."
    )
    return field
