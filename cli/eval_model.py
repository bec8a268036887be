"""The model of `parley eval`: which it is, what it will cost, and whether that is agreed to."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from api.settings import load_settings
from bi.model.errors import UserError
from evaluation.estimate import Estimate
from evaluation.model_report import amount
from evaluation.model_use import ModelUse, UsageHere, WatchedModels
from llm.settings import Budget, ModelSettings
from llm.wish import Mode


class NotAgreed(UserError):
    """Nobody said that the model may be asked."""

    code = "not_agreed"


class ModelNotSet(UserError):
    """The options do not say which model is to be asked, or how."""

    code = "model_not_set"


@dataclass(frozen=True, slots=True)
class Spending:
    """What may be spent; 0 is no limit. `agreed`: whoever asks need not be asked back."""

    most_cost: float = 0.0
    most_tokens: int = 0
    agreed: bool = False


def model_of(
    flags: Mapping[str, Any], settings_file: Path | None, spending: Spending
) -> ModelSettings | None:
    """The settings of the service, as far as they count here; None: no model is asked.

    That is so wherever `--mode` does not say otherwise: nobody shall pay by accident. Prose is
    not judged, so none is asked for. Raises SettingsInvalid, ModelNotSet.
    """
    if flags["mode"] is None:
        if any(flags.values()) or spending != Spending():
            raise ModelNotSet("say --mode hybrid or --mode model: without, no model is asked")
        return None
    settings = load_settings(flags, settings_file).of_models
    if settings.mode is Mode.EMBEDDED:
        return None
    if spending.most_cost and settings.model not in settings.model_prices:
        raise ModelNotSet(f"--max-cost: model_prices has no price of {settings.model}")
    budget = Budget(tokens=spending.most_tokens, cost=spending.most_cost)
    changes = {"model_prose": False, "model_budget": budget, "model_budgets": {}}
    return settings.model_copy(update=changes)


@asynccontextmanager
async def opened(settings: ModelSettings) -> AsyncIterator[ModelUse]:
    """The model, and the mode that is asked in. No reply is used twice."""
    from llm.gateway import Gateway

    gateway = Gateway(settings, UsageHere())
    try:
        # Or the first reply would take as long as the libraries.
        await gateway.prepare()
        yield ModelUse(WatchedModels(gateway), settings.chosen_mode)
    finally:
        await gateway.close()


def agree(expected: Estimate, settings: ModelSettings, spending: Spending) -> None:
    """Shows what it would cost, and asks whether to go on. Raises NotAgreed."""
    print("\n".join(told(expected, settings)), file=sys.stderr)
    if spending.agreed or not expected.asked:
        return
    if not sys.stdin.isatty():
        raise NotAgreed("nothing was asked; to ask the model without a terminal, say --yes")
    if not typer.confirm("Go on?", err=True):
        raise NotAgreed("nothing was asked")


def told(expected: Estimate, settings: ModelSettings) -> list[str]:
    """The estimate in lines."""
    count = f"{expected.asked:,} of {expected.questions:,} questions"
    if not expected.asked:
        return [f"None of {expected.questions:,} questions goes to the model."]
    usage, name = expected.usage, expected.model
    cost = (
        f"No price is set for {name} (model_prices)."
        if usage.cost is None
        else f"By model_prices they cost about {amount(usage.cost)}."
    )
    lines = [
        f"{count} go to {name} (mode {settings.chosen_mode}), with about "
        f"{usage.input_tokens:,} input tokens and {usage.output_tokens:,} output tokens.",
        f"{cost} Repairs come on top, at most three a question.",
    ]
    budget = settings.model_budget
    if budget.cost:
        lines.append(f"No more is asked once {amount(budget.cost)} is spent.")
    if budget.tokens:
        lines.append(f"No more is asked after {budget.tokens:,} tokens.")
    return lines
