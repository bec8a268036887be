"""A model's reply to a question -> what it is read as."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bi.catalog.wording import title_of
from bi.language.context import ReadContext
from bi.language.explain import tokens_of
from bi.language.lessons.applying import put_lessons_onto
from bi.model.chart import ChartType
from bi.model.reading import (
    ChartWish,
    Clarification,
    DescribeData,
    Option,
    Question,
    Reading,
    Topic,
    Understanding,
    Unsupported,
    WrittenSql,
)
from bi.model.semantic import SemanticQuery
from llm.asked import Asked
from llm.errors import ReplyUnusable
from llm.forms.read_query import read_query
from llm.forms.reply_form import KINDS
from llm.prompt.data import plain

_MOST_OPTIONS, _MOST_ASSUMPTIONS, _MOST_UNKNOWN = 6, 5, 8
_LONGEST_SQL = 20_000
_LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_ASSUMPTION = 120, 500, 200


def read_reply(value: dict[str, Any], asked: Asked) -> Reading:
    """Raises ReplyUnusable with a reason that tells the model what to mend."""
    match _kind(value):
        case "query":
            return _question(value, asked)
        case "sql":
            return _sql(value, asked)
        case "chart":
            return _chart_wish(value, asked)
        case "describe":
            return _describing(value, asked)
        case "ask_back":
            return _asking_back(value, asked)
        case _:
            message = text_of(value.get("message"), _LONGEST_MESSAGE)
            return Unsupported(
                message or "The data has nothing that answers this.", unknown_of(value)
            )


def _kind(value: dict[str, Any]) -> str:
    kind = value.get("kind")
    if kind in KINDS:
        return str(kind)
    for name in ("query", "sql"):
        if kind is None and value.get(name):
            return name
    raise ReplyUnusable(f"kind is one of {', '.join(KINDS)}.")


def _question(value: dict[str, Any], asked: Asked) -> Reading:
    query = read_query(value.get("query"), asked.engine, asked.dialect, asked.today)
    question = Question(
        query,
        understood(query, asked, assumptions_of(value)),
        _chart(value),
        refines=_refines(value, asked),
    )
    context = ReadContext(asked.today)
    return put_lessons_onto(asked.engine, asked.text, question, context)


def understood(
    query: SemanticQuery, asked: Asked, assumptions: tuple[str, ...] = ()
) -> Understanding:
    return Understanding(tuple(tokens_of(query, asked.engine.catalog)), assumptions)


def _refines(value: dict[str, Any], asked: Asked) -> bool:
    return asked.must_refine or (bool(value.get("refines")) and asked.previous is not None)


def _sql(value: dict[str, Any], asked: Asked) -> WrittenSql:
    sql = value.get("sql")
    if not isinstance(sql, str) or not sql.strip():
        raise ReplyUnusable("The reply is of the kind sql and holds no SQL.")
    if len(sql) > _LONGEST_SQL:
        raise ReplyUnusable(f"The SQL is longer than {_LONGEST_SQL} characters.")
    title = text_of(value.get("title"), _LONGEST_TITLE) or plain(asked.text, _LONGEST_TITLE)
    return WrittenSql(
        sql.strip().rstrip(";").strip(),
        title,
        Understanding((), assumptions_of(value)),
        chart=_chart(value),
        refines=_refines(value, asked) and not asked.rewrites,
    )


def _chart(value: dict[str, Any]) -> ChartType | None:
    said = value.get("chart")
    if said is None:
        return None
    try:
        return ChartType(str(said).casefold())
    except ValueError:
        known = ", ".join(one.value for one in ChartType)
        raise ReplyUnusable(f"There is no chart {said!r}; there are {known}.") from None


def _chart_wish(value: dict[str, Any], asked: Asked) -> ChartWish:
    if asked.previous is None:
        raise ReplyUnusable("Nothing was answered yet that could be drawn another way.")
    chart = _chart(value)
    if chart is None:
        raise ReplyUnusable("The reply is of the kind chart and names none.")
    return ChartWish(chart)


def _describing(value: dict[str, Any], asked: Asked) -> DescribeData:
    try:
        topic = Topic(str(value.get("topic")))
    except ValueError:
        raise ReplyUnusable(f"topic is one of {', '.join(one.value for one in Topic)}.") from None
    subject = value.get("subject")
    if subject is not None and not _is_named(str(subject), asked):
        raise ReplyUnusable(f"The catalog has nothing called {subject!r}.")
    return DescribeData(topic, str(subject) if subject is not None else None)


def _is_named(name: str, asked: Asked) -> bool:
    catalog = asked.engine.catalog
    names = {dataset.name for dataset in catalog.datasets} | {one.name for one in catalog.metrics}
    refs = [one.ref for one in catalog.dimensions()]
    refs += [one.ref for dataset in catalog.datasets for one in dataset.measures]
    return name in names or any(name in (ref.name, str(ref)) for ref in refs)


def _asking_back(value: dict[str, Any], asked: Asked) -> Clarification:
    message = text_of(value.get("message"), _LONGEST_MESSAGE)
    if not message:
        raise ReplyUnusable("The reply asks back and holds no message.")
    options = value.get("options") or []
    if not isinstance(options, list):
        raise ReplyUnusable("options is a list of queries.")
    read = [_option(one, asked) for one in options[:_MOST_OPTIONS]]
    return Clarification(message, tuple(read), unknown_of(value), refines=asked.must_refine)


def _option(value: Any, asked: Asked) -> Option:
    """Called as we call it: what is chosen is what is asked."""
    query = read_query(value, asked.engine, asked.dialect, asked.today)
    question = Question(query, understood(query, asked))
    ruled = put_lessons_onto(asked.engine, asked.text, question, ReadContext(asked.today))
    if isinstance(ruled, Question):
        question = replace(question, query=ruled.query, understanding=ruled.understanding)
    label = title_of(question.query, asked.engine.catalog)
    return Option(label, question.query, question.understanding)


def assumptions_of(value: dict[str, Any]) -> tuple[str, ...]:
    return _texts(value.get("assumptions"), _MOST_ASSUMPTIONS, _LONGEST_ASSUMPTION)


def unknown_of(value: dict[str, Any]) -> tuple[str, ...]:
    return _texts(value.get("unknown"), _MOST_UNKNOWN, 80)


def _texts(value: Any, most: int, longest: int) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    told = (text_of(one, longest) for one in value[:most])
    return tuple(one for one in told if one)


def text_of(value: Any, longest: int) -> str:
    """On one line, as plain text: nothing that a page might take for markup."""
    if not isinstance(value, str):
        return ""
    return plain(value, longest).replace("<", "‹").replace(">", "›").replace("](", "] (")
