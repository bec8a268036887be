"""The commands of a sentence: "remove the first chart and make the second one a pie" has two."""

from __future__ import annotations

from dataclasses import dataclass

from bi.dashboards.sentence import VERBS, Mark, Marks, Sentence


@dataclass(frozen=True, slots=True)
class Command:
    """`rest` is what is said besides the verb. Without a verb it is the whole."""

    verb: Mark | None
    rest: Marks

    def does(self, *cues: str) -> bool:
        return self.verb is not None and self.verb.has(*cues)

    def names(self, *cues: str) -> bool:
        return any(mark.has(*cues) for mark in self.rest)


def commands_of(sentence: Sentence) -> list[Command]:
    pieces: list[list[Mark]] = [[]]
    between: list[Mark] = []
    for part in _parts(sentence.marks):
        if pieces[-1] and _begins(part, pieces[-1], sentence):
            pieces.append([])
        elif pieces[-1]:
            pieces[-1] += between
        separators = [mark for mark in part if mark.separates]
        pieces[-1] += [mark for mark in part if not mark.separates]
        between = separators
    return [_command(tuple(piece), sentence) for piece in pieces if piece]


def _parts(marks: Marks) -> list[list[Mark]]:
    """Up to each separator or end of a sentence; the separator is the last of its part."""
    parts: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.stop and parts[-1]:
            parts.append([])
        parts[-1].append(mark)
        if mark.separates:
            parts.append([])
    return [part for part in parts if part]


def _begins(part: list[Mark], before: list[Mark], sentence: Sentence) -> bool:
    """Whether a command of its own begins here."""
    marks = _said(tuple(part), sentence)
    if not marks:
        return False
    if marks[0].has(*VERBS) and marks[0].quote is None:
        return len(marks) > 1 or marks[0].has("UNDO")
    ended = _said(tuple(before), sentence)
    return marks[-1].has("VERB_LAST") and bool(ended) and ended[-1].has("VERB_LAST")


def _said(marks: Marks, sentence: Sentence) -> Marks:
    """Without politeness around it."""
    return sentence.trimmed(marks)


def _command(marks: Marks, sentence: Sentence) -> Command:
    """The rest ends as it was said: a new name may end in any word."""
    said = _said(marks, sentence)
    if not said:
        return Command(None, ())
    start = marks.index(said[0])
    whole = marks[start:]
    if said[0].has(*VERBS):
        if len(said) > 1 and said[-1].has("PARTICLE"):
            return Command(said[0], said[1:-1])
        return Command(said[0], whole[1:])
    if said[-1].has("VERB_LAST"):
        return Command(said[-1], said[:-1])
    return Command(None, said)
