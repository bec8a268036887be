"""Units that the sentence names: the catalog's own, or taken as they stand."""

from __future__ import annotations

from bi.catalog.wording import enumerated, label_of
from bi.language.compose.work import Work
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef, NumberStyle
from bi.model.semantic import Aggregate, NamedMeasure, Value
from bi.model.words import mid_sentence


def state_units(work: Work) -> None:
    """Says which numbers are taken to be in the unit; raises Trouble where they are in another."""
    for clause in work.draft.units:
        unit = clause.place.source
        open_ones = []
        for label, known, style in _amounts(work):
            if known is None and style is NumberStyle.NUMBER:
                open_ones.append(mid_sentence(label))
            elif known is None or known.lower() not in clause.spellings:
                raise Trouble(
                    f"{label} is not known {unit}, and is not converted.", unknown=(unit,)
                )
        if open_ones:
            named = enumerated(open_ones)
            work.assume(f"The catalog does not say the unit of {named}: taken as it stands.")


def _amounts(work: Work) -> list[tuple[str, str | None, NumberStyle]]:
    """Label, unit and style of each quantity of the question."""
    query = work.query
    refs = [*query.columns, *(one.column for one in query.filters)]
    refs += [ref for one in query.measures if (ref := _column(one.value, work)) is not None]
    found = {}
    for ref in refs:
        dimension = work.catalog.dimension(ref)
        if dimension and dimension.type.is_numeric and not dimension.identifier:
            found[ref] = (
                label_of(ref, work.catalog),
                dimension.format.unit,
                dimension.format.style,
            )
    return list(found.values())


def _column(value: Value, work: Work) -> ColumnRef | None:
    if isinstance(value, Aggregate):
        return value.column
    measure = work.catalog.measure(value.name) if isinstance(value, NamedMeasure) else None
    if measure is None:
        return None
    own = work.catalog.dataset(measure.dataset).dimensions
    return next((d.ref for d in own if d.expression == measure.expression), None)
