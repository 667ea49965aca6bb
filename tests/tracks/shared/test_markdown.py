import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.shared.markdown import render_markdown


class TestRenderMarkdown:
    def test_writes_paragraphs_lists_and_tables(self):
        html = render_markdown(text="One *word*.\n\n- a\n- b\n\n| h |\n| - |\n| c |\n")
        assert "<p>One <em>word</em>.</p>" in html
        assert "<li>a</li>" in html
        assert "<td>c</td>" in html

    def test_marks_links_as_leading_elsewhere(self):
        html = render_markdown(text="[docs](https://example.org/a)")
        assert 'href="https://example.org/a"' in html
        assert 'rel="noopener nofollow"' in html

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            '<img src=x onerror="alert(1)">',
            "![x](https://example.org/a.png)",
            '<p style="color:red">x</p>',
        ],
    )
    def test_lets_nothing_run_load_or_restyle(self, text):
        html = render_markdown(text=text)
        for danger in ("<script", "<img", 'href="javascript', "<p style"):
            assert danger not in html

    def test_is_empty_for_empty_text(self):
        assert render_markdown(text="") == ""

    @given(st.text(max_size=200))
    def test_never_fails_and_never_lets_a_script_through(self, text):
        assert "<script" not in render_markdown(text=text).lower()
