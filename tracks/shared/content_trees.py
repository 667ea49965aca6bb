"""What exporters of content share: rows read back in order, under the names of the files."""

from collections.abc import Mapping
from typing import Any

from tracks.shared.content_rows import Kind, Record, read_records, with_links

# The mapping that a content file holds.
Tree = dict[str, Any]


def read_in_order(kind: Kind) -> list[Record]:
    """Read all rows of a kind back as records, in the order in which files state them."""
    order = ("position", "pk") if kind.is_numbered else ("key",)
    rows = list(with_links(kind.model._default_manager.order_by(*order), kind.links))
    records = read_records(kind, rows)
    return [records[row.pk] for row in rows]


def rename(record: Record, names: Mapping[str, str]) -> Record:
    """Return a record under the names that the files use."""
    return {names.get(name, name): value for name, value in record.items()}
