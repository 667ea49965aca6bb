"""Answer "what would it be worth if" in place: gather once, then a few milliseconds each.

For a slider, a scenario or a comparison. Nothing is stored and nothing goes to a worker:

    ground = gather_ground(enrolment=enrolment, today=today)
    now = get_instant_projection(ground)
    if_faster = get_instant_projection(ground, Changes(planned_hours_per_week=12.0))
    if_faster.figures.ahead_share, if_faster.problem

The figures are those of the batch engine (`progress.roi.batch`), the same as on the
dashboard; `project` of the reference engine agrees with them to a few cents.
"""

from dataclasses import dataclass
from datetime import date

from progress.models import Enrolment
from progress.queries.roi_inputs import GatheredInputs, MissingInput, gather_roi_inputs
from progress.roi.assumptions import AssumptionOutOfRange
from progress.roi.batch import project_many
from progress.roi.batch_results import BatchOutlook
from progress.roi.draws import SLIDER_DRAW_COUNT
from progress.roi.shapes import RoiInputInvalid, RoiInputs
from progress.roi.what_ifs import NO_CHANGES, Changes, apply_changes


@dataclass(frozen=True)
class InstantProjection:
    """Figures of one question, or why there are none.

    `figures` is None exactly when something is `missing` or `problem` says in words which
    value is out of range. `field` names that value: a field of `Changes` or `RoiInputs`,
    or the key of an assumption; blank when it is none of them. `inputs` are the changed
    inputs that the figures rest on.
    """

    figures: BatchOutlook | None
    inputs: RoiInputs | None = None
    missing: tuple[MissingInput, ...] = ()
    problem: str = ""
    field: str = ""


def gather_ground(
    *, enrolment: Enrolment, today: date, target_rung: int | None = None
) -> GatheredInputs:
    """Read once what all questions of one page share; about fifteen queries.

    Args:
        enrolment: whose figures.
        today: the learner's own date.
        target_rung: plan up to this rung instead of the learner's own target. Give the
            highest that the page may ask for; `Changes.target_rung` then cuts it down.
    """
    return gather_roi_inputs(enrolment=enrolment, today=today, target_rung=target_rung)


def get_instant_projection(
    ground: GatheredInputs,
    changes: Changes = NO_CHANGES,
    *,
    draw_count: int = SLIDER_DRAW_COUNT,
    with_dots: bool = False,
) -> InstantProjection:
    """Project the gathered inputs with some changes; no query.

    About a millisecond; three more the first time that a horizon, a rate or another value
    that many learners share is asked for.

    Args:
        ground: from `gather_ground`.
        changes: what to change; nothing gives the learner's own figures.
        draw_count: futures to play: 256 while a slider moves, 1,024 for figures to keep.
        with_dots: also return 20 equally likely futures.
    """
    if ground.inputs is None:
        return InstantProjection(None, missing=ground.missing)
    try:
        inputs = apply_changes(ground.inputs, changes)
    except RoiInputInvalid as wrong:
        return InstantProjection(None, problem=str(wrong), field=wrong.field)
    except AssumptionOutOfRange as wrong:
        return InstantProjection(None, problem=str(wrong), field=wrong.key)
    except ValueError as wrong:
        return InstantProjection(None, problem=str(wrong))
    result = project_many([inputs], draw_count=draw_count, with_dots=with_dots)
    return InstantProjection(result.outlook(0), inputs=inputs)
