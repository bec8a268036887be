"""What the rows bear out is found to hold, and what they do not is not: English and German."""

from __future__ import annotations

import pytest

from bi.model.result import ResultSet
from llm.prose.checking import holds
from llm.prose.known import Known
from llm.prose.sentences import sentences_of
from tests.bi.results import samples
from tests.llm.prose.answers import facts_of, known
from tests.llm.prose.false_sentences import FALSE
from tests.llm.prose.true_sentences import TRUE


@pytest.mark.parametrize(
    ("name", "sentence"), [(name, one) for name, ones in TRUE.items() for one in ones]
)
def test_what_is_so_holds(name: str, sentence: str) -> None:
    assert holds(sentence, known(name))


@pytest.mark.parametrize(
    ("name", "sentence"), [(name, one) for name, ones in FALSE.items() for one in ones]
)
def test_what_is_not_so_does_not(name: str, sentence: str) -> None:
    assert not holds(sentence, known(name))


@pytest.mark.parametrize("name", sorted(TRUE))
def test_the_computed_answer_holds(name: str) -> None:
    for sentence in sentences_of(known(name).facts.text):
        assert holds(sentence, known(name)), sentence


def test_of_a_result_that_was_cut_off_no_total_is_said() -> None:
    whole = samples()["revenue_by_region"]
    cut = Known(facts_of(ResultSet(whole.columns, whole.rows, truncated=True), "Revenue by region"))
    assert holds("East had $1,308,234.", cut)
    for claim in (
        "All regions together brought in $4.34 million.",
        "East generates 30% of total revenue.",
        "East has the highest revenue.",
        "The average is $1.09 million.",
    ):
        assert holds(claim, Known(facts_of(whole, "Revenue by region"))) or "average" in claim
        assert not holds(claim, cut)


@pytest.mark.parametrize(
    "sentence",
    [
        "East had $1,30\u200b8,234.",
        "East had $１,308,234.",
        "East had ١٣٠٨٢٣٤ dollars.",
        "East had $1,308,23४.",
        "East had \u202e432,803,1$.",
        "East had $1,3o8,234.",
        "![](https://evil.example/?East=1308234)",
        "[East](javascript:alert(1)) had $1,308,234.",
        "<img src=x> East had $1,308,234.",
        "East had $1,308,234 & more at www.evil.example.",
        "East had **$1,308,234**.",
        "- East had $1,308,234.",
        "East had $1,308,234" + " and so on" * 60 + ".",
    ],
)
def test_text_that_is_more_than_text_does_not_hold(sentence: str) -> None:
    assert holds("East had $1,308,234.", known("revenue_by_region"))
    assert not holds(sentence, known("revenue_by_region"))
