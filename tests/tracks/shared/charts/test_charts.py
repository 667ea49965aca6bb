"""What each chart shows, and how it behaves at its edges."""

from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracks.shared.charts.examples import (
    EXAMPLES,
    make_dot_plot,
    make_fan_chart,
    make_outline_map,
    make_path_map,
    make_salary_ladder,
    make_sparkline,
    make_spend_chart,
    make_tornado,
)
from tests.tracks.shared.charts.test_drawing import SVG, find_outside, read_texts
from tracks.shared import charts
from tracks.shared.charts.boxes import Percentiles

MONEY = st.floats(min_value=-5e5, max_value=2e6, allow_nan=False)


class TestFanChart:
    def test_names_the_ends_at_the_right_edge(self):
        texts = read_texts(charts.draw_fan_chart(chart=make_fan_chart(), prefix="x"))
        assert {"1 in 10 above $153k", "middle case $2.16k", "1 in 10 below −$11.4k"} <= set(texts)

    def test_names_bands_and_lines_in_words(self):
        texts = set(read_texts(charts.draw_fan_chart(chart=make_fan_chart(), prefix="x")))
        assert {"50 in 100 futures", "80 in 100", "90 in 100", "Middle case", "Average"} <= texts

    def test_says_the_payback_words_in_chart_and_summary(self):
        chart = make_fan_chart()
        assert chart.payback.words in read_texts(charts.draw_fan_chart(chart=chart, prefix="x"))
        assert chart.payback.words in charts.describe_fan_chart(chart=chart).summary

    def test_shows_the_payback_words_whole_on_a_phone(self):
        words = (
            "The average pays back in month 112; fewer than 1 in 10 futures does, half by month 110"
        )
        chart = replace(make_fan_chart(), payback=charts.PaybackMark(112, words))
        svg = charts.draw_fan_chart(chart=chart, prefix="x", width=340)
        assert words in " ".join(read_texts(svg))
        assert find_outside(svg) == []

    def test_leaves_the_mark_out_when_the_average_never_pays_back(self):
        chart = replace(make_fan_chart(), payback=None)
        assert "<circle" not in charts.draw_fan_chart(chart=chart, prefix="x")

    def test_lists_full_years_and_the_end(self):
        rows = charts.describe_fan_chart(chart=make_fan_chart()).rows
        assert [row[0] for row in rows[:2]] == ["Start", "After 1 year"]
        assert rows[-1][0] == "After 10 years"

    def test_leaves_names_out_where_there_is_no_room(self):
        texts = read_texts(charts.draw_fan_chart(chart=make_fan_chart(), prefix="x", width=340))
        assert {"$153k", "$2.16k", "−$11.4k"} <= set(texts)

    def test_refuses_a_single_point(self):
        chart = replace(make_fan_chart(), points=make_fan_chart().points[:1])
        with pytest.raises(ValueError, match="two points"):
            charts.draw_fan_chart(chart=chart, prefix="x")

    @settings(max_examples=30)
    @given(
        st.lists(st.lists(MONEY, min_size=7, max_size=7), min_size=2, max_size=12),
        st.integers(300, 900),
    )
    def test_stays_inside_its_frame_for_any_numbers(self, rows, width):
        points = []
        for month, row in enumerate(rows):
            p5, p10, p25, p50, p75, p90, p95 = sorted(row)
            points.append(
                charts.FanPoint(month * 12, p5, p10, p25, p50, p75, p90, p95, (p5 + p95) / 2)
            )
        chart = charts.FanChart("any", tuple(points), charts.PaybackMark(7, "half pay back " * 4))
        assert find_outside(charts.draw_fan_chart(chart=chart, prefix="x", width=width)) == []


