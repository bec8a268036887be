"""The order of a table's rows."""

from __future__ import annotations

from typing import Any

from tests.browser.conftest import Person

_ORDER = """async ([type, values, descending, hits]) => {
    const { orderOf } = await import("/assets/src/result/order.js");
    const rows = values.map((value) => [value]);
    const columns = [{ name: "value", type }];
    return orderOf(columns, rows, { column: 0, descending }, hits);
}"""


async def _ordered(
    person: Person,
    values: list[Any],
    kind: str = "text",
    descending: bool = False,
    hits: list[int] | None = None,
) -> list[Any]:
    await person.open()
    order = await person.page.evaluate(_ORDER, [kind, values, descending, hits])
    return [values[row] for row in order]


async def test_texts_are_in_order_without_case_and_accents_and_by_their_numbers(
    person: Person,
) -> None:
    in_order = [
        "",
        "#5",
        "7 of 9",
        "007 of 9 more",
        "10-2",
        "10-11",
        "12345678",
        "123456789",
        "999999999999",
        "1000000000000",
        "20000000000000000000000000",
        "ECLAIR",
        "eclair",
        "Éclair",
        "éclair",
        "Eclair 2",
        "éclair 10",
        "Ωmega",
        "한국",
        "한글",
    ]
    assert await _ordered(person, in_order[::-1]) == in_order
    assert await _ordered(person, in_order, descending=True) == in_order[::-1]


async def test_the_texts_of_a_large_table_are_in_order(person: Person) -> None:
    names = [
        f"{town} {number} of {year}"
        for town in ("Aarau", "ärmel", "Zug", "Zürich", "zürich")
        for number in range(400)
        for year in (9, 10, 2024)
    ]
    # "Zürich" and "zürich" differ in nothing else.
    expected = names[:3600] + [
        name for pair in zip(names[3600:4800], names[4800:], strict=True) for name in pair
    ]
    mixed = [names[at * 7919 % len(names)] for at in range(len(names))]
    assert await _ordered(person, mixed) == expected


async def test_what_is_equal_stays_as_it_came_and_what_is_missing_comes_last(
    person: Person,
) -> None:
    page = person.page
    await person.open()
    texts = ["b", None, "a", "b", "a", None]
    numbers = [2, None, -1.5, "2", -1.5, None]
    for kind, values in (("text", texts), ("number", numbers)):
        given = [[kind, values, descending, None] for descending in (False, True)]
        assert [await page.evaluate(_ORDER, one) for one in given] == [
            [2, 4, 0, 3, 1, 5],
            [0, 3, 2, 4, 1, 5],
        ]
        assert await page.evaluate(_ORDER, [kind, values, False, [1, 3, 4]]) == [4, 3, 1]
        assert await page.evaluate(_ORDER, [kind, [None, None], True, None]) == [0, 1]
        assert await page.evaluate(_ORDER, [kind, [], False, None]) == []


async def test_a_text_may_hold_any_sign(person: Person) -> None:
    assert await _ordered(person, ["b", "a\0b", "", "a", "\0", "A\0c", "½", "😀"]) == [
        "",
        "\0",
        "½",
        "a",
        "a\0b",
        "A\0c",
        "b",
        "😀",
    ]
