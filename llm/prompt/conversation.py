"""What was said before, what was answered last, and the sentence itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bi.model.reading import Clarification, Reading, Unsupported, WrittenSql
from bi.model.semantic import Scalar, SemanticQuery
from llm.asked import Asked
from llm.messages import Message
from llm.prompt.data import as_data, as_json, plain
from llm.prompt.relevance import named_values
from llm.prompt.tokens import cut, tokens_of

_QUERY: TypeAdapter[SemanticQuery] = TypeAdapter(SemanticQuery)
_LONGEST_MESSAGE = 600
_LONGEST_SQL = 8000
_LONGEST_QUESTION = 4000
# Values of one dimension that a sentence names.
_MOST_VALUES = 8
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def conversation(window: tuple[Message, ...], tokens: int) -> str:
    """The newest messages that fit, the oldest first; '' where there are none."""
    kept: list[str] = []
    for message in reversed(window):
        line = as_json({message.role: plain(message.content, _LONGEST_MESSAGE)})
        tokens -= tokens_of(line) + 1
        if tokens < 20:
            break
        kept.append(line)
    return as_data(kept[::-1]) if kept else ""


def before_part(asked: Asked, tokens: int) -> str:
    """The query or SQL that the sentence may change."""
    previous = asked.previous
    if previous is None:
        return ""
    if isinstance(previous, WrittenSql):
        told: dict[str, Any] = {"sql": plain(previous.sql, _LONGEST_SQL)}
    else:
        told = {"query": compact(_QUERY.dump_python(previous, mode="json"))}
    if asked.previous_title:
        told["title"] = plain(asked.previous_title)
    line = as_json(told)
    return as_data(
        [line if tokens_of(line) <= tokens else as_json({"cut": cut(line, tokens - 20)})]
    )


def question_part(asked: Asked, tokens: int) -> str:
    """The question itself in any case; what helps to read it, as far as it fits."""
    today = as_json({"today": today_of(asked.today), "sql_dialect": asked.dialect})
    question = as_json({"question": cut(plain(asked.text, _LONGEST_QUESTION), tokens - 40)})
    tokens -= tokens_of(today) + tokens_of(question) + 10
    hints: list[str] = []
    for line in [*_values(asked), *_engines(asked.read)]:
        tokens -= tokens_of(line) + 1
        if tokens < 0:
            break
        hints.append(line)
    return as_data([today, *hints, question])


def today_of(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, {day.isoformat()}"


def _values(asked: Asked) -> list[str]:
    """Stored values that the sentence's words name."""
    return [
        as_json({"column": str(ref), "named_values": [_shown(one) for one in found[:_MOST_VALUES]]})
        for ref, found in named_values(asked).items()
    ]


def _shown(value: Scalar) -> Scalar:
    return plain(value, 120) if isinstance(value, str) else value


def _engines(read: Reading) -> list[str]:
    """What the engine made of the sentence, where it did not understand it whole."""
    if not isinstance(read, Clarification | Unsupported) or not read.message:
        return []
    told: dict[str, Any] = {
        "engine": plain(read.message),
        "not_understood": [plain(one, 80) for one in read.unknown],
    }
    lines = [as_json(told)]
    if isinstance(read, Clarification):
        lines += [
            as_json(
                {
                    "engine_reading": plain(option.label),
                    "query": compact(_QUERY.dump_python(option.query, mode="json")),
                }
            )
            for option in read.options[:4]
        ]
    return lines


def compact(value: Any) -> Any:
    """Without what is empty, and without the days of a moving period, which are others on another
    day; `kind` and the rest stay as they are."""
    if isinstance(value, dict):
        moves = value.get("moving") is not None
        return {
            name: compact(one)
            for name, one in value.items()
            if one is not None
            and one != []
            and one is not False
            and not (moves and name in ("start", "end"))
        }
    return [compact(one) for one in value] if isinstance(value, list | tuple) else value
