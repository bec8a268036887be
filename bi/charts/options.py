"""Ways of drawing that a chart cannot have, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.charts.layout import Layout, label, stacking_fault
from bi.charts.panels import panels_fault
from bi.model.chart import FEWEST_BINS, MOST_BINS, ChartOptions, ChartType
from bi.model.shape import KeyKind, Shape

_SORTED = (
    ChartType.BAR, ChartType.HORIZONTAL_BAR, ChartType.STACKED_BAR, ChartType.GROUPED_BAR,
    ChartType.PIE, ChartType.DONUT,
)  # fmt: skip
_BARS = (ChartType.BAR, ChartType.HORIZONTAL_BAR)
_PILED = (ChartType.STACKED_BAR, ChartType.STACKED_AREA, ChartType.AREA)
_WITH_LOG_AXIS = (
    *_BARS, ChartType.GROUPED_BAR, ChartType.LINE, ChartType.MULTI_LINE, ChartType.SCATTER,
    ChartType.BUBBLE, ChartType.BOXPLOT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OptionFault:
    """`option` is the name of a field of `ChartOptions`, `reason` a sentence for a person."""

    option: str
    reason: str


def option_faults(
    shape: Shape, layout: Layout, type_: ChartType, options: ChartOptions
) -> tuple[OptionFault, ...]:
    """What a chart of this type and layout cannot have, of what is wished."""
    found = {
        "log": _log_fault(shape, layout, type_) if options.log else None,
        "bins": _bins_fault(shape, layout, type_, options.bins) if options.bins else None,
        "sort": _sort_fault(type_) if options.sort else None,
        "panels": panels_fault(shape, type_, options.panels) if options.panels else None,
    }
    return tuple(OptionFault(name, reason) for name, reason in found.items() if reason)


def without(options: ChartOptions, faults: tuple[OptionFault, ...]) -> ChartOptions:
    """The options that are left."""
    default = ChartOptions()
    return replace(options, **{one.option: getattr(default, one.option) for one in faults})


def log_measures(shape: Shape, layout: Layout, type_: ChartType) -> tuple[int, ...]:
    """The columns whose axis can be logarithmic; of points those of both axes."""
    if type_ in (ChartType.SCATTER, ChartType.BUBBLE):
        placed = tuple(i for i in (layout.x, layout.y) if i is not None)
        return tuple(i for i in placed if _is_positive(shape, i))
    drawn = layout.folded or ((layout.y,) if layout.y is not None else ())
    return drawn if all(_is_positive(shape, i) for i in drawn) else ()


def _log_fault(shape: Shape, layout: Layout, type_: ChartType) -> str | None:
    name = str(type_).replace("_", " ")
    if type_ in _PILED:
        return (
            f"A log scale has no zero for {_article(name)} chart to stand on; "
            "bars side by side or lines can have one."
        )
    if type_ not in _WITH_LOG_AXIS:
        return f"{_article(name, capital=True)} has no axis for a log scale; bars, lines and " + (
            "scatter plots do."
        )
    if type_ in _BARS and layout.series is not None and not stacking_fault(shape, _y(layout)):
        return "Parts that are stacked cannot be on a log scale; bars side by side or lines can."
    if not log_measures(shape, layout, type_):
        drawn = layout.folded or (_y(layout),)
        faulty = next(i for i in drawn if not _is_positive(shape, i))
        what = "negative values" if min(shape.known(faulty)) < 0 else "zeros"
        return f"{label(shape, faulty)} has {what}, which a log scale cannot show."
    return None


def _bins_fault(shape: Shape, layout: Layout, type_: ChartType, bins: int | None) -> str | None:
    if type_ is not ChartType.HISTOGRAM:
        name = str(type_).replace("_", " ")
        return f"Bins are steps of a histogram; {_article(name)} has none."
    if layout.x is not None and shape.kind(layout.x) is KeyKind.BIN and layout.x in shape.keys:
        width = shape.columns[layout.x].bin_width
        return (
            f"The rows are counted in steps of {width:,g} already; ask for the histogram with "
            "other steps."
        )
    if bins is not None and not FEWEST_BINS <= bins <= MOST_BINS:
        return f"A histogram has {FEWEST_BINS} to {MOST_BINS} bins."
    return None


def _sort_fault(type_: ChartType) -> str | None:
    if type_ in _SORTED:
        return None
    if type_ in (ChartType.TABLE, ChartType.KPI):
        return "Bars and slices can be sorted; the rows of a table are in the question's order."
    name = str(type_).replace("_", " ")
    return f"What {_article(name)} shows has its place along the axes; bars can be sorted."


def _is_positive(shape: Shape, index: int) -> bool:
    return min(shape.known(index), default=0) > 0


def _y(layout: Layout) -> int:
    assert layout.y is not None  # of every type that has an axis for a measure
    return layout.y


def _article(name: str, *, capital: bool = False) -> str:
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article.capitalize() if capital else article} {name}"
