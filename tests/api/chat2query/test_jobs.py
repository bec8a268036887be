"""Jobs: what they are told as while they wait, while they run, and when they have ended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from redis import Redis

from api.settings import Settings
from runs import keys as names
from tests.api.chat2query.doors import KEYS_SECRET, Keys
from tests.api.chat2query.talk import ENDED, Caller, calling
from tests.api.live import LiveServer, serving, settings_for
from tests.servers import wait_until
from tests.slow import slow_catalog


def test_a_question_begins_a_session_that_can_be_gone_on_with(caller: Caller) -> None:
    body = {"cluster_id": "77", "database": "demo", "question": "revenue by region in 2024"}
    begun = caller.ok("POST", "/v3/chat2data", body)
    assert begun == {
        "cluster_id": "77",
        "database": "demo",
        "job_id": begun["job_id"],
        "session_id": begun["session_id"],
    }
    assert caller.ended(begun["job_id"])["status"] == "done"
    refined = caller.answered(begun["session_id"], "by month instead")
    assert refined["clarified_task"] == "Revenue by month in 2024"
    assert refined["chart_options"]["chart_name"] == "LineChart"
    drawn = caller.answered(begun["session_id"], "as a table")
    assert drawn["data"] == refined["data"]
    assert drawn["chart_options"] == {
        "chart_name": "Table",
        "option": {"columns": ["month", "revenue"]},
        "title": "Revenue by month in 2024",
    }


def test_what_is_asked_back_fails_with_its_options_and_a_number_answers(caller: Caller) -> None:
    number = caller.begun()
    job = caller.ended(caller.asked(number, "revenue by name"))
    assert job["status"] == "failed"
    assert "“name” could mean several things" in job["reason"]
    assert "2. Revenue by product" in job["reason"]
    assert job["result"] == {
        "assumptions": [],
        "chart_options": None,
        "clarified_task": "revenue by name",
        "data": {"columns": [], "rows": []},
        "description": job["reason"],
        "sql": "",
        "sql_error": None,
        "status": "failed",
        "task_id": "0",
        "type": "data_retrieval",
    }
    assert caller.answered(number, "2")["clarified_task"] == "Revenue by product"


def test_what_is_not_understood_fails_and_says_what_would_be(caller: Caller) -> None:
    job = caller.ended(caller.asked(caller.begun(), "frobnicate the zork"))
    assert job["status"] == "failed"
    assert "“frobnicate”" in job["reason"]
    assert "You could ask: “" in job["reason"]


def test_a_question_about_the_data_is_answered_in_words(caller: Caller) -> None:
    result = caller.answered(caller.begun(), "what can I ask?")
    assert (result["sql"], result["data"]["rows"], result["chart_options"]) == ("", [], None)
    assert "You can ask for revenue" in result["description"]


def test_suggestions_are_a_list_of_questions_that_are_answered(caller: Caller) -> None:
    before = caller.ok("GET", "/v3/sessions")["total_count"]
    begun = caller.ok("POST", "/v3/suggestQuestions", {"cluster_id": "1", "database": "demo"})
    assert set(begun) == {"job_id"}
    job = caller.ended(begun["job_id"])
    assert job["status"] == "done"
    assert len(set(job["result"])) >= 5
    assert caller.ok("GET", "/v3/sessions")["total_count"] == before
    number = caller.begun()
    for question in job["result"]:
        assert caller.answered(number, question)["data"]["columns"]


def test_suggestions_of_a_session_go_on_with_it(caller: Caller) -> None:
    number = caller.begun()
    caller.answered(number, "revenue by month in 2024")
    begun = caller.ok("POST", "/v3/suggestQuestions", {"session_id": number})
    suggested = caller.ended(begun["job_id"])["result"]
    assert "By quarter instead" in suggested
    # It is still that question which is refined.
    refined = caller.answered(number, "By quarter instead")
    assert refined["clarified_task"] == "Revenue by quarter in 2024"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v3/chat2data", {"database": "demo", "question": ""}),
        ("/v3/chat2data", {"database": "demo"}),
        ("/v3/chat2data", {"database": "demo", "question": "x" * 4001}),
        ("/v3/chat2data", {"question": "revenue by region"}),
        (
            "/v3/chat2data",
            {"database": "demo", "question": "revenue", "sql_generate_mode": "wild"},
        ),
        ("/v3/suggestQuestions", {}),
        ("/v3/refineSql", {"database": "demo", "sql": "", "feedback": "only 2024"}),
        ("/v3/refineSql", {"database": "demo", "sql": "SELECT 1"}),
    ],
)
def test_a_job_that_cannot_be(caller: Caller, path: str, body: dict[str, str]) -> None:
    status, message = caller.refused("POST", path, body)
    assert status == 400
    assert message


def test_a_job_is_its_callers_alone(caller: Caller, server: LiveServer, keys: Keys) -> None:
    job_id = caller.asked(caller.begun(), "revenue by region")
    unknown = "0123456789abcdef0123456789abcdef"
    with calling(server, keys.made()) as other:
        told = [other.refused("GET", f"/v2/jobs/{one}") for one in (job_id, unknown)]
    assert [status for status, _ in told] == [404, 404]
    assert told[0][1].replace(job_id, unknown) == told[1][1]
    assert caller.ended(job_id)["status"] == "done"


def test_a_job_is_forgotten_after_its_time(caller: Caller, unlimited: Settings) -> None:
    job_id = caller.asked(caller.begun(), "revenue by region")
    caller.ended(job_id)
    with _store(unlimited) as store:
        left = store.ttl(names.job(job_id))
        assert unlimited.job_ttl_s - 60 < left <= unlimited.job_ttl_s
        store.delete(names.job(job_id))
    assert caller.refused("GET", f"/v2/jobs/{job_id}")[0] == 404


def test_a_job_is_there_after_the_service_began_anew(caller: Caller, unlimited: Settings) -> None:
    number = caller.begun()
    job_id = caller.asked(number, "revenue by region in 2024")
    before = caller.ended(job_id)
    with serving(unlimited) as again:
        client = caller.client
        with type(client)(base_url=again.url, auth=client.auth, timeout=30) as opened:
            later = Caller(opened)
            assert later.job(job_id) == before
            assert later.answered(number, "by month")["clarified_task"].endswith("in 2024")


@pytest.fixture(scope="module")
def slow_settings(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Settings:
    folder = tmp_path_factory.mktemp("slow")
    return settings_for(
        folder,
        redis_url=valkey_url,
        catalog=slow_catalog(folder),
        query_timeout_s=60,
        keys_secret=SecretStr(KEYS_SECRET),
        chat2query_per_minute=0,
        chat2query_per_day=0,
    )


@pytest.fixture(scope="module")
def patient(slow_settings: Settings, keys: Keys) -> Iterator[Caller]:
    """A caller of a database whose every question would take for ever."""
    with serving(slow_settings) as server, calling(server, keys.made()) as made:
        yield made


def test_a_job_waits_for_its_session_and_both_end_with_it(patient: Caller) -> None:
    number = patient.begun(database="slow")
    first = patient.asked(number, "total work")
    second = patient.asked(number, "number of tasks")
    wait_until(lambda: patient.job(first)["status"] == "running")
    running, waiting = patient.job(first), patient.job(second)
    assert _plain(running) == ("running", "", None)
    assert running["result"]["status"] == "running"
    assert running["result"]["type"] == "data_retrieval"
    assert waiting == {
        "ended_at": None,
        "job_id": second,
        "reason": "",
        "result": None,
        "status": "init",
    }
    emptied = patient.ok("PUT", f"/v3/sessions/{number}/reset")
    assert emptied["messages"] == []
    for job_id in (first, second):
        job = patient.job(job_id)
        assert (job["status"], job["result"]["status"]) == ("failed", "failed")
        assert job["reason"] == "This was stopped before it was answered."
        assert type(job["ended_at"]) is int


def test_more_than_a_few_do_not_wait_for_one_session(patient: Caller) -> None:
    number = patient.begun(database="slow")
    for _ in range(9):
        patient.asked(number, "total work")
    body = {"question": "total work"}
    assert patient.refused("POST", f"/v3/sessions/{number}/chat2data", body)[0] == 409
    patient.ok("PUT", f"/v3/sessions/{number}/reset")


def _plain(job: dict[str, Any]) -> tuple[str, str, int | None]:
    return job["status"], job["reason"], job["ended_at"]


def _store(settings: Settings) -> Redis:
    assert settings.redis_url is not None
    return Redis.from_url(settings.redis_url)


@pytest.mark.parametrize("word", ["feedback", "instruction"])
def test_sql_is_changed_by_a_sentence(caller: Caller, word: str) -> None:
    body = {
        "cluster_id": "1",
        "database": "demo",
        "sql": "SELECT region, COUNT(*) AS orders FROM orders GROUP BY region",
        word: "only the North",
    }
    begun = caller.ok("POST", "/v3/refineSql", body)
    assert set(begun) == {"job_id"}
    job = caller.ended(begun["job_id"])
    assert (job["status"], job["reason"]) == ("done", "")
    result = job["result"]
    assert result["type"] == "data_retrieval"
    assert [row[0] for row in result["data"]["rows"]] == ["North"]
    assert "North" in result["sql"]


def test_sql_that_writes_is_refused(caller: Caller) -> None:
    body = {"database": "demo", "sql": "DELETE FROM orders", "feedback": "only the North"}
    job = caller.ended(caller.ok("POST", "/v3/refineSql", body)["job_id"])
    assert job["status"] == "failed"
    assert job["reason"]
    assert job["result"]["data"]["rows"] == []


async def test_32_jobs_at_once_are_all_answered(caller: Caller, server: LiveServer) -> None:
    questions = ["revenue by region in 2024", "orders by month", "top 5 products by revenue"]
    broken = "compare revenue and orders by region for 2024 and show the worst three categories"

    async def answered(client: httpx.AsyncClient, n: int) -> str:
        mode = "auto_breakdown" if n % 4 == 0 else "direct"
        question = broken if n % 4 == 0 else questions[n % 3]
        body = {"database": "demo", "question": question, "sql_generate_mode": mode}
        begun = (await client.post("/v3/chat2data", json=body)).json()["result"]
        async with asyncio.timeout(120):
            while True:
                told = (await client.get(f"/v2/jobs/{begun['job_id']}")).json()["result"]
                if told["status"] in ENDED:
                    return f"{told['status']} {told['reason']}"
                await asyncio.sleep(0.05)

    async with httpx.AsyncClient(
        base_url=server.url, auth=caller.client.auth, timeout=60
    ) as client:
        told = await asyncio.gather(*(answered(client, n) for n in range(32)))
    assert told == ["done "] * 32
