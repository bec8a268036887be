"""`parley ask`: one question, answered in this process."""

from __future__ import annotations

import asyncio
import gc
import getpass
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.opening import service_options
from api.settings import Settings, load_settings
from api.token_claims import claims_of
from bi.charts.images.options import ImageFormat
from bi.model.errors import UserError
from cli.claims import claims_in
from cli.tracing import traced
from cli.whole_file import check_folder
from llm.wish import EMBEDDED_MODEL, Mode
from nodes.events import Complete, Progress
from runs.model import Ask, Breakdown, Principal, Run

if TYPE_CHECKING:
    from bi.model.result import ResultSet
    from cli.progress import ProgressLine
    from nodes.events import Terminal
    from runs.service import Service

ANSWERED, FAILED, NOT_UNDERSTOOD = 0, 1, 3


class UnusableQuestion(UserError):
    """The text cannot be a question."""


@dataclass(frozen=True, slots=True)
class AskFiles:
    """What of the answer is to be written to files."""

    export: Path | None = None
    png: Path | None = None
    svg: Path | None = None

    @property
    def images(self) -> list[tuple[ImageFormat, Path]]:
        wanted = ((ImageFormat.PNG, self.png), (ImageFormat.SVG, self.svg))
        return [(format_, file) for format_, file in wanted if file is not None]

    def check(self) -> None:
        """Before the question is asked. Raises UnknownFormat, CannotWrite."""
        if self.export is not None:
            from cli.export import check_file

            check_file(self.export)
        for _, file in self.images:
            check_folder(file)


@dataclass(slots=True)
class Written:
    """What there is to say of the files; `is_short`: one of them could not be made."""

    said: list[str] = field(default_factory=list)
    is_short: bool = False


def ask_once(
    question: str,
    as_json: bool,
    files: AskFiles,
    rights: tuple[list[str], list[str]],
    flags: Mapping[str, Any],
    settings_file: Path | None,
    *,
    breakdown: bool = False,
) -> int:
    """The exit code; `rights` are roles and claims, as a token would carry them. With `breakdown`
    the question is a compound one, whose parts are answered by themselves.

    Raises what opening the service, accepting the question, and exporting its result raise.
    """
    from api.logs import configure_logs
    from api.texts import sentence_or_none

    settings = load_settings(_meant(flags), settings_file)
    configure_logs("error", "console")
    sentence = sentence_or_none(question)
    if sentence is None:
        raise UnusableQuestion("a question has 1 to 4,000 characters")
    files.check()
    roles, claims = rights
    principal = Principal(
        settings.default_tenant,
        getpass.getuser(),
        tuple(roles),
        claims_of(claims_in(claims)),
    )
    turn = Breakdown(sentence) if breakdown else Ask(sentence)
    return asyncio.run(traced(_ask(turn, as_json, files, principal, settings)))


def _meant(flags: Mapping[str, Any]) -> Mapping[str, Any]:
    """`--model embedded` is the mode, as in a request."""
    if flags.get("model") != EMBEDDED_MODEL or flags.get("mode") not in (None, Mode.EMBEDDED):
        return flags
    return {**flags, "model": None, "mode": Mode.EMBEDDED}


async def _ask(
    turn: Ask | Breakdown, as_json: bool, files: AskFiles, principal: Principal, settings: Settings
) -> int:
    from cli.progress import ProgressLine

    with ProgressLine(sys.stderr) as progress:
        progress.show("Opening the database")
        # Nearly all that is imported stays: looking for garbage in it is time lost.
        gc.disable()
        from runs.service import open_service

        async with open_service(service_options(settings)) as service:
            gc.freeze()
            gc.enable()
            session = await service.sessions.create(principal)
            try:
                accepted = await service.runs.start(principal, session.session_id, turn)
                run_id = accepted.run_id
                run = await service.runs.get(principal, session.session_id, run_id)
                outcome = await _follow(service, session.session_id, run_id, progress)
                rows, task_rows = await _rows(service, outcome)
                written = await _write(service, principal, run, outcome, files, progress)
            finally:
                await service.sessions.delete(principal, session.session_id)
    code = _show(outcome, rows, task_rows, run_id, as_json)
    for said in written.said:
        print(said, file=sys.stderr)
    return code or (FAILED if written.is_short else ANSWERED)


async def _write(
    service: Service,
    principal: Principal,
    run: Run,
    outcome: Terminal,
    files: AskFiles,
    progress: ProgressLine,
) -> Written:
    """The answer is worth showing though a file of it cannot be made."""
    written = Written()
    if not isinstance(outcome, Complete) or outcome.answer.result is None:
        return written
    if files.export is not None:
        from cli.export import export_to

        progress.show(f"Writing {files.export}")
        written.said.append(await export_to(files.export, service.exports, principal, run))
    for format_, file in files.images:
        from cli.image import draw_to

        progress.show(f"Drawing {file}")
        try:
            written.said.append(await draw_to(file, format_, service.images, principal, run))
        except UserError as error:
            written.said.append(f"parley: {file} was not drawn: {error.message}")
            written.is_short = True
    return written


async def _follow(
    service: Service, session_id: str, run_id: str, progress: ProgressLine
) -> Terminal:
    async for stored in service.runs.events(session_id, run_id):
        if isinstance(stored.event, Progress):
            progress.show(stored.event.message)
    return await service.runs.outcome(session_id, run_id)


async def _rows(
    service: Service, outcome: Terminal
) -> tuple[ResultSet | None, dict[str, ResultSet | None]]:
    """Those of the answer, and of its tasks by their ids."""
    if not isinstance(outcome, Complete):
        return None, {}
    answer = outcome.answer
    rows = await service.runs.rows(answer.result) if answer.result else None
    tasks = [(task.task_id, task.result) for task in answer.tasks if task.result]
    return rows, {task_id: await service.runs.rows(result) for task_id, result in tasks}


def _show(
    outcome: Terminal,
    rows: ResultSet | None,
    task_rows: dict[str, ResultSet | None],
    run_id: str,
    as_json: bool,
) -> int:
    if as_json:
        from cli.json_answer import print_json

        print_json(outcome, rows, task_rows, run_id)
    else:
        from cli.answer_view import print_outcome

        print_outcome(outcome, rows, task_rows)
    if not isinstance(outcome, Complete):
        return FAILED
    return NOT_UNDERSTOOD if outcome.answer.asked_back else ANSWERED
