"""How the time of a turn's work is kept."""

from __future__ import annotations

from nodes.answer import Step
from nodes.steps import Steps


def test_a_step_lasts_until_the_next_one_and_the_last_until_now() -> None:
    steps = Steps()
    assert steps.so_far() == ()
    steps.begin("sql", "Writing the SQL")
    steps.begin("sql", "Running the query")
    before, again = steps.so_far(), steps.so_far()
    assert before == (Step("sql", "Writing the SQL", 0.0), Step("sql", "Running the query", 0.0))
    assert before[0].elapsed_ms == again[0].elapsed_ms
    assert 0 <= before[1].elapsed_ms <= again[1].elapsed_ms
