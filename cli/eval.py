"""`parley eval`: golden questions of the user's own, asked and judged."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from api.logs import configure_logs
from cli.eval_model import Spending, agree, opened
from cli.progress import ProgressLine
from cli.tracing import traced
from evaluation.cases import CaseInvalid, read_cases
from evaluation.databases import DatabaseOptions, Databases
from evaluation.estimate import estimate
from evaluation.evaluate import Evaluation, SourcedCase
from evaluation.outcomes import Outcome
from evaluation.report import body, report
from llm.settings import ModelSettings

_TOLD_EVERY = 100  # outcomes


@dataclass(frozen=True, slots=True)
class EvalFiles:
    """What is read and written. `only`: a part of FILE/KIND/ID that a case must have."""

    cases: tuple[Path, ...]
    out: Path
    report: Path | None = None
    only: str | None = None


def evaluate_cases(
    files: EvalFiles,
    options: DatabaseOptions,
    model: ModelSettings | None = None,
    spending: Spending = Spending(),
) -> int:
    """The exit code; `model` None: the language engine alone is asked.

    Raises CaseInvalid, NotAgreed before anything is asked.
    """
    configure_logs("critical", "console")
    cases = list(_cases(files))
    if not cases:
        raise CaseInvalid("no case is left to ask" if files.only else "the files hold no case")
    outcomes = asyncio.run(traced(_asked(cases, files.out, options, model, spending)))
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


async def _asked(
    cases: list[SourcedCase],
    out: Path,
    options: DatabaseOptions,
    model: ModelSettings | None,
    spending: Spending,
) -> list[Outcome]:
    async with AsyncExitStack() as stack:
        databases = await stack.enter_async_context(Databases(options))
        use = None
        if model is not None:
            with ProgressLine(sys.stderr) as progress:
                progress.show("Reading the questions, to see what they cost")
                expected = await estimate(cases, databases, options, model, model.chosen_mode)
            agree(expected, model, spending)
            use = await stack.enter_async_context(opened(model))
        return await _written(cases, out, Evaluation(databases, options, use))


async def _written(cases: list[SourcedCase], out: Path, evaluation: Evaluation) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with ProgressLine(sys.stderr) as progress, out.open("wb") as file:
        for n, sourced in enumerate(cases, start=1):
            async for outcome in evaluation.outcomes(sourced):
                file.write(orjson.dumps(outcome.as_json(), option=orjson.OPT_APPEND_NEWLINE))
                outcomes.append(outcome)
                if len(outcomes) % _TOLD_EVERY == 0:
                    progress.show(f"{sourced.source}: case {n:,} of {len(cases):,}")
    return outcomes
