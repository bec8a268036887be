"""What a model is told that shall put an answer into words."""

from __future__ import annotations

from typing import Any

from bi.model.result import Cell, ResultSet
from bi.model.shape import Shape
from llm.messages import Message
from llm.prompt.data import as_data, as_json, plain
from llm.prompt.instructions import DATA
from llm.prompt.tokens import tokens_of
from llm.prose.facts import Facts

_MOST_ROWS = 50
_TOKENS = 3000

_INSTRUCTIONS = f"""\
You put the answer to a business question into words, for the person who asked.

{DATA}

- First the answer: at most four sentences, in the language of the question, the direct answer \
first. Say only what the rows and the computed answer say. Give numbers as they are given there, \
or rounded. Do not reckon, estimate, explain causes or give advice.
- Then the findings in your words, each on a line of its own that begins with its number in \
square brackets, such as "[1] …": one sentence, with no number and no name that the finding does \
not have. Leave out none and add none.
- Plain text. No headings, lists, links, markup or code."""


def messages_of(facts: Facts) -> tuple[Message, ...]:
    lines = [
        as_json({"question": plain(facts.question, 1000)}),
        as_json({"title": plain(facts.title)}),
        as_json({"computed_answer": plain(facts.text, 1500)}),
        *(
            as_json({"finding": number, "text": plain(insight.text)})
            for number, insight in enumerate(facts.insights, start=1)
        ),
        *_rows(facts),
    ]
    return (Message("system", _INSTRUCTIONS), Message("user", as_data(lines)))


def _rows(facts: Facts) -> list[str]:
    """The columns and the first rows that fit."""
    result = facts.result
    columns: list[dict[str, Any]] = [
        {"label": plain(one.label), "style": one.format.style.value, "unit": one.format.unit}
        for one in result.columns
    ]
    lines = [as_json({"columns": columns, "rows": len(result.rows), "cut": result.truncated})]
    left = _TOKENS
    for row in result.rows[:_MOST_ROWS]:
        line = as_json([_shown(cell) for cell in row])
        left -= tokens_of(line)
        if left < 0:
            break
        lines.append(line)
    if len(lines) <= len(result.rows) and not result.truncated:
        lines.append(as_json({"totals_of_all_rows": _totals(result)}))
    return lines


def _totals(result: ResultSet) -> list[dict[str, Any]]:
    """What is not to be reckoned from the rows that are shown: they are not all."""
    shape = Shape(result)
    found = []
    for i in shape.measures:
        values, column = shape.known(i), result.columns[i]
        one: dict[str, Any] = {"label": plain(column.label), "lowest": min(values)}
        one |= {"highest": max(values), "average": sum(values) / len(values)}
        if column.additive and column.calculation is None:
            one["total"] = sum(values)
        found.append(one)
    return found


def _shown(cell: Cell) -> Cell:
    return plain(cell, 120) if isinstance(cell, str) else cell
