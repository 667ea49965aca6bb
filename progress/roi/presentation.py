"""Put a result into words: whole people out of ten, both frames, no promises.

Source: `docs/roi-model.md`, "Words": natural frequencies are understood far better
than percentages, and an average alone hides that most futures lose a little.
"""

import math
from dataclasses import dataclass

from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.decisions import Block
from progress.roi.endings import Ending
from progress.roi.results import Payback, ReturnRate, RoiResult, RungReach

MILESTONES_WITH_HOURS_LEAST = 2
LOGGED_WEEKS_LEAST = 2

_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The sentences that open a projection, in reading order.

    `ahead` always holds both frames: how many come out ahead and how many do not.
    """

    ahead: str
    finish: str
    middle: str
    average: str
    caution: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return all sentences in reading order."""
        return self.ahead, self.finish, self.middle, self.average, self.caution


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineFigures:
    """The few figures that a headline is made of, whichever engine worked them out."""

    horizon_months: int
    expected_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float
    ahead_share: float
    ahead_if_finished_share: float | None
    finish_share: float

    @classmethod
    def of(cls, result: RoiResult) -> "HeadlineFigures":
        """Take the figures from a full result."""
        value = result.value
        return cls(
            horizon_months=result.horizon_months,
            expected_usd=value.expected_usd,
            p10_usd=value.p10_usd,
            p50_usd=value.p50_usd,
            p90_usd=value.p90_usd,
            ahead_share=value.ahead_share,
            ahead_if_finished_share=value.ahead_if_finished_share,
            finish_share=result.finish.share,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonNotToShow:
    """Why a single figure would mislead, and the one thing to ask for.

    With `allows_range` the 10-to-90 range may still be shown, without a headline.
    """

    key: str
    text: str
    question: str
    allows_range: bool


def say_in_ten(share: float) -> str:
    """Say a chance as whole people out of ten; never "none" and never "all"."""
    if share < 0.1:
        return "fewer than 1 in 10"
    if share > 0.9:
        return "more than 9 in 10"
    return f"about {_whole_tenths(share)} in 10"


def say_money(amount_usd: float) -> str:
    """Say an amount in three significant figures, the minus sign before the dollar sign."""
    if abs(amount_usd) < 0.5:
        return "$0"
    digits = 2 - math.floor(math.log10(abs(amount_usd)))
    rounded = round(amount_usd, min(digits, 0))
    return f"{_MINUS if rounded < 0 else ''}${abs(rounded):,.0f}"


def say_ahead_and_not(share: float) -> str:
    """Say both frames of a chance to come out ahead, in whole people out of ten."""
    if share < 0.1:
        return "fewer than 1 in 10 comes out ahead and more than 9 do not"
    if share > 0.9:
        return "more than 9 in 10 come out ahead and fewer than 1 does not"
    tenths = _whole_tenths(share)
    comes, does = "comes" if tenths == 1 else "come", "does" if tenths == 9 else "do"
    return f"about {tenths} in 10 {comes} out ahead and {10 - tenths} {does} not"


def say_years(months: int) -> str:
    """Say a duration in years where it is whole years, else in months."""
    return f"{months // 12} years" if months % 12 == 0 else f"{months} months"


def say_return_rate(rate: ReturnRate) -> str:
    """Say the yearly rate of return of the average, or that there is none."""
    if rate.per_year_rate is None:
        return "no single rate of return"
    if rate.is_over_100_percent:
        return "over 100 % a year"
    return f"about {round(rate.per_year_rate * 100)} % a year".replace("-", _MINUS)


def say_payback(payback: Payback, *, is_part: bool = False) -> str:
    """Say how many pay back and by when; those who never do are part of the sentence.

    With `is_part` the futures are some of those played, which the text before has named.
    """
    if payback.p50_month is None:
        played = "these futures" if is_part else "the futures played"
        return f"In none of {played} does the plan pay for itself."
    return (
        f"The plan pays for itself in {say_in_ten(payback.share)} "
        f"{'of these ' if is_part else ''}futures; "
        f"half of those by month {payback.p50_month}."
    )


def say_payback_of_average(payback: Payback) -> str:
    """Say when the average pays back, and beside it how many futures ever do.

    Few large gains bring the average ahead long before most futures are, or when most never are.
    """
    if payback.expected_flow_month is None:
        return "The average never pays back"
    average = f"The average pays back {_say_when(payback.expected_flow_month)}"
    if payback.p50_month is None:
        return f"{average}; none of the futures does"
    return (
        f"{average}; {say_in_ten(payback.share)} futures {_conjugate_do(payback.share)}, "
        f"half of those {_say_when(payback.p50_month, 'by')}"
    )


def _say_when(month: int, word: str = "in") -> str:
    return f"{word} month {month}" if month else "at once"


def _conjugate_do(share: float) -> str:
    return "does" if share < 0.1 or _whole_tenths(share) == 1 else "do"


def say_net_gain(months: int) -> str:
    """Say what the amounts of a chart are: its axis has no other name."""
    return f"net gain or loss after {say_years(months)}"


def say_ending(ending: Ending) -> str:
    """Say which futures these are, how many, and both frames of how they end."""
    which = (
        "in which you finish the plan"
        if ending.is_finished
        else "in which the plan stays unfinished because you stop"
    )
    return (
        f"These are only the futures {which}: {say_in_ten(ending.share)}. "
        f"Of these {say_ahead_and_not(ending.ahead_share)}. Who finishes is often also faster, so "
        "not all of the difference comes from finishing."
    )


def say_reach(reach: RungReach) -> str:
    """Say the chance to reach a rung within five years, with the path and without."""
    return (
        f"Reaching {RUNG_NAMES[reach.rung]} level within 5 years: "
        f"{say_in_ten(reach.with_path_5_years_share)} with this path, "
        f"{say_in_ten(reach.without_path_5_years_share)} without it."
    )


def say_block(block: Block) -> str:
    """Say what a block is worth per hour, as the average that it is."""
    worth = say_money(block.usd_per_hour)
    return (
        f"The block up to {RUNG_NAMES[block.last_rung]} level ({block.hours:,.0f} h) is worth about "
        f"{worth} per hour of study on average, before you know whether you finish."
    )


def make_headline(result: RoiResult | HeadlineFigures) -> Headline:
    """Write the opening sentences of a projection."""
    value = _take(result)
    return Headline(
        ahead=_say_ahead(value),
        finish=_say_finish(value),
        middle=(
            f"In the middle case you are {_say_balance(value.p50_usd)}; one in ten does worse than "
            f"{say_money(value.p10_usd)}, one in ten better than about {say_money(value.p90_usd)}."
        ),
        average=_say_average(value),
        caution=(
            "This is a projection and neither a promise nor financial advice: it rests on published "
            "pay ranges and on the assumptions listed with it, and most of the gain depends on "
            "finishing and on being hired."
        ),
    )


def say_range(result: RoiResult | HeadlineFigures) -> str:
    """Say where eight futures in ten end, which may be shown when no headline may."""
    value = _take(result)
    return (
        f"Eight futures in ten end between {say_money(value.p10_usd)} and "
        f"{say_money(value.p90_usd)} after {say_years(value.horizon_months)}, compared with "
        "not studying."
    )


def say_difference(*, before: RoiResult, after: RoiResult) -> tuple[str, ...]:
    """Say what changed from one projection to the next; empty when nothing a reader sees did."""
    lines = []
    chances = (
        ("Chance to come out ahead", before.value.ahead_share, after.value.ahead_share),
        ("Chance to finish", before.finish.share, after.finish.share),
    )
    for name, old, new in chances:
        if say_in_ten(old) != say_in_ten(new):
            lines.append(f"{name}: {say_in_ten(old)} before, {say_in_ten(new)} now.")
    old_month, new_month = before.payback.p50_month, after.payback.p50_month
    if old_month != new_month:
        lines.append(f"Break-even: {_say_month(old_month)} before, {_say_month(new_month)} now.")
    amounts = (
        ("Middle case", before.value.p50_usd, after.value.p50_usd),
        ("Average", before.value.expected_usd, after.value.expected_usd),
        ("One in ten does better than", before.value.p90_usd, after.value.p90_usd),
    )
    for name, old, new in amounts:
        if say_money(old) != say_money(new):
            lines.append(f"{name}: {say_money(old)} before, {say_money(new)} now.")
    return tuple(lines)


def say_lead_difference(*, before: RoiResult, after: RoiResult) -> str:
    """Say the one change that matters most to a reader, to go on with "because"; or nothing."""
    old_month, new_month = before.payback.p50_month, after.payback.p50_month
    if old_month != new_month:
        return f"Break-even moved from {_say_month(old_month)} to {_say_month(new_month)}"
    for name, old, new in (
        ("The chance to come out ahead", before.value.ahead_share, after.value.ahead_share),
        ("The chance to finish", before.finish.share, after.finish.share),
    ):
        if say_in_ten(old) != say_in_ten(new):
            return f"{name} went from {say_in_ten(old)} to {say_in_ten(new)}"
    old_usd, new_usd = before.value.expected_usd, after.value.expected_usd
    if say_money(old_usd) != say_money(new_usd):
        return f"The average went from {say_money(old_usd)} to {say_money(new_usd)}"
    return ""


def _say_month(month: int | None) -> str:
    return "never" if month is None else f"month {month}"


def list_reasons_not_to_show(
    *,
    has_all_bands: bool,
    current_pay_usd_per_year: float | None,
    milestones_with_hours_count: int,
    logged_weeks: float,
    horizon_months: int,
    months_to_retirement: int | None,
) -> tuple[ReasonNotToShow, ...]:
    """List why a headline figure must not be shown, the most useful question first.

    Args:
        has_all_bands: every rung ahead has a pay band for the learner's region and year.
        current_pay_usd_per_year: gross pay, or None when the learner has not said.
        milestones_with_hours_count: milestones left in the plan that have an hour estimate.
        logged_weeks: weeks in the study log.
        horizon_months: how far the projection looks.
        months_to_retirement: None when not known.

    Returns:
        No reasons means that the headline may be shown.
    """
    rules = (
        (current_pay_usd_per_year is None, _PAY_UNKNOWN),
        (not has_all_bands, _BAND_MISSING),
        (milestones_with_hours_count < MILESTONES_WITH_HOURS_LEAST, _HOURS_MISSING),
        (months_to_retirement is not None and horizon_months > months_to_retirement, _TOO_FAR),
        (logged_weeks < LOGGED_WEEKS_LEAST, _LOG_TOO_SHORT),
    )
    return tuple(reason for applies, reason in rules if applies)


_PAY_UNKNOWN = ReasonNotToShow(
    key="pay_unknown",
    text="Without your pay there is nothing to compare with.",
    question="What do you earn a year, before tax?",
    allows_range=False,
)
_BAND_MISSING = ReasonNotToShow(
    key="band_missing",
    text="A level ahead of you has no pay figure for your region and year.",
    question="Which region should the pay figures come from?",
    allows_range=False,
)
_HOURS_MISSING = ReasonNotToShow(
    key="hours_missing",
    text="Fewer than two milestones left in your plan have an hour estimate.",
    question="Which milestones belong to your plan?",
    allows_range=False,
)
_TOO_FAR = ReasonNotToShow(
    key="horizon_past_retirement",
    text="The projection looks further ahead than your working life.",
    question="How many years do you want to look ahead?",
    allows_range=True,
)
_LOG_TOO_SHORT = ReasonNotToShow(
    key="log_too_short",
    text="With less than two weeks in your study log your pace is a guess.",
    question="How many hours did you study in each of the last two weeks?",
    allows_range=True,
)


def _whole_tenths(share: float) -> int:
    # Halves go up, so that the two frames of a sentence can be made to add up to ten.
    return math.floor(share * 10 + 0.5)


def _take(result: RoiResult | HeadlineFigures) -> HeadlineFigures:
    return result if isinstance(result, HeadlineFigures) else HeadlineFigures.of(result)


def _say_ahead(value: HeadlineFigures) -> str:
    share = value.ahead_share
    if share < 0.1:
        ahead, rest = "fewer than 1 is", "more than 9 are not"
    elif share > 0.9:
        ahead, rest = "more than 9 are", "fewer than 1 is not"
    else:
        tenths = _whole_tenths(share)
        ahead = f"about {tenths} {'is' if tenths == 1 else 'are'}"
        rest = f"about {10 - tenths} {'is' if tenths == 9 else 'are'} not"
    return (
        f"Of 10 people in your position, {ahead} better off after "
        f"{say_years(value.horizon_months)} than if they had not studied, after paying for "
        f"everything including their time; {rest}."
    )


def _say_finish(value: HeadlineFigures) -> str:
    if value.ahead_if_finished_share is None:
        return "In none of the futures played is the plan finished at your present pace."
    return (
        f"If you finish the plan it is {say_in_ten(value.ahead_if_finished_share)}; "
        f"{say_in_ten(value.finish_share)} finish at your present pace."
    )


def _say_balance(amount_usd: float) -> str:
    if abs(amount_usd) < 0.5:
        return "where you would have been anyway"
    return f"about {say_money(abs(amount_usd))} {'ahead' if amount_usd > 0 else 'behind'}"


def _say_average(value: HeadlineFigures) -> str:
    average = f"The average is {say_money(value.expected_usd)}"
    if value.expected_usd > value.p50_usd and 0.0 < value.ahead_share < 0.5:
        return f"{average}: few large gains, many small losses."
    return f"{average}."
