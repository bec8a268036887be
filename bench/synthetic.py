"""A large business that nobody has: a catalog of many tables, and values to fill it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from bi.model.catalog import (
    Aggregation,
    Catalog,
    ColumnRef,
    ColumnType,
    Dataset,
    Datasource,
    Dimension,
    Grain,
    Join,
    Measure,
)
from bi.model.profile import Profile
from bi.model.texts import Texts

_SYLLABLES = (
    "ba", "ko", "ri", "ten", "mo", "la", "ski", "ver", "dan", "pol", "mar", "ton", "ge", "lis",
    "hu", "zor", "nia", "field", "berg", "son",
)  # fmt: skip
_LEGAL_FORMS = ("Ltd", "Inc", "GmbH", "Corporation", "Partners", "Holdings")
_WORDS = 60_000
_TEXTS = ("customer", "city", "category", "remark")


class Values:
    """Names of companies and persons, article numbers, streets, single words."""

    def __init__(self, seed: int = 1) -> None:
        self._random = Random(seed)
        made = {self._word() for _ in range(5 * _WORDS)}
        self.words = sorted(made)[:: max(1, len(made) // _WORDS)]

    def some(self, count: int) -> list[str]:
        """So many different ones, sorted."""
        found: set[str] = set()
        while len(found) < count:
            found.add(self._value())
        return sorted(found)

    def _word(self) -> str:
        count = self._random.randint(2, 4)
        return "".join(self._random.choices(_SYLLABLES, k=count)).capitalize()

    def _value(self) -> str:
        one, other = self._random.choice(self.words), self._random.choice(self.words)
        match self._random.randrange(10):
            case 0 | 1 | 2:
                return f"{one} {other}"
            case 3 | 4 | 5:
                return f"{one} {other} {self._random.choice(_LEGAL_FORMS)}"
            case 6 | 7:
                return f"{one[:3].upper()}-{self._random.randrange(10**6):06d}"
            case 8:
                return f"{self._random.randrange(1, 999)} {one} Street"
            case _:
                return one


@dataclass(frozen=True, slots=True)
class Business:
    """`sentences` are questions about it, some of them with slips and parts of values."""

    catalog: Catalog
    profile: Profile
    sentences: tuple[str, ...]


def business(tables: int, values: int, seed: int = 1) -> Business:
    """Tables of eight columns: a key, four texts with values, a date and two amounts.

    Every tenth table is a fact table that is joined to the nine after it.
    """
    random, made = Random(seed), Values(seed)
    names = random.sample(made.words, tables)
    datasets = tuple(_dataset(name.lower()) for name in names)
    texts = [d for dataset in datasets for d in dataset.dimensions if d.type is ColumnType.TEXT]
    held = {dimension.ref: Texts(made.some(values // len(texts))) for dimension in texts}
    catalog = Catalog(
        "1",
        Datasource("synthetic", "Synthetic", "sqlite://"),
        datasets,
        tuple(_joins(datasets)),
        default_measure=datasets[0].measures[0].name,
    )
    days = (date(2020, 1, 1), date(2024, 12, 31))
    spans = {dataset.time: days for dataset in datasets if dataset.time}
    sentences = tuple(_sentences(random, datasets, held))
    return Business(catalog, Profile(held, spans=spans), sentences)


def _dataset(name: str) -> Dataset:
    def column(part: str, type_: ColumnType, **more: object) -> Dimension:
        full = f"{name}_{part}"
        label = full.replace("_", " ").capitalize()
        return Dimension(name, full, label, full, type_, **more)  # type: ignore[arg-type]

    def measure(part: str) -> Measure:
        full = f"{name}_{part}"
        label = full.replace("_", " ").capitalize()
        return Measure(name, f"total_{full}", f"Total {label.lower()}", full, Aggregation.SUM)

    dimensions = (
        column("id", ColumnType.INTEGER, identifier=True),
        *(column(part, ColumnType.TEXT) for part in _TEXTS),
        column("date", ColumnType.DATE, grain=Grain.DAY),
        column("amount", ColumnType.NUMBER),
        column("quantity", ColumnType.INTEGER),
    )
    return Dataset(
        name,
        name.capitalize(),
        name,
        key=(f"{name}_id",),
        dimensions=dimensions,
        measures=(measure("amount"), measure("quantity")),
        time=ColumnRef(name, f"{name}_date"),
    )


def _joins(datasets: tuple[Dataset, ...]) -> Iterator[Join]:
    for at, dataset in enumerate(datasets):
        fact = datasets[at - at % 10]
        if dataset is not fact:
            key = f"{dataset.name}_id"
            yield Join(fact.name, (key,), dataset.name, (key,))


def _sentences(
    random: Random, datasets: tuple[Dataset, ...], held: dict[ColumnRef, Texts]
) -> Iterator[str]:
    for _ in range(20):
        dataset = datasets[random.randrange(len(datasets) // 10) * 10]
        measure = dataset.measures[0].label.lower()
        customers = dataset.dimensions[1]
        category = dataset.dimensions[3].label.lower()
        value, other = random.sample(held[customers.ref][:], 2)
        yield f"{measure} by month"
        yield f"top 5 {category} by {measure} in 2024"
        yield f"{measure} for {value} by quarter"
        yield f"{measure} in 2023 for {value} or {other} by {category}"
        yield f"show me the {measure} by {category} for {_misspelt(value, random)} last year"
        yield f"{measure} of {value.split()[0]}"
        yield f"{measure} by shoe size"


def _misspelt(value: str, random: Random) -> str:
    at = random.randrange(1, len(value) - 1)
    return value[:at] + value[at + 1] + value[at] + value[at + 2 :]
