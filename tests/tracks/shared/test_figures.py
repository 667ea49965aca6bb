import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tracks.shared.charts import ChartDescription
from tracks.shared.figures import make_figure

WORDS = ChartDescription("A summary.", ("Name",), (("a row",),))


class TestMakeFigure:
    def test_marks_the_drawing_as_markup_and_keeps_the_title_as_text(self):
        figure = make_figure(title="<Pay>", svg="<svg></svg>", description=WORDS)
        assert isinstance(figure.svg, SafeString)
        assert not isinstance(figure.title, SafeString)
        assert figure.description is WORDS
        assert figure.narrow_svg == ""

    def test_carries_a_second_drawing_for_phones(self):
        figure = make_figure(title="Pay", svg="<svg/>", description=WORDS, narrow_svg="<svg/>")
        assert isinstance(figure.narrow_svg, SafeString)


class TestFigureOnAPage:
    @pytest.mark.parametrize(
        ("narrow_svg", "wide", "is_stop"),
        [("<svg/>", False, False), ("", False, True), ("<svg/>", True, True)],
    )
    def test_is_a_stop_of_the_keyboard_only_where_it_may_scroll(self, narrow_svg, wide, is_stop):
        figure = make_figure(title="Pay", svg="<svg/>", description=WORDS, narrow_svg=narrow_svg)
        page = render_to_string("_partials/chart.html", {"figure": figure, "wide": wide})
        frame = page.split('class="chart-scroll')[1].split(">")[0]
        assert ("tabindex" in frame) == is_stop
        assert ('role="region"' in frame) == is_stop

    def test_keeps_the_minus_of_amounts_on_its_line(self):
        words = ChartDescription("Ends at −$8.81k.", ("Name", "Ends at"), (("a row", "−$8.81k"),))
        figure = make_figure(title="Pay", svg="<svg/>", description=words)
        page = render_to_string("_partials/chart.html", {"figure": figure})
        assert page.count('<span class="nowrap">−$8.81k</span>') == 2
