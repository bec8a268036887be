"""The words of titles, first questions and searches, made comparable."""

from __future__ import annotations

import unicodedata

from bi.model.errors import UserError

LONGEST_TITLE = 200
LONGEST_QUERY = 200
# Of a first question, so many characters can be found.
_SEARCHED = 1_000


class InvalidTitle(UserError):
    code = "invalid_title"


class InvalidQuery(UserError):
    code = "invalid_query"


def checked_title(title: str) -> str:
    """Without the space around it. Raises InvalidTitle unless 1 to 200 characters are left."""
    trimmed = title.strip()
    if not 1 <= len(trimmed) <= LONGEST_TITLE:
        raise InvalidTitle(f"A title has 1 to {LONGEST_TITLE} characters.", title=title[:300])
    return trimmed


def title_of(question: str) -> str:
    """A question as a title: in one line, and cut where it is longer than one may be."""
    line = " ".join(question.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def words_of(query: str) -> tuple[str, ...]:
    """The words that a text must contain, the rarest kind first: a longer one fails sooner.

    Raises InvalidQuery above 200 characters.
    """
    if len(query) > LONGEST_QUERY:
        raise InvalidQuery(f"A search has at most {LONGEST_QUERY} characters.")
    return tuple(sorted(set(fold(query).split()), key=len, reverse=True))


def fold(text: str) -> str:
    """In one line, without case and accents: `Umsatz  für Île` is `umsatz fur ile`."""
    letters = unicodedata.normalize("NFKD", text[:_SEARCHED].casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", bare).split())
