"""Tells whether code and content changed since the database was last prepared.

Preparing takes as long as a start; a site started again without a change should not wait for it.
"""

import hashlib
from pathlib import Path

_FOLDERS = ("accounts", "tracks", "certifications", "progress", "config", "content")


def make_fingerprint(base_dir: Path) -> str:
    """Return one value for the state of all code and content, from names, sizes and times."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted((base_dir / folder).rglob("*")):
            if path.suffix == ".pyc" or not path.is_file():
                continue
            facts = path.stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_prepared(*, stamp: Path, fingerprint: str) -> bool:
    """Tell whether the stamp of the last preparation carries this fingerprint."""
    try:
        return stamp.read_text(encoding="ascii") == fingerprint
    except FileNotFoundError:
        return False
