"""English nouns: one and many, and at their place in a sentence."""

from __future__ import annotations

UNCOUNTABLE = frozenset(
    {
        "aircraft", "data", "equipment", "feedback", "info", "information", "inventory", "media",
        "metadata", "money", "news", "personnel", "revenue", "sales", "series", "software",
        "species", "staff", "stock", "traffic",
    }
)  # fmt: skip
_IRREGULAR = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "status": "statuses",
    "bus": "buses",
    "half": "halves",
    "basis": "bases",
}
# Singulars in -ie, which the rule would end in -y.
_IE = frozenset({"calorie", "cookie", "lie", "movie", "pie", "selfie", "tie", "zombie"})
_SINGULARS = {plural: singular for singular, plural in _IRREGULAR.items()}


def singular(word: str) -> str:
    """`categories` -> `category`; the last word of a phrase is what changes."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if word in UNCOUNTABLE or word.endswith(("ss", "us", "is")) or len(word) < 4:
        return word
    if word[:-1] in _IE:
        return word[:-1]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def plural(word: str) -> str:
    """`category` -> `categories`; a plural stays one."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in UNCOUNTABLE or singular(word) != word:
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def mid_sentence(label: str) -> str:
    """A label inside a sentence: `Revenue` -> `revenue`; `GDP` stays."""
    second = label[1:2]
    return label if second.isupper() or second.isdigit() else label[:1].lower() + label[1:]


def percentile_name(fraction: float) -> str:
    """ "90th percentile" of 0.9; quarters by their name."""
    quartiles = {0.25: "First quartile", 0.75: "Third quartile"}
    if fraction in quartiles:
        return quartiles[fraction]
    number = f"{fraction * 100:.10g}"
    teen = number.endswith(("11", "12", "13"))
    ending = "th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    return f"{number}{ending} percentile"
