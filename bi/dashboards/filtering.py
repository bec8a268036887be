"""Filters of a dashboard in words: "for the West in 2024", "a filter for region"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bi.catalog.wording import capital, enumerated, filter_phrase, label_of
from bi.dashboards.desk import Desk, NotRead
from bi.dashboards.editing import free_id
from bi.dashboards.periods import moving_period_of
from bi.dashboards.sentence import Marks, Sentence
from bi.model.catalog import ColumnRef
from bi.model.dashboard import Dashboard, DashboardFilter, DateFilter, ValueFilter
from bi.model.reading import Question
from bi.model.semantic import (
    DimensionGroup,
    Filter,
    Operator,
    SemanticQuery,
    TimeGroup,
    TimeRange,
)

DATE_TITLE = "Date"
# Said beside the name of a filter, without naming one.
_BESIDE_A_NAME = ("ON_BOARD", "FILTERS", "OF", "AT", "BY", "EVERYTHING", "AND", "COMMA")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What some words limit a dashboard to: a period, values of dimensions; `open_` are dimensions
    named without a value."""

    time: TimeRange | None = None
    values: tuple[Filter, ...] = ()
    open_: tuple[ColumnRef, ...] = ()
    dates: bool = False

    @property
    def says_nothing(self) -> bool:
        return self.time is None and not self.values and not self.open_ and not self.dates


