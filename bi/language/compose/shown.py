"""Which of the columns shown before is meant where none is named: "the largest one", "over 5"."""

from __future__ import annotations

from bi.language.clauses import Place
from bi.language.compose.work import Work
from bi.language.names import is_amount
from bi.language.trouble import Trouble
from bi.model.catalog import ColumnRef
from bi.model.semantic import OrderTarget, SemanticQuery


def amount_shown(query: SemanticQuery, place: Place, work: Work) -> ColumnRef:
    """The column that a list is in order of, else the only amount in it.

    Raises Trouble where there are none or several.
    """
    columns = query.columns
    ordered = [columns[one.index] for one in query.order if one.target is OrderTarget.COLUMN]
    known = [d for ref in columns if (d := work.catalog.dimension(ref))]
    amounts = [dimension.ref for dimension in known if is_amount(dimension)]
    numbers = [dimension.ref for dimension in known if dimension.type.is_numeric]
    for found in (ordered, amounts, numbers if len(columns) == 1 else []):
        if len(found) == 1:
            return found[0]
    raise Trouble(f"“{place.source}”: by what? Name a column, please.", unknown=(place.source,))
