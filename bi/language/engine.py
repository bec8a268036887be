"""The language engine: a sentence, read against a catalog, becomes a typed question.

words -> items (what each phrase can mean) -> clauses (what each construct asks for) ->
draft (clauses by purpose) -> query (columns chosen, put onto the previous query if it edits
that). Each step is pure; whatever is left unexplained stops the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bi.catalog.wording import enumerated, label_of, title_of, value_name
from bi.language.answering import Labelled, chosen
from bi.language.charted import chart_wished, options_wished
from bi.language.choose import Undecided
from bi.language.clauses import Clause, MarkClause, MeasureClause, Part, Refusal
from bi.language.compose.binning import can_have_steps
from bi.language.compose.compose import compose
from bi.language.compose.unbinning import rows_behind
from bi.language.compose.work import Setting, Work
from bi.language.constructs.construct import Scope
from bi.language.draft import Draft
from bi.language.drafting import draft_of
from bi.language.earlier import Earlier, earlier_of
from bi.language.elided import completed
from bi.language.explain import understanding_of
from bi.language.grammar import Parsed, parse
from bi.language.lessons.applying import read_under_lessons
from bi.language.lessons.lessons import NO_LESSONS, Lessons
from bi.language.lessons.rewriting import rewritten
from bi.language.levels import step_of, stepped
from bi.language.lexicon.load import load_lexicon
from bi.language.meanings import ChartName, Item
from bi.language.mentions import NOTHING, Spoken
from bi.language.negated import negations_apart
from bi.language.offers import Offers
from bi.language.pointing import determined
from bi.language.reach import Reach
from bi.language.refuse import not_understood, refused, suggestions_for
from bi.language.returning import Way, begins_anew, way_back
from bi.language.rows_wished import RowsWish, column_named, rows_wished
from bi.language.sentences import with_returns
from bi.language.spans import items_of
from bi.language.spelling import Speller
from bi.language.topics import topic_of
from bi.language.trouble import Alternative, Trouble
from bi.language.values.index import ValueIndex
from bi.language.verified.answers import meant, written
from bi.language.verified.index import VerifiedIndex
from bi.language.verified.signature import Signature, signature_of
from bi.language.vocabulary import Vocabulary
from bi.language.words import words_of
from bi.model.catalog import Catalog, ColumnRef, Grain, VerifiedQuery
from bi.model.chart import ChartOptions, ChartSort
from bi.model.profile import Profile
from bi.model.reading import (
    ChartWish,
    Clarification,
    Option,
    Question,
    Reading,
    Understanding,
    Unsupported,
    VerifiedOption,
    WrittenSql,
)
from bi.model.semantic import Aggregate, Filter, SemanticQuery, Value

_OFFERED = 3
_ASKING = frozenset({"SHOW", "LIST", "WHO", "WHICH", "WHAT", "COUNT"})


@dataclass(frozen=True, slots=True)
class ReadContext:
    """`previous` is the query that a follow-up edits; `must_refine`: the sentence is one.

    `history` are the queries before `previous`, the oldest first. `lost`: since `previous` there
    was a question of its own that was not answered, so that "they" may be said of that. `drawn` is
    how `previous` is drawn, which a sentence may change in part. `unreadable` is the title of an
    answer before that has no query: SQL that somebody wrote gave it. There is no `previous` then.
    """

    today: date
    previous: SemanticQuery | None = None
    must_refine: bool = False
    history: tuple[SemanticQuery | WrittenSql, ...] = ()
    lost: bool = False
    drawn: ChartOptions = ChartOptions()
    unreadable: str | None = None


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
            return self._answered_by(verified, context)
        items = self.items(text)
        reading = self._understood(text, items, context)
        if not self.catalog.verified_queries:
            return reading
        return self._beside_verified(text, items, reading, context)

    def read_verified(self, today: date) -> None:
        """Reads the verified questions, which otherwise the first question of a day waits for."""
        if self.catalog.verified_queries:
            self._verified.read(today)

    def read_plainly(self, text: str, context: ReadContext) -> Reading:
        """As `read`, without what was taught to stand for every question."""
        return self._rewritten(text, self.items(text), context, self.read_items)

    def _understood(self, text: str, items: list[Item], context: ReadContext) -> Reading:
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

    def _answered_by(self, verified: VerifiedQuery, context: ReadContext) -> Reading:
        if (sql := written(verified)) is not None:
            return sql
        means = verified.means or verified.question
        return meant(verified, self._understood(means, self.items(means), context))

    def _beside_verified(
        self, text: str, items: list[Item], reading: Reading, context: ReadContext
    ) -> Reading:
        """The same, or the verified query that says it, or one that is asked about."""
        question = reading if isinstance(reading, Question) else None
        if isinstance(reading, ChartWish | WrittenSql) or (question and question.refines):
            return reading
        query = question.query if question else None
        found = self._verified.meant(query, context.today) if query else None
        signature = self._signature(text, items)
        found = found or self._verified.worded(signature, query, context.today)
        if found is not None:
            return _drawn_as(self._answered_by(found, context), items, question)
        if context.must_refine or not isinstance(reading, Unsupported | Clarification):
            return reading
        if isinstance(reading, Clarification) and (reading.options or reading.forgets):
            return reading
        return self._offered_verified(signature, reading, context)

    def _signature(self, text: str, items: list[Item]) -> Signature:
        if any(item.corrected for item in items):
            # Two slips may be taken for the same word.
            items = self.items(text, as_written=True)
        if (rewriting := rewritten(text, items)) is not None:
            items = self.items(rewriting.text, as_written=True)
        return signature_of(items, self.catalog, self.lexicon)

    def _offered_verified(
        self, signature: Signature, reading: Clarification | Unsupported, context: ReadContext
    ) -> Reading:
        offers = []
        for one in self._verified.near(signature):
            answer = self._answered_by(one, context)
            if isinstance(answer, Question | WrittenSql):
                offers.append(VerifiedOption(one.question, answer))
        if not offers:
            return reading
        message = "Do you mean one of these verified questions?"
        if len(offers) == 1:
            message = f"Do you mean the verified question “{offers[0].label}”?"
        return Clarification(
            message, unknown=reading.unknown, suggestions=reading.suggestions, verified=(*offers,)
        )

    @cached_property
    def _verified(self) -> VerifiedIndex:
        def read(text: str, today: date) -> Reading:
            return self._understood(text, self.items(text), ReadContext(today))

        return VerifiedIndex(
            self.catalog.verified_queries,
            lambda text: self._signature(text, self.items(text)),
            read,
        )

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
        return _Sentence(self, text, items, context).reading()

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

    def parsed(self, items: list[Item], before: Spoken = NOTHING) -> Parsed:
        """The clauses of a sentence; `before` as in `parse`."""
        return parse(items, self._scope, self.lexicon.soft, before)

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


class _Sentence:
    """One sentence being read."""

    def __init__(
        self,
        engine: LanguageEngine,
        text: str,
        items: list[Item],
        context: ReadContext,
    ) -> None:
        self._engine, self._text, self._context = engine, text, context
        self._items = items if context.previous else determined(items)
        self._parsed = engine.parsed(self._items)
        self._notes = _corrections(items)
        self._doubtful = [item for item in items if item.doubtful]

    def reading(self) -> Reading:
        if self._parsed.unknown:
            self._read_in_company()
        trial = draft_of(self._parsed)
        editing = self._edits(trial)
        if editing and self._is_lost:
            return self._which_question(trial)
        reading = self._read(trial, editing=editing)
        if isinstance(reading, Clarification | Unsupported):
            return replace(reading, refines=editing and not self._may_be_whole(trial))
        return reading

    def _read_in_company(self) -> None:
        """What explains nothing alone may do so after the question before: "the two students"."""
        earlier = self._engine.earlier(self._context)
        if earlier is not None:
            parsed = self._engine.parsed(self._items, earlier.spoken_of)
            if not parsed.unknown:
                self._parsed = parsed

    def _may_be_whole(self, trial: Draft) -> bool:
        """Whether a sentence with unknown words may be a question of its own."""
        asks = any(item.tags & _ASKING for item in self._items)
        return asks and bool(self._parsed.unknown) and not trial.edits and not trial.groups

    @property
    def _is_lost(self) -> bool:
        return self._context.lost and not self._context.must_refine

    def _read(self, trial: Draft, *, editing: bool) -> Reading:
        clauses = self._parsed.clauses
        if trial.refusal is not None and not self._hides_more(trial.refusal.reason):
            source = trial.refusal.place.source
            return refused(trial.refusal.reason, source, self._suggestions())
        if self._parsed.unknown:
            whole = not any(_is_about_data(clause) for clause in clauses)
            return not_understood(
                self._text,
                self._parsed.unknown,
                self._suggestions(),
                whole,
                self._engine.half_known,
            )
        if self._only_draws(trial):
            return self._drawn(trial)
        if self._sorts_the_first(trial) and trial.sort is not None:
            wish = ChartSort.DESCENDING if trial.sort.descending else ChartSort.ASCENDING
            return ChartWish(None, replace(self._context.drawn, sort=wish))
        if self._context.unreadable is not None and self._must_be_of_an_answer(trial):
            return self._not_of_written(self._context.unreadable)
        if not editing and self._leans_on_nothing(trial):
            return self._nothing_to_lean_on()
        draft = self._edit() if editing else trial
        if draft.says_nothing and not draft.rivals:
            return self._nothing_said()
        draws = draft.chart is not None or bool(draft.drawing)
        if "CHANGE" in draft.marks and not draws and "ANAPHORA" not in draft.marks:
            return self._unclear_change()
        reading = self._composed(draft, editing=editing)
        # Conditions alone ("without Canada") are of what was asked before, even where they fail.
        conditions = (trial.filters, trial.numbers)
        own = bool(trial.measures) or (trial.names_its_subject and not any(conditions))
        own = own or bool(trial.rows_of or trial.others or trial.company)
        if editing and own and isinstance(reading, Unsupported) and not self._must_edit(trial):
            # It may be a question of its own after all.
            alone = self._composed(trial, editing=False)
            return alone if isinstance(alone, Question) else reading
        return reading

    def _only_draws(self, trial: Draft) -> bool:
        """Whether what was shown is drawn another way: so many steps may be those of the query."""
        previous = self._context.previous
        if not trial.only_draws or (trial.bins and previous is None):
            return False
        return trial.bins is None or not can_have_steps(previous, self._engine.catalog)

    def _sorts_the_first(self, trial: Draft) -> bool:
        """ "Lowest first", said of the top five: of these five, not of the last ones."""
        previous, sort = self._context.previous, trial.sort
        if previous is None or previous.limit is None or not previous.measures:
            return False
        by_size = sort is not None and sort.sized and bool(previous.groups)
        return by_size and replace(trial, sort=None).says_nothing

    def _drawn(self, trial: Draft) -> Reading:
        """What was shown as another chart; of its single rows, where that takes them."""
        engine, previous = self._engine, self._context.previous
        wish = trial.chart.chart if trial.chart else None
        options = options_wished(trial, self._context.drawn, shown=self._context.previous)
        rows = rows_behind(previous, wish, engine.catalog) if previous and wish else None
        if rows is None:
            return ChartWish(wish, options)
        work = Work(engine.setting(self._context, editing=False), trial, rows)
        return Question(rows, understanding_of(work, self._notes), wish, options, refines=True)

    def _must_edit(self, trial: Draft) -> bool:
        return self._context.must_refine or trial.edits or self._leans_on_nothing(trial)

    def _which_question(self, trial: Draft) -> Reading:
        """What the sentence is about may be the question that was not understood."""
        reading = self._read(trial, editing=True)
        if not isinstance(reading, Question):
            return reading
        label = title_of(reading.query, self._engine.catalog)
        option = Option(label, reading.query, reading.understanding, reading.chart, reading.options)
        return Clarification(
            "I did not understand the question before this one. Is this about the one before it?",
            (option,),
            suggestions=self._suggestions(),
        )

    def _edit(self) -> Draft:
        """The sentence as a change of the question before, in whose company its words are read."""
        earlier = self._engine.earlier(self._context)
        if earlier is not None:
            self._parsed = self._engine.parsed(self._items, earlier.spoken_of)
        return draft_of(self._parsed, earlier)

    def _leans_on_nothing(self, draft: Draft) -> bool:
        """Whether the sentence needs an earlier question that is not there."""
        removes = any(one.part is not Part.TIME for one in draft.removals) or not draft.measures
        if (draft.removals and removes) or draft.counts_them or self._parsed.needs_antecedent:
            return True
        if any(not one.values and not one.columns for one in draft.numbers):
            return True
        if (
            "OF_THEM" in draft.marks
            or draft.instead_of
            or draft.reaggregate
            or (draft.drill and not draft.measures)
        ):
            return True
        if self._context.lost and not draft.names_its_subject:
            return True
        if draft.measures or (draft.counts_rows and draft.groups):
            return False
        marks = {"INSTEAD", "WHAT_ABOUT", "ANAPHORA"}
        return bool(draft.marks & marks)

    def _must_be_of_an_answer(self, trial: Draft) -> bool:
        """Whether it would edit the answer before, were that one of a query."""
        return self._must_edit(trial) or not trial.stands_alone

    def _not_of_written(self, title: str) -> Unsupported:
        return Unsupported(
            f"“{title}” was answered by SQL that somebody wrote, which says no query of the "
            f"catalog's words, so “{self._text.strip()}” cannot be read as a change of it. It can "
            "be drawn another way, or refined as SQL; or ask a whole question of its own.",
            (self._text.strip(),),
            self._suggestions(),
            refines=True,
            of_written=True,
        )

    def _nothing_to_lean_on(self) -> Clarification:
        return Clarification(
            "There is no earlier question to change yet; ask one first.",
            suggestions=self._suggestions(),
        )

    def _hides_more(self, reason: Refusal) -> bool:
        """Unknown words are named first, unless the sentence would have changed data."""
        return bool(self._parsed.unknown) and reason is not Refusal.WRITE

    def _edits(self, draft: Draft) -> bool:
        """A sentence with a measure of its own that does not point back is a new question."""
        if self._context.previous is None:
            return False
        if self._context.must_refine or draft.edits:
            return True
        return not draft.stands_alone

    def _composed(self, draft: Draft, *, editing: bool) -> Reading:
        setting = self._engine.setting(self._context, editing=editing)
        try:
            work = compose(draft, setting)
        except Undecided as undecided:
            return self._ask(draft, setting, undecided)
        except Trouble as trouble:
            return self._troubled(trouble, draft)
        understanding = understanding_of(work, self._notes)
        chart, options = chart_wished(draft, work.query), self._options(work, editing=editing)
        if self._doubtful:
            title = title_of(work.query, work.catalog)
            return self._confirm(Option(title, work.query, understanding, chart, options))
        return Question(work.query, understanding, chart, options, refines=editing)

    def _options(self, work: Work, *, editing: bool) -> ChartOptions | None:
        before = self._context.drawn if editing else ChartOptions()
        return options_wished(work.draft, before, work.query)

    def _confirm(self, option: Option) -> Clarification:
        """A word that is far from the one it was taken for."""
        words = tuple(item.text for item in self._doubtful)
        named = enumerated([f"“{word}”" for word in words])
        return Clarification(
            f"I do not know {named}. Is this meant?", (option,), words, self._suggestions()
        )

    def _ask(self, draft: Draft, setting: Setting, undecided: Undecided) -> Reading:
        """One complete reading for each choice."""
        options: list[Option] = []
        for choice in undecided.choices:
            try:
                work = compose(draft, setting, {undecided.slot: choice})
            except (Undecided, Trouble):
                continue
            options.append(self._option(choice, work))
        if len(options) == 1:
            only = options[0]
            editing = setting.previous is not None
            return Question(
                only.query, only.understanding, only.chart, only.options, refines=editing
            )
        return Clarification(
            f"“{undecided.slot}” could mean several things. Which one is meant?",
            tuple(options[:_OFFERED]),
            suggestions=self._suggestions(),
        )

    def _option(self, choice: object, work: Work) -> Option:
        chart = chart_wished(work.draft, work.query)
        options = self._options(work, editing=work.editing)
        label = f"{title_of(work.query, work.catalog)} ({_choice_name(choice, work.catalog)})"
        return Option(label, work.query, understanding_of(work, self._notes), chart, options)

    def _troubled(self, trouble: Trouble, draft: Draft) -> Reading:
        if trouble.queries:
            options = tuple(_offered(one, draft) for one in trouble.queries[:_OFFERED])
            return Clarification(trouble.message, options, trouble.unknown)
        return Unsupported(trouble.message, trouble.unknown, self._suggestions())

    def _nothing_said(self) -> Reading:
        return Clarification(
            "That names nothing in the data. What would you like to know?",
            unknown=(self._text.strip(),),
            suggestions=self._suggestions(),
        )

    def _unclear_change(self) -> Reading:
        clauses = self._parsed.clauses
        words = [
            c.place.source for c in clauses if isinstance(c, MarkClause) and c.mark == "CHANGE"
        ]
        return Unsupported(
            f"“{words[0]}” is not clear here: name a chart to change to, or ask for growth.",
            (words[0],),
            self._suggestions(),
        )

    def _suggestions(self) -> tuple[str, ...]:
        """Sentences that work, about what this one was about."""
        for clause in self._parsed.clauses:
            if isinstance(clause, MeasureClause):
                return self._engine.suggestions(clause.choices[:1])
        return self._engine.suggestions()


def _drawn_as(reading: Reading, items: list[Item], question: Question | None) -> Reading:
    """A verified answer as the sentence wishes it drawn, which is otherwise read as `question`."""
    if not isinstance(reading, Question | WrittenSql):
        return reading
    if question is not None:
        chart, options = question.chart or reading.chart, question.options or reading.options
        return replace(reading, chart=chart, options=options)
    named = next((one.chart for item in items for one in item.of(ChartName)), None)
    return replace(reading, chart=named or reading.chart)


def _offered(one: Alternative, draft: Draft) -> Option:
    chart = chart_wished(draft, one.query)
    options = options_wished(draft, ChartOptions(), one.query)
    return Option(one.label, one.query, Understanding(), chart, options)


def _is_about_data(clause: Clause) -> bool:
    return type(clause).__name__ not in (
        "MarkClause",
        "ChartClause",
        "DrawingClause",
        "AxisClause",
        "TimeClause",
        "PartClause",
    )


def _corrections(items: list[Item]) -> tuple[str, ...]:
    said = (f"“{item.text}” was read as “{item.corrected}”." for item in items if item.corrected)
    return tuple(dict.fromkeys(said))


def _choice_name(choice: object, catalog: Catalog) -> str:
    """What tells one choice from the others: its dataset, or the measure itself."""
    if isinstance(choice, Filter | Aggregate):
        dataset = catalog.dataset(choice.column.dataset).label
        return f"{label_of(choice.column, catalog)} of {dataset.lower()}"
    column = getattr(choice, "column", choice)
    if isinstance(column, ColumnRef):
        return f"{label_of(column, catalog)} of {catalog.dataset(column.dataset).label.lower()}"
    return value_name(choice, catalog)  # type: ignore[arg-type]
