"""All questions that the compiler is tried with."""

from __future__ import annotations

from tests.bi.compiler import business_questions as business
from tests.bi.compiler import questions as plain
from tests.bi.compiler import related_questions as related
from tests.bi.compiler import role_questions as role
from tests.bi.compiler import state_questions as state
from tests.bi.compiler import time_questions as time

QUESTIONS = (
    *plain.MEASURES,
    *plain.FACTS,
    *plain.CONFORMED,
    *plain.TIMES,
    *plain.FILTERS,
    *plain.AFTER_GROUPING,
    *plain.COMPARISONS,
    *plain.ROWS,
    *related.RELATED,
    *related.BESIDE,
    *time.PARTS,
    *time.PERIODS,
    *time.CHANGES,
    *time.TO_DATE,
    *time.ROLLING,
    *time.FISCAL,
    *time.ZONES,
    *business.PERCENTILES,
    *business.OF_GROUPS,
    *business.SHARES,
    *business.BENCHMARKS,
    *business.RANKS,
    *business.LISTS,
    *role.ROLES,
    *state.STOCK,
    *state.BALANCES,
)
