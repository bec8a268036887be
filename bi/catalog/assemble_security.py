"""The `security` section of a checked catalog file -> the frozen `Security`."""

from __future__ import annotations

from collections.abc import Iterator

from bi.catalog.schema import (
    AccessSection,
    AudienceSection,
    CatalogSection,
    DatasetSecuritySection,
)
from bi.model.access import Access, Audience, DatasetSecurity, Link, Security


def security_of(section: CatalogSection) -> Security | None:
    """None: the catalog says nothing of it, and everybody sees everything."""
    if section.security is None:
        return None
    return Security(
        datasets={
            name: DatasetSecurity(
                rows=one.rows,
                links=tuple(_links(section, name, one)),
                columns={column: _audience(who) for column, who in one.columns.items()},
                access=None if one.access is None else tuple(map(_access, one.access)),
            )
            for name, one in section.security.datasets.items()
        },
        hides_others=section.security.others == "hidden",
    )


def _links(section: CatalogSection, name: str, one: DatasetSecuritySection) -> Iterator[Link]:
    for called in one.rows_with:
        join = section.datasets[name].joins[called]
        yield Link(tuple(join.columns), join.dataset or called, tuple(join.columns.values()))


def _access(section: AccessSection) -> Access:
    return Access(_audience(section), section.rows, section.hide, section.show)


def _audience(section: AudienceSection) -> Audience:
    return Audience(section.roles, section.tenants)
