"""A compound question -> parts, each a question that the language engine understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bi.language.breaking.carrying import Carrying, carrying, lead, shared
from bi.language.breaking.cutting import Atom, atoms_of, sentences_of
from bi.language.breaking.grouping import Grouping, few_enough
from bi.language.breaking.parts import Needed, Part
from bi.language.breaking.pointers import pointer_in
from bi.language.breaking.pointing import pointed, thing_of, without
from bi.language.breaking.sketch import Sketch, sketcher
from bi.language.context import ReadContext
from bi.language.engine import LanguageEngine
from bi.model.reading import Question, Reading, WrittenSql
from bi.model.semantic import PeriodGroup
from bi.model.words import mid_sentence


def break_down(text: str, engine: LanguageEngine, context: ReadContext) -> tuple[Part, ...]:
    """The parts in the order in which they were asked for, at least one; never raises.

    The first may be said of the question before, as any sentence may; what is needed of another
    part comes after that. A text that asks one thing is one part, read as it stands.
    """
    return _Breaking(text, engine, context).parts()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part in the making. `sentence` and `run` count what it stands in."""

    sketch: Sketch
    sentence: int
    run: int
    shared: tuple[str, ...] = ()


class _Breaking:
    def __init__(self, text: str, engine: LanguageEngine, context: ReadContext) -> None:
        self._text, self._engine, self._context = text, engine, context
        self._sketched = sketcher(engine)
        self._alone = ReadContext(context.today)
        self._parts: list[Part] = []

    def parts(self) -> tuple[Part, ...]:
        whole = self._engine.read(self._text, self._context)
        if isinstance(whole, WrittenSql):
            return (Part(self._text.strip(), whole),)  # checked as it stands
        pieces = list(self._pieces())
        if len(pieces) == 1 and isinstance(whole, Question):
            return (Part(self._text.strip(), whole),)
        for at in range(len(pieces)):
            self._add(pieces, at)
        if len(self._parts) == 1 or not any(_is_answered(part) for part in self._parts):
            # Broken, it is understood no better.
            if len(self._parts) == 1 and _is_answered(self._parts[0]):
                return tuple(self._parts)
            return (Part(self._text.strip(), whole),)
        return tuple(self._parts)

    # --- the pieces ---------------------------------------------------------------

    def _pieces(self) -> Iterator[_Piece]:
        number = run = 0
        for place in self._sentences():
            atoms = atoms_of(self._text, place, self._engine.lexicon)
            if not atoms:
                continue
            atoms = few_enough(self._text, atoms, self._sketched)
            # "And profit?" goes on with the sentence before.
            goes_on = place[0] < atoms[0].start and self._sketch_of(atoms[0]).is_bare
            number += not (goes_on and len(atoms) == 1)
            if not run and self._follows(atoms[0]):
                atoms[0] = replace(atoms[0], opens=True)
            grouping = Grouping(self._text, atoms, self._sketched, self._is_one)
            for first, last in grouping.questions():
                run += 1
                yield from self._of_run(grouping, (first, last), number, run)

    def _sentences(self) -> list[tuple[int, int]]:
        """A sentence that asks nothing itself is said of the one before: "Only for 2024."."""
        found: list[tuple[int, int]] = []
        for place in sentences_of(self._text, self._engine.lexicon):
            if found and self._asks_nothing(place):
                found[-1] = (found[-1][0], place[1])
            else:
                found.append(place)
        return found

    def _asks_nothing(self, place: tuple[int, int]) -> bool:
        atoms = atoms_of(self._text, place, self._engine.lexicon)
        sketches = [self._sketch_of(atom) for atom in atoms]
        said = self._text[slice(*place)]
        return not any(one.has_head or one.begins_unknown for one in sketches) and (
            pointer_in(said, self._engine.lexicon) is None
        )

    def _follows(self, atom: Atom) -> bool:
        """ "Only Germany, and then …": a change of the question before is a wish of its own."""
        if self._context.previous is None:
            return False
        reading = self._engine.read(self._text[atom.start : atom.end], self._context)
        return isinstance(reading, Question) and reading.refines

    def _sketch_of(self, atom: Atom) -> Sketch:
        return self._sketched(self._text[atom.start : atom.end], atom.opens)

    def _is_one(self, text: str) -> bool:
        reading = self._engine.read(text, self._alone)
        if not isinstance(reading, Question) or len(reading.query.measures) != 1:
            return False
        query = reading.query
        periods = any(isinstance(group, PeriodGroup) for group in query.groups)
        return periods or query.comparison is not None

    def _of_run(
        self, grouping: Grouping, place: tuple[int, int], number: int, run: int
    ) -> Iterator[_Piece]:
        """One piece; its measures one by one where they are no single question."""
        whole = _Piece(grouping.sketch(*place), number, run)
        apart = grouping.measured_apart(*place)
        if len(apart) == 1 or self._says_all(
            whole.sketch, [grouping.sketch(*one) for one in apart]
        ):
            yield whole
            return
        sketches = [grouping.sketch(*one) for one in apart]
        for at, sketch in enumerate(sketches):
            yield _Piece(
                sketch, number, run, shared(sketches, at, self._engine.lexicon.cue("BY")[0])
            )

    def _says_all(self, whole: Sketch, apart: Sequence[Sketch]) -> bool:
        """Whether it is one question in which every measure is found again."""
        reading = self._engine.read(whole.text, self._alone)
        if not isinstance(reading, Question):
            return whole.pointer is not None and not any(sketch.unknown for sketch in apart)
        measured = {one.value for one in reading.query.measures}
        return all(
            any(value in measured for value in clause.choices)
            for sketch in apart
            for clause in sketch.draft.measures
        )

    # --- from pieces to parts -------------------------------------------------------

    def _add(self, pieces: Sequence[_Piece], at: int) -> None:
        piece = pieces[at]
        sketch = piece.sketch
        if sketch.pointer is not None and self._parts:
            ways = list(pointed(sketch, sketch.pointer, self._parts, self._engine))
            for way, needed in ways:
                part = self._part(way, self._carrying(pieces, at, way), needed)
                if _is_answered(part):
                    self._parts.append(part)
                    return
        if (nested := self._nested(pieces, at)) is not None:
            self._parts += nested
            return
        self._parts.append(self._part(sketch.text, self._carrying(pieces, at)))

    def _carrying(self, pieces: Sequence[_Piece], at: int, text: str | None = None) -> Carrying:
        """What the part takes over from others of its sentence; `text` is what it is said as."""
        piece = pieces[at]
        said = _with(text or piece.sketch.text, piece.shared)
        beside = [one for one in pieces if one.sentence == piece.sentence]
        before = [one for one in beside if one.run < piece.run]
        # Of the list before the first is the main one; of lists the nearest.
        before.sort(key=lambda one: -one.run)
        said_before = [self._full(one) for one in before]
        measures, further = carrying(
            self._sketched(said, piece.sketch.opens),
            said_before,
            [self._full(one) for one in beside if one.run > piece.run],
            self._engine.lexicon,
        )
        return Carrying(lead(piece.sketch, said_before), piece.shared, measures, further)

    def _full(self, piece: _Piece) -> Sketch:
        return self._sketched(_with(piece.sketch.text, piece.shared), piece.sketch.opens)

    def _part(self, text: str, carrying: Carrying, needs: Needed | None = None) -> Part:
        """With all that is carried over; without what it cannot have."""
        bare = " ".join(filter(None, (carrying.lead, text, *carrying.shared)))
        first: Part | None = None
        for measure in (*carrying.measures, None):
            for count in range(len(carrying.further), -1, -1):
                kept = (*([measure] if measure else []), *carrying.further[:count])
                said = _with(bare, kept)
                reading = self._read(said)
                if isinstance(reading, Question):
                    notes = _notes(kept, carrying.further[count:])
                    return Part(said, _noted(reading, notes), needs)
                if isinstance(reading, WrittenSql) and needs is None:
                    return Part(said, reading)
                first = first or Part(said, reading, needs)
        assert first is not None
        return first

    def _read(self, text: str) -> Reading:
        """Alone, else as said of the part before."""
        reading = self._engine.read(text, self._alone if self._parts else self._context)
        before = self._parts[-1].reading if self._parts else None
        if isinstance(reading, Question | WrittenSql) or not isinstance(before, Question):
            return reading
        again = self._engine.read(text, replace(self._alone, previous=before.query))
        return again if isinstance(again, Question) else reading

    def _nested(self, pieces: Sequence[_Piece], at: int) -> list[Part] | None:
        """ "The monthly revenue of the worst three categories": the categories come first."""
        sketch = pieces[at].sketch
        draft = sketch.draft
        if draft.rank is None or not draft.measures or not draft.groups or sketch.ranks:
            return None
        if isinstance(self._engine.read(sketch.text, self._alone), Question):
            return None
        by = self._engine.lexicon.cue("BY")[0]
        start, end = _ranked(sketch)
        ranking = self._without_small(sketch.text[start:end])
        if not draft.rank.values:
            ranking = f"{ranking} {by} {draft.measures[0].place.source}"
        first = self._part(ranking, self._carrying(pieces, at, ranking))
        column = (
            thing_of(first.reading.query, self._engine.catalog)
            if isinstance(first.reading, Question)
            else None
        )
        dimension = self._engine.catalog.dimension(column) if column else None
        if column is None or dimension is None:
            return None
        rest = f"{without(sketch.text, [(start, end)])} {by} {mid_sentence(dimension.label)}"
        place = next((n for n, one in enumerate(self._parts) if _is_same(one, first)), None)
        needed = Needed(len(self._parts) if place is None else place, column)
        second = self._part(rest, self._carrying(pieces, at, rest), needed)
        if not _is_answered(second):
            return None
        return [first, second] if place is None else [second]

    def _without_small(self, text: str) -> str:
        words = text.split()
        small = self._engine.lexicon.small_words
        while words and words[0].lower() in small:
            words = words[1:]
        return " ".join(words)


