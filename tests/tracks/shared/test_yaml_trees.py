import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.shared.yaml_trees import MAX_DEPTH, Node, YamlFault, parse_yaml

BILLION_LAUGHS = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
# JSON may hold control characters that YAML does not allow.
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["C"]))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)


class TestParseYaml:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("no", "no"),
            ("on", "on"),
            ("12:30", "12:30"),
            ("2026-11-21", "2026-11-21"),
            ("true", True),
            ("FALSE", False),
            ("~", None),
            ("", None),
            ("'null'", "null"),
            ("-12", -12),
            ("007", 7),
            ("0x1f", "0x1f"),
            ("1.5", 1.5),
            ("1e3", 1000.0),
            (".inf", ".inf"),
            ("1" * 5000, "1" * 5000),
            ("!!str 12", "12"),
            ("<<: 1", {"<<": 1}),
            ("\ufeffa: 1", {"a": 1}),
        ],
    )
    def test_reads_scalars_by_the_core_schema(self, text: str, value: object) -> None:
        assert parse_yaml(text).value == value

    @given(JSON_VALUES)
    def test_reads_json_as_what_it_is(self, value: Any) -> None:
        assert parse_yaml(json.dumps(value, ensure_ascii=False)).value == value

    @given(st.text(max_size=60))
    def test_refuses_or_reads_any_text_but_never_crashes(self, text: str) -> None:
        fault: YamlFault | None = None
        node: Node | None = None
        try:
            node = parse_yaml(text)
        except YamlFault as error:
            fault = error
        assert node is not None or (fault is not None and min(fault.line, fault.column) >= 1)

    def test_keeps_the_place_of_every_key_and_item(self) -> None:
        root = parse_yaml("a:\n  - b: 1\n    c: [x, y]\n")
        item = root.children["a"].children[0]
        assert (item.line, item.column) == (2, 5)
        assert (item.children["c"].line, item.children["c"].column) == (3, 5)
        assert (item.children["c"].children[1].line, item.children["c"].children[1].column) == (
            3,
            12,
        )

    @pytest.mark.parametrize(
        ("text", "line", "column", "words"),
        [
            ("a: [1\nb: 2", 2, 2, "not valid YAML"),
            ("a: b: c", 1, 5, "not valid YAML"),
            ("\ta: 1", 1, 1, "not valid YAML"),
            ("é: é\nb: \x00", 2, 4, "control characters"),
            ("a: 1\nb: 2\na: 3", 3, 1, "key 'a' twice; first at line 1"),
            ('a: 1\n"a": 3', 2, 1, "twice"),
            (BILLION_LAUGHS, 2, 8, "alias *a"),
            ("a: &a [*a]", 1, 8, "alias *a"),
            ("a: 1\n---\nb: 2", 2, 1, "more than one document"),
            ("{a: 1, [1]: 2}", 1, 8, "key that is not plain text"),
            ("a: !secret x", 1, 4, "tag !secret"),
            ("a: !!set {}", 1, 4, "tag"),
            ("a: !!int '3'", 1, 4, "tag"),
        ],
    )
    def test_says_where_and_why_it_refuses(
        self, text: str, line: int, column: int, words: str
    ) -> None:
        with pytest.raises(YamlFault) as caught:
            parse_yaml(text)
        assert (caught.value.line, caught.value.column) == (line, column)
        assert words in caught.value.reason

    @pytest.mark.parametrize("text", ["[" * 200_000, "- " * 200_000, "{a: " * 100_000])
    def test_survives_a_file_that_is_nested_without_end(self, text: str) -> None:
        with pytest.raises(YamlFault, match="levels deep"):
            parse_yaml(text)

    def test_reads_as_deep_as_it_says(self) -> None:
        parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH)
        with pytest.raises(YamlFault):
            parse_yaml("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
