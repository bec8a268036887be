"""Whether every number of a sentence follows from the result, as what its words say it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from bi.model.result import ColumnRole
from bi.model.words import plural, singular
from llm.prose import cues
from llm.prose.claims import Claim, Role, between, of_all, of_subjects
from llm.prose.context import Context, clause_of
from llm.prose.directions import Way, ends_at, ways_at
from llm.prose.known import Told, unit_of, words_of
from llm.prose.numbers import Unit, Written

_RESULT_WORDS = frozenset(
    [
        "row",
        "result",
        "group",
        "entry",
        "value",
        "category",
        "item",
        "record",
        "line",
        "zeile",
        "wert",
        "eintrag",
        "ergebnis",
        "gruppe",
    ]
)
_COUNTED = re.compile(
    r"\b(?:all|the|these|those|of|alle|aller|die|den|der|diese|dieser|top|first|last"
    r"|all of the|allen)\s$",
    re.I,
)
_TIME_UNITS = frozenset(
    [
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "quarter",
        "year",
        "sekunde",
        "minute",
        "stunde",
        "tag",
        "woche",
        "monat",
        "quartal",
        "jahr",
    ]
)


def supported(context: Context) -> bool:
    return _Support(context).holds


class _Support:
    """Of one sentence."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.known = context.known

    @property
    def holds(self) -> bool:
        written = self.context.written
        if not all(one.ranges for one in written):
            return False
        found = [self._claim(at) for at in range(len(written))]
        stated = [claim for claim in found if isinstance(claim, Claim) and claim.column is not None]
        for at, claim in enumerate(found):
            if claim is None and not self._follows(at, stated):
                return False
        return True

    @cached_property
    def _claims(self) -> list[Claim]:
        rows = frozenset(row for one in self.context.subjects for row in one.rows)
        return [*of_subjects(self.known, self.context.subjects, rows), *of_all(self.known)]

    def _claim(self, at: int) -> Claim | Told | None:
        """What bears a number out."""
        one = self.context.written[at]
        owner = self.context.owner(at)
        column = self.context.column_of(at)
        if owner is None and self.context.is_of_one:
            owner = self.context.rows
        for claim in self._claims:
            if (
                self._fits(claim, one, column)
                and claim.role is Role.CELL
                and self._is_said(claim, at, owner)
            ):
                return claim
        others = owner is not None and len(owner) == 1 and self._is_of_others(one, owner, column)
        for claim in self._claims:
            if claim.role is Role.CELL or not self._fits(claim, one, column):
                continue
            if (
                others
                and claim.role in (Role.LOW, Role.HIGH, Role.FIRST, Role.LAST)
                and claim.subject < 0
            ):
                continue
            if self._is_said(claim, at, owner):
                return claim
        if self._is_asked(at):
            return self.known.told[0] if self.known.told else None
        return None if others else self._told(at)

    # --- of the rows -----------------------------------------------------------------------------

    def _fits(self, claim: Claim, one: Written, column: int | None) -> bool:
        """Its value, its unit, its currency, its sign and its column."""
        if not one.means(claim.value) or not _unit_fits(claim.unit, one.unit):
            return False
        if claim.column is None:
            return one.unit is not Unit.MONEY
        form = self.known.shape.columns[claim.column].format
        if one.unit is Unit.MONEY and one.currency != (form.unit or "USD"):
            return False
        if one.unit is Unit.TIMES and claim.role is not Role.RATIO:
            return False
        return column is None or claim.column == column or claim.role in _ANY_COLUMN

    def _is_said(self, claim: Claim, at: int, owner: frozenset[int] | None) -> bool:
        """Whether the words around a number say that it is this."""
        before, after = self.context.before(at), self.context.after(at)
        near = f"{before} ¤ {clause_of(after)}"
        one = self.context.written[at]
        if claim.column is not None and not self._is_of_its_time(claim.column, before, near):
            return False
        match claim.role:
            case Role.CELL:
                return self._is_cell(claim, at, before, after, owner)
            case Role.JOINT:
                return bool(cues.JOINT.search(self.context.hidden)) and self._no_change(near)
            case Role.TOTAL:
                return self._is_total(claim, before, near, owner)
            case Role.MEAN:
                return bool(cues.SAYS_AVERAGE.search(near) or cues.AVERAGE.search(after[:20]))
            case Role.MEDIAN:
                return bool(cues.MEDIAN.search(near))
            case Role.LOW | Role.HIGH:
                return self._is_end(claim, at, before, after)
            case Role.FIRST:
                return bool(cues.FIRST.search(before)) and not self.context.subjects
            case Role.LAST:
                return bool(cues.LAST.search(before)) and not self.context.subjects
            case Role.SHARE:
                return self._is_share(claim, near, owner)
            case Role.CHANGE:
                return self._is_change(claim, at, near)
            case Role.RATIO:
                return self._is_ratio(claim, one, near)
            case Role.RANK:
                return self._is_rank(claim, at, near)
            case Role.OTHERS:
                return bool(cues.OTHERS.search(before[-12:])) and self._is_counted(at)
            case Role.COUNT:
                return self._is_count(claim, at)
            case Role.RISES | Role.FALLS:
                ways = {way for _, way in ways_at(self.context.hidden)}
                return ways == {
                    Way.UP if claim.role is Role.RISES else Way.DOWN
                } and self._is_counted(at)
            case Role.OVER | Role.UNDER:
                word = (
                    r"\b(?:above|over|exceed\w*|über)\b"
                    if claim.role is Role.OVER
                    else r"\b(?:below|under|unter)\b"
                )
                return bool(
                    re.search(word, near, re.I) and cues.SAYS_AVERAGE.search(near)
                ) and self._is_counted(at)
            case Role.NEGATIVE:
                return bool(cues.LOSS.search(near)) and self._is_counted(at)
        return False

    def _is_of_its_time(self, column: int, before: str, near: str) -> bool:
        """What was before is said to be so, and what is now is not."""
        shape = self.known.shape
        if shape.columns[column].role is ColumnRole.PRIOR:
            return bool(cues.EARLIER.search(near))
        if column not in self.known.measures or shape.prior_of(column) is None:
            return True
        return not _OF_BEFORE.search(before)

    def _is_cell(
        self, claim: Claim, at: int, before: str, after: str, owner: frozenset[int] | None
    ) -> bool:
        rows = self.context.subjects[claim.subject].rows
        if owner is not None and rows != owner:
            return False
        one = self.context.written[at]
        if not _sign_fits(claim.value, one, f"{before} {clause_of(after)}"):
            if self.known.shape.columns[claim.column or 0].role is not ColumnRole.CHANGE:
                return False
        if self.known.shape.columns[claim.column or 0].role is ColumnRole.CHANGE:
            return self._goes(claim.value, at, before, after)
        column = self.known.shape.columns[claim.column or 0]
        if cues.SAYS_AVERAGE.search(before) and not cues.BESIDE_AVERAGE.search(before):
            return (
                bool(cues.SAYS_AVERAGE.search(f"{column.label} {self.known.facts.title}"))
                or column.calculation is not None
            )
        if _says_difference(before, after) and one.unit is not Unit.RANK:
            return False
        if one.unit is Unit.NONE and not self._unit_word_fits(column.format.unit, after):
            return False
        if not self._noun_fits(claim.column or 0, one, after):
            return False
        if self._counts_something_else(at, claim.column or 0):
            return False
        return not (
            cues.SAYS_TOTAL.search(before)
            and len(self.known.shape.result.rows) > 1
            and not self.context.subjects
        )

    def _noun_fits(self, column: int, one: Written, after: str) -> bool:
        """150,000 of revenue are no 150,000 orders."""
        if one.unit is not Unit.NONE or not re.match(r"[\s-]", after):
            return True
        words = [singular(word) for word in words_of(after[:30])[:2]]
        own = self.known.labels.get(column, ())
        title = {singular(word) for word in words_of(self.known.facts.title)}
        money = unit_of(self.known.shape.columns[column]) is Unit.MONEY
        return not any(
            word in _THINGS and word not in own and (money or word not in title) for word in words
        )

    def _unit_word_fits(self, unit: str | None, after: str) -> bool:
        word = singular((words_of(after) or [""])[0])
        if word not in _TIME_UNITS or not re.match(r"[\s-]", after):
            return True
        return not unit or singular(unit.lower()) == word

    def _counts_something_else(self, at: int, column: int) -> bool:
        """ "410 regions": a cell of orders is no count of regions."""
        words = words_of(self.context.after(at)[:30])
        if not words or not re.match(r"[\s-]", self.context.after(at)):
            return False
        word = singular(words[0])
        return (
            word in self.known.things
            and word not in self.known.labels.get(column, ())
            and word in {plural(w) for w in ()} | set(self.known.things)
        )

    def _is_total(self, claim: Claim, before: str, near: str, owner: frozenset[int] | None) -> bool:
        if not self.known.is_whole and not cues.SHARE_OF_MANY.search(self.context.hidden):
            return False
        if cues.SAYS_AVERAGE.search(near) and not cues.SAYS_TOTAL.search(near):
            return False
        if ends_at(near) and not cues.SAYS_TOTAL.search(before):
            return False
        if self._no_change(near) is False and not cues.SAYS_TOTAL.search(near):
            return False
        if owner is not None or self.context.subjects:
            return bool(
                re.search(
                    r"\b(?:total|of|out of|overall|insgesamt|von|gesamt\w*|all)\b", before, re.I
                )
            )
        return bool(cues.TOTAL.search(near)) or self.context.names_what_is_measured

    def _is_end(self, claim: Claim, at: int, before: str, after: str) -> bool:
        """The lowest or the highest, where the words right around it say so, or a range does."""
        words = cues.LOW if claim.role is Role.LOW else cues.HIGH
        others = cues.HIGH if claim.role is Role.LOW else cues.LOW
        own = Way.DOWN if claim.role is Role.LOW else Way.UP
        ends = {way for _, way in ends_at(before)} or {way for _, way in ends_at(clause_of(after))}
        if ends and own not in ends:
            return False
        if claim.subject < 0 and self.context.subjects and not ends:
            return False
        if (
            re.search(r"\b(?:up|jede\w*|every|all)\b", before, re.I)
            and claim.role is Role.HIGH
            and not ends
        ):
            return bool(
                re.search(r"at most|up to|no more than|höchstens|maximal|bis zu", before, re.I)
            )
        said = words.search(before) or (ends and words.search(after))
        return bool(said) and not (
            others is cues.LOW and re.search(r"\b(?:least|lowest|mindestens)\b", before, re.I)
        )

    def _is_share(self, claim: Claim, near: str, owner: frozenset[int] | None) -> bool:
        if not self.known.is_whole and not cues.SHARE_OF_MANY.search(near):
            return False
        if claim.subject < 0:
            return bool(cues.JOINT.search(self.context.hidden)) and self._no_change(near)
        if owner is not None and self.context.subjects[claim.subject].rows != owner:
            return False
        return self._no_change(near)

    @staticmethod
    def _no_change(near: str) -> bool:
        return not re.search(
            r"\b(?:than|als|rose|fell|grew|grow\w*|declin\w*|dropp\w*|increas\w*|decreas\w*"
            r"|higher|lower|change\w*|gestiegen"
            r"|gesunken|gefallen|stieg\w*|sank\w*|fiel\w*|gewachsen|wuchs|zugenommen"
            r"|abgenommen|(?<!make )(?<!makes )(?<!made )up|down|margin|rate|times)\b",
            near,
            re.I,
        )

    def _is_change(self, claim: Claim, at: int, near: str) -> bool:
        before, after = self.context.before(at), self.context.after(at)
        low, high = claim.pair
        if claim.pair == (-6, -6):
            return (
                claim.value > 0
                and bool(
                    re.search(
                        r"\b(?:gap|spread|difference|range|apart|abstand|differenz|spanne)\b",
                        near,
                        re.I,
                    )
                )
                and bool(not self.context.subjects and ends_at(self.context.hidden))
            )
        if claim.pair == (-3, claim.subject) and not cues.SAYS_AVERAGE.search(near):
            return False
        if low == -2 and len(self.context.subjects) > 1 and not self._is_step(claim):
            return False
        if low in (-4, -5) and self.context.subjects:
            return False
        if low >= 0 and not self._is_oriented(low, high):
            return False
        ways = ways_at(near)
        if not ways and not cues.DIFFERENCE.search(near):
            return False
        if claim.unit is not Unit.POINTS and re.search(
            r"\b(?:share|of (?:the )?(?:total|all)|anteil)\b", near, re.I
        ):
            return False
        return self._goes(claim.value, at, before, after)

    def _is_step(self, claim: Claim) -> bool:
        return claim.subject >= 0 and bool(
            re.search(
                r"previous|prior|before|vor(?:monat|jahr|quartal|woche)|zuvor|year[- ]over"
                r"|month[- ]over",
                self.context.hidden,
                re.I,
            )
        )

    def _is_oriented(self, base: int, other: int) -> bool:
        """Whether the words make the one the base that the sentence changes from."""
        subjects, text = self.context.subjects, self.context.hidden
        first, second = sorted((base, other))
        if second - first != 1 and len(subjects) > 2 and not cues.FROM_TO.search(text):
            pass
        link = text[subjects[first].start : subjects[second].start]
        if re.search(
            r"\b(?:than|als|versus|vs|compared|gegenüber|vergleich\w*|relative|over|behind"
            r"|ahead|on|below|above|unter|über|vor|hinter)\b",
            link,
            re.I,
        ):
            return base == second
        before = text[: subjects[first].start]
        if re.search(
            r"\b(?:from|von|between|zwischen|since|seit)\s+(?:[^\W\d]+\s+)*(?:the\s)?$"
            r"|\b(?:from|von|between|zwischen)\b",
            before,
            re.I,
        ):
            return base == first
        if re.search(
            r"\b(?:compared|versus|gegenüber|vergleich\w*|relative|than|als)\b", before, re.I
        ) and not re.search(r"\b(?:to|bis|and|und)\b", link, re.I):
            return base == first
        if self.known.runs_in_time:
            order = {row: place for place, row in enumerate(self.known.by_time)}
            places = [min(order.get(row, 0) for row in subjects[i].rows) for i in (base, other)]
            return places[0] < places[1]
        return True

    def _goes(self, value: float, at: int, before: str, after: str) -> bool:
        """Whether the direction that is said is the one it went."""
        one = self.context.written[at]
        way = Way.UP if value > 0 else Way.DOWN
        if one.sign and (one.sign > 0) != (value > 0):
            return False
        said = [w for _, w in ways_at(before)][-1:] or [w for _, w in ways_at(clause_of(after))][:1]
        near_after = [w for _, w in ways_at(" ".join(after.split()[:2]))]
        if near_after:
            said = near_after[:1]
        return not said or said[0] is way or value == 0

    def _is_ratio(self, claim: Claim, one: Written, near: str) -> bool:
        low, high = claim.pair
        if low == -3 and not cues.SAYS_AVERAGE.search(near):
            return False
        if low == -6:
            return False
        if low == -2 and len(self.context.subjects) > 1:
            return False
        if low in (-4, -5) and self.context.subjects:
            return False
        if low >= 0:
            text = self.context.hidden
            between_ = text[
                self.context.subjects[min(low, high)].start : self.context.subjects[
                    max(low, high)
                ].start
            ]
            if re.search(r"\b(?:as|than|wie|als|of|that|so)\b", between_, re.I):
                return low > high
            return self._is_oriented(low, high)
        return True

    def _is_rank(self, claim: Claim, at: int, near: str) -> bool:
        one = self.context.written[at]
        if one.unit is Unit.NONE and not re.search(
            r"(?:rank(?:s|ed|ing)?(?:\s\w+)?|places?|number|no\.|#|rang|platz|position|stelle)\s*$",
            self.context.before(at),
            re.I,
        ):
            return False
        if self.known.facts.result.truncated or claim.column not in (
            self.context.spoken_columns or self.known.measures
        ):
            return False
        if not self.known.is_whole and self.known.scope.ascending != (claim.pair[0] < 0):
            return False
        ways = {way for _, way in ends_at(near)}
        down = ways == {Way.DOWN}
        return (claim.pair[0] < 0) == down or (self.known.scope.ascending and not ways)

    # --- counts ----------------------------------------------------------------------------------

    def _is_count(self, claim: Claim, at: int) -> bool:
        one = self.context.written[at]
        if one.unit is not Unit.NONE or claim.value != round(claim.value):
            return False
        after = self.context.after(at)
        words = [singular(word) for word in words_of(after[:40])][:3]
        here = bool(re.match(r"[\s-]", after))
        things = self.known.things
        for word in words if here else ():
            if word in _RESULT_WORDS:
                return True
            for thing, count in things.items():
                if word == thing or (len(thing) > 3 and word.startswith(thing)):
                    named = [s for s in self.context.subjects]
                    return claim.value in (
                        count,
                        float(len(named)),
                        float(count - 1),
                    ) or claim.value == len(self.context.rows)
        if self._is_measured(at):
            return False
        before = self.context.before(at)
        return (
            bool(_COUNTED.search(before.rstrip("¤") if not before.endswith(" ") else before))
            and len(words) < 40
        )

    def _is_measured(self, at: int) -> bool:
        """Whether the noun after it is what is measured, not what there are rows of."""
        words = [singular(word) for word in words_of(self.context.after(at)[:40])][:2]
        labels = {label[-1] for label in self.known.labels.values() if label}
        return any(word in labels for word in words)

    def _is_counted(self, at: int) -> bool:
        after = self.context.after(at)
        words = [singular(word) for word in words_of(after[:40])][:4]
        if any(word in self.known.things or word in _RESULT_WORDS for word in words):
            return True
        return bool(re.match(r"\s*(?:of|von|out of)\b", after))

    # --- of other rows ---------------------------------------------------------------------------

    def _is_of_others(self, one: Written, owner: Iterable[int], column: int | None) -> bool:
        """Whether it is a cell of rows that are not spoken of."""
        mine = list(owner)
        for i in self.known.columns:
            if column is not None and i != column:
                continue
            unit = unit_of(self.known.shape.columns[i])
            if not _unit_fits(unit, one.unit):
                continue
            values = np.abs(self.known.numbers[i])
            values[mine] = np.nan
            for span in one.ranges:
                if bool(((values >= span.low - 1e-9) & (values <= span.high + 1e-9)).any()):
                    return True
        return False

    # --- of what was computed --------------------------------------------------------------------

    def _is_asked(self, at: int) -> bool:
        one = self.context.written[at]
        before = self.context.before(at)
        if any(one.means(value) for value in self.known.limits) and re.search(
            r"\b(?:top|first|last|bottom|over|above|more than|at least|under|below|less than"
            r"|least|exceed\w*|über|unter|mehr als"
            r"|mindestens|ersten|letzten|größten|largest|highest|lowest|best|[<>])\s[$€£]?$",
            before,
            re.I,
        ):
            return not any(t.means(value) for t in () for value in ())
        for asked in self.known.asked:
            if (
                asked.unit is one.unit
                and asked.ranges
                and one.ranges
                and asked.ranges == one.ranges
            ):
                words = words_of(self.known.facts.title[max(0, asked.start - 20) : asked.start])[
                    -1:
                ]
                said = words_of(before)[-1:]
                follow = [singular(w) for w in words_of(self.known.facts.title[asked.end :])[:1]]
                if (words and words == said) or (
                    follow and follow == [singular(w) for w in words_of(self.context.after(at))[:1]]
                ):
                    return True
        return False

    def _told(self, at: int) -> Told | None:
        for told in self.known.told:
            if self._is_told(told, at):
                return told
        return None

    def _is_told(self, told: Told, at: int) -> bool:
        """The same number of the same rows, with the same direction."""
        one = self.context.written[at]
        if not self.context.rows <= told.rows and told.rows:
            return False
        if (
            self.context.mentions
            and not told.rows
            and len(self.context.rows) < self.known.shape.row_count
        ):
            return False
        before, after = self.context.before(at), clause_of(self.context.after(at))
        for other in told.written:
            if not _unit_fits(other.unit, one.unit) or not other.ranges:
                continue
            if one.unit is Unit.MONEY and one.currency != other.currency:
                continue
            if one.sign != other.sign and not (
                one.sign == 0 and (other.sign > 0 or cues.LOSS.search(f"{before} {after}"))
            ):
                if one.sign < 0 or other.sign < 0:
                    continue
            for mine in one.ranges:
                for theirs in other.ranges:
                    middle = (theirs.low + theirs.high) / 2
                    if mine.has(middle) and mine.high - mine.low >= 0.99 * (
                        theirs.high - theirs.low
                    ):
                        left = told.text[max(0, other.start - 60) : other.start]
                        if _is_of_before(told.text, other) and not cues.EARLIER.search(
                            f"{before} {after}"
                        ):
                            continue
                        if _OF_BEFORE.search(before) and not _is_of_before(told.text, other):
                            continue
                        right = clause_of(told.text[other.end : other.end + 40])
                        if _agree(
                            f"{before} ¤ {after}", f"{left} ¤ {right}", told.text
                        ) and _same_noun(self.context.after(at), told.text[other.end :]):
                            return True
        return False

    # --- of what the sentence itself states ------------------------------------------------------

    def _follows(self, at: int, stated: list[Claim]) -> bool:
        """ "From 120 to 240, up 100%": between two values that the sentence states."""
        values = [one for one in stated if one.role in _VALUES][:4]
        near = f"{self.context.before(at)} ¤ {clause_of(self.context.after(at))}"
        if len(values) < 2:
            return False
        one = self.context.written[at]
        for claim in _between_all(values):
            if not one.means(claim.value) or not _unit_fits(claim.unit, one.unit):
                continue
            if one.unit is Unit.MONEY and claim.column is not None:
                if one.currency != (self.known.shape.columns[claim.column].format.unit or "USD"):
                    continue
            if claim.role is Role.RATIO:
                return True
            if (ways_at(near) or cues.DIFFERENCE.search(near)) and self._goes(
                claim.value, at, self.context.before(at), self.context.after(at)
            ):
                return True
        return False


