"""`parley serve`, in processes of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from api.settings import Settings, load_settings
from cli.serve import _hand_down
from tests.cli.running import run, served, started_anew

QUESTION = {"message": "Show me monthly revenue for 2024"}
SESSIONS = "/api/v1/bi/sessions"


@pytest.fixture
def folder(tmp_path: Path, demo_database: Path) -> Path:
    (tmp_path / "demo.duckdb").symlink_to(demo_database)
    return tmp_path


def test_a_conversation_goes_on_after_a_restart(folder: Path) -> None:
    with (
        served("--data-dir", str(folder), start=started_anew) as serving,
        httpx.Client(base_url=serving.url, timeout=30) as client,
    ):
        session_id = client.post(SESSIONS, json={}).json()["session_id"]
        first = client.post(f"{SESSIONS}/{session_id}/messages", json=QUESTION).json()
    with (
        served("--data-dir", str(folder), start=started_anew) as serving,
        httpx.Client(base_url=serving.url, timeout=30) as client,
    ):
        chart = {"chart_type": "bar"}
        drawn = client.post(f"{SESSIONS}/{session_id}/visualization", json=chart).json()
        assert drawn["data"] == first["data"]
        refinement = {"refinement": "Break this down by product category"}
        refined = client.post(f"{SESSIONS}/{session_id}/refine", json=refinement).json()
        assert len(refined["data"]["rows"]) > len(first["data"]["rows"])


def test_several_workers_share_port_sessions_and_secret(folder: Path) -> None:
    with served("--data-dir", str(folder), "--workers", "2") as serving:
        url, process = serving.url, serving.process
        token = run("token", "--tenant", "t1", "--user", "u1", "--data-dir", str(folder)).stdout
        headers = {"Authorization": f"Bearer {token.strip()}"}
        session_id = httpx.post(f"{url}{SESSIONS}", json={}, headers=headers, timeout=60).json()[
            "session_id"
        ]
        # Each request opens a connection of its own, so that either worker may take it.
        for turn in range(6):
            path = f"{url}{SESSIONS}/{session_id}/messages"
            answer = httpx.post(path, json=QUESTION, headers=headers, timeout=60)
            assert answer.status_code == 200, (turn, answer.text)
        history = httpx.get(f"{url}{SESSIONS}/{session_id}/history", headers=headers).json()
        assert history["total_count"] == 12
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0


def test_workers_get_the_options_and_secrets_of_their_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {**os.environ, "PARLEY_ROW_LIMIT": "7"})
    settings = Settings(
        data_dir=tmp_path,
        jwt_secret=SecretStr("a secret that signs tokens, long enough"),
        keys_secret=SecretStr("a secret that keeps API keys, long enough"),
        cors_origins=("https://a.example", "https://b.example"),
        chat2query_per_minute=3,
    )
    _hand_down(settings)
    assert load_settings().model_dump() == settings.model_dump()


def _workers(parent: int) -> set[int]:
    told = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True
    )
    lines = (line.split(maxsplit=2) for line in told.stdout.splitlines())
    return {
        int(pid) for pid, ppid, command in lines if int(ppid) == parent and "spawn_main" in command
    }


def test_a_worker_that_is_killed_is_replaced(folder: Path) -> None:
    with served("--data-dir", str(folder), "--workers", "2") as serving:
        url, process = serving.url, serving.process
        transport = httpx.HTTPTransport(retries=5)
        with httpx.Client(base_url=url, timeout=60, transport=transport) as client:
            session_id = client.post(SESSIONS, json={}).json()["session_id"]
        first = _workers(process.pid)
        assert len(first) == 2
        for worker in first:
            os.kill(worker, signal.SIGKILL)
        while len(_workers(process.pid) - first) < 2:
            pass
        # Connections that come while nobody is there wait for the next worker.
        path = f"{url}{SESSIONS}/{session_id}/messages"
        assert httpx.post(path, json=QUESTION, timeout=60).status_code == 200


def test_workers_end_when_their_parent_is_killed(folder: Path) -> None:
    with served("--data-dir", str(folder), "--workers", "2") as serving:
        url, process = serving.url, serving.process
        process.kill()
        serving.complaints.read()  # ends when the last process that could write to it has ended
        address = httpx.URL(url)
        socket.create_server((address.host, address.port or 0)).close()


def test_a_port_that_is_taken_is_told_before_anything_is_started(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("serve", "--port", port, "--data-dir", str(data))
    assert done.returncode == 1
    assert done.stderr == (
        f"parley: port {port} on 127.0.0.1 is in use; choose another with --port\n"
    )
    assert not data.exists()


def test_another_host_without_tokens_is_refused_before_anything_is_started(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    done = run("serve", "--host", "0.0.0.0", "--port", "0", "--data-dir", str(data))
    assert done.returncode == 1
    assert "--require-auth" in done.stderr
    assert not data.exists()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_catalog_with_faults_stops_the_start(tmp_path: Path, workers: str) -> None:
    catalog = tmp_path / "mine.yaml"
    catalog.write_text("datasource: 1\n")
    done = run(
        "serve",
        "--port=0",
        f"--workers={workers}",
        f"--catalog={catalog}",
        f"--data-dir={tmp_path / 'data'}",
    )
    assert done.returncode == 1
    assert f"{catalog}:1:" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Parley is at" not in done.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_store_url_with_a_fault_stops_the_start(tmp_path: Path, workers: str) -> None:
    url = "redis://reader:hush@host:port"
    options = ("--port", "0", "--data-dir", str(tmp_path), "--workers", workers)
    result = run("serve", *options, "--redis-url", url)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "host" in result.stderr
    assert "hush" not in result.stderr


def test_a_misspelt_variable_and_key_are_told(tmp_path: Path) -> None:
    (tmp_path / "parley.toml").write_text("prot = 1\n")
    done = run("serve", folder=tmp_path)
    assert done.returncode == 1
    assert "did you mean 'port'?" in done.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        warned = run("serve", "--port", port, PARLEY_PROT="1")
    assert "PARLEY_PROT is not an option; did you mean PARLEY_PORT?" in warned.stderr


def test_it_leaves_no_process_behind(folder: Path) -> None:
    with served("--data-dir", str(folder)) as serving:
        process = serving.process
    assert process.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
    assert not (folder / "store.sock").exists() or not _answers(folder / "store.sock")


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True
