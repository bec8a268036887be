"""What a question back offered: whether it may still be chosen, and what choosing it asks."""

from __future__ import annotations

from bi.catalog.within import is_within
from bi.model.catalog import Catalog
from bi.model.reading import Option, Question, VerifiedOption, WrittenSql


def is_open(option: Option | VerifiedOption, catalog: Catalog) -> bool:
    """Written SQL is for the guard to judge, when it is run."""
    reading = reading_of(option)
    return isinstance(reading, WrittenSql) or is_within(reading.query, catalog)


def reading_of(option: Option | VerifiedOption) -> Question | WrittenSql:
    if isinstance(option, VerifiedOption):
        return option.reading
    return Question(option.query, option.understanding, option.chart, option.options)