_ANY_COLUMN = frozenset(
    {
        Role.SHARE,
        Role.RANK,
        Role.COUNT,
        Role.RISES,
        Role.FALLS,
        Role.OVER,
        Role.UNDER,
        Role.NEGATIVE,
        Role.CHANGE,
        Role.RATIO,
    }
)
_VALUES = frozenset(
    {Role.CELL, Role.TOTAL, Role.LOW, Role.HIGH, Role.FIRST, Role.LAST, Role.JOINT, Role.MEAN}
)


def _between_all(values: list[Claim]) -> Iterator[Claim]:
    for place, one in enumerate(values):
        for other in values[place + 1 :]:
            if one.column == other.column and one.unit is other.unit:
                yield from between(one.value, other.value, one.unit, one.column)


def _unit_fits(known: Unit, written: Unit) -> bool:
    if written is Unit.MONEY:
        return known is Unit.MONEY
    if known is Unit.POINTS:
        return written is Unit.POINTS
    if known is Unit.PERCENT:
        return written is Unit.PERCENT
    if known in (Unit.TIMES, Unit.RANK):
        return written is known or (known is Unit.RANK and written is Unit.NONE)
    return written is Unit.NONE


def _sign_fits(value: float, one: Written, near: str) -> bool:
    if (one.sign > 0 and value < 0) or (one.sign < 0 and value > 0):
        return False
    if value < 0 and not one.sign:
        return bool(cues.LOSS.search(near))
    return not (
        value > 0
        and re.search(
            r"\b(?:loss(?:es)? of|verlust von|minus)\s[$€£]?$",
            near.split("¤")[0].strip() + " ",
            re.I,
        )
    )


