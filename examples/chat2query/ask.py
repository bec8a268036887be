"""Asks questions in one Chat2Query session, and prints what comes of them."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx

ENDED = ("done", "failed")
# A job is asked after this often, in seconds.
PACE_S = 0.2


class Chat2Query:
    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def start(self, cluster_id: str, database: str, name: str) -> int:
        """Step 1: a session."""
        body = {"cluster_id": cluster_id, "database": database, "name": name}
        session_id: int = self._call("POST", "/v3/sessions", body)["session_id"]
        return session_id

    def ask(self, session_id: int, question: str, mode: str) -> str:
        """Step 2: a question, whose answer is a job's."""
        body = {
            "question": question,
            "feedback_answer_id": "",
            "feedback_task_id": "",
            "sql_generate_mode": mode,
        }
        job_id: str = self._call("POST", f"/v3/sessions/{session_id}/chat2data", body)["job_id"]
        return job_id

    def follow(self, job_id: str) -> Iterator[dict[str, Any]]:
        """The job, as often as it has come further, up to its end."""
        before: dict[str, Any] = {}
        while True:
            job: dict[str, Any] = self._call("GET", f"/v2/jobs/{job_id}")
            if job != before:
                yield job
            if job["status"] in ENDED:
                return
            before = job
            time.sleep(PACE_S)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._client.request(method, path, json=body)
        told = answer.json()
        if answer.is_error:
            sys.exit(f"{method} {path}: {told['code']} {told['msg']}")
        return told["result"]


def show(result: dict[str, Any], indent: str = "") -> None:
    """An answer with its parts, or a question of its own."""
    print(f"{indent}{result['clarified_task']}")
    for part in result.get("sub_tasks", ()):
        show(part, f"{indent}  ")
    if result["type"] == "data_retrieval" and result["sql"]:
        print(_indented(result["sql"], f"{indent}  | "))
        print("\t".join(column["col"] for column in result["data"]["columns"]))
        for row in result["data"]["rows"]:
            print("\t".join("" if cell is None else cell for cell in row))
        if chart := result["chart_options"]:
            print(f"{indent}  {chart['chart_name']}: {chart['option']}")
    for assumption in result["assumptions"]:
        print(f"{indent}  {assumption['concept']}: {assumption['explanation']}")
    print(_indented(result["description"], f"{indent}  "))


def _indented(text: str, indent: str) -> str:
    return "\n".join(f"{indent}{line}" for line in text.splitlines())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question", nargs="+", help="the questions, one after another")
    parser.add_argument("--url", default="http://localhost:8000", help="the service's address")
    parser.add_argument("--app", default="example", help="the data app, which may be any")
    parser.add_argument("--cluster", default="10140100115280519574", help="the cluster's id")
    parser.add_argument("--database", default="demo")
    parser.add_argument(
        "--breakdown", action="store_true", help="break compound questions into tasks"
    )
    given = parser.parse_args()
    try:
        auth = httpx.DigestAuth(os.environ["PUBLIC_KEY"], os.environ["PRIVATE_KEY"])
    except KeyError as missing:
        sys.exit(f"{missing.args[0]} is not set; `parley keys create --role admin` makes a key")
    base = f"{given.url}/api/v1beta/app/chat2query-{given.app}/endpoint"
    mode = "auto_breakdown" if given.breakdown else "direct"
    failed = False
    with httpx.Client(base_url=base, auth=auth, timeout=30) as client:
        service = Chat2Query(client)
        session_id = service.start(given.cluster, given.database, given.question[0][:80])
        print(f"session {session_id}")
        for question in given.question:
            for job in service.follow(service.ask(session_id, question, mode)):
                print(f"job {job['job_id']}: {job['status']} {job['reason']}".rstrip())
            show(job["result"])
            failed = failed or job["status"] == "failed"
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
