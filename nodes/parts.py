"""The parts of a compound question as tasks, and all of them in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from bi.model.chart import Chart
from bi.model.errors import UnknownTask
from bi.model.insight import Insight
from bi.model.reading import Clarification, Reading, Understanding, Unsupported
from bi.model.words import mid_sentence
from llm.usage import Author
from nodes.answer import AskedBack, OfferedOption, ResultRef, Task
from nodes.codec import decode
from nodes.state import Analysis, BIState, Turn


def task_id_of(part: int) -> str:
    """Of the part of a compound question; the first is 1."""
    return f"0-{part}"


def about_the_part(turn: Turn, state: BIState) -> Turn:
    """The turn, said about the part of the last compound question that it names, if it names one.

    Raises UnknownTask.
    """
    part = turn.get("part")
    if part is None:
        return turn
    parts = state.get("parts", {})
    if not parts:
        raise UnknownTask("No compound question has been answered in this session.")
    if (analysis := parts.get(task_id_of(part))) is None:
        there = ", ".join(task_id.rpartition("-")[2] for task_id in parts)
        raise UnknownTask(
            f"The last compound question has no part {part} with data; there is {there}."
        )
    return cast(Turn, {**turn, "corrects": analysis})


def answered_task(task_id: str, question: str, analysis: Analysis) -> Task:
    return Task(
        task_id,
        question,
        title=analysis["title"],
        text=analysis["text"],
        sql=analysis["sql"],
        typed=analysis["query"] is not None,
        result=decode(ResultRef, analysis["result"]),
        chart=decode(Chart, analysis["chart"]),
        insights=tuple(decode(Insight, value) for value in analysis["insights"]),
        understanding=decode(Understanding, analysis["understanding"]),
        author=decode(Author, analysis["author"]) if "author" in analysis else None,
    )


def not_asked(task: Task, reading: Reading) -> Task:
    """A part that is asked back, or refused, as the sentence alone would be."""
    if not isinstance(reading, Clarification | Unsupported):
        reading = Unsupported("This is no question about the data; send it by itself.")
    options = reading.options if isinstance(reading, Clarification) else ()
    asked = AskedBack(
        options=tuple(OfferedOption(n, one.label) for n, one in enumerate(options, start=1)),
        unknown=reading.unknown,
        suggestions=reading.suggestions,
        supported=isinstance(reading, Clarification),
    )
    return replace(task, text=reading.message, asked_back=asked)


def clarified(tasks: Sequence[Task]) -> str:
    """The compound question in the words of its parts."""
    titles = [task.title or task.question for task in tasks]
    return "; ".join([*titles[:1], *map(mid_sentence, titles[1:])])


def description_of(tasks: Sequence[Task], *, left_out: int = 0) -> str:
    """What was found, part by part; a lone part has no number. `left_out` were too many."""
    if len(tasks) == 1 and not left_out:
        return _account(tasks[0])
    lines = [f"{number}. {_account(task)}" for number, task in enumerate(tasks, start=1)]
    if left_out:
        more = "question is" if left_out == 1 else "questions are"
        lines.append(f"{left_out} further {more} not answered; ask them in another message.")
    return "\n".join(lines)


def _account(task: Task) -> str:
    if task.failure is not None:
        return f"“{task.question}” could not be answered: {task.failure['message']}"
    if task.asked_back is None:
        return task.text
    options = "; ".join(f"“{option.label}”" for option in task.asked_back.options)
    offered = f" Ask for one of these: {options}." if options else ""
    return f"“{task.question}” is not answered: {task.text}{offered}"


def understood(tasks: Sequence[Task]) -> Understanding:
    """Of all parts; the places in their words are none in the compound question."""
    tokens = [
        replace(token, start=None, end=None)
        for task in tasks
        for token in task.understanding.tokens
    ]
    assumptions = [one for task in tasks for one in task.understanding.assumptions]
    return Understanding(tuple(dict.fromkeys(tokens)), tuple(dict.fromkeys(assumptions)))