def _ranked(sketch: Sketch) -> tuple[int, int]:
    """The place of the words that rank, with the things ranked."""
    assert sketch.draft.rank is not None
    place = sketch.draft.rank.place
    ends = [one.place.end for one in sketch.draft.groups if place.start <= one.place.start]
    ends = [end for end in ends if end <= place.end + _NOUN]
    return place.start, max([place.end, *ends])


# What is ranked stands right after the words that rank it.
_NOUN = 30


def _with(text: str, carried: Sequence[str]) -> str:
    return " ".join([text, *carried])


def _notes(kept: Sequence[str], left: Sequence[str]) -> tuple[str, ...]:
    taken = (f"“{words}” is taken over from another part of the question." for words in kept)
    without = (f"“{words}” of another part does not apply to this one." for words in left)
    return (*taken, *without)


def _noted(reading: Question, notes: tuple[str, ...]) -> Question:
    understanding = reading.understanding
    told = replace(understanding, assumptions=(*understanding.assumptions, *notes))
    return replace(reading, understanding=told)


def _is_answered(part: Part) -> bool:
    return isinstance(part.reading, Question | WrittenSql)


def _is_same(part: Part, other: Part) -> bool:
    one, two = part.reading, other.reading
    return isinstance(one, Question) and isinstance(two, Question) and one.query == two.query
