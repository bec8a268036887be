"""What the tiles of a dashboard show, in words: findings of all of them, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bi.catalog.wording import enumerated
from bi.insights.find import find_insights
from bi.insights.summary import summarize
from bi.model.insight import Insight
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery
from bi.model.writing import count_of

_MOST = 6
# Of one chart more than this would hide the others.
_MOST_OF_A_TILE = 2
_MOST_FIGURES = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile's rows, and the query that they answer; `rows` None: `failure` says why, if it is
    known."""

    tile_id: str
    title: str
    query: SemanticQuery | None = None
    rows: ResultSet | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class TileFinding:
    tile_id: str
    title: str
    insight: Insight


def findings_of(tiles: Iterable[Shown], today: date) -> tuple[TileFinding, ...]:
    """The findings of all tiles, each once, the weightiest first; a few of each tile.

    `today` is the first day that is not over, as for `find_insights`.
    """
    found: dict[object, TileFinding] = {}
    for tile in tiles:
        if tile.rows is None:
            continue
        insights = find_insights(tile.rows, tile.title, today=today, query=tile.query)
        for insight in insights[:_MOST_OF_A_TILE]:
            one = TileFinding(tile.tile_id, tile.title, insight)
            found.setdefault(_said_once(insight), one)
    return tuple(sorted(found.values(), key=lambda one: -one.insight.weight))


def _said_once(insight: Insight) -> object:
    """Two tiles may tell the same: by the same figures, whatever they are called."""
    figures = tuple(sorted((name, str(value)) for name, value in insight.figures.items()))
    return (insight.kind, figures) if figures else insight.text


def analysed(tiles: Sequence[Shown], findings: Sequence[TileFinding], today: date) -> str:
    """The text about several tiles, or all: figures first, then what stands out, by tile."""
    if len(tiles) == 1:
        return explained(tiles[0], today)
    lines = []
    if figures := [_summary(tile, today) for tile in tiles if _is_figure(tile)]:
        lines.append(" ".join(figures[:_MOST_FIGURES]))
    if findings:
        lines.append("What stands out:")
        lines += [f"- {one.title}: {_sentence(one.insight)}" for one in findings[:_MOST]]
    else:
        lines += [_summary(tile, today) for tile in tiles if tile.rows and not _is_figure(tile)]
        lines.append("Nothing stands out beyond that.")
    lines += _not_shown(tiles)
    return "\n".join(lines)


def explained(tile: Shown, today: date) -> str:
    """The text about one tile: what it says, and everything that stands out in it."""
    if tile.rows is None:
        reason = tile.failure or "it asks nothing of the data"
        return f"“{tile.title}” shows nothing: {reason}"
    insights = find_insights(tile.rows, tile.title, today=today, query=tile.query)
    summary = summarize(tile.rows, tile.title, insights, today=today, query=tile.query)
    further = [_sentence(one) for one in insights if one.text not in summary]
    return " ".join([summary, *further])


def _summary(tile: Shown, today: date) -> str:
    assert tile.rows is not None
    return summarize(tile.rows, tile.title, (), today=today, query=tile.query)


def _is_figure(tile: Shown) -> bool:
    query = tile.query
    return tile.rows is not None and query is not None and not query.groups and not query.columns


def _sentence(insight: Insight) -> str:
    return insight.text if insight.text.endswith(".") else f"{insight.text}."


def _not_shown(tiles: Sequence[Shown]) -> list[str]:
    """Charts without rows are named, or a reader would take them for unremarkable."""
    failed = [f"“{tile.title}”" for tile in tiles if tile.rows is None and tile.failure]
    if not failed:
        return []
    return [f"{count_of(len(failed), 'chart')} could not be read: {enumerated(failed)}."]
