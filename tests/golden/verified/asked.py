"""How verified questions are recognised in other words; run as a module it prints the figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bi.catalog.load import load_catalog
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.catalog import VerifiedQuery
from bi.model.profile import Profile
from bi.model.reading import Clarification, WrittenSql
from demo.location import CATALOG
from tests.bi.language import german_shop

_FOLDER = Path(__file__).parent
_GERMAN_VALUES = {"channel": ("Online", "Filiale", "Telefon")}


@dataclass(frozen=True)
class Asked:
    """One sentence that asks the same as a verified question, or something near it.

    `outcome`: "matched", "offered" (it among others), "missed", or "other" where another verified
    query answered. Every third question is held out.
    """

    sentence: str
    question: str
    is_same: bool
    held_out: bool
    outcome: str

    @property
    def is_false(self) -> bool:
        return self.outcome == "other" or (not self.is_same and self.outcome == "matched")


def asked_of_the_demo() -> list[Asked]:
    engine_of = load_catalog(CATALOG), Profile(), date(2026, 6, 30)
    return _asked(_FOLDER / "demo.yaml", *engine_of)


def asked_in_german() -> list[Asked]:
    catalog = load_catalog(german_shop.CATALOG)
    values = {
        dimension.ref: _GERMAN_VALUES[dimension.name]
        for dimension in catalog.dimensions()
        if dimension.name in _GERMAN_VALUES
    }
    return _asked(_FOLDER / "german.yaml", catalog, Profile(values=values), german_shop.TODAY)


def _asked(file: Path, catalog: Any, profile: Profile, today: date) -> list[Asked]:
    cases: list[dict[str, Any]] = yaml.safe_load(file.read_text())
    verified = tuple(VerifiedQuery(case["question"], sql="SELECT 1") for case in cases)
    engine = LanguageEngine(replace(catalog, verified_queries=verified), profile)
    return [
        Asked(
            sentence,
            case["question"],
            is_same=kind == "same",
            held_out=n % 3 == 2,
            outcome=_outcome(engine, sentence, case["question"], today),
        )
        for n, case in enumerate(cases)
        for kind in ("same", "near")
        for sentence in case[kind]
    ]


def _outcome(engine: LanguageEngine, sentence: str, question: str, today: date) -> str:
    reading = engine.read(sentence, ReadContext(today))
    if isinstance(reading, WrittenSql) and reading.verified is not None:
        return "matched" if reading.verified.question == question else "other"
    if isinstance(reading, Clarification):
        offered = [option.label for option in reading.verified]
        return "offered" if question in offered else "missed"
    return "missed"


def main() -> None:
    for name, found in (("demo", asked_of_the_demo()), ("german", asked_in_german())):
        for held_out in (False, True):
            for is_same in (True, False):
                some = [one for one in found if (one.held_out, one.is_same) == (held_out, is_same)]
                counts = dict(Counter(one.outcome for one in some))
                what = "the same" if is_same else "something near"
                where = "held out" if held_out else "tuned on"
                print(f"{name}, {where}, {what}: {len(some)} {counts}")
        for one in found:
            if one.is_false or (one.is_same and one.outcome != "matched"):
                print(f"  {one.outcome}: {one.sentence} <- {one.question}")


if __name__ == "__main__":
    main()
