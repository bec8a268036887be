"""What a verified query is answered with."""

from __future__ import annotations

from dataclasses import replace

from bi.model.catalog import VerifiedQuery
from bi.model.reading import Question, Reading, Verified, WrittenSql


def written(one: VerifiedQuery) -> WrittenSql | None:
    """What answers it where that is SQL."""
    if one.sql is None:
        return None
    return WrittenSql(one.sql, one.question.strip().rstrip("?!. "), verified=_checked(one))


def meant(one: VerifiedQuery, reading: Reading) -> Reading:
    """The reading of what it means, which says that somebody checked it."""
    return replace(reading, verified=_checked(one)) if isinstance(reading, Question) else reading


def _checked(one: VerifiedQuery) -> Verified:
    return Verified(one.question, one.verified_by, one.verified_on)
