"""Which bytes a file or a folder of files holds, so that the same input is recognised."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class FileDigest:
    """A file by its name for people, its size and the SHA-256 of its bytes."""

    name: str
    sha256: str
    byte_size: int


def digest_file(path: Path, *, name: str = "") -> FileDigest:
    """Read a file in chunks and return its digest; `name` where the path's own is a stand-in.

    Raises:
        OSError: If it cannot be read.
    """
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return FileDigest(name or path.name, digest.hexdigest(), size)


def digest_folder(root: Path, files: Iterable[Path]) -> FileDigest:
    """Return one digest over the names and bytes of files below `root`, in their order."""
    digest = hashlib.sha256()
    size = 0
    for path in sorted(files):
        one = digest_file(path)
        digest.update(f"{path.relative_to(root).as_posix()}\0{one.sha256}\n".encode())
        size += one.byte_size
    return FileDigest(root.name, digest.hexdigest(), size)
