"""What a drawing of measured numbers has a mark for each of."""

from __future__ import annotations

from dataclasses import replace

from bi.catalog.wording import group_name, value_name
from bi.language.clauses import ChartClause
from bi.language.compose.alternatives import alternative
from bi.language.compose.work import Work
from bi.language.trouble import Trouble
from bi.model.catalog import Dimension
from bi.model.chart import ChartType
from bi.model.semantic import DimensionGroup
from bi.model.words import mid_sentence

_POINTS = (ChartType.SCATTER, ChartType.BUBBLE)
_SPREAD = (ChartType.HISTOGRAM, ChartType.BOXPLOT)
_TWO = 2
# More points than this are a cloud; there may be things of which there are fewer.
_MOST_POINTS = 1000
_OFFERED = 3


def put_marks(work: Work) -> None:
    """Numbers without a grouping are a single row, of which points and histograms show nothing."""
    chart, query = work.draft.chart, work.query
    if chart is None or query.groups or not query.measures or work.editing:
        return
    if chart.chart in _POINTS and len(query.measures) >= _TWO:
        _put_points(chart, work)
    if chart.chart in _SPREAD:
        raise _of_each_what(work)


def _put_points(chart: ChartClause, work: Work) -> None:
    """ "Scatter of profit and sales": of the things that have names, those of most points."""
    named = _named(work)
    if not named:
        source = chart.place.source
        raise Trouble(f"“{source}” of what? Say what there is a point for each of: “by …”.")
    group = DimensionGroup(_most_points(named, work).ref)
    work.set(groups=(group,))
    name = mid_sentence(group_name(group, work.catalog))
    work.assume(f"There is a point for each {name}, as nothing else was said.")


def _most_points(named: list[Dimension], work: Work) -> Dimension:
    counted = [(len(work.setting.profile.values.get(one.ref, ())), one) for one in named]
    fitting = [pair for pair in counted if pair[0] <= _MOST_POINTS]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    return min(counted, key=lambda pair: pair[0])[1]


def _of_each_what(work: Work) -> Trouble:
    """ "Histogram of order value": a number of the whole has no distribution."""
    query = work.query
    queries = [replace(query, groups=(DimensionGroup(one.ref),)) for one in _named(work)]
    name = value_name(query.measures[0].value, work.catalog)
    return Trouble(
        f"{name} is one number of the whole; how it is distributed shows in those of each of many "
        "things. Of which?",
        queries=tuple(alternative(one, work) for one in queries[:_OFFERED]),
    )


def _named(work: Work) -> list[Dimension]:
    """The dimensions that things are called by, of those that the measures can be seen by."""
    return [one for one in work.setting.reach.dimensions(work.query.measures) if one.display]
