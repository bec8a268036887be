"""What the URL of a Spark Thrift server says."""

from __future__ import annotations

import pytest

from bi.warehouse.adapters.spark_place import SparkPlace, UnusableUrl, place_of


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("spark://host", SparkPlace("host", 10000)),
        ("hive://ada@host:10015/sales", SparkPlace("host", 10015, user="ada", schema="sales")),
        (
            "spark://ada:p%40ss@host/sales",
            SparkPlace(
                "host",
                10000,
                user="ada",
                password="p@ss",
                schema="sales",
                authentication="LDAP",
            ),
        ),
        ("spark://host?auth=nosasl", SparkPlace("host", 10000, authentication="NOSASL")),
        (
            "spark+https://ada:pass@host/sales?http_path=/gate/spark/",
            SparkPlace(
                "host",
                443,
                transport="https",
                user="ada",
                password="pass",
                schema="sales",
                authentication="LDAP",
                http_path="gate/spark",
            ),
        ),
        ("spark+http://host", SparkPlace("host", 10001, transport="http")),
    ],
)
def test_the_parts_of_a_url_are_told_apart(url: str, place: SparkPlace) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("spark+kerberos://host", "spark\\+https"),
        ("spark://host?auth=KERBEROS", "KERBEROS"),
        ("spark://host?timeout=3", "timeout"),
    ],
)
def test_what_cannot_be_done_is_said(url: str, said: str) -> None:
    with pytest.raises(UnusableUrl, match=said):
        place_of(url)


def test_a_password_is_not_shown() -> None:
    assert "hunter2" not in repr(place_of("spark://ada:hunter2@host"))


def test_a_password_is_asked_for_unless_the_server_knows_none() -> None:
    assert place_of("spark://ada:pass@host").asks_for_password
    assert place_of("spark+https://ada:pass@host").asks_for_password
    assert not place_of("spark://ada@host").asks_for_password
    assert not place_of("spark://ada@host?auth=NOSASL").asks_for_password
