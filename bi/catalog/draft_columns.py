"""The dimensions of a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bi.catalog import yes_and_no
from bi.catalog.draft_synonyms import synonyms_of, without_clashes
from bi.catalog.inspection import Column, Table
from bi.catalog.judge import (
    display_column,
    is_free_text,
    is_identifier,
    left_out,
    person_columns,
)
from bi.catalog.naming import identifier_of, label_of, phrase, quoted
from bi.catalog.numbers_as_text import expression_of
from bi.catalog.units import format_of, measured_words
from bi.catalog.yaml_text import Value
from bi.model.catalog import ColumnType

_GENERIC_NAMES = ("name", "title", "label", "description")
# A column called so says nothing without its table.
_BARE = (["id"], ["identifier"], ["key"], ["code"], ["number"])


def names_of(table: Table) -> dict[str, str]:
    """The dimension's name by the column's: `EMP_LNAME` -> employee_last_name."""
    names: dict[str, str] = {}
    for column in table.columns:
        name = identifier_of("_".join(column.words))
        # Two columns that are read alike keep the names they were written with.
        if name in names.values():
            name = identifier_of(column.name)
        while name in names.values():
            name += "_2"
        names[column.name] = name
    return names


def dimensions_of(table: Table) -> dict[str, Value]:
    """Name -> specification: what people group and look by first, identifiers at the end."""
    names = names_of(table)
    person = person_columns(table)
    display = None if person else display_column(table)
    columns = [column for column in table.columns if not left_out(column)]
    found: dict[str, dict[str, Value]] = {}
    if person:
        found[_person_name(table, names)] = _person(table, person)
    for identifiers in (False, True):
        for column in columns:
            if is_identifier(column, table) is identifiers:
                spec = _specification(column, table, names[column.name], column is display)
                found[names[column.name]] = spec
    return {name: _shortened(spec) for name, spec in _told_apart_within(found).items()}


def _person_name(table: Table, names: Mapping[str, str]) -> str:
    name = identifier_of("_".join([*table.head, "name"]))
    return f"{name}_2" if name in names.values() else name


def _person(table: Table, person: tuple[Column, Column]) -> dict[str, Value]:
    first, last = (quoted(column.name) for column in person)
    spec: dict[str, Value] = {
        "label": phrase(table.head),
        "expression": f"{first} || ' ' || {last}",
        "display": True,
    }
    return {"synonyms": ["name", "full name"], **spec}


def _specification(column: Column, table: Table, name: str, named: bool) -> dict[str, Value]:
    spec: dict[str, Value] = {**_label(column, table, name, named)}
    synonyms = [*_row_names(column, table, named), *synonyms_of(column, table)]
    if synonyms:
        spec["synonyms"] = synonyms
    if column.type is not ColumnType.TEXT and column.type is not None:
        spec["type"] = column.type.value
    if column.cast is not None:
        spec["expression"] = expression_of(column)
    elif column.yes is not None:
        spec["expression"] = yes_and_no.expression_of(column)
    elif name != column.name:
        spec["column"] = column.name
    if column.description:
        spec["description"] = column.description
    if column.type is ColumnType.TIMESTAMP and column.midnight:
        spec["grain"] = "day"
    if is_identifier(column, table):
        return {**spec, "identifier": True}
    if form := format_of(column):
        spec["format"] = form
    if named:
        return {**spec, "display": True}
    if is_free_text(column):
        spec["indexed"] = False
    elif column.values:
        spec["values"] = yes_and_no.values_of(column)
    return spec


def _label(column: Column, table: Table, name: str, named: bool) -> dict[str, Value]:
    """`genre.name` is called Genre, `id` of a museum Museum ID; else the name says it."""
    words = measured_words(column, table)
    if named:
        words = table.head
    elif column.words in _BARE:
        words = [*table.head, *words]
    label = phrase(words)
    return {"label": label} if label and label != label_of(name) else {}


def _row_names(column: Column, table: Table, named: bool) -> list[str]:
    """`genre.name` answers to "genre name", `book.title` to "book title" and "name"."""
    if not named:
        return []
    entity, words = table.head, column.words
    full = [*entity, words[-1] if words[-1] in _GENERIC_NAMES else "name"]
    found = [" ".join(full)] if words != full else []
    if words[-1] == "title":
        found.append("name")
    if words[-1] == "name":
        found.append("full name")
    return found


def _shortened(spec: dict[str, Value]) -> Value:
    """`region:`, `order_date: date`."""
    if not spec:
        return None
    return spec["type"] if spec.keys() == {"type"} else spec


def _told_apart_within(found: dict[str, dict[str, Value]]) -> dict[str, dict[str, Value]]:
    """No two dimensions of a dataset under one word: a label or synonym gives way to a name."""
    claims = Counter(
        word for name, spec in found.items() for word in {_plain(name), _plain(_said(spec, name))}
    )
    for name, spec in found.items():
        if "label" in spec and claims[_plain(_said(spec, name))] > 1:
            del spec["label"]
    kept = without_clashes(
        {name: _listed(spec.get("synonyms")) for name, spec in found.items()},
        {name: (name, _said(spec, name)) for name, spec in found.items()},
    )
    for name, spec in found.items():
        spec.pop("synonyms", None)
        if kept[name]:
            found[name] = _with_synonyms(spec, kept[name])
    return found


def _with_synonyms(spec: dict[str, Value], synonyms: list[str]) -> dict[str, Value]:
    """After the label, where a person would write them."""
    first = {key: value for key, value in spec.items() if key == "label"}
    return {**first, "synonyms": synonyms, **spec}


def _plain(word: str) -> str:
    return word.casefold().replace("_", " ")


def _listed(value: Value) -> list[str]:
    return [str(word) for word in value] if isinstance(value, Sequence) else []


def with_own_labels(
    dimensions: Mapping[str, dict[str, Value]], entities: Mapping[str, list[str]]
) -> dict[str, dict[str, Value]]:
    """Columns that several tables call alike are told apart: Customer city, Supplier city.

    `dimensions` and `entities` are those of each table, by its name. A reference is called alike
    everywhere, since it is the same thing.
    """
    labels = Counter(
        _said(_lengthened(spec), name)
        for found in dimensions.values()
        for name, spec in found.items()
    )
    return {
        table: {
            name: _told_apart(spec, name, entities[table])
            if labels[_said(_lengthened(spec), name)] > 1
            else spec
            for name, spec in found.items()
        }
        for table, found in dimensions.items()
    }


def _told_apart(spec: Value, name: str, entity: list[str]) -> Value:
    """The specification with the table's own word in its label, where it has none yet."""
    long = _lengthened(spec)
    words = name.split("_")
    if "label" in long or long.get("identifier") or set(entity) & set(words):
        return spec
    return {"label": phrase([*entity, *words]), **long}


def _said(spec: Mapping[str, Value], name: str) -> str:
    label = spec.get("label")
    return label if isinstance(label, str) else label_of(name)


def _lengthened(spec: Value) -> dict[str, Value]:
    """The reverse of `_shortened`."""
    if isinstance(spec, Mapping):
        return dict(spec)
    return {} if spec is None else {"type": spec}
