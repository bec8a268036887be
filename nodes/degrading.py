"""What becomes of a turn whose model gives nothing: the language engine's answer, and a notice."""

from __future__ import annotations

from bi.model.reading import Clarification, Reading, Unsupported
from llm.errors import BudgetSpent, ModelUnavailable, ReplyUnusable

# What a turn goes on without.
NO_REPLY = (ModelUnavailable, BudgetSpent, ReplyUnusable)


def notice_of(error: ModelUnavailable | BudgetSpent | ReplyUnusable) -> str:
    """Why it was not the model that answered, for the person who asked."""
    match error:
        case BudgetSpent():
            return "The day's budget for the model is spent; the embedded engine answered."
        case ModelUnavailable():
            return "The model cannot be reached right now; the embedded engine answered."
        case ReplyUnusable():
            return "The model gave no reply that could be used; the embedded engine answered."


def is_an_answer(reading: Reading) -> bool:
    """Whether a person can go on from it: readings to choose from are an answer, too."""
    match reading:
        case Clarification():
            return bool(reading.options or reading.verified) or reading.forgets
        case Unsupported():
            return False
        case _:
            return True


def unanswered(error: ModelUnavailable, reading: Reading) -> ModelUnavailable:
    """What is raised where the engine cannot answer either, which it says with the reason."""
    assert isinstance(reading, Clarification | Unsupported)
    return ModelUnavailable(
        f"The model cannot be reached right now, and the embedded engine cannot answer this "
        f"without it. {reading.message}",
        **error.details,
        unknown=list(reading.unknown),
        suggestions=list(reading.suggestions),
    )
