"""Names that a catalog refers to must be there, and be what they are used as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bi.catalog.assemble import reference
from bi.catalog.check_calendar import check_calendar
from bi.catalog.check_language import check_language
from bi.catalog.faults import Fault, did_you_mean
from bi.catalog.reached import reached_from
from bi.catalog.schema import AGGREGATIONS, CatalogSection, DatasetSection, MeasureSection
from bi.catalog.source import Place, Source
from bi.catalog.url import holds_password, is_url


def check_references(section: CatalogSection, source: Source) -> Iterator[Fault]:
    if not section.datasets:
        yield source.fault(("datasets",), "there is no dataset", "name at least one table")
    yield from _default_measure(section, source)
    for name, dataset in section.datasets.items():
        place: Place = ("datasets", name)
        yield from _joins(section, source, name, dataset)
        yield from _time(section, source, (*place, "time"), name, dataset.time)
        for measure_name, measure in dataset.measures.items():
            within = (*place, "measures", measure_name)
            yield from _one_aggregation(source, within, list(measure.aggregations))
            yield from _time(section, source, (*within, "time"), name, measure.time)
            yield from _states(source, within, dataset, measure)
        yield from _dimensions(source, place, dataset)
        yield from _what_is_missing(source, name, dataset)


def check_outline(section: CatalogSection, source: Source) -> Iterator[Fault]:
    """All that can be told of a database that nobody has described yet."""
    yield from _url(section.datasource.url, source)
    yield from check_language(section.language, source)
    yield from check_calendar(section.calendar, source)


def _url(url: str, source: Source) -> Iterator[Fault]:
    place: Place = ("datasource", "url")
    if not is_url(url):
        suggestion = "write it like duckdb:///sales.duckdb or postgresql://reader@host/sales"
        yield source.fault(place, f"`{url}` is not a database url", suggestion)
    elif holds_password(url):
        suggestion = "write ${NAME} and set that environment variable"
        yield source.hint(place, "the url holds a password", suggestion)


def _default_measure(section: CatalogSection, source: Source) -> Iterator[Fault]:
    name = section.default_measure
    known = [*_measures(section), *section.metrics]
    if name is not None and name not in known:
        message = f"the default measure `{name}` is not a measure or metric"
        yield source.fault(("default_measure",), message, did_you_mean(name, known))


def _measures(section: CatalogSection) -> Iterator[str]:
    for dataset in section.datasets.values():
        yield from dataset.measures


def _joins(
    section: CatalogSection, source: Source, name: str, dataset: DatasetSection
) -> Iterator[Fault]:
    for join_name, join in dataset.joins.items():
        place = ("datasets", name, "joins", join_name)
        target = join.dataset or join_name
        if target not in section.datasets:
            near = did_you_mean(target, section.datasets)
            yield source.fault(place, f"`{name}` joins `{target}`, which is not a dataset", near)
            continue
        if target == name and not join.dataset:
            suggestion = f"name the role: manager: {{dataset: {name}, columns: …}}"
            yield source.fault(place, f"`{name}` joins itself", suggestion)
        if not join.columns:
            yield source.fault(place, f"the join to `{target}` names no columns")
        key = section.datasets[target].key
        if key and join.columns and _plain(join.columns.values()) != _plain(key):
            yield source.hint(
                place,
                f"the join meets `{target}` by {', '.join(join.columns.values())}, but its key "
                f"is {', '.join(key)}: a row may meet several",
                "join by the whole key, or say what the key is",
            )


def _plain(columns: Iterable[str]) -> set[str]:
    return {column.casefold() for column in columns}


def _time(
    section: CatalogSection, source: Source, place: Place, name: str, written: str | None
) -> Iterator[Fault]:
    if written is None:
        return
    ref = reference(written, name)
    owner = section.datasets.get(ref.dataset)
    if owner is None:
        near = did_you_mean(ref.dataset, section.datasets)
        yield source.fault(place, f"`{ref.dataset}` is not a dataset", near)
        return
    if ref.name not in owner.dimensions:
        near = did_you_mean(ref.name, owner.dimensions)
        yield source.fault(place, f"`{ref.dataset}` has no dimension `{ref.name}`", near)
        return
    if not owner.dimensions[ref.name].type.is_temporal:
        message = f"`{written}` is {owner.dimensions[ref.name].type.value}, not a date"
        yield source.fault(place, message, f"give `{ref.name}` the type date or timestamp")
    if ref.dataset not in reached_from(section, name):
        message = f"no joins lead from `{name}` to `{ref.dataset}`"
        yield source.fault(place, message, "add the join, or date it by a column of its own")


def _one_aggregation(source: Source, place: Place, written: list[str]) -> Iterator[Fault]:
    if not written:
        suggestion = f"add one of {', '.join(AGGREGATIONS)}, as in `sum: amount`"
        yield source.fault(place, f"`{place[-1]}` does not say what it aggregates", suggestion)
    if len(written) > 1:
        message = f"`{place[-1]}` has several aggregations: {', '.join(written)}"
        yield source.fault(place, message, "make each a measure of its own")


def _states(
    source: Source, place: Place, dataset: DatasetSection, measure: MeasureSection
) -> Iterator[Fault]:
    """Of a measure with `over_time`: its rows must have a time."""
    if measure.over_time is None:
        if measure.series:
            suggestion = "add `over_time: last`"
            yield source.fault((*place, "series"), "`series` needs `over_time`", suggestion)
        return
    if measure.time is None and dataset.time is None:
        message = f"`{place[-1]}` has `over_time`, but `{place[1]}` has no time"
        yield source.fault((*place, "over_time"), message, "add `time:` with its date")
    if measure.series and not measure.over_time.picks:
        message = f"`series` has no meaning with `over_time: {measure.over_time}`"
        suggestion = "leave it out, or take `last` or `first`"
        yield source.fault((*place, "series"), message, suggestion)


def _dimensions(source: Source, place: Place, dataset: DatasetSection) -> Iterator[Fault]:
    shown = [name for name, dimension in dataset.dimensions.items() if dimension.display]
    for name in shown[1:]:
        yield source.fault(
            (*place, "dimensions", name, "display"),
            f"`{shown[0]}` names the rows of `{place[-1]}` already",
            "one dimension can be the display",
        )
    for name, dimension in dataset.dimensions.items():
        within = (*place, "dimensions", name)
        if dimension.column is not None and dimension.expression is not None:
            yield source.fault(within, f"`{name}` has a column and an expression", "keep one")
        if dimension.grain is not None and not dimension.type.is_temporal:
            yield source.fault(
                (*within, "grain"), f"`{name}` has a grain but is no date", "add `type: date`"
            )


def _what_is_missing(source: Source, name: str, dataset: DatasetSection) -> Iterator[Fault]:
    place = ("datasets", name)
    if not dataset.key:
        yield source.hint(
            place,
            f"`{name}` has no key: it cannot be counted where a join repeats its rows",
            "add `key:` with the columns that identify a row",
        )
    amounts = any(measure.count is None for measure in dataset.measures.values())
    days = [
        column for column, dimension in dataset.dimensions.items() if dimension.type.is_temporal
    ]
    if dataset.time is None and amounts and days:
        yield source.hint(
            place,
            f"`{name}` has no time: its measures cannot be asked for by period",
            f"add `time: {days[0]}`",
        )
