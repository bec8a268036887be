"""Which sessions there are: listings by tenant and by user, and what a search finds.

A listing is a sorted set of names, newest first. A search walks a listing and looks at the
tenant's hash of texts, a bounded number of entries a page: it needs no module, costs the same
whatever the number of sessions, and a text changes in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bi.model.errors import UserError
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys, session_scripts
from runs.session_records import Entry
from runs.session_text import fold

# A script holds the server up while it runs: a millisecond or two for so many entries.
_PIECE = 1_000
# And a page of a search takes so many scripts at most.
_PIECES = 5


class BadCursor(UserError):
    code = "invalid_cursor"


@dataclass(frozen=True, slots=True)
class MemberPage:
    """`total` counts the listing; `next_cursor` None: nothing is left to look at."""

    members: tuple[str, ...]
    total: int
    next_cursor: str | None


class SessionIndex:
    def __init__(self, client: StoreClient) -> None:
        self._client = client

    async def add(self, entry: Entry, title: str | None) -> None:
        """Lists a session; one that is listed stays as it is."""
        with store_errors():
            async with self._client.pipeline(transaction=True) as pipe:
                for listing in entry.listings:
                    pipe.zadd(listing, {entry.member: 0})
                await pipe.execute()
        if title:
            await self.describe(entry, title=title)

    async def describe(
        self, entry: Entry, *, title: str = "", question: str = "", replaces: bool = False
    ) -> None:
        """What a search finds the session by; the first question stays, and the title too
        unless the new one `replaces` it. Of a session that is not listed nothing is kept."""
        await session_scripts.describe.run(
            self._client,
            (keys.tenant_sessions(entry.tenant_id), keys.session_search(entry.tenant_id)),
            *(entry.member, entry.session_id, fold(title), fold(question)),
            "1" if replaces else "0",
        )

    async def page(
        self,
        tenant_id: str,
        user_id: str | None,
        *,
        words: Sequence[str] = (),
        limit: int,
        cursor: str | None,
    ) -> MemberPage:
        """Newest first; with `words` those whose title or first question contain them all.

        A page of a search may be short, or empty, and still have a next one: it ends after
        5,000 entries. Raises BadCursor.
        """
        listing = (
            keys.tenant_sessions(tenant_id)
            if user_id is None
            else keys.user_sessions(tenant_id, user_id)
        )
        below = f"({_checked(cursor)}" if cursor else "+"
        if words:
            texts = keys.session_search(tenant_id)
            found, end = await self._search(listing, texts, below, limit + 1, words)
        else:
            found, end = await self._range(listing, below, limit + 1), None
        with store_errors():
            total: Any = await self._client.zcard(listing)
        shown = found[:limit]
        return MemberPage(tuple(shown), total, shown[-1] if len(found) > limit else end)

    async def forget(self, entries: Sequence[Entry]) -> None:
        """Takes sessions out of listings and search, whether they are there or not."""
        with store_errors():
            async with self._client.pipeline(transaction=False) as pipe:
                for entry in entries:
                    for listing in entry.listings:
                        pipe.zrem(listing, entry.member)
                    pipe.hdel(keys.session_search(entry.tenant_id), entry.session_id)
                await pipe.execute()
        for entry in entries:
            if entry.creation_key is not None:
                await session_scripts.release.run(
                    self._client, (entry.creation_key,), entry.session_id
                )

    async def _range(self, listing: str, below: str, most: int) -> list[str]:
        with store_errors():
            members: Any = await self._client.zrevrangebylex(listing, below, "-", start=0, num=most)
        return [member.decode() for member in members]

    async def _search(
        self, listing: str, texts: str, below: str, most: int, words: Sequence[str]
    ) -> tuple[list[str], str | None]:
        """At most `most` matches, and where to go on after as many pieces as a page may take."""
        found: list[str] = []
        for _ in range(_PIECES):
            members, last = await session_scripts.search.run(
                self._client,
                (listing, texts),
                *(below, str(_PIECE), str(most - len(found)), *words),
            )
            found += [member.decode() for member in members]
            if not last or len(found) == most:
                return found, None
            below = f"({last.decode()}"
        return found, below[1:]


def _checked(cursor: str) -> str:
    made, _, session_id = cursor.partition(":")
    if not (made.isascii() and made.isdigit() and session_id):
        raise BadCursor("The cursor is not one that a listing gave out.")
    return cursor
