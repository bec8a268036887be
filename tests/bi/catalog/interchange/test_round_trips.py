"""A catalog in the format of others and back is the catalog it was; what they lack is listed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bi.catalog.generate import draft_catalog
from bi.catalog.inspection import Inspection
from bi.catalog.interchange.format import Format
from bi.catalog.interchange.sql import NotExpressed, require_plain
from bi.catalog.interchange.translate import export_catalog, import_catalog
from bi.catalog.schema import CatalogSection
from bi.catalog.shape import read_shape
from bi.catalog.source import parse_source
from demo.location import CATALOG
from tests.bi.catalog.conftest import Make, look_at
from tests.bi.catalog.interchange.rich import RICH


def section_of(text: str) -> CatalogSection:
    section, faults = read_shape(parse_source(text.encode(), "catalog.yaml"))
    assert section is not None, faults
    return section


@pytest.fixture(params=["demo", "rich", "store", "rentals"])
def section(request: pytest.FixtureRequest, made: Make) -> CatalogSection:
    if request.param == "demo":
        return section_of(Path(CATALOG).read_text(encoding="utf-8"))
    if request.param == "rich":
        return section_of(RICH)
    inspection: Inspection = look_at(made("duckdb", request.param))
    return section_of(draft_catalog(inspection, "drafted", "duckdb:///d.duckdb"))


@pytest.fixture(params=list(Format))
def format_(request: pytest.FixtureRequest) -> Format:
    assert isinstance(request.param, Format)
    return request.param


def test_there_and_back_nothing_is_lost(section: CatalogSection, format_: Format) -> None:
    exported = export_catalog(section, format_)
    imported = import_catalog([exported.text], format_, "other")
    assert section_of(imported.text) == section
    assert [fault for fault in imported.faults if fault.level == "error"] == []


def without_extension(text: str) -> str:
    """The file as a tool would write it that drops what it does not know."""
    document = yaml.safe_load(text)
    for model in document.get("semantic_model", []):
        model.pop("custom_extensions", None)
    for thing in (*document.get("semantic_models", []), *document.get("cubes", [])):
        thing.pop("config", None)
        thing.pop("meta", None)
    return yaml.safe_dump(document, sort_keys=False)


def test_what_others_drop_was_listed(section: CatalogSection, format_: Format) -> None:
    """Whatever differs once the extension is gone stands in the list of the export."""
    exported = export_catalog(section, format_)
    listed = {(note.place, note.what) for note in exported.not_carried}
    again = import_catalog([without_extension(exported.text)], format_, "other")
    ours, theirs = (
        one.model_dump(exclude_defaults=True) for one in (section, section_of(again.text))
    )
    for name, dataset in ours["datasets"].items():
        for kind in ("dimensions", "measures"):
            for key, thing in dataset.get(kind, {}).items():
                place = f"datasets.{name}.{kind}"
                other = theirs["datasets"][name].get(kind, {}).get(key)
                if other is None:
                    assert (place, key) in listed, (place, key)
                    continue
                for part, value in thing.items():
                    if other.get(part) != value:
                        assert (f"{place}.{key}", part) in listed, (place, key, part)
    for name, metric in ours.get("metrics", {}).items():
        other = theirs.get("metrics", {}).get(name)
        if other is None:
            assert ("metrics", name) in listed
        elif other["formula"] != metric["formula"]:
            assert (f"metrics.{name}", "formula") in listed


_OPAQUE = frozenset({"custom_extensions", "config", "meta", "dialects", "filters"})


def with_surprises(value: Any, count: Callable[[], str]) -> Any:
    """Every mapping of theirs with a key that nobody has heard of."""
    if isinstance(value, list):
        return [with_surprises(one, count) for one in value]
    if not isinstance(value, dict):
        return value
    inside = {
        key: one if key in _OPAQUE else with_surprises(one, count) for key, one in value.items()
    }
    return {**inside, count(): "x"}


def test_every_key_that_is_not_known_is_listed(section: CatalogSection, format_: Format) -> None:
    document = yaml.safe_load(export_catalog(section, format_).text)
    names: list[str] = []

    def count() -> str:
        names.append(f"surprise_{len(names)}")
        return names[-1]

    imported = import_catalog([json.dumps(with_surprises(document, count))], format_, "other")
    told = {note.what for note in imported.not_carried}
    assert len(names) > 20
    assert set(names) - told == set()
    assert section_of(imported.text) == section


def test_the_lists_stand_at_the_head_of_both_files(format_: Format) -> None:
    exported = export_catalog(section_of(RICH), format_)
    assert exported.lines
    assert exported.text.startswith(f"# {exported.lines[0]}\n# {exported.lines[1]}\n")
    document = yaml.safe_load(exported.text)
    document["unheard_of"] = [1]
    imported = import_catalog([json.dumps(document)], format_, "other")
    assert "# Not carried over:\n#   the file: unheard_of" in imported.text


def test_a_measure_that_others_would_add_up_wrongly_is_not_given_to_them() -> None:
    with pytest.raises(NotExpressed, match="without never_added"):
        require_plain({"sum": "balance", "never_added": "time"})


def test_a_password_is_not_exported(format_: Format) -> None:
    open_ = RICH.replace("duckdb:///c.db", "postgresql://reader:hush@db.internal/club")
    text = export_catalog(section_of(open_), format_).text
    assert "hush" not in text
    assert "${DATABASE_PASSWORD}" in text


def test_a_thing_that_was_removed_elsewhere_does_not_come_back(format_: Format) -> None:
    exported = export_catalog(section_of(RICH), format_)
    document = yaml.safe_load(exported.text)
    for model in document.get("semantic_model", []):
        teams = next(one for one in model["datasets"] if one["name"] == "teams")
        teams["fields"] = [one for one in teams["fields"] if one["name"] != "city"]
    for thing in (*document.get("semantic_models", []), *document.get("cubes", [])):
        dimensions = thing.get("dimensions", [])
        thing["dimensions"] = [one for one in dimensions if one["name"] != "city"]
    again = section_of(import_catalog([json.dumps(document)], format_, "other").text)
    assert list(again.datasets["teams"].dimensions) == ["team_id", "team_name", "region"]
    assert again.datasets["teams"].dimensions["team_name"].display
