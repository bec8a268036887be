"""Another business: nothing in the engine may know the demo."""

from __future__ import annotations

from datetime import date

import pytest

from bi.language.engine import LanguageEngine
from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Join,
    Measure,
    Metric,
    NumberFormat,
    NumberStyle,
)
from bi.model.profile import Profile
from bi.model.semantic import CountRows, Operator, SemanticQuery
from tests.bi.language.expected import Reader, agg, days, having, q, where, without, year

LOANS, MEMBERS, BOOKS = "loans", "members", "books"


def _dimension(
    dataset: str, name: str, type_: ColumnType = ColumnType.TEXT, **more: object
) -> Dimension:
    label = str(more.pop("label", name.replace("_", " ").capitalize()))
    return Dimension(dataset, name, label, name, type_, **more)  # type: ignore[arg-type]


LIBRARY = Catalog(
    version="1",
    datasource=Datasource("library", "Town library", "sqlite://"),
    datasets=(
        Dataset(
            LOANS,
            "Loans",
            "loans",
            key=("loan_id",),
            synonyms=("borrowings",),
            dimensions=(
                _dimension(LOANS, "loan_id", ColumnType.INTEGER, identifier=True),
                _dimension(LOANS, "loaned_on", ColumnType.DATE),
                _dimension(LOANS, "returned_on", ColumnType.DATE),
                _dimension(LOANS, "overdue", ColumnType.BOOLEAN),
                _dimension(LOANS, "days_kept", ColumnType.INTEGER),
                _dimension(LOANS, "state"),
            ),
            measures=(
                Measure(LOANS, "fines", "Fines", "fine", Aggregation.SUM,
                        synonyms=("penalties",), format=NumberFormat(NumberStyle.CURRENCY, "EUR")),
                Measure(LOANS, "stay", "Average stay", "days_kept", Aggregation.AVERAGE),
            ),
            time=ColumnRef(LOANS, "loaned_on"),
        ),
        Dataset(
            MEMBERS,
            "Members",
            "members",
            key=("member_id",),
            synonyms=("readers",),
            dimensions=(
                _dimension(MEMBERS, "member_id", ColumnType.INTEGER, identifier=True),
                _dimension(MEMBERS, "name", display=True),
                _dimension(MEMBERS, "branch", values=("North", "Harbour", "Old Town")),
                _dimension(MEMBERS, "state"),
                _dimension(MEMBERS, "age", ColumnType.INTEGER),
            ),
        ),
        Dataset(
            BOOKS,
            "Books",
            "books",
            key=("book_id",),
            synonyms=("titles",),
            dimensions=(
                _dimension(BOOKS, "title", display=True),
                _dimension(BOOKS, "genre", values=("Crime", "Poetry", "History")),
                _dimension(BOOKS, "author", synonyms=("writer",)),
            ),
        ),
    ),
    joins=(
        Join(LOANS, ("member_id",), MEMBERS, ("member_id",)),
        Join(LOANS, ("book_id",), BOOKS, ("book_id",)),
    ),
    metrics=(Metric("fine_per_day", "Fine per day", "fines / stay"),),
)  # fmt: skip

PROFILE = Profile(
    {
        ColumnRef(MEMBERS, "name"): ("Ada Lovelace", "Grace Hopper"),
        ColumnRef(BOOKS, "author"): ("Agatha Christie", "Emily Dickinson"),
        ColumnRef(BOOKS, "title"): ("The May Queen", "Or Else"),
        ColumnRef(LOANS, "state"): ("Lost", "IN", "OR"),
        ColumnRef(MEMBERS, "state"): ("Lost", "Active"),
    },
    spans={ColumnRef(LOANS, "loaned_on"): (date(2020, 1, 1), date(2023, 9, 14))},
)


@pytest.fixture(scope="module")
def library() -> Reader:
    return Reader(LanguageEngine(LIBRARY, PROFILE), date(2023, 9, 14))


COUNT_LOANS = CountRows(LOANS)
READ: list[tuple[str, SemanticQuery]] = [
    ("fines by genre", q("fines", by="books.genre")),
    ("penalties per month in 2022", q("fines", by="month", time=year(2022))),
    ("number of loans", q(COUNT_LOANS)),
    ("how many loans by branch last month",
     q(COUNT_LOANS, by="members.branch", time=days("2023-08-01", "2023-09-01"))),
    ("loans by writer", q(COUNT_LOANS, by="books.author")),
    ("how many members", q(CountRows(MEMBERS))),
    ("how many readers by branch", q(CountRows(MEMBERS), by="members.branch")),
    ("top 5 books by fines", q("fines", by="books.title", top=5)),
    ("which genre has the most loans", q(COUNT_LOANS, by="books.genre", top=1)),
    ("fines in Old Town", q("fines", only=where("members.branch", "Old Town"))),
    ("fines except Poetry", q("fines", only=without("books.genre", "Poetry"))),
    ("fines of overdue loans", q("fines", only=where("loans.overdue", True))),
    ("number of loans not overdue", q(COUNT_LOANS, only=where("loans.overdue", False))),
    ("average age of members by branch".replace(" of members", ""),
     q(agg("average", "members.age"), by="members.branch")),
    ("average stay by genre", q("stay", by="books.genre")),
    ("genres with more than 100 loans",
     q(COUNT_LOANS, by="books.genre", having=having(COUNT_LOANS, ">", 100))),
    ("fines where days kept is over 30",
     q("fines", only=where("loans.days_kept", 30, op=Operator.GREATER))),
    ("loans of Agatha Christie", q(COUNT_LOANS, only=where("books.author", "Agatha Christie"))),
    ('fines for "The May Queen"', q("fines", only=where("books.title", "The May Queen"))),
    ("fines by age", q("fines", by="members.age")),
    ("weekly fines in Q3", q("fines", by="week", time=days("2023-07-01", "2023-10-01"))),
    ("share of fines by branch", q("fines", by="members.branch", share=True)),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[s for s, _ in READ])
def test_a_library_is_understood(library: Reader, sentence: str, expected: SemanticQuery) -> None:
    assert library.query(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "revenue by region",
        "top 10 customers",
        "by genre",  # no default measure
        "members by genre and weather",
        "books in 2022",
        "fines by moon phase",
    ],
)
def test_a_library_does_not_know_the_demo(library: Reader, sentence: str) -> None:
    library.refused(sentence)


def test_a_value_of_two_columns_in_reach_goes_to_the_nearest(library: Reader) -> None:
    assert library.query("fines lost".capitalize()) == q("fines", only=where("loans.state", "Lost"))


@pytest.mark.parametrize("sentence", ["fines in 2022", "fines in Crime or Poetry"])
def test_small_words_are_not_taken_for_values_named_like_them(
    library: Reader, sentence: str
) -> None:
    filters = library.query(sentence).filters
    assert all(one.column != ColumnRef(LOANS, "state") for one in filters)
