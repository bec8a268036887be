"""The compiler's front door: a typed question becomes SQL for one dialect."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from bi.compiler import names
from bi.compiler.calculated import answer_columns, calculated
from bi.compiler.dialects.registry import dialect_named
from bi.compiler.grouped import grouped
from bi.compiler.lineage import lineage_of
from bi.compiler.nested import is_nested, nested
from bi.compiler.ordering import from_bucket, limited, marked
from bi.compiler.plan import plan
from bi.compiler.question import Question
from bi.compiler.rows import distinct_values, listed
from bi.model.catalog import Catalog
from bi.model.errors import QueryNotPossible
from bi.model.lineage import Lineage
from bi.model.result import ResultColumn
from bi.model.semantic import SemanticQuery


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """`sql` is pretty-printed and meant to be read; `columns` are its result's, in order.

    `lineage` is what the result rests on.
    """

    sql: str
    columns: tuple[ResultColumn, ...]
    lineage: Lineage = Lineage()


def compile_query(query: SemanticQuery, catalog: Catalog, dialect: str) -> CompiledQuery:
    """SQL for a question; `dialect` is sqlglot's name of one.

    Raises QueryNotPossible, in words for the person who asked, where no right SQL exists.
    """
    question = Question(query, catalog, dialect_named(dialect))
    if query.columns:
        tree, columns = listed(question)
    elif query.measures:
        tree, columns = _measured(question)
    elif query.groups:
        tree, columns = distinct_values(question)
    else:
        raise QueryNotPossible("The question neither measures, groups nor lists anything.")
    lineage = lineage_of(query, catalog, tree)
    tree = question.dialect.finished(tree)
    sql = tree.sql(dialect=dialect, pretty=True, copy=False)
    return CompiledQuery(sql, marked(columns, query), lineage)


def require_possible(query: SemanticQuery, catalog: Catalog, dialect: str) -> None:
    """Raises QueryNotPossible for nearly all that `compile_query` does, most often without writing
    any SQL: for many queries of which few are run."""
    question = Question(query, catalog, dialect_named(dialect))
    if query.measures and not query.columns and not is_nested(query):
        plan(question)
    else:
        compile_query(query, catalog, dialect)


def _measured(question: Question) -> tuple[exp.Select, tuple[ResultColumn, ...]]:
    taken = _table_names(question.catalog)
    if is_nested(question.query):
        rows, columns = nested(question, taken)
        return limited(rows, question.query, columns, taken.take("answer")), columns
    what = plan(question)
    columns = answer_columns(what)
    rows = calculated(what, grouped(what, taken.take("parts")), taken.take("grouped"))
    if what.first_shown is not None:
        first = question.dialect.day(what.first_shown.isoformat())
        rows = from_bucket(rows, columns, taken.take("windows"), first)
    return limited(rows, question.query, columns, taken.take("answer")), columns


def _table_names(catalog: Catalog) -> names.Aliases:
    """Names of tables are taken: a CTE that hides one would be read in its place."""
    taken = names.Aliases()
    for dataset in catalog.datasets:
        taken.take(dataset.table.rpartition(".")[2])
        if dataset.name != dataset.table:
            taken.take(dataset.name)
    return taken
