"""Storage errors, told apart from answers: an outage must never look like an empty session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redis import exceptions

from bi.model.errors import ParleyError, StoreUnavailable, UserError


class StoreUrlInvalid(UserError):
    """A store's URL that means nothing; the message does not repeat it."""

    code = "store_url_invalid"


class CheckpointMissing(ParleyError):
    """There is no such checkpoint: it never was, or was deleted or pruned."""

    code = "checkpoint_missing"


# What passes without anyone changing the call: no connection, loading, failing over, full, a
# slot on its way to another node.
_PASSING = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.ReadOnlyError,
    exceptions.OutOfMemoryError,
    exceptions.ClusterError,
    exceptions.TryAgainError,
    exceptions.SlotNotCoveredError,
)
# The same, of which the client knows no more than the text: a disk that fails, and too few
# replicas.
_PASSING_TEXTS = ("MISCONF", "NOREPLICAS")


@contextmanager
def store_errors() -> Iterator[None]:
    """Raise StoreUnavailable for a Redis that cannot serve now; other errors as they are."""
    try:
        yield
    except _PASSING as error:
        raise StoreUnavailable(str(error)) from error
    except RuntimeError as error:
        # What uvloop says of a write to a connection that the other side has just closed; the
        # client knows OSErrors only, and lets it through.
        if "closed" not in str(error):
            raise
        raise StoreUnavailable(str(error)) from error
    except exceptions.ResponseError as error:
        if not str(error).startswith(_PASSING_TEXTS):
            raise
        raise StoreUnavailable(str(error)) from error
