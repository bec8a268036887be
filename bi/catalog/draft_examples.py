"""Questions that a draft can answer, to show a person how to begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bi.catalog import lexicon
from bi.catalog.draft import Draft, DraftDataset
from bi.catalog.naming import label_of, phrase, plural_of, words_of
from bi.catalog.yaml_text import Value

# A dataset with so few rows is a list of groups (genres, categories), not of individuals.
_GROUPS = 40


def example_questions(plan: Draft) -> list[str]:
    """Up to five, about the default measure."""
    found = [
        (measure.label, dataset)
        for dataset in plan.datasets
        for measure in dataset.measures
        if measure.name == plan.default_measure
    ]
    if not found:
        return []
    label, home = found[0]
    near = [dataset for dataset in _reached(plan, home) if not _is_staff(dataset)]
    groups = [group.lower() for dataset in near for group in _groups(dataset, own=dataset is home)]
    names = [
        phrase(plural_of(dataset.table.entity)).lower()
        for dataset in near
        if dataset is not home
        and _display(dataset)
        and dataset.table.sampled > _GROUPS
        and not lexicon.CONTACT & set(dataset.table.entity)
    ]
    questions = [f"{label} by month"] if home.time else []
    questions += [f"{label} by {group}" for group in groups[:2]]
    questions += [f"Top 10 {name} by {label.lower()}" for name in names[:2]]
    return list(dict.fromkeys(questions))


def _reached(plan: Draft, start: DraftDataset) -> Iterator[DraftDataset]:
    """`start` and the datasets that its rows lead to, nearest first."""
    by_table = {dataset.table.name: dataset for dataset in plan.datasets}
    seen, waiting = {start.table.name}, [start]
    while waiting:
        here = waiting.pop(0)
        yield here
        for join in here.joins:
            if join.active and join.target not in seen:
                seen.add(join.target)
                waiting.append(by_table[join.target])


def _is_staff(dataset: DraftDataset) -> bool:
    return bool(lexicon.STAFF & {*dataset.table.entity, *words_of(dataset.table.name)})


def _groups(dataset: DraftDataset, *, own: bool) -> Iterator[str]:
    """Labels of what the rows of a dataset fall into."""
    display = _display(dataset)
    # Things counted by themselves are one each.
    if display and not own and 1 < dataset.table.sampled <= _GROUPS:
        yield display
    for name, spec in dataset.dimensions.items():
        if isinstance(spec, Mapping) and spec.get("values") and not _is_dull(name):
            yield _label(name, spec)


def _is_dull(name: str) -> bool:
    return bool(lexicon.DULL & set(words_of(name)))


def _display(dataset: DraftDataset) -> str | None:
    """The label of the dimension that names a row."""
    for name, spec in dataset.dimensions.items():
        if isinstance(spec, Mapping) and spec.get("display"):
            return _label(name, spec)
    return None


def _label(name: str, spec: Mapping[str, Value]) -> str:
    label = spec.get("label")
    return label if isinstance(label, str) else label_of(name)
