"""`parley eval`: golden questions of the user's own, asked and judged."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from api.logs import configure_logs
from cli.progress import ProgressLine
from cli.tracing import traced
from evaluation.cases import CaseInvalid, read_cases
from evaluation.databases import DatabaseOptions, Databases
from evaluation.evaluate import Evaluation, SourcedCase
from evaluation.outcomes import Outcome
from evaluation.report import body, report

_TOLD_EVERY = 100  # outcomes


@dataclass(frozen=True, slots=True)
class EvalFiles:
    """What is read and written. `only`: a part of FILE/KIND/ID that a case must have."""

    cases: tuple[Path, ...]
    out: Path
    report: Path | None = None
    only: str | None = None


def evaluate_cases(files: EvalFiles, options: DatabaseOptions) -> int:
    """The exit code. Raises CaseInvalid before anything is asked."""
    configure_logs("critical", "console")
    cases = list(_cases(files))
    if not cases:
        raise CaseInvalid("no case is left to ask" if files.only else "the files hold no case")
    outcomes = asyncio.run(traced(_ask(cases, files.out, options)))
    print(body(outcomes), end="")
    if files.report is not None:
        command = shlex.join(["parley", *sys.argv[1:]])
        files.report.write_text(report(outcomes, command, date.today()), encoding="utf-8")
    return 0


def _cases(files: EvalFiles) -> Iterator[SourcedCase]:
    for path in files.cases:
        for case in read_cases(path):
            name = f"{path.stem}/{case.type}/{case.id}"
            if files.only is None or files.only in name:
                yield SourcedCase(path.stem, case)


async def _ask(cases: list[SourcedCase], out: Path, options: DatabaseOptions) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with ProgressLine(sys.stderr) as progress, out.open("wb") as file:
        async with Databases(options) as databases:
            evaluation = Evaluation(databases, options)
            for n, sourced in enumerate(cases, start=1):
                async for outcome in evaluation.outcomes(sourced):
                    file.write(orjson.dumps(outcome.as_json(), option=orjson.OPT_APPEND_NEWLINE))
                    outcomes.append(outcome)
                    if len(outcomes) % _TOLD_EVERY == 0:
                        progress.show(f"{sourced.source}: case {n:,} of {len(cases):,}")
    return outcomes
