"""How the parts of an answer could be changed, in sentences to refine it with."""

from __future__ import annotations

import asyncio
from functools import partial

from bi.language.edits.offered import edits_of
from bi.model.reading import Edits, Understanding
from nodes.codec import decode
from nodes.services import Datasources, Knowledge
from nodes.turn_reading import refining_context
from runs.model import Principal
from runs.turns import Turns


class TurnEdits:
    def __init__(self, turns: Turns, datasources: Datasources, knowledge: Knowledge) -> None:
        self._turns = turns
        self._datasources = datasources
        self._knowledge = knowledge

    async def of(self, principal: Principal, session_id: str, turn_id: str) -> Edits | None:
        """Of the tokens that the turn's answer shows, as the principal may see the data now; None
        where a refinement would not be of this turn, or of no query.

        Raises UnknownSession, UnknownTurn, DatabaseUnavailable.
        """
        session, state = await self._turns.resting(principal, session_id, turn_id)
        if state is None:
            return None
        version = state["session"].get("catalog_version")
        datasource = self._datasources.chosen(session.datasource_id, session.tenant_id, version)
        await self._knowledge.bring(session.tenant_id, datasource.id)
        viewer = principal.viewer(self._datasources.claims)
        understander = await datasource.understander(viewer)
        catalog = datasource.seen_by(viewer)
        context = refining_context(state, catalog, understander.today)
        if context is None:
            return None
        shown = decode(Understanding, state["analysis"]["understanding"]).tokens
        possible = partial(datasource.is_possible, viewer=viewer)
        # Every sentence is read by the engine, too long for the event loop.
        return await asyncio.to_thread(edits_of, understander.engine, context, shown, possible)
