"""docs/guard.md tells every rule, and what it says is what the code holds."""

from __future__ import annotations

import re
from pathlib import Path

from bi.guard import growth, nodes, reach, reading, resolve
from bi.guard.guard import DIALECTS
from bi.guard.rules import RULES

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "guard.md").read_text(encoding="utf-8")


def test_every_rule_is_documented_in_the_words_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", TEXT, flags=re.MULTILINE)

    assert dict(rows) == RULES


def test_the_limits_are_the_ones_documented() -> None:
    for limit in (reading.MAX_LENGTH, reading.MAX_TOKENS, growth.MAX_SERIES, growth.MAX_WIDTH):
        assert f"{limit:,}" in TEXT
    assert nodes.MAX_NODES == reading.MAX_TOKENS
    assert f"more than {reading.MAX_DEPTH} deep" in RULES["depth"]
    assert f"up to {nodes.MAX_LEVELS} levels" in TEXT
    assert f"{reach.MAX_SOURCES} tables" in RULES["joins"]
    assert f"more than {reach.MAX_UNJOINED} of them" in RULES["joins"]
    assert f"more than {resolve.MAX_COLUMNS}" in RULES["result"]


def test_every_dialect_is_documented_and_every_file_is_there() -> None:
    (line,) = re.findall(r"^Dialects: (.+)$", TEXT, flags=re.MULTILINE)

    assert {*re.findall(r"`(\w+)`", line)} == DIALECTS
    for file in re.findall(r"^\| `(bi/[^`]+)` \|", TEXT, flags=re.MULTILINE):
        assert (ROOT / file).is_file()
