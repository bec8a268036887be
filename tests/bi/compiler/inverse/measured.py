"""How much of the demo's golden questions' SQL is read back; run as a module it prints that."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bi.catalog.load import load_catalog
from bi.compiler.compile import compile_query
from bi.compiler.inverse.not_read import NotRead
from bi.compiler.inverse.read import read_back
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from bi.model.reading import Question
from bi.model.semantic import SemanticQuery
from demo.location import CATALOG

FILE = Path(__file__).parents[3] / "golden" / "questions" / "demo.jsonl"
TODAY = date(2026, 6, 30)


@dataclass(frozen=True)
class Read:
    """`outcome`: "equal" to what was asked but for names of periods, "as good" where another
    question is written by the very same SQL, "other", or "not read"; "read" of SQL by hand.

    `by_hand`: the SQL is the golden answer's, and nothing is known that it should equal.
    """

    sql: str
    by_hand: bool
    outcome: str
    reason: str = ""


def golden() -> Iterator[Read]:
    catalog = load_catalog(CATALOG)
    engine = LanguageEngine(catalog, Profile())
    for line in FILE.read_text().splitlines():
        previous: SemanticQuery | None = None
        for turn in json.loads(line)["turns"]:
            context = ReadContext(TODAY, previous)
            reading = engine.read(turn["question"], context)
            if isinstance(reading, Question):
                previous = reading.query
                sql = compile_query(previous, catalog, "duckdb").sql
                yield _read(sql, previous, catalog)
            if gold := turn.get("gold_sql"):
                yield _read(gold, None, catalog)


def _read(sql: str, query: SemanticQuery | None, catalog: Catalog) -> Read:
    try:
        found = read_back(sql, catalog, "duckdb")
    except NotRead as fault:
        return Read(sql, query is None, "not read", fault.reason)
    if query is None:
        return Read(sql, True, "read")
    if not found.is_exact:
        return Read(sql, False, "other", str(found.query))
    same = _plain(found.query) == _plain(query)
    return Read(sql, False, "equal" if same else "as good", str(found.query))


def _plain(query: SemanticQuery) -> SemanticQuery:
    """Without what a period is called, or moves by: SQL has its days alone."""
    time = replace(query.time, label="", grain=None, moving=None) if query.time else None
    return replace(query, time=time, forecast=None)


def main() -> None:
    found = list(golden())
    for by_hand in (False, True):
        some = [one for one in found if one.by_hand is by_hand]
        outcomes = dict(Counter(one.outcome for one in some))
        print("by hand:" if by_hand else "compiled:", len(some), outcomes)
        reasons = Counter(one.reason for one in some if one.outcome == "not read")
        for reason, count in reasons.most_common():
            print(f"  {count} {reason}")
        for one in some:
            if one.outcome == "other":
                print(one.sql, one.reason, sep="\n")


if __name__ == "__main__":
    main()
