"""A checked catalog file -> the frozen `Catalog`."""

from __future__ import annotations

from pathlib import Path

from bi.catalog.assemble_security import security_of
from bi.catalog.naming import label_of, quoted
from bi.catalog.roles import with_roles
from bi.catalog.schema import (
    CatalogSection,
    DatasetSection,
    DimensionSection,
    FormatSection,
    HierarchySection,
    JoinSection,
    MeasureSection,
    MetricSection,
    VerifiedQuerySection,
)
from bi.catalog.source import Source
from bi.catalog.url import anchored, dialect_of
from bi.model.catalog import (
    Calendar,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    FiscalYear,
    Grain,
    Hierarchy,
    Holiday,
    Join,
    Measure,
    Metric,
    NumberFormat,
    NumberStyle,
    VerifiedQuery,
)
from bi.model.knowledge import Term

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_FIRST = {"day_first": True, "month_first": False, None: None}
_FINEST = {ColumnType.DATE: Grain.DAY, ColumnType.TIMESTAMP: Grain.HOUR}


def assemble(section: CatalogSection, source: Source, url: str | None = None) -> Catalog:
    """`section` was read from `source` and has passed every check.

    `url` takes the place of the datasource's own, whose relative path starts at the folder
    of the file.
    """
    datasource = section.datasource
    dialect = dialect_of(url or datasource.url)
    datasets, joins = with_roles(
        (_dataset(name, one, section.currency, dialect) for name, one in section.datasets.items()),
        (
            _join(left, name, join)
            for left, dataset in section.datasets.items()
            for name, join in dataset.joins.items()
        ),
    )
    return Catalog(
        version=source.version,
        datasource=Datasource(
            id=datasource.id,
            title=datasource.title or label_of(datasource.id),
            url=url or anchored(datasource.url, Path(source.file).parent),
            description=datasource.description,
            cluster_id=datasource.cluster_id,
            database=datasource.database or "",
            tenants=datasource.tenants,
        ),
        datasets=datasets,
        joins=joins,
        metrics=tuple(
            _metric(name, metric, section.currency) for name, metric in section.metrics.items()
        ),
        calendar=Calendar(
            week_start=_WEEKDAYS.index(section.calendar.week_start),
            weekend=tuple(map(_WEEKDAYS.index, section.calendar.weekend)),
            fiscal_year=FiscalYear(
                section.calendar.fiscal_year_start, section.calendar.fiscal_year_named_by == "end"
            ),
            time_zone=section.calendar.time_zone,
            database_time_zone=section.calendar.database_time_zone,
            day_first=_DAY_FIRST[section.calendar.date_order],
            holidays=tuple(
                Holiday(name, tuple(sorted(days)))
                for name, days in section.calendar.holidays.items()
            ),
        ),
        as_of=section.as_of,
        default_measure=section.default_measure,
        language=section.language,
        examples=section.examples,
        verified_queries=tuple(map(_verified, section.verified_queries)),
        terms=tuple(Term(one.words, one.means) for one in section.terms),
        instructions=section.instructions,
        security=security_of(section),
    )


def reference(text: str, dataset: str) -> ColumnRef:
    """`order_date` is of `dataset` itself, `orders.order_date` of another one."""
    owner, dot, name = text.rpartition(".")
    return ColumnRef(owner if dot else dataset, name)


def _dataset(
    name: str, section: DatasetSection, currency: str | None, dialect: str | None
) -> Dataset:
    return Dataset(
        name=name,
        label=section.label or label_of(name),
        table=section.table or name,
        key=section.key,
        description=section.description,
        synonyms=section.synonyms,
        dimensions=tuple(
            _dimension(name, key, dimension, currency, dialect)
            for key, dimension in section.dimensions.items()
        ),
        measures=tuple(
            _measure(name, key, measure, currency) for key, measure in section.measures.items()
        ),
        time=reference(section.time, name) if section.time else None,
        hierarchies=tuple(
            _hierarchy(name, key, hierarchy) for key, hierarchy in section.hierarchies.items()
        ),
    )


def _dimension(
    dataset: str, name: str, section: DimensionSection, currency: str | None, dialect: str | None
) -> Dimension:
    return Dimension(
        dataset=dataset,
        name=name,
        label=section.label or label_of(name),
        expression=section.expression or quoted(section.column or name, dialect),
        type=section.type,
        description=section.description,
        synonyms=section.synonyms,
        values=tuple(section.values),
        value_aliases={value: aliases for value, aliases in section.values.items() if aliases},
        format=_format(section.format, currency),
        grain=section.grain or _FINEST.get(section.type),
        identifier=section.identifier,
        display=section.display,
        indexed=section.indexed,
        same_as=reference(section.same_as, dataset) if section.same_as else None,
    )


def _measure(dataset: str, name: str, section: MeasureSection, currency: str | None) -> Measure:
    ((aggregation, expression),) = section.aggregations.items()
    return Measure(
        dataset=dataset,
        name=name,
        label=section.label or label_of(name),
        expression=expression,
        aggregation=aggregation,
        description=section.description,
        synonyms=section.synonyms,
        format=_format(section.format, currency),
        filter=section.filter,
        time=reference(section.time, dataset) if section.time else None,
        higher_is_better=section.higher_is_better,
        over_time=section.over_time,
        series=section.series,
    )


def _metric(name: str, section: MetricSection, currency: str | None) -> Metric:
    return Metric(
        name=name,
        label=section.label or label_of(name),
        formula=section.formula,
        description=section.description,
        synonyms=section.synonyms,
        format=_format(section.format, currency),
        higher_is_better=section.higher_is_better,
    )


def _hierarchy(dataset: str, name: str, section: HierarchySection) -> Hierarchy:
    return Hierarchy(
        dataset=dataset,
        name=name,
        label=section.label or label_of(name),
        levels=tuple(reference(level, dataset) for level in section.levels),
        description=section.description,
    )


def _verified(section: VerifiedQuerySection) -> VerifiedQuery:
    return VerifiedQuery(
        question=section.question,
        also=section.also,
        means=section.means,
        sql=section.sql,
        verified_by=section.verified_by,
        verified_on=section.verified_on,
    )


def _join(left: str, name: str, section: JoinSection) -> Join:
    return Join(
        left=left,
        left_columns=tuple(section.columns),
        right=section.dataset or name,
        right_columns=tuple(section.columns.values()),
        cardinality=section.cardinality,
        role=name if section.dataset else None,
    )


def _format(section: FormatSection, currency: str | None) -> NumberFormat:
    unit = section.unit
    if section.style is NumberStyle.CURRENCY:
        unit = unit or currency
    return NumberFormat(style=section.style, unit=unit, decimals=section.decimals)
