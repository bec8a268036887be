"""Listings of what a tenant or a user has, newest first, and what a search finds in them.

A listing is a sorted set of names, `created in ms:id`. A search walks a listing and looks at the
tenant's hash of texts, a bounded number of entries a page: it needs no module, costs the same
whatever the number of entries, and a text changes in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bi.model.errors import UserError
from checkpoints.client import StoreClient
from checkpoints.errors import store_errors
from checkpoints.script import Script

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


async def listing_page(
    client: StoreClient,
    listing: str,
    texts: str,
    *,
    words: Sequence[str] = (),
    limit: int,
    cursor: str | None,
) -> MemberPage:
    """Newest first; with `words` those whose texts contain them all.

    A page of a search may be short, or empty, and still have a next one: it ends after
    5,000 entries. Raises BadCursor.
    """
    below = f"({_checked(cursor)}" if cursor else "+"
    if words:
        found, end = await _search(client, listing, texts, below, limit + 1, words)
    else:
        found, end = await _range(client, listing, below, limit + 1), None
    with store_errors():
        total: Any = await client.zcard(listing)
    shown = found[:limit]
    return MemberPage(tuple(shown), total, shown[-1] if len(found) > limit else end)


async def _range(client: StoreClient, listing: str, below: str, most: int) -> list[str]:
    with store_errors():
        members: Any = await client.zrevrangebylex(listing, below, "-", start=0, num=most)
    return [member.decode() for member in members]


async def _search(
    client: StoreClient, listing: str, texts: str, below: str, most: int, words: Sequence[str]
) -> tuple[list[str], str | None]:
    """At most `most` matches, and where to go on after as many pieces as a page may take."""
    found: list[str] = []
    for _ in range(_PIECES):
        members, last = await _find.run(
            client,
            (listing, texts),
            *(below, str(_PIECE), str(most - len(found)), *words),
        )
        found += [member.decode() for member in members]
        if not last or len(found) == most:
            return found, None
        below = f"({last.decode()}"
    return found, below[1:]


def _checked(cursor: str) -> str:
    made, _, id_ = cursor.partition(":")
    if not (made.isascii() and made.isdigit() and id_):
        raise BadCursor("The cursor is not one that a listing gave out.")
    return cursor


# KEYS: tenant's listing, texts. ARGV: member, id, title, question ('' leaves what is
# there), whether the title replaces another one ('1'). A first question stays the first.
# Only for what is listed: a late call must not bring back what a deletion took out.
describe = Script("""
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
local text = redis.call('HGET', KEYS[2], ARGV[2]) or '\\n'
local title, question = string.match(text, '^([^\\n]*)\\n(.*)$')
if ARGV[3] ~= '' and (ARGV[5] == '1' or title == '') then title = ARGV[3] end
if question == '' then question = ARGV[4] end
redis.call('HSET', KEYS[2], ARGV[2], title .. '\\n' .. question)
return 1
""")

# KEYS: listing, texts. ARGV: from where (as ZREVRANGEBYLEX has it), how many entries to look at,
# how many to find, words. Returns the members whose texts contain all the words, and the last
# member looked at ('' when the listing has ended).
_find = Script("""
local found = {}
local members = redis.call('ZREVRANGEBYLEX', KEYS[1], ARGV[1], '-', 'LIMIT', 0, ARGV[2])
if #members == 0 then return {found, ''} end
local ids = {}
for n, member in ipairs(members) do ids[n] = string.match(member, '^%d+:(.*)$') end
local texts = redis.call('HMGET', KEYS[2], unpack(ids))
local most, last = tonumber(ARGV[3]), ''
for n, text in ipairs(texts) do
  local has_all = text and true
  for w = 4, #ARGV do
    if not has_all then break end
    has_all = string.find(text, ARGV[w], 1, true)
  end
  if has_all then
    found[#found + 1] = members[n]
    if #found == most then return {found, members[n]} end
  end
  last = members[n]
end
return {found, #members < tonumber(ARGV[2]) and '' or last}
""")
