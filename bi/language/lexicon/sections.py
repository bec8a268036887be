"""Which sections a lexicon may have, and what their names must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bi.model.catalog import Aggregation, Grain
from bi.model.chart import ChartType
from bi.model.semantic import DatePart, Operator


def _any_name(_: str) -> None:
    """Constructs name the cues, catalogs the units of amounts."""


def _hours(name: str) -> None:
    start, _, end = name.partition("-")
    range(24).index(int(start))
    range(24).index(int(end))


def _one_of(*numbers: int) -> Callable[[str], object]:
    return lambda name: numbers.index(int(name))


def _day_kind(name: str) -> None:
    ("weekend", "working").index(name)


# What the names of each section of phrases must be.
SECTIONS: dict[str, Callable[[str], object]] = {
    "cues": _any_name,
    "aggregations": Aggregation,
    "comparators": lambda name: name == "=" or Operator(name),
    "grains": Grain,
    "quantity_units": _any_name,
    "rates": Grain,
    "over": Grain,
    "to_date": Grain,
    "parts": DatePart,
    "days": int,
    "weekdays": _one_of(*range(1, 8)),
    "every_weekday": _one_of(*range(1, 8)),
    "day_kinds": _day_kind,
    "day_times": _hours,
    "months": _one_of(*range(1, 13)),
    "every_month": _one_of(*range(1, 13)),
    "quarters": _one_of(*range(1, 5)),
    "halves": _one_of(1, 2),
    "fiscal": Grain,
    "charts": ChartType,
    "percentiles": float,
}
# The keys of every other section; an empty set: any.
KEYED: dict[str, frozenset[str]] = {
    "verbs": frozenset(),
    "coded": frozenset(),
    "said_of": frozenset(),
    "adjectives": frozenset(),
    "forms": frozenset(),
    "suggestions": frozenset(),
    "edits": frozenset(
        {
            "measure", "also_measure", "remove_measure", "by", "also_by", "group", "remove_group",
            "value", "value_of", "remove_filter", "remove_filters", "period", "remove_time",
            "this_year", "last_year", "this_quarter", "last_quarter", "this_month", "last_month",
            "last_12_months", "last_30_days", "top", "bottom", "first", "remove_limit",
            "highest_first", "lowest_first", "ascending", "descending", "remove_order",
            "year_before", "quarter_before", "month_before", "remove_comparison", "forecast",
            "remove_forecast",
        }
    ),
    "teaching": frozenset(
        {
            "means", "stands_for", "by_default", "address", "leave_out", "leave_out_ends", "only",
            "no_measure", "no_period", "use", "begins", "zone", "zone_words", "zone_endings",
            "including",
        }
    ),
    "breaking": frozenset(
        {
            "joiners", "openers", "binders", "intros", "possessives", "pointers", "each", "best",
            "worst", "first_of", "last_of", "abbreviations",
        }
    ),
    "numbers": frozenset({"words", "places", "added", "scales"}),
    "replies": frozenset({"words", "yes", "ordinals"}),
    "singular": frozenset(
        {"irregular", "keep", "rules", "letters", "stems", "possessives", "optional_plurals"}
    ),
    "figures": frozenset(
        {
            "day_first", "decimal", "thousands", "percent", "currency_words", "ordinals",
            "fiscal_prefixes", "week_prefixes", "percentile_prefixes", "decade_endings",
            "half_days",
        }
    ),
}  # fmt: skip
LISTS = (
    "fillers", "function_words", "soft", "nameable", "value_contexts",
    "pronouns_that_may_be_values", "name_words", "kind_words", "number_kind_words",
    "adjective_endings", "people", "person_endings", "negative_prefixes", "agent_endings",
    "verb_endings", "participle_endings",
)  # fmt: skip


def faults_in(data: Mapping[str, Any]) -> Iterator[str]:
    """What nothing would read, in the words of who wrote it."""
    for section, names in data.items():
        if section in LISTS:
            continue
        if section not in SECTIONS and section not in KEYED:
            yield f"there is no section [{section}]"
        elif section in SECTIONS:
            yield from _faults_of_phrases(section, names)
        elif unknown := set(names) - (KEYED[section] or set(names)):
            yield f"[{section}] has no `{min(unknown)}`"


def _faults_of_phrases(section: str, names: Mapping[str, Any]) -> Iterator[str]:
    for name, phrases in names.items():
        try:
            SECTIONS[section](name)
        except ValueError:
            yield f"[{section}] has no `{name}`"
        if not isinstance(phrases, list):
            yield f"`{name}` of [{section}] must be a list of phrases"
