"""Sessions: listed, searched and named by those who may see them."""

from __future__ import annotations

from typing import Any

import pytest

from bi.model.errors import UnknownSession
from runs import keys
from runs.listing import BadCursor
from runs.model import Origin, Principal, Session
from runs.session_records import Entry
from runs.session_text import InvalidQuery, InvalidTitle, fold
from runs.sessions import Sessions
from tests.runs.sessions.conftest import SessionStore

ALICE = Principal("acme-corp", "alice")
BOB = Principal("acme-corp", "bob")
ACME = Principal("acme-corp")
STRANGER = Principal("other-corp", "alice")


async def _ids(
    sessions: Sessions, principal: Principal, *, limit: int = 50, query: str | None = None
) -> list[str]:
    """Of all pages, in their order."""
    found: list[str] = []
    cursor = None
    while True:
        page = await sessions.list(principal, limit=limit, cursor=cursor, query=query)
        assert len(page.sessions) <= limit
        found += [session.session_id for session in page.sessions]
        if (cursor := page.next_cursor) is None:
            return found


async def test_pages_go_from_the_newest_session_to_the_oldest(sessions: Sessions) -> None:
    made = [await sessions.create(ALICE) for _ in range(7)]
    newest_first = sorted(made, key=lambda each: Entry.of(each).member, reverse=True)
    assert await _ids(sessions, ALICE, limit=3) == [each.session_id for each in newest_first]
    assert (await sessions.list(ALICE, limit=3)).total == 7
    assert (await sessions.list(ALICE, limit=7)).next_cursor is None


async def test_each_sees_their_own_in_lists_and_searches(sessions: Sessions) -> None:
    of_alice = (await sessions.create(ALICE, title="Revenue")).session_id
    of_bob = (await sessions.create(BOB, title="Revenue")).session_id
    elsewhere = (await sessions.create(STRANGER, title="Revenue")).session_id
    for query in (None, "revenue"):
        assert await _ids(sessions, ALICE, query=query) == [of_alice]
        assert await _ids(sessions, BOB, query=query) == [of_bob]
        assert set(await _ids(sessions, ACME, query=query)) == {of_alice, of_bob}
        assert await _ids(sessions, STRANGER, query=query) == [elsewhere]


async def test_names_from_outside_stay_apart(sessions: Sessions) -> None:
    odd = [Principal("a}{:b", "u}:x"), Principal("a", "}{:b:u}:x"), Principal("a%7D", "ü %")]
    made = [(await sessions.create(each, title="Odd")).session_id for each in odd]
    for principal, session_id in zip(odd, made, strict=True):
        assert await _ids(sessions, principal) == [session_id]
        assert await _ids(sessions, principal, query="odd") == [session_id]
        await sessions.delete(principal, session_id)
        assert await _ids(sessions, principal) == []


@pytest.mark.parametrize("cursor", ["x", "12", "12:", ":sess-1", "٣٣:x\n"])
async def test_a_cursor_that_no_listing_gave_is_refused(sessions: Sessions, cursor: str) -> None:
    for query in (None, "revenue"):
        with pytest.raises(BadCursor):
            await sessions.list(ALICE, cursor=cursor, query=query)


async def test_all_words_are_found_in_title_and_first_question(sessions: Sessions) -> None:
    named = await sessions.create(ALICE, title="Île-de-France: Café REVENUE")
    asked = await sessions.create(ALICE)
    await sessions.note_question(asked, "Wie hoch war der Umsatz\nje Straße?", "Umsatz je Strasse")
    other = await sessions.create(ALICE)
    await sessions.note_question(other, "profit by region", None)
    for query, wanted in {
        "revenue": named,
        "cafe ÎLE": named,
        "REVENUE   france": named,
        "venue": named,
        "umsatz": asked,
        "wie umsatz STRASSE": asked,
        "profit": other,
        "region profit": other,
    }.items():
        assert await _ids(sessions, ALICE, query=query) == [wanted.session_id], query
    for query in ("revenue profit", "umsatz region", "%", "[a-z]", "revenue\numsatz"):
        assert await _ids(sessions, ALICE, query=query) == [], query


async def test_a_search_for_nothing_is_the_listing(sessions: Sessions) -> None:
    made = await sessions.create(ALICE)
    for query in ("", " \n"):
        assert await _ids(sessions, ALICE, query=query) == [made.session_id]
    with pytest.raises(InvalidQuery):
        await sessions.list(ALICE, query="x" * 201)


