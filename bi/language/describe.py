"""Answers to questions about the data itself, in readable text."""

from __future__ import annotations

from bi.model.catalog import Catalog, Dataset, Dimension, Measure, Metric
from bi.model.profile import Profile
from bi.model.reading import DescribeData, Topic
from bi.model.words import mid_sentence

_VALUES_SHOWN = 8
_EXAMPLES_SHOWN = 5


def describe(reading: DescribeData, catalog: Catalog, profile: Profile) -> str:
    """Markdown: a sentence, and a list where there is more to say."""
    match reading.topic:
        case Topic.OVERVIEW:
            return _overview(catalog)
        case Topic.MEASURES:
            return _measures(catalog, reading.subject)
        case Topic.DIMENSIONS:
            return _dimensions(catalog, reading.subject)
        case Topic.MEANING:
            return _meaning(catalog, profile, reading.subject or "")
        case Topic.TIME_SPAN:
            return _spans(catalog, profile)


def _overview(catalog: Catalog) -> str:
    tables = [dataset for dataset in catalog.datasets if not dataset.role_of]
    if not tables:
        return f"**{catalog.datasource.title}** has nothing that you may see."
    lines = [f"**{catalog.datasource.title}** has these tables:"]
    lines += [_item(dataset.label, dataset.description) for dataset in tables]
    names = [mid_sentence(m.label) for d in catalog.datasets for m in d.measures]
    names += [mid_sentence(metric.label) for metric in catalog.metrics]
    if names:
        lines += ["", f"You can ask for {', '.join(names)}."]
    if catalog.examples:
        lines += ["", "For example:"]
        lines += [f"- {example}" for example in catalog.examples[:_EXAMPLES_SHOWN]]
    return "\n".join(lines)


def _measures(catalog: Catalog, subject: str | None) -> str:
    """All measures, or those of one dataset."""
    lines = ["These can be measured:"]
    for dataset in catalog.datasets:
        if subject in (None, dataset.name) or subject not in {d.name for d in catalog.datasets}:
            lines += [_item(m.label, m.description) for m in dataset.measures]
    lines += [_item(m.label, m.description or f"= {m.formula}") for m in catalog.metrics]
    return "\n".join(lines)


def _dimensions(catalog: Catalog, subject: str | None) -> str:
    """What can be grouped and filtered by, dataset by dataset."""
    names = {dataset.name for dataset in catalog.datasets}
    lines = ["You can group and filter by:"]
    for dataset in catalog.datasets:
        if subject in names and subject != dataset.name:
            continue
        labels = [d.label for d in dataset.dimensions if not d.identifier]
        if labels:
            lines.append(_item(dataset.label, ", ".join(mid_sentence(label) for label in labels)))
    return "\n".join(lines)


def _meaning(catalog: Catalog, profile: Profile, subject: str) -> str:
    measure, metric = catalog.measure(subject), catalog.metric(subject)
    if metric is not None:
        return _metric_meaning(metric)
    if measure is not None:
        return _measure_meaning(measure, catalog)
    for dimension in catalog.dimensions():
        if dimension.name == subject:
            return _dimension_meaning(dimension, catalog, profile)
    dataset = next((d for d in catalog.datasets if d.name == subject), None)
    return _dataset_meaning(dataset) if dataset else f"The catalog says nothing of {subject}."


def _metric_meaning(metric: Metric) -> str:
    return (
        f"**{metric.label}**: {_said(metric.description)} It is calculated as `{metric.formula}`."
    )


def _measure_meaning(measure: Measure, catalog: Catalog) -> str:
    how = measure.aggregation.value.replace("_", " ")
    what = "rows" if measure.expression == "*" else f"`{measure.expression}`"
    where = mid_sentence(catalog.dataset(measure.dataset).label)
    only = f", where `{measure.filter}`" if measure.filter else ""
    meaning = f"It is the {how} of {what} over {where}{only}."
    return f"**{measure.label}**: {_said(measure.description)} {meaning}"


def _dimension_meaning(dimension: Dimension, catalog: Catalog, profile: Profile) -> str:
    of = mid_sentence(catalog.dataset(dimension.dataset).label)
    text = f"**{dimension.label}** of {of}: {_said(dimension.description)}".rstrip(" :")
    values = profile.values.get(dimension.ref, dimension.values)
    if values:
        more = f" and {len(values) - _VALUES_SHOWN} more" if len(values) > _VALUES_SHOWN else ""
        text += f" Values: {', '.join(values[:_VALUES_SHOWN])}{more}."
    span = profile.spans.get(dimension.ref)
    if span:
        text += f" From {span[0].isoformat()} to {span[1].isoformat()}."
    return text


def _dataset_meaning(dataset: Dataset) -> str:
    labels = ", ".join(mid_sentence(d.label) for d in dataset.dimensions)
    return f"**{dataset.label}**: {_said(dataset.description)} It has {labels}."


def _spans(catalog: Catalog, profile: Profile) -> str:
    lines = ["The data covers:"]
    for dataset in catalog.datasets:
        span = profile.spans.get(dataset.time) if dataset.time else None
        if span:
            lines.append(_item(dataset.label, f"{span[0].isoformat()} to {span[1].isoformat()}"))
    return "\n".join(lines) if len(lines) > 1 else "The data has no dates that could be read."


def _item(label: str, text: str) -> str:
    return f"- **{label}**: {text}" if text else f"- **{label}**"


def _said(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
