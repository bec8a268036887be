"""Whether a sentence names only what the facts name."""

from __future__ import annotations

import re

from bi.model.words import singular
from llm.prose.context import Context
from llm.prose.dates import MONTH_NAMES
from llm.prose.known import words_of

_CAPITAL = re.compile(r"(?<!\w)[A-ZÄÖÜ][^\W_]*(?:[&’'-][^\W_]+)*")
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{1,80})[\"”“»]")
_GERMAN = frozenset(
    {
        "der", "die", "das", "und", "ist", "mit", "von", "im", "den", "dem", "des", "ein", "eine",
        "auf", "für", "zu", "bei", "am", "liegt", "sind", "wurde", "insgesamt", "nach",
    }
)  # fmt: skip
# What is measured of a business: another measure than the result's was not looked at.
_MEASURES = frozenset(
    {
        "profit", "margin", "cost", "expense", "discount", "tax", "headcount", "churn",
        "inventory", "satisfaction", "conversion", "gewinn", "gewinne", "kosten", "marge",
        "rabatt", "steuer", "budget",
    }
)  # fmt: skip
_CALENDAR = MONTH_NAMES | frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays",
        "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "i", "usd",
        "eur", "gbp", "chf", "q1", "q2", "q3", "q4", "h1", "h2", "fy", "no", "ok", "mio", "mrd",
        "tsd",
    }
)  # fmt: skip
# What English sentences begin with. A word that is none of these, and stands in no fact, is a name.
_BEGINNINGS = frozenset(
    {
        "a", "about", "above", "across", "after", "again", "all", "almost", "along", "also",
        "although", "altogether", "among", "an", "and", "another", "any", "apart",
        "approximately", "are", "around", "as", "at", "average", "based", "because", "before",
        "behind", "below", "besides", "between", "beyond", "both", "but", "by", "combined",
        "compared", "considering", "consequently", "during", "each", "either", "every",
        "everything", "excluding", "except", "fewer", "finally", "first", "five", "following",
        "for", "four", "from", "further", "given", "half", "here", "hence", "however", "if", "in",
        "including", "individual", "individually", "instead", "it", "its", "just", "last",
        "later", "less", "looking", "lowest", "highest", "many", "meanwhile", "more", "most",
        "much", "nearly", "next", "nine", "no", "nobody", "none", "not", "nothing", "notably",
        "of", "on", "once", "one", "only", "or", "other", "otherwise", "out", "over", "overall",
        "per", "rather", "relative", "roughly", "second", "seven", "several", "similarly",
        "since", "six", "so", "some", "still", "such", "ten", "than", "thanks", "that", "the",
        "their", "them", "then", "there", "therefore", "these", "they", "third", "this", "those",
        "though", "three", "through", "throughout", "thus", "to", "together", "top", "total",
        "totals", "twelve", "twice", "two", "under", "until", "up", "values", "we", "well",
        "were", "what", "when", "where", "whereas", "which", "while", "with", "within", "without",
        "year", "you", "your", "yes", "results", "result", "sales", "growth", "demand",
        "performance", "change", "changes", "figures", "numbers", "data", "trend", "trends",
        "revenue", "month", "months", "quarter", "quarters", "years", "day", "days",
        "week", "weeks", "customers", "orders",
    }
)  # fmt: skip


def knows_its_names(context: Context) -> bool:
    """A word in capitals within an English sentence is a name: it must be one of the facts'."""
    text = context.text
    measures = _MEASURES & {singular(word) for word in words_of(text)}
    if measures - context.known.singulars:
        return False
    for quoted in _QUOTED.findall(text):
        if not set(_words(quoted)) <= context.known.vocabulary | _CALENDAR:
            return False
    if len(_GERMAN & set(_words(text))) >= 2 or _is_german(context):
        return True
    named = [(m.start, m.end) for m in context.mentions] + [(d.start, d.end) for d in context.dates]
    for found in _CAPITAL.finditer(text):
        if any(start <= found.start() < end for start, end in named):
            continue
        word = re.sub(r"['’]s?$", "", found.group().lower())
        if word in context.known.vocabulary or word in _CALENDAR or _parts_known(word, context):
            continue
        if _begins(text, found.start()) and (word in _BEGINNINGS or word.endswith(("ly", "ing"))):
            continue
        return False
    return True


def _is_german(context: Context) -> bool:
    return context.known.facts.language == "de" and bool(_GERMAN & set(_words(context.text)))


def _parts_known(word: str, context: Context) -> bool:
    return all(part in context.known.vocabulary for part in re.split(r"[-’'&]", word) if part)


def _begins(text: str, place: int) -> bool:
    before = text[:place].rstrip()
    return not before or before[-1] in '.!?:"“„(' or not re.search(r"\w", before)


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W_]+(?:[&’'-][^\W_]+)*", text)]
