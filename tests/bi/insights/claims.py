"""The findings of a result worked out again, the plain way, from its rows alone.

Each function gives sentences that are true of the rows. They share with the code under test
how a number or a date is written, and nothing of how it is computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations, pairwise
from statistics import median

from bi.model.buckets import bucket_end
from bi.model.catalog import NumberStyle
from bi.model.result import Cell, ColumnRole, ResultColumn, ResultSet
from bi.model.words import mid_sentence
from bi.model.writing import (
    is_plural,
    plural_of,
    preposition,
    singular_of,
    write_bucket,
    write_difference,
    write_number,
    write_share,
)

Sums = dict[Cell, float]


class Facts:
    """A result's rows as plain dictionaries. `whole`: no limit cut them."""

    def __init__(self, result: ResultSet, title: str, whole: bool, today: date) -> None:
        self.result, self.title, self.whole, self.today = result, title, whole, today
        self.measure = next(
            i
            for i, c in enumerate(result.columns)
            if c.role is ColumnRole.MEASURE and any(row[i] is not None for row in result.rows)
        )
        self.column = result.columns[self.measure]
        groups = [i for i, c in enumerate(result.columns) if c.role is not ColumnRole.MEASURE]
        self.keys = [i for i in groups if len({row[i] for row in result.rows}) > 1]
        self.of = "the total" if whole else "the total of these {}"

    def sums(self, key: int) -> Sums:
        found: Sums = defaultdict(float)
        for row in self.result.rows:
            value = row[self.measure]
            if value is not None:
                found[row[key]] += float(value)
        return dict(found)

    def text(self, value: float) -> str:
        return write_number(value, self.column.format)

    @property
    def is_percent(self) -> bool:
        return self.column.format.style is NumberStyle.PERCENT

    def change(self, before: float, now: float) -> str:
        if self.is_percent or before <= 0 or now < 0:
            return write_difference(now - before, self.column.format)
        return write_share(abs(now - before) / before)


def bucket_names(facts: Facts, key: int) -> dict[Cell, str]:
    column = facts.result.columns[key]
    assert column.grain
    starts = {row[key]: datetime.fromisoformat(str(row[key])) for row in facts.result.rows}
    years = {start.year for start in starts.values()}
    year = len(years) > 1 or str(min(years)) not in facts.title
    if column.fiscal:
        return {cell: _fiscal_name(start, column.fiscal.start) for cell, start in starts.items()}
    return {cell: write_bucket(start, column.grain, year=year) for cell, start in starts.items()}


def _fiscal_name(start: datetime, first_month: int) -> str:
    """A quarter of a year that is named by its end: so many months after it began."""
    months = (start.month - first_month) % 12
    begun = start.year if start.month >= first_month else start.year - 1
    return f"FY{begun + 1} Q{months // 3 + 1}"


def over_time(facts: Facts, key: int, *, total: bool = False) -> Iterator[str]:
    """True sentences about one value a bucket."""
    column = facts.result.columns[key]
    assert column.grain
    sums, names = facts.sums(key), bucket_names(facts, key)
    ends = {cell: bucket_end(datetime.fromisoformat(str(cell)), column.grain) for cell in sums}
    order = sorted(sums, key=str)
    whole = [cell for cell in order if ends[cell].date() <= facts.today]
    label = facts.column.label
    subject, tail = (f"Total {mid_sentence(label)}", " in all") if total else (label, "")
    unit = column.grain.value
    for cell in order:
        at = f"{preposition(column.grain)} {names[cell]}"
        if sums[cell] == max(sums.values()):
            so_far = "" if cell in whole else " so far"
            yield f"{subject} peaked {at} at {facts.text(sums[cell])}{so_far}"
        if whole and sums[cell] == min(sums[c] for c in whole):
            yield f"Lowest {unit} was {names[cell]} at {facts.text(sums[cell])}{tail}"
    yield from changes(facts, sums, names, whole, subject)
    yield from slopes(facts, key, sums, whole, subject, unit)
    yield from left_out(names, [cell for cell in order if cell not in whole])
    yield from seasons(facts, key, sums, whole, subject)
    first, last = datetime.fromisoformat(str(order[0])), datetime.fromisoformat(str(order[-1]))
    count, bucket = 1, first
    while bucket < last:
        bucket = bucket_end(bucket, column.grain)
        count += 1
    missing = count - len(order)
    verb, units = ("has", unit) if missing == 1 else ("have", f"{unit}s")
    yield f"{missing} {units} of {count} {verb} no value"


def changes(
    facts: Facts, sums: Sums, names: dict[Cell, str], whole: list[Cell], subject: str
) -> Iterator[str]:
    for before, now in combinations(whole[-25:], 2):
        if now == whole[-1]:
            verb = "rose" if sums[now] > sums[before] else "fell"
            yield (
                f"{subject} {verb} {facts.change(sums[before], sums[now])} from {names[before]} "
                f"to {names[now]}, to {facts.text(sums[now])}"
            )


