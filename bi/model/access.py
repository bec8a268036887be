"""Who looks at the data, and what a catalog lets them see.

`Security` is what the catalog says; `bi.guard.access` works out what it means for a `Viewer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Claim = str | int | float | bool
ClaimValue = Claim | tuple[Claim, ...]

# `{claims.region}` in a condition. A name may be an address, as some identity providers have it.
PLACEHOLDER = re.compile(r"\{\s*claims\.([^{}\s]+)\s*\}")

TENANT, USERS, ROLES = "tenant_id", ("user_id", "sub"), "roles"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose question it is, as far as the catalog's security asks.

    `claims` are those of the token, by name; kept out of texts, since they may be about people.
    """

    tenant_id: str = ""
    user_id: str | None = None
    roles: tuple[str, ...] = ()
    claims: tuple[tuple[str, ClaimValue], ...] = field(default=(), repr=False)

    def claim(self, name: str) -> ClaimValue | None:
        """None: the token carries no such claim. Tenant, user and roles are claims too."""
        if name == TENANT:
            return self.tenant_id or None
        if name in USERS:
            return self.user_id or None
        if name == ROLES:
            return self.roles
        return dict(self.claims).get(name)


# Who has no tenant, no role and no claim sees what is open to everybody.
NOBODY = Viewer()


@dataclass(frozen=True, slots=True)
class Audience:
    """Viewers of any of these roles and any of these tenants; None is all."""

    roles: tuple[str, ...] | None = None
    tenants: tuple[str, ...] | None = None

    def holds(self, viewer: Viewer) -> bool:
        if self.tenants is not None and viewer.tenant_id not in self.tenants:
            return False
        return self.roles is None or any(role in self.roles for role in viewer.roles)


@dataclass(frozen=True, slots=True)
class Access:
    """What an audience sees of a dataset.

    `rows` is a condition on the dataset's own columns, None for all rows. `hidden` and `shown`
    name columns; `shown` None is all that are not hidden.
    """

    audience: Audience = Audience()
    rows: str | None = None
    hidden: tuple[str, ...] = ()
    shown: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A row is seen together with the row of `dataset` that it belongs to, by these columns."""

    columns: tuple[str, ...]
    dataset: str
    other_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatasetSecurity:
    """`rows` and `links` limit everybody's rows; `columns` says who sees a column.

    Of `access` the first entry whose audience holds a viewer counts; a viewer whom none holds
    does not see the dataset. None: everybody sees it.
    """

    rows: str | None = None
    links: tuple[Link, ...] = ()
    columns: Mapping[str, Audience] = field(default_factory=dict)
    access: tuple[Access, ...] | None = None

    def access_of(self, viewer: Viewer) -> Access | None:
        """None: the dataset is not there for this viewer."""
        if self.access is None:
            return Access()
        return next((one for one in self.access if one.audience.holds(viewer)), None)

    def conditions(self) -> Iterator[str]:
        """Every condition on rows that is written."""
        if self.rows is not None:
            yield self.rows
        for access in self.access or ():
            if access.rows is not None:
                yield access.rows


@dataclass(frozen=True)
class Security:
    """`datasets` by name; one that is not named is `hides_others` or open to everybody."""

    datasets: Mapping[str, DatasetSecurity] = field(default_factory=dict)
    hides_others: bool = False

    def of(self, dataset: str) -> DatasetSecurity | None:
        """None: the dataset is not there for anybody."""
        if dataset in self.datasets:
            return self.datasets[dataset]
        return None if self.hides_others else DatasetSecurity()

    @cached_property
    def claims(self) -> frozenset[str]:
        """The names of the claims that conditions speak of."""
        conditions = (c for one in self.datasets.values() for c in one.conditions())
        return frozenset(name for text in conditions for name in claims_in(text))


@dataclass(frozen=True, slots=True)
class RowFilter:
    """The rows of a dataset that a viewer sees: those that meet all `conditions`.

    `claims` are the values of their placeholders; the `missing` ones make the rows unreadable.
    A row must also belong to a visible one of each of `links`; beside them the other table's
    name and its own filter. `texts` and `numbers` are columns known to hold such, in small
    letters.
    """

    conditions: tuple[str, ...] = ()
    claims: tuple[tuple[str, ClaimValue], ...] = field(default=(), repr=False)
    missing: tuple[str, ...] = ()
    links: tuple[tuple[Link, str, RowFilter], ...] = ()
    texts: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def lacks(self) -> tuple[str, ...]:
        """The missing claims, those that other datasets' rows depend on among them."""
        linked = (name for _, _, rows in self.links for name in rows.lacks)
        return tuple(dict.fromkeys((*self.missing, *linked)))


def claims_in(condition: str) -> tuple[str, ...]:
    """The names of the claims in a condition, in order, each once."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(condition)))


def with_markers(condition: str) -> tuple[str, dict[str, str]]:
    """The condition with a column name in each placeholder's stead, and which claim each means.

    So the condition can be parsed, and a value put into its tree: never into its text.
    """
    names: dict[str, str] = {}

    def marker(found: re.Match[str]) -> str:
        name = f"{MARKER}{len(names)}"
        names[name] = found[1]
        return name

    return PLACEHOLDER.sub(marker, condition), names


MARKER = "parley_claim_"
