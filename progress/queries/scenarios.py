"""What-ifs of one learner: the ground they stand on, kept ones, and their figures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from progress.models import Enrolment, Learner, Scenario
from progress.queries.instant_projections import (
    InstantProjection,
    gather_ground,
    get_instant_projection,
)
from progress.queries.planned_certifications import list_planned_certifications
from progress.queries.roi_inputs import GatheredInputs, find_target_rung
from progress.queries.scenario_limits import (
    SettingProblem,
    list_own_limits_problems,
    list_unknown_names,
)
from progress.queries.scenario_settings import (
    ScenarioSettings,
    describe_settings,
    make_changes,
    read_settings,
)
from progress.roi.draws import STORED_DRAW_COUNT
from tracks.choices import Rung
from tracks.models import Accelerator


@dataclass(frozen=True)
class Choice:
    """Something that a what-if can switch or set: its key and its name."""

    key: str
    name: str


@dataclass(frozen=True)
class WhatIfGround:
    """Everything that the what-ifs of one page share, read once.

    `own` is what the learner's projection rests on; it ends at the rung `own_target`.
    `highest` goes on to the top, so that a what-if can aim higher.
    """

    enrolment: Enrolment
    own: GatheredInputs
    highest: GatheredInputs
    own_target: int
    exams: tuple[Choice, ...]
    accelerators: tuple[Choice, ...]

    @property
    def names(self) -> dict[str, str]:
        """Names of exams and accelerators by key."""
        return {one.key: one.name for one in (*self.exams, *self.accelerators)}

    def list_unknown(self, settings: ScenarioSettings) -> list[SettingProblem]:
        """Return the exams and accelerators of a what-if that are not here (any more)."""
        return list(
            list_unknown_names(
                settings,
                exams={one.key: one.name for one in self.exams},
                accelerators={one.key: one.name for one in self.accelerators},
            )
        )

    def list_problems(self, settings: ScenarioSettings) -> list[SettingProblem]:
        """Return all that this learner cannot ask for (any more); nothing while inputs lack."""
        if self.own.inputs is None:
            return []
        beyond = list_own_limits_problems(settings, own=self.own.inputs)
        return [*self.list_unknown(settings), *beyond]


@dataclass(frozen=True)
class ScenarioFigures:
    """One scenario with its figures; `differences` say what it changes, in words."""

    name: str
    settings: ScenarioSettings
    differences: tuple[str, ...]
    projection: InstantProjection
    pk: int | None = None


def get_what_if_ground(*, enrolment: Enrolment, today: date) -> WhatIfGround:
    """Read what all what-ifs of this enrolment share; twenty to forty queries."""
    learner = Learner.objects.select_related("target_role").get(user_id=enrolment.user_id)
    own_target = find_target_rung(learner=learner, enrolment=enrolment)
    own = highest = gather_ground(enrolment=enrolment, today=today)
    if own.inputs and own_target < Rung.ARCHITECT:
        highest = gather_ground(enrolment=enrolment, today=today, target_rung=int(Rung.ARCHITECT))
    planned = list_planned_certifications(user=enrolment.user)
    in_inputs = {exam.key for exam in own.inputs.exams} if own.inputs else set()
    accelerators = Accelerator.objects.filter(track_id=enrolment.track_id).order_by("position")
    return WhatIfGround(
        enrolment=enrolment,
        own=own,
        highest=highest,
        own_target=own_target,
        exams=tuple(
            Choice(one.certification.key, one.certification.short_name)
            for one in planned
            if one.certification.key in in_inputs
        ),
        accelerators=tuple(Choice(one.key, one.name) for one in accelerators),
    )


def get_scenario_figures(
    *,
    ground: WhatIfGround,
    settings: ScenarioSettings,
    name: str,
    pk: int | None = None,
    with_dots: bool = False,
) -> ScenarioFigures:
    """Work out one scenario; no query, a few milliseconds.

    Without a target of its own a scenario ends where the learner's own plan ends. One that
    cannot be asked (any more) has no figures: an exam is not planned now, or the level that
    it goes up to is reached. Figures would answer another question than the one kept.
    """
    if settings.target_rung in (None, ground.own_target):
        gathered, settings = ground.own, replace(settings, target_rung=None)
    else:
        gathered = ground.highest
    own = ground.own.inputs
    problems = ground.list_problems(settings)
    if problems:
        words = " ".join(one.words for one in problems)
        projection = InstantProjection(None, problem=words, field=str(problems[0].path[0]))
    else:
        projection = get_instant_projection(
            gathered, make_changes(settings), draw_count=STORED_DRAW_COUNT, with_dots=with_dots
        )
    said = (
        describe_settings(settings, own=own, own_target=ground.own_target, names=ground.names)
        if own
        else ()
    )
    return ScenarioFigures(name, settings, tuple(said), projection, pk)


def list_scenarios(*, enrolment: Enrolment) -> list[Scenario]:
    """Return the kept scenarios of an enrolment, the newest first."""
    return list(Scenario.objects.filter(enrolment=enrolment).order_by("-saved_at", "-pk"))


def list_scenario_figures(
    *, ground: WhatIfGround, scenarios: Iterable[Scenario]
) -> list[ScenarioFigures]:
    """Work out several kept scenarios on the same ground, in their order."""
    return [
        get_scenario_figures(
            ground=ground, settings=read_settings(one.settings), name=one.name, pk=one.pk
        )
        for one in scenarios
    ]