def slopes(
    facts: Facts, key: int, sums: Sums, whole: list[Cell], subject: str, unit: str
) -> Iterator[str]:
    grain = facts.result.columns[key].grain
    assert grain
    places = {}
    for cell in whole:
        start = datetime.fromisoformat(str(cell))
        width = {"month": 1, "quarter": 3, "year": 12}[grain.value]
        places[cell] = (start.year * 12 + start.month - 1) // width
    pairs = list(combinations(whole, 2))
    if not pairs:
        return
    slope = median((sums[b] - sums[a]) / (places[b] - places[a]) for a, b in pairs)
    plain = type(facts.column.format)(facts.column.format.style, facts.column.format.unit)
    verb = "rose" if slope > 0 else "fell"
    for how in ("steadily", "on the whole"):
        yield f"{subject} {verb} {how}, by about {write_difference(slope, plain)} a {unit}"


def seasons(facts: Facts, key: int, sums: Sums, whole: list[Cell], subject: str) -> Iterator[str]:
    """Where in a year the usual distance from the year's average is greatest and least."""
    grain = facts.result.columns[key].grain
    length = {"month": 12, "quarter": 4}.get(grain.value if grain else "", 0)
    if not length or len(whole) < 3 * length:
        return
    values = [sums[cell] for cell in whole]
    pairs = combinations(range(len(values)), 2)
    slope = median((values[b] - values[a]) / (b - a) for a, b in pairs)
    count = len(values) // length
    off: dict[int, list[float]] = defaultdict(list)
    begin = len(values) - count * length
    rounds = [range(i, i + length) for i in range(begin, len(values), length)]
    average = {r: sum(values[i] for i in r) / length for r in rounds}
    relative = min(average.values()) > 0 and min(values) >= 0
    for r in rounds:
        for place, i in enumerate(r):
            level = values[i] - slope * (place - (length - 1) / 2)
            off[place].append((level - average[r]) / (average[r] if relative else 1))
    usual = {place: median(found) for place, found in off.items()}
    high, low = max(usual, key=lambda p: usual[p]), min(usual, key=lambda p: usual[p])

    def told(place: int) -> tuple[str, str]:
        start = datetime.fromisoformat(str(whole[begin + place]))
        by = (
            write_share(abs(usual[place]))
            if relative
            else write_difference(usual[place], facts.column.format)
        )
        fiscal = facts.result.columns[key].fiscal
        if length == 12:
            return f"in {start:%B}", by
        if fiscal:
            return f"in the fiscal Q{_fiscal_name(start, fiscal.start)[-1]}", by
        return f"in Q{(start.month + 2) // 3}", by

    (top, above), (bottom, below) = told(high), told(low)
    verb = "follow" if is_plural(subject) else "follows"
    yield (
        f"{subject} {verb} a pattern that repeats every year: highest {top}, usually {above} above "
        f"the year's average, lowest {bottom}, {below} below it ({count} years)"
    )


def left_out(names: dict[Cell, str], cells: list[Cell]) -> Iterator[str]:
    said = [names[cell] for cell in cells]
    said[:1] = [name[:1].upper() + name[1:] for name in said[:1]]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}" if said else ""
    verb = "is" if len(said) == 1 else "are"
    yield f"{listed} {verb} not complete and left out of trends and comparisons"


def name_of(cell: Cell, column: ResultColumn) -> str:
    label = mid_sentence(column.label)
    return f"no {label}" if cell is None else str(cell) or f"an empty {label}"


def over_names(facts: Facts, key: int) -> Iterator[str]:
    """True sentences about one value a name."""
    column = facts.result.columns[key]
    sums = facts.sums(key)
    ranked = sorted(sums, key=lambda cell: -sums[cell])
    total = sum(sums.values())
    label = facts.column.label
    counted = is_plural(label) and facts.column.format.style is NumberStyle.NUMBER
    most = f"the {'most' if counted else 'highest'} {mid_sentence(label)}"
    whole = facts.of.format(len(ranked))
    top = ranked[0]
    name = name_of(top, column)
    capital = name[:1].upper() + name[1:]
    if total > 0:
        share = write_share(sums[top] / total)
        yield f"{capital} has {most}: {facts.text(sums[top])}, {share} of {whole}"
    for other in ranked[1:]:
        if sums[other] == sums[ranked[1]]:
            ahead = write_difference(sums[top] - sums[other], facts.column.format)
            yield (
                f"{capital} has {most}: {facts.text(sums[top])}, "
                f"{ahead} more than {name_of(other, column)}"
            )
    yield from concentrations(facts, column, [sums[cell] for cell in ranked], total)
    low = ranked[-1]
    below = (
        write_difference(sums[top] - sums[low], facts.column.format)
        if facts.is_percent or sums[low] <= 0
        else write_share((sums[top] - sums[low]) / sums[top])
    )
    yield (
        f"Lowest {singular_of(column.label)} is {name_of(low, column)} at "
        f"{facts.text(sums[low])}, {below} below {name}"
    )
    if None in sums and total > 0:
        share = write_share(sums[None] / total)
        verb = "have" if is_plural(mid_sentence(label)) else "has"
        yield (
            f"{share[:1].upper()}{share[1:]} of {mid_sentence(label)} {verb} no "
            f"{mid_sentence(column.label)} ({facts.text(sums[None])})"
        )


