"""Why a model gave nothing that can be used."""

from __future__ import annotations

from bi.model.errors import ParleyError, UserError


class ModelUnavailable(UserError):
    """The model cannot be reached, did not answer in time, or the endpoint refuses us.

    What the endpoint said is for the log, never for a client.
    """

    code = "llm_unavailable"
    retryable = True


class BudgetSpent(UserError):
    """The tenant has used what it may of the model today; details: `resets_at` (ISO 8601)."""

    code = "model_budget_spent"


class ReplyUnusable(ParleyError):
    """The model answered, and what it said is no reply to what it was asked.

    `reason` is written for the model, which may be asked again; it holds nothing that the model
    was not shown. `reply` is what it said.
    """

    code = "model_reply_unusable"

    def __init__(self, reason: str, reply: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.reply = reply
