"""Where a database is, without its secrets in the catalog."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from bi.catalog.url import (
    SecretMissing,
    anchored,
    beside,
    dialect_of,
    holds_password,
    is_url,
    resolve_url,
    without_password,
)

FOLDER = Path("/data/shop")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("duckdb:///demo.duckdb", "duckdb:////data/shop/demo.duckdb"),
        ("sqlite:///sub/x.db", "sqlite:////data/shop/sub/x.db"),
        ("csv:///exports", "csv:////data/shop/exports"),
        ("sqlite:////abs/x.db", "sqlite:////abs/x.db"),
        ("duckdb:///:memory:", "duckdb:///:memory:"),
        ("duckdb:///${DATA}/x.duckdb", "duckdb:///${DATA}/x.duckdb"),
        ("sqlite:///C:/data/x.db", "sqlite:///C:/data/x.db"),
        ("postgresql://host/x", "postgresql://host/x"),
        ("mysql://a:${file:pw}@h/x", "mysql://a:${file:/data/shop/pw}@h/x"),
        ("mysql://a:${file:/run/pw}@h/x", "mysql://a:${file:/run/pw}@h/x"),
    ],
)
def test_a_relative_path_starts_at_the_catalog(url: str, expected: str) -> None:
    assert anchored(url, FOLDER) == expected


def test_a_path_below_the_folder_is_written_relative() -> None:
    assert beside("sqlite:////data/shop/x.db", FOLDER) == "sqlite:///x.db"
    assert beside("sqlite:////data/other/x.db", FOLDER) == "sqlite:////data/other/x.db"
    assert beside("postgresql://host/x", FOLDER) == "postgresql://host/x"
    assert beside("sqlite:///:memory:", FOLDER) == "sqlite:///:memory:"


def test_references_are_filled_in_from_the_environment() -> None:
    url = "postgresql://${USER_NAME}:${SECRET}@db/shop"
    environment = {"USER_NAME": "reader", "SECRET": "hush"}
    assert resolve_url(url, environment) == "postgresql://reader:hush@db/shop"


def test_a_secret_is_read_from_a_file_and_written_as_urls_need_it(tmp_path: Path) -> None:
    (tmp_path / "user").write_text("reader\n")
    (tmp_path / "pw").write_text("p@ss/w:rd\n")
    url = anchored("postgresql://${file:user}:${file:pw}@${HOST}/${NAME}", tmp_path)

    found = resolve_url(url, {"HOST": "db.internal:5432", "NAME": "shop"})

    assert found == "postgresql://reader:p%40ss%2Fw%3Ard@db.internal:5432/shop"
    assert make_url(found).password == "p@ss/w:rd"


def test_a_whole_url_may_be_kept_elsewhere() -> None:
    assert resolve_url("${URL}", {"URL": "postgresql://a:b@c/d"}) == "postgresql://a:b@c/d"


def test_a_file_of_a_secret_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretMissing, match=r"names the file .*nothing, which cannot be read"):
        resolve_url(anchored("mysql://a:${file:nothing}@h/x", tmp_path), {})


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(SecretMissing, match="environment variable SECRET, which is not set"):
        resolve_url("postgresql://reader:${SECRET}@db/shop", {})


def test_written_passwords_are_seen_and_replaced() -> None:
    url = "postgresql+psycopg://reader:hu:sh@db:5432/shop"
    assert holds_password(url)
    assert without_password(url, "PW") == "postgresql+psycopg://reader:${PW}@db:5432/shop"
    for harmless in ("postgresql://reader@db:5432/x", "postgresql://r:${PW}@db/x", "sqlite:///x@y"):
        assert not holds_password(harmless)
        assert without_password(harmless, "PW") == harmless


def test_urls_and_paths() -> None:
    assert is_url("postgresql://db/x")
    assert is_url("${DATABASE_URL}")
    assert not is_url("sales.duckdb")
    assert dialect_of("postgresql+psycopg://db/x") == "postgres"
    assert dialect_of("${DATABASE_URL}") is None
