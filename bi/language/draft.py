"""The clauses of a sentence sorted by what they do, before columns are chosen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bi.language.clauses import (
    AgainstClause,
    BenchmarkClause,
    BesideClause,
    BinClause,
    CalculationClause,
    ChartClause,
    ColumnsClause,
    DrawingClause,
    DrillClause,
    EitherClause,
    EntityClause,
    FilterClause,
    ForecastClause,
    InsteadClause,
    LimitClause,
    Manner,
    MeasureClause,
    NumberClause,
    PartClause,
    RankClause,
    ReaggregateClause,
    RefusalClause,
    RemoveClause,
    SortClause,
    TimeClause,
    UnitClause,
    VerbClause,
)
from bi.language.mentions import Mentions

_EDIT_MARKS = frozenset({"FILTER", "INSTEAD", "WHAT_ABOUT"})


@dataclass(slots=True)
class Draft:
    """What a sentence asks for, part by part, in the order of its words."""

    measures: list[MeasureClause] = field(default_factory=list)
    groups: list[EntityClause] = field(default_factory=list)
    filters: list[FilterClause] = field(default_factory=list)
    numbers: list[NumberClause] = field(default_factory=list)
    times: list[TimeClause] = field(default_factory=list)
    parts: list[PartClause] = field(default_factory=list)
    against: AgainstClause | None = None
    rank: RankClause | None = None
    sort: SortClause | None = None
    limit: LimitClause | None = None
    bins: BinClause | None = None
    calculation: CalculationClause | None = None
    chart: ChartClause | None = None
    drawing: list[DrawingClause] = field(default_factory=list)
    columns: list[ColumnsClause] = field(default_factory=list)
    rows_of: EntityClause | None = None
    removals: list[RemoveClause] = field(default_factory=list)
    marks: frozenset[str] = frozenset()
    refusal: RefusalClause | None = None
    # Nouns of datasets said in passing, of which the things measured must be part.
    company: tuple[str, ...] = ()
    # Nouns or measures that could each be what is asked for, with nothing to join them.
    rivals: tuple[EntityClause | MeasureClause, ...] = ()
    # What a measure is said of ("units sold"), or nothing is.
    verbs: tuple[VerbClause, ...] = ()
    eithers: list[EitherClause] = field(default_factory=list)
    benchmarks: list[BenchmarkClause] = field(default_factory=list)
    besides: list[BesideClause] = field(default_factory=list)
    # Columns to list, and the nouns that are in the sentence besides what is listed or measured.
    outputs: list[EntityClause] = field(default_factory=list)
    others: list[EntityClause] = field(default_factory=list)
    lists: bool = False
    # Where "and" or a comma ends, in characters: what follows is joined to what came before.
    joints: frozenset[int] = frozenset()
    mentions: Mentions = field(default_factory=lambda: Mentions(()))
    # A noun by itself was taken for the number of its rows.
    counts_noun: bool = False
    # Words like "those" are about the question before.
    points_back: bool = False
    # "Count and average price": the rows are counted as well, before (True) or after the rest.
    counts_beside: bool | None = None
    # "Count by region": the rows are counted, whatever they are.
    counts_rows: bool = False
    # "All template ids": all that there are.
    says_all: bool = False
    # What is to be replaced, and a question why something changed.
    instead_of: InsteadClause | None = None
    drill: DrillClause | None = None
    # How what was measured is to be aggregated instead.
    reaggregate: ReaggregateClause | None = None
    units: list[UnitClause] = field(default_factory=list)
    # What a further sentence wants returned of what is measured.
    returned: list[EntityClause] = field(default_factory=list)
    forecasts: list[ForecastClause] = field(default_factory=list)

    @property
    def only_draws(self) -> bool:
        """Whether the words are about the drawing alone, or about so many bins of it."""
        counts_bins = self.bins is not None and self.bins.count is not None
        said = self.chart is not None or bool(self.drawing) or counts_bins
        return said and replace(self, bins=None if counts_bins else self.bins).says_nothing

    @property
    def says_nothing(self) -> bool:
        parts = (
            self.measures, self.groups, self.filters, self.numbers, self.times, self.parts,
            self.against,
            self.rank, self.sort, self.limit, self.bins, self.calculation, self.columns,
            self.rows_of, self.removals, self.verbs, self.benchmarks, self.besides, self.outputs,
            self.others, self.counts_them, self.eithers, self.drill, self.reaggregate,
            self.forecasts, "DISTINCT" in self.marks,
        )  # fmt: skip
        return not any(parts)

    @property
    def stands_alone(self) -> bool:
        """Whether the sentence is a whole question by itself."""
        asks = any(one.manner is Manner.WHICH for one in self.groups)
        conditions = any(clause.values for clause in self.numbers)
        narrows = "ONLY" in self.marks and (self.counts_noun or self._is_bare_measure)
        own = bool((self.measures and not narrows) or self.rows_of or self.rivals)
        own = own or (self.counts_rows and bool(self.groups))
        said = self.others or self.filters or self.numbers or self.eithers or self.says_all
        own = own or (self.lists and bool(self.outputs) and bool(said))
        return own or ("ONLY" not in self.marks and (asks or conditions))

    @property
    def _is_bare_measure(self) -> bool:
        """ "Only revenue": of what was asked for before."""
        said = (self.groups, self.filters, self.numbers, self.times, self.parts, self.rank)
        return not any(said) and not self.eithers

    @property
    def names_its_subject(self) -> bool:
        """Whether the sentence itself says what it is about: "the production code" does not."""
        said = (self.measures, self.rows_of, self.others, self.company, self.filters, self.numbers)
        return self.says_all or any(said) or bool(self.eithers)

    @property
    def edits(self) -> bool:
        """Whether the words point back at an earlier question."""
        adds = "ALSO" in self.marks and not self._is_whole_list
        replaces = any((self.instead_of, self.drill, self.reaggregate))
        of_each = "EACH" in self.marks and not self.groups  # "and how many of each?"
        points = self.points_back or replaces or of_each
        return bool(self.marks & _EDIT_MARKS or self.removals or points or adds)

    @property
    def _is_whole_list(self) -> bool:
        """ "Please also find the names of the students who …" names its own rows."""
        said = self.filters or self.numbers or self.others
        return self.lists and self.rows_of is not None and bool(said)

    @property
    def counts_them(self) -> bool:
        """ "How many are there?"."""
        return "COUNT_THEM" in self.marks
