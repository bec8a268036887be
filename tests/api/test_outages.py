"""What the API says when the database or the store is away, and that it recovers."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from demo.location import CATALOG
from runs.embedded import EmbeddedStore
from tests.api.faces import FACES, SESSIONS, Talk
from tests.api.live import serving, settings_for, when_ready

QUESTION = "Show revenue by region"


def test_a_database_that_is_away_is_503_and_the_session_works_on_afterwards(
    tmp_path: Path, valkey_url: str, demo_database: Path
) -> None:
    away = tmp_path / "away.duckdb"
    catalog = tmp_path / "catalog.yaml"
    lines = CATALOG.read_text(encoding="utf-8").splitlines()
    catalog.write_text(
        "\n".join(
            f"{line[: line.index('url:')]}url: duckdb:///{away}"
            if line.strip().startswith("url:")
            else line
            for line in lines
        )
    )
    settings = settings_for(tmp_path, redis_url=valkey_url, catalog=catalog)
    with serving(settings) as live, live.caller() as client:
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 503
        for face in FACES:
            talk = Talk.begin(face, client)
            response = talk.post("/messages", {"message": QUESTION})
            assert response.status_code == 503
            error = response.json()["error"]
            assert error["code"] == "SERVICE_UNAVAILABLE"
            assert error["details"]["retryable"] is True
            assert error["details"]["reason"] == "database_unavailable"
            assert "away" not in response.text
            assert "retry-after" in response.headers
            streamed = talk.post("/messages?stream=true", {"message": QUESTION})
            assert "event: error" in streamed.text
            assert "SERVICE_UNAVAILABLE" in streamed.text
        shutil.copy(demo_database, away)
        assert talk.say(QUESTION)["data"] is not None
        when_ready(client)
        history = client.get(talk.path("/history")).json()["messages"]
        assert history[1]["metadata"]["error"]["code"] == "database_unavailable"


def test_a_store_that_is_away_is_503(tmp_path: Path, data_dir: Path) -> None:
    store = EmbeddedStore(tmp_path)
    asyncio.run(store.start())
    settings = settings_for(data_dir, redis_url=store.url)
    with serving(settings) as live, live.client() as client:
        talk = Talk.begin(SESSIONS, client)
        when_ready(client)
        asyncio.run(store.stop())
        response = talk.post("/messages", {"message": QUESTION})
        assert response.status_code == 503
        error = response.json()["error"]
        assert error["details"]["reason"] == "store_unavailable"
        assert str(tmp_path) not in response.text
        ready = client.get("/ready")
        assert ready.status_code == 503
        assert ready.json()["checks"]["store"] is False
        assert client.get("/health").status_code == 200
        asyncio.run(store.start())
        assert talk.say(QUESTION)["data"] is not None
        asyncio.run(store.stop())
