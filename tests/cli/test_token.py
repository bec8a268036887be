"""`parley token`."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.secret import signing_secret
from api.settings import Settings
from api.tokens import TokenVerifier
from runs.model import Principal
from tests.cli.running import run

WHO = ["--tenant", "acme-corp", "--user", "alice"]


def test_a_token_is_printed_alone_and_counts(tmp_path: Path) -> None:
    done = run("token", *WHO, "--role", "admin", "--data-dir", str(tmp_path))
    secret = signing_secret(Settings(data_dir=tmp_path))
    principal = TokenVerifier(secret).verify(done.stdout.strip())
    assert principal == Principal("acme-corp", "alice", ("admin",))
    assert done.stderr == ""


def test_a_given_secret_issuer_and_audience_are_used(tmp_path: Path) -> None:
    secret = "the secret of this very test, long enough"
    done = run(
        "token",
        *WHO,
        folder=tmp_path,
        PARLEY_DATA_DIR=str(tmp_path / "data"),
        PARLEY_JWT_SECRET=secret,
        PARLEY_JWT_ISSUER="us",
        PARLEY_JWT_AUDIENCE="parley",
    )
    verifier = TokenVerifier(secret.encode(), issuer="us", audience="parley")
    assert verifier.verify(done.stdout.strip()).user_id == "alice"
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("ttl", ["8", "8 h", "eight", "-1h", "1.5h"])
def test_a_ttl_that_is_none_is_refused(tmp_path: Path, ttl: str) -> None:
    done = run("token", *WHO, f"--ttl={ttl}", "--data-dir", str(tmp_path))
    assert done.returncode == 1
    assert "write 30m, 8h or 7d" in done.stderr


def test_names_that_no_token_may_carry_are_refused(tmp_path: Path) -> None:
    done = run("token", "--tenant", "a b", "--user", "alice", "--data-dir", str(tmp_path))
    assert done.returncode == 1


def test_beside_an_identity_provider_no_token_is_made(tmp_path: Path) -> None:
    done = run("token", *WHO, PARLEY_JWKS_FILE=str(tmp_path / "jwks.json"))
    assert done.returncode == 1
    assert "identity provider" in done.stderr


def test_claims_are_texts_or_json_and_lists_when_repeated(tmp_path: Path) -> None:
    given = ["region=North", "region=South", "level:=3", 'branches:=["1", 2]', "note=a=b"]
    options = [part for claim in given for part in ("--claim", claim)]
    done = run("token", *WHO, *options, "--data-dir", str(tmp_path))
    secret = signing_secret(Settings(data_dir=tmp_path))
    assert TokenVerifier(secret).verify(done.stdout.strip()).claims == (
        ("branches", ("1", 2)),
        ("level", 3),
        ("note", "a=b"),
        ("region", ("North", "South")),
    )


@pytest.mark.parametrize("claim", ["region", "=x", "level:=three", "tenant_id=zeta", "exp:=1"])
def test_a_claim_that_is_none_is_refused(tmp_path: Path, claim: str) -> None:
    done = run("token", *WHO, "--claim", claim, "--data-dir", str(tmp_path))
    assert done.returncode == 1
    assert "--claim" in done.stderr
    assert done.stdout == ""
