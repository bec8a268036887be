"""Lists of countries and states are known as such, and nothing else is."""

from __future__ import annotations

from bi.language.values.places import OtherWord, other_words


def words_for(value: str, *values: str) -> set[str]:
    return {word.text for word in other_words((value, *values)) if word.value == value}


def test_a_country_has_its_codes_other_names_and_people() -> None:
    assert words_for("United States", "France", "Canada") >= {
        "United States of America", "USA", "US", "America", "American",
    }  # fmt: skip
    assert words_for("FR", "US", "CA", "DE", "GB") >= {"France", "French", "FRA"}
    assert words_for("DEU", "FRA", "GBR") >= {"Germany", "German", "DE"}


def test_a_state_has_its_code_or_its_name() -> None:
    assert words_for("CA", "NY", "TX", "OH") == {"California"}
    assert words_for("Texas", "Ohio", "New York") == {"TX"}


def test_codes_count_only_as_they_are_written() -> None:
    words = {word.text: word for word in other_words(("Norway", "India", "France"))}

    assert words["NO"] == OtherWord("Norway", "NO", code=True)
    assert not words["Norwegian"].code


def test_a_few_other_values_may_be_among_them() -> None:
    assert "British" in words_for("UK", "France", "Germany", "Elsewhere")
    assert words_for("Elsewhere", "France", "Germany", "UK") == set()


def test_what_is_no_list_of_places_has_no_other_words() -> None:
    assert list(other_words(("North", "South", "Georgia", "Jordan", "West"))) == []
    assert list(other_words(("en", "de", "fr", "it"))) == []
    assert list(other_words(("France",))) == []
    assert list(other_words(())) == []


def test_what_could_be_countries_or_states_is_neither() -> None:
    assert list(other_words(("CA", "DE", "IN"))) == []


def test_no_value_is_another_word_for_its_neighbour() -> None:
    assert "America" not in words_for("United States", "America", "Canada", "Mexico")
