"""A packed sequence of texts is a sequence like any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bi.model.texts import Texts

_TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])))


@given(_TEXTS)
def test_it_holds_what_it_was_made_of(texts: list[str]) -> None:
    packed = Texts(texts)

    assert list(packed) == texts
    assert [packed[at] for at in range(len(packed))] == texts
    assert packed[1:3] == tuple(texts[1:3])
    assert packed == Texts(texts)
    assert packed != Texts([*texts, "more"])


def test_it_counts_from_the_end_and_knows_its_bounds() -> None:
    packed = Texts(["one", "", "three"])

    assert (packed[-1], packed[-2]) == ("three", "")
    assert "three" in packed
    for outside in (3, -4):
        with pytest.raises(IndexError):
            packed[outside]


def test_a_text_that_is_no_text_is_kept_as_far_as_it_can_be() -> None:
    assert Texts(["a\ud800b"])[0] == "a?b"
