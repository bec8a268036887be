"""What the guard says to somebody else's statements and strings, and how long it takes.

    python -m bench.guard CASES [--dialect duckdb] [--postgres DSN | --own-postgres]

CASES is JSON lines of `kind` statement (`text`, `expect` allow or reject, perhaps `dialect` and
`options`) and value (`text`). Statements are judged without a catalog, but for those whose options
name the allowed tables. Values run on DuckDB and SQLite, and on PostgreSQL if there is one;
`--own-postgres` starts one from the checkout's test environment.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.guarding.statement_cases import Verdict, verdicts
from bench.guarding.value_cases import (
    DuckDBEngine,
    Engine,
    PostgresEngine,
    SQLiteEngine,
    as_filter_value,
    in_a_name,
    in_a_question,
    keeps_its_shape,
    notes_reader,
    strings_of,
)
from bench.turns.report import heading, table
from bi.guard.guard import DIALECTS
from bi.model.errors import QueryNotPossible

_SHOWN = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases")
    parser.add_argument("--dialect", default="duckdb", choices=sorted(DIALECTS))
    parser.add_argument("--postgres", help="Connection string of a role that may make tables.")
    parser.add_argument("--own-postgres", action="store_true")
    options = parser.parse_args()
    with Path(options.cases).open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    wrong = _statements(list(verdicts(cases, options.dialect)), options.dialect)
    with _postgres(options.postgres, options.own_postgres) as dsn:
        wrong += _values(strings_of(options.cases), dsn)
    sys.exit(1 if wrong else 0)


@contextmanager
def _postgres(dsn: str | None, own: bool) -> Iterator[str | None]:
    if not own:
        yield dsn
        return
    from tests.bi.postgres import PostgresServer

    server = PostgresServer()
    server.start()
    try:
        yield server.dsn("postgres")
    finally:
        server.stop()


def _statements(judged: list[Verdict], dialect: str) -> int:
    """Prints the figures; the number of statements that should have been refused."""
    heading(f"Statements; {dialect} where they name no dialect")
    allow = [verdict for verdict in judged if verdict.expect == "allow"]
    reject = [verdict for verdict in judged if verdict.expect == "reject"]
    passed = sum(verdict.right for verdict in allow)
    slipped = [verdict for verdict in reject if not verdict.right]
    table(
        ["", "cases", "right", "share"],
        [
            ["to be allowed", len(allow), passed, f"{passed / max(len(allow), 1):.1%}"],
            [
                "to be refused",
                len(reject),
                len(reject) - len(slipped),
                f"{1 - len(slipped) / max(len(reject), 1):.1%}",
            ],
        ],
    )
    for verdict in [*slipped, *(verdict for verdict in allow if not verdict.right)]:
        weaker = " (the case asks for weaker rules)" if verdict.asks_for_less else ""
        what = f"refused by {verdict.rule}{weaker}" if verdict.rule else "ALLOWED"
        print(f"- {what}: {' '.join(verdict.text.split())[:_SHOWN]}")
    times = [verdict.ms for verdict in judged]
    both = [
        (verdict.ms, verdict.parse_and_write_ms)
        for verdict in judged
        if verdict.parse_and_write_ms is not None and verdict.rule is None
    ]
    ratio = median(ms / plain for ms, plain in both)
    print(
        f"\nMedian {median(times):.2f} ms, of what passes {median(ms for ms, _ in both):.2f} ms: "
        f"{ratio:.1f} times what parsing and writing take ({median(p for _, p in both):.2f} ms)."
    )
    return len(slipped)


def _values(strings: list[str], dsn: str | None) -> int:
    """Prints the figures; the number of strings that were not inert."""
    heading(f"{len(strings)} strings as values, in questions and in names")
    engines: list[Engine] = [DuckDBEngine(strings), SQLiteEngine(strings)]
    if dsn:
        engines.append(PostgresEngine(strings, dsn))
    faults: list[str] = []
    rows: list[list[object]] = []
    for engine in engines:
        found = {text: as_filter_value(text, engine, strings) for text in strings}
        faults += [
            f"value, {engine.dialect}: {text!r}: {why}" for text, why in found.items() if why
        ]
        named = Counter[str]()
        for text in strings:
            why = in_a_name(text, engine)
            named["unusable" if why and why.startswith("unusable") else why or "inert"] += 1
            if why and not why.startswith("unusable"):
                faults.append(f"name, {engine.dialect}: {text!r}: {why}")
        inert = sum(why is None for why in found.values())
        rows.append([engine.dialect, inert, named["inert"], named["unusable"]])
    table(["executed on", "inert as value", "inert as name", "no name of the engine's"], rows)
    rows = []
    for dialect in sorted(DIALECTS):
        try:
            kept = [text for text in strings if keeps_its_shape(text, dialect)]
        except QueryNotPossible:
            continue  # the compiler does not write this dialect
        rows.append([dialect, len(kept)])
        if len(kept) < len(strings):
            faults += [f"shape, {dialect}: {text!r}" for text in {*strings} - {*kept}]
    table(["compiled for", "only a literal differs"], rows)
    reader = notes_reader()
    asked = {text: in_a_question(text, reader) for text in strings}
    faults += [f"question: {text!r}: {why}" for text, why in asked.items() if why]
    print(f"In a question: {sum(why is None for why in asked.values())} inert.\n")
    for fault in faults[:_SHOWN]:
        print(f"- {fault[:400]}")
    return len(faults)


if __name__ == "__main__":
    main()
