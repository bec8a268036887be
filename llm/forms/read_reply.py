"""A model's reply to a question -> what it is read as."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bi.catalog.wording import title_of
from bi.language.context import ReadContext
from bi.language.explain import tokens_of
from bi.language.lessons.applying import put_lessons_onto
from bi.language.lessons.standing import without_standing
from bi.model.catalog import Catalog
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
from llm.forms.naming import near
from llm.forms.read_query import read_query
from llm.forms.reply_form import KINDS
from llm.forms.shorthand import word_of
from llm.prompt.data import plain

_MOST_OPTIONS, _MOST_ASSUMPTIONS, _MOST_UNKNOWN = 6, 5, 8
_LONGEST_SQL = 20_000
# What tells the kind where a model has not written it.
_QUERY_KEYS = frozenset({"measures", "columns", "groups"})
_KINDS_BY_KEY = {
    "query": "query",
    "sql": "sql",
    "options": "ask_back",
    "topic": "describe",
    **dict.fromkeys(sorted(_QUERY_KEYS), "query"),
    "chart": "chart",
}
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
    said = value.get("kind")
    if said and (kind := word_of(said)) in KINDS:
        return kind
    found = None if said else next((k for key, k in _KINDS_BY_KEY.items() if value.get(key)), None)
    if found is None:
        raise ReplyUnusable(f"kind is one of {', '.join(KINDS)}.")
    return found


def _question(value: dict[str, Any], asked: Asked) -> Reading:
    query = _query(_query_in(value), asked)
    refines = _refines(value, asked)
    if refines and isinstance(asked.previous, SemanticQuery):
        query = replace(query, regardless=asked.previous.regardless)
    question = Question(
        query, understood(query, asked, assumptions_of(value)), _chart(value), refines=refines
    )
    return _ruled(question, asked)


def _query(written: Any, asked: Asked) -> SemanticQuery:
    """Without the rules that stand for every question, which are put onto it later: it may have
    them from the query that it changes."""
    query = read_query(written, asked.engine, asked.dialect, asked.today)
    return without_standing(query, asked.engine.lessons)


def _query_in(value: dict[str, Any]) -> Any:
    """The query, which may be the whole reply."""
    if not value.get("query") and _QUERY_KEYS & value.keys():
        return {key: one for key, one in value.items() if key != "kind"}
    return value.get("query")


def _ruled(question: Question, asked: Asked) -> Reading:
    return put_lessons_onto(asked.engine, asked.text, question, ReadContext(asked.today))


def understood(
    query: SemanticQuery, asked: Asked, assumptions: tuple[str, ...] = ()
) -> Understanding:
    return Understanding(tuple(tokens_of(query, asked.engine.catalog)), assumptions)


def _refines(value: dict[str, Any], asked: Asked) -> bool:
    said = value.get("refines")
    is_said = said is True or str(said).strip().casefold() == "true"
    return asked.must_refine or (is_said and asked.previous is not None)


def _sql(value: dict[str, Any], asked: Asked) -> WrittenSql:
    sql = value.get("sql")
    if not isinstance(sql, str) or not sql.strip():
        raise ReplyUnusable("The reply is of the kind sql and holds no SQL.")
    if len(sql) > _LONGEST_SQL:
        raise ReplyUnusable(f"The SQL is longer than {_LONGEST_SQL} characters.")
    title = text_of(value.get("title"), _LONGEST_TITLE) or plain(asked.text, _LONGEST_TITLE)
    return WrittenSql(
        _unfenced(sql),
        title,
        Understanding((), assumptions_of(value)),
        chart=_chart(value),
        refines=_refines(value, asked) and not asked.rewrites,
    )


def _unfenced(sql: str) -> str:
    """Without the fence around a block of code, and the sign at the end."""
    text = sql.strip()
    if text.startswith("```") and text.endswith("```") and "\n" in text:
        text = text[text.index("\n") : -3]
    return text.strip().rstrip(";").strip()


def _chart(value: dict[str, Any]) -> ChartType | None:
    said = value.get("chart")
    if not said:
        return None
    try:
        return ChartType(word_of(said))
    except ValueError:
        known = ", ".join(one.value for one in ChartType)
        raise ReplyUnusable(f"There is no chart {str(said)[:60]!r}; there are {known}.") from None


def _chart_wish(value: dict[str, Any], asked: Asked) -> ChartWish:
    if asked.previous is None:
        raise ReplyUnusable("Nothing was answered yet that could be drawn another way.")
    chart = _chart(value)
    if chart is None:
        raise ReplyUnusable("The reply is of the kind chart and names none.")
    return ChartWish(chart)


def _describing(value: dict[str, Any], asked: Asked) -> DescribeData:
    try:
        topic = Topic(word_of(value.get("topic")))
    except ValueError:
        raise ReplyUnusable(f"topic is one of {', '.join(one.value for one in Topic)}.") from None
    subject = value.get("subject")
    if topic is Topic.MEANING and not subject:
        raise ReplyUnusable("The reply needs a subject: of what is the meaning asked?")
    return DescribeData(topic, _subject(str(subject), asked.engine.catalog) if subject else None)


def _subject(said: str, catalog: Catalog) -> str:
    """The catalog's name, which may stand behind that of its dataset, or be said by its label."""
    known = _called(catalog)
    key = said.strip().casefold()
    found = known.get(key) or known.get(key.rpartition(".")[2])
    if found is None:
        close = near(said, dict.fromkeys(known.values()))
        told = f"; near it: {', '.join(close)}" if close else ""
        raise ReplyUnusable(f"The catalog has nothing called {said[:60]!r}{told}.")
    return found


