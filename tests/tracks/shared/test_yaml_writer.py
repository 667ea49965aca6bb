"""What is written reads back alike, whatever the text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.shared.yaml_trees import parse_yaml
from tracks.shared.yaml_writer import write_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: text.strip()
)
WORDS = st.sampled_from(
    ["no", "true", "null", "2024", "1e5", "~", "- a", "a: b", "#", "x\r\ny", "a\n\nb"]
)
# Lines with characters that YAML does not take as they are.
UNSAFE_LINES = [f"a\nb{character}" for character in "\x7f\x80\x85\x9f\u2028\ufeff\ufffe\uffff"]


def read(text: str) -> object:
    return parse_yaml(text).value


@pytest.mark.parametrize("text", UNSAFE_LINES)
def test_unsafe_lines_come_back(text: str) -> None:
    assert read(write_yaml({"a": text})) == {"a": text}


@given(TEXTS | WORDS)
def test_every_text_comes_back(text: str) -> None:
    tree = {"a": text, "b": [text], "c": [{"d": text, "e": [{"f": text}]}], "g": {"h": text}}
    assert read(write_yaml(tree)) == tree


def test_writes_for_people() -> None:
    tree = {
        "title": "A plain title (of 2 words)",
        "as_of": "2024",
        "when": date(2025, 1, 12),
        "pay": Decimal("80000.50"),
        "round": Decimal("120000.00"),
        "is_open": False,
        "text": "First line: one.\nSecond line.",
        "keys": ["a", "b-c"],
        "nothing": None,
        "empty": "",
        "none": [],
        "rows": [{"key": "x", "size": 1}, {"empty": None}],
    }
    assert write_yaml(tree) == (
        "title: A plain title (of 2 words)\n"
        'as_of: "2024"\n'
        'when: "2025-01-12"\n'
        "pay: 80000.5\n"
        "round: 120000\n"
        "is_open: false\n"
        "text: |-\n"
        "  First line: one.\n"
        "  Second line.\n"
        "keys: [a, b-c]\n"
        "rows:\n"
        "  - key: x\n"
        "    size: 1\n"
    )
