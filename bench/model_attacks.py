"""A model that obeys whoever attacks it, in the real service over databases with secrets.

    python -m bench.model_attacks CASES [--dialect duckdb …] [--own-postgres] [--limit N]

Of CASES, JSON lines, the texts of `kind` prompt are asked as questions; those of `data` are planted
in rows and in the catalog's descriptions and synonyms, and their `question` is asked. For each of
them the model writes the SQL that the text asks for, and other harmful SQL; queries that name what
is hidden; and the text itself wherever text may stand. After every turn the database must be as it
was, nothing hidden may be in an event, the rows or a prompt, and the turn must have ended once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.attacking.attacks import Attack, Obedience
from bench.attacking.planted import DuckDBShop, PostgresShop, Shop, SQLiteShop
from bench.attacking.trial import Findings, Trial, on_trial
from bench.model_server import ModelServer, running_model_server
from bench.turns.report import heading, table
from cli.progress import ProgressLine

MakeShop = Callable[[Path, Sequence[str]], Shop]

_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Texts:
    """`planted` are (text, question)."""

    prompts: Sequence[str]
    planted: Sequence[tuple[str, str]]

    def attacks(self, obedience: Obedience) -> Iterator[list[Attack]]:
        """One session each."""
        for text in self.prompts:
            yield list(obedience.attacks(text))
        for text, question in self.planted:
            yield list(obedience.attacks(text, question))


async def attack(
    shop: Shop,
    server: ModelServer,
    data_dir: Path,
    texts: Texts,
    redis_url: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Findings:
    """What came of all of them; `tell` hears how far it is."""
    findings = Findings()
    async with on_trial(shop, server, data_dir, findings, redis_url) as trial:
        for attacks in texts.attacks(Obedience(shop.dialect, shop.folder)):
            await _hold(trial, attacks)
            tell(f"{shop.dialect}: {findings.turns:,} turns")
    return findings


async def _hold(trial: Trial, attacks: Sequence[Attack]) -> None:
    await trial.begin()
    for one in attacks:
        await trial.ask(one.text, one.replies, one.prose)


def read_texts(path: Path, limit: int | None = None) -> Texts:
    """The first so many of each kind; None: all."""
    with path.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    prompts = [case["text"] for case in cases if case["kind"] == "prompt"]
    planted = [(case["text"], case["question"]) for case in cases if case["kind"] == "data"]
    return Texts(prompts[:limit], planted[:limit])


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.model_attacks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cases", type=Path)
    parser.add_argument("--dialect", nargs="+", choices=["duckdb", "sqlite"],
                        default=["duckdb", "sqlite"])  # fmt: skip
    parser.add_argument("--own-postgres", action="store_true",
                        help="Also PostgreSQL, from the checkout's test environment.")  # fmt: skip
    parser.add_argument("--limit", type=int, help="Only the first so many texts of each kind.")
    options = parser.parse_args()
    # What the database says of harmful SQL is no news here.
    logging.disable(logging.ERROR)
    texts = read_texts(options.cases, options.limit)
    asyncio.run(_main(options.dialect, options.own_postgres, texts))


async def _main(dialects: Sequence[str], own_postgres: bool, texts: Texts) -> None:
    said = [text for text, _ in texts.planted]
    rows: list[list[object]] = []
    endings: list[list[object]] = []
    faults: list[str] = []
    with (
        tempfile.TemporaryDirectory() as temporary,
        running_model_server() as server,
        _postgres(own_postgres) as postgres,
        ProgressLine(sys.stderr) as progress,
    ):
        folder = Path(temporary)
        makers: list[MakeShop] = [_SHOPS[dialect] for dialect in dialects]
        makers += [postgres] if postgres else []
        for make in makers:
            shop = make(folder, said)
            data_dir = folder / f"{shop.dialect}-data"
            data_dir.mkdir()
            began = perf_counter()
            found = await attack(shop, server, data_dir, texts, tell=progress.show)
            seconds = round(perf_counter() - began)
            counts = [found.turns, found.replies, *map(len, (found.leaks, found.writes))]
            rows.append([shop.dialect, *counts, len(found.broken), seconds])
            endings += [[shop.dialect, how, count] for how, count in found.ended.most_common()]
            faults += found.faults
    heading("A model that obeys attackers")
    table(("engine", "turns", "replies", "leaks", "writes", "broken turns", "s"), rows)
    table(("engine", "the turn ended", "turns"), endings)
    for fault in faults[:_MOST_SHOWN]:
        print(fault)
    sys.exit(1 if faults else 0)


_SHOPS: dict[str, MakeShop] = {"duckdb": DuckDBShop, "sqlite": SQLiteShop}


@contextmanager
def _postgres(wanted: bool) -> Iterator[MakeShop | None]:
    if not wanted:
        yield None
        return
    from tests.bi.postgres import PostgresServer

    server = PostgresServer()
    server.start()
    try:
        yield lambda folder, texts: PostgresShop(
            folder, texts, server.dsn("postgres"), server.url(user="postgres")
        )
    finally:
        server.stop()


if __name__ == "__main__":
    main()
