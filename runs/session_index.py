"""Which sessions there are: listings by tenant and by user, and what a search finds.

How they are kept and walked: see `runs.listing`.
"""

from __future__ import annotations

from collections.abc import Sequence

from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from runs import keys, session_scripts
from runs.listing import MemberPage, describe, listing_page
from runs.session_records import Entry
from runs.session_text import fold


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
        await describe.run(
            self._client,
            (keys.tenant_sessions(entry.tenant_id), keys.session_search(entry.tenant_id)),
            *(entry.member, entry.session_id, fold(title), fold(question)),
            "1" if replaces else "0",
        )

    async def forget_texts(self, entry: Entry) -> None:
        """Nothing finds it in a search until it is described again."""
        with store_errors():
            await self._client.hdel(keys.session_search(entry.tenant_id), entry.session_id)

    async def page(
        self,
        tenant_id: str,
        user_id: str | None,
        *,
        words: Sequence[str] = (),
        limit: int,
        cursor: str | None,
        numbered: bool = False,
    ) -> MemberPage:
        """Newest first; with `words` those whose title or first question contain them all, and
        if `numbered` those alone whose id is a number.

        A page of a search may be short, or empty, and still have a next one: it ends after
        5,000 entries. Raises BadCursor.
        """
        if numbered:
            listing = keys.numbered_sessions(tenant_id, user_id)
        elif user_id is None:
            listing = keys.tenant_sessions(tenant_id)
        else:
            listing = keys.user_sessions(tenant_id, user_id)
        texts = keys.session_search(tenant_id)
        return await listing_page(
            self._client, listing, texts, words=words, limit=limit, cursor=cursor
        )

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
