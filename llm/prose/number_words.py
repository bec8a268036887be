"""Numbers in words, English and German: "two hundred and forty", "dreiundzwanzig"."""

from __future__ import annotations

from functools import lru_cache

_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_GERMAN = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
    "zwanzig",
]
_TENS = {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "dreißig": 30,
    "dreissig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
}
SMALL: dict[str, int] = {
    **{word: value for value, word in enumerate(_ENGLISH)},
    **{word: value for value, word in enumerate(_GERMAN)},
    **_TENS,
    "zwo": 2,
    "fuenf": 5,
    "zwoelf": 12,
    "nought": 0,
}
SCALES: dict[str, int] = {
    "hundred": 100,
    "hundert": 100,
    "thousand": 1000,
    "tausend": 1000,
    "million": 10**6,
    "millions": 10**6,
    "millionen": 10**6,
    "billion": 10**9,
    "billions": 10**9,
    "milliarde": 10**9,
    "milliarden": 10**9,
    "trillion": 10**12,
    "dozen": 12,
    "dutzend": 12,
    "score": 20,
}
# "Hundreds of orders": no number that could be looked up.
VAGUE = frozenset(
    {
        "dozens", "hundreds", "thousands", "tens", "zillion", "zillions", "scores", "hunderte",
        "tausende", "dutzende", "zig", "hunderten", "tausenden",
    }
)  # fmt: skip
# Of other languages, which are not read: what says one of these says a number nobody can check.
FOREIGN = frozenset(
    {
        "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix", "onze", "douze",
        "treize", "quatorze", "quinze", "seize", "vingt", "trente", "quarante", "cinquante",
        "soixante", "cent", "mille", "moitié", "tiers", "double", "triple", "demi", "dos", "tres",
        "cuatro", "cinco", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce",
        "quince", "veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "ochenta", "noventa",
        "cien", "ciento", "mil", "mitad", "tercio", "doble", "millones", "due", "tre", "quattro",
        "cinque", "sette", "otto", "nove", "dieci", "undici", "dodici", "venti", "trenta",
        "quaranta", "cento", "mila", "metà", "terzo", "doppio", "triplo", "milioni", "dois",
        "três", "quatro", "sete", "oito", "dez", "doze", "vinte", "trinta",
        "metade", "dobro", "milhões", "twee", "drie", "vier", "vijf", "zes", "zeven", "negen",
        "tien", "twaalf", "twintig", "dertig", "honderd", "duizend", "helft", "dubbel", "miljoen",
    }
)  # fmt: skip
_LINKS = frozenset({"and", "und"})


@lru_cache(maxsize=4096)
def value_of(word: str) -> float | None:
    """Of one word in small letters; German ones may be many in one."""
    if word in SMALL:
        return float(SMALL[word])
    if word in SCALES:
        return float(SCALES[word])
    return _compound(word) if len(word) > 6 else None


def _compound(word: str) -> float | None:
    """ "dreihundertfünfzehntausend", "vierundzwanzig"."""
    for name, scale in (("tausend", 1000), ("hundert", 100)):
        if name in word:
            left, _, right = word.partition(name)
            many = 1.0 if left in ("", "ein") else value_of(left)
            rest = 0.0 if not right else value_of(right.removeprefix("und"))
            if many is None or rest is None:
                return None
            return many * scale + rest
    ones, link, tens = word.partition("und")
    if link and tens in _TENS | {"zwanzig": 20}:
        one = 1 if ones == "ein" else SMALL.get(ones)
        return None if one is None or one > 9 else float((_TENS | {"zwanzig": 20})[tens] + one)
    return None


def read_run(words: list[str]) -> tuple[float, int] | None:
    """The number that words begin with, and how many words it takes; None: they begin with none.

    `words` are in small letters, those with hyphens taken apart.
    """
    total, part, taken, seen = 0.0, 0.0, 0, False
    for at, word in enumerate(words):
        value = value_of(word)
        if value is None and word == "a" and not seen and words[1:2] and words[1] in SCALES:
            value = 1.0
        if value is None:
            if word in _LINKS and seen and _goes_on(words, at):
                continue
            break
        if word in SCALES:
            part = (part or 1.0) * value
            if value >= 1000:
                total, part = total + part, 0.0
        elif seen and not _may_follow(words[at - 1], value):
            break
        else:
            part += value
        seen, taken = True, at + 1
    return (total + part, taken) if seen else None


def _goes_on(words: list[str], at: int) -> bool:
    """ "two hundred and forty", not "four and five"."""
    return words[at - 1] in SCALES and at + 1 < len(words) and words[at + 1] in SMALL


def _may_follow(before: str, value: float) -> bool:
    return before in SCALES or before in _LINKS or (before in _TENS | {"twenty": 20} and value < 10)
