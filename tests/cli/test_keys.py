"""`parley keys`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bi.model.errors import UserError
from cli.claims import UnusableWish
from cli.keys_kept import KeyWish, create_key, list_keys, revoke_key
from tests.cli.running import run, served

# It needs a key and is nowhere.
SOMEWHERE = "/v3/nowhere"


def test_keys_are_made_and_revoked_while_the_service_runs(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "what this test keeps its keys under"
    monkeypatch.setenv("PARLEY_KEYS_SECRET", secret)
    where = ["--data-dir", str(demo_folder)]
    with served(*where, PARLEY_KEYS_SECRET=secret) as serving:
        made = run(
            "keys", "create", "--role", "sql-readonly", "--json", *where, PARLEY_KEYS_SECRET=secret
        )
        key = json.loads(made.stdout)
        assert made.stderr == ""
        assert key["role"] == "Chat2Query SQL ReadOnly"
        assert (key["tenant"], key["user"]) == ("acme-corp", key["public_key"])
        digest = httpx.DigestAuth(key["public_key"], key["private_key"])
        assert httpx.get(f"{serving.url}{SOMEWHERE}", auth=digest, timeout=60).status_code == 404
        assert revoke_key(key["public_key"], {"data_dir": demo_folder}, None) == 0
        dead = httpx.get(f"{serving.url}{SOMEWHERE}", auth=digest, timeout=60)
        assert (dead.status_code, dead.json()["code"]) == (401, 49900002)
        capsys.readouterr()
        list_keys(None, True, {"data_dir": demo_folder}, None)
        (told,) = json.loads(capsys.readouterr().out)
        assert (told["public_key"], told["state"]) == (key["public_key"], "revoked")
    assert not (demo_folder / "keys-secret").exists()


def test_a_key_is_printed_for_people_with_what_was_wished(
    tmp_path: Path, valkey_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data-dir", str(tmp_path), "--redis-url", valkey_url, "--tenant", "people-corp"]
    day = (datetime.now(UTC) + timedelta(days=40)).date()
    done = run(
        "keys", "create", "--role", "admin", "--expires", day.isoformat(), "--user", "alice",
        "--name", "[b]all", "--claim", "region=North", "--viewer-role", "clerk",
        "--tenant", "people-corp", *where,
    )  # fmt: skip
    lines = dict(line.split(":", 1) for line in done.stdout.splitlines() if ":" in line)
    assert len(lines["private key"].strip()) == 43
    assert lines["role"].strip() == "Chat2Query Admin"
    assert lines["expires"].strip() == f"{day + timedelta(days=1)} 00:00 UTC"
    flags = {"data_dir": tmp_path, "redis_url": valkey_url}
    list_keys("people-corp", True, flags, None)
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["user"], told["name"]) == ("alice", "[b]all")
    list_keys("people-corp", False, flags, None)
    assert "[b]all" in capsys.readouterr().out


def test_an_empty_list_says_how_to_make_one(
    tmp_path: Path, valkey_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    list_keys("nobody-corp", False, {"data_dir": tmp_path, "redis_url": valkey_url}, None)
    assert "parley keys create" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": "boss"}, "Chat2Query Data Summary Management Role (summaries)"),
        ({"expires": "soon"}, "write 30m, 8h or 7d"),
        ({"expires": "2020-01-01"}, "is over already"),
        ({"expires": "0d"}, "is over already"),
        ({"tenant": "a b"}, "may not carry"),
        ({"user": "\n"}, "may not carry"),
        ({"name": "x" * 201}, "longer than 200"),
        ({"claims": ("x",)}, "--claim"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    wish = replace(KeyWish("admin", None, None, None, "", (), ()), **changes)
    with pytest.raises(UserError) as refused:
        create_key(wish, True, {"data_dir": tmp_path / "new"}, None)
    assert words in refused.value.message
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["A" * 16, "*"])
def test_a_key_that_is_not_there_cannot_be_revoked(
    tmp_path: Path, valkey_url: str, name: str
) -> None:
    with pytest.raises(UnusableWish, match="there is no key"):
        revoke_key(name, {"data_dir": tmp_path, "redis_url": valkey_url}, None)


def test_a_store_that_is_away_is_told(tmp_path: Path) -> None:
    where = ["--data-dir", str(tmp_path), "--redis-url", f"unix://{tmp_path}/nowhere"]
    done = run("keys", "list", *where)
    assert done.returncode == 1
    assert done.stderr.startswith("parley: ")
    assert "Traceback" not in done.stderr
