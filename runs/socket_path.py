"""Where the embedded store's socket can be."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from bi.model.errors import StoreUnavailable

# sun_path holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
_PATH_LIMIT = 103


def socket_path(folder: Path) -> Path:
    """`store.sock` in `folder` (absolute); below /tmp when that path is too long for a socket.

    Not the folder that TMPDIR names: every process must come to the same path.
    """
    path = folder / "store.sock"
    if len(os.fsencode(path)) <= _PATH_LIMIT:
        return path
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"parley-{os.getuid()}-{digest}" / "store.sock"


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone can enter; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_own(folder: Path) -> None:
    """As `make_private`, in a place where anyone could have been first.

    Raises StoreUnavailable when it belongs to another user.
    """
    make_private(folder)
    if folder.lstat().st_uid != os.getuid() or folder.is_symlink():
        raise StoreUnavailable(f"{folder} belongs to another user")
