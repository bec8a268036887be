"""What is said in the sessions: three turns each, and each turn needs what came before it."""

from __future__ import annotations

from typing import Any

from tests.faults.client import Client, Turn

Talk = tuple[Turn, ...]

_DIFFERS = ("execution_time_ms", "query_time_ms", "steps", "turn_id", "run_id")


def ask(text: str) -> Turn:
    return Turn("messages", {"message": text})


def refine(text: str) -> Turn:
    return Turn("refine", {"refinement": text})


def draw(chart: str) -> Turn:
    return Turn("visualization", {"chart_type": chart})


TALKS: tuple[Talk, ...] = (
    (
        ask("Show me monthly revenue for 2024"),
        refine("Break this down by product category"),
        draw("stacked_bar"),
    ),
    (ask("revenue by region"), refine("only 2024"), refine("by month")),
    (ask("orders by product category in 2025"), refine("top 3"), draw("horizontal_bar")),
    (ask("top 5 customers by revenue"), refine("in 2024"), ask("what can I ask?")),
)


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what differs from run to run: ids and times."""
    metadata = {k: v for k, v in answer["metadata"].items() if k not in _DIFFERS}
    if freshness := metadata.get("freshness"):
        # Rows may have been there already, which is said with the time they were asked for.
        told = {k: v for k, v in freshness.items() if k not in ("ran_at", "cached", "text")}
        metadata["freshness"] = told
    return {k: v for k, v in answer.items() if k not in _DIFFERS} | {"metadata": metadata}


async def undisturbed(client: Client, talk: Talk) -> list[dict[str, Any]]:
    """The answers as they are when nothing fails."""
    session_id = await client.session()
    return [comparable((await client.ask(session_id, turn))[1]) for turn in talk]
