"""The measures of a draft: rows counted, amounts summed, rates and prices averaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bi.catalog import lexicon
from bi.catalog.inspection import Column, Table
from bi.catalog.judge import aggregation_of, is_flag, is_money, is_rate, left_out
from bi.catalog.naming import (
    identifier_of,
    label_of,
    phrase,
    plural_of,
)
from bi.catalog.numbers_as_text import expression_of
from bi.catalog.units import format_of, measured_words
from bi.catalog.yaml_text import Value
from bi.model.catalog import Aggregation


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """`weight` ranks measures for the default one: amounts of money first, counts (0) last.

    What sums up yes and no comes after all.
    """

    name: str
    label: str
    spec: dict[str, Value]
    weight: int
    entity: tuple[str, ...]
    comment: str | None = None

    @property
    def written(self) -> Value:
        """The specification in its shortest form."""
        named = {} if self.label == label_of(self.name) else {"label": self.label}
        if not named and self.spec == {"count": "*"}:
            return "count"
        return {**named, **self.spec}


def measures_of(table: Table, dataset: str, *, event: bool) -> tuple[DraftMeasure, ...]:
    """What can be measured of a table's rows; `event` as in `aggregation_of`."""
    joined = {name for link in table.foreign_keys for name in link.columns}
    columns = [
        column for column in table.columns if column.name not in joined and not left_out(column)
    ]
    found = [
        _measure(column, aggregation, table)
        for column in columns
        if (aggregation := aggregation_of(column, table, event=event))
    ]
    worked_out = _worked_out(table, columns) if event else None
    return (_count(table, dataset), *([worked_out] if worked_out else []), *found)


def _count(table: Table, dataset: str) -> DraftMeasure:
    entity = table.entity
    words = plural_of(entity) or [dataset]
    return DraftMeasure(
        name=identifier_of("_".join(words)),
        label=phrase(words),
        spec={"count": "*"},
        weight=0,
        entity=tuple(entity),
    )


def _measure(column: Column, aggregation: Aggregation, table: Table) -> DraftMeasure:
    entity = table.entity
    words = measured_words(column, table)
    bare = not set(words) - lexicon.TOO_BARE
    spec: dict[str, Value] = {aggregation.value: expression_of(column)}
    if form := format_of(column):
        spec["format"] = form
    if column.description:
        spec["description"] = column.description
    if bare and not lexicon.NOT_A_SYNONYM & set(words):
        spec["synonyms"] = [" ".join(words)]
    if len(words) == 1 and words[0] in lexicon.SALES:
        spec["synonyms"] = [word for word in lexicon.SALES if word not in words]
    if bare:
        words = [*entity, *words]
    if aggregation is Aggregation.AVERAGE and words[0] not in ("average", "avg", "mean"):
        words = ["average", *words]
    money = is_money(column) and aggregation is Aggregation.SUM
    return DraftMeasure(
        name=identifier_of("_".join(words)),
        label=phrase(words),
        spec=spec,
        weight=-1 if is_flag(column) else _weight(words, money),
        entity=tuple(entity),
    )


def _weight(words: list[str], money: bool) -> int:
    if not money:
        return 1
    real = not lexicon.WISHED & set(words)
    return 3 if real and lexicon.LINE_AMOUNTS & set(words) else 2


def _worked_out(table: Table, columns: list[Column]) -> DraftMeasure | None:
    """Quantity times price, for lines that do not hold their amount."""
    words = {column.name: column.words for column in columns}
    if any(lexicon.LINE_AMOUNTS & set(found) for found in words.values()):
        return None
    numeric = [column for column in columns if column.type is not None and column.type.is_numeric]
    quantity = _first(numeric, lambda found: found[-1] in lexicon.QUANTITIES)
    price = _first(numeric, lambda found: found[-1] == "price" or found == ["unit", "price"])
    if quantity is None or price is None:
        return None
    expression = f"{expression_of(quantity)} * {expression_of(price)}"
    discount = next((c for c in numeric if "discount" in words[c.name] and is_rate(c)), None)
    if discount is not None:
        expression += f" * (1 - {expression_of(discount)})"
    entity = table.entity
    bought = bool(lexicon.PURCHASES & {*table.entity, *plural_of(table.entity)})
    spec: dict[str, Value] = {"sum": expression, "format": "currency"}
    if not bought:
        spec["synonyms"] = list(lexicon.SALES[1:])
    name = [*entity, "amount"] if bought else ["revenue"]
    return DraftMeasure(
        name="_".join(name),
        label=phrase(name),
        spec=spec,
        weight=4,
        entity=tuple(entity),
        comment="worked out: the table holds no amount of its own",
    )


def _first(columns: list[Column], fits: Callable[[list[str]], bool]) -> Column | None:
    return next((column for column in columns if fits(column.words)), None)