class TestDotPlot:
    def test_says_below_the_axis_what_the_amounts_are(self):
        named = replace(make_dot_plot(), axis_words="net gain or loss after 10 years")
        svg = charts.draw_dot_plot(chart=named, prefix="x", width=340)
        assert "net gain or loss after 10 years" in read_texts(svg)
        assert find_outside(svg) == []

    def test_counts_both_sides(self):
        texts = read_texts(charts.draw_dot_plot(chart=make_dot_plot(), prefix="x"))
        assert {"13 of 20 behind", "7 of 20 ahead"} <= set(texts)

    def test_draws_losses_and_gains_as_different_shapes_on_their_side_of_zero(self):
        root = ElementTree.fromstring(charts.draw_dot_plot(chart=make_dot_plot(), prefix="x"))
        circles = root.findall(f"{SVG}circle")
        squares = [p for p in root.findall(f"{SVG}path") if p.attrib["d"].endswith("Z")]
        assert (len(squares), len(circles)) == (13, 7)
        rightmost_loss = max(float(p.attrib["d"][1:].split()[0]) for p in squares)
        assert rightmost_loss < min(float(c.attrib["cx"]) for c in circles)

    def test_shares_an_axis_with_a_plot_beside_it(self):
        alone = charts.DotPlot("t", (-1e3, 9e3))
        beside = replace(alone, shown=(-40e3, 300e3))
        assert "$300k" not in read_texts(charts.draw_dot_plot(chart=alone, prefix="x"))
        assert "$300k" in read_texts(charts.draw_dot_plot(chart=beside, prefix="x"))

    def test_counts_zero_as_ahead(self):
        chart = charts.DotPlot("t", (-1.0, 0.0, 1.0))
        assert (chart.behind_count, chart.ahead_count) == (1, 2)

    def test_refuses_to_draw_nothing(self):
        with pytest.raises(ValueError, match="outcomes"):
            charts.draw_dot_plot(chart=charts.DotPlot("t", ()), prefix="x")

    @settings(max_examples=30)
    @given(st.lists(MONEY, min_size=1, max_size=20), st.integers(320, 900))
    def test_stays_inside_its_frame_for_any_numbers(self, values, width):
        chart = charts.DotPlot("any", tuple(values))
        assert find_outside(charts.draw_dot_plot(chart=chart, prefix="x", width=width)) == []


class TestSalaryLadder:
    def test_writes_every_band_with_its_papers(self):
        texts = read_texts(
            charts.draw_salary_ladder(chart=make_salary_ladder(), prefix="x", width=900)
        )
        assert "$200k to $250k+" in texts
        assert "ai-jobs 2024 · P25 to P75 · n 48 · attributed" in texts
        assert "Seed: DevOps vs. MLOps · range · n not stated · disputed" in texts
        assert {"No band on record", "Your pay $78k"} <= set(texts)

    @pytest.mark.parametrize(
        ("low", "high", "is_open", "words"),
        [
            (1e5, 2e5, False, "$100k to $200k"),
            (1e5, 2e5, True, "$100k to $200k+"),
            (1e5, None, False, "from $100k"),
            (None, 2e5, False, "up to $200k"),
            (None, None, False, "not stated"),
        ],
    )
    def test_writes_open_and_missing_ends(self, low, high, is_open, words):
        assert charts.write_band(band=charts.SalaryBand("s", low, high, is_open)) == words

    def test_gives_a_rung_without_bands_a_row_of_its_own(self):
        rows = charts.describe_salary_ladder(chart=make_salary_ladder()).rows
        assert rows[-1] == ("Head of platform", "no band on record", "", "", "", "")

    @settings(max_examples=30)
    @given(
        st.lists(st.tuples(st.none() | MONEY, st.none() | MONEY, st.booleans()), max_size=6),
        st.none() | MONEY,
        st.integers(340, 900),
    )
    def test_stays_inside_its_frame_for_any_bands(self, bands, own_pay, width):
        made = tuple(charts.SalaryBand("A source with a long name", *band) for band in bands)
        chart = charts.SalaryLadder("any", (charts.SalaryRung("Rung", made),), own_pay)
        assert find_outside(charts.draw_salary_ladder(chart=chart, prefix="x", width=width)) == []


