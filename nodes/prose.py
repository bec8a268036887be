"""How a node ends a turn: the prose goes out in pieces, the answer into the state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from bi.model.chart import Chart
from bi.model.dashboard import Dashboard
from bi.model.forecast import Forecast
from bi.model.insight import Insight
from bi.model.lineage import Freshness, Lineage
from bi.model.reading import Understanding, Verified
from llm.usage import Author
from nodes.answer import Answer, AskedBack, Intent, ResultRef
from nodes.authored import author_of, ended
from nodes.codec import decode, encode
from nodes.events import Text
from nodes.state import Analysis, BIState, Turn
from nodes.telling import TurnContext, meter_of, steps_of, tell

# About as many words as a person takes in at a glance.
WORDS_IN_A_PIECE = 8


def pieces(text: str) -> list[str]:
    """`text` cut between words; joined again they are `text`, to the letter."""
    words = re.findall(r"\s*\S+\s*$|\s*\S+", text)
    return [
        "".join(words[start : start + WORDS_IN_A_PIECE])
        for start in range(0, len(words), WORDS_IN_A_PIECE)
    ]


def say(
    turn: Turn,
    text: str,
    intent: Intent,
    analysis: Analysis | None,
    runtime: Runtime[TurnContext],
    asked_back: AskedBack | None = None,
    dashboard: Dashboard | None = None,
    further: Mapping[str, Any] = MappingProxyType({}),
    so_far: str = "",
) -> BIState:
    """Streams the prose and returns the update that ends the turn with its answer.

    `further` are more fields of it. `so_far` is the beginning of the text that was streamed
    already.
    """
    notices = turn.get("notices") or []
    text = "\n".join([text, *notices])
    for piece in pieces(text.removeprefix(so_far)):
        tell(runtime, Text(piece))
    usage = meter_of(runtime).usage
    if dashboard is not None and turn.get("author"):
        further = {"author": author_of(turn), **further}
    answer = Answer(
        turn_id=turn["turn_id"],
        intent=intent,
        text=text,
        asked_back=asked_back,
        dashboard=dashboard,
        part=turn.get("part"),
        visited=tuple(turn["visited"]),
        usage=usage if usage.calls else None,
        notices=tuple(notices),
        steps=steps_of(runtime),
        **(_data(analysis) if analysis else {}),
        **further,
    )
    return {
        "turn": {**ended(turn), "answer": encode(answer)},
        "messages": [AIMessage(text, id=f"{turn['turn_id']}:assistant")],
    }


def _data(analysis: Analysis) -> dict[str, Any]:
    return {
        "title": analysis["title"],
        "sql": analysis["sql"],
        "typed": analysis["query"] is not None,
        "result": decode(ResultRef, analysis["result"]),
        "chart": decode(Chart, analysis["chart"]) if "chart" in analysis else None,
        "insights": tuple(decode(Insight, value) for value in analysis.get("insights", ())),
        "lineage": decode(Lineage, analysis["lineage"]) if "lineage" in analysis else None,
        "freshness": decode(Freshness, analysis["freshness"]) if "freshness" in analysis else None,
        "forecast": decode(Forecast, analysis["forecast"]) if "forecast" in analysis else None,
        "verified": decode(Verified, one) if (one := analysis.get("verified")) else None,
        "understanding": decode(Understanding, analysis["understanding"]),
        "author": decode(Author, one) if (one := analysis.get("author")) else None,
    }
