"""Whether a sentence of a model says nothing but what the result bears out.

Strictly: when in doubt it does not. Every number must follow from the rows, as what the words
around it say it is; directions, ends and names must agree with the rows.
"""

from __future__ import annotations

import re

from llm.prose.context import Context
from llm.prose.cues import AHEAD, CAUSE
from llm.prose.dates import Dated
from llm.prose.known import Known
from llm.prose.movement import moves_as_said
from llm.prose.numbers import is_doubtful
from llm.prose.ranking import stands_as_said
from llm.prose.support import changes_in
from llm.prose.vocabulary import knows_its_names

# Links, markup and code: what a page might draw or fetch.
_MARKUP = re.compile(
    r"[<>`{}|\\\[\]*_~^]|#\w|\w://|https?:|www\.|\]\(|\b(?:javascript|data|file|mailto):|&#?\w+;"
    r"|^\s*(?:[-–•+]|\d+\))\s"
    r"|\b[\w-]+\.(?:com|org|net|io|example|test|dev|app|ru|cn|de|info|biz|xyz|co)\b|\S@\S",
    re.IGNORECASE,
)
_MOST_CHARACTERS = 500


def holds(sentence: str, known: Known) -> bool:
    if not sentence.strip() or len(sentence) > _MOST_CHARACTERS:
        return False
    if is_doubtful(sentence) or (_MARKUP.search(_without_names(sentence, known))):
        return False
    for words in (AHEAD, CAUSE):
        if words.search(sentence) and not any(words.search(one.text) for one in known.told):
            return False
    context = Context.of(sentence, known)
    if not context.names_go_together or not all(_is_known(one, context) for one in context.dates):
        return False
    changes = changes_in(context)
    return (
        changes is not None
        and moves_as_said(context, changes)
        and stands_as_said(context)
        and knows_its_names(context)
    )


def _without_names(sentence: str, known: Known) -> str:
    """Names of rows may have marks of their own: "R&D_new"."""
    for one in known.names.named_in(sentence):
        sentence = sentence[: one.start] + "x" * (one.end - one.start) + sentence[one.end :]
    return sentence


def _is_known(dated: Dated, context: Context) -> bool:
    """Whether it is of the rows, of the period asked for, or was computed."""
    known = context.known
    at_place = [one for one in context.dates if one.start == dated.start]
    if any(known.names.of(one) for one in at_place):
        return True
    computed = (*(d for one in known.told for d in one.dates), *known.dates_asked)
    if any(dated.has(one) for one in computed):
        return True
    return known.is_of_period(dated, context.text)