class TestBoxChart:
    def test_says_too_few_instead_of_a_number(self):
        strip = charts.BoxStrip("Few", 2, None)
        chart = charts.BoxChart("t", (strip,))
        assert "Too few answers to show" in read_texts(
            charts.draw_box_chart(chart=chart, prefix="x")
        )
        assert charts.describe_box_chart(chart=chart).rows[0][2:] == ("too few",) * 5

    def test_writes_open_percentiles_with_a_plus(self):
        five = Percentiles(10e3, 20e3, 30e3, 40e3, 40e3)
        chart = charts.BoxChart("t", (charts.BoxStrip("Top", 20, five, open_from=75),))
        assert "$40k+" in read_texts(charts.draw_box_chart(chart=chart, prefix="x"))
        row = charts.describe_box_chart(chart=chart).rows[0]
        assert row[4:] == ("$30k", "$40k+", "$40k+")

    def test_names_the_range_that_it_is_held_against(self):
        strip = charts.BoxStrip("Any", 20, None, papers="as it stands")
        stated = charts.StatedRange("Stated", 10e3, 20e3, is_open=True)
        chart = charts.BoxChart("t", (strip,), stated=stated)
        texts = read_texts(charts.draw_box_chart(chart=chart, prefix="x"))
        assert "Stated: $10k to $20k+" in texts
        assert "n 20 · as it stands" in texts
        assert charts.describe_box_chart(chart=chart).summary.startswith("Stated: $10k to $20k+;")

    @settings(max_examples=30)
    @given(
        st.lists(MONEY, min_size=5, max_size=5),
        st.integers(340, 900),
        st.none() | st.tuples(MONEY, MONEY, st.booleans()),
        st.sampled_from([0, 10, 90]),
    )
    def test_stays_inside_its_frame_for_any_percentiles(self, values, width, ends, open_from):
        strip = charts.BoxStrip(
            "Any", None, Percentiles(*sorted(values)), open_from=open_from, papers="a long name" * 4
        )
        low, high = sorted(ends[:2]) if ends else (0.0, 0.0)
        stated = ends and charts.StatedRange("Any name", low, high, is_open=ends[2])
        chart = charts.BoxChart("t", (strip,), stated=stated or None)
        assert find_outside(charts.draw_box_chart(chart=chart, prefix="x", width=width)) == []


class TestMindMap:
    def test_shows_every_label_once(self):
        leaves = tuple(charts.MindNode(f"Leaf {i}") for i in range(7))
        root = charts.MindNode("Root", (charts.MindNode("Left", leaves), charts.MindNode("Right")))
        svg = charts.draw_mind_map(chart=charts.MindMap("t", root), prefix="x")
        assert sorted(read_texts(svg)) == sorted(
            ["Root", "Left", "Right", *(n.label for n in leaves)]
        )
        assert find_outside(svg) == []

    def test_links_labels_on_pages(self):
        root = charts.MindNode("Root", (charts.MindNode("Leaf", href="/skills/leaf/"),))
        svg = charts.draw_mind_map(chart=charts.MindMap("t", root), prefix="x")
        assert '<a href="/skills/leaf/">' in svg

    def test_draws_a_root_alone(self):
        svg = charts.draw_mind_map(chart=charts.MindMap("t", charts.MindNode("Root")), prefix="x")
        assert read_texts(svg) == ["Root"]

    def test_refuses_a_tree_that_is_too_deep(self):
        node = charts.MindNode("leaf")
        for _ in range(5):
            node = charts.MindNode("node", (node,))
        with pytest.raises(ValueError, match="levels"):
            charts.draw_mind_map(chart=charts.MindMap("t", node), prefix="x")

    def test_lists_the_path_to_each_entry(self):
        root = charts.MindNode("Root", (charts.MindNode("Group", (charts.MindNode("Leaf"),)),))
        rows = charts.describe_mind_map(chart=charts.MindMap("t", root)).rows
        assert rows == (("Root", ""), ("Group", "Root"), ("Leaf", "Root › Group"))


