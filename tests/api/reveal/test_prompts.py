"""42 kinds of prompt on the demo, through the real endpoint; docs/reveal.md has what came of them.

A line of the file says what must come out. `falls_short` says why it does not yet, and then it
must not: whoever mends it takes the remark out.
"""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.live import LiveServer
from tests.api.reveal.talk import Talk, filters, titles, types, widgets

FILE = Path(__file__).parents[2] / "golden" / "reveal" / "prompts.jsonl"
PAGE = Path(__file__).parents[3] / "docs" / "reveal.md"
PROMPTS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
GIVEN = (
    "Create a sales dashboard: revenue by month, revenue by region as a pie, "
    "top 10 products by revenue"
)
HEAD = "| | prompt | given | what came out | |\n|---|---|---|---|---|\n"
_LONGEST = 150


def answered(live: LiveServer, prompt: dict[str, Any], given: str) -> dict[str, Any]:
    with live.client(**{"X-User-ID": uuid.uuid4().hex}) as client:
        client.timeout = httpx.Timeout(120)
        talk = Talk(client, given if "given" in prompt else None)
        for said in prompt.get("after", []):
            talk.say(said)
        more = {}
        if "point" in prompt:
            assert talk.dashboard is not None
            ids = {one["Title"]: one["Id"] for one in widgets(talk.dashboard)}
            more["visualizationId"] = ids[prompt["point"]]
        return talk.say(prompt["prompt"], **more)


def faults(expected: dict[str, Any], result: dict[str, Any]) -> list[str]:
    """What is not as expected; an answer that shall have no dashboard says so."""
    dashboard, found = result.get("dashboard"), []
    if "says" in expected and not re.search(expected["says"], result["explanation"]):
        found.append("explanation")
    if (dashboard is None) != (not expected.get("dashboard", True)):
        return [*found, "dashboard"]
    if dashboard is None:
        return found
    shown = titles(dashboard)
    found += [] if set(expected.get("has", ())) <= set(shown) else ["has"]
    found += [] if len(shown) >= expected.get("at_least", 1) else ["at_least"]
    exactly = {
        "titles": shown,
        "types": list(types(dashboard)),
        "filters": [one["Title"] for one in filters(dashboard)],
        "name": json.loads(dashboard)["Title"],
    }
    return found + [name for name, is_ in exactly.items() if expected.get(name, is_) != is_]


@pytest.fixture(scope="module")
def outcomes(live: LiveServer) -> list[dict[str, Any]]:
    with live.client(**{"X-User-ID": uuid.uuid4().hex}) as client:
        given = Talk(client).say(GIVEN)["dashboard"]
    return [answered(live, prompt, given) for prompt in PROMPTS]


def test_there_are_42_of_different_kinds() -> None:
    assert [prompt["n"] for prompt in PROMPTS] == list(range(1, 43))
    assert len({prompt["prompt"] for prompt in PROMPTS}) == 42
    assert len({prompt["kind"] for prompt in PROMPTS}) == 9


@pytest.mark.parametrize("n", [prompt["n"] for prompt in PROMPTS])
def test_a_prompt_comes_to_what_it_must(outcomes: list[dict[str, Any]], n: int) -> None:
    prompt, result = PROMPTS[n - 1], outcomes[n - 1]
    found = faults(prompt["expect"], result)
    assert bool(found) == ("falls_short" in prompt), (found, result["explanation"])


def test_the_page_tells_what_came_out(outcomes: list[dict[str, Any]], regenerate: bool) -> None:
    rows = [_row(prompt, result) for prompt, result in zip(PROMPTS, outcomes, strict=True)]
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(HEAD)
    after = rest[re.search(r"^(?!\|)", rest, re.MULTILINE).start() :]  # type: ignore[union-attr]
    told = before + HEAD + "".join(rows) + after
    if regenerate:
        PAGE.write_text(told, "utf-8")
    assert told == page or regenerate


def _row(prompt: dict[str, Any], result: dict[str, Any]) -> str:
    given = "a dashboard" if "given" in prompt else ""
    after = "; ".join(f"“{said}”" for said in prompt.get("after", []))
    pointing = f"pointing at “{prompt['point']}”" if "point" in prompt else ""
    context = ", ".join(filter(None, [given, after and f"after {after}", pointing]))
    shown = ""
    if "dashboard" in result:
        named = zip(titles(result["dashboard"]), types(result["dashboard"]), strict=True)
        listed = [f"{title} ({kind.lower()})" for title, kind in named]
        more = f" and {len(listed) - 4} more" if len(listed) > 4 else ""
        shown = f"<br>{', '.join(listed[:4])}{more}"
        if filtered := filters(result["dashboard"]):
            shown += f"; filtered by {', '.join(one['Title'].lower() for one in filtered)}"
    said = " ".join(result["explanation"].split())
    said = said if len(said) <= _LONGEST else f"{said[:_LONGEST].rpartition(' ')[0]} …"
    state = f"**falls short**: {prompt['falls_short']}" if "falls_short" in prompt else "as it must"
    return f"| {prompt['n']} | {prompt['prompt']} | {context} | {said}{shown} | {state} |\n"
