"""Colours and type of charts, as Vega-Lite configs.

Specs carry `LIGHT`; whoever draws on a dark page puts `DARK` in its place.
"""

from __future__ import annotations

from typing import Any, Final

_FONT = "Inter Variable, Inter, system-ui, sans-serif"

# Found by search for a contrast of 3:1 with the card and for distance under simulated colour
# blindness. The ninth is for everything that is not one of the first eight.
_LIGHT_SERIES = "1f4fd1 cf8338 004938 922785 a971fb 696518 d53160 368eab a9adb5"
_DARK_SERIES = "7da2ff a76a2d a7fce6 f65ca5 edaeaa 8d55dd 95e362 aca541 6b7280"


def _config(
    *,
    card: str,
    line: str,
    ink: str,
    muted: str,
    series: str,
    ramp: list[str],
    diverging: list[str],
) -> dict[str, Any]:
    colours = [f"#{colour}" for colour in series.split()]
    return {
        "background": card,
        "font": _FONT,
        "view": {"stroke": None},
        "range": {"category": colours, "ramp": ramp, "heatmap": ramp, "diverging": diverging},
        "mark": {"color": colours[0]},
        "line": {"strokeWidth": 2, "strokeCap": "round"},
        "area": {"fillOpacity": 0.75},
        "arc": {"stroke": card, "strokeWidth": 1.5},
        "rect": {"stroke": card, "strokeWidth": 1},
        "text": {"color": ink, "fontSize": 12},
        "rule": {"color": muted},
        "tick": {"color": muted},
        "boxplot": {"median": {"color": card}},
        "title": {
            "color": ink,
            "fontSize": 14,
            "fontWeight": 600,
            "subtitleColor": muted,
            "subtitleFontSize": 12,
            "subtitlePadding": 4,
            "anchor": "start",
            "frame": "group",
            "offset": 12,
        },
        "axis": {
            "labelColor": muted,
            "titleColor": muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 500,
            "titlePadding": 10,
            "gridColor": line,
            "domainColor": line,
            "tickColor": line,
            "labelPadding": 6,
            "labelLimit": 200,
            # Of labels that may be left out: not so many that they read as one word.
            "labelSeparation": 8,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False},
        "header": {
            "labelColor": ink,
            "labelFontSize": 12,
            "labelFontWeight": 600,
            "titleColor": muted,
        },
        "legend": {
            "labelColor": ink,
            "titleColor": muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 500,
            "symbolType": "circle",
            "labelLimit": 180,
            "columnPadding": 16,
        },
    }


LIGHT: Final = _config(
    card="#ffffff",
    line="#e6e4de",
    ink="#1a1c20",
    muted="#666c76",
    series=_LIGHT_SERIES,
    ramp=["#e9eefb", "#1f4fd1"],
    diverging=["#cf8338", "#f3f2ee", "#1f4fd1"],
)
DARK: Final = _config(
    card="#171a20",
    line="#272c35",
    ink="#e9ebee",
    muted="#939ba8",
    series=_DARK_SERIES,
    ramp=["#1d2536", "#7da2ff"],
    diverging=["#a76a2d", "#22262e", "#7da2ff"],
)
