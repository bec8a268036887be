"""Statements to try the guard with, as hypothesis strategies.

Three sources: SQL put together from clauses and names, with every function that the parser
knows; trees of the parser's own node types with whatever they may carry; and attacks, changed
piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect

from bi.guard.allowed.functions import FUNCTIONS
from bi.guard.allowed.names import NAMES
from bi.guard.allowed.nodes import NODES

# What may pass is far more frequent than what may not: a statement with one flaw tells more than
# one with ten.
_COLUMNS = (
    *("id", "name", "country", "born", "c.name", "c.id", "c.born", "c.country") * 3,
    *("password", "card", "cost", "secret", "rowid", "ctid", "c", "customers", "x", "c.password"),
    *("region", "amount", "o.amount", "c.*", "*", '"name"', '"password"', "x.name", "t1.a", "a"),
    *("x.a", "x.x", "x.current_setting", "x.pg_read_file", "t1.current_setting", "y.upper", "user"),
)
_TABLES = (
    *("customers AS c",) * 20,
    *("customers AS c JOIN orders AS o ON c.id = o.customer_id",) * 4,
    *("secrets", "secrets AS c", "main.secrets", "public.customers AS c", "x", "w", "'secret.csv'"),
    *('"secret.csv"', "customers AS c(a, b, d)", "sqlite_master", "pg_catalog.pg_tables"),
    *("information_schema.tables", "duckdb_tables()", "read_csv('secret.csv')", "pg_settings"),
)
_TYPES = (
    *("INTEGER", "TEXT", "DATE", "TIMESTAMP", "DECIMAL(10, 2)", "BOOLEAN", "DOUBLE", "JSON") * 3,
    *("REGCLASS", "OID", "BLOB", "INTEGER[]", "TIME", "INTERVAL", "VARCHAR", "UUID", "XML"),
)
_LITERALS = (
    *("0", "1", "2", "-1", "3.5", "1e3", "NULL", "TRUE", "FALSE", "''", "'Ada'", "'2024-01-31'"),
    *("'a%'", "'%'", "'month'", "'{}'", "'[1, 2]'", "'$.a'", "'secrets'", "'select 1'"),
    *(
        "'planted.secret'",
        "'secret'",
        "'secret.csv'",
        "DATE '2024-01-31'",
        "INTERVAL '1' DAY",
        "INTERVAL '1 month'",
        "'%Y-%m'",
    ),
)
_BINARY = (
    *("+", "-", "*", "/", "%", "||", "=", "<>", "<", ">", "<=", ">=", "AND", "OR", "LIKE") * 3,
    *("ILIKE", "GLOB", "IS NOT DISTINCT FROM", "->", "->>", "#>", "#>>", "@>", "~", "~*", "&", "|"),
    *("^", "<<", ">>", "//", "SIMILAR TO", "IS", "IS NOT", "COLLATE", "::", "<->", "&&", "?", "=="),
)
_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "WEEK", "EPOCH", "QUARTER", "DOW")
_AGGREGATES = ("SUM", "COUNT", "MIN", "MAX", "AVG", "LAG", "STRING_AGG", "ARRAY_AGG", "pg_sleep")
_LISTS = ("(SELECT 1)", "(1, 2)", "secrets")
_DANGEROUS = (
    *("pg_read_file", "pg_sleep", "current_setting", "set_config", "query_to_xml", "version"),
    *("load_extension", "readfile", "writefile", "getenv", "read_text", "read_csv", "query"),
    *("query_table", "row_to_json", "to_json", "pg_ls_dir", "lo_import", "lo_export", "dblink"),
    *("current_user", "current_database", "nextval", "setval", "generate_series", "range"),
    *("pg_advisory_lock", "pg_terminate_backend", "pg_notify", "sqlite_version", "zeroblob"),
    *("randomblob", "eval", "fts3_tokenizer", "edit", "txid_current", "pg_export_snapshot"),
    *("table_to_xml", "database_to_xml", "cursor_to_xml", "pg_stat_file", "pg_typeof", "stats"),
    *("current_schemas", "inet_server_addr", "pg_backend_pid", "pragma_table_info", "glob"),
    *("which_secret", "sqlite_source_id", "changes", "last_insert_rowid", "list_transform"),
)


def _functions(dialect: str) -> st.SearchStrategy[str]:
    known = Dialect.get_or_raise(dialect).parser_class.FUNCTIONS
    harmless = [
        name for name, build in known.items() if getattr(build, "__self__", None) in FUNCTIONS
    ]
    names = sorted({*harmless, *NAMES[dialect]})
    return st.one_of(
        st.sampled_from(names),
        st.sampled_from(names),
        st.sampled_from(names),
        st.sampled_from(sorted({*known, *_DANGEROUS})),
    )


def _columns() -> st.SearchStrategy[str]:
    return st.sampled_from(_COLUMNS)


def expressions(dialect: str) -> st.SearchStrategy[str]:
    """A value: columns, literals, operators, functions, windows, CASE, queries."""
    functions = _functions(dialect)
    aggregates = st.sampled_from(_AGGREGATES)

    def extend(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        arguments = st.lists(inner, max_size=3).map(", ".join)
        query = st.builds(
            "(SELECT {} FROM {} WHERE {})".format, inner, st.sampled_from(_TABLES), inner
        )
        return st.one_of(
            st.builds("{} {} {}".format, inner, st.sampled_from(_BINARY), inner),
            st.builds("({} {} {})".format, inner, st.sampled_from(_BINARY), inner),
            st.builds("{}({})".format, functions, inner),
            st.builds("{}({})".format, functions, inner),
            st.builds("{}({}, {})".format, functions, inner, inner),
            st.builds("{}({}, {}, {})".format, functions, inner, inner, inner),
            st.builds("{}(DISTINCT {})".format, aggregates, inner),
            st.builds("{}({}) OVER (PARTITION BY {} ORDER BY {})".format, aggregates, *[inner] * 3),
            st.builds("{}({}) FILTER (WHERE {})".format, aggregates, inner, inner),
            st.builds("MODE() WITHIN GROUP (ORDER BY {})".format, inner),
            st.builds("CAST({} AS {})".format, inner, st.sampled_from(_TYPES)),
            st.builds("{}::{}".format, inner, st.sampled_from(_TYPES)),
            st.builds("CASE WHEN {} THEN {} ELSE {} END".format, inner, inner, inner),
            st.builds("EXTRACT({} FROM {})".format, st.sampled_from(_UNITS), inner),
            st.builds("{} IN ({})".format, inner, arguments),
            st.builds("{} IN {}".format, inner, query),
            st.builds("{} IN {}".format, inner, st.sampled_from(_LISTS)),
            st.builds("{} BETWEEN {} AND {}".format, inner, inner, inner),
            st.builds("EXISTS {}".format, query),
            st.builds("NOT {}".format, inner),
            st.builds("({}).{}".format, inner, st.sampled_from(("name", "password", "*", "x"))),
            st.builds("{}[{}]".format, inner, inner),
            st.builds("[{}]".format, arguments),
            st.builds("{{'a': {}}}".format, inner),
            st.builds("ARRAY[{}]".format, arguments),
            query,
        )  # fmt: skip

    return st.recursive(_columns() | st.sampled_from(_LITERALS), extend, max_leaves=4)


def _clauses(dialect: str) -> st.SearchStrategy[str]:
    value = expressions(dialect)
    some = st.lists(value, min_size=1, max_size=3).map(", ".join)
    optional = [
        st.builds(" WHERE {}".format, value),
        st.builds(" GROUP BY {}".format, some),
        st.builds(" GROUP BY ALL HAVING {}".format, value),
        st.builds(" GROUP BY {} HAVING {}".format, some, value),
        st.builds(" QUALIFY {} > 1".format, value),
        st.builds(" ORDER BY {}".format, some),
        st.builds(" LIMIT {}".format, st.sampled_from(("1", "3", "(SELECT 1)", "10 OFFSET 1"))),
        st.sampled_from((";", " FOR UPDATE", " WINDOW w AS ()", " -- x")),
    ]
    return st.lists(st.one_of(optional), max_size=2).map("".join)


def selects(dialect: str) -> st.SearchStrategy[str]:
    """A query: joined sources, clauses, WITH, set operations."""
    value = expressions(dialect)
    alias = st.sampled_from(("", " AS a", " AS name", " AS password", ' AS "x"', " x"))
    projection = st.builds("{}{}".format, value, alias)
    projections = st.lists(projection, min_size=1, max_size=2).map(", ".join)

    def source(query: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.sampled_from(_TABLES),
            st.builds("({}) AS x".format, query),
            st.builds("({}) AS x(a, b)".format, query),
            st.builds("LATERAL ({}) AS y".format, query),
            st.builds("UNNEST([{}]) AS x(a)".format, value),
            st.builds("(VALUES ({}), ({})) AS t1(a)".format, value, value),
            st.builds("generate_series({}, {}, {}) AS x(a)".format, value, value, value),
        )

    def join(query: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds(", {}".format, source(query)),
            st.builds(" JOIN {} ON {}".format, source(query), value),
            st.builds(" LEFT JOIN {} USING ({})".format, source(query), _columns()),
            st.builds(" NATURAL JOIN {}".format, source(query)),
            st.builds(" POSITIONAL JOIN {}".format, source(query)),
            st.builds(" CROSS JOIN {}".format, source(query)),
            st.builds(" PIVOT ({} FOR {} IN ('a', 'b'))".format, value, _columns()),
            st.builds(" UNPIVOT ({} FOR x IN ({}))".format, _columns(), _columns()),
        )

    def deeper(query: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        relations = st.builds(
            "{}{}".format, source(query), st.lists(join(query), max_size=2).map("".join)
        )
        select = st.builds("SELECT {} FROM {}{}".format, projections, relations, _clauses(dialect))
        return st.one_of(
            select,
            select,
            st.builds("{} UNION ALL {}".format, select, query),
            st.builds("WITH w AS ({}) {}".format, query, select),
            st.builds("WITH w AS ({}) SELECT * FROM w".format, query),
            st.builds("WITH w(a, b) AS ({}) SELECT a FROM w".format, query),
            st.builds("FROM {} SELECT {}".format, relations, projections),
        )

    plain = st.builds(
        "SELECT {} FROM {}{}".format, projections, st.sampled_from(_TABLES), _clauses(dialect)
    )
    return st.recursive(plain, deeper, max_leaves=3)


def _kinds(root: type[exp.Expr]) -> list[type[exp.Expr]]:
    kinds = [root]
    for kind in kinds:
        kinds.extend(sub for sub in kind.__subclasses__() if sub not in kinds)
    return sorted(kinds, key=lambda kind: kind.__name__)


def _can_be_made(kind: type[exp.Expr]) -> bool:
    try:
        kind()
    except TypeError:
        return False
    return True


KINDS = tuple(kind for kind in _kinds(exp.Expr) if _can_be_made(kind))
_HARMLESS = tuple(kind for kind in KINDS if kind in NODES | FUNCTIONS)


@st.composite
def trees(draw: st.DrawFn, dialect: str, depth: int = 2) -> str:
    """A query with a node of any type somewhere in it, as the parser's generator writes it."""
    node = _tree(draw, depth)
    place = draw(st.integers(0, 3))
    select = exp.select(node if place == 0 else "name", copy=False).from_("customers AS c")
    if place == 1:
        select.set("where", exp.Where(this=node))
    elif place == 2:
        select.set("joins", [exp.Join(this=node)])
    elif place == 3:
        select.set(draw(st.sampled_from(sorted(exp.Select.arg_types))), node)
    try:
        return select.sql(dialect=dialect)
    except Exception:
        return "SELECT 1"


