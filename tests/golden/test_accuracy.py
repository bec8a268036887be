"""How many of the questions with known answers the language engine answers right."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from demo.location import CATALOG
from evaluation.cases import read_cases
from evaluation.databases import DatabaseOptions, Databases
from evaluation.evaluate import Evaluation, SourcedCase
from evaluation.outcomes import Outcome, Status

FILE = Path(__file__).parent / "questions" / "demo.jsonl"
LEAST_RIGHT = 0.95


@pytest.fixture(scope="module")
def outcomes(demo_database: Path) -> list[Outcome]:
    """What comes of each turn, asked through the graph as a person would."""
    return asyncio.run(asked(DatabaseOptions(demo_database.parent, CATALOG)))


async def asked(options: DatabaseOptions) -> list[Outcome]:
    async with Databases(options) as databases:
        evaluation = Evaluation(databases, options)
        return [
            outcome
            for case in read_cases(FILE)
            async for outcome in evaluation.outcomes(SourcedCase(FILE.stem, case))
        ]


def told(outcomes: list[Outcome]) -> str:
    return "\n".join(
        f"{one.asked.case_id}/{one.asked.turn} {one.asked.question}" for one in outcomes
    )


def test_every_turn_has_a_verdict(outcomes: list[Outcome]) -> None:
    unscored = [one for one in outcomes if one.right is None]
    assert not unscored, told(unscored)


def test_every_single_question_is_answered_right(outcomes: list[Outcome]) -> None:
    missed = [one for one in outcomes if one.asked.turn == 0 and not one.right]
    assert not missed, told(missed)


def test_most_turns_are_right(outcomes: list[Outcome]) -> None:
    right = [one for one in outcomes if one.right]
    assert len(right) >= LEAST_RIGHT * len(outcomes), told([o for o in outcomes if not o.right])


def test_none_is_wrong_without_a_word(outcomes: list[Outcome]) -> None:
    wrong = [one for one in outcomes if one.status is Status.ANSWERED and not one.right]
    assert not wrong, told(wrong)
