"""What can be said truly of the parts of a change, worked out the plain way.

Shares with the code under test how a number is written, and nothing of how it is computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bi.model.result import Cell, ResultColumn
from bi.model.words import mid_sentence
from bi.model.writing import (
    is_plural,
    plural_of,
    singular_of,
    write_difference,
    write_number,
    write_share,
)

# What each part was before and is now.
Rows = dict[Cell, tuple[float, float]]


def names_of(key: ResultColumn, cells: tuple[Cell, ...]) -> str:
    label = key.label
    if cells == (None,):
        return f"what has no {mid_sentence(label)}"
    names = [f"no {mid_sentence(label)}" if c is None else str(c) for c in cells]
    noun = singular_of(label) if len(cells) == 1 else plural_of(label)
    return f"the {noun} {' and '.join(names)}"


def sums(key: ResultColumn, column: ResultColumn, rows: Rows, when: str) -> Iterator[str]:
    """True sentences about one or two parts of a sum."""
    before, now = sum(b for b, _ in rows.values()), sum(n for _, n in rows.values())
    total, label = now - before, mid_sentence(column.label)
    what = "rise" if total > 0 else "fall"
    amount = write_difference(total, column.format)
    up, down = ("rose", "fell") if total > 0 else ("fell", "rose")
    for count in (1, 2):
        for cells in combinations(rows, count):
            ordered = tuple(sorted(cells, key=lambda c: -abs(rows[c][1] - rows[c][0])))
            part = sum(rows[c][1] - rows[c][0] for c in cells)
            names = names_of(key, ordered)
            made = write_difference(part, column.format)
            text = f"Of the {what} in {label} of {amount} {when}, {names} made {made} "
            text += f"({write_share(part / total)})"
            yield text
            had = sum(rows[c][0] for c in cells) / before if before else 0
            they = "it" if count == 1 else "they"
            share = f"{write_share(had)} of the total" if had else "nothing"
            yield f"{text}, though {they} had {share} before"
            rest = write_difference(total - part, column.format)
            it = "they" if is_plural(column.label) else "it"
            yield (
                f"{column.label} {up} {amount} {when}: {it} {up} {made} for {names} and {down} "
                f"{rest} for all others together"
            )


def quotients(
    key: ResultColumn, column: ResultColumn, above: Rows, below: Rows, when: str
) -> Iterator[str]:
    """True sentences about one part of a quotient: what it did by its rate, and by its share."""
    form, label = column.format, mid_sentence(column.label)
    sum_above = [sum(r[i] for r in above.values()) for i in (0, 1)]
    sum_below = [sum(r[i] for r in below.values()) for i in (0, 1)]
    whole = [a / b for a, b in zip(sum_above, sum_below, strict=True)]
    total = whole[1] - whole[0]
    moved, amount = "rise" if total > 0 else "fall", write_difference(total, form)
    what = f"{moved} in {label} of {amount} {when}"
    for cell in above:
        weights = [below[cell][i] / sum_below[i] for i in (0, 1)]
        rates = [above[cell][i] / below[cell][i] if below[cell][i] else None for i in (0, 1)]
        if rates == [None, None]:
            continue
        first = rates[0] if rates[0] is not None else rates[1]
        second = rates[1] if rates[1] is not None else rates[0]
        assert first is not None
        assert second is not None
        # What the part adds, less what it would add at the rate of the whole.
        middle = (whole[0] + whole[1]) / 2
        effect = weights[1] * (second - middle) - weights[0] * (first - middle)
        own = ""
        if None not in rates:
            written = [write_number(rate, form) for rate in (first, second)]
            own = f"its own {'rose' if second > first else 'fell'} from {' to '.join(written)}"
            if written[0] == written[1]:
                own = f"its own stayed at {written[0]}"
        shares = [write_share(weight) for weight in weights]
        mix = f"its share of revenue {'rose' if weights[1] > weights[0] else 'fell'} from "
        mix += " to ".join(shares)
        if shares[0] == shares[1]:
            mix = f"its share of revenue stayed at {shares[0]}"
        names = names_of(key, (cell,))
        for how in (own, mix, f"{own}, and {mix}"):
            yield f"Of the {what}, {names} made {write_difference(effect, form)}: {how}"
            yield f"The {what} comes from {names}: {how}"
