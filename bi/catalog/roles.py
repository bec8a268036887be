"""Rows in a role: the loser of a match is a player, as the winner is.

Where several joins lead from one dataset to another, each that has a name of its own leads to a
dataset of that name: the same table, told apart by the role that its rows play there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bi.catalog.naming import label_of
from bi.model.catalog import Dataset, Dimension, Join
from bi.model.words import mid_sentence, singular


def with_roles(
    datasets: Iterable[Dataset], joins: Iterable[Join]
) -> tuple[tuple[Dataset, ...], tuple[Join, ...]]:
    """The datasets, then those of the roles; the joins, each role's to its own dataset.

    A dataset stays in reach by its own name where a join without a role leads to it, or one alone.
    """
    found = {dataset.name: dataset for dataset in datasets}
    joins = tuple(joins)
    made: list[Join] = []
    for join in joins:
        roads = [other for other in joins if (other.left, other.right) == (join.left, join.right)]
        if join.left != join.right and (join.role is None or len(roads) == 1):
            made.append(join)
        if join.role is not None:
            role = _in_role(found[join.right], _name(join, join.role, found), join.role)
            found.setdefault(role.name, role)
            made.append(replace(join, right=role.name))
    return tuple(found.values()), tuple(made)


def _name(join: Join, role: str, known: dict[str, Dataset]) -> str:
    """The role's own name; with that of the dataset it is seen from where it has two meanings."""
    other = known.get(role)
    same = other is None or (other.role_of == join.right)
    return role if same else f"{join.left}_{role}"


def _in_role(dataset: Dataset, name: str, role: str) -> Dataset:
    called = " ".join(role.split("_"))
    return Dataset(
        name=name,
        label=label_of(role),
        table=dataset.table,
        key=dataset.key,
        description=dataset.description,
        dimensions=tuple(
            _dimension(one, dataset, name, called)
            for one in dataset.dimensions
            if one.display or not one.identifier
        ),
        role_of=dataset.name,
    )


def _dimension(one: Dimension, dataset: Dataset, name: str, role: str) -> Dimension:
    """Its values are known by the dimension that it is in another role."""
    label = role if one.display else f"{role} {mid_sentence(one.label)}"
    words = dict.fromkeys(_words(one, dataset, role))
    words.pop(label, None)
    return replace(
        one,
        dataset=name,
        name=f"{name}_{one.name}",
        label=label[:1].upper() + label[1:],
        synonyms=tuple(words),
        values=(),
        value_aliases={},
        indexed=False,
        same_as=None,
        in_role_of=one.ref,
    )


def _words(one: Dimension, dataset: Dataset, role: str) -> Iterator[str]:
    """ "Home team", "home team name", "home name" where the home is a team."""
    things = [_one_of(label) for label in (dataset.label, *dataset.synonyms)]
    roles = [role, *(f"{role} {thing}" for thing in things if not role.endswith(thing))]
    own = [mid_sentence(one.label), one.name.replace("_", " "), *one.synonyms]
    for called in roles:
        if one.display:
            yield called
        yield from (f"{called} {word}" for word in own)


def _one_of(label: str) -> str:
    *before, last = mid_sentence(label).split()
    return " ".join([*before, singular(last)])
