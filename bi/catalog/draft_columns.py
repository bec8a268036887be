"""The dimensions of a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bi.catalog.draft_joins import DraftJoin
from bi.catalog.inspection import Column, Table
from bi.catalog.judge import (
    aggregation_of,
    display_column,
    is_free_text,
    is_identifier,
    is_money,
    is_rate,
    left_out,
    person_columns,
)
from bi.catalog.naming import entity_of, identifier_of, label_of, phrase, quoted, words_of
from bi.catalog.yaml_text import Value
from bi.model.catalog import Aggregation, ColumnType

_GENERIC_NAMES = ("name", "title", "label", "description")


def dimensions_of(table: Table, joins: tuple[DraftJoin, ...], *, event: bool) -> dict[str, Value]:
    """Name -> specification, in the order of the columns.

    A column that a join uses is left to the dataset it leads to, which names the thing; one
    that is summed over events (`event` as in `aggregation_of`) is a measure and no more.
    """
    joined = {column for join in joins if join.active for column in join.columns}
    person = person_columns(table)
    display = None if person else display_column(table)
    dimensions: dict[str, Value] = {}
    for column in table.columns:
        if left_out(column, table) or (column.name in joined and not _is_own(column, table)):
            continue
        if event and aggregation_of(column, table, event=event) is Aggregation.SUM:
            continue
        if person and column is person[0]:
            _add(dimensions, "_".join([*entity_of(table.name), "name"]), _person(table, person))
        spec = _specification(column, table, named=column is display)
        if column is display:
            spec = {**_named(column, table), **spec, "display": True}
        _add(dimensions, identifier_of(column.name), _shortened(spec))
    return dimensions


def _is_own(column: Column, table: Table) -> bool:
    """A key that is not another table's: `film_id` of film, not of film_category."""
    return table.key == (column.name,) and words_of(column.name)[:-1] in (
        [],
        entity_of(table.name),
    )


def _add(dimensions: dict[str, Value], name: str, spec: Value) -> None:
    while name in dimensions:
        name += "_2"
    dimensions[name] = spec


def _specification(column: Column, table: Table, *, named: bool) -> dict[str, Value]:
    spec: dict[str, Value] = {}
    if column.type is not ColumnType.TEXT and column.type is not None:
        spec["type"] = column.type.value
    if identifier_of(column.name) != column.name:
        spec["column"] = column.name
    if column.description:
        spec["description"] = column.description
    if column.type is ColumnType.TIMESTAMP and column.midnight:
        spec["grain"] = "day"
    if is_identifier(column, table):
        return {**spec, "identifier": True}
    if is_rate(column):
        spec["format"] = "percent"
    elif column.type is not None and column.type.is_numeric and is_money(column):
        spec["format"] = "currency"
    if not named and is_free_text(column):
        spec["indexed"] = False
    elif not named and column.values:
        spec["values"] = list(column.values)
    return spec


def _named(column: Column, table: Table) -> dict[str, Value]:
    """`genre.name` is called Genre, and answers to "genre name" too."""
    entity = entity_of(table.name)
    label = phrase(entity)
    spec: dict[str, Value] = {}
    if label != label_of(column.name):
        spec["label"] = label
    own = identifier_of(column.name)
    full = f"{'_'.join(entity)}_name"
    if own in _GENERIC_NAMES and own != "name":
        spec["synonyms"] = [f"{' '.join(entity)} {own}"]
    elif own != full and words_of(column.name) != entity:
        spec["synonyms"] = [f"{' '.join(entity)} name"]
    return spec


def _person(table: Table, person: tuple[Column, Column]) -> Value:
    first, last = (quoted(column.name) for column in person)
    return {
        "label": phrase(entity_of(table.name)),
        "expression": f"{first} || ' ' || {last}",
        "display": True,
    }


def _shortened(spec: dict[str, Value]) -> Value:
    """`region:`, `order_date: date`."""
    if not spec:
        return None
    return spec["type"] if spec.keys() == {"type"} else spec


def with_own_labels(dimensions: Mapping[str, dict[str, Value]]) -> dict[str, dict[str, Value]]:
    """Columns that several tables call alike are told apart: Customer city, Supplier city.

    `dimensions` are those of each table, by its name.
    """
    labels = Counter(
        _label(name, spec) for found in dimensions.values() for name, spec in found.items()
    )
    return {
        table: {
            name: _told_apart(spec, name, table) if labels[_label(name, spec)] > 1 else spec
            for name, spec in found.items()
        }
        for table, found in dimensions.items()
    }


def _told_apart(spec: Value, name: str, table: str) -> Value:
    """The specification with the table's own word in its label, where it has none yet."""
    entity, words = entity_of(table), words_of(name)
    long = _lengthened(spec)
    if "label" in long or set(entity) & set(words):
        return spec
    return {"label": phrase([*entity, *words]), **long}


def _label(name: str, spec: Value) -> str:
    label = _lengthened(spec).get("label")
    return label if isinstance(label, str) else label_of(name)


def _lengthened(spec: Value) -> dict[str, Value]:
    """The reverse of `_shortened`."""
    if isinstance(spec, Mapping):
        return dict(spec)
    return {} if spec is None else {"type": spec}
