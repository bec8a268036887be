"""Names that were written short, read as people say them."""

from __future__ import annotations

import pytest

from bi.catalog.inspection import Column, ForeignKey, Table
from bi.catalog.spoken import with_spoken_names
from bi.model.catalog import ColumnType


def table(name: str, *columns: str, key: str = "", links: tuple[ForeignKey, ...] = ()) -> Table:
    return Table(
        name,
        tuple(Column(column, ColumnType.TEXT) for column in columns),
        key=(key,) if key else (),
        foreign_keys=links,
    )


def said(read: tuple[Table, ...], name: str) -> dict[str, str]:
    found = next(one for one in read if one.name == name)
    return {column.name: " ".join(column.words) for column in found.columns}


SCHOOL = with_spoken_names(
    (
        table("STUDENT", "STU_NUM", "STU_LNAME", "STU_DOB", "HomeTown", "DEPT_CODE", key="STU_NUM"),
        table("Course", "CID", "CName", "Locaton", key="CID"),
        table("Location", "location", "PosCode"),
        table(
            "enrolled",
            "stuid",
            "CID",
            "secid",
            links=(
                ForeignKey(("stuid",), "STUDENT", ("STU_NUM",)),
                ForeignKey(("CID",), "Course", ("CID",)),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("of", "column", "words"),
    [
        ("STUDENT", "STU_NUM", "student number"),
        ("STUDENT", "STU_LNAME", "student last name"),
        ("STUDENT", "STU_DOB", "student date of birth"),
        ("STUDENT", "DEPT_CODE", "department code"),
        ("Course", "CID", "course id"),
        ("Course", "CName", "course name"),
        ("Course", "Locaton", "location"),
        ("enrolled", "stuid", "student id"),
        ("enrolled", "CID", "course id"),
    ],
)
def test_short_names_are_read_by_the_words_around_them(of: str, column: str, words: str) -> None:
    assert said(SCHOOL, of)[column] == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("firstname", "first name"),
        ("LName", "last name"),
        ("pettype", "pet type"),
        ("petage", "petage"),  # nothing here knows an age
        ("address2", "address 2"),
        ("chargeable_yn", "chargeable"),
        ("order_date", "order date"),
        ("username", "username"),
        ("logon", "logon"),
        ("qxz", "qxz"),
    ],
)
def test_squashed_names_are_split_where_it_is_safe(written: str, words: str) -> None:
    read = with_spoken_names((table("pets", written), table("logins", "login")))
    assert said(read, "pets")[written] == words


def test_numbers_of_things_are_counted() -> None:
    columns = (
        Column("num_emp", ColumnType.INTEGER),
        Column("Num_of_Ticket", ColumnType.INTEGER),
        Column("num_code", ColumnType.TEXT),
    )
    (read,) = with_spoken_names((Table("shop", columns),))
    assert [" ".join(column.words) for column in read.columns] == [
        "number of employees",
        "number of tickets",
        "number code",
    ]


def test_marks_of_a_house_are_not_said() -> None:
    read = with_spoken_names(
        (
            table("sbCustomer", "sbCustId", "sbCustName"),
            table("sbTicker", "sbTickerId"),
            table("sbDailyPrice", "sbDpDate", "sbDpOpen", "sbDpClose"),
        )
    )
    assert [" ".join(one.entity) for one in read] == ["customer", "ticker", "daily price"]
    assert said(read, "sbCustomer")["sbCustId"] == "customer id"
    assert said(read, "sbDailyPrice")["sbDpOpen"] == "open"
