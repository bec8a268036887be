"""The key of a reply that a model gave before: all that it depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from llm.messages import Form, Message
from llm.settings import ModelSettings


def reply_key(
    tenant_id: str, model: str, settings: ModelSettings, messages: Sequence[Message], form: Form
) -> str:
    """No tenant's key is another's."""
    depends_on = {
        "tenant": tenant_id,
        "model": model,
        "url": settings.model_url,
        "query": settings.model_query,
        "temperature": settings.model_temperature,
        "limit": settings.model_reply_tokens,
        "structured": settings.model_structured,
        "messages": [asdict(message) for message in messages],
        "form": [form.name, form.schema],
    }
    return hashlib.sha256(json.dumps(depends_on, sort_keys=True).encode()).hexdigest()
