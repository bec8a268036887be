"""A clinic whose visits have moments, whose patients have years of birth and no dates.

Its fiscal year begins in April, weeks begin on Monday, and it knows two holidays.
"""

from __future__ import annotations

from datetime import date

from bi.language.engine import LanguageEngine
from bi.model.catalog import (
    Aggregation,
    Calendar,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    FiscalYear,
    Holiday,
    Join,
    Measure,
)
from bi.model.profile import Profile
from tests.bi.language.expected import Reader

VISITS, PATIENTS, DEVICES = "visits", "patients", "devices"
# A Wednesday.
TODAY = date(2026, 6, 17)


def _dimension(
    dataset: str, name: str, type_: ColumnType = ColumnType.TEXT, **more: object
) -> Dimension:
    label = name.replace("_", " ").capitalize()
    return Dimension(dataset, name, label, name, type_, **more)  # type: ignore[arg-type]


HOLIDAYS = (
    Holiday(
        "Black Friday",
        (
            (date(2024, 11, 29), date(2024, 11, 29)),
            (date(2025, 11, 28), date(2025, 11, 28)),
            (date(2026, 11, 27), date(2026, 11, 27)),
        ),
    ),
    Holiday(
        "Christmas",
        ((date(2024, 12, 24), date(2024, 12, 26)), (date(2025, 12, 24), date(2025, 12, 26))),
    ),
)

CLINIC = Catalog(
    version="1",
    datasource=Datasource("clinic", "Clinic", "sqlite://"),
    datasets=(
        Dataset(
            VISITS,
            "Visits",
            "visits",
            key=("visit_id",),
            dimensions=(
                _dimension(VISITS, "visit_id", ColumnType.INTEGER, identifier=True),
                _dimension(VISITS, "visited_at", ColumnType.TIMESTAMP, synonyms=("visit date",)),
                _dimension(VISITS, "booking_date", ColumnType.DATE, synonyms=("booked",)),
                _dimension(VISITS, "ward", values=("Surgery", "Eyes")),
            ),
            measures=(
                Measure(VISITS, "fees", "Fees", "fee", Aggregation.SUM),
                Measure(VISITS, "wait", "Average wait", "minutes", Aggregation.AVERAGE),
                Measure(VISITS, "visits", "Visits", "*", Aggregation.COUNT),
            ),
            time=ColumnRef(VISITS, "visited_at"),
        ),
        Dataset(
            PATIENTS,
            "Patients",
            "patients",
            key=("patient_id",),
            dimensions=(
                _dimension(PATIENTS, "name", display=True),
                _dimension(PATIENTS, "birth_year", ColumnType.INTEGER),
                _dimension(PATIENTS, "city", values=("Bern", "Genoa")),
            ),
        ),
        Dataset(
            DEVICES,
            "Devices",
            "devices",
            key=("device_id",),
            dimensions=(
                _dimension(DEVICES, "model", display=True),
                _dimension(DEVICES, "year", ColumnType.INTEGER),
                _dimension(DEVICES, "retired_year", ColumnType.INTEGER),
                _dimension(DEVICES, "maker", values=("Acme", "Zeiss")),
            ),
            measures=(Measure(DEVICES, "cost", "Cost", "price", Aggregation.SUM),),
        ),
    ),
    joins=(Join(VISITS, ("patient_id",), PATIENTS, ("patient_id",)),),
    calendar=Calendar(fiscal_year=FiscalYear(4), holidays=HOLIDAYS),
    default_measure="fees",
)
PROFILE = Profile({}, spans={ColumnRef(VISITS, "visited_at"): (date(2022, 1, 3), TODAY)})


def clinic_reader(catalog: Catalog = CLINIC) -> Reader:
    return Reader(LanguageEngine(catalog, PROFILE), TODAY)
