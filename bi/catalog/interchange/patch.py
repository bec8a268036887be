"""What a foreign format cannot say, as a patch to what it can.

An export is read back as any tool's file would be. The difference to the catalog goes into an
extension of the foreign file, so that nothing is lost on the way there and back; each key of it is
also something that other tools will not see, and is listed.
"""

from __future__ import annotations

from typing import Any

from bi.catalog.interchange.notes import Notes

Plain = dict[str, Any]

# Their things are added by name; a patch to one that is gone is not applied.
_COLLECTIONS = frozenset({"datasets", "dimensions", "measures", "metrics", "hierarchies", "joins"})
# The things that are there in no other form, and the order of all: no names of things.
_NEW, _ORDER = "+", "#"


def difference(theirs: Plain, ours: Plain) -> Plain:
    """The patch that makes `ours` of `theirs`; null takes a key away."""
    patch: Plain = {key: None for key in theirs if key not in ours}
    for key, value in ours.items():
        before = theirs.get(key)
        if key in _COLLECTIONS and isinstance(value, dict):
            found = _things(before or {}, value)
            if found:
                patch[key] = found
        elif before != value:
            patch[key] = value
    return patch


def _things(theirs: Plain, ours: Plain) -> Plain:
    patch: Plain = {name: None for name in theirs if name not in ours}
    patch |= {
        name: found
        for name in ours
        if name in theirs and (found := difference(theirs[name] or {}, ours[name] or {}))
    }
    new = {name: thing for name, thing in ours.items() if name not in theirs}
    if new:
        patch[_NEW] = new
    if new or list(theirs) != list(ours):
        patch[_ORDER] = list(ours)
    return patch


def patched(theirs: Plain, patch: Plain) -> Plain:
    """The reverse of `difference`; what it says of things that are gone is passed over."""
    result = dict(theirs)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif key in _COLLECTIONS:
            result[key] = _patched_things(result.get(key) or {}, value)
        else:
            result[key] = value
    return result


def _patched_things(theirs: Plain, patch: Plain) -> Plain:
    result = dict(theirs)
    for name, change in patch.items():
        if name in (_NEW, _ORDER):
            continue
        if change is None:
            result.pop(name, None)
        elif name in result:
            result[name] = patched(result[name] or {}, change)
    result |= patch.get(_NEW, {})
    order = [name for name in patch.get(_ORDER, ()) if name in result]
    return {name: result[name] for name in (*order, *(n for n in result if n not in order))}


def tell(patch: Plain, place: str, notes: Notes) -> None:
    """A note for each key that other tools will not see."""
    for key, value in patch.items():
        if key in _COLLECTIONS and isinstance(value, dict):
            for name, change in value.items():
                where = f"{place}.{key}.{name}".strip(".")
                if name == _NEW:
                    for new in change:
                        notes.kept(f"{place}.{key}".strip("."), new)
                elif name != _ORDER and change is not None:
                    tell(change, where, notes)
        elif value is not None:
            notes.kept(place or "the catalog", key)
