from dataclasses import replace

from progress.queries.scenario_words import say_change, say_standing
from progress.roi.batch_results import BatchOutlook

BEFORE = BatchOutlook(
    draw_count=1_024,
    horizon_months=120,
    expected_usd=12_345.0,
    p10_usd=-15_000.0,
    p50_usd=-3_000.0,
    p90_usd=41_000.0,
    ahead_share=0.31,
    ahead_if_finished_share=0.5,
    finish_share=0.3,
    expected_benefit_usd=20_000.0,
    expected_cash_cost_usd=500.0,
    expected_time_cost_usd=7_155.0,
    expected_study_hours=400.0,
    curve=(),
    reach=(),
    dots_usd=(),
)


class TestSayChange:
    def test_names_what_moves_with_both_ends(self):
        after = replace(BEFORE, ahead_share=0.52, expected_usd=23_000.0)

        words = say_change(before=BEFORE, after=after)

        assert "instead of" in words
        assert "the average moves from $12,300 to $23,000" in words
        assert "The middle case stays at" in words

    def test_says_when_as_many_come_out_ahead(self):
        words = say_change(before=BEFORE, after=replace(BEFORE, ahead_share=0.29))

        assert words.startswith("About 3 in 10 come out ahead and 7 do not, as before.")

    def test_says_only_the_range_while_the_pace_is_a_guess(self):
        words = say_change(before=BEFORE, after=replace(BEFORE, p90_usd=52_000.0), is_guess=True)

        assert words == (
            "Eight futures in ten end between −$15,000 and $52,000, "
            "instead of −$15,000 and $41,000."
        )


class TestSayStanding:
    def test_gives_chance_and_middle_case(self):
        words = say_standing(BEFORE)

        assert words.startswith("About 3 in 10 come out ahead and 7 do not; the middle case is")
        assert "$3,000" in words

    def test_says_only_the_range_while_the_pace_is_a_guess(self):
        words = say_standing(BEFORE, is_guess=True)

        assert words == "Eight futures in ten end between −$15,000 and $41,000."
