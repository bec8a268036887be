"""Who wrote a query, and what that took of models, as a person at a terminal reads it."""

from __future__ import annotations

from llm.usage import Author, AuthorKind, Usage


def authorship_line(author: Author | None, usage: Usage | None) -> str:
    """ "" where there is nothing to say."""
    said = [_written(author)] if author else []
    if usage is not None and usage.calls:
        said.append(_used(usage))
    return " ".join(said)


def _written(author: Author) -> str:
    match author.kind:
        case AuthorKind.EMBEDDED:
            return "Query by the embedded engine."
        case AuthorKind.PERSON:
            return "Query by a person."
        case AuthorKind.MODEL:
            again = ", as it wrote it before" if author.reused else ""
            return f"Query by the model {author.model}{again}."


def _used(usage: Usage) -> str:
    cached = f" ({usage.cached_tokens:,} of them cached)" if usage.cached_tokens else ""
    calls = "1 call" if usage.calls == 1 else f"{usage.calls:,} calls"
    # Of a call that costs a hundredth of a cent there is something to see.
    cost = "" if usage.cost is None else f", cost {usage.cost:.6f}".rstrip("0").rstrip(".")
    return (
        f"{calls}: {usage.input_tokens:,} tokens read{cached}, "
        f"{usage.output_tokens:,} written{cost}."
    )
