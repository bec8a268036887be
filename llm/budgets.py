"""What a tenant may use of the models in a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from llm.errors import BudgetSpent
from llm.keeping import UsageCounts
from llm.settings import Budget, ModelSettings
from llm.usage import Usage


async def check_budget(settings: ModelSettings, counts: UsageCounts | None, tenant_id: str) -> None:
    """Before a call, which may then go a little beyond it. Raises BudgetSpent."""
    budget = settings.model_budgets.get(tenant_id, settings.model_budget)
    if counts is None or not (budget.tokens or budget.cost):
        return
    if _is_spent(budget, await counts.today(tenant_id)):
        raise BudgetSpent(
            "What may be used of the model today is used up.", resets_at=_next_day().isoformat()
        )


def _is_spent(budget: Budget, used: Usage) -> bool:
    """Calls of models without a price cost nothing that could be compared."""
    if budget.tokens and used.total_tokens >= budget.tokens:
        return True
    return bool(budget.cost) and used.cost is not None and used.cost >= budget.cost


def _next_day() -> datetime:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)
