"""What people have taught: words, rules, and questions with their answers, the nearest ones."""

from __future__ import annotations

from bi.language.words import lemmas_of
from bi.model.catalog import VerifiedQuery
from bi.model.knowledge import Term
from llm.asked import Asked
from llm.prompt.data import as_data, as_json, plain
from llm.prompt.tokens import tokens_of

_MOST_EXAMPLES = 5
_LONGEST_SQL = 2000


def taught_part(asked: Asked, tokens: int) -> str:
    """Terms and rules in the catalog's order; '' where there are none."""
    catalog = asked.engine.catalog
    lines = [
        as_json(
            {"words": [plain(word, 80) for word in term.words], "mean": plain(term.description)}
        )
        for term in catalog.terms
    ]
    lines += [as_json({"rule": plain(rule, 512)}) for rule in catalog.instructions]
    return _fitting(lines, tokens)


def examples_part(asked: Asked, tokens: int) -> str:
    """Verified questions whose words are like those of the question."""
    engine = asked.engine
    said = set(lemmas_of(asked.text, engine.lexicon))

    def likeness(one: VerifiedQuery) -> float:
        words = set(lemmas_of(one.question, engine.lexicon))
        return len(said & words) / (len(said | words) or 1)

    ranked = sorted(engine.catalog.verified_queries, key=lambda one: -likeness(one))
    return _fitting([_line(one) for one in ranked[:_MOST_EXAMPLES] if likeness(one) > 0], tokens)


def _term(term: Term) -> str:
    words = [plain(word, 80) for word in term.words]
    return as_json({"words": words, "mean": plain(term.description)})


def _line(one: VerifiedQuery) -> str:
    answer = (
        {"means": plain(one.means)} if one.means else {"sql": plain(one.sql or "", _LONGEST_SQL)}
    )
    return as_json({"question": plain(one.question), **answer})


def _fitting(lines: list[str], tokens: int) -> str:
    kept: list[str] = []
    for line in lines:
        tokens -= tokens_of(line) + 1
        if tokens < 20:
            break
        kept.append(line)
    return as_data(kept) if kept else ""
