"""A drawing in words."""

from __future__ import annotations

from bi.model.chart import ChartOptions, ChartSort, ChartType

_NAMES = {
    ChartType.TABLE: "a table",
    ChartType.KPI: "a single figure",
    ChartType.SCATTER: "a scatter plot",
    ChartType.HISTOGRAM: "a histogram",
    ChartType.BOXPLOT: "a box plot",
    ChartType.HEATMAP: "a heatmap",
}
_SORTS = {
    ChartSort.ASCENDING: "the lowest first",
    ChartSort.DESCENDING: "the highest first",
    ChartSort.NAME: "sorted by name",
    ChartSort.NAME_DESCENDING: "sorted by name in reverse",
}


def type_in_words(type_: ChartType) -> str:
    """ "a pie chart", "an area chart", "a table"."""
    name = type_.value.replace("_", " ")
    return _NAMES.get(type_) or f"{'an' if name[0] in 'aeiou' else 'a'} {name} chart"


def options_in_words(options: ChartOptions) -> str:
    """ "on a log scale, with at most 20 bins"; empty where nothing is said."""
    said = []
    if options.log:
        said.append("on a log scale")
    if options.bins:
        said.append(f"with at most {options.bins} bins")
    if options.sort:
        said.append(_SORTS[options.sort])
    if options.panels:
        said.append(f"with a panel for each {options.panels.replace('_', ' ')}")
    return ", ".join(said)
