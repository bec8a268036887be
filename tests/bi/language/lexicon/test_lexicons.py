"""Every lexicon file: it loads, and says nothing that the engine would not hear."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bi.language
from bi.catalog.check_language import languages
from bi.language.lexicon.load import LexiconInvalid, lexicon_of, load_lexicon
from bi.language.lexicon.sections import KEYED, LISTS, SECTIONS
from bi.language.words import words_of

_ENGINE = Path(bi.language.__file__).parent
_DOCUMENT = (Path(__file__).parents[4] / "docs" / "languages.md").read_text("utf-8")
_CUE = re.compile(r"[A-Z][A-Z_]+|\bX\b")


def _named_in_code() -> Iterator[str]:
    """Every word in capitals in a string of the engine's code: patterns and tags name cues so."""
    for file in _ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _CUE.findall(node.value)


KNOWN = frozenset(_named_in_code())


def test_there_are_lexicons() -> None:
    assert {"de", "en"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_cue_of_a_lexicon_is_known_to_the_engine(language: str) -> None:
    """Or soft: such a cue may stand in a sentence without changing it, which is its use."""
    lexicon = load_lexicon(language)
    assert set(lexicon.phrases["cues"]) - lexicon.soft - KNOWN == set()


def test_only_cues_can_be_soft_or_parts_of_names() -> None:
    cues = KNOWN.union(*(load_lexicon(one).phrases["cues"] for one in languages()))
    for language in languages():
        lexicon = load_lexicon(language)
        assert (lexicon.soft | lexicon.nameable) - cues == set()


@pytest.mark.parametrize("language", languages())
def test_no_phrase_is_written_in_a_way_that_no_sentence_matches(language: str) -> None:
    """Phrases are found in lower case, as words."""
    lexicon = load_lexicon(language)
    for names in lexicon.phrases.values():
        for entries in names.values():
            for entry in entries:
                assert entry == entry.lower()
                assert words_of(entry, lexicon), entry


@pytest.mark.parametrize("language", languages())
def test_irregular_words_meet_the_form_that_rules_leave(language: str) -> None:
    """What a form is led to is not led further."""
    lexicon = load_lexicon(language)
    for form, word in lexicon.irregular.items():
        assert lexicon.irregular.get(word, word) == word, form


def test_every_section_and_key_is_documented() -> None:
    keys = {key for names in KEYED.values() for key in names}
    for name in (*SECTIONS, *KEYED):
        assert f"`[{name}]`" in _DOCUMENT, name
    for name in (*LISTS, *keys):
        assert f"`{name}`" in _DOCUMENT, name


def test_a_lexicon_may_lack_everything() -> None:
    lexicon = lexicon_of("xx", "")
    assert lexicon.cue("OF") == ()
    assert lexicon.singular("houses") == "houses"
    assert [word.number for word in words_of("3 houses", lexicon)] == [3, None]


def test_a_sign_of_forms_stands_for_each_ending() -> None:
    lexicon = lexicon_of("xx", '[cues]\nONLY = ["sol~"]\n[forms]\n"~" = ["o", "a"]')
    assert lexicon.cue("ONLY") == ("solo", "sola")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[ceus]\nONLY = ['solo']", r"xx.toml: there is no section \[ceus\]"),
        ("[grains]\nfortnight = ['f']", r"xx.toml: \[grains\] has no `fortnight`"),
        ("[months]\n13 = ['smarch']", r"xx.toml: \[months\] has no `13`"),
        ("[figures]\ndecimals = ','", r"xx.toml: \[figures\] has no `decimals`"),
        ("[cues]\nONLY = 'solo'", r"xx.toml: `ONLY` of \[cues\] must be a list of phrases"),
    ],
)
def test_what_nothing_reads_is_refused_by_name(text: str, fault: str) -> None:
    with pytest.raises(LexiconInvalid, match=fault):
        lexicon_of("xx", text)
