"""The whole service without a face: what the API and the command line open."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bi.datasources.connected import Condition
from bi.model.catalog import AsOf
from bi.model.profile import ValueBounds
from bi.warehouse.adapter import MOST_BYTES
from bi.warehouse.warehouse import ExportLimits
from checkpoints.client import StoreClient
from checkpoints.connect import connect
from checkpoints.saver import AsyncRedisSaver
from graph.catalog_watch import CatalogWatch
from graph.datasources import DatasourceRegistry, Limits, open_datasources
from graph.runner import Runner
from llm.settings import ModelSettings
from nodes.services import Services
from runs.catalogs import Catalogs
from runs.chats import Chats
from runs.dashboard_data import DashboardData
from runs.dashboard_filters import DashboardFilters
from runs.dashboard_insights import DashboardInsights
from runs.dashboard_pins import DashboardPins
from runs.dashboard_store import DashboardStore
from runs.dashboard_talks import DashboardTalks
from runs.dashboards import Dashboards
from runs.drafts import Drafts
from runs.embedded import EmbeddedStore
from runs.exports import Exports
from runs.gateway import open_gateway
from runs.images import Images
from runs.jobs import Jobs
from runs.knowledge import KnowledgeBases
from runs.ledger import Ledger
from runs.model_usage import RedisUsageCounts
from runs.open_runs import OpenRuns
from runs.result_cache import RedisResultCache
from runs.results import RedisResults
from runs.runs import Runs
from runs.sessions import Sessions
from runs.summaries import Summaries
from runs.summary_making import SummaryMaking
from runs.summary_records import SummaryRecords
from runs.turn_edits import TurnEdits
from runs.turns import Turns
from runs.upkeep import Upkeep
from runs.worker import Worker

if TYPE_CHECKING:
    from llm.gateway import Gateway

log = structlog.get_logger(__name__)

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """`catalog` is a file or a folder of them, None the demo. `redis_url` None starts a store of
    our own in `data_dir`.

    Rows serve the same question again for `result_cache_s` (0: never). At most `insight_queries`
    further questions look for what drove a change (0: none).
    What questions can name is read again every `value_refresh_s`, and whether catalogs have changed
    is looked at every `catalog_refresh_s` (0: never).
    `models` None: the language engine alone is asked.
    A job can be asked after for `job_ttl_s`. `session_ttl_s` None keeps sessions until they are
    deleted. A worker that is silent for `lease_s` loses its runs to another; one that stops lets
    them end for `drain_s` before.
    """

    data_dir: Path
    catalog: Path | None = None
    default_datasource: str | None = None
    as_of: AsOf | date | None = None
    redis_url: str | None = None
    row_limit: int = 10_000
    query_timeout_s: float = 30.0
    result_byte_limit: int = MOST_BYTES
    connections: int = 4
    exports: ExportLimits = ExportLimits()
    result_cache_s: float = 60.0
    insight_queries: int = 3
    value_refresh_s: float = 3600.0
    catalog_refresh_s: float = 10.0
    values: ValueBounds = ValueBounds()
    session_ttl_s: int | None = None
    result_ttl_s: int = _DAY_S
    job_ttl_s: int = _DAY_S
    lease_s: float = 10.0
    drain_s: float = 10.0
    models: ModelSettings | None = None


@dataclass(frozen=True, slots=True)
class Service:
    sessions: Sessions
    runs: Runs
    turns: Turns
    edits: TurnEdits
    exports: Exports
    images: Images
    chats: Chats
    jobs: Jobs
    drafts: Drafts
    summaries: Summaries
    dashboards: Dashboards
    pins: DashboardPins
    talks: DashboardTalks
    tiles: DashboardData
    filters: DashboardFilters
    insights: DashboardInsights
    knowledge: KnowledgeBases
    catalogs: Catalogs
    datasources: DatasourceRegistry
    redis: StoreClient
    worker: Worker
    usage: RedisUsageCounts
    gateway: Gateway | None = None
    watch: CatalogWatch | None = None

    async def prepare(self) -> None:
        """Loads what speaks to models, a second or two of imports, before a turn needs it."""
        if self.gateway is not None:
            await self.gateway.prepare()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What does not stop it from answering, and should be mended. Anybody may read it: what
        exactly is wrong is in the log."""
        faulty = self.watch.faults if self.watch else ()
        missing = sorted(self.drafts.missing - set(self.drafts.misfits))
        return (
            *(f"{name} has changed and is not used: it has faults" for name in faulty),
            *(f"{name} cannot be asked yet: it needs a data summary" for name in missing),
            *(
                f"{name} cannot be asked: its data summary does not fit its catalog file"
                for name in self.drafts.misfits
            ),
        )

    async def ready(self, within_s: float = 1.0) -> dict[str, bool]:
        """What it rests on, and whether each answers now; known after so long at most."""
        store, conditions = await asyncio.gather(
            _answers(self.redis.ping()), self.conditions(within_s)
        )
        databases = {f"database:{name}": found.is_fine for name, found in conditions.items()}
        return {"store": store, **databases}

    async def conditions(self, within_s: float = 1.0) -> dict[str, Condition]:
        """How each datasource stands now, by its id."""
        datasources = self.datasources.all()
        found = await asyncio.gather(*(one.condition(within_s) for one in datasources))
        return {one.id: state for one, state in zip(datasources, found, strict=True)}


