"""What an answer in words may rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bi.model.insight import Insight
from bi.model.result import ResultSet
from bi.model.semantic import SemanticQuery


@dataclass(frozen=True, slots=True)
class Facts:
    """`text` is the computed answer, one to three sentences, and `insights` the computed findings:
    they are said where a model's words do not hold. `language` is the catalog's."""

    question: str
    title: str
    result: ResultSet
    text: str
    insights: tuple[Insight, ...]
    language: str
    query: SemanticQuery | None = None
    today: date | None = None
