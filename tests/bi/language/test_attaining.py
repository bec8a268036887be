"""One measure beside the one that it should reach."""

from __future__ import annotations

import pytest

from bi.model.semantic import SemanticQuery
from tests.bi.language.expected import Reader, days, having, per, q, year

REGION = "orders.region"
LAST_QUARTER = days("2026-01-01", "2026-04-01")


def missed(by: str, **more: object) -> SemanticQuery:
    return q("target_attainment", by=by, having=having("target_attainment", "<", 1), **more)  # type: ignore[arg-type]


QUESTIONS: list[tuple[str, SemanticQuery]] = [
    ("Which region missed its target last quarter?", missed(REGION, time=LAST_QUARTER)),
    ("which regions fell short of their goal in 2025", missed(REGION, time=year(2025))),
    ("regions below target in 2025", missed(REGION, time=year(2025))),
    ("regions with revenue below target", missed(REGION)),
    ("which months met the target in 2025",
     q("target_attainment", by="month", time=year(2025),
       having=having("target_attainment", ">=", 1))),
    ("which regions beat their target",
     q("target_attainment", by=REGION, having=having("target_attainment", ">", 1))),
    ("regions with cost above profit",
     q(per("cost", "profit"), by=REGION, having=having(per("cost", "profit"), ">", 1))),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), QUESTIONS)
def test_the_quotient_is_compared_with_one(
    demo: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert demo.query(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "profit over revenue by month",
        "which regions missed their units",
        "which regions missed their revenue",
        "missed",
    ],
)
def test_what_could_be_another_quotient_is_not_guessed(demo: Reader, sentence: str) -> None:
    demo.refused(sentence)
