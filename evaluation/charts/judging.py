"""Is the chart of an answer the golden one?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bi.model.catalog import Catalog
from bi.model.chart import Chart
from bi.model.result import ResultSet
from evaluation.asking import Reply
from evaluation.cases import ChartedData, GoldTurn
from evaluation.charts.answered import MARKS, drawn_for
from evaluation.charts.data import compared_by_data
from evaluation.charts.drawn import Drawn, Mark, Pile
from evaluation.charts.golden import drawn_by
from evaluation.charts.matching import ChartVerdict, Match, compared
from evaluation.gold import charted_marks
from nodes.events import Complete


@dataclass(frozen=True, slots=True)
class _Kind:
    mark: Mark
    pile: Pile | None = None


_AXIS = re.compile(r"\b[xy][ -]?axis|\b[xy] ?=", re.IGNORECASE)
_KINDS = {
    "bar": _Kind(Mark.BAR),
    "stacked bar": _Kind(Mark.BAR, Pile.STACKED),
    "grouping bar": _Kind(Mark.BAR, Pile.GROUPED),
    "pie": _Kind(Mark.ARC),
    "line": _Kind(Mark.LINE),
    "grouping line": _Kind(Mark.LINE),
    "scatter": _Kind(Mark.POINT),
    "grouping scatter": _Kind(Mark.POINT),
}


def verdict_on(
    reply: Reply, question: str, turn: GoldTurn, catalog: Catalog
) -> ChartVerdict | None:
    """None without a golden chart that can be compared. `question`: the wording asked."""
    gold = _golden(turn)
    if gold is None:
        return None
    chart = reply.event.answer.chart if isinstance(reply.event, Complete) else None
    if chart is None or reply.rows is None or reply.query is None:
        return ChartVerdict(Match.NONE, gold.mark)
    if isinstance(gold, Drawn):
        drawn = drawn_for(chart, reply.rows, reply.query, catalog)
        match = compared(drawn, gold, axes_said=bool(_AXIS.search(question)))
    else:
        match = _by_data(chart, reply.rows, gold, turn)
    return ChartVerdict(match, gold.mark, MARKS[chart.type])


def _golden(turn: GoldTurn) -> Drawn | _Kind | None:
    if turn.gold_vegalite is not None:
        return drawn_by(turn.gold_vegalite)
    if turn.chart is not None and isinstance(turn.gold_data, ChartedData):
        return _KINDS.get(turn.chart.casefold())
    return None


def _by_data(chart: Chart, rows: ResultSet, gold: _Kind, turn: GoldTurn) -> Match:
    assert isinstance(turn.gold_data, ChartedData)
    accepted = list(charted_marks(turn.gold_data))
    return compared_by_data(chart, rows, gold.mark, gold.pile, accepted)
