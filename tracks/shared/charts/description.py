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

    @property
    def is_wide(self) -> bool:
        """Whether the table has more columns than fit on a phone."""
        return len(self.headers) > 3

    @property
    def labelled_rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return each row as its name and its other cells, each after its header."""
        return [(row[0], list(zip(self.headers[1:], row[1:], strict=True))) for row in self.rows]
