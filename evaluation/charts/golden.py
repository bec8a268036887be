"""Golden charts that are specified in Vega-Lite."""

from __future__ import annotations

from typing import Any

from evaluation.charts.drawn import COUNT, Drawn, Mark, Pile, Shown

_MARKS = {
    "bar": Mark.BAR,
    "line": Mark.LINE,
    "area": Mark.AREA,
    "point": Mark.POINT,
    "circle": Mark.POINT,
    "square": Mark.POINT,
    "arc": Mark.ARC,
    "rect": Mark.RECT,
    "tick": Mark.TICK,
    "boxplot": Mark.BOXPLOT,
}
_ADD_UP = ("count", "sum")


def drawn_by(spec: dict[str, Any]) -> Drawn | None:
    """None for what is no single chart of a known mark."""
    mark, encoding = spec.get("mark"), spec.get("encoding")
    if isinstance(mark, dict):
        mark = mark.get("type")
    if mark not in _MARKS or not isinstance(encoding, dict):
        return None
    family = _MARKS[mark]
    if family is Mark.ARC:
        return Drawn(family, x=_shown(encoding, "color"), y=_shown(encoding, "theta"))
    x, y = _shown(encoding, "x"), _shown(encoding, "y")
    colour, size = _shown(encoding, "color"), _shown(encoding, "size")
    facet = next(
        filter(None, (_shown(encoding, name) for name in ("facet", "column", "row"))), None
    )
    if family is not Mark.BAR:
        return Drawn(family, x, y, colour, size, facet)
    if "xOffset" in encoding or "yOffset" in encoding:
        return Drawn(family, x, y, colour, size, facet, Pile.GROUPED)
    if colour is not None and colour == x:
        # Bars side by side within panels is how groups were drawn before there were offsets;
        # without panels the colours say nothing new.
        series, pile = (x, Pile.GROUPED) if facet else (None, None)
        return Drawn(family, facet or x, y, series, size, None, pile)
    return Drawn(family, x, y, colour, size, facet, _pile(y, x) if colour else None)


def _pile(*amounts: Shown | None) -> Pile | None:
    """Vega-Lite stacks bars of several colours, which means something only for what adds up."""
    adds_up = any(shown is not None and shown.aggregate in _ADD_UP for shown in amounts)
    return Pile.STACKED if adds_up else None


def _shown(encoding: dict[str, Any], name: str) -> Shown | None:
    channel = encoding.get(name)
    if not isinstance(channel, dict):
        return None
    aggregate = channel.get("aggregate")
    if aggregate == "count":
        # Whatever the field: rows are counted.
        return COUNT
    if "field" not in channel:
        return None
    return Shown(
        str(channel["field"]).casefold(),
        "mean" if aggregate == "average" else aggregate,
        bool(channel.get("bin")),
        channel.get("timeUnit"),
    )
