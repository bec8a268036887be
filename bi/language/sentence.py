"""One sentence being read: from its clauses to a question, or to what is asked back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bi.catalog.wording import enumerated, label_of, title_of, value_name
from bi.language.charted import chart_wished, options_wished
from bi.language.choose import Undecided
from bi.language.clauses import Clause, MarkClause, MeasureClause, Part, Refusal
from bi.language.compose.binning import can_have_steps
from bi.language.compose.compose import compose
from bi.language.compose.unbinning import rows_behind
from bi.language.compose.work import Setting, Work
from bi.language.context import ReadContext
from bi.language.draft import Draft
from bi.language.drafting import draft_of
from bi.language.explain import understanding_of
from bi.language.meanings import Item
from bi.language.pointing import determined
from bi.language.refuse import not_understood, refused
from bi.language.trouble import Alternative, Trouble
from bi.model.catalog import Catalog, ColumnRef
from bi.model.chart import ChartOptions, ChartSort
from bi.model.reading import (
    ChartWish,
    Clarification,
    Option,
    Question,
    Reading,
    Understanding,
    Unsupported,
)
from bi.model.semantic import Aggregate, Filter

if TYPE_CHECKING:
    from bi.language.engine import LanguageEngine

_OFFERED = 3
_ASKING = frozenset({"SHOW", "LIST", "WHO", "WHICH", "WHAT", "COUNT"})


class Sentence:
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
            parsed = self._engine.parsed_after(self._parsed, earlier)
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
            self._parsed = self._engine.parsed_after(self._parsed, earlier)
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
