"""The whole result of an earlier turn as a file: its SQL once more, on today's data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from bi.catalog.within import is_within
from bi.datasources.connected import ConnectedDatasource
from bi.model.access import Viewer
from bi.model.errors import QueryNotPossible, QueryTimeout
from bi.model.result import ResultColumn
from bi.warehouse.exports.export import Export
from bi.warehouse.exports.format import ExportOptions
from nodes.answer import ResultRef
from nodes.codec import decode
from nodes.earlier import query_of
from nodes.services import Datasources
from nodes.state import Analysis
from runs.model import Principal
from runs.turns import Turns

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class OpenExport:
    """`export` has its first piece, and is to be closed.

    `truncated`: the database has more rows than `row_limit`, and these are the first ones.
    """

    export: Export
    file_name: str
    row_limit: int
    truncated: bool


class Exports:
    def __init__(self, turns: Turns, datasources: Datasources) -> None:
        self._turns = turns
        self._datasources = datasources

    async def open(
        self,
        principal: Principal,
        session_id: str,
        turn_id: str,
        options: ExportOptions,
        *,
        part: int | None = None,
    ) -> OpenExport:
        """Runs what the turn's answer shows as its SQL, under the guard, today's catalog and the
        caller's present rights. `part` is which part of a compound question, the first being 1.

        Raises UnknownSession, UnknownTurn, TurnNotRestored, UnknownTask, NothingToExport,
        QueryRefused, and what `Warehouse.export` does.
        """
        session, analysis = await self._turns.analysis(principal, session_id, turn_id, part)
        datasource = self._datasources.chosen(session.datasource_id, session.tenant_id)
        viewer = principal.viewer(self._datasources.claims)
        limit = options.row_limit or datasource.warehouse.export_row_limit
        sql = analysis["sql"]
        # Only then might it be more than may be exported, and it is said before the first byte.
        was_cut = decode(ResultRef, analysis["result"]).truncated
        truncated = was_cut and await _has_more(datasource, sql, limit, viewer)
        wanted = replace(options, row_limit=limit, may_be_cut=truncated)
        columns = _columns(datasource, analysis, viewer)
        export = await datasource.export(sql, columns, wanted, viewer)
        name = f"{_file_name(analysis['title'])}.{options.format.value}"
        return OpenExport(export, name, limit, truncated)


async def _has_more(datasource: ConnectedDatasource, sql: str, limit: int, viewer: Viewer) -> bool:
    """What cannot be counted in time is taken for whole: over the limit it then breaks off."""
    try:
        return await datasource.count_up_to(sql, limit, viewer) > limit
    except QueryTimeout:
        return False


def _columns(
    datasource: ConnectedDatasource, analysis: Analysis, viewer: Viewer
) -> tuple[ResultColumn, ...] | None:
    """Of the typed question, if it still means this SQL; else they are told by the rows."""
    query = query_of(analysis)
    if query is None or not is_within(query, datasource.seen_by(viewer)):
        return None
    try:
        compiled = datasource.compile(query, viewer)
    except QueryNotPossible:
        return None
    return compiled.columns if compiled.sql == analysis["sql"] else None


def _file_name(title: str) -> str:
    """Letters, digits and hyphens alone, so that every system takes it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    return words[:_LONGEST_NAME].rstrip("-") or "result"