def _tree(draw: st.DrawFn, depth: int) -> Any:
    kind = draw(st.sampled_from(draw(st.sampled_from((KINDS, _HARMLESS, _HARMLESS)))))
    if depth == 0 or not kind.arg_types:
        column = draw(_columns()).partition(".")[0].strip('"')
        return draw(
            st.sampled_from(
                [
                    exp.column(column),
                    exp.column(column, table="c"),
                    exp.Literal.string("secrets"),
                    exp.Literal.number(1),
                    exp.to_table("secrets"),
                    exp.Star(),
                ]
            )
        ).copy()
    node = kind()
    for name, required in kind.arg_types.items():
        if required or draw(st.integers(0, 3)) == 0:
            shape = draw(st.integers(0, 5))
            if shape == 0:
                node.set(name, draw(st.sampled_from(("secrets", "name", "PASSWORD", "1"))))
            elif shape == 1 or name == "expressions":
                node.set(name, [_tree(draw, depth - 1)])
            else:
                node.set(name, _tree(draw, depth - 1))
    return node


_PIECE = re.compile(r"\s+|\w+|'[^']*'|\"[^\"]*\"|.", re.DOTALL)
_SPLICES = (
    *("/*", "*/", "--", "\n", "#", ";", "'", '"', "`", "\\", "(", ")", ",", ".", "*", "::", "$$"),
    *(" UNION SELECT ", " FROM ", " WHERE ", " AS ", "secrets", "password", "customers", "c.*"),
    *("/**/", "/*! */", "\x00", "\u00a0", "\u2028", "\ufeff", "\uff07", "U&", "E'", "[", "]", "{"),
)