def with_own_names(
    measures: Mapping[str, tuple[DraftMeasure, ...]],
) -> dict[str, tuple[DraftMeasure, ...]]:
    """Names that two tables give to a measure get the table's own before them.

    A word that would mean two measures is a synonym of neither.
    """
    claims = Counter(measure.name for found in measures.values() for measure in found)
    prefixed = {
        table: [_prefixed(m) if m.weight and claims[m.name] > 1 else m for m in found]
        for table, found in measures.items()
    }
    taken: set[str] = set()
    # Counts first: "orders" means the number of orders before anything else.
    for counts in (True, False):
        for found in prefixed.values():
            for n, measure in enumerate(found):
                if (measure.weight == 0) is counts:
                    found[n] = _untaken(measure, taken)
    words = Counter(word for found in prefixed.values() for m in found for word in _synonyms(m))
    return {
        table: tuple(_without(m, taken | {w for w, n in words.items() if n > 1}) for m in found)
        for table, found in prefixed.items()
    }


def with_takings(
    measures: Mapping[str, tuple[DraftMeasure, ...]],
) -> dict[str, tuple[DraftMeasure, ...]]:
    """Where nothing is called revenue, the one amount of the payments answers to it."""
    everything = [measure for found in measures.values() for measure in found]
    called = {word for one in everything for word in (one.name, *_synonyms(one))}
    takings = [
        measure
        for measure in everything
        if measure.weight > 1
        and set(measure.entity) & lexicon.TAKINGS
        and not set(measure.entity) & lexicon.PURCHASES
    ]
    sales = any(word in lexicon.SALES for name in called for word in name.split("_"))
    if sales or len(takings) != 1:
        return dict(measures)
    known = [*_synonyms(takings[0]), *lexicon.SALES]
    spoken = replace(takings[0], spec={**takings[0].spec, "synonyms": known})
    return {
        table: tuple(spoken if one is takings[0] else one for one in found)
        for table, found in measures.items()
    }


def metrics_of(measures: Mapping[str, tuple[DraftMeasure, ...]]) -> dict[str, Value]:
    """What shops ask for first: revenue over the number of orders."""
    everything = [measure for found in measures.values() for measure in found]
    revenue = [m for m in everything if lexicon.SALES[0] in (m.name, *_synonyms(m))]
    orders = [
        m
        for m in everything
        if m.spec == {"count": "*"} and m.entity and m.entity[-1] in lexicon.ORDERS
    ]
    if len(revenue) != 1 or len(orders) != 1:
        return {}
    name = f"average_{'_'.join(orders[0].entity)}_value"
    formula = f"{revenue[0].name} / {orders[0].name}"
    return {name: {"formula": formula, "format": "currency"}}


def _prefixed(measure: DraftMeasure) -> DraftMeasure:
    words = measure.name.split("_")
    average = words[:1] == ["average"]
    rest = words[1:] if average else words
    if tuple(rest[: len(measure.entity)]) == measure.entity:
        return measure
    words = [*(["average"] if average else []), *measure.entity, *rest]
    return replace(measure, name="_".join(words), label=phrase(words))


def _untaken(measure: DraftMeasure, taken: set[str]) -> DraftMeasure:
    """The measure under a name and label that no other one has; they become taken."""
    wanted, n = measure, 1
    while {_plain(wanted.name), _plain(wanted.label)} & taken:
        wanted = _prefixed(measure) if n == 1 else wanted
        if n > 1:
            wanted = replace(
                measure, name=f"{measure.name}_{n}", label=f"{label_of(measure.name)} {n}"
            )
        n += 1
    taken |= {_plain(wanted.name), _plain(wanted.label)}
    return wanted


def _without(measure: DraftMeasure, ambiguous: set[str]) -> DraftMeasure:
    kept = [word for word in _synonyms(measure) if word not in ambiguous]
    spec = {key: value for key, value in measure.spec.items() if key != "synonyms"}
    return replace(measure, spec={**spec, "synonyms": kept} if kept else spec)


def _synonyms(measure: DraftMeasure) -> list[str]:
    found = measure.spec.get("synonyms", [])
    return [str(word) for word in found] if isinstance(found, Sequence) else []


def _plain(name: str) -> str:
    return name.casefold().replace("_", " ")


def default_measure(
    datasets: Iterable[tuple[tuple[DraftMeasure, ...], bool, int]],
) -> str | None:
    """The measure meant when none is named: money of a dated dataset with many joins."""
    ranked = [
        (measure.weight, dated, joins, measure.name)
        for measures, dated, joins in datasets
        for measure in measures
    ]
    # Averages answer a question that names them only; a count is first of what happened.
    amounts = [rank for rank in ranked if rank[0] > 1] or [rank for rank in ranked if rank[1]]
    counts = [rank for rank in ranked if not rank[0]]
    best = max(amounts or counts, key=lambda rank: (rank[1], *rank[:1], rank[2]), default=None)
    return best[3] if best else None
