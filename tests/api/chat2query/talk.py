"""A caller of this face, who waits for jobs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.api.chat2query.doors import APP, Key
from tests.api.live import LiveServer

_DEADLINE_S = 60.0
ENDED = ("done", "failed")


@dataclass(frozen=True)
class Caller:
    """Basic, which costs one request where Digest costs two; Digest has tests of its own."""

    client: httpx.Client
    prefix: str = APP

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self.client.request(method, f"{self.prefix}{path}", json=body)

    def ok(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The result of a call that goes well."""
        answer = self.call(method, path, body)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert told["code"] == 200
        assert told["msg"] == ""
        return told["result"]

    def refused(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> tuple[int, str]:
        """The status and message of a call that does not."""
        answer = self.call(method, path, body)
        told = answer.json()
        assert told["code"] == answer.status_code
        assert told["result"] == {}
        return answer.status_code, told["msg"]

    def begun(self, name: str = "", database: str = "demo") -> int:
        body = {"cluster_id": "1", "database": database, "name": name}
        session_id: int = self.ok("POST", "/v3/sessions", body)["session_id"]
        return session_id

    def asked(self, session_id: int, question: str, **more: str) -> str:
        body = {"question": question, **more}
        begun = self.ok("POST", f"/v3/sessions/{session_id}/chat2data", body)
        assert begun == {"job_id": begun["job_id"], "session_id": session_id}
        job_id: str = begun["job_id"]
        return job_id

    def job(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ok("GET", f"/v2/jobs/{job_id}")
        return found

    def ended(self, job_id: str) -> dict[str, Any]:
        """The job when it has ended."""
        deadline = time.monotonic() + _DEADLINE_S
        while (job := self.job(job_id))["status"] not in ENDED:
            assert time.monotonic() < deadline, job
        return job

    def answered(self, session_id: int, question: str, **more: str) -> dict[str, Any]:
        """The result of a question that is answered."""
        job = self.ended(self.asked(session_id, question, **more))
        assert (job["status"], job["reason"]) == ("done", ""), job
        result: dict[str, Any] = job["result"]
        return result


@contextmanager
def calling(server: LiveServer, key: Key, prefix: str = APP) -> Iterator[Caller]:
    with httpx.Client(base_url=server.url, auth=key.pair, timeout=30) as client:
        yield Caller(client, prefix)