_AROUND = (
    *("{}",) * 4,
    "SELECT * FROM ({}) AS x",
    "WITH w AS ({}) SELECT * FROM w",
    "SELECT name FROM customers WHERE id IN ({})",
)


@st.composite
def mutated(draw: st.DrawFn, attacks: Sequence[str], harmless: Sequence[str]) -> str:
    """An attack, or what is none, with pieces dropped, doubled, swapped, or put in."""
    pieces = _PIECE.findall(draw(st.sampled_from(draw(st.sampled_from((attacks, harmless))))))
    for _ in range(draw(st.integers(0, 4))):
        if not pieces:
            break
        at = draw(st.integers(0, len(pieces) - 1))
        match draw(st.integers(0, 5)):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, pieces[draw(st.integers(0, len(pieces) - 1))])
            case 2:
                pieces.insert(at, draw(st.sampled_from(_SPLICES)))
            case 3:
                pieces[at] = draw(st.sampled_from(("customers", "orders", "name", "c", "1", "x")))
            case 4:
                other = _PIECE.findall(draw(st.sampled_from(attacks)))
                pieces[at:at] = other[draw(st.integers(0, len(other))) :]
            case _:
                pieces[at] = pieces[at].swapcase()
    text = "".join(pieces)
    shape = draw(st.sampled_from(_AROUND))
    return shape.replace("{}", text)
