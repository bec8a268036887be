"""An inspection -> the text of a first catalog, to be read and improved by a person."""

from __future__ import annotations

from collections.abc import Iterator

from bi.catalog.draft import Draft, DraftDataset, draft
from bi.catalog.draft_examples import example_questions
from bi.catalog.draft_measures import DraftMeasure
from bi.catalog.inspection import Inspection
from bi.catalog.naming import label_of
from bi.catalog.yaml_text import Value, entry, scalar

_HEAD = """\
# A first catalog, drafted from the database's tables, keys and values.
# Read it as a colleague's draft: correct names, add the words people use (`synonyms`), and
# remove what nobody asks about. `parley catalog check` explains what does not fit.
"""


def draft_catalog(inspection: Inspection, id: str, url: str) -> str:  # noqa: A002
    """YAML text that `check_catalog` finds no error in.

    `id` names the datasource; `url` is written as given, so it should hold no password.
    """
    plan = draft(inspection)
    return "\n".join([_HEAD, *_lines(plan, inspection, id, url)]) + "\n"


def _lines(plan: Draft, inspection: Inspection, name: str, url: str) -> Iterator[str]:
    yield "datasource:"
    yield from entry("id", name, 2)
    yield from entry("title", label_of(name), 2)
    yield from entry("url", url, 2)
    yield ""
    yield '# What "today" means: the last day the data hold. `today` follows the calendar.'
    yield "as_of: latest"
    yield "# The currency of the amounts, for `format: currency`:"
    yield "# currency: USD"
    if plan.default_measure:
        yield from entry("default_measure", plan.default_measure, 0)
    yield ""
    yield "datasets:"
    for n, dataset in enumerate(plan.datasets):
        if n:
            yield ""
        yield from dataset_lines(dataset)
    if plan.metrics:
        yield ""
        yield "metrics:"
        for metric, spec in plan.metrics.items():
            yield from entry(metric, spec, 2)
    if inspection.views:
        yield ""
        yield "# Views were left out, since they repeat what tables hold. Name one as a dataset's"
        yield "# `table` to ask about it:"
        for view in inspection.views:
            yield f"# - {view}"
    if questions := example_questions(plan):
        yield ""
        yield "# Questions to begin with."
        yield "examples:"
        yield from (f"  - {scalar(question)}" for question in questions)


def dataset_lines(dataset: DraftDataset) -> Iterator[str]:
    """A dataset as it stands in `datasets:`."""
    table = dataset.table
    yield f"  {scalar(dataset.name)}:"
    if dataset.label != label_of(dataset.name):
        yield from entry("label", dataset.label, 4)
    if dataset.synonyms:
        yield from entry("synonyms", list(dataset.synonyms), 4)
    if table.description:
        yield from entry("description", table.description, 4)
    if table.name != dataset.name:
        yield from entry("table", table.name, 4)
    if table.sampled == 0:
        yield "    # No rows were seen here."
    yield from _key(dataset)
    if dataset.time:
        yield from entry("time", dataset.time, 4)
    yield from _joins(dataset)
    if dataset.dimensions:
        yield "    dimensions:"
        for name, spec in dataset.dimensions.items():
            yield from entry(name, spec, 6)
    if dataset.empty:
        yield f"    # Empty in every row seen: {', '.join(dataset.empty)}"
    for reason, columns in dataset.left_out.items():
        yield f"    # Left out ({reason}): {', '.join(columns)}"
    yield "    measures:"
    for measure in dataset.measures:
        yield from _measure(measure)


def _key(dataset: DraftDataset) -> Iterator[str]:
    table = dataset.table
    if not table.key:
        return
    key: Value = table.key[0] if len(table.key) == 1 else list(table.key)
    (line,) = entry("key", key, 4)
    yield line if table.key_declared else f"{line}  # inferred: no two rows share it"


def _joins(dataset: DraftDataset) -> Iterator[str]:
    if any(join.active for join in dataset.joins):
        yield "    joins:"
    for join in dataset.joins:
        if join.active:
            first, *more = entry(join.name, join.spec, 6)
            yield from (f"{first}  # {join.comment}" if join.comment else first, *more)
    for join in dataset.joins:
        if not join.active:
            yield f"    # Not joined: {', '.join(join.columns)} ({join.comment})"


def _measure(measure: DraftMeasure) -> Iterator[str]:
    if measure.comment:
        yield f"      # {measure.comment}"
    yield from entry(measure.name, measure.written, 6)
