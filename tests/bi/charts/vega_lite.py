"""Vega-Lite as others know it: its JSON Schema, and a renderer that may not use the network."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import vl_convert

from bi.charts.reserved import free
from bi.model.chart import Chart
from bi.model.result import ResultSet

_VERSION = "6.4"


@cache
def _validator() -> Any:
    schema = files("altair.vegalite.v6.schema") / "vega-lite-schema.json"
    return jsonschema_rs.validator_for(
        json.loads(schema.read_text("utf-8"), object_hook=_with_plain_reference)
    )


def _with_plain_reference(node: dict[str, Any]) -> dict[str, Any]:
    """Definitions are named like TypeScript types, which a URI has to spell out."""
    reference = node.get("$ref")
    return {**node, "$ref": quote(reference, safe="#/")} if isinstance(reference, str) else node


def faults(spec: dict[str, Any]) -> list[str]:
    """What the schema has against a specification."""
    return [error.message[:200] for error in _validator().iter_errors(spec)]


def with_rows(chart: Chart, result: ResultSet, width: int = 640) -> dict[str, Any]:
    """The specification as a page draws it: of the width of its card, with the rows."""
    names = [free(column.name) for column in result.columns]
    rows = [dict(zip(names, row, strict=True)) for row in result.rows]
    own = chart.spec["width"]
    spec = {**chart.spec, "width": width if own == "container" else own}
    return {**spec, "datasets": {"result": rows}}


def svg(chart: Chart, result: ResultSet) -> str:
    return vl_convert.vegalite_to_svg(
        with_rows(chart, result), vl_version=_VERSION, allowed_base_urls=[]
    )


def marks(drawing: str, role: str) -> list[str]:
    """What a screen reader says of each mark of a kind ("bar", "point")."""
    found = re.findall(r'aria-label="([^"]*)"[^>]*aria-roledescription="([^"]*)"', drawing)
    found += [
        (words, kind)
        for kind, words in re.findall(
            r'aria-roledescription="([^"]*)"[^>]*aria-label="([^"]*)"', drawing
        )
    ]
    return [words for words, kind in found if kind == role]


def texts(drawing: str) -> list[str]:
    """Every piece of text in a drawing, in document order."""
    return [t for t in re.findall(r">([^<>]+)</(?:text|tspan)>", drawing) if t.strip()]
