"""Fitting labels."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracks.shared.charts.axes import spread_labels
from tracks.shared.charts.text import measure_text, shorten_text, wrap_text

TEXTS = st.text(max_size=60)


class TestMeasureText:
    def test_counts_wide_and_combining_characters(self):
        assert measure_text(text="日本", size=10) == 20
        assert measure_text(text="e\u0301", size=10) == measure_text(text="e", size=10)

    def test_gives_bold_more_room(self):
        assert measure_text(text="abc", size=10, weight=700) > measure_text(text="abc", size=10)


class TestShortenText:
    @given(TEXTS, st.floats(min_value=20, max_value=300))
    def test_fits_the_width(self, text, width):
        assert measure_text(text=shorten_text(text=text, width=width, size=10), size=10) <= width

    def test_keeps_what_fits(self):
        assert shorten_text(text="short", width=100, size=10) == "short"

    def test_ends_a_cut_with_an_ellipsis(self):
        assert shorten_text(text="a very long label", width=50, size=10) == "a very lo…"


class TestWrapText:
    @given(TEXTS, st.integers(min_value=1, max_value=3))
    def test_gives_lines_that_fit(self, text, max_lines):
        lines = wrap_text(text=text, width=80, size=10, max_lines=max_lines)
        assert 1 <= len(lines) <= max_lines
        assert all(measure_text(text=line, size=10) <= 80 for line in lines)

    def test_breaks_at_spaces_and_shortens_the_rest(self):
        lines = wrap_text(text="Serve a model behind an HTTP interface", width=80, size=10)
        assert lines == ("Serve a model", "behind an HTT…")


class TestSpreadLabels:
    @given(st.lists(st.floats(min_value=-50, max_value=250), max_size=8))
    def test_keeps_labels_apart_and_inside(self, wanted):
        places = spread_labels(wanted=sorted(wanted), gap=14, low=0, high=200)
        assert all(-1e-6 <= place <= 200 + 1e-6 for place in places)
        gaps = [b - a for a, b in pairwise(places)]
        assert all(gap >= 14 - 1e-6 for gap in gaps)