class FilterReader:
    def __init__(self, sentence: Sentence, desk: Desk) -> None:
        self._sentence = sentence
        self._desk = desk

    def conditions(self, marks: Marks) -> Conditions:
        """Raises NotRead for what is no period and no value or dimension of the data."""
        kept = tuple(m for m in marks if not m.has("ON_BOARD", "FILTERS", "ONLY", "DATA"))
        kept = self._sentence.trimmed(kept)
        while kept and len(kept) > 1 and kept[0].has("BY", "OF", "AT", "INTO", "ONLY"):
            kept = self._sentence.trimmed(kept[1:])
        if not kept:
            return Conditions()
        if all(m.has("DATES") or self._sentence.is_small(m) for m in kept):
            return Conditions(dates=True)
        if all(m.has("ALL_TIME") or self._sentence.is_small(m) for m in kept):
            return Conditions(dates=True)
        rest = self._sentence.trimmed(tuple(m for m in kept if not m.has("DATES")))
        text = self._sentence.text_of(rest if rest and rest != kept else kept)
        return self._read(text)

    def _read(self, text: str) -> Conditions:
        queries = [tile.query for tile in self._desk.tiles if tile.query and tile.query.measures]
        bases: list[SemanticQuery | None] = [
            SemanticQuery(measures=query.measures) for query in queries
        ] or [None]
        failure: NotRead | None = None
        for base in dict.fromkeys(bases):
            reading = self._desk.read(text, base, refine=base is not None)
            if isinstance(reading, Question):
                return self._of(reading.query, base, text)
            failure = failure or self._desk.not_read(reading, text)
        assert failure is not None
        raise failure

    def _of(self, query: SemanticQuery, base: SemanticQuery | None, text: str) -> Conditions:
        if query.columns and query == SemanticQuery(columns=query.columns, dataset=query.dataset):
            return Conditions(open_=query.columns)
        plain = replace(SemanticQuery(query.measures, query.groups, query.filters), time=query.time)
        limit_of_list = replace(plain, order=query.order, limit=query.limit)
        if query not in (plain, limit_of_list) or query.limit is not None:
            raise NotRead(
                f"“{text}” is no filter of a dashboard; that takes a period or values of a column.",
                (text,),
            )
        groups = [g.column for g in query.groups if isinstance(g, DimensionGroup)]
        timed = any(isinstance(group, TimeGroup) for group in query.groups)
        if base is None and query.filters == () and query.time is None and not groups and not timed:
            raise NotRead(f"“{text}” is no column or period to filter by.", (text,))
        named_only = not query.filters and query.time is None
        if named_only and base is not None and query.measures != base.measures:
            raise NotRead(f"“{text}” is measured, so nothing can be filtered by it.", (text,))
        values = tuple(self._included(one) for one in query.filters)
        return Conditions(query.time, values, tuple(groups), dates=timed)

    def _included(self, one: Filter) -> Filter:
        """The values that are left: "without the West" is all others, where they are known."""
        if one.operator is Operator.IN:
            return one
        if one.operator is Operator.NOT_IN:
            return self.others(one)
        phrase = filter_phrase(one, self._desk.catalog)
        raise NotRead(
            f"“{capital(phrase)}” can be asked of a chart, but is no filter of a dashboard; "
            "that takes a period or values of a column.",
            (phrase,),
        )

    def others(self, one: Filter) -> Filter:
        """All values but these. Raises NotRead where not all are known."""
        known = self._desk.engine.profile.values.get(one.column)
        if not known or one.column in self._desk.engine.profile.incomplete:
            label = label_of(one.column, self._desk.catalog)
            raise NotRead(f"Not all values of “{label}” are known; name those that shall be left.")
        left = tuple(value for value in known if value not in one.values)
        return Filter(one.column, Operator.IN, left)

    def set_conditions(self, marks: Marks) -> Conditions:
        """ "A category filter set to Technology": the column before the noun, its values after."""
        noun = next((n for n, mark in enumerate(marks) if mark.has("FILTERS")), None)
        before = self._sentence.trimmed(marks[:noun]) if noun else ()
        after = self._sentence.trimmed(marks[noun + 1 :]) if noun is not None else ()
        while after and after[0].has("CHANGE", "INTO", "BY", "WITH", "OF", "AT") and len(after) > 1:
            after = self._sentence.trimmed(after[1:])
        if not before or not after or all(mark.has("ON_BOARD") for mark in after):
            return self.conditions(marks)
        column, value = self.conditions(before), self.conditions(after)
        of_dates = column.dates and value.time is not None and not value.values
        of_column = {one.column for one in value.values} == set(column.open_)
        if not of_dates and not of_column:
            said = self._sentence.said(after)
            raise NotRead(f"“{said}” is no value of that filter.", (said,))
        return value

    # --- which filter there is ---------------------------------------------------

    def named_if_any(self, marks: Marks) -> tuple[DashboardFilter, ...]:
        try:
            return self.named(marks)
        except NotRead:
            return ()

    def named(self, marks: Marks) -> tuple[DashboardFilter, ...]:
        """The filters that the words name; all, where they name none. Raises NotRead."""
        filters = self._desk.now.filters if self._desk.now else ()
        if not filters:
            raise NotRead("The dashboard has no filter.")
        telling = [m for m in self._sentence.telling(marks) if not m.has(*_BESIDE_A_NAME)]
        if not telling:
            return filters
        said = self._sentence.said(self._sentence.trimmed(marks))
        quoted = [m.quote.text.casefold() for m in telling if m.quote is not None]
        found = [f for f in filters if f.title.casefold() in quoted]
        if any(mark.has("DATES") for mark in telling):
            found += [f for f in filters if isinstance(f, DateFilter)]
        rest = tuple(m for m in telling if not m.has("DATES") and m.quote is None)
        if rest:
            conditions = self.conditions(rest)
            columns = {*conditions.open_, *(one.column for one in conditions.values)}
            found += [f for f in filters if isinstance(f, ValueFilter) and f.column in columns]
            if conditions.time is not None or conditions.dates:
                found += [f for f in filters if isinstance(f, DateFilter)]
        if not found:
            there = enumerated([f"“{one.title}”" for one in filters])
            raise NotRead(f"There is no such filter as “{said}”; there is {there}.", (said,))
        return tuple({one.id: one for one in found}.values())


def filters_of(
    conditions: Conditions, desk: Desk, dashboard: Dashboard | None
) -> list[DashboardFilter]:
    """New filters, or those of the dashboard with other values, where it has such."""
    found: list[DashboardFilter] = []
    there = dashboard.filters if dashboard else ()
    taken = [one.id for one in there]
    if conditions.time is not None or conditions.dates:
        old = next((one for one in there if isinstance(one, DateFilter)), None)
        new = old or DateFilter(free_id(taken, "f"), DATE_TITLE)
        taken.append(new.id)
        moving = moving_period_of(conditions.time)
        found.append(replace(new, range=None if moving else conditions.time, moving=moving))
    values = [(one.column, one.values) for one in conditions.values]
    for column, chosen in [*values, *((column, ()) for column in conditions.open_)]:
        of_columns = [one for one in there if isinstance(one, ValueFilter)]
        before = next((one for one in of_columns if one.column == column), None)
        title = capital(label_of(column, desk.catalog))
        filter_ = before or ValueFilter(free_id(taken, "f"), title, column)
        taken.append(filter_.id)
        found.append(replace(filter_, values=tuple(chosen)))
    return found
