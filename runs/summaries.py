"""Data summaries: made by jobs, read by the tenant, and edited by it.

A tenant has one of each datasource. What its people say in it is theirs alone, and stays when the
database is read anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from bi.catalog.summary import measure_of, summary_of
from bi.datasources.connected import ConnectedDatasource
from bi.model.catalog import ColumnRef, Dataset
from bi.model.errors import UnknownDatasource, UnknownTable
from bi.model.knowledge import Described
from graph.datasources import DatasourceRegistry
from runs.drafts import Drafts
from runs.jobs import Jobs
from runs.knowledge import KnowledgeBases
from runs.model import DataSummary, JobStatus, Outcome, Principal, RunStatus, Summarize
from runs.summary_records import SummaryRecord, SummaryRecords, unknown_summary


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a table or a column; None leaves what is there."""

    description: str | None = None
    keywords: tuple[str, ...] | None = None


class Summaries:
    """Every method raises StoreUnavailable when the store cannot serve now, and those that take an
    id UnknownSummary for one that is not there or not the tenant's."""

    def __init__(
        self,
        records: SummaryRecords,
        datasources: DatasourceRegistry,
        drafts: Drafts,
        jobs: Jobs,
        knowledge: KnowledgeBases,
    ) -> None:
        self._records = records
        self._datasources = datasources
        self._drafts = drafts
        self._jobs = jobs
        self._knowledge = knowledge

    async def make(
        self, principal: Principal, datasource_id: str, *, description: str | None, reuse: bool
    ) -> tuple[int, str]:
        """The number of the tenant's summary of the datasource, and the id of the job that makes
        it; of one that is at it already, that job's.

        With `reuse` a catalog that is there is not made anew. Raises UnknownDatasource.
        """
        tenant_id = principal.tenant_id
        await self._drafts.follow()
        datasource = self._datasources.chosen(datasource_id, tenant_id)
        number = await self._records.number_of(tenant_id, datasource.id)
        await self._records.say(tenant_id, number, description=description)
        record = await self._records.get(tenant_id, number)
        if record.job_id and await self._status(record) in (JobStatus.INIT, JobStatus.RUNNING):
            return number, record.job_id
        if not (reuse and datasource.catalog.is_described):
            await self._records.ask(tenant_id, number)
        job_id = await self._jobs.start_alone(principal, datasource.id, Summarize(number))
        await self._records.note_job(tenant_id, number, job_id)
        return number, job_id

    async def get(self, principal: Principal, summary_id: int) -> DataSummary:
        record, datasource = await self._found(principal, summary_id)
        return await self._told(principal, record, datasource)

    async def list(self, principal: Principal) -> tuple[DataSummary, ...]:
        """Of datasources that the tenant may use; the oldest first."""
        await self._drafts.follow()
        known = {one.id: one for one in self._datasources.open_to(principal.tenant_id)}
        records = await self._records.all(principal.tenant_id)
        return tuple(
            [
                await self._told(principal, record, known[record.datasource_id])
                for record in records
                if record.datasource_id in known
            ]
        )

    async def datasource_of(self, principal: Principal, summary_id: int) -> ConnectedDatasource:
        """Raises SummaryNotReady where it has no catalog yet."""
        _, datasource = await self._found(principal, summary_id)
        datasource.require_described()
        return datasource

    async def say(self, principal: Principal, summary_id: int, said: Said) -> DataSummary:
        """Of the whole: its description, and what it is about in words."""
        await self._found(principal, summary_id)
        await self._records.say(
            principal.tenant_id,
            summary_id,
            description=said.description,
            keywords=said.keywords,
        )
        return await self.get(principal, summary_id)

    async def describe_table(
        self, principal: Principal, summary_id: int, table: str, said: Said
    ) -> DataSummary:
        """Raises SummaryNotReady, UnknownTable."""
        record, datasource = await self._found(principal, summary_id)
        dataset = self._table(principal, datasource, table)
        return await self._describe(principal, record, {dataset.name: said})

    async def describe_columns(
        self, principal: Principal, summary_id: int, table: str, columns: dict[str, Said]
    ) -> DataSummary:
        """Dimensions and measures by their names: all of them or none.

        Raises SummaryNotReady, UnknownTable.
        """
        record, datasource = await self._found(principal, summary_id)
        dataset = self._table(principal, datasource, table)
        known = {one.name for one in dataset.dimensions} | {one.name for one in dataset.measures}
        for name in columns:
            if name not in known:
                raise UnknownTable(
                    f"The table {dataset.name!r} has no column {name!r}; it has: "
                    f"{', '.join(sorted(known))}.",
                    known=sorted(known),
                )
        return await self._describe(principal, record, _by_ref(dataset, columns))

    async def _describe(
        self,
        principal: Principal,
        record: SummaryRecord,
        said: dict[ColumnRef, Said] | dict[str, Said],
    ) -> DataSummary:
        before: dict[ColumnRef | str, Described] = {one.ref: one for one in record.described}
        now = [_edited(before.get(ref, Described(ref)), one) for ref, one in said.items()]
        await self._records.describe(principal.tenant_id, record.summary_id, now)
        await self._teach(principal.tenant_id, record.summary_id)
        return await self.get(principal, record.summary_id)

    async def _teach(self, tenant_id: str, summary_id: int) -> None:
        """Has questions find things by what was said of them, by whoever edits at the same time
        too: who comes last has read what all have written."""
        record = await self._records.get(tenant_id, summary_id)
        while True:
            await self._knowledge.put_descriptions(
                tenant_id, record.datasource_id, record.described
            )
            before = record
            record = await self._records.get(tenant_id, summary_id)
            if record.described == before.described:
                return

    def _table(self, principal: Principal, datasource: ConnectedDatasource, table: str) -> Dataset:
        """By its name in the catalog, or in the database; one that the caller may see."""
        datasource.require_described()
        catalog = datasource.seen_by(principal.viewer(self._datasources.claims))
        datasets = [dataset for dataset in catalog.datasets if dataset.role_of is None]
        found = [one for one in datasets if one.name == table]
        found = found or [one for one in datasets if one.table == table]
        if len(found) == 1:
            return found[0]
        names = [dataset.name for dataset in datasets]
        raise UnknownTable(
            f"There is no table {table!r}; there is: {', '.join(names)}.", known=names
        )

    async def _found(
        self, principal: Principal, summary_id: int
    ) -> tuple[SummaryRecord, ConnectedDatasource]:
        await self._drafts.follow()
        record = await self._records.get(principal.tenant_id, summary_id)
        try:
            return record, self._datasources.chosen(record.datasource_id, principal.tenant_id)
        except UnknownDatasource:
            raise unknown_summary(summary_id) from None

    async def _told(
        self, principal: Principal, record: SummaryRecord, datasource: ConnectedDatasource
    ) -> DataSummary:
        await self._knowledge.bring(principal.tenant_id, datasource.id)
        catalog = datasource.seen_by(principal.viewer(self._datasources.claims))
        about = summary_of(catalog) if datasource.catalog.is_described else None
        keywords = record.keywords
        if keywords is None:
            keywords = about.keywords if about else ()
        return DataSummary(
            summary_id=record.summary_id,
            datasource=datasource.catalog.datasource,
            status=await self._status(record),
            created_at=record.created_at,
            description=record.description,
            keywords=keywords,
            about=about,
        )

    async def _status(self, record: SummaryRecord) -> JobStatus:
        """Of the last job, as long as that is kept; else whether it came to something."""
        done = JobStatus.DONE if record.made == record.asked else JobStatus.FAILED
        run = await self._jobs.run_of(record.job_id) if record.job_id else None
        if run is None:
            return done
        match run.status:
            case RunStatus.QUEUED:
                return JobStatus.INIT
            case RunStatus.RUNNING:
                return JobStatus.RUNNING
            case RunStatus.ENDED:
                is_done = run.end is not None and run.end.outcome is Outcome.COMPLETE
                return JobStatus.DONE if is_done else JobStatus.FAILED


def _by_ref(dataset: Dataset, columns: dict[str, Said]) -> dict[ColumnRef, Said]:
    """Keywords of a column of numbers are the measure's that is made of it."""
    said: dict[ColumnRef, Said] = {}
    for name, one in columns.items():
        dimension = dataset.dimension(name)
        measure = measure_of(dimension, dataset) if dimension is not None else None
        if measure is None or measure.name == name or one.keywords is None:
            said[ColumnRef(dataset.name, name)] = one
            continue
        if one.description is not None:
            said[ColumnRef(dataset.name, name)] = Said(one.description)
        if measure.name not in columns:
            said[measure.ref] = Said(keywords=one.keywords)
    return said


def _edited(before: Described, said: Said) -> Described:
    description = before.description if said.description is None else said.description
    keywords = before.keywords if said.keywords is None else said.keywords
    return Described(before.ref, description, keywords)
