"""What is no document is refused with where and what; what is too large, before it is held."""

from __future__ import annotations

import json

import pytest

from bi.dashboards.rdash.parsing import (
    MOST_BYTES,
    MOST_NESTED,
    MOST_WIDGETS,
    parse_document,
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