def _says_difference(before: str, after: str) -> bool:
    """Whether the words right around a number make it a difference: "$389k more"."""
    if re.match(
        r"[\s)]*(?:more|less|fewer|higher|lower|mehr|weniger|ahead|behind|above|below"
        r"|points? (?:more|higher|lower))\b",
        after,
        re.I,
    ):
        return True
    return bool(
        re.search(
            r"\b(?:(?:rose|fell|grew|dropped|declined|increased|decreased|up|down|gained|lost"
            r"|climbed|higher|lower|stieg\w*|sank\w*|fiel\w*"
            r"|wuchs\w*|increase|decrease|decline|drop|rise|growth|gap|difference|margin|lead"
            r"|change)(?:\s(?:by|of|um|von))?)"
            r"\s(?:about\s|around\s|roughly\s|nearly\s|almost\s|over\s)?[$€£]?$",
            before,
            re.I,
        )
        and not re.search(r"\b(?:to|at|from|auf|von)\s[$€£]?$", before, re.I)
    )


def _is_of_before(text: str, one: Written) -> bool:
    """ "$13.2M the previous year"."""
    return bool(re.match(r"\s(?:the|in the)\s(?:previous|prior)\b", text[one.end :]))


def _same_noun(mine: str, theirs: str) -> bool:
    """A count of months is no count of orders."""
    if not re.match(r"[\s-]", mine) or not re.match(r"[\s-]", theirs):
        return True
    one, other = (singular((words_of(text[:30]) or [""])[0]) for text in (mine, theirs))
    small = {"a", "in", "of", "and", "is", "to", "for", "on", "at", "from", "with", ""}
    return one == other or one in small or other in small or not (one in _NOUNS or other in _NOUNS)


