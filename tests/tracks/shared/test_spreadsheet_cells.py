"""What a spreadsheet would run is text; numbers stay numbers."""

import csv
import io
from decimal import Decimal

import pytest

from tracks.shared.spreadsheet_cells import neutralise, write_csv


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"]
)
def test_puts_an_apostrophe_before_formulas(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, Decimal("-5.50"), 0, True, 1.5, "-5", "+49", "-0.5"])
def test_leaves_numbers(value: object) -> None:
    assert neutralise(value) == value


@pytest.mark.parametrize("text", ["", "Linux", "a=b", "O'Reilly", "e-mail"])
def test_leaves_other_text(text: str) -> None:
    assert neutralise(text) == text


def test_writes_nothing_for_nothing() -> None:
    assert neutralise(None) == ""


def test_writes_csv_that_reads_back() -> None:
    content = write_csv(["key", "=x"], [['ä,"b"\nc', "=1"], [None, Decimal("1.50")]])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["key", "'=x"], ['ä,"b"\nc', "'=1"], ["", "1.50"]]
