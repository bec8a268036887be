"""Values are found by all their words, by slips, and by parts, and never by anything else."""

from __future__ import annotations

from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bi.language.lexicon.load import load_lexicon
from bi.language.meanings import ValueName
from bi.language.values.index import ValueIndex
from bi.language.words import lemmas_of, phrase, words_of
from bi.model.catalog import Catalog, ColumnRef, ColumnType, Dataset, Datasource, Dimension
from bi.model.profile import Profile
from bi.model.texts import Texts

LEXICON = load_lexicon("en")
_WORD = st.text(alphabet="abcdeé", min_size=1, max_size=5)
_TEXT = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)


def index_of(*columns: list[str], **more: object) -> ValueIndex:
    """An index over one dimension of text for each list of values, called c0, c1 and so on."""
    dimensions = tuple(
        Dimension("things", f"c{at}", f"C{at}", f"c{at}", ColumnType.TEXT, **more)  # type: ignore[arg-type]
        for at in range(len(columns))
    )
    dataset = Dataset("things", "Things", "things", dimensions=dimensions)
    catalog = Catalog("1", Datasource("x", "X", "sqlite://"), (dataset,))
    values = {ColumnRef("things", f"c{at}"): Texts(texts) for at, texts in enumerate(columns)}
    return ValueIndex(catalog, Profile(values), LEXICON)


def found(index: ValueIndex, text: str) -> dict[tuple[int, int], set[tuple[str, object]]]:
    spans = index.spans(words_of(text, LEXICON))
    return {span: {(v.dimension.name, v.value) for v in values} for span, values in spans.items()}


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXT, max_size=30), st.lists(_TEXT, max_size=30), st.lists(_WORD, max_size=7))
def test_every_run_of_words_names_the_values_with_exactly_these_words(
    first: list[str], second: list[str], sentence: list[str]
) -> None:
    expected: dict[tuple[int, int], set[tuple[str, object]]] = {}
    words = words_of(" ".join(sentence), LEXICON)
    for start, end in product(range(len(words)), range(1, len(words) + 1)):
        key = tuple(word.lemma for word in words[start:end])
        for name, texts in (("c0", first), ("c1", second)):
            same = {(name, text) for text in texts if lemmas_of(text, LEXICON) == key}
            if same:
                expected.setdefault((start, end), set()).update(same)

    assert found(index_of(first, second), " ".join(sentence)) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXT, max_size=30), _WORD, st.integers(1, 2))
def test_near_misses_are_all_words_within_reach(texts: list[str], word: str, reach: int) -> None:
    known = set(chain.from_iterable(lemmas_of(text, LEXICON) for text in texts))
    near = index_of(texts).near(word, reach)

    # All that are plain letters; accents may be left out, but not every one is forgiven.
    for one in known:
        if one.isascii() and word.isascii() and OSA.distance(word, one) <= reach:
            assert one in near
    for one, errors in near.items():
        assert one in known
        assert errors == OSA.distance(word, one) <= reach


@settings(max_examples=60, deadline=None)
@given(st.lists(_TEXT, max_size=30), st.lists(_WORD, min_size=1, max_size=2))
def test_parts_are_runs_of_a_longer_value_and_beginnings_come_first(
    texts: list[str], part: list[str]
) -> None:
    words = list(lemmas_of(" ".join(part), LEXICON))
    keys = {text: list(lemmas_of(text, LEXICON)) for text in texts}
    longer = {text: key for text, key in keys.items() if len(key) > len(words)}
    begins = {text for text, key in longer.items() if key[: len(words)] == words}
    within = {
        text
        for text, key in longer.items()
        if any(key[at : at + len(words)] == words for at in range(len(key)))
    }

    named = index_of(texts).having(words, 100)

    assert {value.value for value in named} == (begins or within)
    assert all(value.partial for value in named)


def test_many_values_with_a_word_are_cut_to_the_likely_ones() -> None:
    texts = [f"north {chr(97 + at % 26)}{chr(97 + at // 26)} north" for at in range(600)]
    named = index_of([*texts, "north end", "the north"]).having(["north"], 3)

    assert named[0].value == "north end"
    assert len(named) == 3


@pytest.mark.parametrize(
    "text",
    ["Acme Corp", "O'Brien's Pub", "sub-category", "AT&T", "a_b", "3rd Floor", "Café 22 %", "U.S.",
     "2024-01-31", "C++", "R2D2", "", "---", "Ärzte  ohne\tGrenzen", "²"],
)  # fmt: skip
def test_a_value_has_the_words_that_it_would_have_in_a_sentence(text: str) -> None:
    assert lemmas_of(text, LEXICON) == tuple(word.lemma for word in phrase(text, LEXICON))


def test_a_value_is_found_in_any_form_and_place() -> None:
    index = index_of(["Office Chair", "Desk"])

    assert found(index, "desks and OFFICE CHAIRS") == {
        (0, 1): {("c0", "Desk")},
        (2, 4): {("c0", "Office Chair")},
    }


def test_a_value_with_very_many_words_is_found_by_its_beginning() -> None:
    text = " ".join(f"w{chr(97 + at)}" for at in range(25))
    index = index_of([text])

    assert found(index, text) == {}
    assert [value.value for value in index.having(["wa", "wb"], 3)] == [text]


def test_aliases_and_values_of_the_catalog_are_found_like_others() -> None:
    index = index_of(["Online"], values=("Phone",), value_aliases={"Online": ("web shop",)})

    assert found(index, "web shops phone online") == {
        (0, 2): {("c0", "Online")},
        (2, 3): {("c0", "Phone")},
        (3, 4): {("c0", "Online")},
    }


def test_what_is_not_indexed_is_not_found() -> None:
    assert found(index_of(["Online"], indexed=False), "online") == {}
    assert found(index_of(["Online"], identifier=True), "online") == {}


def test_one_value_in_several_dimensions_means_each() -> None:
    index = index_of(["North"], ["South", "North"])
    named = index.spans(words_of("north", LEXICON))[0, 1]

    assert [value.dimension.name for value in named] == ["c0", "c1"]
    assert named[0] == ValueName(named[0].dimension, "North")


def test_an_index_of_nothing_finds_nothing() -> None:
    index = index_of()

    assert found(index, "anything at all") == {}
    assert index.near("anything", 2) == {}
    assert index.having(["anything"], 3) == []
    assert len(index) == 0