@asynccontextmanager
async def open_service(options: ServiceOptions) -> AsyncIterator[Service]:
    """Raises CatalogInvalid, StoreUnavailable. A database that is down does not stop it."""
    async with AsyncExitStack() as stack:
        url = options.redis_url
        if url is None:
            url = (await stack.enter_async_context(EmbeddedStore(options.data_dir))).url
        redis = connect(url)
        stack.push_async_callback(redis.aclose)
        limits = Limits(
            options.row_limit,
            options.query_timeout_s,
            options.values,
            options.result_byte_limit,
            options.connections,
            options.exports,
        )
        datasources = await open_datasources(
            options.data_dir,
            options.catalog,
            limits,
            default_id=options.default_datasource,
            as_of=options.as_of,
        )
        stack.push_async_callback(datasources.close)
        upkeep = Upkeep(datasources, options.value_refresh_s)
        watch = _watch(datasources, limits, options, upkeep)
        drafts = Drafts(
            redis, datasources, options.values, as_of=options.as_of, on_taken=upkeep.keep
        )
        await drafts.follow()
        usage = RedisUsageCounts(redis)
        gateway = await stack.enter_async_context(open_gateway(redis, usage, options.models))
        service = _assemble(redis, datasources, options, watch, drafts, usage, gateway)
        service.worker.open()
        stack.push_async_callback(service.worker.close, options.drain_s)
        stack.push_async_callback(service.chats.close)
        upkeep.begin(watch, options.catalog_refresh_s)
        stack.push_async_callback(upkeep.end)
        yield service


def _watch(
    datasources: DatasourceRegistry, limits: Limits, options: ServiceOptions, upkeep: Upkeep
) -> CatalogWatch | None:
    """None for the demo, whose catalog nobody edits."""
    if options.catalog is None:
        return None
    return CatalogWatch(
        datasources,
        options.catalog,
        limits,
        data_dir=options.data_dir,
        as_of=options.as_of,
        on_taken=upkeep.keep,
    )


def _assemble(
    client: StoreClient,
    datasources: DatasourceRegistry,
    options: ServiceOptions,
    watch: CatalogWatch | None,
    drafts: Drafts,
    usage: RedisUsageCounts,
    gateway: Gateway | None,
) -> Service:
    open_runs = OpenRuns(client, lease_ms=round(options.lease_s * 1000))
    saver = AsyncRedisSaver(client, ttl=options.session_ttl_s)
    results = RedisResults(client, ttl_s=options.result_ttl_s)
    age_s = options.result_cache_s
    cache = RedisResultCache(client, results, age_s=age_s) if age_s else None
    summary_records = SummaryRecords(client)
    knowledge = KnowledgeBases(client, datasources)
    services = Services(
        datasources,
        results,
        cache,
        insight_queries=options.insight_queries,
        drafts=drafts,
        summaries=SummaryMaking(summary_records, drafts),
        knowledge=knowledge,
        models=gateway,
    )
    runner = Runner(services, saver)
    ledger = Ledger(
        client,
        open_runs=open_runs,
        worker=uuid.uuid4().hex,
        event_ttl_s=options.result_ttl_s,
        session_ttl_s=options.session_ttl_s,
    )
    sessions = Sessions(
        client, ledger, runner, datasources, knowledge=knowledge, ttl_s=options.session_ttl_s
    )
    store = DashboardStore(client)
    talks = DashboardTalks(store, datasources, sessions)
    worker = Worker(client, ledger, open_runs, sessions, runner, talks)
    runs = Runs(sessions, ledger, open_runs, worker, runner, results, drafts)
    jobs = Jobs(client, sessions, runs, ledger.records, runner, kept_s=options.job_ttl_s)
    turns = Turns(client, sessions, ledger, runner, saver)
    exports = Exports(turns, datasources)
    images = Images(turns, services)
    chats = Chats(client, sessions, runs, turns, datasources)
    dashboards = Dashboards(store, datasources, sessions)
    tiles = DashboardData(services, sessions)
    return Service(
        sessions=sessions,
        runs=runs,
        turns=turns,
        edits=TurnEdits(turns, datasources, knowledge),
        exports=exports,
        images=images,
        chats=chats,
        jobs=jobs,
        drafts=drafts,
        summaries=Summaries(summary_records, datasources, drafts, jobs, knowledge),
        dashboards=dashboards,
        pins=DashboardPins(turns, dashboards),
        talks=talks,
        tiles=tiles,
        filters=DashboardFilters(services, sessions),
        insights=DashboardInsights(tiles, datasources, sessions),
        knowledge=knowledge,
        catalogs=Catalogs(datasources, knowledge),
        datasources=datasources,
        redis=client,
        worker=worker,
        usage=usage,
        gateway=gateway,
        watch=watch,
    )


async def _answers(asked: object) -> bool:
    try:
        await asked  # type: ignore[misc]
    except Exception as error:
        log.warning("not_ready", error=type(error).__name__)
        return False
    return True