class TestPathMap:
    def test_shows_every_number_and_the_states_in_words(self):
        texts = read_texts(charts.draw_path_map(chart=make_path_map(), prefix="x"))
        assert {str(number) for number in range(1, 49)} <= set(texts)
        assert {"Done", "In progress", "To do", "Late", "Skipped", "Today", "CKA"} <= set(texts)

    def test_leaves_the_axis_out_when_nothing_has_a_date(self):
        lane = charts.PathLane(
            "Start",
            tuple(charts.PathMark(str(i), "m", None, charts.MarkState.TO_DO) for i in range(40)),
        )
        svg = charts.draw_path_map(
            chart=charts.PathMap("t", (lane,), date(2026, 1, 1)), prefix="x", width=340
        )
        assert "Today" not in read_texts(svg)
        assert find_outside(svg) == []

    def test_draws_a_path_without_lanes(self):
        assert read_texts(charts.draw_path_map(chart=charts.PathMap("t", ()), prefix="x")) == []

    @settings(max_examples=30)
    @given(
        st.lists(st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)), max_size=40),
        st.sampled_from(charts.MarkState),
        st.integers(340, 900),
    )
    def test_keeps_marks_inside_the_frame_and_apart(self, days, state, width):
        marks = tuple(charts.PathMark(str(i), "m", day, state) for i, day in enumerate(days))
        chart = charts.PathMap("t", (charts.PathLane("Lane", marks),), date(2026, 1, 1))
        svg = charts.draw_path_map(chart=chart, prefix="x", width=width)
        assert find_outside(svg) == []
        texts = [
            e
            for e in ElementTree.fromstring(svg).iter(f"{SVG}text")
            if e.get("font-size") == "9.5" and (e.text or "").isdigit()
        ]
        places = [(float(e.attrib["x"]), float(e.attrib["y"])) for e in texts]
        rows: dict[float, float] = {}
        for x, y in sorted(places):
            assert x - rows.get(y, -99) >= 16.8
            rows[y] = x

    def test_lists_each_milestone_with_date_and_state(self):
        rows = charts.describe_path_map(chart=make_path_map()).rows
        assert rows[0] == ("1", "Milestone 1", "Start", "2 Mar 2026", "Done")
        assert rows[-1] == ("MLA", "AWS exam", "Exams", "no date", "To do")


class TestProgressMeter:
    @pytest.mark.parametrize(
        ("done", "to_do", "percent"), [(0, 0, 0), (0, 3, 0), (2, 1, 66), (199, 1, 99), (3, 0, 100)]
    )
    def test_rounds_down_so_that_all_means_all(self, done, to_do, percent):
        chart = charts.ProgressMeter("t", done=done, in_progress=0, to_do=to_do)
        assert f"{percent} %" in read_texts(charts.draw_progress_ring(chart=chart, prefix="x"))

    def test_leaves_skipped_ones_out_of_the_whole_and_says_so(self):
        chart = charts.ProgressMeter("t", done=1, in_progress=0, to_do=1, skipped=8)
        assert chart.total == 2
        texts = read_texts(charts.draw_progress_bar(chart=chart, prefix="x"))
        assert texts == ["Done 1", "To do 1", "Skipped 8, not counted"]
        assert "8 skipped and not counted" in charts.describe_progress(chart=chart).summary


