"""One conversation as people have them: questions, refinements, a drawing."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["message", "refine", "visualize"]


class Sentence(NamedTuple):
    """`says` is the text of a message or refinement, the chart type of a visualize."""

    kind: Kind
    says: str


# Ten, so that any fifty turns of a long session are made of the same sentences.
CONVERSATION = (
    Sentence("message", "Show me monthly revenue for 2024"),
    Sentence("refine", "Break this down by product category"),
    Sentence("message", "Now filter to Q4 only"),
    Sentence("message", "What were our top 10 customers by revenue last month?"),
    Sentence("refine", "Filter to only US customers"),
    Sentence("message", "revenue by region compared with the previous year"),
    Sentence("visualize", "table"),
    Sentence("message", "average order value by channel in 2025"),
    Sentence("visualize", "horizontal_bar"),
    Sentence("message", "orders by weekday in 2025"),
)