async def test_the_first_question_and_the_first_title_stay(sessions: Sessions) -> None:
    session = await sessions.create(ALICE)
    await sessions.note_question(session, "revenue by region", None)
    await sessions.note_question(session, "and by channel", "Revenue, monthly")
    await sessions.note_question(session, "as a table", "Something else")
    for query in ("region", "monthly"):
        assert await _ids(sessions, ALICE, query=query) == [session.session_id]
    for query in ("channel", "table", "something"):
        assert await _ids(sessions, ALICE, query=query) == []


async def test_a_renamed_session_is_found_by_its_new_title(sessions: Sessions) -> None:
    session = await sessions.create(ALICE, title="Draft")
    await sessions.note_question(session, "revenue by region", "Revenue by region")
    renamed = await sessions.rename(ALICE, session.session_id, "  Board\tmeeting ")
    assert renamed.title == "Board\tmeeting"
    assert await sessions.get(ALICE, session.session_id) == renamed
    await sessions.note_question(session, "later", "Automatic")
    assert await _ids(sessions, ALICE, query="board meeting region") == [session.session_id]
    assert await _ids(sessions, ALICE, query="draft") == []
    assert await _ids(sessions, ALICE, query="automatic") == []


@pytest.mark.parametrize("title", ["", " \n\t", "x" * 201])
async def test_a_title_has_1_to_200_characters(sessions: Sessions, title: str) -> None:
    session = await sessions.create(ALICE, title="x" * 200)
    with pytest.raises(InvalidTitle):
        await sessions.rename(ALICE, session.session_id, title)
    with pytest.raises(InvalidTitle):
        await sessions.create(ALICE, title=title)
    assert (await sessions.get(ALICE, session.session_id)).title == "x" * 200


async def test_a_stranger_can_neither_rename_nor_delete(sessions: Sessions) -> None:
    session = await sessions.create(ALICE, title="Mine")
    for stranger in (BOB, STRANGER):
        with pytest.raises(UnknownSession):
            await sessions.rename(stranger, session.session_id, "Yours")
        with pytest.raises(UnknownSession):
            await sessions.delete(stranger, session.session_id)
    assert (await sessions.rename(ACME, session.session_id, "Ours")).title == "Ours"


async def test_a_search_ends_with_every_match_once_over_long_gaps(
    store: SessionStore, sessions: Sessions
) -> None:
    made: list[Session] = []
    for start in (10_000, 20_000, 30_000):
        made += [await sessions.create(ALICE, title=f"Revenue {start}") for _ in range(2)]
        await _fill(store, start, 5_500)
    cursor, found, empty_pages = None, [], 0
    while True:
        page = await sessions.list(ALICE, limit=3, cursor=cursor, query="revenue")
        found += [session.session_id for session in page.sessions]
        empty_pages += not page.sessions
        if (cursor := page.next_cursor) is None:
            break
    assert sorted(found) == sorted(session.session_id for session in made)
    assert empty_pages > 0


async def _fill(store: SessionStore, start: int, count: int) -> None:
    """Sessions of Alice between those made before and those made after, about other things."""
    last: Any = await store.client.zrevrange(_LISTING, 0, 0)
    newest = int(last[0].partition(b":")[0])
    members = [f"{newest:013d}:sess-z{start + n}" for n in range(count)]
    await store.client.zadd(_LISTING, dict.fromkeys(members, 0))
    texts: dict[Any, Any] = {member.partition(":")[2]: "profit\nby region" for member in members}
    await store.client.hset(keys.session_search("acme-corp"), mapping=texts)


_LISTING = keys.user_sessions("acme-corp", "alice")


async def test_a_session_keeps_where_it_comes_from(sessions: Sessions) -> None:
    origin = Origin("sess-1", "turn-1")
    fork = await sessions.create(ALICE, title="What if", forked_from=origin)
    assert fork.forked_from == origin
    assert await sessions.get(ALICE, fork.session_id) == fork
    assert await sessions.find(fork.session_id) == fork


async def test_what_runs_and_where_it_rests_is_read_from_the_record(
    store: SessionStore, sessions: Sessions
) -> None:
    session = await sessions.create(ALICE)
    assert (session.head, session.running) == (None, None)
    key = keys.session(session.session_id)
    await store.client.hset(key, mapping={"head": "checkpoint-1", "running": "run-1"})
    read = await sessions.get(ALICE, session.session_id)
    assert (read.head, read.running) == ("checkpoint-1", "run-1")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Umsatz\n für  ÎLE ", "umsatz fur ile"),
        ("STRASSE Straße", "strasse strasse"),
        ("ﬁnance Ⅳ ①", "finance iv 1"),
        ("売上 ガス", "売上 カス"),
        ("매출", "매출"),
        ("x" * 2_000, "x" * 1_000),
    ],
)
def test_case_accents_and_space_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded
