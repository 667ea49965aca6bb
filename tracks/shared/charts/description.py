"""The words and the data table that stand beside every chart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChartDescription:
    """A chart in words: one paragraph and the rows of an accessible table.

    Every row has as many cells as there are headers; the first cell names the row.
    """

    summary: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
