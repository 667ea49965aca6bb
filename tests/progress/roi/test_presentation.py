"""Words that a reader gets."""

import re
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.roi.decisions import Block
from progress.roi.draws import load_draws
from progress.roi.presentation import (
    list_reasons_not_to_show,
    make_headline,
    say_ahead_and_not,
    say_block,
    say_difference,
    say_in_ten,
    say_money,
    say_payback,
    say_payback_of_average,
    say_reach,
    say_return_rate,
    say_years,
)
from progress.roi.projection import project
from progress.roi.results import Payback, ReturnRate, RungReach
from tests.progress.roi.learners import make_learner

RESULT = project(make_learner("B"), draws=load_draws("python"))


def with_value(**changes):
    return replace(RESULT, value=replace(RESULT.value, **changes))


class TestSayInTen:
    @pytest.mark.parametrize(
        ("share", "words"),
        [
            (0.0, "fewer than 1 in 10"), (0.09, "fewer than 1 in 10"), (0.1, "about 1 in 10"),
            (0.29, "about 3 in 10"), (0.25, "about 3 in 10"), (0.9, "about 9 in 10"),
            (0.93, "more than 9 in 10"), (1.0, "more than 9 in 10"),
        ],
    )  # fmt: skip
    def test_uses_whole_people(self, share, words):
        assert say_in_ten(share) == words


class TestSayAheadAndNot:
    @pytest.mark.parametrize(
        ("share", "words"),
        [
            (0.0, "fewer than 1 in 10 comes out ahead and more than 9 do not"),
            (0.1, "about 1 in 10 comes out ahead and 9 do not"),
            (0.25, "about 3 in 10 come out ahead and 7 do not"),
            (0.9, "about 9 in 10 come out ahead and 1 does not"),
            (0.93, "more than 9 in 10 come out ahead and fewer than 1 does not"),
        ],
    )
    def test_gives_both_frames(self, share, words):
        assert say_ahead_and_not(share) == words


class TestSayMoney:
    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            (146_336, "$146,000"), (-10_981, "−$11,000"), (2_507, "$2,510"), (68.4, "$68"),
            (0.2, "$0"), (-0.2, "$0"), (4.4, "$4"), (99_960, "$100,000"),
        ],
    )  # fmt: skip
    def test_keeps_three_figures(self, amount, words):
        assert say_money(amount) == words


class TestHeadline:
    def test_reads_as_the_model_page_shows(self):
        headline = make_headline(RESULT)
        assert headline.ahead.startswith("Of 10 people in your position, about 3 are better off")
        assert headline.ahead.endswith("about 7 are not.")
        assert headline.finish == (
            "If you finish the plan it is about 5 in 10; about 5 in 10 finish at your present pace."
        )
        assert headline.middle.startswith("In the middle case you are about $2,480 behind;")
        assert headline.average == "The average is $28,700: few large gains, many small losses."
        assert headline.sentences[-1] == headline.caution

    @given(
        ahead=st.floats(0, 1),
        finished=st.one_of(st.none(), st.floats(0, 1)),
        p50=st.floats(-1e5, 1e5),
        mean=st.floats(-1e5, 1e6),
    )
    def test_never_promises_and_always_shows_both_frames(self, ahead, finished, p50, mean):
        headline = make_headline(
            with_value(
                ahead_share=ahead, ahead_if_finished_share=finished, p50_usd=p50, expected_usd=mean
            )
        )
        text = " ".join(headline.sentences).lower()
        for word in ("guarantee", "up to $", "you will earn", "certain to"):
            assert word not in text
        assert re.search(r"; .+ (is|are) not\.$", headline.ahead)

    @given(share=st.floats(0.1, 0.9))
    def test_has_frames_that_add_up_to_ten(self, share):
        ahead = make_headline(with_value(ahead_share=share)).ahead
        assert sum(int(number) for number in re.findall(r"about (\d+)", ahead)) == 10

    @pytest.mark.parametrize(
        ("share", "first", "last"),
        [
            (0.02, "fewer than 1 is better off", "more than 9 are not."),
            (0.1, "about 1 is better off", "about 9 are not."),
            (0.9, "about 9 are better off", "about 1 is not."),
            (0.97, "more than 9 are better off", "fewer than 1 is not."),
        ],
    )
    def test_is_grammatical_at_the_ends(self, share, first, last):
        ahead = make_headline(with_value(ahead_share=share)).ahead
        assert first in ahead
        assert ahead.endswith(last)

    def test_says_when_nobody_finishes_and_when_nothing_changes(self):
        headline = make_headline(with_value(ahead_if_finished_share=None, p50_usd=0.0))
        assert headline.finish.startswith("In none of the futures")
        assert "where you would have been anyway" in headline.middle

    def test_calls_a_good_plan_ahead_without_the_warning_of_few_gains(self):
        headline = make_headline(with_value(ahead_share=0.8, p50_usd=9_000.0, expected_usd=9_500.0))
        assert "about $9,000 ahead" in headline.middle
        assert headline.average == "The average is $9,500."

    def test_speaks_of_no_gains_where_there_are_none(self):
        headline = make_headline(
            with_value(ahead_share=0.0, p50_usd=-1_050.0, expected_usd=-1_000.0)
        )
        assert headline.average == "The average is \N{MINUS SIGN}$1,000."


