"""Columns of years, where there is no date or where they are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bi.compiler.compile import compile_query
from bi.language.engine import LanguageEngine
from bi.model.catalog import (
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Join,
)
from bi.model.profile import Profile
from bi.model.semantic import CountRows, Operator, SemanticQuery, TimeGroup
from tests.bi.language.clinic import CLINIC, TODAY, clinic_reader
from tests.bi.language.expected import Reader, q, where, year

DEVICES, PATIENTS = CountRows("devices"), CountRows("patients")
YEAR, RETIRED, BIRTH = "devices.year", "devices.retired_year", "patients.birth_year"

READ: list[tuple[str, SemanticQuery]] = [
    ("devices in 1970", q(DEVICES, only=where(YEAR, 1970))),
    ("how many devices in the year 2012", q(DEVICES, only=where(YEAR, 2012))),
    ("devices after 2010", q(DEVICES, only=where(YEAR, 2010, op=Operator.GREATER))),
    ("devices newer than 2010", q(DEVICES, only=where(YEAR, 2010, op=Operator.GREATER))),
    ("devices before 2000", q(DEVICES, only=where(YEAR, 2000, op=Operator.LESS))),
    ("cost since 1990", q("cost", only=where(YEAR, 1990, op=Operator.GREATER_OR_EQUAL))),
    ("cost until 1990", q("cost", only=where(YEAR, 1990, op=Operator.LESS_OR_EQUAL))),
    ("devices between 1948 and 1950",
     q(DEVICES, only=where(YEAR, 1948, 1950, op=Operator.BETWEEN))),
    ("devices in the 1990s", q(DEVICES, only=where(YEAR, 1990, 1999, op=Operator.BETWEEN))),
    ("devices last year", q(DEVICES, only=where(YEAR, 2025))),
    ("cost in 1970 and 1972", q("cost", by=YEAR, only=where(YEAR, 1970, 1972))),
    ("cost by year for Acme", q("cost", by=YEAR, only=where("devices.maker", "Acme"))),
    ("devices with retired year after 2000",
     q(DEVICES, only=where(RETIRED, 2000, op=Operator.GREATER))),
    ("patients whose birth year is either 1948 or 1949",
     q(PATIENTS, only=where(BIRTH, 1948, 1949))),
    ("patients with birth year 1970", q(PATIENTS, only=where(BIRTH, 1970))),
    ("how many patients with birth year before 1980",
     q(PATIENTS, only=where(BIRTH, 1980, op=Operator.LESS))),
    ("number of patients with birth year between 1948 and 1950",
     q(PATIENTS, only=where(BIRTH, 1948, 1950, op=Operator.BETWEEN))),
    ("fees for patients with birth year before 1980 in 2025",
     q("fees", only=where(BIRTH, 1980, op=Operator.LESS), time=year(2025))),
    ("fees in 1970", q("fees", time=year(1970))),
    ("fees by year", q("fees", by="year")),
]  # fmt: skip


@pytest.fixture(scope="module")
def clinic() -> Reader:
    return clinic_reader()


@pytest.mark.parametrize(("sentence", "expected"), READ, ids=[sentence for sentence, _ in READ])
def test_a_year_is_looked_for_where_it_is_kept(
    clinic: Reader, sentence: str, expected: SemanticQuery
) -> None:
    assert clinic.query(sentence) == expected
    assert compile_query(expected, CLINIC, "duckdb").sql


@pytest.mark.parametrize(
    "sentence", ["devices in March 1970", "devices by month", "cost in FY70", "cost by model year"]
)
def test_less_than_a_year_is_not_known(clinic: Reader, sentence: str) -> None:
    assert clinic.refused(sentence).message


def test_years_are_told_without_separators(clinic: Reader) -> None:
    tokens = clinic.question("devices between 1948 and 1950").understanding.tokens

    assert "Year from 1948 to 1950" in [token.text for token in tokens]


def _dimension(dataset: str, name: str, type_: ColumnType = ColumnType.TEXT) -> Dimension:
    label = name.replace("_", " ").capitalize()
    return Dimension(dataset, name, label, name, type_, display=name == "title")


def _dated_by_year(name: str) -> Dataset:
    dimensions = (_dimension(name, "year", ColumnType.INTEGER), _dimension(name, "term"))
    return Dataset(name, name.capitalize(), name, key=(f"{name}_id",), dimensions=dimensions)


SCHOOL = Catalog(
    version="1",
    datasource=Datasource("school", "School", "sqlite://"),
    datasets=(
        Dataset("courses", "Courses", "courses", key=("course_id",),
                dimensions=(_dimension("courses", "title"),)),
        _dated_by_year("sections"),
        _dated_by_year("exams"),
    ),
    joins=(
        Join("sections", ("course_id",), "courses", ("course_id",)),
        Join("exams", ("sections_id",), "sections", ("sections_id",)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many courses in each year", q(CountRows("courses"), by="sections.year")),
        ("number of courses by term", q(CountRows("courses"), by="sections.term")),
    ],
)
def test_things_without_a_year_are_seen_by_that_of_their_nearest_parts(
    text: str, expected: SemanticQuery
) -> None:
    school = Reader(LanguageEngine(SCHOOL, Profile({})), TODAY)
    found = school.question(text)
    assert school.query(text) == expected
    assert any("counts for each" in one for one in found.understanding.assumptions)


_TREATMENTS = Dataset("treatments", "Treatments", "treatments", key=("treatment_id",),
                      dimensions=(_dimension("treatments", "drug"),))  # fmt: skip


def test_things_without_a_date_are_seen_by_that_of_what_they_belong_to() -> None:
    joins = (*CLINIC.joins, Join("treatments", ("visit_id",), "visits", ("visit_id",)))
    catalog = replace(CLINIC, datasets=(*CLINIC.datasets, _TREATMENTS), joins=joins)
    found = clinic_reader(catalog).question("how many treatments in each month")
    month = TimeGroup(Grain.MONTH, ColumnRef("visits", "visited_at"))
    assert found.query.groups == (month,)
    assert "Treatments: dated by visited at." in found.understanding.assumptions


def test_what_has_several_dates_has_none_of_its_own() -> None:
    clinic_reader().refused("how many patients in each month")
    clinic_reader().refused("how many devices in each month")
