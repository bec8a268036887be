"""What can be changed of an answer, in the words both MATIH faces share."""

from __future__ import annotations

from typing import Any, Literal

from api.matih.responses import Shape
from bi.model.reading import Edits


class EditChoiceBody(Shape):
    """`text` is for a menu; `refinement` is what to send to `refine`."""

    text: str
    refinement: str


class TokenEditsBody(Shape):
    """`index` is the token's place in `metadata.understood.tokens`; `remove` null: it stays."""

    index: int
    remove: str | None
    choices: list[EditChoiceBody]


class AddedPartBody(Shape):
    kind: Literal["dimension", "measure", "filter", "time"]
    text: str
    refinement: str


class TurnEditsBody(Shape):
    """Both lists are empty where `refinable` is false: a refinement would not be of this turn."""

    turn_id: str
    refinable: bool
    tokens: list[TokenEditsBody]
    add: list[AddedPartBody]


def edits_body(turn_id: str, edits: Edits | None) -> dict[str, Any]:
    found = edits or Edits()
    return {
        "turn_id": turn_id,
        "refinable": edits is not None,
        "tokens": [
            {
                "index": one.index,
                "remove": one.remove,
                "choices": [
                    {"text": choice.text, "refinement": choice.refinement} for choice in one.choices
                ],
            }
            for one in found.tokens
        ],
        "add": [
            {"kind": one.kind, "text": one.text, "refinement": one.refinement} for one in found.add
        ],
    }
