import pytest

from tracks.importers.markdown_lines import (
    list_links,
    make_anchor,
    read_markdown,
    split_cells,
    strip_marks,
)
from tracks.shared.import_formats import UnusableFile, ignore_progress


class TestReadMarkdown:
    def test_knows_the_headings_above_a_line_and_skips_code(self, tmp_path):
        path = tmp_path / "a.md"
        path.write_text("# A\n## B\none\n```\n# no heading\n```\n### C ##\ntwo\n## D\nthree\n")
        found = {line.text: line for line in read_markdown(path, ignore_progress)}
        assert found["one"].headings == ("A", "B")
        assert found["two"].headings == ("A", "B", "C")
        assert (found["three"].headings, found["three"].number) == (("A", "D"), 10)
        assert found["## D"].level == 2
        assert "# no heading" not in found

    def test_refuses_what_is_not_utf8(self, tmp_path):
        path = tmp_path / "a.md"
        path.write_bytes(b"# A\ncaf\xe9\n")
        with pytest.raises(UnusableFile, match="0xE9"):
            list(read_markdown(path, ignore_progress))


class TestListLinks:
    def test_completes_addresses_inside_the_project(self):
        text = "[A *b*](page.md) and [C [d]](https://e.org/x_(y)) ([alternative](http://e.org))"
        assert [(one.title, one.url) for one in list_links(text, base="https://b.org/r/")] == [
            ("A b", "https://b.org/r/page.md"),
            ("C [d]", "https://e.org/x_(y)"),
            ("alternative", "http://e.org"),
        ]


class TestSplitCells:
    @pytest.mark.parametrize("text", ["a | b | c", "a| b |c", "| a | b | c |", "a|b|c"])
    def test_parts_cells_with_and_without_blanks(self, text):
        assert split_cells(text) == ["a", "b", "c"]


class TestStripMarks:
    def test_leaves_words(self):
        assert strip_marks("**A** `b` [c](http://d.org) <sup>E</sup>") == "A b c E"


class TestMakeAnchor:
    def test_is_what_github_makes_of_a_heading(self):
        assert make_anchor("3. Learn Linux & Scripting") == "3-learn-linux--scripting"
