"""What passes the guard shows no secret and changes nothing, on real engines.

The databases may be written to and read files: nothing but the guard stands in the way. A longer
search is `python -m bench.guard_fuzz`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.guarding.attempts import Leak, Tally, attempt
from bench.guarding.planted import MARK, Database, planted
from bench.guarding.statements import mutated, selects, trees
from tests.bi.guard.attacks import attacks
from tests.bi.guard.everyday import everyday
from tests.bi.postgres import PostgresServer

DIALECTS = ("duckdb", "sqlite", "postgres")
SOURCES: dict[str, Callable[[str], st.SearchStrategy[str]]] = {
    "select": selects,
    "tree": trees,
    "attack": lambda dialect: mutated(attacks(dialect), everyday(dialect)),
}
Pairs = dict[str, tuple[Database, Database]]

searching = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture(scope="module")
def pairs(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Pairs]:
    folder: Path = tmp_path_factory.mktemp("planted")
    with planted(folder, postgres_server.dsn("postgres")) as made:
        yield made


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("source", SOURCES)
def test_nothing_that_passes_shows_a_secret_or_changes_anything(
    source: str, dialect: str, pairs: Pairs
) -> None:
    pair = pairs[dialect]
    before = [database.state() for database in pair]
    tally = Tally()

    @searching
    @given(SOURCES[source](dialect))
    def search(sql: str) -> None:
        attempt(sql, pair, tally)

    search()
    assert [database.state() for database in pair] == before
    assert tally.answered > 0


# What each would show or do if it ran: the search must be able to find it.
UNGUARDED = {
    "duckdb": (
        "SELECT password FROM customers",
        "SELECT COUNT(*) FROM secrets",
        "SELECT MAX(cost) FROM orders",
        "SELECT * FROM 'secret.csv'",
        "SELECT current_database()",
        "SELECT getvariable('secret')",
    ),
    "sqlite": (
        "SELECT password FROM customers",
        "SELECT name FROM customers WHERE (card, name, id) IN secrets OR password LIKE '%-xy-%'",
        "SELECT LENGTH(password) FROM customers",
    ),
    "postgres": (
        "SELECT c::TEXT FROM customers c",
        "SELECT json_agg(s) FROM secrets AS s",
        "SELECT current_database()",
        "SELECT CAST(password AS INTEGER) FROM customers",
        "SELECT x.current_setting FROM unnest(ARRAY['planted.secret']) AS x",
    ),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_search_would_notice_what_an_open_guard_lets_through(
    dialect: str, pairs: Pairs
) -> None:
    for sql in UNGUARDED[dialect]:
        with pytest.raises(Leak):
            attempt(sql, pairs[dialect], Tally(), guard=lambda text, _: text)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_search_would_notice_a_write(dialect: str, pairs: Pairs) -> None:
    database = pairs[dialect][0]
    before = database.state()

    database.run("CREATE TABLE stolen (a INTEGER)")
    changed = database.state()
    database.run("DROP TABLE stolen")

    assert changed != before


def test_secrets_are_marked(pairs: Pairs) -> None:
    for pair in pairs.values():
        assert pair[0].run("SELECT secret FROM secrets").shows(MARK)
        assert not pair[0].run("SELECT name FROM customers WHERE owner = 'us'").shows(MARK)
