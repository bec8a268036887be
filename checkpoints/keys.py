"""Where a thread's checkpoints are: five keys, and the fields inside them.

All five carry the hash tag `{thread}`, so one command or script can take them together on a
cluster. Fields join their parts by a NUL, which sorts before every other character.

    i  ZSET  ns, checkpoint id; all scores 0, so the order is that of the names
    c  HASH  ns, checkpoint id              -> parent, channel versions, checkpoint, metadata
    b  HASH  ns, channel, version           -> value
    w  HASH  ns, checkpoint id, task id, idx -> task path, channel, value
    x  ZSET  the fields of w, to find those of one checkpoint
"""

from __future__ import annotations

from typing import NamedTuple

# Raise the number when a stored value changes its form.
PREFIX = "checkpoint:1:"
SEPARATOR = "\0"
# The character after the separator: `ns NUL` <= field < `ns SOH` for all fields of ns.
AFTER = "\1"
EVERY_INDEX = PREFIX + "*:i"

# Marks a version that is a string; numbers are written as they are.
_STRING = "'"


class ThreadKeys(NamedTuple):
    order: str
    checkpoints: str
    values: str
    writes: str
    write_order: str


def thread_keys(thread_id: str) -> ThreadKeys:
    # The tag ends at the first brace, and an empty one would count for nothing.
    tag = thread_id.replace("%", "%25").replace("}", "%7D")
    stem = f"{PREFIX}{{{tag}}}:"
    return ThreadKeys(stem + "i", stem + "c", stem + "b", stem + "w", stem + "x")


def thread_of(index_key: str) -> str:
    """The thread id that `thread_keys` made this index key from."""
    tag = index_key.removeprefix(PREFIX + "{").removesuffix("}:i")
    return tag.replace("%7D", "}").replace("%25", "%")


def write_field(row: str, task_id: str, idx: int) -> str:
    """`row` is `ns NUL checkpoint id`."""
    return f"{row}{SEPARATOR}{task_id}{SEPARATOR}{idx}"


def channel_version(channel: str, version: str | float) -> str:
    """A value's field without its ns; keeps the version's type."""
    if isinstance(version, str):
        return f"{channel}{SEPARATOR}{_STRING}{version}"
    return f"{channel}{SEPARATOR}{version!r}"


def parse_channel_version(entry: str) -> tuple[str, str | int | float]:
    """The inverse of `channel_version`."""
    channel, _, version = entry.rpartition(SEPARATOR)
    if version.startswith(_STRING):
        return channel, version[1:]
    try:
        return channel, int(version)
    except ValueError:
        return channel, float(version)