def _called(catalog: Catalog) -> dict[str, str]:
    """Names by what they are called, in lower case; names have precedence over labels."""
    pairs = [(part.label, part.name) for part in catalog.dimensions()]
    pairs += [(part.label, part.name) for part in catalog.datasets]
    pairs += [(part.label, part.name) for part in catalog.metrics]
    pairs += [(part.label, part.name) for each in catalog.datasets for part in each.measures]
    labels = {label.casefold(): name for label, name in pairs}
    return labels | {name.casefold(): name for _, name in pairs}


def _asking_back(value: dict[str, Any], asked: Asked) -> Clarification:
    message = text_of(value.get("message"), _LONGEST_MESSAGE)
    if not message:
        raise ReplyUnusable("The reply asks back and holds no message.")
    options = value.get("options") or []
    if not isinstance(options, list):
        raise ReplyUnusable("options is a list of queries.")
    read = [_option(one, number, asked) for number, one in enumerate(options[:_MOST_OPTIONS])]
    told_apart = tuple({option.label: option for option in read}.values())
    return Clarification(message, told_apart, unknown_of(value), refines=asked.must_refine)


def _option(value: Any, number: int, asked: Asked) -> Option:
    """Called as we call it: what is chosen is what is asked."""
    written = value.get("query", value) if isinstance(value, dict) else value
    try:
        query = _query(written, asked)
    except ReplyUnusable as fault:
        raise ReplyUnusable(f"Of option {number}: {fault.reason}", fault.reply) from fault
    question = Question(query, understood(query, asked))
    ruled = _ruled(question, asked)
    if isinstance(ruled, Question):
        question = replace(question, query=ruled.query, understanding=ruled.understanding)
    label = title_of(question.query, asked.engine.catalog)
    return Option(label, question.query, question.understanding)


def assumptions_of(value: dict[str, Any]) -> tuple[str, ...]:
    return _texts(value.get("assumptions"), _MOST_ASSUMPTIONS, _LONGEST_ASSUMPTION)


def unknown_of(value: dict[str, Any]) -> tuple[str, ...]:
    return _texts(value.get("unknown"), _MOST_UNKNOWN, 80)


def _texts(value: Any, most: int, longest: int) -> tuple[str, ...]:
    """Each once; one alone may stand in the place of the list."""
    members = value if isinstance(value, list) else [value]
    told = dict.fromkeys(text_of(one, longest) for one in members)
    return tuple(one for one in told if one)[:most]


def text_of(value: Any, longest: int) -> str:
    """On one line, as plain text: nothing that a page might take for markup."""
    if not isinstance(value, str):
        return ""
    return plain(value, longest).replace("<", "‹").replace(">", "›").replace("](", "] (")
