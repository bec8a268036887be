"""Whole results over HTTP: complete or broken off, never silently short."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
from pyarrow import parquet

from api import file_stream
from tests.api.faces import SESSIONS, Talk
from tests.api.live import LiveServer, serving, settings_for

LIST = "List orders of 2024"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
}


def export_path(talk: Talk, turn_id: str, query: str = "") -> str:
    return talk.path(f"/turns/{turn_id}/export{query}")


@pytest.fixture(scope="module")
def listed(live: LiveServer) -> Iterator[tuple[Talk, str]]:
    """A turn whose answer was cut at the limit of rows."""
    with SESSIONS.client(live) as client:
        talk = Talk.begin(SESSIONS, client)
        body = talk.say(LIST)
        assert body["metadata"]["truncated"]
        yield talk, body["metadata"]["turn_id"]


def test_all_rows_arrive_not_only_those_of_the_answer(listed: tuple[Talk, str]) -> None:
    talk, turn_id = listed
    counted = talk.say("how many orders in 2024")["data"]["rows"][0][0]

    response = talk.client.get(export_path(talk, turn_id))

    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == counted > 10_000
    assert {row["order_date"][:4] for row in rows} == {"2024"}
    assert response.headers["x-export-truncated"] == "false"


@pytest.mark.parametrize("wanted", MEDIA_TYPES)
def test_each_format_says_what_it_is_and_is_to_be_saved(talk: Talk, wanted: str) -> None:
    turn_id = talk.say("revenue by region in 2024")["metadata"]["turn_id"]

    response = talk.client.get(export_path(talk, turn_id, f"?format={wanted}"))

    assert response.status_code == 200
    assert response.headers["content-type"] == MEDIA_TYPES[wanted]
    end = "arrows" if wanted == "arrow" else wanted
    disposition = response.headers["content-disposition"]
    assert disposition == f'attachment; filename="revenue-by-region-in-2024.{end}"'
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["transfer-encoding"] == "chunked"


def test_a_figure_is_exported_with_every_digit_and_its_type(talk: Talk) -> None:
    body = talk.say("revenue by region")
    shown = {row[0]: row[1] for row in body["data"]["rows"]}

    response = talk.client.get(export_path(talk, body["metadata"]["turn_id"], "?format=parquet"))

    table = parquet.read_table(io.BytesIO(response.content))
    exported = {row["region"]: float(row["revenue"]) for row in table.to_pylist()}
    assert exported == pytest.approx(shown)
    assert table.schema.field("revenue").metadata[b"parley.unit"] == b"USD"


def test_a_drawing_exports_the_data_that_it_draws(talk: Talk) -> None:
    talk.say("revenue by region")
    drawn = talk.visualize("pie")

    response = talk.client.get(export_path(talk, drawn["metadata"]["turn_id"], "?format=jsonl"))

    names = [list(json.loads(line)) for line in response.text.splitlines()]
    assert names == [["region", "revenue"]] * len(drawn["data"]["rows"])


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("?format=xls", 422, "export_format_unknown"),
        ("?escape_formulas=perhaps", 422, "invalid_request"),
    ],
)
def test_what_cannot_be_exported_is_said_in_json(
    listed: tuple[Talk, str], query: str, status: int, reason: str
) -> None:
    talk, turn_id = listed

    response = talk.client.get(export_path(talk, turn_id, query))

    assert response.status_code == status
    assert response.json()["error"]["details"]["reason"] == reason


def test_turns_without_data_and_those_that_are_not_there_are_told_apart(talk: Talk) -> None:
    described = talk.say("what can I ask?")["metadata"]["turn_id"]

    nothing = talk.client.get(export_path(talk, described))
    unknown = talk.client.get(export_path(talk, "no-such-turn"))

    assert nothing.status_code == 409
    assert nothing.json()["error"]["details"]["reason"] == "nothing_to_export"
    assert unknown.status_code == 404


def test_nobody_elses_turn_is_exported(guarded: LiveServer) -> None:
    with guarded.caller(user="alice") as alice, guarded.caller(user="bob") as bob:
        talk = Talk.begin(SESSIONS, alice)
        turn_id = talk.say("revenue by region")["metadata"]["turn_id"]
        assert alice.get(export_path(talk, turn_id)).status_code == 200
        assert bob.get(export_path(talk, turn_id)).status_code == 404
    with guarded.caller(tenant="globex") as stranger:
        assert stranger.get(export_path(talk, turn_id)).status_code == 404


def test_more_rows_than_may_be_exported_are_cut_and_said_before_the_first_byte(
    data_dir: Path, valkey_url: str
) -> None:
    settings = settings_for(data_dir, redis_url=valkey_url, row_limit=100, export_row_limit=150)
    with serving(settings) as live, SESSIONS.client(live) as client:
        talk = Talk.begin(SESSIONS, client)
        turn_id = talk.say(LIST)["metadata"]["turn_id"]
        response = client.get(export_path(talk, turn_id))
        assert response.headers["x-export-truncated"] == "true"
        assert response.headers["x-export-row-limit"] == "150"
        assert len(response.text.splitlines()) == 151


CATALOG = """\
datasource: {{id: meters, title: Meters, url: "{url}"}}
datasets:
  readings:
    dimensions:
      reading_id: {{type: integer, indexed: false}}
      note: {{type: text, indexed: false}}
