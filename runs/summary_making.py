"""What a job that makes a data summary does: reads the database where that was asked for."""

from __future__ import annotations

from runs.drafts import Drafts
from runs.summary_records import SummaryRecords


class SummaryMaking:
    """The `nodes.services.SummaryMaking` of the service."""

    def __init__(self, records: SummaryRecords, drafts: Drafts) -> None:
        self._records = records
        self._drafts = drafts

    async def make(self, tenant_id: str, summary_id: int) -> None:
        """Once more after a kill does no harm: what was read by then is not read again.

        Raises UnknownSummary, and what `Drafts.make` does.
        """
        record = await self._records.get(tenant_id, summary_id)
        if record.asked > record.made:
            await self._drafts.make(record.datasource_id)
            await self._records.note_made(tenant_id, summary_id, record.asked)
