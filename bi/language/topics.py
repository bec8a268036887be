"""Questions about the data itself: "what can I ask", "what does margin mean"."""

from __future__ import annotations

from bi.language.meanings import Cue, DatasetName, DimensionName, Item, MeasureName
from bi.model.reading import DescribeData, Topic

_ASKING = {
    "ASK_OVERVIEW": Topic.OVERVIEW,
    "ASK_MEASURES": Topic.MEASURES,
    "ASK_DIMENSIONS": Topic.DIMENSIONS,
    "ASK_SPAN": Topic.TIME_SPAN,
}
_SMALL = frozenset({"WORD", "FOR", "OF", "IN", "TO", "WITH", "WHAT", "IS", "BY", "FROM", "LIST"})


def topic_of(items: list[Item]) -> DescribeData | None:
    """The topic of a sentence that is about the data; None for every other sentence."""
    cues = [_cues(item) for item in items]
    topic = next((_ASKING[cue] for found in cues for cue in found if cue in _ASKING), None)
    subjects = [item for item in items if _subject(item)]
    meaning = any("ASK_MEANING" in found for found in cues)
    known = {*_ASKING, "ASK_MEANING", "ASK_HOW", "MEANS", *_SMALL}
    explained = all(item.filler or _subject(item) or _cues(item) & known for item in items)
    if not explained:
        return None
    if topic is not None and len(subjects) <= 1:
        return DescribeData(topic, _subject(subjects[0]) if subjects else None)
    if meaning and len(subjects) == 1 and _asks_meaning(items):
        return DescribeData(Topic.MEANING, _subject(subjects[0]))
    return None


def _asks_meaning(items: list[Item]) -> bool:
    """ "what does", "how is" ask for a meaning only together with "mean", "calculated"."""
    asking = next(item for item in items if "ASK_MEANING" in _cues(item))
    needs_verb = bool(_cues(asking) & {"WORD", "WHAT", "ASK_HOW"})
    return not needs_verb or any("MEANS" in _cues(item) for item in items)


def _cues(item: Item) -> set[str]:
    return {meaning.name for meaning in item.of(Cue)}


def _subject(item: Item) -> str | None:
    """The catalog name an item stands for: a measure first."""
    for measure in item.of(MeasureName):
        return measure.value.name
    for dimension in item.of(DimensionName):
        return dimension.dimension.name
    for dataset in item.of(DatasetName):
        return dataset.dataset
    return None
