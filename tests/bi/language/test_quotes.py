"""What stands in quotation marks is one thing, as it is written."""

from __future__ import annotations

import pytest

from bi.language.lexicon.load import load_lexicon
from bi.language.meanings import Cue, Item, MeasureName, TextLiteral, ValueName
from bi.language.spans import items_of
from bi.language.spelling import Speller
from bi.language.values.index import ValueIndex
from bi.language.vocabulary import Vocabulary
from bi.language.words import words_of
from bi.model.catalog import Catalog
from bi.model.profile import Profile
from tests.bi.language.expected import Reader, q, where

LEXICON = load_lexicon("en")


def quotes(text: str) -> list[str]:
    words = words_of(text, LEXICON)
    return list(dict.fromkeys(word.quote.text for word in words if word.quote))


@pytest.fixture(scope="module")
def vocabulary(demo_catalog: Catalog, demo_profile: Profile) -> Vocabulary:
    return Vocabulary(demo_catalog, ValueIndex(demo_catalog, demo_profile, LEXICON), LEXICON)


def items(text: str, vocabulary: Vocabulary) -> list[Item]:
    return items_of(words_of(text, LEXICON), vocabulary, Speller(vocabulary))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("names that start with 'A'", ["A"]),
        ('names with "J. P." in them', ["J. P."]),
        ("names with “Müller” or ‘Meier’", ["Müller", "Meier"]),
        ("the book 'the student's guide' alone", ["the student's guide"]),
        ("names that contain '_%'", ["_%"]),
        ("the student's books and the students' names", []),
        ("customers' orders and products' names", []),
        ("24\" screens and 27\" screens", []),
        ("an open 'end", []),
        ("nothing '' or ' ' here", []),
        ('"monthly revenue for 2024"', []),
        ("“monthly revenue”?", []),
    ],
)  # fmt: skip
def test_quotations_are_told_from_apostrophes_and_inches(text: str, quoted: list[str]) -> None:
    assert quotes(text) == quoted


def test_a_quotation_is_one_item_with_its_text(vocabulary: Vocabulary) -> None:
    found = items("revenue where the name is 'Acme in Bonn, or So' now", vocabulary)
    quoted = next(item for item in found if item.of(TextLiteral))

    assert quoted.of(TextLiteral) == (TextLiteral("Acme in Bonn, or So"),)
    assert quoted.meanings == quoted.of(TextLiteral)
    assert quoted.tags == {"text"}


def test_a_quoted_value_or_name_is_still_one(vocabulary: Vocabulary) -> None:
    value = items("revenue for 'canada'", vocabulary)[-1]
    name = items("what is 'revenue'", vocabulary)[-1]

    assert [one.value for one in value.of(ValueName)] == ["Canada"]
    assert name.of(MeasureName)
    assert value.of(TextLiteral) == (TextLiteral("canada"),)


def test_a_quoted_small_word_is_text_and_no_grammar(vocabulary: Vocabulary) -> None:
    item = items("names that contain 'or'", vocabulary)[-1]

    assert item.of(TextLiteral) == (TextLiteral("or"),)
    assert not item.of(Cue)


def test_quoted_signs_are_not_lost(vocabulary: Vocabulary) -> None:
    assert items("names with '!!' in them", vocabulary)[2].of(TextLiteral) == (TextLiteral("!!"),)


def test_quoted_values_are_answered_and_quoted_unknowns_named(demo: Reader) -> None:
    expected = q("revenue", only=where("customers.country", "Canada"))
    assert demo.query("revenue for “Canada”") == expected
    assert demo.refused("revenue for 'Canda'").unknown == ("Canda",)
    assert demo.query('"revenue for Canada"') == expected