class TestTornado:
    def test_writes_both_results_of_every_lever(self):
        texts = read_texts(charts.draw_tornado(chart=make_tornado(), prefix="x"))
        assert {"−$11k", "$96k", "Now $28k", "Low setting", "High setting"} <= set(texts)

    def test_sets_what_one_decides_apart_from_what_is_assumed(self):
        texts = read_texts(charts.draw_tornado(chart=make_tornado(), prefix="x"))
        assert texts.index("Yours to decide") < texts.index("Assumed")

    def test_names_the_lever_with_the_widest_effect(self):
        summary = charts.describe_tornado(chart=make_tornado()).summary
        assert "Finishing the plan changes it most: −$11k to $96k" in summary

    def test_says_the_result_alone_without_levers(self):
        chart = charts.Tornado("t", "The average", 5.0, ())
        assert (
            charts.describe_tornado(chart=chart).summary
            == "The average is $5 at the present settings."
        )
        assert find_outside(charts.draw_tornado(chart=chart, prefix="x")) == []


class TestSpendChart:
    def test_marks_an_unknown_price_and_keeps_it_out_of_the_total(self):
        chart = make_spend_chart()
        assert "?" in read_texts(charts.draw_spend_chart(chart=chart, prefix="x"))
        description = charts.describe_spend_chart(chart=chart)
        assert "In 1 of them a price is unknown" in description.summary
        assert ("Q4 2027", "unknown") in description.rows

    def test_says_nothing_of_a_dearest_quarter_when_all_are_unknown(self):
        chart = charts.SpendChart("t", (charts.SpendBar(2026, 1, None),))
        assert "The most" not in charts.describe_spend_chart(chart=chart).summary

    @pytest.mark.parametrize("count", [0, 1, 60])
    def test_stays_inside_its_frame_with_few_and_many_quarters(self, count):
        bars = tuple(charts.SpendBar(2026 + i // 4, i % 4 + 1, 1000.0 * i) for i in range(count))
        svg = charts.draw_spend_chart(chart=charts.SpendChart("t", bars), prefix="x", width=340)
        assert find_outside(svg) == []


class TestOutlineMap:
    def test_draws_a_line_for_every_need_on_the_map_and_none_for_others(self):
        node = charts.OutlineNode
        todo = charts.MarkState.TO_DO
        stages = (
            charts.OutlineStage("One", (node("a", "1", "A", todo, ("b", "gone", "a")),)),
            charts.OutlineStage(
                "Two", (node("b", "2", "B", todo), node("c", "3", "C", todo, ("b",)))
            ),
        )
        chart = charts.OutlineMap("t", stages)
        svg = charts.draw_outline_map(chart=chart, prefix="x")
        curves = [p for p in ElementTree.fromstring(svg).iter(f"{SVG}path") if "C" in p.attrib["d"]]
        assert len(curves) == 2
        assert find_outside(svg) == []
        rows = charts.describe_outline_map(chart=chart).rows
        assert [row[-1] for row in rows] == ["B", "nothing", "B"]

    def test_links_every_milestone(self):
        svg = charts.draw_outline_map(chart=make_outline_map(), prefix="x")
        assert svg.count("<a href=") == 12

    def test_draws_an_empty_map(self):
        chart = charts.OutlineMap("t", ())
        assert find_outside(charts.draw_outline_map(chart=chart, prefix="x")) == []


class TestSparkline:
    def test_leaves_a_gap_where_a_value_is_missing(self):
        root = ElementTree.fromstring(charts.draw_sparkline(chart=make_sparkline(), prefix="x"))
        assert len(root.findall(f"{SVG}path")) == 3

    def test_says_that_there_is_nothing_yet(self):
        chart = charts.Sparkline("t", "h", (charts.SparkPoint("w", None),))
        assert charts.describe_sparkline(chart=chart).summary == "No values yet."
        assert read_texts(charts.draw_sparkline(chart=chart, prefix="x")) == []

    @settings(max_examples=30)
    @given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=30))
    def test_stays_inside_its_frame_for_any_values(self, values):
        points = tuple(charts.SparkPoint(f"{i}", value) for i, value in enumerate(values))
        chart = charts.Sparkline("t", "h", points)
        assert find_outside(charts.draw_sparkline(chart=chart, prefix="x")) == []