"""


LARGE = """\
CREATE VIEW readings AS SELECT range AS reading_id, repeat('x', 100) AS note FROM range(2000000)
"""


def catalog_of(folder: Path, url: str) -> Path:
    catalog = folder / "catalog.yaml"
    catalog.write_text(CATALOG.format(url=url))
    return catalog


def test_an_error_midway_breaks_the_transfer(tmp_path: Path, valkey_url: str) -> None:
    """All rows were promised, and meanwhile there are more than may be exported."""
    database = sqlite3.connect(tmp_path / "meters.sqlite")
    database.execute("CREATE TABLE readings (reading_id INTEGER, note TEXT)")
    add = "INSERT INTO readings VALUES (?, 'none')"
    database.executemany(add, [(number,) for number in range(10)])
    database.commit()
    catalog = catalog_of(tmp_path, f"sqlite:///{tmp_path}/meters.sqlite")
    settings = settings_for(tmp_path, redis_url=valkey_url, catalog=catalog, export_row_limit=20000)
    with serving(settings) as live, SESSIONS.client(live) as client:
        talk = Talk.begin(SESSIONS, client)
        turn_id = talk.say("list readings")["metadata"]["turn_id"]
        database.executemany(add, [(number,) for number in range(30000)])
        database.commit()
        database.close()
        with client.stream("GET", export_path(talk, turn_id)) as response:
            assert response.status_code == 200
            pieces = response.iter_bytes()
            assert next(pieces).startswith(b"reading_id,note\r\n")
            with pytest.raises(httpx.RemoteProtocolError):
                list(pieces)
        assert client.get("/health").status_code == 200


@pytest.fixture
def narrow(tmp_path: Path, valkey_url: str) -> Iterator[tuple[Talk, str]]:
    """A result that is larger than what is on its way between the two ends; one export at once."""
    database = tmp_path / "meters.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(LARGE)
    catalog = catalog_of(tmp_path, f"duckdb:///{database}")
    settings = settings_for(
        tmp_path, redis_url=valkey_url, catalog=catalog, row_limit=10, exports_at_once=1
    )
    with serving(settings) as live, SESSIONS.client(live) as client:
        talk = Talk.begin(SESSIONS, client)
        turn_id = talk.say("list readings")["metadata"]["turn_id"]
        yield talk, export_path(talk, turn_id)


def begins_at_last(talk: Talk, path: str) -> bool:
    """The other end makes room by itself; the test's own time is the limit."""
    while True:
        with talk.client.stream("GET", path) as response:
            if response.status_code == 200:
                return True


def test_a_reader_who_leaves_stops_the_query_and_makes_room(narrow: tuple[Talk, str]) -> None:
    talk, path = narrow
    with talk.client.stream("GET", path) as response:
        pieces = response.iter_bytes()
        assert next(pieces).startswith(b"reading_id")
        busy = talk.client.get(path)
        assert busy.status_code == 503
        assert busy.json()["error"]["details"]["reason"] == "exports_busy"
        assert "retry-after" in busy.headers
        assert talk.say("how many readings")["data"]["rows"] == [[2000000]]

    assert begins_at_last(talk, path)


def test_a_reader_who_takes_nothing_is_let_go(
    narrow: tuple[Talk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_stream, "SEND_TIMEOUT_S", 0.2)
    talk, path = narrow
    with talk.client.stream("GET", path) as response:
        assert response.status_code == 200

        assert begins_at_last(talk, path)

        with pytest.raises(httpx.RemoteProtocolError):
            list(response.iter_bytes())
