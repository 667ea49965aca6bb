"""Every chart: well formed, labelled, inside its frame, the same bytes twice, and safe."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracks.shared.charts.examples import EXAMPLES, make_sparkline
from tracks.shared import charts
from tracks.shared.charts.drawing import Box, Drawing, Paint, TextStyle, format_coordinate
from tracks.shared.charts.text import measure_text

SVG = "{http://www.w3.org/2000/svg}"
THEMES = {"page": charts.PAGE, "print": charts.PRINT}
WIDTHS = (340, 720, 1100)
_EVERY = [(name, theme, width) for name in EXAMPLES for theme in THEMES for width in WIDTHS]


def find_outside(svg):
    """List the elements that leave the view box, text by its measured width."""
    root = ElementTree.fromstring(svg)
    width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
    outside = []
    for element in root.iter():
        points = list(list_corners(element))
        if any(not (-0.6 <= x <= width + 0.6 and -0.6 <= y <= height + 0.6) for x, y in points):
            outside.append((ElementTree.tostring(element), width, height))
    return outside


def list_corners(element):
    number = {
        name: float(element.get(name, 0)) for name in ("x", "y", "width", "height", "cx", "cy", "r")
    }
    if element.tag == f"{SVG}rect":
        yield number["x"], number["y"]
        yield number["x"] + number["width"], number["y"] + number["height"]
    elif element.tag == f"{SVG}circle":
        yield number["cx"] - number["r"], number["cy"] - number["r"]
        yield number["cx"] + number["r"], number["cy"] + number["r"]
    elif element.tag == f"{SVG}text":
        size, weight = float(element.get("font-size")), int(element.get("font-weight", 400))
        length = measure_text(text=element.text or "", size=size, weight=weight)
        left = (
            number["x"]
            - {"start": 0, "middle": length / 2, "end": length}[element.get("text-anchor", "start")]
        )
        yield left, number["y"] - size * 0.8
        yield left + length, number["y"] + size * 0.2
    elif element.tag == f"{SVG}path" and "A" not in element.get("d"):
        numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", element.get("d"))]
        yield from zip(numbers[::2], numbers[1::2], strict=True)


def read_texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


class TestEveryChart:
    @pytest.mark.parametrize(("name", "theme", "width"), _EVERY)
    def test_stays_inside_its_frame(self, name, theme, width):
        svg = EXAMPLES[name].render(theme=THEMES[theme], width=width)
        assert find_outside(svg) == []

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_is_named_and_described_for_screen_readers(self, name):
        example = EXAMPLES[name]
        root = ElementTree.fromstring(example.render(prefix="mine"))
        assert root.get("aria-labelledby") == "mine-title mine-desc"
        assert root.find(f"{SVG}title[@id='mine-title']") is not None
        assert root.findtext(f"{SVG}title") == example.chart.title
        assert root.findtext(f"{SVG}desc") == example.describe(chart=example.chart).summary

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_is_an_image_unless_it_holds_links(self, name):
        root = ElementTree.fromstring(EXAMPLES[name].render())
        has_links = root.find(f".//{SVG}a") is not None
        assert root.get("role") == ("group" if has_links else "img")

    @pytest.mark.parametrize("name", EXAMPLES)
    @pytest.mark.parametrize("theme", THEMES)
    def test_gives_the_same_bytes_twice(self, name, theme):
        draw = EXAMPLES[name].render
        assert draw(theme=THEMES[theme]) == draw(theme=THEMES[theme])

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_carries_no_inline_style_and_no_script(self, name):
        for theme in THEMES.values():
            svg = EXAMPLES[name].render(theme=theme)
            assert "style=" not in svg
            assert "<style" not in svg
            assert "<script" not in svg

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_uses_only_classes_that_the_page_stylesheet_colours(self, name):
        root = ElementTree.fromstring(EXAMPLES[name].render())
        used = {
            word for element in list(root.iter())[1:] for word in element.get("class", "").split()
        }
        rules = charts.page_stylesheet()
        assert used
        assert [word for word in used if f".{word}{{" not in rules] == []

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_prints_without_classes_or_page_colours(self, name):
        svg = EXAMPLES[name].render(theme=charts.PRINT)
        assert "class=" not in svg
        assert "currentColor" not in svg
        assert "<a " not in svg

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_has_a_table_with_a_cell_for_every_header(self, name):
        example = EXAMPLES[name]
        description = example.describe(chart=example.chart)
        assert description.rows
        assert {len(row) for row in description.rows} == {len(description.headers)}


class TestEscaping:
    @given(st.text(max_size=40))
    def test_keeps_any_title_well_formed(self, title):
        chart = replace(make_sparkline(), title=title)
        root = ElementTree.fromstring(charts.draw_sparkline(chart=chart, prefix="x"))
        assert root.find(f"{SVG}title") is not None

    def test_keeps_markup_as_text(self):
        chart = replace(make_sparkline(), title="<script>&\"'", unit="<b>&")
        svg = charts.draw_sparkline(chart=chart, prefix="x")
        assert ElementTree.fromstring(svg).findtext(f"{SVG}title") == "<script>&\"'"
        assert read_texts(svg) == ["9 <b>&"]

    def test_replaces_what_xml_cannot_hold(self):
        chart = replace(make_sparkline(), title="a\x00b\ud800c\ufffe")
        svg = charts.draw_sparkline(chart=chart, prefix="x")
        svg.encode()
        assert ElementTree.fromstring(svg).findtext(f"{SVG}title") == "a\ufffdb\ufffdc\ufffd"

    @pytest.mark.parametrize("prefix", ["", "1a", 'a"b', "a b", "a\n"])
    def test_refuses_a_prefix_that_is_no_id(self, prefix):
        with pytest.raises(ValueError, match="id prefix"):
            charts.draw_sparkline(chart=make_sparkline(), prefix=prefix)

    @pytest.mark.parametrize(
        "href", ["javascript:alert(1)", "//evil.example", "http://a.example", "data:x"]
    )
    def test_refuses_a_link_that_leaves_the_site_unsafely(self, href):
        node = charts.MindNode("root", (charts.MindNode("leaf", href=href),))
        with pytest.raises(ValueError, match="links to"):
            charts.draw_mind_map(chart=charts.MindMap("map", node), prefix="x")


class TestDrawing:
    @pytest.mark.parametrize("width", [0, 119, 2401])
    def test_refuses_a_width_that_cannot_be_read(self, width):
        with pytest.raises(ValueError, match="units wide"):
            Drawing(width=width, height=10, theme=charts.PAGE)

    @pytest.mark.parametrize(
        ("value", "text"), [(1.0, "1"), (-0.04, "0"), (1.26, "1.3"), (-3.5, "-3.5")]
    )
    def test_rounds_coordinates_to_one_decimal(self, value, text):
        assert format_coordinate(value) == text

    def test_keeps_a_halo_inside_the_frame(self):
        drawing = Drawing(width=120, height=20, theme=charts.PRINT)
        drawing.text((118, 12), "wide label", TextStyle(anchor="middle"), halo=True)
        drawing.rect(Box(0, 0, -5, 3), Paint(fill="ink"))
        svg = drawing.finish(kind="x", prefix="x", title="t", description="d")
        halo, negative = ElementTree.fromstring(svg).findall(f"{SVG}rect")
        assert float(halo.attrib["x"]) + float(halo.attrib["width"]) <= 120
        assert negative.get("width") == "0"


class TestPageStylesheet:
    def test_prints_in_light_colours(self):
        dark = f"--chart-warn:{charts.themes.DARK_COLOURS['warn']}"
        rules = [rule for rule in charts.page_stylesheet().splitlines() if dark in rule]
        assert len(rules) == 2
        assert all(rule.startswith("@media screen") for rule in rules)

    def test_leaves_the_colours_to_a_system_that_forces_its_own(self):
        (rule,) = [one for one in charts.page_stylesheet().splitlines() if "forced-colors" in one]
        assert "--chart-ink:CanvasText" in rule
        assert "#" not in rule

    def test_gives_every_colour_in_light_dark_and_forced_colours(self):
        rules = charts.page_stylesheet()
        names = re.findall(r"(--chart-[a-z0-9-]+):", rules)
        counts = {name: names.count(name) for name in names}
        in_light, in_dark, in_forced = 1, 2, 1
        assert set(counts.values()) == {in_light + in_dark + in_forced}
        assert set(re.findall(r"var\((--[a-z0-9-]+)\)", rules)) == set(counts)