_OF_BEFORE = re.compile(
    r"\b(?:previous|prior|last|year before|earlier|vorjahr\w*|vorigen)\s*"
    r"(?:year|month|quarter|week)?(?:['’]s)?\s(?:of\s|was\s|with\s)?[$€£]?$",
    re.IGNORECASE,
)
# What is counted, in sentences about business: a number before one of these is a number of them.
_THINGS = frozenset(
    [
        "order",
        "customer",
        "user",
        "client",
        "employee",
        "product",
        "unit",
        "item",
        "transaction",
        "visitor",
        "visit",
        "session",
        "ticket",
        "lead",
        "store",
        "shop",
        "supplier",
        "invoice",
        "payment",
        "shipment",
        "return",
        "region",
        "country",
        "category",
        "month",
        "year",
        "day",
        "week",
        "quarter",
        "person",
        "people",
        "student",
        "patient",
        "deal",
        "account",
        "contract",
        "subscription",
        "download",
        "click",
        "bestellung",
        "kunde",
        "kunden",
        "produkt",
        "produkte",
        "artikel",
        "mitarbeiter",
        "filiale",
        "region",
        "regionen",
        "rechnung",
        "rechnungen",
        "stück",
        "bestellungen",
        "auftrag",
        "aufträge",
        "nutzer",
        "besucher",
    ]
)
_NOUNS = _RESULT_WORDS | _TIME_UNITS


def _agree(mine: str, theirs: str, whole: str) -> bool:
    """Whether two places in texts say the same of a number: up or down, highest or lowest."""
    for words_at in (ways_at, ends_at):
        one = {way for _, way in words_at(mine)}
        other = {way for _, way in words_at(theirs)}
        every = {way for _, way in words_at(whole)}
        if one and other and not one & other:
            return False
        if one and not one & every:
            return False
    totals = [bool(cues.SAYS_TOTAL.search(text)) for text in (mine, theirs)]
    averages = [bool(cues.SAYS_AVERAGE.search(text)) for text in (mine, whole)]
    return not (totals[0] and not totals[1]) and not (averages[0] and not averages[1])
