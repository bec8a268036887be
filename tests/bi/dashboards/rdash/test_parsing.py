"""What is no document is refused with where and what; what is too large, before it is held."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from bi.dashboards.rdash.parsing import (
    MOST_BYTES,
    MOST_NESTED,
    MOST_WIDGETS,
    parse_document,
    read_archive,
    read_rdash_file,
)
from bi.dashboards.rdash.read import read_rdash
from bi.model.catalog import Catalog
from bi.model.errors import RdashInvalid


def nested(levels: int) -> str:
    return '{"a":' * levels + "1" + "}" * levels


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("", "not JSON"),
        ('{"Title": "x",}', "line 1, column 15"),
        ("[]", "must be a JSON object"),
        ('"text"', "must be a JSON object"),
        ('{"Widgets": {}}', "Widgets must be a list"),
        ('{"Widgets": [1]}', "Widgets[0] must be an object"),
        ('{"GlobalFilters": "x"}', "GlobalFilters must be a list"),
        ('{"DataSources": [null]}', "DataSources[0] must be an object"),
        ('{"x": NaN}', "NaN is no number"),
        ('{"x": -Infinity}', "no number"),
        ('{"x": 1e999}', "too large a number"),
        ('{"x": "\\ud800"}', "half a character"),
        (nested(MOST_NESTED + 1), "levels deep"),
        (nested(100_000), "levels deep"),
        (json.dumps({"Widgets": [{}] * (MOST_WIDGETS + 1)}), "more than 200"),
        (" " * (MOST_BYTES + 1), "more than 4,000,000 characters"),
    ],
)
def test_no_document(document: str, says: str, demo_catalog: Catalog) -> None:
    with pytest.raises(RdashInvalid) as refused:
        read_rdash(document, demo_catalog)

    assert says in refused.value.message
    assert refused.value.code == "dashboard_invalid"


def test_the_most_that_is_taken() -> None:
    assert parse_document(nested(MOST_NESTED))
    assert parse_document('\ufeff{"Title": "after a mark"}') == {"Title": "after a mark"}


def test_files_of_both_kinds(tmp_path: Path) -> None:
    text = '{"Title": "Über"}'
    (tmp_path / "a.rdash").write_bytes(archive(**{"Dashboard.json": text.encode()}))
    (tmp_path / "b.json").write_text("\ufeff" + text, encoding="utf-8")
    (tmp_path / "c.json").write_bytes(b"\xff\xfe\xff")

    assert read_rdash_file(tmp_path / "a.rdash") == text
    assert read_rdash_file(tmp_path / "b.json") == text
    with pytest.raises(RdashInvalid):
        read_rdash_file(tmp_path / "c.json")


def archive(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return content.getvalue()


def with_a_lying_size(content: bytes) -> bytes:
    """The entry says that it unpacks to 10 bytes."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + (10).to_bytes(4, "little") + content[at + 4 :]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no zip", "no readable zip"),
        (archive(**{"Other.json": b"{}"}), "holds no Dashboard.json"),
        (archive(**{"Dashboard.json": b"\xff"}), "not UTF-8"),
        (archive(**{"Dashboard.json": b" " * (MOST_BYTES + 1)}), "unpacks to more"),
        (archive(**{f"{n}.json": b"" for n in range(101)}), "more than 100 entries"),
        (b"x" * (MOST_BYTES + 1), "more than 4,000,000 bytes"),
        (archive(**{"Dashboard.json": b"{}" * 50})[:-60], "no readable zip"),
        (with_a_lying_size(archive(**{"Dashboard.json": b"a" * 9999})), "no readable zip"),
    ],
    # An archive holds the time of its making, so it is no name for a test.
    ids=["not one", "empty", "not text", "bomb", "many", "large", "cut off", "lying"],
)
def test_no_archive(content: bytes, says: str) -> None:
    with pytest.raises(RdashInvalid) as refused:
        read_archive(content)

    assert says in refused.value.message
