"""Studio has the service's options of a model, from the environment alone."""

from __future__ import annotations

import os

import pytest
from pydantic import ValidationError

from graph.studio import StudioModels
from llm.settings import Price
from llm.wish import Mode

SECRET = "sk-a-secret-nobody-may-see"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PARLEY_"):
            monkeypatch.delenv(name)


def test_without_variables_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    settings = StudioModels()
    assert not settings.has_model
    assert settings.chosen_mode is Mode.EMBEDDED


def test_they_are_the_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_CATALOG", "mine.yaml")
    monkeypatch.setenv("PARLEY_MODEL", "small")
    monkeypatch.setenv("PARLEY_MODEL_KEY", SECRET)
    monkeypatch.setenv("PARLEY_MODE", "model")
    monkeypatch.setenv("PARLEY_MODEL_PRICES", '{"small": {"input": 1, "output": 2}}')
    settings = StudioModels()
    assert settings.chosen_mode is Mode.MODEL
    assert settings.model_prices == {"small": Price(input=1, output=2)}
    assert SECRET not in repr(settings)


def test_a_fault_does_not_show_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_MODEL_KEY", SECRET)
    with pytest.raises(ValidationError) as caught:
        StudioModels()
    assert "name the model that answers" in str(caught.value)
    assert SECRET not in str(caught.value)
