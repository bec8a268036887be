"""Writes `places.toml` anew: countries and states of the US with the words people use for them.

    python -m bi.language.values.generate_places

ISO 3166 codes and names are pycountry's (Debian's iso-codes, LGPL 2.1); other spellings and the
names of the people are countryinfo's (MIT). Both are needed here alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

FILE = Path(__file__).with_name("places.toml")
_HEAD = """\
# Countries and states of the US. Made by `python -m bi.language.values.generate_places`; do not
# edit. Codes and names: ISO 3166 as in pycountry 26.2 (iso-codes, LGPL 2.1). Other spellings and
# `people`: countryinfo 1.0 (MIT).
"""
# Said more often than they are written, so in no list.
_SPOKEN = {
    "US": ("America", "US", "U.S.", "U.S", "USA", "U.S.A.", "U.S.A"),
    "GB": ("Britain", "U.K.", "U.K"),
}


def main() -> None:
    lines = [_HEAD, "[countries]", *_countries(), "", "[states]", *_states()]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


def _countries() -> Iterator[str]:
    import pycountry
    from countryinfo import CountryInfo

    for country in sorted(pycountry.countries, key=lambda one: str(one.alpha_2)):
        known = CountryInfo(country.alpha_2).info()
        names = [
            getattr(country, "common_name", country.name),
            country.name,
            getattr(country, "official_name", country.name),
            known["name"],
            *(name for name in known.get("altSpellings", ()) if _is_other(name, country.alpha_3)),
            *_SPOKEN.get(country.alpha_2, ()),
        ]
        people = [known["demonym"]] if known.get("demonym") else []
        yield _line([country.alpha_2, country.alpha_3], names, people)


def _states() -> Iterator[str]:
    import pycountry

    for state in sorted(pycountry.subdivisions, key=lambda one: str(one.code)):
        if state.country_code == "US" and state.type in ("State", "District"):
            yield _line([state.code.removeprefix("US-")], [state.name], [])


def _is_other(name: str, code: str) -> bool:
    """Spellings that are typed on an English keyboard, and no codes."""
    return name.isascii() and len(name) > 1 and name not in (code, code[:2]) and "," not in name


def _line(codes: list[str], names: list[str], people: list[str]) -> str:
    entry = [("codes", codes), ("names", list(dict.fromkeys(names))), ("people", people)]
    parts = [f"{key} = {json.dumps(words, ensure_ascii=False)}" for key, words in entry if words]
    return f"{codes[0]} = {{ {', '.join(parts)} }}"


if __name__ == "__main__":
    main()
