"""The language engine: a sentence, read against a catalog, becomes a typed question.

words -> items (what each phrase can mean) -> clauses (what each construct asks for) ->
draft (clauses by purpose) -> query (columns chosen, put onto the previous query if it edits
that). Each step is pure; whatever is left unexplained stops the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property

from bi.catalog.wording import label_of
from bi.language.answering import Labelled, chosen
from bi.language.compose.work import Setting, Work
from bi.language.constructs.construct import Scope
from bi.language.context import ReadContext
from bi.language.draft import Draft
from bi.language.earlier import Earlier, earlier_of
from bi.language.elided import completed
from bi.language.explain import understanding_of
from bi.language.grammar import Parsed, parse, parse_after
from bi.language.lessons.applying import read_under_lessons
from bi.language.lessons.lessons import NO_LESSONS, Lessons
from bi.language.lessons.rewriting import rewritten
from bi.language.levels import step_of, stepped
from bi.language.lexicon.load import load_lexicon
from bi.language.meanings import Item
from bi.language.negated import negations_apart
from bi.language.offers import Offers
from bi.language.reach import Reach
from bi.language.refuse import suggestions_for
from bi.language.returning import Way, begins_anew, way_back
from bi.language.rows_wished import RowsWish, column_named, rows_wished
from bi.language.sentence import Sentence
from bi.language.sentences import with_returns
from bi.language.spans import items_of
from bi.language.spelling import Speller
from bi.language.topics import topic_of
from bi.language.values.index import ValueIndex
from bi.language.verified.reader import VerifiedReader
from bi.language.vocabulary import Vocabulary
from bi.language.words import words_of
from bi.model.catalog import Catalog, Grain
from bi.model.profile import Profile
from bi.model.reading import (
    Clarification,
    Question,
    Reading,
    WrittenSql,
)
from bi.model.semantic import Value


class LanguageEngine:
    """Built once for a catalog and profile; reading is pure and may be done by any thread."""

    def __init__(self, catalog: Catalog, profile: Profile) -> None:
        """Of the catalog as it is written: `bi.language.lessons.learn` has it learn its terms and
        instructions.

        Raises FileNotFoundError when the catalog's language has no lexicon.
        """
        self.catalog = catalog
        self.profile = profile
        # The catalog before there were lessons.
        self.given = catalog
        self.lexicon = load_lexicon(catalog.language)
        self.lessons = NO_LESSONS
        self._read_names(ValueIndex(catalog, profile, self.lexicon))

    def _read_names(self, values: ValueIndex) -> None:
        self._written = Vocabulary(self.catalog, values, self.lexicon)
        self.vocabulary = self._written
        self._speller = Speller(self.vocabulary)
        self._scope = self._scope_of(self.profile)
        self.reach = Reach(self.catalog)
        self.offers = Offers(self.lexicon)

    def _scope_of(self, profile: Profile) -> Scope:
        days = self.lexicon.phrases["grains"].get(Grain.DAY, ())
        return Scope(self.catalog, profile, frozenset(days))

    def _copied(self) -> LanguageEngine:
        """Without what was read of the verified questions: the copy may read them otherwise."""
        other = copy(self)
        other.__dict__.pop("_verified", None)
        return other

    def with_profile(self, profile: Profile) -> LanguageEngine:
        """The same engine over what the data hold now."""
        other = self._copied()
        other.profile = profile
        other._scope = self._scope_of(profile)
        if profile.values == self.profile.values:
            return other
        values = ValueIndex(self.catalog, profile, self.lexicon)
        other._written = self._written.with_values(values)
        other.vocabulary = self.vocabulary.with_values(values)
        other._speller = self._speller.with_vocabulary(other.vocabulary)
        return other

    def with_catalog(self, catalog: Catalog) -> LanguageEngine:
        """One without lessons over a catalog of the same columns, which may be called otherwise."""
        other = self._copied()
        other.given = other.catalog = catalog
        other.lessons = NO_LESSONS
        other._read_names(self.vocabulary.values.with_catalog(catalog, self.profile))
        return other

    def with_lessons(self, lessons: Lessons, catalog: Catalog) -> LanguageEngine:
        """The same engine that knows this besides; `catalog` is its own, with more names."""
        other = self.with_catalog(catalog) if catalog != self.catalog else self._copied()
        other.given, other.lessons = self.given, lessons
        if other._written is not self._written or lessons.terms != self.lessons.terms:
            other.vocabulary = other._written.with_terms(lessons.terms)
            other._speller = Speller(other.vocabulary)
        return other

    def with_examples(self, examples: tuple[str, ...]) -> LanguageEngine:
        """The same engine offering other questions."""
        other = self._copied()
        other.catalog = replace(self.catalog, examples=examples)
        return other

    def read(self, text: str, context: ReadContext) -> Reading:
        """What the sentence asks for; never raises for any text."""
        verified = self.catalog.verified_query(text)
        if verified is not None:
            return self._verified.answer(verified, context)
        items = self.items(text)
        reading = self.understood(text, items, context)
        if not self.catalog.verified_queries:
            return reading
        return self._verified.beside(text, items, reading, context)

    def read_verified(self, today: date) -> None:
        """Reads the verified questions, which otherwise the first question of a day waits for."""
        if self.catalog.verified_queries:
            self._verified.read(today)

    def is_ready(self, today: date) -> bool:
        """Whether a sentence of that day has nothing to wait for but its own reading."""
        return not self.catalog.verified_queries or self._verified.is_read(today)

    def read_plainly(self, text: str, context: ReadContext) -> Reading:
        """As `read`, without what was taught to stand for every question."""
        return self._rewritten(text, self.items(text), context, self.read_items)

    def understood(self, text: str, items: list[Item], context: ReadContext) -> Reading:
        """As `read`, whatever the verified queries say."""
        return self._rewritten(text, items, context, self._read_under_lessons)

    def _rewritten(
        self,
        text: str,
        items: list[Item],
        context: ReadContext,
        read: Callable[[str, list[Item], ReadContext], Reading],
    ) -> Reading:
        """The sentence with the words that were taught put in."""
        rewriting = rewritten(text, items)
        if rewriting is None:
            return read(text, items, context)
        return rewriting.told_of(read(rewriting.text, self.items(rewriting.text), context))

    def _read_under_lessons(self, text: str, items: list[Item], context: ReadContext) -> Reading:
        if not self.lessons.stand:
            return self.read_items(text, items, context)
        return read_under_lessons(self, text, items, context)

    def items(self, text: str, *, as_written: bool = False) -> list[Item]:
        """What each phrase of a sentence can mean; `as_written`: slips are not mended."""
        words = negations_apart(words_of(text, self.lexicon), self.vocabulary)
        words = completed(words, self.vocabulary)
        speller = None if as_written else self._speller
        return with_returns(items_of(words, self.vocabulary, speller), text)

    @cached_property
    def _verified(self) -> VerifiedReader:
        return VerifiedReader(self)

    def read_items(self, text: str, items: list[Item], context: ReadContext) -> Reading:
        """As `read_plainly`, of the items of a sentence."""
        if not items:
            return Clarification("What would you like to know?", suggestions=self.suggestions())
        topic = topic_of(items)
        if topic is not None:
            return topic
        way = way_back(items)
        if way is not None:
            return self._back(way, context)
        step = step_of(items)
        if step is not None and not context.lost:
            reading = stepped(step, text, self.setting(context, editing=True))
            if reading is not None:
                return reading
        if begins_anew(items):
            context = ReadContext(context.today)
        return Sentence(self, text, items, context).reading()

    def _back(self, way: Way, context: ReadContext) -> Reading:
        """An earlier question again."""
        if way is Way.OVER:
            return Clarification(
                "Let us start over. What would you like to know?",
                suggestions=self.suggestions(),
                forgets=True,
            )
        if not context.history:
            return Clarification(
                "There is no question before that to go back to.",
                suggestions=self.suggestions(),
                refines=True,
            )
        place = 0 if way is Way.FIRST else len(context.history) - 1
        query = context.history[place]
        if isinstance(query, WrittenSql):
            return replace(query, refines=True, returns_to=place)
        work = Work(self.setting(context, editing=False), Draft(), query)
        return Question(query, understanding_of(work), refines=True, returns_to=place)

    def parsed(self, items: list[Item]) -> Parsed:
        """The clauses of a sentence by itself."""
        return parse(items, self._scope, self.lexicon.soft)

    def parsed_after(self, parsed: Parsed, earlier: Earlier) -> Parsed:
        """The clauses of the same sentence after that question."""
        return parse_after(parsed, self._scope, self.lexicon.soft, earlier.spoken_of)

    def earlier(self, context: ReadContext) -> Earlier | None:
        previous = context.previous
        return earlier_of(previous, self.catalog, self.reach) if previous else None

    def choice(self, text: str, options: Sequence[Labelled]) -> Labelled | None:
        """Which of the options a reply chooses; None: it is no reply to them."""
        return chosen(text, options, self.lexicon)

    def rows_wished(self, text: str, columns: Sequence[str]) -> RowsWish | None:
        """The order and number of rows that a sentence asks for, of rows of which only the names of
        their columns are known; None if it asks for anything else."""
        named = column_named(words_of(text, self.lexicon), columns, self.lexicon)
        if named is None:
            return rows_wished(self.items(text, as_written=True), None)
        column, (start, end) = named
        rest = f"{text[:start]} {text[end:]}"
        return rows_wished(self.items(rest, as_written=True), column)

    def suggestions(self, values: tuple[Value, ...] = ()) -> tuple[str, ...]:
        return suggestions_for(values, self.catalog, self.reach, self.offers)

    @property
    def half_known(self) -> tuple[str, ...]:
        """Labels of the dimensions of which not all values are known by name."""
        labels = (label_of(ref, self.catalog) for ref in sorted(self.profile.incomplete, key=str))
        return tuple(dict.fromkeys(labels))

    def setting(self, context: ReadContext, *, editing: bool) -> Setting:
        previous = context.previous if editing else None
        return Setting(
            self.catalog, self.profile, self.reach, context.today, previous, context.previous
        )
