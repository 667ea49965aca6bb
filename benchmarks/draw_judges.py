"""Make the synthetic learners by whom sets of random numbers are judged.

They cover what learners of a track have in common (bands and fees of its kind) and the
ranges in which they differ. They are drawn by a seeded generator and by nothing else:
no learner of a test, a document or a demonstration is among them.
"""

import math

import numpy as np

from progress.roi.assumptions import Assumptions
from progress.roi.shapes import HIGHEST_RUNG, BandInput, ExamInput, RoiInputs, RungInput

_SEED = 2026_11_22

# Ends in US dollars a year of the four bands of a track, as published for 2024; mid is
# derived where no source gives it. The top of the highest is open above, except in the
# made-up ladder of a track without numbers of its own.
_Ends = tuple[float, float]
_BANDS: dict[str, tuple[_Ends, _Ends, _Ends, _Ends]] = {
    "devops": ((80e3, 110e3), (120e3, 160e3), (150e3, 220e3), (180e3, 250e3)),
    "linux": ((65e3, 85e3), (88e3, 122e3), (120e3, 175e3), (150e3, 200e3)),
    "mlops": ((90e3, 120e3), (130e3, 180e3), (160e3, 240e3), (200e3, 300e3)),
    "python": ((70e3, 90e3), (95e3, 127e3), (130e3, 180e3), (160e3, 200e3)),
    "general": ((60e3, 95e3), (85e3, 130e3), (115e3, 180e3), (145e3, 220e3)),
}
# Lowest and highest fee of the track's exams in US dollars, and the months after which
# they are renewed (None: never).
_EXAMS: dict[str, tuple[float, float, tuple[int | None, ...]]] = {
    "devops": (70.0, 445.0, (24, 36)),
    "linux": (170.0, 500.0, (24, 36, 60)),
    "mlops": (70.0, 250.0, (24, 36)),
    "python": (50.0, 300.0, (None, 36)),
    "general": (50.0, 450.0, (None, 24, 36)),
}
_WEEKS_A_MONTH = 52.0 / 12.0


def make_judges(track_key: str, *, group: int, count: int) -> list[RoiInputs]:
    """Make learners of a track; an unknown track gets the general bands and fees.

    Args:
        track_key: the track.
        group: 0 for those who judge, 1 for those on whom the outcome is only tried.
        count: how many.
    """
    random = np.random.default_rng([_SEED, group, *track_key.encode()])
    kind = track_key if track_key in _BANDS else "general"
    return [_make_judge(track_key, kind, random) for _ in range(count)]


def _make_judge(track_key: str, kind: str, random: np.random.Generator) -> RoiInputs:
    start = int(random.integers(0, HIGHEST_RUNG))
    target = int(random.integers(start + 1, HIGHEST_RUNG + 1))
    hours = [
        10.0 * int(random.integers(0, 61)) if start < rung <= target else 0.0
        for rung in range(1, HIGHEST_RUNG + 1)
    ]
    planned = 0.5 * int(random.integers(8, 41))
    months = int(random.integers(0, 25))
    weeks = int(random.integers(0, min(60, math.ceil(months * _WEEKS_A_MONTH)) + 1))
    return RoiInputs(
        track_key=track_key,
        start_rung=start,
        current_pay_usd_per_year=_draw_pay(kind, start, random),
        rungs=tuple(
            RungInput(
                rung=rung,
                band=_make_band(kind, rung),
                remaining_hours=hours[rung - 1],
            )
            for rung in range(max(start, 1), HIGHEST_RUNG + 1)
        ),
        planned_hours_per_week=planned,
        assumptions=Assumptions.for_track(track_key),
        logged_weeks=weeks,
        logged_hours=round(weeks * planned * random.uniform(0.3, 1.1)),
        months_active=months,
        exams=_make_exams(kind, start, target, hours, random),
        subscription_usd_per_month=float(random.integers(0, 61)),
        materials_usd=float(random.integers(0, 301)),
    )


def _make_band(kind: str, rung: int) -> BandInput:
    low, high = _BANDS[kind][rung - 1]
    is_open = rung == HIGHEST_RUNG and kind != "general"
    return BandInput(low_usd_per_year=low, high_usd_per_year=high, is_open_above=is_open)


def _draw_pay(kind: str, start: int, random: np.random.Generator) -> float:
    """Draw own pay: within the band of the own rung or a tenth outside; below it from outside."""
    low, high = _BANDS[kind][max(start, 1) - 1]
    ends = (0.9 * low, 1.1 * high) if start else (0.5 * low, 1.05 * low)
    return round(random.uniform(*ends) / 100.0) * 100.0


def _make_exams(
    kind: str, start: int, target: int, hours: list[float], random: np.random.Generator
) -> tuple[ExamInput, ...]:
    """Make two to four exams for rungs of the plan, each planned in 6 cases of 10."""
    lowest, highest, renewals = _EXAMS[kind]
    exams: list[ExamInput] = []
    for number in range(int(random.integers(2, 5))):
        rung = int(random.integers(start + 1, target + 1))
        fee = 5.0 * round(random.uniform(lowest, highest) / 5.0)
        months = renewals[int(random.integers(len(renewals)))]
        # Late in the block of its rung, where its subjects are known.
        part = random.uniform(0.5, 1.0)
        exams.append(
            ExamInput(
                key=f"exam-{number + 1}",
                rung=rung,
                fee_usd=fee,
                sat_after_hours=round(sum(hours[: rung - 1]) + part * hours[rung - 1]),
                free_retakes_count=int(random.integers(0, 2)),
                renewal_every_months=months,
                renewal_fee_usd=fee * random.choice([0.5, 1.0]) if months else 0.0,
                is_planned=bool(random.random() < 0.6),
            )
        )
    return tuple(exams)
