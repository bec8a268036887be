"""The JSON Schema of a catalog accepts what is accepted, and flags what an editor should."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bi.catalog import schema
from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.json_schema import catalog_schema, catalog_schema_text
from bi.catalog.load import check_catalog
from demo.location import CATALOG
from tests.bi.catalog.conftest import WriteCatalog

_DOCS = Path(__file__).parents[3] / "docs"
_HEAD = "datasource: {id: shop, url: 'duckdb:///shop.duckdb'}\n"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(catalog_schema())
    return Draft202012Validator(catalog_schema())


class _EditorLoader(yaml.SafeLoader):
    """As editors read YAML: days are text."""


_EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if "timestamp" not in tag]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_an_editor_reads(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, _EditorLoader)))


def complaints(validator: Draft202012Validator, text: str) -> list[str]:
    return [error.message for error in validator.iter_errors(as_an_editor_reads(text))]


def test_the_file_in_the_documents_is_true() -> None:
    written = (_DOCS / "catalog.schema.json").read_text(encoding="utf-8")
    assert written == catalog_schema_text(), "parley catalog schema -o docs/catalog.schema.json"


def test_every_key_says_what_it_means() -> None:
    parts = catalog_schema()["$defs"]
    for name, model in vars(schema).items():
        if isinstance(model, type) and issubclass(model, BaseModel) and model.model_fields:
            part = parts[name]
            long_form = part if "properties" in part else part["anyOf"][-1]
            silent = {k for k, v in long_form["properties"].items() if not v.get("description")}
            assert not silent, f"{name}: no description of {silent} in bi/catalog/key_texts.py"


def test_the_demo_is_accepted(validator: Draft202012Validator) -> None:
    assert complaints(validator, CATALOG.read_text(encoding="utf-8")) == []


def test_a_drafted_catalog_is_accepted(validator: Draft202012Validator, store: Inspection) -> None:
    assert complaints(validator, draft_catalog(store, "store", "sqlite:///store.db")) == []


def test_another_drafted_catalog_is_accepted(
    validator: Draft202012Validator, rentals: Inspection
) -> None:
    assert complaints(validator, draft_catalog(rentals, "rentals", "sqlite:///r.db")) == []


_ACCEPTED = (
    "datasets: {orders: }",
    "datasets: [orders, customers]",
    "datasets: {orders: {key: [a, b], synonyms: purchases}}",
    "datasets: {größen: {dimensions: {straße: text, ort: }}}",
    "datasets: {orders: {dimensions: [region, {day: date}]}}",
    "datasets: {orders: {dimensions: {year: {values: [2023, 2024], synonyms: [360]}}}}",
    "datasets: {orders: {dimensions: {c: {values: {US: [USA, 1], CA: , DE: Germany}}}}}",
    "datasets: {orders: {measures: {orders: count, tax: sum}}}",
    "datasets: {orders: {measures: {tax: {sum: a, format: {unit: EUR, decimals: 2}}}}}",
    "datasets: {orders: {measures: {tax: {sum: a, format: currency}}}}",
    "datasets: {a: {joins: {b: id}}, b: {key: id}}",
    "datasets: {a: {joins: {b: [x, y]}}, b: {key: [x, y]}}",
    "datasets: {a: {joins: {b: {columns: {x: y}}}}, b: {key: y}}",
    "datasets: {a: {dimensions: [x, y], hierarchies: {h: [x, y]}}}",
    "datasets: {a: {dimensions: [x, y], hierarchies: {h: {levels: [x, y], label: H}}}}",
    "datasets: {a: {measures: {n: count}}}\nmetrics: {twice: n * 2, half: {formula: n / 2}}",
    "datasets: {a: }\nas_of: 2026-06-30\ncurrency: EUR",
    "datasets: {a: }\ncalendar: {holidays: {Eve: 2024-12-24, All: [2024-12-24 to 2024-12-26]}}",
    "datasets: {a: }\nverified_queries: [{question: how many, sql: SELECT 1}]",
    "datasets: {a: }\nterms: [{words: GMV, means: a}, {words: [b, 3]}]\ninstructions: use UTC",
    "datasets: {a: {time: x, dimensions: {x: {type: date, grain: month}}}}\nexamples: how many",
)


@pytest.mark.parametrize("text", _ACCEPTED)
def test_what_is_accepted_is_not_flagged(
    validator: Draft202012Validator, write: WriteCatalog, text: str
) -> None:
    faults = [str(one) for one in check_catalog(write(_HEAD + text)) if one.level == "error"]
    assert faults == []
    assert complaints(validator, _HEAD + text) == []


_FLAGGED = (
    "datasets: {orders: {dimension: [region]}}",
    "datasets: {two words: }",
    "datasets: {orders: {dimensions: {day: dates}}}",
    "datasets: {orders: {measures: {tax: {sum: a, average: b}}}}",
    "datasets: {orders: {measures: {tax: {format: currency}}}}",
    "datasets: {orders: {measures: {tax: {sum: a, format: money}}}}",
    "datasets: {a: {dimensions: [x], hierarchies: {h: [x]}}}",
    "datasets: {a: }\ncurrency: euro",
    "datasets: {a: }\ncalendar: {week_start: Mon}",
)


@pytest.mark.parametrize("text", _FLAGGED)
def test_what_is_not_accepted_is_flagged(
    validator: Draft202012Validator, write: WriteCatalog, text: str
) -> None:
    assert any(one.level == "error" for one in check_catalog(write(_HEAD + text)))
    assert complaints(validator, _HEAD + text) != []
