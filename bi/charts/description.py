"""What a screen reader says of each mark: the words of its tooltip, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from bi.charts.expressions import datum

WORDS = "mark in words"


def describe(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the marks of a chart's body their description; returns the transforms it needs.

    Marks that Vega-Lite itself computes (bins, boxes) keep what it says of them. So do areas whose
    gaps are filled: that would be done for each description by itself, with zeros everywhere.
    """
    encodings = [layer["encoding"] for layer in body.get("layer", [body])]
    for encoding in encodings:
        tips = encoding.get("tooltip", [])
        if any("impute" in channel for channel in encoding.values() if isinstance(channel, dict)):
            continue
        if tips and all("field" in tip and "bin" not in tip for tip in tips):
            encoding["description"] = {"field": WORDS, "type": "nominal"}
            return [{"calculate": " + '; ' + ".join(map(_words, tips)), "as": WORDS}]
    return []


def _words(tip: dict[str, Any]) -> str:
    value = datum(tip["field"])
    if "format" in tip:
        value = f"format({value}, '{tip['format']}')"
    return f"{json.dumps(tip['title'] + ': ', ensure_ascii=False)} + {value}"
