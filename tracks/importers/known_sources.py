"""Sources of data sets as the content files declare them, so that they are written once.

An import cites its source by the same record that loading the content writes; without a
loaded catalogue the source comes with the import.
"""

from pathlib import Path

from django.conf import settings

from tracks.importers.kinds import SOURCES
from tracks.importers.shapes import SourceShape, dump
from tracks.shared.content_files import read_section, read_yaml
from tracks.shared.content_rows import Incoming
from tracks.shared.imports import Problem


def read_known_source(key: str) -> Incoming:
    """Return the record of a source that `content/sources.yaml` declares.

    Raises:
        LookupError: If it declares none with this key, or cannot be read.
    """
    root = Path(settings.BASE_DIR) / "content"
    problems: list[Problem] = []
    raw = read_yaml(root / "sources.yaml", root=root, problems=problems)
    located = read_section(raw, "sources", SourceShape, problems=problems) if raw else ()
    for one in located:
        if one.record.key == key:
            record = dump(one.record)
            record["retrieved_date"] = record.pop("retrieved")
            return Incoming(SOURCES, record, one.position)
    message = f"content/sources.yaml declares no source {key!r}."
    raise LookupError("\n".join([message, *map(str, problems)]))
