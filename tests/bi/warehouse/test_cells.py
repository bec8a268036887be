"""Cells are JSON-safe and keep every digit."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from bi.warehouse.cells import cell


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (2**53, 2**53),
        (2**53 + 1, "9007199254740993"),
        (-(2**63), "-9223372036854775808"),
        (0.1, 0.1),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("12.50"), 12.5),
        (Decimal("12.00"), 12),
        (Decimal("1603832.67"), 1603832.67),
        (Decimal("123456789012.345"), 123456789012.345),
        (Decimal("1234567890123.4567"), "1234567890123.4567"),
        (Decimal("9007199254740993"), "9007199254740993"),
        (Decimal("NaN"), None),
        (Decimal("1E-7"), 1e-7),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 9, 30), "2024-02-29T09:30:00"),
        (datetime(2024, 2, 29, 9, 30, tzinfo=UTC), "2024-02-29T09:30:00+00:00"),
        (time(9, 30), "09:30:00"),
        (timedelta(minutes=2), 120.0),
        (b"\x00\xff", "00ff"),
        (memoryview(b"\x01"), "01"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ([1, date(2024, 1, 1)], '[1, "2024-01-01"]'),
    ],
)
def test_values_become_json_safe_without_loss(value: Any, expected: object) -> None:
    result = cell(value)

    assert result == expected
    assert type(result) is type(expected)