def concentrations(
    facts: Facts, column: ResultColumn, values: list[float], total: float
) -> Iterator[str]:
    if total <= 0:
        return
    label = facts.column.label
    verb = "are" if is_plural(label) else "is"
    of = "total" if facts.whole else f"these {len(values):,}"
    for top in range(2, len(values)):
        share = write_share(sum(values[:top]) / total)
        leaders = f"the top {top} {plural_of(column.label)}"
        yield f"{label} {verb} concentrated in {leaders} ({share} of {of})"


def moves(facts: Facts, over: int, by: int) -> Iterator[str]:
    """True sentences about the group that moved most between the last two buckets."""
    names = bucket_names(facts, over)
    buckets = sorted({row[over] for row in facts.result.rows}, key=str)
    cells = {(row[by], row[over]): row[facts.measure] for row in facts.result.rows}
    for earlier, later in pairwise(buckets):
        both = {
            group: (float(before), float(now))
            for group in {row[by] for row in facts.result.rows}
            if (before := cells.get((group, earlier))) is not None
            and (now := cells.get((group, later))) is not None
        }
        largest = max((abs(now - before) for before, now in both.values()), default=0.0)
        for group, (before, now) in both.items():
            if abs(now - before) == largest:
                name = name_of(group, facts.result.columns[by])
                up = "up" if now > before else "down"
                yield (
                    f"{name[:1].upper()}{name[1:]} moved most from {names[earlier]} to "
                    f"{names[later]}: {up} {facts.change(before, now)}, from "
                    f"{facts.text(before)} to {facts.text(now)}"
                )


def rank_correlation(pairs: list[tuple[float, float]]) -> float | None:
    """Spearman's, by counting what is lower and what is level."""

    def ranked(values: list[float]) -> list[float]:
        lower = [sum(o < v for o in values) for v in values]
        return [low + (values.count(v) + 1) / 2 for low, v in zip(lower, values, strict=True)]

    x, y = ranked([a for a, _ in pairs]), ranked([b for _, b in pairs])
    n = len(pairs)
    mean_x, mean_y = sum(x) / n, sum(y) / n
    both = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    spread = sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y)
    return both / spread**0.5 if spread else None


def relations(facts: Facts, key: int) -> Iterator[str]:
    """True sentences about the first two measures over one key."""
    columns = facts.result.columns
    one, other = (i for i, c in enumerate(columns) if c.role is ColumnRole.MEASURE)
    rows = [(row[key], row[one], row[other]) for row in facts.result.rows]
    known = [(cell, float(a), float(b)) for cell, a, b in rows if a is not None and b is not None]
    first, second = columns[one].label, mid_sentence(columns[other].label)
    grain = columns[key].grain
    if grain:
        starts = {cell: datetime.fromisoformat(str(cell)) for cell, _, _ in known}
        over = [row for row in known if bucket_end(starts[row[0]], grain).date() <= facts.today]
        steps = [
            (b[1] - a[1], b[2] - a[2])
            for a, b in pairwise(sorted(over, key=lambda row: str(row[0])))
            if bucket_end(starts[a[0]], grain) == starts[b[0]]
        ]
        what, counted = "rank correlation of their changes", f"{len(steps)} changes"
        ways = [
            f"{first} and {second} tend to move {way} from {grain.value} to {grain.value}"
            for way in ("together", "in opposite directions")
        ]
    else:
        steps = [(a, b) for _, a, b in known]
        units = plural_of(columns[key].label)
        what, counted = "rank correlation", f"{len(steps)} {units}"
        capital = units[:1].upper() + units[1:]
        ways = [
            f"{capital} with a higher {mid_sentence(first)} tend to have a {side} {second}"
            for side in ("higher", "lower")
        ]
    rho = rank_correlation(steps) if steps else None
    if rho is None:
        return
    text = "0" if abs(rho) < 0.005 else f"{rho:.2f}"
    yield f"{ways[rho < 0]} ({what} {text}, {counted})"
    between = f"{mid_sentence(first)} and {second}"
    yield f"No clear relation between {between} ({what} {text}, {counted})"


def all_claims(facts: Facts) -> set[str]:
    columns = facts.result.columns
    claims: set[str] = set()
    times = [key for key in facts.keys if columns[key].grain]
    names = [key for key in facts.keys if not columns[key].grain]
    if len(facts.keys) == 1:
        claims |= set(over_time(facts, times[0]) if times else over_names(facts, names[0]))
        if sum(column.role is ColumnRole.MEASURE for column in columns) == 2:
            claims |= set(relations(facts, facts.keys[0]))
    elif len(facts.keys) == 2:
        for key in names:
            claims |= set(over_names(facts, key))
        if len(times) == 1:
            claims |= set(over_time(facts, times[0], total=True))
            claims |= set(moves(facts, times[0], names[0]))
    return claims
