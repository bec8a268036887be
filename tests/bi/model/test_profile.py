"""What could not be read this time is known from before."""

from __future__ import annotations

from datetime import date

from bi.model.catalog import ColumnRef
from bi.model.profile import NumberSpan, Profile

CITY, NAME, DAY, SIZE = (ColumnRef("shops", name) for name in ("city", "name", "opened", "size"))
SPAN = (date(2020, 1, 1), date(2021, 1, 1))


def test_only_what_was_not_read_is_taken_from_before() -> None:
    numbers = {SIZE: NumberSpan(1, 9, 4)}
    earlier = Profile(
        {CITY: ("Bonn", "Köln"), NAME: ("A", "B")},
        spans={DAY: SPAN},
        numbers=numbers,
        common={CITY: ("Köln", "Bonn"), NAME: ("B", "A")},
    )
    later = Profile(
        {CITY: (), NAME: ("C",)}, incomplete=frozenset({CITY}), unread=frozenset({CITY, DAY, SIZE})
    )

    known = later.completed_by(earlier)

    assert known.values == {CITY: ("Bonn", "Köln"), NAME: ("C",)}
    assert known.spans == {DAY: SPAN}
    assert known.numbers == numbers
    assert known.common == {CITY: ("Köln", "Bonn")}
    assert known.incomplete == frozenset()


def test_values_that_were_incomplete_before_still_are() -> None:
    earlier = Profile({CITY: ("Bonn",)}, incomplete=frozenset({CITY}))
    later = Profile({CITY: ()}, incomplete=frozenset({CITY}), unread=frozenset({CITY}))

    assert later.completed_by(earlier).incomplete == {CITY}


def test_values_that_were_given_up_stay_so() -> None:
    earlier = Profile({CITY: ("Bonn",)})
    later = Profile({CITY: ()}, incomplete=frozenset({CITY}))

    assert later.completed_by(earlier) == later