class TestSayDifference:
    def test_says_nothing_when_a_reader_would_see_nothing(self):
        assert (
            say_difference(before=RESULT, after=with_value(p50_usd=RESULT.value.p50_usd + 1)) == ()
        )

    def test_names_what_changed(self):
        after = with_value(ahead_share=0.51, expected_usd=40_000.0)
        assert say_difference(before=RESULT, after=after) == (
            "Chance to come out ahead: about 3 in 10 before, about 5 in 10 now.",
            "Average: $28,700 before, $40,000 now.",
        )


class TestShortSentences:
    def test_keep_those_who_never_pay_back_in_sight(self):
        assert say_payback(RESULT.payback).startswith("The plan pays for itself in about 3 in 10")
        never = Payback(
            share=0.0, p25_month=None, p50_month=None, p75_month=None, expected_flow_month=None
        )
        assert say_payback(never).startswith("In none of the futures")
        assert say_payback_of_average(never) == "The average never pays back"

    @pytest.mark.parametrize(
        ("share", "median", "words"),
        [
            (0.3, 36, "; about 3 in 10 futures do, half of those by month 36"),
            (0.1, 36, "; about 1 in 10 futures does, half of those by month 36"),
            (0.05, 80, "; fewer than 1 in 10 futures does, half of those by month 80"),
            (0.0, None, "; none of the futures does"),
        ],
    )
    def test_say_how_many_pay_back_beside_the_average(self, share, median, words):
        payback = replace(RESULT.payback, share=share, p50_month=median, expected_flow_month=48)
        assert say_payback_of_average(payback) == f"The average pays back in month 48{words}"

    def test_say_what_costs_nothing_pays_back_at_once(self):
        payback = replace(RESULT.payback, share=1.0, p50_month=0, expected_flow_month=0)
        words = "The average pays back at once; more than 9 in 10 futures do, half of those at once"
        assert say_payback_of_average(payback) == words

    def test_cap_the_rate_of_return(self):
        def say(rate, *, is_over=False):
            return say_return_rate(
                ReturnRate(per_year_rate=rate, is_over_100_percent=is_over, sign_change_count=1)
            )

        assert say(10.3, is_over=True) == "over 100 % a year"
        assert say(0.478) == "about 48 % a year"
        assert say(-0.12) == "about −12 % a year"
        assert say(None) == "no single rate of return"

    def test_never_show_the_path_without_the_other_life(self):
        reach = RungReach(
            rung=2, with_path_share=0.8, without_path_share=0.6, with_path_5_years_share=0.7,
            without_path_5_years_share=0.04, with_path_median_months=30,
            without_path_median_months=None,
        )  # fmt: skip
        assert say_reach(reach) == (
            "Reaching mid level within 5 years: about 7 in 10 with this path, "
            "fewer than 1 in 10 without it."
        )

    def test_label_the_worth_of_a_block_as_an_average(self):
        block = Block(last_rung=2, hours=260.0, expected_usd=17_780.0, usd_per_hour=68.4)
        assert say_block(block) == (
            "The block up to mid level (260 h) is worth about $68 per hour of study on average, "
            "before you know whether you finish."
        )

    def test_say_years_where_they_are_whole(self):
        assert say_years(120) == "10 years"
        assert say_years(66) == "66 months"


class TestListReasonsNotToShow:
    FINE: ClassVar[dict[str, Any]] = {
        "has_all_bands": True,
        "current_pay_usd_per_year": 52_000.0,
        "milestones_with_hours_count": 2,
        "logged_weeks": 2.0,
        "horizon_months": 120,
        "months_to_retirement": None,
    }

    def test_is_empty_when_a_headline_may_be_shown(self):
        assert list_reasons_not_to_show(**self.FINE) == ()
        assert list_reasons_not_to_show(**{**self.FINE, "months_to_retirement": 120}) == ()

    @pytest.mark.parametrize(
        ("changes", "key", "allows_range"),
        [
            ({"has_all_bands": False}, "band_missing", False),
            ({"current_pay_usd_per_year": None}, "pay_unknown", False),
            ({"milestones_with_hours_count": 1}, "hours_missing", False),
            ({"months_to_retirement": 119}, "horizon_past_retirement", True),
            ({"logged_weeks": 1.9}, "log_too_short", True),
        ],
    )
    def test_names_the_reason_and_asks_one_question(self, changes, key, allows_range):
        (reason,) = list_reasons_not_to_show(**{**self.FINE, **changes})
        assert (reason.key, reason.allows_range) == (key, allows_range)
        assert reason.question.endswith("?")

    def test_asks_for_pay_first(self):
        changes = {**self.FINE, "current_pay_usd_per_year": None, "logged_weeks": 0.0}
        keys = [reason.key for reason in list_reasons_not_to_show(**changes)]
        assert keys == ["pay_unknown", "log_too_short"]
