"""Find the record of a source that data sets cite: tracks says how when it starts.

The content files declare each source once, and they belong to tracks; readers of data sets
in every app cite the same record through here.
"""

from collections.abc import Callable

from tracks.shared.content_rows import Incoming

_readers: list[Callable[[str], Incoming]] = []


def register_source_reader(read: Callable[[str], Incoming]) -> None:
    """Make known how a source's record is read; the last one told is asked."""
    _readers[:] = [read]


def read_source_record(key: str) -> Incoming:
    """Return the record of a source by its key.

    Raises:
        LookupError: If no app said how, or the content files declare no such source.
    """
    if not _readers:
        message = f"Nothing says how to read the source {key!r}."
        raise LookupError(message)
    return _readers[0](key)
