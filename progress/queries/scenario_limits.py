"""What a what-if may be set to: the same limits for sliders, the API and kept scenarios."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from progress.queries.scenario_settings import ScenarioSettings
from progress.roi.assumption_table import RUNG_NAMES
from progress.roi.shapes import RoiInputs


@dataclass(frozen=True)
class Limits:
    """The least and the most that may be set, both allowed."""

    low: float
    high: float


EMPLOYER_SHARE = Limits(0.0, 1.0)
FREE_RETAKES = Limits(0, 2)
HORIZON_YEARS = Limits(5, 15)
# Seven per cent a year is what money borrowed on a card costs.
DISCOUNT_RATE = Limits(0.0, 0.07)
ACCELERATOR_SHARE = Limits(0.0, 0.1)
_SLIDER_HOURS = Limits(1.0, 40.0)


@dataclass(frozen=True)
class SettingProblem:
    """A setting that cannot be worked out: which, a stable code, and a sentence that mends it.

    `path` names the setting and, for exams and accelerators, the place or key within it.
    """

    path: tuple[str | int, ...]
    code: str
    words: str


def find_hours_limits(own: RoiInputs) -> Limits:
    """Return the hours a week that can be asked for; the learner's own are always among them."""
    hours = own.planned_hours_per_week
    return Limits(
        min(_SLIDER_HOURS.low, hours or _SLIDER_HOURS.low), max(_SLIDER_HOURS.high, hours)
    )


def list_target_rungs(own: RoiInputs) -> list[int]:
    """Return the rungs above the learner's own, the only ones that a plan can go up to."""
    return [one.rung for one in own.rungs if one.rung > own.start_rung]


def list_own_limits_problems(
    settings: ScenarioSettings, *, own: RoiInputs
) -> Iterator[SettingProblem]:
    """Yield what this learner cannot ask for, although somebody else might."""
    hours, limits = settings.hours_per_week, find_hours_limits(own)
    # Written so that NaN fails as well.
    if hours is not None and not limits.low <= hours <= limits.high:
        yield SettingProblem(
            ("hours_per_week",),
            "out_of_range",
            f"Ask for {limits.low:g} to {limits.high:g} hours a week.",
        )
    rungs = list_target_rungs(own)
    if settings.target_rung is not None and settings.target_rung not in rungs:
        names = ", ".join(f"{rung} {RUNG_NAMES[rung]}" for rung in rungs)
        words = f"Choose a level above your own: {names}." if names else "No level is above yours."
        yield SettingProblem(("target_rung",), "out_of_range", words)


def list_unknown_names(
    settings: ScenarioSettings, *, exams: Mapping[str, str], accelerators: Mapping[str, str]
) -> Iterator[SettingProblem]:
    """Yield exams that are not planned and accelerators that the track does not have.

    Args:
        settings: The what-if.
        exams: Names of the planned exams that the figures hold, by key.
        accelerators: Names of the track's accelerators, by key.
    """
    for number, key in enumerate(settings.left_out_exams):
        if key not in exams:
            yield SettingProblem(
                ("left_out_exams", number),
                "does_not_exist",
                f"“{key}” is not among the exams that your figures hold: "
                f"{', '.join(exams) or 'there are none'}.",
            )
    for key in settings.accelerators:
        if key not in accelerators:
            yield SettingProblem(
                ("accelerators", key),
                "does_not_exist",
                f"“{key}” is not an accelerator of this track: "
                f"{', '.join(accelerators) or 'it has none'}.",
            )