class TestDrawMarkIcon:
    def test_hides_each_shape_from_screen_readers(self):
        icons = {
            state: charts.draw_mark_icon(state=state, theme=charts.PAGE)
            for state in charts.MarkState
        }
        assert len(set(icons.values())) == len(charts.MarkState)
        assert all('aria-hidden="true"' in icon for icon in icons.values())


def test_time_axis_covers_long_and_short_paths():
    for days in (1, 40, 400, 4000, 12000):
        end = date(2026, 3, 1) + timedelta(days=days)
        mark = charts.PathMark("1", "m", end, charts.MarkState.LATE)
        chart = charts.PathMap(
            "t", (charts.PathLane("Lane", (mark,), date(2026, 3, 1), end),), date(2026, 3, 1)
        )
        assert find_outside(charts.draw_path_map(chart=chart, prefix="x", width=340)) == []


class TestOutcomes:
    def test_says_below_the_axis_what_the_amounts_are(self):
        chart = EXAMPLES["outcomes"].chart
        named = replace(chart, axis_words="net gain or loss after 10 years")
        svg = charts.draw_outcomes(chart=named, prefix="x", width=340)
        assert "net gain or loss after 10 years" in read_texts(svg)
        assert find_outside(svg) == []

    def test_shows_ten_marks_for_every_choice(self):
        svg = EXAMPLES["outcomes"].render()
        in_legend = 1
        assert svg.count("<circle") == 2 + 9 + in_legend
        assert "As you are" in svg

    @given(st.floats(0, 1))
    def test_never_shows_more_or_fewer_than_ten(self, share):
        one = charts.Outcome("One", share, -1, 0, 1, 0)
        assert 0 <= one.ahead_in_ten <= 10
        svg = charts.draw_outcomes(chart=charts.OutcomeChart("T", (one,)), prefix="p")
        in_legend = 1
        assert svg.count("<circle") == one.ahead_in_ten + in_legend

    @pytest.mark.parametrize(
        ("share", "words"),
        [
            (0.0, "One: fewer than 1 future in 10 ends ahead"),
            (0.1, "One: 1 future in 10 ends ahead"),
            (0.32, "One: 3 futures in 10 end ahead"),
            (0.99, "One: more than 9 futures in 10 end ahead"),
        ],
    )
    def test_says_how_many_end_ahead_as_everywhere_else(self, share, words):
        chart = charts.OutcomeChart("T", (charts.Outcome("One", share, -1, 0, 1, 0),))
        assert charts.describe_outcomes(chart=chart).summary.startswith(words)

    def test_refuses_to_draw_nothing(self):
        with pytest.raises(ValueError, match="at least one"):
            charts.draw_outcomes(chart=charts.OutcomeChart("T", ()), prefix="p")


class TestTenths:
    @pytest.mark.parametrize(("share", "ahead"), [(0.0, 0), (0.25, 3), (0.44, 4), (1.0, 10)])
    def test_are_ten_marks_in_two_shapes(self, share, ahead):
        chart = charts.Tenths("In ten", share)
        svg = charts.draw_tenths(chart=chart, prefix="x")
        assert svg.count("<circle") == ahead
        assert svg.count("<rect") == 10 - ahead
        summary = charts.describe_tenths(chart=chart).summary
        assert summary == f"{ahead} of 10 futures end ahead, {10 - ahead} behind."


class TestReliability:
    def test_draws_what_did_not_hold_as_another_shape(self):
        chart = EXAMPLES["reliability"].chart
        assert [point.is_kept for point in chart.points] == [True, False]
        assert "1 of 2 groups" in charts.describe_reliability(chart=chart).summary
        svg = EXAMPLES["reliability"].render(width=480)
        in_legend = 1
        assert svg.count("<circle") == 1 + in_legend

    def test_names_both_axes(self):
        texts = read_texts(EXAMPLES["reliability"].render(width=480))
        assert {"share that was told", "share that came true"} <= set(texts)
