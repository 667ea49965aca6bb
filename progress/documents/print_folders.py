"""Temporary folders of processes that print, which stay behind none of them.

WeasyPrint keeps the typefaces of a document in a temporary folder and removes it when Python
ends in order. Children that print leave at once or are killed, and so do workers: each folder
is therefore locked for as long as a process uses it, and whoever makes the next one removes
those that nobody holds any more.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from progress.documents.failures import RenderFailed

PREFIX = "milepost-print-"
_UNLOCKED_PREFIX = "milepost-unlocked-"
_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


@contextmanager
def lend_print_folder() -> Iterator[Path]:
    """Make a folder for the files of a child, and remove it with all that is in it at the end.

    Raises:
        RenderFailed: No folder can be made, as on a full disk.
    """
    folder, lock = _make_folder()
    try:
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def claim_print_folder() -> Path:
    """Make a folder for this process, however it ends; forked children may use it too.

    Raises:
        RenderFailed: No folder can be made, as on a full disk.
    """
    folder, _ = _make_folder()
    return folder


def remove_abandoned_folders() -> None:
    """Remove the print folders of this user that no living process holds."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        # It may be another user's, or gone since it was listed.
        with suppress(OSError):
            _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    lock = os.open(folder, _FLAGS)
    try:
        if os.fstat(lock).st_uid == os.getuid():
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _make_folder() -> tuple[Path, int]:
    """Return a new folder and the descriptor that holds its lock until the process ends."""
    remove_abandoned_folders()
    try:
        unlocked = Path(tempfile.mkdtemp(prefix=_UNLOCKED_PREFIX))
    except OSError as error:
        raise RenderFailed(reason=f"No temporary folder can be made ({error}).") from error
    lock = os.open(unlocked, _FLAGS)
    fcntl.flock(lock, fcntl.LOCK_EX)
    # Only now may others find it: between making and locking it would look abandoned.
    folder = unlocked.with_name(unlocked.name.replace(_UNLOCKED_PREFIX, PREFIX, 1))
    return unlocked.rename(folder), lock
