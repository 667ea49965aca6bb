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
