"""The two steps of the published guide, as it has them: curl, by HTTP Digest, in sequence."""

from __future__ import annotations

import json
import re
import subprocess
import time
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.chat2query.doors import APP, Key, Keys
from tests.api.faces import CHAT, SESSIONS
from tests.api.live import LiveServer

_DEADLINE_S = 60.0

# To the letter but for the host, and with values for what is left open. The backslash stands right
# behind the quoted address, and the next line's indentation parts it from the option.
START = """\
curl --digest --user ${{PUBLIC_KEY}}:${{PRIVATE_KEY}} --request POST '{url}/v3/sessions'\\
 --header 'content-type: application/json'\\
 --data-raw '{{
    "cluster_id": "10140100115280519574",
    "database": "demo",
    "name": "Sales of the year"
}}'
"""
ASK = """\
curl --digest --user ${{PUBLIC_KEY}}:${{PRIVATE_KEY}} --request POST '{url}/v3/sessions/{session_id}/chat2data'\\
 --header 'content-type: application/json'\\
 --data-raw '{{
    "question": "{question}",
    "feedback_answer_id": "",
    "feedback_task_id": "",
    "sql_generate_mode": "{mode}"
}}'
"""  # noqa: E501
POLL = """\
curl --digest --user ${{PUBLIC_KEY}}:${{PRIVATE_KEY}} --request GET '{url}/v2/jobs/{job_id}'\\
 --header 'content-type: application/json'
"""


@dataclass(frozen=True)
class Shell:
    """Where the commands are typed."""

    url: str
    key: Key

    def run(self, command: str, **given: Any) -> Any:
        environment = {"PUBLIC_KEY": self.key.public, "PRIVATE_KEY": self.key.private}
        done = subprocess.run(
            ["bash", "-c", command.format(url=self.url, **given)],
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", **environment},
            capture_output=True,
            check=True,
        )
        told = json.loads(done.stdout)
        assert (told["code"], told["msg"]) == (200, ""), told
        return told["result"]

    def ended(self, job_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + _DEADLINE_S
        while True:
            job: dict[str, Any] = self.run(POLL, job_id=job_id)
            assert job["job_id"] == job_id
            if job["status"] not in ("init", "running"):
                return job
            assert job["ended_at"] is None
            assert time.monotonic() < deadline, job


@pytest.fixture(scope="module")
def shell(server: LiveServer, keys: Keys) -> Shell:
    return Shell(f"{server.url}{APP}", keys.made())


@pytest.fixture(scope="module")
def session(shell: Shell) -> dict[str, Any]:
    started: dict[str, Any] = shell.run(START)
    return started


def test_step_one_starts_a_session(shell: Shell, session: dict[str, Any]) -> None:
    created_at = session["meta"]["created_at"]
    assert session == {
        "messages": [],
        "meta": {
            "created_at": created_at,
            "creator": shell.key.public,
            "name": "Sales of the year",
            "org_id": "acme-corp",
            "updated_at": created_at,
        },
        "session_id": session["session_id"],
    }
    assert type(session["session_id"]) is int
    assert abs(time.time() - created_at) < 3600


def test_step_two_is_answered_directly(shell: Shell, session: dict[str, Any]) -> None:
    question = "revenue by region in 2025"
    begun = shell.run(ASK, session_id=session["session_id"], question=question, mode="direct")
    assert begun == {"job_id": begun["job_id"], "session_id": session["session_id"]}
    assert re.fullmatch("[0-9a-f]{32}", begun["job_id"])
    job = shell.ended(begun["job_id"])
    result = job.pop("result")
    assert job == {
        "ended_at": job["ended_at"],
        "job_id": begun["job_id"],
        "reason": "",
        "status": "done",
    }
    assert type(job["ended_at"]) is int
    rows = result["data"]["rows"]
    assert result == {
        "assumptions": [],
        "chart_options": {
            "chart_name": "BarChart",
            "option": {"x": "region", "y": "revenue", "pivot_column": ""},
            "title": "Revenue by region in 2025",
        },
        "clarified_task": "Revenue by region in 2025",
        "data": {"columns": [{"col": "region"}, {"col": "revenue"}], "rows": rows},
        "description": result["description"],
        "sql": result["sql"],
        "sql_error": None,
        "status": "done",
        "task_id": "0",
        "type": "data_retrieval",
    }
    assert [row[0] for row in rows] == ["East", "North", "South", "West"]
    assert all(re.fullmatch(r"\d+(\.\d+)?", row[1]) for row in rows)
    assert result["sql"].startswith("SELECT")
    assert result["description"].startswith("West leads with $")


def test_what_was_said_is_in_both_other_faces(
    shell: Shell, session: dict[str, Any], server: LiveServer
) -> None:
    session_id = str(session["session_id"])
    question = "orders by month in 2025"
    begun = shell.run(ASK, session_id=session_id, question=question, mode="direct")
    answer = shell.ended(begun["job_id"])["result"]
    for face in (SESSIONS, CHAT):
        with face.client(server, user=shell.key.public) as client:
            listed = client.get(face.prefix, params={"q": "sales year"}).json()["sessions"]
            assert session_id in [one["session_id"] for one in listed]
            said, told = client.get(f"{face.prefix}/{session_id}/history").json()["messages"][-2:]
            assert (said["content"], told["content"]) == (question, answer["description"])
            turn = client.get(f"{face.prefix}/{session_id}/turns/{begun['job_id']}").json()
            assert turn["answer"]["sql"] == answer["sql"]


def test_step_two_is_answered_task_by_task(shell: Shell, session: dict[str, Any]) -> None:
    question = (
        "compare revenue and satisfaction by region for 2023 and 2024 and show the worst three "
        "categories"
    )
    number = session["session_id"]
    begun = shell.run(ASK, session_id=number, question=question, mode="auto_breakdown")
    job = shell.ended(begun["job_id"])
    assert (job["status"], job["reason"]) == ("done", "")
    result = job["result"]
    assert set(result) == {
        "assumptions",
        "clarified_task",
        "description",
        "status",
        "sub_tasks",
        "task_id",
        "type",
    }
    assert (result["type"], result["task_id"], result["status"]) == ("breakdown", "0", "done")
    tasks = {task["task_id"]: task for task in result["sub_tasks"]}
    assert list(tasks) == [f"0-{n}" for n in range(1, len(tasks) + 1)]
    assert len(tasks) >= 2
    for task in tasks.values():
        assert task["type"] == "data_retrieval"
        if task["status"] == "failed":
            assert (task["sql"], task["data"]["rows"]) == ("", [])
            assert task["description"] in result["description"]
            continue
        assert task["sql"]
        assert task["chart_options"]["chart_name"] in ("BarChart", "Table")
        cells = [cell for row in task["data"]["rows"] for cell in row]
        assert cells
        assert all(isinstance(cell, str) for cell in cells)
    assert [task["status"] for task in tasks.values()].count("done") >= 2
