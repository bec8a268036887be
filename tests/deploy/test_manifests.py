"""What is deployed names options, flags, paths and URLs that the service has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from fastapi import FastAPI
from typer.main import get_command

from api.app import create_app
from api.settings import Settings
from checkpoints.store_url import Topology, parse_store_url
from cli.main import app

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SCALING = ROOT / "docs" / "scaling.md"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


def documents(path: Path) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def of_kind(kind: str) -> dict[str, Any]:
    (found,) = [
        document
        for path in MANIFESTS
        for document in documents(path)
        if document["kind"] == kind and document["metadata"]["name"] == "parley"
    ]
    return found


def pod() -> dict[str, Any]:
    return of_kind("Deployment")["spec"]["template"]["spec"]  # type: ignore[no-any-return]


def container() -> dict[str, Any]:
    (found,) = pod()["containers"]
    return found  # type: ignore[no-any-return]


def compose() -> dict[str, Any]:
    (found,) = documents(DEPLOY / "compose.yaml")
    return found


def commands() -> Iterator[list[str]]:
    yield container()["args"]
    (line,) = re.findall(r"^CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    yield yaml.safe_load(line)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_manifests_are_what_kubernetes_takes(path: Path) -> None:
    found = documents(path)

    for document in found:
        kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)
    assert found


def test_a_misspelt_field_of_a_manifest_would_be_found() -> None:
    deployment = of_kind("Deployment")
    deployment["spec"]["replica"] = 3

    with pytest.raises(kubernetes_validate.ValidationError, match="replica"):
        kubernetes_validate.validate(deployment, kubernetes_validate.latest_version(), strict=True)


@pytest.mark.parametrize("path", [*FILES, SCALING], ids=lambda path: path.name)
def test_variables_are_options_of_the_service(path: Path) -> None:
    known = {f"PARLEY_{name.upper()}" for name in Settings.model_fields}

    assert set(re.findall(r"PARLEY_[A-Z_]+[A-Z]", path.read_text())) <= known


def test_commands_are_those_of_the_program() -> None:
    serve = get_command(app).commands["serve"]  # type: ignore[attr-defined]
    flags = {flag for option in serve.params for flag in option.opts}

    for program, command, *rest in commands():
        assert (program, command) == ("parley", "serve")
        assert {word for word in rest if word.startswith("--")} <= flags


def test_the_settings_of_the_container_can_be_served(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in container()["env"]:
        given = one.get("value", "x" * 32)
        monkeypatch.setenv(one["name"], given)

    settings = Settings()

    assert settings.require_auth
    assert settings.drain_s == 20


def test_probes_ask_for_paths_that_are_there() -> None:
    service: FastAPI = create_app(Settings())
    known = set(service.openapi()["paths"])

    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container()[probe]["httpGet"]["path"] in known
    (asked,) = re.findall(r"8000(/\w+)", str(compose()["services"]["parley"]["healthcheck"]))
    assert asked in known


def test_a_process_is_given_the_time_to_drain() -> None:
    variables = {one["name"]: one.get("value", "") for one in container()["env"]}
    waits = container()["lifecycle"]["preStop"]["sleep"]["seconds"]
    service = compose()["services"]["parley"]

    assert pod()["terminationGracePeriodSeconds"] >= waits + float(variables["PARLEY_DRAIN_S"]) + 10
    grace = float(service["stop_grace_period"].removesuffix("s"))
    assert grace >= float(service["environment"]["PARLEY_DRAIN_S"]) + 10


def test_store_urls_are_those_that_the_service_reads() -> None:
    texts = [path.read_text() for path in (*FILES, SCALING)]
    urls = {url for text in texts for url in re.findall(r"rediss?(?:\+\w+)?://[\w@:%,./-]+", text)}
    found = {parse_store_url(url).topology for url in urls}

    assert found == {Topology.SERVER, Topology.SENTINEL, Topology.CLUSTER}


def test_no_secret_is_written_down() -> None:
    for one in container()["env"]:
        if any(word in one["name"] for word in ("SECRET", "PASSWORD", "URL")):
            assert "secretKeyRef" in one["valueFrom"]
