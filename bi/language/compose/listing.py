"""Lists of rows: "list the orders of last month with region"."""

from __future__ import annotations

from bi.language.clauses import EntityClause
from bi.language.compose.filtering import put_filters, put_numbers
from bi.language.compose.ranking import put_sort
from bi.language.compose.timing import put_time
from bi.language.compose.work import Work
from bi.language.reach import Distance
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, Dataset
from bi.model.semantic import CountRows, Measured, SemanticQuery

_COLUMNS = 8


def list_rows(entity: EntityClause, work: Work) -> None:
    """Makes the query a list; conditions are chosen as for a count of the same rows."""
    name = entity.dataset or ""
    dataset = work.catalog.dataset(name)
    work.query = SemanticQuery(measures=(Measured(CountRows(name)),), dataset=name)
    put_filters(work)
    put_numbers(work)
    put_time(work)
    time = work.query.time
    if time is not None and time.column is None and dataset.time is None:
        raise Trouble(f"{dataset.label} have no date, so there is no “{time.label}” of them.")
    named = tuple(dict.fromkeys(_named(work, name)))
    columns = _with_name(named, dataset) if named else _own(dataset)
    work.set(columns=columns, measures=())
    work.origins[name] = entity.place
    put_sort(work)


def _named(work: Work, name: str) -> list[ColumnRef]:
    found = []
    for clause in work.draft.columns:
        for choices in clause.choices:
            far = {column: work.setting.reach.distance([name], column) for column in choices}
            near = [column for column in choices if far[column] is Distance.OWN]
            near = near or [column for column in choices if far[column] is Distance.JOINED]
            if len(near) != 1:
                raise Trouble(f"“{clause.place.source}” is no column that each row has one of.")
            found.append(near[0])
    return found


def _with_name(columns: tuple[ColumnRef, ...], dataset: Dataset) -> tuple[ColumnRef, ...]:
    """Rows begin with what tells them apart."""
    namer = dataset.display or next((d for d in dataset.dimensions if d.identifier), None)
    return columns if namer is None else tuple(dict.fromkeys((namer.ref, *columns)))


def _own(dataset: Dataset) -> tuple[ColumnRef, ...]:
    """The dataset's own columns; keys only where nothing else names a row."""
    hidden = dataset.display is not None
    named = [d.ref for d in dataset.dimensions if not (d.identifier and hidden)]
    return _with_name(tuple(named), dataset)[:_COLUMNS]
