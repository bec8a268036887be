"""Keys in a chart: as bands, as a time axis, in a tooltip."""

from __future__ import annotations

from bi.charts import expressions
from bi.charts.draft import Draft, Encoding
from bi.charts.expressions import datum
from bi.charts.preference import LETTER_WIDTH, plot_width
from bi.charts.ticks import all_buckets, tick_buckets, tick_moment
from bi.model.buckets import as_cell
from bi.model.catalog import ColumnType
from bi.model.shape import KeyKind

NOTHING = "(none)"

# Fewer bars than this would be slabs without air between them.
_FEW_BANDS = 4
# Pixels of a name below a bar.
_LABEL_LIMIT = 140
# More buckets than this are not all listed for the sake of those without a row.
_MOST_BANDS = 400


def key_field(draft: Draft, index: int) -> str:
    """The field to draw a key by: derived where a value is no name of itself."""
    column = draft.column(index)
    value = datum(column.name)
    if draft.shape.kind(index) is not KeyKind.CATEGORY and column.type is not ColumnType.TEXT:
        return column.name
    if column.type is ColumnType.BOOLEAN:
        words = f"{value} === true ? 'Yes' : {value} === false ? 'No' : '{NOTHING}'"
        return draft.calculate(words, f"{column.name} name")
    if None in draft.shape.distinct(index):
        words = f"isValid({value}) ? {value} : '{NOTHING}'"
        return draft.calculate(words, f"{column.name} name")
    return column.name


def band(draft: Draft, index: int, *, upright: bool = True, in_order: bool = True) -> Encoding:
    """A key as a row of bands, one for each value: bars and cells.

    `in_order`: times come one after the other; if not, each tells its whole name.
    """
    ordered = draft.shape.kind(index) in (KeyKind.TIME, KeyKind.PART)
    title = None if ordered or not upright else key_title(draft, index)
    axis: Encoding = {"title": title, **key_labels(draft, index)}
    scale: Encoding = {}
    bands = len(draft.shape.distinct(index))
    if draft.shape.kind(index) is KeyKind.TIME and not in_order:
        axis["labelExpr"] = _whole_name(draft, index)
    elif draft.shape.kind(index) is KeyKind.TIME:
        buckets = all_buckets(draft.shape.distinct(index), draft.grain(index))
        like = next((cell for cell in draft.shape.cells(index) if cell is not None), None)
        ticks = tick_buckets(buckets, draft.grain(index))
        axis["values"] = [as_cell(start, like) for start in ticks]
        if bands < len(buckets) <= _MOST_BANDS:
            # Buckets without a row keep their place.
            scale["domain"] = [as_cell(start, like) for start in buckets]
            bands = len(buckets)
    if upright:
        axis |= _label_angle(draft, index, in_order=in_order)
        if bands < _FEW_BANDS:
            scale |= {"paddingInner": 0.5, "paddingOuter": 1 / bands}
    encoding: Encoding = {"field": key_field(draft, index), "type": "ordinal", "axis": axis}
    encoding |= key_order(draft, index)
    return {**encoding, "scale": scale} if scale else encoding


def ordered_axis(draft: Draft, index: int) -> Encoding:
    """A key with an order as the axis of a line: time runs continuously, parts are points."""
    match draft.shape.kind(index):
        case KeyKind.TIME:
            return _time_axis(draft, index)
        case KeyKind.NUMBER | KeyKind.BIN:
            return {
                "field": draft.column(index).name,
                "type": "quantitative",
                "scale": {"zero": False},
                "axis": {"title": key_title(draft, index), **_whole_years(draft, index)},
            }
        case _:
            return band(draft, index)


def _whole_years(draft: Draft, index: int) -> Encoding:
    """A year is 2014, not 2,014 and not 2,014.5."""
    return {"format": "d", "tickMinStep": 1} if draft.column(index).is_year else {}


def _time_axis(draft: Draft, index: int) -> Encoding:
    name, grain = draft.column(index).name, draft.grain(index)
    draft.calculate(moment(draft, index), name)
    buckets = tick_buckets(all_buckets(draft.shape.distinct(index), grain), grain)
    return {
        "field": name,
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {
            "title": None,
            "values": [tick_moment(start) for start in buckets],
            "labelExpr": expressions.short_name("datum.value", grain, draft.column(index).fiscal),
            "labelOverlap": "greedy",
        },
    }


def key_tip(draft: Draft, index: int) -> Encoding:
    """A key in a tooltip, by its full name."""
    column = draft.column(index)
    value, name = datum(column.name), f"{column.name} name"
    match draft.shape.kind(index):
        case KeyKind.TIME:
            words = expressions.full_name(moment(draft, index), draft.grain(index), column.fiscal)
        case KeyKind.PART if column.part:
            words = expressions.part_name(value, column.part, short=False)
        case KeyKind.BIN:
            upper = f"{value} + {column.bin_width:g}"
            words = f"format({value}, ',~f') + ' to ' + format({upper}, ',~f')"
        case _:
            words = ""
    field = draft.calculate(words, name) if words else key_field(draft, index)
    return {"field": field, "type": "nominal", "title": column.label}


def key_order(draft: Draft, index: int) -> Encoding:
    """The order of values that have one of their own."""
    sequence = draft.column(index).sequence
    return {"sort": list(sequence)} if sequence else {}


def key_title(draft: Draft, index: int) -> str:
    column = draft.column(index)
    return column.label + expressions.unit_of(column.format)


def key_labels(draft: Draft, index: int) -> Encoding:
    """How an axis or a legend writes the values of a key."""
    column = draft.column(index)
    match draft.shape.kind(index):
        case KeyKind.TIME:
            time = moment(draft, index).replace(datum(column.name), "datum.value")
            return {"labelExpr": expressions.short_name(time, draft.grain(index), column.fiscal)}
        case KeyKind.PART if column.part:
            return {"labelExpr": expressions.part_name("datum.value", column.part, short=True)}
        case _:
            return {}


def moment(draft: Draft, index: int) -> str:
    cell = next((c for c in draft.shape.cells(index) if isinstance(c, str)), "")
    has_zone = cell.endswith("Z") or "+" in cell
    has_time = len(cell) > 10 and not has_zone
    return expressions.moment(datum(draft.column(index).name), has_time=has_time)


def _whole_name(draft: Draft, index: int) -> str:
    column = draft.column(index)
    time = moment(draft, index).replace(datum(column.name), "datum.value")
    return expressions.full_name(time, draft.grain(index), column.fiscal)


def _label_angle(draft: Draft, index: int, *, in_order: bool) -> Encoding:
    if draft.shape.kind(index) is KeyKind.TIME and not in_order:
        return {"labelAngle": -40}
    if draft.shape.kind(index).is_ordered:
        return {"labelAngle": 0, "labelOverlap": "greedy"}
    names = draft.shape.distinct(index)
    longest = max(len(str(name)) for name in names)
    room = plot_width(draft.shape) // len(names)
    crowded = longest * LETTER_WIDTH > room
    if crowded:
        return {"labelAngle": -40, "labelLimit": _LABEL_LIMIT}
    return {"labelAngle": 0, "labelLimit": max(room, _LABEL_LIMIT)}
